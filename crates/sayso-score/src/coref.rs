//! Scores which mentions mean the same as the CoNLL 2011 and 2012 shared tasks did, with the definitions of their
//! reference scorer (Pradhan et al. 2014, "Scoring Coreference Partitions of Predicted Mentions: A Reference
//! Implementation"), on UD English GUM.
//!
//! - **MUC** (Vilain et al. 1995) counts links: of the n - 1 links of a cluster, those that survive where the other
//!   side's clusters cut it.
//! - **B³** (Bagga and Baldwin 1998) looks from each mention: what part of its cluster its cluster on the other side has.
//! - **CEAF-e** (Luo 2005, φ4) aligns clusters one to one, the best way that there is, and sums up how alike they are.
//! - **`conll_f1`** is the mean of their F1. It and the figures of the three leave clusters of a single mention out on
//!   both sides, as OntoNotes does, which has none. **`conll_f1_with_singletons`** leaves them in: GUM marks them.
//! - **`conll_f1_persons_organisations_places`** is `conll_f1` with only the clusters of these types on both sides, each
//!   side by its own types; a gold cluster has the type of its first mention.
//! - **Mentions** are right if both ends are, whatever their cluster; singletons count.
//!
//! All runs from raw text: a document is put together [as for trees](crate::ud::documents), and mentions are compared
//! by their characters. A mention that a side has twice counts where it comes first, as in the reference scorer. All of
//! GUM's groups count as they stand, appositions and predicates too, which OntoNotes leaves out. [`clusters`] cuts what
//! sayso finds as GUM does; the ledger's entities are fewer, since it only keeps those that can act or be spoken of by
//! name, and their mentions are shorter.

mod alignment;
mod gum;
mod metrics;
mod phrases;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use sayso_language::conllu;
use sayso_schema::Span;
use serde::Serialize;

pub use phrases::clusters;

use crate::error::ScoreError;
use crate::tally::Tally;
use crate::ud;
use metrics::Measures;

/// Mentions that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// Where they stand, in characters of the document's text.
    pub mentions: Vec<Span>,
    /// Whether what they mean is a person, an organisation or a place.
    pub is_person_organisation_or_place: bool,
}

/// A document with its gold clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorefDocument {
    /// Its text.
    pub text: String,
    /// Its clusters, those of a single mention too.
    pub clusters: Vec<Cluster>,
}

/// How well mentions were found and put together, fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the module's head says what each is
pub struct CorefScores {
    pub muc_precision: f64,
    pub muc_recall: f64,
    pub muc_f1: f64,
    pub b_cubed_precision: f64,
    pub b_cubed_recall: f64,
    pub b_cubed_f1: f64,
    pub ceaf_e_precision: f64,
    pub ceaf_e_recall: f64,
    pub ceaf_e_f1: f64,
    pub conll_f1: f64,
    pub conll_f1_with_singletons: f64,
    pub conll_f1_persons_organisations_places: f64,
    pub mention_precision: f64,
    pub mention_recall: f64,
    pub mention_f1: f64,
}

/// Reads a CoNLL-U file with mentions as GUM has them, `Entity=…` in the last column and `# global.Entity = …` in the
/// head. A discontinuous mention reaches from its first word to its last.
///
/// # Errors
/// If the file cannot be read, is not CoNLL-U, brackets of mentions do not match, or no mention is marked.
pub fn read(path: &Path) -> Result<Vec<CorefDocument>, ScoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    parse(&text).map_err(|cause| ScoreError::new(path, cause))
}

fn parse(text: &str) -> Result<Vec<CorefDocument>, String> {
    let sentences = conllu::read(text).map_err(|error| error.to_string())?;
    let mentions = gum::mentions(text)?;
    if mentions.is_empty() {
        return Err("marks no mention: no \"Entity=…\" in the last column".to_owned());
    }
    let treebank = ud::documents(&sentences);
    let mut words: Vec<(usize, Span)> = Vec::new();
    for (index, document) in treebank.iter().enumerate() {
        let tokens = document.sentences.iter().flat_map(|sentence| &sentence.tokens);
        words.extend(tokens.map(|token| (index, token.span)));
    }
    let mut documents: Vec<CorefDocument> = treebank
        .into_iter()
        .map(|document| CorefDocument {
            text: document.text,
            clusters: Vec::new(),
        })
        .collect();
    // Groups are numbered anew in every document.
    let mut cluster_of: HashMap<(usize, &str), usize> = HashMap::new();
    for mention in &mentions {
        let ends = words.get(mention.first).zip(words.get(mention.last));
        let inside = ends.filter(|((first, _), (last, _))| first == last);
        let Some((&(index, first), &(_, last))) = inside else {
            let gum::Mention { group, line, .. } = mention;
            return Err(format!("line {line}: the mention of \"{group}\" leaves its document"));
        };
        let Some(document) = documents.get_mut(index) else {
            continue;
        };
        let place = *cluster_of.entry((index, &mention.group)).or_insert_with(|| {
            document.clusters.push(Cluster {
                mentions: Vec::new(),
                is_person_organisation_or_place: matches!(mention.kind.as_str(), "person" | "organization" | "place"),
            });
            document.clusters.len() - 1
        });
        if let Some(cluster) = document.clusters.get_mut(place) {
            cluster.mentions.push(first.hull(last));
        }
    }
    Ok(documents)
}

