//! Rows of cells in columns that fit the screen.

use super::width::{Ambiguous, pad_left, pad_right, truncate, truncate_middle, width};
use super::wrap::{Wrapping, wrap};

/// What to do with a cell that is wider than its column has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// The column is not made narrower as long as any other can be: labels,
    /// numbers, codes. As a last resort it is cut like [`Overflow::CutEnd`].
    Keep,
    /// The end is cut: what matters stands in front.
    CutEnd,
    /// The middle is cut: names that differ at their ends.
    CutMiddle,
    /// The cell takes more lines: sentences.
    Wrap,
}

/// On which side the blanks of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// How one column behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which side its cells stand on.
    pub align: Align,
    /// What happens when there is no room.
    pub overflow: Overflow,
    /// Columns below which it is made narrower only when all are at theirs.
    pub min: usize,
}

impl Column {
    /// A left-aligned column.
    pub const fn left(overflow: Overflow, min: usize) -> Self {
        Self {
            align: Align::Left,
            overflow,
            min,
        }
    }

    /// A right-aligned column that keeps its width.
    pub const fn number() -> Self {
        Self {
            align: Align::Right,
            overflow: Overflow::Keep,
            min: 0,
        }
    }
}

/// A table to be laid out. Cells must be sanitised, and are not painted yet.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// The columns; cells beyond them are ignored, missing ones are empty.
    pub columns: &'a [Column],
    /// Columns of the screen that no line may pass.
    pub width: usize,
    /// Blanks between two columns.
    pub gap: usize,
    /// Stands where a cell was cut.
    pub ellipsis: &'a str,
    /// Width of ambiguous characters.
    pub ambiguous: Ambiguous,
}

/// One line of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableLine {
    /// The row that it belongs to, counted from 0; a wrapped row has several lines.
    pub row: usize,
    /// The cells, each filled up with blanks to the width of its column (the last
    /// one only if it is right-aligned), ready to be painted and joined with the gap.
    pub cells: Vec<String>,
}

impl Table<'_> {
    /// The lines of the rows. Without room for all columns those on the right
    /// get none and are left out.
    pub fn lay_out<S: AsRef<str>>(&self, rows: &[Vec<S>]) -> Vec<TableLine> {
        let widths = self.widths(rows);
        let mut lines = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            let columns: Vec<Vec<String>> = (self.columns.iter().zip(&widths).enumerate())
                .map(|(nth, (column, &room))| {
                    self.cell(cells.get(nth).map_or("", AsRef::as_ref), *column, room)
                })
                .collect();
            let height = columns.iter().map(Vec::len).max().unwrap_or(0);
            lines.extend((0..height).map(|line| TableLine {
                row,
                cells: self.line(&columns, &widths, line),
            }));
        }
        lines
    }

    /// The lines as plain text without blanks at their ends.
    pub fn lines<S: AsRef<str>>(&self, rows: &[Vec<S>]) -> Vec<String> {
        let gap = " ".repeat(self.gap);
        let join = |line: TableLine| line.cells.join(&gap).trim_end_matches(' ').to_owned();
        self.lay_out(rows).into_iter().map(join).collect()
    }

    /// The lines of one cell, within `room`.
    fn cell(&self, text: &str, column: Column, room: usize) -> Vec<String> {
        match column.overflow {
            Overflow::Keep | Overflow::CutEnd => {
                vec![truncate(text, room, self.ellipsis, self.ambiguous).into_owned()]
            }
            Overflow::CutMiddle => {
                vec![truncate_middle(text, room, self.ellipsis, self.ambiguous).into_owned()]
            }
            Overflow::Wrap => {
                let how = Wrapping {
                    ambiguous: self.ambiguous,
                    ..Wrapping::new(room)
                };
                let lines = wrap(text, &how);
                // A Japanese character does not fit into one column, not even wrapped.
                let fit = |line: String| {
                    truncate(&line, room, self.ellipsis, self.ambiguous).into_owned()
                };
                lines.into_iter().map(fit).collect()
            }
        }
    }

    /// The `nth` line of a row from the lines of its cells.
    fn line(&self, columns: &[Vec<String>], widths: &[usize], nth: usize) -> Vec<String> {
        let last = widths.len().saturating_sub(1);
        (self.columns.iter().zip(columns).zip(widths).enumerate())
            .map(|(at, ((column, lines), &room))| {
                let text = lines.get(nth).map_or("", String::as_str);
                match column.align {
                    Align::Right => pad_left(text, room, self.ambiguous),
                    Align::Left if at == last => text.to_owned(),
                    Align::Left => pad_right(text, room, self.ambiguous),
                }
            })
            .collect()
    }

    /// The widths of the columns that are shown; with the gaps they fit the screen.
    fn widths<S: AsRef<str>>(&self, rows: &[Vec<S>]) -> Vec<usize> {
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|nth| {
                let cells = rows.iter().filter_map(|row| row.get(nth));
                let widest = cells
                    .map(|cell| widest_line(cell.as_ref(), self.ambiguous))
                    .max();
                // More than the screen is never needed, and would be long to shrink.
                widest.unwrap_or(0).min(self.width)
            })
            .collect();
        // Columns for which there is not even one blank are not shown.
        let shown = (self.width + self.gap) / (self.gap + 1);
        widths.truncate(shown);
        let room = self
            .width
            .saturating_sub(self.gap * widths.len().saturating_sub(1));
        let floors: [fn(&Column) -> usize; 3] = [
            |column| {
                if column.overflow == Overflow::Keep {
                    usize::MAX
                } else {
                    column.min
                }
            },
            |column| {
                if column.overflow == Overflow::Keep {
                    usize::MAX
                } else {
                    1
                }
            },
            |_| 1,
        ];
        for floor in floors {
            let floors: Vec<usize> = self.columns.iter().map(floor).collect();
            shrink(&mut widths, &floors, room);
        }
        widths
    }
}

