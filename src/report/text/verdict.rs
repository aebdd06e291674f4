//! The first lines: what is wrong, is it still so, who is hit, the one broken
//! value on both sides, the one next command.

use std::collections::BTreeMap;

use super::cause::complaints;
use super::next::{When, next};
use super::page::{INDENT, Lead, Page};
use super::words::{self, Failing, Label, label};
use super::{TextInput, values};
use crate::attribution::{SenderClass, Status, is_relay_of_tenant, sender_class, sender_view};
use crate::diagnosis::Comparison;
use crate::evidence::reply::ReplyKind;
use crate::facts::{Facts, Symptom};
use crate::i18n::words::{comparison_row, sender_class as class_name};
use crate::i18n::{Seen, ago, date_time, row_reason, short, summary, text, title};
use crate::terminal::Role;

/// Most values of one side that the first lines name.
const MAX_VALUES: usize = 3;
/// Most servers that the first lines name.
const MAX_SERVERS: usize = 3;

pub(super) fn write(page: &mut Page, report: &TextInput) {
    let diagnosis = report.diagnosis;
    let seen = Seen::of(report.facts);
    let known = seen.evidence;
    let said = summary(report.lang, diagnosis.relay, &diagnosis.findings, seen);
    page.prose(0, Role::Title, &said);
    // The summary itself tells another fault (RD001).
    for complaint in complaints(diagnosis).into_iter().filter(|f| f.code.0 != 1) {
        page.prose(0, Role::Title, &title(report.lang, complaint));
    }
    let caused = diagnosis.root_causes().next().is_some();
    if known {
        page.blank();
        for fact in facts(report) {
            let lead = lead(page, fact.label);
            page.entry(&lead, fact.role, &fact.text);
        }
        if let Some(row) = diagnosis.broken_row().filter(|_| caused) {
            broken(page, row);
        }
    }
    // With nothing wrong there is nothing to do at once.
    if !report.quiet && (diagnosis.relay != Status::Met || caused) {
        next_command(page, report);
    }
}

fn entry(page: &mut Page, what: Label, text: &str) {
    let lead = lead(page, what);
    page.entry(&lead, Role::Plain, text);
}

fn lead(page: &Page, what: Label) -> Lead {
    let columns = page.widest(Label::ALL.map(|l| label(page.lang, l)));
    let text = page.pad(label(page.lang, what), columns + 2);
    Lead {
        indent: INDENT,
        parts: vec![(Role::Muted, text)],
    }
}

/// What is said of the failure in the first lines: a label, and its text (raw).
pub(in crate::report) struct Fact {
    pub(in crate::report) label: Label,
    pub(in crate::report) role: Role,
    pub(in crate::report) text: String,
}

fn fact(label: Label, text: impl Into<String>) -> Fact {
    Fact {
        label,
        role: Role::Plain,
        text: text.into(),
    }
}

/// Is it still failing, since when, who is hit, and where.
pub(in crate::report) fn facts(report: &TextInput) -> Vec<Fact> {
    let mut facts = state(report);
    facts.extend(hit(report));
    facts
}

fn state(report: &TextInput) -> Vec<Fact> {
    let (lang, facts) = (report.lang, report.facts);
    let failed = failures(report);
    let accepted = last_accepted(facts);
    let state = failing(report, failed, accepted);
    let role = match state {
        Failing::Yes | Failing::Partly => Role::Danger,
        _ => Role::Plain,
    };
    let mut said = vec![Fact {
        role,
        ..fact(Label::StillFailing, words::failing(lang, state))
    }];
    let at = |millis: i64| date_time(lang, millis, &report.zone);
    if let Some((first, last)) = failed {
        let since = facts.now.saturating_sub(last.div_euclid(1000));
        let (first, last) = (at(first), at(last));
        let text = match since {
            0.. => format!("{last} ({})", ago(lang, since)),
            _ => last.clone(),
        };
        said.push(fact(Label::LastFailure, text));
        if first != last {
            said.push(fact(Label::FirstFailure, first));
        }
    }
    match accepted {
        Some(last) => {
            let text = format!("{} ({})", at(last), words::to_outside(lang));
            said.push(fact(Label::LastAccepted, text));
        }
        None if failed.is_some() => {
            said.push(fact(Label::LastAccepted, words::no_acceptance(lang)));
        }
        None => {}
    }
    said
}

