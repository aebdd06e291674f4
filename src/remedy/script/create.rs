//! A new inbound connector, and its removal.

use super::frame::find;
use super::words::{
    all, attempt, count, fail, format, increment, read_back, same, show, stop, var,
};
use crate::remedy::edit::{NewInbound, Object};
use crate::remedy::powershell::{Block, Change, Command, Expr, Operator, Statement};

/// Properties by which it is known that the connector is ours: others are printed in
/// another form than they are given.
const COMPARED: &[&str] = &[
    "ConnectorType",
    "TlsSenderCertificateName",
    "SenderIPAddresses",
    "AssociatedAcceptedDomains",
];

/// Properties that are compared where they were given: of itself the cmdlet gives them a
/// value that is not nothing.
const COMPARED_IF_GIVEN: &[&str] = &[
    "CloudServicesMailEnabled",
    "TreatMessagesAsInternal",
    "EFSkipLastIP",
    "EFSkipIPs",
];

fn data(new: &NewInbound) -> Block {
    let table: Vec<(&'static str, Expr)> = new
        .properties
        .iter()
        .map(|(name, value)| (*name, value.expr()))
        .collect();
    let read = Command::new(find(Object::InboundConnector)).with("Name", var("identity"));
    vec![
        Statement::assign("identity", Expr::text(new.name.as_str())),
        Statement::assign("wanted", Expr::Hashtable(table)),
        Statement::assign("found", Expr::all_output(read)),
    ]
}

/// Whether the connector in the variable is the one that was made; enabled or not.
fn is_ours(new: &NewInbound, variable: &'static str) -> Expr {
    let one = count(variable, Operator::Eq, 1);
    let given = |name: &str| new.properties.iter().any(|(n, _)| *n == name);
    let if_given = COMPARED_IF_GIVEN.iter().filter(|name| given(name));
    let compared = COMPARED.iter().chain(if_given).map(|name| {
        let expected = match given(name) {
            true => var("wanted").member(name),
            false => Expr::Null,
        };
        same(var(variable).index(0).member(name), expected)
    });
    all([one].into_iter().chain(compared))
}

fn read(variable: &'static str) -> Block {
    let find = Command::new(find(Object::InboundConnector)).with("Name", var("identity"));
    vec![Statement::assign(variable, Expr::all_output(find))]
}

fn safe(value: Expr) -> Expr {
    Command::new("Get-SafeText").with("Value", value).into()
}

/// Makes it, unless the name is taken.
pub(super) fn make(new: &NewInbound) -> Block {
    let command = new.properties.iter().fold(
        Command::new("New-InboundConnector").with("Name", var("identity")),
        |command, (name, _)| command.with(name, var("wanted").member(name)),
    );
    let mut change = attempt(command);
    change.extend(read_back(read("after"), is_ours(new, "after")));
    change.push(Statement::If(
        vec![(
            var("proven"),
            vec![
                increment("changed"),
                show("Created, and read back."),
                Statement::when(
                    same(
                        var("after").index(0).member("Enabled"),
                        Expr::Bool(true),
                    )
                    .negated(),
                    vec![show(
                        "It was created disabled: in new tenants only Microsoft Support can enable it.",
                    )],
                ),
            ],
        )],
        vec![fail(format(
            "the new connector {0} was not read back as it was asked for.",
            vec![var("identity")],
        ))],
    ));
    let action = Statement::ShouldProcess(Change {
        target: safe(var("identity")),
        action: Expr::text("Create an inbound connector of type OnPremises"),
        body: change,
        otherwise: vec![increment("declined")],
    });
    let mut block = data(new);
    block.push(Statement::If(
        vec![
            (
                is_ours(new, "found"),
                vec![increment("already"), show("It is there already.")],
            ),
            (
                count("found", Operator::Gt, 0),
                vec![stop(format(
                    "a connector named {0} exists already and is another one.",
                    vec![var("identity")],
                ))],
            ),
        ],
        vec![action],
    ));
    block
}

/// Removes it, if it is still as it was made.
pub(super) fn remove(new: &NewInbound) -> Block {
    let command = Command::new("Remove-InboundConnector").with("Identity", var("identity"));
    let mut change = attempt(command);
    change.extend(read_back(read("after"), count("after", Operator::Eq, 0)));
    change.push(Statement::If(
        vec![(
            var("proven"),
            vec![increment("changed"), show("Removed, and no longer there.")],
        )],
        vec![fail(format("{0} is still there.", vec![var("identity")]))],
    ));
    let action = Statement::ShouldProcess(Change {
        target: safe(var("identity")),
        action: Expr::text("Remove the inbound connector"),
        body: change,
        otherwise: vec![increment("declined")],
    });
    let mut block = data(new);
    block.push(Statement::If(
        vec![
            (
                count("found", Operator::Eq, 0),
                vec![increment("already"), show("It is not there.")],
            ),
            (is_ours(new, "found"), vec![action]),
        ],
        vec![stop(format(
            "{0} is no longer as it was created. Somebody changed it: look first.",
            vec![var("identity")],
        ))],
    ));
    block
}
