//! The option by hand: every cause mended, on-premises first where the wrong
//! certificate is sent.

use super::{Case, WRONG_CERTIFICATE, closing, keys, numbered};
use crate::attribution::{Change, Status, certificate_domain, predict};
use crate::diagnosis::Detail;
use crate::facts::{Certificate, CertificateName, InboundConnector, SendConnector};
use crate::remedy::plan::{Applicability, OptionId, OptionWhy, PlanOption, Step, StepKind};
use crate::remedy::steps::new_connector::New;
use crate::remedy::steps::{cloud, common, on_premises};
use crate::remedy::{NameChoice, choose_name};

/// Steps with the changes that they make, for the prediction.
#[derive(Default)]
struct Remedy {
    steps: Vec<Step>,
    changes: Vec<Change>,
    /// Something a person must find out first: nothing can be predicted.
    open: bool,
}

impl Remedy {
    fn add(&mut self, step: Step, changes: impl IntoIterator<Item = Change>) {
        self.push(step);
        self.changes.extend(changes);
    }

    /// A step whose outcome the replay cannot know.
    fn ask(&mut self, step: Step) {
        self.push(step);
        self.open = true;
    }

    /// What one cause asked for already is not asked for again by another.
    fn push(&mut self, step: Step) {
        let is_same = |s: &Step| match &s.command {
            Some(_) => s.id == step.id && s.command == step.command,
            None => s.kind == step.kind,
        };
        if !self.steps.iter().any(is_same) {
            self.steps.push(step);
        }
    }
}

/// The option. `by_hcw`: what is predicted of those of HCW that are open here.
pub(super) fn option(case: &Case, choice: Option<OptionId>, by_hcw: &[Status]) -> PlanOption {
    let remedy = manual(case);
    let recommended = choice == Some(OptionId::Manual);
    let has_cause = case.diagnosis.root_causes().next().is_some() || recommended;
    let set_name = |s: &Step| matches!(s.kind, StepKind::SetName { .. });
    let only_name = case.is_root(101)
        && case.diagnosis.root_causes().count() == 1
        && remedy.steps.iter().any(set_name);
    let why = match (has_cause, recommended) {
        (false, _) if case.diagnosis.relay == Status::Met => OptionWhy::NothingToMend,
        (false, _) => OptionWhy::NoCauseKnown,
        (true, false) => OptionWhy::AlsoMends,
        (true, true) if only_name => OptionWhy::OneCloudValue,
        (true, true) if by_hcw.contains(&Status::Met) => OptionWhy::TouchesLess,
        (true, true) if by_hcw.contains(&Status::Unknown) => OptionWhy::HcwUncertain,
        (true, true) if by_hcw.is_empty() => OptionWhy::TouchesOnlyThis,
        (true, true) => OptionWhy::OnlyByHand,
    };
    let predicted = match remedy.open {
        true => match case.diagnosis.root_causes().next() {
            Some(_) => Status::Unknown,
            None => case.diagnosis.relay,
        },
        false => predict(case.facts, &remedy.changes),
    };
    PlanOption {
        id: OptionId::Manual,
        offered: has_cause,
        recommended,
        why,
        resets: Vec::new(),
        predicted,
        steps: match has_cause {
            true => numbered(closing(case, remedy.steps)),
            false => Vec::new(),
        },
        changes: remedy.changes,
    }
}

/// Every cause mended: on-premises first where the wrong certificate is sent.
fn manual(case: &Case) -> Remedy {
    let mut remedy = Remedy::default();
    on_premises_first(case, &mut remedy);
    connectors(case, &mut remedy);
    addresses(case, &mut remedy);
    organization(case, &mut remedy);
    remedy
}

