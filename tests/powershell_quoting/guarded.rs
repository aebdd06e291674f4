//! A script as the planner will build them: does the syntax tree suffice?

use relay_doctor::remedy::powershell::{
    Change, Command, Expr, Function, Help, Operator, Parameter, Pipeline, Script, Statement,
};

fn variable(name: &'static str) -> Expr {
    Expr::Variable(name)
}

fn stop(reason: &'static str) -> Vec<Statement> {
    vec![Command::new("Stop-Unchanged").with("Reason", reason).into()]
}

/// The connectors of exactly this name; `-Identity` gives all of them when there
/// is none of that name.
fn named_like_it() -> Expr {
    let same_name = variable("_").member("Name").same_text(variable("identity"));
    Expr::all_output(
        Command::new("Get-InboundConnector")
            .with("ErrorAction", Expr::Word("SilentlyContinue"))
            .with("ErrorVariable", Expr::Word("failures"))
            .pipe(Command::new("Where-Object").argument(Expr::script_block(same_name))),
    )
}

fn value_is(connector: &'static str, value: &'static str) -> Expr {
    variable(connector)
        .member("TlsSenderCertificateName")
        .same_text(variable(value))
}

fn count(found: &'static str, operator: Operator, number: i32) -> Expr {
    variable(found).member("Count").binary(operator, number)
}

fn guards() -> Vec<Statement> {
    let get_command = Command::new("Get-Command")
        .with("Name", "Set-InboundConnector")
        .with("ErrorAction", Expr::Word("SilentlyContinue"));
    vec![
        Statement::Comment("Guard: the right shell, one object, the value that was diagnosed."),
        Statement::when(
            Expr::from(get_command).negated(),
            stop("run this in a window of its own after Connect-ExchangeOnline."),
        ),
        Statement::assign("found", named_like_it()),
        Statement::If(
            vec![
                (
                    count("failures", Operator::Gt, 0),
                    stop("the connectors could not be read."),
                ),
                (
                    count("found", Operator::Ne, 1),
                    stop("not exactly one connector has this name."),
                ),
            ],
            vec![],
        ),
        Statement::assign("before", variable("found").index(0)),
        Statement::when(
            value_is("before", "diagnosed").negated(),
            stop("the value is no longer the one that was diagnosed."),
        ),
    ]
}

fn change() -> Vec<Statement> {
    let set = Command::new("Set-InboundConnector")
        .with("Identity", variable("identity"))
        .with("TlsSenderCertificateName", variable("wanted"))
        .with("ErrorAction", Expr::Word("Stop"));
    let failed = Expr::Format(
        "The change was refused: {0}",
        vec![variable("_").member("Exception").member("Message")],
    );
    let proven = count("after", Operator::Eq, 1).binary(Operator::And, variable("same"));
    vec![
        Statement::Try(vec![set.into()], vec![Statement::say(failed)]),
        Statement::Comment("The read-back decides."),
        Statement::assign("after", named_like_it()),
        Statement::assign("same", Expr::Bool(false)),
        Statement::ForEach(
            "connector",
            variable("after"),
            vec![Statement::assign("same", value_is("connector", "wanted"))],
        ),
        Statement::If(
            vec![(
                proven,
                vec![
                    Statement::say("DONE: the new value was read back."),
                    Statement::Exit(0),
                ],
            )],
            vec![
                Statement::say("FAILED: the new value was not read back."),
                Statement::Exit(1),
            ],
        ),
    ]
}

/// One guarded change of TlsSenderCertificateName.
pub(crate) fn set_inbound_connector(identity: &str, diagnosed: &str, wanted: &str) -> Script {
    let mut body = vec![
        Statement::Comment("What was diagnosed, and what it becomes."),
        Statement::assign("identity", Expr::text(identity)),
        Statement::assign("diagnosed", Expr::text(diagnosed)),
        Statement::assign("wanted", Expr::text(wanted)),
        Statement::Blank,
        Statement::Function(Function {
            name: "Stop-Unchanged",
            parameters: vec![Parameter {
                kind: Some("string"),
                name: "Reason",
                default: None,
            }],
            body: vec![
                Statement::say(Expr::Format(
                    "STOPPED, nothing was changed: {0}",
                    vec![variable("Reason")],
                )),
                Statement::Exit(2),
            ],
        }),
        Statement::Blank,
    ];
    body.extend(guards());
    let backup = Command::new("Join-Path")
        .with("Path", variable("BackupFolder"))
        .with("ChildPath", "inbound-connector.before.clixml");
    body.extend([
        Statement::Blank,
        Pipeline::from(variable("before"))
            .pipe(Command::new("Export-Clixml").with("Path", backup))
            .into(),
        Statement::when(
            variable("?").negated(),
            stop("the state before could not be saved."),
        ),
        Statement::Blank,
        Statement::ShouldProcess(Change {
            target: variable("identity"),
            action: Expr::Format(
                "Set TlsSenderCertificateName to {0}",
                vec![variable("wanted")],
            ),
            body: change(),
            otherwise: vec![Statement::say("PREVIEW: nothing was changed.")],
        }),
    ]);
    Script {
        requires: Some("-Version 5.1"),
        help: Help {
            synopsis: "Sets TlsSenderCertificateName of one inbound connector.",
            description: "For Exchange Online PowerShell, in a window of its own.\nRun it with -WhatIf first.",
        },
        parameters: vec![Parameter {
            kind: Some("string"),
            name: "BackupFolder",
            default: Some(".".into()),
        }],
        body,
    }
}
