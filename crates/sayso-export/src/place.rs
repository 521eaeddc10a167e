//! Where an event was, in the fields that formats have for it. What is not told is empty: no actor's capital stands in.

use sayso_schema::{Place, PlacePrecision};

use crate::countries;

/// A place's name: GeoNames', else as written.
pub(crate) fn name(place: &Place) -> &str {
    place.name.as_deref().unwrap_or(&place.passage.text)
}

/// The city, where the place is one.
pub(crate) fn city(place: &Place) -> Option<&str> {
    (place.precision == PlacePrecision::City).then(|| name(place))
}

/// The second-level division, where the place is one.
pub(crate) fn district(place: &Place) -> Option<&str> {
    (place.precision == PlacePrecision::District).then(|| name(place))
}

/// The country's name.
pub(crate) fn country(place: &Place) -> Option<&'static str> {
    countries::name(place.country.as_deref())
}

/// PLOVER's code: 5 within a city, 4 a city, 3 a district, 2 a province, 1 a country. A region that no country holds
/// and a name that is not resolved have none.
pub(crate) fn resolution(place: &Place) -> Option<u8> {
    match place.precision {
        PlacePrecision::Point => Some(5),
        PlacePrecision::City => Some(4),
        PlacePrecision::District => Some(3),
        PlacePrecision::Province => Some(2),
        PlacePrecision::Country => Some(1),
        PlacePrecision::Region | PlacePrecision::Unresolved => None,
    }
}

/// GeoNames' feature class, as far as the feature code tells it by itself.
pub(crate) fn feature_class(place: &Place) -> Option<&'static str> {
    let code = place.feature.as_deref()?;
    let class = |(prefix, class): &(&str, &'static str)| code.starts_with(prefix).then_some(*class);
    CLASSES.iter().find_map(class)
}

/// GeoNames' feature classes by how codes of theirs begin.
const CLASSES: &[(&str, &str)] = &[("PPL", "P"), ("STLMT", "P"), ("ADM", "A"), ("PCL", "A"), ("TERR", "A")];
