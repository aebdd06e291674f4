//! Lines from top to bottom, of one width, of which a window is shown.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::ink::{Ink, Part, line};
use super::wide::put;
use crate::i18n::wizard::lines_hidden;
use crate::terminal::{
    Column, Overflow, Role, Table, TableLine, Wrapping, sanitise, sanitise_multiline, truncate,
    wrap,
};
use crate::wizard::{Action, LineEdit};

/// Stands before the further lines of one command, as in a PowerShell console.
const CONTINUED: &str = ">> ";

/// Lines that grow downwards.
#[derive(Debug, Clone)]
pub(super) struct Sheet<'a> {
    pub(super) ink: Ink<'a>,
    pub(super) width: usize,
    lines: Vec<Line<'static>>,
    /// Where rows of the list begin.
    rows: Vec<RowAt>,
    /// The lines that must be seen.
    focus: Range<usize>,
    /// Line and column at which the terminal's cursor stands.
    cursor: Option<(usize, usize)>,
}

/// Where a row of the list begins.
#[derive(Debug, Clone, Copy)]
struct RowAt {
    line: usize,
    nth: usize,
    selected: bool,
}

/// What was shown of something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The largest useful scroll position.
    pub most: usize,
    /// Lines of a page.
    pub page: usize,
    /// Where the terminal's cursor stands.
    pub cursor: Option<Position>,
    /// What a click does.
    pub hits: Vec<Hit>,
}

