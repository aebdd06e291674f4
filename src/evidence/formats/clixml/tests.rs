#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::evidence::XmlFault;
use crate::evidence::formats::certificate;
use crate::evidence::record::Value;
use crate::evidence::{Side, decode};

const HEAD: &str =
    "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n";

fn document(objects: &str) -> String {
    format!("{HEAD}{objects}</Objs>")
}

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn list(items: Vec<Value>) -> Value {
    Value::List {
        items,
        complete: true,
    }
}

/// An inbound connector as `Get-InboundConnector | Export-Clixml` writes one.
fn connector(id: usize, name: &str, certificate: &str) -> String {
    format!(
        "  <Obj RefId=\"{id}\">\r\n    <TN RefId=\"{id}\">\r\n      \
         <T>Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.TenantInboundConnector</T>\r\n      \
         <T>System.Object</T>\r\n    </TN>\r\n    <ToString>{name}</ToString>\r\n    <Props>\r\n      \
         <S N=\"Name\">{name}</S>\r\n      <B N=\"Enabled\">true</B>\r\n      \
         <S N=\"ConnectorType\">OnPremises</S>\r\n      \
         <S N=\"TlsSenderCertificateName\">{certificate}</S>\r\n      \
         <Obj N=\"SenderIPAddresses\" RefId=\"9{id}\"><LST /></Obj>\r\n    </Props>\r\n  </Obj>\r\n"
    )
}

fn only(objects: &str) -> Record {
    let parsed = parse(&document(objects));
    assert_eq!(parsed.notes, [], "{objects}");
    assert_eq!(parsed.records.len(), 1, "{objects}");
    parsed.records.into_iter().next().unwrap()
}

fn value_of(property: &str) -> Value {
    let record = only(&format!(
        "<Obj RefId=\"0\"><Props><S N=\"TlsSenderCertificateName\">a</S>{property}</Props></Obj>"
    ));
    record.field("P").unwrap().value.clone()
}

fn faults(parsed: &Parsed) -> Vec<XmlFault> {
    let fault = |n: &Note| match n.kind {
        NoteKind::BadXml(fault) => Some(fault),
        _ => None,
    };
    parsed.notes.iter().filter_map(fault).collect()
}

#[test]
fn a_connector_is_read_with_types_and_lines() {
    let record = only(&connector(0, "Inbound", "*.contoso.com"));
    assert_eq!(record.class, ObjectClass::InboundConnector);
    assert_eq!(record.line, 7, "of what it prints as");
    let table = [
        ("name", text("Inbound"), 9, "<S N=\"Name\">Inbound</S>"),
        (
            "Enabled",
            Value::Bool(true),
            10,
            "<B N=\"Enabled\">true</B>",
        ),
        (
            "TlsSenderCertificateName",
            text("*.contoso.com"),
            12,
            "<S N=\"TlsSenderCertificateName\">*.contoso.com</S>",
        ),
        (
            "SenderIPAddresses",
            list(vec![]),
            13,
            "<Obj N=\"SenderIPAddresses\" RefId=\"90\"><LST /></Obj>",
        ),
    ];
    for (name, value, line, shown) in table {
        let field = record.field(name).unwrap();
        assert_eq!((&field.value, field.line), (&value, line), "{name}");
        assert_eq!(field.excerpt, shown);
    }
}

