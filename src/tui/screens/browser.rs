//! The folder browser.

use super::Draw;
use crate::i18n::wizard::{
    FileWord, Word, entries_left_out, file_word, go_to, marked, rows_shown, word,
};
use crate::i18n::{clock, date};
use crate::terminal::{Role, pad_left, pad_right, sanitise, truncate_middle};
use crate::tui::ink::Part;
use crate::tui::sheet::{CURSOR, Sheet, Shown, lifted};
use crate::wizard::{Browser, BrowserEntry, FileKind, OfferedKind, Overlay};

/// Columns of kind, size and date.
const KIND: usize = 12;
const SIZE: usize = 8;
const DATE: usize = 16;
const GAP: &str = "  ";
/// Columns of the mark of an entry that is taken with others.
const MARK: usize = 4;

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Browser(browser)) = &draw.model.overlay else {
        return Shown::default();
    };
    let head = head(draw, browser);
    let [above, below] = draw.split(head.height());
    head.draw(above, draw.buf, None);
    let room = usize::from(below.height);
    let all = browser.listing.entries.len();
    let said = said(draw, browser);
    if all <= room.saturating_sub(said.height()) {
        let mut sheet = rows(draw, browser, 0, all);
        sheet.append(said);
        return sheet.draw(below, draw.buf, None);
    }
    // Of many entries only those are made into lines that can be seen.
    let foot = said.height() + 1;
    let page = room.saturating_sub(foot).max(1);
    let top = browser
        .selection
        .row
        .saturating_sub(page / 2)
        .min(all - page);
    let sheet = rows(draw, browser, top, page);
    let middle = ratatui::layout::Rect {
        height: u16::try_from(page)
            .unwrap_or(below.height)
            .min(below.height),
        ..below
    };
    // Lines of the selected entry besides its own push others out at the bottom.
    let shown = (2 * page).saturating_sub(sheet.height());
    let seen = sheet.draw_window(middle, draw.buf);
    let hits = sheet.hits(middle, seen.start, page);
    let mut last = draw.sheet();
    last.append(said);
    let text = rows_shown(draw.model.lang, top + 1, top + shown, all);
    last.say(Role::Muted, &text);
    let bottom = ratatui::layout::Rect {
        y: middle.bottom(),
        height: below.bottom().saturating_sub(middle.bottom()),
        ..below
    };
    last.draw(bottom, draw.buf, Some(0));
    Shown {
        page,
        hits,
        ..Shown::default()
    }
}

/// Where one is, what is typed, and how many are marked.
fn head<'m>(draw: &Draw<'m, '_>, browser: &Browser) -> Sheet<'m> {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let mut head = draw.sheet();
    let path = match browser.path.as_os_str().is_empty() {
        true => file_word(lang, FileWord::Roots).into(),
        false => browser.path.to_string_lossy(),
    };
    let label = vec![ink.muted(&format!("{}: ", word(lang, Word::Folder)))];
    head.hang_parts(label, Role::Heading, &path);
    let mut parts: Vec<Part> = Vec::new();
    if !browser.typed.is_empty() {
        parts.push(ink.part(Role::Accent, &go_to(lang, &browser.typed)));
        if browser.finds_nothing() {
            let nothing = file_word(lang, FileWord::FindsNothing);
            parts.push(ink.part(Role::Warning, &format!("{GAP}{nothing}")));
        }
        parts.push(ink.plain(GAP));
    }
    if !browser.marked.is_empty() {
        parts.push(ink.part(Role::Accent, &marked(lang, browser.marked.len())));
    }
    head.row(parts);
    head
}

/// What is to be said of the folder as a whole.
fn said<'m>(draw: &Draw<'m, '_>, browser: &Browser) -> Sheet<'m> {
    let lang = draw.model.lang;
    let mut sheet = draw.sheet();
    let listing = &browser.listing;
    match &browser.trouble {
        Some(trouble) => sheet.say(Role::Danger, trouble),
        None if !browser.arrived => sheet.say(Role::Muted, file_word(lang, FileWord::Listing)),
        None if listing.entries.is_empty() => sheet.say(Role::Muted, word(lang, Word::EmptyFolder)),
        None => {}
    }
    if listing.left_out > 0 {
        sheet.say(Role::Warning, &entries_left_out(lang, listing.left_out));
    }
    if listing.more {
        sheet.say(Role::Warning, file_word(lang, FileWord::OnlyFirst));
    }
    sheet
}

fn rows<'m>(draw: &Draw<'m, '_>, browser: &Browser, top: usize, count: usize) -> Sheet<'m> {
    let mut sheet = draw.sheet();
    let entries = browser.listing.entries.iter().enumerate();
    for (nth, entry) in entries.skip(top).take(count) {
        let here = nth == browser.selection.row;
        let start = sheet.height();
        sheet.row_begins(nth, here);
        row(draw, &mut sheet, browser, entry, here);
        if here {
            sheet.focus_from(start);
        }
    }
    sheet
}

