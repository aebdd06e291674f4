//! Findings as a title and an explanation: one function a finding, by area.

mod address;
mod certificate;
mod conflict;
mod connector;
mod evidence;
mod hybrid;
mod key;
mod neighbour;
mod renewal;
mod reply;
mod sender;
mod servers;
mod tls;
mod wizard_run;

use super::{Lang, names, say, text};
use crate::diagnosis::{Confidence, Detail, Finding};

/// What is broken, in one line with the actual values.
pub fn title(lang: Lang, finding: &Finding) -> String {
    wording(lang, finding).title
}

/// What was seen, why mail is refused for it, what is taken on trust, what to do next.
pub fn explanation(lang: Lang, finding: &Finding) -> String {
    let Wording {
        seen,
        why,
        doubt,
        next,
        ..
    } = wording(lang, finding);
    let parts = [seen, why, doubt, next];
    let said: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    said.join(text!(lang, " ", ""))
}

/// What to do about it, in a sentence.
pub fn next_action(lang: Lang, finding: &Finding) -> String {
    wording(lang, finding).next
}

/// The words of a finding; the explanation is its last four parts, each whole
/// sentences or empty.
struct Wording {
    title: String,
    /// What the evidence shows.
    seen: String,
    /// Why mail is refused because of it, or why it matters.
    why: String,
    /// What is taken on trust, undocumented or contradictory.
    doubt: String,
    /// What to do.
    next: String,
}

/// What is left open when the rules and the log do not both say it
/// (the confidence of findings that follow from conditions A and B).
fn doubt(lang: Lang, confidence: Confidence) -> String {
    let said = match confidence {
        Confidence::Certain => "",
        Confidence::Likely => text!(
            lang,
            "Likely, not certain: no log shows this mail refused, \
             or Microsoft's documents leave a point open.",
            "可能性は高いものの、確実ではありません。このメールの拒否がログに記録されていないか、\
             Microsoft の文書で明確になっていない点があるためです。",
        ),
        Confidence::Possible => text!(
            lang,
            "Only possible: the evidence does not prove it.",
            "可能性の段階です。証拠ファイルからは確認できません。",
        ),
    };
    said.to_owned()
}

/// "Send connector" with its name, or "Send connectors" with theirs.
fn send_connectors(lang: Lang, connectors: &[String]) -> String {
    let which = names(lang, connectors, 3);
    match connectors.len() {
        0 => text!(lang, "Send connector", "送信コネクタ").to_owned(),
        1 => say!(lang, "Send connector {which}", "送信コネクタ{which}"),
        _ => say!(lang, "Send connectors {which}", "送信コネクタ{which}"),
    }
}

