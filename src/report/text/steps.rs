//! The steps of the recommended option, commands whole.

use super::next::where_and_who;
use super::page::{INDENT, Lead, Page};
use super::{TextInput, words};
use crate::i18n::{applicability, option_name, place, resets, step_text, step_title};
use crate::remedy::{Applicability, Lines, Place, Step};
use crate::terminal::Role;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let lang = report.lang;
    let Some(option) = report.plan.recommended() else {
        return;
    };
    page.heading(&words::steps_heading(lang, option_name(lang, option.id)));
    if !option.resets.is_empty() {
        let resets = words::writes_over(lang, &resets(lang, &option.resets));
        page.prose(INDENT, Role::Plain, &resets);
        page.blank();
    }
    all(page, report, &option.steps);
}

/// Steps in their order, numbered.
pub(super) fn all(page: &mut Page, report: &TextInput, steps: &[Step]) {
    let lang = report.lang;
    let columns = steps.len().to_string().len() + 2;
    let mut said = String::new();
    for (nth, step) in steps.iter().enumerate() {
        if nth > 0 {
            page.blank();
        }
        let number = page.pad(&format!("{}.", nth + 1), columns);
        let text = step_text(lang, step);
        // What was said of the step before needs not be said again.
        let new = if text == said { "" } else { &text };
        write_step(page, report, step, number, new);
        said = text;
    }
}

fn write_step(page: &mut Page, report: &TextInput, step: &Step, number: String, text: &str) {
    let lang = report.lang;
    let inner = INDENT + page.columns(&number);
    let lead = Lead {
        indent: INDENT,
        parts: vec![(Role::Heading, number)],
    };
    page.entry(&lead, Role::Heading, &step_title(lang, step));
    let shell = where_and_who(report, step);
    match (step.place, step.applicability) {
        (Place::Wait, _) => {}
        (_, Applicability::NeedsReview) => {
            let decide = applicability(lang, step.applicability);
            let place = words::decide_first(lang, &shell, decide);
            page.prose(inner, Role::Muted, &place);
        }
        _ => page.prose(inner, Role::Muted, &shell),
    }
    if !text.is_empty() {
        page.prose(inner, Role::Plain, text);
    }
    if let Some(command) = &step.command {
        page.command(inner + INDENT, command);
    }
    labelled(page, inner, words::undo(lang), step.rollback.as_ref());
    // What was done in a browser is seen from the tenant's shell.
    let check = match step.place {
        Place::Browser => words::check_in(lang, place(lang, Place::ExchangeOnline)),
        _ => words::check(lang).to_owned(),
    };
    labelled(page, inner, &check, step.check.as_ref());
}

/// A label on its own line, so that the command below can be selected whole.
fn labelled(page: &mut Page, indent: usize, label: &str, lines: Option<&Lines>) {
    if let Some(lines) = lines {
        page.prose(indent, Role::Muted, label);
        page.command(indent + INDENT, lines);
    }
}
