#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;
use std::sync::Arc;

use super::*;
use crate::evidence::walk::Input;
use crate::facts::Given;
use crate::facts::sessions::Indexer;
use crate::facts::{Hooks, gather_with};
use crate::wizard::Analysis;

fn held() -> Held {
    let mut sessions = Indexer::default();
    let hooks = Hooks {
        progress: &mut |_| ControlFlow::Continue(()),
        sessions: Some(&mut sessions),
        keys: &mut crate::evidence::unlock::Nobody,
        rewrite: None,
    };
    let inputs = [Input::Path("assets/demo/renewed-certificate".into())];
    let gathered = gather_with(&inputs, Given::default(), 1_793_621_100, hooks);
    Held(Arc::new(Analysis::with_sessions(
        gathered,
        sessions.finish(),
    )))
}

#[test]
fn everything_that_was_understood_is_looked_through() {
    let held = held();
    let hits = known(&held, "MAIL.contoso");
    assert!(
        hits.iter().any(|h| matches!(h, Hit::Finding(_))),
        "{hits:?}"
    );
    assert!(
        hits.iter().any(|h| matches!(h, Hit::Certificate(..))),
        "{hits:?}"
    );
    let servers = known(&held, "ex01");
    let ex01 = servers.iter().find_map(|h| match h {
        Hit::Sessions(name, count) => Some((name.as_str(), *count)),
        _ => None,
    });
    let wanted = held
        .sessions
        .rows
        .iter()
        .filter(|r| held.sessions.server(r) == "EX01");
    assert_eq!(ex01, Some(("EX01", wanted.count())));
    assert!(known(&held, "nothing of the kind").is_empty());
}

#[test]
fn connectors_are_found_by_name_with_their_place() {
    let held = held();
    let name = held.gathered.facts.tenant.connectors()[0].name.clone();
    let hits = known(&held, &name.to_uppercase());
    let place = hits.iter().find_map(|h| match h {
        Hit::Object(found, place) if *found == name => Some(place),
        _ => None,
    });
    assert!(place.unwrap().line > 0);
}
