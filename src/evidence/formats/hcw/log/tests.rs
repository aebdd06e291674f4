#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::evidence::Side;
use crate::evidence::formats::hcw::{Level, Outcome, Phase};
use crate::evidence::record::{ObjectClass, Value};

const INDENT: &str = "                                      ";

/// A log as HCW writes it: CRLF, an indent of 38 columns, hard wraps.
#[derive(Default)]
struct Log(String);

impl Log {
    fn utc() -> Self {
        Self::default().entry(
            "",
            10003,
            "Client=UX",
            "Current Time Zone: (UTC) Coordinated Universal Time",
        )
    }

    fn entry(mut self, level: &str, number: u32, context: &str, text: &str) -> Self {
        let second = self.0.matches("2026.02.19").count();
        let (minute, second) = (second / 60, second % 60);
        self.0 += &format!(
            "2026.02.19 03:{minute:02}:{second:02}.330 {level:7} {number} [{context}] {text}\r\n"
        );
        self
    }

    fn lines(mut self, lines: &[&str]) -> Self {
        for line in lines {
            self.0 += &format!("{INDENT}{line}\r\n");
        }
        self
    }

    /// Text wrapped after every `width` characters, wherever that is.
    fn wrapped(self, context: &str, text: &str, width: usize) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let pieces: Vec<String> = chars.chunks(width).map(|c| c.iter().collect()).collect();
        let rest: Vec<&str> = pieces[1..].iter().map(String::as_str).collect();
        self.entry("", 10280, context, &pieces[0]).lines(&rest)
    }

    fn ran(self, side: &str, command: &str) -> Self {
        let cmdlet = command.split(' ').next().unwrap();
        let context = format!("Client=UX, Session={side}, Cmdlet={cmdlet}, Thread=6");
        self.entry("", 10276, &context, &format!("START {command}"))
            .entry("", 10277, &context, "FINISH Time=3656.0ms Results=1")
    }

    fn read(&self) -> HcwLog {
        parse(&self.0)
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

const DUMP: &str = "TenantInboundConnector {Enabled=1 ConnectorType='OnPremises' ConnectorSource='HybridWizard' \
    SenderIPAddresses=[] SenderDomains=['smtp:*;1'] TlsSenderCertificateName='mail.contoso.com' \
    WhenChangedUTC='2026-01-01T00:00:00Z' Name='Inbound from 3f2a'}";

#[test]
fn cmdlets_begin_and_end() {
    let context = "Client=UX, Session=Tenant, Cmdlet=Set-InboundConnector, Thread=6";
    let log = Log::utc()
        .ran("OnPremises", "Get-SendConnector")
        .entry(
            "",
            10276,
            context,
            "START Set-InboundConnector -TLSSenderCertificateName 'a' -Identity 'In'",
        )
        .entry(
            "*ERROR*",
            10277,
            context,
            "FINISH Time=1ms Results=PowerShell failed to invoke 'Set-InboundConnector': no",
        )
        .entry(
            "",
            10332,
            "Client=UX, fn=SendAsync, Thread=19",
            "START PATCH https://graph.microsoft.com/beta/",
        )
        .entry(
            "",
            10276,
            "Client=UX, Session=Tenant, Cmdlet=Get-OutboundConnector, Thread=6",
            "START Get-OutboundConnector",
        )
        .read();
    let seen: Vec<_> = log
        .run
        .invocations
        .iter()
        .map(|i| (i.cmdlet.as_str(), i.side.unwrap(), i.outcome.clone()))
        .collect();
    let failed = Outcome::Failed("PowerShell failed to invoke 'Set-InboundConnector': no".into());
    let expected = [
        ("Get-SendConnector", Side::OnPremises, Outcome::Finished),
        ("Set-InboundConnector", Side::Tenant, failed),
        ("Get-OutboundConnector", Side::Tenant, Outcome::Unseen),
    ];
    assert_eq!(seen, expected);
    let set = &log.run.invocations[1];
    assert_eq!(set.parameter("tlssendercertificatename"), Some(&text("a")));
    assert_eq!(set.line, 4);
    assert!(log.records.is_empty(), "a Set that failed wrote nothing");
    assert_eq!(log.run.messages.len(), 1);
    assert_eq!(log.run.messages[0].level, Level::Error);
    assert_eq!(
        log.run.messages[0].cmdlet.as_deref(),
        Some("Set-InboundConnector")
    );
    assert_eq!(log.entries, 7);
}

#[test]
fn stamps_are_moments_only_where_the_zone_says_utc() {
    let utc = Log::utc().ran("Tenant", "Get-InboundConnector").read();
    let started = utc.run.started.unwrap();
    assert_eq!(started.at.unwrap().to_string(), "2026-02-19T03:00:00.33Z");
    for zone in [
        "(UTC+09:00) Osaka, Sapporo, Tokyo",
        "(UTC) Dublin, Edinburgh, Lisbon, London",
    ] {
        let log = Log::default()
            .entry(
                "",
                10003,
                "Client=UX",
                &format!("Current Time Zone: {zone}"),
            )
            .read();
        assert_eq!(log.run.zone.as_deref(), Some(zone));
        assert_eq!(log.run.started.unwrap().at, None, "{zone}");
    }
}

#[test]
fn a_dump_that_was_wrapped_anywhere_is_whole() {
    for width in [20, 37, 80, 200] {
        let log = Log::utc()
            .wrapped(
                "Client=UX, Session=Tenant, Cmdlet=Get-InboundConnector, Thread=6",
                DUMP,
                width,
            )
            .read();
        let [record] = log.records.as_slice() else {
            unreachable!("{width}: {:?}", log.records)
        };
        assert_eq!(record.class, ObjectClass::InboundConnector);
        assert_eq!(record.side, Some(Side::Tenant));
        assert_eq!(record.as_of.unwrap().to_string(), "2026-02-19T03:00:01.33Z");
        let name = record.field("TlsSenderCertificateName").unwrap();
        assert_eq!(name.value, text("mail.contoso.com"));
        let line = log_line(
            &Log::utc()
                .wrapped(
                    "Client=UX, Session=Tenant, Cmdlet=Get-InboundConnector, Thread=6",
                    DUMP,
                    width,
                )
                .0,
            name.line,
        );
        assert_eq!(
            name.excerpt, line,
            "the place is the line in which the property begins"
        );
        assert_eq!(log.notes, []);
    }
}

fn log_line(log: &str, line: u64) -> String {
    log.lines()
        .nth(usize::try_from(line).unwrap() - 1)
        .unwrap()
        .to_owned()
}

#[test]
fn the_last_state_of_an_object_wins() {
    let context = "Client=UX, Session=Tenant, Cmdlet=Get-InboundConnector, Thread=6";
    let log = Log::utc()
        .wrapped(context, DUMP, 80)
        .ran("Tenant", "Set-InboundConnector -TLSSenderCertificateName '*.contoso.com' -Identity 'Inbound from 3f2a' -RequireTLS: $true")
        .read();
    let [record] = log.records.as_slice() else {
        unreachable!("{:?}", log.records)
    };
    let value = |name: &str| record.field(name).map(|f| f.value.clone());
    assert_eq!(
        value("TlsSenderCertificateName"),
        Some(text("*.contoso.com"))
    );
    assert_eq!(value("RequireTls"), Some(Value::Bool(true)));
    assert_eq!(value("ConnectorType"), Some(text("OnPremises")));
    assert_eq!(value("WhenChangedUTC"), None, "it was changed since");
    let removed = Log::utc()
        .wrapped(context, DUMP, 80)
        .ran(
            "Tenant",
            "Remove-InboundConnector -Identity 'Inbound from 3f2a'",
        )
        .read();
    assert_eq!(removed.records, []);
}

#[test]
fn tables_before_and_after() {
    let rule = "=====================================================";
    let line = "-----------------------------------------------------";
    let table = |phase: &str, equals: &str, actual: &str| {
        let context = format!("Client=UX, Page=Configuring, Phase={phase}, Thread=6");
        let row = format!("TLSSenderCertificateName | {equals} | {actual} | mail.contoso.com");
        (context, row)
    };
    let (before, old) = table("CheckConfiguration", "False", "old.contoso.com");
    let (after, new) = table("ValidateConfiguration", "True", "mail.contoso.com");
    let header = "Name | Equals | Actual | Expected";
    let log = Log::utc()
        .entry("", 10081, &before, "")
        .lines(&[
            rule,
            "Standard Inbound Connector",
            line,
            header,
            line,
            &old,
            "RequireTLS | True | True | True",
            rule,
        ])
        .entry("", 10081, &after, "")
        .lines(&[
            rule,
            "Standard Inbound Connector",
            line,
            header,
            line,
            &new,
            rule,
            "Send Connector",
            line,
            header,
            line,
            "Fqdn | True | a | ",
            rule,
        ])
        .read();
    let tables = &log.run.tables;
    let heads: Vec<_> = tables
        .iter()
        .map(|t| (t.phase, t.class, t.rows.len()))
        .collect();
    let inbound = Some(ObjectClass::InboundConnector);
    assert_eq!(
        heads,
        [
            (Some(Phase::Before), inbound, 2),
            (Some(Phase::After), inbound, 1),
            (Some(Phase::After), Some(ObjectClass::SendConnector), 1),
        ]
    );
    let row = &tables[0].rows[0];
    assert_eq!(
        (row.equals, row.actual.as_str()),
        (Some(false), "old.contoso.com")
    );
    assert_eq!((row.expected.as_str(), row.line), ("mail.contoso.com", 8));
    assert_eq!(tables[2].rows[0].expected, "");
}

#[test]
fn the_chosen_certificate() {
    let name = "<I>CN=Contoso Issuing CA 1, O=Contoso CA, C=US<S>CN=mail.contoso.com";
    let thumbprint = "17be570efe20836063ee1771c0d18482fbb03846";
    let one = format!(
        "Selected Certificate: {name} Thumbprint={thumbprint} NotBefore=2026-01-17 NotAfter=2027-01-17"
    );
    let wrapped = Log::utc()
        .wrapped("Client=UX, Page=TransportCertificate", &one, 50)
        .read();
    let apart = Log::utc()
        .entry("", 10201, "Client=UX", "Selected Certificate")
        .lines(&[
            name,
            &format!("Thumbprint: {thumbprint}"),
            "Valid from: 01/17/2026 10:00:00",
            "Expires: 01/17/2027",
        ])
        .read();
    let near = Log::utc()
        .entry(
            "",
            10201,
            "Client=UX",
            &format!("Selected Certificate={name}"),
        )
        .entry("", 10202, "Client=UX", &format!("Thumbprint={thumbprint}"))
        .read();
    for log in [&wrapped, &apart, &near] {
        let chosen = log.run.certificate.as_ref().unwrap();
        assert_eq!(chosen.name, name);
        assert_eq!(
            chosen.thumbprint.as_deref(),
            Some("17BE570EFE20836063EE1771C0D18482FBB03846")
        );
    }
    let dates = |log: &HcwLog| {
        let chosen = log.run.certificate.clone().unwrap();
        (chosen.not_before, chosen.not_after)
    };
    assert_eq!(
        dates(&wrapped),
        (Some("2026-01-17".into()), Some("2027-01-17".into()))
    );
    assert_eq!(
        dates(&apart),
        (
            Some("01/17/2026 10:00:00".into()),
            Some("01/17/2027".into())
        )
    );
    assert_eq!(dates(&near), (None, None));
}

#[test]
fn warnings_have_their_code() {
    let log = Log::utc()
        .entry("WARNING", 10026, "Client=UX", "HCW8103 The certificate provided (mail.contoso.com) does not match a verified domain inside the Office 365 tenant.")
        .read();
    let [message] = log.run.messages.as_slice() else {
        unreachable!()
    };
    assert_eq!(
        (message.level, message.code.as_deref()),
        (Level::Warning, Some("HCW8103"))
    );
}

#[test]
fn older_wizards_and_pastes() {
    let log = parse(
        "[10/23/2012 11:39:51] INFO:Running command: Set-SendConnector -Identity 'Outbound to Office 365' -Fqdn 'mail.contoso.com'\r\n\
         [10/23/2012 11:39:52] ERROR:Something else failed\r\n",
    );
    let [set] = log.run.invocations.as_slice() else {
        unreachable!()
    };
    assert_eq!(
        (set.cmdlet.as_str(), set.side),
        ("Set-SendConnector", Some(Side::OnPremises))
    );
    assert_eq!(log.run.messages.len(), 1);
    let paste = "2026.02.19 03:26:39.330 10276 [Client=UX, Session=Tenant, Cmdlet=Set-InboundConnector, Thread=6] START Set-InboundConnector -Identity 'In'\n\
                 2026.02.19 03:26:42.986 ERROR 10277 [Client=UX, Session=Tenant, Cmdlet=Set-InboundConnector, Thread=6] FINISH Time=1ms Results=PowerShell failed to invoke 'Set-InboundConnector'";
    let log = parse(paste);
    assert!(matches!(log.run.invocations[0].outcome, Outcome::Failed(_)));
}

#[test]
fn a_log_that_is_cut_keeps_what_is_whole() {
    let whole = Log::utc().wrapped("Client=UX, Session=Tenant", DUMP, 400).0;
    let cut = &whole[..whole.find("SenderDomains").unwrap() + 10];
    let log = parse(cut);
    assert_eq!(log.records.len(), 1);
    assert!(log.records[0].field("ConnectorType").is_some());
    assert!(log.records[0].field("SenderDomains").is_none());
    assert_eq!(
        log.notes,
        [Note::at(2, crate::evidence::NoteKind::ObjectCut)]
    );
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(?s).{0,400}") {
        parse(&text);
    }

    #[test]
    fn damage_stays_in_its_entry(noise in "[ -~]{0,120}", at in 0..4_usize) {
        let names = ["a", "b", "c", "d"];
        let mut log = Log::utc();
        for (nth, name) in names.iter().enumerate() {
            log = log.ran("Tenant", &format!("Set-InboundConnector -Identity '{name}'"));
            if nth == at {
                log = log.entry("", 10280, "Client=UX", &noise);
            }
        }
        let read = log.read();
        prop_assert_eq!(read.run.invocations.iter().filter(|i| i.outcome == Outcome::Finished).count() >= names.len(), true);
    }

    #[test]
    fn pieces_of_the_grammar_are_read(pieces in proptest::collection::vec(
        prop_oneof![
            Just("TenantInboundConnector {"), Just("}"), Just("A='"), Just("'"), Just("B=["), Just("]"), Just(", "),
            Just(" "), Just("C={"), Just("\n"), Just("2026.02.19 03:26:39.330 "), Just("[Client=UX, Cmdlet=Set-X] "),
            Just("START Set-X -A "), Just("FINISH"), Just("Name | Equals | Actual | Expected\n"), Just("==========\n"),
            Just("Selected Certificate <I>"), Just("<S>é"), Just("@("), Just("日本"),
        ], 0..60)) {
        parse(&pieces.concat());
    }
}

#[test]
fn endless_repetition_is_no_trap() {
    for piece in [
        "TenantInboundConnector {",
        "A={",
        "TenantInboundConnector {A=[",
        "a | b\n",
        "Selected Certificate ",
        "SendConnector {A='x' ",
    ] {
        let body = piece.repeat(200_000 / piece.len());
        parse(&format!(
            "2026.02.19 03:26:39.330 10276 [Client=UX, Cmdlet=Set-X] START Set-X {body}"
        ));
    }
}
