//! RD108: IPv6, a range wider than /24, or a private address in
//! SenderIPAddresses: such an entry can never fit (Set-InboundConnector reference).

use crate::attribution::invalid_address;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(108),
    check,
};

fn check(context: &Context) -> Outcome {
    let connectors = context.facts.tenant.connectors();
    if !connectors.iter().any(|c| c.lists_addresses()) {
        return Outcome::NotApplicable;
    }
    let mut entries = Vec::new();
    let mut proof = Vec::new();
    for connector in connectors {
        for entry in connector.sender_ip_addresses.items() {
            if let Some(wrong) = invalid_address(entry) {
                entries.push((connector.name.clone(), entry.clone(), wrong));
                proof.extend(connector.sender_ip_addresses.at().cloned());
            }
        }
    }
    if entries.is_empty() {
        return Outcome::Pass;
    }
    let detail = Detail::InvalidAddresses { entries };
    Outcome::Found(Finding::new(108, Confidence::Certain, detail, proof))
}
