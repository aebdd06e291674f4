//! Certificate files of every kind, read as `openssl` reads them; and passwords as the
//! program takes them.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use relay_doctor::evidence::formats::certificate::{Certificate, ParsedCertificates, parse};
use relay_doctor::evidence::formats::distinguished_name::DistinguishedName;
use relay_doctor::evidence::secret::Secret;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PASSWORD: &str = "Fabrikam-1";

/// As `openssl x509 -fingerprint -sha1` prints them.
const LEAF: &str = "A675A021204F0C0525D325D50CB7F4E9FA1EDC67";
const ISSUER: &str = "8C31389AABFB953DF830FCE68329E5FD5871A1FF";
const TOP: &str = "519D0509A5F71FBD742CF4925C6167EBC9567C7B";

fn own(name: &str) -> PathBuf {
    Path::new(ROOT).join("tests/certificates").join(name)
}

/// The folder of samples beside the project, where there is one.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(ROOT).join("../shared/samples/certificates");
    let there = folder.is_dir();
    if !there {
        eprintln!("skipped: no folder of samples beside the project");
    }
    there.then_some(folder)
}

fn read(path: &Path, password: &str) -> ParsedCertificates {
    let parsed = parse(&std::fs::read(path).unwrap());
    match &parsed.locked {
        Some(locked) => locked.open(&Secret::new(password.to_owned())).unwrap(),
        None => parsed,
    }
}

fn thumbprints(parsed: &ParsedCertificates) -> Vec<&str> {
    let all = parsed.certificates.iter();
    all.map(|c| c.thumbprint.as_str()).collect()
}

#[test]
fn chains_in_pkcs7_of_every_encoding() {
    for name in ["chain.pem.p7b", "chain.der.p7b"] {
        let parsed = read(&own(name), "");
        assert_eq!(thumbprints(&parsed), [LEAF, ISSUER, TOP], "{name}");
        assert_eq!(parsed.notes, [], "{name}");
    }
    // A signer's certificate is put last or first as its program likes.
    let mut streamed = read(&own("chain.ber.p7b"), "").certificates;
    streamed.sort_by_key(|c| c.is_ca);
    assert_eq!(streamed[0].thumbprint, LEAF);
    assert_eq!(streamed.len(), 3);
}

#[test]
fn key_identifiers_lead_to_the_issuer() {
    let parsed = read(&own("chain.der.p7b"), "");
    let [leaf, issuer, top] = parsed.certificates.as_slice() else {
        unreachable!("{parsed:?}");
    };
    assert_eq!(leaf.issuer_key_id, issuer.key_id);
    assert_eq!(issuer.issuer_key_id, top.key_id);
    assert!(leaf.key_id.is_some() && top.self_signed);
    assert_eq!(leaf.extended_key_usage, ["1.3.6.1.5.5.7.3.1"]);
    let none = &read(&own("rsa-no-usage.pem"), "").certificates[0];
    assert_eq!(none.extended_key_usage, [""; 0]);
    assert_eq!(
        (none.key_algorithm.as_str(), none.key_bits),
        ("RSA", Some(2048))
    );
}

#[test]
fn samples_in_pkcs12_are_read() {
    let Some(folder) = samples() else {
        return;
    };
    let table: [(&str, &str, &[&str]); 4] = [
        (
            "pyca-no-password.p12",
            "",
            &["2534F63C8F948CE54827F670D924D5FC81FAA12C"],
        ),
        (
            "pyca-cert-key-aes256cbc.p12",
            "cryptography",
            &["2534F63C8F948CE54827F670D924D5FC81FAA12C"],
        ),
        (
            "pyca-cert-rc2-key-3des.p12",
            "cryptography",
            &["2534F63C8F948CE54827F670D924D5FC81FAA12C"],
        ),
        (
            "pyca-name-all-pwd.p12",
            "password",
            &[
                "2534F63C8F948CE54827F670D924D5FC81FAA12C",
                "973CEBA25EF865F9D802B0E727555B9C4FC65188",
                "E6A3B45B062D509B3382282D196EFE97D5956CCB",
            ],
        ),
    ];
    for (name, password, expected) in table {
        assert_eq!(
            thumbprints(&read(&folder.join(name), password)),
            expected,
            "{name}"
        );
    }
}

