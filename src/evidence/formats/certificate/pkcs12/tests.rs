#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::super::tlv::{Elements, SEQUENCE};
use super::super::{Locked, ParsedCertificates, parse};
use super::{MAX_ROUNDS, Password, Refused, Rounds, open_within};
use crate::evidence::secret::Secret;

/// As `openssl x509 -fingerprint -sha1` prints them.
const LEAF: &str = "A675A021204F0C0525D325D50CB7F4E9FA1EDC67";
const ISSUER: &str = "8C31389AABFB953DF830FCE68329E5FD5871A1FF";
const ROOT: &str = "519D0509A5F71FBD742CF4925C6167EBC9567C7B";

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/certificates/",
            $name
        ))
    };
}

fn open(bytes: &[u8], password: &str) -> Option<ParsedCertificates> {
    let locked = parse(bytes).locked.unwrap_or_else(|| Locked::new(bytes, 1));
    locked.open(&Secret::new(password.to_owned()))
}

fn thumbprints(parsed: &ParsedCertificates) -> Vec<(&str, bool)> {
    let all = parsed.certificates.iter();
    all.map(|c| (c.thumbprint.as_str(), c.has_key)).collect()
}

/// Thumbprints, and whether the key is there too.
type Expected = &'static [(&'static str, bool)];

const CHAIN: Expected = &[(LEAF, true), (ISSUER, false), (ROOT, false)];
const ALONE: Expected = &[(LEAF, true)];
const UNICODE: &str = "パスワード😀";

/// A file without its integrity check.
fn without_check() -> Vec<u8> {
    let inside = Elements(fixture!("3des-sha1.pfx")).enter(SEQUENCE).unwrap();
    let kept: Vec<u8> = inside.take(2).flat_map(|e| e.whole.to_vec()).collect();
    let len = u16::try_from(kept.len()).unwrap().to_be_bytes();
    [&[SEQUENCE, 0x82], &len[..], &kept].concat()
}

#[test]
fn every_kind_opens_with_its_password_and_no_other() {
    let table: [(&[u8], &str, Expected); 8] = [
        (fixture!("aes256-sha256.pfx"), "Fabrikam-1", CHAIN),
        (fixture!("rc2-3des-sha1.pfx"), "Fabrikam-1", CHAIN),
        (fixture!("3des-sha1.pfx"), "Fabrikam-1", ALONE),
        (fixture!("rc2-128.pfx"), "Fabrikam-1", ALONE),
        (fixture!("aes128-sha512.pfx"), "Fabrikam-1", ALONE),
        (&without_check(), "Fabrikam-1", ALONE),
        (fixture!("unicode.pfx"), UNICODE, ALONE),
        (fixture!("unicode-legacy.pfx"), UNICODE, ALONE),
    ];
    for (row, (bytes, password, expected)) in table.into_iter().enumerate() {
        let untold = parse(bytes);
        assert_eq!(untold.certificates, [], "row {row}");
        assert_eq!(
            untold.notes,
            [],
            "row {row}: whoever has no password says so"
        );
        assert!(untold.locked.is_some(), "row {row}");
        for wrong in ["", "fabrikam-1", "Fabrikam-1 ", "パスワード"] {
            assert_eq!(open(bytes, wrong), None, "row {row} {wrong:?}");
        }
        let parsed = open(bytes, password).unwrap();
        assert_eq!(thumbprints(&parsed), expected, "row {row}");
        let codes: Vec<_> = parsed.notes.iter().map(|n| n.kind.code()).collect();
        assert_eq!(codes, ["private-key-ignored"], "row {row}");
    }
    let no_key = open(fixture!("no-key.pfx"), "Fabrikam-1").unwrap();
    let without = CHAIN.iter().map(|(thumbprint, _)| (*thumbprint, false));
    assert_eq!(thumbprints(&no_key), without.collect::<Vec<_>>());
    assert_eq!(no_key.notes, []);
}

#[test]
fn what_needs_no_password_opens_without() {
    for bytes in [
        &fixture!("empty-password.pfx")[..],
        fixture!("nothing-encrypted.pfx"),
        fixture!("certificate-not-encrypted.pfx"),
    ] {
        let parsed = parse(bytes);
        assert_eq!(parsed.locked, None);
        assert_eq!(thumbprints(&parsed), ALONE);
    }
}

#[test]
fn bare_base64_of_one_is_one() {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(fixture!("rc2-3des-sha1.pfx"));
    let parsed = open(text.as_bytes(), "Fabrikam-1").unwrap();
    assert_eq!(thumbprints(&parsed), CHAIN);
}

#[test]
fn rounds_without_end_are_not_done() {
    let bytes = fixture!("3des-sha1.pfx");
    // INTEGER 2048, wherever rounds are told.
    let rounds = b"\x02\x02\x08\x00";
    let many = bytes.windows(4).filter(|w| w == rounds).count();
    assert!(many > 1);
    let mut changed = bytes.to_vec();
    for at in 0..changed.len() - 4 {
        if changed[at..].starts_with(rounds) {
            changed[at + 2] = 0;
        }
    }
    assert!(parse(&changed).certificates.is_empty(), "no rounds at all");
}

#[test]
fn many_parts_share_the_rounds() {
    let mut left = Rounds(MAX_ROUNDS);
    let million = 1_000_000;
    let taken = (0..9).filter(|_| left.take(million).is_ok()).count();
    assert_eq!(taken, 5);
    // What is left is left.
    assert!(left.take(1).is_err());
    // Each part of a file asks for its own.
    let bytes = fixture!("rc2-3des-sha1.pfx");
    let with = |rounds| open_within(bytes, Password(Some("Fabrikam-1")), &mut Rounds(rounds));
    assert!(with(2048 + 2048).is_ok());
    let refused = with(2048 + 2047);
    assert!(matches!(refused, Err(Refused::Words(_))), "{refused:?}");
}

#[test]
fn nothing_of_a_password_or_key_is_printed() {
    let locked = parse(fixture!("3des-sha1.pfx")).locked.unwrap();
    assert_eq!(format!("{locked:?}"), "Locked(1070 bytes)");
    assert_eq!(format!("{:?}", Secret::new("Fabrikam-1".into())), "Secret");
}

proptest! {
    // Each case derives keys: a few of them.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn damage_is_noted_or_refused(at in 0_usize..916, byte in any::<u8>(), cut in 0_usize..1000) {
        let mut bytes = fixture!("nothing-encrypted.pfx").to_vec();
        let len = bytes.len();
        bytes[at % len] = byte;
        bytes.truncate(cut);
        let parsed = parse(&bytes);
        let told = !parsed.notes.is_empty() || parsed.locked.is_some();
        prop_assert!(told || !parsed.certificates.is_empty());
    }

    #[test]
    fn damage_under_encryption_never_panics(at in 0_usize..1070, byte in any::<u8>(), cut in 900_usize..1100) {
        let mut bytes = fixture!("3des-sha1.pfx").to_vec();
        bytes[at] = byte;
        bytes.truncate(cut);
        // The rounds would be many where their bytes are hit.
        prop_assume!(bytes.windows(4).filter(|w| *w == b"\x02\x02\x08\x00").count() > 1);
        Locked::new(&bytes, 1).open(&Secret::new("Fabrikam-1".into()));
    }
}
