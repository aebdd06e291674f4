//! RD506: `*`, smart hosts, centralized transport or edited values sit on
//! connectors that HCW owns: a rerun would reset them (the list of domain.md
//! section 6; HCW8039 for the single address space). Told with today's value and HCW's.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome, Overwritten};
use crate::facts::{HcwOwned, HcwValue};

pub(super) const RULE: Rule = Rule {
    code: Code(506),
    check,
};

fn check(context: &Context) -> Outcome {
    let owned = &context.facts.hcw_owned;
    if owned.is_empty() {
        return Outcome::NotApplicable;
    }
    let changed = |value: &&HcwValue| value.is_changed() == Some(true);
    let values = |connector: &HcwOwned| -> Vec<Overwritten> {
        let all = connector.values.iter().filter(changed);
        all.map(|v| Overwritten {
            connector: connector.name.clone(),
            property: v.property,
            today: v.today.items().join(", "),
            hcw: v.hcw.as_deref().unwrap_or_default().join(", "),
        })
        .collect()
    };
    let found: Vec<Overwritten> = owned.iter().flat_map(values).collect();
    if found.is_empty() {
        return Outcome::Pass;
    }
    let all = owned.iter().flat_map(|c| &c.values).filter(changed);
    let proof = all.filter_map(|v| v.at().cloned());
    let detail = Detail::RerunRemoves { values: found };
    Outcome::Found(Finding::new(506, Confidence::Likely, detail, proof))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident, hcw_log};

    const ROUTING: &str = "smtp:contoso.mail.onmicrosoft.com;1";

    fn hybrid() -> Connector {
        Connector::to_tenant()
            .with("Name", "Outbound to Office 365")
            .with("AddressSpaces", &format!("{{{ROUTING}}}"))
            .with("SmartHosts", "{}")
    }

    /// (property, today, what HCW writes)
    fn found(incident: Incident) -> Vec<(&'static str, String, String)> {
        match incident.ask(&RULE) {
            Outcome::Found(finding) => match finding.detail {
                Detail::RerunRemoves { values } => values
                    .into_iter()
                    .map(|v| (v.property, v.today, v.hcw))
                    .collect(),
                other => panic!("{other:?}"),
            },
            Outcome::Pass => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    fn one(property: &'static str, today: &str, hcw: &str) -> Vec<(&'static str, String, String)> {
        vec![(property, today.to_owned(), hcw.to_owned())]
    }

    #[test]
    fn todays_value_and_the_documented_one() {
        let with = |property: &str, value: &str| {
            found(Incident::refused().send_connector(&hybrid().with(property, value)))
        };
        assert_eq!(with("RequireTLS", "True"), []);
        assert_eq!(
            with("RequireTLS", "False"),
            one("RequireTLS", "False", "True")
        );
        assert_eq!(
            with("SmartHosts", "{gateway.contoso.com}"),
            one("SmartHosts", "gateway.contoso.com", "")
        );
        assert_eq!(
            with("AddressSpaces", &format!("{{{ROUTING}, SMTP:*;1}}")),
            one("AddressSpaces", &format!("{ROUTING}, SMTP:*;1"), ROUTING)
        );
        // Which certificate the next run writes is chosen in it.
        assert_eq!(
            with("TlsCertificateName", "<I>CN=CA 1<S>CN=other.contoso.com"),
            []
        );
    }

    #[test]
    fn the_last_run_is_believed_before_the_documents() {
        let context = "[Client=UX, Session=OnPremises, Cmdlet=New-SendConnector, Thread=6]";
        let run = |smart_hosts: &str| {
            let body = format!(
                "2026.02.19 03:26:39.330         10276 {context} START New-SendConnector -Name 'Outbound to Office 365' \
                 -SmartHosts {smart_hosts} -SourceTransportServers 'EX01'\r\n\
                 2026.02.19 03:26:42.986         10277 {context} FINISH Time=3656.0ms Results=1\r\n"
            );
            let today = hybrid()
                .with("SmartHosts", "{gateway.contoso.com}")
                .with("WhenChangedUTC", "2026-06-01T00:00:00Z");
            let incident = Incident::refused().send_connector(&today);
            found(incident.file("20260219_032639.log", &hcw_log("2026.02.19", &body)))
        };
        assert_eq!(run("'gateway.contoso.com'"), []);
        assert_eq!(
            run("'edge.contoso.com'"),
            one("SmartHosts", "gateway.contoso.com", "edge.contoso.com")
        );
    }

    #[test]
    fn centralized_transport_on_the_wizards_connector_only() {
        let outbound = |source: &str, all: bool| {
            let text = format!(
                r#"[{{"Name": "Outbound to 3f2a", "ConnectorType": "OnPremises", "ConnectorSource": "{source}",
                "RecipientDomains": ["contoso.com"], "TlsSettings": "DomainValidation",
                "RouteAllMessagesViaOnPremises": {all}}}]"#
            );
            Incident::refused().file("outbound-connector.json", &text)
        };
        assert_eq!(
            found(outbound("HybridWizard", true)),
            one("RouteAllMessagesViaOnPremises", "True", "False")
        );
        assert_eq!(found(outbound("HybridWizard", false)), []);
        assert_eq!(outbound("AdminUI", true).ask(&RULE), Outcome::NotApplicable);
    }

    #[test]
    fn without_a_connector_of_the_wizard() {
        assert_eq!(Incident::refused().ask(&RULE), Outcome::NotApplicable);
        let by_hand = Incident::refused().send_connector(&Connector::to_tenant());
        assert_eq!(by_hand.ask(&RULE), Outcome::NotApplicable);
    }
}
