//! Steps about the certificate on the servers: TlsCertificateName, and SMTP.

use super::values::{guarded, one_or_stop};
use super::words::{
    all, attempt, count, fail, failed, format, has_command, increment, or, quiet, read_back,
    read_or_stop, same, show, stop, var,
};
use crate::remedy::edit::{Object, SendCertificate, Smtp, Value, issuer_and_subject};
use crate::remedy::powershell::{Block, Change, Command, Expr, Operator, Pipeline, Statement};

const NAME: &str = "TlsCertificateName";

fn table(value: Expr) -> Expr {
    Expr::Hashtable(vec![(NAME, value)])
}

/// TlsCertificateName from the certificate itself, where every source server that can
/// be asked has it with its key and SMTP.
pub(super) fn send(edit: &SendCertificate) -> Option<Block> {
    let (diagnosed, expected) = (edit.diagnosed.as_ref()?, edit.expected.as_deref()?);
    let mut block = vec![
        Statement::assign("identity", Expr::text(edit.identity.as_str())),
        Statement::assign("thumbprint", Expr::text(edit.thumbprint.as_str())),
        Statement::Comment("What must be there now, and what the certificate should give."),
        Statement::assign("current", table(diagnosed.expr())),
        Statement::assign("expected", Expr::text(expected)),
    ];
    block.extend(has_parameter());
    block.extend(one_or_stop(Object::SendConnector));
    block.push(Statement::assign("certificate", Expr::Null));
    let servers = var("found").index(0).member("SourceTransportServers");
    let servers = Command::new("Get-ServerName").with("Value", servers);
    block.push(Statement::ForEach(
        "server",
        Expr::all_output(servers),
        on_server(),
    ));
    let none = var("certificate").binary(Operator::Eq, Expr::Null);
    let nowhere = format(
        "no source server of {0} could be asked for the certificate {1}.",
        vec![var("identity"), var("thumbprint")],
    );
    block.push(Statement::when(none, vec![stop(nowhere)]));
    block.push(Statement::Comment(
        "Issuer and subject exactly as this server prints them.",
    ));
    block.push(Statement::assign("built", issuer_and_subject()));
    let other = format(
        "the certificate gives {0}, and {1} was expected.",
        vec![var("built"), var("expected")],
    );
    block.push(Statement::when(
        same(var("built"), var("expected")).negated(),
        vec![stop(other)],
    ));
    block.push(Statement::assign("wanted", table(var("built"))));
    block.extend(guarded(
        Object::SendConnector,
        &[NAME],
        set(var("wanted").member(NAME)),
    ));
    Some(block)
}

fn set(value: Expr) -> Command {
    let set = Command::new(Object::SendConnector.setter());
    set.with("Identity", var("identity")).with(NAME, value)
}

/// Exchange 2010 has no such parameter.
fn has_parameter() -> Block {
    let parameters = has_command(Object::SendConnector.setter()).member("Parameters");
    let known = parameters.call("ContainsKey", vec![Expr::text(NAME)]);
    vec![Statement::when(
        known.negated(),
        vec![stop(
            "this Exchange has no TlsCertificateName (Exchange 2010): there Fqdn must be a name on the certificate, and the certificate must serve SMTP.",
        )],
    )]
}

/// The certificate of `$thumbprint` on `$server`, with key and SMTP.
fn on_server() -> Block {
    let get = Command::new("Get-ExchangeCertificate").with("Server", var("server"));
    let this = var("_").member("Thumbprint").same_text(var("thumbprint"));
    let exists = var("_").binary(Operator::Ne, Expr::Null);
    let wanted = Expr::script_block(exists.binary(Operator::And, this));
    let here = Pipeline::from(var("listed")).pipe(Command::new("Where-Object").argument(wanted));
    let place = || vec![var("server"), var("thumbprint")];
    let only = || var("here").index(0);
    let services = only().member("Services").cast("string");
    let serves = services.binary(Operator::Like, "*SMTP*");
    let judged = vec![
        Statement::assign("here", Expr::all_output(here)),
        Statement::If(
            vec![
                (
                    count("here", Operator::Ne, 1),
                    vec![stop(format(
                        "{0} does not have the certificate {1}. Import it there first, with its private key.",
                        place(),
                    ))],
                ),
                (
                    only().member("HasPrivateKey").negated(),
                    vec![stop(format(
                        "{0} has the certificate {1} without its private key. Import it there again, with the key.",
                        place(),
                    ))],
                ),
                (
                    serves.negated(),
                    vec![stop(format(
                        "on {0} the certificate {1} does not serve SMTP. Do the step that enables it first.",
                        place(),
                    ))],
                ),
            ],
            vec![],
        ),
        Statement::assign("certificate", only()),
    ];
    vec![
        Statement::assign("listed", quiet(get)),
        Statement::If(
            vec![(
                failed(),
                vec![show(format(
                    "{0} could not be asked: look there yourself that it has the certificate {1}, with key and SMTP.",
                    place(),
                ))],
            )],
            judged,
        ),
    ]
}

