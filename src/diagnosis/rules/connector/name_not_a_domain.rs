//! RD110: TlsSenderCertificateName holds `<I>..<S>..`, `CN=..` or an embedded
//! wildcard. Documented values are a domain and `*.domain` (Set-InboundConnector).

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::facts::SenderCertificateName;

pub(super) const RULE: Rule = Rule {
    code: Code(110),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.tenant.inbound_connectors.is_none() {
        return Outcome::NeedsEvidence(vec![NeedReason::InboundConnectors]);
    }
    for connector in context.facts.tenant.connectors() {
        let name = &connector.tls_sender_certificate_name;
        if let Some(SenderCertificateName::NotADomain(value)) = name.value() {
            let detail = Detail::NameNotADomain {
                connector: connector.name.clone(),
                value: value.clone(),
            };
            let proof = name.at().cloned();
            return Outcome::Found(Finding::new(110, Confidence::Certain, detail, proof));
        }
    }
    Outcome::Pass
}
