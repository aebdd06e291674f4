//! The three ways out, the recommended one first.

use super::page::{INDENT, Lead, Page};
use super::{TextInput, words};
use crate::i18n::words::{Heading, heading, relay};
use crate::i18n::{option_name, option_why, text};
use crate::remedy::{OptionWhy, PlanOption};
use crate::terminal::Role;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    // With nothing to mend there is nothing to choose from.
    let settled = |o: &PlanOption| matches!(o.why, OptionWhy::NothingToMend | OptionWhy::NoHybrid);
    if report.plan.options.iter().all(settled) {
        return;
    }
    page.heading(heading(report.lang, Heading::Options));
    for option in &report.plan.options {
        write_option(page, option);
    }
}

fn write_option(page: &mut Page, option: &PlanOption) {
    let lang = page.lang;
    let (mark, role) = match option.recommended {
        true => (page.glyphs.cursor, Role::Accent),
        false => (page.glyphs.neutral, Role::Plain),
    };
    let lead = Lead {
        indent: INDENT,
        parts: vec![(role, format!("{mark} "))],
    };
    let name = option_name(lang, option.id);
    let name = match (option.recommended, option.offered) {
        (true, _) => format!("{name} ({})", words::recommended(lang)),
        (false, false) => format!("{name} ({})", words::not_offered(lang)),
        (false, true) => name.to_owned(),
    };
    page.entry(&lead, role, &name);
    let why = option_why(lang, option.why, Some(option));
    let taken = INDENT + page.columns(mark) + 1;
    match option.offered {
        true => {
            let predicted = words::predicted(lang, relay(lang, option.predicted));
            let semicolon = text!(lang, "; ", "。");
            page.prose(taken, Role::Plain, &format!("{why}{semicolon}{predicted}"));
        }
        false => page.prose(taken, Role::Muted, why),
    }
}
