//! Rows on the certificate: its name, what is configured and installed, its validity.

use super::{Cell, Comparison, RowId, RowStatus, Subject};
use crate::attribution::{NameFit, Presented, Status, Unusable, WayOrigin, configured_to_tenant};
use crate::diagnosis::RowReason;
use crate::diagnosis::conditions::expired_since;
use crate::diagnosis::rules::{fitting_installed, newest_fitting_installed};
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
            let names = sent(subject).map(|c| c.names.all()).unwrap_or_default();
            let reason = match value.name().is_some_and(|v| names.contains(&v)) {
                // Equal as domains, and yet no match.
                true => RowReason::OtherSpelling,
                false => RowReason::DocumentsSilent,
            };
            (RowStatus::Unknown, reason)
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

/// What a Send connector is configured to send, and of the installed certificates the
/// one that Exchange is documented to choose by it, against the one in the log.
pub(super) fn configured(subject: &Subject) -> Comparison {
    let facts = subject.context.facts;
    let way = subject.judged.and_then(|j| subject.context.way(j));
    let of_way = way.and_then(|w| facts.send_connector(w.connector?));
    let to_tenant = |c: &&SendConnector| configured_to_tenant(facts, c) == Some(true);
    let object = of_way.or_else(|| facts.send_connectors.iter().flatten().find(to_tenant));
    let (judgement, cell) = match object {
        None => ((RowStatus::Unknown, RowReason::SendConnectorUnknown), None),
        Some(connector) => {
            let judgement = match way.map(|w| w.origin) {
                Some(WayOrigin::Log) => configured_judgement(subject, connector),
                // Nothing shows what is sent: there is one side only.
                Some(WayOrigin::Configured) => (RowStatus::Unknown, RowReason::WouldBeChosen),
                Some(WayOrigin::Given) | None => {
                    (RowStatus::Unknown, RowReason::CertificateUnknown)
                }
            };
            (judgement, configured_cell(subject, connector))
        }
    };
    subject.row(RowId::CertificateConfigured, judgement, cell, None)
}

/// TlsCertificateName, else Fqdn; with where the certificate is listed that it chooses.
fn configured_cell(subject: &Subject, connector: &SendConnector) -> Option<Cell> {
    let facts = subject.context.facts;
    let name = &connector.tls_certificate_name;
    let fqdn = &connector.fqdn;
    let (value, at) = match name.value() {
        Some(value) => (value.to_text(), name.at()),
        None => (fqdn.value()?.clone(), fqdn.at()),
    };
    let chosen = facts.choice(connector, server(subject));
    let chosen = chosen.and_then(|c| c.certificate());
    let listed = chosen.and_then(|c| c.locations.first());
    Cell::new(value, at.into_iter().chain(listed).cloned())
}

fn server<'a>(subject: &Subject<'_, 'a>) -> Option<&'a str> {
    subject.judged.and_then(|j| subject.context.way(j)?.server)
}

fn configured_judgement(subject: &Subject, connector: &SendConnector) -> (RowStatus, RowReason) {
    let certificate = match sent(subject) {
        Ok(certificate) => certificate,
        Err(nothing) => return nothing,
    };
    let others = others(subject, connector, certificate);
    if let Some(name) = connector.tls_certificate_name.value() {
        let later = |c: &&Certificate| {
            certificate.not_after.is_some() && c.not_after > certificate.not_after
        };
        return match certificate.is_named_by(name) {
            Some(false) => (RowStatus::Mismatch, RowReason::SentOtherThanConfigured),
            None => (RowStatus::Unknown, RowReason::CertificateUnknown),
            // Documented of receiving only: what is sent may be right all the same.
            Some(true) if others.iter().any(later) => {
                (RowStatus::Unknown, RowReason::LaterOneNamed)
            }
            Some(true) if !others.is_empty() => (RowStatus::Match, RowReason::LatestOfSeveral),
            Some(true) => (RowStatus::Match, RowReason::SentAsConfigured),
        };
    }
    let fqdn = connector
        .fqdn
        .value()
        .and_then(|f| CertificateName::parse(f));
    let Some(CertificateName::Host(fqdn)) = fqdn else {
        return (RowStatus::Unknown, RowReason::NothingConfigured);
    };
    match (certificate.names.serve(&fqdn), others.is_empty()) {
        (false, _) => (RowStatus::Mismatch, RowReason::SentOtherThanConfigured),
        (true, true) => (RowStatus::Match, RowReason::SentAsConfigured),
        (true, false) => (RowStatus::Match, RowReason::OneOfSeveralByFqdn),
    }
}