fn on_premises_first(case: &Case, remedy: &mut Remedy) {
    if !case.any_root(WRONG_CERTIFICATE) && !case.is_root(212) {
        return;
    }
    keys::steps(case).into_iter().for_each(|s| remedy.ask(s));
    if !case.any_root(&[201, 202, 203, 204, 208, 209, 210, 211, 212, 217]) {
        // Chain and key are the server's own: no connector is touched.
        return;
    }
    remedy.add(common::save_send(), []);
    if let Some(Detail::StarttlsNotOffered { connectors, .. }) = case.root(212).map(|f| &f.detail) {
        remedy.ask(on_premises::let_starttls_through(connectors.clone()));
    }
    if let Some(Detail::StarttlsIgnored { connectors, .. }) = case.root(217).map(|f| &f.detail) {
        for name in connectors {
            remedy.ask(on_premises::use_starttls(
                name,
                case.facts.send_connector(name),
            ));
        }
    }
    if case.is_root(208) {
        faulty_servers(case, remedy);
    }
    if case.is_root(210) {
        let certificate = case.good_certificate();
        remedy.ask(on_premises::check_private_key(
            certificate.map(|c| c.thumbprint.as_str()),
        ));
        if let Some(certificate) = certificate {
            enable_smtp(remedy, certificate);
        }
    }
    // A server that was taken out gets the good certificate there; the connector names it already.
    let by_server = case.is_root(208) && case.fitting_sent().is_some();
    let by_connector: &[u16] = match by_server {
        true => &[201, 203, 204, 209, 211],
        false => &[201, 202, 203, 204, 209, 211],
    };
    if case.any_root(by_connector) {
        send_good_certificate(case, remedy);
    }
}

/// One faulty server among good ones: out of SourceTransportServers first.
fn faulty_servers(case: &Case, remedy: &mut Remedy) {
    let Some(Detail::ServersDiffer { servers }) = case.root(208).map(|f| &f.detail) else {
        return;
    };
    let Some(good) = servers
        .iter()
        .find(|h| h.fits)
        .and_then(|h| case.facts.certificates.get(&h.thumbprint))
    else {
        // None fits: the inbound connector's value is what has to change.
        return;
    };
    let faulty: Vec<String> = servers
        .iter()
        .filter(|h| !h.fits)
        .map(|h| h.name.clone())
        .collect();
    let mut back = Vec::new();
    for (name, object) in case.failing_send_connectors() {
        remedy.add(on_premises::look(name), []);
        if let Some((out, put_back)) =
            object.and_then(|o| on_premises::take_servers_out(o, &faulty))
        {
            remedy.add(out, []);
            back.push(put_back);
        }
        let thumbprint = good.thumbprint.clone();
        let connector = Some(name.to_owned());
        remedy.changes.push(Change::SendCertificate {
            connector,
            thumbprint,
        });
    }
    remedy.add(on_premises::import_certificate(good, &faulty), []);
    for server in &faulty {
        remedy.add(on_premises::enable_smtp(&good.thumbprint, Some(server)), []);
    }
    back.into_iter().for_each(|step| remedy.add(step, []));
}

/// SMTP, unless the listing says that the certificate has it.
fn enable_smtp(remedy: &mut Remedy, certificate: &Certificate) {
    if !certificate.is_enabled_for_smtp() {
        remedy.add(on_premises::enable_smtp(&certificate.thumbprint, None), []);
    }
}

fn send_good_certificate(case: &Case, remedy: &mut Remedy) {
    let fitting = case.newest_installed().or_else(|| case.fitting_sent());
    let connectors = case.failing_send_connectors();
    let Some(good) = fitting else {
        let expected = case.facts.tenant.connectors().iter();
        let expected =
            expected.filter_map(|c| Some(c.tls_sender_certificate_name.value()?.to_string()));
        let first = connectors.first().map(|(name, _)| *name);
        remedy.ask(on_premises::get_certificate(first, expected.collect()));
        return;
    };
    let lacking = lacking(case, good);
    if lacking.is_empty() {
        // A certificate that does not serve SMTP is not sent, whoever names it.
        enable_smtp(remedy, good);
    } else {
        remedy.add(on_premises::import_certificate(good, &lacking), []);
    }
    for server in &lacking {
        let enabled = on_premises::enable_smtp(&good.thumbprint, Some(server));
        remedy.add(enabled, []);
    }
    let mut named_already = false;
    for (name, object) in connectors {
        remedy.add(on_premises::look(name), []);
        let change = Change::SendCertificate {
            connector: Some(name.to_owned()),
            thumbprint: good.thumbprint.clone(),
        };
        let named = object.and_then(|o| good.is_named_by(o.tls_certificate_name.value()?));
        match named {
            // Same issuer and subject: setting it again would change nothing.
            Some(true) => {
                named_already = true;
                remedy.changes.push(change);
            }
            _ => remedy.add(send_certificate(name, object, good), [change]),
        }
    }
    // What was imported just now is found from then on.
    let named_already = named_already && lacking.is_empty();
    if named_already && !case.is_root(202) {
        // It is named, installed and not sent: why is on the server, not in a value.
        remedy.ask(on_premises::check_private_key(Some(&good.thumbprint)));
    } else if named_already {
        let servers = case.facts.traffic.servers.clone();
        remedy.add(on_premises::restart_transport(servers), []);
    }
}

