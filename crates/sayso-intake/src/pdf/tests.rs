use std::io::Write;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// A PDF of numbered objects, with a table of where they stand.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R /Info 2 0 R >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    bytes
}

fn stream(dictionary: &str, content: &str) -> String {
    format!(
        "<< {dictionary} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// One page for each content.
fn pages(title: &str, contents: &[&str], resources: &str, more: &[String]) -> Vec<u8> {
    let first_page = 5 + more.len();
    let kids: Vec<String> = (0..contents.len())
        .map(|at| format!("{} 0 R", first_page + 2 * at))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 3 0 R /Lang (en-GB) >>".to_owned(),
        format!("<< /Title ({title}) /CreationDate (D:20240101) >>"),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    objects.extend_from_slice(more);
    for (at, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /F 4 0 R >> {resources} >> >>",
            first_page + 2 * at + 1
        ));
        objects.push(stream("", content));
    }
    pdf(&objects)
}

fn read_all(bytes: &[u8]) -> Result<Paper, IntakeError> {
    paper(&Place::file("a.pdf"), bytes, &Limits::default())
}

#[test]
fn lines_become_paragraphs() {
    let content = "BT /F 20 Tf 72 720 Td (Harbour reopens) Tj ET BT /F 10 Tf 12 TL 72 690 Td \
        (The harbour at Port Ellery re-) Tj T* (opened on Monday, offi) Tj (cials said after) Tj T* \
        [(eleven days o) 20 (f) -260 (repairs.)] TJ T* 10 0 Td (Two ferries left at noon and they) Tj T* -10 0 Td (came back.) Tj ET \
        BT /F 10 Tf 1 0 0 1 72 600 Tm (Caf\\351s opened) Tj 1 0 0 1 160 600 Tm (too.) Tj ET";
    let paper = read_all(&pages("Harbour reopens", &[content], "", &[])).expect("a PDF");
    assert_eq!(
        paper.text.split("\n\n").collect::<Vec<_>>(),
        [
            "Harbour reopens",
            "The harbour at Port Ellery reopened on Monday, officials said after eleven days of repairs.",
            "Two ferries left at noon and they came back.",
            "Cafés opened too."
        ]
    );
    assert_eq!(paper.title.as_deref(), Some("Harbour reopens"));
    assert_eq!(paper.language.as_deref(), Some("en-GB"));
}

#[test]
fn running_lines_go_and_sentences_cross_pages() {
    let contents: Vec<String> = ["One man was", "seen, and then", "he left."]
        .iter()
        .enumerate()
        .map(|(at, text)| {
            format!(
                "BT /F 10 Tf 72 760 Td (Ellery Post 1{at}) Tj 0 -40 Td ({text}) Tj 0 -600 Td ({}) Tj ET",
                at + 1
            )
        })
        .collect();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let paper = read_all(&pages("report-final.docx", &contents, "", &[])).expect("a PDF");
    assert_eq!(paper.text, "One man was seen, and then he left.");
    assert_eq!(paper.title, None, "the name of a file is no title");
}

#[test]
fn drawings_inside_are_read_and_cycles_end() {
    let inside = stream(
        "/Type /XObject /Subtype /Form /Resources << /Font << /F 4 0 R >> /XObject << /X 5 0 R >> >>",
        "BT /F 10 Tf 72 700 Td (It did.) Tj ET /X Do /X Do",
    );
    let paper = read_all(&pages("A", &["/X Do"], "/XObject << /X 5 0 R >>", &[inside])).expect("a PDF");
    assert!(paper.text.starts_with("It did."), "{}", paper.text);
}

#[test]
fn unicode_tables_say_what_codes_mean() {
    let table = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n\
        1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n3 beginbfchar\n<0001> <004B>\n<0002> <0079>\n<0003> <FB01>\n\
        endbfchar\nendcmap end end";
    let more = [
        "<< /Type /Font /Subtype /Type0 /BaseFont /B /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /DW 600 /W [1 [700] 2 3 500] >>] >>".to_owned(),
        stream("", table),
    ];
    let content = "BT /G 10 Tf 72 700 Td [<00010002> -300 <0003>] TJ ET";
    let mut bytes = pages("A", &[content], "", &more);
    let swap = |bytes: &mut Vec<u8>, from: &[u8], to: &[u8]| {
        let at = bytes
            .windows(from.len())
            .rposition(|window| window == from)
            .expect("there");
        bytes.splice(at..at + from.len(), to.iter().copied());
    };
    swap(&mut bytes, b"/F 4 0 R", b"/G 5 0 R");
    assert_eq!(read_all(&bytes).expect("a PDF").text, "Ky fi");
    // Without its table nobody can know what the codes mean.
    swap(&mut bytes, b"/ToUnicode", b"/NoUnicode");
    assert!(matches!(read_all(&bytes), Err(IntakeError::PdfWithoutText { .. })));
}

#[test]
fn hostile_files_end_soon_and_clearly() {
    let start = Instant::now();
    let quick = |what: &str| {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{what}: {:?}",
            start.elapsed()
        )
    };
    let scanned = pages("A", &["q Q"], "", &[]);
    assert!(matches!(read_all(&scanned), Err(IntakeError::PdfWithoutText { .. })));
    for broken in [
        b"".as_slice(),
        b"%PDF-1.7",
        b"%PDF-1.7\nstartxref\n9999999999\n%%EOF",
        scanned.get(..300).expect("longer"),
    ] {
        assert!(read_all(broken).is_err());
    }
    let deep = format!("BT /F 10 Tf {}(x)", "[".repeat(200_000));
    let nested = format!("BT /F 10 Tf ({}x{}) Tj ET", "(".repeat(50_000), ")".repeat(50_000));
    let dictionary = "<< /A ".repeat(100_000);
    for content in [&deep, &nested, &dictionary] {
        let _ = read_all(&pages("A", &[content], "", &[]));
        let _ = read_all(&pages("A", &["q"], "", std::slice::from_ref(content)));
    }
    quick("deep");
    // Pages that unpack to gigabytes together.
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&b"q Q ".repeat(8 << 20)).expect("memory");
    let bomb: String = encoder
        .finish()
        .expect("memory")
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let bomb = stream("/Filter [/ASCIIHexDecode /FlateDecode]", &format!("{bomb}>"));
    let kids: Vec<String> = (5..45).map(|number| format!("{number} 0 R")).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 3 0 R >>".to_owned(),
        "<< >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count 40 >>", kids.join(" ")),
        bomb,
    ];
    objects.extend((0..40).map(|_| "<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>".to_owned()));
    let objects = pdf(&objects);
    let error = read_all(&objects).expect_err("a bomb");
    assert!(error.to_string().contains("3 million drawing orders"), "{error}");
    quick("bomb");
    let streams = "/Type /Obj#53tm ".repeat(3000);
    let error = read_all(&pages("A", &["q"], "", &[format!("<< {streams} >>")])).expect_err("a bomb");
    assert!(error.to_string().contains("3000 streams"), "{error}");
    quick("streams");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..60), at in 0usize..900) {
        let _ = read_all(&bytes);
        let mut file = pages("A", &["BT /F 10 Tf 72 700 Td (It did.) Tj ET"], "", &[]);
        let at = at.min(file.len());
        let to = (at + bytes.len() / 2).min(file.len());
        file.splice(at..to, bytes);
        if let Ok(paper) = read_all(&file) {
            prop_assert!(!paper.text.is_empty());
        }
    }
}
