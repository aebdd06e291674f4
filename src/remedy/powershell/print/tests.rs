//! Commands and expressions against what an expert would write.

use super::super::tree::Operator;
use super::*;

fn line(pipeline: impl Into<Pipeline>) -> String {
    command_line(&pipeline.into())
}

#[test]
fn commands_look_as_an_expert_writes_them() {
    let set = || Command::new("Set-InboundConnector").with("Identity", "Inbound from 3f2a");
    let cases: &[(Pipeline, &str)] = &[
        (
            set()
                .with("TlsSenderCertificateName", "mail.contoso.com")
                .into(),
            "Set-InboundConnector -Identity 'Inbound from 3f2a' -TlsSenderCertificateName 'mail.contoso.com'",
        ),
        (
            set()
                .with(
                    "SenderIPAddresses",
                    Expr::list(["203.0.113.7", "203.0.113.8"]),
                )
                .into(),
            "Set-InboundConnector -Identity 'Inbound from 3f2a' -SenderIPAddresses '203.0.113.7','203.0.113.8'",
        ),
        (
            set()
                .with("SenderIPAddresses", Expr::list(["203.0.113.7"]))
                .into(),
            "Set-InboundConnector -Identity 'Inbound from 3f2a' -SenderIPAddresses '203.0.113.7'",
        ),
        (
            set().with("SenderIPAddresses", Expr::Array(vec![])).into(),
            "Set-InboundConnector -Identity 'Inbound from 3f2a' -SenderIPAddresses @()",
        ),
        (
            set().with("Enabled", true).switch("WhatIf").into(),
            "Set-InboundConnector -Identity 'Inbound from 3f2a' -Enabled $true -WhatIf",
        ),
        (
            set()
                .with("ConnectorType", Expr::Word("OnPremises"))
                .with("SenderDomains", Expr::Word("*"))
                .into(),
            "Set-InboundConnector -Identity 'Inbound from 3f2a' -ConnectorType OnPremises -SenderDomains *",
        ),
        (
            Command::new("Set-SendConnector")
                .with("Identity", "x")
                .with("TlsCertificateName", Expr::Null)
                .into(),
            "Set-SendConnector -Identity 'x' -TlsCertificateName $null",
        ),
        (
            Command::new("Get-InboundConnector")
                .pipe(Command::new("Format-List").argument(Expr::words(&["Name", "Enabled"]))),
            "Get-InboundConnector | Format-List Name,Enabled",
        ),
        (
            Command::new("Get-SendConnector").pipe(
                Command::new("Where-Object").argument(Expr::script_block(
                    Expr::Variable("_")
                        .member("Fqdn")
                        .binary(Operator::Eq, "mail.contoso.com"),
                )),
            ),
            "Get-SendConnector | Where-Object { $_.Fqdn -eq 'mail.contoso.com' }",
        ),
    ];
    for (pipeline, expected) in cases {
        assert_eq!(command_line(pipeline), *expected);
    }
}

#[test]
fn expressions_need_no_table_of_precedences() {
    let c = || Expr::Variable("c");
    let several = || c().member("Count").binary(Operator::Ne, 1);
    let names = || {
        Expr::Format(
            "<I>{0}<S>{1}",
            vec![c().member("Issuer"), c().member("Subject")],
        )
    };
    let cases: &[(Expr, &str)] = &[
        (names(), "'<I>{0}<S>{1}' -f $c.Issuer, $c.Subject"),
        (
            several().binary(Operator::And, several().negated()),
            "($c.Count -ne 1) -and (-not ($c.Count -ne 1))",
        ),
        (c().cast("string").member("Length"), "([string]$c).Length"),
        (c().index(0).member("Name"), "$c[0].Name"),
        (
            Expr::list([names(), c()]),
            "@(('<I>{0}<S>{1}' -f $c.Issuer, $c.Subject), $c)",
        ),
        (c().call("ToString", vec!["o".into()]), "$c.ToString('o')"),
        (
            c().same_text("a"),
            "[string]::Equals([string]$c, 'a', [System.StringComparison]::Ordinal)",
        ),
        (
            Expr::all_output(Command::new("Get-Date")).member("Count"),
            "@(Get-Date).Count",
        ),
        (Expr::Format("{{}}", vec![]), "'{{}}' -f @()"),
        (Expr::Number(5).call("ToString", vec![]), "(5).ToString()"),
        (Expr::Hashtable(vec![]), "@{}"),
        (
            Expr::Hashtable(vec![("Name", Expr::Word("Subject")), ("Width", 3.into())]),
            "@{ Name = 'Subject'; Width = 3 }",
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(line(value.clone()), *expected);
    }
}

#[test]
fn arguments_are_parenthesised_where_a_bare_one_would_be_read_otherwise() {
    let c = || Expr::Variable("c");
    let cases: &[(Expr, &str)] = &[
        (c().member("Name").index(0), "$c.Name[0]"),
        (c().call("Trim", vec![]), "($c.Trim())"),
        (Expr::text("a").member("Length"), "('a'.Length)"),
        (Expr::Static("DateTime", "UtcNow"), "([DateTime]::UtcNow)"),
        (c().binary(Operator::Add, "x"), "($c + 'x')"),
        (Command::new("Get-Date").into(), "(Get-Date)"),
        (Expr::Word("two words"), "'two words'"),
        (Expr::Word("-Force"), "'-Force'"),
        (Expr::text("-Force"), "'-Force'"),
        (Expr::text("a\u{2028}"), "(-join('a',[char]0x2028))"),
    ];
    for (value, expected) in cases {
        let printed = line(Command::new("Write-Output").argument(value.clone()));
        assert_eq!(printed, format!("Write-Output {expected}"));
    }
}

#[test]
fn tokens_are_of_their_kind_and_make_up_the_line() {
    let pipeline = Command::new("Get-SendConnector")
        .with("Identity", "a b")
        .pipe(Command::new("Format-List").argument(Expr::Word("Name")));
    let tokens = highlight(&pipeline);
    let seen: Vec<_> = tokens
        .iter()
        .map(|(kind, text)| (*kind, text.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (TokenKind::Command, "Get-SendConnector"),
            (TokenKind::Plain, " "),
            (TokenKind::Parameter, "-Identity"),
            (TokenKind::Plain, " "),
            (TokenKind::String, "'a b'"),
            (TokenKind::Plain, " "),
            (TokenKind::Operator, "|"),
            (TokenKind::Plain, " "),
            (TokenKind::Command, "Format-List"),
            (TokenKind::Plain, " "),
            (TokenKind::Word, "Name"),
        ]
    );
    assert_eq!(text_of(tokens), command_line(&pipeline));
}

#[test]
fn a_slip_in_our_own_text_shows() {
    assert_eq!(ours("Set\u{2013}X"), "Set?X");
}