/// The servers with failing mail that do not have a certificate which others are known to have.
fn lacking(case: &Case, certificate: &Certificate) -> Vec<String> {
    if certificate.installed.is_empty() {
        return Vec::new();
    }
    let lacks = |s: &&str| !case.facts.may_be_installed_on(certificate, Some(s));
    let lacking = case.failing_servers().into_iter().filter(lacks);
    lacking.map(str::to_owned).collect()
}

/// By TlsCertificateName; by Fqdn where Exchange does not have it.
fn send_certificate(name: &str, object: Option<&SendConnector>, certificate: &Certificate) -> Step {
    on_premises::set_fqdn(object, certificate)
        .unwrap_or_else(|| on_premises::set_certificate(name, object, certificate))
}

/// Name, type, enabled, missing connector: the cloud side of the certificate.
fn connectors(case: &Case, remedy: &mut Remedy) {
    let codes = [101, 103, 104, 105, 107, 110, 111, 112];
    let malformed = case.diagnosis.finding(110).is_some() && case.diagnosis.relay != Status::Met;
    if !case.any_root(&codes) && !malformed {
        return;
    }
    if let Some(Detail::ConnectorRestricted { connector }) = case.root(112).map(|f| &f.detail) {
        remedy.ask(cloud::investigate(connector.clone()));
        if !case.any_root(&[101, 103, 104, 105, 107, 111]) {
            return;
        }
    }
    let subject = cloud_subject(case);
    remedy.add(common::save_inbound(), []);
    remedy.add(cloud::look(subject), []);
    match case.any_root(&[103, 105]) {
        true => new_connector(case, remedy),
        false => edit_connector(case, remedy, subject, malformed),
    }
}

/// The connector that has to be edited: HCW's own before others.
fn cloud_subject<'a>(case: &Case<'a>) -> Option<&'a InboundConnector> {
    let named = case.diagnosis.root_causes().find_map(|f| match &f.detail {
        Detail::ConnectorDisabled { connector, .. }
        | Detail::ConnectorIsPartner { connector }
        | Detail::DomainsExcludeSender { connector, .. } => Some(connector.as_str()),
        Detail::WithoutIdentity { connectors } => connectors.first().map(String::as_str),
        _ => None,
    });
    let malformed = case.diagnosis.finding(110).and_then(|f| match &f.detail {
        Detail::NameNotADomain { connector, .. } => Some(connector.as_str()),
        _ => None,
    });
    if let Some(connector) = named.or(malformed).and_then(|n| case.inbound(n)) {
        return Some(connector);
    }
    let open =
        |c: &&InboundConnector| c.is_enabled_on_premises() != Some(false) && c.names_certificate();
    let connectors = || case.facts.tenant.connectors().iter().filter(open);
    connectors()
        .find(|c| c.is_hybrid_wizards())
        .or_else(|| connectors().next())
}

