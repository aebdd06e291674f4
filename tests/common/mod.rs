//! What several test programs build from: values of the domain in one line, and
//! the scenarios' evidence read as the program reads it.

// Each test program uses a part of it.
#![allow(dead_code, clippy::unwrap_used)]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use relay_doctor::attribution::replay;
use relay_doctor::diagnosis::{Diagnosis, diagnose};
use relay_doctor::evidence::walk::Input;
use relay_doctor::evidence::{Location, SourceId};
use relay_doctor::facts::{
    AcceptedDomain, CertificateName, ConnectorType, Domain, Gathered, Given, InboundConnector,
    ItemList, Known, Listing, NameSet, Tenant, gather,
};

/// 2026-11-02T12:00:00Z: the `--now` of the scenarios.
pub(crate) const NOW: i64 = 1_793_620_800;

/// A place, where a test does not care which.
pub(crate) fn somewhere() -> Location {
    Location::new(SourceId(0), 1, "")
}

/// A value that was read.
pub(crate) fn read<T>(value: T) -> Known<T> {
    Known::Observed {
        value,
        at: somewhere(),
    }
}

/// A property that was read as empty.
pub(crate) fn absent<T>() -> Known<T> {
    Known::Absent { at: somewhere() }
}

/// A list that was read whole.
pub(crate) fn list(items: &[&str]) -> Known<ItemList> {
    read(ItemList::whole(items.iter().copied()))
}

/// The names on a certificate. A CN that is no domain counts for nothing.
pub(crate) fn names(common_name: Option<&str>, alternate: Option<&[&str]>) -> NameSet {
    let parse = |text: &&str| CertificateName::parse(text);
    NameSet {
        common_name: common_name.as_ref().and_then(parse),
        alternate: alternate.map(|all| all.iter().filter_map(parse).collect()),
    }
}

/// A listing that a cmdlet gave.
pub(crate) fn listing<T>(items: Vec<T>) -> Listing<T> {
    Listing {
        items,
        inferred_empty: false,
        more: false,
        at: None,
    }
}

/// A tenant with these accepted domains; one written `*.domain` has MatchSubDomains.
pub(crate) fn accepting(domains: &[&str]) -> Tenant {
    let accepted = |text: &&str| AcceptedDomain {
        domain: Domain::parse(text.trim_start_matches("*.")).unwrap(),
        match_sub_domains: text.starts_with("*."),
        at: somewhere(),
    };
    Tenant {
        accepted_domains: Some(listing(domains.iter().map(accepted).collect())),
        ..Tenant::default()
    }
}

/// An enabled inbound connector of type OnPremises that names nothing yet.
pub(crate) fn inbound(name: &str) -> InboundConnector {
    InboundConnector {
        enabled: read(true),
        connector_type: read(ConnectorType::OnPremises),
        tls_sender_certificate_name: absent(),
        sender_ip_addresses: list(&[]),
        associated_accepted_domains: list(&[]),
        ..InboundConnector::unread(name, somewhere())
    }
}

/// Reads a file or folder as `diagnose PATH` does.
pub(crate) fn gather_path(path: &Path) -> Gathered {
    gather_at(path, NOW)
}

/// The same as of another time (seconds since the epoch).
pub(crate) fn gather_at(path: &Path, now: i64) -> Gathered {
    let input = Input::Path(path.to_owned());
    gather(&[input], Given::default(), now, &mut |_| {
        ControlFlow::Continue(())
    })
}

/// The diagnosis of what was gathered.
pub(crate) fn diagnosis_of(gathered: &Gathered) -> Diagnosis {
    diagnose(&gathered.facts, &replay(&gathered.facts))
}

/// The evidence folder of a scenario.
pub(crate) fn evidence_of(scenario: &str) -> PathBuf {
    scenarios_folder().join(scenario).join("evidence")
}

/// The names of all scenarios in order.
pub(crate) fn scenarios() -> Vec<String> {
    let entries = std::fs::read_dir(scenarios_folder()).unwrap();
    let mut names: Vec<String> = entries
        .map(Result::unwrap)
        .filter(|e| e.path().join("evidence").is_dir())
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn scenarios_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}
