//! Rows of an invented article, for tests of what is made of rows.

use sayso::schema::{
    Act, Agreement, Ambit, Basis, Because, Citation, Date, Dispute, DisputeType, Distancing, Document, Duty, Entity,
    EntityType, Event, EventFactuality, FactValue, Factuality, Figure, FigureKind, Link, LinkKind, Mention,
    MentionForm, Participant, Passage, Provision, ProvisionClass, Quotation, Reading, RowId, RowKind, Span, Stage,
    StageKind, StageStatus, Statement, Voice,
};

/// Statement number `n` of a document, told through `chain` after an unknown publisher.
pub fn statement(n: usize, voice: Voice, chain: &[&str]) -> Statement {
    let span = Span::new(10 * n, 10 * n + 9);
    let publisher = Link {
        entity: None,
        kind: LinkKind::Outlet,
        name: None,
        span: None,
    };
    let sources = chain.iter().map(|name| Link {
        entity: None,
        kind: LinkKind::Organisation,
        name: Some((*name).to_owned()),
        span: Some(span),
    });
    let text = format!("that invented fact number {n} took place on the border");
    Statement {
        id: RowId::of("invented", RowKind::Statement, &[span], 0),
        span,
        text: text.clone(),
        voice,
        quotation: Quotation::Indirect,
        chain: std::iter::once(publisher).chain(sources).collect(),
        via: None,
        chain_inferred: Vec::new(),
        cue: Vec::new(),
        content: vec![Passage { span, text }],
        act: if voice == Voice::Author { Act::Assert } else { Act::Say },
        factuality: Factuality {
            source: (voice == Voice::Attributed).then_some(FactValue::CertainPlus),
            author: if voice == Voice::Author {
                FactValue::CertainPlus
            } else {
                FactValue::Unknown
            },
        },
        distancing: if voice == Voice::Author {
            Distancing::None
        } else {
            Distancing::Neutral
        },
        within: None,
        repeats: None,
        said_on: None,
        because: Because::default(),
    }
}

/// Entity number `n` of a document, mentioned once.
pub fn entity(n: usize, name: &str) -> Entity {
    let span = Span::new(10 * n, 10 * n + 9);
    Entity {
        id: RowId::of("invented", RowKind::Entity, &[span], 0),
        name: name.to_owned(),
        kind: EntityType::Person,
        country: None,
        sectors: Vec::new(),
        anonymous: false,
        ids: Default::default(),
        mentions: vec![Mention {
            span,
            text: name.to_owned(),
            form: MentionForm::Name,
            metonym: false,
        }],
        because: Because::default(),
    }
}

/// An event named by `act`, the first such words of `text`.
pub fn event(text: &str, kind: &str, act: &str) -> Event {
    let trigger = passage(text, act);
    Event {
        id: RowId::of("invented", RowKind::Event, &[trigger.span], 0),
        span: trigger.span,
        text: trigger.text.clone(),
        kind: kind.to_owned(),
        is_a: Vec::new(),
        modes: Vec::new(),
        contexts: Vec::new(),
        quad: 4,
        score: -9.0,
        cameo: None,
        goldstein: None,
        trigger,
        actors: Vec::new(),
        recipients: Vec::new(),
        date: None,
        place: None,
        factuality: EventFactuality::Actual,
        statements: Vec::new(),
        background: false,
        killed: None,
        injured: None,
        size: None,
        links: Vec::new(),
        because: Because::default(),
    }
}

/// Who takes part in one, as the first such words of `text` name them.
pub fn participant(text: &str, words: &str, country: Option<&str>, sectors: &[&str]) -> Participant {
    let passage = passage(text, words);
    Participant {
        entity: None,
        span: passage.span,
        text: passage.text,
        country: country.map(str::to_owned),
        sectors: sectors.iter().map(|sector| (*sector).to_owned()).collect(),
        inferred: false,
    }
}

/// A count of persons told by `words` of `text`, exact where `value` is given.
pub fn figure(text: &str, words: &str, value: Option<f64>) -> Figure {
    let passage = passage(text, words);
    Figure {
        id: RowId::of("invented", RowKind::Figure, &[passage.span], 0),
        span: passage.span,
        text: passage.text,
        kind: FigureKind::Count,
        value,
        low: value,
        high: value,
        approximator: None,
        unit: Some("persons".to_owned()),
        as_written: None,
        per: None,
        of: None,
        measure: None,
        actor: None,
        place: None,
        period: None,
        statement: None,
        because: Because::default(),
    }
}

/// An agreement that `text` calls by these names.
pub fn agreement(text: &str, names: &[&str]) -> Agreement {
    let names: Vec<Passage> = names.iter().map(|name| passage(text, name)).collect();
    let first = names.first().cloned().expect("it has a name");
    Agreement {
        id: RowId::of("invented", RowKind::Agreement, &[first.span], 0),
        span: first.span,
        text: first.text,
        names,
        registered: None,
        instrument: None,
        ambit: None,
        parties: Vec::new(),
        supersedes: None,
        stages: Vec::new(),
        provisions: Vec::new(),
        because: Because::default(),
    }
}

