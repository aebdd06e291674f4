#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::evidence::Side;
use crate::evidence::formats::hcw::{Invocation, Level, Outcome};
use crate::evidence::record::{Field, ObjectClass, Value};

/// Writes an `.xhcw` as HCW does: no root, one line an invocation.
#[derive(Default)]
struct Run(String);

impl Run {
    fn new() -> Self {
        Self("\u{feff}<information start=\"02/19/2026 03:26:39.329\" text=\"MailFlow:Configure\" />\r\n".into())
    }

    /// `side`, `cmdlet`, parameters and the inside of `<results>`.
    fn invoke(mut self, side: &str, cmdlet: &str, parameters: &[&str], results: &str) -> Self {
        let minute = self.0.matches("<invoke ").count();
        self.0 += &format!(
            "<invoke start=\"02/19/2026 03:{minute:02}:39.330\" duration=\"3656\" type=\"{side}\" cmdlet=\"{cmdlet}\">\
             <!--{cmdlet} -Name 'x' --><parameters>{}</parameters><results>{results}</results></invoke>\r\n",
            parameters.concat()
        );
        self
    }

    fn tenant(self, cmdlet: &str, parameters: &[&str], results: &str) -> Self {
        self.invoke("Tenant", cmdlet, parameters, results)
    }

    fn read(&self) -> Xhcw {
        read(self.0.trim_start_matches('\u{feff}').as_bytes()).unwrap()
    }
}

fn text_parameter(name: &str, value: &str) -> String {
    format!("<parameter name=\"{name}\" type=\"System.String\" value=\"{value}\" />")
}

fn property(name: &str, kind: &str, value: &str) -> String {
    format!("<property name=\"{name}\" type=\"{kind}\" value=\"{value}\" />")
}

#[test]
fn invocations_are_listed_up_to_a_limit() {
    let one = Run::default().tenant("Get-InboundConnector", &[], "");
    let known = one.read().run.invocations.remove(0);
    let mut gather = Gatherer::default();
    gather.run.invocations = vec![known; MAX_INVOCATIONS - 1];
    gather.fragment(&one.0, 1);
    assert_eq!(gather.run.invocations.len(), MAX_INVOCATIONS);
    assert_eq!(gather.notes, []);
    gather.fragment(&one.0, 2);
    gather.fragment(&one.0, 3);
    assert_eq!(gather.run.invocations.len(), MAX_INVOCATIONS);
    // Said once.
    let kinds: Vec<&NoteKind> = gather.notes.iter().map(|n| &n.kind).collect();
    assert_eq!(kinds, [&NoteKind::BadXml(XmlFault::TooMany)]);
}

/// An inbound connector as `Get-InboundConnector` shows it.
fn inbound(name: &str, certificate: &str) -> String {
    let kind =
        "Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.TenantInboundConnector";
    let properties = [
        property("Name", "System.String", name),
        property("Identity", "System.String", name),
        property(
            "Guid",
            "System.Guid",
            &format!("8b1c7a52-90d4-4f0e-9d6b-{:012x}", name.len()),
        ),
        property("Enabled", "System.Boolean", "True"),
        property(
            "ConnectorType",
            "Microsoft.Exchange.Data.TenantConnectorType",
            "OnPremises",
        ),
        property("TlsSenderCertificateName", "System.String", certificate),
        property(
            "SenderIPAddresses",
            "Microsoft.Exchange.Data.MultiValuedProperty`1[[IPRange]]",
            "",
        ),
        "<property name=\"Comment\" valueIsNull=\"True\" />".to_owned(),
        property("WhenChangedUTC", "System.DateTime", "2026-01-01T00:00:00Z"),
    ];
    format!("<object type=\"{kind}\">{}</object>", properties.concat())
}

fn names_of(read: &Xhcw) -> Vec<(&Value, &Value)> {
    read.records
        .iter()
        .map(|r| {
            (
                &r.field("Name").unwrap().value,
                &r.field("TlsSenderCertificateName").unwrap().value,
            )
        })
        .collect()
}

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

