//! The notices of third parties: whose work is in the program, and under which terms.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::packages::Package;

/// Where the notices are stored.
pub(crate) const FILE: &str = "dist/THIRD-PARTY-NOTICES.md";

/// Licences in the order in which one is taken where a crate offers several.
pub(crate) const WANTED: [&str; 10] = [
    "MIT",
    "Apache-2.0",
    "BSD-3-Clause",
    "BSD-2-Clause",
    "Zlib",
    "Unicode-3.0",
    "BSL-1.0",
    "ISC",
    "CC0-1.0",
    "MPL-2.0",
];

const INTRO: &str = "# Third-party notices\n\n\
Parts of relay-doctor's executables for Linux and Windows are the work of others, used under the terms below. \
Where a crate offers several licences, the one named here was taken. Every crate's sources are on \
[crates.io](https://crates.io) under its name and version. The file is made by \
`cargo run --example release -- notices`.\n";

/// The text of a licence that asks for it, with the crates that have it.
pub(crate) fn notices(packages: &[Package]) -> String {
    let mut out = format!("{INTRO}\n| crate | version | licence |\n|---|---|---|\n");
    for package in packages {
        let licence = taken(&package.licence).join(" and ");
        let _ = writeln!(
            out,
            "| {} | {} | {licence} |",
            package.name, package.version
        );
    }
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        for text in texts_of(package) {
            texts.entry(text).or_default().push(package.id());
        }
    }
    let mut texts: Vec<(Vec<String>, String)> = texts.into_iter().map(|(t, p)| (p, t)).collect();
    texts.sort();
    for (packages, text) in texts {
        let _ = write!(
            out,
            "\n## {}\n\n```text\n{text}\n```\n",
            packages.join(", ")
        );
    }
    out
}

/// The licences that are taken of an expression: of each alternative the first wanted.
fn taken(expression: &str) -> Vec<&str> {
    let parts = expression
        .split(" AND ")
        .map(|p| p.trim_matches(['(', ')']));
    let mut all: Vec<&str> = parts
        .map(|part| {
            let offers: Vec<&str> = part
                .split(" OR ")
                .map(|o| o.trim_matches(['(', ')']))
                .collect();
            let first = offers.first().copied().unwrap_or_default();
            WANTED
                .into_iter()
                .find_map(|w| offers.iter().find(|o| **o == w))
                .copied()
                .unwrap_or(first)
        })
        .collect();
    all.dedup();
    all
}

/// Words in a file's name that mean one licence.
fn names(file: &str) -> Option<&'static str> {
    let file = file.to_ascii_uppercase();
    let words = [
        ("MIT", "MIT"),
        ("APACHE", "Apache-2.0"),
        ("BSD", "BSD-3-Clause"),
        ("ZLIB", "Zlib"),
        ("UNICODE", "Unicode-3.0"),
        ("BOOST", "BSL-1.0"),
        ("UNLICENSE", "Unlicense"),
        ("WHATWG", "BSD-3-Clause"),
    ];
    words
        .into_iter()
        .find(|(word, _)| file.contains(word))
        .map(|(_, licence)| licence)
}

/// The texts that have to go with a crate: those of the licences taken, and notices.
fn texts_of(package: &Package) -> Vec<String> {
    let taken = taken(&package.licence);
    let is_wanted = |file: &str| names(file).is_none_or(|named| taken.contains(&named));
    let files = licence_files(&package.folder);
    let wanted: Vec<&String> = files.iter().filter(|f| is_wanted(f)).collect();
    let chosen = if wanted.is_empty() {
        files.iter().collect()
    } else {
        wanted
    };
    let read = |file: &String| fs::read(package.folder.join(file)).ok();
    let texts = chosen.into_iter().filter_map(read);
    let mut texts: Vec<String> = texts
        .map(|bytes| tidied(&String::from_utf8_lossy(&bytes)))
        .collect();
    // The Boost licence asks for no notice in executables.
    if texts.is_empty() && taken != ["BSL-1.0"] {
        texts.push(mit(&package.authors));
    }
    texts
}

fn licence_files(folder: &Path) -> Vec<String> {
    let begins = [
        "LICENSE",
        "LICENCE",
        "COPYING",
        "NOTICE",
        "COPYRIGHT",
        "UNLICENSE",
    ];
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|e| e.path().is_file());
    let names = files.map(|e| e.file_name().to_string_lossy().into_owned());
    let is_one = |name: &String| {
        begins
            .iter()
            .any(|b| name.to_ascii_uppercase().starts_with(b))
    };
    let mut names: Vec<String> = names.filter(is_one).collect();
    names.sort();
    names
}

/// One form for texts that differ in blanks only; fences in them stay inside ours.
fn tidied(text: &str) -> String {
    let lines = text
        .trim_start_matches('\u{FEFF}')
        .lines()
        .map(str::trim_end);
    let lines: Vec<String> = lines.map(|l| l.replace("```", "'''")).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The MIT licence of a crate that brings no file.
fn mit(authors: &[String]) -> String {
    let whose = authors.iter().map(|a| a.split(" <").next().unwrap_or(a));
    let whose = whose.collect::<Vec<_>>().join(", ");
    let text = include_str!("../../LICENSE-MIT");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        if line.starts_with("Copyright") {
            *line = format!("Copyright (c) {whose}");
        }
    }
    tidied(&lines.join("\n"))
}
