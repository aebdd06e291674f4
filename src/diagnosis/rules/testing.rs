//! Incidents for the unit tests of rules: evidence as text, read the way that files
//! are, so that a test says what an administrator would bring. Everything is as of
//! 2026-11-02T12:00:00Z.

use std::ops::ControlFlow;

use super::Rule;
use crate::attribution::replay;
use crate::diagnosis::{Context, Outcome};
use crate::evidence::walk::Input;
use crate::facts::{Facts, Given, gather};

/// 2026-11-02T12:00:00Z.
const NOW: i64 = 1_793_620_800;

/// Files of evidence.
#[derive(Debug, Clone, Default)]
pub(in crate::diagnosis) struct Incident {
    files: Vec<(String, String)>,
}

const HEADER: &str = "#Software: Microsoft Exchange Server\n#Log-type: SMTP Send Protocol Log\n\
     #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,\
     remote-endpoint,event,data,context\n";
const REFUSED: &str = "550 5.7.64 TenantAttribution; Relay Access Denied";
const ACCEPTED: &str = "250 2.1.5 Recipient OK";

/// Rows of a session of EX01 with Exchange Online Protection.
struct Session {
    minute: u32,
    rows: Vec<String>,
}

impl Session {
    fn begin(minute: u32) -> Self {
        let mut session = Self {
            minute,
            rows: Vec::new(),
        };
        session.row("+,,");
        session.row(
            "<,220 AM5EUR02FT025.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready,",
        );
        session.row(">,EHLO mail.contoso.com,");
        session.row("<,250  AM5EUR02FT025.mail.protection.outlook.com Hello [203.0.113.7] STARTTLS 8BITMIME,");
        session.row(">,STARTTLS,");
        session.row("<,220 2.0.0 SMTP server ready,");
        session
    }

    fn row(&mut self, row: &str) {
        let (minute, number) = (self.minute, self.rows.len());
        self.rows.push(format!(
            "2026-11-02T08:{minute:02}:{number:02}.000Z,To Exchange Online,08DE1A2B3C4D5E{minute:02},\
             {number},10.0.0.5:44000,52.101.73.10:25,{row}"
        ));
    }

    /// The certificate in the form of several rows; without dates.
    fn certificate(mut self, thumbprint: &str) -> Self {
        self.row("*,,Sending certificate");
        self.row("*,CN=mail.contoso.com,Certificate subject");
        self.row("*,CN=CA 1,Certificate issuer name");
        self.row("*,5A67D939,Certificate serial number");
        self.row(&format!("*,{thumbprint},Certificate thumbprint"));
        self.row("*,mail.contoso.com,Certificate alternate names");
        self
    }

    fn fails(mut self, error: &str) -> String {
        self.row(&format!("*,,TLS negotiation failed with error {error}"));
        self.end()
    }

    fn mail(mut self, recipient: &str, answer: &str) -> String {
        self.row("*,,TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256");
        self.row(">,MAIL FROM:<user@contoso.com> SIZE=180,");
        self.row(&format!(">,RCPT TO:<someone@{recipient}>,"));
        self.row("<,250 2.1.0 Sender OK,");
        self.row(&format!("<,{answer},"));
        self.end()
    }

    fn end(mut self) -> String {
        self.row("-,,Local");
        self.rows.join("\n") + "\n"
    }
}

/// A log of HCW whose stamps are UTC and on that day (`2026.02.19`).
pub(in crate::diagnosis) fn hcw_log(day: &str, body: &str) -> String {
    let first = "2026.02.19 03:00:00.000         10003 [Client=UX, Thread=1] Current Time Zone: (UTC) Coordinated Universal Time\r\n";
    format!("{first}{body}").replace("2026.02.19", day)
}

/// Entries of HCW's log: the inbound connector is made with that certificate name.
pub(in crate::diagnosis) fn wrote_inbound(name: &str) -> String {
    let context = "[Client=UX, Session=Tenant, Cmdlet=New-InboundConnector, Thread=6]";
    format!(
        "2026.02.19 03:26:39.330         10276 {context} START New-InboundConnector -Name 'Inbound from 3f2a' \
         -ConnectorSource HybridWizard -ConnectorType OnPremises -RequireTLS: $true -SenderDomains '*' \
         -SenderIPAddresses $null -TLSSenderCertificateName '{name}'\r\n\
         2026.02.19 03:26:42.986         10277 {context} FINISH Time=3656.0ms Results=1\r\n"
    )
}

