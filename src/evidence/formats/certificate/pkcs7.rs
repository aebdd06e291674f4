//! PKCS#7 signed data, of which only the certificates are read (RFC 2315, RFC 5652).

use super::ber;
use super::tlv::{self, CONTEXT_0, Elements, INTEGER, OID, SEQUENCE, SET};

/// signedData, 1.2.840.113549.1.7.2.
const SIGNED_DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];

/// The encodings of its certificates, in its order.
///
/// # Errors
/// What is wrong.
pub(super) fn certificates(bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let damaged = || "PKCS#7: it ends early or is damaged".to_owned();
    let der = ber::to_der(bytes).ok_or_else(damaged)?;
    let mut outer = Elements(&der).enter(SEQUENCE).ok_or_else(damaged)?;
    let kind = outer.get(OID).ok_or_else(damaged)?.body;
    if kind != SIGNED_DATA {
        let kind = tlv::dotted(kind);
        return Err(format!(
            "PKCS#7: contents of type {kind} hold no certificates"
        ));
    }
    let set = signed(outer).ok_or_else(damaged)?;
    // Attribute certificates and other formats have tags of their own.
    let certificates = set.filter(|choice| choice.tag == SEQUENCE);
    let found: Vec<Vec<u8>> = certificates.map(|c| c.whole.to_vec()).collect();
    match found.is_empty() {
        true => Err("PKCS#7: there is no certificate in it".to_owned()),
        false => Ok(found),
    }
}

/// The set of certificates, empty where it is absent.
fn signed<'a>(mut outer: Elements<'a>) -> Option<Elements<'a>> {
    let mut signed = outer.enter(CONTEXT_0)?.enter(SEQUENCE)?;
    signed.get(INTEGER)?;
    signed.get(SET)?;
    signed.get(SEQUENCE)?;
    Some(signed.enter(CONTEXT_0).unwrap_or(Elements(&[])))
}