#[test]
fn objects_have_their_side_types_and_lines() {
    let run = Run::new()
        .tenant("Get-InboundConnector", &[], &inbound("In", "mail.contoso.com"))
        .invoke(
            "OnPremises",
            "Get-AcceptedDomain",
            &[],
            &format!(
                "<object type=\"Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain\">{}</object>",
                property("DomainName", "Microsoft.Exchange.Data.SmtpDomainWithSubdomains", "contoso.com")
            ),
        );
    let read = run.read();
    assert_eq!(read.notes, []);
    let [connector, domain] = read.records.as_slice() else {
        unreachable!("{:?}", read.records)
    };
    assert_eq!(connector.class, ObjectClass::InboundConnector);
    assert_eq!((connector.side, connector.line), (Some(Side::Tenant), 2));
    assert_eq!(
        (domain.class, domain.side),
        (ObjectClass::AcceptedDomain, Some(Side::OnPremises))
    );
    assert_eq!(domain.field("DomainName").unwrap().line, 3);
    let value = |name: &str| connector.field(name).unwrap().value.clone();
    assert_eq!(value("Enabled"), Value::Bool(true));
    assert_eq!(value("Comment"), Value::Null);
    let empty = Value::List {
        items: vec![],
        complete: true,
    };
    assert_eq!(value("SenderIPAddresses"), empty);
    let name = connector.field("TlsSenderCertificateName").unwrap();
    assert_eq!(
        name.excerpt,
        property(
            "TlsSenderCertificateName",
            "System.String",
            "mail.contoso.com"
        )
    );
    assert_eq!(connector.as_of, None, "no attribute names the zone");
}

#[test]
fn the_run_has_its_invocations_in_order() {
    let run = Run::new()
        .tenant("Get-InboundConnector", &[], "")
        .tenant(
            "New-InboundConnector",
            &[
                &text_parameter("TLSSenderCertificateName", "mail.contoso.com"),
                "<parameter name=\"SenderIPAddresses\" valueIsNull=\"True\" />",
            ],
            "",
        )
        .read()
        .run;
    assert_eq!(run.started.unwrap().text, "02/19/2026 03:00:39.330");
    assert_eq!(run.ended.unwrap().text, "02/19/2026 03:01:39.330");
    let invocation: &Invocation = &run.invocations[1];
    assert_eq!(invocation.cmdlet, "New-InboundConnector");
    assert_eq!((invocation.side, invocation.line), (Some(Side::Tenant), 3));
    assert_eq!(invocation.outcome, Outcome::Finished);
    assert_eq!(
        invocation.parameter("tlssendercertificatename"),
        Some(&text("mail.contoso.com"))
    );
    assert_eq!(
        invocation.parameter("SenderIPAddresses"),
        Some(&Value::Null)
    );
    assert!(invocation.excerpt.starts_with("<invoke start=\"02/19/2026"));
}

#[test]
fn the_last_get_or_set_of_an_object_wins() {
    let set = |identity: &str| {
        [
            text_parameter("Identity", identity),
            text_parameter("TLSSenderCertificateName", "new.contoso.com"),
        ]
    };
    let of = |run: Run| {
        let read = run.read();
        assert_eq!(read.notes, []);
        let names: Vec<Value> = names_of(&read)
            .into_iter()
            .map(|(_, c)| c.clone())
            .collect();
        names
    };
    let old = inbound("In", "old.contoso.com");
    let begun = || Run::new().tenant("Get-InboundConnector", &[], &old);
    let [identity, certificate] = set("in");
    let parameters = [identity.as_str(), certificate.as_str()];
    let written = of(begun().tenant("Set-InboundConnector", &parameters, ""));
    assert_eq!(written, [text("new.contoso.com")]);
    let by_guid = set("8b1c7a52-90d4-4f0e-9d6b-000000000002");
    let by_guid = [by_guid[0].as_str(), by_guid[1].as_str()];
    let written = of(begun().tenant("Set-InboundConnector", &by_guid, ""));
    assert_eq!(written, [text("new.contoso.com")]);
    // Shown again after the write.
    let shown = of(begun()
        .tenant("Set-InboundConnector", &parameters, "")
        .tenant(
            "Get-InboundConnector",
            &[],
            &inbound("In", "shown.contoso.com"),
        ));
    assert_eq!(shown, [text("shown.contoso.com")]);
    // On the other side there is no such object.
    let other = of(begun().invoke("OnPremises", "Remove-InboundConnector", &parameters, ""));
    assert_eq!(other, [text("old.contoso.com")]);
    assert_eq!(
        of(begun().tenant("Remove-InboundConnector", &parameters, "")),
        []
    );
    // Another connector is another object.
    let both = of(begun().tenant("Get-InboundConnector", &[], &inbound("Other", "b")));
    assert_eq!(both, [text("old.contoso.com"), text("b")]);
}

