//! What is missing: why, and the exact commands. Needs that the same commands
//! settle stand together.

use super::next::collect_place;
use super::page::{INDENT, Lead, Page};
use super::{TextInput, words};
use crate::diagnosis::{Need, NeedReason};
use crate::i18n::words::{Heading, heading};
use crate::i18n::{need, place};
use crate::remedy::Role as AdminRole;
use crate::remedy::collect::{Collect, collect};
use crate::terminal::Role;

/// Who may switch protocol logging on.
const WRITER: AdminRole = AdminRole::OrganizationManagement;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let lang = report.lang;
    let groups = groups(report);
    if groups.is_empty() {
        return;
    }
    page.heading(heading(lang, Heading::MissingEvidence));
    for (nth, (needs, commands)) in groups.iter().enumerate() {
        if nth > 0 {
            page.blank();
        }
        for need_of in needs {
            let lead = Lead {
                indent: INDENT,
                parts: vec![(Role::Plain, format!("{} ", page.glyphs.bullet))],
            };
            page.entry(&lead, Role::Plain, &need(lang, &need_of.reason));
        }
        for command in commands {
            write_command(page, report, needs, command, commands.len());
        }
    }
}

pub(in crate::report) fn groups<'a>(report: &TextInput<'a>) -> Vec<(Vec<&'a Need>, Vec<Collect>)> {
    let mut groups: Vec<(Vec<&Need>, Vec<Collect>)> = Vec::new();
    for need in &report.diagnosis.needs {
        let commands = collect(report.facts, &need.reason);
        match groups.iter_mut().find(|(_, known)| *known == commands) {
            Some((needs, _)) => needs.push(need),
            None => groups.push((vec![need], commands)),
        }
    }
    groups
}

fn write_command(
    page: &mut Page,
    report: &TextInput,
    needs: &[&Need],
    collect: &Collect,
    of: usize,
) {
    let lang = report.lang;
    let logging = |need: &&Need| matches!(need.reason, NeedReason::ProtocolLogging { .. });
    // Beside the commands for each version, the one without a version sets something.
    let sets = needs.iter().any(logging) || (of > 1 && collect.version.is_none());
    let label = match sets {
        true => {
            let place = place(lang, collect.place);
            let place = words::place_as(lang, place, WRITER.name());
            words::decide_first(lang, &place, words::switches_logging_on(lang))
        }
        false => collect_place(report, collect),
    };
    page.prose(2 * INDENT, Role::Muted, &label);
    page.command(3 * INDENT, &collect.command);
}
