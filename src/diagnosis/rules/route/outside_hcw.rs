//! RD503: internet mail leaves by a `*` Send connector to Exchange Online that
//! HCW does not own, so that rerunning HCW mends the cloud side only (domain.md
//! section 4, KEY TRAP).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{
    CertificateSaid, Code, Confidence, Context, Detail, Finding, NeedReason, Outcome, SendsBy,
};
use crate::facts::{Known, SendConnector};

pub(super) const RULE: Rule = Rule {
    code: Code(503),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    let Some(connectors) = &facts.send_connectors else {
        return Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
    };
    if !facts.has_hybrid() && !connectors.iter().any(SendConnector::is_hybrid_wizards) {
        return Outcome::NotApplicable;
    }
    let outside = |c: &&SendConnector| {
        c.takes_all_domains()
            && c.has_eop_smart_host()
            && !c.is_hybrid_wizards()
            && c.enabled.value() != Some(&false)
    };
    let found: Vec<_> = connectors.iter().filter(outside).collect();
    if found.is_empty() {
        return Outcome::Pass;
    }
    let detail = Detail::OutsideHcw {
        connectors: found.iter().map(|c| sends_by(c)).collect(),
        hcw: connectors
            .iter()
            .filter(|c| c.is_hybrid_wizards())
            .map(sends_by)
            .collect(),
    };
    let spaces = found.iter().filter_map(|c| c.address_spaces.at());
    let certificates = found.iter().filter_map(|c| c.tls_certificate_name.at());
    let owned = connectors.iter().filter(|c| c.is_hybrid_wizards());
    let owned = owned.filter_map(|c| c.tls_certificate_name.at());
    let proof = spaces.chain(certificates).chain(owned).cloned();
    Outcome::Found(Finding::new(503, Confidence::Certain, detail, proof))
}

fn sends_by(connector: &SendConnector) -> SendsBy {
    let certificate = match (&connector.tls_certificate_name, &connector.fqdn) {
        (Known::Observed { value, .. }, _) => CertificateSaid::Name(value.to_text()),
        (Known::Absent { .. }, Known::Observed { value, .. }) => {
            CertificateSaid::Fqdn(value.clone())
        }
        (Known::Absent { .. }, Known::Absent { .. }) => CertificateSaid::Nothing,
        (Known::Unknown, _) | (_, Known::Unknown) => CertificateSaid::Unknown,
    };
    SendsBy {
        connector: connector.name.clone(),
        spaces: connector.spaces().collect(),
        certificate,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Connector, Incident};

    fn hybrid() -> Connector {
        Connector::to_tenant()
            .with("Name", "Outbound to Office 365")
            .with("AddressSpaces", "{smtp:contoso.mail.onmicrosoft.com;1}")
            .with("SmartHosts", "{}")
            .named("<I>CN=CA 1<S>CN=mail.contoso.com")
    }

    #[test]
    fn both_connectors_are_told_with_their_certificates() {
        let by_hand = Connector::to_tenant().with("Fqdn", "relay.contoso.com");
        let incident = Incident::refused()
            .send_connector(&hybrid())
            .send_connector(&by_hand);
        let Outcome::Found(finding) = incident.ask(&RULE) else {
            panic!("not found")
        };
        let of = |name: &str, space: &str, certificate| SendsBy {
            connector: name.to_owned(),
            spaces: vec![space.to_owned()],
            certificate,
        };
        let fqdn = CertificateSaid::Fqdn("relay.contoso.com".to_owned());
        let name = CertificateSaid::Name("<I>CN=CA 1<S>CN=mail.contoso.com".to_owned());
        let expected = Detail::OutsideHcw {
            connectors: vec![of("To Exchange Online", "*", fqdn)],
            hcw: vec![of(
                "Outbound to Office 365",
                "contoso.mail.onmicrosoft.com",
                name,
            )],
        };
        assert_eq!(finding.detail, expected);
    }

    #[test]
    fn the_wizards_own_connector_one_that_is_off_and_no_hybrid() {
        let star = hybrid().with(
            "AddressSpaces",
            "{smtp:contoso.mail.onmicrosoft.com;1, SMTP:*;1}",
        );
        let own = Incident::refused().send_connector(&star);
        assert_eq!(own.ask(&RULE), Outcome::Pass);
        let off = Connector::to_tenant().with("Enabled", "False");
        let off = Incident::refused()
            .send_connector(&hybrid())
            .send_connector(&off);
        assert_eq!(off.ask(&RULE), Outcome::Pass);
        let none = Incident::refused().send_connector(&Connector::to_tenant());
        assert_eq!(none.ask(&RULE), Outcome::NotApplicable);
        let asked = Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]);
        assert_eq!(Incident::refused().ask(&RULE), asked);
    }
}
