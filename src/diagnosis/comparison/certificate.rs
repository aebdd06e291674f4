//! Rows on the certificate: its name, what is configured and installed, its validity.

use super::{Cell, Comparison, RowId, RowStatus, Subject};
use crate::attribution::{NameFit, Presented, Status, Unusable, configured_to_tenant};
use crate::diagnosis::RowReason;
use crate::diagnosis::conditions::expired_since;
use crate::diagnosis::rules::newest_fitting_installed;
use crate::facts::{Certificate, CertificateName, SendConnector, SenderCertificateName};

fn sent_cell(subject: &Subject) -> Option<Cell> {
    let judged = subject.judged?;
    let certificate = judged.presented.certificate()?;
    let names: Vec<String> = certificate
        .names
        .all()
        .iter()
        .map(ToString::to_string)
        .collect();
    let value = match names.is_empty() {
        true => certificate.display_name(),
        false => names.join(", "),
    };
    let way = subject.context.way(judged)?;
    Cell::new(
        value,
        way.proof.first().or(certificate.locations.first()).cloned(),
    )
}

/// What is presented, or the reason why there is nothing to compare.
fn sent<'c>(subject: &Subject<'c, '_>) -> Result<&'c Certificate, (RowStatus, RowReason)> {
    match subject.judged.map(|j| j.presented) {
        Some(Presented::Certificate(certificate)) => Ok(certificate),
        Some(Presented::Nothing) => Err((RowStatus::Mismatch, RowReason::NoCertificateSent)),
        Some(Presented::Unknown) | None => Err((RowStatus::Unknown, RowReason::CertificateUnknown)),
    }
}

pub(super) fn name(subject: &Subject) -> Comparison {
    let value = subject
        .connector
        .map(|(_, c)| &c.tls_sender_certificate_name);
    let cloud = value.and_then(|v| Cell::new(v.value()?.to_string(), v.at().cloned()));
    let judgement = name_judgement(subject);
    subject.row(RowId::CertificateName, judgement, sent_cell(subject), cloud)
}

fn name_judgement(subject: &Subject) -> (RowStatus, RowReason) {
    if subject.context.facts.tenant.inbound_connectors.is_none() {
        return (RowStatus::Unknown, RowReason::ConnectorsUnknown);
    }
    let Some((index, connector)) = subject.connector else {
        return (RowStatus::Mismatch, RowReason::NoConnector);
    };
    let name = &connector.tls_sender_certificate_name;
    let Some(value) = name.value() else {
        return match name.is_unknown() {
            true => (RowStatus::Unknown, RowReason::PropertyUnknown),
            false => (RowStatus::NotApplicable, RowReason::NoCertificateExpected),
        };
    };
    if let Err(nothing) = sent(subject) {
        return nothing;
    }
    let fits = subject.judged.and_then(|j| j.fits.as_ref());
    let Some(identity) = fits.and_then(|f| f.get(index)).map(|f| &f.identity) else {
        return (RowStatus::Unknown, RowReason::CertificateUnknown);
    };
    match (&identity.name, identity.by_certificate) {
        (
            Some(NameFit::Match {
                by_san_only: true, ..
            }),
            _,
        ) => (RowStatus::Match, RowReason::BySanOnly),
        (Some(NameFit::Match { name, .. }), _) => (RowStatus::Match, match_reason(name, value)),
        (Some(NameFit::Mismatch { .. }), _) => {
            (RowStatus::Mismatch, mismatch_reason(subject, value))
        }
        (Some(NameFit::Undecided), Status::Met) => (RowStatus::Match, RowReason::LogSaysFits),
        (Some(NameFit::Undecided), Status::Broken) => (RowStatus::Mismatch, RowReason::LogSaysNot),
        (Some(NameFit::Undecided), Status::Unknown) => {
            (RowStatus::Unknown, RowReason::DocumentsSilent)
        }
        (Some(NameFit::NamesUnknown) | None, _) => {
            (RowStatus::Unknown, RowReason::CertificateUnknown)
        }
    }
}

fn match_reason(name: &CertificateName, value: &SenderCertificateName) -> RowReason {
    match value.name() == Some(name) {
        true => RowReason::SameName,
        false => RowReason::WildcardCovers,
    }
}

/// The article's own case has its own words: `*.contoso.com` sent, a host expected.
fn mismatch_reason(subject: &Subject, value: &SenderCertificateName) -> RowReason {
    let names = sent(subject).map(|c| c.names.all()).unwrap_or_default();
    let parent = value.name().and_then(|n| n.base().parent());
    if matches!(value.name(), Some(CertificateName::Wildcard(_))) {
        return RowReason::NameDiffers;
    }
    let wildcard = |n: &&CertificateName| {
        matches!(n, CertificateName::Wildcard(base)
            if Some(base) == parent.as_ref() || value.name().is_some_and(|v| v.base() == base))
    };
    match names.iter().any(wildcard) {
        true => RowReason::WildcardNeedsWildcard,
        false => RowReason::NameDiffers,
    }
}

