//! The claim model that stands in the repository, against what the published network says in floating point.

use std::path::Path;

use sayso_language::{ClaimEncoder, Embedding};

fn encoder() -> ClaimEncoder {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/claims/sayso-claims.safetensors");
    ClaimEncoder::open(&file).expect("the repository has a claim model")
}

/// From `training/claims.py`'s `embed`, which is the network as published.
#[test]
fn closeness_is_that_of_the_published_network() {
    let pairs = [
        (
            "North Korea has sent troops to Russia",
            "Pyongyang dispatched soldiers to fight alongside Moscow's army",
            0.6521,
        ),
        (
            "North Korea has sent troops to Russia",
            "North Korea has not sent any troops to Russia",
            0.8623,
        ),
        (
            "The two sides signed a ceasefire on Friday",
            "A truce was agreed by both parties at the end of the week",
            0.5978,
        ),
        (
            "at least 40 people were killed in the attack",
            "the blast left more than 300 dead",
            0.5298,
        ),
        (
            "inflation would fall to 3 percent next year",
            "the president will visit Paris in June",
            0.0241,
        ),
        (
            "Brussels’s “Iron Fist” plan can’t succeed",
            "the plan that Brussels calls its Iron Fist cannot work",
            0.9137,
        ),
    ];
    let mut encoder = encoder();
    assert_eq!(encoder.name(), "sayso-claims 1");
    for (a, b, published) in pairs {
        let [x, y]: [Embedding; 2] = encoder.embed(&[a, b]).try_into().expect("two go in, two come out");
        let closeness = x.closeness(&y);
        assert!(
            (closeness - published).abs() < 0.03,
            "{a} / {b}: {closeness}, not {published}"
        );
    }
}

#[test]
fn hostile_texts_are_embedded_like_others() {
    let long = "a".repeat(1 << 20);
    let many = "\u{202e}\u{0}(".repeat(1 << 16);
    let texts = [
        "",
        " \n\t ",
        &long,
        &many,
        "\u{10ffff}\u{301}\u{301}",
        "[CLS] [SEP] [UNK] ##s",
        "北朝鮮は軍隊を派遣した",
        "🙂🙂",
    ];
    let mut encoder = encoder();
    let together = encoder.embed(&texts);
    let alone: Vec<Embedding> = texts.iter().rev().flat_map(|text| encoder.embed(&[text])).collect();
    assert!(together.iter().eq(alone.iter().rev()));
    let kept: Vec<Embedding> = together
        .iter()
        .map(|embedding| Embedding::from_bytes(&embedding.to_bytes()).expect("what was kept comes back"))
        .collect();
    assert_eq!(kept, together);
}
