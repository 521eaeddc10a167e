//! The regular forms of English verbs and nouns, so that a lexicon line gives the dictionary form and the irregular
//! forms only. Words are looked up by form: a lemmatiser's slip never hides a cue.

/// The third person, past and -ing forms of a regular verb, and the verb itself.
pub(crate) fn verb_forms(verb: &str) -> Vec<String> {
    let mut forms = vec![verb.to_owned(), plural(verb)];
    let stems = match verb.strip_suffix('e') {
        Some(stem) if !verb.ends_with("ee") => vec![stem.to_owned()],
        _ => {
            let mut stems = vec![verb.to_owned()];
            if let Some(last) = doubled(verb) {
                stems.push(format!("{verb}{last}"));
            }
            stems
        }
    };
    for stem in stems {
        match stem.strip_suffix('y') {
            Some(rest) if !ends_in_vowel(rest) => forms.push(format!("{rest}ied")),
            _ => forms.push(format!("{stem}ed")),
        }
        forms.push(format!("{stem}ing"));
    }
    if verb.ends_with("ee") {
        forms.push(format!("{verb}d"));
    }
    forms
}

/// A regular noun and its plural.
pub(crate) fn noun_forms(noun: &str) -> Vec<String> {
    let irregular = match noun.strip_suffix("man") {
        Some(stem) if noun != "human" => Some(format!("{stem}men")),
        _ => match noun {
            "person" => Some("people".to_owned()),
            "child" => Some("children".to_owned()),
            "wife" => Some("wives".to_owned()),
            _ => None,
        },
    };
    vec![noun.to_owned(), irregular.unwrap_or_else(|| plural(noun))]
}

/// With -s, -es or -ies.
fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(rest) if !ends_in_vowel(rest) => format!("{rest}ies"),
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

fn ends_in_vowel(word: &str) -> bool {
    word.ends_with(['a', 'e', 'i', 'o', 'u'])
}

/// The consonant that doubles before -ed and -ing, if the spelling allows it: "permit", "rebut", "signal". Stress is
/// not in the spelling, so forms that nobody writes ("offerred") come along; they do no harm.
fn doubled(verb: &str) -> Option<char> {
    let mut from_end = verb.chars().rev();
    let last = from_end.next()?;
    let vowel = from_end.next()?;
    let before = from_end.next();
    let is_vowel = |c: char| "aeiou".contains(c);
    let single = before.is_none_or(|c| !is_vowel(c) || c == 'u');
    (!is_vowel(last) && !"wxyh".contains(last) && is_vowel(vowel) && single).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_follow_the_spelling() {
        for (verb, forms) in [
            ("claim", ["claims", "claimed", "claiming"]),
            ("note", ["notes", "noted", "noting"]),
            ("deny", ["denies", "denied", "denying"]),
            ("say", ["says", "sayed", "saying"]),
            ("admit", ["admits", "admitted", "admitting"]),
            ("stress", ["stresses", "stressed", "stressing"]),
            ("agree", ["agrees", "agreed", "agreeing"]),
        ] {
            let made = verb_forms(verb);
            for form in forms {
                assert!(made.iter().any(|m| m == form), "{verb}: no {form} in {made:?}");
            }
        }
        assert_eq!(noun_forms("ministry"), ["ministry", "ministries"]);
        assert_eq!(noun_forms("spokesman"), ["spokesman", "spokesmen"]);
    }
}
