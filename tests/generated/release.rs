//! What a release brings: archives of the same bytes, manifests that are whole, and
//! notices that name what is linked in.

// The example is a program of its own; here only parts of it are used.
#[allow(dead_code)]
#[path = "../../examples/release/archive.rs"]
mod archive;
#[allow(dead_code)]
#[path = "../../examples/release/manifests.rs"]
mod manifests;
#[allow(dead_code)]
#[path = "../../examples/release/notices.rs"]
mod notices;
#[allow(dead_code)]
#[path = "../../examples/release/packages.rs"]
mod packages;
#[allow(dead_code)]
#[path = "../../examples/release/sbom.rs"]
mod sbom;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use archive::File;
use manifests::{Facts, TEMPLATES, fill, template};
use packages::Package;
use serde_json::Value;

const EPOCH: i64 = 1_793_620_800; // 2026-11-02T12:00:00Z

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn stored(path: &str) -> String {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    text.replace('\r', "")
}

fn facts() -> Facts {
    Facts {
        version: "1.2.3".to_owned(),
        url: "https://releases.example/relay-doctor-1.2.3.zip".to_owned(),
        sha256: "ab".repeat(32),
        folder: "relay-doctor-1.2.3-x86_64-pc-windows-gnu".to_owned(),
        date: "2026-11-02".to_owned(),
        publisher: "Contoso".to_owned(),
        homepage: "https://releases.example".to_owned(),
    }
}

fn filled(name: &str) -> String {
    fill(&template(root(), name).unwrap(), &facts()).unwrap()
}

#[test]
fn the_manifest_of_scoop_is_whole() {
    let manifest: Value = serde_json::from_str(&filled(TEMPLATES[0])).unwrap();
    let win = &manifest["architecture"]["64bit"];
    assert_eq!(manifest["version"], "1.2.3");
    assert_eq!(manifest["bin"], "relay-doctor.exe");
    assert_eq!(win["url"], facts().url);
    assert_eq!(win["hash"], facts().sha256);
    assert_eq!(win["extract_dir"], facts().folder);
    assert_eq!(manifest["license"], "MIT|Apache-2.0");
    assert_eq!(manifest["description"], env!("CARGO_PKG_DESCRIPTION"));
}

/// The keys of flat YAML, as the manifests of winget are.
fn yaml(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter(|l| !l.starts_with('#'));
    let pairs = lines.filter_map(|l| l.trim_start_matches(['-', ' ']).split_once(':'));
    pairs.map(|(key, value)| (key, value.trim())).collect()
}

#[test]
fn the_manifests_of_winget_are_whole() {
    let demanded: [(&str, &str, &[&str]); 3] = [
        (TEMPLATES[1], "version", &["DefaultLocale"]),
        (
            TEMPLATES[2],
            "installer",
            &[
                "InstallerType",
                "NestedInstallerType",
                "RelativeFilePath",
                "Architecture",
                "InstallerUrl",
                "InstallerSha256",
            ],
        ),
        (
            TEMPLATES[3],
            "defaultLocale",
            &[
                "PackageLocale",
                "Publisher",
                "PackageName",
                "License",
                "ShortDescription",
            ],
        ),
    ];
    for (name, kind, keys) in demanded {
        let text = filled(name);
        let manifest = yaml(&text);
        assert_eq!(manifest["ManifestType"], kind);
        assert_eq!(manifest["PackageIdentifier"], "Contoso.RelayDoctor");
        assert_eq!(manifest["PackageVersion"], "1.2.3");
        for key in keys {
            assert!(
                manifest.get(key).is_some_and(|v| !v.is_empty()),
                "{name}: {key}"
            );
        }
        assert!(manifest["ManifestVersion"].starts_with("1."));
    }
    let installer = filled(TEMPLATES[2]);
    let program = "relay-doctor-1.2.3-x86_64-pc-windows-gnu\\relay-doctor.exe";
    assert_eq!(yaml(&installer)["RelativeFilePath"], program);
    assert_eq!(yaml(&installer)["InstallerSha256"], "AB".repeat(32));
}

#[test]
fn a_placeholder_that_nothing_fills_is_an_error() {
    assert!(fill("{{version}} {{colour}}", &facts()).is_err());
}

fn some_files() -> Vec<File> {
    let file = |path: &str, text: &str, runs| File {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
        runs,
    };
    vec![
        file("x/b.txt", &"long ".repeat(300), false),
        file("x/a", "program", true),
    ]
}

