//! Which findings explain that nothing vouches for a sender (RD301, RD302): no
//! certificate is sent, or the wrong one, and the one that goes out once that is mended
//! vouches for whoever sends (domain.md section 2).

use super::obstacle::is_proven;
use super::rules::newest_fitting_installed;
use super::{Code, Context, Detail, Finding};
use crate::attribution::{Judged, Presented, Status, certificate_domain};
use crate::facts::Certificate;

/// Judged senders for which condition A is broken and the log does not prove relay.
pub(super) fn unvouched<'c, 'a>(context: &'c Context<'a>) -> Vec<&'c Judged<'a>> {
    let judged = context.verdicts.judged.iter();
    let broken = judged.filter(|j| j.organization == Status::Broken);
    broken
        .filter(|j| !is_proven(context.facts, context.verdicts, j))
        .collect()
}

/// Those among the findings that explain RD301 and RD302.
pub(super) fn explaining(context: &Context, findings: &[Finding]) -> Vec<Code> {
    let unvouched = unvouched(context);
    let explains = |finding: &&Finding| {
        !unvouched.is_empty() && unvouched.iter().all(|j| is_mended(context, finding, j))
    };
    findings.iter().filter(explains).map(|f| f.code).collect()
}

/// Whether a certificate vouches for this sender once what was found is mended.
fn is_mended(context: &Context, finding: &Finding, judged: &Judged) -> bool {
    let sends = |thumbprint: &String| {
        let sent = judged.presented.certificate();
        sent.is_some_and(|c| c.thumbprint == *thumbprint)
    };
    let vouches = |thumbprint: &String| {
        let certificate = context.facts.certificates.get(thumbprint);
        certificate.is_some_and(|c| vouching(context, c) == Status::Met)
    };
    match (&finding.detail, judged.presented) {
        (
            Detail::NoCertificateSent { .. }
            | Detail::StarttlsNotOffered { .. }
            | Detail::StarttlsIgnored { .. },
            Presented::Nothing,
        ) => would_be_sent(context, judged).is_none_or(|c| vouching(context, c) != Status::Broken),
        (
            Detail::StaleCertificate {
                sent_thumbprint,
                newer_thumbprint,
                ..
            },
            _,
        ) => sends(sent_thumbprint) && vouches(newer_thumbprint),
        (
            Detail::ServersDiffer { servers: holders }
            | Detail::ConnectorsDisagree {
                connectors: holders,
            },
            _,
        ) => {
            let (good, faulty): (Vec<_>, Vec<_>) = holders.iter().partition(|h| h.fits);
            let mut good = good.iter().peekable();
            faulty.iter().any(|h| sends(&h.thumbprint))
                && good.peek().is_some()
                && good.all(|h| vouches(&h.thumbprint))
        }
        _ => false,
    }
}

fn vouching(context: &Context, certificate: &Certificate) -> Status {
    certificate_domain(&context.facts.tenant, &certificate.names).status()
}

/// The certificate that would go the way of this sender: the one that its Send connector
/// chooses, else the newest installed one that fits.
fn would_be_sent<'a>(context: &Context<'a>, judged: &Judged) -> Option<&'a Certificate> {
    let facts = context.facts;
    let way = context.way(judged)?;
    let object = way.connector.and_then(|name| facts.send_connector(name));
    let choice = object.and_then(|object| facts.choice(object, way.server));
    choice
        .and_then(|choice| choice.certificate())
        .or_else(|| newest_fitting_installed(facts, way.server))
}
