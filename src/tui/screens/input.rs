//! A line that is typed, with what would complete it.

use crate::i18n::wizard::{Word, word};
use crate::terminal::Role;
use crate::tui::sheet::Sheet;
use crate::wizard::LineEdit;

pub(super) fn draw(
    sheet: &mut Sheet,
    line: &LineEdit,
    candidates: &[String],
    focused: bool,
    empty: &str,
) {
    sheet.input(line, focused, empty);
    if !candidates.is_empty() {
        let first = format!("  {}: ", word(sheet.ink.lang, Word::Completions));
        let first = sheet.ink.part(Role::Muted, &first);
        sheet.hang_parts(vec![first], Role::Plain, &candidates.join("  "));
    }
}