/// A part of the screen that does something when it is clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub area: Rect,
    /// What.
    pub action: Action,
    /// It is the row that is selected already: a click does there what Enter does.
    pub opens: bool,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(ink: Ink<'a>, width: usize) -> Self {
        Self {
            ink,
            width,
            lines: Vec::new(),
            rows: Vec::new(),
            focus: 0..0,
            cursor: None,
        }
    }

    pub(super) fn height(&self) -> usize {
        self.lines.len()
    }

    /// No more lines than this; of a longer text the last says that it goes on.
    pub(super) fn keep(&mut self, lines: usize) {
        if self.lines.len() > lines {
            self.lines.truncate(lines.saturating_sub(1));
            self.row(vec![self.ink.muted(self.ink.glyphs().ellipsis)]);
        }
    }

    /// The lines of another below these.
    pub(super) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    pub(super) fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    /// One line, cut with a mark where it is too long.
    pub(super) fn row(&mut self, parts: Vec<Part>) {
        let parts = self.ink.fit(parts, self.width);
        self.lines.push(line(parts));
    }

    /// Sentences, wrapped.
    pub(super) fn say(&mut self, role: Role, text: &str) {
        self.hang("", role, text);
    }

    /// Sentences with something of ours before the first line, indented below it.
    pub(super) fn hang(&mut self, first: &str, role: Role, text: &str) {
        let parts = vec![self.ink.clean(role, first)];
        self.hang_parts(parts, role, text);
    }

    /// As [`Self::hang`], with parts of their own styles before the first line.
    pub(super) fn hang_parts(&mut self, first: Vec<Part>, role: Role, text: &str) {
        let indent = self.ink.columns(&first);
        self.hang_after(first, indent, role, text);
    }

    /// As [`Self::hang_parts`], with the further lines indented by so much.
    pub(super) fn hang_after(&mut self, first: Vec<Part>, indent: usize, role: Role, text: &str) {
        self.hang_clean(first, indent, role, &sanitise_multiline(text));
    }

    /// The same of a text that has been sanitised already.
    pub(super) fn hang_clean(&mut self, first: Vec<Part>, indent: usize, role: Role, text: &str) {
        let taken = self.ink.columns(&first);
        // Blanks of the first line's width hold its place while it is wrapped.
        let place = "\u{a0}".repeat(taken);
        let margin = " ".repeat(indent);
        let how = Wrapping {
            first: &place,
            hanging: &margin,
            ambiguous: self.ink.theme.ambiguous,
            ..Wrapping::new(self.width)
        };
        let mut before = Some(first);
        for text in wrap(text, &how) {
            let mut parts = before.take().unwrap_or_default();
            let text = match parts.is_empty() {
                true => text,
                false => text.strip_prefix(&place).unwrap_or(&text).to_owned(),
            };
            parts.push(self.ink.clean(role, text));
            self.row(parts);
        }
    }

    /// A command whole, with something before its first line: long lines go on
    /// below, visibly. Copying gives the text itself.
    pub(super) fn code(&mut self, first: Vec<Part>, text: &str) {
        let indent = self.ink.columns(&first);
        let how = Wrapping {
            hanging: CONTINUED,
            ambiguous: self.ink.theme.ambiguous,
            ..Wrapping::new(self.width.saturating_sub(indent).max(8))
        };
        let mut before = Some(first);
        for command in text.split('\n') {
            for (nth, piece) in wrap(&sanitise(command), &how).into_iter().enumerate() {
                let (mark, rest) = match piece.strip_prefix(CONTINUED) {
                    Some(rest) if nth > 0 => (CONTINUED, rest.to_owned()),
                    _ => ("", piece),
                };
                let mut parts = before.take().unwrap_or_else(|| self.margin(indent));
                parts.push(self.ink.clean(Role::Muted, mark));
                parts.push(self.ink.clean(Role::Code, rest));
                self.row(parts);
            }
        }
    }

    /// Blanks at the left.
    pub(super) fn margin(&self, columns: usize) -> Vec<Part> {
        vec![self.ink.clean(Role::Plain, " ".repeat(columns))]
    }

    /// A text as it is, from the first column; what is too long goes on below.
    pub(super) fn bare(&mut self, text: &str) {
        let ambiguous = self.ink.theme.ambiguous;
        for line in sanitise_multiline(text).split('\n') {
            let mut rest = line;
            loop {
                let piece = truncate(rest, self.width, "", ambiguous).into_owned();
                rest = rest.get(piece.len()..).unwrap_or_default();
                let done = rest.is_empty() || piece.is_empty();
                self.row(vec![self.ink.clean(Role::Code, piece)]);
                if done {
                    break;
                }
            }
        }
    }

    /// The name of a section.
    pub(super) fn heading(&mut self, text: &str) {
        self.say(Role::Heading, text);
    }

    /// Rows in columns; each cell with its role. The selected row has the cursor
    /// before it and is in focus, with what `details` puts below it.
    pub(super) fn table(
        &mut self,
        columns: &[Column],
        rows: &[Vec<(Role, String)>],
        selected: Option<usize>,
        details: impl Fn(&mut Self, usize),
    ) {
        let all = |nth| selected.is_some().then_some(nth);
        self.part_of_list(columns, rows, all, selected, details);
    }

    /// The same of rows that are a part of the list: `number` tells which, `None` of
    /// what cannot be selected.
    pub(super) fn part_of_list(
        &mut self,
        columns: &[Column],
        rows: &[Vec<(Role, String)>],
        number: impl Fn(usize) -> Option<usize>,
        selected: Option<usize>,
        details: impl Fn(&mut Self, usize),
    ) {
        let table = Table {
            columns,
            width: self.width.saturating_sub(CURSOR),
            gap: 2,
            ellipsis: self.ink.glyphs().ellipsis,
            ambiguous: self.ink.theme.ambiguous,
        };
        let clean = |row: &Vec<(Role, String)>| -> Vec<String> {
            row.iter().map(|(_, t)| sanitise(t).into_owned()).collect()
        };
        let texts: Vec<Vec<String>> = rows.iter().map(clean).collect();
        let laid = table.lay_out(&texts);
        for (nth, row) in rows.iter().enumerate() {
            let here = selected == Some(nth);
            let start = self.height();
            if let Some(number) = number(nth) {
                self.row_begins(number, here);
            }
            for line in laid.iter().filter(|line| line.row == nth) {
                let mut parts = vec![self.cursor(here && self.height() == start)];
                for (at, cell) in line.cells.iter().enumerate() {
                    let role = row.get(at).map_or(Role::Plain, |(role, _)| *role);
                    let gap = if at > 0 { "  " } else { "" };
                    parts.push(self.ink.clean(Role::Plain, gap));
                    parts.extend(self.padded(lifted(role, here), cell));
                }
                self.row(parts);
            }
            if here {
                let cut = cut(columns, &texts[nth], laid.iter().find(|l| l.row == nth));
                if !cut.is_empty() {
                    let parts = vec![self.ink.clean(Role::Plain, " ".repeat(DETAILS))];
                    self.hang_clean(parts, DETAILS, Role::Muted, &cut.join("  "));
                }
                details(self, nth);
                self.focus_from(start);
            }
        }
    }

    /// A cell of a table: what fills it up has no style, which could be an underline.
    fn padded(&self, role: Role, cell: &str) -> [Part; 3] {
        let text = cell.trim_matches(' ');
        let before = cell.len() - cell.trim_start_matches(' ').len();
        let after = cell.len() - before.min(cell.len()) - text.len();
        let blanks = |count: usize| self.ink.clean(Role::Plain, " ".repeat(count));
        [
            blanks(before),
            self.ink.clean(role, text.to_owned()),
            blanks(after),
        ]
    }

    /// The mark before the row that the keys act on, or blanks.
    pub(super) fn cursor(&self, here: bool) -> Part {
        match here {
            true => self
                .ink
                .clean(Role::Accent, format!("{} ", self.ink.glyphs().cursor)),
            false => self.ink.clean(Role::Plain, " ".repeat(CURSOR)),
        }
    }

    /// The row of that number begins in the next line and goes on until the next row, or
    /// a blank line: a click there selects it.
    pub(super) fn row_begins(&mut self, nth: usize, selected: bool) {
        let line = self.height();
        self.rows.push(RowAt {
            line,
            nth,
            selected,
        });
    }

    /// What clicks do when the lines from `top` on are drawn there.
    pub(super) fn hits(&self, area: Rect, top: usize, count: usize) -> Vec<Hit> {
        let ends = self.rows.iter().skip(1).map(|row| row.line);
        let rows = self.rows.iter().zip(ends.chain([self.height()]));
        let mut hits = Vec::new();
        for (row, end) in rows.filter(|(row, end)| *end > top && row.line < top + count) {
            let mut lines = self.lines.iter().enumerate().take(end).skip(row.line);
            let blank = lines.find(|(_, line)| line.width() == 0);
            let end = blank.map_or(end, |(line, _)| line).min(top + count);
            let hit = |line: usize| Hit {
                area: Rect {
                    y: area.y + u16::try_from(line - top).unwrap_or(u16::MAX),
                    height: 1,
                    ..area
                },
                action: Action::Select(row.nth),
                opens: row.selected && line == row.line,
            };
            hits.extend((row.line.max(top)..end).map(hit));
        }
        hits
    }

    /// Lines from `start` on must be seen.
    pub(super) fn focus_from(&mut self, start: usize) {
        self.focus = start..self.height();
    }

    /// What stands below the selected row must be seen with it: nothing leads further.
    pub(super) fn focus_to_end(&mut self) {
        self.focus.end = self.height();
    }

    /// The next line must be seen.
    fn focus_line(&mut self) {
        self.focus = self.height()..self.height() + 1;
    }

    /// A line that is being typed, or waits for it. What is seen is around the cursor.
    pub(super) fn input(&mut self, typed: &LineEdit, focused: bool, empty: &str) {
        let (before, after) = typed.split();
        let (before, after) = (sanitise(before), sanitise(after));
        let mark = match focused {
            true => self.ink.clean(Role::Accent, "> "),
            false => self.ink.clean(Role::Muted, "> "),
        };
        let room = self.width.saturating_sub(CURSOR + 1);
        let (seen, column) = self.around_cursor(&before, &after, room);
        let text = match typed.text.is_empty() {
            true => self.ink.muted(empty),
            false => self.ink.clean(Role::Code, seen),
        };
        if focused {
            self.cursor = Some((self.height(), CURSOR + column));
            self.focus_line();
        }
        self.row(vec![mark, text]);
    }

    /// As much of a line as there is room for, and the cursor's column in it.
    fn around_cursor(&self, before: &str, after: &str, room: usize) -> (String, usize) {
        if self.ink.width(before) <= room {
            return (format!("{before}{after}"), self.ink.width(before));
        }
        let mark = self.ink.glyphs().ellipsis;
        let room = room.saturating_sub(self.ink.width(mark));
        let begins = before.char_indices().map(|(at, _)| &before[at..]);
        // What combines with a letter goes with it.
        let whole = |rest: &&str| {
            rest.chars()
                .next()
                .is_some_and(|c| self.ink.width(c.encode_utf8(&mut [0; 4])) > 0)
        };
        let mut fits = begins
            .filter(|rest| self.ink.width(rest) <= room)
            .filter(whole);
        let start = fits.next().unwrap_or_default();
        let seen = format!("{mark}{start}");
        let column = self.ink.width(&seen);
        (seen + after, column)
    }

    /// Draws so many lines that the focus is seen, without telling what is above and
    /// below; which lines those are, from 1.
    pub(super) fn draw_window(&self, area: Rect, buf: &mut Buffer) -> Range<usize> {
        let room = usize::from(area.height);
        let most = self.height().saturating_sub(room);
        let top = self.top_for_focus(room).min(most);
        self.draw_lines(area, buf, top, room);
        top..(top + room).min(self.height())
    }

    /// Draws the lines from `scroll` on; without one, so that the focus is seen.
    /// The last line tells what is above and below.
    pub(super) fn draw(&self, area: Rect, buf: &mut Buffer, scroll: Option<usize>) -> Shown {
        let room = usize::from(area.height);
        let all = self.height();
        if all <= room {
            self.draw_lines(area, buf, 0, all);
            return self.shown(area, 0, 0, room);
        }
        let page = room.saturating_sub(1).max(1);
        let most = all - page;
        let top = scroll.unwrap_or_else(|| self.top_for_focus(page)).min(most);
        self.draw_lines(area, buf, top, page);
        if room > 1 {
            let mark = lines_hidden(self.ink.lang, top, all.saturating_sub(top + page));
            let mark = line(self.ink.fit(vec![self.ink.muted(&mark)], self.width));
            put(
                buf,
                Position::new(area.x, area.bottom() - 1),
                &mark,
                area.width,
            );
        }
        self.shown(area, top, most, page)
    }

    fn shown(&self, area: Rect, top: usize, most: usize, page: usize) -> Shown {
        let cell = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let at = self
            .cursor
            .filter(|(line, _)| (top..top + page).contains(line));
        let cursor = at.map(|(line, column)| {
            let x = area.x.saturating_add(cell(column));
            let y = area.y.saturating_add(cell(line - top));
            Position::new(x.min(area.right().saturating_sub(1)), y)
        });
        Shown {
            most,
            page,
            cursor,
            hits: self.hits(area, top, page),
        }
    }

    /// The top line from which the focus is seen, with a few lines around it; its
    /// beginning counts more than its end.
    fn top_for_focus(&self, page: usize) -> usize {
        let last = self.focus.end.max(self.focus.start + 1);
        let by_end = last.saturating_sub(page);
        by_end.min(self.focus.start)
    }

    fn draw_lines(&self, area: Rect, buf: &mut Buffer, top: usize, count: usize) {
        let rows = (area.y..area.bottom()).zip(self.lines.iter().skip(top).take(count));
        for (y, line) in rows {
            put(buf, Position::new(area.x, y), line, area.width);
        }
    }
}

/// Columns before what stands below the selected row.
const DETAILS: usize = 4;

/// The cells of a row that had to be cut, whole.
fn cut<'t>(columns: &[Column], texts: &'t [String], laid: Option<&TableLine>) -> Vec<&'t str> {
    let shown = laid.map_or(&[][..], |line| &line.cells);
    let cells = texts.iter().zip(shown).zip(columns);
    let is_cut = |cell: &str, text: &str| cell.trim_matches(' ') != text.trim_matches(' ');
    cells
        .filter(|((text, cell), column)| column.overflow != Overflow::Wrap && is_cut(cell, text))
        .map(|((text, _), _)| text.as_str())
        .collect()
}

/// Columns of the cursor and the blank behind it.
pub(super) const CURSOR: usize = 2;

/// The selected row stands out where it would else be plain.
pub(super) fn lifted(role: Role, selected: bool) -> Role {
    match role {
        Role::Plain | Role::Muted if selected => Role::Heading,
        other => other,
    }
}
