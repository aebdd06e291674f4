//! Who must send again: refused mail is not queued.

use super::Draw;
use crate::i18n::date_time;
use crate::i18n::words::resend;
use crate::report::{RefusedList, Resend};
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown, lifted};
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Refused { list, selection }) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.heading(resend::heading(lang));
    match list {
        None => sheet.say(Role::Muted, resend::reading(lang)),
        Some(list) => listed(draw, &mut sheet, list, selection.row),
    }
    draw.show(&sheet, None)
}

fn listed(draw: &Draw, sheet: &mut Sheet, list: &RefusedList, selected: usize) {
    let lang = draw.model.lang;
    let senders = list.senders();
    if senders.is_empty() {
        sheet.say(Role::Ok, resend::nobody(lang));
        return;
    }
    sheet.say(Role::Muted, resend::why(lang));
    let last = senders.len() - 1;
    for (nth, sender) in senders.into_iter().enumerate() {
        let here = nth == selected;
        sheet.blank();
        let start = sheet.height();
        sheet.row_begins(nth, here);
        about(draw, sheet, sender, here);
        if here {
            // What stands above the first is seen with it.
            sheet.focus_from(if nth == 0 { 0 } else { start });
        }
    }
    if list.unlisted > 0 {
        sheet.blank();
        sheet.say(Role::Warning, &resend::unlisted(lang, list.unlisted));
        if selected == last {
            sheet.focus_to_end();
        }
    }
}

fn about(draw: &Draw, sheet: &mut Sheet, sender: &Resend, here: bool) {
    let lang = draw.model.lang;
    let time = |at: i64| date_time(lang, at, &draw.model.zone);
    let first = vec![sheet.cursor(here)];
    match sender.sender.as_str() {
        "" => {
            let nobody = resend::null_sender(lang);
            sheet.hang_parts(first, lifted(Role::Muted, here), nobody);
        }
        address => sheet.hang_parts(first, lifted(Role::Plain, here), address),
    }
    let refused = resend::refused(
        lang,
        sender.recipients,
        &time(sender.first),
        &time(sender.last),
    );
    sheet.hang("    ", Role::Muted, &refused);
    let more = match sender.recipients > sender.to.len() as u64 {
        true => ", ...",
        false => "",
    };
    sheet.hang(
        "    ",
        Role::Muted,
        &format!("{}{more}", sender.to.join(", ")),
    );
}