#[test]
fn a_write_is_quoted_and_makes_the_date_of_the_change_unknown() {
    let read = Run::new()
        .tenant(
            "Get-InboundConnector",
            &[],
            &inbound("In", "old.contoso.com"),
        )
        .tenant(
            "Set-InboundConnector",
            &[
                &text_parameter("Identity", "In"),
                &text_parameter("SenderIPAddresses", "203.0.113.7"),
                "<parameter name=\"Confirm\" type=\"System.Boolean\" value=\"False\" />",
            ],
            "",
        )
        .read();
    let record = &read.records[0];
    let addresses = record.field("SenderIPAddresses").unwrap();
    assert_eq!(addresses.line, 3);
    assert!(
        addresses
            .excerpt
            .contains("<parameter name=\"SenderIPAddresses\"")
    );
    let one = Value::List {
        items: vec![text("203.0.113.7")],
        complete: true,
    };
    assert_eq!(addresses.value, one);
    assert_eq!(record.field("WhenChangedUTC"), None);
    assert_eq!(record.field("Confirm"), None);
    assert_eq!(record.field("TlsSenderCertificateName").unwrap().line, 2);
}

#[test]
fn a_new_object_counts_by_its_answer_or_by_its_parameters() {
    let name = text_parameter("Name", "Inbound");
    let certificate = text_parameter("TLSSenderCertificateName", "asked.contoso.com");
    let parameters = [name.as_str(), certificate.as_str()];
    let silent = Run::new()
        .tenant("New-InboundConnector", &parameters, "")
        .read();
    assert_eq!(
        names_of(&silent),
        [(&text("Inbound"), &text("asked.contoso.com"))]
    );
    assert_eq!(silent.records[0].class, ObjectClass::InboundConnector);
    let answered = Run::new()
        .tenant(
            "New-InboundConnector",
            &parameters,
            &inbound("Inbound", "given.contoso.com"),
        )
        .read();
    assert_eq!(
        names_of(&answered),
        [(&text("Inbound"), &text("given.contoso.com"))]
    );
    // Never shown, and called by a number: nothing is made up.
    let guid = text_parameter("Identity", "8b1c7a52-90d4-4f0e-9d6b-000000000002");
    let unknown = Run::new()
        .tenant("Set-InboundConnector", &[&guid], "")
        .read();
    assert_eq!(unknown.records, []);
}

#[test]
fn what_failed_or_has_no_end_is_not_applied() {
    let identity = text_parameter("Identity", "In");
    let certificate = text_parameter("TLSSenderCertificateName", "new.contoso.com");
    let parameters = [identity.as_str(), certificate.as_str()];
    let begun = || {
        Run::new().tenant(
            "Get-InboundConnector",
            &[],
            &inbound("In", "old.contoso.com"),
        )
    };
    let words = "<datastreams><error text=\"The operation couldn't be performed\" /></datastreams>";
    let whole = begun().tenant("Set-InboundConnector", &parameters, "").0;
    let failed = whole.replace(
        "<results></results></invoke>\r\n",
        &format!("{words}</invoke>"),
    );
    let failed = Run(failed).read();
    let expected = Outcome::Failed("The operation couldn't be performed".into());
    assert_eq!(failed.run.invocations[1].outcome, expected);
    let warned = whole.replace(
        "<results></results>",
        "<warnings><warning>HCW8103</warning></warnings>",
    );
    let warned = Run(warned).read();
    assert_eq!(warned.run.invocations[1].outcome, Outcome::Finished);
    let cut = Run(whole[..whole.len() - "</invoke>\r\n".len()].to_owned()).read();
    assert_eq!(cut.run.invocations[1].outcome, Outcome::Unseen);
    assert_eq!(cut.notes.len(), 1);
    for (read, certificate) in [(&failed, "old"), (&cut, "old"), (&warned, "new")] {
        assert_eq!(
            names_of(read)[0].1,
            &text(&format!("{certificate}.contoso.com"))
        );
    }
}

