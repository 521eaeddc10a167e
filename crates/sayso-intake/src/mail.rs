//! Mail messages (`.eml`, RFC 5322 and MIME) by the `mailparse` crate: newsletters, press releases, alerts.

use std::panic::{self, AssertUnwindSafe};

use encoding_rs::Encoding;
use mailparse::{DispositionType, MailAddr, MailHeaderMap, ParsedMail};

use crate::decode;
use crate::error::{IntakeError, Place};
use crate::html;
use crate::options::Limits;
use crate::page_facts::clean_byline;

/// How deep parts may hold parts. Real mail stays below ten; the parser itself gives up at a hundred.
const DEEPEST: usize = 20;

/// How many lines the headers of all parts may have, and how many parts there may be: a parsed header takes sixteen
/// times its shortest line.
const MOST_HEADER_LINES: usize = 20_000;
const MOST_PARTS: usize = 1_000;

/// Mailboxes that are nobody's own, by what their address begins with.
const OF_ALL: &[&str] = &[
    "alert",
    "contact",
    "communication",
    "digest",
    "editor",
    "info",
    "mail",
    "media",
    "news",
    "no-reply",
    "noreply",
    "office",
    "press",
    "pr@",
    "update",
];

/// What a message tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) publisher: Option<String>,
    /// As written.
    pub(crate) published: Option<String>,
    pub(crate) text: String,
}

/// Reads one message. The text is the plain part if there is one, to the character as it is decoded; else the
/// paragraphs of the HTML part. Attachments are no text of the message.
pub(crate) fn message(at: &Place, bytes: &[u8], limits: &Limits) -> Result<Message, IntakeError> {
    let broken = |cause: String| IntakeError::Mail { at: at.clone(), cause };
    check(bytes).map_err(|cause| broken(cause.to_owned()))?;
    // An mbox file's mark stands before the first header.
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest
            .iter()
            .position(|&b| b == b'\n')
            .and_then(|end| rest.get(end + 1..)),
        None => Some(bytes),
    };
    // A panic in a parser of untrusted bytes is a fault of this message alone.
    let parsed = panic::catch_unwind(AssertUnwindSafe(|| mailparse::parse_mail(bytes.unwrap_or_default())));
    let mail = match parsed {
        Ok(Ok(mail)) => mail,
        Ok(Err(error)) => return Err(broken(error.to_string())),
        Err(_) => return Err(broken("its parser broke on it".to_owned())),
    };
    let header = |name: &str| mail.headers.get_first_value(name).and_then(|value| line(&value));
    let text = match body(&mail) {
        Some((part, false)) => text_of(part),
        Some((part, true)) => html::extract_fragment(at, &decoded(part, true), limits)?.join("\n\n"),
        None => String::new(),
    };
    if !text.chars().any(char::is_alphanumeric) {
        return Err(IntakeError::NoBody {
            at: at.clone(),
            what: "the message",
            remedy: "give its attachments as files of their own, if they hold the article",
        });
    }
    let is_sent_to_many = mail
        .headers
        .iter()
        .any(|header| header.get_key_ref().to_ascii_lowercase().starts_with("list-"));
    let (byline, publisher) = match from(&mail) {
        Some((name, address)) if is_sent_to_many || of_all(&address) => (None, name.or_else(|| domain(&address))),
        Some((name, _)) => (name.as_deref().and_then(clean_byline), None),
        None => (None, None),
    };
    Ok(Message {
        title: header("Subject"),
        byline,
        publisher,
        published: header("Date"),
        text,
    })
}

/// Whether headers and parts are few enough to be parsed.
fn check(bytes: &[u8]) -> Result<(), &'static str> {
    let (mut lines, mut parts, mut in_header) = (0, 0, true);
    for line in bytes.split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end) {
        if line.is_empty() {
            in_header = false;
        } else if line.starts_with(b"--") {
            // Rules of dashes alone, as people draw them, are no parts.
            parts += usize::from(line.iter().any(|&b| b != b'-'));
            in_header = true;
        } else {
            lines += usize::from(in_header);
        }
    }
    if parts > MOST_PARTS {
        Err("it has more than 1000 parts")
    } else if lines > MOST_HEADER_LINES {
        Err("its headers have more than 20000 lines")
    } else {
        Ok(())
    }
}

/// The part that is the message's text, and whether it is HTML: the first plain part, else the first HTML part.
fn body<'m>(mail: &'m ParsedMail<'m>) -> Option<(&'m ParsedMail<'m>, bool)> {
    let mut html = None;
    let mut waiting = vec![(mail, 0)];
    while let Some((part, depth)) = waiting.pop() {
        let is_attached = part.get_content_disposition().disposition == DispositionType::Attachment;
        if is_attached || depth > DEEPEST {
            continue;
        }
        let has_text = || part.get_body_raw().is_ok_and(|body| !body.trim_ascii().is_empty());
        match part.ctype.mimetype.as_str() {
            "text/plain" if part.subparts.is_empty() && has_text() => return Some((part, false)),
            "text/html" | "application/xhtml+xml" if html.is_none() && has_text() => html = Some(part),
            _ => {}
        }
        waiting.extend(part.subparts.iter().rev().map(|part| (part, depth + 1)));
    }
    html.map(|part| (part, true))
}

fn decoded(part: &ParsedMail, html: bool) -> String {
    let raw = part.get_body_raw().unwrap_or_default();
    let told = part.ctype.params.get("charset");
    let told = told.and_then(|charset| Encoding::for_label(charset.trim().as_bytes()));
    decode::decode_told(&raw, html, told)
}

