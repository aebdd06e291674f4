//! For the script that only looks: connectors now against the state that was saved
//! before anything was changed.

use super::Side;
use super::frame::{DEFAULT_SMTP, below, find, parameter};
use super::verify::{good, look, wrong};
use super::words::{all, count, format, or, same, text_of, var};
use crate::remedy::powershell::{Block, Command, Expr, Function, Operator, Pipeline, Statement};

/// What of a connector of each side must stay as it was.
fn compared(side: Side) -> (&'static str, &'static [&'static str]) {
    match side {
        Side::OnPremises => (
            "Enabled={0}; AddressSpaces={1}; SmartHosts={2}; SourceTransportServers={3}; TlsCertificateName={4}; Fqdn={5}; RequireTLS={6}; CloudServicesMailEnabled={7}",
            &[
                "Enabled",
                "AddressSpaces",
                "SmartHosts",
                "SourceTransportServers",
                "TlsCertificateName",
                "Fqdn",
                "RequireTLS",
                "CloudServicesMailEnabled",
            ],
        ),
        Side::Cloud => (
            "Enabled={0}; ConnectorType={1}; TlsSenderCertificateName={2}; SenderIPAddresses={3}; SenderDomains={4}; AssociatedAcceptedDomains={5}; RequireTls={6}; CloudServicesMailEnabled={7}",
            &[
                "Enabled",
                "ConnectorType",
                "TlsSenderCertificateName",
                "SenderIPAddresses",
                "SenderDomains",
                "AssociatedAcceptedDomains",
                "RequireTls",
                "CloudServicesMailEnabled",
            ],
        ),
    }
}

/// `Get-StateText -Connector $one`
fn state_text(variable: Expr) -> Expr {
    Command::new("Get-StateText")
        .with("Connector", variable)
        .into()
}

/// The function that puts a connector into one line.
pub(super) fn function(side: Side) -> Statement {
    let (pattern, names) = compared(side);
    let value = |name: &&'static str| text_of(var("Connector").member(name));
    let text = format(pattern, names.iter().map(value).collect());
    Statement::Function(Function {
        name: "Get-StateText",
        parameters: vec![parameter(None, "Connector")],
        body: vec![Statement::Return(Some(text))],
    })
}

/// Folders with a complete state before: `$saved` of this side, the oldest first, where
/// the bundle saves one; `$start` and `$Since` from the newest of both sides, `$Since` as
/// logs write times (UTC). A run that stopped early leaves a folder without its files.
pub(super) fn folders(side: Side, saves: bool) -> Block {
    let holds = |file: &'static str| {
        let join = Command::new("Join-Path").with("Path", var("_").member("FullName"));
        let path = Expr::from(join.with("ChildPath", file));
        Expr::from(Command::new("Test-Path").with("LiteralPath", path))
    };
    let named = |pattern: String| {
        var("_")
            .member("Name")
            .binary(Operator::Like, Expr::text(pattern))
    };
    let sorted = |from: Pipeline, condition: Expr, by: &'static str| {
        Expr::all_output(
            from.pipe(Command::new("Where-Object").argument(Expr::script_block(condition)))
                .pipe(Command::new("Sort-Object").argument(Expr::Word(by))),
        )
    };
    let [on_premises, cloud] = Side::BOTH.map(|side| super::frame::saved(side)[0].1);
    let list = Command::new("Get-ChildItem")
        .with("Path", var("Folder"))
        .with("ErrorAction", Expr::Word("SilentlyContinue"));
    let complete = all([
        named("relay-doctor-before-*".to_owned()),
        or(holds(on_premises), holds(cloud)),
    ]);
    let states = sorted(list.into(), complete, "CreationTimeUtc");
    let needed: &[&'static str] = match side {
        Side::OnPremises => &[on_premises, DEFAULT_SMTP],
        Side::Cloud => &[cloud],
    };
    let ours = [named(format!("{}*", side.before()))];
    let ours = all(ours
        .into_iter()
        .chain(needed.iter().map(|file| holds(file))));
    let invariant = Expr::Static("System.Globalization.CultureInfo", "InvariantCulture");
    let stamp = var("start").call(
        "ToString",
        vec![Expr::text("yyyy-MM-ddTHH:mm:ss"), invariant],
    );
    let yesterday = Expr::Static("DateTime", "UtcNow").call("AddHours", vec![Expr::Number(-24)]);
    let newest = var("states").index(-1).member("CreationTimeUtc");
    let mut block = vec![
        Statement::assign("states", states),
        Statement::assign("start", yesterday),
        Statement::when(
            count("states", Operator::Gt, 0),
            vec![Statement::assign("start", newest)],
        ),
        Statement::when(
            var("Since").binary(Operator::Eq, ""),
            vec![Statement::assign("Since", stamp)],
        ),
    ];
    if saves {
        let saved = sorted(Pipeline::from(var("states")), ours, "Name");
        block.push(Statement::assign("saved", saved));
    }
    block
}

