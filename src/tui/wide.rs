//! Letters of more than one cell: how they are written, and the cells behind them. When
//! a wide letter goes away, what is drawn is told only of the cell that it began in; the
//! one behind it is left to the terminal, and not every console clears it. So it is
//! drawn in any case.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Position;
use ratatui::text::Line;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The sound marks of half-width katakana, a column each. `Buffer::set_line` adds a
/// column for them that the width has already.
const MARKS: [char; 2] = ['\u{ff9e}', '\u{ff9f}'];

/// Writes a line from a cell on, within so many columns.
pub(super) fn put(buf: &mut Buffer, at: Position, line: &Line, columns: u16) {
    if !line.spans.iter().any(|span| span.content.contains(MARKS)) {
        buf.set_line(at.x, at.y, line, columns);
        return;
    }
    let end = at.x.saturating_add(columns).min(buf.area.right());
    let mut x = at.x;
    for span in &line.spans {
        for letter in span.content.graphemes(true) {
            let wide = u16::try_from(letter.width()).unwrap_or(u16::MAX);
            let Some(wide) = NonZeroU16::new(wide) else {
                continue;
            };
            let Some(next) = x.checked_add(wide.get()).filter(|next| *next <= end) else {
                return;
            };
            for behind in x..next {
                buf[(behind, at.y)].reset();
            }
            let cell = &mut buf[(x, at.y)];
            cell.set_symbol(letter)
                .set_style(line.style.patch(span.style));
            if letter.contains(MARKS) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(wide));
            }
            x = next;
        }
    }
}

/// The cells behind the wide letters of the last screen.
#[derive(Debug, Default)]
pub(super) struct Behind(Vec<Position>);

impl Behind {
    /// Has the cells drawn that were behind wide letters, and remembers those that
    /// are now.
    pub(super) fn refresh(&mut self, buf: &mut Buffer) {
        for at in self.0.drain(..) {
            if let Some(cell) = buf.cell_mut(at)
                && cell.diff_option == CellDiffOption::None
            {
                cell.set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
        for y in buf.area.top()..buf.area.bottom() {
            for x in buf.area.left()..buf.area.right() {
                let is_wide = buf.cell((x, y)).is_some_and(|c| c.symbol().width() > 1);
                if is_wide {
                    self.0.push(Position::new(x + 1, y));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::text::Span;

    use super::*;

    #[test]
    fn a_sound_mark_of_half_width_katakana_takes_one_column() {
        for (text, columns, expected) in [
            ("ﾊﾞｸﾞ|", 8, "ﾊﾞ ｸﾞ |   "),
            ("aﾞ漢|", 8, "aﾞ 漢 |   "),
            ("ﾊﾞｸﾞ|", 3, "ﾊﾞ       "),
            ("e\u{301}ﾟ|", 8, "e\u{301}ﾟ |     "),
        ] {
            let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
            let line = Line::from(vec![Span::raw(text)]);
            put(&mut buf, Position::new(0, 0), &line, columns);
            let symbols: String = buf.content.iter().map(|c| c.symbol()).collect();
            assert_eq!(symbols.trim_end(), expected.trim_end(), "{text}");
            let bar = buf.content.iter().position(|c| c.symbol() == "|");
            let before = text.trim_end_matches('|').width();
            assert_eq!(
                bar,
                (before < usize::from(columns)).then_some(before),
                "{text}"
            );
        }
    }
}
