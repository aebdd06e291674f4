//! What each key does where.

use std::sync::Arc;

use relay_doctor::diagnosis::RowId;
use relay_doctor::evidence::Side;
use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::{Given, gather};
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::{
    Action as A, Analysis, Browser, BrowserEntry, CompareRow, Effect, Event, EvidenceRow, Focus,
    Listing, Model, Notice, Overlay, StepId as S, handle, update,
};

use crate::bench::{Bench, NOW, scenario};

fn fresh() -> Model {
    Model::new(Lang::En, "t", NOW)
}

fn empty_analysis() -> Arc<Analysis> {
    let go_on = &mut |_: relay_doctor::evidence::loader::Step| std::ops::ControlFlow::Continue(());
    Arc::new(Analysis::of(gather(&[], Given::default(), NOW, go_on)))
}

#[test]
fn every_step_can_be_gone_to_without_evidence() {
    for step in S::ALL {
        let mut model = fresh();
        assert!(update(&mut model, A::GoTo(step)).is_empty());
        assert_eq!(model.step, step);
        for action in [
            A::Down,
            A::Open,
            A::Choose,
            A::Tick,
            A::Save,
            A::Copy,
            A::Proof,
            A::Remove,
        ] {
            update(&mut model, action);
        }
    }
}

#[test]
fn next_confirms_and_back_keeps_what_was_reached() {
    let mut model = fresh();
    update(&mut model, A::Next);
    assert_eq!((model.step, model.reached), (S::Evidence, S::Symptom));
    update(&mut model, A::Next);
    assert_eq!(model.step, S::Evidence, "nothing was given yet");
    assert_eq!(model.notice, Some(Notice::NeedsEvidence));

    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_incident(folder.path());
    bench.run([A::Next, A::Next, A::Next]);
    assert_eq!((bench.model.step, bench.model.reached), (S::Fix, S::Cause));
    bench.run([A::Back, A::Back]);
    assert_eq!(
        (bench.model.step, bench.model.reached),
        (S::Compare, S::Cause)
    );
    assert!(!bench.model.unsaved);
}

#[test]
fn typed_text_stays_while_one_is_elsewhere() {
    let mut model = fresh();
    assert_eq!(model.focus(), Focus::Line);
    for c in "C:\\証拠".chars() {
        update(&mut model, A::Type(c));
    }
    for action in [A::Next, A::GoTo(S::Verify), A::GoTo(S::Symptom)] {
        update(&mut model, action);
    }
    assert_eq!(model.symptom.line.text, "C:\\証拠");
    update(&mut model, A::Close);
    assert_eq!(model.focus(), Focus::List);
    update(&mut model, A::NextPane);
    assert_eq!(model.line().unwrap().text, "C:\\証拠");
}

#[test]
fn enter_on_an_empty_line() {
    let mut model = fresh();
    update(&mut model, A::Submit);
    assert_eq!(model.step, S::Evidence, "the symptom may be skipped");
    assert_eq!(model.focus(), Focus::Line);
    update(&mut model, A::Submit);
    assert_eq!((model.step, model.focus()), (S::Evidence, Focus::List));
}

#[test]
fn only_the_last_loading_counts() {
    let mut model = fresh();
    let load = |effects: &[Effect]| {
        effects.iter().find_map(|e| match e {
            Effect::Load { run, .. } => Some(*run),
            _ => None,
        })
    };
    let first = load(&update(&mut model, A::Paste("550 5.7.64 one".into()))).unwrap();
    let second = load(&update(&mut model, A::Paste("550 5.7.64 two".into()))).unwrap();
    assert_ne!(first, second);
    handle(
        &mut model,
        Event::Loaded {
            run: first,
            analysis: empty_analysis(),
        },
    );
    assert!(model.analysis.is_none() && model.loading.is_some());
    handle(
        &mut model,
        Event::LoadFailed {
            run: first,
            why: "late".into(),
        },
    );
    assert_eq!(model.loading.as_ref().unwrap().run, second);
    let progress = |run| Event::Progress {
        run,
        files: 9,
        begun: 4,
        bytes: 7,
        total: 70,
        left: Some(2),
        rate: None,
        file: String::new(),
    };
    handle(&mut model, progress(first));
    assert_eq!(model.loading.as_ref().unwrap().files, 0);
    handle(&mut model, progress(second));
    assert_eq!(model.loading.as_ref().unwrap().files, 9);
    assert_eq!(model.loading.as_ref().unwrap().left, Some(2));
    handle(
        &mut model,
        Event::Loaded {
            run: second,
            analysis: empty_analysis(),
        },
    );
    assert!(model.analysis.is_some() && model.loading.is_none());
}

