//! What is kept of a certificate.

use sha1::{Digest, Sha1};
use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::{Any, Oid};
use x509_parser::extensions::{ExtendedKeyUsage, GeneralName, ParsedExtension};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::{SubjectPublicKeyInfo, X509Name};

use crate::evidence::formats::distinguished_name::{Attribute, DistinguishedName};

/// The public facts of one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-1 of the encoding, 40 upper-case hex digits, as Windows names certificates.
    pub thumbprint: String,
    /// The subject, leaf first.
    pub subject: DistinguishedName,
    /// The issuer, leaf first.
    pub issuer: DistinguishedName,
    /// The subject's `CN` values.
    pub subject_common_names: Vec<String>,
    /// The DNS names of the subject alternative name extension.
    pub dns_names: Vec<String>,
    /// Upper-case hex of the encoded serial number; a leading `00` stays, as in Windows.
    pub serial: String,
    /// Start of validity, seconds since the epoch.
    pub not_before: i64,
    /// End of validity, seconds since the epoch.
    pub not_after: i64,
    /// Issuer and subject are the same name, and the key identifiers (if given) agree.
    pub self_signed: bool,
    /// Basic constraints say that it is a certification authority.
    pub is_ca: bool,
    /// OIDs of the extended key usage; empty when the extension is absent.
    pub extended_key_usage: Vec<String>,
    /// `RSA`, `EC`..., or the OID of an algorithm without a usual name.
    pub key_algorithm: String,
    /// Size of the key in bits, where it is known.
    pub key_bits: Option<u32>,
    /// Upper-case hex of the subject key identifier, where there is one.
    pub key_id: Option<String>,
    /// Upper-case hex of the authority key identifier: the `key_id` of its issuer.
    pub issuer_key_id: Option<String>,
    /// Its private key came in the same PKCS#12 file: the one that a server presents.
    pub has_key: bool,
    /// The line where it began, from 1; 1 in binary files.
    pub line: u64,
}

impl Certificate {
    /// Decodes one certificate; bytes behind it (as in `TRUSTED CERTIFICATE`) are ignored.
    ///
    /// # Errors
    /// What is wrong, in the words of the decoder.
    pub fn from_der(der: &[u8], line: u64) -> Result<Self, String> {
        let (rest, x509) = X509Certificate::from_der(der).map_err(|error| match error {
            x509_parser::nom::Err::Incomplete(_) => "ends early".to_owned(),
            x509_parser::nom::Err::Error(e) | x509_parser::nom::Err::Failure(e) => e.to_string(),
        })?;
        let encoded = &der[..der.len() - rest.len()];
        let subject = name(x509.subject());
        let issuer = name(x509.issuer());
        let extensions = Extensions::of(&x509);
        let (key_algorithm, key_bits) = key(x509.public_key());
        Ok(Self {
            thumbprint: hex(&Sha1::digest(encoded)),
            subject_common_names: subject.common_names().map(str::to_owned).collect(),
            dns_names: extensions.dns_names,
            serial: hex(x509.raw_serial()),
            not_before: x509.validity().not_before.timestamp(),
            not_after: x509.validity().not_after.timestamp(),
            self_signed: subject == issuer
                && (extensions.key_id.is_none()
                    || extensions.issuer_key_id.is_none()
                    || extensions.key_id == extensions.issuer_key_id),
            is_ca: extensions.is_ca,
            extended_key_usage: extensions.key_usage,
            key_algorithm,
            key_bits,
            key_id: extensions.key_id.as_deref().map(hex),
            issuer_key_id: extensions.issuer_key_id.as_deref().map(hex),
            has_key: false,
            subject,
            issuer,
            line,
        })
    }
}

/// What the extensions say; one that cannot be decoded says nothing.
#[derive(Default)]
struct Extensions {
    dns_names: Vec<String>,
    key_usage: Vec<String>,
    is_ca: bool,
    key_id: Option<Vec<u8>>,
    issuer_key_id: Option<Vec<u8>>,
}

