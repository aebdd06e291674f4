//! Steps of the Hybrid Configuration Wizard: the article's.

use super::{run, say};
use crate::facts::Certificate;
use crate::remedy::plan::{Applicability, Lines, Place, Role, Step, StepKind};
use crate::remedy::powershell::{Command, Expr};

/// Save all four kinds of connectors, each in its own shell.
pub(in crate::remedy) fn save_all() -> Vec<Step> {
    let save = |id: &str, place, get: &'static str, file: &'static str| {
        let command = Command::new(get).pipe(Command::new("Export-Clixml").with("Path", file));
        run(
            id,
            place,
            Applicability::ReadOnly,
            StepKind::SaveBefore,
            Lines::one(command),
        )
    };
    vec![
        save(
            "save-send",
            Place::OnPremises,
            "Get-SendConnector",
            ".\\send-connectors-before.xml",
        ),
        save(
            "save-receive",
            Place::OnPremises,
            "Get-ReceiveConnector",
            ".\\receive-connectors-before.xml",
        ),
        save(
            "save-inbound",
            Place::ExchangeOnline,
            "Get-InboundConnector",
            ".\\inbound-connectors-before.xml",
        ),
        save(
            "save-outbound",
            Place::ExchangeOnline,
            "Get-OutboundConnector",
            ".\\outbound-connectors-before.xml",
        ),
    ]
}

/// Download from the Exchange admin center.
pub(in crate::remedy) fn download() -> Step {
    Step {
        role: Some(Role::OrganizationManagement),
        ..say("download-hcw", Place::Browser, StepKind::DownloadHcw)
    }
}

/// Run it: only the certificate, or everything.
pub(in crate::remedy) fn run_wizard(full: bool, certificate: Option<&Certificate>) -> Step {
    let name = certificate.map(Certificate::display_name);
    let thumbprint = certificate.map(|c| c.thumbprint.clone());
    let (id, kind) = match full {
        true => (
            "run-hcw",
            StepKind::RunHcwFull {
                certificate: name,
                thumbprint,
            },
        ),
        false => (
            "run-hcw-certificate",
            StepKind::RunHcwUpdateCertificate {
                certificate: name,
                thumbprint,
            },
        ),
    };
    Step {
        role: Some(Role::OrganizationManagement),
        ..say(id, Place::Browser, kind)
    }
}

/// The HCW log says which TLS sender certificate value it wrote.
pub(in crate::remedy) fn read_log() -> Step {
    let path = Expr::Format(
        "{0}\\Microsoft\\Exchange Hybrid Configuration",
        vec![Expr::Variable("env:APPDATA")],
    );
    let list = Command::new("Get-ChildItem").with("Path", path);
    let newest = Command::new("Sort-Object").argument(Expr::Word("LastWriteTime"));
    let properties = Expr::words(&["Name", "LastWriteTime"]);
    let command = list
        .pipe(newest)
        .pipe(Command::new("Format-Table").argument(properties));
    Step {
        role: None,
        ..run(
            "read-hcw-log",
            Place::OnPremises,
            Applicability::ReadOnly,
            StepKind::ReadHcwLog,
            Lines::one(command),
        )
    }
}

/// A Send connector to the tenant that is not HCW's: by hand.
pub(in crate::remedy) fn other_send_connector(connector: &str) -> Step {
    let kind = StepKind::OtherSendConnector {
        connector: connector.to_owned(),
    };
    let look = super::common::show_send(connector);
    run(
        "other-send-connector",
        Place::OnPremises,
        Applicability::ReadOnly,
        kind,
        look,
    )
}
