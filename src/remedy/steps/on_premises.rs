//! Steps on Exchange on-premises.

use super::common::show_send;
use super::{run, say};
use crate::facts::{Certificate, SendConnector, TlsCertificateName};
use crate::remedy::plan::{Applicability, Line, Lines, Place, Step, StepKind};
use crate::remedy::powershell::{Command, Expr};

const HERE: Place = Place::OnPremises;

fn set(name: &str) -> Command {
    Command::new("Set-SendConnector").with("Identity", name)
}

/// Look at the Send connector as it is now.
pub(in crate::remedy) fn look(connector: &str) -> Step {
    let kind = StepKind::LookAtSend {
        connector: connector.to_owned(),
    };
    run(
        "look-at-send",
        HERE,
        Applicability::ReadOnly,
        kind,
        show_send(connector),
    )
}

/// TlsCertificateName is built on the server from the certificate itself: issuer
/// and subject must stand exactly as Windows prints them (powershell.md, 7).
pub(in crate::remedy) fn set_certificate(
    connector: &str,
    object: Option<&SendConnector>,
    certificate: &Certificate,
) -> Step {
    let thumbprint = certificate.thumbprint.clone();
    let get = Command::new("Get-ExchangeCertificate").with("Thumbprint", thumbprint.as_str());
    let issuer_and_subject = Expr::Format(
        "<I>{0}<S>{1}",
        vec![
            Expr::Variable("certificate").member("Issuer"),
            Expr::Variable("certificate").member("Subject"),
        ],
    );
    let command = Lines(vec![
        Line::Assign("certificate", get.into()),
        Line::Run(
            set(connector)
                .with("TlsCertificateName", issuer_and_subject)
                .into(),
        ),
    ]);
    let old = object.map(|o| &o.tls_certificate_name);
    let rollback = old.filter(|o| !o.is_unknown()).map(|old| {
        let value = old.value().map(TlsCertificateName::to_text);
        Lines::one(set(connector).with(
            "TlsCertificateName",
            value.map_or(Expr::Null, Expr::Literal),
        ))
    });
    let applicability = match rollback.is_some() {
        true => Applicability::Safe,
        false => Applicability::NeedsReview,
    };
    let kind = StepKind::SetSendCertificate {
        connector: connector.to_owned(),
        name: certificate.display_name(),
        thumbprint,
        old: old.and_then(|o| o.value()).map(TlsCertificateName::to_text),
    };
    Step {
        rollback,
        check: Some(show_send(connector)),
        ..run("set-send-certificate", HERE, applicability, kind, command)
    }
}

/// Only if new sessions still show the old certificate (contract.md).
pub(in crate::remedy) fn restart_transport(servers: Vec<String>) -> Step {
    let restart = Command::new("Restart-Service").with("Name", "MSExchangeTransport");
    let kind = StepKind::RestartTransport { servers };
    run(
        "restart-transport",
        HERE,
        Applicability::NeedsReview,
        kind,
        Lines::one(restart),
    )
}

/// SMTP beside the services it has. The command asks whether to replace the
/// default SMTP certificate: the answer is No, so it never runs unattended.
pub(in crate::remedy) fn enable_smtp(thumbprint: &str, server: Option<&str>) -> Step {
    let mut enable = Command::new("Enable-ExchangeCertificate").with("Thumbprint", thumbprint);
    let mut look = Command::new("Get-ExchangeCertificate").with("Thumbprint", thumbprint);
    if let Some(server) = server {
        enable = enable.with("Server", server);
        look = look.with("Server", server);
    }
    let properties = Expr::words(&[
        "Thumbprint",
        "Services",
        "HasPrivateKey",
        "Status",
        "NotAfter",
    ]);
    let kind = StepKind::EnableSmtp {
        thumbprint: thumbprint.to_owned(),
        server: server.map(str::to_owned),
    };
    let command = Lines::one(enable.with("Services", Expr::Word("SMTP")));
    Step {
        check: Some(Lines::one(
            look.pipe(Command::new("Format-List").argument(properties)),
        )),
        ..run(
            "enable-smtp",
            HERE,
            Applicability::NeedsReview,
            kind,
            command,
        )
    }
}

/// The good certificate, with its key, on the servers that lack it.
pub(in crate::remedy) fn import_certificate(certificate: &Certificate, servers: &[String]) -> Step {
    let kind = StepKind::ImportCertificate {
        thumbprint: certificate.thumbprint.clone(),
        name: certificate.display_name(),
        servers: servers.to_vec(),
    };
    say("import-certificate", HERE, kind)
}

