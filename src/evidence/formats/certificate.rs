//! Certificate files (formats.md section 6): PEM with anything around it, DER,
//! base64 without armour, PKCS#7 and PKCS#12. Private keys are stepped over and never
//! decoded.

mod ber;
mod decoded;
mod locked;
mod pem;
mod pkcs12;
mod pkcs7;
mod tlv;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

pub use self::decoded::Certificate;
pub use self::locked::Locked;
use self::pem::Block;
use self::pkcs12::{Contents, Password, Refused};
use crate::evidence::decode::decode;
use crate::evidence::{Encoding, Note, NoteKind};

/// The certificates of a file in its order, and what was noticed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedCertificates {
    /// The certificates.
    pub certificates: Vec<Certificate>,
    /// A PKCS#12 file that does not open without a password.
    pub locked: Option<Locked>,
    /// What was noticed.
    pub notes: Vec<Note>,
}

/// What binary ASN.1 data is, by its outer structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// One X.509 certificate.
    Certificate,
    /// PKCS#7 signed data (`.p7b`).
    Pkcs7,
    /// PKCS#12 (`.pfx`).
    Pkcs12,
}

/// Reads every certificate of a file. Never fails: a certificate that cannot be
/// decoded is noted with its line and the next one is read.
pub fn parse(bytes: &[u8]) -> ParsedCertificates {
    let mut parsed = ParsedCertificates::default();
    if container(bytes).is_some() {
        parsed.take(bytes, 1);
        return parsed;
    }
    let decoded = decode(bytes);
    if decoded.encoding == Encoding::Binary {
        let what = "neither PEM nor DER".to_owned();
        parsed
            .notes
            .push(Note::whole(NoteKind::BadCertificate(what)));
        return parsed;
    }
    let blocks = pem::blocks(&decoded.text);
    if blocks.is_empty() {
        parsed.without_armour(&decoded.text);
    }
    for block in &blocks {
        parsed.block(block);
    }
    parsed
}

/// Reads one certificate in base64 without armour, as `RawData` has it.
///
/// # Errors
/// What is wrong, in the words of the decoder.
pub fn from_base64(text: &str) -> Result<Certificate, String> {
    Certificate::from_der(&unarmoured(text)?, 1)
}

/// Whether base64 without armour begins as any kind of certificate file does; the text
/// may be cut.
pub(crate) fn is_base64(text: &str) -> bool {
    let dense: String = text
        .split_whitespace()
        .flat_map(str::chars)
        .take(128)
        .collect();
    let bytes = unarmoured(&dense);
    bytes.is_ok_and(|bytes| container(&bytes).is_some())
}

/// Tells from the first bytes what binary ASN.1 data is; `None` for anything else.
pub fn container(head: &[u8]) -> Option<Container> {
    /// PKCS#7 signedData, 1.2.840.113549.1.7.2.
    const SIGNED_DATA: [u8; 11] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];
    let outer = sequence(head)?;
    if outer.starts_with(&SIGNED_DATA) {
        return Some(Container::Pkcs7);
    }
    // PFX: version 3, then a sequence that begins with an OID of PKCS#7.
    if let Some(safe) = outer.strip_prefix(&[2, 1, 3]) {
        let inner = sequence(safe)?;
        return inner
            .starts_with(&SIGNED_DATA[..10])
            .then_some(Container::Pkcs12);
    }
    // A certificate: a sequence with a version in [0], or (version 1) a serial number.
    let inner = sequence(outer)?;
    let version = inner.starts_with(&[0xA0, 3, 2, 1]);
    let serial = match inner {
        [2, len @ 1..=20, rest @ ..] => rest.get(usize::from(*len)) == Some(&0x30),
        _ => false,
    };
    (version || serial).then_some(Container::Certificate)
}

