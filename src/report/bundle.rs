//! The fix bundle (contract.md): everything that an administrator takes along to mend
//! relay by one option, as names and texts.

use super::checklist::{self, Mark};
use super::text::TextInput;
use super::{Digests, Incident, html, json, markdown};
use crate::remedy::powershell::script;
use crate::remedy::script::{NAMES, scripts};
use crate::remedy::{PlanOption, Step};

const HTML: &str = "report.html";
const MARKDOWN: &str = "report.md";
const JSON: &str = "report.json";

/// What a bundle is made from besides the incident.
pub struct Chosen<'a> {
    /// The option.
    pub option: &'a PlanOption,
    /// The name of the case, where it has one.
    pub case: Option<&'a str>,
    /// What was done with a step.
    pub mark: &'a dyn Fn(&Step) -> Mark,
    /// Of the evidence.
    pub digests: &'a Digests,
}

/// All names that a file of a bundle can have: those of an earlier one that are not
/// written again must not stay beside the new ones.
pub fn names() -> Vec<&'static str> {
    let scripts = NAMES.into_iter();
    scripts
        .chain([checklist::NAME, HTML, MARKDOWN, JSON])
        .collect()
}

/// The files in the order in which one reads them; none for an option without steps.
pub fn bundle(report: &TextInput, chosen: &Chosen) -> Vec<(String, String)> {
    let mut files = work(report, chosen);
    if !files.is_empty() {
        files.extend(reports(report, chosen.digests));
    }
    files
}

/// What one works with: the checklist and the scripts.
pub fn work(report: &TextInput, chosen: &Chosen) -> Vec<(String, String)> {
    if chosen.option.steps.is_empty() {
        return Vec::new();
    }
    let (lang, zone) = (report.lang, &report.zone);
    let list = checklist::markdown(lang, chosen.case, chosen.option, chosen.mark, zone);
    let mut files = vec![(checklist::NAME.to_owned(), list)];
    let scripts = scripts(report.facts, chosen.option).into_iter();
    files.extend(scripts.map(|file| (file.name.to_owned(), script(&file.script))));
    files
}

/// What one passes on.
pub fn reports(report: &TextInput, digests: &Digests) -> [(String, String); 3] {
    let incident = Incident {
        facts: report.facts,
        verdicts: report.verdicts,
        diagnosis: report.diagnosis,
        plan: report.plan,
        sources: report.sources,
    };
    [
        (HTML.to_owned(), html(report, digests)),
        (MARKDOWN.to_owned(), markdown(report, digests)),
        (JSON.to_owned(), json::v1::json(&incident, report.lang)),
    ]
}