fn edit_connector(
    case: &Case,
    remedy: &mut Remedy,
    subject: Option<&InboundConnector>,
    malformed: bool,
) {
    let Some(connector) = subject else {
        return;
    };
    let disabled = case.root(104).map(|f| &f.detail);
    let fits = !matches!(
        disabled,
        Some(Detail::ConnectorDisabled { fits: false, .. })
    );
    if case.any_root(&[101, 111]) || malformed || !fits {
        match case.name_choice() {
            // The cloud value is right for what is configured: the server sends another one.
            _ if case.sends_other_than_configured() => {
                let failing = case.failing_ways();
                let first = failing.first().copied();
                if let Some(name) = first {
                    remedy.ask(on_premises::look(name));
                }
                let value = connector.tls_sender_certificate_name.value();
                let expected = value.map(ToString::to_string).into_iter().collect();
                remedy.ask(on_premises::get_certificate(first, expected));
            }
            Some(choice) => {
                let change = Change::name(&connector.name, &choice.value.to_string());
                let mut step = cloud::set_name(connector, &choice);
                // Somebody disabled it, or the domain is not the tenant's: a person decides.
                if disabled.is_some() || !case.is_own_domain(choice.value.base()) {
                    step.applicability = Applicability::NeedsReview;
                }
                remedy.add(step, [change]);
            }
            None => remedy.ask(cloud::find_certificate(Some(connector))),
        }
    }
    if disabled.is_some() {
        remedy.add(cloud::enable(connector), [Change::enable(&connector.name)]);
    }
    if let Some(Detail::DomainsExcludeSender {
        senders, foreign, ..
    }) = case.root(107).map(|f| &f.detail)
    {
        associated_domains(case, remedy, connector, (senders, foreign));
    }
}

/// Own domains are added to the list. Strangers' can be in none: there, a person decides
/// whether it is emptied.
fn associated_domains(
    case: &Case,
    remedy: &mut Remedy,
    connector: &InboundConnector,
    (senders, foreign): (&[String], &[String]),
) {
    let emptied = Change::empty_associated(connector);
    let add = cloud::add_associated(connector, senders);
    let instead = add.is_some().then(|| {
        let with_it = [&remedy.changes[..], std::slice::from_ref(&emptied)].concat();
        predict(case.facts, &with_it)
    });
    let is_added = add.is_some();
    if let Some(step) = add {
        let change = Change::add_associated(connector, senders);
        remedy.add(step, [change]);
    }
    let empty = (!foreign.is_empty())
        .then(|| cloud::empty_associated(connector, foreign, instead))
        .flatten();
    match (empty, is_added) {
        (Some(step), true) => remedy.add(step, []),
        (Some(step), false) => remedy.add(step, [emptied]),
        (None, true) => {}
        (None, false) => remedy.open = true,
    }
}

/// No OnPremises connector can be edited: a new one, by certificate where one is sent.
fn new_connector(case: &Case, remedy: &mut Remedy) {
    let partner = case.root(105).and_then(|f| match &f.detail {
        Detail::ConnectorIsPartner { connector } => case.inbound(connector),
        _ => None,
    });
    // From address to certificate, the connector that goes by address is the model.
    let copied = partner.or_else(|| case.by_address());
    let copied_value = partner
        .and_then(|c| c.tls_sender_certificate_name.value())
        .and_then(|v| v.name());
    let value = copied_value
        .cloned()
        .or_else(|| usable_choice(case).map(|c| c.value));
    let mut new = New {
        name: case.new_name(),
        certificate: value.map(|v: CertificateName| v.to_string()),
        copied,
        ..New::default()
    };
    if new.certificate.is_none() {
        let seen = case.verdicts.ways.iter().filter_map(|w| w.address);
        new.addresses = seen
            .filter(|a| crate::attribution::invalid_address(&a.to_string()).is_none())
            .collect();
        new.addresses.sort();
        new.addresses.dedup();
    }
    if new.certificate.is_none() && new.addresses.is_empty() {
        remedy.ask(cloud::find_certificate(None));
        return;
    }
    let new = new.judged(case.facts, &remedy.changes);
    remedy.add(new.step(), [new.change()]);
}

/// A name for what is sent, when that can identify a sender at all.
fn usable_choice(case: &Case) -> Option<NameChoice> {
    let sent = case.sent();
    let usable = |c: &&Certificate| {
        c.self_signed != Some(true) && c.is_valid_at(case.facts.now) != Some(false)
    };
    let every_way = case
        .verdicts
        .ways
        .iter()
        .all(|w| w.presented.certificate().is_some());
    (every_way && sent.iter().all(usable)).then(|| case.name_choice())?
}

