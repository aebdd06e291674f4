//! The diagnosis as a whole: every rule asked, causes told from consequences,
//! what is missing gathered.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::cause::{mend_rank, settle};
use super::rules::{Rule, rules};
use super::{Code, Comparison, Confidence, Context, Detail, Finding, Need, NeedReason, Outcome};
use super::{ConnectorReason, OrganizationReason, Timeline, comparison, conditions, vouching};
use crate::attribution::{
    ConnectorFit, Judged, NameFit, Presented, Status, Verdicts, is_relay_of_tenant,
};
use crate::evidence::SourceKind;
use crate::facts::{Facts, InboundConnector, SendingSystem};

/// What the log answered to relay (contract.md, JSON `verdict.observed`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed {
    /// Relay was accepted, none refused.
    Accepted,
    /// 5.7.64, and no relay accepted.
    Refused,
    /// Both.
    Mixed,
    /// Neither is in the evidence.
    None,
}

impl Observed {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Mixed => "mixed",
            Self::None => "none",
        }
    }
}

/// What was found.
#[derive(Debug)]
pub struct Diagnosis {
    /// Both conditions met: accepted; one broken: refused; else unknown.
    pub relay: Status,
    /// What the log answered.
    pub observed: Observed,
    /// Condition A.
    pub organization: (Status, OrganizationReason),
    /// Condition B.
    pub connector: (Status, ConnectorReason),
    /// Findings: root causes first, in the order in which to mend them; then by
    /// severity and code.
    pub findings: Vec<Finding>,
    /// Sent, configured, expected.
    pub comparison: Vec<Comparison>,
    /// What is missing.
    pub needs: Vec<Need>,
    /// What happened when.
    pub timeline: Timeline,
}

impl Diagnosis {
    /// The root causes, in the order in which to mend them.
    pub fn root_causes(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.is_root_cause())
    }

    /// The finding of a code.
    pub fn finding(&self, code: u16) -> Option<&Finding> {
        self.findings.iter().find(|f| f.code == Code(code))
    }

    /// Whether a code is a root cause.
    pub fn is_root(&self, code: u16) -> bool {
        self.finding(code).is_some_and(Finding::is_root_cause)
    }
}

/// Asks every rule.
pub fn diagnose(facts: &Facts, verdicts: &Verdicts) -> Diagnosis {
    let context = Context::new(facts, verdicts);
    let mut findings = Vec::new();
    let mut needs: Vec<Need> = Vec::new();
    for rule in rules() {
        ask(rule, &context, &mut findings, &mut needs);
    }
    let vouching = vouching::explaining(&context, &findings);
    settle(&mut findings, &vouching);
    findings.sort_by_key(|f| {
        let rank = if f.is_root_cause() { mend_rank(f) } else { 0 };
        (!f.is_root_cause(), rank, f.entry().severity, f.code)
    });
    let observed = observed(facts);
    general_needs(&context, observed, &mut needs);
    // Both conditions may be met while something else still stops mail (TLS, a
    // restriction): with a root cause left, relay is not expected to be accepted. And
    // where the log contradicts the rules it is believed (RD904).
    let stopped = findings.iter().any(Finding::is_root_cause);
    let contradicted = findings.iter().any(|f| f.code == Code(904));
    let relay = match verdicts.relay() {
        Status::Met if stopped || contradicted => Status::Unknown,
        Status::Broken if contradicted && !stopped => Status::Unknown,
        status => status,
    };
    Diagnosis {
        relay,
        observed,
        organization: (verdicts.organization, conditions::organization(&context)),
        connector: (verdicts.connector, conditions::connector(&context)),
        comparison: comparison::compare(&context),
        findings,
        needs,
        timeline: super::timeline::timeline(facts),
    }
}

/// Asks one rule. One that panics is a bug of ours; it is reported and the run goes on.
fn ask(rule: &Rule, context: &Context, findings: &mut Vec<Finding>, needs: &mut Vec<Need>) {
    match catch_unwind(AssertUnwindSafe(|| (rule.check)(context))) {
        Ok(Outcome::Found(finding)) => findings.push(finding),
        Ok(Outcome::NeedsEvidence(reasons)) => {
            reasons
                .into_iter()
                .for_each(|reason| add_need(needs, reason, Some(rule.code)));
        }
        Ok(Outcome::NotApplicable | Outcome::Pass) => {}
        Err(panic) => findings.push(failed(rule.code, panic.as_ref())),
    }
}

