//! The lines of the report as they grow: the one place where text from evidence
//! is sanitised, wrapped and painted, in this order.

use super::TextInput;
use crate::i18n::Lang;
use crate::remedy::Lines;
use crate::terminal::{
    Ambiguous, Glyphs, Painter, Role, Wrapping, pad_right, sanitise, truncate, width, wrap,
};

/// Blanks before everything below a heading.
pub(super) const INDENT: usize = 2;

/// What stands before the first line of an entry: our own words, never evidence.
#[derive(Debug, Clone, Default)]
pub(super) struct Lead {
    /// Blanks before it.
    pub(super) indent: usize,
    /// Its parts, each already filled up to its column.
    pub(super) parts: Vec<(Role, String)>,
}

impl Lead {
    /// Blanks only.
    pub(super) fn indent(indent: usize) -> Self {
        Self {
            indent,
            parts: Vec::new(),
        }
    }
}

/// A piece of a line: sanitised, not painted.
pub(super) type Piece = (Role, String);

#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) lang: Lang,
    pub(super) glyphs: &'a Glyphs,
    pub(super) width: usize,
    pub(super) ambiguous: Ambiguous,
    /// Where text was cut.
    pub(super) ellipsis: &'static str,
    painter: Painter,
    out: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(report: &TextInput<'a>, width: usize) -> Self {
        // A legacy Japanese console draws ambiguous characters two columns wide; to
        // take them so leaves a column free elsewhere, and never passes the line.
        // Columns must align either way, so nothing is cut with such a character.
        let (ambiguous, ellipsis) = match report.lang {
            Lang::En => (Ambiguous::Narrow, report.glyphs.ellipsis),
            Lang::Ja => (Ambiguous::Wide, Glyphs::ASCII.ellipsis),
        };
        Self {
            lang: report.lang,
            glyphs: report.glyphs,
            width,
            ambiguous,
            ellipsis,
            painter: report.painter,
            out: String::new(),
        }
    }

    pub(super) fn columns(&self, text: &str) -> usize {
        width(text, self.ambiguous)
    }

    pub(super) fn pad(&self, text: &str, columns: usize) -> String {
        pad_right(text, columns, self.ambiguous)
    }

    /// `text` (sanitised) within `columns`.
    pub(super) fn cut(&self, text: &str, columns: usize) -> String {
        truncate(text, columns, self.ellipsis, self.ambiguous).into_owned()
    }

    /// The widest of some labels of ours.
    pub(super) fn widest<'t>(&self, labels: impl IntoIterator<Item = &'t str>) -> usize {
        let columns = labels.into_iter().map(|label| self.columns(label));
        columns.max().unwrap_or(0)
    }

    /// Raw text in lines of `columns`.
    pub(super) fn lines(&self, text: &str, columns: usize) -> Vec<String> {
        let how = Wrapping {
            ambiguous: self.ambiguous,
            ..Wrapping::new(columns)
        };
        wrap(&sanitise(text), &how)
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A section's name, apart from what stands before it.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.line(0, &[(Role::Heading, text.to_owned())]);
    }

    /// Raw text as a paragraph.
    pub(super) fn prose(&mut self, indent: usize, role: Role, text: &str) {
        self.entry(&Lead::indent(indent), role, text);
    }

    /// Raw text with something before its first line and blanks before the others.
    pub(super) fn entry(&mut self, lead: &Lead, role: Role, text: &str) {
        let taken: usize = lead.parts.iter().map(|(_, part)| self.columns(part)).sum();
        let hanging = lead.indent + taken;
        let lines = self.lines(text, self.width.saturating_sub(hanging));
        for (nth, line) in lines.into_iter().enumerate() {
            match nth {
                0 => {
                    let mut parts = lead.parts.clone();
                    parts.push((role, line));
                    self.line(lead.indent, &parts);
                }
                _ => self.line(hanging, &[(role, line)]),
            }
        }
    }

    /// One line of pieces that were sanitised and measured.
    pub(super) fn line(&mut self, indent: usize, pieces: &[Piece]) {
        let seen = pieces
            .iter()
            .rposition(|(_, text)| !text.trim_end().is_empty());
        let Some(last) = seen else {
            self.blank();
            return;
        };
        self.out.push_str(&" ".repeat(indent));
        for (nth, (role, text)) in pieces.iter().enumerate().take(last + 1) {
            let text = if nth == last { text.trim_end() } else { text };
            self.out.push_str(&self.painter.paint(*role, text));
        }
        self.blank();
    }

    /// A command to be copied: every line whole, however wide it is. Its text is
    /// safe already: literals stand in it as ASCII expressions where they must.
    pub(super) fn command(&mut self, indent: usize, lines: &Lines) {
        for line in lines.to_text().lines() {
            self.line(indent, &[(Role::Code, line.to_owned())]);
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}
