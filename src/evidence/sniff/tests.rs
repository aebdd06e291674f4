#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;

/// One of each kind, as an admin would bring it.
const TEXTS: [(Guess, &str); 56] = [
    (Guess::Empty, ""),
    (Guess::Empty, " \r\n\u{feff}\t"),
    (
        Guess::SendLog,
        "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: SMTP Send Protocol Log\r\n#Date: x\r\n",
    ),
    (
        Guess::SendLog,
        "Software: x\nLog-Type: SMTP Send Protocol Log\n",
    ),
    (
        Guess::SendLog,
        "2026-11-02T08:00:05.001Z,\"Outbound, new\",08DE1A2B3C4D5E6F,0,,52.101.73.10:25,*,,attempting to connect\n",
    ),
    (
        Guess::SendLog,
        "lf a line,25\n2026-11-02T08:00:05.001Z,Out,08DE1A2B3C4D5E6F,9,,h:25,<,550 5.7.64 TenantAttribution; Relay Access Denied,\n",
    ),
    (
        Guess::ReceiveLog,
        "#Log-type: SMTP Receive Protocol Log\r\n",
    ),
    (
        Guess::ReceiveLog,
        "2026-11-02T08:00:05.001Z,EX01\\Default Frontend EX01,08DE1A2B3C4D5E6F,0,h,h,+,,\n",
    ),
    (
        Guess::TrackingLog,
        "#Software: Microsoft Exchange Server\r\n#Log-type: Message Tracking Log\r\n",
    ),
    (
        Guess::TrackingLog,
        "2026-11-02T08:00:05.300Z,,EX01,,,,\"To Exchange, Online\",SMTP,FAIL,42,<a@contoso.com>,0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0,kim@fabrikam.com,,1,1,,,Hello,lee@contoso.com,lee@contoso.com,\r\n",
    ),
    (
        Guess::OtherExchangeLog,
        "#Software: Microsoft Exchange Server\r\n#Log-type: Transport Connectivity Log\r\n",
    ),
    (
        Guess::Capi2Event,
        "<?xml version=\"1.0\"?>\n<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System><Provider Name=\"Microsoft-Windows-CAPI2\"/></System></Event>",
    ),
    (
        Guess::Clixml,
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj/></Objs>",
    ),
    (
        Guess::Clixml,
        "#< CLIXML\r\n<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">",
    ),
    (
        Guess::HcwXml,
        "\u{feff}<invoke start=\"02/19/2026 03:26:39.330\" type=\"Tenant\" cmdlet=\"Get-InboundConnector\"><!-- x --></invoke>",
    ),
    (
        Guess::HcwXml,
        "<information start=\"02/19/2026 03:26:39.329\" text=\"MailFlow:Configure\" />",
    ),
    (
        Guess::HcwLog,
        "2026.02.19 03:26:39.330         10276 [Client=UX, Session=Tenant, Cmdlet=New-InboundConnector, Thread=6] START New-InboundConnector",
    ),
    (
        Guess::HcwLog,
        "[1/2/2013 3:04:05] INFO:Running command: New-SendConnector",
    ),
    (
        Guess::Message,
        "Received: from a by b\nFrom: c@contoso.com\nSubject: hello\n\n550 5.7.64 TenantAttribution; x",
    ),
    (
        Guess::Message,
        "From - Thu\nReturn-Path: <>\nTo: x@contoso.com\n\n{\"Name\":1}",
    ),
    (
        Guess::Pkcs7,
        "-----BEGIN PKCS7-----\nMIIC\n-----END PKCS7-----\n",
    ),
    (
        Guess::Certificate,
        "Bag Attributes\n-----BEGIN CERTIFICATE-----\nMIIC\n",
    ),
    (
        Guess::Certificate,
        "-----BEGIN TRUSTED CERTIFICATE-----\nMIIC\n",
    ),
    (
        Guess::Certificate,
        "-----BEGIN RSA PRIVATE KEY-----\nMIIC\n",
    ),
    (Guess::Json, "[]"),
    (
        Guess::Json,
        "\r\n[\r\n  {\r\n    \"Name\": \"a : b\",\r\n \"x\" : 1, \"y\" : 2",
    ),
    (
        Guess::Json,
        "[PS] C:\\>Get-InboundConnector | ConvertTo-Json\n{\"Name\":\"a\"}",
    ),
    (Guess::Json, "{}"),
    (Guess::Json, "[\r\n  [\r\n    {\"Name\":\"a\"}]]"),
    (Guess::Json, "[\"a\"]"),
    (Guess::Json, "null"),
    (
        Guess::FormatList,
        "Name    : Inbound\nTlsSenderCertificateName : *.contoso.com\n",
    ),
    (
        Guess::FormatList,
        "TlsSenderCertificateName : *.contoso.com\n",
    ),
    (
        Guess::FormatList,
        "[PS] C:\\>Get-SendConnector | fl\n\nName : Out\nEnabled : True\n",
    ),
    (
        Guess::FormatList,
        "Identity : EX01\\3\nLastError : [{LED=550 5.7.64 TenantAttribution; x};{FQDN=}]\n",
    ),
    (
        Guess::FormatTable,
        "Name    Enabled\n----    -------\nInbound True\n",
    ),
    (Guess::Csv, "#TYPE Microsoft.Exchange.X\n\"Name\"\n\"a\"\n"),
    (Guess::Csv, "\"Name\",\"Enabled\"\n\"Inbound\",\"True\"\n"),
    (Guess::Csv, "\"Name\";\"Enabled\"\n\"Inbound\";\"True\"\n"),
    (
        Guess::Csv,
        "Name,Enabled,ConnectorType\nInbound,True,OnPremises\n",
    ),
    (
        Guess::ErrorText,
        "Generating server: mail.contoso.com\nsomeone@fabrikam.com\n#550 5.7.64 TenantAttribution; Relay Access Denied ##",
    ),
    (
        Guess::ErrorText,
        "550 5.7.64 TenantAttribution; Relay Access Denied",
    ),
    (
        Guess::ErrorText,
        "RecipientStatus [{LED=550 5.7.64 x};{MSG=}]",
    ),
    (
        Guess::ErrorText,
        "From: Postmaster\nTo: user\nSubject: Undeliverable\n\nsmtp;550 5.7.64 TenantAttribution; x",
    ),
    (
        Guess::Unrecognised,
        "Hello, this is a letter.\nNothing else : really.\n",
    ),
    (
        Guess::ErrorText,
        "---\ntitle: x\n---\n# 550 5.7.64 TenantAttribution; Relay Access Denied\n\nTitle\n-----\n",
    ),
    // Near misses and mixtures.
    (
        Guess::Json,
        "PS C:\\> Get-InboundConnector | ConvertTo-Json\nWARNING: x\n[{\"Name\":\"a\"}]\nPS C:\\> Get-AcceptedDomain | fl\nName : b\n",
    ),
    (
        Guess::FormatList,
        "Name    : a\nEnabled : True\nPort    : 25\n\nName Enabled\n---- -------\nb    True\n",
    ),
    (
        Guess::Csv,
        "\"Comment\",\"Name\"\n\"550 5.7.64 TenantAttribution; x\",\"a\"\n",
    ),
    (Guess::Csv, "sep=;\nName;Enabled\na;True\n"),
    (
        Guess::Csv,
        "Name\tEnabled\tDomainName\na\tTrue\tcontoso.com\n",
    ),
    (
        Guess::Csv,
        "time,host,event\nx,y,550 5.7.64 TenantAttribution; Relay Access Denied,z\n",
    ),
    (Guess::Unrecognised, "key: value\nother: {\"a\": 1}\n"),
    (
        Guess::Unrecognised,
        "<Objs Version=\"1.1.0.1\"><Obj/></Objs>",
    ),
    (
        Guess::Unrecognised,
        "2026-11-02 08:00:05,Out,1,2\n2026-11-02 08:00:06,Out,1,2\n",
    ),
    (Guess::Unrecognised, "<html><body>[Client=UX</body></html>"),
];

