//! Saved cases: whole or not at all, and nothing that is broken is lost.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use relay_doctor::case::{Case, Loaded, Refused, Store, VERSION};

fn case(name: &str) -> Case {
    Case {
        version: VERSION,
        name: name.to_owned(),
        pasted: vec!["550 5.7.64 TenantAttribution\n受信".to_owned()],
        has_bounce: true,
        step: 4,
        reached: 3,
        chosen: Some("manual".to_owned()),
        initials: "kt".to_owned(),
        ticks: [(
            "manual".to_owned(),
            [("set-name-1".to_owned(), ("kt".to_owned(), 1_793_620_800))].into(),
        )]
        .into(),
        ..Case::default()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("cases"));
    assert_eq!(store.load("contoso").unwrap(), Loaded::Missing);
    assert_eq!(store.latest().unwrap().case, None);
    for name in ["contoso", "Contoso", "受信コネクタ", "con", "../up"] {
        let case = case(name);
        store.save(&case).unwrap();
        assert_eq!(store.load(name).unwrap(), Loaded::Case(Box::new(case)));
    }
    assert_eq!(names(store.folder()).len(), 5);
    assert_eq!(names(folder.path()), ["cases"], "nothing leaves the folder");
}

#[test]
fn paths_are_kept_absolute() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let given = Case {
        paths: vec!["evidence".to_owned()],
        ..case("contoso")
    };
    store.save(&given).unwrap();
    let Loaded::Case(kept) = store.load("contoso").unwrap() else {
        panic!("not kept");
    };
    assert!(Path::new(&kept.paths[0]).is_absolute() && kept.paths[0].ends_with("evidence"));
}

#[test]
fn a_broken_case_is_kept_aside_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let newer = r#"{"version": 999, "name": "contoso", "layout": "of another day"}"#;
    let broken: [&[u8]; 6] = [
        b"",
        b"{\"version\": 1, \"name\": \"cont",
        b"\xff\xfe\x00",
        b"{\"version\": 0}",
        b"[]",
        newer.as_bytes(),
    ];
    for (index, bytes) in broken.iter().enumerate() {
        fs::write(folder.path().join("contoso.json"), bytes).unwrap();
        let aside = folder
            .path()
            .join(format!("contoso.broken-{}.json", index + 1));
        assert_eq!(
            store.load("contoso").unwrap(),
            Loaded::KeptAside(aside.clone())
        );
        assert_eq!(fs::read(&aside).unwrap(), *bytes);
        assert_eq!(store.load("contoso").unwrap(), Loaded::Missing);
    }
    // A save finds a broken file in its place, too.
    fs::write(folder.path().join("contoso.json"), b"half").unwrap();
    store.save(&case("contoso")).unwrap();
    assert_eq!(
        fs::read(folder.path().join("contoso.broken-7.json")).unwrap(),
        b"half"
    );
    assert_eq!(
        store.load("contoso").unwrap(),
        Loaded::Case(Box::new(case("contoso")))
    );
    assert_eq!(names(folder.path()).len(), broken.len() + 2);
}

#[test]
fn the_last_saved_is_resumed_and_broken_ones_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_620_800);
    let touch = |name: &str, minutes: u64| {
        let file = fs::File::options()
            .write(true)
            .open(folder.path().join(name))
            .unwrap();
        file.set_modified(day + Duration::from_secs(60 * minutes))
            .unwrap();
    };
    for (name, minutes) in [("first", 3), ("second", 5), ("third", 1)] {
        store.save(&case(name)).unwrap();
        touch(&format!("{name}.json"), minutes);
    }
    fs::write(folder.path().join("torn.json"), b"{").unwrap();
    touch("torn.json", 9);
    fs::write(folder.path().join("notes.txt"), b"mine").unwrap();
    touch("notes.txt", 10);
    let latest = store.latest().unwrap();
    assert_eq!(latest.case.unwrap().name, "second");
    assert_eq!(
        latest.kept_aside,
        [folder.path().join("torn.broken-1.json")]
    );
    assert!(store.latest().unwrap().kept_aside.is_empty(), "said once");
}

#[test]
fn a_folder_that_cannot_be_had_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"x").unwrap();
    assert!(
        Store::new(file.join("cases"))
            .save(&case("contoso"))
            .is_err()
    );
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_name_and_no_bytes_do_harm(name in ".{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("cases"));
        let path = store.save(&case(&name)).unwrap();
        prop_assert_eq!(path.parent(), Some(store.folder()));
        prop_assert_eq!(store.load(&name).unwrap(), Loaded::Case(Box::new(case(&name))));
        fs::write(&path, &bytes).unwrap();
        if let Loaded::KeptAside(aside) = store.load(&name).unwrap() {
            prop_assert_eq!(fs::read(aside).unwrap(), bytes);
        }
    }
}

fn cases(store: &Store) -> Vec<String> {
    store.list().unwrap().into_iter().map(|c| c.name).collect()
}

#[test]
fn the_list_tells_every_case_and_touches_none() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("cases"));
    assert_eq!(cases(&store), Vec::<String>::new());
    store.save(&case("Contoso")).unwrap();
    fs::write(store.folder().join("torn.json"), b"{").unwrap();
    fs::write(store.folder().join("notes.txt"), b"mine").unwrap();
    let before = names(store.folder());
    let mut listed = store.list().unwrap();
    listed.sort_by(|a, b| a.name.cmp(&b.name));
    let told: Vec<_> = listed.iter().map(|c| (c.name.as_str(), c.step)).collect();
    assert_eq!(told, [("Contoso", Some(4)), ("torn", None)]);
    assert_eq!(names(store.folder()), before);
}

#[test]
fn cases_are_renamed_and_deleted_by_their_exact_name_only() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    for name in ["a", "b", "contoso*"] {
        store.save(&case(name)).unwrap();
    }
    for pattern in ["*", "", "contoso", "A", "../a", "a.json"] {
        assert!(
            matches!(store.delete(pattern), Err(Refused::NoSuchCase)),
            "{pattern}"
        );
    }
    assert!(matches!(store.rename("a", "b"), Err(Refused::NameTaken)));
    assert!(matches!(store.rename("a", "  "), Err(Refused::NoName)));
    assert!(matches!(store.rename("x", "y"), Err(Refused::NoSuchCase)));
    store.rename("a", "../up/証明書").unwrap();
    store.delete("contoso*").unwrap();
    let mut left = cases(&store);
    left.sort();
    assert_eq!(left, ["../up/証明書", "b"]);
    let kept = store.open("../up/証明書").unwrap();
    assert_eq!((kept.step, kept.ticks), (4, case("b").ticks));
    // A file that somebody gave another name is found by the case's.
    fs::rename(
        folder.path().join("b.json"),
        folder.path().join("copy.json"),
    )
    .unwrap();
    store.delete("b").unwrap();
    assert_eq!(cases(&store).len(), 1);
    // A broken one can go too, by the name of its file.
    fs::write(folder.path().join("torn.json"), b"{").unwrap();
    assert!(matches!(store.open("torn"), Err(Refused::NotUnderstood)));
    assert!(matches!(
        store.rename("torn", "x"),
        Err(Refused::NotUnderstood)
    ));
    store.delete("torn").unwrap();
    assert_eq!(cases(&store).len(), 1);
}