/// What follows the head of an ASN.1 SEQUENCE, of definite length or not.
fn sequence(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0x30, 0..=0x80, rest @ ..] => Some(rest),
        [0x30, long @ 0x81..=0x84, rest @ ..] => rest.get(usize::from(long - 0x80)..),
        _ => None,
    }
}

impl ParsedCertificates {
    fn block(&mut self, block: &Block) {
        let label = block.label.to_ascii_uppercase();
        let note = match label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                return match unarmoured(block.body) {
                    _ if !block.closed => self.bad(block.line, "the END line is missing".into()),
                    Ok(der) => self.take(&der, block.line),
                    Err(what) => self.bad(block.line, what),
                };
            }
            "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => {
                return match unarmoured(block.body) {
                    _ if !block.closed => self.bad(block.line, "the END line is missing".into()),
                    Ok(bytes) => self.pkcs7(&bytes, block.line),
                    Err(what) => self.bad(block.line, what),
                };
            }
            key if key.ends_with("PRIVATE KEY") => NoteKind::PrivateKeyIgnored,
            request if request.ends_with("CERTIFICATE REQUEST") => {
                NoteKind::BadCertificate("a request, not a certificate".into())
            }
            // Public keys, parameters, revocation lists: nothing to say about them.
            _ => return,
        };
        self.notes.push(Note::at(block.line, note));
    }

    fn without_armour(&mut self, text: &str) {
        match unarmoured(text) {
            Ok(bytes) => self.take(&bytes, 1),
            Err(what) => self.bad(1, what),
        }
    }

    fn take(&mut self, bytes: &[u8], line: u64) {
        match container(bytes) {
            Some(Container::Pkcs7) => self.pkcs7(bytes, line),
            Some(Container::Pkcs12) => self.pkcs12(bytes, line),
            _ => self.x509(bytes, line, false),
        }
    }

    fn x509(&mut self, der: &[u8], line: u64, has_key: bool) {
        match Certificate::from_der(der, line) {
            Ok(certificate) => self.certificates.push(Certificate {
                has_key,
                ..certificate
            }),
            Err(what) => self.bad(line, what),
        }
    }

    fn pkcs7(&mut self, bytes: &[u8], line: u64) {
        match pkcs7::certificates(bytes) {
            Ok(all) => all.iter().for_each(|der| self.x509(der, line, false)),
            Err(what) => self.bad(line, what),
        }
    }

    /// Many are exported without a password; two ways of having none are in use.
    fn pkcs12(&mut self, bytes: &[u8], line: u64) {
        let without = [None, Some("")].map(Password);
        let mut tried = without.map(|none| pkcs12::open(bytes, none)).into_iter();
        let opened = tried.find(|tried| *tried != Err(Refused::Password));
        match opened {
            Some(opened) => self.opened(opened, line),
            None => self.locked = Some(Locked::new(bytes, line)),
        }
    }

    fn opened(&mut self, opened: Result<Contents, Refused>, line: u64) {
        match opened {
            Ok(contents) => {
                for (der, has_key) in contents.certificates() {
                    self.x509(der, line, has_key);
                }
                if contents.has_key() {
                    self.notes.push(Note::at(line, NoteKind::PrivateKeyIgnored));
                }
            }
            Err(Refused::Words(what)) => self.bad(line, what),
            Err(Refused::Password) => {}
        }
    }

    fn bad(&mut self, line: u64, what: String) {
        self.notes
            .push(Note::at(line, NoteKind::BadCertificate(what)));
    }
}

/// Base64 with any blanks in it, padded or not.
fn unarmoured(text: &str) -> Result<Vec<u8>, String> {
    const FORGIVING: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let dense: String = text.split_whitespace().collect();
    if dense.is_empty() {
        return Err("nothing between the BEGIN and END lines".into());
    }
    GeneralPurpose::new(&STANDARD, FORGIVING)
        .decode(dense)
        .map_err(|error| format!("base64: {error}"))
}

#[cfg(test)]
mod tests;
