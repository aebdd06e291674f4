//! Certificates from files, from Get-ExchangeCertificate and from logs.

use std::collections::BTreeMap;

use base64::Engine;

use super::dates::Moment;
use super::merge::{Merge, together};
use super::read::text;
use super::{Object, chains, of_class};
use crate::evidence::formats::certificate::{self as decoded, Certificate as Decoded};
use crate::evidence::formats::distinguished_name::DistinguishedName;
use crate::evidence::formats::send_log::LoggedCertificate;
use crate::evidence::formats::thumbprint;
use crate::evidence::loader::Loaded;
use crate::evidence::record::{ObjectClass, Value};
use crate::evidence::{Location, Note, NoteKind, SourceId};
use crate::facts::traffic::{CertificateUse, Traffic};
use crate::facts::{Certificate, CertificateName, Certificates, ExchangeState, Known, NameSet};

/// Files first: what was decoded outranks what was printed.
pub(super) fn gather(loaded: &mut Loaded, merge: &mut Merge) -> Certificates {
    let mut all = Certificates::default();
    for (source, certificate) in &loaded.certificates {
        let at = Location::new(*source, certificate.line, &certificate.subject.to_string());
        all.add(Certificate {
            from_file: true,
            ..from_decoded(certificate, at)
        });
    }
    let mut bad = Vec::new();
    let is_installed = |o: &Object| !chains::is_of_authorities(o);
    let listed = of_class(loaded, ObjectClass::ExchangeCertificate).filter(is_installed);
    for object in together(listed, key) {
        all.installed_known = true;
        let folder = object.states.first().and_then(|s| folder(loaded, s.source));
        match (installed(&object, folder), object.states.first()) {
            (Ok(certificate), _) => {
                if let Some(server) = server(&object) {
                    let called = format!("{} ({server})", certificate.thumbprint);
                    merge.compare(&object, &called, &["Services", "HasPrivateKey"]);
                }
                all.add(certificate);
            }
            (Err(words), Some(state)) => bad.push((
                state.source,
                Note::at(state.record.line, NoteKind::BadCertificate(words)),
            )),
            (Err(_), None) => {}
        }
    }
    for (source, note) in bad {
        loaded.sources[source.0 as usize].notes.push(note);
    }
    all
}

fn from_decoded(certificate: &Decoded, at: Location) -> Certificate {
    let names = certificate.subject_common_names.iter();
    let sans = certificate.dns_names.iter();
    Certificate {
        thumbprint: certificate.thumbprint.clone(),
        names: NameSet {
            common_name: names.filter_map(|n| CertificateName::parse(n)).next(),
            alternate: Some(sans.filter_map(|n| CertificateName::parse(n)).collect()),
        },
        subject: Some(certificate.subject.to_string()),
        issuer: Some(certificate.issuer.to_string()),
        serial: Some(certificate.serial.clone()),
        not_before: Some(certificate.not_before),
        not_after: Some(certificate.not_after),
        validity_slack: 0,
        self_signed: Some(certificate.self_signed),
        installed: Vec::new(),
        from_file: false,
        is_authority: certificate.is_ca,
        extended_key_usage: Some(certificate.extended_key_usage.clone()),
        key_algorithm: Some(certificate.key_algorithm.clone()),
        key_bits: certificate.key_bits,
        locations: vec![at],
    }
}

/// As far as any zone is from UTC, in seconds.
const ANY_ZONE: i64 = 14 * 3600;

/// The server whose listing it stands in, where that can be told.
fn server(object: &Object) -> Option<String> {
    let get = |name: &str| {
        let value = object.field(name).and_then(|f| text(&f.value));
        value.filter(|t| !t.is_empty())
    };
    get("Server").or_else(|| {
        get("Identity")?
            .split_once('\\')
            .map(|(server, _)| server.to_owned())
    })
}

/// The folder of a listing.
fn folder(loaded: &Loaded, source: SourceId) -> Option<String> {
    let mut folders = loaded.folders.iter();
    let (_, folder) = folders.find(|(id, _)| *id == source)?;
    Some(folder.clone())
}

/// One certificate on one server. Where the server is not told, two listings may
/// well be those of two.
fn key(object: &Object) -> Option<String> {
    let server = server(object)?;
    let thumbprint = hex(&text(&object.field("Thumbprint")?.value)?);
    let host = server.split('.').next()?.to_uppercase();
    (thumbprint.len() == 40).then(|| format!("{thumbprint} {host}"))
}

/// One of Get-ExchangeCertificate; `RawData`, where it is there, outranks the text.
fn installed(object: &Object, folder: Option<String>) -> Result<Certificate, String> {
    let decoded = match object.field("RawData").and_then(|f| raw(&f.value)) {
        Some(base64) => Some(decoded::from_base64(&base64)?),
        None => None,
    };
    let get = |name: &str| {
        object
            .field(name)
            .and_then(|f| text(&f.value))
            .filter(|t| !t.is_empty())
    };
    let mut certificate = match decoded {
        Some(decoded) => {
            // The line that tells a reader which certificate it is.
            let shown = ["Subject", "Thumbprint", "RawData"];
            let field = shown.iter().find_map(|name| object.field(name));
            let at = field.map_or_else(|| object.at(), |field| field.at());
            from_decoded(&decoded, at)
        }
        None => printed(object, &get)?,
    };
    certificate.installed.push(ExchangeState {
        server: server(object),
        folder,
        services: object.text("Services"),
        status: object.text("Status"),
        root_ca_type: object.text("RootCAType"),
        has_private_key: object.flag("HasPrivateKey"),
    });
    Ok(certificate)
}

