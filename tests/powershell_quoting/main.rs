//! Text from evidence arrives in PowerShell byte for byte and nowhere becomes
//! code: the golden cases, and any text at all, read back by a model tokenizer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

mod guarded;
mod model;

use std::sync::LazyLock;

use guarded::set_inbound_connector;
use model::{Token, read};
use proptest::prelude::*;
use relay_doctor::remedy::powershell::quote::{ascii_expression, shown, single_quoted};
use relay_doctor::remedy::powershell::{Command, Expr, Pipeline, command_line, highlight, script};
use serde_json::Value;

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// A command with the text in every kind of place that a text can have.
fn command(text: &str) -> Pipeline {
    Command::new("Set-InboundConnector")
        .with("Identity", text)
        .with("SenderIPAddresses", Expr::list([text, "203.0.113.8", text]))
        .switch("WhatIf")
        .argument(Expr::Format(
            "{0}<S>{1}",
            vec![text.into(), Expr::Variable("c")],
        ))
        .argument(Expr::Hashtable(vec![("Name", text.into())]))
        .argument(Expr::text(text).member("Length"))
        .pipe(Command::new("Where-Object").argument(Expr::script_block(
            Expr::Variable("_").member("Name").same_text(text),
        )))
}

/// A text without anything special, to compare with.
const PLAIN: &str = "plain text";

/// What was printed for [`PLAIN`], and what the model reads there.
struct Plain {
    printed: String,
    tokens: Vec<Token>,
}

impl Plain {
    fn new(printed: String) -> Self {
        let tokens = read(&printed).expect("plain text is read");
        assert!(tokens.contains(&Token::Text(units(PLAIN))));
        Plain { printed, tokens }
    }

    /// The same with `text` in the place of [`PLAIN`]: what PowerShell must see
    /// when `text` was printed.
    fn with(&self, text: &str) -> Vec<Token> {
        let (plain, text) = (Token::Text(units(PLAIN)), Token::Text(units(text)));
        let swap = |token: &Token| {
            if *token == plain {
                text.clone()
            } else {
                token.clone()
            }
        };
        self.tokens.iter().map(swap).collect()
    }
}

fn guarded_script(text: &str) -> String {
    script(&set_inbound_connector(text, text, text))
}

static PLAIN_LINE: LazyLock<Plain> = LazyLock::new(|| Plain::new(command_line(&command(PLAIN))));
static PLAIN_SCRIPT: LazyLock<Plain> = LazyLock::new(|| Plain::new(guarded_script(PLAIN)));

fn arrives_whole(text: &str) {
    for literal in [single_quoted(text), ascii_expression(text), shown(text)] {
        assert_eq!(
            read(&literal),
            Ok(vec![Token::Text(units(text))]),
            "{literal}"
        );
    }
    assert!(
        ascii_expression(text)
            .bytes()
            .all(|b| matches!(b, b' '..=b'~'))
    );

    let line = command_line(&command(text));
    assert_eq!(read(&line), Ok(PLAIN_LINE.with(text)), "{line}");
    let coloured = highlight(&command(text));
    let coloured: String = coloured.into_iter().map(|(_, text)| text).collect();
    assert_eq!(coloured, line);

    let printed = guarded_script(text);
    let in_file = |b| matches!(b, b' '..=b'~' | b'\r' | b'\n');
    assert!(printed.bytes().all(in_file), "{printed}");
    let line_ends = printed.matches("\r\n").count();
    assert_eq!(line_ends, PLAIN_SCRIPT.printed.matches("\r\n").count());
    assert_eq!(printed.matches(['\r', '\n']).count(), 2 * line_ends);
    assert_eq!(read(&printed), Ok(PLAIN_SCRIPT.with(text)), "{printed}");
}

/// What has a meaning to PowerShell, a console or a decoder.
const SPECIAL: &[&str] = &[
    "'",
    "\u{2018}",
    "\u{2019}",
    "\u{201A}",
    "\u{201B}",
    "\"",
    "\u{201C}",
    "\u{201D}",
    "\u{201E}",
    "\u{201F}",
    "-",
    "\u{2013}",
    "\u{2014}",
    "\u{2015}",
    "`",
    "$",
    "$(",
    "${",
    "@'",
    "@\"",
    "'@",
    "\"@",
    "<#",
    "#>",
    "#",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ";",
    "|",
    "&",
    ",",
    ">",
    "%",
    "\0",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\u{1A}",
    "\u{1B}",
    "\u{7F}",
    "\u{85}",
    "\u{A0}",
    "\u{200B}",
    "\u{2028}",
    "\u{202E}",
    "\u{3000}",
    "\u{FEFF}",
    "\u{FF07}",
    "\u{FFFF}",
    "\u{1F600}",
    "\u{E0100}",
    " ",
    "[char]0x27",
    "-join",
    "-WhatIf",
    "--%",
    "{0}",
    "Write-Output INJECTED",
    "送信",
];

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(SPECIAL).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_arrives_whole(text in any_text()) {
        arrives_whole(&text);
    }
}

