//! Small dictionaries in each dialect, and texts that are none.

use proptest::prelude::*;

use super::*;
use crate::entities::EntityLexicon;

fn file<'i>(import: &'i Import, path: &str) -> Vec<&'i str> {
    let found = import.files.iter().find(|(name, ..)| *name == path);
    found.map_or(Vec::new(), |(_, text, _)| {
        text.lines().filter(|line| !line.starts_with('#')).collect()
    })
}

fn told(text: &str) -> Vec<String> {
    import(&[("d.txt", text)])
        .unwrap()
        .problems
        .iter()
        .map(Problem::to_string)
        .collect()
}

const PETRARCH_ACTORS: &str = "<!-- A small dictionary -->
<!--
over lines -->
SYLDAVIA_  [SRB]
+SYLDAVIAN_  # its people
+KINGDOM_OF_SYLDAVIA
ANA_TORV_  ; made up
+A._TORV
\t[NOROPP <20051017]
\t[NORGOV 20051017-20130903] # in office
HARBOUR_FRONT [NORREBHFR]
AL-MADRA_LEAGUE [IGOUNO]
WORLD_NEWS_GUILD [NGM]
GREY_WIZARDS [---]
OLD_EMPIRE [ZZZ]
TWO_KINGDOMS [NOR/SWE]
";

#[test]
fn actors_have_names_codes_and_days() {
    let import = import(&[("a.actors.txt", PETRARCH_ACTORS)]).unwrap();
    assert_eq!(
        file(&import, "entities/actors.tsv"),
        [
            "Syldavia\tSyldavian|Kingdom of Syldavia|Kingdom Of Syldavia\tSRB\t-\t-\t-",
            "Ana Torv\tA. Torv\tNOR\tOPP\t-\t2005-10-17",
            "Ana Torv\t-\tNOR\tGOV\t2005-10-17\t2013-09-03",
            "Harbour Front\t-\tNOR\tREB\t-\t-",
            "Al-Madra League\tal-Madra League\tUNO\t-\t-\t-",
            "World News Guild\t-\tNGO\tJRN\t-\t-",
        ]
    );
    let left: Vec<_> = import.left_out.iter().map(|out| (out.line, out.partly)).collect();
    assert_eq!(left, [(11, true), (14, false), (15, false), (16, false)]);
    assert!(import.problems.is_empty(), "{:?}", import.problems);
}

#[test]
fn what_is_written_is_knowledge_that_loads() {
    let import = import(&[("a.actors.txt", PETRARCH_ACTORS), ("b.agents.txt", AGENTS)]).unwrap();
    let dir = std::env::temp_dir().join(format!("sayso-dictionary-{}", std::process::id()));
    for (path, text, _) in &import.files {
        std::fs::create_dir_all(dir.join(path).parent().unwrap()).unwrap();
        std::fs::write(dir.join(path), text).unwrap();
    }
    let knowledge = crate::Knowledge::with_dir(&dir);
    std::fs::remove_dir_all(&dir).unwrap();
    let entities: EntityLexicon = knowledge.unwrap().entities;
    assert_eq!(entities.name("Harbour Front")[0].sectors, ["REB"]);
    assert_eq!(entities.source("net mender").unwrap().sectors, ["AGR"]);
}

const AGENTS: &str = "!PERSON! = MAN, MEN, WOMAN
NET_MENDER [~AGR]
LIGHTHOUSE!PERSON! [~GOV]
THIEF {THIEVES} [~CRM]
RIOT_POLICE {} [~COP]
BROADCASTER_ [~MED]
CHAMBER_OF_COMMERCE {CHAMBERS_OF_COMMERCE} [~BUS]
HERBALIST [~HLHXYZ]
";

#[test]
fn agents_have_sectors_and_sets_their_members() {
    let import = import(&[("b.agents", AGENTS)]).unwrap();
    assert_eq!(
        file(&import, "entities/sources.tsv"),
        [
            "net mender\tPERSON\tAGR",
            "lighthouseman\tPERSON\tGOV",
            "lighthousemen\tPERSON\tGOV",
            "lighthousewoman\tPERSON\tGOV",
            "thief\tPERSON\tCRM",
            "thieves\tPERSON\tCRM",
            "riot police\tORG\tCOP",
            "broadcaster\tORG\tJRN",
            "herbalist\tPERSON\tMED",
        ]
    );
    assert_eq!(
        import.left_out.iter().filter(|out| !out.partly).count(),
        2,
        "{:?}",
        import.left_out
    );
}

const PETRARCH_VERBS: &str = "&AID
+RELIEF
+FOOD_AID

--- HAND [---] ---
HAND {HANDED}
+HAND_OVER
- * &AID (TO +) [073]   # given
- SAID WOULD * AID [033]
- * {OLD WEAPONS} [072]
- % * TALKS [031:031]
- &AID * (BY $) [042:043]

--- ATTACK [190] ---
ATTACK
RE_+ATTACK
- + WAS * (BY $) [182]
- * OUT [190]
- * (WITH STONES) [182]
- * (TO KILL) [138]
- * $ [190]
- *_IN_THE_NIGHT [194]
";

