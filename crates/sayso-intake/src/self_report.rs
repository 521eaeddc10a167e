//! Outlets that name themselves in their own reports: "…, Caliber.Az reports via Russian media."

use crate::words;

/// The longest name of an outlet, in words.
const LONGEST: usize = 4;

/// How many paragraphs are looked at: an outlet names itself near the top.
const PARAGRAPHS: usize = 6;

/// The outlet whose word the text is, where a sentence near its start ends in ", X reports" or ", X reports via Y"
/// and X reads as an outlet that speaks of itself. Where two do, none is taken.
pub(crate) fn outlet(text: &str) -> Option<&str> {
    let mut found = None;
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()).take(PARAGRAPHS) {
        for (at, _) in paragraph.match_indices(" reports") {
            let (Some(before), Some(after)) = (paragraph.get(..at), paragraph.get(at + " reports".len()..)) else {
                continue;
            };
            let Some(name) = name_at_end(before).filter(|name| speaks_of_itself(name, after)) else {
                continue;
            };
            if found.is_some_and(|other| other != name) {
                return None;
            }
            found = Some(name);
        }
    }
    found
}

/// The capitalised words between the last comma and the end of `before`.
fn name_at_end(before: &str) -> Option<&str> {
    let name = before.get(before.rfind(',')? + 1..)?.trim();
    let mut words = name.split(' ').peekable();
    let sound = words.peek().is_some()
        && words.clone().count() <= LONGEST
        && words.all(|word| word.starts_with(char::is_uppercase) && word.chars().any(char::is_alphabetic));
    sound.then_some(name)
}

/// Whether what follows "X reports" shows that X speaks of itself.
fn speaks_of_itself(name: &str, after: &str) -> bool {
    if words::AGENCIES.contains(name) || name.starts_with("The ") {
        return false;
    }
    // A name with a dot inside is an outlet's own spelling of itself, after its address.
    let dotted = name.char_indices().any(|(at, c)| {
        let next = name.get(at + 1..).and_then(|rest| rest.chars().next());
        let before = name.get(..at).and_then(|start| start.chars().next_back());
        c == '.' && next.is_some_and(char::is_alphabetic) && before.is_some_and(char::is_lowercase)
    });
    let after = after.trim_start();
    if after.starts_with(['.', '!']) || after.is_empty() {
        return dotted;
    }
    let after = after.strip_prefix(',').unwrap_or(after).trim_start();
    words::RELAYS.iter().any(|&(relay, own)| {
        let follows = after
            .get(..relay.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(relay))
            && after.get(relay.len()..).is_some_and(|rest| rest.starts_with(' '));
        follows && (own || dotted)
    })
}

#[cfg(test)]
mod tests {
    use super::outlet;

    #[test]
    fn an_outlet_that_names_itself() {
        assert_eq!(outlet("Two men left, Ellery.Net reports.\nMore."), Some("Ellery.Net"));
        assert_eq!(
            outlet("Two men left, Ellery Post reports via Kenyan media."),
            Some("Ellery Post")
        );
        assert_eq!(
            outlet("Two men left, Ellery.Net reports, citing police."),
            Some("Ellery.Net")
        );
    }

    #[test]
    fn others_whom_the_text_quotes() {
        for text in [
            "Two men left, Reuters reports via its office.",
            "Two men left, Ellery Post reports.",
            "Two men left, Ellery Post reports, citing police.",
            "Police, which reports via radio, left.",
            "Two men left, A.B.C reports.",
            "He left, Ellery.Net reports. She left, Osk.Info reports.",
            "Two men left, Ellery.Net reports say.",
        ] {
            assert_eq!(outlet(text), None, "{text}");
        }
    }
}
