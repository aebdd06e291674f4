#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::evidence::record::Value;

mod cut;
mod pastes;

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn list(items: &[&str], complete: bool) -> Value {
    Value::List {
        items: items.iter().map(|item| text(item)).collect(),
        complete,
    }
}

fn only(source: &str) -> Record {
    let parsed = parse(source);
    assert_eq!(parsed.records.len(), 1, "{source}\n{parsed:#?}");
    parsed.records.into_iter().next().unwrap()
}

fn value(source: &str, name: &str) -> Value {
    only(source).field(name).unwrap().value.clone()
}

const CONNECTOR: &str = "\
Name                     : Inbound from 3f2a
Enabled                  : True
ConnectorType            : OnPremises
SenderIPAddresses        : {}
SenderDomains            : {smtp:*;1}
TlsSenderCertificateName : *.contoso.com
Comment                  :
";

#[test]
fn a_listing_is_read_with_types_and_lines() {
    let record = only(CONNECTOR);
    assert_eq!(record.class, ObjectClass::InboundConnector);
    assert_eq!(record.line, 1);
    let table = [
        ("name", text("Inbound from 3f2a"), 1),
        ("Enabled", Value::Bool(true), 2),
        ("SenderIPAddresses", list(&[], true), 4),
        ("SenderDomains", list(&["smtp:*;1"], true), 5),
        ("TlsSenderCertificateName", text("*.contoso.com"), 6),
        ("Comment", Value::Null, 7),
    ];
    for (name, value, line) in table {
        let field = record.field(name).unwrap();
        assert_eq!((&field.value, field.line), (&value, line), "{name}");
    }
    assert_eq!(
        record.field("TlsSenderCertificateName").unwrap().excerpt,
        "TlsSenderCertificateName : *.contoso.com"
    );
}

#[test]
fn values_are_read_as_they_stand() {
    let table = [
        ("203.0.113.7", text("203.0.113.7")),
        ("fe80::1", text("fe80::1")),
        ("02.02.2028 4:22:23", text("02.02.2028 4:22:23")),
        ("a : b : c", text("a : b : c")),
        ("say {this} again", text("say {this} again")),
        ("{a} or {b", text("{a} or {b")),
        ("true", text("true")),
        (
            "<I>CN=Contoso Issuing CA 1, O=Contoso CA, C=US<S>CN=mail.contoso.com",
            text("<I>CN=Contoso Issuing CA 1, O=Contoso CA, C=US<S>CN=mail.contoso.com"),
        ),
        (
            "{203.0.113.7, 198.51.100.0/24}",
            list(&["203.0.113.7", "198.51.100.0/24"], true),
        ),
        (
            "{[{LED=550 5.7.64 Tenant, x; y [h]};{MSG=};{FQDN=}], b}",
            list(
                &["[{LED=550 5.7.64 Tenant, x; y [h]};{MSG=};{FQDN=}]", "b"],
                true,
            ),
        ),
        (
            "{[{LED=a {b};{MSG=}], c}",
            list(&["[{LED=a {b};{MSG=}], c"], true),
        ),
    ];
    for (written, expected) in table {
        let source = format!("Name : x\nValue : {written}\nEnabled : True\n");
        assert_eq!(value(&source, "Value"), expected, "{written}");
    }
}

#[test]
fn a_list_cut_by_the_console_is_incomplete_and_noted() {
    for cut in [
        "{a.c, b.c, c.c, d.c...}",
        "{a.c, b.c, c.c, d.c…}",
        "{a.c, b.c, c.c, d.c",
    ] {
        let parsed = parse(&format!("Name : x\nCertificateDomains : {cut}\n\n"));
        let field = parsed.records[0].field("CertificateDomains").unwrap();
        assert_eq!(field.value, list(&["a.c", "b.c", "c.c", "d.c"], false));
        let kind = NoteKind::TruncatedList {
            property: "CertificateDomains".into(),
        };
        assert_eq!(parsed.notes, [Note::at(2, kind)], "{cut}");
    }
}

