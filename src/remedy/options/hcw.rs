//! The two options of the Hybrid Configuration Wizard.

use super::{Case, closing, numbered, resets};
use crate::attribution::{Change, Status, predict};
use crate::facts::{Certificate, SendConnector};
use crate::remedy::choose_name;
use crate::remedy::plan::{OptionId, OptionWhy, PlanOption, Step};
use crate::remedy::steps::{cloud, hcw, on_premises};

/// Causes of address, domain, chain, key, firewall, type, disabled and single servers: HCW
/// does not change them, so mail stays refused after it (contract.md).
pub(super) const UNTOUCHED_BY_HCW: &[u16] = &[
    102, 104, 105, 107, 112, 205, 207, 208, 212, 218, 301, 302, 303, 402,
];
/// Causes for which a Send connector gets the new certificate.
const OLD_CERTIFICATE: &[u16] = &[202, 209, 211];

/// One of the two.
pub(super) fn option(case: &Case, id: OptionId, choice: Option<OptionId>) -> PlanOption {
    let full = id == OptionId::HcwRerun;
    let offered = case.facts.has_hybrid() || has_hcw_send_connector(case);
    let has_cause = case.diagnosis.root_causes().next().is_some();
    let certificate = case.good_certificate();
    let written = certificate.map_or_else(Vec::new, |c| written(case, full, c));
    let predicted = predict_hcw(case, &written);
    let recommended = choice == Some(id);
    let why = match () {
        () if !offered => OptionWhy::NoHybrid,
        () if !has_cause && case.diagnosis.relay == Status::Met => OptionWhy::NothingToMend,
        () if !has_cause => OptionWhy::NoCauseKnown,
        () if recommended => OptionWhy::HcwOwnsOldCertificate,
        () if full && case.diagnosis.finding(506).is_some() => OptionWhy::WouldReset,
        () if predicted == Status::Met => OptionWhy::AlsoMends,
        () => OptionWhy::DoesNotMend,
    };
    let resets = match full {
        true => resets::of_rerun(&case.facts.hcw_owned),
        false => resets::of_update(),
    };
    let changes = written.first().into_iter().flatten();
    PlanOption {
        id,
        offered,
        recommended,
        why,
        resets,
        predicted,
        steps: match offered {
            true => numbered(hcw_steps(case, full, certificate)),
            false => Vec::new(),
        },
        // HCW also writes what is there already.
        changes: changes
            .filter(|c| !c.is_so_already(case.facts))
            .cloned()
            .collect(),
    }
}

fn has_hcw_send_connector(case: &Case) -> bool {
    case.facts
        .send_connectors
        .iter()
        .flatten()
        .any(SendConnector::is_hybrid_wizards)
}

fn hcw_steps(case: &Case, full: bool, certificate: Option<&Certificate>) -> Vec<Step> {
    let mut steps = hcw::save_all();
    steps.push(hcw::download());
    steps.push(hcw::run_wizard(full, certificate));
    steps.push(hcw::read_log());
    let inbound = case
        .facts
        .tenant
        .connectors()
        .iter()
        .find(|c| c.is_hybrid_wizards());
    steps.push(cloud::look(inbound));
    // Which connectors HCW touches beyond its own is not documented: the others by hand.
    for connector in case.facts.send_connectors.iter().flatten() {
        let to_tenant =
            crate::attribution::configured_to_tenant(case.facts, connector) == Some(true);
        if !to_tenant || connector.is_hybrid_wizards() {
            continue;
        }
        steps.push(hcw::other_send_connector(&connector.name));
        let named = |c: &Certificate| c.is_named_by(connector.tls_certificate_name.value()?);
        if case.any_root(OLD_CERTIFICATE)
            && let Some(certificate) = certificate.filter(|c| named(c) != Some(true))
        {
            steps.push(on_premises::set_certificate(
                &connector.name,
                Some(connector),
                certificate,
            ));
        }
    }
    closing(case, steps)
}

/// What the replay says after HCW wrote its values: it must hold for both that
/// HCW was seen to write, the CN and `*.parent` (domain.md section 3).
fn predict_hcw(case: &Case, written: &[Vec<Change>]) -> Status {
    if case.any_root(UNTOUCHED_BY_HCW) {
        return Status::Broken;
    }
    let mut predicted = written.iter().map(|changes| predict(case.facts, changes));
    match predicted.next() {
        Some(first) if predicted.all(|p| p == first) => first,
        _ => Status::Unknown,
    }
}

/// The changes for each of the values that HCW may write.
fn written(case: &Case, full: bool, certificate: &Certificate) -> Vec<Vec<Change>> {
    let Some(choice) = choose_name(&case.facts.tenant, &[certificate]) else {
        return Vec::new();
    };
    let cn = certificate
        .names
        .common_name
        .clone()
        .unwrap_or(choice.value.clone());
    let mut values = vec![cn];
    values.extend(choice.wider);
    values
        .iter()
        .map(|value| hcw_changes(case, full, certificate, &value.to_string()))
        .collect()
}

fn hcw_changes(case: &Case, full: bool, certificate: &Certificate, value: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let inbound = case
        .facts
        .tenant
        .connectors()
        .iter()
        .find(|c| c.is_hybrid_wizards());
    match inbound {
        Some(connector) => changes.push(Change::name(&connector.name, value)),
        None if full && case.facts.tenant.inbound_connectors.is_some() => {
            changes.push(Change::NewConnector {
                name: "HCW".to_owned(),
                value: Some(value.to_owned()),
                addresses: Vec::new(),
                associated: Vec::new(),
            })
        }
        None => {}
    }
    // HCW sets its own Send connector; the option's further steps set the others to the tenant.
    let by_hand = case.any_root(OLD_CERTIFICATE);
    for connector in case.facts.send_connectors.iter().flatten() {
        let to_tenant =
            crate::attribution::configured_to_tenant(case.facts, connector) == Some(true);
        if !(connector.is_hybrid_wizards() || (by_hand && to_tenant)) {
            continue;
        }
        changes.push(Change::SendCertificate {
            connector: Some(connector.name.clone()),
            thumbprint: certificate.thumbprint.clone(),
        });
    }
    changes
}
