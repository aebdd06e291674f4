//! RD213: ProtocolLoggingLevel is None on a Send connector that leads to the tenant
//! (None is the default of connectors made by hand: domain.md section 5).
//!
//! Why it matters: its sessions are in no log, so neither the certificate nor the
//! answer can be seen, and a fix cannot be proven. Needs Get-SendConnector; certain.

use crate::attribution::configured_to_tenant;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::facts::{SendConnector, is_eop_host};

pub(super) const RULE: Rule = Rule {
    code: Code(213),
    check,
};

fn check(context: &Context) -> Outcome {
    let Some(connectors) = &context.facts.send_connectors else {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    };
    let to_tenant: Vec<&SendConnector> = context.to_tenant().collect();
    if to_tenant.is_empty() {
        let unread = |c: &&SendConnector| configured_to_tenant(context.facts, c).is_none();
        return match connectors.iter().find(unread) {
            Some(connector) => Outcome::NeedsEvidence(vec![whose(connector)]),
            None => Outcome::NotApplicable,
        };
    }
    let level = |c: &SendConnector| c.protocol_logging_level.value().cloned();
    let is_off = |c: &&&SendConnector| level(c).is_some_and(|l| l.eq_ignore_ascii_case("None"));
    let off: Vec<_> = to_tenant.iter().filter(is_off).collect();
    if !off.is_empty() {
        let detail = Detail::LoggingOff {
            connectors: off.iter().map(|c| c.name.clone()).collect(),
        };
        let proof = off
            .iter()
            .filter_map(|c| c.protocol_logging_level.at().cloned());
        return Outcome::Found(Finding::new(213, Confidence::Certain, detail, proof));
    }
    // A level that was not read may be None, unless the log has sessions of the connector.
    let logged = |c: &SendConnector| context.facts.traffic.connectors.contains(&c.name);
    let unread = to_tenant.iter().find(|c| level(c).is_none() && !logged(c));
    match unread {
        Some(connector) => Outcome::NeedsEvidence(vec![NeedReason::ProtocolLogging {
            connector: Some(connector.name.clone()),
        }]),
        None => Outcome::Pass,
    }
}

/// What would tell whose tenant a Send connector leads to.
fn whose(connector: &SendConnector) -> NeedReason {
    let name = connector.name.clone();
    let hosts = connector.smart_hosts.items().iter();
    let mut hosts = hosts.filter(|h| is_eop_host(h));
    let host = hosts.next().cloned();
    let tenants = |space: &String| space.ends_with(".onmicrosoft.com");
    match host.or_else(|| connector.spaces().find(tenants)) {
        Some(host) => NeedReason::TenantOfHost {
            connector: name,
            host,
        },
        None => NeedReason::SendConnectorProperties { connector: name },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident};

    fn ask(connector: &Connector) -> Outcome {
        Incident::default().send_connector(connector).ask(&RULE)
    }

    #[test]
    fn none_on_a_connector_to_the_tenant() {
        let off = Connector::to_tenant().with("ProtocolLoggingLevel", "None");
        let Outcome::Found(finding) = ask(&off) else {
            panic!("not found");
        };
        assert!(
            finding.locations[0]
                .excerpt
                .contains("ProtocolLoggingLevel")
        );
    }

    #[test]
    fn verbose_a_disabled_one_and_another_way_do_not_count() {
        let verbose = Connector::to_tenant().with("ProtocolLoggingLevel", "Verbose");
        assert_eq!(ask(&verbose), Outcome::Pass);
        let off = || Connector::to_tenant().with("ProtocolLoggingLevel", "None");
        assert_eq!(ask(&off().with("Enabled", "False")), Outcome::NotApplicable);
        let elsewhere = off().with("SmartHosts", "{gateway.fabrikam.com}");
        assert_eq!(ask(&elsewhere), Outcome::NotApplicable);
    }

    #[test]
    fn what_was_not_read_is_asked_for() {
        let needed = Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
        assert_eq!(Incident::default().ask(&RULE), needed);
        let Outcome::NeedsEvidence(needs) = ask(&Connector::to_tenant()) else {
            panic!("not asked");
        };
        assert!(matches!(
            &needs[..],
            [NeedReason::ProtocolLogging { connector: Some(_) }]
        ));
        let logged = Incident::accepted().send_connector(&Connector::to_tenant());
        assert_eq!(logged.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn what_was_given_is_not_asked_for_again() {
        let host = "fabrikam-com.mail.protection.outlook.com";
        let foreign = Connector::to_tenant().with("SmartHosts", host);
        let asked = Outcome::NeedsEvidence(vec![NeedReason::TenantOfHost {
            connector: "To Exchange Online".to_owned(),
            host: host.to_owned(),
        }]);
        let with_domains = Incident::accepted().send_connector(&foreign);
        assert_eq!(with_domains.ask(&RULE), asked);
        let unread = "Name : To Exchange Online\nEnabled : True\nSourceTransportServers : {EX01}\n\
             Fqdn : mail.contoso.com\nTlsCertificateName : \n";
        let asked = Outcome::NeedsEvidence(vec![NeedReason::SendConnectorProperties {
            connector: "To Exchange Online".to_owned(),
        }]);
        let incident = Incident::default().file("send-connector.txt", unread);
        assert_eq!(incident.ask(&RULE), asked);
    }
}
