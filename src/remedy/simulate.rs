//! The commands that would make changes as they were asked for.

use super::plan::Step;
use super::steps::new_connector::New;
use super::steps::{cloud, common, on_premises, value};
use crate::attribution::Change;
use crate::facts::Facts;

/// Save, change, wait, prove: in the order in which the changes were given.
pub fn steps_of(facts: &Facts, changes: &[Change]) -> Vec<Step> {
    let mut steps = Vec::new();
    let in_cloud = |c: &Change| matches!(c, Change::Inbound { .. } | Change::NewConnector { .. });
    let on_server = |c: &Change| matches!(c, Change::SendCertificate { .. });
    if changes.iter().any(in_cloud) {
        steps.push(common::save_inbound());
    }
    if changes.iter().any(on_server) {
        steps.push(common::save_send());
    }
    for change in changes {
        steps.extend(step(facts, change));
    }
    let sent = changes.iter().rev().find_map(|c| match c {
        Change::SendCertificate { thumbprint, .. } => Some(thumbprint.clone()),
        _ => None,
    });
    if !changes.is_empty() {
        steps.push(common::wait());
        steps.push(common::check_send_log(sent));
    }
    super::options::numbered(steps)
}

fn step(facts: &Facts, change: &Change) -> Vec<Step> {
    match change {
        Change::Inbound { connector, value } => {
            let mut connectors = facts.tenant.connectors().iter();
            let object = connectors.find(|c| c.name == *connector);
            object.map(|c| value::set(c, value)).into_iter().collect()
        }
        Change::NewConnector {
            name,
            value,
            addresses,
            ..
        } => {
            let new = New {
                name: name.clone(),
                certificate: value.clone(),
                addresses: addresses.clone(),
                ..New::default()
            };
            vec![new.step()]
        }
        Change::SendCertificate {
            connector: Some(name),
            thumbprint,
        } => {
            let certificate = facts.certificates.get(thumbprint);
            let object = facts.send_connector(name);
            let set = certificate.map(|c| on_premises::set_certificate(name, object, c));
            [Some(on_premises::look(name)), set]
                .into_iter()
                .flatten()
                .collect()
        }
        Change::SendCertificate {
            connector: None, ..
        } => Vec::new(),
        Change::AcceptedDomain(domain) => vec![cloud::add_accepted_domain(domain)],
        Change::EgressAddress(address) => vec![value::leave_by(*address)],
    }
}
