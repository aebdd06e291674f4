//! The exact command that gets what is missing.

use super::plan::{Line, Lines, Place};
use super::powershell::{Command, Expr, Operator, Pipeline};
use crate::diagnosis::NeedReason;
use crate::facts::Facts;

/// A command that would settle a need, and where it runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Collect {
    /// The command.
    pub command: Lines,
    /// The shell.
    pub place: Place,
    /// For which versions of Exchange, where that matters.
    pub version: Option<Version>,
}

/// Versions of Exchange whose cmdlets differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Exchange 2010: Get-TransportServer.
    Exchange2010,
    /// Exchange 2013 and later: Get-TransportService.
    Exchange2013Later,
}

/// The commands for a need; the send log has one for each generation of Exchange
/// and one that switches protocol logging on (the article).
pub fn collect(facts: &Facts, reason: &NeedReason) -> Vec<Collect> {
    let tenant = |pipeline: Pipeline| vec![at(Place::ExchangeOnline, pipeline)];
    let local = |command: Lines| {
        vec![Collect {
            command,
            place: Place::OnPremises,
            version: None,
        }]
    };
    match reason {
        NeedReason::SendLog
        | NeedReason::SendLogToEop
        | NeedReason::NewerLog
        | NeedReason::SessionBeginning
        | NeedReason::RelaySession
        | NeedReason::EgressAddress => send_log(facts),
        NeedReason::ProtocolLogging { connector } => vec![logging(facts, connector.as_deref())],
        NeedReason::InboundConnectors
        | NeedReason::InboundConnectorsRest
        | NeedReason::InboundConnectorsEmpty
        | NeedReason::ConnectorProperties => tenant(to_file(
            Command::new("Get-InboundConnector"),
            "inbound-connector.json",
        )),
        NeedReason::AcceptedDomains
        | NeedReason::AcceptedDomainsRest
        | NeedReason::AcceptedDomainsSide
        | NeedReason::TenantOfHost { .. } => tenant(to_file(
            Command::new("Get-AcceptedDomain"),
            "accepted-domain.json",
        )),
        NeedReason::SendConnectors | NeedReason::SendConnectorProperties { .. } => {
            local(to_text_file(
                Command::new("Get-SendConnector").into(),
                "send-connector.txt",
            ))
        }
        NeedReason::InstalledCertificates | NeedReason::CertificateProperties { .. } => {
            local(certificates(None))
        }
        NeedReason::CertificatesOfServer { server } => local(certificates(Some(server))),
        NeedReason::CertificateNotListed { server, .. } => local(certificates(server.as_deref())),
        NeedReason::CertificateDetails { thumbprint } => {
            let get =
                Command::new("Get-ExchangeCertificate").with("Thumbprint", thumbprint.as_str());
            local(to_text_file(get.into(), "exchange-certificate.txt"))
        }
        NeedReason::CertificateChain { .. } => local(authorities()),
        NeedReason::WholeList { kind, .. } => whole_list(*kind),
        // Each mail system has its own ways, and none is known to fit.
        NeedReason::SendingSystem { .. } => Vec::new(),
    }
}

/// The installed certificates of a server, else of the one whose shell it is.
fn certificates(server: Option<&str>) -> Lines {
    let get = Command::new("Get-ExchangeCertificate");
    let get = match server {
        Some(server) => get.with("Server", server),
        None => get,
    };
    to_text_file(get.into(), "exchange-certificate.txt")
}

/// The stores of authorities: PSParentPath tells them from the personal store.
fn authorities() -> Lines {
    let stores = Expr::list(["Cert:\\LocalMachine\\CA", "Cert:\\LocalMachine\\Root"]);
    let properties = [
        "Subject",
        "Issuer",
        "Thumbprint",
        "NotAfter",
        "PSParentPath",
    ];
    let list = Command::new("Get-ChildItem")
        .with("Path", stores)
        .pipe(Command::new("Format-List").argument(Expr::words(&properties)))
        .pipe(
            Command::new("Out-File")
                .with("FilePath", "authorities.txt")
                .with("Width", 4096),
        );
    Lines::one(list)
}

fn at(place: Place, pipeline: Pipeline) -> Collect {
    Collect {
        command: Lines::one(pipeline),
        place,
        version: None,
    }
}

/// JSON keeps lists whole, and an empty listing stays one (`[]`); Exchange Online's
/// shell is 5.1 or 7, which has it.
fn to_file(get: Command, file: &'static str) -> Pipeline {
    let json = Command::new("ConvertTo-Json")
        .with("InputObject", Expr::all_output(get))
        .with("Depth", 4);
    let out = Command::new("Out-File").with("FilePath", file);
    json.pipe(out.with("Encoding", Expr::Word("utf8")))
}

