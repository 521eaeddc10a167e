//! Sentences and words of texts written for these tests.

use proptest::prelude::*;
use sayso_language::{Sentence, segment};

/// The sentences, their words with a space between; parts of one orthographic token with `|` between.
fn cut(text: &str) -> Vec<String> {
    segment(text).iter().map(show).collect()
}

fn show(sentence: &Sentence) -> String {
    let mut shown = String::new();
    for (index, token) in sentence.tokens.iter().enumerate() {
        let joined = sentence
            .multiwords
            .iter()
            .any(|word| word.first < index && index <= word.last);
        if index > 0 {
            shown.push(if joined { '|' } else { ' ' });
        }
        shown.push_str(&token.form);
    }
    shown
}

fn words(text: &str) -> String {
    cut(text).join(" / ")
}

#[test]
fn clitics_leave_their_word() {
    assert_eq!(words("Kyiv's envoy didn't say."), "Kyiv|'s envoy did|n't say .");
    assert_eq!(words("They’ll go; I'd've stayed."), "They|’ll go ; I|'d|'ve stayed .");
    assert_eq!(
        words("We cannot wait, it's gonna rain"),
        "We can|not wait , it|'s gon|na rain"
    );
    assert_eq!(words("the ministers' cars"), "the ministers|' cars");
    assert_eq!(
        words("the 1980's, at 5 o'clock, O'Brien"),
        "the 1980's , at 5 o'clock , O'Brien"
    );
}

#[test]
fn single_quotation_marks_are_not_possessives() {
    assert_eq!(
        words("He spoke of 'bad losers' twice."),
        "He spoke of ' bad losers ' twice ."
    );
    assert_eq!(words("'Tis cold in the '90s"), "'Tis cold in the '90s");
}

#[test]
fn compounds_come_apart_and_prefixes_stay() {
    assert_eq!(words("a long-standing anti-war vow"), "a long - standing anti-war vow");
    assert_eq!(words("the 35-year-old ex-mayor"), "the 35 - year - old ex-mayor");
    assert_eq!(
        words("the Oslo–Bergen line — closed"),
        "the Oslo – Bergen line — closed"
    );
    assert_eq!(words("and/or w/o 1/2"), "and / or w/o 1/2");
}

#[test]
fn numbers_keep_separators_and_lose_units() {
    assert_eq!(words("$5m, US$5 and €1,200.50"), "$ 5 m , US$ 5 and € 1,200.50");
    assert_eq!(words("12.5% of 10km by 5pm"), "12.5 % of 10 km by 5 pm");
    assert_eq!(words("at 7:30 on 2024-06-19, 1-0"), "at 7:30 on 2024-06-19 , 1 - 0");
    assert_eq!(words("the 20th of the 1990s, 3,4"), "the 20th of the 1990s , 3 , 4");
}

#[test]
fn addresses_handles_and_tags_stay_whole() {
    assert_eq!(
        words("(see https://news.example.org/a?b=c,d.) or www.example.com/x."),
        "( see https://news.example.org/a?b=c,d . ) or www.example.com/x ."
    );
    assert_eq!(
        words("Mail ana.b@example.org, ask @ana_b #vote."),
        "Mail ana.b@example.org , ask @ana_b #vote ."
    );
    assert_eq!(
        words("Read example.com and notes.pdf."),
        "Read example.com and notes.pdf ."
    );
    assert_eq!(words("Nice :) he said"), "Nice :) he said");
}

#[test]
fn runs_of_punctuation_stay_together() {
    assert_eq!(
        words("Well... what?! ``No'' -- yes"),
        "Well ... what ?! / `` No '' -- yes"
    );
    assert_eq!(words("AT&T, R&D & [...]"), "AT&T , R&D & [...]");
}

#[test]
fn abbreviations_before_names_end_nothing() {
    assert_eq!(cut("Gen. Ito and Ms. Diaz met Sen. J. K. Moss.").len(), 1);
    assert_eq!(cut("It cost approx. Nine pounds vs. Ten before.").len(), 1);
    assert_eq!(cut("The U.S. Senate met at 3 p.m. Tuesday.").len(), 1);
    assert_eq!(words("See No. 5. No. I won't."), "See No. 5 . / No . / I wo|n't .");
}

#[test]
fn abbreviations_may_end_a_sentence() {
    assert_eq!(
        words("He left the U.S. The war went on."),
        "He left the U.S. / The war went on ."
    );
    assert_eq!(
        words("It bought Acme Inc. It paid cash."),
        "It bought Acme Inc . / It paid cash ."
    );
    assert_eq!(words("Iron, coal, etc."), "Iron , coal , etc .");
    assert_eq!(
        words("They chose plan B. The others left."),
        "They chose plan B . / The others left ."
    );
}

#[test]
fn quotations_close_with_their_sentence() {
    assert_eq!(
        cut("\"We won. We are glad,\" she said. \"All of us.\" Then she left."),
        [
            "\" We won .",
            "We are glad , \" she said .",
            "\" All of us . \"",
            "Then she left ."
        ]
    );
    assert_eq!(cut("“Stop!” he said. (They stopped.) Nobody fell.").len(), 3);
    assert_eq!(cut("\"Why now?\" Ms. Diaz asked.").len(), 1);
    assert_eq!(cut("\"Why now?\" The room fell silent.").len(), 2);
    assert_eq!(cut("It fell.[12][13] It rose.").len(), 2);
}