// As openssl reads them.

fn openssl(arguments: &[&str], input: &[u8]) -> String {
    use std::io::Write;
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn has_openssl() -> bool {
    let version = Command::new("openssl").arg("version").output();
    let known = version.is_ok_and(|v| v.stdout.starts_with(b"OpenSSL 3"));
    if !known {
        eprintln!("skipped: no OpenSSL 3 here");
    }
    known
}

/// The certificates of a file, each alone in PEM.
fn unpacked(path: &Path, password: &str) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let name = path.to_string_lossy();
    let der = bytes.first() == Some(&0x30);
    let form = ["PEM", "DER"][usize::from(der)];
    let text = if name.ends_with(".pfx") || name.ends_with(".p12") {
        let password = format!("pass:{password}");
        openssl(
            &["pkcs12", "-legacy", "-nokeys", "-passin", &password],
            &bytes,
        )
    } else if name.ends_with(".p7b") {
        openssl(&["pkcs7", "-print_certs", "-inform", form], &bytes)
    } else if der {
        openssl(&["x509", "-inform", "DER"], &bytes)
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    let block = |b: &str| {
        let body = b.split("-----END").next().unwrap_or_default();
        format!("-----BEGIN CERTIFICATE-----{body}-----END CERTIFICATE-----\n")
    };
    blocks.map(block).collect()
}

/// What openssl says of one, under the same names.
fn told(pem: &str) -> (Vec<(&'static str, String)>, [Option<DistinguishedName>; 2]) {
    let text = openssl(
        &[
            "x509",
            "-noout",
            "-subject",
            "-issuer",
            "-serial",
            "-dates",
            "-dateopt",
            "iso_8601",
            "-fingerprint",
            "-sha1",
            "-nameopt",
            "esc_2253,sep_comma_plus,sname,utf8",
            "-ext",
            "subjectAltName,extendedKeyUsage",
        ],
        pem.as_bytes(),
    );
    let after = |key: &str| {
        let line = text.lines().find(|l| l.to_lowercase().starts_with(key));
        line.map_or("", |l| &l[key.len()..]).to_owned()
    };
    let below = |heading: &str| {
        let mut lines = text.lines().skip_while(|l| !l.contains(heading));
        lines.nth(1).unwrap_or_default().trim().to_owned()
    };
    let time = |text: String| {
        let time: jiff::Timestamp = text.replace(' ', "T").parse().unwrap();
        time.as_second().to_string()
    };
    let names = below("Subject Alternative Name");
    let names: Vec<&str> = names
        .split(", ")
        .filter_map(|n| n.strip_prefix("DNS:"))
        .collect();
    let known = [
        ("TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1"),
        ("TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2"),
        ("Microsoft Encrypted File System", "1.3.6.1.4.1.311.10.3.4"),
    ];
    let uses = below("Extended Key Usage");
    let uses: Vec<&str> = uses
        .split(", ")
        .map(|u| {
            known
                .iter()
                .find(|(name, _)| *name == u)
                .map_or(u, |(_, oid)| oid)
        })
        .filter(|u| !u.is_empty())
        .collect();
    let values = vec![
        ("thumbprint", after("sha1 fingerprint=").replace(':', "")),
        ("serial", after("serial=")),
        ("from", time(after("notbefore="))),
        ("until", time(after("notafter="))),
        ("names", names.join(" ")),
        ("uses", sorted(&uses)),
    ];
    let name = |key: &str| DistinguishedName::parse(&after(key));
    (values, [name("subject="), name("issuer=")])
}

/// Uses are a set.
fn sorted<T: AsRef<str>>(uses: &[T]) -> String {
    let mut uses: Vec<&str> = uses.iter().map(AsRef::as_ref).collect();
    uses.sort_unstable();
    uses.join(" ")
}

fn ours(certificate: &Certificate) -> Vec<(&'static str, String)> {
    // Windows keeps the octet that says that a number is positive.
    let serial = &certificate.serial;
    let serial = serial.strip_prefix("00").unwrap_or(serial);
    vec![
        ("thumbprint", certificate.thumbprint.clone()),
        ("serial", serial.to_owned()),
        ("from", certificate.not_before.to_string()),
        ("until", certificate.not_after.to_string()),
        ("names", certificate.dns_names.join(" ")),
        ("uses", sorted(&certificate.extended_key_usage)),
    ]
}

/// Certificates among the scenarios' evidence, without those that are damaged on purpose
/// and those in PKCS#12 (in `tests/certificates` is one of each kind).
fn of_scenarios() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![Path::new(ROOT).join("tests/scenarios")];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path
                .extension()
                .and_then(|e| e.to_str())
                .unwrap_or_default();
            if path.is_dir() && !path.ends_with("bad-broken-certificate") {
                pending.push(path);
            } else if ["cer", "crt", "pem", "p7b"].contains(&ending) {
                found.push(path);
            }
        }
    }
    found.retain(|path| !path.to_string_lossy().contains("bad-everything-at-once"));
    found.sort();
    assert!(found.len() >= 8, "{found:?}");
    found
}