/// Base64 of the encoding: as text, or as the numbers that JSON makes of bytes.
fn raw(value: &Value) -> Option<String> {
    match value {
        Value::Text(base64) if base64.len() > 100 => Some(base64.clone()),
        Value::List {
            items,
            complete: true,
        } if items.len() > 100 => {
            let byte = |item: &Value| match item {
                Value::Int(number) => u8::try_from(*number).ok(),
                Value::Text(number) => number.trim().parse().ok(),
                _ => None,
            };
            let bytes: Option<Vec<u8>> = items.iter().map(byte).collect();
            Some(base64::engine::general_purpose::STANDARD.encode(bytes?))
        }
        _ => None,
    }
}

fn printed(object: &Object, get: &impl Fn(&str) -> Option<String>) -> Result<Certificate, String> {
    let thumbprint = get("Thumbprint").and_then(|text| thumbprint(&text));
    let thumbprint = thumbprint.ok_or("no Thumbprint")?;
    let subject = get("Subject");
    let issuer = get("Issuer");
    let domains = object.list("CertificateDomains");
    let (not_before, not_after) = (object.moment("NotBefore"), object.moment("NotAfter"));
    let local = |known: &Known<Moment>| known.value().is_some_and(|m| m.local);
    let seconds = |known: &Known<Moment>| known.value().map(|m| m.time.as_second());
    let alternate = domains
        .value()
        .filter(|list| list.complete)
        .map(|list| &list.items);
    let self_signed = object.flag("IsSelfSigned").value().copied();
    let locations = object.field("Thumbprint").map(|f| f.at());
    Ok(Certificate {
        thumbprint,
        names: NameSet {
            common_name: subject.as_deref().and_then(common_name),
            alternate: alternate.map(|items| {
                items
                    .iter()
                    .filter_map(|n| CertificateName::parse(n))
                    .collect()
            }),
        },
        self_signed: self_signed.or_else(|| same_name(subject.as_deref(), issuer.as_deref())),
        subject,
        issuer,
        serial: get("SerialNumber").map(|s| hex(&s)),
        not_before: seconds(&not_before),
        not_after: seconds(&not_after),
        validity_slack: match local(&not_before) || local(&not_after) {
            true => ANY_ZONE,
            false => 0,
        },
        extended_key_usage: object
            .field("EnhancedKeyUsageList")
            .and_then(|f| usages(&f.value)),
        key_bits: get("PublicKeySize").and_then(|t| t.parse().ok()),
        locations: locations.into_iter().collect(),
        ..Certificate::default()
    })
}

/// The OIDs of `{Server Authentication (1.3.6.1.5.5.7.3.1), ...}` or of objects with
/// an ObjectId: the words are in the server's language. `None` when any lacks one.
fn usages(value: &Value) -> Option<Vec<String>> {
    let Value::List {
        items,
        complete: true,
    } = value
    else {
        return None;
    };
    let oid = |item: &Value| {
        let written = match item {
            Value::Object { fields, .. } => {
                let id = fields
                    .iter()
                    .find(|(n, _)| n.eq_ignore_ascii_case("ObjectId"));
                id.and_then(|(_, v)| text(v)).or_else(|| text(item))?
            }
            other => text(other)?,
        };
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let mut parts = written.split(|c| !is_part(c));
        parts
            .find(|p| p.matches('.').count() > 3)
            .map(str::to_owned)
    };
    items.iter().map(oid).collect()
}

/// Upper-case hex digits only: serial numbers come with blanks and colons.
fn hex(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_hexdigit);
    digits.map(|c| c.to_ascii_uppercase()).collect()
}

fn common_name(subject: &str) -> Option<CertificateName> {
    let name = DistinguishedName::parse(subject)?;
    name.common_names().find_map(CertificateName::parse)
}

fn same_name(subject: Option<&str>, issuer: Option<&str>) -> Option<bool> {
    let subject = DistinguishedName::parse(subject?)?;
    let issuer = DistinguishedName::parse(issuer?)?;
    Some(subject == issuer)
}

/// The certificates that logs saw, each with all that is known of its thumbprint.
pub(super) fn sent(all: &mut Certificates, traffic: &Traffic) -> Vec<Certificate> {
    let mut lines: BTreeMap<u32, &Location> = BTreeMap::new();
    for path in &traffic.paths {
        if let (CertificateUse::Sent(index), Some(line)) =
            (path.key.certificate, &path.certificate_line)
        {
            lines.entry(index).or_insert(line);
        }
    }
    let mut sent = Vec::new();
    for (index, logged) in (0u32..).zip(&traffic.certificates) {
        let certificate = from_log(logged, lines.get(&index).copied().cloned());
        if certificate.thumbprint.len() != 40 {
            sent.push(certificate);
            continue;
        }
        all.add(certificate.clone());
        sent.push(
            all.get(&certificate.thumbprint)
                .cloned()
                .unwrap_or(certificate),
        );
    }
    sent
}

fn from_log(logged: &LoggedCertificate, line: Option<Location>) -> Certificate {
    let sans = logged.alternate_names.as_ref();
    // Issuer and subject that could be split in two ways say nothing for certain.
    let certain = logged.joined_names.is_none();
    Certificate {
        thumbprint: logged.thumbprint.clone(),
        names: NameSet {
            common_name: logged.subject.as_deref().and_then(common_name),
            alternate: sans.map(|names| {
                names
                    .iter()
                    .filter_map(|n| CertificateName::parse(n))
                    .collect()
            }),
        },
        subject: logged.subject.clone(),
        issuer: logged.issuer.clone(),
        serial: logged.serial.clone(),
        not_before: logged.not_before,
        not_after: logged.not_after,
        self_signed: same_name(logged.subject.as_deref(), logged.issuer.as_deref())
            .filter(|_| certain),
        locations: line.into_iter().collect(),
        ..Certificate::default()
    }
}