pub(super) fn configured(subject: &Subject) -> Comparison {
    let facts = subject.context.facts;
    let way = subject.judged.and_then(|j| subject.context.way(j));
    let logged = way.is_some_and(|w| !w.paths.is_empty());
    let of_way = way.and_then(|w| facts.send_connector(w.connector?));
    let to_tenant = |c: &&SendConnector| configured_to_tenant(facts, c) == Some(true);
    let object = of_way.or_else(|| facts.send_connectors.iter().flatten().find(to_tenant));
    let (judgement, cell) = match object {
        None => ((RowStatus::Unknown, RowReason::SendConnectorUnknown), None),
        Some(connector) => {
            let name = &connector.tls_certificate_name;
            let cell = match name.value() {
                Some(value) => Cell::new(value.to_text(), name.at().cloned()),
                None => connector
                    .fqdn
                    .value()
                    .and_then(|f| Cell::new(f.clone(), connector.fqdn.at().cloned())),
            };
            let judgement = match logged {
                true => configured_judgement(subject, connector),
                // Nothing shows what is sent: there is one side only.
                false => (RowStatus::Unknown, RowReason::CertificateUnknown),
            };
            (judgement, cell)
        }
    };
    subject.row(RowId::CertificateConfigured, judgement, cell, None)
}

fn configured_judgement(
    subject: &Subject,
    connector: &crate::facts::SendConnector,
) -> (RowStatus, RowReason) {
    let certificate = match sent(subject) {
        Ok(certificate) => certificate,
        Err(nothing) => return nothing,
    };
    if let Some(name) = connector.tls_certificate_name.value() {
        return match certificate.is_named_by(name) {
            Some(true) => (RowStatus::Match, RowReason::SentAsConfigured),
            Some(false) => (RowStatus::Mismatch, RowReason::SentOtherThanConfigured),
            None => (RowStatus::Unknown, RowReason::CertificateUnknown),
        };
    }
    let fqdn = connector
        .fqdn
        .value()
        .and_then(|f| CertificateName::parse(f));
    let Some(CertificateName::Host(fqdn)) = fqdn else {
        return (RowStatus::Unknown, RowReason::NothingConfigured);
    };
    let serves = certificate.names.all().into_iter().any(|name| match name {
        CertificateName::Host(host) => *host == fqdn,
        CertificateName::Wildcard(base) => fqdn.parent().as_ref() == Some(base),
    });
    match serves {
        true => (RowStatus::Match, RowReason::SentAsConfigured),
        false => (RowStatus::Mismatch, RowReason::SentOtherThanConfigured),
    }
}

pub(super) fn installed(subject: &Subject) -> Comparison {
    let facts = subject.context.facts;
    let server = subject.judged.and_then(|j| subject.context.way(j)?.server);
    let newest = newest_fitting_installed(subject.context.facts, server);
    let cell = newest.and_then(|c| {
        Cell::new(
            format!("{} ({})", c.display_name(), c.thumbprint),
            c.locations.first().cloned(),
        )
    });
    let judgement = match (sent(subject), newest) {
        _ if !facts.certificates.installed_known => {
            (RowStatus::Unknown, RowReason::InstalledUnknown)
        }
        (Err(nothing), _) => nothing,
        (Ok(_), None) => (RowStatus::Mismatch, RowReason::NoneInstalledFits),
        (Ok(sent), Some(newest)) if sent.thumbprint == newest.thumbprint => {
            (RowStatus::Match, RowReason::SentIsNewest)
        }
        (Ok(sent), Some(newest)) if newest.not_after < sent.not_after => {
            (RowStatus::Mismatch, RowReason::OnlyOlderInstalledFits)
        }
        (Ok(_), Some(_)) => (RowStatus::Mismatch, RowReason::NewerInstalled),
    };
    subject.row(RowId::CertificateInstalled, judgement, cell, None)
}

pub(super) fn validity(subject: &Subject) -> Comparison {
    let certificate = sent(subject);
    let cell = certificate.ok().and_then(|c| {
        let value = format!("{} .. {}", date(c.not_before?)?, date(c.not_after?)?);
        Cell::new(value, c.locations.first().cloned())
    });
    let judgement = match certificate {
        Err((RowStatus::Mismatch, reason)) => (RowStatus::NotApplicable, reason),
        Err(nothing) => nothing,
        Ok(certificate) => validity_judgement(subject, certificate),
    };
    subject.row(RowId::CertificateValidity, judgement, cell, None)
}

fn validity_judgement(subject: &Subject, certificate: &Certificate) -> (RowStatus, RowReason) {
    let unusable = subject.judged.and_then(|j| j.fits.as_ref());
    let self_signed = unusable.is_some_and(|fits| {
        fits.iter()
            .any(|f| f.identity.unusable == Some(Unusable::SelfSigned))
    });
    if self_signed || certificate.self_signed == Some(true) {
        return (RowStatus::Mismatch, RowReason::SelfSigned);
    }
    let way = subject.judged.and_then(|j| subject.context.way(j));
    let then = way.and_then(|w| certificate.is_valid_at(w.at));
    let expired = subject
        .judged
        .and_then(|j| expired_since(subject.context, j));
    match (then, expired) {
        (Some(false), _) => {
            let at = way.map_or(0, |w| w.at);
            let early = certificate
                .not_before
                .is_some_and(|from| at < from - certificate.validity_slack);
            let reason = match early {
                true => RowReason::NotYetValidWhenSent,
                false => RowReason::ExpiredWhenSent,
            };
            (RowStatus::Mismatch, reason)
        }
        (_, Some(_)) => (RowStatus::Unknown, RowReason::ExpiredSince),
        (Some(true), None) if way.is_none_or(|w| w.paths.is_empty()) => {
            (RowStatus::Match, RowReason::ValidNow)
        }
        (Some(true), None) => (RowStatus::Match, RowReason::ValidWhenSent),
        (None, None) => (RowStatus::Unknown, RowReason::DatesUnknown),
    }
}

/// A day in UTC, `2026-04-16`.
fn date(seconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.strftime("%Y-%m-%d").to_string())
}
