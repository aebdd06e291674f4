#![allow(clippy::unwrap_used)]

use std::io::Read;

use super::*;
use crate::evidence::{Location, Rewrite, SourceId};
use crate::facts::{AcceptedDomain, InboundConnector, Known, Listing};

/// A tenant with contoso.com, a server EX01 and a connector of a free name.
fn redactor() -> Redactor {
    let mut facts = Facts::default();
    let at = Location::new(SourceId(0), 1, "");
    facts.tenant.accepted_domains = Some(Listing {
        items: vec![AcceptedDomain {
            domain: Domain::parse("contoso.com").unwrap(),
            match_sub_domains: false,
            at,
        }],
        inferred_empty: false,
        more: false,
        at: None,
    });
    facts.traffic.servers = vec!["EX01".to_owned()];
    facts.traffic.connectors = vec![
        "Internet, through Contoso's gateway".to_owned(),
        "Outbound to Office 365 - 4b6e1d2c-0a7f-4c55-8d1e-92f3a4b5c6d7".to_owned(),
    ];
    Redactor::of(&facts)
}

#[test]
fn nothing_that_names_anybody_is_left() {
    let redactor = redactor();
    let table = [
        "2026-11-02T08:00:05.001Z,\"Internet, through Contoso's gateway\",08DE1A2B3C4D5E6F,4,10.0.0.5:44276,52.101.73.10:25,<,250  AM5EUR02FT025.mail.protection.outlook.com Hello [203.0.113.7] SIZE 157286400,",
        "x,08DE1A2B3C4D5E6F,20,,,>,MAIL FROM:<kim.lee@contoso.com> SIZE=18019,",
        "TlsSenderCertificateName : *.contoso.com",
        "\"Subject\": \"CN=mail.contoso.com, O=\\\"Contoso, Inc.\\\", L=Munich, C=DE\"",
        " CN=mail.contoso.com, O=Contoso, L=Munich, C=DE CN=Contoso Public TLS CA 2, O=Contoso Trust, C=US 0B2C3D4E5F60718293A4B5C6D7E8F90A 17BE570EFE20836063EE1771C0D18482FBB03846 2026-10-28T00:00:00.000Z 2027-10-28T23:59:59.000Z mail.contoso.com;autodiscover.contoso.com",
        "Identity : EX01\\Default Frontend EX01",
        "smart host contoso-com.mail.protection.outlook.com, tenant contoso.onmicrosoft.com",
        "CN=contoso.com,CN=Accepted Domains,CN=Transport Settings,CN=First Organization,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=local",
        "17 BE 57 0E FE 20 83 60 63 EE 17 71 C0 D1 84 82 FB B0 38 46",
        "Contoso report for EX01.txt",
        "<S N=\"TlsSenderCertificateName\">mail.contoso.",
        "MAIL FROM:<kim.lee@mail.contoso",
    ];
    for text in table {
        let shown = redactor.log_row(text);
        let lower = shown.to_lowercase();
        for original in [
            "contoso",
            "ex01",
            "kim.lee",
            "munich",
            "203.0.113.7",
            "17be570e",
            "17 be 57",
            "0b2c3d4e",
            "trust",
            "gateway",
        ] {
            assert!(!lower.contains(original), "{original} in {shown}");
        }
    }
}

#[test]
fn what_is_judged_stays_readable() {
    let redactor = redactor();
    let kept = [
        "550 5.7.64 TenantAttribution; Relay Access Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]",
        "#Version: 15.0.0.0",
        "Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names",
        "TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256",
        "ConnectorType : OnPremises",
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">",
        "Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]",
        "2026-11-02T08:00:05.001Z",
    ];
    for text in kept {
        assert_eq!(redactor.log_row(text), text);
    }
    let row =
        "t,Outbound to Office 365 - 4b6e1d2c-0a7f-4c55-8d1e-92f3a4b5c6d7,08DE1A2B3C4D5E6F,1,,,*,,";
    let shown = redactor.log_row(row);
    assert!(shown.starts_with("t,Outbound to Office 365 - "), "{shown}");
    assert!(shown.contains(",08DE1A2B3C4D5E6F,1,"), "{shown}");
    assert!(!shown.contains("4b6e1d2c"), "{shown}");
}

#[test]
fn equal_stays_equal_in_every_form() {
    let redactor = redactor();
    let domain = redactor.text("contoso.com");
    assert_eq!(redactor.text("*.CONTOSO.com"), format!("*.{domain}"));
    let server = redactor.text("EX01");
    assert_eq!(
        redactor.text("ex01.contoso.com"),
        format!("{server}.{domain}")
    );
    assert_eq!(
        redactor.path("EX01/Hub/SEND2026110208-1.LOG"),
        format!("{server}/Hub/SEND2026110208-1.LOG")
    );
    let thumbprint = redactor.text("17BE570EFE20836063EE1771C0D18482FBB03846");
    let spaced = redactor.text("17 BE 57 0E FE 20 83 60 63 EE 17 71 C0 D1 84 82 FB B0 38 46");
    assert_eq!(spaced.replace(' ', ""), thumbprint);
    let issuer = |text: &str| redactor.text(text);
    assert_eq!(issuer("O=Fabrikam Inc"), issuer("O=fabrikam inc"));
}

#[test]
fn a_log_is_rewritten_row_by_row() {
    let redactor = redactor();
    let log = "#Software: Microsoft Exchange Server\r\n#Log-type: SMTP Send Protocol Log\r\n2026-11-02T08:00:05.001Z,Internet,08DE1A2B3C4D5E6F,20,,52.101.73.10:25,>,MAIL FROM:<kim@contoso.com>,\r\n";
    let mut shown = String::new();
    let mut bytes = log.as_bytes();
    let mut reader = redactor.bytes(&mut bytes).unwrap();
    reader.read_to_string(&mut shown).unwrap();
    assert_eq!(shown.lines().count(), 3);
    assert!(shown.ends_with(",\r\n"));
    assert!(!shown.contains("contoso"));
}

#[test]
fn the_subject_of_a_message_goes() {
    let redactor = redactor();
    let log = "#Software: Microsoft Exchange Server\r\n#Log-type: Message Tracking Log\r\n#Fields: date-time,event-id,message-subject,sender-address\r\n2026-11-02T08:00:05.001Z,FAIL,\"Merger, secret\",kim@contoso.com\r\n";
    let mut shown = String::new();
    let mut bytes = log.as_bytes();
    let mut reader = redactor.bytes(&mut bytes).unwrap();
    reader.read_to_string(&mut shown).unwrap();
    let row = shown.lines().last().unwrap();
    assert!(row.starts_with("2026-11-02T08:00:05.001Z,FAIL,,u"), "{row}");
    assert!(!shown.contains("Merger"), "{shown}");
}

#[test]
fn what_a_comment_says_of_people_goes() {
    let mut facts = Facts::default();
    let at = || Location::new(SourceId(0), 1, "");
    let mut connector = InboundConnector::unread("Inbound", at());
    let comment = "ask Kim of the messaging team";
    connector.carried.comment = Known::Observed {
        value: comment.to_owned(),
        at: at(),
    };
    facts.tenant.inbound_connectors = Some(Listing {
        items: vec![connector],
        inferred_empty: false,
        more: false,
        at: None,
    });
    let shown = Redactor::of(&facts).text(&format!("Comment : {comment}"));
    assert_eq!(shown, "Comment : Connector 1");
}