/// Takes from the widest columns until all fit or are at their floors.
fn shrink(widths: &mut [usize], floors: &[usize], room: usize) {
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let widest = widths
            .iter_mut()
            .zip(floors)
            .filter(|(width, floor)| **width > **floor)
            .map(|(width, _)| width)
            .max_by_key(|width| **width);
        let Some(widest) = widest else {
            return;
        };
        *widest -= 1;
        excess -= 1;
    }
}

/// Columns of the widest line: cells that wrap may hold several.
fn widest_line(text: &str, ambiguous: Ambiguous) -> usize {
    text.split('\n')
        .map(|line| width(line, ambiguous))
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COLUMNS: [Column; 4] = [
        Column::left(Overflow::Keep, 0),
        Column::number(),
        Column::left(Overflow::CutMiddle, 12),
        Column::left(Overflow::Wrap, 10),
    ];

    fn table(width: usize) -> Table<'static> {
        Table {
            columns: &COLUMNS,
            width,
            gap: 2,
            ellipsis: "…",
            ambiguous: Ambiguous::Narrow,
        }
    }

    fn rows() -> Vec<Vec<&'static str>> {
        vec![
            vec![
                "送信",
                "826",
                "Inbound from 3f2a8c1e-9b1c",
                "refused since the new certificate",
            ],
            vec!["受信 x", "4", "Inbound", "受け付け"],
            vec!["a"],
        ]
    }

    #[test]
    fn room_enough() {
        assert_eq!(
            table(80).lines(&rows()),
            [
                "送信    826  Inbound from 3f2a8c1e-9b1c  refused since the new certificate",
                "受信 x    4  Inbound                     受け付け",
                "a",
            ]
        );
    }

    #[test]
    fn the_widest_give_way_first() {
        assert_eq!(
            table(44).lines(&rows()),
            [
                "送信    826  Inbound fr…9b1c  refused since",
                "                              the new",
                "                              certificate",
                "受信 x    4  Inbound          受け付け",
                "a",
            ]
        );
    }

    #[test]
    fn lines_know_their_rows() {
        let rows: Vec<usize> = table(44)
            .lay_out(&rows())
            .iter()
            .map(|line| line.row)
            .collect();
        assert_eq!(rows, [0, 0, 0, 1, 2]);
    }

    #[test]
    fn columns_without_room_are_left_out() {
        assert_eq!(table(4).lines(&[vec!["ab", "12", "c", "d"]]), ["…  …"]);
    }

    proptest! {
        #[test]
        fn no_line_passes_the_width(
            rows in proptest::collection::vec(
                proptest::collection::vec("([ -~あ-ん漢。…\n]|e\u{301}){0,30}", 0..6),
                0..6,
            ),
            columns in proptest::collection::vec(
                (
                    proptest::sample::select(vec![Align::Left, Align::Right]),
                    proptest::sample::select(vec![
                        Overflow::Keep, Overflow::CutEnd, Overflow::CutMiddle, Overflow::Wrap,
                    ]),
                    0_usize..20,
                )
                    .prop_map(|(align, overflow, min)| Column { align, overflow, min }),
                0..6,
            ),
            screen in 0_usize..80,
            gap in 0_usize..4,
            wide in any::<bool>(),
        ) {
            let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
            let table = Table { columns: &columns, width: screen, gap, ellipsis: "…", ambiguous };
            // Cells of one line, as the columns that cut expect them.
            let rows: Vec<Vec<String>> = rows
                .into_iter()
                .map(|row| row.into_iter().map(|cell| cell.replace('\n', " ")).collect())
                .collect();
            for line in table.lines(&rows) {
                prop_assert!(width(&line, ambiguous) <= screen, "{:?}", line);
            }
        }
    }
}
