//! Texts that break off.

use super::*;

/// Has more properties than anybody selects, and the name behind them, as in Exchange.
const UNNAMED: &str = "\
Enabled                      : True
ConnectorType                : OnPremises
ConnectorSource              : HybridWizard
SenderIPAddresses            : {}
RequireTls                   : True
TlsSenderCertificateName     : mail.contoso.com
";
const NAME: &str = "Name                         : From the datacenter\n";
const COMMAND: &str = "PS C:\\> Get-InboundConnector | fl\n\n";

fn cut_at(parsed: &Parsed) -> Vec<u64> {
    let cut = |n: &Note| (n.kind == NoteKind::ObjectCut).then_some(n.line).flatten();
    parsed.notes.iter().filter_map(cut).collect()
}

fn until<'t>(text: &'t str, end: &str) -> &'t str {
    &text[..text.find(end).unwrap() + end.len()]
}

#[test]
fn half_a_value_before_the_name_is_unknown() {
    let half = until(UNNAMED, "mail.cont");
    for text in [
        half.to_owned(),
        format!("{COMMAND}{half}"),
        format!("{UNNAMED}{NAME}\n{half}"),
    ] {
        let parsed = parse(&text);
        let last = parsed.records.last().unwrap();
        assert_eq!(last.class, ObjectClass::InboundConnector, "{text}");
        assert!(last.field("TlsSenderCertificateName").is_none(), "{text}");
        assert_eq!(
            last.field("RequireTls").map(|f| &f.value),
            Some(&Value::Bool(true))
        );
        let lines = text.lines().count() as u64;
        assert_eq!(cut_at(&parsed), [lines], "{text}");
    }
}

#[test]
fn half_a_name_is_no_name() {
    let parsed = parse(&format!("{COMMAND}{UNNAMED}{}", until(NAME, "From the")));
    assert_eq!(cut_at(&parsed).len(), 1);
    assert!(parsed.records[0].field("Name").is_none());
}

#[test]
fn whole_values_of_a_cut_object_are_kept() {
    for end in ["", "ConnectorT"] {
        let text = format!("{COMMAND}{UNNAMED}{NAME}\nEnabled                      : True\n{end}");
        let parsed = parse(&text);
        assert_eq!(parsed.records.len(), 2, "{text}");
        assert!(parsed.records[1].field("Enabled").is_some());
        assert_eq!(cut_at(&parsed).len(), 1, "{text}");
    }
}

#[test]
fn a_whole_paste_needs_no_line_end() {
    let few = until(UNNAMED, "SenderIPAddresses            : {}");
    let whole = format!("{UNNAMED}{NAME}WhenChangedUTC               : 3/18/2026 9:41:07 AM");
    let selected = "Get-InboundConnector | fl TlsSenderCertificateName,Enabled\n\n\
        TlsSenderCertificateName : mail.contoso.com\nEnabled : True";
    let twice = "Enabled : True\nTlsSenderCertificateName : a.contoso.com\n\n\
        Enabled : True\nTlsSenderCertificateName : b.contoso.com";
    for text in [
        few,
        &whole,
        selected,
        twice,
        &format!("{COMMAND}{whole}"),
        &format!("{COMMAND}{whole}\n\nPS C:\\>"),
        &format!("{UNNAMED}{}", NAME.trim_end()),
    ] {
        let parsed = parse(text);
        assert_eq!(cut_at(&parsed), [0_u64; 0], "{text}\n{parsed:#?}");
    }
}

#[test]
fn who_asks_for_some_has_not_asked_for_all() {
    let some = "PS C:\\> Get-InboundConnector | ? Enabled | fl\n\n";
    let object = format!("{UNNAMED}{NAME}\n");
    let asked = |text: &str| {
        let wanted = NoteKind::AskedForSome(ObjectClass::InboundConnector);
        parse(text).notes.iter().any(|n| n.kind == wanted)
    };
    assert!(asked(&format!("{some}{object}")));
    assert!(asked(&format!(
        "PS C:\\> Get-InboundConnector |\n>> ? Enabled | fl\n\n{object}"
    )));
    assert!(asked(&format!(
        "PS C:\\> $c = Get-InboundConnector X\nPS C:\\> $c | fl\n\n{object}"
    )));
    for whole in [
        format!("{COMMAND}{object}"),
        object.clone(),
        format!("{some}{object}{COMMAND}{object}"),
        format!("{COMMAND}{object}{some}{object}"),
    ] {
        assert!(!asked(&whole), "{whole}");
    }
}
