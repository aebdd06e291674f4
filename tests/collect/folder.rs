//! The command: what is written, and nothing overwritten unasked.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn collect(out: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .arg("collect")
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

const NAMES: [&str; 3] = [
    "Collect-ExchangeOnline.ps1",
    "Collect-OnPremises.ps1",
    "README.txt",
];

#[test]
fn the_scripts_and_a_page_in_the_language_chosen() {
    let root = tempfile::tempdir().unwrap();
    let (en, ja) = (root.path().join("a/en"), root.path().join("ja"));
    let output = collect(&en, &["--lang", "en"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    collect(&ja, &["--lang", "ja"]);
    for name in NAMES {
        assert!(said.contains(name), "{said}");
        let same = fs::read(en.join(name)).unwrap() == fs::read(ja.join(name)).unwrap();
        assert_eq!(same, name.ends_with(".ps1"), "{name}");
    }
    for (folder, word) in [(&en, "relay-doctor diagnose"), (&ja, "管理シェル")] {
        let page = fs::read_to_string(folder.join("README.txt")).unwrap();
        assert!(
            page.starts_with('\u{feff}') && page.contains(word),
            "{page}"
        );
        assert_eq!(page.matches('\n').count(), page.matches("\r\n").count());
        for line in page.lines() {
            assert!(line.chars().count() <= 92, "{line}");
        }
    }
}

#[test]
fn nothing_is_overwritten_without_force() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("README.txt"), "mine").unwrap();
    let refused = collect(root.path(), &["--lang", "en"]);
    assert_eq!(refused.status.code(), Some(5));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("README.txt") && said.contains("--force"),
        "{said}"
    );
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    assert_eq!(fs::read(root.path().join("README.txt")).unwrap(), b"mine");
    let forced = collect(root.path(), &["--force"]);
    assert_eq!(forced.status.code(), Some(0), "{forced:?}");
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 3);
    let nowhere = collect(&root.path().join("README.txt/x"), &[]);
    assert_eq!(nowhere.status.code(), Some(5), "{nowhere:?}");
}

#[test]
fn a_folder_has_to_be_given() {
    let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .arg("collect")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}
