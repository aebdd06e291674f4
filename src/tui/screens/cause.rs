//! Step 4: what the logs answered, then the findings, root causes first. The
//! selected one is open: why, and the lines that prove it.

use super::{Draw, over_time};
use crate::diagnosis::{Finding, Severity};
use crate::i18n::wizard::{KeyLabel, Word, more_places, word};
use crate::i18n::{comma, explanation, title, words};
use crate::terminal::Role;
use crate::tui::sheet::{CURSOR, Sheet, Shown, lifted};
use crate::wizard::Analysis;

/// Lines that prove a finding, shown below it; all of them are one key away.
const PROOFS: usize = 2;

pub(super) fn draw(draw: &mut Draw, analysis: &Analysis) -> Shown {
    let mut sheet = draw.sheet();
    over_time::write(draw, &mut sheet, analysis);
    let findings = &analysis.diagnosis.findings;
    let roots = analysis.diagnosis.root_causes().count();
    if roots == 0 {
        let (role, verdict) = draw.verdict(analysis);
        sheet.blank();
        sheet.say(role, &verdict);
    }
    let mut section = None;
    for (nth, finding) in findings.iter().enumerate() {
        let here = heading(finding, roots);
        if section.replace(here) != Some(here) {
            sheet.blank();
            sheet.heading(word(draw.model.lang, here));
        }
        let selected = nth == draw.model.cause.row;
        let start = sheet.height();
        sheet.row_begins(nth, selected);
        one(draw, &mut sheet, finding, selected);
        if selected {
            // What was answered stays in sight above the first.
            sheet.focus_from(if nth == 0 { 0 } else { start });
        }
    }
    draw.show(&sheet, None)
}

/// The section that a finding stands in.
fn heading(finding: &Finding, roots: usize) -> Word {
    match (finding.is_root_cause(), finding.entry().severity) {
        (true, _) if roots > 1 => Word::RootCauses,
        (true, _) => Word::RootCause,
        (false, Severity::Blocking) => Word::Consequences,
        (false, Severity::Warning | Severity::Note) => Word::AlsoSeen,
    }
}

fn mark(draw: &Draw, finding: &Finding) -> (Role, &'static str) {
    let glyphs = draw.ink.glyphs();
    match (finding.is_root_cause(), finding.entry().severity) {
        (true, _) => (Role::Danger, glyphs.mismatch),
        (false, Severity::Blocking) => (Role::Plain, glyphs.mismatch),
        (false, Severity::Warning) => (Role::Warning, "!"),
        (false, Severity::Note) => (Role::Muted, glyphs.neutral),
    }
}

fn one(draw: &Draw, sheet: &mut Sheet, finding: &Finding, selected: bool) {
    let lang = draw.model.lang;
    let (role, mark) = mark(draw, finding);
    let title_role = match role {
        Role::Danger => Role::Danger,
        _ => lifted(Role::Plain, selected),
    };
    let ink = draw.ink;
    let sure = words::confidence(lang, finding.confidence);
    let first = vec![
        sheet.cursor(selected),
        ink.part(role, &format!("{mark} ")),
        ink.part(Role::Muted, &format!("{}  ", finding.code)),
    ];
    let text = format!("{} ({sure})", title(lang, finding));
    sheet.hang_parts(first, title_role, &text);
    if selected {
        details(draw, sheet, finding);
    }
}

/// Why mail is refused for it, how sure that is, and the best lines that prove it.
pub(super) fn details(draw: &Draw, sheet: &mut Sheet, finding: &Finding) {
    let lang = draw.model.lang;
    let margin = " ".repeat(CURSOR + 2);
    sheet.hang(&margin, Role::Plain, &explanation(lang, finding));
    if !finding.explained_by.is_empty() {
        let codes: Vec<String> = finding
            .explained_by
            .iter()
            .map(ToString::to_string)
            .collect();
        let text = format!(
            "{} {}",
            word(lang, Word::ExplainedBy),
            codes.join(comma(lang))
        );
        sheet.hang(&margin, Role::Muted, &text);
    }
    let all = finding.locations.len();
    for place in finding.locations.iter().take(PROOFS) {
        proof(draw, sheet, &margin, place);
    }
    if all > PROOFS {
        let keys = draw.keys(KeyLabel::Proof);
        let more = more_places(lang, all - PROOFS, &keys);
        sheet.hang(&margin, Role::Muted, &more);
    }
}

/// Where a line stands, and the line; its end can be seen in the source.
fn proof(draw: &Draw, sheet: &mut Sheet, margin: &str, place: &crate::evidence::Location) {
    let ink = draw.ink;
    let bar = format!("{margin}{} ", ink.glyphs().quote);
    let room = sheet.width.saturating_sub(ink.width(&bar));
    sheet.row(vec![
        ink.muted(&bar),
        draw.ending(place, room),
        ink.muted("  "),
        ink.muted(place.excerpt.trim()),
    ]);
}

/// A finding whole, for the page about it.
pub(super) fn whole(draw: &Draw, sheet: &mut Sheet, finding: &Finding) {
    sheet.say(Role::Heading, &title(draw.model.lang, finding));
    sheet.say(Role::Plain, &explanation(draw.model.lang, finding));
    for place in &finding.locations {
        proof(draw, sheet, "", place);
    }
}
