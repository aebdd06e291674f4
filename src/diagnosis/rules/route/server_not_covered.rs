//! RD507: SourceTransportServers of a Send connector to the tenant names servers from
//! which neither a log nor a certificate listing is in the evidence.
//!
//! Why it matters: each source server takes the certificate from its own store and may
//! leave by another address; one that was forgotten makes mail fail now and then.
//! Needs the Send connectors, and that the name of some server of the evidence is
//! among the source servers: a folder need not be called as its server is. Certain
//! that evidence is missing; nothing is said of how these servers are.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::facts::is_same_server;

pub(super) const RULE: Rule = Rule {
    code: Code(507),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    if facts.send_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    }
    let covered = |server: &str| {
        let mut logged = facts.traffic.servers.iter();
        let mut installed = facts.certificates.installed();
        logged.any(|s| is_same_server(s, server)) || installed.any(|c| c.is_listed_on(server))
    };
    let (mut any_covered, mut any_named) = (false, false);
    let (mut connectors, mut servers, mut proof) = (Vec::new(), Vec::new(), Vec::new());
    for connector in context.to_tenant() {
        let list = connector.source_transport_servers.items();
        any_named |= !list.is_empty();
        any_covered |= list.iter().any(|s| covered(s));
        let missing: Vec<&String> = list.iter().filter(|s| !covered(s)).collect();
        if !missing.is_empty() {
            connectors.push(connector.name.clone());
            servers.extend(missing.into_iter().cloned());
            proof.extend(connector.source_transport_servers.at().cloned());
        }
    }
    if !any_named || !any_covered {
        return Outcome::NotApplicable;
    }
    if servers.is_empty() {
        return Outcome::Pass;
    }
    servers.sort();
    servers.dedup_by(|a, b| is_same_server(a, b));
    let detail = Detail::ServersNotCovered {
        connectors,
        servers,
    };
    Outcome::Found(Finding::new(507, Confidence::Certain, detail, proof))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident, Listed};

    fn incident(servers: &str) -> Incident {
        let connector = Connector::to_tenant().with("SourceTransportServers", servers);
        Incident::accepted().send_connector(&connector)
    }

    fn missing(incident: &Incident) -> Vec<String> {
        match incident.ask(&RULE) {
            Outcome::Found(finding) => match finding.detail {
                Detail::ServersNotCovered { servers, .. } => servers,
                other => panic!("{other:?}"),
            },
            Outcome::Pass => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn servers_without_log_or_listing() {
        let all = incident("{EX01, EX02, EX03}");
        assert_eq!(missing(&all), ["EX02", "EX03"]);
        let with_listing = all.certificate(&Listed::new("A1").server("ex02.contoso.com"));
        assert_eq!(missing(&with_listing), ["EX03"]);
        assert!(missing(&incident("{ex01.contoso.com}")).is_empty());
    }

    #[test]
    fn names_that_never_meet_say_nothing() {
        assert_eq!(incident("{MBX1, MBX2}").ask(&RULE), Outcome::NotApplicable);
        assert_eq!(incident("{}").ask(&RULE), Outcome::NotApplicable);
    }

    #[test]
    fn the_send_connectors_are_asked_for() {
        let needed = Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
        assert_eq!(Incident::accepted().ask(&RULE), needed);
    }
}
