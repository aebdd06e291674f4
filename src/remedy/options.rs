//! The options, which is recommended, and what each is predicted to do
//! (contract.md, What is recommended).

use super::change::{Change, predict};
use super::plan::{OptionId, OptionWhy, Plan, PlanOption, Step};
use super::steps::{cloud, common, hcw, on_premises};
use super::value::{NameChoice, choose_name};
use crate::attribution::{Status, Verdicts};
use crate::diagnosis::{Detail, Diagnosis, Finding, newest_fitting_installed};
use crate::facts::{Certificate, CertificateName, Facts, InboundConnector, SendConnector};

/// What the steps are made from.
pub(super) struct Case<'a> {
    pub(super) facts: &'a Facts,
    pub(super) verdicts: &'a Verdicts<'a>,
    pub(super) diagnosis: &'a Diagnosis,
}

impl<'a> Case<'a> {
    fn is_root(&self, code: u16) -> bool {
        self.diagnosis.is_root(code)
    }

    fn any_root(&self, codes: &[u16]) -> bool {
        codes.iter().any(|&code| self.is_root(code))
    }

    fn root(&self, code: u16) -> Option<&'a Finding> {
        self.diagnosis.finding(code).filter(|f| f.is_root_cause())
    }

    fn inbound(&self, name: &str) -> Option<&'a InboundConnector> {
        self.facts
            .tenant
            .connectors()
            .iter()
            .find(|c| c.name == name)
    }

    /// Certificates that are sent now and could identify the sender.
    fn sent(&self) -> Vec<&'a Certificate> {
        let mut sent: Vec<&Certificate> = Vec::new();
        for way in &self.verdicts.ways {
            if let Some(certificate) = way.presented.certificate()
                && !sent.iter().any(|c| c.thumbprint == certificate.thumbprint)
            {
                sent.push(certificate);
            }
        }
        sent
    }

    /// The certificate that mail should be sent with: where the wrong one is sent, an
    /// installed one that fits or one that another server sends; else what is sent.
    fn good_certificate(&self) -> Option<&'a Certificate> {
        let valid = |c: &&Certificate| c.is_valid_at(self.facts.now) != Some(false);
        let sent = || self.sent().into_iter().find(valid);
        match self.any_root(WRONG_CERTIFICATE) {
            true => newest_fitting_installed(self.facts, None)
                .or_else(|| self.fitting_sent())
                .or_else(sent),
            false => self.fitting_sent().or_else(sent),
        }
    }

    /// One that is sent by some server or connector and fits.
    fn fitting_sent(&self) -> Option<&'a Certificate> {
        let judged = self
            .verdicts
            .judged
            .iter()
            .filter(|j| j.connector == Status::Met);
        judged.filter_map(|j| j.presented.certificate()).next()
    }

    fn name_choice(&self) -> Option<NameChoice> {
        choose_name(&self.facts.tenant, &self.sent())
    }

    /// Send connectors to the tenant whose mail fails now.
    fn failing_send_connectors(&self) -> Vec<(&'a str, Option<&'a SendConnector>)> {
        let failing = self
            .verdicts
            .judged
            .iter()
            .filter(|j| j.connector != Status::Met);
        let mut names: Vec<&str> = failing
            .filter_map(|j| self.verdicts.ways.get(j.way)?.connector)
            .collect();
        names.extend(self.named_send_connectors());
        names.sort_unstable();
        names.dedup();
        names
            .into_iter()
            .map(|name| (name, self.facts.send_connector(name)))
            .collect()
    }

    fn named_send_connectors(&self) -> Vec<&'a str> {
        let of = |f: &'a Finding| match &f.detail {
            Detail::SendConnectorCertificateMissing { connectors, .. }
            | Detail::StarttlsIgnored { connectors, .. }
            | Detail::TlsFailed { connectors, .. } => {
                connectors.iter().map(String::as_str).collect()
            }
            _ => Vec::new(),
        };
        self.diagnosis.root_causes().flat_map(of).collect()
    }

    /// The name of a new connector: `relay-doctor DATE`.
    fn new_name(&self) -> String {
        let date = jiff::Timestamp::from_second(self.facts.now).unwrap_or_default();
        format!("relay-doctor {}", date.strftime("%Y-%m-%d"))
    }
}