#[test]
fn archives_of_the_same_files_are_the_same_bytes() {
    let files = some_files();
    let turned: Vec<File> = files.iter().rev().cloned().collect();
    let zipped = archive::zip(&files, EPOCH).unwrap();
    assert_eq!(zipped, archive::zip(&turned, EPOCH).unwrap());
    let mut read = zip::ZipArchive::new(std::io::Cursor::new(&zipped)).unwrap();
    let mut program = read.by_name("x/a").unwrap();
    assert_eq!(program.unix_mode().unwrap() & 0o777, 0o755);
    let date = program.last_modified().unwrap();
    assert_eq!(
        (date.year(), date.month(), date.day(), date.hour()),
        (2026, 11, 2, 12)
    );
    let mut text = String::new();
    program.read_to_string(&mut text).unwrap();
    assert_eq!(text, "program");
}

#[cfg(unix)]
#[test]
fn the_tar_archive_is_read_by_tar() {
    use std::process::Command;
    let files = some_files();
    let turned: Vec<File> = files.iter().rev().cloned().collect();
    let packed = match archive::tar_gz(&files, EPOCH) {
        Err(why) if why.starts_with("gzip:") => return eprintln!("skipped: {why}"),
        packed => packed.unwrap(),
    };
    assert_eq!(packed, archive::tar_gz(&turned, EPOCH).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.tar.gz");
    std::fs::write(&file, &packed).unwrap();
    let mut tar = Command::new("tar");
    tar.env("TZ", "UTC").arg("-tvzf").arg(&file);
    let Ok(output) = tar.output() else {
        return eprintln!("skipped: no tar here");
    };
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert!(
        lines[0].starts_with("-rwxr-xr-x") && lines[0].ends_with(" x/a"),
        "{listed}"
    );
    assert!(
        lines[1].contains("2026") && lines[1].contains("1500"),
        "{listed}"
    );
}

#[test]
fn the_bill_of_materials_names_what_is_linked() {
    let package = |name: &str, uses: &[&str]| Package {
        name: name.to_owned(),
        version: "1.0.0+2".to_owned(),
        licence: "MIT".to_owned(),
        authors: Vec::new(),
        folder: Default::default(),
        uses: uses.iter().map(|u| (*u).to_owned()).collect(),
    };
    let packages = [
        package("relay-doctor", &["aes@1.0.0+2"]),
        package("aes", &[]),
    ];
    let lock = "[[package]]\nname = \"aes\"\nversion = \"1.0.0+2\"\nchecksum = \"0abc\"\n";
    let bom = sbom::sbom(&packages, "some-target", EPOCH, lock);
    assert_eq!(bom["bomFormat"], "CycloneDX");
    assert_eq!(bom["metadata"]["timestamp"], "2026-11-02T12:00:00Z");
    assert_eq!(bom["metadata"]["component"]["name"], "relay-doctor");
    assert_eq!(bom["components"][0]["purl"], "pkg:cargo/aes@1.0.0%2B2");
    assert_eq!(bom["components"][0]["hashes"][0]["content"], "0abc");
    assert_eq!(
        bom["dependencies"][0]["dependsOn"][0],
        "pkg:cargo/aes@1.0.0%2B2"
    );
}

/// `name@version` of every row of the notices.
fn noticed() -> Vec<String> {
    let text = stored(notices::FILE);
    let rows = text.lines().skip_while(|l| !l.starts_with("|---")).skip(1);
    let rows = rows.take_while(|l| l.starts_with('|'));
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    cells.map(|c| format!("{}@{}", c[1], c[2])).collect()
}

#[test]
fn the_notices_name_crates_of_the_lock_file() {
    let lock = stored("Cargo.lock");
    let noticed = noticed();
    assert!(noticed.len() > 50);
    for id in noticed {
        let (name, version) = id.split_once('@').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(
            lock.contains(&entry),
            "{id}: cargo run --example release -- notices"
        );
    }
}

#[test]
fn the_notices_name_every_crate_that_is_linked() {
    let noticed = noticed();
    for target in ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-gnu"] {
        // Offline: a machine that never fetched the crates of a target cannot tell.
        let linked = match packages::linked(root(), target, true) {
            Ok(linked) => linked,
            Err(why) => {
                eprintln!(
                    "skipped for {target}: {}",
                    why.lines().next().unwrap_or_default()
                );
                continue;
            }
        };
        assert!(linked.len() > 50, "{target}");
        for package in &linked[1..] {
            let id = package.id();
            assert!(
                noticed.contains(&id),
                "{id}: cargo run --example release -- notices"
            );
        }
    }
}

#[test]
fn every_crate_has_a_licence_that_may_be_shipped() {
    for line in stored(notices::FILE).lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, _, version, licence, _] = cells[..] else {
            continue;
        };
        if version.starts_with(|c: char| c.is_ascii_digit()) {
            for part in licence.split(" and ") {
                assert!(notices::WANTED.contains(&part), "{line}");
            }
        }
    }
}
