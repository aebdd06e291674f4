//! The tenant's listings, and whose an accepted domain is.

use std::collections::BTreeMap;

use super::connectors::{OF_INBOUND, inbound, key, name};
use super::merge::{Merge, together};
use super::read::text;
use super::{Object, State, of_class, part, states_of};
use crate::evidence::formats::hcw::{Invocation, Outcome};
use crate::evidence::loader::Loaded;
use crate::evidence::record::ObjectClass;
use crate::evidence::{Location, Note, NoteKind, Side, SourceId, SourceKind, classify};
use crate::facts::{AcceptedDomain, Domain, Hybrid, InboundConnector, Listing, Tenant};

pub(super) fn gather(loaded: &mut Loaded, merge: &mut Merge) -> Tenant {
    let (accepted_domains, assumed) = accepted_domains(loaded, merge);
    Tenant {
        inbound_connectors: inbound_connectors(loaded, accepted_domains.is_some(), merge),
        accepted_domains,
        accepted_domains_side_assumed: assumed,
    }
}

fn inbound_connectors(
    loaded: &mut Loaded,
    other_evidence: bool,
    merge: &mut Merge,
) -> Option<Listing<InboundConnector>> {
    let class = ObjectClass::InboundConnector;
    let whole = of_class(loaded, class).filter(|object| !lost_its_name(loaded, object));
    let objects = together(whole, key);
    let items = objects.iter().map(|object| {
        merge.compare(object, &name(object), &OF_INBOUND);
        inbound(object)
    });
    let mut items: Vec<InboundConnector> = items.collect();
    for object in of_class(loaded, ObjectClass::BlockedConnector) {
        block(&mut items, &object);
    }
    if !items.is_empty() {
        return Some(Listing {
            items,
            more: part::is_part(loaded, class, part::files_of(loaded, class)),
            inferred_empty: false,
            at: None,
        });
    }
    if let Some(at) = shown_empty(loaded) {
        return Some(Listing {
            items,
            more: false,
            inferred_empty: false,
            at: Some(at),
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
        more: false,
        inferred_empty: true,
        at: Some(Location::new(empty, 1, "[]")),
    })
}

/// Where HCW asked the tenant for all of them and was given none.
fn shown_empty(loaded: &Loaded) -> Option<Location> {
    let shows = |i: &&Invocation| {
        i.cmdlet.eq_ignore_ascii_case("Get-InboundConnector")
            && i.side == Some(Side::Tenant)
            && i.outcome == Outcome::Finished
            && i.asks_for_all()
    };
    loaded.hcw_runs.iter().rev().find_map(|(source, run)| {
        let last = run.invocations.iter().rfind(shows)?;
        let at = Location::new(*source, last.line, &last.excerpt);
        (last.gave == Some(0)).then_some(at)
    })
}

/// Whether an object lost its name with the end of its file: nothing can be said of it,
/// and no command be written for it.
fn lost_its_name(loaded: &Loaded, object: &Object) -> bool {
    let cut = |state: &State| part::is_cut(loaded, ObjectClass::InboundConnector, state.source);
    name(object).is_empty() && object.states.iter().all(cut)
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
fn accepted_domains(
    loaded: &mut Loaded,
    merge: &mut Merge,
) -> (Option<Listing<AcceptedDomain>>, bool) {
    type Told<'r> = (Option<Side>, Vec<State<'r>>);
    let mut listings: BTreeMap<(SourceId, Option<Side>), Told> = BTreeMap::new();
    for state in states_of(loaded, ObjectClass::AcceptedDomain) {
        // One file can hold the lists of both sides.
        let listing = (state.source, state.record.side);
        let (side, states) = listings.entry(listing).or_default();
        *side = side.or_else(|| classify::side(state.record));
        states.push(state);
    }
    let tenants: Vec<SourceId> = states_of(loaded, ObjectClass::InboundConnector)
        .map(|state| state.source)
        .collect();
    for ((source, _), (side, states)) in &mut listings {
        *side = side.or_else(|| side_by_company(states, tenants.contains(source)));
    }
    let any_tenants = listings
        .values()
        .any(|(side, _)| *side == Some(Side::Tenant));
    let counts = |side: Option<Side>| match side {
        Some(side) => side == Side::Tenant,
        None => !any_tenants,
    };
    let taken = listings.values().filter(|(side, _)| counts(*side));
    let states = taken.flat_map(|(_, states)| states.iter().copied());
    let key = |object: &Object| Some(accepted_domain(object)?.domain.to_string());
    let items = together(states.map(Object::of), key);
    let items = items.iter().filter_map(|object| {
        let item = accepted_domain(object)?;
        merge.compare(object, item.domain.as_str(), &["MatchSubDomains"]);
        if let [newest, others @ ..] = &object.states[..] {
            let newest = accepted_domain(&Object::of(*newest))?.at;
            for other in others
                .iter()
                .filter_map(|s| accepted_domain(&Object::of(*s)))
            {
                merge.origins.add(&newest, other.at);
            }
        }
        Some(item)
    });
    let items: Vec<AcceptedDomain> = items.collect();
    let files = listings.iter().filter(|(_, (side, _))| counts(*side));
    let files = files.map(|((source, _), _)| *source);
    let more = part::is_part(loaded, ObjectClass::AcceptedDomain, files);
    let sides: Vec<(SourceId, Option<Side>)> = listings
        .iter()
        .map(|((source, _), (side, _))| (*source, *side))
        .collect();
    for (source, side) in sides {
        let file = &mut loaded.sources[source.0 as usize];
        if file.kind == SourceKind::AcceptedDomain {
            file.side = side;
        }
        if side.is_none() {
            file.notes.push(Note::whole(NoteKind::SideUnknown));
        }
    }
    let listing = (!items.is_empty()).then_some(Listing {
        items,
        more,
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
        at: field.at(),
    })
}

/// Only the tenant lists its initial domain `name.onmicrosoft.com`; HCW adds
/// `name.mail.onmicrosoft.com` on-premises too.
fn side_by_company(states: &[State], beside_tenant_objects: bool) -> Option<Side> {
    let initial = |state: &State| {
        let Some(listed) = accepted_domain(&Object::of(*state)) else {
            return false;
        };
        let name = listed.domain.as_str().strip_suffix(".onmicrosoft.com");
        name.is_some_and(|n| !n.contains('.'))
    };
    (beside_tenant_objects || states.iter().any(initial)).then_some(Side::Tenant)
}

/// Signs of a hybrid.
pub(super) fn hybrid(loaded: &Loaded) -> Hybrid {
    let wizard_kinds = [SourceKind::HcwLog, SourceKind::HcwXhcw];
    Hybrid {
        configuration: of_class(loaded, ObjectClass::HybridConfiguration)
            .next()
            .map(|o| o.at()),
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