#[test]
fn values_have_the_types_that_the_elements_say() {
    let object = |fields: &[(&str, Value)], printed: Option<&str>| Value::Object {
        text: printed.map(str::to_owned),
        fields: fields
            .iter()
            .map(|(n, v)| ((*n).to_owned(), v.clone()))
            .collect(),
    };
    for (property, value) in [
        ("<Nil N=\"P\"/>", Value::Null),
        ("<S N=\"P\"></S>", text("")),
        (
            "<S N=\"P\">&lt;I&gt;CN=a_x000D__x000A_</S>",
            text("<I>CN=a\r\n"),
        ),
        ("<I64 N=\"P\">-3</I64>", Value::Int(-3)),
        ("<I32 N=\"P\">many</I32>", text("many")),
        ("<B N=\"P\">perhaps</B>", Value::Opaque),
        (
            "<DT N=\"P\">2026-10-06T19:24:05Z</DT>",
            text("2026-10-06T19:24:05Z"),
        ),
        ("<BA N=\"P\">AAEAAA==</BA>", Value::Opaque),
        ("<SS N=\"P\">01000000d08c9ddf</SS>", Value::Opaque),
        ("<New N=\"P\"><S>a</S></New>", Value::Opaque),
        (
            "<Obj N=\"P\" RefId=\"1\"><ToString>OnPremises</ToString><I32>1</I32></Obj>",
            text("OnPremises"),
        ),
        ("<Obj N=\"P\" RefId=\"1\"><I32>1</I32></Obj>", Value::Int(1)),
        (
            "<Obj N=\"P\" RefId=\"1\"><LST><S>a, b</S><I32>2</I32></LST></Obj>",
            list(vec![text("a, b"), Value::Int(2)]),
        ),
        ("<Obj N=\"P\" RefId=\"1\"><IE/></Obj>", list(vec![])),
        (
            "<Obj N=\"P\" RefId=\"1\"><STK><Nil/></STK></Obj>",
            list(vec![Value::Null]),
        ),
        (
            "<Obj N=\"P\" RefId=\"1\"><QUE><S>q</S></QUE></Obj>",
            list(vec![text("q")]),
        ),
        (
            "<Obj N=\"P\" RefId=\"1\"><DCT><En><S N=\"Key\">k</S><I32 N=\"Value\">1</I32></En></DCT></Obj>",
            object(&[("k", Value::Int(1))], None),
        ),
        (
            "<Obj N=\"P\" RefId=\"1\"><ToString>&lt;I&gt;CN=CA&lt;S&gt;CN=m</ToString><Props><S N=\"CertificateIssuer\">CN=CA</S></Props><MS><BA N=\"SerializationData\">AAEAAAD/</BA></MS></Obj>",
            object(
                &[("CertificateIssuer", text("CN=CA"))],
                Some("<I>CN=CA<S>CN=m"),
            ),
        ),
    ] {
        assert_eq!(value_of(property), value, "{property}");
    }
}

#[test]
fn references_give_what_was_read_before() {
    let record = only(
        "<Obj RefId=\"0\"><Props><S N=\"TlsSenderCertificateName\">a</S>\
         <Obj N=\"First\" RefId=\"4\"><ToString>203.0.113.7</ToString></Obj>\
         <Ref N=\"Second\" RefId=\"4\" /><Ref N=\"Self\" RefId=\"0\" /><Ref N=\"None\" RefId=\"77\" />\
         </Props></Obj>",
    );
    let value = |name: &str| &record.field(name).unwrap().value;
    assert_eq!(value("Second"), value("First"));
    assert_eq!(*value("Self"), Value::Opaque, "a circle");
    assert_eq!(*value("None"), Value::Opaque);
}

/// Each list refers ten times to the one before: ten to the power of their number.
#[test]
fn references_cannot_grow_without_end() {
    let mut lists = String::from("<Obj N=\"L0\" RefId=\"100\"><LST><S>lol</S></LST></Obj>");
    for n in 1..2_000 {
        let refs = format!("<Ref RefId=\"{}\"/>", 99 + n).repeat(10);
        lists += &format!(
            "<Obj N=\"L{n}\" RefId=\"{}\"><LST>{refs}</LST></Obj>",
            100 + n
        );
    }
    let flat = "<Ref N=\"R\" RefId=\"1\"/>".repeat(2_000);
    let long = "<S>x</S>".repeat(1_000);
    let parsed = parse(&document(&format!(
        "<Obj RefId=\"0\"><Props><S N=\"TlsSenderCertificateName\">a</S>{lists}\
         <Obj N=\"Long\" RefId=\"1\"><LST>{long}</LST></Obj>{flat}</Props></Obj>"
    )));
    assert_eq!(faults(&parsed), [XmlFault::TooMany]);
    assert_eq!(parsed.records.len(), 1);
}

