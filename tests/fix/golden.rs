//! Stored bundles: every option of several scenarios, to the letter. They are stored
//! with LF; that the files have CRLF is tested beside.

use std::fs;
use std::path::{Path, PathBuf};

use relay_doctor::terminal::Lang;

use crate::support::Case;

const SCENARIOS: [&str; 6] = [
    "rd101-renewed-certificate-other-name",
    "rd102-address-of-new-provider",
    "rd103-only-connector-of-another-company",
    "rd104-connector-disabled",
    "rd202-old-certificate-after-renewal",
    "rd208-one-server-sends-another",
];

/// Reports have tests of their own.
fn is_stored(name: &str) -> bool {
    !name.starts_with("report.")
}

fn compare(path: &Path, text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        return None;
    }
    let stored = fs::read_to_string(path).unwrap_or_default();
    let stored = stored.replace("\r\n", "\n");
    (stored != text).then(|| format!("{} is now\n{text}", path.display()))
}

#[test]
fn bundles_are_as_stored() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fix/golden");
    let mut complaints = Vec::new();
    let mut expected: Vec<PathBuf> = Vec::new();
    for scenario in SCENARIOS {
        let case = Case::of(scenario);
        for option in case.options() {
            let folder = root.join(scenario).join(option.id.code());
            let mut files = case.bundle(Lang::En, option);
            let japanese = case.bundle(Lang::Ja, option).into_iter();
            let list = japanese.filter(|(name, _)| name == "CHECKLIST.md");
            files.extend(list.map(|(_, text)| ("CHECKLIST.ja.md".to_owned(), text)));
            for (name, text) in files.iter().filter(|(name, _)| is_stored(name)) {
                let path = folder.join(name);
                complaints.extend(compare(&path, text));
                expected.push(path);
            }
        }
    }
    complaints.extend(
        stored(&root)
            .into_iter()
            .filter(|path| !expected.contains(path))
            .map(|path| format!("{} is written no more", path.display())),
    );
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn stored(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(stored(&path)),
            false => files.push(path),
        }
    }
    files
}

#[test]
fn only_what_is_needed_is_in_a_bundle() {
    let table: [(&str, &str, &[&str]); 4] = [
        (
            "rd101-renewed-certificate-other-name",
            "manual",
            &["exchange-online.ps1", "rollback-exchange-online.ps1"],
        ),
        (
            "rd101-renewed-certificate-other-name",
            "hcw-rerun",
            &["on-premises.ps1", "exchange-online.ps1"],
        ),
        (
            "rd202-old-certificate-after-renewal",
            "manual",
            &["on-premises.ps1", "rollback-on-premises.ps1"],
        ),
        (
            "rd208-one-server-sends-another",
            "manual",
            &["on-premises.ps1", "rollback-on-premises.ps1"],
        ),
    ];
    for (scenario, option, scripts) in table {
        let case = Case::of(scenario);
        let option = case.options().find(|o| o.id.code() == option).unwrap();
        let names: Vec<String> = case
            .bundle(Lang::En, option)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let mut expected = vec!["CHECKLIST.md"];
        expected.extend(scripts);
        expected.extend(["verify.ps1", "report.html", "report.md", "report.json"]);
        assert_eq!(names, expected, "{scenario}");
    }
}
