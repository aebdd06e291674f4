//! RD305: signs that certificate or Send connectors serve several tenants: connectors
//! lead to smart hosts (or routing domains) of this tenant and of another with one
//! certificate; or a connector of the tenant takes a certificate whose domain the
//! tenant does not own, although the senders are its own.
//!
//! Why it matters: mail is attributed by the certificate's domain first, then by MAIL
//! FROM, then by the recipient, and such a setup may stop to work without a change
//! (MC1226222, domain.md section 2: one certificate and one Send connector a tenant).
//! Needs the accepted domains. Possible: the other tenant's configuration is not known.

use crate::attribution::{CertificateDomain, MatchedBy, SenderClass, certificate_domain};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::Location;
use crate::facts::{Domain, Facts, SendConnector, is_eop_host};

pub(super) const RULE: Rule = Rule {
    code: Code(305),
    check,
};

/// Where a connector leads, and whether that is this tenant.
struct Lead<'a> {
    connector: &'a SendConnector,
    target: String,
    ours: bool,
    at: Location,
}

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    if facts.tenant.accepted_domains.is_none() {
        return match targets(facts).len() > 1 {
            true => Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]),
            false => Outcome::NotApplicable,
        };
    }
    if let Some(finding) = several_tenants(context).or_else(|| foreign_certificate(context)) {
        return Outcome::Found(finding);
    }
    match facts.send_connectors.is_some() || !context.verdicts.judged.is_empty() {
        true => Outcome::Pass,
        false => Outcome::NotApplicable,
    }
}

/// Names that tell a tenant: smart hosts of Exchange Online and routing domains.
fn targets(facts: &Facts) -> Vec<(&SendConnector, String, Location)> {
    let mut targets: Vec<(&SendConnector, String, Location)> = Vec::new();
    let enabled = |c: &&SendConnector| c.enabled.value() != Some(&false);
    for connector in facts.send_connectors.iter().flatten().filter(enabled) {
        let hosts = connector.smart_hosts.items().iter();
        let hosts = hosts.filter(|h| is_eop_host(h)).map(|h| h.to_lowercase());
        let spaces = connector
            .spaces()
            .filter(|s| s.ends_with(".onmicrosoft.com"));
        let places = [connector.smart_hosts.at(), connector.address_spaces.at()];
        for (target, at) in hosts
            .map(|h| (h, places[0]))
            .chain(spaces.map(|s| (s, places[1])))
        {
            if let Some(at) = at
                && !targets
                    .iter()
                    .any(|(c, t, _)| c.name == connector.name && *t == target)
            {
                targets.push((connector, target, at.clone()));
            }
        }
    }
    targets
}

/// Whether a name of a tenant is this one's: the first label of a smart host is an
/// accepted domain with dashes for dots; a routing domain is accepted itself. One that
/// none of them shows may be of a domain that is not shown.
fn is_ours(facts: &Facts, target: &str) -> bool {
    let label = target.split('.').next().unwrap_or(target);
    let dashed = |d: &Domain| d.ascii().replace('.', "-") == label;
    let named = match Domain::parse(target).filter(|_| target.ends_with(".onmicrosoft.com")) {
        // HCW's routing domain belongs to the initial domain beside it.
        Some(domain) => {
            let initial = target.replace(".mail.onmicrosoft.com", ".onmicrosoft.com");
            let initial = Domain::parse(&initial);
            let accepted = |d: &Domain| facts.tenant.accepts(d) == Some(true);
            accepted(&domain) || initial.as_ref().is_some_and(accepted)
        }
        None => facts.tenant.domains().iter().any(|d| dashed(&d.domain)),
    };
    named || facts.tenant.has_more_domains()
}

fn several_tenants(context: &Context) -> Option<Finding> {
    let facts = context.facts;
    let leads: Vec<Lead> = targets(facts)
        .into_iter()
        .map(|(connector, target, at)| Lead {
            ours: is_ours(facts, &target),
            connector,
            target,
            at,
        })
        .collect();
    let ours: Vec<&Lead> = leads.iter().filter(|l| l.ours).collect();
    let shares = |l: &&Lead| {
        ours.iter()
            .any(|o| same_certificate(facts, o.connector, l.connector))
    };
    let others: Vec<&Lead> = leads.iter().filter(|l| !l.ours).filter(shares).collect();
    let other = others.first()?;
    let used = ours.iter().find_map(|l| thumbprint(facts, l.connector));
    let certificate = used.and_then(|t| facts.certificates.get(&t));
    let named = || {
        other
            .connector
            .tls_certificate_name
            .value()
            .map(|n| n.subject.clone())
    };
    let pairs = |leads: &[&Lead]| {
        let pair = |l: &&Lead| (l.connector.name.clone(), l.target.clone());
        leads.iter().map(pair).collect()
    };
    let detail = Detail::SharedWithOtherTenant {
        certificate: certificate.map(|c| c.display_name()).or_else(named),
        ours: pairs(&ours),
        others: pairs(&others),
    };
    let proof: Vec<Location> = others.iter().chain(&ours).map(|l| l.at.clone()).collect();
    Some(Finding::new(305, Confidence::Possible, detail, proof))
}

