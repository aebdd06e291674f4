//! How the lines of a `Format-List` text stand on the screen.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::evidence::formats::paste;

/// The text without the colours of a terminal and the `>` of a quoted mail; its
/// lines stay the same.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let mut filled = text.lines().filter(|line| !line.trim().is_empty());
    let quoted = text.starts_with('>') && filled.all(|line| line.starts_with('>'));
    if !quoted && !text.contains('\u{1b}') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let line = match quoted {
            true => line.trim_start_matches('>'),
            false => line,
        };
        without_colours(
            line.strip_prefix(' ').filter(|_| quoted).unwrap_or(line),
            &mut plain,
        );
        plain.push('\n');
    }
    plain.into()
}

/// `ESC [ 32;1 m` and kin.
fn without_colours(line: &str, plain: &mut String) {
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = behind.find(|c: char| matches!(c, '@'..='~'));
        rest = end.map_or("", |end| &behind[end + 1..]);
    }
    plain.push_str(rest);
}

/// A physical line, measured in cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Cells before the first character that is no blank.
    pub indent: usize,
    /// Cells in all, without blanks at the end.
    pub width: usize,
    /// Cells of the first and of the last word.
    first: usize,
    last: usize,
    /// Blanks stand at the end of the line.
    blank_end: bool,
    /// The first character takes two cells.
    wide_first: bool,
}

impl Line {
    pub(super) fn of(text: &str) -> Self {
        let trimmed = text.trim();
        let word = |word: Option<&str>| word.map_or(0, UnicodeWidthStr::width);
        Self {
            indent: text[..text.len() - text.trim_start().len()].width(),
            width: text.trim_end().width(),
            first: word(trimmed.split_whitespace().next()),
            last: word(trimmed.split_whitespace().next_back()),
            blank_end: text.ends_with(char::is_whitespace),
            wide_first: trimmed.chars().next().and_then(UnicodeWidthChar::width) == Some(2),
        }
    }
}

/// `Name : value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'a> {
    pub name: &'a str,
    pub value: &'a str,
    /// Cell of the colon.
    pub colon: usize,
    /// A blank stands before the colon, as PowerShell writes it.
    pub spaced: bool,
    /// More than one blank does: the name was padded to a column.
    pub padded: bool,
    /// The name is a plain word, and the colon is followed by a blank or nothing.
    pub plain: bool,
}

/// Longest name of a property, in bytes; longer ones are text with a colon in it.
const MAX_NAME: usize = 80;

impl<'a> Label<'a> {
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let at = text.find(':')?;
        let (before, after) = (&text[..at], &text[at + 1..]);
        let name = before.trim();
        let blanks = before.len() - before.trim_end().len();
        let usual = |c: char| c.is_alphanumeric() || " _-.#@$%()[]/*&+".contains(c);
        let sane = !name.is_empty() && name.len() <= MAX_NAME && name.chars().all(usual);
        // `Get-X : The term ..` and `+ CategoryInfo : ..` tell of a command that failed.
        let failed = name.starts_with('+') || paste::cmdlet(name).is_some();
        // `C:\`, `https://`, `fe80::1` are no names.
        if !sane
            || failed
            || (blanks == 0 && after.starts_with([':', '\\', '/']))
            || name.contains("  ")
        {
            return None;
        }
        let word = |c: char| c.is_alphanumeric() || "_-.".contains(c);
        Some(Self {
            name,
            value: after.strip_prefix([' ', '\t']).unwrap_or(after),
            colon: before.width(),
            spaced: blanks > 0,
            padded: blanks > 1,
            plain: name.chars().all(word) && (after.is_empty() || after.starts_with([' ', '\t'])),
        })
    }
}

/// Whether a line goes on with the value above it, and what joins the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Continuation {
    No,
    /// Indented to the value: PowerShell's own wrapping, or a text of several lines.
    InColumn(&'static str),
    /// At the left margin behind a full line: the console cut it.
    AtMargin(&'static str),
}

/// The ways the whole text was laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Names and colons are parted by blanks somewhere.
    pub spaced: bool,
    /// Cells of the longest line.
    widest: usize,
    /// Cells of a full line, 0 when no line was wrapped.
    width: usize,
    /// Lines are broken between words, so that they end short of the width.
    by_words: bool,
}

