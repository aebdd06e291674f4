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
        Err(why) => {
            let asked = sanitise(&asked.certificate);
            output::complain(&match why {
                NoCertificate::Unknown(known) => {
                    words::no_such_certificate(shared.lang, &asked, &known)
                }
                NoCertificate::Authority(name) => {
                    words::certificate_of_authority(shared.lang, &asked, &sanitise(&name))
                }
            });
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

/// Why there is no certificate to rehearse with.
enum NoCertificate {
    /// Neither a file with one nor a known thumbprint; these are known.
    Unknown(String),
    /// It issues certificates, and no server sends it: its name.
    Authority(String),
}

/// The certificate of a file, or one of the evidence by its thumbprint.
fn new_certificate(
    facts: &Facts,
    asked: &Rehearse,
    shared: &Shared,
    redactor: Option<&Redactor>,
) -> Result<Certificate, NoCertificate> {
    let unknown = || {
        let sent = facts.certificates.iter().filter(|c| !c.is_authority);
        NoCertificate::Unknown(named(sent))
    };
    if let Some(thumbprint) = thumbprint(&asked.certificate) {
        let thumbprint = redactor.map_or(thumbprint.clone(), |r| r.text(&thumbprint));
        let known = facts.certificates.get(&thumbprint).ok_or_else(unknown)?;
        let is_sent = facts.sent.iter().any(|c| c.thumbprint == thumbprint);
        return match is_sent {
            true => Ok(known.clone()),
            false => of_server(known),
        };
    }
    let input = Input::Path(PathBuf::from(&asked.certificate));
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now);
    let read = once(&[input], shared, now, None, redactor);
    let all: Vec<&Certificate> = read.facts.certificates.iter().collect();
    let leaves: Vec<&Certificate> = all.iter().copied().filter(|c| !c.is_authority).collect();
    match (&leaves[..], &all[..]) {
        ([only], _) => Ok((*only).clone()),
        ([], [only]) => of_server(only),
        ([], [first, ..]) => Err(NoCertificate::Authority(first.display_name())),
        ([], []) => Err(unknown()),
        (several, _) => Err(NoCertificate::Unknown(named(several.iter().copied()))),
    }
}

/// One that a server could send: a certificate that somebody made for a server of his own
/// says CA:TRUE too (`openssl req -x509` does), and what becomes of it is an answer.
fn of_server(certificate: &Certificate) -> Result<Certificate, NoCertificate> {
    let made_for_itself =
        certificate.self_signed == Some(true) && !certificate.names.all().is_empty();
    match certificate.is_authority && !made_for_itself {
        true => Err(NoCertificate::Authority(certificate.display_name())),
        false => Ok(certificate.clone()),
    }
}

fn named<'c>(certificates: impl Iterator<Item = &'c Certificate>) -> String {
    let named = certificates.map(|c| {
        let name = c.display_name();
        format!("{} ({})", c.thumbprint, sanitise(&name))
    });
    named.collect::<Vec<String>>().join(", ")
}