/// Causes for which the wrong certificate is sent, or none: mended on-premises.
const WRONG_CERTIFICATE: &[u16] = &[201, 202, 203, 204, 205, 207, 208, 209, 210, 211, 217, 218];
/// Causes that HCW never touches.
const NOT_HCW: &[u16] = &[
    102, 103, 104, 105, 107, 111, 112, 203, 204, 205, 208, 209, 210, 212, 217, 301, 302, 303, 402,
];

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
        self.steps.push(step);
        self.changes.extend(changes);
    }

    /// A step whose outcome the replay cannot know.
    fn ask(&mut self, step: Step) {
        self.steps.push(step);
        self.open = true;
    }
}

/// Makes the plan.
pub fn plan(facts: &Facts, verdicts: &Verdicts, diagnosis: &Diagnosis) -> Plan {
    let case = Case {
        facts,
        verdicts,
        diagnosis,
    };
    let choice = recommend(&case);
    let mut options = vec![
        hcw_option(&case, OptionId::HcwUpdateCertificate, choice),
        hcw_option(&case, OptionId::HcwRerun, choice),
        manual_option(&case, choice),
    ];
    options.sort_by_key(|o| (!o.recommended, !o.offered));
    Plan { options }
}

/// The option to take, `None` when there is nothing to mend or no cause is known.
fn recommend(case: &Case) -> Option<OptionId> {
    let mut roots = case.diagnosis.root_causes().peekable();
    if roots.peek().is_none() {
        // A malformed value is worth mending although the log may relay by it.
        let malformed =
            case.diagnosis.finding(110).is_some() && case.diagnosis.relay != Status::Met;
        return malformed.then_some(OptionId::Manual);
    }
    let old_on_hcws = case.any_root(&[202, 211]) && !case.any_root(NOT_HCW);
    let hcw_owns = case
        .failing_send_connectors()
        .iter()
        .any(|(_, c)| c.is_some_and(SendConnector::is_hybrid_wizards));
    match old_on_hcws && hcw_owns && case.facts.has_hybrid() {
        true => Some(OptionId::HcwUpdateCertificate),
        false => Some(OptionId::Manual),
    }
}

fn manual_option(case: &Case, choice: Option<OptionId>) -> PlanOption {
    let remedy = manual(case);
    let recommended = choice == Some(OptionId::Manual);
    let has_cause = case.diagnosis.root_causes().next().is_some() || recommended;
    let only_name = case.is_root(101) && case.diagnosis.root_causes().count() == 1;
    let why = match (has_cause, recommended) {
        (false, _) if case.diagnosis.relay == Status::Met => OptionWhy::NothingToMend,
        (false, _) => OptionWhy::NoCauseKnown,
        (true, false) => OptionWhy::AlsoMends,
        (true, true) if only_name => OptionWhy::OneCloudValue,
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
            remedy.ask(on_premises::enable_smtp(&certificate.thumbprint, None));
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

fn send_good_certificate(case: &Case, remedy: &mut Remedy) {
    let fitting = newest_fitting_installed(case.facts, None).or_else(|| case.fitting_sent());
    let connectors = case.failing_send_connectors();
    let Some(good) = fitting else {
        let expected = case.facts.tenant.connectors().iter();
        let expected =
            expected.filter_map(|c| Some(c.tls_sender_certificate_name.value()?.to_string()));
        let first = connectors.first().map(|(name, _)| *name);
        remedy.ask(on_premises::get_certificate(first, expected.collect()));
        return;
    };
    for (name, object) in connectors {
        remedy.add(on_premises::look(name), []);
        let change = Change::SendCertificate {
            connector: Some(name.to_owned()),
            thumbprint: good.thumbprint.clone(),
        };
        remedy.add(on_premises::set_certificate(name, object, good), [change]);
    }
    remedy.add(on_premises::enable_smtp(&good.thumbprint, None), []);
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
            Some(choice) => {
                let change = Change::Name {
                    connector: connector.name.clone(),
                    value: choice.value.to_string(),
                };
                remedy.add(cloud::set_name(connector, &choice), [change]);
            }
            None => remedy.ask(cloud::find_certificate(Some(connector))),
        }
    }
    if disabled.is_some() {
        remedy.add(
            cloud::enable(connector),
            [Change::Enable(connector.name.clone())],
        );
    }
    if let Some(Detail::DomainsExcludeSender { senders, .. }) = case.root(107).map(|f| &f.detail) {
        match cloud::add_associated(connector, senders) {
            Some(step) => {
                let change = Change::AssociatedDomains {
                    connector: connector.name.clone(),
                    added: senders.clone(),
                };
                remedy.add(step, [change]);
            }
            None => remedy.open = true,
        }
    }
}