#[test]
fn patterns_are_conditions_on_places() {
    let import = import(&[("c.verbs.txt", PETRARCH_VERBS)]).unwrap();
    let rows = file(&import, "events/triggers.tsv");
    for row in [
        "hand\tverb\tobj=relief|aid\tAID\t-\t073\tsubj\tto",
        "hand over\tverb\tobj=weapon\tAID\t-\t072\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "hand\tverb\tobj=talk\tAGREE\t-\t031\tsubj\twith",
        "hand\tverb\tsubj=relief|aid\tCONSULT\tvisit\t042\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "hand\tverb\t-\tnone\t-\t-\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "attack\tverb\t-\tASSAULT\tbeat\t182\tsubj\tobj",
        "attack out\tverb\t-\tASSAULT\t-\t190\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "attack\tverb\twith=stone\tASSAULT\tbeat\t182\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "attack\tverb\tin=night\tASSAULT\theavy-weapons\t194\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "attack\tverb\tto=kill\tTHREATEN\tviolence\t138\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "attack\tverb\tcomp=kill\tTHREATEN\tviolence\t138\tsubj\tobj|iobj|against|with|to|on|at|from|for",
        "attack\tverb\t-\tASSAULT\t-\t190\tsubj\tobj|iobj|against|with|to|on|at|from|for",
    ] {
        assert!(rows.contains(&row), "{row} not in {rows:#?}");
    }
    let left: Vec<_> = import.left_out.iter().map(|out| (out.line, out.partly)).collect();
    assert_eq!(
        left,
        [(9, false), (10, true), (12, true), (16, false), (21, false)],
        "{:#?}",
        import.left_out
    );
}

#[test]
fn tabari_has_verbs_with_their_patterns() {
    let import = import(&[(
        "d.verbs",
        "ACCUS  [112] ;jw 1991\n- *_OF_ SPYING [1125] ;x\n- + { WAS | WERE } * BY_ $ [112]\nABIDE_ [---]\n- NOT * [120]\n",
    )])
    .unwrap();
    let rows = file(&import, "events/triggers.tsv");
    assert!(
        rows[0].starts_with("accuse\tverb\tof=spying\tACCUSE\tallege\t1125\tsubj\t"),
        "{rows:#?}"
    );
    assert_eq!(rows[1], "accuse\tverb\t-\tACCUSE\tallege\t112\tsubj\tobj");
    assert!(rows[3].starts_with("abide\tverb\t-\tnone\t-\t-\t"), "{rows:#?}");
    assert_eq!(import.left_out.len(), 1);
}

#[test]
fn a_malformed_line_is_told_with_its_column() {
    assert_eq!(
        told("ANA_TORV [NORGOV\n"),
        ["d.txt:1:17: expected `]` to close the code"]
    );
    assert_eq!(
        told("ANA [NORGOV <20051399]\n"),
        ["d.txt:1:12: expected a day as YYMMDD or YYYYMMDD"]
    );
    assert!(told("ANA [NORGOV 20100101-20090101]\n")[0].contains("no later than the last"));
    assert!(told("+TORV\nANA [NOR]\n")[0].starts_with("d.txt:1:1: expected a name"));
    assert!(told("ANA\nBEA [NOR]\n")[0].starts_with("d.txt:1:4: expected a code in brackets"));
    assert!(told("TAILOR [~BUS]\nSMITH [~BUS}\n")[0].starts_with("d.txt:2:13: expected `]`"));
    assert!(told("TAIL!PERSON! [~BUS]\n")[0].starts_with("d.txt:1:6: expected a set that is defined"));
    assert!(told("--- GIVE [070\nGIVE\n")[0].contains("expected `---` to close the head"));
    assert!(told("--- GIVE [070] ---\nGIVE\n- * &GIFT [070]\n")[0].starts_with("d.txt:3:5: expected a set"));
    assert!(told("--- GIVE [070] ---\nGIVE\n- * {OLD [070]\n")[0].starts_with("d.txt:3:5: expected a bracket"));
    assert!(told("--- GIVE [070] ---\nGIVE\n- MONEY [070]\n")[0].contains("one `*` for the verb"));
    assert!(told("<!-- never closed\nANA [NOR]\n")[0].starts_with("d.txt:1:1: expected `-->`"));
}

#[test]
fn sets_that_hold_each_other_end() {
    let text = "&A\n+&B\n\n&B\n+&A\n+CAKE\n\n--- EAT [070] ---\nEAT\n- * &A [073]\n";
    let import = import(&[("d.txt", text)]).unwrap();
    assert!(file(&import, "events/triggers.tsv")[0].contains("obj=cake"));
}

proptest! {
    #[test]
    fn any_text_is_read_and_what_comes_of_it_are_tables(
        lines in proptest::collection::vec("[-+&*~!#;<>{}()\\[\\]$%^_=|:A-Z0-9 \\té]{0,24}", 0..24),
    ) {
        let text = lines.join("\n");
        let import = import(&[("d.txt", &text)]).unwrap();
        for (path, text, _) in &import.files {
            crate::Table::parse(path, text, &[]).unwrap();
        }
        for problem in &import.problems {
            prop_assert!(problem.line >= 1 && problem.column >= 1);
        }
    }

    #[test]
    fn any_pattern_of_a_verb_is_read(body in "[*$+^%&{}()|_A-Z ]{0,40}", code in "[0-9:+#!-]{0,6}") {
        let text = format!("&AB\n+CD\n\n--- GO [042] ---\nGO\n- {body} [{code}]\n");
        let import = import(&[("d.txt", &text)]).unwrap();
        for (path, text, _) in &import.files {
            crate::Table::parse(path, text, &[]).unwrap();
        }
    }
}