fn failed(code: Code, panic: &(dyn std::any::Any + Send)) -> Finding {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|t| (*t).to_owned()));
    let detail = Detail::CheckFailed {
        rule: super::catalogue::lookup(code).name,
        message: text.unwrap_or_default(),
    };
    Finding::new(999, Confidence::Certain, detail, [])
}

fn observed(facts: &Facts) -> Observed {
    let traffic = &facts.traffic;
    let refused = traffic.eop_paths().any(|(_, p)| p.refused.count > 0);
    let accepted = traffic.flows.iter().any(|flow| {
        let key = traffic.path(flow.path).map(|p| p.key);
        flow.accepted.count > 0 && key.is_some_and(|key| is_relay_of_tenant(facts, flow, &key))
    });
    match (accepted, refused) {
        (true, true) => Observed::Mixed,
        (true, false) => Observed::Accepted,
        (false, true) => Observed::Refused,
        (false, false) => Observed::None,
    }
}

fn add_need(needs: &mut Vec<Need>, reason: NeedReason, asked_by: Option<Code>) {
    match needs.iter_mut().find(|n| n.reason == reason) {
        Some(need) => need.asked_by.extend(asked_by),
        None => needs.push(Need {
            reason,
            asked_by: asked_by.into_iter().collect(),
        }),
    }
}

/// What the whole lacks, whichever rule asks; what is not needed any more is left out.
fn general_needs(context: &Context, observed: Observed, needs: &mut Vec<Need>) {
    let facts = context.facts;
    let mut add = |reason| add_need(needs, reason, None);
    if !facts.log_given {
        add(NeedReason::SendLog);
    } else if facts.traffic.eop_paths().next().is_none() {
        add(NeedReason::SendLogToEop);
    }
    match &facts.tenant.inbound_connectors {
        None => add(NeedReason::InboundConnectors),
        Some(listing) if listing.more => add(NeedReason::InboundConnectorsRest),
        Some(listing) if listing.inferred_empty => add(NeedReason::InboundConnectorsEmpty),
        Some(_) => {}
    }
    if facts.tenant.connectors().iter().any(|c| c.name.is_empty()) {
        add(NeedReason::ConnectorProperties);
    }
    match &facts.tenant.accepted_domains {
        None => add(NeedReason::AcceptedDomains),
        Some(listing) if listing.more => add(NeedReason::AcceptedDomainsRest),
        Some(_) if facts.tenant.accepted_domains_side_assumed => {
            add(NeedReason::AcceptedDomainsSide);
        }
        Some(_) => {}
    }
    if facts.send_connectors.is_none() {
        add(NeedReason::SendConnectors);
    }
    let unproven = matches!(observed, Observed::None);
    for connector in facts.send_connectors.iter().flatten() {
        let off = connector
            .protocol_logging_level
            .value()
            .is_some_and(|l| l.eq_ignore_ascii_case("None"));
        if off
            && unproven
            && crate::attribution::configured_to_tenant(facts, connector) == Some(true)
        {
            add(NeedReason::ProtocolLogging {
                connector: Some(connector.name.clone()),
            });
        }
    }
    for value in &facts.truncated {
        add(NeedReason::WholeList {
            kind: value.kind,
            property: value.property.clone(),
        });
    }
    let outdated = context
        .verdicts
        .judged
        .iter()
        .any(|j| conditions::expired_since(context, j).is_some());
    let changed_since = context.facts.tenant.connectors().iter().any(|c| {
        let changed = c.when_changed.value().map(|t| t.as_millisecond());
        let last = facts.traffic.eop_paths().map(|(_, p)| p.last).max();
        matches!((changed, last), (Some(changed), Some(last)) if changed > last)
    });
    if outdated || changed_since {
        add(NeedReason::NewerLog);
    }
    let cut = |j: &Judged| {
        let logged = context.way(j).is_some_and(|w| !w.paths.is_empty());
        logged && matches!(j.presented, Presented::Unknown)
    };
    if context.verdicts.judged.iter().any(cut) {
        add(NeedReason::SessionBeginning);
    }
    if context.verdicts.connector == Status::Unknown {
        undecided_needs(context, &mut add);
    }
    if let Some(sending) = foreign_system(facts) {
        needs.retain(|n| !is_of_exchange(&n.reason));
        let given = context
            .verdicts
            .ways
            .iter()
            .any(|w| w.presented.certificate().is_some());
        if !given {
            let reason = NeedReason::SendingSystem {
                system: sending.system,
                host: sending.host.clone(),
            };
            add_need(needs, reason, None);
        }
    }
    // Where relay is expected to be accepted, installed certificates settle nothing.
    if context.verdicts.relay() == Status::Met {
        needs.retain(|n| !is_of_installed(&n.reason));
    }
    // With the cause proved, a missing address settles nothing.
    if !context.obstacles.items.is_empty() && context.verdicts.relay() == Status::Broken {
        needs.retain(|n| !matches!(n.reason, NeedReason::EgressAddress));
    }
    // A log that shows nothing of Exchange Online was still given.
    if facts.log_given {
        needs.retain(|n| n.reason != NeedReason::SendLog);
    }
    // The whole listing holds the single one.
    let listed: Vec<NeedReason> = needs.iter().map(|n| n.reason.clone()).collect();
    let held = |thumbprint: &String| {
        listed.iter().any(|reason| match reason {
            NeedReason::CertificateNotListed { thumbprint: t, .. } => t == thumbprint,
            NeedReason::InstalledCertificates | NeedReason::CertificateProperties { .. } => true,
            _ => false,
        })
    };
    needs.retain(|n| match &n.reason {
        NeedReason::CertificateDetails { thumbprint } => !held(thumbprint),
        _ => true,
    });
    needs.sort();
}

