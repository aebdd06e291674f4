//! The one command to run: what the report ends with.

use super::page::{INDENT, Page};
use super::{TextInput, words};
use crate::attribution::Status;
use crate::diagnosis::NeedReason;
use crate::evidence::reply::ReplyKind;
use crate::i18n::words::{Heading, heading, source_kind};
use crate::i18n::{need, next_action, place, step_title, text};
use crate::remedy::collect::{Collect, collect};
use crate::remedy::{Applicability, Lines, Place, PlanOption, Step};
use crate::terminal::Role;

/// A command with where it runs.
#[derive(Debug)]
pub(in crate::report) struct Command {
    pub(in crate::report) lines: Lines,
    /// The shell and the role group.
    pub(in crate::report) place: String,
    /// How it stands to what is to be done.
    pub(in crate::report) when: When,
}

/// When a command runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum When {
    /// It is what is to be done now.
    Now,
    /// It gathers what is missing, beside something that is no command.
    Beside,
    /// It shows whether what is no command worked.
    After,
}

/// What to do next.
#[derive(Debug, Default)]
pub(in crate::report) struct Next {
    /// What to do (raw).
    pub(in crate::report) title: Option<String>,
    /// Where, when no command says it.
    pub(in crate::report) place: Option<String>,
    /// The command.
    pub(in crate::report) command: Option<Command>,
    /// What follows the command and is none itself: a browser, an import (raw).
    pub(in crate::report) then: Option<String>,
}

/// The first step of the recommended option that changes something. Where that is
/// no command, the command before it, since a later one could not work yet; with
/// none before it, the one that shows afterwards whether it worked. Without an
/// option, the first command for what is missing.
pub(in crate::report) fn next(report: &TextInput) -> Next {
    let of_plan = report.plan.recommended().and_then(|o| of_option(report, o));
    of_plan
        .or_else(|| of_another_fault(report))
        .or_else(|| gather(report))
        .unwrap_or_default()
}

/// What to do about another fault (RD001), where nothing in the evidence is 5.7.64: what
/// is missing to judge relay would not mend it.
fn of_another_fault(report: &TextInput) -> Option<Next> {
    let is_ours = |kind| matches!(kind, ReplyKind::TenantAttribution | ReplyKind::Attr36);
    if report.facts.symptoms.iter().any(|s| is_ours(s.kind))
        || report.diagnosis.relay == Status::Broken
    {
        return None;
    }
    let other = report.diagnosis.finding(1)?;
    Some(Next {
        title: Some(next_action(report.lang, other)),
        ..Next::default()
    })
}

fn of_option(report: &TextInput, option: &PlanOption) -> Option<Next> {
    let acts = |s: &Step| s.applicability != Applicability::ReadOnly && s.place != Place::Wait;
    let at = option.steps.iter().position(acts)?;
    let (before, rest) = option.steps.split_at(at);
    let (acting, after) = rest.split_first()?;
    let title = |step| Some(step_title(report.lang, step));
    if acting.command.is_some() {
        return Some(Next {
            title: title(acting),
            command: command_of(report, acting),
            ..Next::default()
        });
    }
    if let Some(first) = before.iter().find(|step| step.command.is_some()) {
        return Some(Next {
            title: title(first),
            command: command_of(report, first),
            then: title(acting),
            ..Next::default()
        });
    }
    let check = acting.check.clone().map(|lines| Command {
        lines,
        place: place(report.lang, Place::ExchangeOnline).to_owned(),
        when: When::After,
    });
    let later = || after.iter().find_map(|step| command_of(report, step));
    let beside = || {
        let Next { title, command, .. } = gather(report)?;
        let place = [title?, command.as_ref()?.place.clone()];
        Some(Command {
            lines: command?.lines,
            place: place.join(text!(report.lang, ". ", "。")),
            when: When::Beside,
        })
    };
    let later = || {
        later().map(|c| Command {
            when: When::After,
            ..c
        })
    };
    Some(Next {
        title: title(acting),
        place: Some(where_and_who(report, acting)),
        command: check.or_else(beside).or_else(later),
        ..Next::default()
    })
}

fn command_of(report: &TextInput, step: &Step) -> Option<Command> {
    let lines = step.command.clone()?;
    Some(Command {
        lines,
        place: where_and_who(report, step),
        when: When::Now,
    })
}

/// Place and role of a step in one line.
pub(in crate::report) fn where_and_who(report: &TextInput, step: &Step) -> String {
    let place = place(report.lang, step.place);
    match step.role {
        Some(role) => words::place_as(report.lang, place, role.name()),
        None => place.to_owned(),
    }
}

fn gather(report: &TextInput) -> Option<Next> {
    let needed = report.diagnosis.needs.first().map(|need| &need.reason);
    // What is left open although nothing is missing, a newer log may settle.
    let open = report.diagnosis.relay != Status::Met;
    let reason = needed.or(open.then_some(&NeedReason::NewerLog))?;
    let command = collect(report.facts, reason).into_iter().next();
    if command.is_none() {
        return Some(without_command(report, reason));
    }
    Some(Next {
        title: Some(words::gather(
            report.lang,
            source_kind(report.lang, reason.kind()),
        )),
        command: command.map(|c| Command {
            place: collect_place(report, &c),
            lines: c.command,
            when: When::Now,
        }),
        then: Some(words::run_again(report.lang).to_owned()),
        ..Next::default()
    })
}

/// What is told in words, and beside it the first of what else is missing.
fn without_command(report: &TextInput, reason: &NeedReason) -> Next {
    let mut needs = report.diagnosis.needs.iter().map(|n| &n.reason);
    let beside = needs.find_map(|r| Some((r, collect(report.facts, r).into_iter().next()?)));
    let command = beside.map(|(reason, collect)| {
        let gather = words::gather(report.lang, source_kind(report.lang, reason.kind()));
        let place = [gather, collect_place(report, &collect)];
        Command {
            place: place.join(text!(report.lang, ". ", "。")),
            lines: collect.command,
            when: When::Beside,
        }
    });
    Next {
        title: Some(need(report.lang, reason)),
        command,
        then: Some(words::run_again(report.lang).to_owned()),
        ..Next::default()
    }
}

/// Where a command that gathers evidence runs, who may run it, for which version.
pub(in crate::report) fn collect_place(report: &TextInput, collect: &Collect) -> String {
    let lang = report.lang;
    let place = words::place_as(lang, place(lang, collect.place), words::READER);
    match collect.version {
        Some(version) => format!("{}: {place}", words::version(lang, version)),
        None => place,
    }
}

/// The end of the report; its last line is the command.
pub(super) fn write(page: &mut Page, report: &TextInput) {
    let lang = report.lang;
    let next = next(report);
    page.heading(heading(lang, Heading::NextStep));
    let diagnosis = report.diagnosis;
    if diagnosis.relay == Status::Met && diagnosis.root_causes().next().is_none() {
        page.prose(INDENT, Role::Plain, words::nothing_to_change(lang));
    }
    let Some(title) = next.title else {
        return;
    };
    page.prose(INDENT, Role::Plain, &title);
    if let Some(place) = &next.place {
        page.prose(INDENT, Role::Muted, place);
    }
    if let Some(command) = next.command {
        if let Some(then) = &next.then {
            page.prose(INDENT, Role::Muted, &words::then(lang, then));
        }
        let place = match command.when {
            When::After => words::afterwards(lang, &command.place),
            When::Now | When::Beside => command.place,
        };
        page.prose(INDENT, Role::Muted, &place);
        page.blank();
        page.command(2 * INDENT, &command.lines);
    }
}
