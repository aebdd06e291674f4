//! The ways mail takes now: for each server and Send connector to the tenant its
//! newest certificate and address (contract.md, How relay is judged). Without a
//! log, what the configuration would present.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::evidence::Location;
use crate::facts::traffic::{CertificateUse, Path, PathKey, Sender, Traffic};
use crate::facts::{Certificate, Domain, Facts, SendConnector, SenderView};

/// What the sending server presents.
#[derive(Debug, Clone, Copy)]
pub enum Presented<'a> {
    /// This certificate.
    Certificate(&'a Certificate),
    /// None.
    Nothing,
    /// Not known.
    Unknown,
}

impl<'a> Presented<'a> {
    /// The certificate.
    pub fn certificate(self) -> Option<&'a Certificate> {
        match self {
            Self::Certificate(certificate) => Some(certificate),
            Self::Nothing | Self::Unknown => None,
        }
    }
}

/// Whose an envelope sender is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SenderClass {
    /// In an accepted domain of the tenant.
    Own,
    /// In another domain.
    Foreign,
    /// `<>`.
    Null,
    /// The accepted domains are not known.
    Unknown,
}

impl SenderClass {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Own, Self::Foreign, Self::Null, Self::Unknown];

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Foreign => "foreign",
            Self::Null => "null",
            Self::Unknown => "unknown",
        }
    }
}

/// Whose a recipient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecipientClass {
    /// In an accepted domain: passes without relay and proves nothing.
    Own,
    /// Outside the tenant: this is relay.
    Outside,
    /// The accepted domains are not known.
    Unknown,
}

impl RecipientClass {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Outside => "outside",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a way is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WayOrigin {
    /// Seen in a log.
    Log,
    /// What the Send connector's configuration would choose.
    Configured,
    /// A certificate file, or what the command line says.
    Given,
}

/// A way mail takes now.
#[derive(Debug, Clone)]
pub struct Way<'a> {
    /// Where it is known from.
    pub origin: WayOrigin,
    /// The folder of its logs.
    pub server: Option<&'a str>,
    /// The Send connector.
    pub connector: Option<&'a str>,
    /// What is presented.
    pub presented: Presented<'a>,
    /// The address EOP sees.
    pub address: Option<IpAddr>,
    /// When it was last seen, seconds; now where it never was.
    pub at: i64,
    /// The paths of the log that are this way.
    pub paths: Vec<u32>,
    /// Whether it leads to the tenant; `None` when the evidence does not tell.
    pub to_tenant: Option<bool>,
    /// Envelope senders seen with it towards recipients that need relay, or else at all.
    pub senders: Vec<SenderView>,
    /// Lines that show certificate and address.
    pub proof: Vec<Location>,
}

/// Whether a Send connector leads to the tenant: by its smart host or address
/// space, or by a 5.7.64, which only relay through the tenant's service earns.
pub fn leads_to_tenant(facts: &Facts, connector: &str) -> Option<bool> {
    if facts.refused_connectors.contains(connector) {
        return Some(true);
    }
    let object = facts.send_connector(connector)?;
    routed_to_tenant(facts, object)
}

/// The same from the Send connector's configuration alone, as it is now: no mail leaves by
/// one that is disabled.
pub(crate) fn configured_to_tenant(facts: &Facts, connector: &SendConnector) -> Option<bool> {
    match connector.is_disabled() {
        true => Some(false),
        false => routed_to_tenant(facts, connector),
    }
}

fn routed_to_tenant(facts: &Facts, connector: &SendConnector) -> Option<bool> {
    if connector.has_eop_smart_host() {
        let ours = connector
            .smart_hosts
            .items()
            .iter()
            .any(|host| is_hosts_tenant(facts, host) != Some(false));
        return ours.then_some(true);
    }
    if let Some(space) = connector.spaces().find(|s| s.ends_with(".onmicrosoft.com")) {
        let domain = Domain::parse(&space)?;
        return match facts.tenant.accepts(&domain) {
            Some(false) => None,
            Some(true) | None => Some(true),
        };
    }
    // Delivery by MX, or to somebody's host that is not Exchange Online.
    (!connector.address_spaces.is_unknown() && !connector.smart_hosts.is_unknown()).then_some(false)
}

/// Whether an EOP host name is one of the tenant's: its first label is an
/// accepted domain with dashes for dots. `None` when no accepted domains are known.
fn is_hosts_tenant(facts: &Facts, host: &str) -> Option<bool> {
    let listing = facts.tenant.accepted_domains.as_ref()?;
    let label = host.trim().split('.').next()?.to_ascii_lowercase();
    let dashed = |domain: &Domain| domain.ascii().replace('.', "-");
    Some(listing.items.iter().any(|d| dashed(&d.domain) == label))
}

