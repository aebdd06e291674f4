#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn value<'p>(parsed: &'p Parsed, record: usize, name: &str) -> &'p Value {
    &parsed.records[record].field(name).unwrap().value
}

const WINDOWS_POWERSHELL: &str = "\
#TYPE Microsoft.Exchange.Data.Directory.SystemConfiguration.TenantInboundConnector\r
\"Name\",\"Enabled\",\"ConnectorType\",\"SenderIPAddresses\",\"Comment\",\"TlsSenderCertificateName\"\r
\"Inbound \"\"new\"\"\",\"True\",\"OnPremises\",\"Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.IPRange]\",\"two\r
lines\",\"*.contoso.com\"\r
\"Old, disabled\",\"False\",\"Partner\",\"Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.IPRange]\",,\"\"\r
";

#[test]
fn an_export_of_windows_powershell_is_read_with_types_and_lines() {
    let parsed = parse(WINDOWS_POWERSHELL);
    assert_eq!(parsed.records.len(), 2);
    let first = &parsed.records[0];
    assert_eq!(
        (first.class, first.line),
        (ObjectClass::InboundConnector, 3)
    );
    let table = [
        ("Name", text("Inbound \"new\""), 3),
        ("Enabled", Value::Bool(true), 3),
        ("SenderIPAddresses", Value::Opaque, 3),
        ("Comment", text("two\r\nlines"), 3),
        ("TlsSenderCertificateName", text("*.contoso.com"), 4),
    ];
    for (name, value, line) in table {
        let field = first.field(name).unwrap();
        assert_eq!((&field.value, field.line), (&value, line), "{name}");
        let shown = WINDOWS_POWERSHELL.lines().nth(line as usize - 1).unwrap();
        assert!(shown.contains(&field.excerpt), "{name}: {}", field.excerpt);
    }
    assert_eq!(parsed.records[1].line, 5);
    assert_eq!(value(&parsed, 1, "Name"), &text("Old, disabled"));
    assert_eq!(value(&parsed, 1, "Comment"), &Value::Null);
    assert_eq!(value(&parsed, 1, "TlsSenderCertificateName"), &text(""));
    assert_eq!(parsed.notes, []);
}

#[test]
fn any_separator_with_and_without_quotes() {
    for separator in [",", ";", "\t", "|"] {
        for quote in ["", "\""] {
            let row = |cells: [&str; 3]| {
                cells.map(|c| format!("{quote}{c}{quote}")).join(separator) + "\r\n"
            };
            let source = row(["Name", "Enabled", "TlsSenderCertificateName"])
                + &row(["Inbound from 3f2a", "True", "*.contoso.com"]);
            let parsed = parse(&source);
            assert_eq!(parsed.notes, [], "{source}");
            assert_eq!(parsed.records[0].class, ObjectClass::InboundConnector);
            assert_eq!(value(&parsed, 0, "Name"), &text("Inbound from 3f2a"));
            assert_eq!(value(&parsed, 0, "Enabled"), &Value::Bool(true));
            assert!(is_csv(&source), "{source}");
        }
    }
    let excel = "sep=;\r\nName;TlsSenderCertificateName\r\na;*.contoso.com\r\n";
    let parsed = parse(excel);
    assert_eq!(
        value(&parsed, 0, "TlsSenderCertificateName"),
        &text("*.contoso.com")
    );
    assert_eq!(parsed.records[0].line, 3);
}

#[test]
fn several_exports_in_one_file_are_several_listings() {
    let inbound = "\"Name\",\"TlsSenderCertificateName\"\n\"a\",\"*.contoso.com\"\n";
    let domains = "\"DomainName\",\"DomainType\"\n\"contoso.com\",\"Authoritative\"\n";
    let semicolons = domains.replace(',', ";");
    for source in [
        format!("{inbound}{domains}"),
        format!("{inbound}\n{domains}"),
        format!("{inbound}\u{feff}{domains}"),
        format!("#TYPE X\n{inbound}#TYPE Y\n{domains}"),
        format!("{inbound}{semicolons}"),
        format!(
            "PS C:\\> Get-InboundConnector | ConvertTo-Csv\n{inbound}PS C:\\> Get-AcceptedDomain | ConvertTo-Csv\n{domains}PS C:\\>\n"
        ),
    ] {
        let parsed = parse(&source);
        let classes: Vec<_> = parsed.records.iter().map(|r| r.class).collect();
        assert_eq!(
            classes,
            [ObjectClass::InboundConnector, ObjectClass::AcceptedDomain],
            "{source}"
        );
        assert_eq!(parsed.notes, [], "{source}");
        assert_eq!(value(&parsed, 1, "DomainName"), &text("contoso.com"));
    }
}

#[test]
fn type_and_command_tell_what_names_do_not() {
    let rows = "\"Name\",\"Enabled\"\n\"a\",\"True\"\n";
    let typed = format!(
        "#TYPE Selected.Microsoft.Exchange.Data.Directory.SystemConfiguration.SmtpSendConnectorConfig\n{rows}"
    );
    let pasted = format!(
        "[PS] C:\\>Get-SendConnector | select Name,Enabled | ConvertTo-Csv -NoTypeInformation\n{rows}"
    );
    for source in [typed, pasted] {
        assert_eq!(parse(&source).records[0].class, ObjectClass::SendConnector);
    }
    assert_eq!(parse(rows).records[0].class, ObjectClass::Unknown);
}