impl Extensions {
    fn of(x509: &X509Certificate) -> Self {
        let mut found = Self::default();
        for extension in x509.iter_extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectAlternativeName(names) => {
                    let dns = names.general_names.iter().filter_map(|name| match name {
                        GeneralName::DNSName(dns) => Some((*dns).to_owned()),
                        _ => None,
                    });
                    found.dns_names.extend(dns);
                }
                ParsedExtension::ExtendedKeyUsage(usage) => found.key_usage = usages(usage),
                ParsedExtension::BasicConstraints(basic) => found.is_ca = basic.ca,
                ParsedExtension::SubjectKeyIdentifier(id) => found.key_id = Some(id.0.to_vec()),
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    found.issuer_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
                }
                _ => {}
            }
        }
        found
    }
}

fn usages(usage: &ExtendedKeyUsage) -> Vec<String> {
    let known = [
        (usage.any, "2.5.29.37.0"),
        (usage.server_auth, "1.3.6.1.5.5.7.3.1"),
        (usage.client_auth, "1.3.6.1.5.5.7.3.2"),
        (usage.code_signing, "1.3.6.1.5.5.7.3.3"),
        (usage.email_protection, "1.3.6.1.5.5.7.3.4"),
        (usage.time_stamping, "1.3.6.1.5.5.7.3.8"),
        (usage.ocsp_signing, "1.3.6.1.5.5.7.3.9"),
    ];
    let known = known.iter().filter(|(is, _)| *is);
    known
        .map(|&(_, oid)| oid.to_owned())
        .chain(usage.other.iter().map(Oid::to_id_string))
        .collect()
}

/// Turns the encoding's order (root first) to that of Windows.
fn name(name: &X509Name) -> DistinguishedName {
    let rdns = name.iter().map(|rdn| {
        rdn.iter()
            .map(|a| Attribute::new(&a.attr_type().to_id_string(), text(a.attr_value())))
            .collect()
    });
    let mut rdns: Vec<_> = rdns.collect();
    rdns.reverse();
    DistinguishedName::new(rdns)
}

/// The text of an attribute in any of the string types of ASN.1; other types as
/// `#hex`, as RFC 4514 says.
fn text(value: &Any) -> String {
    let latin = || value.data.iter().copied().map(char::from).collect();
    let units = || {
        let pairs = value.data.chunks_exact(2);
        pairs.map(|p| u16::from_be_bytes([p[0], p[1]]))
    };
    match value.tag().0 {
        12 | 18 | 19 | 22 | 26 => {
            String::from_utf8(value.data.to_vec()).unwrap_or_else(|_| latin())
        }
        // TeletexString: what is found in it is Latin-1.
        20 => latin(),
        30 => char::decode_utf16(units())
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        28 => value
            .data
            .chunks_exact(4)
            .map(|c| u32::from_be_bytes([c[0], c[1], c[2], c[3]]))
            .map(|c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        _ => format!("#{}", hex(value.data)),
    }
}

fn key(info: &SubjectPublicKeyInfo) -> (String, Option<u32>) {
    let curve = || {
        let curve = info.algorithm.parameters.as_ref()?.as_oid().ok()?;
        let bits = match curve.to_id_string().as_str() {
            "1.2.840.10045.3.1.7" => 256,
            "1.3.132.0.34" => 384,
            "1.3.132.0.35" => 521,
            _ => return None,
        };
        Some(bits)
    };
    let algorithm = info.algorithm.algorithm.to_id_string();
    match (algorithm.as_str(), info.parsed()) {
        ("1.2.840.113549.1.1.1", Ok(PublicKey::RSA(rsa))) => {
            ("RSA".to_owned(), u32::try_from(rsa.key_size()).ok())
        }
        ("1.2.840.113549.1.1.1", _) => ("RSA".to_owned(), None),
        ("1.2.840.10045.2.1", _) => ("EC".to_owned(), curve()),
        ("1.3.101.112", _) => ("Ed25519".to_owned(), Some(256)),
        ("1.2.840.10040.4.1", _) => ("DSA".to_owned(), None),
        _ => (algorithm, None),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect()
}
