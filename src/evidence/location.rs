//! Where a value was read.

use std::sync::Arc;

/// Which of the loaded sources, an index into the loader's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Longest excerpt kept of one line, in characters; the whole line is in the file.
pub const MAX_EXCERPT: usize = 400;

/// A line of the evidence. Every value that is shown can be followed to one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub source: SourceId,
    /// The line, counted from 1.
    pub line: u64,
    /// The line as it stands there (raw, not sanitised), cut at [`MAX_EXCERPT`].
    pub excerpt: Arc<str>,
}

impl Location {
    /// A location whose excerpt is cut from `text`.
    pub fn new(source: SourceId, line: u64, text: &str) -> Self {
        Self {
            source,
            line,
            excerpt: excerpt(text).into(),
        }
    }
}

/// `text` without its line end, cut at [`MAX_EXCERPT`] characters.
pub fn excerpt(text: &str) -> &str {
    let text = text.trim_end_matches(['\r', '\n']);
    if text.len() <= MAX_EXCERPT {
        return text;
    }
    // Characters are counted only where there are others than ASCII.
    if let Some(cut) = text.get(..MAX_EXCERPT).filter(|cut| cut.is_ascii()) {
        return cut;
    }
    match text.char_indices().nth(MAX_EXCERPT) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_line_is_cut_at_its_limit() {
        for (length, kept) in [(MAX_EXCERPT, MAX_EXCERPT), (MAX_EXCERPT + 1, MAX_EXCERPT)] {
            // Characters are counted, not bytes, and the line end is none of them.
            let line = "証".repeat(length) + "\r\n";
            assert_eq!(excerpt(&line).chars().count(), kept);
        }
    }
}
