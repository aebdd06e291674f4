//! Keys in any order: nothing panics, nothing is written that was not asked for.

use proptest::prelude::*;
use relay_doctor::evidence::walk::Input;
use relay_doctor::wizard::{Action as A, Effect, Overlay, StepId};

use crate::bench::{Bench, INCIDENT, scenario};

fn any_action() -> impl Strategy<Value = A> {
    let plain = prop::sample::select(vec![
        A::Next,
        A::Back,
        A::Up,
        A::Down,
        A::Table,
        A::Resend,
        A::Collect,
        A::PageUp,
        A::PageDown,
        A::First,
        A::Last,
        A::Open,
        A::Close,
        A::NextPane,
        A::Help,
        A::Language,
        A::Theme,
        A::Settings,
        A::Cases,
        A::Rename,
        A::Jump,
        A::Suspend,
        A::Proof,
        A::Reload,
        A::Sessions,
        A::Certificates,
        A::WhatIf,
        A::Filter,
        A::NextOutcome,
        A::Search,
        A::Initials,
        A::Note,
        A::Copy,
        A::CopyUndo,
        A::ShowPlain,
        A::Differences,
        A::Choose,
        A::Tick,
        A::Save,
        A::Browse,
        A::Remove,
        A::Complete,
        A::Cancel,
        A::Quit,
        A::QuitNow,
        A::Backspace,
        A::Delete,
        A::CursorLeft,
        A::CursorRight,
        A::Submit,
        A::Yes,
        A::No,
    ]);
    prop_oneof![
        12 => plain,
        2 => prop::sample::select(StepId::ALL.to_vec()).prop_map(A::GoTo),
        1 => (0usize..40).prop_map(A::Select),
        2 => any::<char>().prop_map(A::Type),
        1 => ".{0,20}".prop_map(A::Paste),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_nothing_is_written_unasked(
        actions in prop::collection::vec(any_action(), 1..80),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Bench::with_incident(folder.path());
        // What is given stays as it is: keys typed at random must not be read as paths.
        bench.idle = true;
        for action in actions {
            let asked = matches!(bench.model.overlay, Some(Overlay::SaveTo { .. }));
            let submits = matches!(action, A::Submit | A::Open);
            let before = bench.effects.len();
            bench.act(action.clone());
            let writes = bench.effects[before..].iter().any(|e| {
                matches!(e, Effect::WriteBundle(_) | Effect::WriteCollection { .. })
            });
            prop_assert!(!writes || asked && submits, "{action:?} writes");
            let model = &bench.model;
            prop_assert!(model.under.len() < 100);
            for effect in &bench.effects[before..] {
                if let Effect::WriteBundle(wanted) = effect {
                    let name = wanted.folder.file_name().unwrap().to_string_lossy().into_owned();
                    prop_assert!(name.starts_with("relay-doctor-"));
                }
            }
        }
    }

    #[test]
    fn effects_done_for_real_leave_the_evidence_alone(
        actions in prop::collection::vec(any_action(), 1..25),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Bench::new(folder.path());
        bench.model.size.page = 3;
        let path = Input::Path(scenario(INCIDENT).join("inbound-connector.txt"));
        let before = std::fs::read(scenario(INCIDENT).join("inbound-connector.txt")).unwrap();
        let effects = bench.model.begin_with([path]);
        bench.settle(effects);
        for action in actions {
            // Files go nowhere but below the folder of this test, and paths typed at
            // random could be folders of this machine.
            let elsewhere = matches!(action, A::Type(_) | A::Paste(_) | A::Browse | A::Backspace | A::Delete);
            if !elsewhere {
                bench.act(action);
            }
        }
        let after = std::fs::read(scenario(INCIDENT).join("inbound-connector.txt")).unwrap();
        prop_assert_eq!(before, after);
    }
}