/// The mail system that sends, where bounces tell that it is not Exchange and nothing of
/// Exchange on-premises was given.
fn foreign_system(facts: &Facts) -> Option<&SendingSystem> {
    let of_exchange = facts.log_given
        || facts.send_connectors.is_some()
        || facts.certificates.installed_known
        || !facts.hcw_runs.is_empty();
    facts.sending_system.as_ref().filter(|_| !of_exchange)
}

/// Whether only an Exchange server has it.
fn is_of_exchange(reason: &NeedReason) -> bool {
    let kinds = [
        SourceKind::SmtpSendLog,
        SourceKind::SendConnector,
        SourceKind::ExchangeCertificate,
    ];
    kinds.contains(&reason.kind())
}

/// Whether it is a listing of installed certificates that is missing.
fn is_of_installed(reason: &NeedReason) -> bool {
    matches!(
        reason,
        NeedReason::InstalledCertificates
            | NeedReason::CertificatesOfServer { .. }
            | NeedReason::CertificateNotListed { .. }
            | NeedReason::CertificateProperties { .. }
    )
}

/// What would settle a condition B on which values or documents are silent.
fn undecided_needs(context: &Context, add: &mut impl FnMut(NeedReason)) {
    let unread = |c: &InboundConnector| {
        c.is_enabled_on_premises().is_none()
            || c.tls_sender_certificate_name.is_unknown()
            || c.sender_ip_addresses.is_unknown()
    };
    if context.open_connectors().any(unread) {
        add(NeedReason::ConnectorProperties);
    }
    let fits = context
        .verdicts
        .judged
        .iter()
        .flat_map(|j| j.fits.iter().flatten());
    let silent = |f: &ConnectorFit| {
        f.identity.name == Some(NameFit::Undecided) && f.status == Status::Unknown
    };
    if fits.into_iter().any(silent) {
        add(NeedReason::RelaySession);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::attribution::replay;

    #[test]
    fn a_check_that_panics_is_named_and_the_run_goes_on() {
        let facts = Facts::default();
        let verdicts = replay(&facts);
        let context = Context::new(&facts, &verdicts);
        let broken = Rule {
            code: Code(101),
            check: |_| panic!("a bug"),
        };
        let (mut findings, mut needs) = (Vec::new(), Vec::new());
        ask(&broken, &context, &mut findings, &mut needs);
        let detail = Detail::CheckFailed {
            rule: "certificate-name-mismatch",
            message: "a bug".to_owned(),
        };
        assert_eq!(
            findings,
            [Finding::new(999, Confidence::Certain, detail, [])]
        );
    }

    #[test]
    fn nothing_known_finds_nothing_and_asks_for_everything() {
        let facts = Facts::default();
        let verdicts = replay(&facts);
        let diagnosis = diagnose(&facts, &verdicts);
        assert_eq!(diagnosis.findings, []);
        assert_eq!(diagnosis.relay, Status::Unknown);
        let reasons: Vec<&NeedReason> = diagnosis.needs.iter().map(|n| &n.reason).collect();
        assert!(reasons.contains(&&NeedReason::SendLog));
        assert!(reasons.contains(&&NeedReason::InboundConnectors));
        assert!(reasons.contains(&&NeedReason::AcceptedDomains));
    }
}
