//! Steps on Exchange on-premises.

use super::common::show_send;
use super::{change, run, say};
use crate::facts::{Certificate, CertificateName, Known, SendConnector, TlsCertificateName};
use crate::remedy::edit::{Edit, Object, Property, SendCertificate, Smtp, Value, Values};
use crate::remedy::plan::{Applicability, Lines, Place, Step, StepKind};
use crate::remedy::powershell::{Command, Expr};

const HERE: Place = Place::OnPremises;

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
    let old = object.map(|o| &o.tls_certificate_name);
    let text = |o: &Known<TlsCertificateName>| o.value().map(TlsCertificateName::to_text);
    let expected = TlsCertificateName {
        issuer: certificate.issuer.clone().unwrap_or_default(),
        subject: certificate.subject.clone().unwrap_or_default(),
    };
    let is_known = certificate.issuer.is_some() && certificate.subject.is_some();
    let edit = Edit::SendCertificate(SendCertificate {
        identity: connector.to_owned(),
        thumbprint: certificate.thumbprint.clone(),
        diagnosed: old.filter(|o| !o.is_unknown()).map(|o| Value::of(text(o))),
        expected: is_known.then(|| expected.to_text()),
    });
    let applicability = match edit.is_whole() {
        true => Applicability::Safe,
        false => Applicability::NeedsReview,
    };
    let kind = StepKind::SetSendCertificate {
        connector: connector.to_owned(),
        name: certificate.display_name(),
        thumbprint: certificate.thumbprint.clone(),
        old: old.and_then(text),
    };
    change(
        "set-send-certificate",
        HERE,
        applicability,
        kind,
        edit,
        show_send(connector),
    )
}

/// Exchange 2010 has no TlsCertificateName: the certificate is chosen by Fqdn
/// (contract.md, The fix bundle). `None` where the listing shows TlsCertificateName,
/// or the certificate has no name that a host can have.
pub(in crate::remedy) fn set_fqdn(
    object: Option<&SendConnector>,
    certificate: &Certificate,
) -> Option<Step> {
    let object = object.filter(|o| o.tls_certificate_name.is_unknown())?;
    let old = object.fqdn.value()?;
    let host = |name: &&CertificateName| matches!(name, CertificateName::Host(_));
    let fqdn = certificate.names.all().into_iter().find(host)?.to_string();
    let edit = Edit::Values(Values {
        object: Object::SendConnector,
        identity: object.name.clone(),
        properties: vec![Property {
            name: "Fqdn",
            diagnosed: Some(Value::Text(old.clone())),
            wanted: Value::Text(fqdn.clone()),
        }],
        without: Some("TlsCertificateName"),
    });
    let kind = StepKind::SetFqdn {
        connector: object.name.clone(),
        fqdn,
        thumbprint: certificate.thumbprint.clone(),
    };
    Some(change(
        "set-fqdn",
        HERE,
        Applicability::NeedsReview,
        kind,
        edit,
        show_send(&object.name),
    ))
}

/// Protocol logging, where the listing says that it is off (RD213): the next
/// sessions are the proof.
pub(in crate::remedy) fn switch_logging_on(connector: &SendConnector) -> Option<Step> {
    let old = connector.protocol_logging_level.value()?;
    if !old.eq_ignore_ascii_case("None") {
        return None;
    }
    let property = Property {
        name: "ProtocolLoggingLevel",
        diagnosed: Some(Value::Text(old.clone())),
        wanted: Value::Word("Verbose"),
    };
    let kind = StepKind::SwitchLoggingOn {
        connector: connector.name.clone(),
    };
    Some(change(
        "switch-logging-on",
        HERE,
        Applicability::Safe,
        kind,
        Edit::one(Object::SendConnector, &connector.name, property),
        show_send(&connector.name),
    ))
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
    let smtp = Smtp {
        thumbprint: thumbprint.to_owned(),
        server: server.map(str::to_owned),
    };
    let look = smtp.of(Command::new("Get-ExchangeCertificate"));
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
    change(
        "enable-smtp",
        HERE,
        Applicability::NeedsReview,
        kind,
        Edit::Smtp(smtp),
        Lines::one(look.pipe(Command::new("Format-List").argument(properties))),
    )
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
    let servers = |from: &[String], to: &[String]| {
        let property = Property {
            name: "SourceTransportServers",
            diagnosed: Some(Value::List(from.to_vec())),
            wanted: Value::List(to.to_vec()),
        };
        Edit::one(Object::SendConnector, &connector.name, property)
    };
    let step = |id: &str, kind, edit| {
        let check = show_send(&connector.name);
        change(id, HERE, Applicability::NeedsReview, kind, edit, check)
    };
    let out = StepKind::TakeServersOut {
        connector: connector.name.clone(),
        servers: faulty.to_vec(),
    };
    let back = StepKind::PutServersBack {
        connector: connector.name.clone(),
        servers: faulty.to_vec(),
    };
    Some((
        step("take-servers-out", out, servers(&all, &rest)),
        step("put-servers-back", back, servers(&rest, &all)),
    ))
}

/// `EX01` and `EX01.contoso.com` are one server.
fn same_server(one: &str, other: &str) -> bool {
    let short = |name: &str| name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    short(one) == short(other)
}

/// STARTTLS is used again.
pub(in crate::remedy) fn use_starttls(connector: &str, object: Option<&SendConnector>) -> Step {
    let property = |name, known: Option<&Known<bool>>, wanted| Property {
        name,
        diagnosed: known.and_then(|k| k.value()).map(|old| Value::Flag(*old)),
        wanted: Value::Flag(wanted),
    };
    let edit = Edit::Values(Values {
        object: Object::SendConnector,
        identity: connector.to_owned(),
        properties: vec![
            property("IgnoreSTARTTLS", object.map(|o| &o.ignore_starttls), false),
            property("RequireTLS", object.map(|o| &o.require_tls), true),
        ],
        without: None,
    });
    let applicability = match edit.is_whole() {
        true => Applicability::Safe,
        false => Applicability::NeedsReview,
    };
    let kind = StepKind::UseStarttls {
        connector: connector.to_owned(),
    };
    change(
        "use-starttls",
        HERE,
        applicability,
        kind,
        edit,
        show_send(connector),
    )
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
