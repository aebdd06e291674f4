//! A step that changes properties of one connector.

use super::frame::find;
use super::words::{
    all, attempt, count, fail, format, has_command, increment, read_back, same, show, stop,
    text_of, var,
};
use crate::remedy::edit::{Object, Property, Value, Values};
use crate::remedy::powershell::{Block, Change, Command, Expr, Operator, Statement};

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From what was diagnosed to what is wanted.
    Forward,
    /// From what was set to what was diagnosed.
    Back,
}

impl Direction {
    fn current(self, property: &Property) -> Option<&Value> {
        match self {
            Self::Forward => property.diagnosed.as_ref(),
            Self::Back => Some(&property.wanted),
        }
    }

    fn wanted(self, property: &Property) -> Option<&Value> {
        match self {
            Self::Forward => Some(&property.wanted),
            Self::Back => property.diagnosed.as_ref(),
        }
    }
}

/// Data first, then the guard, the change and the proof.
pub(super) fn step(values: &Values, direction: Direction) -> Block {
    let names: Vec<&'static str> = values.properties.iter().map(|p| p.name).collect();
    let table = |value: &dyn Fn(&Property) -> Option<Value>| {
        let entry = |p: &Property| Some((p.name, value(p)?.expr()));
        Expr::Hashtable(values.properties.iter().filter_map(entry).collect())
    };
    let mut block = vec![
        Statement::assign("identity", Expr::text(values.identity.as_str())),
        Statement::Comment("What must be there now, and what it becomes."),
        Statement::assign("current", table(&|p| direction.current(p).cloned())),
        Statement::assign("wanted", table(&|p| direction.wanted(p).cloned())),
    ];
    if let Some(parameter) = values.without {
        block.extend(unless_known(values.object, parameter));
    }
    let set = names.iter().fold(
        Command::new(values.object.setter()).with("Identity", var("identity")),
        |command, name| command.with(name, var("wanted").member(name)),
    );
    block.extend(guarded(values.object, &names, set));
    block
}

/// Right for Exchange without this parameter only.
fn unless_known(object: Object, parameter: &'static str) -> Block {
    let parameters = has_command(object.setter()).member("Parameters");
    let known = parameters.call("ContainsKey", vec![Expr::text(parameter)]);
    let why = format(
        "this Exchange has {0}, so the certificate is not chosen by Fqdn. Gather Get-SendConnector | Format-List * again and let relay-doctor plan anew.",
        vec![Expr::Word(parameter)],
    );
    vec![Statement::when(known, vec![stop(why)])]
}

/// Guard, change and proof for `$identity`, `$current` and `$wanted`.
pub(super) fn guarded(object: Object, names: &[&'static str], set: Command) -> Block {
    let is = |holder: &'static str, table: &'static str| {
        let pairs = names
            .iter()
            .map(move |name| same(live(holder, name), wanted(table, name)));
        all(pairs)
    };
    let mut block = one_or_stop(object);
    block.push(Statement::assign("before", var("found").index(0)));
    let read = Command::new(find(object)).with("Name", var("identity"));
    let proven = count("after", Operator::Eq, 1).binary(Operator::And, is("after[0]", "wanted"));
    let mut change = attempt(set);
    change.extend(read_back(
        vec![Statement::assign("after", Expr::all_output(read))],
        proven,
    ));
    change.push(Statement::If(
        vec![(
            var("proven"),
            vec![increment("changed"), show("Changed, and read back.")],
        )],
        vec![fail(format(
            "the new value of {0} was not read back.",
            vec![var("identity")],
        ))],
    ));
    let safe = |value: Expr| Expr::from(Command::new("Get-SafeText").with("Value", value));
    let action = Statement::ShouldProcess(Change {
        target: safe(var("identity")),
        action: safe(what(names)),
        body: change,
        otherwise: vec![increment("declined")],
    });
    let mut other: Block = names.iter().flat_map(|name| differs(name)).collect();
    other.push(stop(format(
        "{0} was changed by somebody since. This script leaves it alone; gather the evidence again.",
        vec![var("identity")],
    )));
    block.push(Statement::If(
        vec![
            (
                is("before", "wanted"),
                vec![increment("already"), show("It is as wanted already.")],
            ),
            (is("before", "current"), vec![action]),
        ],
        other,
    ));
    block
}

/// Exactly one object of the name, in `$found`.
pub(super) fn one_or_stop(object: Object) -> Block {
    let read = Command::new(find(object)).with("Name", var("identity"));
    let why = format(
        "{0} connectors are named {1}, and it has to be exactly one.",
        vec![var("found").member("Count"), var("identity")],
    );
    vec![
        Statement::assign("found", Expr::all_output(read)),
        Statement::when(count("found", Operator::Ne, 1), vec![stop(why)]),
    ]
}

/// The value of a live object; servers by their names.
fn live(holder: &'static str, name: &'static str) -> Expr {
    let object = match holder {
        "after[0]" => var("after").index(0),
        other => var(other),
    };
    servers_by_name(object.member(name), name)
}

fn wanted(table: &'static str, name: &'static str) -> Expr {
    servers_by_name(var(table).member(name), name)
}

fn servers_by_name(value: Expr, name: &'static str) -> Expr {
    match name {
        "SourceTransportServers" => Command::new("Get-ServerName").with("Value", value).into(),
        _ => value,
    }
}

/// `Set TlsSenderCertificateName to mail.contoso.com`
fn what(names: &[&'static str]) -> Expr {
    let one = |name: &'static str| {
        format(
            "{0} = {1}",
            vec![Expr::Word(name), text_of(var("wanted").member(name))],
        )
    };
    let texts: Vec<Expr> = names.iter().map(|name| one(name)).collect();
    Expr::list(texts).binary(Operator::Join, "; ")
}

fn differs(name: &'static str) -> Block {
    let line = |what: &'static str, holder: &'static str| {
        let value = text_of(var(holder).member(name));
        show(format(what, vec![Expr::Word(name), value]))
    };
    vec![
        line("{0} found:    {1}", "before"),
        line("{0} expected: {1}", "current"),
    ]
}