/// The class of a recipient domain.
pub(crate) fn recipient_class(facts: &Facts, recipient: Option<u32>) -> RecipientClass {
    let domain = recipient.and_then(|index| facts.traffic.domain(index));
    match domain.and_then(|d| facts.tenant.accepts(d)) {
        Some(true) => RecipientClass::Own,
        Some(false) => RecipientClass::Outside,
        None => RecipientClass::Unknown,
    }
}

/// The envelope sender as it is judged.
pub(crate) fn sender_view(traffic: &Traffic, sender: Sender) -> SenderView {
    match sender {
        Sender::Null => SenderView::Null,
        Sender::Domain(index) => traffic
            .domain(index)
            .map_or(SenderView::Unknown, |d| SenderView::Domain(d.clone())),
        Sender::Other => SenderView::Unknown,
    }
}

/// All ways mail takes now.
pub fn ways(facts: &Facts) -> Vec<Way<'_>> {
    let seen = logged_ways(facts);
    if !seen.is_empty() {
        return seen;
    }
    configured_ways(facts)
}

/// What a path presents.
pub(crate) fn presented<'a>(facts: &'a Facts, key: &PathKey) -> Presented<'a> {
    match key.certificate {
        CertificateUse::Sent(index) => facts
            .sent
            .get(index as usize)
            .map_or(Presented::Unknown, Presented::Certificate),
        CertificateUse::NotSent => Presented::Nothing,
        CertificateUse::Unknown => Presented::Unknown,
    }
}

/// Paths with their indices.
type Paths<'a> = Vec<(u32, &'a Path)>;

fn logged_ways(facts: &Facts) -> Vec<Way<'_>> {
    let traffic = &facts.traffic;
    let mut by_connector: BTreeMap<(u32, u32), Paths> = BTreeMap::new();
    for (index, path) in traffic.eop_paths() {
        let key = (path.key.server, path.key.connector);
        by_connector.entry(key).or_default().push((index, path));
    }
    let mut ways = Vec::new();
    for ((server, connector), paths) in by_connector {
        let name = traffic
            .connectors
            .get(connector as usize)
            .map(String::as_str);
        let to_tenant = name.and_then(|n| leads_to_tenant(facts, n));
        if to_tenant == Some(false) {
            continue;
        }
        let current = newest(&paths);
        let mut by_state: BTreeMap<(CertificateUse, Option<IpAddr>), Paths> = BTreeMap::new();
        for (index, path) in current {
            let state = (path.key.certificate, path.key.address);
            by_state.entry(state).or_default().push((index, path));
        }
        for group in by_state.into_values() {
            let Some((_, latest)) = group.iter().max_by_key(|(_, p)| p.last) else {
                continue;
            };
            let paths: Vec<u32> = group.iter().map(|(index, _)| *index).collect();
            let proof = group
                .iter()
                .flat_map(|(_, p)| [p.certificate_line.clone(), p.address_line.clone()])
                .flatten()
                .collect();
            ways.push(Way {
                origin: WayOrigin::Log,
                server: traffic.servers.get(server as usize).map(String::as_str),
                connector: name,
                presented: presented(facts, &latest.key),
                address: latest.key.address.or(facts.given.egress_ip),
                at: latest.judged_at().div_euclid(1000),
                senders: senders_of(facts, &paths),
                paths,
                to_tenant,
                proof,
            });
        }
    }
    without_disabled(facts, ways)
}

/// Leaves out what went by a Send connector that is disabled, where other mail has gone
/// since: no mail goes that way now.
fn without_disabled<'a>(facts: &Facts, mut ways: Vec<Way<'a>>) -> Vec<Way<'a>> {
    let disabled = |way: &Way| {
        let connector = way.connector.and_then(|name| facts.send_connector(name));
        connector.is_some_and(SendConnector::is_disabled)
    };
    let since = ways.iter().filter(|w| !disabled(w)).map(|w| w.at).max();
    ways.retain(|way| !disabled(way) || since.is_none_or(|since| since <= way.at));
    ways
}