/// No OnPremises connector can be edited: a new one, by certificate where one is sent.
fn new_connector(case: &Case, remedy: &mut Remedy) {
    let copied = case.root(105).and_then(|f| match &f.detail {
        Detail::ConnectorIsPartner { connector } => case.inbound(connector),
        _ => None,
    });
    let copied_value = copied
        .and_then(|c| c.tls_sender_certificate_name.value())
        .and_then(|v| v.name());
    let value = copied_value
        .cloned()
        .or_else(|| usable_choice(case).map(|c| c.value));
    let mut identity = cloud::Identity {
        certificate: value.map(|v: CertificateName| v.to_string()),
        addresses: Vec::new(),
    };
    if identity.certificate.is_none() {
        let seen = case.verdicts.ways.iter().filter_map(|w| w.address);
        identity.addresses = seen
            .filter(|a| crate::attribution::invalid_address(&a.to_string()).is_none())
            .collect();
        identity.addresses.sort();
        identity.addresses.dedup();
    }
    if identity.certificate.is_none() && identity.addresses.is_empty() {
        remedy.ask(cloud::find_certificate(None));
        return;
    }
    let name = case.new_name();
    let change = Change::NewConnector {
        name: name.clone(),
        value: identity.certificate.clone(),
        addresses: identity.addresses.clone(),
    };
    remedy.add(cloud::new_connector(&name, &identity, copied), [change]);
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
                let change = Change::Addresses {
                    connector: connector.name.clone(),
                    added: addresses.clone(),
                };
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
fn organization(case: &Case, remedy: &mut Remedy) {
    let mut ask = |certificate: &Option<String>, senders: &[String]| {
        remedy.ask(cloud::ask_accepted_domain(
            certificate.clone(),
            senders.to_vec(),
        ));
    };
    for finding in case.diagnosis.root_causes() {
        match &finding.detail {
            Detail::NoAcceptedDomain {
                certificate,
                senders,
                ..
            } => ask(certificate, senders),
            Detail::ForeignOrNullSender {
                certificate,
                foreign,
                ..
            } => ask(certificate, foreign),
            _ => {}
        }
    }
    if let Some(Detail::SubdomainNotAccepted { missing, .. }) = case.root(303).map(|f| &f.detail) {
        remedy.add(
            cloud::add_accepted_domain(missing),
            [Change::AcceptedDomain(missing.clone())],
        );
    }
}

/// Wait, prove it, tell the senders.
fn closing(case: &Case, mut steps: Vec<Step>) -> Vec<Step> {
    steps.push(common::wait());
    let expected = case.good_certificate().map(|c| c.thumbprint.clone());
    steps.push(common::check_send_log(expected));
    let refused = case
        .facts
        .traffic
        .flows
        .iter()
        .map(|f| f.refused.count)
        .sum();
    if refused > 0 {
        steps.push(common::tell_senders(refused));
    }
    steps
}

fn hcw_option(case: &Case, id: OptionId, choice: Option<OptionId>) -> PlanOption {
    let full = id == OptionId::HcwRerun;
    let offered = case.facts.has_hybrid() || has_hcw_send_connector(case);
    let has_cause = case.diagnosis.root_causes().next().is_some();
    let certificate = case.good_certificate();
    let predicted = predict_hcw(case, full, certificate);
    let recommended = choice == Some(id);
    let why = match () {
        () if !offered => OptionWhy::NoHybrid,
        () if !has_cause && case.diagnosis.relay == Status::Met => OptionWhy::NothingToMend,
        () if !has_cause => OptionWhy::NoCauseKnown,
        () if recommended => OptionWhy::HcwOwnsOldCertificate,
        () if full && case.diagnosis.finding(506).is_some() => OptionWhy::WouldReset,
        () if predicted == Status::Met => OptionWhy::AlsoMends,
        () => OptionWhy::DoesNotMend,
    };
    let resets = match full {
        true => hcw::RERUN_RESETS,
        false => hcw::UPDATE_RESETS,
    };
    PlanOption {
        id,
        offered,
        recommended,
        why,
        resets: resets.to_vec(),
        predicted,
        steps: match offered {
            true => numbered(hcw_steps(case, full, certificate)),
            false => Vec::new(),
        },
    }
}

fn has_hcw_send_connector(case: &Case) -> bool {
    case.facts
        .send_connectors
        .iter()
        .flatten()
        .any(SendConnector::is_hybrid_wizards)
}

fn hcw_steps(case: &Case, full: bool, certificate: Option<&Certificate>) -> Vec<Step> {
    let mut steps = hcw::save_all();
    steps.push(hcw::download());
    steps.push(hcw::run_wizard(full, certificate));
    steps.push(hcw::read_log());
    let inbound = case
        .facts
        .tenant
        .connectors()
        .iter()
        .find(|c| c.is_hybrid_wizards());
    steps.push(cloud::look(inbound));
    // Which connectors HCW touches beyond its own is not documented: the others by hand.
    for connector in case.facts.send_connectors.iter().flatten() {
        let to_tenant =
            crate::attribution::configured_to_tenant(case.facts, connector) == Some(true);
        if !to_tenant || connector.is_hybrid_wizards() {
            continue;
        }
        steps.push(hcw::other_send_connector(&connector.name));
        if case.any_root(&[202, 209, 211])
            && let Some(certificate) = certificate
        {
            steps.push(on_premises::set_certificate(
                &connector.name,
                Some(connector),
                certificate,
            ));
        }
    }
    closing(case, steps)
}

/// What the replay says after HCW wrote its values: it must hold for both that
/// HCW was seen to write, the CN and `*.parent` (domain.md section 3).
fn predict_hcw(case: &Case, full: bool, certificate: Option<&Certificate>) -> Status {
    let Some(certificate) = certificate else {
        return Status::Unknown;
    };
    let Some(choice) = choose_name(&case.facts.tenant, &[certificate]) else {
        return Status::Unknown;
    };
    let cn = certificate
        .names
        .common_name
        .clone()
        .unwrap_or(choice.value.clone());
    let mut values = vec![cn];
    values.extend(choice.wider);
    let predicted: Vec<Status> = values
        .iter()
        .map(|value| {
            predict(
                case.facts,
                &hcw_changes(case, full, certificate, &value.to_string()),
            )
        })
        .collect();
    match predicted.split_first() {
        Some((first, rest)) if rest.iter().all(|p| p == first) => *first,
        _ => Status::Unknown,
    }
}

fn hcw_changes(case: &Case, full: bool, certificate: &Certificate, value: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let inbound = case
        .facts
        .tenant
        .connectors()
        .iter()
        .find(|c| c.is_hybrid_wizards());
    match inbound {
        Some(connector) => changes.push(Change::Name {
            connector: connector.name.clone(),
            value: value.to_owned(),
        }),
        None if full && case.facts.tenant.inbound_connectors.is_some() => {
            changes.push(Change::NewConnector {
                name: "HCW".to_owned(),
                value: Some(value.to_owned()),
                addresses: Vec::new(),
            })
        }
        None => {}
    }
    for connector in case
        .facts
        .send_connectors
        .iter()
        .flatten()
        .filter(|c| c.is_hybrid_wizards())
    {
        changes.push(Change::SendCertificate {
            connector: Some(connector.name.clone()),
            thumbprint: certificate.thumbprint.clone(),
        });
    }
    changes
}

/// Steps of the same kind get a number, so that every id is unique in its option.
fn numbered(mut steps: Vec<Step>) -> Vec<Step> {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for step in &mut steps {
        let count = match seen.iter_mut().find(|(id, _)| *id == step.id) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.push((step.id.clone(), 1));
                1
            }
        };
        if count > 1 {
            step.id = format!("{}-{count}", step.id);
        }
    }
    steps
}