#[test]
fn lists_and_colons_end_nothing() {
    assert_eq!(cut("1. The tax falls.\n2. The wage rises.").len(), 2);
    assert_eq!(cut("He named three: Oslo, Bergen; Bodo.").len(), 1);
}

#[test]
fn headlines_datelines_and_paragraphs() {
    let text = "Envoys meet in Oslo\n\nOSLO, Norway (AP) — Envoys met on Jan. 5 in Oslo. They left on Sunday.";
    let sentences = cut(text);
    assert_eq!(sentences[0], "Envoys meet in Oslo");
    assert_eq!(sentences[1], "OSLO , Norway ( AP ) — Envoys met on Jan. 5 in Oslo .");
    assert_eq!(sentences.len(), 3);
}

#[test]
fn other_scripts_and_pictures() {
    assert_eq!(words("他走了。她来了！"), "他走了 。 / 她来了 ！");
    assert_eq!(words("قال الوزير إنه سيعود."), "قال الوزير إنه سيعود .");
    assert_eq!(words("Won 🎉👍🏽 👩‍👧 🇳🇴!"), "Won 🎉 👍🏽 👩‍👧 🇳🇴 !");
    assert_eq!(
        words("\u{feff}Cafe\u{301} \u{200b}no\u{ad}on\u{0}."),
        "Cafe\u{301} no\u{ad}on ."
    );
}

#[test]
fn no_sentence_is_endless() {
    let text = "and then, as they say, we went on ".repeat(400);
    let sentences = segment(&text);
    assert!(sentences.len() > 15);
    assert!(sentences.iter().all(|sentence| sentence.tokens.len() <= 160));
    assert!(
        sentences[..sentences.len() - 1]
            .iter()
            .all(|s| s.tokens.last().is_some_and(|t| t.form == ","))
    );
    let clitics = segment(&"it's ".repeat(1000));
    assert!(
        clitics.iter().all(|s| s.tokens[0].form == "it"),
        "a forced break parts no token"
    );
}

#[test]
fn nothing_in_nothing() {
    assert!(segment("").is_empty());
    assert!(segment(" \n\t\r\n\u{0}\u{200b} ").is_empty());
}

/// What holds for every text.
fn check(text: &str) {
    let chars: Vec<char> = text.chars().collect();
    let mut covered = vec![false; chars.len()];
    let mut end = 0;
    for sentence in segment(text) {
        assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= 160);
        assert_eq!(sentence.span.start, sentence.tokens[0].span.start);
        assert_eq!(sentence.span.end, sentence.tokens[sentence.tokens.len() - 1].span.end);
        for token in &sentence.tokens {
            let span = token.span;
            assert!(span.start >= end && span.start < span.end, "{span:?} after {end}");
            end = span.end;
            assert_eq!(token.form, chars[span.start..span.end].iter().collect::<String>());
            covered[span.start..span.end].fill(true);
        }
        for word in &sentence.multiwords {
            assert!(word.first < word.last && word.last < sentence.tokens.len());
            let touching = sentence.tokens[word.first..=word.last]
                .windows(2)
                .all(|pair| pair[0].span.end == pair[1].span.start);
            assert!(touching, "{}", show(&sentence));
        }
        assert!(sentence.multiwords.windows(2).all(|pair| pair[0].last < pair[1].first));
    }
    for (c, covered) in chars.iter().zip(covered) {
        let invisible = matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert_eq!(covered, !(c.is_whitespace() || c.is_control() || invisible), "{c:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_cut_without_loss(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn text_like_news_is_cut_without_loss(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "U.S.", "etc.", "No.", "J.", "Inc.", "it's", "n't", "don't", "'", "’s", "\"", "”", "(", ")", "]", "[", ".", "..",
                "…", "?!", "-", "--", "—", "co-", "pre", "$", "US$", "5m", "1,000", "3.5", "10-20-30", "/", "@", "a@b.co",
                "#tag", "http://x.y/(z)", "www.", "e.g", ":)", "&", "*", "\n", "\n\n", "\r\n", " ", " ", " ", "The", "said",
                "he", "🎉", "👍🏽", "\u{200d}", "\u{301}", "。", "中文", "x.doc", "dont", "`", "``", "''", "'70s", "[12]", "\u{200b}",
            ]),
            0..60,
        )
    ) {
        check(&parts.concat());
    }
}

#[test]
fn long_hostile_lines_take_linear_time() {
    let pieces = [
        "a.",
        "A.b-",
        "1-",
        "(",
        "\"",
        "'",
        "etc. The ",
        "@a",
        "a@",
        "[.",
        "!a",
        "🇳",
        ".",
        "x'",
        "http://",
        "\u{301}",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let begun = std::time::Instant::now();
        check(&text);
        // A second is a hundred times what it takes; quadratic time would be minutes.
        assert!(begun.elapsed().as_secs() < 20, "{piece:?} took {:?}", begun.elapsed());
    }
}