#[test]
fn a_bundle_gives_each_of_its_objects() {
    let a = connector(1, "A", "a.contoso.com");
    let b = connector(2, "B", "b.contoso.com");
    let bundle = format!(
        "<Obj RefId=\"0\"><TN RefId=\"50\"><T>System.Collections.Hashtable</T></TN><DCT>\
         <En><S N=\"Key\">Inbound</S><Obj N=\"Value\" RefId=\"60\"><LST>{a}{b}</LST></Obj></En>\
         <En><S N=\"Key\">Date</S><DT N=\"Value\">2026-11-02T08:00:00Z</DT></En>\
         <En><S N=\"Key\">Domain</S><Obj N=\"Value\" RefId=\"61\"><MS><S N=\"DomainName\">contoso.com</S></MS></Obj></En>\
         </DCT></Obj>"
    );
    let custom = bundle.replace("<DCT>", "<MS>").replace("</DCT>", "</MS>");
    let classes = |source: &str| -> Vec<ObjectClass> {
        let parsed = parse(&document(source));
        assert_eq!(parsed.notes, []);
        parsed.records.iter().map(|r| r.class).collect()
    };
    use ObjectClass::*;
    assert_eq!(
        classes(&bundle),
        [InboundConnector, InboundConnector, AcceptedDomain]
    );
    assert_eq!(classes(&custom), [], "entries belong into a table");
    assert_eq!(classes(&format!("{a}{b}")), [InboundConnector; 2]);
}

#[test]
fn the_type_tells_where_properties_do_not() {
    let of = |kind: &str| {
        format!(
            "<Obj RefId=\"0\"><TN RefId=\"0\"><T>Selected.Microsoft.Exchange.Data.Directory.SystemConfiguration.{kind}</T></TN><MS><S N=\"Name\">a</S></MS></Obj>\
             <Obj RefId=\"1\"><TNRef RefId=\"0\"/><MS><S N=\"Name\">b</S></MS></Obj>"
        )
    };
    let parsed = parse(&document(&of("SmtpSendConnectorConfig")));
    let classes: Vec<ObjectClass> = parsed.records.iter().map(|r| r.class).collect();
    assert_eq!(classes, [ObjectClass::SendConnector; 2]);
    assert_eq!(parse(&document(&of("Mailbox"))).records, []);
}

#[test]
fn an_empty_document_is_an_empty_listing() {
    let notes = |source: &str| parse(source).notes;
    assert_eq!(notes(&document("")), [Note::at(1, NoteKind::EmptyListing)]);
    assert_eq!(notes(&document("<S>a</S>")), []);
    let cut = parse(HEAD);
    assert_eq!(faults(&cut), [XmlFault::EndsEarly]);
    assert!(!cut.notes.iter().any(|n| n.kind == NoteKind::EmptyListing));
}

#[test]
fn what_was_whole_before_a_break_is_kept() {
    let a = connector(1, "A", "a.contoso.com");
    let source = document(&format!("{a}{}", connector(2, "B", "b.contoso.com")));
    let cut = source.find("b.contoso.com").unwrap();
    for broken in [
        source[..cut + 4].to_owned(),
        source.replace("b.contoso.com", "b</I32>"),
        source.replace("b.contoso.com", "b<!-- "),
    ] {
        let parsed = parse(&broken);
        assert_eq!(parsed.records.len(), 1, "{broken}");
        assert_eq!(parsed.records[0].field("Name").unwrap().value, text("A"));
        assert_eq!(faults(&parsed).len(), 1);
    }
}

#[test]
fn what_is_too_deep_or_too_long_is_passed_over() {
    let nested = "<Obj N=\"P\" RefId=\"1\"><Props>".repeat(100_000);
    let closed = "</Props></Obj>".repeat(100_000);
    let a = connector(7, "A", "a.contoso.com");
    let parsed = parse(&document(&format!("{nested}{closed}{a}")));
    assert_eq!(faults(&parsed), [XmlFault::TooDeep]);
    assert_eq!(parsed.records.len(), 1);
    let long = connector(7, "A", &"x".repeat(10_000_000));
    let parsed = parse(&document(&long));
    assert_eq!(faults(&parsed), [XmlFault::TooLong]);
    let field = parsed.records[0].field("TlsSenderCertificateName").unwrap();
    assert_eq!(field.value, Value::Opaque);
    assert!(field.excerpt.len() < 500);
}

