//! SafeContents: bags of certificates, and of keys that are passed over.

use super::super::ber;
use super::super::tlv::{CONTEXT_0, Elements, OCTETS, OID, SEQUENCE, SET};
use super::Refused;

/// What all bag types begin with: 1.2.840.113549.1.12.10.1.
const BAGS: [u8; 10] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 10, 1];
/// x509Certificate, 1.2.840.113549.1.9.22.1.
const X509: [u8; 10] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 22, 1];
/// localKeyId, 1.2.840.113549.1.9.21.
const LOCAL_KEY_ID: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 21];

/// Deepest nesting of bags in bags.
const MAX_DEPTH: usize = 4;

/// What was in it.
#[derive(Debug, Default, PartialEq)]
pub(in super::super) struct Contents {
    certificates: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// The localKeyId of each private key.
    keys: Vec<Option<Vec<u8>>>,
}

impl Contents {
    /// Whether a private key was there.
    pub(in super::super) fn has_key(&self) -> bool {
        !self.keys.is_empty()
    }

    /// The certificates, each with whether its private key is there too.
    pub(in super::super) fn certificates(&self) -> impl Iterator<Item = (&[u8], bool)> {
        // A key and a certificate alone belong together without being told.
        let alone = self.certificates.len() == 1 && self.keys.len() == 1;
        self.certificates.iter().map(move |(der, id)| {
            let with_key = id.is_some() && self.keys.contains(id);
            (der.as_slice(), with_key || alone)
        })
    }

    /// Takes in SafeContents.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        let der = ber::to_der(bytes).ok_or_else(Refused::damaged)?;
        let bags = Elements(&der)
            .enter(SEQUENCE)
            .ok_or_else(Refused::damaged)?;
        self.bags(bags, MAX_DEPTH).ok_or_else(Refused::damaged)
    }

    fn bags(&mut self, bags: Elements, depth: usize) -> Option<()> {
        for bag in bags {
            let mut bag = Elements(bag.body);
            let kind = bag.get(OID)?.body;
            let mut value = bag.enter(CONTEXT_0)?;
            let id = bag.enter(SET).and_then(local_key_id);
            match kind.strip_prefix(&BAGS) {
                // keyBag, pkcs8ShroudedKeyBag.
                Some([1 | 2]) => self.keys.push(id.map(<[u8]>::to_vec)),
                Some([3]) => {
                    if let Some(certificate) = x509(value) {
                        let id = id.map(<[u8]>::to_vec);
                        self.certificates.push((certificate.to_vec(), id));
                    }
                }
                // safeContentsBag.
                Some([6]) if depth > 0 => self.bags(value.enter(SEQUENCE)?, depth - 1)?,
                // Revocation lists and secrets are nobody's business here.
                _ => {}
            }
        }
        Some(())
    }
}

/// The encoding in a CertBag; `None` for SDSI certificates.
fn x509(mut value: Elements<'_>) -> Option<&[u8]> {
    let mut bag = value.enter(SEQUENCE)?;
    bag.get(OID).filter(|kind| kind.body == X509)?;
    Some(bag.enter(CONTEXT_0)?.get(OCTETS)?.body)
}

fn local_key_id(attributes: Elements<'_>) -> Option<&[u8]> {
    let mut attributes = attributes.map(|a| Elements(a.body));
    attributes.find_map(|mut attribute| {
        attribute
            .get(OID)
            .filter(|kind| kind.body == LOCAL_KEY_ID)?;
        Some(attribute.enter(SET)?.get(OCTETS)?.body)
    })
}
