//! Sentences in lines, Japanese and Latin mixed.
//!
//! Where a line may end comes from the Unicode line breaking rules (UAX #14,
//! strict, through textwrap): `、。」` and small kana never begin a line, `「（`
//! never ends one. To that we add what administrators need: visible ASCII is torn
//! only at blanks, so that a cmdlet, a property, an SMTP code, a domain name or a
//! path stays in one piece that can be read, searched and selected.

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation as _;

use super::path::{joins_reply, paths};
use super::width::{Ambiguous, fitting_start, grapheme_width, width};

/// How to wrap.
#[derive(Clone, Copy, Debug)]
pub struct Wrapping<'a> {
    /// Columns of a line, indents included.
    pub width: usize,
    /// Stands before the first line, `"• "` for instance.
    pub first: &'a str,
    /// Stands before each further line of the text (hanging indent), blanks mostly.
    pub hanging: &'a str,
    /// Width of ambiguous characters.
    pub ambiguous: Ambiguous,
}

impl Wrapping<'_> {
    /// Lines of `width` columns without indents.
    pub const fn new(width: usize) -> Self {
        Wrapping {
            width,
            first: "",
            hanging: "",
            ambiguous: Ambiguous::Narrow,
        }
    }
}

/// The text in lines of at most `width` columns. LF and CRLF end a line; an empty
/// line stays; the empty text is one empty line. Blanks at a break are dropped,
/// nothing else.
///
/// Only what alone is wider than a line is torn: at a blank, after a separator in
/// the second half of the line, or between graphemes. Indents that would leave no
/// room for a Japanese character are left out, and a character wider than the
/// whole line stands alone.
pub fn wrap(text: &str, how: &Wrapping<'_>) -> Vec<String> {
    let indent = width(how.first, how.ambiguous).max(width(how.hanging, how.ambiguous));
    let (first, hanging) = if indent + MIN_ROOM > how.width {
        ("", "")
    } else {
        (how.first, how.hanging)
    };
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = paragraph.strip_suffix('\r').unwrap_or(paragraph);
        let prefix = if lines.is_empty() { first } else { hanging };
        let mut filler = Filler {
            text: paragraph,
            room: how.width.saturating_sub(width(prefix, how.ambiguous)),
            next_room: how.width.saturating_sub(width(hanging, how.ambiguous)),
            ambiguous: how.ambiguous,
            lines: Vec::new(),
            line: None,
        };
        units(paragraph).for_each(|unit| filler.add(unit));
        for line in filler.finish() {
            let prefix = if lines.is_empty() { first } else { hanging };
            let prefix = if line.is_empty() {
                prefix.trim_end()
            } else {
                prefix
            };
            lines.push([prefix, line].concat());
        }
    }
    lines
}

/// Columns that the widest ordinary character needs.
const MIN_ROOM: usize = 2;

/// A piece that stays together, as byte offsets: `start..end` is seen, the blanks
/// up to `next` vanish when the line ends behind it.
#[derive(Clone, Copy)]
struct Unit {
    start: usize,
    end: usize,
    next: usize,
}

/// A line being filled: bytes `start..end` are seen; `used` columns count the
/// blanks behind them too.
struct Line {
    start: usize,
    end: usize,
    used: usize,
}

struct Filler<'a> {
    text: &'a str,
    /// Columns for the current line, and for all further ones.
    room: usize,
    next_room: usize,
    ambiguous: Ambiguous,
    lines: Vec<&'a str>,
    line: Option<Line>,
}

impl<'a> Filler<'a> {
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    fn add(&mut self, unit: Unit) {
        let blank = unit.end == unit.start;
        let seen = width(self.slice(unit.start, unit.end), self.ambiguous);
        let blanks = width(self.slice(unit.end, unit.next), self.ambiguous);
        if let Some(line) = &mut self.line
            && (blank || line.used + seen <= self.room)
        {
            // Blanks alone lengthen the gap, not the line.
            line.end = if blank { line.end } else { unit.end };
            line.used += seen + blanks;
            return;
        }
        self.close();
        let start = if seen > self.room {
            self.tear(unit)
        } else {
            unit.start
        };
        self.line = Some(Line {
            start,
            end: unit.end,
            used: width(self.slice(start, unit.next), self.ambiguous),
        });
    }

