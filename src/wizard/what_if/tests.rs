#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;
use std::sync::Arc;

use super::*;
use crate::attribution::{InboundProperty, Status};
use crate::evidence::walk::Input;
use crate::facts::Given;
use crate::terminal::Lang;
use crate::wizard::{Analysis, update};

fn model() -> Model {
    let inputs = [Input::Path("assets/demo/renewed-certificate".into())];
    let now = 1_793_621_100;
    let gathered = crate::facts::gather(&inputs, Given::default(), now, &mut |_| {
        ControlFlow::Continue(())
    });
    let mut model = Model::new(Lang::En, "contoso", now);
    model.analysis = Some(Arc::new(Analysis::of(gathered)));
    model.step = crate::wizard::StepId::Cause;
    update(&mut model, Action::WhatIf);
    model
}

fn view(model: &Model) -> &WhatIfView {
    match &model.overlay {
        Some(Overlay::WhatIf(view)) => view,
        other => unreachable!("{other:?}"),
    }
}

/// Does what the worker would.
fn settle(model: &mut Model, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Replay(wanted) = effect {
            let after = Predicted::after(&wanted.held.gathered.facts, &wanted.changes);
            replayed(model, wanted.run, after);
        }
    }
}

fn typed(model: &mut Model, value: &str) {
    update(model, Action::Open);
    if let Some(Overlay::WhatIf(view)) = &mut model.overlay {
        view.line = Some(LineEdit::with(value));
    }
    let effects = update(model, Action::Submit);
    settle(model, effects);
}

#[test]
fn the_new_name_on_the_connector_would_mend_it() {
    let mut model = model();
    let before = view(&model).before;
    assert_eq!(
        (before.relay, before.connector),
        (Status::Broken, Status::Broken)
    );
    assert!(before.refused > 0);
    let Target::Inbound(name, property) = view(&model).targets[0].clone() else {
        unreachable!("connectors stand first");
    };
    assert_eq!(property, InboundProperty::TlsSenderCertificateName);
    typed(&mut model, "mail.contoso.com");
    let after = view(&model).after.unwrap();
    assert_eq!((after.relay, after.connector), (Status::Met, Status::Met));
    assert!(after.accepted > 0 && after.refused == 0, "{after:?}");
    // The same as the command line would say it.
    assert_eq!(
        view(&model).settings(),
        [format!(
            "inbound:{name}.TlsSenderCertificateName=mail.contoso.com"
        )]
    );
    let effects = update(&mut model, Action::Copy);
    let [Effect::Copy(copied)] = effects.as_slice() else {
        unreachable!("{effects:?}");
    };
    let expected = format!("--set 'inbound:{name}.TlsSenderCertificateName=mail.contoso.com'");
    assert!(copied.ends_with(&expected), "{copied}");
    // Taken back, everything is as it was.
    update(&mut model, Action::Remove);
    assert!(view(&model).changed.is_empty() && view(&model).after.is_none());
}

#[test]
fn what_cannot_be_used_changes_nothing_and_is_said() {
    let mut model = model();
    let last = view(&model).targets.len() - 1;
    update(&mut model, Action::Last);
    assert_eq!(view(&model).row, last);
    typed(&mut model, "203.0.113");
    assert!(view(&model).wrong.is_some() && view(&model).changed.is_empty());
    assert!(view(&model).line.is_some(), "it can be corrected");
    typed(&mut model, "203.0.113.9");
    assert!(view(&model).wrong.is_none() && view(&model).after.is_some());
}

#[test]
fn a_replay_that_nobody_waits_for_any_more_is_dropped() {
    let mut model = model();
    let first = update(&mut model, Action::CursorRight);
    let second = update(&mut model, Action::CursorRight);
    settle(&mut model, first);
    let waits = view(&model).replaying.1;
    assert!(waits && view(&model).after.is_none());
    settle(&mut model, second);
    assert!(view(&model).after.is_some());
}

#[test]
fn the_value_that_it_has_is_no_change() {
    let mut model = model();
    let Shown::Text(now) = view(&model).now[0].clone() else {
        unreachable!("the demo names a certificate");
    };
    typed(&mut model, &now);
    assert!(view(&model).changed.is_empty() && view(&model).line.is_none());
}

#[test]
fn another_certificate_is_offered_never_the_present_one() {
    let mut model = model();
    let at = view(&model)
        .targets
        .iter()
        .position(|t| matches!(t, Target::Send(_)));
    let at = at.unwrap();
    for _ in 0..at {
        update(&mut model, Action::Down);
    }
    let Shown::Text(now) = view(&model).now[at].clone() else {
        unreachable!("the demo sends a certificate");
    };
    let effects = update(&mut model, Action::CursorRight);
    settle(&mut model, effects);
    let set = view(&model).changed.get(&at).cloned().unwrap();
    assert!(!now.contains(&set[..8]), "{set} is what {now} is");
    // Round again: the present one is no change.
    for _ in 1..view(&model).suggestions().len() {
        let effects = update(&mut model, Action::CursorRight);
        settle(&mut model, effects);
    }
    assert!(view(&model).changed.is_empty() && view(&model).after.is_none());
}
