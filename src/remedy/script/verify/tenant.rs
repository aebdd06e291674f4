//! The tenant: what the wizard wrote, and relayed mail in the message trace.

use super::{good, look, wrong};
use crate::attribution::ways;
use crate::facts::{CertificateName, Facts};
use crate::remedy::edit::Object;
use crate::remedy::plan::{PlanOption, StepKind};
use crate::remedy::powershell::{Block, Command, Expr, Operator, Pipeline, Statement};
use crate::remedy::script::frame::{each, find};
use crate::remedy::script::words::{
    all, count, failed, format, has_command, or, quiet, same, show, var,
};

/// After the wizard: its inbound connector names the certificate, by CN or by the
/// wildcard above it; both were seen (domain.md section 3).
pub(super) fn wizards_value(facts: &Facts, option: &PlanOption) -> Block {
    let mut connectors = facts.tenant.connectors().iter();
    let connector = connectors.find(|c| c.is_hybrid_wizards());
    let name = option.steps.iter().find_map(|s| match &s.kind {
        StepKind::RunHcwUpdateCertificate { certificate, .. }
        | StepKind::RunHcwFull { certificate, .. } => {
            CertificateName::parse(certificate.as_deref()?)
        }
        _ => None,
    });
    let (Some(connector), Some(name)) = (connector, name) else {
        return Block::new();
    };
    let mut names = vec![name.to_string()];
    if let CertificateName::Host(host) = &name
        && let Some(above) = host.parent()
    {
        names.push(CertificateName::Wildcard(above).to_string());
    }
    let live = || {
        let value = var("found").index(0).member("TlsSenderCertificateName");
        value.cast("string")
    };
    let said = |pattern: &'static str| format(pattern, vec![var("identity"), live()]);
    let right = var("expectedNames").binary(Operator::Contains, live());
    let read = Command::new(find(Object::InboundConnector)).with("Name", var("identity"));
    let not_one = look(format(
        "{0} connectors are named {1}.",
        vec![var("found").member("Count"), var("identity")],
    ));
    vec![
        Statement::Blank,
        show("What the wizard wrote"),
        Statement::assign("identity", Expr::text(connector.name.as_str())),
        Statement::assign("expectedNames", Expr::list(names)),
        Statement::assign("found", Expr::all_output(read)),
        Statement::If(
            vec![
                (count("found", Operator::Ne, 1), vec![not_one]),
                (
                    right,
                    vec![good(said("{0}: TlsSenderCertificateName is {1}"))],
                ),
            ],
            vec![wrong(said(
                "{0}: TlsSenderCertificateName is {1}, which is not a name on the certificate.",
            ))],
        ),
    ]
}

/// Mail from the addresses that Exchange Online saw, to recipients outside the
/// tenant's domains: it was never in the trace while it was refused (domain.md 1.3).
pub(super) fn relayed(facts: &Facts) -> Block {
    let mut addresses: Vec<String> = ways(facts)
        .iter()
        .filter_map(|way| Some(way.address?.to_string()))
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
        .with("StartDate", var("traceStart"))
        .with("EndDate", Expr::Static("DateTime", "UtcNow"))
        .with("ResultSize", 5000);
    let relayed = Pipeline::from(var("traced"))
        .pipe(Command::new("Where-Object").argument(Expr::script_block(filter)));
    let names =
        Pipeline::from(var("accepted")).pipe(each(var("_").member("DomainName").cast("string")));
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
    // One call spans ten days at most; the saved state may be older.
    let earliest = Expr::Static("DateTime", "UtcNow").call("AddDays", vec![Expr::Number(-9)]);
    let too_old = var("start").binary(Operator::Lt, earliest.clone());
    let reading = vec![
        Statement::assign("traceStart", var("start")),
        Statement::when(too_old, vec![Statement::assign("traceStart", earliest)]),
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