/// No certificate that fits is known to be installed.
pub(in crate::remedy) fn get_certificate(connector: Option<&str>, expected: Vec<String>) -> Step {
    let kind = StepKind::GetCertificate {
        connector: connector.map(str::to_owned),
        expected,
    };
    let list = Command::new("Get-ExchangeCertificate").pipe(Command::new("Format-List").argument(
        Expr::words(&[
            "Thumbprint",
            "Subject",
            "CertificateDomains",
            "NotAfter",
            "Services",
            "HasPrivateKey",
            "RootCAType",
            "Status",
        ]),
    ));
    run(
        "get-certificate",
        HERE,
        Applicability::NeedsReview,
        kind,
        Lines::one(list),
    )
}

/// Takes servers out of SourceTransportServers until they are mended, and the
/// step that puts them back.
pub(in crate::remedy) fn take_servers_out(
    connector: &SendConnector,
    faulty: &[String],
) -> Option<(Step, Step)> {
    let list = &connector.source_transport_servers;
    if list.may_hold_more() {
        return None;
    }
    let all = list.items().to_vec();
    let is_faulty = |server: &String| faulty.iter().any(|f| same_server(f, server));
    let rest: Vec<String> = all.iter().filter(|s| !is_faulty(s)).cloned().collect();
    if rest.is_empty() || rest.len() == all.len() {
        return None;
    }
    let only = Lines::one(set(&connector.name).with("SourceTransportServers", Expr::list(rest)));
    let whole = Lines::one(set(&connector.name).with("SourceTransportServers", Expr::list(all)));
    let name = || connector.name.clone();
    let servers = || faulty.to_vec();
    let out = StepKind::TakeServersOut {
        connector: name(),
        servers: servers(),
    };
    let back = StepKind::PutServersBack {
        connector: name(),
        servers: servers(),
    };
    let check = || Some(show_send(&connector.name));
    let out = Step {
        rollback: Some(whole.clone()),
        check: check(),
        ..run(
            "take-servers-out",
            HERE,
            Applicability::NeedsReview,
            out,
            only.clone(),
        )
    };
    let back = Step {
        rollback: Some(only),
        check: check(),
        ..run(
            "put-servers-back",
            HERE,
            Applicability::NeedsReview,
            back,
            whole,
        )
    };
    Some((out, back))
}

/// `EX01` and `EX01.contoso.com` are one server.
fn same_server(one: &str, other: &str) -> bool {
    let short = |name: &str| name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    short(one) == short(other)
}

/// STARTTLS is used again.
pub(in crate::remedy) fn use_starttls(connector: &str, object: Option<&SendConnector>) -> Step {
    let command = set(connector)
        .with("IgnoreSTARTTLS", false)
        .with("RequireTLS", true);
    let old = |known: Option<&crate::facts::Known<bool>>| known.and_then(|k| k.value()).copied();
    let ignore = old(object.map(|o| &o.ignore_starttls));
    let require = old(object.map(|o| &o.require_tls));
    let rollback = match (ignore, require) {
        (Some(ignore), Some(require)) => Some(Lines::one(
            set(connector)
                .with("RequireTLS", require)
                .with("IgnoreSTARTTLS", ignore),
        )),
        _ => None,
    };
    let applicability = match rollback.is_some() {
        true => Applicability::Safe,
        false => Applicability::NeedsReview,
    };
    let kind = StepKind::UseStarttls {
        connector: connector.to_owned(),
    };
    Step {
        rollback,
        check: Some(show_send(connector)),
        ..run(
            "use-starttls",
            HERE,
            applicability,
            kind,
            Lines::one(command),
        )
    }
}

/// The device in between is not Exchange's to configure.
pub(in crate::remedy) fn let_starttls_through(connectors: Vec<String>) -> Step {
    say(
        "let-starttls-through",
        HERE,
        StepKind::LetStarttlsThrough { connectors },
    )
}

/// Whether the server can use the certificate's key.
pub(in crate::remedy) fn check_private_key(thumbprint: Option<&str>) -> Step {
    let mut get = Command::new("Get-ExchangeCertificate");
    if let Some(thumbprint) = thumbprint {
        get = get.with("Thumbprint", thumbprint);
    }
    let properties = Expr::words(&[
        "Thumbprint",
        "Subject",
        "HasPrivateKey",
        "Services",
        "Status",
    ]);
    let command = Lines::one(get.pipe(Command::new("Format-List").argument(properties)));
    let kind = StepKind::CheckPrivateKey {
        thumbprint: thumbprint.map(str::to_owned),
    };
    run(
        "check-private-key",
        HERE,
        Applicability::ReadOnly,
        kind,
        command,
    )
}