/// A step that was taken, as `words` of `text` tell.
pub fn stage(text: &str, kind: StageKind, words: &str, statement: &Statement) -> Stage {
    let trigger = passage(text, words);
    Stage {
        id: RowId::of("invented", RowKind::Stage, &[trigger.span], 0),
        span: trigger.span,
        text: trigger.text.clone(),
        trigger,
        stage: kind,
        told_as: None,
        status: StageStatus::Done,
        party: None,
        date: None,
        place: None,
        by: None,
        to: None,
        statement: statement.id.clone(),
        because: Because::default(),
    }
}

/// What an agreement provides in `words` of `text`.
pub fn provision(text: &str, class: ProvisionClass, words: &str, statement: &Statement) -> Provision {
    let passage = passage(text, words);
    Provision {
        id: RowId::of("invented", RowKind::Provision, &[passage.span], 0),
        span: passage.span,
        text: passage.text,
        class,
        duty: None,
        bearers: Vec::new(),
        trigger: None,
        scope: None,
        conditions: Vec::new(),
        qualifier: None,
        citations: Vec::new(),
        statement: statement.id.clone(),
        because: Because::default(),
    }
}

/// The first place where `words` stand in `text`.
pub fn passage(text: &str, words: &str) -> Passage {
    let byte = text.find(words).expect("the words stand in the text");
    let start = text.get(..byte).map_or(0, |before| before.chars().count());
    Passage {
        span: Span::new(start, start + words.chars().count()),
        text: words.to_owned(),
    }
}

/// An invented article of an invented treaty.
pub const TREATY: &str = "Syldavia and Borduria signed a border treaty on 3 October in Klow. Parliament will vote on the pact, \
                    Radio Szohôd said: a signed pact: under it both must help at once if attacked, as the Charter says.";

/// A day that the text tells.
pub fn day(value: &str) -> Option<Date> {
    Some(Date {
        value: Some(value.to_owned()),
        not_before: None,
        not_after: None,
        basis: Basis::InText,
        expression: None,
    })
}

/// An article with a treaty that is signed, told twice, and to be voted on.
pub fn border_treaty() -> Reading {
    let mut reading = Reading::of(Document::new("border.txt", TREATY));
    let mut syldavia = entity(1, "Syldavia");
    syldavia.country = Some("SYL".to_owned());
    let borduria = entity(2, "Borduria");
    let parliament = entity(3, "Parliament");
    let told = statement(1, Voice::Author, &[]);
    let radio = statement(2, Voice::Attributed, &["Radio Szohôd"]);

    let mut signed = stage(TREATY, StageKind::Signed, "signed", &told);
    signed.date = day("2030-10-03");
    signed.place = Some(passage(TREATY, "Klow"));
    let mut again = stage(TREATY, StageKind::Signed, "a signed pact", &radio);
    again.date = day("2030-10-03");
    let mut vote = stage(TREATY, StageKind::ChamberAdopted, "vote", &radio);
    vote.status = StageStatus::Announced;
    vote.party = Some(syldavia.id.clone());
    vote.by = Some(parliament.id.clone());
    vote.told_as = Some(StageKind::Ratified);
    let mut help = provision(TREATY, ProvisionClass::Defense, "must help at once if attacked", &radio);
    help.duty = Some(Duty::Must);
    help.bearers = vec![syldavia.id.clone(), borduria.id.clone()];
    help.trigger = Some(passage(TREATY, "if attacked"));
    help.qualifier = Some(passage(TREATY, "at once"));
    help.citations = vec![Citation {
        passage: passage(TREATY, "the Charter"),
        instrument: Some("Charter of the United Nations".to_owned()),
        article: Some("51".to_owned()),
        relation: Some("as".to_owned()),
    }];
    let mut treaty = agreement(TREATY, &["border treaty", "pact"]);
    treaty.instrument = Some("treaty".to_owned());
    treaty.ambit = Some(Ambit::Bilateral);
    treaty.parties = vec![syldavia.id.clone(), borduria.id.clone()];
    treaty.stages = vec![vote.clone(), signed, again];
    treaty.provisions = vec![help];
    reading.disputes = vec![Dispute {
        id: RowId::of("invented", RowKind::Dispute, &[vote.span], 0),
        span: vote.span,
        text: vote.text.clone(),
        kind: DisputeType::OverstatedStage,
        rows: vec![vote.id.clone()],
        comparison: None,
        differs_on: Vec::new(),
        ratio: None,
        sentence: "It is called ratified, but only a vote is told.".to_owned(),
        because: Default::default(),
    }];
    reading.entities = vec![syldavia, borduria, parliament];
    reading.statements = vec![told, radio];
    reading.agreements = vec![treaty];
    reading
}
