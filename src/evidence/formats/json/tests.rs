#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::evidence::record::ObjectClass;

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn list(items: Vec<Value>) -> Value {
    Value::List {
        items,
        complete: true,
    }
}

fn value_of(json: &str) -> Value {
    let parsed = parse(&format!("{{\"Property\": {json}}}"));
    assert_eq!(parsed.notes, [], "{json}");
    parsed.records[0].field("property").unwrap().value.clone()
}

fn names(parsed: &Parsed) -> Vec<Value> {
    let name = |r: &Record| r.field("Name").unwrap().value.clone();
    parsed.records.iter().map(name).collect()
}

#[test]
fn a_connector_is_read_with_types_and_lines() {
    let source = "[\r\n  {\r\n    \"Name\": \"Inbound\",\r\n    \"Enabled\": true,\r\n    \"SenderIPAddresses\": [],\r\n    \"TlsSenderCertificateName\":\r\n      \"*.contoso.com\"\r\n  }\r\n]\r\n";
    let parsed = parse(source);
    assert_eq!(parsed.notes, []);
    let record = &parsed.records[0];
    assert_eq!(
        (record.class, record.line),
        (ObjectClass::InboundConnector, 2)
    );
    let table = [
        ("Name", text("Inbound"), 3, "    \"Name\": \"Inbound\","),
        ("Enabled", Value::Bool(true), 4, "    \"Enabled\": true,"),
        (
            "SenderIPAddresses",
            list(vec![]),
            5,
            "    \"SenderIPAddresses\": [],",
        ),
        (
            "TlsSenderCertificateName",
            text("*.contoso.com"),
            7,
            "      \"*.contoso.com\"",
        ),
    ];
    for (name, value, line, shown) in table {
        let field = record.field(name).unwrap();
        assert_eq!((&field.value, field.line), (&value, line), "{name}");
        assert_eq!(field.excerpt, shown);
    }
}

#[test]
fn values_keep_their_types() {
    let table = [
        ("null", Value::Null),
        ("\"\"", text("")),
        ("12", Value::Int(12)),
        ("-1", Value::Int(-1)),
        ("1.5", text("1.5")),
        ("99999999999999999999", text("99999999999999999999")),
        ("\"a\\u3042\\ud83d\\ude00\\n\\/\"", text("aあ😀\n/")),
        ("\"\\ud83d x\"", text("\u{fffd} x")),
        (
            "\"2026-07-23T22:55:13.0000000Z\"",
            text("2026-07-23T22:55:13.0000000Z"),
        ),
        (
            "\"\\/Date(1771471600000)\\/\"",
            text("/Date(1771471600000)/"),
        ),
        (
            "{\"value\":\"\\/Date(1771471600000)\\/\",\"DisplayHint\":2,\"DateTime\":\"x\"}",
            text("/Date(1771471600000)/"),
        ),
        ("{\"value\":[\"a\"],\"Count\":1}", list(vec![text("a")])),
        ("{\"Value\":\"OnPremises\"}", text("OnPremises")),
        ("{\"value__\":1}", Value::Int(1)),
        ("[48,130]", list(vec![Value::Int(48), Value::Int(130)])),
        (
            "{\"Address\":1,\"IPAddressToString\":\"203.0.113.7\"}",
            Value::Object {
                text: Some("203.0.113.7".into()),
                fields: vec![
                    ("Address".into(), Value::Int(1)),
                    ("IPAddressToString".into(), text("203.0.113.7")),
                ],
            },
        ),
        (
            "{\"a\":{\"b\":null}}",
            Value::Object {
                text: None,
                fields: vec![(
                    "a".into(),
                    Value::Object {
                        text: None,
                        fields: vec![("b".into(), Value::Null)],
                    },
                )],
            },
        ),
        (
            "\"wrapped by\r\n the console\"",
            text("wrapped by the console"),
        ),
        ("[1,]", list(vec![Value::Int(1)])),
    ];
    for (json, expected) in table {
        assert_eq!(value_of(json), expected, "{json}");
    }
}

