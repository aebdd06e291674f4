//! The user guide shows the screens as they are, its commands run as they stand, and
//! both languages say the same.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

const GUIDES: [(&str, &str); 2] = [("en", "docs/guide.md"), ("ja", "docs/guide.ja.md")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    text.replace('\r', "")
}

/// A fenced block: what the comment before it says, its language, and its text.
struct Block<'t> {
    comment: Option<&'t str>,
    language: &'t str,
    text: String,
}

fn blocks(guide: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut comment = None;
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let inner = line.trim();
        let said = inner
            .strip_prefix("<!-- ")
            .and_then(|l| l.strip_suffix(" -->"));
        let Some(language) = inner.strip_prefix("```") else {
            comment = said;
            continue;
        };
        let body = lines.by_ref().take_while(|l| l.trim() != "```");
        let text = body.map(|l| format!("{l}\n")).collect();
        found.push(Block {
            comment,
            language,
            text,
        });
        comment = None;
    }
    found
}

/// The guide with every screen as it is stored.
fn with_screens(lang: &str, guide: &str) -> String {
    let mut shown = String::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        shown.push_str(line);
        shown.push('\n');
        let name = line
            .trim()
            .strip_prefix("<!-- screen: ")
            .and_then(|l| l.strip_suffix(" -->"));
        let Some(name) = name else {
            continue;
        };
        assert_eq!(lines.next(), Some("```text"), "{name}");
        lines.by_ref().find(|l| *l == "```").unwrap();
        let screen = read(&format!("tests/tui/{lang}-80x24/{name}.txt"));
        shown.push_str(&format!("```text\n{}\n```\n", screen.trim_end()));
    }
    shown
}

#[test]
fn screens_are_the_stored_ones() {
    for (lang, path) in GUIDES {
        let guide = read(path);
        let shown = with_screens(lang, &guide);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(root().join(path), &shown).unwrap();
            continue;
        }
        assert!(
            shown == guide,
            "{path}: UPDATE_SNAPSHOTS=1 cargo test --test guide"
        );
    }
}

/// A shell's words: blanks part them, single quotes keep them together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (nth, part) in line.split('\'').enumerate() {
        match nth % 2 {
            0 => {
                let mut pieces = part.split(' ');
                if let (Some(last), Some(first)) = (words.last_mut(), pieces.next()) {
                    last.push_str(first);
                }
                words.extend(pieces.map(str::to_owned));
            }
            _ => words.last_mut().unwrap().push_str(part),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

fn run(line: &str, lang: &str, folder: &Path) -> Option<i32> {
    let words = words(line);
    assert_eq!(words.first().map(String::as_str), Some("relay-doctor"));
    let output = Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .args(&words[1..])
        // The incident's own day, so that nothing has expired since.
        .args(["--lang", lang, "--now", "2026-11-02T12:00:00Z"])
        .current_dir(folder)
        .output()
        .unwrap();
    output.status.code()
}

#[test]
fn commands_run_as_they_stand() {
    for (lang, path) in GUIDES {
        let guide = read(path);
        let folder = tempfile::tempdir().unwrap();
        let shell = blocks(&guide).into_iter().filter(|b| b.language == "sh");
        let mut run_so_far = 0;
        for block in shell {
            let code = block.comment.and_then(|c| c.strip_prefix("exit code: "));
            let expected: i32 = code.map_or(0, |c| c.parse().unwrap());
            for line in block.text.lines().map(str::trim) {
                assert_eq!(run(line, lang, folder.path()), Some(expected), "{line}");
                run_so_far += 1;
            }
        }
        assert!(run_so_far > 8, "{path}");
    }
}

#[test]
fn both_languages_have_the_same_parts() {
    let parts = |path: &str| -> Vec<String> {
        let guide = read(path);
        let headings = guide.lines().filter(|l| l.starts_with('#'));
        let levels = headings.map(|l| l.split(' ').next().unwrap_or_default().to_owned());
        let shown = blocks(&guide).into_iter().map(|b| match b.language {
            "sh" => b.text.lines().map(str::trim).collect::<Vec<_>>().join("\n"),
            language => format!("{language} {}", b.comment.unwrap_or_default()),
        });
        levels
            .collect::<Vec<_>>()
            .into_iter()
            .chain(shown)
            .collect()
    };
    assert_eq!(parts(GUIDES[0].1), parts(GUIDES[1].1));
}
