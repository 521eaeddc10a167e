use proptest::prelude::*;

use super::*;
use crate::Knowledge;

fn shipped() -> Gazetteer<'static> {
    Gazetteer::open(SHIPPED).unwrap()
}

#[test]
fn what_ships_is_sound_and_says_whose_it_is() {
    shipped().verify().unwrap();
    assert!(shipped().notice().contains("GeoNames") && shipped().notice().contains("CC BY 4.0"));
    assert!(SHIPPED.len() <= 12 << 20, "{}", SHIPPED.len());
}

#[test]
fn a_name_finds_its_places_with_what_they_lie_in() {
    let knowledge = Knowledge::embedded().unwrap();
    let places = &knowledge.places;
    let paris: Vec<_> = places.named("paris").filter(|place| !place.by_other_name).collect();
    let capital = paris.iter().find(|place| place.feature == "PPLC").unwrap();
    assert_eq!(capital.country, Some("FRA"));
    assert!(paris.iter().any(|place| place.province == Some("Texas")));
    assert_eq!(places.by_id(2_988_507), places.place(capital.index));
    let kherson = places.named("kherson oblast").next().unwrap();
    assert_eq!((kherson.feature, kherson.country), ("ADM1", Some("UKR")));
    assert!(
        places
            .named(&fold("Adams County"))
            .filter(|place| place.feature == "ADM2")
            .count()
            > 5
    );
    assert!(
        places
            .named("kiev")
            .any(|place| place.name == "Kyiv" && place.by_other_name)
    );
    assert_eq!(places.country("KEN").unwrap().name, "Kenya");
    assert_eq!(places.named("zzyzx nowhere").count(), 0);
    assert!(!places.is_named(""));
    let state = places.place(places.short_forms(&fold("W.Va."))[0]).unwrap();
    assert_eq!(state.name, "West Virginia");
}

#[test]
fn what_is_no_gazetteer_is_refused_by_name() {
    assert_eq!(Gazetteer::open(b"").unwrap_err(), PlacesError::Format);
    assert_eq!(
        Gazetteer::open(b"version https://git").unwrap_err(),
        PlacesError::Format
    );
    let mut newer = SHIPPED[..4096].to_vec();
    newer[8] = 9;
    let told = Gazetteer::open(&newer).unwrap_err();
    assert!(told.to_string().contains("edition 9"), "{told}");
    let cut = Gazetteer::open(&SHIPPED[..SHIPPED.len() - 1]).unwrap_err();
    assert_eq!(cut, PlacesError::CutOff { section: "ids" });
}

/// A whole gazetteer of one country with one town, called "Ost".
fn small() -> Vec<u8> {
    let place = |id: u8, name: u8| {
        let mut bytes = vec![id, 0, 0, 0, 16, 39, 0, 240, 216, 255, 5, 8, 0, 0, 255, 255, 255, 255];
        bytes.extend([name, 0, 0]);
        bytes
    };
    let sections: [Vec<u8>; 8] = [
        b"notice".to_vec(),
        b"OOOST".to_vec(),
        b"PPL\0".to_vec(),
        [place(1, 0), place(2, 0)].concat(),
        b"\x03Ost".to_vec(),
        vec![0, 0, 0],
        b"\x00\x03\x01ost\x01\x00\x00".to_vec(),
        vec![0, 0, 0, 1, 0, 0],
    ];
    let mut file = b"SAYSOGAZ\x01\0\0\0\x08\0\0\0".to_vec();
    let mut offset = file.len() + 64;
    for section in &sections {
        file.extend((offset as u32).to_le_bytes());
        file.extend((section.len() as u32).to_le_bytes());
        offset += section.len();
    }
    file.extend(sections.concat());
    file
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let bytes = small();
    let gazetteer = Gazetteer::open(&bytes).unwrap();
    gazetteer.verify().unwrap();
    let (town, other) = gazetteer.named("ost").next().unwrap();
    assert!(!other);
    assert_eq!((town.id, town.name, town.feature), (2, "Ost", "PPL"));
    assert_eq!((town.latitude, town.longitude, town.population), (1.0, -1.0, 10));
    assert_eq!((town.country, town.province), (Some(0), None));
    assert_eq!(gazetteer.country_code(0), Some("OST"));
    assert_eq!(gazetteer.by_id(2).map(|record| record.index), Some(1));
    assert!(gazetteer.by_id(3).is_none() && gazetteer.named("o").next().is_none());
}