fn failing(report: &TextInput, failed: Option<(i64, i64)>, accepted: Option<i64>) -> Failing {
    let ever = failed.is_some() || report.facts.symptoms.iter().any(is_relay_refusal);
    let after = |time: Option<i64>| accepted.is_some() && accepted > time;
    let has_cause = report.diagnosis.root_causes().next().is_some();
    let mended = report.diagnosis.relay == Status::Met && !has_cause;
    let (first, last) = failed.unzip();
    match (ever, mended) {
        (false, _) if accepted.is_some() => Failing::Never,
        (false, _) => Failing::NotSeen,
        (true, true) if after(last) => Failing::No,
        (true, true) => Failing::PerhapsMended,
        (true, false) if after(first) => Failing::Partly,
        (true, false) => Failing::Yes,
    }
}

/// First and last failure on the way to Exchange Online, in logs and bounces,
/// milliseconds: relay refused, a restricted connector (5.7.711), TLS that failed,
/// a certificate that Exchange itself misses (454 4.7.5), and, where the mismatch
/// shows inside too (RD002), mail to own recipients.
fn failures(report: &TextInput) -> Option<(i64, i64)> {
    let traffic = &report.facts.traffic;
    let of_paths = traffic.eop_paths().flat_map(|(_, path)| {
        let tls = path.tls_failed.iter().map(|(_, tally)| tally);
        [&path.refused, &path.restricted, &path.certificate_missing]
            .into_iter()
            .chain(tls)
    });
    let inside = report.diagnosis.finding(2).is_some();
    let of_flows = traffic.flows.iter().filter(|_| inside);
    let tallies = of_paths.chain(of_flows.map(|flow| &flow.inbound_refused));
    let logged = tallies.flat_map(|tally| [tally.first, tally.last]);
    let bounced = report.facts.symptoms.iter().filter(|s| is_relay_refusal(s));
    let bounced = bounced.flat_map(|s| [s.first_seen, s.last_seen]);
    let times: Vec<i64> = logged.chain(bounced).flatten().collect();
    Some((*times.iter().min()?, *times.iter().max()?))
}

pub(in crate::report) fn is_relay_refusal(symptom: &Symptom) -> bool {
    matches!(
        symptom.kind,
        ReplyKind::TenantAttribution | ReplyKind::Attr36
    )
}

/// The last acceptance that proves relay; mail to own domains proves none.
fn last_accepted(facts: &Facts) -> Option<i64> {
    let flows = facts.traffic.flows.iter();
    let relayed = flows.filter(|flow| {
        let path = facts.traffic.path(flow.path);
        path.is_some_and(|p| is_relay_of_tenant(facts, flow, &p.key))
    });
    relayed.filter_map(|flow| flow.accepted.last).max()
}

