//! What is read in the Exchange Management Shell.

use super::super::Side;
use super::super::frame::shell_guards;
use super::super::words::{all, count, format, has_command, same, show, var};
use super::files::hcw_logs;
use super::read::Reading;
use super::{ending, number, target};
use crate::remedy::powershell::{Block, Command, Expr, Operator, Parameter, Pipeline, Statement};

/// Of a certificate only what is public; RawData is its encoding.
const CERTIFICATE: &[&str] = &[
    "Subject",
    "Issuer",
    "Thumbprint",
    "SerialNumber",
    "NotBefore",
    "NotAfter",
    "CertificateDomains",
    "Services",
    "Status",
    "RootCAType",
    "HasPrivateKey",
    "IsSelfSigned",
    "PublicKeySize",
    "FriendlyName",
    "RawData",
];

/// Of an authority; PSParentPath tells its store.
const AUTHORITY: &[&str] = &[
    "Subject",
    "Issuer",
    "Thumbprint",
    "SerialNumber",
    "NotBefore",
    "NotAfter",
    "PSParentPath",
];

const SERVER: &[&str] = &[
    "Name",
    "Fqdn",
    "Edition",
    "AdminDisplayVersion",
    "ServerRole",
    "Site",
    "IsEdgeServer",
    "IsHubTransportServer",
    "IsFrontendTransportServer",
    "WhenChangedUTC",
];

const EVENT: &[&str] = &[
    "TimeCreated",
    "Id",
    "ProviderName",
    "LevelDisplayName",
    "MachineName",
    "Message",
];

/// Of a message only its envelope and what was answered.
const TRACKED: &[&str] = &[
    "Timestamp",
    "EventId",
    "Source",
    "ServerHostname",
    "ClientHostname",
    "ConnectorId",
    "Sender",
    "ReturnPath",
    "Recipients",
    "RecipientStatus",
    "MessageId",
];

const ADDRESSES: &str = "addresses of senders and recipients";

const NAMES: &str = "names of servers, connectors and domains";

pub(super) fn parameters() -> Vec<Parameter> {
    vec![number("Days", 7), number("LogMegabytes", 200)]
}

pub(super) fn body() -> Block {
    let mut block = shell_guards(Side::OnPremises);
    block.push(Statement::Blank);
    block.extend(announcement());
    block.extend(target("relay-doctor-evidence-on-premises-"));
    block.push(Statement::Blank);
    block.extend(organization());
    block.push(Statement::Blank);
    block.extend(servers());
    block.push(Statement::Blank);
    block.push(show(
        "Authorities of this server, and logs of the Hybrid Configuration Wizard",
    ));
    block.extend(authorities());
    block.extend(hcw_logs());
    block.extend(ending("Get-SendConnector"));
    block
}

fn announcement() -> Block {
    [
        "This script only reads. It reads:",
        " - Send connectors, accepted domains, hybrid configuration, Edge subscriptions, Exchange servers",
        " - of each server: certificates (public part), Receive connectors, transport service,",
        "   events 12014 to 12017, messages that failed with 5.7.64 (no subject, no body), newest send logs",
        " - of this server: certificates of authorities, logs of the Hybrid Configuration Wizard of all profiles",
        "It never reads private keys, passwords, subjects or bodies.",
    ]
    .into_iter()
    .map(show)
    .collect()
}

/// What the organization has once.
fn organization() -> Block {
    let mut block = vec![show("The organization")];
    let send = Reading::all(Command::new("Get-SendConnector"), "send-connectors", NAMES);
    block.extend(send.block());
    block.push(Statement::assign(
        "connectors",
        Expr::all_output(Pipeline::from(var("listed"))),
    ));
    let others = [
        ("Get-AcceptedDomain", "accepted-domains"),
        ("Get-HybridConfiguration", "hybrid-configuration"),
        ("Get-EdgeSubscription", "edge-subscriptions"),
    ];
    for (cmdlet, file) in others {
        block.extend(Reading::all(Command::new(cmdlet), file, NAMES).block());
    }
    let servers = Reading {
        names: SERVER,
        ..Reading::all(
            Command::new("Get-ExchangeServer"),
            "exchange-servers",
            NAMES,
        )
    };
    block.extend(servers.block());
    let some = Pipeline::from(var("listed")).pipe(exists());
    let itself = Command::new("New-Object")
        .with("TypeName", Expr::Word("PSObject"))
        .with(
            "Property",
            Expr::Hashtable(vec![
                ("Name", var("env:COMPUTERNAME")),
                ("Fqdn", var("env:COMPUTERNAME")),
                ("IsEdgeServer", Expr::Bool(false)),
            ]),
        );
    block.push(Statement::assign("servers", Expr::all_output(some)));
    block.push(Statement::when(
        count("servers", Operator::Eq, 0),
        vec![Statement::assign("servers", Expr::all_output(itself))],
    ));
    block
}

/// `Where-Object { $_ -ne $null }`
fn exists() -> Command {
    let exists = var("_").binary(Operator::Ne, Expr::Null);
    Command::new("Where-Object").argument(Expr::script_block(exists))
}