fn addresses(case: &Case, remedy: &mut Remedy) {
    if let Some(Detail::AddressNotListed { addresses, .. }) = case.root(102).map(|f| &f.detail) {
        let listing = |c: &&InboundConnector| {
            c.is_enabled_on_premises() != Some(false) && c.lists_addresses()
        };
        let mut connectors = case.facts.tenant.connectors().iter().filter(listing);
        remedy.add(common::save_inbound(), []);
        let first = connectors.next();
        remedy.add(cloud::look(first), []);
        match first.and_then(|c| Some((c, cloud::set_addresses(c, addresses)?))) {
            Some((connector, step)) => {
                let change = Change::add_addresses(connector, addresses);
                remedy.add(step, [change]);
            }
            None => remedy.open = true,
        }
    }
    if let Some(Detail::Ipv6 { addresses }) = case.root(402).map(|f| &f.detail) {
        match usable_choice(case) {
            Some(_) => {
                remedy.add(common::save_inbound(), []);
                remedy.add(cloud::look(None), []);
                new_connector(case, remedy);
            }
            None => remedy.ask(cloud::ipv4_or_certificate(addresses.clone())),
        }
    }
}

/// Accepted domains are added in the admin center, by whoever owns the domain.
/// Where no certificate is sent, one that vouches is the way instead.
fn organization(case: &Case, remedy: &mut Remedy) {
    if case.diagnosis.finding(304).is_some() {
        remedy.ask(cloud::check_tenant());
    }
    let cause = case.root(301).or_else(|| case.root(302));
    match cause.map(|f| &f.detail) {
        Some(
            Detail::NoAcceptedDomain {
                certificate: None, ..
            }
            | Detail::ForeignOrNullSender {
                certificate: None, ..
            },
        ) if !case.any_root(WRONG_CERTIFICATE) => vouch_by_certificate(case, remedy),
        Some(
            Detail::NoAcceptedDomain {
                certificate,
                senders,
                ..
            }
            | Detail::ForeignOrNullSender {
                certificate,
                foreign: senders,
                ..
            },
        ) => remedy.ask(cloud::ask_accepted_domain(
            certificate.clone(),
            senders.clone(),
        )),
        _ => {}
    }
    if let Some(Detail::SubdomainNotAccepted { missing, .. }) = case.root(303).map(|f| &f.detail) {
        let change = Change::AcceptedDomain(missing.clone());
        remedy.add(cloud::add_accepted_domain(missing), [change]);
    }
}

/// From address to certificate: a second connector first, then the Send connector
/// (domain.md section 9, safe order; KB3169958).
fn vouch_by_certificate(case: &Case, remedy: &mut Remedy) {
    let vouching = |c: &&Certificate| {
        let accepted = certificate_domain(&case.facts.tenant, &c.names).status() == Status::Met;
        accepted && c.self_signed != Some(true) && c.is_valid_at(case.facts.now) != Some(false)
    };
    let installed = case.facts.certificates.installed().filter(vouching);
    let Some(certificate) = installed.max_by_key(|c| c.not_after) else {
        let failing = case.failing_ways();
        remedy.ask(on_premises::get_certificate(
            failing.first().copied(),
            Vec::new(),
        ));
        return;
    };
    let Some(choice) = choose_name(&case.facts.tenant, &[certificate]) else {
        return;
    };
    let new = New {
        name: case.new_name(),
        certificate: Some(choice.value.to_string()),
        copied: case.by_address(),
        ..New::default()
    };
    let sends = |connector: &str| Change::SendCertificate {
        connector: Some(connector.to_owned()),
        thumbprint: certificate.thumbprint.clone(),
    };
    let failing = case.failing_ways();
    let sent: Vec<Change> = failing.iter().map(|connector| sends(connector)).collect();
    let new = new.judged(case.facts, &sent);
    remedy.add(common::save_inbound(), []);
    remedy.add(new.step(), [new.change()]);
    remedy.add(common::save_send(), []);
    enable_smtp(remedy, certificate);
    for connector in failing {
        let change = sends(connector);
        let object = case.facts.send_connector(connector);
        remedy.add(on_premises::look(connector), []);
        remedy.add(send_certificate(connector, object, certificate), [change]);
    }
}
