//! The certificate on the servers, and what their logs say since the change.

use super::{good, logs, look, wrong};
use crate::attribution::{configured_to_tenant, ways};
use crate::facts::Facts;
use crate::remedy::edit::Object;
use crate::remedy::plan::{PlanOption, StepKind};
use crate::remedy::powershell::{Block, Command, Expr, Operator, Pipeline, Statement};
use crate::remedy::script::frame::find;
use crate::remedy::script::words::{all, count, failed, format, quiet, show, var};

/// The thumbprint that the closing check of the plan expects.
fn expected(option: &PlanOption) -> Option<&str> {
    option.steps.iter().find_map(|s| match &s.kind {
        StepKind::CheckSendLog { thumbprint } => thumbprint.as_deref(),
        _ => None,
    })
}

/// Send connectors that lead to the tenant, by the listing and by the log; `proven`
/// leaves out those of the log of which the evidence does not tell it.
pub(super) fn connectors(facts: &Facts, proven: bool) -> Vec<&str> {
    let listed = facts.send_connectors.iter().flatten();
    let listed = listed.filter(|c| configured_to_tenant(facts, c) == Some(true));
    let mut names: Vec<&str> = listed.map(|c| c.name.as_str()).collect();
    let ways = ways(facts).into_iter();
    for way in ways.filter(|way| !proven || way.to_tenant == Some(true)) {
        let name = way
            .connector
            .filter(|n| !names.iter().any(|known| known.eq_ignore_ascii_case(n)));
        names.extend(name);
    }
    names.sort_unstable();
    names
}

/// The expected certificate on every source server, and in this server's logs.
pub(super) fn checks(facts: &Facts, option: &PlanOption) -> Block {
    let Some(thumbprint) = expected(option) else {
        return vec![look(
            "Which certificate should be sent is not known: see the checklist.",
        )];
    };
    let mut block = vec![
        Statement::Blank,
        show("The certificate on the source servers"),
        Statement::assign("thumbprint", Expr::text(thumbprint)),
        Statement::assign("connectors", Expr::list(connectors(facts, false))),
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
    block.extend(logs::checks(facts));
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