/// Further installed certificates that answer to the connector on that server: valid
/// now, and not known to lack their key.
fn others<'a>(
    subject: &Subject<'_, 'a>,
    connector: &SendConnector,
    sent: &Certificate,
) -> Vec<&'a Certificate> {
    let facts = subject.context.facts;
    let server = server(subject);
    let choice = facts.choice(connector, server);
    let candidates = choice.map_or_else(Vec::new, |c| c.candidates);
    let usable = |c: &&Certificate| {
        let mut states = facts.states(c, server);
        c.thumbprint != sent.thumbprint
            && !c.installed.is_empty()
            && c.is_valid_at(facts.now) != Some(false)
            && states.all(|s| s.has_private_key.value() != Some(&false))
    };
    candidates.into_iter().filter(usable).collect()
}

pub(super) fn installed(subject: &Subject) -> Comparison {
    let facts = subject.context.facts;
    let newest = newest_fitting_installed(facts, server(subject));
    let cell = installed_cell(subject, newest);
    let judgement = match (sent(subject), newest) {
        _ if !facts.certificates.installed_known => {
            (RowStatus::Unknown, RowReason::InstalledUnknown)
        }
        // With an address alone no certificate is expected to fit.
        (_, None) if !expects_certificate(subject) => {
            (RowStatus::NotApplicable, RowReason::NoCertificateExpected)
        }
        (Err(nothing), _) => nothing,
        (Ok(sent), None) if lacks_key(subject, sent) => {
            (RowStatus::Mismatch, RowReason::InstalledWithoutKey)
        }
        (Ok(_), None) => (RowStatus::Mismatch, RowReason::NoneInstalledFits),
        (Ok(sent), Some(newest)) => age_judgement(subject, sent, newest),
    };
    subject.row(RowId::CertificateInstalled, judgement, cell, None)
}

/// Whether an open connector names a certificate, or may do so.
fn expects_certificate(subject: &Subject) -> bool {
    let tenant = &subject.context.facts.tenant;
    let mut open = subject.context.open_connectors();
    tenant.inbound_connectors.is_none()
        || tenant.has_more_connectors()
        || open.any(|c| !c.tls_sender_certificate_name.is_absent())
}

/// The newest that fits; with the server that it speaks of, where certificates of several
/// were loaded: a certificate that fits need not be on the one that sends.
fn installed_cell(subject: &Subject, newest: Option<&Certificate>) -> Option<Cell> {
    let facts = subject.context.facts;
    let sending = server(subject).and_then(|server| facts.called(server));
    let several = facts.listed_servers().len() > 1;
    let Some(newest) = newest else {
        let server = sending.filter(|_| several)?;
        let of_it = |c: &&Certificate| c.is_listed_on(server);
        let listed = facts.certificates.installed().find(of_it)?;
        return Cell::new(format!("{server}: -"), listed.locations.first().cloned());
    };
    let certificate = format!("{} ({})", newest.display_name(), newest.thumbprint);
    let on = match sending {
        Some(server) if newest.is_listed_on(server) => server.to_owned(),
        _ => newest.listed_on().join(", "),
    };
    let value = match several && !on.is_empty() {
        true => format!("{on}: {certificate}"),
        false => certificate,
    };
    Cell::new(value, newest.locations.first().cloned())
}

