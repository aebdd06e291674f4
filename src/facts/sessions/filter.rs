//! Which sessions are shown. What is asked for in words is compared once with each
//! name; a session is then told by its numbers alone.

use super::index::{NONE, NOT_SENT, SessionIndex, SessionOutcome, SessionRow};
use crate::evidence::formats::send_log::LoggedCertificate;

/// What is asked for; nothing means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// What became of it.
    pub outcome: Option<SessionOutcome>,
    /// Number of the server.
    pub server: Option<u16>,
    /// Number of the Send connector.
    pub connector: Option<u16>,
    /// The certificate.
    pub certificate: Option<CertificateWanted>,
    /// Not before (milliseconds since the epoch).
    pub since: Option<i64>,
    /// Not after (milliseconds since the epoch).
    pub until: Option<i64>,
    /// Words, each of which stands in a name of the session.
    pub text: String,
}

/// Something a filter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterField {
    /// What became of it.
    Outcome,
    /// The server.
    Server,
    /// The Send connector.
    Connector,
    /// The certificate.
    Certificate,
    /// Not before.
    Since,
    /// Not after.
    Until,
    /// Words.
    Text,
}

impl FilterField {
    /// All, in the order of a form.
    pub const ALL: [Self; 7] = [
        Self::Outcome,
        Self::Server,
        Self::Connector,
        Self::Certificate,
        Self::Since,
        Self::Until,
        Self::Text,
    ];

    /// Whether it is written, not chosen.
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Since | Self::Until | Self::Text)
    }
}

/// Which certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateWanted {
    /// The one of this number.
    Sent(u32),
    /// None was sent.
    NotSent,
    /// The log does not tell.
    Unknown,
}

impl CertificateWanted {
    fn number(self) -> u32 {
        match self {
            Self::Sent(number) => number,
            Self::NotSent => NOT_SENT,
            Self::Unknown => NONE,
        }
    }
}

/// Which names hold a word, by number.
struct Word {
    servers: Vec<bool>,
    connectors: Vec<bool>,
    certificates: Vec<bool>,
    addresses: Vec<bool>,
    domains: Vec<bool>,
}

fn holds(names: &[bool], number: u32) -> bool {
    names.get(number as usize).copied().unwrap_or(false)
}

impl Word {
    fn of(index: &SessionIndex, word: &str) -> Self {
        let is = |name: &str| contains(name, word);
        Self {
            servers: index.servers.iter().map(|n| is(n)).collect(),
            connectors: index.connectors.iter().map(|n| is(n)).collect(),
            certificates: index.certificates.iter().map(|c| named(c, word)).collect(),
            addresses: index.addresses.iter().map(|a| is(&a.to_string())).collect(),
            domains: index.domains.iter().map(|d| is(d.as_str())).collect(),
        }
    }

    fn is_in(&self, row: &SessionRow) -> bool {
        holds(&self.domains, row.recipient)
            || holds(&self.domains, row.sender)
            || holds(&self.certificates, row.certificate)
            || holds(&self.servers, u32::from(row.server))
            || holds(&self.connectors, u32::from(row.connector))
            || holds(&self.addresses, row.address)
    }
}

/// Whether a text holds a word, whatever the text's case; the word is in lower case.
pub fn contains(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(word)
}

fn named(certificate: &LoggedCertificate, word: &str) -> bool {
    let names = [
        &certificate.subject,
        &certificate.issuer,
        &certificate.joined_names,
    ];
    let names = names.into_iter().flatten().map(String::as_str);
    let others = certificate.alternate_names.iter().flatten();
    let thumbprint = [certificate.thumbprint.as_str()];
    let mut all = names.chain(others.map(String::as_str)).chain(thumbprint);
    all.any(|name| contains(name, word))
}

impl Filter {
    /// Whether everything is shown.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Positions in the index of the sessions that fit, in its order.
    pub fn apply(&self, index: &SessionIndex) -> Vec<u32> {
        let lower = self.text.to_lowercase();
        let words = lower.split_whitespace();
        let words: Vec<Word> = words.map(|w| Word::of(index, w)).collect();
        // Times are in order: where they begin and end is found by halves.
        let (since, until) = (self.since, self.until);
        let rows = &index.rows;
        let from = since.map_or(0, |s| rows.partition_point(|r| r.started < s));
        let to = until.map_or(rows.len(), |u| rows.partition_point(|r| r.started <= u));
        let within = rows.get(from..to).unwrap_or_default();
        let numbered = (u32::try_from(from).unwrap_or(0)..).zip(within);
        let fitting =
            numbered.filter(|(_, row)| self.is_of(row) && words.iter().all(|word| word.is_in(row)));
        fitting.map(|(number, _)| number).collect()
    }

