#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::evidence::NoteKind;

const THUMBPRINT: &str = "17BE570EFE20836063EE1771C0D18482FBB03846";

/// Event 30 as Event Viewer exports it.
fn event(code: &str) -> String {
    format!(
        "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n  <System>\n    \
         <Provider Name=\"Microsoft-Windows-CAPI2\" Guid=\"{{5bbca4a8-b209-48dc-a8c7-b23d3e5216fb}}\" />\n    \
         <EventID>30</EventID>\n    <TimeCreated SystemTime=\"2026-11-02T08:00:05.071234500Z\" />\n    \
         <Computer>EX01.contoso.com</Computer>\n  </System>\n  <UserData>\n    \
         <CertVerifyCertificateChainPolicy>\n      <Policy type=\"CERT_CHAIN_POLICY_SSL\" constant=\"4\" />\n      \
         <Certificate fileRef=\"{THUMBPRINT}.cer\" subjectName=\"mail.contoso.com\" />\n      \
         <CertificateChain chainRef=\"{{0B1C}}\" />\n      <EventAuxInfo ProcessName=\"EdgeTransport.exe\" />\n      \
         <Result value=\"{code}\">A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider.</Result>\n    \
         </CertVerifyCertificateChainPolicy>\n  </UserData>\n</Event>"
    )
}

#[test]
fn an_event_names_certificate_code_and_place() {
    let events = parse(&event("800B0109"));
    assert_eq!((events.count, events.notes), (1, vec![]));
    let error = &events.errors[0];
    assert_eq!(error.thumbprints, [THUMBPRINT]);
    assert_eq!(error.subjects, ["mail.contoso.com"]);
    assert_eq!(error.code, "800B0109");
    assert!(error.text.starts_with("A certificate chain processed"));
    assert_eq!(error.at, "2026-11-02T08:00:05.0712345Z".parse().ok());
    assert_eq!(error.computer.as_deref(), Some("EX01.contoso.com"));
    assert_eq!(error.line, 14);
    assert!(error.excerpt.starts_with("<Result value=\"800B0109\">"));
}

#[test]
fn codes_in_any_notation_and_none_for_success() {
    for (value, codes) in [
        ("800b0109", vec!["800B0109"]),
        ("0x800B010A", vec!["800B010A"]),
        ("0", vec![]),
        ("00000000", vec![]),
        ("", vec![]),
        ("certainly", vec![]),
        ("800B0109800B0109", vec![]),
    ] {
        let events = parse(&event(value));
        let found: Vec<&str> = events.errors.iter().map(|e| e.code.as_str()).collect();
        assert_eq!((found, events.count), (codes, 1), "{value}");
    }
}

/// Event 11 names the chain, the certificate that was verified first.
#[test]
fn many_events_with_or_without_namespace_and_prefix() {
    let built = format!(
        "<e:Event><e:UserData><CertGetCertificateChain><Certificate fileRef='{THUMBPRINT}.cer' subjectName='a'/>\
         <CertificateChain><ChainElement><Certificate fileRef='{THUMBPRINT}.cer' subjectName='a'/></ChainElement>\
         <ChainElement><Certificate fileRef='AA.cer' subjectName='CA'/></ChainElement></CertificateChain>\
         <Result value='800B010A'>x</Result></CertGetCertificateChain></e:UserData></e:Event>"
    );
    let plain = event("800B0109").replace(
        " xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"",
        "",
    );
    let all = format!(
        "<?xml version=\"1.0\"?><Events>{plain}{}{built}<Other/></Events>",
        event("0")
    );
    let events = parse(&all);
    assert_eq!(
        (events.count, events.errors.len(), events.notes),
        (3, 2, vec![])
    );
    assert_eq!(events.errors[1].thumbprints, [THUMBPRINT]);
    assert_eq!(events.errors[1].subjects, ["a", "CA"]);
    assert_eq!(events.errors[1].at, None);
}

#[test]
fn of_a_cut_export_the_whole_events_are_kept() {
    let source = format!("<Events>{}\n{}", event("800B0109"), event("800B010A"));
    let cut = parse(&source[..source.len() - 20]);
    assert_eq!((cut.count, cut.errors.len()), (1, 1));
    let kinds: Vec<&NoteKind> = cut.notes.iter().map(|n| &n.kind).collect();
    assert_eq!(kinds, [&NoteKind::BadXml(XmlFault::EndsEarly)]);
}

#[test]
fn more_than_a_log_holds_is_bounded() {
    let one = "<Event><Result value='800B0109'/></Event>";
    let events = parse(&format!("<Events>{}</Events>", one.repeat(MAX_ERRORS + 5)));
    assert_eq!(events.errors.len(), MAX_ERRORS);
    assert_eq!(events.notes.len(), 1);
    let names = "<Certificate fileRef='a' subjectName='N'/>".repeat(3);
    let many: String = (0..50)
        .map(|n| names.replace("'N'", &format!("'{n}'")))
        .collect();
    let events = parse(&format!("<Event>{many}<Result value='1'/></Event>"));
    assert_eq!(events.errors[0].subjects.len(), MAX_NAMES);
}

proptest! {
    #[test]
    fn any_text_gives_an_answer(source in "(?s).{0,200}") {
        parse(&source);
        parse(&format!("<Event>{source}"));
    }

    #[test]
    fn a_cut_invents_nothing(at in 0usize..3_000) {
        let source = format!("<Events>{}{}</Events>", event("800B0109"), event("1"));
        let whole = parse(&source);
        let cut = parse(&source[..at.min(source.len())]);
        prop_assert_eq!(&cut.errors[..], &whole.errors[..cut.errors.len()]);
    }
}