/// Format-List for the Exchange Management Shell, whose objects JSON renders badly.
/// The first line keeps the console from cutting lists (RD902).
fn to_text_file(get: Pipeline, file: &'static str) -> Lines {
    let list = get
        .pipe(Command::new("Format-List").argument(Expr::words(&["*"])))
        .pipe(
            Command::new("Out-File")
                .with("FilePath", file)
                .with("Width", 4096),
        );
    Lines(vec![whole_lists(), Line::Run(list)])
}

/// `$FormatEnumerationLimit = -1`
fn whole_lists() -> Line {
    Line::Assign("FormatEnumerationLimit", Pipeline::from(Expr::Number(-1)))
}

fn send_log(facts: &Facts) -> Vec<Collect> {
    let versions = [
        ("Get-TransportService", Version::Exchange2013Later),
        ("Get-TransportServer", Version::Exchange2010),
    ];
    let mut all: Vec<Collect> = versions
        .into_iter()
        .map(|(cmdlet, version)| Collect {
            version: Some(version),
            ..at(Place::OnPremises, log_paths(facts, cmdlet))
        })
        .collect();
    all.push(logging(facts, None));
    all
}

/// Where the logs are: by the Send connector's source servers, as the article
/// has it, when the connector is known; else on every transport server.
fn log_paths(facts: &Facts, cmdlet: &'static str) -> Pipeline {
    let properties =
        || Command::new("Select-Object").argument(Expr::words(&["Name", "SendProtocolLogPath"]));
    let Some(connector) = known_connector(facts) else {
        return Command::new(cmdlet).pipe(properties());
    };
    let get = Command::new("Get-SendConnector").with("Identity", connector);
    let servers = Expr::Output(Box::new(get.into())).member("SourceTransportServers");
    let name = Expr::Variable("_").member("Name");
    let service = Expr::script_block(Command::new(cmdlet).argument(name));
    Pipeline::from(servers)
        .pipe(Command::new("ForEach-Object").argument(service))
        .pipe(properties())
}

/// The one Send connector that the evidence points to.
fn known_connector(facts: &Facts) -> Option<&str> {
    let configured = facts.send_connectors.iter().flatten();
    let leads = |c: &&crate::facts::SendConnector| {
        crate::attribution::configured_to_tenant(facts, c) == Some(true)
    };
    let mut leading = configured.filter(leads);
    let first = leading.next()?;
    Some(first.name.as_str())
}

/// ProtocolLoggingLevel Verbose, on the connector that is known, else on those
/// that lead to Exchange Online.
fn logging(facts: &Facts, connector: Option<&str>) -> Collect {
    let set = |command: Command| command.with("ProtocolLoggingLevel", Expr::Word("Verbose"));
    let known = connector.or_else(|| known_connector(facts));
    // Without a name the command would reach all of them.
    let known = known.filter(|name| !name.is_empty());
    let pipeline = match known {
        Some(name) => set(Command::new("Set-SendConnector").with("Identity", name)).into(),
        None => {
            let hosts = Expr::Cast("string", Box::new(Expr::Variable("_").member("SmartHosts")));
            let leads = hosts.binary(Operator::Like, "*protection.outlook.com*");
            Command::new("Get-SendConnector")
                .pipe(Command::new("Where-Object").argument(Expr::script_block(leads)))
                .pipe(set(Command::new("Set-SendConnector")))
        }
    };
    at(Place::OnPremises, pipeline)
}

fn whole_list(kind: crate::evidence::SourceKind) -> Vec<Collect> {
    use crate::evidence::SourceKind;
    let (cmdlet, file) = match kind {
        SourceKind::InboundConnector => ("Get-InboundConnector", "inbound-connector.json"),
        SourceKind::OutboundConnector => ("Get-OutboundConnector", "outbound-connector.json"),
        SourceKind::AcceptedDomain => ("Get-AcceptedDomain", "accepted-domain.json"),
        SourceKind::ReceiveConnector => ("Get-ReceiveConnector", "receive-connector.txt"),
        SourceKind::ExchangeCertificate => ("Get-ExchangeCertificate", "exchange-certificate.txt"),
        _ => ("Get-SendConnector", "send-connector.txt"),
    };
    let get = Command::new(cmdlet);
    match file.ends_with(".json") {
        true => vec![at(Place::ExchangeOnline, to_file(get, file))],
        false => vec![Collect {
            command: to_text_file(get.into(), file),
            place: Place::OnPremises,
            version: None,
        }],
    }
}
