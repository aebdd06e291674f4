//! Bad input is shown and stops nothing; files of any sort go the whole way.

use relay_doctor::evidence::Side;
use relay_doctor::evidence::walk::Input;
use relay_doctor::wizard::{Action as A, EvidenceRow, Notice, Overlay, StepId as S};

use crate::bench::{Bench, scenario};

#[test]
fn the_wizard_goes_on_whatever_is_given() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "bad-everything-at-once",
        "bad-binary-file",
        "bad-terminal-escapes",
        "bad-empty-file",
        "bad-only-noise",
    ] {
        let mut bench = Bench::new(folder.path());
        bench.act(A::GoTo(S::Evidence));
        bench.act(A::Paste(scenario(name).to_string_lossy().into_owned()));
        let sources = &bench.model.analysis.as_ref().unwrap().gathered.sources;
        let noted = sources.iter().filter(|s| !s.notes.is_empty()).count();
        assert!(
            noted > 0 || name == "bad-terminal-escapes",
            "{name}: nothing is said"
        );
        for _ in 0..bench.model.evidence_rows().len() {
            bench.run([
                A::Open,
                A::PageDown,
                A::Close,
                A::Copy,
                A::ShowPlain,
                A::Close,
                A::Down,
            ]);
            assert_eq!(
                (bench.model.overlay.as_ref(), bench.model.step),
                (None, S::Evidence)
            );
        }
        bench.run([A::Next, A::Next, A::Next, A::Next]);
        assert_eq!(bench.model.step, S::Verify, "{name}");
    }
}

#[test]
fn what_is_not_there_is_a_row_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(folder.path());
    let missing = folder.path().join("none.log");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    bench.act(A::GoTo(S::Evidence));
    bench.act(A::NextPane);
    bench.type_in(&missing.to_string_lossy());
    bench.run([A::Submit, A::NextPane]);
    bench.type_in(&empty.to_string_lossy());
    bench.act(A::Submit);
    let rows = bench.model.evidence_rows();
    assert_eq!(
        rows[..2],
        [EvidenceRow::Source(0), EvidenceRow::Given(1)],
        "{rows:?}"
    );
    bench.run([A::First, A::Open]);
    assert!(matches!(bench.model.notice, Some(Notice::NotRead(_))));
    bench.run([A::Close, A::Remove]);
    assert_eq!(bench.model.given.len(), 1);
    bench.run([A::First, A::Remove]);
    assert!(bench.model.given.is_empty() && bench.model.analysis.is_none());
    let kept = bench.store().latest().unwrap().case.unwrap();
    assert!(kept.paths.is_empty(), "the case forgets it too");
}

#[test]
fn what_is_missing_has_its_commands() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(folder.path());
    bench.act(A::Paste(
        "550 5.7.64 TenantAttribution; Relay Access Denied".into(),
    ));
    bench.act(A::GoTo(S::Evidence));
    let rows = bench.model.evidence_rows();
    let needs = rows
        .iter()
        .filter(|r| matches!(r, EvidenceRow::Need(_)))
        .count();
    assert!(needs >= 3, "{rows:?}");
    bench.run([A::Down, A::Copy]);
    assert_eq!(
        bench.last_copied(),
        "Get-TransportService | Select-Object Name,SendProtocolLogPath"
    );
    bench.run([A::CursorRight, A::Copy]);
    assert_eq!(
        bench.last_copied(),
        "Get-TransportServer | Select-Object Name,SendProtocolLogPath"
    );
    bench.act(A::Open);
    let Some(Overlay::Plain { text, .. }) = &bench.model.overlay else {
        panic!("{:?}", bench.model.overlay);
    };
    assert_eq!(text.matches("Get-Transport").count(), 2);
}

#[test]
fn pasted_text_is_read_again_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(folder.path());
    let bounce = "Delivery has failed\r\rRemote Server returned '550 5.7.64 TenantAttribution; Relay Access Denied'\r";
    bench.act(A::Paste(bounce.into()));
    assert!(
        bench
            .model
            .symptom
            .pasted
            .as_ref()
            .unwrap()
            .contains("has failed\n\nRemote")
    );
    assert_eq!(
        bench
            .model
            .analysis
            .as_ref()
            .unwrap()
            .gathered
            .facts
            .symptoms
            .len(),
        1
    );
    bench.act(A::Close);
    bench.act(A::Proof);
    let Some(Overlay::Source(viewer)) = &bench.model.overlay else {
        panic!("{:?}", bench.model.overlay);
    };
    assert_eq!((viewer.path.as_str(), viewer.line), ("pasted text 1", 3));
    assert!(viewer.lines[2].contains("550 5.7.64"), "{:?}", viewer.lines);
}

#[test]
fn several_dropped_files_are_one_paste() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(folder.path());
    let evidence = scenario(crate::bench::INCIDENT);
    let quoted = |name: &str| format!("\"{}\"", evidence.join(name).display());
    let text = format!("{} {}", quoted("inbound-connector.txt"), quoted("EX01"));
    bench.act(A::Paste(text));
    let given: Vec<_> = bench.model.given.iter().map(|g| &g.input).collect();
    let expected = [
        Input::Path(evidence.join("inbound-connector.txt")),
        Input::Path(evidence.join("EX01")),
    ];
    assert_eq!(given, expected.iter().collect::<Vec<_>>());
    let sources = &bench.model.analysis.as_ref().unwrap().gathered.sources;
    assert_eq!(sources.len(), 3);
}

#[test]
fn whose_a_listing_is_can_be_said_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(folder.path());
    bench.act(A::GoTo(S::Evidence));
    let listing =
        "Name       : contoso.com\nDomainName : contoso.com\nDomainType : Authoritative\n";
    let file = folder.path().join("accepted.txt");
    std::fs::write(&file, listing).unwrap();
    bench.act(A::Paste(file.to_string_lossy().into_owned()));
    bench.act(A::Paste(listing.replace("contoso", "fabrikam")));
    let side = |bench: &Bench, nth: usize| {
        let analysis = bench.model.analysis.as_ref().unwrap();
        analysis.gathered.sources[nth].side
    };
    assert_eq!(side(&bench, 0), None);
    assert!(bench.model.asks_whose(0).is_some());
    bench.run([A::First, A::Whose]);
    assert_eq!(side(&bench, 0), Some(Side::Tenant));
    assert_eq!(side(&bench, 1), None);
    bench.act(A::Whose);
    assert_eq!(side(&bench, 0), Some(Side::OnPremises));
    bench.run([A::Down, A::Whose]);
    assert_eq!(side(&bench, 1), Some(Side::Tenant));
    let kept = bench.store().latest().unwrap().case.unwrap();
    let mut again = Bench::new(folder.path());
    let effects = again.model.resume(&kept);
    again.settle(effects);
    assert_eq!(side(&again, 0), Some(Side::OnPremises));
    assert_eq!(side(&again, 1), Some(Side::Tenant));
    bench.run([A::First, A::Whose]);
    assert_eq!(
        side(&bench, 0),
        None,
        "the third time it is not known again"
    );
}