/// The comparison that HCW makes when it is done.
pub(in crate::diagnosis) fn hcw_compared(equals: &str) -> String {
    let indent = " ".repeat(38);
    let rule = "=".repeat(50);
    format!(
        "2026.02.19 03:29:43.992         10081 [Client=UX, Page=Configuring, Phase=ValidateConfiguration, Thread=6]\r\n\
         {indent}{rule}\r\n{indent}Standard Inbound Connector\r\n{indent}Name | Equals | Actual | Expected\r\n\
         {indent}TLSSenderCertificateName | {equals} | a.contoso.com | mail.contoso.com\r\n{indent}{rule}\r\n"
    )
}

impl Incident {
    /// A file of its own.
    pub(in crate::diagnosis) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.to_owned(), text.to_owned()));
        self
    }

    /// The tenant of contoso.com, whose connector expects `name`.
    fn tenant(self, name: &str) -> Self {
        let inbound = format!(
            r#"[{{"Name": "From our servers", "Enabled": true, "ConnectorType": "OnPremises",
            "SenderIPAddresses": [], "AssociatedAcceptedDomains": [], "TlsSenderCertificateName": "{name}"}}]"#
        );
        let domains = r#"[{"DomainName": "contoso.com", "DomainType": "Authoritative"},
            {"DomainName": "contoso.onmicrosoft.com", "DomainType": "Authoritative"}]"#;
        self.file("inbound-connector.json", &inbound)
            .file("accepted-domain.json", domains)
    }

    fn log(self, sessions: &[String]) -> Self {
        let text = HEADER.to_owned() + &sessions.concat();
        self.file("EX01/SmtpSend/SEND2026110208-1.LOG", &text)
    }

    fn with_mail(recipient: &str, answer: &str) -> Self {
        let session = Session::begin(10).certificate(&Listed::thumbprint("A1"));
        Self::default()
            .tenant("mail.contoso.com")
            .log(&[session.mail(recipient, answer)])
    }

    /// Relay is refused although certificate A1 has the name that is expected.
    pub(in crate::diagnosis) fn refused() -> Self {
        Self::with_mail("fabrikam.com", REFUSED)
    }

    /// Relay is refused, and another name is expected than certificate A1 has.
    pub(in crate::diagnosis) fn refused_by_name(expected: &str) -> Self {
        let session = Session::begin(10).certificate(&Listed::thumbprint("A1"));
        Self::default()
            .tenant(expected)
            .log(&[session.mail("fabrikam.com", REFUSED)])
    }

    /// Mail with certificate A1 to outside is accepted; the log does not tell its dates,
    /// and only a Send connector beside it proves that this was relay of the tenant.
    pub(in crate::diagnosis) fn accepted() -> Self {
        Self::with_mail("fabrikam.com", ACCEPTED)
    }

    /// Certificate A1 is sent with mail to own domains only.
    pub(in crate::diagnosis) fn own_domains_only() -> Self {
        Self::with_mail("contoso.com", ACCEPTED)
    }

    /// Mail with A1 went well, and then TLS fails.
    pub(in crate::diagnosis) fn tls_fails(error: &str) -> Self {
        Self::tls(error, 20)
    }

    /// The same in the other order.
    pub(in crate::diagnosis) fn tls_failed_before(error: &str) -> Self {
        Self::tls(error, 5)
    }

    fn tls(error: &str, minute: u32) -> Self {
        let thumbprint = Listed::thumbprint("A1");
        let good = Session::begin(10).certificate(&thumbprint);
        let good = good.mail("fabrikam.com", ACCEPTED);
        let bad = Session::begin(minute).certificate(&thumbprint).fails(error);
        Self::default().tenant("mail.contoso.com").log(&[good, bad])
    }

    /// Get-SendConnector of one connector.
    pub(in crate::diagnosis) fn send_connector(self, connector: &Connector) -> Self {
        let count = self.files.len();
        self.file(
            &format!("send-connector-{count}.txt"),
            &fields(&connector.0),
        )
    }

    /// Get-ExchangeCertificate of one certificate.
    pub(in crate::diagnosis) fn certificate(self, listed: &Listed) -> Self {
        self.certificate_in("", listed)
    }

    /// The same in a folder (`EX01/`).
    pub(in crate::diagnosis) fn certificate_in(self, folder: &str, listed: &Listed) -> Self {
        let count = self.files.len();
        let path = format!("{folder}exchange-certificate-{count}.txt");
        self.file(&path, &fields(&listed.0))
    }

    /// The facts of the files.
    pub(in crate::diagnosis) fn facts(&self) -> Facts {
        let input = |(path, text): &(String, String)| Input::Memory {
            path: path.clone(),
            content: text.as_bytes().into(),
        };
        let inputs: Vec<Input> = self.files.iter().map(input).collect();
        gather(&inputs, Given::default(), NOW, &mut |_| {
            ControlFlow::Continue(())
        })
        .facts
    }

    /// What a rule answers.
    pub(in crate::diagnosis) fn ask(&self, rule: &Rule) -> Outcome {
        self.ask_after(rule, |_| {})
    }

    /// What a rule answers once facts were added that no file of text gives.
    pub(in crate::diagnosis) fn ask_after(
        &self,
        rule: &Rule,
        change: impl FnOnce(&mut Facts),
    ) -> Outcome {
        let mut facts = self.facts();
        change(&mut facts);
        let verdicts = replay(&facts);
        (rule.check)(&Context::new(&facts, &verdicts))
    }
}

