//! What is read and then left: help, a page, the truth table, a file's lines.

use super::cause;
use crate::i18n::linear::{Line, line, truth_row, truth_verdict};
use crate::i18n::pages::page as page_of;
use crate::i18n::wizard::{Word, line_of, what_is_kept, word};
use crate::i18n::words::{resend, status, truth};
use crate::i18n::{comma, date_time, words};
use crate::linear::page::Page;
use crate::report::RefusedList;
use crate::report::page::lay_out;
use crate::terminal::Role;
use crate::wizard::{Model, Overlay, Viewer};

/// Lines of a file above and below the one that was asked for.
const AROUND: u64 = 5;

/// What lies on top.
pub(in crate::linear) fn on_top(page: &mut Page, model: &Model, overlay: &Overlay) {
    page.blank();
    match overlay {
        Overlay::Help { .. } => {
            page.say(Role::Plain, line(model.lang, Line::Help));
            page.say(Role::Plain, what_is_kept(model.lang, model.keeps_case));
        }
        Overlay::Source(viewer) => source(page, model, viewer),
        Overlay::Page { code, .. } => explained(page, model, *code),
        Overlay::Table { .. } => table(page, model),
        Overlay::Refused { list, .. } => {
            page.say(Role::Heading, resend::heading(model.lang));
            if let Some(list) = list {
                refused(page, model, list);
            }
        }
        Overlay::Plain { text, .. } => page.code("", text),
        _ => {}
    }
}

/// Every place of the value, then the lines around the first.
fn source(page: &mut Page, model: &Model, viewer: &Viewer) {
    let lang = model.lang;
    if viewer.places.len() > 1 {
        page.heading(word(lang, Word::Proof));
        for (nth, place) in viewer.places.iter().enumerate() {
            let at = format!("{}. {}:{}", nth + 1, place.path, place.line);
            page.say(Role::Plain, &at);
            page.code("     ", place.excerpt.trim());
        }
    }
    let head = [viewer.path.clone(), line_of(lang, viewer.line)].join(comma(lang));
    page.heading(&head);
    let first = viewer.line.saturating_sub(AROUND);
    let seen = first..=viewer.line.saturating_add(AROUND);
    let lines = viewer.lines.iter().zip(viewer.first_line..);
    for (text, number) in lines.filter(|(_, number)| seen.contains(number)) {
        let mark = match number == viewer.line {
            true => "> ",
            false => "  ",
        };
        page.code(&format!("{mark}{number}: "), &one_line(text));
    }
}

/// A line of a file is one line here too.
fn one_line(text: &str) -> String {
    match text.is_empty() {
        true => " ".to_owned(),
        false => crate::terminal::sanitise(text).into_owned(),
    }
}

fn explained(page: &mut Page, model: &Model, code: crate::diagnosis::Code) {
    let all = [&model.analysis, &model.verify.newer];
    let mut found = all
        .into_iter()
        .flatten()
        .flat_map(|a| &a.diagnosis.findings);
    if let Some(finding) = found.find(|f| f.code == code) {
        cause::whole(page, model, finding);
        page.blank();
    }
    let Some(text) = page_of(model.lang, code) else {
        return page.say(Role::Muted, word(model.lang, Word::NoPage));
    };
    for line in lay_out(text.text, page.width()) {
        match line.role {
            Role::Code => page.code("", &line.text),
            role if line.text.is_empty() => page.hang("", role, ""),
            role => page.hang("", role, &line.text),
        }
    }
}

/// Each row of the truth table in two sentences.
fn table(page: &mut Page, model: &Model) {
    let lang = model.lang;
    page.say(Role::Heading, truth::heading(lang));
    let rows = model.analysis.as_ref().map_or(&[][..], |a| &a.rows);
    if rows.is_empty() {
        return page.say(Role::Muted, truth::no_rows(lang));
    }
    page.say(Role::Muted, truth::legend(lang));
    for (nth, row) in rows.iter().enumerate() {
        let sent = match &row.thumbprint {
            Some(print) => print.chars().take(8).collect(),
            None => truth::no_certificate(lang).to_owned(),
        };
        let (from, to) = (
            truth::from(lang, row.sender_class),
            truth::to(lang, row.recipient_class),
        );
        let way = (row.server.as_str(), row.connector.as_str());
        super::numbered(
            page,
            nth,
            Role::Plain,
            &truth_row(lang, way, &sent, from, to),
        );
        let answered = truth::answered(lang, row.accepted, row.refused);
        let (a, b) = (
            status(lang, row.organization),
            status(lang, row.connector_condition),
        );
        let predicted = words::relay(lang, row.predicted);
        let role = match row.disagrees() {
            true => Role::Danger,
            false => Role::Plain,
        };
        let mark = if row.disagrees() { "! " } else { "" };
        let said = truth_verdict(lang, a, b, predicted, &answered);
        page.below(role, &format!("{mark}{said}"));
    }
    if rows.iter().any(crate::attribution::Row::disagrees) {
        page.say(Role::Muted, truth::disagrees(lang));
    }
}

fn refused(page: &mut Page, model: &Model, list: &RefusedList) {
    let lang = model.lang;
    let senders = list.senders();
    if senders.is_empty() {
        return page.say(Role::Ok, resend::nobody(lang));
    }
    page.say(Role::Muted, resend::why(lang));
    let time = |at: i64| date_time(lang, at, &model.zone);
    for sender in senders {
        match sender.sender.as_str() {
            "" => page.say(Role::Muted, resend::null_sender(lang)),
            address => page.say(Role::Plain, address),
        }
        let (first, last) = (time(sender.first), time(sender.last));
        page.below(
            Role::Plain,
            &resend::refused(lang, sender.recipients, &first, &last),
        );
        let more = match sender.recipients > sender.to.len() as u64 {
            true => ", ...",
            false => "",
        };
        page.below(Role::Muted, &format!("{}{more}", sender.to.join(", ")));
    }
    if list.unlisted > 0 {
        page.say(Role::Warning, &resend::unlisted(lang, list.unlisted));
    }
}