#[test]
fn objects_are_parted_by_blank_lines_or_a_repeated_name() {
    for source in [
        "Name : a\nEnabled : True\n\nName : b\nEnabled : False\n",
        "Name : a\nEnabled : True\nName : b\nEnabled : False\n",
        "Name : a\n\nEnabled : True\n\nName : b\n\nEnabled : False\n",
        "\n\nName : a\r\nEnabled : True\r\n\r\n\r\nName : b\r\nEnabled : False\r\n",
    ] {
        let parsed = parse(source);
        let names: Vec<_> = parsed.records.iter().map(|r| &r.fields[0].value).collect();
        assert_eq!(names, [&text("a"), &text("b")], "{source}");
        assert!(parsed.records.iter().all(|r| r.fields.len() == 2));
    }
    let names = parse(
        "TlsSenderCertificateName : a\n\nTlsSenderCertificateName : b\n\nTlsSenderCertificateName :\n",
    );
    assert_eq!(names.records.len(), 3, "one property of three objects");
}

#[test]
fn listings_without_a_line_between_them_are_parted_by_their_columns() {
    let source = "Name     : a\nDomainName : contoso.com\n";
    assert_eq!(parse(source).records.len(), 1, "no proof of columns");
    let source = "\
TlsSenderCertificateName : a
Id                       : 1
DomainName : contoso.com
DomainType : Authoritative
";
    let classes: Vec<_> = parse(source).records.iter().map(|r| r.class).collect();
    assert_eq!(
        classes,
        [ObjectClass::InboundConnector, ObjectClass::AcceptedDomain]
    );
}

#[test]
fn prompts_commands_and_warnings_are_passed_over() {
    let source = "\
[PS] C:\\Windows\\system32>Get-SendConnector | Format-List Name,TlsCertificateName,Fqdn,Smar
tHosts


Name               : Outbound to Office 365
TlsCertificateName :


WARNING: The command has more results.
[PS] C:\\Windows\\system32>Get-AcceptedDomain | fl Name,Default
Name    : contoso.com
Default : True
[ex01.contoso.com]: PS C:\\> Get-Service | fl

Name : MSExchangeTransport
";
    let parsed = parse(source);
    let seen: Vec<_> = parsed
        .records
        .iter()
        .map(|r| (r.class, r.fields.len(), r.line))
        .collect();
    assert_eq!(
        seen,
        [
            (ObjectClass::SendConnector, 2, 5),
            (ObjectClass::AcceptedDomain, 2, 11),
            (ObjectClass::Unknown, 1, 15),
        ]
    );
}

#[test]
fn an_indented_paste_reads_the_same() {
    let indented: String = CONNECTOR.lines().map(|l| format!("    {l}\n")).collect();
    let trimmed = indented.trim_start();
    for source in [indented.as_str(), trimmed] {
        let record = only(source);
        assert_eq!(record.fields.len(), 7, "{source}");
        assert_eq!(record.class, ObjectClass::InboundConnector);
    }
    assert_eq!(only("Id : 1\n            Enabled : True\n").fields.len(), 2);
    let collapsed: String = CONNECTOR
        .lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ") + "\n")
        .collect();
    assert_eq!(only(&collapsed).fields.len(), 7);
    assert_eq!(only("Name: a\nEnabled: True\n").fields.len(), 2);
}

#[test]
fn lists_wrapped_by_powershell_join_with_a_blank() {
    let source = "\
AccessRules        : {System.Security.AccessControl.CryptoKeyAccessRule,
                     System.Security.AccessControl.CryptoKeyAccessRule}
CertificateDomains : {mail.contoso.com}
";
    let rule = "System.Security.AccessControl.CryptoKeyAccessRule";
    assert_eq!(value(source, "AccessRules"), list(&[rule, rule], true));
}

/// Cuts at `width` cells in the middle of words, as a window does, and indents
/// what follows.
fn wrapped(name: &str, value: &str, width: usize, indent: usize) -> String {
    let mut lines = Vec::new();
    let mut line = format!("{name:<18} : ");
    for c in value.chars() {
        if line.chars().count() == width {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
        }
        line.push(c);
    }
    lines.push(line);
    lines.join("\n") + "\nEnabled            : True\n"
}