/// Scores the clusters that `find` finds in the texts.
pub fn score(gold: &[CorefDocument], mut find: impl FnMut(&str) -> Vec<Cluster>) -> CorefScores {
    let mut mentions = Tally::default();
    let (mut all, mut shared, mut typed) = (Measures::default(), Measures::default(), Measures::default());
    for document in gold {
        let (gold, found) = (distinct(&document.clusters), distinct(&find(&document.text)));
        mentions.add(Tally::of_sets(&spans(&gold), &spans(&found)));
        let add = |measures: &mut Measures, keep: &dyn Fn(&Cluster) -> bool| {
            measures.add(&kept(&gold, keep), &kept(&found, keep));
        };
        let is_shared = |cluster: &Cluster| cluster.mentions.len() > 1;
        add(&mut all, &|_| true);
        add(&mut shared, &is_shared);
        add(&mut typed, &|cluster| {
            is_shared(cluster) && cluster.is_person_organisation_or_place
        });
    }
    CorefScores {
        muc_precision: shared.muc.precision(),
        muc_recall: shared.muc.recall(),
        muc_f1: shared.muc.f1(),
        b_cubed_precision: shared.b_cubed.precision(),
        b_cubed_recall: shared.b_cubed.recall(),
        b_cubed_f1: shared.b_cubed.f1(),
        ceaf_e_precision: shared.ceaf_e.precision(),
        ceaf_e_recall: shared.ceaf_e.recall(),
        ceaf_e_f1: shared.ceaf_e.f1(),
        conll_f1: shared.conll_f1(),
        conll_f1_with_singletons: all.conll_f1(),
        conll_f1_persons_organisations_places: typed.conll_f1(),
        mention_precision: mentions.precision(),
        mention_recall: mentions.recall(),
        mention_f1: mentions.f1(),
    }
}

/// The clusters with each mention only where it comes first; clusters left without any drop out.
fn distinct(clusters: &[Cluster]) -> Vec<Cluster> {
    let mut seen = BTreeSet::new();
    let once = clusters.iter().map(|cluster| Cluster {
        mentions: cluster
            .mentions
            .iter()
            .copied()
            .filter(|mention| seen.insert(*mention))
            .collect(),
        ..*cluster
    });
    once.filter(|cluster| !cluster.mentions.is_empty()).collect()
}

fn spans(clusters: &[Cluster]) -> BTreeSet<Span> {
    clusters.iter().flat_map(|cluster| &cluster.mentions).copied().collect()
}

fn kept<'a>(clusters: &'a [Cluster], keep: &dyn Fn(&Cluster) -> bool) -> Vec<&'a [Span]> {
    let kept = clusters.iter().filter(|cluster| keep(cluster));
    kept.map(|cluster| cluster.mentions.as_slice()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
mod tests {
    use super::*;

    const GOLD: &str = "\
# newdoc id = a
# global.Entity = GRP-etype-infstat
# newpar
1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-new)
2\tsaw\tsee\tVERB\tVBD\t_\t0\troot\t_\t_
3\tOslo\tOslo\tPROPN\tNNP\t_\t2\tobj\t_\tEntity=(2-place-new)|SpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv)
2\ttold\ttell\tVERB\tVBD\t_\t0\troot\t_\t_
3\ther\ther\tPRON\tPRP$\t_\t4\tnmod:poss\t_\tEntity=(3-abstract-new(1-person-giv)
4\tplan\tplan\tNOUN\tNN\t_\t2\tobj\t_\tEntity=3)|SpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newdoc id = b
1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-abstract-new)
2\tfailed\tfail\tVERB\tVBD\t_\t0\troot\t_\t_
3\tthere\tthere\tADV\tRB\t_\t2\tadvmod\t_\t_
4\t,\t,\tPUNCT\t,\t_\t2\tpunct\t_\t_
5\tits\tits\tPRON\tPRP$\t_\t6\tnmod:poss\t_\tEntity=(2-person-new(1-abstract-giv)
6\tmakers\tmaker\tNOUN\tNNS\t_\t2\tdep\t_\tEntity=2)