/// What is sent against the installed ones that fit. An end that is not known is
/// neither earlier nor later than another.
fn age_judgement(
    subject: &Subject,
    sent: &Certificate,
    newest: &Certificate,
) -> (RowStatus, RowReason) {
    let mut fitting = fitting_installed(subject.context.facts, server(subject));
    fitting.retain(|c| c.thumbprint != sent.thumbprint);
    let ends_known = sent.not_after.is_some() && fitting.iter().all(|c| c.not_after.is_some());
    let is_newest = sent.thumbprint == newest.thumbprint;
    if is_newest && (ends_known || fitting.is_empty()) {
        return (RowStatus::Match, RowReason::SentIsNewest);
    }
    if sent.not_after.is_some() && newest.not_after > sent.not_after {
        return (RowStatus::Mismatch, RowReason::NewerInstalled);
    }
    if ends_known && newest.not_after < sent.not_after {
        return (RowStatus::Mismatch, RowReason::OnlyOlderInstalledFits);
    }
    // Where what is sent does not fit, its age does not matter.
    let refused = subject
        .judged
        .is_some_and(|j| j.connector == Status::Broken);
    let status = match refused {
        true => RowStatus::Mismatch,
        false => RowStatus::Unknown,
    };
    (status, RowReason::OtherInstalledFits)
}

