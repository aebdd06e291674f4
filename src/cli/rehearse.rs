//! `relay-doctor rehearse`: a renewal before it happens.

use std::path::PathBuf;

use super::analysis::{once, read_redacted, usable};
use super::args::{Rehearse, Shared};
use super::replay::{Advice, Replay, run as replay};
use super::{Exit, output, words};
use crate::evidence::walk::Input;
use crate::facts::{Certificate, Facts};
use crate::redact::Redactor;
use crate::remedy::{rehearse, renewal, thumbprint};
use crate::terminal::sanitise;

/// Would relay be accepted with this certificate, and what must be done first.
pub(super) fn run(asked: &Rehearse, shared: &Shared) -> Exit {
    let file = [Input::Path(PathBuf::from(&asked.certificate))];
    let (gathered, redactor) = read_redacted(&asked.inputs, &file, shared);
    if let Err(exit) = usable(&gathered, &asked.inputs, shared) {
        return exit;
    }
    let facts = &gathered.facts;
    let new = match new_certificate(facts, asked, shared, redactor.as_ref()) {
        Ok(new) => new,
        Err(known) => {
            let asked = sanitise(&asked.certificate).into_owned();
            output::complain(&words::no_such_certificate(shared.lang, &asked, &known));
            return Exit::Usage;
        }
    };
    // It is sent from the day on which it is valid.
    let mut base = facts.clone();
    base.now = new.not_before.map_or(base.now, |from| base.now.max(from));
    base.certificates.add(new.clone());
    let known = base
        .certificates
        .get(&new.thumbprint)
        .cloned()
        .unwrap_or(new);
    let changes = [renewal(&known)];
    let replayed = Replay {
        before: facts,
        base: &base,
        sources: &gathered.sources,
        changes: &changes,
    };
    replay(replayed, asked.format, shared, |before, after| {
        let rehearsal = rehearse(&base, facts.now, &known, before, after);
        Advice {
            cautions: rehearsal.cautions,
            steps: rehearsal.steps,
            predicted: Some(rehearsal.predicted),
        }
    })
}

/// The certificate of a file, or one of the evidence by its thumbprint; else what
/// the evidence has.
fn new_certificate(
    facts: &Facts,
    asked: &Rehearse,
    shared: &Shared,
    redactor: Option<&Redactor>,
) -> Result<Certificate, String> {
    let ours = || facts.certificates.iter().filter(|c| !c.is_authority);
    if let Some(thumbprint) = thumbprint(&asked.certificate) {
        let thumbprint = redactor.map_or(thumbprint.clone(), |r| r.text(&thumbprint));
        let known = facts.certificates.get(&thumbprint).cloned();
        return known.ok_or_else(|| named(ours()));
    }
    let input = Input::Path(PathBuf::from(&asked.certificate));
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now);
    let read = once(&[input], shared, now, None, redactor);
    let mut leaves = read.facts.certificates.iter().filter(|c| !c.is_authority);
    match (leaves.next(), leaves.next()) {
        (Some(only), None) => Ok(only.clone()),
        (Some(_), Some(_)) => Err(named(
            read.facts.certificates.iter().filter(|c| !c.is_authority),
        )),
        (None, _) => Err(named(ours())),
    }
}

fn named<'c>(certificates: impl Iterator<Item = &'c Certificate>) -> String {
    let named = certificates.map(|c| {
        let name = c.display_name();
        format!("{} ({})", c.thumbprint, sanitise(&name))
    });
    named.collect::<Vec<String>>().join(", ")
}