#[test]
fn the_head_of_an_error_stream_and_several_documents_are_read() {
    let a = document(&connector(1, "A", "a.contoso.com"));
    let parsed = parse(&format!("#< CLIXML\r\n{a}{a}"));
    assert_eq!((parsed.records.len(), parsed.notes), (2, vec![]));
    assert_eq!(parsed.records[0].line, 8);
}

proptest! {
    #[test]
    fn any_text_gives_an_answer(source in "(?s).{0,200}") {
        parse(&source);
        parse(&document(&source));
    }

    /// Cut anywhere, it gives the records before the cut, as they are in the whole.
    #[test]
    fn a_cut_invents_nothing(at in 0usize..2_000) {
        let source = document(&(connector(1, "A", "a.contoso.com") + &connector(2, "B", "b")));
        let whole = parse(&source);
        let at = at.min(source.len());
        let cut = parse(&source[..at]);
        prop_assert!(cut.records.len() <= 2);
        prop_assert_eq!(&cut.records[..], &whole.records[..cut.records.len()]);
    }

    #[test]
    fn elements_in_any_order_give_an_answer(parts in proptest::collection::vec(0usize..14, 0..40)) {
        const PARTS: [&str; 14] = [
            "<Obj RefId=\"0\">", "</Obj>", "<Props>", "</Props>", "<MS>", "</MS>", "<LST>",
            "</LST>", "<S N=\"Name\">a</S>", "<Ref RefId=\"0\"/>", "<TN RefId=\"0\"><T>x</T></TN>",
            "<TNRef RefId=\"0\"/>", "<DCT><En>", "<S N=\"TlsSenderCertificateName\">b</S>",
        ];
        let source: String = parts.iter().map(|&p| PARTS[p]).collect();
        parse(&document(&source));
    }
}

fn samples() -> Option<PathBuf> {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/samples/clixml"
    ));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    eprintln!("skipped: no folder of samples beside the project");
    None
}