fn lacks_key(subject: &Subject, certificate: &Certificate) -> bool {
    let facts = subject.context.facts;
    let mut states = facts.states(certificate, server(subject));
    states.any(|s| s.has_private_key.value() == Some(&false))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::attribution::replay;
    use crate::diagnosis::Context;
    use crate::diagnosis::comparison::compare;
    use crate::diagnosis::rules::testing::{Connector, Incident, Listed};

    const NAME: &str = "<I>CN=CA 1<S>CN=mail.contoso.com";

    fn row(incident: &Incident) -> (RowStatus, RowReason) {
        row_of(RowId::CertificateConfigured, incident)
    }

    fn row_of(id: RowId, incident: &Incident) -> (RowStatus, RowReason) {
        let facts = incident.facts();
        let verdicts = replay(&facts);
        let rows = compare(&Context::new(&facts, &verdicts));
        let row = rows.iter().find(|r| r.id == id);
        row.map_or_else(|| panic!("no row"), |r| (r.status, r.reason))
    }

    fn listed(thumbprint: &str, not_after: &str) -> Listed {
        Listed::new(thumbprint).dates("2026-01-01T00:00:00Z", not_after)
    }

    #[test]
    fn configured_and_installed_against_what_is_sent() {
        let first = || listed("A1", "2027-02-01T00:00:00Z");
        let later = || listed("B2", "2027-09-01T00:00:00Z");
        let earlier = || listed("B2", "2026-12-24T00:00:00Z");
        let by_name = || Connector::to_tenant().named(NAME);
        let by_fqdn = |fqdn| Connector::to_tenant().with("Fqdn", fqdn);
        let other = Connector::to_tenant().named("<I>CN=CA 0<S>CN=mail.contoso.com");
        use RowReason as R;
        use RowStatus as S;
        for (connector, installed, expected) in [
            (by_name(), vec![first()], (S::Match, R::SentAsConfigured)),
            (
                other,
                vec![first()],
                (S::Mismatch, R::SentOtherThanConfigured),
            ),
            (
                by_name(),
                vec![first(), earlier()],
                (S::Match, R::LatestOfSeveral),
            ),
            (
                by_name(),
                vec![first(), later()],
                (S::Unknown, R::LaterOneNamed),
            ),
            // One that lacks its key, or has ended, is not in the choice.
            (
                by_name(),
                vec![first(), later().with("HasPrivateKey", "False")],
                (S::Match, R::SentAsConfigured),
            ),
            (
                by_name(),
                vec![first(), listed("B2", "2026-10-01T00:00:00Z")],
                (S::Match, R::SentAsConfigured),
            ),
            (
                by_fqdn("mail.contoso.com"),
                vec![first(), later()],
                (S::Match, R::OneOfSeveralByFqdn),
            ),
            (
                by_fqdn("owa.contoso.com"),
                vec![first()],
                (S::Mismatch, R::SentOtherThanConfigured),
            ),
        ] {
            let incident = Incident::accepted().send_connector(&connector);
            let incident = installed.iter().fold(incident, |i, c| i.certificate(c));
            assert_eq!(row(&incident), expected, "{connector:?} {installed:?}");
        }
    }

    #[test]
    fn without_a_log_it_is_what_would_be_chosen() {
        let incident = Incident::default()
            .send_connector(&Connector::to_tenant().named(NAME))
            .certificate(&listed("A1", "2027-02-01T00:00:00Z"));
        let expected = (RowStatus::Unknown, RowReason::WouldBeChosen);
        assert_eq!(row(&incident), expected);
    }

    #[test]
    fn newer_or_older_is_said_only_where_both_ends_are_known() {
        const AMBIGUOUS: &str = "3/1/2027 12:00:00 AM";
        let sent = || listed("A1", "2027-02-01T00:00:00Z");
        let keyless = || sent().with("HasPrivateKey", "False");
        let self_signed = || sent().with("IsSelfSigned", "True");
        let other = |end| listed("B2", end);
        use RowReason as R;
        use RowStatus as S;
        for (installed, expected) in [
            (vec![sent()], (S::Match, R::SentIsNewest)),
            (
                vec![sent(), other("2026-12-24T00:00:00Z")],
                (S::Match, R::SentIsNewest),
            ),
            (
                vec![sent(), other("2027-09-01T00:00:00Z")],
                (S::Mismatch, R::NewerInstalled),
            ),
            (
                vec![keyless(), other("2026-12-24T00:00:00Z")],
                (S::Mismatch, R::OnlyOlderInstalledFits),
            ),
            // The log tells no dates, and the one that is sent is not listed.
            (
                vec![other("2027-09-01T00:00:00Z")],
                (S::Unknown, R::OtherInstalledFits),
            ),
            (
                vec![sent(), other(AMBIGUOUS)],
                (S::Unknown, R::OtherInstalledFits),
            ),
            (
                vec![keyless(), other(AMBIGUOUS)],
                (S::Unknown, R::OtherInstalledFits),
            ),
            // An end that is known, and earlier, is not the only other one.
            (
                vec![
                    keyless(),
                    other("2026-12-24T00:00:00Z"),
                    listed("C3", AMBIGUOUS),
                ],
                (S::Unknown, R::OtherInstalledFits),
            ),
            // What is sent does not fit, whatever its age.
            (
                vec![self_signed(), other(AMBIGUOUS)],
                (S::Mismatch, R::OtherInstalledFits),
            ),
        ] {
            let incident = Incident::refused();
            let incident = installed.iter().fold(incident, |i, c| i.certificate(c));
            let row = row_of(RowId::CertificateInstalled, &incident);
            assert_eq!(row, expected, "{installed:?}");
        }
    }

    #[test]
    fn of_several_servers_the_one_is_named() {
        let cell = |listings: &[Listed]| {
            let sources = Connector::to_tenant().with("SourceTransportServers", "{EX01, EX02}");
            let incident = Incident::refused().send_connector(&sources);
            let incident = listings.iter().fold(incident, |i, c| i.certificate(c));
            let facts = incident.facts();
            let verdicts = replay(&facts);
            let rows = compare(&Context::new(&facts, &verdicts));
            let row = rows
                .into_iter()
                .find(|r| r.id == RowId::CertificateInstalled);
            row.and_then(|r| r.on_premises).map(|c| c.value)
        };
        let fits = |server: &str| listed("B2", "2027-09-01T00:00:00Z").server(server);
        let other = |server: &str| {
            let other = Listed::new("C3").subject("CN=owa.contoso.com");
            other
                .with("CertificateDomains", "{owa.contoso.com}")
                .server(server)
        };
        let shown = format!("mail.contoso.com ({:0<40})", "B2");
        let on = |server: &str| Some(format!("{server}: {shown}"));
        assert_eq!(cell(&[fits("EX01"), other("EX02")]), on("EX01"));
        // What EX02 has is nothing that EX01 could send.
        let none = Some("EX01: -".to_owned());
        assert_eq!(cell(&[other("EX01"), fits("EX02")]), none);
        assert_eq!(cell(&[fits("EX01")]), Some(shown));
    }
}
