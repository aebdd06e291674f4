//! A bounce as a plain message: what its parts say, decoded and rewritten. Headers
//! that only route or display are left out.

use mail_parser::{MessageParser, PartType};

use super::Redactor;
use crate::evidence::decode::decode;

/// Messages within messages that are looked into.
const MAX_NESTING: usize = 3;

/// The message rewritten; what cannot be read as one as text.
pub(super) fn rewrite(redactor: &Redactor, bytes: &[u8]) -> String {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return redactor.text(&decode(bytes).text);
    };
    let mut out = String::new();
    if let Some(date) = message.date() {
        out.push_str(&format!("Date: {}\r\n", date.to_rfc822()));
    }
    out.push_str(
        "From: postmaster@redacted.example\r\nSubject: Undeliverable\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"redacted\"\r\n",
    );
    parts(redactor, &message, MAX_NESTING, &mut out);
    out.push_str("\r\n--redacted--\r\n");
    out
}

fn parts(redactor: &Redactor, message: &mail_parser::Message, depth: usize, out: &mut String) {
    for part in &message.parts {
        match &part.body {
            PartType::Text(text) => push(redactor, "text/plain", text, out),
            PartType::Html(text) => {
                let text = mail_parser::decoders::html::html_to_text(text);
                push(redactor, "text/plain", &text, out);
            }
            PartType::Binary(data) | PartType::InlineBinary(data) => {
                let text = decode(data).text;
                if text.contains("Status:") {
                    push(redactor, "message/delivery-status", &text, out);
                }
            }
            PartType::Message(inner) if depth > 0 => parts(redactor, inner, depth - 1, out),
            _ => {}
        }
    }
}

fn push(redactor: &Redactor, kind: &str, text: &str, out: &mut String) {
    let shown = redactor
        .text(text)
        .replace("\r\n", "\n")
        .replace('\n', "\r\n");
    out.push_str(&format!(
        "\r\n--redacted\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{shown}\r\n"
    ));
}
