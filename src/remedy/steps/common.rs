//! Steps at the beginning and the end of every option.

use super::{run, say};
use crate::remedy::plan::{Applicability, Lines, Place, Step, StepKind};
use crate::remedy::powershell::{Command, Expr, Operator, Pipeline};

/// Save the inbound connectors before anything is changed.
pub(in crate::remedy) fn save_inbound() -> Step {
    let save = Command::new("Get-InboundConnector")
        .pipe(Command::new("Export-Clixml").with("Path", ".\\inbound-connectors-before.xml"));
    run(
        "save-inbound",
        Place::ExchangeOnline,
        Applicability::ReadOnly,
        StepKind::SaveBefore,
        Lines::one(save),
    )
}

/// Save the Send connectors before anything is changed.
pub(in crate::remedy) fn save_send() -> Step {
    let save = Command::new("Get-SendConnector")
        .pipe(Command::new("Export-Clixml").with("Path", ".\\send-connectors-before.xml"));
    run(
        "save-send",
        Place::OnPremises,
        Applicability::ReadOnly,
        StepKind::SaveBefore,
        Lines::one(save),
    )
}

/// `Get-InboundConnector` by exact name: `-Identity` with a name that does not
/// exist returns all objects (Get-InboundConnector reference).
pub(in crate::remedy) fn inbound_by_name(name: &str) -> Pipeline {
    let same = Expr::Variable("_")
        .member("Name")
        .binary(Operator::Eq, name);
    Command::new("Get-InboundConnector")
        .pipe(Command::new("Where-Object").argument(Expr::script_block(same)))
}

/// Shows the properties that decide.
pub(in crate::remedy) fn show_inbound(name: &str) -> Lines {
    let properties = Expr::words(&[
        "Name",
        "Enabled",
        "ConnectorType",
        "TlsSenderCertificateName",
        "SenderIPAddresses",
        "AssociatedAcceptedDomains",
        "WhenChangedUTC",
    ]);
    let show = Command::new("Format-List").argument(properties);
    Lines::one(match name.is_empty() {
        // Which one it is, only a person can tell: all are shown.
        true => Command::new("Get-InboundConnector").pipe(show),
        false => inbound_by_name(name).pipe(show),
    })
}

/// Shows what a Send connector sends with.
pub(in crate::remedy) fn show_send(name: &str) -> Lines {
    let properties = Expr::words(&[
        "Name",
        "AddressSpaces",
        "SmartHosts",
        "SourceTransportServers",
        "TlsCertificateName",
        "Fqdn",
        "RequireTLS",
        "IgnoreSTARTTLS",
        "ProtocolLoggingLevel",
    ]);
    let get = Command::new("Get-SendConnector");
    let get = match name.is_empty() {
        true => get,
        false => get.with("Identity", name),
    };
    Lines::one(get.pipe(Command::new("Format-List").argument(properties)))
}

/// Changes take time; an hour has been seen, and no document gives a number.
pub(in crate::remedy) fn wait() -> Step {
    say("wait", Place::Wait, StepKind::WaitForChange)
}

/// Look at the newest send log: expected thumbprint, RCPT accepted.
pub(in crate::remedy) fn check_send_log(thumbprint: Option<String>) -> Step {
    let paths = Command::new("Get-TransportService")
        .pipe(Command::new("Format-List").argument(Expr::words(&["Name", "SendProtocolLogPath"])));
    let kind = StepKind::CheckSendLog { thumbprint };
    run(
        "check-send-log",
        Place::OnPremises,
        Applicability::ReadOnly,
        kind,
        Lines::one(paths),
    )
}

/// Refused mail is in no queue: its senders must send it again.
pub(in crate::remedy) fn tell_senders(refused: u64) -> Step {
    say(
        "tell-senders",
        Place::Wait,
        StepKind::TellSenders { refused },
    )
}