#[test]
fn what_was_cancelled_does_not_arrive() {
    let mut model = fresh();
    update(&mut model, A::Paste("550 5.7.64 one".into()));
    let run = model.loading.as_ref().unwrap().run;
    assert_eq!(update(&mut model, A::Cancel), [Effect::Cancel]);
    assert_eq!(model.notice, Some(Notice::Cancelled));
    handle(
        &mut model,
        Event::Loaded {
            run,
            analysis: empty_analysis(),
        },
    );
    assert!(model.analysis.is_none() && model.stale);
    assert_eq!(model.given.len(), 1, "what was given stays");
    assert!(update(&mut model, A::Cancel).is_empty());
    let again = update(&mut model, A::Reload);
    assert!(matches!(again[..], [Effect::Load { .. }]) && !model.stale);
}

#[test]
fn a_failure_is_said_and_nothing_hangs() {
    let mut model = fresh();
    update(&mut model, A::Paste("550 5.7.64 one".into()));
    let run = model.loading.as_ref().unwrap().run;
    handle(
        &mut model,
        Event::LoadFailed {
            run,
            why: "index out of bounds".into(),
        },
    );
    assert!(model.loading.is_none());
    assert_eq!(
        model.notice,
        Some(Notice::NotRead("index out of bounds".into()))
    );
}

#[test]
fn quitting_asks_only_when_something_is_unsaved() {
    let mut model = fresh();
    assert_eq!(update(&mut model, A::Quit), [Effect::Quit]);
    update(&mut model, A::Paste("550 5.7.64 one".into()));
    assert!(model.unsaved);
    // The save is under way: it is waited for, and leaving follows by itself.
    assert!(update(&mut model, A::Quit).is_empty());
    assert_eq!(model.overlay, None);
    let mut waited = model.clone();
    assert_eq!(
        handle(&mut waited, Event::CaseSaved(Ok(()))),
        [Effect::Quit]
    );
    let mut broken = model.clone();
    assert!(handle(&mut broken, Event::CaseSaved(Err("disk full".into()))).is_empty());
    assert_eq!(broken.overlay, Some(Overlay::AskQuit));
    // Whoever will not wait is asked.
    assert!(update(&mut model, A::Quit).is_empty());
    assert_eq!(
        (model.focus(), &model.overlay),
        (Focus::Question, &Some(Overlay::AskQuit))
    );
    assert!(update(&mut model, A::No).is_empty());
    assert_eq!(model.overlay, None);
    handle(&mut model, Event::CaseSaved(Err("disk full".into())));
    assert!(model.unsaved);
    assert_eq!(model.notice, Some(Notice::CaseNotSaved("disk full".into())));
    update(&mut model, A::Quit);
    assert_eq!(update(&mut model, A::Yes), [Effect::Quit]);
    let at_once = update(&mut model, A::QuitNow);
    assert!(matches!(at_once[..], [Effect::SaveCase(_), Effect::Quit]));
    handle(&mut model, Event::CaseSaved(Ok(())));
    assert!(!model.unsaved);
}

