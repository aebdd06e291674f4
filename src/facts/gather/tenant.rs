//! The tenant's listings, and whose an accepted domain is.

use std::collections::BTreeMap;

use super::connectors::inbound;
use super::read::text;
use super::{Object, of_class};
use crate::evidence::loader::Loaded;
use crate::evidence::record::ObjectClass;
use crate::evidence::{Location, Note, NoteKind, Side, SourceId, SourceKind, classify};
use crate::facts::{AcceptedDomain, Domain, Hybrid, InboundConnector, Listing, Tenant};

pub(super) fn gather(loaded: &mut Loaded) -> Tenant {
    let (accepted_domains, assumed) = accepted_domains(loaded);
    Tenant {
        inbound_connectors: inbound_connectors(loaded, accepted_domains.is_some()),
        accepted_domains,
        accepted_domains_side_assumed: assumed,
    }
}

fn inbound_connectors(
    loaded: &mut Loaded,
    other_evidence: bool,
) -> Option<Listing<InboundConnector>> {
    let mut items: Vec<InboundConnector> = Vec::new();
    for object in of_class(loaded, ObjectClass::InboundConnector) {
        let connector = inbound(&object);
        match items.iter_mut().find(|c| c.name == connector.name) {
            Some(known) if is_newer(&connector, known) => *known = connector,
            Some(_) => {}
            None => items.push(connector),
        }
    }
    for object in of_class(loaded, ObjectClass::BlockedConnector) {
        block(&mut items, &object);
    }
    if !items.is_empty() {
        return Some(Listing {
            items,
            inferred_empty: false,
            at: None,
        });
    }
    // An empty listing beside other evidence of the tenant is taken for this one.
    let empty = *loaded.empty_listings.first()?;
    if !other_evidence {
        return None;
    }
    let source = &mut loaded.sources[empty.0 as usize];
    source.kind = SourceKind::InboundConnector;
    source.side = Some(Side::Tenant);
    Some(Listing {
        items: Vec::new(),
        inferred_empty: true,
        at: Some(Location::new(empty, 1, "[]")),
    })
}

/// Of two exports of one connector the later change counts; of equal ones the last read.
fn is_newer(connector: &InboundConnector, known: &InboundConnector) -> bool {
    match (connector.when_changed.value(), known.when_changed.value()) {
        (Some(new), Some(old)) => new >= old,
        (None, Some(_)) => false,
        _ => true,
    }
}

fn block(items: &mut [InboundConnector], object: &Object) {
    let named: Vec<String> = ["ConnectorName", "Name", "Identity", "ConnectorId"]
        .iter()
        .filter_map(|n| text(&object.field(n)?.value))
        .collect();
    for connector in items {
        if named
            .iter()
            .any(|n| n.eq_ignore_ascii_case(&connector.name))
        {
            connector.blocked = Some(object.at());
        }
    }
}

/// The tenant's accepted domains, and whether that they are the tenant's is assumed.
fn accepted_domains(loaded: &mut Loaded) -> (Option<Listing<AcceptedDomain>>, bool) {
    // A file is of one side, unless its objects say otherwise (`.xhcw` has both).
    type Domains = (Option<Side>, Vec<AcceptedDomain>);
    let mut by_source: BTreeMap<(SourceId, Option<Side>), Domains> = BTreeMap::new();
    for object in of_class(loaded, ObjectClass::AcceptedDomain) {
        let part = (object.source, object.record.side);
        let (side, domains) = by_source.entry(part).or_default();
        *side = side.or_else(|| classify::side(object.record));
        domains.extend(accepted_domain(&object));
    }
    let tenants: Vec<SourceId> = of_class(loaded, ObjectClass::InboundConnector)
        .map(|o| o.source)
        .collect();
    for ((source, _), (side, domains)) in &mut by_source {
        *side = side.or_else(|| side_by_company(domains, tenants.contains(source)));
    }
    let is_tenants = |side: Option<Side>| side == Some(Side::Tenant);
    let any_tenants = by_source.values().any(|(side, _)| is_tenants(*side));
    let mut items = Vec::new();
    for ((source, _), (side, domains)) in by_source {
        let file = &mut loaded.sources[source.0 as usize];
        if file.kind == SourceKind::AcceptedDomain {
            file.side = side;
        }
        if side.is_none() {
            file.notes.push(Note::whole(NoteKind::SideUnknown));
        }
        if is_tenants(side) || (side.is_none() && !any_tenants) {
            items.extend(domains);
        }
    }
    let listing = (!items.is_empty()).then_some(Listing {
        items,
        inferred_empty: false,
        at: None,
    });
    let assumed = listing.is_some() && !any_tenants;
    (listing, assumed)
}

fn accepted_domain(object: &Object) -> Option<AcceptedDomain> {
    let field = object
        .field("DomainName")
        .or_else(|| object.field("Name"))?;
    let written = text(&field.value)?;
    let base = written.strip_prefix("*.");
    let flagged = object.flag("MatchSubDomains").value() == Some(&true);
    Some(AcceptedDomain {
        domain: Domain::parse(base.unwrap_or(&written))?,
        match_sub_domains: flagged || base.is_some(),
        at: object.location(field),
    })
}

/// Only the tenant lists its initial domain `name.onmicrosoft.com`; HCW adds
/// `name.mail.onmicrosoft.com` on-premises too.
fn side_by_company(domains: &[AcceptedDomain], beside_tenant_objects: bool) -> Option<Side> {
    let initial = |d: &AcceptedDomain| {
        let name = d.domain.as_str().strip_suffix(".onmicrosoft.com");
        name.is_some_and(|n| !n.contains('.'))
    };
    (beside_tenant_objects || domains.iter().any(initial)).then_some(Side::Tenant)
}

/// Signs of a hybrid.
pub(super) fn hybrid(loaded: &Loaded) -> Hybrid {
    let mut outbound = of_class(loaded, ObjectClass::OutboundConnector);
    let centralized = outbound.find_map(|object| {
        let routes_all = object.flag("RouteAllMessagesViaOnPremises");
        (routes_all.value() == Some(&true)).then(|| routes_all.at().cloned())?
    });
    let wizard_kinds = [SourceKind::HcwLog, SourceKind::HcwXhcw];
    Hybrid {
        configuration: of_class(loaded, ObjectClass::HybridConfiguration)
            .next()
            .map(|o| o.at()),
        centralized_transport: centralized,
        wizard_log: loaded
            .sources
            .iter()
            .any(|s| wizard_kinds.contains(&s.kind)),
        edge_servers: edge_servers(loaded),
    }
}

/// EdgeTransportServers, and logs in Exchange's own folder on an Edge server
/// (`Logs\Edge\ProtocolLog`, domain.md section 5).
fn edge_servers(loaded: &Loaded) -> Vec<(String, Location)> {
    let mut servers: Vec<(String, Location)> = Vec::new();
    for object in of_class(loaded, ObjectClass::HybridConfiguration) {
        let list = object.list("EdgeTransportServers");
        if let Some(at) = list.at() {
            servers.extend(list.items().iter().map(|name| (name.clone(), at.clone())));
        }
    }
    for (index, source) in (0u32..).zip(&loaded.sources) {
        let folders: Vec<String> = source
            .path
            .split('/')
            .map(str::to_ascii_lowercase)
            .collect();
        let is_edge = folders
            .windows(2)
            .any(|pair| pair == ["edge", "protocollog"]);
        if source.kind == SourceKind::SmtpSendLog && is_edge {
            let name = source.server.clone().unwrap_or_default();
            servers.push((name, Location::new(SourceId(index), 1, "")));
        }
    }
    servers
}
