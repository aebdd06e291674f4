//! RD404: a third-party gateway stands between Exchange and Exchange Online:
//! *its* certificate and address count (domain.md section 9).
//!
//! Told from a Send connector for `*` with a smart host that is not Exchange
//! Online's, or from a 5.7.64 that was passed on by a host of another name.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::Location;
use crate::facts::traffic::Path;
use crate::facts::{SendConnector, is_eop_host};

pub(super) const RULE: Rule = Rule {
    code: Code(404),
    check,
};

fn check(context: &Context) -> Outcome {
    if let Some((connector, host, at)) = passed_on(context).or_else(|| configured(context)) {
        let detail = Detail::NextHopIsNotEop { connector, host };
        return Outcome::Found(Finding::new(404, Confidence::Certain, detail, at));
    }
    let facts = context.facts;
    if facts.send_connectors.is_some() {
        return Outcome::Pass;
    }
    match facts.has_log() && facts.traffic.eop_paths().next().is_none() {
        true => Outcome::NeedsEvidence(vec![NeedReason::SendConnectors]),
        false => Outcome::NotApplicable,
    }
}

type Hop = (String, String, Option<Location>);

/// A refusal of Exchange Online that a host of another name handed on.
fn passed_on(context: &Context) -> Option<Hop> {
    let traffic = &context.facts.traffic;
    let foreign = |p: &&Path| {
        p.refused.count > 0
            && !p.greeting_hosts.is_empty()
            && p.greeting_hosts.iter().all(|h| !is_eop_host(h))
    };
    let path = traffic.paths.iter().find(foreign)?;
    let connector = traffic.connectors.get(path.key.connector as usize)?;
    Some((
        connector.clone(),
        path.greeting_hosts.first()?.clone(),
        path.refused.proof.clone(),
    ))
}

/// A Send connector for all domains whose smart host is somebody else's, while
/// no other one leads to Exchange Online with all domains.
fn configured(context: &Context) -> Option<Hop> {
    let connectors = || context.facts.send_connectors.iter().flatten();
    let internet = |c: &&SendConnector| c.takes_all_domains() && c.enabled.value() != Some(&false);
    if connectors()
        .filter(internet)
        .any(|c| c.has_eop_smart_host())
    {
        return None;
    }
    let by_gateway = |c: &&SendConnector| !c.smart_hosts.items().is_empty();
    let connector = connectors().filter(internet).find(by_gateway)?;
    let host = connector.smart_hosts.items().first()?.clone();
    Some((
        connector.name.clone(),
        host,
        connector.smart_hosts.at().cloned(),
    ))
}
