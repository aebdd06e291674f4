#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::case::{Case, VERSION};
use crate::evidence::walk::Input;
use crate::facts::gather;
use crate::remedy::OptionId;
use crate::terminal::Lang;
use crate::wizard::{Analysis, BundleToWrite};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

const WAIT: Duration = Duration::from_secs(60);

fn start(folder: &std::path::Path, clipboard: Clipboard) -> (Worker, Receiver<Event>) {
    let (events, answers) = channel();
    let worker = Worker::start(Store::new(folder), clipboard, events).unwrap();
    (worker, answers)
}

#[test]
fn what_was_to_be_written_is_written_before_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (mut worker, answers) = start(folder.path(), Box::new(|_| Err("none".to_owned())));
    for step in 1..=5 {
        let case = Case {
            version: VERSION,
            name: "contoso".to_owned(),
            step,
            ..Case::default()
        };
        worker.run(Effect::SaveCase(Box::new(case)));
    }
    let gathered = gather(&[], Given::default(), 0, &mut |_| ControlFlow::Continue(()));
    worker.run(Effect::WriteBundle(Box::new(BundleToWrite {
        folder: folder.path().join("out"),
        option: OptionId::Manual,
        case: "contoso".to_owned(),
        lang: Lang::En,
        zone: TimeZone::UTC,
        marks: BTreeMap::new(),
        analysis: Arc::new(Analysis::of(gathered)),
        inputs: Vec::new(),
        redacted: false,
    })));
    worker.run(Effect::Copy("x".to_owned()));
    drop(worker);
    let events: Vec<Event> = answers.into_iter().collect();
    assert_eq!(events.len(), 7);
    assert!(matches!(events[6], Event::Copied(Err(_))), "in order");
    assert_eq!(
        Store::new(folder.path())
            .latest()
            .unwrap()
            .case
            .unwrap()
            .step,
        5
    );
    // Nothing is known, so there is nothing to mend, and no file.
    assert!(matches!(&events[5], Event::Written(Ok(files)) if files.is_empty()));
}

#[test]
fn loading_and_reading_answer_by_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let (mut worker, answers) = start(folder.path(), Box::new(|_| Ok(())));
    let inputs = vec![Input::Memory {
        path: "a.txt".to_owned(),
        content: b"550 5.7.64 TenantAttribution".as_slice().into(),
    }];
    worker.run(Effect::Load {
        run: 1,
        inputs: inputs.clone(),
        sides: Vec::new(),
        now: 0,
    });
    let loaded = |e: &Event| matches!(e, Event::Loaded { run: 1, .. });
    while !loaded(&answers.recv_timeout(WAIT).unwrap()) {}
    worker.run(Effect::ReadSource {
        inputs,
        path: "a.txt".to_owned(),
        line: 1,
        excerpt: String::new(),
    });
    let text = answers.recv_timeout(WAIT).unwrap();
    assert!(matches!(text, Event::SourceText { .. }));
    worker.run(Effect::Cancel);
    worker.run(Effect::Quit);
}

#[test]
fn a_clipboard_that_panics_stops_no_saving() {
    let folder = tempfile::tempdir().unwrap();
    let (mut worker, answers) = start(folder.path(), Box::new(|_| panic!("clipboard")));
    worker.run(Effect::Copy("x".to_owned()));
    let case = Case {
        version: VERSION,
        ..Case::default()
    };
    worker.run(Effect::SaveCase(Box::new(case)));
    drop(worker);
    let events: Vec<Event> = answers.into_iter().collect();
    assert!(
        matches!(events.last(), Some(Event::CaseSaved(Ok(())))),
        "{events:?}"
    );
}

#[test]
fn a_panic_while_loading_is_told() {
    let (events, answers) = channel();
    let tell = |event| events.send(event).unwrap();
    guarded(7, &tell, || panic!("a rule"));
    let told = answers.try_recv().unwrap();
    assert!(matches!(told, Event::LoadFailed { run: 7, why } if why == "a rule"));
}

#[test]
fn what_a_panic_said_is_kept() {
    assert_eq!(words(&"a"), "a");
    assert_eq!(words(&"b".to_owned()), "b");
    assert_eq!(words(&3), "panic");
}

#[test]
fn whoever_waits_gets_an_answer_also_of_a_panic() {
    let effects = [
        Effect::ListCases,
        Effect::OpenCase("a".to_owned()),
        Effect::DeleteCase("a".to_owned()),
        Effect::RenameCase {
            from: "a".to_owned(),
            to: "b".to_owned(),
        },
        Effect::SaveCase(Box::default()),
        Effect::Copy("x".to_owned()),
        Effect::ListFolder("x".into()),
        Effect::Complete("x".to_owned()),
        Effect::FindFolders,
        Effect::ReadSource {
            inputs: Vec::new(),
            path: "a.txt".to_owned(),
            line: 1,
            excerpt: String::new(),
        },
    ];
    for effect in effects {
        assert!(effect.is_answered());
        let told = answered(effect.clone(), |_| panic!("a bug"));
        assert!(!told.is_progress(), "{effect:?}");
        assert!(
            format!("{told:?}").contains("a bug"),
            "{effect:?}: {told:?}"
        );
        let told = answered(effect.clone(), |_| None);
        assert!(!told.is_progress(), "{effect:?}: nobody did it");
    }
}
