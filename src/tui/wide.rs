//! The cells behind wide letters. When a wide letter goes away, what is drawn is
//! told only of the cell that it began in; the one behind it is left to the
//! terminal, and not every console clears it. So it is drawn in any case.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

/// The cells behind the wide letters of the last screen.
#[derive(Debug, Default)]
pub(super) struct Behind(Vec<Position>);

impl Behind {
    /// Has the cells drawn that were behind wide letters, and remembers those that
    /// are now.
    pub(super) fn refresh(&mut self, buf: &mut Buffer) {
        for at in self.0.drain(..) {
            if let Some(cell) = buf.cell_mut(at) {
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