fn row(draw: &Draw, sheet: &mut Sheet, browser: &Browser, entry: &BrowserEntry, here: bool) {
    let (lang, ink) = (draw.model.lang, draw.ink);
    let ambiguous = ink.theme.ambiguous;
    let is_marked = browser.is_marked(entry);
    let mark = match browser.marked.is_empty() {
        true => String::new(),
        false if is_marked => "[x] ".to_owned(),
        false => "[ ] ".to_owned(),
    };
    let marks = if mark.is_empty() { 0 } else { MARK };
    let right = KIND + SIZE + DATE + 3 * GAP.len();
    let room = sheet.width.saturating_sub(CURSOR + marks + right);
    let folder = entry.is_folder && entry.offered.is_none();
    let slash = match folder && !entry.name.ends_with(['/', '\\']) {
        true => "/",
        false => "",
    };
    let name = format!("{}{slash}", sanitise(&entry.name));
    let kind = kind(draw, entry);
    let role = match (entry.is_folder, &kind) {
        (true, _) => Role::Accent,
        (false, Some(_)) if !entry.hidden && !entry.closed => lifted(Role::Plain, here),
        (false, _) => lifted(Role::Muted, here),
    };
    let mut parts = vec![sheet.cursor(here), ink.clean(Role::Accent, mark)];
    // Where paths begin the whole path stands, with what it is for below it.
    if let Some(offered) = entry.offered {
        let path = truncate_middle(
            &name,
            sheet.width - CURSOR - marks,
            ink.glyphs().ellipsis,
            ambiguous,
        );
        parts.push(ink.clean(role, path));
        sheet.row(parts);
        sheet.hang("    ", Role::Muted, file_word(lang, offered_word(offered)));
        return;
    }
    let cut = truncate_middle(&name, room, ink.glyphs().ellipsis, ambiguous);
    let is_cut = *cut != name;
    let size = entry
        .bytes
        .map(crate::i18n::words::size)
        .unwrap_or_default();
    let cell = |text: &str, columns| pad_right(&ink.cut(text, columns), columns, ambiguous);
    parts.push(ink.clean(role, pad_right(&cut, room, ambiguous)));
    let (kind_role, kind) = kind.unwrap_or((Role::Muted, ""));
    parts.push(ink.clean(kind_role, format!("{GAP}{}", cell(kind, KIND))));
    parts.push(ink.clean(
        Role::Muted,
        format!("{GAP}{}", pad_left(&size, SIZE, ambiguous)),
    ));
    let when = entry.modified.map(|t| when(draw, t)).unwrap_or_default();
    parts.push(ink.clean(Role::Muted, format!("{GAP}{when}")));
    sheet.row(parts);
    if here && is_cut {
        sheet.hang("    ", Role::Plain, &entry.name);
    }
}

fn when(draw: &Draw, seconds: i64) -> String {
    let (lang, zone) = (draw.model.lang, &draw.model.zone);
    let day = date(lang, seconds, zone);
    format!(
        "{day} {}",
        clock(lang, seconds.saturating_mul(1000), zone, false)
    )
}

/// What a file seems to be, or what keeps one from it.
fn kind(draw: &Draw, entry: &BrowserEntry) -> Option<(Role, &'static str)> {
    let (role, word) = match entry {
        BrowserEntry { closed: true, .. } => (Role::Warning, FileWord::Closed),
        BrowserEntry { hidden: true, .. } => (Role::Muted, FileWord::Hidden),
        BrowserEntry {
            is_folder: true, ..
        } => return None,
        _ => (Role::Ok, kind_word(FileKind::of(&entry.name)?)),
    };
    Some((role, file_word(draw.model.lang, word)))
}

fn kind_word(kind: FileKind) -> FileWord {
    match kind {
        FileKind::Log => FileWord::Log,
        FileKind::Hybrid => FileWord::Hybrid,
        FileKind::Mail => FileWord::Mail,
        FileKind::Certificate => FileWord::Certificate,
        FileKind::Output => FileWord::Output,
        FileKind::Archive => FileWord::Archive,
    }
}

/// What lies in a folder that is offered.
pub(super) fn offered_word(kind: OfferedKind) -> FileWord {
    match kind {
        OfferedKind::HubLogs => FileWord::HubLogs,
        OfferedKind::FrontEndLogs => FileWord::FrontEndLogs,
        OfferedKind::EdgeLogs => FileWord::EdgeLogs,
        OfferedKind::TransportLogs => FileWord::TransportLogs,
        OfferedKind::HybridLogs => FileWord::HybridLogs,
        OfferedKind::Downloads => FileWord::Downloads,
        OfferedKind::Desktop => FileWord::Desktop,
    }
}
