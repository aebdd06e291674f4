//! `verify.ps1`: changes nothing, tells by the shell which side it looks at, and looks
//! at more than the values that were changed.

use super::frame::{self, find, parameter};
use super::values::one_or_stop;
use super::words::{all, count, failed, format, has_command, or, quiet, same, show, text_of, var};
use super::{Numbered, Side, folder, state, steps_of};
use crate::attribution::{configured_to_tenant, ways};
use crate::facts::Facts;
use crate::remedy::edit::{Edit, Object, Value};
use crate::remedy::plan::{PlanOption, StepKind};
use crate::remedy::powershell::{
    Block, Command, Expr, Function, Help, Operator, Pipeline, Script, Statement,
};

/// The file's name.
pub(super) const NAME: &str = "verify.ps1";

/// It is right.
pub(super) fn good(text: impl Into<Expr>) -> Statement {
    Command::new("Write-Good").with("Text", text).into()
}

/// It is wrong.
pub(super) fn wrong(text: impl Into<Expr>) -> Statement {
    Command::new("Write-Wrong").with("Text", text).into()
}

/// A person has to look.
pub(super) fn look(text: impl Into<Expr>) -> Statement {
    Command::new("Write-Look").with("Text", text).into()
}

/// The script.
pub(super) fn script(facts: &Facts, option: &PlanOption) -> Script {
    let mut body = vec![
        Statement::assign("ErrorActionPreference", Expr::text("Stop")),
        Statement::assign("good", Expr::Number(0)),
        Statement::assign("wrong", Expr::Number(0)),
        Statement::assign("look", Expr::Number(0)),
        Statement::Blank,
    ];
    body.extend(frame::text_functions());
    body.extend(functions());
    body.push(Statement::Blank);
    let on_premises = has_command("Get-SendConnector");
    let cloud = has_command("Get-InboundConnector");
    let both = "both shells are loaded in this window. Run it once in the Exchange Management Shell and once in a window of its own after Connect-ExchangeOnline.";
    let none = "neither the Exchange Management Shell nor Exchange Online PowerShell is loaded: run it once in each.";
    let inner = vec![
        Statement::If(
            vec![
                (
                    all([on_premises.clone(), cloud.clone()]),
                    vec![super::words::stop(both)],
                ),
                (on_premises, on_premises_checks(facts, option)),
                (cloud, cloud_checks(facts, option)),
            ],
            vec![super::words::stop(none)],
        ),
        Statement::Blank,
    ];
    let inner: Block = inner.into_iter().chain(ending()).collect();
    let unforeseen = super::words::stop(format(
        "something unforeseen happened: {0}",
        vec![var("_").member("Exception").member("Message")],
    ));
    body.push(Statement::Try(inner, vec![unforeseen]));
    Script {
        requires: Some("-Version 2.0"),
        help: Help {
            synopsis: "Looks whether relay is mended and nothing else was changed. It changes nothing.",
            description: DESCRIPTION,
        },
        parameters: vec![folder()],
        body,
    }
}

const DESCRIPTION: &str =
    "Run it in the Exchange Management Shell, and again in a window of its own after
Connect-ExchangeOnline: it tells by the shell which side it looks at.
-Folder: where the scripts saved the state before (the same as theirs).
Lines begin with OK, WRONG, LOOK (a person has to) or BY HAND.
Exit code: 0 verified, 1 something is wrong, 2 it could not look, 3 a person has to look.";

/// Functions that count what they say, and the end.
fn functions() -> Block {
    let text = || vec![parameter(None, "Text")];
    let counted = |name, pattern: &'static str, counter: &'static str| {
        Statement::Function(Function {
            name,
            parameters: text(),
            body: vec![
                Statement::assign(counter, var(counter).binary(Operator::Add, 1)),
                show(format(pattern, vec![var("Text")])),
            ],
        })
    };
    vec![
        counted("Write-Good", "OK     {0}", "script:good"),
        counted("Write-Wrong", "WRONG  {0}", "script:wrong"),
        counted("Write-Look", "LOOK   {0}", "script:look"),
        Statement::Function(Function {
            name: "Stop-Script",
            parameters: vec![parameter(None, "Reason")],
            body: vec![
                show(format("STOPPED: {0}", vec![var("Reason")])),
                Statement::Exit(2),
            ],
        }),
    ]
}

fn ending() -> Block {
    let counts = || vec![var("good"), var("wrong"), var("look")];
    let end =
        |pattern: &'static str, code| vec![show(format(pattern, counts())), Statement::Exit(code)];
    let some = |name| var(name).binary(Operator::Gt, 0);
    vec![Statement::If(
        vec![
            (
                some("wrong"),
                end("NOT VERIFIED: {1} wrong, {2} to look at, {0} right.", 1),
            ),
            (
                some("look"),
                end("UNDECIDED: {2} for a person to look at, {0} right.", 3),
            ),
        ],
        end("VERIFIED: {0} right.", 0),
    )]
}

