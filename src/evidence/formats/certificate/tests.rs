#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::evidence::formats::distinguished_name::DistinguishedName;

// Both were made for these tests; what is expected of them was read by
// `openssl x509 -fingerprint -sha1 -serial -dates -subject`.
const EC: &str = "\
-----BEGIN CERTIFICATE-----
MIICfzCCAiagAwIBAgIIAPHi08S1ppcwCgYIKoZIzj0EAwIwcjELMAkGA1UEBhMC
REUxEDAOBgNVBAgMB0JhdmFyaWExFjAUBgNVBAoMDUNvbnRvc28sIEluYy4xGTAX
BgNVBAMMEG1haWwuY29udG9zby5jb20xHjAcBgkqhkiG9w0BCQEWD3BraUBjb250
b3NvLmNvbTAeFw0yNjExMjMxNDU4MDVaFw0yNzExMjMxNDU4MDVaMHIxCzAJBgNV
BAYTAkRFMRAwDgYDVQQIDAdCYXZhcmlhMRYwFAYDVQQKDA1Db250b3NvLCBJbmMu
MRkwFwYDVQQDDBBtYWlsLmNvbnRvc28uY29tMR4wHAYJKoZIhvcNAQkBFg9wa2lA
Y29udG9zby5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATnTAYZYaql8JDw
9ZuLCCKj+Xivd36HSF6fzFrZlCCv860U0XjV6rMdHY3R0dPDH36P2Qb6Hd4AQ+7s
Fnd/F1Ito4GlMIGiMB0GA1UdDgQWBBTlhGnKz0r1rVAalDufBjH6KUQ5rDAfBgNV
HSMEGDAWgBTlhGnKz0r1rVAalDufBjH6KUQ5rDAPBgNVHRMBAf8EBTADAQH/MDAG
A1UdEQQpMCeCEG1haWwuY29udG9zby5jb22CDSouY29udG9zby5jb22HBMsAcQcw
HQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMAoGCCqGSM49BAMCA0cAMEQC
IBhv2aKe3q8oM58ajWKJmROKoqtcjZAX1vLW+RiIhD4BAiBjMspVNS7WeS9dbU02
jWbP9r66+cbps3fYWJTRCdYEyQ==
-----END CERTIFICATE-----
";
const RSA: &str = "\
-----BEGIN CERTIFICATE-----
MIICPTCCAeQCAQUwCgYIKoZIzj0EAwIwcjELMAkGA1UEBhMCREUxEDAOBgNVBAgM
B0JhdmFyaWExFjAUBgNVBAoMDUNvbnRvc28sIEluYy4xGTAXBgNVBAMMEG1haWwu
Y29udG9zby5jb20xHjAcBgkqhkiG9w0BCQEWD3BraUBjb250b3NvLmNvbTAeFw0y
NjExMjMxNDU4MDVaFw0yNjEyMjMxNDU4MDVaMBkxFzAVBgNVBAMMDiouZmFicmlr
YW0uY29tMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqI+kpaHf/OAH
0faHaKkuTdqRaYa9WYefNK6lP+h3tdr7K6g+Df87JtPN8fQHEBrOzqUUXRyaReVJ
AsZzuN+JIYoj8p/hX1LxKWJLrTwwNv6hFgw1vtg0732Xh3sQv7tjTfuW87NGyr3B
nZOcnxyjpt4jh4EDIn9pRyRzbeAbWTIvpQxPEAPIlwx5q5L/v7ofz/AhBXltnWtu
TcfZMaF9pCfjOfK/rmCdWbLFhfHBTBs9uo+KxyOA+pKzYrtl1RPikzPK+ArNqgyW
yksMlw+bK9Hht3wmtzCuxZBl0EDb+kFgs4G6yuOzBLY6vl2TIYYgkEYZZSOPWRj0
XrYg83l5+wIDAQABMAoGCCqGSM49BAMCA0cAMEQCIEqN1eNgAq/wI5l+iP33AQIs
4MtWfc2dey9YjsyzrrhvAiB7zeeFhDEHyRpQWsVI7KjzdzThjSg03SnYeHOJgngR
pQ==
-----END CERTIFICATE-----
";
const EC_THUMBPRINT: &str = "B0A708D32D27BA03059866757B22F9C6EC5A854B";
const RSA_THUMBPRINT: &str = "D926FC1D41161E435C240DFFB73ECC3FDA25D13E";

fn body(pem: &str) -> String {
    pem.lines().filter(|l| !l.starts_with('-')).collect()
}

fn thumbprints(parsed: &ParsedCertificates) -> Vec<&str> {
    parsed
        .certificates
        .iter()
        .map(|c| c.thumbprint.as_str())
        .collect()
}

fn der(pem: &str) -> Vec<u8> {
    unarmoured(&body(pem)).unwrap()
}

