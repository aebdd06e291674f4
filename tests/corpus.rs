//! The stored corpora of the fuzz targets, replayed without a fuzzer: what was found
//! once stays mended. The same entry functions as in `tests/fuzz/fuzz_targets`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

#[allow(dead_code, unreachable_pub)]
#[path = "fuzz/src/lib.rs"]
mod fuzz;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz");

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

fn stems(folder: &str) -> BTreeSet<String> {
    let paths = inside(&Path::new(FOLDER).join(folder));
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(stem).collect()
}

#[test]
fn every_stored_input_holds() {
    let mut broken = Vec::new();
    for (name, target) in fuzz::TARGETS {
        for path in inside(&Path::new(FOLDER).join("corpus").join(name)) {
            let data = fs::read(&path).unwrap();
            if catch_unwind(|| target(&data)).is_err() {
                broken.push(format!("{name}: {}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn targets_programs_and_corpora_are_the_same() {
    let targets: BTreeSet<String> = fuzz::TARGETS.map(|(name, _)| name.to_owned()).into();
    assert_eq!(targets, stems("fuzz_targets"));
    assert_eq!(targets, stems("corpus"));
    let manifest = fs::read_to_string(format!("{FOLDER}/Cargo.toml")).unwrap();
    for (name, _) in fuzz::TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let program = fs::read_to_string(format!("{FOLDER}/fuzz_targets/{name}.rs")).unwrap();
        assert!(program.contains(&format!("run(\"{name}\"")), "{name}");
    }
}

#[test]
fn corpora_are_small() {
    let folders = inside(&Path::new(FOLDER).join("corpus"));
    let files: Vec<PathBuf> = folders.iter().flat_map(|f| inside(f)).collect();
    let size: u64 = files.iter().map(|f| f.metadata().unwrap().len()).sum();
    assert!(size < 1 << 20, "{size} bytes");
    assert!(files.len() > fuzz::TARGETS.len());
}
