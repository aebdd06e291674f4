//! The saved case made from the model, and the model from it.

use std::collections::BTreeMap;

use super::{Checklist, Effect, Given, Model, Notice, StepId, Tick, give};
use crate::case::{About, Case, VERSION};
use crate::evidence::Side;
use crate::evidence::walk::Input;
use crate::remedy::OptionId;
use crate::terminal::Lang;

const OPTIONS: [OptionId; 3] = [
    OptionId::HcwUpdateCertificate,
    OptionId::HcwRerun,
    OptionId::Manual,
];

fn option_of(code: &str) -> Option<OptionId> {
    OPTIONS.into_iter().find(|o| o.code() == code)
}

fn paths(given: &[Given]) -> Vec<String> {
    let path = |g: &Given| match &g.input {
        Input::Path(path) => Some(path.to_string_lossy().into_owned()),
        Input::Without(_) | Input::Stdin | Input::Memory { .. } | Input::Entry { .. } => None,
    };
    given.iter().filter_map(path).collect()
}

fn texts(given: &[Given]) -> Vec<String> {
    let text = |g: &Given| match &g.input {
        Input::Memory { content, .. } => Some(String::from_utf8_lossy(content).into_owned()),
        Input::Without(_) | Input::Stdin | Input::Path(_) | Input::Entry { .. } => None,
    };
    given.iter().filter_map(text).collect()
}

/// Sides that were said, of paths and of pasted texts by their place in the case.
fn sides(model: &Model, pasted: &[String]) -> (BTreeMap<String, String>, BTreeMap<usize, String>) {
    let content = |name: &str| {
        model.given.iter().find_map(|g| match &g.input {
            Input::Memory { path, content } if path == name => {
                Some(String::from_utf8_lossy(content).into_owned())
            }
            _ => None,
        })
    };
    let (mut paths, mut texts) = (BTreeMap::new(), BTreeMap::new());
    for (name, side) in &model.sides {
        let side = side.code().to_owned();
        match content(name) {
            Some(text) => {
                let place = pasted.iter().position(|p| *p == text);
                texts.extend(place.map(|at| (at, side)));
            }
            None => {
                paths.insert(name.clone(), side);
            }
        }
    }
    (paths, texts)
}

/// Whose newer logs are, as was said: of paths, and of pasted texts by their place in the case.
fn servers(model: &Model) -> (BTreeMap<String, String>, BTreeMap<usize, String>) {
    let pasted = model.verify.given.iter().filter_map(|g| match &g.input {
        Input::Memory { path, .. } => Some(path),
        Input::Without(_) | Input::Stdin | Input::Path(_) | Input::Entry { .. } => None,
    });
    let pasted: Vec<&String> = pasted.collect();
    let (mut paths, mut texts) = (BTreeMap::new(), BTreeMap::new());
    for (name, server) in &model.verify.servers {
        match pasted.iter().position(|p| *p == name) {
            Some(at) => texts.insert(at, server.clone()),
            None => paths.insert(name.clone(), server.clone()),
        };
    }
    (paths, texts)
}

fn side_of(code: &str) -> Option<Side> {
    let mut sides = [Side::Tenant, Side::OnPremises].into_iter();
    sides.find(|s| s.code() == code)
}

/// Domains that the list of cases may name.
const DOMAINS: usize = 3;

/// What the judgement is about; before there is one, what the resumed case says.
fn about(model: &Model) -> Option<About> {
    let Some(analysis) = &model.analysis else {
        return model.pending.about.clone();
    };
    let (refused, others): (Vec<_>, Vec<_>) = analysis.rows.iter().partition(|r| r.refused > 0);
    let mut domains: Vec<String> = Vec::new();
    for row in refused.into_iter().chain(others) {
        let domain = row.sender_domain.as_ref();
        if let Some(domain) = domain.filter(|d| !domains.contains(d)) {
            domains.push(domain.clone());
        }
    }
    domains.truncate(DOMAINS);
    Some(About {
        domains,
        relay: analysis.diagnosis.relay.code().to_owned(),
    })
}