#[test]
fn each_kind_is_told_by_its_content() {
    for (guess, text) in TEXTS {
        assert_eq!(sniff(text.as_bytes()), guess, "{text}");
        if text.len() > 40 {
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(sniff(&utf16), guess, "{text}");
        }
    }
}

/// Where two detectors claim one text, the order of the table decides. That
/// happens only where one kind may hold another within it.
#[test]
fn what_has_a_mark_of_its_own_is_claimed_once() {
    let holds_others = [
        Guess::Message,
        Guess::FormatList,
        Guess::SendLog,
        Guess::Json,
        Guess::Csv,
        Guess::ReceiveLog,
    ];
    for (guess, text) in TEXTS {
        let claims = OF_TEXT.iter().filter(|(_, claims)| claims(text)).count();
        match guess {
            Guess::Unrecognised => assert_eq!(claims, 0, "{text}"),
            other if holds_others.contains(&other) => assert!(claims >= 1, "{text}"),
            _ => assert_eq!(claims, 1, "{text}"),
        }
    }
}

#[test]
fn binary_kinds_are_told_by_their_structure() {
    let table: [(&[u8], Guess); 6] = [
        (b"PK\x03\x04\x14\x00\x00\x00", Guess::Archive),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00\x00",
            Guess::OutlookMsg,
        ),
        (
            b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0",
            Guess::Pkcs7,
        ),
        (
            b"\x30\x82\x02\x7f\x30\x82\x02\x26\xa0\x03\x02\x01\x02\x02\x08\x00",
            Guess::Certificate,
        ),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00", Guess::Binary),
        (&[0; 64], Guess::Empty),
    ];
    for (bytes, guess) in table {
        assert_eq!(sniff(bytes), guess, "{bytes:x?}");
    }
}

