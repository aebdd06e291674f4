//! The options, which is recommended, and what each is predicted to do
//! (contract.md, What is recommended).

mod hcw;
mod keys;
mod manual;
mod resets;

use super::plan::{OptionId, Plan, PlanOption, Step};
use super::steps::{common, on_premises};
use super::value::{NameChoice, choose_name};
use crate::attribution::{Judged, NameFit, Status, Verdicts, configured_to_tenant};
use crate::diagnosis::{Detail, Diagnosis, Finding, RowId, RowReason, newest_fitting_installed};
use crate::facts::{Certificate, Domain, Facts, InboundConnector, SendConnector};

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
    /// installed one that fits or one that another server sends; else what is sent. `None`
    /// where one has to be got first.
    fn good_certificate(&self) -> Option<&'a Certificate> {
        let valid = |c: &&Certificate| c.is_valid_at(self.facts.now) != Some(false);
        let sent = || self.sent().into_iter().find(valid);
        match self.any_root(WRONG_CERTIFICATE) {
            true => self
                .newest_installed()
                .or_else(|| self.fitting_sent())
                .or_else(|| self.sent_by_name().filter(valid)),
            false => self.fitting_sent().or_else(sent),
        }
    }

    /// The newest installed certificate that fits: one that a server with the wrong
    /// certificate has, before one that it would have to be given.
    fn newest_installed(&self) -> Option<&'a Certificate> {
        let here = self.failing_servers();
        let of_server = |server: &&'a str| newest_fitting_installed(self.facts, Some(server));
        let own = here
            .iter()
            .filter_map(of_server)
            .max_by_key(|c| c.not_after);
        own.or_else(|| newest_fitting_installed(self.facts, None))
    }

    /// The servers of the logs whose mail fails now, each once.
    fn failing_servers(&self) -> Vec<&'a str> {
        let judged = self.verdicts.judged.iter();
        let failing = judged.filter(|j| j.connector != Status::Met);
        let mut servers: Vec<&str> = failing
            .filter_map(|j| self.verdicts.ways.get(j.way)?.server)
            .collect();
        servers.sort_unstable();
        servers.dedup();
        servers
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

    /// One that is sent and whose name fits, where not it but its key or chain is at fault.
    fn sent_by_name(&self) -> Option<&'a Certificate> {
        if self.any_root(UNFIT_CERTIFICATE) {
            return None;
        }
        let named = |judged: &&Judged| {
            let mut fits = judged.fits.iter().flatten();
            fits.any(|f| matches!(f.identity.name, Some(NameFit::Match { .. })))
        };
        let judged = self.verdicts.judged.iter().filter(named);
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

    /// Whether the log shows another certificate than the Send connector names.
    fn sends_other_than_configured(&self) -> bool {
        self.diagnosis.comparison.iter().any(|row| {
            row.id == RowId::CertificateConfigured
                && row.reason == RowReason::SentOtherThanConfigured
        })
    }

    /// Whether a domain, or the one above it, is the tenant's; true where it is not known.
    fn is_own_domain(&self, domain: &Domain) -> bool {
        let tenant = &self.facts.tenant;
        let above = domain.parent().and_then(|p| tenant.accepts(&p));
        tenant.accepts(domain) != Some(false) || above == Some(true)
    }

    /// An open connector that goes by address.
    fn by_address(&self) -> Option<&'a InboundConnector> {
        let connectors = self.facts.tenant.connectors().iter();
        connectors
            .filter(|c| c.is_enabled_on_premises() != Some(false))
            .find(|c| c.lists_addresses())
    }

    /// Send connectors of ways on which a condition is not met.
    fn failing_ways(&self) -> Vec<&'a str> {
        let failing = |j: &&crate::attribution::Judged| {
            j.connector != Status::Met || j.organization != Status::Met
        };
        let judged = self.verdicts.judged.iter().filter(failing);
        let mut names: Vec<&str> = judged
            .filter_map(|j| self.verdicts.ways.get(j.way)?.connector)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
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
        new_name(self.facts)
    }
}

/// The name of a new connector: `relay-doctor DATE`.
pub(super) fn new_name(facts: &Facts) -> String {
    let date = jiff::Timestamp::from_second(facts.now).unwrap_or_default();
    format!("relay-doctor {}", date.strftime("%Y-%m-%d"))
}

/// Causes that another certificate mends: its time, and who issued it.
const UNFIT_CERTIFICATE: &[u16] = &[203, 204];
/// Causes for which the wrong certificate is sent, or none: mended on-premises.
const WRONG_CERTIFICATE: &[u16] = &[201, 202, 203, 204, 205, 207, 208, 209, 210, 211, 217, 218];
/// Further causes for which HCW is not the way to take, though it may help.
const BETTER_BY_HAND: &[u16] = &[103, 111, 203, 204, 207, 209, 210, 217, 218];

/// Makes the plan.
pub fn plan(facts: &Facts, verdicts: &Verdicts, diagnosis: &Diagnosis) -> Plan {
    let case = Case {
        facts,
        verdicts,
        diagnosis,
    };
    let choice = recommend(&case);
    let mut options: Vec<PlanOption> = [OptionId::HcwUpdateCertificate, OptionId::HcwRerun]
        .map(|id| hcw::option(&case, id, choice))
        .into();
    let offered = options.iter().filter(|o| o.offered);
    let by_hcw: Vec<Status> = offered.map(|o| o.predicted).collect();
    options.push(manual::option(&case, choice, &by_hcw));
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
    let old_on_hcws = case.any_root(&[202, 211])
        && !case.any_root(hcw::UNTOUCHED_BY_HCW)
        && !case.any_root(BETTER_BY_HAND);
    let hcw_owns = case
        .failing_send_connectors()
        .iter()
        .any(|(_, c)| c.is_some_and(SendConnector::is_hybrid_wizards));
    match old_on_hcws && hcw_owns && case.facts.has_hybrid() {
        true => Some(OptionId::HcwUpdateCertificate),
        false => Some(OptionId::Manual),
    }
}

/// Wait, prove it, tell the senders.
fn closing(case: &Case, mut steps: Vec<Step>) -> Vec<Step> {
    steps.extend(logging(case));
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

/// Logging on, where a connector to the tenant has it off: the closing check reads it.
fn logging(case: &Case) -> Vec<Step> {
    let connectors = case.facts.send_connectors.iter().flatten();
    let to_tenant = |c: &&SendConnector| configured_to_tenant(case.facts, c) == Some(true);
    connectors
        .filter(to_tenant)
        .filter_map(on_premises::switch_logging_on)
        .collect()
}

/// Steps of the same kind get a number, so that every id is unique in its option.
pub(super) fn numbered(mut steps: Vec<Step>) -> Vec<Step> {
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
