//! Sessions of the logs in words: what a filter asks for, what a session is about.

use jiff::tz::TimeZone;

use super::wizard::{ViewWord as V, folded, outcome_word, view_word};
use super::{Lang, date_time};
use crate::evidence::formats::send_log::{Folded, LoggedCertificate};
use crate::facts::sessions::{
    CertificateWanted, Filter, FilterField, SessionCertificate, SessionIndex, SessionRow,
};

/// Digits of a thumbprint that tell certificates apart.
const DIGITS: usize = 8;

/// The name of what a filter can ask for.
pub fn filter_name(lang: Lang, field: FilterField) -> &'static str {
    let word = match field {
        FilterField::Outcome => V::Outcome,
        FilterField::Server => V::Server,
        FilterField::Connector => V::Connector,
        FilterField::Certificate => V::Certificate,
        FilterField::Since => V::Since,
        FilterField::Until => V::Until,
        FilterField::Text => V::Words,
    };
    view_word(lang, word)
}

/// What a filter asks for; `None` where it asks for nothing.
pub fn filter_value(
    lang: Lang,
    zone: &TimeZone,
    index: &SessionIndex,
    filter: &Filter,
    field: FilterField,
) -> Option<String> {
    let time = |at: i64| date_time(lang, at, zone);
    match field {
        FilterField::Outcome => filter.outcome.map(|o| outcome_word(lang, o).to_owned()),
        FilterField::Server => index.servers.get(usize::from(filter.server?)).cloned(),
        FilterField::Connector => {
            let name = index.connectors.get(usize::from(filter.connector?));
            name.cloned()
        }
        FilterField::Certificate => Some(match filter.certificate? {
            CertificateWanted::Sent(number) => {
                let sent = index.certificates.get(number as usize)?;
                let thumbprint: String = sent.thumbprint.chars().take(DIGITS).collect();
                format!("{} ({thumbprint})", logged_name(sent))
            }
            CertificateWanted::NotSent => view_word(lang, V::NoCertificateSent).to_owned(),
            CertificateWanted::Unknown => view_word(lang, V::NotInLog).to_owned(),
        }),
        FilterField::Since => filter.since.map(time),
        FilterField::Until => filter.until.map(time),
        FilterField::Text => Some(filter.text.clone()).filter(|t| !t.is_empty()),
    }
}

/// All that a filter asks for, each with its name; none where it shows everything.
pub fn conditions(
    lang: Lang,
    zone: &TimeZone,
    index: &SessionIndex,
    filter: &Filter,
) -> Vec<String> {
    let set = FilterField::ALL.into_iter().filter_map(|field| {
        let value = filter_value(lang, zone, index, filter, field)?;
        Some(format!("{}: {value}", filter_name(lang, field)))
    });
    set.collect()
}

/// The certificate of a session.
pub fn session_certificate<'i>(lang: Lang, certificate: SessionCertificate<'i>) -> &'i str {
    match certificate {
        SessionCertificate::Sent(sent) => logged_name(sent),
        SessionCertificate::NotSent => view_word(lang, V::NoCertificateSent),
        SessionCertificate::Unknown => view_word(lang, V::NotInLog),
    }
}

/// A short name of a certificate that was sent: its CN, else what there is.
fn logged_name(sent: &LoggedCertificate) -> &str {
    let subject = sent.subject.as_deref().or(sent.joined_names.as_deref());
    let Some(subject) = subject else {
        return &sent.thumbprint;
    };
    match subject.split_once("CN=") {
        Some(("", rest)) => rest.split(',').next().unwrap_or(rest),
        _ => subject,
    }
}

/// The domains of the first sender and the first recipient of a session, `-` where
/// there is none.
pub fn from_to<'i>(index: &'i SessionIndex, row: &SessionRow) -> [&'i str; 2] {
    let [sender, recipient] =
        [index.sender(row), index.recipient(row)].map(|domain| domain.map_or("-", |d| d.as_str()));
    match index.is_from_nobody(row) {
        true => ["<>", recipient],
        false => [sender, recipient],
    }
}

/// The rows of a certificate in one line: whose it is, its name, its thumbprint.
pub fn folded_certificate(lang: Lang, certificate: &Folded) -> String {
    let whose = view_word(
        lang,
        match certificate.ours {
            Some(true) => V::SentCertificate,
            Some(false) => V::PeersCertificate,
            None => V::SomeCertificate,
        },
    );
    let parts = [&certificate.subject, &certificate.thumbprint];
    let parts = parts.into_iter().flatten().map(String::as_str);
    let told: Vec<&str> = parts.filter(|p| !p.is_empty()).collect();
    let rows = folded(lang, certificate.rows);
    format!("{whose}: {} ({rows})", told.join("  "))
}
