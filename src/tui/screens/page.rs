//! The page of a finding: what was found in this case, then the page as it is
//! written, its Markdown shown simply.

use super::{Draw, cause};
use crate::i18n::pages::page;
use crate::i18n::wizard::{Word, word};
use crate::report::page::lay_out;
use crate::terminal::Role;
use crate::tui::sheet::Shown;
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Page { code, scroll }) = draw.model.overlay else {
        return Shown::default();
    };
    let mut sheet = draw.sheet();
    let finding = draw
        .analysis()
        .and_then(|a| a.diagnosis.findings.iter().find(|f| f.code == code));
    if let Some(finding) = finding {
        cause::whole(draw, &mut sheet, finding);
        sheet.blank();
    }
    match page(draw.model.lang, code) {
        Some(page) => {
            for line in lay_out(page.text, sheet.width) {
                match line.role {
                    Role::Code => sheet.code(sheet.margin(2), line.text.trim_start()),
                    role => sheet.row(vec![draw.ink.part(role, &line.text)]),
                }
            }
        }
        None => sheet.say(Role::Muted, word(draw.model.lang, Word::NoPage)),
    }
    draw.show(&sheet, Some(scroll))
}