impl Case {
    /// What is worth keeping of a model: what was given, chosen and ticked.
    pub fn of(model: &Model) -> Self {
        let ticks = model.fix.checklists.iter().map(|(option, checklist)| {
            let ticks = checklist.ticks.iter();
            let ticks = ticks.map(|(step, tick)| (step.clone(), (tick.by.clone(), tick.at)));
            (option.code().to_owned(), ticks.collect())
        });
        let notes = model.fix.checklists.iter();
        let notes = notes.filter(|(_, c)| !c.notes.is_empty());
        let notes = notes.map(|(option, c)| (option.code().to_owned(), c.notes.clone()));
        let mut pasted = texts(&model.given);
        let bounce = model.symptom.pasted.as_ref();
        let bounce = bounce.and_then(|b| pasted.iter().position(|p| p == b));
        if let Some(at) = bounce {
            pasted[..=at].rotate_right(1);
        }
        let (sides, pasted_sides) = sides(model, &pasted);
        let (newer_servers, newer_pasted_servers) = servers(model);
        let left_out = model.left_out.iter();
        let left_out = left_out.map(|p| p.to_string_lossy().into_owned());
        Self {
            version: VERSION,
            name: model.name.clone(),
            paths: paths(&model.given),
            left_out: left_out.collect(),
            pasted,
            has_bounce: bounce.is_some(),
            sides,
            pasted_sides,
            newer_paths: paths(&model.verify.given),
            newer_pasted: texts(&model.verify.given),
            newer_servers,
            newer_pasted_servers,
            step: model.step.number(),
            reached: model.reached.number(),
            chosen: model.fix.chosen.map(|o| o.code().to_owned()),
            ticks: ticks.collect(),
            notes: notes.collect(),
            initials: model.fix.initials.clone(),
            generation: model.pending.generation,
            about: about(model),
        }
    }
}

impl Model {
    /// Goes on where a saved case was left; its evidence is read again.
    pub fn resume(&mut self, case: &Case) -> Vec<Effect> {
        self.name.clone_from(&case.name);
        let mut number = 0;
        let lang = self.lang;
        self.given = given(lang, &case.paths, &case.pasted, &mut number);
        self.left_out = case.left_out.iter().map(Into::into).collect();
        self.verify.given = given(lang, &case.newer_paths, &case.newer_pasted, &mut number);
        let paths = case.sides.iter().map(|(path, side)| (path.clone(), side));
        // Pasted texts are numbered anew, in the order of the case.
        let texts = case.pasted_sides.iter().filter_map(|(at, side)| {
            let number = u32::try_from(*at).ok()?.checked_add(1)?;
            Some((give::pasted_name(lang, number), side))
        });
        let known = |(name, side): (String, &String)| Some((name, side_of(side)?));
        self.sides = paths.chain(texts).filter_map(known).collect();
        let older = case.pasted.len();
        let texts = case.newer_pasted_servers.iter().filter_map(|(at, server)| {
            let number = u32::try_from(older.checked_add(*at)?)
                .ok()?
                .checked_add(1)?;
            Some((give::pasted_name(lang, number), server.clone()))
        });
        let paths = case.newer_servers.clone().into_iter();
        self.verify.servers = paths.chain(texts).collect();
        self.symptom.pasted = case.pasted.first().filter(|_| case.has_bounce).cloned();
        self.step = StepId::of_number(case.step).unwrap_or_default();
        self.reached = StepId::of_number(case.reached).unwrap_or_default();
        self.fix.chosen = case.chosen.as_deref().and_then(option_of);
        self.fix.initials.clone_from(&case.initials);
        for (option, ticks) in &case.ticks {
            let Some(option) = option_of(option) else {
                continue;
            };
            let tick = |(by, at): &(String, i64)| Tick {
                by: by.clone(),
                at: *at,
            };
            let ticks = ticks.iter().map(|(step, t)| (step.clone(), tick(t)));
            *self.checklist_mut(option) = Checklist {
                ticks: ticks.collect(),
                notes: BTreeMap::new(),
            };
        }
        for (option, notes) in &case.notes {
            if let Some(option) = option_of(option) {
                self.checklist_mut(option).notes.clone_from(notes);
            }
        }
        self.pending.kept = true;
        self.pending.generation = case.generation;
        self.pending.about.clone_from(&case.about);
        self.notice = Some(Notice::Resumed);
        self.load()
    }

    /// Begins with evidence that was given on the command line.
    pub fn begin_with(&mut self, inputs: impl IntoIterator<Item = Input>) -> Vec<Effect> {
        self.step = StepId::Evidence;
        // There is nothing to paste any more: in step 1 too keys are keys.
        self.symptom.typing = false;
        give::give(self, inputs)
    }
}

fn given(lang: Lang, paths: &[String], pasted: &[String], number: &mut u32) -> Vec<Given> {
    let paths = paths.iter().map(|path| Input::Path(path.into()));
    let texts = pasted.iter().map(|text| {
        *number += 1;
        Input::Memory {
            path: give::pasted_name(lang, *number),
            content: text.as_bytes().into(),
        }
    });
    paths.chain(texts).map(Given::of).collect()
}