fn ask_everything(bytes: &[u8]) {
    let Ok(gazetteer) = Gazetteer::open(bytes) else { return };
    let _ = gazetteer.verify();
    for key in ["", "ost", "zz", "\u{10ffff}"] {
        let _ = gazetteer.named(key).count();
    }
    for number in [0, 1, 2, u32::MAX] {
        let _ = (
            gazetteer.record(number),
            gazetteer.by_id(number),
            gazetteer.country_code(number),
        );
    }
    let _ = gazetteer.country("OST");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        ask_everything(&bytes);
        ask_everything(&[b"SAYSOGAZ\x01\0\0\0\x08\0\0\0".as_slice(), &bytes].concat());
    }

    #[test]
    fn a_damaged_gazetteer_never_panics(at in 0usize..170, byte in any::<u8>(), cut in 0usize..200) {
        let mut bytes = small();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        ask_everything(&bytes);
        ask_everything(&bytes[..cut.min(bytes.len())]);
    }

    #[test]
    fn any_name_folds_to_itself(name in any::<String>()) {
        let key = fold(&name);
        prop_assert_eq!(fold(&key), key.clone());
        prop_assert!(!key.starts_with(' ') && !key.ends_with(' '));
    }
}

fn with_lines(lines: &str) -> Result<Knowledge, Defect> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = std::env::temp_dir().join(format!("sayso-places-{}-{number}", std::process::id()));
    std::fs::create_dir_all(dir.join("places")).unwrap();
    std::fs::write(dir.join("places/places.tsv"), lines).unwrap();
    let knowledge = Knowledge::with_dir(&dir);
    std::fs::remove_dir_all(&dir).unwrap();
    knowledge
}

#[test]
fn a_users_place_is_the_only_one_of_its_name() {
    let knowledge = with_lines("Camp Alder\tParis|Alder\tMIL\tUSA\tOhio\t40.1\t-83.2\t-\t-\n").unwrap();
    for name in ["paris", "camp alder"] {
        let places: Vec<_> = knowledge.places.named(name).collect();
        assert_eq!(places.len(), 1);
        assert_eq!(
            (places[0].name, places[0].feature, places[0].country),
            ("Camp Alder", "MIL", Some("USA"))
        );
        let ohio = knowledge.places.place(places[0].in_province.unwrap()).unwrap();
        assert_eq!(ohio.name, "Ohio");
        assert!(places[0].line.unwrap().ends_with("places.tsv:1 Camp Alder"));
    }
}

#[test]
fn a_bad_line_is_told() {
    let told = |line: &str| with_lines(line).unwrap_err().to_string();
    assert!(told("Camp\t-\tMIL\tUSA\t-\t140\t-83\t-\t-\n").contains("places.tsv:1: `140` in the column `latitude`"));
    assert!(told("Camp\t-\tMIL\tUS\t-\t40\t-83\t-\t-\n").contains("`US` is no country code"));
    assert!(told("Camp\t-\tbase\tUSA\t-\t40\t-83\t-\t-\n").contains("no feature code"));
    assert!(told("Camp\t-\tMIL\tUSA\t-\t40\tNaN\t-\t-\n").contains("`longitude`"));
    assert!(told("...\t-\tMIL\tUSA\t-\t40\t-83\t-\t-\n").contains("no letter"));
}