fn on_premises_checks(facts: &Facts, option: &PlanOption) -> Block {
    let side = Side::OnPremises;
    let mut block = frame::server_function();
    block.extend(frame::default_smtp_function());
    block.extend(frame::finder(side.object()));
    block.push(state::function(side));
    block.extend(state::folders(side));
    let steps = steps_of(option, side);
    block.extend(wanted_values(&steps));
    block.extend(servers(facts, option));
    block.extend(state::unchanged(side, changed(&steps)));
    block.push(show(BY_HAND));
    block
}

fn cloud_checks(facts: &Facts, option: &PlanOption) -> Block {
    let side = Side::Cloud;
    let mut block = frame::finder(side.object());
    block.push(state::function(side));
    block.extend(state::folders(side));
    let steps = steps_of(option, side);
    block.extend(wanted_values(&steps));
    block.extend(state::unchanged(side, changed(&steps)));
    block.extend(relayed(facts));
    block.push(show(BY_HAND));
    block
}

/// The header is what a recipient's system wrote, so no cmdlet tells it.
const BY_HAND: &str = "BY HAND Send a message from an on-premises mailbox to a cloud mailbox: its header must say X-MS-Exchange-Organization-AuthAs: Internal.";

/// Names of the connectors that the steps change.
fn changed<'a>(steps: &[Numbered<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&str> = steps
        .iter()
        .filter_map(|s| match s.edit {
            Edit::Values(edit) => Some(edit.identity.as_str()),
            Edit::SendCertificate(edit) => Some(edit.identity.as_str()),
            Edit::NewInbound(edit) => Some(edit.name.as_str()),
            Edit::Smtp(_) => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Each value that a step sets; where a person decides, a value that is not set is
/// something to look at.
fn wanted_values(steps: &[Numbered]) -> Block {
    let puts_back = steps
        .iter()
        .any(|s| matches!(s.step.kind, StepKind::PutServersBack { .. }));
    let mut block = Block::new();
    for numbered in steps {
        // A server that comes back later is not missing in the end.
        if puts_back && matches!(numbered.step.kind, StepKind::TakeServersOut { .. }) {
            continue;
        }
        let (object, identity, values) = match numbered.edit {
            Edit::Values(edit) => {
                let values = edit.properties.iter();
                let values = values.map(|p| (p.name, p.wanted.clone())).collect();
                (edit.object, &edit.identity, values)
            }
            Edit::SendCertificate(edit) => {
                let expected = Value::of(edit.expected.clone());
                let values = vec![("TlsCertificateName", expected)];
                (Object::SendConnector, &edit.identity, values)
            }
            Edit::NewInbound(edit) => {
                // Only what is printed as it is given.
                let kept = |(name, _): &&(&'static str, Value)| *name != "SenderDomains";
                let values: Vec<_> = edit.properties.iter().filter(kept).cloned().collect();
                (Object::InboundConnector, &edit.name, values)
            }
            // The certificates of all servers are looked at below.
            Edit::Smtp(_) => continue,
        };
        block.push(Statement::Blank);
        block.push(show(numbered.title()));
        block.extend(one_value(
            object,
            identity,
            &values,
            numbered.switch.is_some(),
        ));
    }
    block
}

fn one_value(
    object: Object,
    identity: &str,
    values: &[(&'static str, Value)],
    decided: bool,
) -> Block {
    let table = values.iter().map(|(name, value)| (*name, value.expr()));
    let names: Vec<&'static str> = values.iter().map(|(name, _)| *name).collect();
    let on_server = |value: Expr, name: &str| match name {
        "SourceTransportServers" => Command::new("Get-ServerName").with("Value", value).into(),
        _ => value,
    };
    let mut block = vec![
        Statement::assign("identity", Expr::text(identity)),
        Statement::assign("wanted", Expr::Hashtable(table.collect())),
    ];
    let missing = |text| match decided {
        true => look(text),
        false => wrong(text),
    };
    let judge: Block = names
        .iter()
        .map(|name| {
            let live = var("found").index(0).member(name);
            let is = same(
                on_server(live.clone(), name),
                on_server(var("wanted").member(name), name),
            );
            let said = |pattern: &'static str| {
                format(
                    pattern,
                    vec![
                        var("identity"),
                        Expr::Word(name),
                        text_of(live.clone()),
                        text_of(var("wanted").member(name)),
                    ],
                )
            };
            Statement::If(
                vec![(is, vec![good(said("{0}: {1} is {2}"))])],
                vec![missing(said("{0}: {1} is {2} and should be {3}"))],
            )
        })
        .collect();
    let mut reading = one_or_stop(object);
    reading.truncate(1);
    block.extend(reading);
    let none = format(
        "{0} connectors are named {1}, and it has to be exactly one.",
        vec![var("found").member("Count"), var("identity")],
    );
    block.push(Statement::If(
        vec![(count("found", Operator::Eq, 1), judge)],
        vec![missing(none)],
    ));
    block
}

/// The thumbprint that the closing check of the plan expects.
fn expected(option: &PlanOption) -> Option<&str> {
    option.steps.iter().find_map(|s| match &s.kind {
        StepKind::CheckSendLog { thumbprint } => thumbprint.as_deref(),
        _ => None,
    })
}

/// Send connectors that lead to the tenant, by the listing and by the log.
fn connectors(facts: &Facts) -> Vec<&str> {
    let listed = facts.send_connectors.iter().flatten();
    let listed = listed.filter(|c| configured_to_tenant(facts, c) == Some(true));
    let mut names: Vec<&str> = listed.map(|c| c.name.as_str()).collect();
    for way in ways(facts) {
        let name = way
            .connector
            .filter(|n| !names.iter().any(|known| known.eq_ignore_ascii_case(n)));
        names.extend(name);
    }
    names.sort_unstable();
    names
}

/// The expected certificate on every source server, and in this server's newest log.
fn servers(facts: &Facts, option: &PlanOption) -> Block {
    let Some(thumbprint) = expected(option) else {
        return vec![look(
            "Which certificate should be sent is not known: see the checklist.",
        )];
    };
    let mut block = vec![
        Statement::Blank,
        show("The certificate on the source servers"),
        Statement::assign("thumbprint", Expr::text(thumbprint)),
        Statement::assign("connectors", Expr::list(connectors(facts))),
    ];
    let read = Command::new(find(Object::SendConnector)).with("Name", var("name"));
    let not_one = look(format(
        "{0}: {1} Send connectors have this name.",
        vec![var("name"), var("found").member("Count")],
    ));
    let sources = var("found").index(0).member("SourceTransportServers");
    let sources = Command::new("Get-ServerName").with("Value", sources);
    let each_server = Statement::ForEach("server", Expr::all_output(sources), on_server());
    block.push(Statement::ForEach(
        "name",
        var("connectors"),
        vec![
            Statement::assign("found", Expr::all_output(read)),
            Statement::If(
                vec![(count("found", Operator::Eq, 1), vec![each_server])],
                vec![not_one],
            ),
        ],
    ));
    block.extend(logs());
    block
}

fn on_server() -> Block {
    let get = Command::new("Get-ExchangeCertificate").with("Server", var("server"));
    let this = var("_").member("Thumbprint").same_text(var("thumbprint"));
    let exists = var("_").binary(Operator::Ne, Expr::Null);
    let wanted = Expr::script_block(exists.binary(Operator::And, this));
    let here = Pipeline::from(var("listed")).pipe(Command::new("Where-Object").argument(wanted));
    let only = || var("here").index(0);
    let serves = only()
        .member("Services")
        .cast("string")
        .binary(Operator::Like, "*SMTP*");
    let ready = all([
        count("here", Operator::Eq, 1),
        only().member("HasPrivateKey"),
        serves,
    ]);
    let said = |pattern: &'static str| format(pattern, vec![var("server"), var("thumbprint")]);
    vec![
        Statement::assign("listed", quiet(get)),
        Statement::If(
            vec![(
                failed(),
                vec![look(said(
                    "{0} could not be asked for the certificate {1}.",
                ))],
            )],
            vec![
                Statement::assign("here", Expr::all_output(here)),
                Statement::If(
                    vec![(
                        ready,
                        vec![good(said(
                            "{0} has the certificate {1}, with key and SMTP.",
                        ))],
                    )],
                    vec![wrong(said(
                        "{0} does not have the certificate {1} with its private key and SMTP.",
                    ))],
                ),
            ],
        ),
    ]
}

/// The newest send log of this server: sessions since the change show the expected
/// thumbprint and no 5.7.64. Lines begin with the time in UTC, so text compares.
fn logs() -> Block {
    let here = var("env:COMPUTERNAME");
    let service = |cmdlet| Command::new(cmdlet).with("Identity", here.clone());
    let path = |from: Command| {
        Expr::from(from)
            .member("SendProtocolLogPath")
            .cast("string")
    };
    let newest = Command::new("Get-ChildItem")
        .with("Path", var("logPath"))
        .with("Filter", "*.LOG")
        .with("ErrorAction", Expr::Word("SilentlyContinue"))
        .pipe(Command::new("Sort-Object").argument(Expr::Word("LastWriteTime")));
    let newest = newest.pipe(Command::new("Select-Object").with("Last", 1));
    let lines = |pattern: Expr| {
        let later = Expr::StaticCall(
            "string",
            "CompareOrdinal",
            vec![var("_").member("Line"), var("since")],
        )
        .binary(Operator::Gt, 0);
        let select = Command::new("Select-String")
            .with("Path", var("log").member("FullName"))
            .with("Pattern", pattern)
            .switch("SimpleMatch");
        Expr::all_output(
            select.pipe(Command::new("Where-Object").argument(Expr::script_block(later))),
        )
    };
    let said = |pattern: &'static str| {
        format(
            pattern,
            vec![var("thumbprint"), var("log").member("Name"), var("since")],
        )
    };
    let judge = Statement::If(
        vec![
            (
                count("refused", Operator::Gt, 0),
                vec![wrong(said("5.7.64 stands in {1} after {2} (UTC)."))],
            ),
            (
                count("sent", Operator::Gt, 0),
                vec![good(said(
                    "{1}: {0} was sent after {2} (UTC), and no 5.7.64.",
                ))],
            ),
        ],
        vec![look(said(
            "{1} has no session with {0} after {2} (UTC): send a message to an outside recipient, then run this again.",
        ))],
    );
    vec![
        Statement::Blank,
        show("The send log of this server; run this on every source server."),
        Statement::If(
            vec![(
                has_command("Get-TransportService"),
                vec![Statement::assign(
                    "logPath",
                    path(service("Get-TransportService")),
                )],
            )],
            vec![Statement::assign(
                "logPath",
                path(service("Get-TransportServer")),
            )],
        ),
        Statement::assign("newest", Expr::all_output(newest)),
        Statement::when(
            count("newest", Operator::Eq, 0),
            vec![look(format(
                "No send log was found in {0}.",
                vec![var("logPath")],
            ))],
        ),
        Statement::ForEach(
            "log",
            var("newest"),
            vec![
                Statement::assign("sent", lines(var("thumbprint"))),
                Statement::assign("refused", lines(Expr::text("5.7.64"))),
                judge,
            ],
        ),
    ]
}

/// Mail from the addresses that Exchange Online saw, to recipients outside the
/// tenant's domains: it was never in the trace while it was refused (domain.md 1.3).
fn relayed(facts: &Facts) -> Block {
    let mut addresses: Vec<String> = facts
        .traffic
        .paths
        .iter()
        .filter_map(|p| p.key.address)
        .map(|a| a.to_string())
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let mut block = vec![Statement::Blank, show("Relayed mail in the message trace")];
    if addresses.is_empty() {
        block.push(look(
            "The address that Exchange Online sees is not known: look in the message trace for mail from your servers to outside recipients.",
        ));
        return block;
    }
    let recipient = var("_").member("RecipientAddress").cast("string");
    let domain = recipient.call("Split", vec![Expr::text("@")]).index(-1);
    let outside = var("domains").binary(Operator::NotContains, domain);
    let ours =
        var("addresses").binary(Operator::Contains, var("_").member("FromIP").cast("string"));
    let delivered = same(var("_").member("Status"), Expr::text("Delivered"));
    let exists = var("_").binary(Operator::Ne, Expr::Null);
    let filter = all([exists, ours, outside, delivered]);
    let trace = Command::new("Get-MessageTraceV2")
        .with("StartDate", var("start"))
        .with("EndDate", Expr::Static("DateTime", "UtcNow"))
        .with("ResultSize", 5000);
    let relayed = Pipeline::from(var("traced"))
        .pipe(Command::new("Where-Object").argument(Expr::script_block(filter)));
    let names = Pipeline::from(var("accepted"))
        .pipe(frame::each(var("_").member("DomainName").cast("string")));
    let judge = Statement::If(
        vec![(
            count("relayed", Operator::Gt, 0),
            vec![good(format(
                "{0} messages from your servers were delivered to outside recipients.",
                vec![var("relayed").member("Count")],
            ))],
        )],
        vec![look(
            "No relayed mail in the message trace yet. It lags by minutes: send a message to an outside recipient, wait, then run this again.",
        )],
    );
    let reading = vec![
        Statement::assign("accepted", quiet(Command::new("Get-AcceptedDomain"))),
        Statement::assign("unread", failed()),
        Statement::assign("traced", quiet(trace)),
        Statement::assign("unread", or(var("unread"), failed())),
        Statement::assign("domains", Expr::all_output(names)),
        Statement::assign("relayed", Expr::all_output(relayed)),
        Statement::If(
            vec![(
                var("unread"),
                vec![look("The message trace could not be read.")],
            )],
            vec![judge],
        ),
    ];
    block.push(Statement::assign("addresses", Expr::list(addresses)));
    block.push(Statement::If(
        vec![(has_command("Get-MessageTraceV2"), reading)],
        vec![look(
            "This session has no Get-MessageTraceV2: look in the message trace for mail from your servers to outside recipients.",
        )],
    ));
    block
}
