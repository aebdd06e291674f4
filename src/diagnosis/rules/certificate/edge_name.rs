//! RD215: the `<I>issuer<S>subject` of a Send connector to the tenant is longer than
//! 256 characters and there is an Edge server, to which it does not replicate
//! (KB4052493; domain.md section 4).
//!
//! Why it matters: the Edge server, which really sends, then chooses its certificate
//! without the name. Needs the Send connectors and a sign of an Edge server
//! (EdgeTransportServers of the hybrid configuration, or logs in its folder); certain
//! that the name is too long.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::Location;
use crate::facts::{SendConnector, TlsCertificateName, is_same_server};

pub(super) const RULE: Rule = Rule {
    code: Code(215),
    check,
};

/// Characters that the schema of an Edge server holds (KB4052493).
const LIMIT: usize = 256;

fn check(context: &Context) -> Outcome {
    let edge = &context.facts.hybrid.edge_servers;
    if edge.is_empty() {
        return Outcome::NotApplicable;
    }
    if context.facts.send_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    }
    let names = |c: &&SendConnector| c.tls_certificate_name.value().is_some();
    let mut naming = context
        .to_tenant()
        .filter(names)
        .filter(|c| may_send_by(c, edge))
        .peekable();
    if naming.peek().is_none() {
        return Outcome::NotApplicable;
    }
    let length = |name: &TlsCertificateName| name.to_text().chars().count();
    let too_long = naming.find_map(|c| {
        let length = c.tls_certificate_name.value().map(length)?;
        (length > LIMIT).then_some((c, length))
    });
    let Some((connector, length)) = too_long else {
        return Outcome::Pass;
    };
    let mut servers: Vec<String> = edge.iter().map(|(name, _)| name.clone()).collect();
    servers.retain(|name| !name.is_empty());
    servers.sort();
    servers.dedup();
    let detail = Detail::EdgeNameTooLong {
        connector: connector.name.clone(),
        length,
        edge: servers,
    };
    let named = connector.tls_certificate_name.at().cloned();
    let proof = named
        .into_iter()
        .chain(edge.iter().map(|(_, at)| at.clone()));
    Outcome::Found(Finding::new(215, Confidence::Certain, detail, proof))
}

/// Whether an Edge server may be a source of the connector.
fn may_send_by(connector: &SendConnector, edge: &[(String, Location)]) -> bool {
    let list = &connector.source_transport_servers;
    let is_edge = |server: &String| edge.iter().any(|(name, _)| is_same_server(name, server));
    list.may_hold_more() || list.items().iter().any(is_edge)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident};

    const EDGE: &str = "ClientAccessServers  : {EX01}\nEdgeTransportServers : {EDGE01}\n\
                        SendingTransportServers : {}\n";

    fn name_of(length: usize) -> String {
        let rest = "<I>CN=<S>CN=mail.contoso.com".len();
        format!("<I>CN={}<S>CN=mail.contoso.com", "x".repeat(length - rest))
    }

    fn ask(length: usize, servers: &str) -> Outcome {
        let connector = Connector::to_tenant()
            .named(&name_of(length))
            .with("SourceTransportServers", servers);
        let incident = Incident::default().file("hybrid-configuration.txt", EDGE);
        incident.send_connector(&connector).ask(&RULE)
    }

    #[test]
    fn more_than_256_characters_and_an_edge_server() {
        let Outcome::Found(finding) = ask(257, "{EDGE01}") else {
            panic!("not found");
        };
        let Detail::EdgeNameTooLong { length, edge, .. } = finding.detail else {
            panic!("another detail");
        };
        assert_eq!((length, edge), (257, vec!["EDGE01".to_owned()]));
        assert_eq!(ask(256, "{EDGE01}"), Outcome::Pass);
    }

    #[test]
    fn only_where_an_edge_server_sends() {
        assert_eq!(ask(300, "{EX01}"), Outcome::NotApplicable);
        let without_edge = Connector::to_tenant().named(&name_of(300));
        let incident = Incident::default().send_connector(&without_edge);
        assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
    }

    #[test]
    fn the_send_connectors_are_asked_for() {
        let incident = Incident::default().file("hybrid-configuration.txt", EDGE);
        let needed = Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
        assert_eq!(incident.ask(&RULE), needed);
    }
}