#[test]
fn every_shape_of_a_listing_gives_its_objects() {
    let both = [text("a"), text("b")];
    for source in [
        "[{\"Name\":\"a\"},{\"Name\":\"b\"}]",
        "{\"value\":[{\"Name\":\"a\"},{\"Name\":\"b\"}],\"Count\":2}",
        "{\"@odata.context\":\"x\",\"value\":[{\"Name\":\"a\"},{\"Name\":\"b\"}]}",
        "{\"Name\":\"a\"}\n{\"Name\":\"b\"}\n",
        "{\"Name\":\"a\"}{\"Name\":\"b\"}",
        "\u{feff}[PS] C:\\>Get-X | ConvertTo-Json\n{\"Name\":\"a\"}\nPS C:\\> Get-Y | ConvertTo-Json\n[{\"Name\":\"b\"}]\nPS C:\\>\n",
        "WARNING: depth\n[[{\"Name\":\"a\"}],[{\"Name\":\"b\"}]]",
    ] {
        let parsed = parse(source);
        assert_eq!(names(&parsed), both, "{source}");
        assert_eq!(parsed.notes, [], "{source}");
    }
}

#[test]
fn the_command_tells_the_class_where_properties_do_not() {
    let source = "PS C:\\> Get-InboundConnector | Select Name,Enabled | ConvertTo-Json\n{\"Name\":\"a\",\"Enabled\":true}";
    assert_eq!(
        parse(source).records[0].class,
        ObjectClass::InboundConnector
    );
}

#[test]
fn an_empty_listing_is_said_and_nothing_else_is() {
    for source in ["[]", " [ ]\r\n", "null", "{\"value\":[],\"Count\":0}"] {
        let parsed = parse(source);
        assert_eq!(parsed.records, []);
        assert_eq!(
            parsed.notes,
            [Note::at(1, NoteKind::EmptyListing)],
            "{source}"
        );
    }
    for source in ["{}", "[1,2]", "", "no json"] {
        assert_eq!(parse(source), Parsed::default(), "{source}");
    }
}

#[test]
fn what_stands_before_a_break_is_kept() {
    let table = [
        (
            "[{\"Name\":\"a\"},\n{\"Name\":\"b",
            1,
            "ends early, line 2, column 11",
        ),
        (
            "[{\"Name\":\"a\"},\n{\"Name\":\"b\"",
            1,
            "ends early, line 2, column 12",
        ),
        (
            "{\"value\":[{\"Name\":\"a\"},{\"Na",
            1,
            "ends early, line 1, column 28",
        ),
        ("[{\"Name\":\"a\"}", 1, "ends early, line 1, column 14"),
        (
            "{\"Name\":\"a\",\"Port\":2",
            0,
            "ends early, line 1, column 21",
        ),
        (
            "[{\"Name\":\"a\"} {}]",
            1,
            "a comma is expected, line 1, column 15",
        ),
        ("{\"Name\":nul}", 0, "a value is expected, line 1, column 9"),
        (
            "{Name:1}",
            0,
            "a property name is expected, line 1, column 2",
        ),
        (
            "{\"Name\":\"\\x\"}",
            0,
            "an escape is not known, line 1, column 11",
        ),
    ];
    for (source, count, what) in table {
        let parsed = parse(source);
        assert_eq!(parsed.records.len(), count, "{source}");
        let line = if what.contains("line 2") { 2 } else { 1 };
        assert_eq!(
            parsed.notes,
            [Note::at(line, NoteKind::BadJson(what.into()))],
            "{source}"
        );
    }
    let after = parse("{\"Name\":oops}\n{\"Name\":\"b\"}\n");
    assert_eq!(names(&after), [text("b")]);
    assert_eq!(after.notes.len(), 1);
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let deep = "[".repeat(200_000);
    let parsed = parse(&deep);
    assert!(matches!(&parsed.notes[0].kind, NoteKind::BadJson(what) if what.contains("deep")));
    let fine = format!("{{\"Name\":{}{}}}", "[".repeat(100), "]".repeat(100));
    assert_eq!(parse(&fine).notes, []);
}

#[test]
fn a_property_of_a_long_line_is_shown_by_itself() {
    let source = format!("{{\"Comment\":\"{}\",\"Port\":25}}", "x".repeat(500));
    let parsed = parse(&source);
    assert_eq!(
        parsed.records[0].field("Port").unwrap().excerpt,
        "\"Port\":25"
    );
}

#[test]
fn what_windows_powershell_cuts_at_its_depth_is_unknown() {
    for lost in [
        "\"System.Object[]\"",
        "\"Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.IPRange]\"",
        "\"@{Name=contoso.com; Length=11}\"",
    ] {
        assert_eq!(value_of(lost), Value::Opaque, "{lost}");
        assert_eq!(value_of(&format!("[{lost}]")), list(vec![Value::Opaque]));
    }
}