fn wording(lang: Lang, finding: &Finding) -> Wording {
    use Detail as D;
    let sure = finding.confidence;
    match &finding.detail {
        D::DifferentFault { neighbour, reply } => reply::different_fault(lang, *neighbour, reply),
        D::InboundAttribution { reply, recipient } => {
            reply::inbound_attribution(lang, reply, recipient.as_deref())
        }
        D::Attr36 { count } => reply::attr36(lang, *count),
        D::AcceptanceProvesNothing { own, other_tenant } => {
            reply::acceptance_proves_nothing(lang, *own, *other_tenant)
        }
        D::NameMismatch {
            sent,
            thumbprint,
            servers,
            connectors,
            configured_only,
            by_log,
        } => {
            let shown = connector::Shown {
                sent,
                thumbprint,
                servers,
                configured_only: *configured_only,
                by_log: *by_log,
            };
            connector::name_mismatch(lang, sure, &shown, connectors)
        }
        D::AddressNotListed {
            addresses,
            connectors,
        } => address::not_listed(lang, sure, addresses, connectors),
        D::NoOnPremisesConnector { others } => connector::none_on_premises(lang, sure, *others),
        D::ConnectorDisabled { connector, fits } => {
            connector::disabled(lang, sure, connector, *fits)
        }
        D::ConnectorIsPartner { connector } => connector::partner(lang, sure, connector),
        D::SeveralConnectors { connectors } => connector::several(lang, connectors),
        D::DomainsExcludeSender {
            connector,
            listed,
            senders,
            foreign,
        } => connector::domains_exclude_sender(lang, connector, listed, (senders, foreign)),
        D::InvalidAddresses { entries } => address::invalid(lang, entries),
        D::MatchedBySan {
            connector,
            san,
            common_name,
        } => connector::matched_by_san(lang, connector, san, common_name.as_deref()),
        D::NameNotADomain { connector, value } => {
            connector::name_not_a_domain(lang, connector, value)
        }
        D::WithoutIdentity { connectors } => connector::without_identity(lang, sure, connectors),
        D::ConnectorRestricted { connector } => connector::restricted(lang, connector.as_deref()),
        D::NoCertificateSent { from, sessions } => {
            certificate::none_sent(lang, sure, from, *sessions)
        }
        D::StaleCertificate {
            sent,
            sent_thumbprint,
            newer,
            newer_thumbprint,
            listed_on,
        } => certificate::stale(
            lang,
            sure,
            [sent, sent_thumbprint],
            [newer, newer_thumbprint],
            listed_on,
        ),
        D::CertificateNotValid {
            certificate,
            thumbprint,
            not_before,
            not_after,
            at,
        } => certificate::not_valid(
            lang,
            certificate,
            thumbprint,
            [*not_before, *not_after],
            *at,
        ),
        D::NotFromPublicCa {
            certificate,
            thumbprint,
            self_signed,
        } => certificate::not_public(lang, certificate, thumbprint, *self_signed),
        D::ChainIncomplete {
            certificate,
            thumbprint,
            issuer,
            server,
            sign,
        } => {
            let named = key::Named::new(certificate, thumbprint);
            key::chain_incomplete(
                lang,
                sure,
                named,
                issuer.as_deref(),
                server.as_deref(),
                sign,
            )
        }
        D::NotEnabledForSmtp {
            certificate,
            thumbprint,
            servers,
            services,
            sent,
        } => {
            let named = key::Named::new(certificate, thumbprint);
            key::not_for_smtp(lang, named, servers, services, *sent)
        }
        D::WithoutPrivateKey {
            certificate,
            thumbprint,
            connector,
            server,
            ..
        } => {
            let named = key::Named::new(certificate, thumbprint);
            key::without_key(lang, sure, named, connector.as_deref(), server.as_deref())
        }
        D::ServersDiffer { servers } => certificate::servers_differ(lang, sure, servers),
        D::ConnectorsDisagree { connectors } => {
            certificate::connectors_disagree(lang, sure, connectors)
        }
        D::TlsFailed { errors, connectors } => tls::failed(lang, sure, errors, connectors),
        D::SendConnectorCertificateMissing {
            connectors,
            name,
            server,
            said_by_log,
        } => {
            let missing = certificate::Missing {
                name: name.as_deref(),
                server: server.as_deref(),
                said_by_log: *said_by_log,
            };
            certificate::missing(lang, sure, connectors, &missing)
        }
        D::StarttlsNotOffered {
            connectors,
            sessions,
        } => tls::not_offered(lang, sure, connectors, *sessions),
        D::StarttlsIgnored {
            connectors,
            sessions,
            ignore_configured,
        } => tls::ignored(lang, sure, connectors, *sessions, *ignore_configured),
        D::LoggingOff { connectors } => servers::logging_off(lang, connectors),
        D::ClientAuthAbsent {
            certificate,
            thumbprint,
            before,
        } => {
            let named = key::Named::new(certificate, thumbprint);
            renewal::client_auth(lang, named, before.as_deref())
        }
        D::EdgeNameTooLong {
            connector,
            length,
            edge,
        } => renewal::edge_name(lang, connector, *length, edge),
        D::ExpiresSoon {
            certificate,
            thumbprint,
            not_after,
            days,
        } => {
            let named = key::Named::new(certificate, thumbprint);
            renewal::expires_soon(lang, named, *not_after, *days)
        }
        D::KeyUnusable {
            certificate,
            thumbprint,
            connector,
            sessions,
            ec_key,
            lacks_smtp,
        } => {
            let named = key::Named::new(certificate, thumbprint);
            let found = key::Unusable {
                connector,
                sessions: *sessions,
                ec_key: *ec_key,
                lacks_smtp: *lacks_smtp,
            };
            key::unusable(lang, sure, named, &found)
        }
        D::SeveralInstalledFit {
            connector,
            certificates,
            sent,
        } => renewal::several_fit(lang, connector, certificates, sent.as_deref()),
        D::IssuerChanges {
            connector,
            issuer,
            next,
        } => renewal::issuer_changes(lang, sure, connector, issuer, next.as_ref()),
        D::NoAcceptedDomain {
            senders,
            certificate,
            predicted,
        } => sender::no_accepted_domain(lang, sure, senders, certificate.as_deref(), *predicted),
        D::ForeignOrNullSender {
            null,
            foreign,
            certificate,
        } => sender::foreign_or_null(lang, sure, *null, foreign, certificate.as_deref()),
        D::SubdomainNotAccepted {
            name,
            missing,
            accepted,
        } => sender::subdomain(lang, sure, name, missing, accepted),
        D::AnotherTenant { senders, accepted } => sender::another_tenant(lang, senders, accepted),
        D::SharedWithOtherTenant {
            certificate,
            ours,
            others,
        } => servers::shared(lang, sure, certificate.as_deref(), ours, others),
        D::SeveralAddresses { addresses } => address::several(lang, addresses),
        D::Ipv6 { addresses } => address::ipv6(lang, sure, addresses),
        D::IpBased {
            connectors,
            addresses,
        } => address::ip_based(lang, connectors, addresses),
        D::NextHopIsNotEop { connector, host } => hybrid::next_hop(lang, connector, host),
        D::InsideTheCloud { server } => reply::inside_the_cloud(lang, server),
        D::HcwWroteOther {
            run,
            wrote,
            sent,
            thumbprint,
        } => wizard_run::wrote_other(lang, sure, run, wrote, (sent, thumbprint)),
        D::HcwWarnedDomain { run, name } => {
            wizard_run::warned_domain(lang, sure, run, name.as_deref())
        }
        D::HcwRunFailed { run, fault } => wizard_run::run_failed(lang, sure, run, fault),
        D::HcwEvidenceOld { run, newer } => wizard_run::evidence_old(lang, run, *newer),
        D::OutsideHcw { connectors, hcw } => hybrid::outside_hcw(lang, connectors, hcw),
        D::RerunRemoves { values } => hybrid::rerun_removes(lang, values),
        D::ServersNotCovered {
            connectors,
            servers,
        } => servers::not_covered(lang, connectors, servers),
        D::ReverseAtRisk {
            certificate,
            receive,
            outbound,
        } => servers::reverse(lang, sure, certificate, receive, outbound),
        D::Conflict { values } => conflict::conflict(lang, values),
        D::Truncated { values } => evidence::truncated(lang, values),
        D::OlderThanChange {
            connector,
            changed,
            last_session,
        } => evidence::older_than_change(lang, connector, *changed, *last_session),
        D::PredictionAndLog {
            predicted,
            server,
            connector,
            accepted,
            refused,
        } => {
            let answered = evidence::Answered {
                server,
                connector,
                accepted: *accepted,
                refused: *refused,
            };
            evidence::prediction_and_log(lang, *predicted, &answered)
        }
        D::CheckFailed { rule, message } => evidence::check_failed(lang, rule, message),
    }
}