#[test]
fn a_quote_that_never_closes_costs_its_row_alone() {
    let source = "\
\"Name\",\"Enabled\",\"TlsSenderCertificateName\"
\"a\",\"True\",\"*.contoso.com\"
\"b\",\"True,\"*.contoso.com\"
\"c\",\"False\",\"*.fabrikam.com\"
\"d\",\"True\",\"*.con";
    let parsed = parse(source);
    let seen: Vec<_> = (0..4)
        .map(|at| {
            let record = &parsed.records[at];
            let value = |name| record.field(name).map(|f| f.value.clone());
            assert_eq!(record.class, ObjectClass::InboundConnector);
            (value("Name"), value("TlsSenderCertificateName"))
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Some(text("a")), Some(text("*.contoso.com"))),
            (Some(text("b")), None),
            (Some(text("c")), Some(text("*.fabrikam.com"))),
            (Some(text("d")), None),
        ]
    );
    assert_eq!(value(&parsed, 3, "Enabled"), &Value::Bool(true));
    let damaged = |line| Note::at(line, NoteKind::OpenQuote);
    assert_eq!(parsed.notes, [damaged(3), damaged(5)]);
}

#[test]
fn a_row_of_another_width_keeps_only_what_is_certain() {
    let source = "\
Name,Subject,Thumbprint
a,CN=mail.contoso.com, O=Contoso,17BE570EFE20836063EE1771C0D18482FBB03846
b,CN=x
";
    let parsed = parse(source);
    assert_eq!(parsed.records.len(), 2);
    assert_eq!(parsed.records[0].fields, []);
    assert_eq!(parsed.records[0].class, ObjectClass::ExchangeCertificate);
    assert_eq!(value(&parsed, 1, "Name"), &text("b"));
    assert_eq!(parsed.records[1].field("Subject"), None, "may be cut");
    let width = |line, fields| Note::at(line, NoteKind::RowWidth { fields, names: 3 });
    assert_eq!(parsed.notes, [width(2, 4), width(3, 2)]);
}

#[test]
fn a_value_far_out_in_a_long_line_is_shown_itself() {
    let long = "x".repeat(500);
    let source =
        format!("\"Comment\",\"TlsSenderCertificateName\"\n\"{long}\",\"*.contoso.com\"\n");
    let parsed = parse(&source);
    let field = parsed.records[0].field("TlsSenderCertificateName").unwrap();
    assert_eq!(field.excerpt, "\"*.contoso.com\"");
}

#[test]
fn prose_and_other_lists_are_no_csv() {
    for source in [
        "",
        "Dear all, please look\nat this, it bounces\n",
        "\"quoted\"\n\"words\"\n",
        "Name : a\nEnabled : True\n",
        "one,two\n",
        "a@b.c, d@e.f\n",
    ] {
        assert!(!is_csv(source), "{source}");
    }
    assert!(is_csv(
        "\"Thumbprint\"\n\"17BE570EFE20836063EE1771C0D18482FBB03846\"\n"
    ));
}

/// What a search begun anew at each line, or each cell, would take long for.
#[test]
fn endless_repetition_is_no_trap() {
    for piece in [
        "\"", "\",", "\"a\n", ",", "a,\"\n", "\"\"", "#TYPE \n", ";\t|,",
    ] {
        let source = format!(
            "\"Name\",\"Enabled\"\n{}",
            piece.repeat(200_000 / piece.len())
        );
        let parsed = parse(&source);
        assert!(parsed.notes.len() < 40);
    }
}

proptest! {
    #[test]
    fn any_text_is_read(source in "(?s).{0,300}") {
        parse(&source);
        is_csv(&source);
    }

    #[test]
    fn anything_like_csv_is_read(source in "([\"a,;\t \n]|\r\n|Name|#TYPE |\"\"){0,60}") {
        parse(&source);
        is_csv(&source);
    }

    #[test]
    fn what_export_csv_writes_is_read_back(rows in proptest::collection::vec(("[a-z\", ;\n]{1,12}z", "[a-z]{1,8}"), 1..6)) {
        let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut source = String::from("\"Name\",\"TlsSenderCertificateName\"\r\n");
        for (name, value) in &rows {
            source += &format!("{},{}\r\n", quote(name), quote(value));
        }
        let parsed = parse(&source);
        prop_assert_eq!(&parsed.notes, &[]);
        let read: Vec<_> = parsed.records.iter().map(|r| r.fields.iter().map(|f| f.value.clone()).collect::<Vec<_>>()).collect();
        let written: Vec<_> = rows.iter().map(|(a, b)| vec![text(a), text(b)]).collect();
        prop_assert_eq!(read, written);
    }

    /// Damage to one row leaves the others as they are.
    #[test]
    fn an_edit_stays_in_its_row(at in 0usize..40, put in "[\"x,\n]") {
        let row = "\"b\",\"True\",\"*.contoso.com\"\n";
        let cut: String = row.chars().take(at.min(row.len() - 1)).collect::<String>() + &put + &row[at.min(row.len() - 1)..];
        let source = format!("\"Name\",\"Enabled\",\"TlsSenderCertificateName\"\n\"a\",\"True\",\"x\"\n{cut}\"c\",\"False\",\"y\"\n");
        let parsed = parse(&source);
        prop_assert_eq!(value(&parsed, 0, "Name"), &text("a"));
        let last = parsed.records.len() - 1;
        prop_assert_eq!(value(&parsed, last, "Name"), &text("c"));
        prop_assert_eq!(value(&parsed, last, "TlsSenderCertificateName"), &text("y"));
    }
}