#[test]
fn words_cut_at_the_window_are_whole_again() {
    let long = "<I>CN=Contoso Issuing Certification Authority 1, OU=Infrastructure, O=Contoso Certification Services, C=US<S>CN=mail.contoso.com, O=Contoso";
    for (width, indent) in [
        (79, 21),
        (80, 21),
        (119, 21),
        (57, 21),
        (80, 0),
        (120, 0),
        (97, 0),
    ] {
        let source = wrapped("TlsCertificateName", long, width, indent);
        let record = only(&source);
        assert_eq!(record.fields[0].value, text(long), "{source}");
        assert_eq!(record.fields[1].value, Value::Bool(true), "{source}");
    }
}

#[test]
fn text_wrapped_between_words_keeps_its_blanks() {
    let source = "\
Comment   : The connector that the team of the second site made for the old
            printers, kept until the last of them has been replaced in the fall
            of the year
Enabled   : True
Port      : 25
";
    assert_eq!(
        value(source, "Comment"),
        text(
            "The connector that the team of the second site made for the old printers, kept until the last of them has been replaced in the fall of the year"
        )
    );
}

#[test]
fn a_comment_of_several_paragraphs_stays_one_value() {
    let source = "\
Comment : first

          second : with a colon
Enabled : True
";
    let record = only(source);
    assert_eq!(
        record.field("Comment").unwrap().value,
        text("first second : with a colon")
    );
    assert_eq!(record.fields.len(), 2);
}

#[test]
fn rows_of_a_table_are_no_objects() {
    let source = "\
Name                 Enabled SenderDomains
----                 ------- -------------
Inbound from 3f2a    True    {smtp:*;1}
Other : name         True    {smtp:*;1}

Name : a
";
    let parsed = parse(source);
    assert_eq!(parsed.records.len(), 1);
    assert_eq!(
        parsed.notes,
        [Note::at(
            2,
            NoteKind::NotRead(Unread::FormatTable(ObjectClass::InboundConnector))
        )]
    );
}

#[test]
fn a_line_of_dashes_is_no_table() {
    for head in ["", "Result of the second run", "Name : a", "---"] {
        let source = format!("{head}\n-------\nName : a\nEnabled : True\n");
        let parsed = parse(&source);
        assert_eq!(parsed.notes, [], "{source}");
        assert!(parsed.records.iter().any(|r| r.fields.len() == 2));
    }
    let parsed = parse("Name\n----\ncontoso.com\n");
    assert_eq!(parsed.notes.len(), 1);
}

#[test]
fn unusual_names_are_names() {
    for name in [
        "@odata.type",
        "x-attr",
        "Display Name",
        "名前",
        "Is(Valid)",
        "Größe",
    ] {
        let record = only(&format!("Id : 1\n{name} : v\n"));
        assert_eq!(record.fields[1].name, name);
        assert_eq!(record.fields[1].value, text("v"));
    }
}

#[test]
fn prose_gives_no_object() {
    for source in [
        "",
        "Hello,\nplease look: mail bounces.\n",
        "https://contoso.com/\nC:\\Temp\\x.txt\n10:20:30\n",
        "550 5.7.64 TenantAttribution; Relay Access Denied\n",
    ] {
        assert_eq!(parse(source).records, [], "{source}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(source in "(?s).{0,300}") {
        parse(&source);
    }

    #[test]
    fn anything_list_like_is_read(source in "([A-Z]{0,2} {0,3}:? ?[{}\\[\\],.a…あ ]{0,12}\r?\n){0,12}") {
        for record in parse(&source).records {
            prop_assert!(!record.fields.is_empty());
        }
    }

    #[test]
    fn what_format_list_writes_is_read_back(values in proptest::collection::vec("[a-z]([a-z :;=]{0,20}[a-z])?", 1..6)) {
        let source: String = values.iter().enumerate().map(|(i, v)| format!("Property{i:<4} : {v}\n")).collect();
        let record = only(&source);
        let read: Vec<_> = record.fields.iter().map(|f| f.value.clone()).collect();
        prop_assert_eq!(read, values.iter().map(|v| text(v)).collect::<Vec<_>>());
    }
}
