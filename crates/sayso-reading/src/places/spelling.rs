//! How else a name may be written.

/// How else a name that is not known may be written, and how the feature code of what it then means begins: "St" for
/// "Saint", with or without the kind of place that it is.
pub(super) fn other_spellings(key: &str) -> impl Iterator<Item = (String, &'static str)> {
    const OPENINGS: [(&str, &str); 9] = [
        ("st ", "saint "),
        ("saint ", "st "),
        ("mt ", "mount "),
        ("mount ", "mt "),
        ("ft ", "fort "),
        ("fort ", "ft "),
        ("the ", ""),
        ("city of ", ""),
        ("town of ", ""),
    ];
    const CLOSINGS: [(&str, &str); 12] = [
        ("city", "PPL"),
        ("township", "PPL"),
        ("island", ""),
        ("province", "ADM1"),
        ("region", "ADM1"),
        ("oblast", "ADM1"),
        ("republic", "ADM1"),
        ("state", "ADM1"),
        ("governorate", "ADM"),
        ("prefecture", "ADM"),
        ("district", "ADM"),
        ("county", "ADM"),
    ];
    let opened = OPENINGS.iter().filter_map(move |(one, other)| {
        let rest = key.strip_prefix(one)?;
        Some((format!("{other}{rest}"), ""))
    });
    let shorter = CLOSINGS.iter().filter_map(move |&(closing, kinds)| {
        let rest = key.strip_suffix(closing)?.strip_suffix(' ')?;
        Some((rest.to_owned(), kinds))
    });
    let longer = CLOSINGS
        .iter()
        .map(move |&(closing, kinds)| (format!("{key} {closing}"), kinds));
    opened.chain(shorter).chain(longer)
}

/// How the feature code of what is called so begins: "city", "province".
pub(super) fn kind_of_place(noun: &str) -> Option<&'static str> {
    match noun {
        "city" | "town" | "village" | "port" | "capital" => Some("PPL"),
        "province" | "oblast" | "state" | "governorate" => Some("ADM1"),
        _ => None,
    }
}

/// The place of which a name tells a part: "lebanon" for "southern lebanon".
pub(super) fn without_direction(key: &str) -> Option<&str> {
    let (first, rest) = key.split_once(' ')?;
    let direction = matches!(
        first,
        "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "greater"
            | "downtown"
            | "upper"
            | "lower"
            | "mainland"
            | "metro"
            | "metropolitan"
            | "rural"
            | "suburban"
            | "inner"
            | "outer"
            | "mid"
    );
    direction.then_some(rest)
}