#[test]
fn a_demo_keeps_no_case() {
    let mut model = fresh();
    model.keeps_case = false;
    let effects = update(&mut model, A::Paste("550 5.7.64 one".into()));
    assert!(matches!(effects[..], [Effect::Load { .. }]), "{effects:?}");
    assert_eq!(update(&mut model, A::Quit), [Effect::Quit]);
}

#[test]
fn help_lies_over_what_was_open_and_gives_it_back() {
    let mut model = fresh();
    update(&mut model, A::Browse);
    update(&mut model, A::Help);
    model.size.scroll_end = 3;
    update(&mut model, A::Last);
    assert_eq!(model.overlay, Some(Overlay::Help { scroll: 3 }));
    update(&mut model, A::Help);
    assert_eq!(model.under.len(), 1, "help is not piled on help");
    update(&mut model, A::Close);
    assert!(matches!(model.overlay, Some(Overlay::Browser(_))));
    update(&mut model, A::Close);
    assert_eq!((model.overlay.as_ref(), model.step), (None, S::Symptom));
}

#[test]
fn the_browser_walks_and_gives() {
    let root = std::env::temp_dir().join("evidence");
    let mut model = fresh();
    update(&mut model, A::GoTo(S::Evidence));
    let listed = update(&mut model, A::Browse);
    assert_eq!(listed, [Effect::ListFolder(".".into())]);
    let entry = |name: &str, is_folder| BrowserEntry {
        name: name.into(),
        is_folder,
        ..BrowserEntry::default()
    };
    let here = |asked: &std::path::Path| Event::Folder {
        asked: asked.to_owned(),
        path: root.clone(),
        listing: Ok(Listing {
            entries: vec![entry("EX01", true), entry("a.txt", false)],
            ..Listing::default()
        }),
    };
    handle(&mut model, here(".".as_ref()));
    let inside = update(&mut model, A::Open);
    assert_eq!(inside, [Effect::ListFolder(root.join("EX01"))]);
    handle(&mut model, here(&root));
    let Some(Overlay::Browser(Browser { listing, path, .. })) = &model.overlay else {
        panic!("{:?}", model.overlay);
    };
    assert!(
        listing.entries.is_empty() && path.ends_with("EX01"),
        "a late answer is dropped"
    );
    assert_eq!(
        update(&mut model, A::Back),
        [Effect::ListFolder(root.clone())]
    );
    handle(&mut model, here(&root));
    update(&mut model, A::Down);
    let given = update(&mut model, A::Open);
    assert!(given.iter().any(|e| matches!(e, Effect::Load { .. })));
    assert_eq!(model.given[0].input, Input::Path(root.join("a.txt")));
    assert_eq!(model.overlay, None);

    let again = update(&mut model, A::Browse);
    assert_eq!(again, [Effect::ListFolder(root.clone())], "where it was");
    handle(&mut model, here(&root));
    update(&mut model, A::Choose);
    assert_eq!(
        model.given[1].input,
        Input::Path(root.clone()),
        "the folder itself"
    );
    update(&mut model, A::Browse);
    let denied = Event::Folder {
        asked: root.clone(),
        path: root.clone(),
        listing: Err("denied".into()),
    };
    handle(&mut model, denied);
    let Some(Overlay::Browser(browser)) = &model.overlay else {
        panic!("{:?}", model.overlay);
    };
    assert_eq!(browser.trouble.as_deref(), Some("denied"));
}

#[test]
fn completion_is_of_what_is_typed_still() {
    let mut model = fresh();
    for c in "/ev".chars() {
        update(&mut model, A::Type(c));
    }
    assert_eq!(
        update(&mut model, A::Complete),
        [Effect::Complete("/ev".into())]
    );
    let completed = |candidates: &[&str]| Event::Completed {
        typed: "/ev".into(),
        text: "/evidence/".into(),
        candidates: candidates.iter().map(|c| (*c).to_owned()).collect(),
    };
    handle(&mut model, completed(&["evidence/"]));
    assert_eq!(model.symptom.line.text, "/evidence/");
    assert_eq!(model.symptom.line.cursor, 10);
    handle(&mut model, completed(&["other"]));
    assert_eq!(
        model.symptom.line.text, "/evidence/",
        "a late answer is dropped"
    );
    update(&mut model, A::Complete);
    let none = Event::Completed {
        typed: "/evidence/".into(),
        text: "/evidence/".into(),
        candidates: vec![],
    };
    handle(&mut model, none);
    assert_eq!(model.notice, Some(Notice::NoSuchPath("/evidence/".into())));
}