#[test]
fn damage_stays_in_the_invocation_that_it_hits() {
    let run = |middle: &str| {
        let before = Run::new()
            .tenant("Get-InboundConnector", &[], &inbound("A", "a"))
            .0;
        let after = Run::default()
            .tenant("Get-InboundConnector", &[], &inbound("Longer", "b"))
            .0;
        Run(format!("{before}{middle}{after}")).read()
    };
    let head = "<invoke start=\"x\" type=\"Tenant\" cmdlet=\"Get-InboundConnector\">";
    for middle in [
        head.to_owned(),
        format!("{head}<results><object type=\"x\"><property name=\"Name\" value=\"C"),
        format!("{head}<results><object type=\"x\"><property name=\"Na"),
        format!("{head}<results></object></invoke>"),
        "<<<>>>&&& \u{0}".to_owned(),
        "</invoke></invoke>".to_owned(),
    ] {
        let read = run(&middle);
        let names: Vec<&Value> = names_of(&read).into_iter().map(|(n, _)| n).collect();
        let second = text("Longer");
        assert!(names.contains(&&text("A")), "{middle}");
        assert!(
            names.contains(&&second),
            "{middle}: {names:?} {:?}",
            read.notes
        );
        assert_eq!(names.len(), 2, "{middle}");
    }
}

#[test]
fn certificates_have_the_server_that_was_asked() {
    let certificate = format!(
        "<object type=\"Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate\">{}{}{}{}</object>",
        property(
            "Thumbprint",
            "System.String",
            "17BE570EFE20836063EE1771C0D18482FBB03846"
        ),
        property("Services", "AllowedServices", "IIS, SMTP"),
        property("Status", "CertificateStatus", "Valid"),
        property(
            "RawData",
            "System.Byte[]",
            "MIIDETCCAfmgAwIBAgIQaCaDZNC6fqFDv1CG"
        )
    );
    let get = |run: Run, server: &str| {
        let server = text_parameter("Server", server);
        run.invoke(
            "OnPremises",
            "Get-ExchangeCertificate",
            &[&server],
            &certificate,
        )
    };
    let read = get(get(get(Run::new(), "EX01"), "EX02"), "EX01").read();
    let servers: Vec<&Value> = read
        .records
        .iter()
        .map(|r| &r.field("Server").unwrap().value)
        .collect();
    assert_eq!(servers, [&text("EX01"), &text("EX02")]);
    assert_eq!(
        read.records[0].field("Services").unwrap().value,
        text("IIS, SMTP")
    );
    assert!(matches!(
        read.records[0].field("RawData").unwrap().value,
        Value::Text(_)
    ));
}

/// 37,000 characters in a line, and an attribute of 10 MB.
#[test]
fn long_lines_and_long_values_are_bounded() {
    let filler = property("Comment", "System.String", &"x".repeat(40_000));
    let object =
        inbound("In", "mail.contoso.com").replace("</object>", &format!("{filler}</object>"));
    let read = Run::new()
        .tenant("Get-InboundConnector", &[], &object)
        .read();
    assert_eq!(read.notes, []);
    assert!(
        read.records[0]
            .fields
            .iter()
            .all(|f: &Field| f.excerpt.len() <= 400)
    );
    let huge = property("Banner", "System.String", &"x".repeat(10_000_000));
    let object =
        inbound("In", "mail.contoso.com").replace("</object>", &format!("{huge}</object>"));
    let read = Run::new()
        .tenant("Get-InboundConnector", &[], &object)
        .read();
    assert_eq!(read.notes.len(), 1);
    assert_eq!(
        read.records[0].field("Banner").unwrap().value,
        Value::Opaque
    );
}

/// Many invocations: what is held is the last state, not the file.
#[test]
fn the_same_objects_again_and_again_are_held_once() {
    let objects: String = (1..30)
        .map(|n| inbound(&"n".repeat(n), "mail.contoso.com"))
        .collect();
    let mut run = Run::new();
    for _ in 0..60 {
        run = run.tenant("Get-InboundConnector", &[], &objects);
    }
    let read = run.read();
    assert_eq!((read.records.len(), read.run.invocations.len()), (29, 60));
    assert_eq!(read.records[28].line, 61, "the last");
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read(&bytes[..]).unwrap();
    }

    #[test]
    fn elements_in_any_order_give_an_answer(parts in proptest::collection::vec(0usize..10, 0..40)) {
        const PARTS: [&str; 10] = [
            "<invoke type=\"Tenant\" cmdlet=\"Get-InboundConnector\">", "</invoke>", "<results>",
            "</results>", "<object type=\"x\">", "</object>", "<property name=\"Name\" value=\"a\"/>",
            "<parameter name=\"Identity\" value=\"a\"/>", "<error>x</error>", "<invoke a=\"",
        ];
        let source: String = parts.iter().map(|&p| PARTS[p]).collect();
        read(source.as_bytes()).unwrap();
    }

    /// Cut anywhere: each record is one that the whole file has at that point.
    #[test]
    fn a_cut_invents_nothing(at in 0usize..6_000) {
        let identity = text_parameter("Identity", "A");
        let certificate = text_parameter("TLSSenderCertificateName", "b");
        let run = Run::new()
            .tenant("Get-InboundConnector", &[], &inbound("A", "a"))
            .tenant("Set-InboundConnector", &[&identity, &certificate], "")
            .tenant("Get-InboundConnector", &[], &inbound("Other", "c"));
        let mut at = at.min(run.0.len());
        while !run.0.is_char_boundary(at) {
            at -= 1;
        }
        let cut = Run(run.0[..at].to_owned()).read();
        let possible = [("A", "a"), ("A", "b"), ("Other", "c")];
        for (name, certificate) in names_of(&cut) {
            let pair = possible.iter().any(|(n, c)| *name == text(n) && *certificate == text(c));
            prop_assert!(pair, "{name:?} {certificate:?}");
        }
    }
}