/// Whose mail was refused, and where.
fn hit(report: &TextInput) -> Vec<Fact> {
    let mut told = Vec::new();
    let (lang, facts) = (report.lang, report.facts);
    let mut classes: BTreeMap<SenderClass, u64> = BTreeMap::new();
    for flow in facts.traffic.flows.iter().filter(|f| f.refused.count > 0) {
        let sender = sender_view(&facts.traffic, flow.sender);
        let class = sender_class(&facts.tenant, &sender);
        *classes.entry(class).or_default() += flow.refused.count;
    }
    let comma = text!(lang, ", ", "、");
    if !classes.is_empty() {
        let who: Vec<String> = classes
            .iter()
            .map(|(class, refused)| words::refused_of(lang, class_name(lang, *class), *refused))
            .collect();
        told.push(fact(Label::Senders, who.join(comma)));
    } else if facts
        .symptoms
        .iter()
        .any(|s| s.in_bounce && is_relay_refusal(s))
    {
        let system = facts.sending_system.as_ref().filter(|_| !facts.log_given);
        let system = system.map(|sending| sending.system.name());
        told.push(fact(Label::Senders, words::only_a_bounce(lang, system)));
    }
    let mut servers: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for (_, path) in facts.traffic.eop_paths() {
        let count = servers.entry(path.key.server).or_default();
        count.0 += path.refused.count.max(path.restricted.count);
        count.1 += path.sessions;
    }
    servers.retain(|_, (refused, _)| *refused > 0);
    let mut said: Vec<String> = servers
        .iter()
        .take(MAX_SERVERS)
        .map(|(server, (refused, all))| {
            let name = facts.traffic.servers.get(*server as usize);
            let name = short(name.map_or("", String::as_str), 40);
            words::refused_sessions(lang, &name, *refused, *all)
        })
        .collect();
    if let Some(more @ 1..) = servers.len().checked_sub(MAX_SERVERS) {
        said.push(words::more(lang, more));
    }
    if !said.is_empty() {
        told.push(fact(Label::Servers, said.join(comma)));
    }
    told
}

/// The one broken value on both sides.
fn broken(page: &mut Page, row: &Comparison) {
    let lang = page.lang;
    let name = comparison_row(lang, row.id.code()).unwrap_or_default();
    let why = row_reason(lang, row.reason);
    let role = lead(page, Label::Broken);
    page.entry(&role, Role::Plain, &format!("{name}: {why}"));
    if row.on_premises.is_none() && row.cloud.is_none() {
        return;
    }
    let marked = values::marked(row);
    let (sent, expected) = match &marked {
        Some((sent, expected)) => (Some(&sent[..]), Some(&expected[..])),
        None => (None, None),
    };
    for (side, cloud, spans) in [
        (Label::OnPremises, false, sent),
        (Label::ExchangeOnline, true, expected),
    ] {
        let lead = lead(page, side);
        let taken: usize = lead.parts.iter().map(|(_, text)| page.columns(text)).sum();
        let room = page.width.saturating_sub(INDENT + taken);
        let items = values::items(row, cloud);
        let (shown, rest) = items.split_at(items.len().min(MAX_VALUES));
        let all = shown.join(text!(lang, ", ", "、"));
        let first = match (spans, shown) {
            (None, _) | (_, []) if !rest.is_empty() => {
                format!("{all} {}", words::more(lang, rest.len()))
            }
            (None, _) | (_, []) => all,
            (Some(_), [first, ..]) => (*first).to_owned(),
        };
        let first = match first.is_empty() {
            true => page.glyphs.neutral,
            false => first.as_str(),
        };
        for (nth, line) in values::lines(page, &[first], spans, row.status, room)
            .into_iter()
            .enumerate()
        {
            let mut pieces = match nth {
                0 => lead.parts.clone(),
                _ => vec![(Role::Plain, " ".repeat(taken))],
            };
            pieces.extend(line);
            page.line(INDENT, &pieces);
        }
    }
}

fn next_command(page: &mut Page, report: &TextInput) {
    let next = next(report);
    let Some(title) = next.title else {
        return;
    };
    page.blank();
    entry(page, Label::Next, &title);
    let command = next.command.filter(|command| command.when == When::Now);
    let place = command.as_ref().map(|command| command.place.clone());
    if let Some(place) = place.or(next.place) {
        let lead = lead(page, Label::Next);
        let taken: usize = lead.parts.iter().map(|(_, text)| page.columns(text)).sum();
        page.prose(INDENT + taken, Role::Muted, &place);
    }
    if let Some(command) = command {
        page.command(2 * INDENT, &command.lines);
    }
}