/// A plain part's text. Where it says that a blank before a line's end means that the line goes on (RFC 3676), lines
/// are put together again.
fn text_of(part: &ParsedMail) -> String {
    let text = decoded(part, false);
    let parameter = |name: &str| part.ctype.params.get(name).map(|value| value.to_ascii_lowercase());
    if parameter("format").as_deref() != Some("flowed") {
        return text;
    }
    let drops_blank = parameter("delsp").as_deref() == Some("yes");
    let mut whole = String::with_capacity(text.len());
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line.strip_suffix(' ') {
            // The line before a signature ends in a blank that means nothing.
            Some(before) if line != "-- " => whole.push_str(if drops_blank { before } else { line }),
            _ => {
                whole.push_str(line);
                whole.push('\n');
            }
        }
    }
    whole
}

/// Name and address of the sender.
fn from(mail: &ParsedMail) -> Option<(Option<String>, String)> {
    let header = mail.headers.get_first_header("From")?;
    let sender = match mailparse::addrparse_header(header) {
        Ok(addresses) => addresses.first().cloned(),
        Err(_) => None,
    };
    let sender = match sender {
        Some(MailAddr::Group(group)) => group.addrs.into_iter().next()?,
        Some(MailAddr::Single(single)) => single,
        None => return None,
    };
    let name = sender.display_name.as_deref().and_then(line);
    Some((
        name.filter(|name| !name.contains('@')),
        sender.addr.to_ascii_lowercase(),
    ))
}

fn of_all(address: &str) -> bool {
    OF_ALL.iter().any(|start| address.starts_with(start))
}

fn domain(address: &str) -> Option<String> {
    address.rsplit_once('@').and_then(|(_, domain)| line(domain))
}

/// White space made single; nothing if nothing is left.
fn line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(mail: &str) -> Result<Message, IntakeError> {
        message(&Place::file("a.eml"), mail.as_bytes(), &Limits::default())
    }

    const HEAD: &str = "From: =?utf-8?q?Zo=C3=AB?= Lee <zoe.lee@post.example>\r\nDate: Tue, 15 Oct 2024 08:30:00 +0200\r\n\
        Subject: =?utf-8?b?SGFyYm91ciByZW9wZW5z?=\r\n after repairs\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn headers_are_decoded_and_the_plain_part_wins() {
        let mail = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=A\r\n\r\n--A\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n\
             --B\r\nContent-Type: text/html\r\n\r\n<p>No.</p>\r\n--B\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\nIt did, caf=C3=A9s\r\nsaid.\r\n--B--\r\n--A\r\n\
             Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nattached\r\n--A--\r\n"
        );
        let message = read(&mail).expect("sound");
        assert_eq!(message.text, "It did, cafés\r\nsaid.");
        assert_eq!(message.title.as_deref(), Some("Harbour reopens after repairs"));
        assert_eq!((message.byline.as_deref(), message.publisher), (Some("Zoë Lee"), None));
        assert_eq!(message.published.as_deref(), Some("Tue, 15 Oct 2024 08:30:00 +0200"));
    }

    #[test]
    fn html_and_flowed_text_become_paragraphs() {
        let mail = format!(
            "{HEAD}Content-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+VGhlIGNhZuk8L3A+PHA+b3BlbmVkLjwvcD4=\r\n"
        );
        assert_eq!(read(&mail).expect("sound").text, "The café\n\nopened.");
        let mail =
            format!("{HEAD}Content-Type: text/plain; format=flowed\r\n\r\nOne man \r\nleft.\r\n\r\n >x\r\n-- \r\nZ");
        assert_eq!(read(&mail).expect("sound").text, "One man left.\n\n>x\n-- \nZ\n");
    }

    #[test]
    fn who_sends_for_many_is_a_publisher() {
        for (from, more, name) in [
            ("Ministry of Ports <press@ports.example>", "", "Ministry of Ports"),
            (
                "Ellery Daily <bo@post.example>",
                "List-Id: <daily.post.example>\r\n",
                "Ellery Daily",
            ),
            ("noreply@post.example", "", "post.example"),
        ] {
            let message = read(&format!("From: {from}\r\n{more}Subject: A\r\n\r\nIt did.")).expect("sound");
            assert_eq!(
                (message.publisher.as_deref(), message.byline),
                (Some(name), None),
                "{from}"
            );
        }
    }

    #[test]
    fn mail_without_text_or_without_end_is_told() {
        let empty = format!("{HEAD}Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA");
        assert!(matches!(read(&empty), Err(IntakeError::NoBody { .. })));
        let parts = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=A\r\n\r\n{}",
            "--A\r\n\r\n".repeat(5000)
        );
        assert!(matches!(read(&parts), Err(IntakeError::Mail { .. })));
        let headers = "A: b\n".repeat(100_000);
        assert!(matches!(read(&headers), Err(IntakeError::Mail { .. })));
        let mut deep = HEAD.to_owned();
        for at in 0..300 {
            deep.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n"
            ));
        }
        assert!(read(&deep).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200), lines in proptest::collection::vec(0usize..8, 0..20)) {
            let limits = Limits::default();
            let _ = message(&Place::file("a.eml"), &bytes, &limits);
            let known: [&[u8]; 8] = [
                b"From: a <b@c.d>\r\n", b"Content-Type: multipart/mixed; boundary=A\r\n", b"\r\n", b"--A\r\n", b"--A--\r\n",
                b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: text/html; charset=utf-16\r\n", &bytes,
            ];
            let mail: Vec<u8> = lines.iter().filter_map(|&line| known.get(line)).copied().flatten().copied().collect();
            let _ = message(&Place::file("a.eml"), &mail, &limits);
        }
    }
}