#[test]
fn warnings_and_errors_become_messages() {
    let warning = "HCW8103 The certificate provided (mail.contoso.com) does not match";
    let forms = [
        format!("<warnings><warning>{warning}</warning></warnings>"),
        format!("<warnings><item text=\"{warning}\" /></warnings>"),
        format!("<warnings>{warning}</warnings>"),
        format!("<datastreams><warning message=\"{warning}\" /><verbose>x</verbose></datastreams>"),
    ];
    for form in forms {
        let whole = Run::new().tenant("New-InboundConnector", &[], "").0;
        let said = Run(whole.replace("</results>", &format!("</results>{form}"))).read();
        let [message] = said.run.messages.as_slice() else {
            unreachable!("{form}: {:?}", said.run.messages)
        };
        assert_eq!(message.code.as_deref(), Some("HCW8103"), "{form}");
        assert_eq!((message.text.as_str(), message.line), (warning, 2));
        assert_eq!(message.level, Level::Warning);
        assert_eq!(message.cmdlet.as_deref(), Some("New-InboundConnector"));
        assert_eq!(said.run.invocations[0].outcome, Outcome::Finished);
    }
    let error = "<datastreams><error>no</error></datastreams>";
    let whole = Run::new().tenant("New-InboundConnector", &[], "").0;
    let failed = Run(whole.replace("</results>", &format!("</results>{error}"))).read();
    assert_eq!(failed.run.messages[0].level, Level::Error);
    assert_eq!(
        failed.run.invocations[0].outcome,
        Outcome::Failed("no".into())
    );
}

/// The wizard's own words stand between the cmdlets.
#[test]
fn a_code_between_the_cmdlets_is_a_warning_and_other_information_is_not() {
    let start = "start=\"02/19/2026 03:26:39.329\"";
    let text = format!(
        "<information {start} text=\"HCW8103 The certificate\" />\r\n\
         <information {start} text=\"Read about HCW8103\" />\r\n\
         <warnings><warning>HCW8021 x</warning></warnings>\r\n"
    );
    let run = Run(text).read().run;
    let codes: Vec<_> = run
        .messages
        .iter()
        .map(|m| (m.code.as_deref(), m.line))
        .collect();
    assert_eq!(codes, [(Some("HCW8103"), 1), (Some("HCW8021"), 3)]);
    let stamp = run.messages[0].stamp.as_ref().unwrap();
    assert_eq!(stamp.text, "02/19/2026 03:26:39.329");
}

#[test]
fn it_is_told_how_many_objects_a_cmdlet_gave() {
    let two = inbound("A", "a") + &inbound("Bb", "b");
    let run = Run::new()
        .tenant("Get-InboundConnector", &[], "")
        .tenant("Get-InboundConnector", &[], &two)
        .tenant(
            "Get-InboundConnector",
            &[&text_parameter("Identity", "A")],
            "",
        );
    let without = run.0.replacen("<results></results>", "", 1);
    let told = |run: Run| -> Vec<_> {
        let invocations = run.read().run.invocations;
        invocations
            .iter()
            .map(|i| (i.gave, i.asks_for_all()))
            .collect()
    };
    assert_eq!(
        told(run),
        [(Some(0), true), (Some(2), true), (Some(0), false)]
    );
    assert_eq!(told(Run(without))[0], (None, true));
}
