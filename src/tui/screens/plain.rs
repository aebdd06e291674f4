//! A text alone, to be selected with the terminal's own means.

use super::Draw;
use crate::i18n::wizard::{Word, word};
use crate::terminal::Role;
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Plain { text, scroll }) = &draw.model.overlay else {
        return Shown::default();
    };
    let mut head = draw.sheet();
    head.say(Role::Muted, word(draw.model.lang, Word::PlainHint));
    head.blank();
    let [above, below] = draw.split(head.height());
    head.draw(above, draw.buf, None);
    let mut sheet = draw.sheet();
    // From the first column and without marks: what is selected is the text.
    sheet.bare(text);
    sheet.draw(below, draw.buf, Some(*scroll))
}
