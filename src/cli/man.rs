//! `relay-doctor man`: the manual page, made from the command line's own definition.

use std::fmt::Write as _;

use clap::{Arg, Command as Clap};

use super::args::{Shared, clap};
use super::words::{self, Word};
use super::{Exit, output};
use crate::i18n::{Lang, text};

/// Prints the page for `man -l`.
pub(super) fn run(shared: &Shared) -> Exit {
    output::print(&page(shared.lang))
}

/// The page in roff. It has no date: the same version gives the same page.
fn page(lang: Lang) -> String {
    let mut command = clap(lang);
    command.build();
    let version = env!("CARGO_PKG_VERSION");
    let about = words::word(lang, Word::About);
    let gap = text!(lang, " ", "");
    let sentence = about.lines().collect::<Vec<_>>().join(gap);
    let brief = sentence.split(text!(lang, ". ", "。")).next();
    let brief = brief.unwrap_or_default();
    // Left-aligned: words are not pulled apart, Japanese least of all.
    let mut out = format!(".TH RELAY-DOCTOR 1 \"\" \"relay-doctor {version}\"\n.ad l\n");
    section(&mut out, text!(lang, "NAME", "名前"));
    let _ = writeln!(out, "relay\\-doctor \\- {}", escaped(brief));
    section(&mut out, text!(lang, "SYNOPSIS", "書式"));
    paragraph(&mut out, "relay-doctor [PATH]...");
    paragraph(
        &mut out,
        text!(
            lang,
            "relay-doctor COMMAND [OPTIONS]",
            "relay-doctor コマンド [オプション]"
        ),
    );
    section(&mut out, text!(lang, "DESCRIPTION", "説明"));
    paragraph(&mut out, about);
    section(&mut out, text!(lang, "OPTIONS", "オプション"));
    for arg in command.get_arguments() {
        argument(&mut out, arg);
    }
    section(&mut out, text!(lang, "COMMANDS", "コマンド"));
    for inner in command.get_subcommands() {
        subcommand(&mut out, inner);
    }
    section(&mut out, text!(lang, "EXIT STATUS", "終了ステータス"));
    paragraph(&mut out, words::word(lang, Word::After));
    out
}

/// A command with what is its own, and the commands within it.
fn subcommand(out: &mut String, command: &Clap) {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let _ = writeln!(out, ".SS \"{}\"", escaped(usage).replace('"', "\\(dq"));
    if let Some(about) = command.get_about() {
        paragraph(out, &about.to_string());
    }
    let own = |arg: &&Arg| !arg.is_global_set() && arg.get_id() != "help";
    for arg in command.get_arguments().filter(own) {
        argument(out, arg);
    }
    for inner in command.get_subcommands() {
        subcommand(out, inner);
    }
}

/// `--format text|json` and what it does.
fn argument(out: &mut String, arg: &Arg) {
    let mut shown = Vec::new();
    shown.extend(arg.get_short().map(|c| format!("-{c}")));
    shown.extend(arg.get_long().map(|name| format!("--{name}")));
    let mut head = shown.join(", ");
    // Flags have a value name too, which they do not take.
    if arg.is_positional() || arg.get_action().takes_values() {
        let gap = if head.is_empty() { "" } else { " " };
        let names = arg.get_value_names().unwrap_or_default();
        let names: Vec<&str> = names.iter().map(|n| n.as_str()).collect();
        let _ = write!(head, "{gap}{}", names.join(" "));
    }
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let _ = write!(out, ".TP\n\\fB{}\\fR\n{}\n", escaped(&head), escaped(&help));
}

fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, ".SH \"{title}\"");
}

fn paragraph(out: &mut String, text: &str) {
    let _ = write!(out, ".PP\n{}\n", escaped(text));
}

/// Text that roff prints as it is: no escapes, no hyphens that copy as dashes, no
/// requests at the beginning of a line.
fn escaped(text: &str) -> String {
    let line = |line: &str| {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        match line.starts_with(['.', '\'']) {
            true => format!("\\&{line}"),
            false => line,
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roff_takes_no_text_for_a_request_or_an_escape() {
        let table = [
            ("a-b", "a\\-b"),
            (".TH x", "\\&.TH x"),
            ("a\n'b", "a\n\\&'b"),
            ("C:\\new", "C:\\enew"),
        ];
        for (text, expected) in table {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn every_command_and_option_is_on_the_page() {
        for lang in Lang::ALL {
            let page = page(lang);
            let mut command = clap(lang);
            command.build();
            for inner in command.get_subcommands() {
                let head = format!(".SS \"relay\\-doctor {}", inner.get_name());
                assert!(page.contains(&head), "{head}\n{page}");
                for arg in inner.get_arguments().filter_map(Arg::get_long) {
                    let option = escaped(&format!("--{arg}"));
                    assert!(page.contains(&option), "{option}");
                }
            }
        }
    }
}
