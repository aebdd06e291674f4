//! Lines to be written: sanitised, wrapped, and painted where colours are on. There
//! is no other way from the evidence to the output of this face.

use crate::terminal::{Painter, Role, Wrapping, sanitise, sanitise_multiline, wrap};

/// How the output looks.
#[derive(Debug, Clone, Copy)]
pub struct Looks {
    /// Columns of a line.
    pub width: usize,
    /// Lines of a terminal, after which it is asked whether to go on; `None` never asks.
    pub height: Option<usize>,
    /// Whether somebody watches how loading goes on.
    pub progress: bool,
    /// Colours, or none.
    pub painter: Painter,
}

/// Lines that were not written yet.
#[derive(Debug)]
pub(super) struct Page {
    looks: Looks,
    lines: Vec<String>,
}

impl Page {
    pub(super) fn new(looks: Looks) -> Self {
        Self {
            looks,
            lines: Vec::new(),
        }
    }

    /// Columns of a line.
    pub(super) fn width(&self) -> usize {
        self.looks.width
    }

    /// An empty line, never two in a row and none at the top.
    pub(super) fn blank(&mut self) {
        if self.lines.last().is_some_and(|l| !l.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// The name of what follows.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.say(Role::Heading, text);
    }

    /// A sentence.
    pub(super) fn say(&mut self, role: Role, text: &str) {
        self.hang("", role, text);
    }

    /// A sentence behind something, further lines below its beginning.
    pub(super) fn hang(&mut self, first: &str, role: Role, text: &str) {
        let hanging = " ".repeat(first.chars().count());
        let how = Wrapping {
            first,
            hanging: &hanging,
            ..Wrapping::new(self.looks.width)
        };
        let text = sanitise(text);
        let lines = wrap(&text, &how);
        let painted = lines.iter().map(|l| self.looks.painter.paint(role, l));
        self.lines.extend(painted.collect::<Vec<_>>());
    }

    /// A sentence below another.
    pub(super) fn below(&mut self, role: Role, text: &str) {
        self.hang("   ", role, text);
    }

    /// `label: text`, below another.
    pub(super) fn labelled(&mut self, label: &str, role: Role, text: &str) {
        self.below(role, &format!("{label}: {text}"));
    }

    /// A command or a text as it is, never wrapped, to be copied.
    pub(super) fn code(&mut self, indent: &str, text: &str) {
        let text = sanitise_multiline(text).into_owned();
        for line in text.lines() {
            let line = self.looks.painter.paint(Role::Code, line);
            self.lines.push(format!("{indent}{line}"));
        }
    }

    /// The lines.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize) -> Page {
        Page::new(Looks {
            width,
            height: None,
            progress: false,
            painter: Painter::default(),
        })
    }

    #[test]
    fn nothing_hostile_leaves_and_lines_fit() {
        let mut page = page(20);
        page.say(Role::Danger, "a\u{1b}[2Jb\r\nc");
        page.below(Role::Plain, "one two three four five six");
        page.blank();
        page.blank();
        page.code("    ", "x\u{1b}]0;t\u{7}\ny");
        let lines = page.into_lines();
        assert!(
            lines.iter().all(|l| !l.contains(char::is_control)),
            "{lines:?}"
        );
        assert!(lines.iter().any(|l| l == "   one two three"), "{lines:?}");
        assert_eq!(lines.iter().filter(|l| l.is_empty()).count(), 1);
        assert!(lines.last().is_some_and(|l| l == "    y"));
    }
}
