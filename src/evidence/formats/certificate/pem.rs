//! The armour of PEM, wherever it stands in a text.

/// `-----BEGIN LABEL-----` to `-----END`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block<'a> {
    pub label: &'a str,
    /// What stands between, still encoded.
    pub body: &'a str,
    /// The line of the BEGIN.
    pub line: u64,
    /// Whether the END is there.
    pub closed: bool,
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// Every block of the text; line breaks inside may be lost. A block without an
/// END goes up to the next BEGIN.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for (at, _) in text.match_indices(BEGIN) {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..at]).count() as u64;
        counted = at;
        let Some((label, rest)) = text[at + BEGIN.len()..].split_once("-----") else {
            continue;
        };
        if label.contains('\n') {
            continue;
        }
        let next = rest.find(BEGIN).unwrap_or(rest.len());
        let end = rest[..next].find(END);
        blocks.push(Block {
            label: label.trim(),
            body: &rest[..end.unwrap_or(next)],
            line,
            closed: end.is_some(),
        });
    }
    blocks
}