#[test]
fn real_files_are_told() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples"));
    if !folder.is_dir() {
        eprintln!("skipped: no folder of samples beside the project");
        return;
    }
    let expected = |path: &Path| {
        let kind = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap();
        let ending = path.extension().unwrap().to_str().unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let enveloped = name.contains("enveloped") || name.contains("isrg");
        Some(match (kind, ending) {
            ("bounces", "eml") => Guess::Message,
            ("clixml", "xml") => Guess::Clixml,
            ("certificates", "pem") if enveloped => Guess::Pkcs7,
            ("certificates", "pem") => Guess::Certificate,
            ("certificates", "p7b") => Guess::Pkcs7,
            ("certificates", "p12") => Guess::Pkcs12,
            _ => return None,
        })
    };
    let mut told = 0;
    for kind in ["bounces", "clixml", "certificates"] {
        for entry in fs::read_dir(folder.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            let Some(guess) = expected(&path) else {
                continue;
            };
            let bytes = fs::read(&path).unwrap();
            let head = &bytes[..bytes.len().min(decode::SNIFF_LEN)];
            assert_eq!(sniff(head), guess, "{}", path.display());
            told += 1;
        }
    }
    assert!(told > 30, "{told}");
}

proptest! {
    #[test]
    fn any_bytes_are_something(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        sniff(&bytes);
    }

    #[test]
    fn any_text_is_something(text in "(?s).{0,200}") {
        sniff_text(&text);
    }
}

/// Recursion, or a search begun anew at each line, shows in such a text.
#[test]
fn endless_repetition_is_no_trap() {
    for piece in [
        "[",
        "[\n",
        "{\"a\":[",
        "{LED=550 5.7.1 x",
        "550 5.7.64 ",
        "Name : {a\n       ,b\n",
    ] {
        let text = piece.repeat(50_000 / piece.len());
        sniff(text.as_bytes());
        sniff(format!("Received: x\nFrom: y\n\n{text}").as_bytes());
    }
}