";

    fn cluster(is_named_kind: bool, spans: &[(usize, usize)]) -> Cluster {
        Cluster {
            mentions: spans.iter().map(|span| Span::from(*span)).collect(),
            is_person_organisation_or_place: is_named_kind,
        }
    }

    #[test]
    fn mentions_become_spans_of_raw_text() {
        let gold = parse(GOLD).unwrap();
        assert_eq!(gold[0].text, "Ana saw Oslo.\n\nShe told her plan.");
        assert_eq!(
            gold[0].clusters,
            [
                cluster(true, &[(0, 3), (15, 18), (24, 27)]),
                cluster(true, &[(8, 12)]),
                cluster(false, &[(24, 32)]),
            ]
        );
        assert_eq!(gold[1].text, "It failed there , its makers");
        // The number 1 means another thing in the second document.
        assert_eq!(
            gold[1].clusters,
            [cluster(false, &[(0, 2), (18, 21)]), cluster(true, &[(18, 28)])]
        );
    }

    #[test]
    fn what_is_right_scores_one() {
        let gold = parse(GOLD).unwrap();
        let mut documents = gold.iter();
        let scores = score(&gold, |text| {
            let document = documents.next().unwrap();
            assert_eq!(document.text, text);
            document.clusters.clone()
        });
        assert_eq!((scores.conll_f1, scores.conll_f1_with_singletons), (1.0, 1.0));
        assert_eq!(
            (scores.conll_f1_persons_organisations_places, scores.mention_f1),
            (1.0, 1.0)
        );
    }

    #[test]
    fn partial_scores() {
        let gold = parse(GOLD).unwrap();
        let scores = score(&gold, |text| {
            if text.starts_with("It") {
                // The makers alone: "its" and the pronoun before are missed.
                return vec![cluster(true, &[(18, 28)])];
            }
            vec![
                // Ana and she, without "her".
                cluster(true, &[(0, 3), (15, 18), (0, 3)]),
                // Oslo, with something that is no mention; "She" came before and does not count again.
                cluster(true, &[(8, 12), (28, 32), (15, 18)]),
            ]
        });
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        // Without singletons gold has Ana (3) and it (2), the system Ana (2) and Oslo (2).
        assert_eq!((scores.muc_precision, scores.muc_recall), (1.0 / 2.0, 1.0 / 3.0));
        assert!(near(scores.muc_f1, 0.4));
        assert!(near(scores.b_cubed_precision, 2.0 / 4.0) && near(scores.b_cubed_recall, 4.0 / 3.0 / 5.0));
        assert!(near(scores.ceaf_e_precision, 0.8 / 2.0) && near(scores.ceaf_e_recall, 0.8 / 2.0));
        let b_cubed = 2.0 * 0.5 * (4.0 / 15.0) / (0.5 + 4.0 / 15.0);
        assert!(near(scores.b_cubed_f1, b_cubed));
        assert!(near(scores.conll_f1, (0.4 + b_cubed + 0.4) / 3.0));
        // Of persons, organisations and places gold keeps Ana alone; MUC 1 of 2 links, B³ 4/3 of 3, CEAF-e 0.8 of 1.
        let b_cubed = 2.0 * 0.5 * (4.0 / 9.0) / (0.5 + 4.0 / 9.0);
        let ceaf_e = 2.0 * 0.4 * 0.8 / (0.4 + 0.8);
        let typed = (0.5 + b_cubed + ceaf_e) / 3.0;
        assert!(near(scores.conll_f1_persons_organisations_places, typed));
        // With singletons: B³ gains Oslo, found with a stranger, and the makers; CEAF-e aligns 0.8, 2/3 and 1.
        let (precision, recall) = ((2.0 + 0.5 + 1.0) / 5.0, (4.0 / 3.0 + 1.0 + 1.0) / 8.0);
        let b_cubed = 2.0 * precision * recall / (precision + recall);
        let aligned = 0.8 + 2.0 / 3.0 + 1.0;
        let ceaf_e = 2.0 * aligned / (3.0 + 5.0);
        assert!(near(scores.conll_f1_with_singletons, (0.4 + b_cubed + ceaf_e) / 3.0));
        // Four of five mentions right, of eight.
        assert_eq!(
            (scores.mention_precision, scores.mention_recall),
            (4.0 / 5.0, 4.0 / 8.0)
        );
    }

    #[test]
    fn nothing_found_is_zero() {
        let scores = score(&parse(GOLD).unwrap(), |_| Vec::new());
        assert_eq!((scores.conll_f1, scores.conll_f1_with_singletons), (0.0, 0.0));
        assert_eq!((scores.ceaf_e_recall, scores.mention_f1), (0.0, 0.0));
    }

    #[test]
    fn faults_name_file_and_line() {
        let path = std::env::temp_dir().join(format!("sayso-score-coref-{}.conllu", std::process::id()));
        let fault = |content: &str| {
            std::fs::write(&path, content).expect("a file");
            read(&path).unwrap_err().to_string()
        };
        let across = fault(&GOLD.replace("(2-place-new)", "(2-place-new").replace(
            "there\tADV\tRB\t_\t2\tadvmod\t_\t_",
            "there\tADV\tRB\t_\t2\tadvmod\t_\tEntity=2)",
        ));
        let unmarked = fault(&GOLD.replace("Entity=", "Other="));
        let broken = fault(&GOLD.replacen("2\tnsubj", "9\tnsubj", 1));
        std::fs::remove_file(&path).expect("removed");
        assert!(
            across.contains("line 6: the mention of \"2\" leaves its document"),
            "{across}"
        );
        assert!(unmarked.contains(".conllu: marks no mention"), "{unmarked}");
        assert!(broken.contains("line 4"), "{broken}");
    }
}