/// Certificates made for this run: names of every kind, keys of two.
fn generated(folder: &Path) -> Vec<PathBuf> {
    #[rustfmt::skip]
    let table: [(&str, &str); 12] = [
        ("/CN=mail.contoso.com", "DNS:mail.contoso.com"),
        ("/CN=*.contoso.com", "DNS:*.contoso.com,DNS:contoso.com"),
        ("/CN=MAIL.Contoso.COM", "DNS:Mail.contoso.com"),
        ("/C=DE/O=Contoso, Inc./CN=mail.contoso.com", "DNS:a.contoso.com,IP:203.0.113.7"),
        ("/C=JP/ST=東京都/O=コントソ株式会社/CN=mail.contoso.com", "DNS:mail.contoso.com"),
        ("/O=Plus + \\\"quoted\\\" ; <x>/CN=mail.contoso.com", "DNS:mail.contoso.com"),
        ("/O= blanks /CN=mail.contoso.com", "DNS:mail.contoso.com,email:a@contoso.com"),
        ("/CN=one.contoso.com/CN=two.contoso.com", "DNS:two.contoso.com"),
        ("/emailAddress=a@contoso.com/CN=mail.contoso.com", "DNS:mail.contoso.com"),
        ("/DC=com/DC=contoso/OU=a/OU=b/CN=mail.contoso.com", "DNS:mail.contoso.com"),
        ("/CN=xn--mnchen-3ya.contoso.com", "DNS:xn--mnchen-3ya.contoso.com"),
        ("/O=no name in it", "URI:https://contoso.com/a,DNS:only.contoso.com"),
    ];
    let make = |(number, (subject, names)): (usize, (&str, &str))| {
        let path = folder.join(format!("{number}.pem"));
        let key = folder.join("key");
        let names = format!("subjectAltName={names}");
        let kind: &[&str] = match number % 3 {
            0 => &["-newkey", "rsa:2048"],
            _ => &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        };
        let made = Command::new("openssl")
            .args([
                "req", "-x509", "-nodes", "-utf8", "-days", "400", "-subj", subject,
            ])
            .args([
                "-addext",
                &names,
                "-addext",
                "extendedKeyUsage=serverAuth,clientAuth",
            ])
            .args(kind)
            .args([
                "-keyout",
                key.to_str().unwrap(),
                "-out",
                path.to_str().unwrap(),
            ])
            .stderr(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "{subject}");
        path
    };
    table.into_iter().enumerate().map(make).collect()
}