/// The way back: to the value that was diagnosed, if what was set is still there.
pub(super) fn send_back(edit: &SendCertificate) -> Option<Block> {
    let (diagnosed, expected) = (edit.diagnosed.as_ref()?, edit.expected.as_deref()?);
    let expected = Value::Text(expected.to_owned());
    let mut block = vec![
        Statement::assign("identity", Expr::text(edit.identity.as_str())),
        Statement::Comment("What must be there now, and what it becomes."),
        Statement::assign("current", table(expected.expr())),
        Statement::assign("wanted", table(diagnosed.expr())),
    ];
    block.extend(guarded(
        Object::SendConnector,
        &[NAME],
        set(var("wanted").member(NAME)),
    ));
    Some(block)
}

/// SMTP for a certificate, the default SMTP certificate left alone.
pub(super) fn smtp(edit: &Smtp) -> Block {
    let mut block = vec![Statement::assign(
        "thumbprint",
        Expr::text(edit.thumbprint.as_str()),
    )];
    block.push(match &edit.server {
        Some(server) => Statement::assign("server", Expr::text(server.as_str())),
        None => Statement::assign("server", var("env:COMPUTERNAME")),
    });
    block.extend(listed("before"));
    let why = format(
        "{0} does not have exactly one certificate {1}. Import it there first, with its private key.",
        vec![var("server"), var("thumbprint")],
    );
    block.push(Statement::when(
        count("before", Operator::Ne, 1),
        vec![stop(why)],
    ));
    let keyless = format(
        "{0} has the certificate {1} without its private key.",
        vec![var("server"), var("thumbprint")],
    );
    block.push(Statement::when(
        var("before").index(0).member("HasPrivateKey").negated(),
        vec![stop(keyless)],
    ));
    let safe = |value: Expr| Expr::from(Command::new("Get-SafeText").with("Value", value));
    let change = Statement::ShouldProcess(Change {
        target: safe(format("{0} on {1}", vec![var("thumbprint"), var("server")])),
        action: Expr::text("Enable the certificate for SMTP beside its services"),
        body: enable(),
        otherwise: vec![increment("declined")],
    });
    block.push(Statement::If(
        vec![(
            serves_smtp("before"),
            vec![increment("already"), show("It serves SMTP already.")],
        )],
        vec![change],
    ));
    block
}

fn serves_smtp(variable: &'static str) -> Expr {
    let services = var(variable).index(0).member("Services").cast("string");
    services.binary(Operator::Like, "*SMTP*")
}

/// The certificate of `$thumbprint` on `$server`, in an array.
fn listed(variable: &'static str) -> Block {
    let get = Command::new("Get-ExchangeCertificate").with("Server", var("server"));
    let this = var("_").member("Thumbprint").same_text(var("thumbprint"));
    let exists = var("_").binary(Operator::Ne, Expr::Null);
    let wanted = Expr::script_block(exists.binary(Operator::And, this));
    let here = Pipeline::from(var("listed")).pipe(Command::new("Where-Object").argument(wanted));
    let mut block = read_or_stop("listed", get);
    block.push(Statement::assign(variable, Expr::all_output(here)));
    block
}

/// The default SMTP certificate of `$server`, as one text.
fn default_of(variable: &'static str) -> Statement {
    let name = Command::new("Get-ServerName").with("Value", var("_").member("Name"));
    let here = Command::new("Get-ServerName").with("Value", var("server"));
    let same = same(name.into(), here.into());
    let found = Command::new("Get-DefaultSmtp")
        .pipe(Command::new("Where-Object").argument(Expr::script_block(same)))
        .pipe(super::frame::each(
            var("_").member("InternalTransportCertificateThumbprint"),
        ));
    let text = Command::new("Get-ValueText").with("Value", Expr::all_output(found));
    Statement::assign(variable, text)
}

/// The question of Exchange is left to the person: its wording is localised, the
/// letter counts, and a bare Enter means Yes (powershell.md rule 7).
fn enable() -> Block {
    let command = Command::new("Enable-ExchangeCertificate")
        .with("Thumbprint", var("thumbprint"))
        .with("Server", var("server"))
        .with("Services", Expr::Word("SMTP"));
    let mut block = vec![
        default_of("defaultBefore"),
        show(format(
            "Default SMTP certificate of {0} before: {1}",
            vec![var("server"), var("defaultBefore")],
        )),
        show(
            "Exchange may now ask whether to overwrite the default SMTP certificate. Type N and press Enter: a bare Enter means Yes.",
        ),
    ];
    block.extend(attempt(command));
    let proven = all([count("after", Operator::Eq, 1), serves_smtp("after")]);
    block.extend(read_back(listed("after"), proven));
    block.push(default_of("defaultAfter"));
    block.push(show(format(
        "Default SMTP certificate of {0} after: {1}",
        vec![var("server"), var("defaultAfter")],
    )));
    let replaced = format(
        "the default SMTP certificate of {0} is no longer {1}. Put it back: Enable-ExchangeCertificate with that thumbprint and -Services SMTP, and answer Y.",
        vec![var("server"), var("defaultBefore")],
    );
    let missing = format(
        "SMTP was not read back for the certificate on {0}.",
        vec![var("server")],
    );
    block.push(Statement::assign(
        "replaced",
        same(var("defaultAfter"), var("defaultBefore")).negated(),
    ));
    // Counted before anything ends the script, whose last lines tell the number.
    block.push(Statement::when(
        or(var("proven"), var("replaced")),
        vec![increment("changed")],
    ));
    block.push(Statement::If(
        vec![
            (var("replaced"), vec![fail(replaced)]),
            (var("proven"), vec![show("Changed, and read back.")]),
        ],
        vec![fail(missing)],
    ));
    block
}
