//! Who must send again: refused mail is not queued.

use super::Draw;
use crate::i18n::date_time;
use crate::i18n::words::resend;
use crate::report::{RefusedList, Resend};
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown};
use crate::wizard::Overlay;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Refused { list, scroll }) = &draw.model.overlay else {
        return Shown::default();
    };
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    sheet.heading(resend::heading(lang));
    match list {
        None => sheet.say(Role::Muted, resend::reading(lang)),
        Some(list) => listed(draw, &mut sheet, list),
    }
    draw.show(&sheet, Some(*scroll))
}

fn listed(draw: &Draw, sheet: &mut Sheet, list: &RefusedList) {
    let lang = draw.model.lang;
    let senders = list.senders();
    if senders.is_empty() {
        sheet.say(Role::Ok, resend::nobody(lang));
        return;
    }
    sheet.say(Role::Muted, resend::why(lang));
    for sender in senders {
        sheet.blank();
        about(draw, sheet, sender);
    }
    if list.unlisted > 0 {
        sheet.blank();
        sheet.say(Role::Warning, &resend::unlisted(lang, list.unlisted));
    }
}

fn about(draw: &Draw, sheet: &mut Sheet, sender: &Resend) {
    let lang = draw.model.lang;
    let time = |at: i64| date_time(lang, at, &draw.model.zone);
    match sender.sender.as_str() {
        "" => sheet.say(Role::Muted, resend::null_sender(lang)),
        address => sheet.say(Role::Plain, address),
    }
    let refused = resend::refused(
        lang,
        sender.recipients,
        &time(sender.first),
        &time(sender.last),
    );
    sheet.hang("  ", Role::Muted, &refused);
    let more = match sender.recipients > sender.to.len() as u64 {
        true => ", ...",
        false => "",
    };
    sheet.hang(
        "  ",
        Role::Muted,
        &format!("{}{more}", sender.to.join(", ")),
    );
}