/// Widths of the usual console windows; `Format-List` leaves the last cell free.
const USUAL_WIDTHS: [usize; 6] = [79, 80, 119, 120, 159, 160];

/// Narrower than this no window is.
const MIN_WALL: usize = 40;

impl Layout {
    pub(super) fn of(text: &str) -> Self {
        let mut layout = Self::default();
        let mut widest = (0, 0);
        let mut lines = 0_usize;
        for line in text.lines() {
            let width = line.trim_end().width();
            widest = match width.cmp(&widest.0) {
                std::cmp::Ordering::Greater => (width, 1),
                std::cmp::Ordering::Equal => (width, widest.1 + 1),
                std::cmp::Ordering::Less => widest,
            };
            layout.spaced |= Label::of(line).is_some_and(|label| label.spaced);
            lines += 1;
        }
        // One widest line is only the longest; two, or a usual width, are a wall.
        layout.widest = widest.0;
        let wall = widest.1 > 1 || USUAL_WIDTHS.contains(&widest.0);
        if lines > 1 && widest.0 >= MIN_WALL && wall {
            layout.width = widest.0;
        }
        layout.by_words = layout.width > 0 && breaks_between_words(text, layout.width);
        layout
    }

    /// How `next` goes on after `last`, whose value began at the cell `column`.
    pub(super) fn continuation(&self, last: &Line, next: &Line, column: usize) -> Continuation {
        if next.indent >= column {
            return Continuation::InColumn(self.glue(last, next, column));
        }
        if next.indent <= 1 && last.width >= MIN_WALL && last.width + 1 >= self.widest {
            // The console cuts at the cell, whatever stands there; a blank may have
            // been the last of the line, and lost since, or the first of the next.
            let lost = last.width + 1 == self.widest && !next.wide_first;
            let blank = last.blank_end || next.indent == 1 || lost;
            return Continuation::AtMargin(if blank { " " } else { "" });
        }
        Continuation::No
    }

    fn glue(&self, last: &Line, next: &Line, column: usize) -> &'static str {
        let room = self.width.saturating_sub(column);
        // A wide character that did not fit leaves one cell free.
        let full = self.width > 0 && last.width + 1 >= self.width;
        // A word that fits a line of its own is not cut by wrapping between words.
        let whole = self.by_words && last.last + next.first <= room;
        if !full || last.blank_end || whole {
            " "
        } else {
            ""
        }
    }
}

/// Some wrapped line ends before the wall: words were kept whole.
fn breaks_between_words(text: &str, width: usize) -> bool {
    let mut last: Option<(Line, usize)> = None;
    for text in text.lines() {
        let line = Line::of(text);
        if let Some((before, column)) = last
            && line.width > 0
            && line.indent >= column
        {
            let would_not_fit = before.width + 1 + line.first > width;
            if before.width + 1 < width && would_not_fit {
                return true;
            }
            last = Some((line, column));
            continue;
        }
        last = Label::of(text)
            .filter(|label| label.spaced)
            .map(|label| (line, label.colon + 2));
    }
    false
}

/// `----  ------- ---`, the line below a table's head: under each name as many
/// dashes as it has cells. A line of dashes for decoration has no such head.
pub(super) fn is_ruler(text: &str, above: &str) -> bool {
    let dashes = |run: &&str| run.bytes().all(|b| b == b'-');
    let mut runs = text.split_whitespace().peekable();
    if runs.peek().is_none() || !runs.all(|run| dashes(&run)) {
        return false;
    }
    let runs = text.split_whitespace().map(UnicodeWidthStr::width);
    let names = above.split_whitespace().map(UnicodeWidthStr::width);
    // A name of several words has one run of dashes under all of them.
    let (runs, names): (Vec<_>, Vec<_>) = (runs.collect(), names.collect());
    let cells = |widths: &[usize]| widths.iter().sum::<usize>() + widths.len();
    runs == names || runs.len() > 1 && names.len() > runs.len() && cells(&runs) == cells(&names)
}