#[test]
fn enums_in_every_dress() {
    for (json, expected) in [
        ("{\"value\":4,\"Value\":\"OnPremises\"}", text("OnPremises")),
        ("{\"Value\":\"OnPremises\",\"value\":4}", text("OnPremises")),
        ("{\"value__\":1,\"Value\":\"Partner\"}", text("Partner")),
        ("{\"value\":4}", Value::Int(4)),
        ("{\"value\":\"OnPremises\"}", text("OnPremises")),
        ("1", Value::Int(1)),
        ("\"OnPremises\"", text("OnPremises")),
    ] {
        assert_eq!(value_of(json), expected, "{json}");
    }
}

#[test]
fn documents_side_by_side_and_text_around_them() {
    let a = "{\"Name\":\"a\",\"TlsSenderCertificateName\":\"x\"}";
    let b = "{\"Name\":\"b\",\"TlsSenderCertificateName\":\"y\"}";
    for source in [
        format!("{a}\n{b}\n"),
        format!("{a}{b}"),
        format!("{a} {b}\r\n"),
        format!("{a},\n{b}"),
        format!("[{a}]\n[{b}]"),
        format!("[{a},{b}]"),
        format!("[\n{a},\n{b}\n]\nPS C:\\> exit\n"),
        format!("\u{feff}{a}\n\u{feff}{b}"),
        format!("{{\"value\":[{a},{b}],\"Count\":2}}"),
        format!("{{\"Count\":2,\"value\":[{a},{b}]}}"),
        format!("{{\"@odata.context\":\"x\",\"value\":[{a},{b}]}}"),
        format!("{a} and so on\n{b} that is all\n"),
        format!(
            "PS C:\\> Get-InboundConnector | ConvertTo-Json\n{a}\nPS C:\\> Get-InboundConnector b | ConvertTo-Json\n{b}\n"
        ),
    ] {
        let parsed = parse(&source);
        assert_eq!(names(&parsed), [text("a"), text("b")], "{source}");
        assert_eq!(parsed.notes, [], "{source}");
    }
}

#[test]
fn a_command_with_two_cmdlets_does_not_name_the_class() {
    let source = "PS C:\\> Get-InboundConnector | ConvertTo-Json; Get-AcceptedDomain | ConvertTo-Json\n[{\"Name\":\"a\",\"Enabled\":true}]\n[{\"Name\":\"contoso.com\",\"Default\":true}]\n";
    let parsed = parse(source);
    assert!(
        parsed
            .records
            .iter()
            .all(|r| r.class == ObjectClass::Unknown)
    );
}

proptest! {
    #[test]
    fn any_text_is_read(source in "(?s).{0,200}") {
        parse(&source);
    }

    #[test]
    fn anything_json_like_is_read(source in "[\\[\\]{}\":,a0nul\\\\ \r\nあ]{0,120}") {
        parse(&source);
    }

    #[test]
    fn well_formed_json_is_read_as_the_library_reads_it(names in proptest::collection::vec("\\PC{0,20}", 1..5)) {
        let json = serde_json::Value::Array(names.iter().map(|n| serde_json::json!({ "Name": n })).collect());
        for source in [json.to_string(), serde_json::to_string_pretty(&json).unwrap()] {
            let parsed = parse(&source);
            let read: Vec<_> = parsed.records.iter().map(|r| r.fields[0].value.clone()).collect();
            prop_assert_eq!(read, names.iter().map(|n| text(n)).collect::<Vec<_>>());
            prop_assert!(parsed.notes.is_empty());
        }
    }
}

#[test]
fn a_page_of_a_listing_is_not_the_whole_one() {
    let page = |next: &str, items: &str| {
        parse(&format!(
            "{{\"@odata.context\":\"x\",\"adminapi.warnings@odata.type\":\"#Collection(String)\",\"@adminapi.warnings\":[],\n\"@odata.nextLink\":{next},\"value\":[{items}]}}"
        ))
    };
    let connector = "{\"ConnectorType\":\"OnPremises\",\"SenderIPAddresses\":[],\"TlsSenderCertificateName\":\"mail.contoso.com\",\"Name\":\"In\"}";
    let more = [Note::at(2, NoteKind::MorePages)];
    let first = page("\"https://x/?$skiptoken=1\"", connector);
    assert_eq!(first.records.len(), 1);
    assert_eq!(first.notes, more);
    assert_eq!(page("\"https://x/?$skiptoken=1\"", "").notes, more);
    let last = page("null", connector);
    assert_eq!((last.records.len(), last.notes), (1, vec![]));
    assert_eq!(
        page("null", "").notes,
        [Note::at(1, NoteKind::EmptyListing)]
    );
}