#[test]
fn every_fact_is_as_openssl_reads_it() {
    let parsed = parse(EC.as_bytes());
    assert_eq!(parsed.notes, []);
    let c = &parsed.certificates[0];
    assert_eq!(c.thumbprint, EC_THUMBPRINT);
    let windows = "E=pki@contoso.com, CN=mail.contoso.com, O=\"Contoso, Inc.\", S=Bavaria, C=DE";
    assert_eq!(c.subject.to_string(), windows);
    assert_eq!(c.issuer.to_string(), windows);
    assert_eq!(c.subject_common_names, ["mail.contoso.com"]);
    assert_eq!(c.dns_names, ["mail.contoso.com", "*.contoso.com"]);
    assert_eq!(c.serial, "00F1E2D3C4B5A697");
    assert_eq!((c.not_before, c.not_after), (1_795_445_885, 1_826_981_885));
    assert!(c.self_signed && c.is_ca);
    assert_eq!(
        c.extended_key_usage,
        ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]
    );
    assert_eq!((c.key_algorithm.as_str(), c.key_bits), ("EC", Some(256)));

    let parsed = parse(RSA.as_bytes());
    let c = &parsed.certificates[0];
    assert_eq!(c.thumbprint, RSA_THUMBPRINT);
    assert_eq!(c.subject.to_string(), "CN=*.fabrikam.com");
    assert_eq!(Some(&c.issuer), DistinguishedName::parse(windows).as_ref());
    assert!(!c.self_signed && !c.is_ca);
    assert_eq!(c.dns_names, [""; 0]);
    assert_eq!((c.key_algorithm.as_str(), c.key_bits), ("RSA", Some(2048)));
}

#[test]
fn every_form_of_a_file_gives_the_certificate() {
    let one_line = EC.replace('\n', "");
    let trusted = EC.replace("CERTIFICATE", "TRUSTED CERTIFICATE").replace(
        "jWbP9r66+cbps3fYWJTRCdYEyQ==",
        "jWbP9r66+cbps3fYWJTRCdYEyTAMMAoGCCsGAQUFBwMB",
    );
    let utf16: Vec<u8> = EC.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let forms: [Vec<u8>; 9] = [
        EC.into(),
        EC.replace('\n', "\r\n").into(),
        one_line.into(),
        trusted.into(),
        EC.replace("CERTIFICATE", "X509 CERTIFICATE").into(),
        body(EC).into(),
        body(EC).trim_end_matches('=').into(),
        utf16,
        der(EC),
    ];
    for form in forms {
        let parsed = parse(&form);
        assert_eq!(
            thumbprints(&parsed),
            [EC_THUMBPRINT],
            "{}",
            String::from_utf8_lossy(&form)
        );
        assert_eq!(parsed.notes, []);
        assert_eq!(parsed.certificates[0].line, 1);
    }
    assert_eq!(from_base64(&body(RSA)).unwrap().thumbprint, RSA_THUMBPRINT);
}

#[test]
fn a_chain_with_a_key_and_damage_gives_what_is_whole() {
    let source = format!(
        "Bag Attributes\n    friendlyName: x\n{EC}text\n-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\nMIIC!!\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nMIICfzCC\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nMIICfz\n{RSA}"
    );
    let parsed = parse(source.as_bytes());
    assert_eq!(thumbprints(&parsed), [EC_THUMBPRINT, RSA_THUMBPRINT]);
    assert_eq!(parsed.certificates[0].line, 3);
    let notes: Vec<_> = parsed
        .notes
        .iter()
        .map(|n| (n.line.unwrap(), n.kind.code()))
        .collect();
    let key = 3 + EC.lines().count() as u64 + 1;
    assert_eq!(
        notes,
        [
            (key, "private-key-ignored"),
            (key + 3, "bad-certificate"),
            (key + 6, "bad-certificate"),
            (key + 9, "bad-certificate"),
        ]
    );
    assert!(
        !format!("{parsed:?}").contains("c2VjcmV0"),
        "nothing of the key is kept"
    );
}

#[test]
fn other_contents_are_noted_and_not_read() {
    let table = [
        (
            "-----BEGIN PKCS7-----\nMIIC\n-----END PKCS7-----\n",
            "bad-certificate",
        ),
        (
            "-----BEGIN CMS-----\nMA0GCSqGSIb3DQEHA6AA\n-----END CMS-----\n",
            "bad-certificate",
        ),
        (
            "-----BEGIN NEW CERTIFICATE REQUEST-----\nMIIC\n-----END NEW CERTIFICATE REQUEST-----\n",
            "bad-certificate",
        ),
        (
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIC\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "private-key-ignored",
        ),
        ("hello", "bad-certificate"),
        ("", "bad-certificate"),
    ];
    for (source, code) in table {
        let parsed = parse(source.as_bytes());
        assert_eq!(parsed.certificates, []);
        let codes: Vec<_> = parsed.notes.iter().map(|n| n.kind.code()).collect();
        assert_eq!(codes, [code], "{source}");
    }
    let binary = parse(b"PK\x03\x04\x00\x00\x00\x01\x02");
    assert_eq!(binary.notes[0].kind.code(), "bad-certificate");
}