#[test]
fn every_special_pair_arrives_whole() {
    arrives_whole("");
    for first in SPECIAL {
        for second in SPECIAL {
            arrives_whole(&format!("{first}{second}"));
        }
    }
}

#[test]
fn attempts_to_break_out_stay_text() {
    for text in [
        "x\u{2019}; Write-Output INJECTED; \u{2018}",
        "x'; Write-Output INJECTED; '",
        "$(Write-Output INJECTED)",
        "x\r\n'@; Write-Output INJECTED; @'\r\ny",
        "#>\r\nWrite-Output INJECTED\r\n<#",
        "@\"\r\n$(1+1)\r\n\"@",
        "a`",
        "a\0b",
        "))); Write-Output INJECTED #",
    ] {
        arrives_whole(text);
    }
}

#[test]
fn the_model_sees_wrong_quoting() {
    let right = read("X 'O\u{2019}\u{2019}Brien'");
    for (wrong, what) in [
        ("X 'O\u{2019}'Brien'", "doubled with another quote"),
        ("X 'O\u{2019}Brien'", "not doubled"),
        (
            "X 'a\u{2019}; Write-Output INJECTED; \u{2018}'",
            "broken out",
        ),
        ("X \u{201C}O\u{2019}Brien\u{201D}", "double quotes"),
        ("X O\u{2019}\u{2019}Brien", "no quotes"),
        ("X @'\nO\u{2019}Brien\n'@", "here-string"),
        ("X (-join('O',[char]0x2018,'Brien'))", "another unit"),
        ("X (-join('O',$x,'Brien'))", "not only literals"),
        ("X 'O\u{2019}\u{2019}Brien' # ", "a comment"),
        ("X 'O\u{2019}\u{2019}Brien'\nY", "a line more"),
    ] {
        assert_ne!(read(wrong), right, "{what}");
    }
    assert_eq!(read("X (-join('O',[char]0x2019,'Brien'))"), right);
    assert_eq!(
        read("X \u{2013}Force").unwrap()[1],
        Token::Parameter("Force".into()),
        "an unquoted dash of any kind starts a parameter"
    );
}

#[test]
fn golden_cases_are_written_exactly() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/quoting-cases.json");
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("skipped: no quoting-cases.json beside the project");
        return;
    };
    let golden: Value = serde_json::from_slice(&bytes).unwrap();
    let mut checked = 0;
    for case in golden["cases"].as_array().unwrap() {
        // A lone surrogate is no text that could reach the quoting.
        if case["well_formed"] != Value::Bool(true) {
            continue;
        }
        let id = &case["id"];
        let text = case["value"].as_str().unwrap();
        assert_eq!(
            single_quoted(text),
            case["single_quoted"].as_str().unwrap(),
            "{id}"
        );
        assert_eq!(
            ascii_expression(text),
            case["ascii_expr"].as_str().unwrap(),
            "{id}"
        );
        let hex: String = units(text)
            .iter()
            .map(|unit| format!("{unit:04x}"))
            .collect();
        assert_eq!(hex, case["utf16be_hex"].as_str().unwrap(), "{id}");
        arrives_whole(text);
        checked += 1;
    }
    assert!(checked >= 60, "only {checked} cases");
}

#[test]
fn the_tree_suffices_for_a_guarded_change() {
    let printed = script(&set_inbound_connector(
        "Inbound from Büro",
        "mail-old.contoso.com",
        "mail.contoso.com",
    ));
    assert_eq!(
        printed,
        include_str!("guarded.ps1")
            .replace("\r\n", "\n")
            .replace('\n', "\r\n")
    );
}

#[test]
fn a_script_can_be_kept_to_a_list_of_commands() {
    let guarded = set_inbound_connector("a", "b", "c");
    let commands = guarded.commands();
    let names: std::collections::BTreeSet<_> =
        commands.iter().map(|found| found.command.name).collect();
    let allowed = [
        "Export-Clixml",
        "Get-Command",
        "Get-InboundConnector",
        "Join-Path",
        "Set-InboundConnector",
        "Stop-Unchanged",
        "Where-Object",
        "Write-Host",
    ];
    assert_eq!(names, allowed.into_iter().collect());
    for found in commands
        .iter()
        .filter(|found| found.command.name.starts_with("Set-"))
    {
        assert!(found.in_should_process);
    }
    assert!(commands.iter().any(|found| !found.in_should_process));
    assert!(guarded.changes_something());
}