#[test]
fn every_file_is_read_as_openssl_reads_it() {
    if !has_openssl() {
        return;
    }
    let mut files: Vec<(PathBuf, &str)> = Vec::new();
    for entry in std::fs::read_dir(own("")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let password = match name.as_str() {
            "README.md" => continue,
            n if n.starts_with("unicode") => "パスワード😀",
            "empty-password.pfx" | "nothing-encrypted.pfx" => "",
            _ => PASSWORD,
        };
        files.push((path, password));
    }
    let of_samples = [
        ("pyca-all_supported_names.pem", ""),
        ("pyca-cryptography.io.pem", ""),
        ("pyca-cryptography.io.chain_with_garbage.pem", ""),
        ("pyca-san_idna_names.pem", ""),
        ("pyca-utf8_common_name.pem", ""),
        ("pyca-v1_cert.pem", ""),
        ("pyca-wildcard_san.pem", ""),
        ("pyca-isrg.pem", ""),
        ("pyca-amazon-roots.p7b", ""),
        ("pyca-name-all-pwd.p12", "password"),
    ];
    if let Some(folder) = samples() {
        files.extend(of_samples.map(|(name, password)| (folder.join(name), password)));
    }
    files.extend(of_scenarios().into_iter().map(|path| (path, PASSWORD)));
    let made = tempfile::tempdir().unwrap();
    let generated = generated(made.path());
    assert!(generated.len() > 10, "{generated:?}");
    files.extend(generated.into_iter().map(|path| (path, "")));
    let mut compared = 0;
    for (path, password) in files {
        let shown = path.display();
        let parsed = read(&path, password);
        let mut theirs: Vec<_> = unpacked(&path, password).iter().map(|p| told(p)).collect();
        if path.ends_with("pyca-isrg.pem") {
            let bytes = std::fs::read(&path).unwrap();
            let text = openssl(&["pkcs7", "-print_certs"], &bytes);
            theirs = vec![told(&text)];
        }
        assert_eq!(parsed.certificates.len(), theirs.len(), "{shown}");
        for (certificate, (values, [subject, issuer])) in parsed.certificates.iter().zip(theirs) {
            assert_eq!(ours(certificate), values, "{shown}");
            let names = [&certificate.subject, &certificate.issuer];
            let said = [subject.unwrap_or_default(), issuer.unwrap_or_default()];
            assert_eq!(names, [&said[0], &said[1]], "{shown}");
            compared += 1;
        }
    }
    assert!(compared >= 45, "{compared} certificates were compared");
}

// The program.

fn diagnose(file: &str, variable: Option<&str>, named: bool) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
    command
        .args([
            "diagnose",
            "--format",
            "json",
            "--now",
            "2026-12-01T00:00:00Z",
        ])
        .arg(own(file))
        .env_remove("RELAY_DOCTOR_TEST")
        .stdin(Stdio::null());
    if let Some(password) = variable {
        command.env("RELAY_DOCTOR_TEST", password);
    }
    if named {
        command.args(["--password-env", "RELAY_DOCTOR_TEST"]);
    }
    command.output().unwrap()
}

#[test]
fn a_password_comes_from_the_variable_that_is_named() {
    let table: [(Option<&str>, bool, u64, &str); 4] = [
        (Some(PASSWORD), true, 3, "private-key-ignored"),
        (Some("Fabrikam-2"), true, 0, "wrong-password"),
        (Some(PASSWORD), false, 0, "password-needed"),
        (None, false, 0, "password-needed"),
    ];
    for (variable, named, records, note) in table {
        let output = diagnose("aes256-sha256.pfx", variable, named);
        assert_eq!(
            output.status.code(),
            Some(3),
            "evidence of a certificate alone decides nothing"
        );
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains("Fabrikam-"), "no password is printed");
        assert!(output.stderr.is_empty());
        let report: Value = serde_json::from_str(&text).unwrap();
        let source = &report["sources"][0];
        assert_eq!(source["kind"], "certificate");
        assert_eq!(source["records"], records);
        assert_eq!(source["notes"][0]["kind"], note);
        assert_eq!(source["notes"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_variable_that_is_not_set_is_said() {
    let output = diagnose("aes256-sha256.pfx", None, true);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("RELAY_DOCTOR_TEST"), "{said}");
}
