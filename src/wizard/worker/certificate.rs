//! The fields of a certificate file that is no text, as `Format-List` writes them:
//! names of properties are not translated.

use jiff::Timestamp;

use crate::evidence::formats::certificate::{Certificate, container, parse};

/// The fields, `None` for a file of another kind and one that does not open.
pub(super) fn lines(bytes: &[u8]) -> Option<Vec<String>> {
    container(bytes)?;
    let certificates = parse(bytes).certificates;
    let all: Vec<Vec<String>> = certificates.iter().map(fields).collect();
    (!all.is_empty()).then(|| all.join(&String::new()))
}

fn fields(certificate: &Certificate) -> Vec<String> {
    let usages = certificate.extended_key_usage.join(", ");
    let key = match certificate.key_bits {
        Some(bits) => format!("{} {bits}", certificate.key_algorithm),
        None => certificate.key_algorithm.clone(),
    };
    let fields = [
        ("Subject", certificate.subject.to_string()),
        ("Issuer", certificate.issuer.to_string()),
        ("DnsNameList", certificate.dns_names.join(", ")),
        ("NotBefore", date(certificate.not_before)),
        ("NotAfter", date(certificate.not_after)),
        ("Thumbprint", certificate.thumbprint.clone()),
        ("SerialNumber", certificate.serial.clone()),
        ("EnhancedKeyUsage", usages),
        ("PublicKey", key),
        ("HasPrivateKey", certificate.has_key.to_string()),
    ];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
    fields
        .map(|(name, value)| format!("{name:<16} : {value}"))
        .collect()
}

fn date(seconds: i64) -> String {
    let date = Timestamp::from_second(seconds).ok();
    date.map_or_else(String::new, |t| {
        t.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
    })
}