    fn is_of(&self, row: &SessionRow) -> bool {
        self.outcome.is_none_or(|o| row.is(o))
            && self.server.is_none_or(|s| row.server == s)
            && self.connector.is_none_or(|c| row.connector == c)
            && self
                .certificate
                .is_none_or(|c| row.certificate == c.number())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::index::SessionCertificate;
    use super::super::indexer::tests::index;
    use super::*;

    /// The same, plainly: every session's own words are looked at.
    fn plainly(filter: &Filter, index: &SessionIndex) -> Vec<u32> {
        let named = |names: &[String], n: u16| {
            let name = names.get(usize::from(n));
            name.map_or("(none)".to_owned(), String::clone)
        };
        let fits = |row: &SessionRow| {
            let certificate = match index.certificate(row) {
                SessionCertificate::Sent(c) => {
                    format!(
                        "{}\n{}",
                        c.subject.clone().unwrap_or_default(),
                        c.thumbprint
                    )
                }
                SessionCertificate::NotSent => "(none)".to_owned(),
                SessionCertificate::Unknown => "(unknown)".to_owned(),
            };
            let wanted = filter.certificate.is_none_or(|wanted| match wanted {
                CertificateWanted::Sent(n) => {
                    let sent = index.certificates.get(n as usize);
                    sent.is_some_and(|sent| certificate.ends_with(&sent.thumbprint))
                }
                CertificateWanted::NotSent => certificate == "(none)",
                CertificateWanted::Unknown => certificate == "(unknown)",
            });
            let names = [
                index.server(row).to_owned(),
                index.connector(row).to_owned(),
                match certificate.starts_with('(') {
                    true => String::new(),
                    false => certificate,
                },
                index
                    .sender(row)
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                index
                    .recipient(row)
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ];
            let words = filter.text.to_lowercase();
            let mut words = words.split_whitespace();
            wanted
                && filter.outcome.is_none_or(|o| row.is(o))
                && filter
                    .server
                    .is_none_or(|s| named(&index.servers, s) == index.server(row))
                && filter
                    .connector
                    .is_none_or(|c| named(&index.connectors, c) == index.connector(row))
                && filter.since.is_none_or(|s| row.started >= s)
                && filter.until.is_none_or(|u| row.started <= u)
                && words.all(|w| names.iter().any(|n| n.to_lowercase().contains(w)))
        };
        let rows = (0u32..).zip(&index.rows);
        rows.filter(|(_, row)| fits(row)).map(|(n, _)| n).collect()
    }

    fn any_filter() -> impl Strategy<Value = Filter> {
        let time = || prop::option::of(1_793_600_000_000i64..1_793_600_110_000);
        let certificate = prop_oneof![
            (0u32..4).prop_map(CertificateWanted::Sent),
            Just(CertificateWanted::NotSent),
            Just(CertificateWanted::Unknown),
        ];
        let text = prop::sample::select(vec![
            "",
            "contoso",
            "FABRIKAM3.com",
            "ex01",
            "eop 1",
            "mail2 fabrikam1",
            "0000003",
            "nowhere",
        ]);
        (
            prop::option::of(prop::sample::select(SessionOutcome::ALL.to_vec())),
            prop::option::of(0u16..3),
            prop::option::of(0u16..2),
            prop::option::of(certificate),
            (time(), time()),
            text,
        )
            .prop_map(
                |(outcome, server, connector, certificate, (since, until), text)| Filter {
                    outcome,
                    server,
                    connector,
                    certificate,
                    since,
                    until,
                    text: text.to_owned(),
                },
            )
    }

    proptest! {
        #[test]
        fn the_filter_is_what_it_says(count in 0u32..400, filter in any_filter()) {
            let index = index(count);
            let shown = filter.apply(&index);
            prop_assert!(shown.is_sorted());
            prop_assert_eq!(shown, plainly(&filter, &index));
        }
    }

    #[test]
    fn nothing_asked_for_shows_everything() {
        let index = index(100);
        assert!(Filter::default().is_empty());
        assert_eq!(
            Filter::default().apply(&index),
            (0..100).collect::<Vec<u32>>()
        );
    }
}