#[test]
fn pastes_are_evidence_only_where_evidence_is_asked_for() {
    for (step, taken) in [
        (S::Symptom, true),
        (S::Evidence, true),
        (S::Compare, false),
        (S::Cause, false),
        (S::Fix, false),
        (S::Verify, true),
    ] {
        let mut model = fresh();
        update(&mut model, A::GoTo(step));
        update(&mut model, A::Paste("Name : x\rEnabled : True\r".into()));
        let given = model.given.len() + model.verify.given.len();
        assert_eq!(given == 1, taken, "{step:?}");
        assert_eq!(
            model.notice == Some(Notice::PasteNotHere),
            !taken,
            "{step:?}"
        );
    }
}

#[test]
fn the_same_paste_is_not_taken_twice_and_numbers_do_not_meet() {
    let mut model = fresh();
    for text in ["550 one", "550 one", "550 two"] {
        update(&mut model, A::Paste(text.into()));
    }
    let shown: Vec<&str> = model.given.iter().map(|g| g.shown.as_str()).collect();
    assert_eq!(shown, ["pasted text 1", "pasted text 2"]);
    update(&mut model, A::GoTo(S::Evidence));
    assert_eq!(
        model.evidence_rows(),
        [EvidenceRow::Given(0), EvidenceRow::Given(1)]
    );
    update(&mut model, A::Remove);
    update(&mut model, A::Paste("550 three".into()));
    assert_eq!(model.given[1].shown, "pasted text 3");
}

#[test]
fn the_comparison_opens_at_the_row_of_the_cause() {
    for (name, row) in [
        (
            "rd101-renewed-certificate-other-name",
            RowId::CertificateName,
        ),
        // The certificate name of that company's connector differs too, and is no cause.
        (
            "rd103-only-connector-of-another-company",
            RowId::ConnectorType,
        ),
        ("rd104-connector-disabled", RowId::ConnectorEnabled),
        ("rd301-no-accepted-domain", RowId::OrganizationSenderDomain),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Bench::new(folder.path());
        let evidence = Input::Path(scenario(name));
        let effects = bench.model.begin_with([evidence]);
        bench.settle(effects);
        bench.act(A::GoTo(S::Compare));
        let CompareRow::Row(at) = bench.model.compare_rows()[bench.model.compare.0.row] else {
            panic!("{name}");
        };
        let analysis = bench.model.analysis.as_ref().unwrap();
        assert_eq!(analysis.diagnosis.comparison[at].id, row, "{name}");
    }
}

#[test]
fn differences_keep_the_row_and_panes_choose_the_side() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_incident(folder.path());
    bench.run([A::GoTo(S::Compare), A::Last]);
    let all = bench.model.compare_rows();
    assert_eq!(
        all[all.len() - 2..],
        [CompareRow::Organization, CompareRow::Connector]
    );
    bench.act(A::Differences);
    let fewer = bench.model.compare_rows();
    assert!(fewer.len() < all.len() && !fewer.contains(&CompareRow::Organization));
    assert_eq!(
        fewer[bench.model.compare.0.row],
        CompareRow::Connector,
        "condition B is broken"
    );
    bench.run([A::Differences, A::First, A::Copy]);
    assert_eq!(
        bench.last_copied(),
        "smtp.contoso.com, autodiscover.contoso.com"
    );
    bench.run([A::NextPane, A::Copy]);
    assert_eq!(bench.model.compare_side, Side::Tenant);
    assert_eq!(bench.last_copied(), "mail.contoso.com");
}