#[test]
fn containers_are_told_by_structure() {
    let der = der(EC);
    assert_eq!(container(&der), Some(Container::Certificate));
    assert_eq!(container(&der[..20]), Some(Container::Certificate));
    let p7 = b"\x30\x82\x02\xae\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0";
    assert_eq!(container(p7), Some(Container::Pkcs7));
    let ber = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0";
    assert_eq!(container(ber), Some(Container::Pkcs7));
    let p12 =
        b"\x30\x82\x03\xb0\x02\x01\x03\x30\x82\x03\x76\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
    assert_eq!(container(p12), Some(Container::Pkcs12));
    for other in [
        &b""[..],
        b"0",
        b"0123456789",
        b"\x30\x82\x01\x00\x02\x01\x00\x02\x41",
        b"\x30\x03\x02\x01\x03",
    ] {
        assert_eq!(container(other), None, "{other:x?}");
    }
}

#[test]
fn real_certificates_are_read_as_openssl_reads_them() {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/samples/certificates"
    ));
    if !folder.is_dir() {
        eprintln!("skipped: no folder of samples beside the project");
        return;
    }
    let table: [(&str, &[&str], &[&str]); 13] = [
        (
            "pyca-all_supported_names.pem",
            &["E7AB81D6A16DAA794B6D80F16FFADA3208CF6FBC"],
            &[],
        ),
        (
            "pyca-cryptography.io.pem",
            &["973CEBA25EF865F9D802B0E727555B9C4FC65188"],
            &[],
        ),
        (
            "pyca-cryptography.io.chain_with_garbage.pem",
            &[
                "973CEBA25EF865F9D802B0E727555B9C4FC65188",
                "0E34141846E7423D37F20DC0AB06C9BBD843DC24",
            ],
            &["private-key-ignored"],
        ),
        (
            "pyca-negative_serial.pem",
            &["07D52806C132F0DCB52CA62CCE5E5E00D3FA811D"],
            &[],
        ),
        (
            "pyca-san_idna_names.pem",
            &["BD3A9F45D2AD92545500403C9C27604F369490AD"],
            &[],
        ),
        (
            "pyca-scottishpower-bitstring-dn.pem",
            &["D7D65FA005678C29881A28D89E1FDBB51DB03A83"],
            &[],
        ),
        (
            "pyca-utf8_common_name.pem",
            &["7C0B005E1060012C4C96BED272CC125C0361958C"],
            &[],
        ),
        (
            "pyca-v1_cert.pem",
            &["7191F225DA4B377780D945277DB83D97D2D77A1A"],
            &[],
        ),
        (
            "pyca-wildcard_san.pem",
            &["DEBFB496AFDFC6B82440CF5DEC9332A34EF83269"],
            &[],
        ),
        (
            "pyca-isrg.pem",
            &["CABD2A79A1076A31F21D253635CB039D4329A5E8"],
            &[],
        ),
        ("pyca-enveloped.pem", &[], &["bad-certificate"]),
        (
            "pyca-amazon-roots.p7b",
            &[
                "0D44DD8C3C8C1A1A58756481E90F2E2AFFB3D26E",
                "5A8CEF45D7A69859767A8C8B4496B578CF474B1A",
            ],
            &[],
        ),
        (
            "pyca-no-password.p12",
            &["2534F63C8F948CE54827F670D924D5FC81FAA12C"],
            &["private-key-ignored"],
        ),
    ];
    for (file, expected, notes) in table {
        let parsed = parse(&fs::read(folder.join(file)).unwrap());
        assert_eq!(thumbprints(&parsed), expected, "{file}: {:?}", parsed.notes);
        let codes: Vec<_> = parsed.notes.iter().map(|n| n.kind.code()).collect();
        assert_eq!(codes, notes, "{file}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        parse(&bytes);
        container(&bytes);
    }

    #[test]
    fn a_damaged_certificate_is_read_or_noted(at in 0_usize..600, byte in any::<u8>(), cut in 0_usize..640) {
        let mut bytes = der(EC);
        let len = bytes.len();
        bytes[at % len] = byte;
        bytes.truncate(cut);
        if let Err(what) = Certificate::from_der(&bytes, 1) {
            prop_assert!(!what.is_empty());
        }
        parse(&bytes);
    }

    #[test]
    fn a_damaged_chain_is_read_or_noted(at in 0_usize..1919, byte in any::<u8>(), cut in 0_usize..2000) {
        let whole = include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/certificates/chain.ber.p7b"
        ));
        let mut bytes = whole.to_vec();
        bytes[at] = byte;
        bytes.truncate(cut);
        let parsed = parse(&bytes);
        prop_assert!(!parsed.certificates.is_empty() || !parsed.notes.is_empty());
    }
}
