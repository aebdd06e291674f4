//! What is made from the program's own definitions: completions, the manual page,
//! the table of keys in docs, and what a release brings.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod keys;
mod release;

use std::fs;
use std::process::{Command, Output};

use relay_doctor::i18n::Lang;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relay-doctor"))
        .args(arguments)
        .output()
        .unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every option of every command, in a language.
fn options() -> Vec<String> {
    let mut command = relay_doctor::cli::clap(Lang::En);
    command.build();
    let mut all: Vec<String> = Vec::new();
    for command in std::iter::once(&command).chain(command.get_subcommands()) {
        let arguments = command.get_arguments();
        all.extend(arguments.filter_map(|a| Some(a.get_long()?.to_owned())));
    }
    all.sort();
    all.dedup();
    all
}

#[test]
fn every_shell_completes_every_command_and_option() {
    let command = relay_doctor::cli::clap(Lang::En);
    let names = command.get_subcommands().map(|c| c.get_name().to_owned());
    let names: Vec<String> = names.collect();
    assert!(names.len() > 8);
    for shell in ["powershell", "bash", "zsh", "fish"] {
        for lang in ["en", "ja"] {
            let script = printed(&["completions", shell, "--lang", lang]);
            for word in names.iter().chain(&options()) {
                assert!(script.contains(word), "{shell} {word}");
            }
        }
    }
}

#[test]
fn values_are_completed_too() {
    let bash = printed(&["completions", "bash"]);
    assert!(bash.contains("text json markdown html"), "{bash}");
    assert!(bash.contains("powershell bash zsh fish"), "{bash}");
}

#[test]
fn powershell_reads_its_script_under_any_code_page() {
    for lang in ["en", "ja"] {
        let script = printed(&["completions", "powershell", "--lang", lang]);
        assert!(script.is_ascii());
        let quotes = script.matches('\'').count();
        assert_eq!(quotes % 2, 0, "a literal is left open");
    }
}

#[test]
fn shells_take_their_script() {
    let bash = ["bash", "-n"];
    let zsh = ["zsh", "-n"];
    let fish = ["fish", "--no-execute"];
    let folder = tempfile::tempdir().unwrap();
    for [shell, check] in [bash, zsh, fish] {
        for lang in ["en", "ja"] {
            let file = folder.path().join(format!("{lang}.{shell}"));
            fs::write(&file, printed(&["completions", shell, "--lang", lang])).unwrap();
            let Ok(output) = Command::new(shell).arg(check).arg(&file).output() else {
                eprintln!("skipped: no {shell} here");
                continue;
            };
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{shell} {lang}: {said}");
        }
    }
}

#[test]
fn what_is_no_shell_is_refused() {
    for arguments in [&["completions"][..], &["completions", "cmd"]] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn the_manual_page_holds_every_option_in_both_languages() {
    for (lang, title) in [("en", "EXIT STATUS"), ("ja", "終了ステータス")] {
        let page = printed(&["man", "--lang", lang]);
        assert!(page.starts_with(".TH RELAY-DOCTOR 1"));
        assert!(page.contains(title), "{page}");
        for option in options() {
            let shown = format!("--{option}").replace('-', "\\-");
            assert!(page.contains(&shown), "{option}");
        }
    }
}