fn servers() -> Block {
    let proxied = Pipeline::from(var("connectors")).pipe(
        Command::new("Where-Object")
            .argument(Expr::script_block(var("_").member("FrontendProxyEnabled"))),
    );
    let back = Expr::StaticCall("decimal", "Negate", vec![var("Days")]);
    let since = Expr::Static("DateTime", "Now").call("AddDays", vec![back]);
    let filter = Expr::Hashtable(vec![
        ("LogName", Expr::text("Application")),
        ("ProviderName", Expr::text("MSExchangeTransport")),
        ("Id", Expr::list([12014, 12015, 12016, 12017])),
        ("StartTime", var("since")),
    ]);
    let is_edge = || var("server").member("IsEdgeServer");
    let elsewhere = same(var("name"), var("env:COMPUTERNAME")).negated();
    let alone = Command::new("Add-Problem")
        .with("Source", format("Edge server {0}", vec![var("name")]))
        .with(
            "Why",
            "each Edge Transport server is collected locally: run this script there too",
        );
    let mut each = vec![
        Statement::assign("name", var("server").member("Name").cast("string")),
        Statement::assign("fqdn", var("server").member("Fqdn").cast("string")),
        Statement::assign(
            "place",
            Command::new("Get-FolderName").with("Value", var("name")),
        ),
    ];
    let mut here = vec![show(format("Server {0}", vec![var("name")]))];
    here.extend(on_server());
    each.push(Statement::If(
        vec![(all([is_edge(), elsewhere]), vec![alone.into()])],
        here,
    ));
    vec![
        Statement::assign("proxied", Expr::all_output(proxied)),
        Statement::assign("since", since),
        Statement::assign("filter", filter),
        Statement::ForEach("server", var("servers"), each),
    ]
}

/// The file of a server.
fn of_server(file: &'static str) -> Expr {
    format("{0}\\{1}", vec![var("place"), Expr::Word(file)])
}

/// A subscribed Edge server knows no `-Server`, and is read locally only.
fn with_server(reading: impl Fn(Command) -> Reading, cmdlet: &'static str) -> Statement {
    let with = reading(Command::new(cmdlet).with("Server", var("name")));
    let without = reading(Command::new(cmdlet));
    Statement::If(
        vec![(var("server").member("IsEdgeServer"), without.block())],
        with.block(),
    )
}

fn on_server() -> Block {
    let whose = |reading: Reading| Reading {
        server: Some(var("name")),
        ..reading
    };
    let certificates = |command| {
        let algorithm = var("_")
            .member("PublicKey")
            .member("Oid")
            .member("FriendlyName");
        whose(Reading {
            names: CERTIFICATE,
            asked: Some(("KeyAlgorithm", algorithm)),
            ..Reading::all(
                command,
                of_server("exchange-certificates"),
                "names on certificates",
            )
        })
    };
    let receive = |command| {
        whose(Reading::all(
            command,
            of_server("receive-connectors"),
            "names and IP addresses",
        ))
    };
    let events = whose(Reading {
        names: EVENT,
        ..Reading::all(
            Command::new("Get-WinEvent")
                .with("ComputerName", var("fqdn"))
                .with("FilterHashtable", var("filter")),
            of_server("events"),
            NAMES,
        )
    });
    let tracked = |command: Command| {
        let refused = var("_")
            .member("RecipientStatus")
            .cast("string")
            .binary(Operator::Like, "*5.7.64*");
        whose(Reading {
            names: TRACKED,
            only: Some(refused),
            ..Reading::all(
                command
                    .with("EventId", Expr::Word("FAIL"))
                    .with("Start", var("since"))
                    .with("ResultSize", Expr::Word("Unlimited")),
                of_server("message-tracking"),
                ADDRESSES,
            )
        })
    };
    let mut block = vec![
        with_server(certificates, "Get-ExchangeCertificate"),
        with_server(receive, "Get-ReceiveConnector"),
        Statement::If(
            vec![(
                has_command("Get-TransportService"),
                transport("Get-TransportService", "transport-service", "Hub"),
            )],
            transport("Get-TransportServer", "transport-service", "Hub"),
        ),
        Statement::when(
            count("proxied", Operator::Gt, 0),
            transport(
                "Get-FrontendTransportService",
                "frontend-transport-service",
                "FrontEnd",
            ),
        ),
    ];
    block.extend(events.block());
    block.push(with_server(tracked, "Get-MessageTrackingLog"));
    block
}

/// A transport service, the default SMTP certificate among its properties, and its logs.
fn transport(cmdlet: &'static str, file: &'static str, folder: &'static str) -> Block {
    let reading = Reading {
        server: Some(var("name")),
        ..Reading::all(
            Command::new(cmdlet).with("Identity", var("name")),
            of_server(file),
            NAMES,
        )
    };
    let copy = Command::new("Copy-Logs")
        .with("Service", var("listed"))
        .with("Server", var("name"))
        .with("Fqdn", var("fqdn"))
        .with("Below", folder);
    let mut block = reading.block();
    block.push(Statement::when(
        Expr::Null.binary(Operator::Ne, var("listed")),
        vec![copy.into()],
    ));
    block
}

fn authorities() -> Block {
    let stores = Expr::list(["Cert:\\LocalMachine\\CA", "Cert:\\LocalMachine\\Root"]);
    let reading = Reading {
        names: AUTHORITY,
        server: Some(var("env:COMPUTERNAME")),
        ..Reading::all(
            Command::new("Get-ChildItem").with("Path", stores),
            format(
                "{0}\\authorities",
                vec![
                    Command::new("Get-FolderName")
                        .with("Value", var("env:COMPUTERNAME"))
                        .into(),
                ],
            ),
            "names of authorities",
        )
    };
    reading.block()
}