/// Whether two connectors use one certificate: as the log shows, as configured, or as
/// one connector with smart hosts of both.
fn same_certificate(facts: &Facts, one: &SendConnector, other: &SendConnector) -> bool {
    if one.name == other.name {
        return true;
    }
    if let (Some(one), Some(other)) = (thumbprint(facts, one), thumbprint(facts, other)) {
        return one == other;
    }
    let name = |c: &SendConnector| c.tls_certificate_name.value().cloned();
    name(one).is_some() && name(one) == name(other)
}

/// Of the certificate last sent by a connector, else of the one it chooses.
fn thumbprint(facts: &Facts, connector: &SendConnector) -> Option<String> {
    use crate::facts::traffic::CertificateUse::Sent;
    let traffic = &facts.traffic;
    let of_it = traffic.paths.iter().filter(|p| {
        let name = traffic.connectors.get(p.key.connector as usize);
        name == Some(&connector.name)
    });
    let sent = of_it.filter_map(|p| match p.key.certificate {
        Sent(index) => Some((p.last, facts.sent.get(index as usize)?)),
        _ => None,
    });
    let newest = sent.max_by_key(|(last, _)| *last).map(|(_, c)| c);
    newest
        .or_else(|| facts.chosen_certificate(connector))
        .map(|c| c.thumbprint.clone())
}

/// A connector of the tenant knows the sender by a certificate of a foreign domain.
fn foreign_certificate(context: &Context) -> Option<Finding> {
    let tenant = &context.facts.tenant;
    let own = |j: &&crate::attribution::Judged| j.class == SenderClass::Own;
    for judged in context.met_by(MatchedBy::Certificate).filter(own) {
        let certificate = judged.presented.certificate()?;
        if certificate_domain(tenant, &certificate.names) != CertificateDomain::NotAccepted {
            continue;
        }
        let index = judged.met_by().next()?.index;
        let value = context.connector(index)?.tls_sender_certificate_name.at();
        let detail = Detail::SharedWithOtherTenant {
            certificate: Some(certificate.display_name()),
            ours: Vec::new(),
            others: Vec::new(),
        };
        let proof = value.cloned().into_iter().chain(context.proof(&[judged]));
        return Some(Finding::new(305, Confidence::Possible, detail, proof));
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident};

    const NAME: &str = "<I>CN=CA 1<S>CN=mail.contoso.com";
    const OTHER: &str = "<I>CN=CA 1<S>CN=mail.fabrikam.com";

    fn second(host: &str, name: &str) -> Connector {
        Connector::to_tenant()
            .with("Name", "Second")
            .with("SmartHosts", host)
            .named(name)
    }

    fn ask(host: &str, name: &str) -> Outcome {
        Incident::own_domains_only()
            .send_connector(&Connector::to_tenant().named(NAME))
            .send_connector(&second(host, name))
            .ask(&RULE)
    }

    #[test]
    fn one_certificate_towards_two_tenants() {
        let host = "{fabrikam-com.mail.protection.outlook.com}";
        let Outcome::Found(finding) = ask(host, NAME) else {
            panic!("not found");
        };
        assert_eq!(finding.confidence, Confidence::Possible);
        assert_eq!(ask(host, OTHER), Outcome::Pass, "a certificate of its own");
    }

    #[test]
    fn two_hosts_of_one_tenant_pass() {
        let host = "{contoso-onmicrosoft-com.mail.protection.outlook.com}";
        assert_eq!(ask(host, NAME), Outcome::Pass);
    }

    #[test]
    fn the_accepted_domains_are_asked_for_only_where_hosts_differ() {
        let one = Incident::default().send_connector(&Connector::to_tenant().named(NAME));
        assert_eq!(one.ask(&RULE), Outcome::NotApplicable);
        let two = one.send_connector(&second("{fabrikam-com.mail.protection.outlook.com}", NAME));
        let needed = Outcome::NeedsEvidence(vec![NeedReason::AcceptedDomains]);
        assert_eq!(two.ask(&RULE), needed);
    }
}