/// The newest certificate, and with it every address that no newer one has
/// replaced: addresses that alternate are all in use (RD401).
fn newest<'a>(paths: &[(u32, &'a Path)]) -> Vec<(u32, &'a Path)> {
    let with_mail = |p: &Path| p.with_mail.count > 0;
    // Sessions that failed before any mail tell nothing newer, unless there are only such.
    let telling: Vec<_> = match paths.iter().any(|(_, p)| with_mail(p)) {
        true => paths
            .iter()
            .filter(|(_, p)| with_mail(p))
            .copied()
            .collect(),
        false => paths.to_vec(),
    };
    let known = |p: &Path| p.key.certificate != CertificateUse::Unknown;
    let latest = telling
        .iter()
        .filter(|(_, p)| known(p))
        .max_by_key(|(_, p)| p.last)
        .or_else(|| telling.iter().max_by_key(|(_, p)| p.last));
    let Some((_, latest)) = latest else {
        return Vec::new();
    };
    let same: Vec<_> = telling
        .iter()
        .filter(|(_, p)| p.key.certificate == latest.key.certificate)
        .copied()
        .collect();
    let has_address = same.iter().any(|(_, p)| p.key.address.is_some());
    let newest_start = same
        .iter()
        .filter(|(_, p)| p.key.address.is_some())
        .max_by_key(|(_, p)| p.last)
        .map_or(i64::MIN, |(_, p)| p.first);
    same.into_iter()
        .filter(|(_, p)| !has_address || (p.key.address.is_some() && p.last >= newest_start))
        .collect()
}

/// The envelope senders that need relay on these paths; without any relay mail,
/// own senders, else whoever was seen.
fn senders_of(facts: &Facts, paths: &[u32]) -> Vec<SenderView> {
    let traffic = &facts.traffic;
    let flows = || traffic.flows.iter().filter(|f| paths.contains(&f.path));
    let mut all: Vec<(SenderView, bool)> = flows()
        .map(|f| {
            let relay =
                recipient_class(facts, f.recipient) != RecipientClass::Own || f.refused.count > 0;
            (sender_view(traffic, f.sender), relay)
        })
        .collect();
    all.sort();
    all.dedup();
    let pick = |wanted: &dyn Fn(&(SenderView, bool)) -> bool| -> Vec<SenderView> {
        let mut picked: Vec<_> = all
            .iter()
            .filter(|s| wanted(s))
            .map(|s| s.0.clone())
            .collect();
        picked.dedup();
        picked
    };
    let own = |s: &(SenderView, bool)| super::sender_class(&facts.tenant, &s.0) == SenderClass::Own;
    [pick(&|s| s.1), pick(&own), pick(&|_| true)]
        .into_iter()
        .find(|picked| !picked.is_empty())
        .unwrap_or_else(|| given_senders(facts))
}

/// What the command line says of the sender, else one that is not known.
fn given_senders(facts: &Facts) -> Vec<SenderView> {
    vec![facts.given.mail_from.clone().unwrap_or(SenderView::Unknown)]
}

fn configured_ways(facts: &Facts) -> Vec<Way<'_>> {
    let way = |origin, connector, presented, to_tenant, proof| Way {
        origin,
        server: None,
        connector,
        presented,
        address: facts.given.egress_ip,
        at: facts.now,
        paths: Vec::new(),
        to_tenant,
        senders: given_senders(facts),
        proof,
    };
    let mut ways = Vec::new();
    for connector in facts.send_connectors.iter().flatten() {
        let to_tenant = configured_to_tenant(facts, connector);
        if to_tenant != Some(true) {
            continue;
        }
        let assumed = facts.assumed_certificate(Some(&connector.name));
        if let Some(certificate) = assumed.or_else(|| facts.chosen_certificate(connector)) {
            let proof = connector.tls_certificate_name.at().or(connector.fqdn.at());
            let proof = proof
                .cloned()
                .into_iter()
                .chain(certificate.locations.first().cloned());
            let presented = Presented::Certificate(certificate);
            let name = Some(connector.name.as_str());
            ways.push(way(
                WayOrigin::Configured,
                name,
                presented,
                to_tenant,
                proof.collect(),
            ));
        }
    }
    if !ways.is_empty() {
        return ways;
    }
    if let Some(certificate) = facts.assumed_certificate(None) {
        let presented = Presented::Certificate(certificate);
        let proof = certificate.locations.clone();
        return vec![way(WayOrigin::Given, None, presented, None, proof)];
    }
    let mut files = facts
        .certificates
        .iter()
        .filter(|c| c.from_file && !c.is_authority);
    if let (Some(only), None) = (files.next(), files.next()) {
        let presented = Presented::Certificate(only);
        let proof = only.locations.clone();
        return vec![way(WayOrigin::Given, None, presented, None, proof)];
    }
    if facts.given.egress_ip.is_some() || facts.given.mail_from.is_some() {
        return vec![way(
            WayOrigin::Given,
            None,
            Presented::Unknown,
            None,
            Vec::new(),
        )];
    }
    Vec::new()
}