/// Thumbprints as `openssl x509 -fingerprint -sha1` prints them, and expiries.
#[test]
fn real_exports_are_read() {
    let Some(folder) = samples() else { return };
    let read = |name: &str| {
        let decoded = decode::decode(&std::fs::read(folder.join(name)).unwrap());
        let parsed = parse(&decoded.text);
        assert_eq!(parsed.notes, [], "{name}");
        parsed.records
    };
    let shown = |record: &Record, name: &str| match &record.field(name).unwrap().value {
        Value::Text(text) => text.clone(),
        Value::Object {
            text: Some(text), ..
        } => text.clone(),
        other => unreachable!("{other:?}"),
    };
    let certificates: [(&str, &[(u64, &str)]); 3] = [
        (
            "css-E19-GetExchangeCertificate.xml",
            &[
                (11, "C3EDCF181EF4F9B53D01768ECA99564014BCA6E7"),
                (24, "6C7DE09FB39A40144F57EFEBC3DF0148E3A9AB28"),
                (37, "38247AD2B76244411748274C508D13446311830B"),
            ],
        ),
        (
            "css-unit-GetExchangeCertificateMultipleMatches.xml",
            &[
                (11, "03221367D3A3E863698501592A9B9C420D8D3F4E"),
                (24, "2D10A746D6BB8D795F1679AEBD89D5D2AE583CB7"),
                (37, "611C687DFC4343A5A03E0005A1EC6E9B6AFF586D"),
                (50, "E267D459A0FB53D0EF225C11FAC062D522648C09"),
                (63, "3341CEAF3DF4D3A9527EC98BDD53C54ECC3E0620"),
            ],
        ),
        (
            "css-auth-NewExchangeCertificateDefaultTransport.xml",
            &[(11, "A86B1B7414E51491D446905511A329A7FE120510")],
        ),
    ];
    for (name, expected) in certificates {
        let records = read(name);
        let found: Vec<(u64, String)> = records
            .iter()
            .map(|record| {
                assert_eq!(record.class, ObjectClass::ExchangeCertificate);
                let line = record.field("RawData").unwrap().line;
                let decoded = certificate::from_base64(&shown(record, "RawData")).unwrap();
                (line, decoded.thumbprint)
            })
            .collect();
        let expected: Vec<(u64, String)> = expected
            .iter()
            .map(|(line, print)| (*line, (*print).to_owned()))
            .collect();
        assert_eq!(found, expected, "{name}");
    }

    let send = read("css-unit-GetSendConnector.xml");
    assert_eq!(send.len(), 1);
    assert_eq!(send[0].class, ObjectClass::SendConnector);
    assert_eq!(shown(&send[0], "Name"), "Mail to O365");
    assert_eq!(
        shown(&send[0], "TlsCertificateName"),
        "<I>CN=localhost<S>CN=localhost"
    );
    assert_eq!(shown(&send[0], "ProtocolLoggingLevel"), "None");
    assert_eq!(
        send[0].field("CloudServicesMailEnabled").unwrap().value,
        Value::Bool(true)
    );
    assert_eq!(
        shown(&send[0], "SourceIPAddress"),
        "0.0.0.0",
        "by reference"
    );
    let name = send[0].field("TlsCertificateName").unwrap();
    assert_eq!(name.line, 107);
    let Value::Object { fields, .. } = &name.value else {
        unreachable!()
    };
    assert!(fields.contains(&("CertificateIssuer".to_owned(), text("CN=localhost"))));
    let first = |property: &str| match &send[0].field(property).unwrap().value {
        Value::List { items, .. } => match items.as_slice() {
            [Value::Object { text, .. }] => text.clone().unwrap(),
            other => unreachable!("{other:?}"),
        },
        other => unreachable!("{other:?}"),
    };
    assert_eq!(first("AddressSpaces"), "SMTP:*;1");
    assert_eq!(
        first("SmartHosts"),
        "microsoft-com.mail.protection.outlook.com"
    );
    assert_eq!(first("SourceTransportServers"), "WIN-CTD3L0RGEN4");

    let receive = read("css-unit-GetReceiveConnector.xml");
    let names: Vec<String> = receive.iter().map(|r| shown(r, "Name")).collect();
    let host = "WIN-CTD3L0RGEN4";
    assert_eq!(
        names,
        [
            "Default",
            "Client Proxy",
            "Default Frontend",
            "Outbound Proxy Frontend",
            "Client Frontend",
        ]
        .map(|role| format!("{role} {host}"))
    );
    assert!(
        receive
            .iter()
            .all(|r| r.class == ObjectClass::ReceiveConnector)
    );
    assert_eq!(
        receive[0].field("TlsCertificateName").unwrap().value,
        Value::Null
    );
    let frontend = shown(&receive[2], "TlsCertificateName");
    assert_eq!(frontend, format!("<I>CN={host}<S>CN={host}"));

    let domains = read("css-E19-GetAcceptedDomain.xml");
    let names: Vec<String> = domains.iter().map(|r| shown(r, "DomainName")).collect();
    assert_eq!(names, ["Solo.com", "*.contoso.local", "*.com"]);
    for domain in &domains {
        assert_eq!(domain.class, ObjectClass::AcceptedDomain);
        assert_eq!(classify::side(domain), Some(Side::OnPremises));
    }
    let types: Vec<String> = domains.iter().map(|r| shown(r, "DomainType")).collect();
    assert!(types.contains(&"InternalRelay".to_owned()), "{types:?}");
    assert!(types.contains(&"Authoritative".to_owned()), "{types:?}");

    let hybrid = read("css-E19-GetHybridConfiguration.xml");
    assert_eq!(hybrid[0].class, ObjectClass::HybridConfiguration);
    assert_eq!(
        shown(&hybrid[0], "TlsCertificateName"),
        "<I>CN=GeoTrust TLS RSA CA G1, OU=www.digicert.com, O=DigiCert Inc, C=US<S>CN=mail.contoso.com"
    );

    // UTF-16, and no object of a cmdlet that is read.
    assert_eq!(read("css-GetChildItemFailed.xml"), []);
}