/// Connectors that are not in `$changedNames` are as before; of those that were, mail
/// between both sides still counts as internal (CloudServicesMailEnabled).
pub(super) fn unchanged(side: Side, by_wizard: bool) -> Block {
    let find =
        Command::new(find(side.object())).with("Name", var("one").member("Name").cast("string"));
    let name = || vec![var("one").member("Name")];
    let now = || var("now").index(0);
    let is_changed =
        var("changedNames").binary(Operator::Contains, var("one").member("Name").cast("string"));
    let internal = same(
        now().member("CloudServicesMailEnabled"),
        var("one").member("CloudServicesMailEnabled"),
    );
    let gone = wrong(format("{0} was there before and is gone.", name()));
    let values = vec![
        var("one").member("Name"),
        state_text(var("one")),
        state_text(now()),
    ];
    let differs = match by_wizard {
        true => look(format("{0} was changed. Before: {1} Now: {2}", values)),
        false => wrong(format(
            "{0} was not to be changed. Before: {1} Now: {2}",
            values,
        )),
    };
    let judge = Statement::If(
        vec![
            (
                count("now", Operator::Ne, 1),
                vec![Statement::when(is_changed.clone().negated(), vec![gone])],
            ),
            (
                is_changed,
                vec![Statement::If(
                    vec![(
                        internal,
                        vec![good(format(
                            "{0}: CloudServicesMailEnabled is as before.",
                            name(),
                        ))],
                    )],
                    vec![wrong(format(
                        "{0}: CloudServicesMailEnabled is no longer as before, so mail between both sides is not internal.",
                        name(),
                    ))],
                )],
            ),
            (
                same(state_text(var("one")), state_text(now())),
                vec![good(format("{0} is as before.", name()))],
            ),
        ],
        vec![differs],
    );
    let exists = var("one").binary(Operator::Ne, Expr::Null);
    let each = Statement::ForEach(
        "one",
        var("before"),
        vec![Statement::when(
            exists,
            vec![Statement::assign("now", Expr::all_output(find)), judge],
        )],
    );
    let mut compared = vec![each];
    if side == Side::OnPremises {
        compared.extend(default_smtp(var("defaultsBefore")));
    }
    let mut block = oldest_whole(side);
    block.push(Statement::If(
        vec![(var("oldest").binary(Operator::Ne, ""), compared)],
        vec![look(
            "No complete saved state was found in the folder given by -Folder: whether other connectors are as before was not compared.",
        )],
    ));
    block
}

/// `$before`, and on-premises `$defaultsBefore`, of the oldest saved state that can be
/// read; `$oldest` is its folder. A file that was half written is no word of a person.
fn oldest_whole(side: Side) -> Block {
    let (_, file) = super::frame::saved(side)[0];
    let import = |file: &'static str| {
        Expr::all_output(Command::new("Import-Clixml").with("Path", below("candidate", file)))
    };
    let mut read = vec![Statement::assign("before", import(file))];
    if side == Side::OnPremises {
        read.push(Statement::assign("defaultsBefore", import(DEFAULT_SMTP)));
    }
    read.push(Statement::assign("oldest", var("candidate")));
    let broken = look(format(
        "The state saved in {0} cannot be read, as when a file was half written, and is passed over: {1}",
        vec![
            var("candidate"),
            var("_").member("Exception").member("Message"),
        ],
    ));
    let unless_read = Statement::when(
        var("oldest").binary(Operator::Eq, ""),
        vec![
            Statement::assign("candidate", var("state").member("FullName")),
            Statement::Try(read, vec![broken]),
        ],
    );
    vec![
        Statement::assign("oldest", Expr::text("")),
        Statement::ForEach("state", var("saved"), vec![unless_read]),
    ]
}

/// The default SMTP certificate of each server is the one from before.
fn default_smtp(before: Expr) -> Block {
    let same_server = same(var("_").member("Name"), var("one").member("Name"));
    let now = Pipeline::from(var("defaults"))
        .pipe(Command::new("Where-Object").argument(Expr::script_block(same_server)))
        .pipe(super::frame::each(
            var("_").member("InternalTransportCertificateThumbprint"),
        ));
    let old = || var("one").member("InternalTransportCertificateThumbprint");
    let judge = Statement::If(
        vec![(
            same(var("now"), old()),
            vec![good(format(
                "{0}: the default SMTP certificate is as before.",
                vec![var("one").member("Name")],
            ))],
        )],
        vec![wrong(format(
            "{0}: the default SMTP certificate was {1} and is now {2}.",
            vec![var("one").member("Name"), old(), text_of(var("now"))],
        ))],
    );
    vec![
        Statement::assign(
            "defaults",
            Expr::all_output(Command::new("Get-DefaultSmtp")),
        ),
        Statement::ForEach(
            "one",
            before,
            vec![Statement::when(
                all([var("one").binary(Operator::Ne, Expr::Null)]),
                vec![Statement::assign("now", Expr::all_output(now)), judge],
            )],
        ),
    ]
}
