//! Steps on a certificate that the server cannot use or prove: its chain, its key.
//! A file from a CA or a .pfx is somewhere only the administrator knows: these steps
//! say what to import, and their checks are commands.

use super::say;
use crate::facts::Certificate;
use crate::remedy::plan::{Lines, Place, Step, StepKind};
use crate::remedy::powershell::{Command, Expr};

const HERE: Place = Place::OnPremises;

/// The certificates of the issuers into the store of authorities (KB3212877).
pub(in crate::remedy) fn import_chain(certificate: &Certificate, server: Option<&str>) -> Step {
    let kind = StepKind::ImportChain {
        thumbprint: certificate.thumbprint.clone(),
        issuer: certificate.issuer.clone(),
        server: server.map(str::to_owned),
    };
    let place = format!("Cert:\\LocalMachine\\My\\{}", certificate.thumbprint);
    let test = Command::new("Get-ChildItem")
        .with("Path", place)
        .pipe(Command::new("Test-Certificate"));
    Step {
        check: Some(Lines::one(test)),
        ..say("import-chain", HERE, kind)
    }
}

/// The certificate again, with its key (KB4495258).
pub(in crate::remedy) fn restore_key(certificate: &Certificate, server: Option<&str>) -> Step {
    let kind = StepKind::RestoreKey {
        thumbprint: certificate.thumbprint.clone(),
        name: certificate.display_name(),
        serial: certificate.serial.clone(),
        server: server.map(str::to_owned),
    };
    Step {
        check: Some(show(certificate, server)),
        ..say("restore-key", HERE, kind)
    }
}

/// A key that is there and cannot be used.
pub(in crate::remedy) fn mend_key(
    certificate: &Certificate,
    server: Option<&str>,
    ec_key: bool,
) -> Step {
    let kind = StepKind::MendKey {
        thumbprint: certificate.thumbprint.clone(),
        name: certificate.display_name(),
        ec_key,
    };
    Step {
        check: Some(show(certificate, server)),
        ..say("mend-key", HERE, kind)
    }
}

fn show(certificate: &Certificate, server: Option<&str>) -> Lines {
    let thumbprint = certificate.thumbprint.as_str();
    let mut get = Command::new("Get-ExchangeCertificate").with("Thumbprint", thumbprint);
    if let Some(server) = server {
        get = get.with("Server", server);
    }
    let properties = Expr::words(&[
        "Thumbprint",
        "Subject",
        "HasPrivateKey",
        "Services",
        "Status",
    ]);
    Lines::one(get.pipe(Command::new("Format-List").argument(properties)))
}
