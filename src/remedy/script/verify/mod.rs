//! `verify.ps1`: changes nothing, tells by the shell which side it looks at, and looks
//! at more than the values that were changed.

mod logs;
mod servers;
mod tenant;

use super::frame::{self, parameter};
use super::values::one_or_stop;
use super::words::{all, count, format, has_command, same, show, text_of, var};
use super::{Numbered, Side, folder, has_changes, state, steps_of};
use crate::facts::Facts;
use crate::remedy::edit::{Edit, Object, Value};
use crate::remedy::plan::{OptionId, PlanOption, StepKind};
use crate::remedy::powershell::{
    Block, Command, Expr, Function, Help, Operator, Parameter, Script, Statement,
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
        parameters: vec![
            folder(),
            Parameter {
                default: Some(Expr::text("")),
                ..parameter(Some("string"), "Since")
            },
        ],
        body,
    }
}

const DESCRIPTION: &str =
    "Run it in the Exchange Management Shell, and again in a window of its own after
Connect-ExchangeOnline: it tells by the shell which side it looks at.
-Folder: where the scripts saved the state before (the same as theirs).
-Since: sessions of the log count from then on, UTC, such as 2026-11-02T14:30; else
from the newest saved state on, else of the last 24 hours.
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
                // Nobody stopped it: it has no answer.
                show(format("COULD NOT LOOK: {0}", vec![var("Reason")])),
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
    block.extend(state_before(side, option));
    let steps = steps_of(option, side);
    block.extend(wanted_values(&steps));
    block.extend(servers::checks(facts, option));
    block.extend(unchanged(side, option));
    block.push(show(BY_HAND));
    block
}

fn cloud_checks(facts: &Facts, option: &PlanOption) -> Block {
    let side = Side::Cloud;
    let mut block = frame::finder(side.object());
    block.extend(state_before(side, option));
    let steps = steps_of(option, side);
    block.extend(wanted_values(&steps));
    block.extend(tenant::wizards_value(facts, option));
    block.extend(unchanged(side, option));
    block.extend(tenant::relayed(facts));
    block.push(show(BY_HAND));
    block
}

fn state_before(side: Side, option: &PlanOption) -> Block {
    let saves = has_changes(option, side);
    let mut block = Block::new();
    if saves {
        block.push(state::function(side));
    }
    block.extend(state::folders(side, saves));
    block
}

/// Where no script of the bundle changes a side, none saves its state, and there is
/// nothing to ask for.
fn unchanged(side: Side, option: &PlanOption) -> Block {
    match has_changes(option, side) {
        true => state::unchanged(side, by_wizard(option)),
        false => vec![show(
            "No script of this bundle changes this side, so there is no state before to compare.",
        )],
    }
}

/// The wizard changes connectors of its own, and which else is not documented.
fn by_wizard(option: &PlanOption) -> bool {
    option.id != OptionId::Manual
}

/// The header is what a recipient's system wrote, so no cmdlet tells it.
const BY_HAND: &str = "BY HAND Send a message from an on-premises mailbox to a cloud mailbox: its header must say X-MS-Exchange-Organization-AuthAs: Internal.";

/// Each value that a step sets; where a person decides, a value that is not set is
/// something to look at.
fn wanted_values(steps: &[Numbered]) -> Block {
    let puts_back = steps
        .iter()
        .any(|s| matches!(s.step.kind, StepKind::PutServersBack { .. }));
    let none = Expr::list::<Expr>([]);
    let mut block = vec![Statement::assign("changedNames", none)];
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
        Statement::assign(
            "changedNames",
            var("changedNames").binary(Operator::Add, var("identity")),
        ),
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