fn fields(fields: &[(String, String)]) -> String {
    let line = |(name, value): &(String, String)| format!("{name} : {value}\n");
    fields.iter().map(line).collect::<String>() + "\n"
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    match fields.iter_mut().find(|(n, _)| n == name) {
        Some((_, old)) => *old = value.to_owned(),
        None => fields.push((name.to_owned(), value.to_owned())),
    }
}

/// An object of Get-SendConnector.
#[derive(Debug, Clone)]
pub(in crate::diagnosis) struct Connector(Vec<(String, String)>);

impl Connector {
    /// `To Exchange Online` from EX01, for all domains.
    pub(in crate::diagnosis) fn to_tenant() -> Self {
        Self(Vec::new())
            .with("Name", "To Exchange Online")
            .with("Enabled", "True")
            .with("AddressSpaces", "{SMTP:*;1}")
            .with("SmartHosts", "{contoso-com.mail.protection.outlook.com}")
            .with("SourceTransportServers", "{EX01}")
            .with("Fqdn", "")
            .with("TlsCertificateName", "")
    }

    /// TlsCertificateName.
    pub(in crate::diagnosis) fn named(self, name: &str) -> Self {
        self.with("TlsCertificateName", name)
    }

    /// A property.
    pub(in crate::diagnosis) fn with(mut self, name: &str, value: &str) -> Self {
        set(&mut self.0, name, value);
        self
    }
}

/// An object of Get-ExchangeCertificate.
#[derive(Debug, Clone)]
pub(in crate::diagnosis) struct Listed(Vec<(String, String)>);

impl Listed {
    /// A whole thumbprint that begins like this.
    pub(in crate::diagnosis) fn thumbprint(head: &str) -> String {
        format!("{head:0<40}")
    }

    /// mail.contoso.com of CA 1, from 2026-01-01 to 2027-02-01, in good order.
    pub(in crate::diagnosis) fn new(head: &str) -> Self {
        Self(Vec::new())
            .with("CertificateDomains", "{mail.contoso.com}")
            .with("HasPrivateKey", "True")
            .with("IsSelfSigned", "False")
            .with("Thumbprint", &Self::thumbprint(head))
            .with("RootCAType", "ThirdParty")
            .with("Services", "IIS, SMTP")
            .with("Status", "Valid")
            .issuer("CN=CA 1")
            .subject("CN=mail.contoso.com")
            .dates("2026-01-01T00:00:00Z", "2027-02-01T00:00:00Z")
    }

    pub(in crate::diagnosis) fn issuer(self, name: &str) -> Self {
        self.with("Issuer", name)
    }

    pub(in crate::diagnosis) fn subject(self, name: &str) -> Self {
        self.with("Subject", name)
    }

    pub(in crate::diagnosis) fn services(self, services: &str) -> Self {
        self.with("Services", services)
    }

    /// Without Services and HasPrivateKey, as an export of chosen columns.
    pub(in crate::diagnosis) fn unread(mut self) -> Self {
        self.0
            .retain(|(name, _)| name != "Services" && name != "HasPrivateKey");
        self
    }

    pub(in crate::diagnosis) fn server(self, server: &str) -> Self {
        self.with("Server", server)
    }

    pub(in crate::diagnosis) fn dates(self, not_before: &str, not_after: &str) -> Self {
        self.with("NotBefore", not_before)
            .with("NotAfter", not_after)
    }

    /// A property.
    pub(in crate::diagnosis) fn with(mut self, name: &str, value: &str) -> Self {
        set(&mut self.0, name, value);
        self
    }
}