    /// Ends the current line; one that holds only blanks vanishes.
    fn close(&mut self) {
        if let Some(line) = self.line.take()
            && line.end > line.start
        {
            self.push(line.start, line.end);
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        self.lines.push(self.slice(start, end));
        self.room = self.next_room;
    }

    /// Writes all full lines of a unit wider than a line; where its rest begins.
    fn tear(&mut self, unit: Unit) -> usize {
        let mut start = unit.start;
        loop {
            let rest = self.slice(start, unit.end);
            let piece = first_piece(rest, self.room, self.ambiguous);
            if piece == rest.len() {
                return start;
            }
            let end = start
                + rest
                    .get(..piece)
                    .unwrap_or("")
                    .trim_end_matches(is_blank)
                    .len();
            if end > start {
                self.push(start, end);
            }
            start += piece;
        }
    }

    fn finish(mut self) -> Vec<&'a str> {
        self.close();
        if self.lines.is_empty() {
            self.lines.push("");
        }
        self.lines
    }
}

/// Bytes of a text that go on one line, more than none; all of them if it fits.
fn first_piece(text: &str, room: usize, ambiguous: Ambiguous) -> usize {
    // More than any real line needs; keeps one endless grapheme from being
    // measured again for each of its lines.
    let window = text.floor_char_boundary(room.saturating_add(1).saturating_mul(64));
    let (fits, _) = fitting_start(text.get(..window).unwrap_or(""), room, ambiguous);
    if fits.len() == text.len() {
        return text.len();
    }
    if fits.is_empty() {
        return first_chars(text, room, ambiguous);
    }
    let left = text.get(fits.len()..).unwrap_or("");
    if left.starts_with(is_blank) {
        return fits.len() + left.chars().next().map_or(0, char::len_utf8);
    }
    let after = |(at, found): (usize, &str)| at + found.len();
    let blank = fits.rmatch_indices(is_blank).next().map(after);
    let separator = fits.rmatch_indices(SEPARATORS).next().map(after);
    blank
        .or(separator.filter(|&end| end * 2 > fits.len()))
        .unwrap_or(fits.len())
}

/// Behind these a name or path wider than the line is torn.
const SEPARATORS: [char; 12] = ['\\', '/', ',', ';', '=', '&', '@', '.', '-', '_', ':', '|'];

/// A grapheme wider than the line: as many of its characters as fit, at least one.
fn first_chars(text: &str, room: usize, ambiguous: Ambiguous) -> usize {
    let mut used = 0;
    let over = |(at, c): &(usize, char)| {
        used += grapheme_width(c.encode_utf8(&mut [0; 4]), ambiguous);
        *at > 0 && used > room
    };
    text.char_indices()
        .find(over)
        .map_or(text.len(), |(at, _)| at)
}

/// A blank that may vanish at a break; U+00A0 and its kin hold words together.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The pieces of a paragraph between which a line may end.
fn units(text: &str) -> impl Iterator<Item = Unit> + '_ {
    let mut start = 0;
    breaks(text).into_iter().map(move |next| {
        let seen = text
            .get(start..next)
            .unwrap_or("")
            .trim_end_matches(is_blank);
        let unit = Unit {
            start,
            end: start + seen.len(),
            next,
        };
        start = next;
        unit
    })
}

/// Byte offsets at which a line may end; the end of the text is the last of them.
fn breaks(text: &str) -> Vec<usize> {
    if text.is_empty() {
        return Vec::new();
    }
    let graphemes: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    let paths = paths(text);
    let mut paths = paths.iter().peekable();
    let mut found = opportunities(text);
    found.retain(|&at| {
        while paths.next_if(|path| path.end <= at).is_some() {}
        let in_path = paths.peek().is_some_and(|path| path.start < at);
        graphemes.binary_search(&at).is_ok() && !in_path && may_break(text, at)
    });
    found.push(text.len());
    found
}

fn may_break(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let graphic = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    if graphic(before.chars().next_back()) && graphic(after.chars().next()) {
        return false;
    }
    !joins_reply(before, after)
}

/// Break opportunities inside the text by UAX #14, in order.
fn opportunities(text: &str) -> Vec<usize> {
    // textwrap takes its last opportunity for the end of the text, and leaves out
    // those after a hyphen, also at the end; a letter behind keeps them apart.
    let guarded = format!("{text}x");
    let mut at = 0;
    WordSeparator::UnicodeBreakProperties
        .find_words(&guarded)
        .map(|word| {
            at += word.word.len() + word.whitespace.len();
            at
        })
        .filter(|&at| at < text.len())
        .collect()
}

#[cfg(test)]
mod tests;
