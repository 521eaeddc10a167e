//! Names as newspapers write them, from names in capitals with underscores: `ISLAMIC_REPUBLIC_OF_IRAN_` is "Islamic
//! Republic of Iran", `PLO_` is "PLO", `AL-QAEDA` is "Al-Qaeda" and "al-Qaeda".

/// Words that are small inside a name.
const SMALL: [&str; 22] = [
    "of", "the", "and", "for", "in", "on", "to", "de", "la", "del", "di", "da", "do", "dos", "das", "van", "von",
    "der", "den", "bin", "ibn", "al",
];

/// The usual writing of a name, then others that newspapers use.
pub(super) fn names(entry: &str) -> Vec<String> {
    let words: Vec<&str> = entry
        .split(|c: char| c == '_' || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect();
    let alone = words.len() == 1;
    let join = |word: &dyn Fn(usize, &str) -> String| {
        let words = words.iter().enumerate().map(|(i, w)| word(i, w));
        words.collect::<Vec<_>>().join(" ")
    };
    let usual = join(&|i, word| written(word, i > 0, alone));
    let capitals = join(&|_, word| written(word, false, alone));
    let mut names = vec![usual];
    if let Some(rest) = capitals.strip_prefix("Al-").or_else(|| capitals.strip_prefix("El-")) {
        names.push(format!("{}{rest}", capitals[..3].to_lowercase()));
    }
    names.push(capitals);
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

fn written(word: &str, inside: bool, alone: bool) -> String {
    if word.chars().any(char::is_lowercase) {
        return word.to_owned();
    }
    let lower = word.to_lowercase();
    if inside && SMALL.contains(&lower.as_str()) {
        return lower;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let unspeakable = !letters.clone().any(|c| "AEIOUYÀÁÂÃÄÈÉÊËÌÍÎÏÒÓÔÕÖÙÚÛÜ".contains(c));
    let short = alone && letters.clone().count() <= 3;
    if word.contains(['.', '/']) || word.chars().any(|c| c.is_ascii_digit()) || unspeakable || short {
        return word.to_owned();
    }
    let mut written = String::with_capacity(word.len());
    let mut capital = true;
    let mut since = 0;
    for c in lower.chars() {
        if capital {
            written.extend(c.to_uppercase());
        } else {
            written.push(c);
        }
        since += 1;
        // "O'Neill" and "D'Alema", but "Iraq's".
        capital = c == '-' || c == '\'' && since <= 2;
        if c == '-' {
            since = 0;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn capitals_become_names() {
        assert_eq!(
            names("ISLAMIC_REPUBLIC_OF_ARVEN_"),
            ["Islamic Republic of Arven", "Islamic Republic Of Arven"]
        );
        assert_eq!(names("AL-MADRA"), ["Al-Madra", "al-Madra", "Al-Madra"]);
        assert_eq!(names("PLF_"), ["PLF"]);
        assert_eq!(names("K.U."), ["K.U."]);
        assert_eq!(names("O'TOOLE"), ["O'Toole"]);
        assert_eq!(names("ARVEN'S_ARMY"), ["Arven's Army"]);
        assert_eq!(names("Omar bin Said"), ["Omar bin Said"]);
        assert!(names("__").is_empty());
    }
}
