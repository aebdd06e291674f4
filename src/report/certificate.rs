//! A certificate in lines: what is on it, who uses it, and which inbound connectors it
//! fits. The faces draw them.

use jiff::tz::TimeZone;

use crate::attribution::{NameFit, Status, connector_names_fit};
use crate::facts::{Certificate, ExchangeState, Facts, Known, SentBy, issuers, named_by};
use crate::i18n::wizard::{ViewWord as V, first_last, sessions_count, view_word};
use crate::i18n::{Lang, date, date_time, time_left};
use crate::terminal::Role;

/// Extended key usages with a name that Windows shows.
const USAGES: [(&str, &str); 4] = [
    ("1.3.6.1.5.5.7.3.1", "Server Authentication"),
    ("1.3.6.1.5.5.7.3.2", "Client Authentication"),
    ("1.3.6.1.5.5.7.3.4", "Secure Email"),
    ("2.5.29.37.0", "Any Purpose"),
];
/// A certificate with less time is marked, seconds: thirty days.
const SOON: i64 = 30 * 86_400;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The name of what follows.
    Heading(&'static str),
    /// A label and its value; an empty label goes on with the one before.
    Field(&'static str, Role, String),
    /// A sentence.
    Say(&'static str),
    /// How it stands to an inbound connector, and the line about it.
    Fit(Status, Role, String),
}

/// Who has it, in a word or two: what weighs most.
pub fn whose(lang: Lang, facts: &Facts, certificate: &Certificate) -> String {
    let sent = SentBy::of(facts, &certificate.thumbprint);
    match () {
        () if sent.sessions > 0 => sessions_count(lang, sent.sessions),
        () if !certificate.installed.is_empty() => view_word(lang, V::Installed).to_owned(),
        () if certificate.is_authority => view_word(lang, V::Authority).to_owned(),
        () if certificate.from_file => view_word(lang, V::File).to_owned(),
        () => String::new(),
    }
}

/// The day it ends, and how long that is still.
pub fn validity(
    lang: Lang,
    zone: &TimeZone,
    facts: &Facts,
    certificate: &Certificate,
) -> (Role, String) {
    let Some(end) = certificate.not_after else {
        return (Role::Muted, view_word(lang, V::NotKnown).to_owned());
    };
    let left = end.saturating_sub(facts.now);
    let role = match left {
        ..0 => Role::Danger,
        0..SOON => Role::Warning,
        _ => Role::Plain,
    };
    let text = format!("{} {}", date(lang, end, zone), time_left(lang, left));
    (role, text)
}

/// All of it. `arrow` stands between the issuers.
pub fn lines(
    lang: Lang,
    zone: &TimeZone,
    facts: &Facts,
    certificate: &Certificate,
    arrow: &str,
) -> Vec<Told> {
    let mut page = Page {
        lang,
        zone,
        facts,
        arrow,
        lines: Vec::new(),
    };
    page.write(certificate);
    page.lines
}

/// What the lines are made with.
struct Page<'p> {
    lang: Lang,
    zone: &'p TimeZone,
    facts: &'p Facts,
    arrow: &'p str,
    lines: Vec<Told>,
}

impl Page<'_> {
    fn word(&self, word: V) -> &'static str {
        view_word(self.lang, word)
    }

    /// A label and its value; unknown where there is none.
    fn field(&mut self, label: V, value: Option<String>) {
        let (role, value) = match value {
            Some(value) => (Role::Plain, value),
            None => (Role::Muted, self.word(V::NotKnown).to_owned()),
        };
        let line = Told::Field(self.word(label), role, value);
        self.lines.push(line);
    }

    /// One more of the field before.
    fn more(&mut self, text: String) {
        self.field(V::Nothing, Some(text));
    }

    fn heading(&mut self, word: V) {
        self.lines.push(Told::Heading(self.word(word)));
    }

    fn write(&mut self, certificate: &Certificate) {
        let names = certificate.names.all();
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        self.field(
            V::Names,
            Some(names.join(", ")).filter(|names| !names.is_empty()),
        );
        if !certificate.names.is_complete() {
            self.more(self.word(V::NamesMissing).to_owned());
        }
        self.field(V::Subject, certificate.subject.clone());
        self.field(V::Issuer, certificate.issuer.clone());
        self.field(V::Serial, certificate.serial.clone());
        self.field(V::Thumbprint, Some(certificate.thumbprint.clone()));
        self.dates(certificate);
        self.usage(certificate);
        self.key(certificate);
        self.chain(certificate);
        self.heading(V::UsedBy);
        self.used(certificate);
        self.heading(V::FitsConnectors);
        self.fits(certificate);
    }

    fn dates(&mut self, certificate: &Certificate) {
        let time = |at: i64| date_time(self.lang, at.saturating_mul(1000), self.zone);
        let from = certificate.not_before.map(time);
        let until = certificate.not_after.map(|at| {
            let left = time_left(self.lang, at.saturating_sub(self.facts.now));
            format!("{} ({left})", time(at))
        });
        self.field(V::ValidFrom, from);
        self.field(V::ValidTo, until);
        if certificate.validity_slack > 0 {
            self.more(self.word(V::ZoneNotKnown).to_owned());
        }
    }

    fn usage(&mut self, certificate: &Certificate) {
        let named = |oid: &String| {
            let known = USAGES.iter().find(|(known, _)| known == oid);
            known.map_or_else(|| oid.clone(), |(_, name)| (*name).to_owned())
        };
        let usages = certificate.extended_key_usage.as_ref().map(|all| {
            let all: Vec<String> = all.iter().map(named).collect();
            match all.is_empty() {
                true => self.word(V::NoUsages).to_owned(),
                false => all.join(", "),
            }
        });
        self.field(V::Usages, usages);
    }

    fn key(&mut self, certificate: &Certificate) {
        let bits = certificate.key_bits.map(|bits| format!(" {bits}"));
        let key = certificate.key_algorithm.as_ref();
        let key = key.map(|k| format!("{k}{}", bits.unwrap_or_default()));
        self.field(V::Key, key);
    }

    /// Its issuers as far as the evidence has them, and what is known of the rest.
    fn chain(&mut self, certificate: &Certificate) {
        let issuers = issuers(self.facts, certificate);
        let names: Vec<String> = issuers.iter().map(|c| c.display_name()).collect();
        let top = issuers.last().copied().unwrap_or(certificate);
        let end = match top.self_signed {
            Some(true) if issuers.is_empty() => V::SelfSigned,
            Some(true) => V::ChainWhole,
            _ if self.facts.chains.has_issuer_of(top) == Some(true) => V::IssuerListed,
            _ if self.facts.chains.has_issuer_of(top) == Some(false) => V::IssuerMissing,
            _ => V::ChainOpen,
        };
        let separator = format!(" {} ", self.arrow);
        let mut told = vec![names.join(&separator), self.word(end).to_owned()];
        told.retain(|t| !t.is_empty());
        self.field(V::Chain, Some(told.join("; ")));
        if let Some(error) = self.facts.chains.error_of(certificate) {
            self.more(format!("CAPI2 0x{}", error.code));
        }
    }

    fn used(&mut self, certificate: &Certificate) {
        let (lang, zone) = (self.lang, self.zone);
        let sent = SentBy::of(self.facts, &certificate.thumbprint);
        if let (Some(first), Some(last)) = (sent.first, sent.last) {
            let times = first_last(
                lang,
                &date_time(lang, first, zone),
                &date_time(lang, last, zone),
            );
            let text = format!("{}  {times}", sessions_count(lang, sent.sessions));
            self.field(V::Sent, Some(text));
        }
        for ((server, connector), sessions) in &sent.ways {
            let count = sessions_count(lang, *sessions);
            self.more(format!("{server}: {connector} ({count})"));
        }
        for state in &certificate.installed {
            self.field(V::Installed, Some(self.installed(state)));
        }
        let connectors = named_by(self.facts, certificate);
        for name in &connectors {
            self.field(V::NamedBy, Some((*name).to_owned()));
        }
        if certificate.from_file {
            self.field(V::File, Some(self.word(V::GivenAsFile).to_owned()));
        }
        if sent.sessions == 0 && certificate.installed.is_empty() && connectors.is_empty() {
            self.lines.push(Told::Say(self.word(V::NobodyUses)));
        }
    }

    fn installed(&self, state: &ExchangeState) -> String {
        let text = |known: &Known<String>| known.value().cloned().unwrap_or_default();
        let key = match state.has_private_key.value() {
            Some(false) => self.word(V::WithoutKey).to_owned(),
            _ => String::new(),
        };
        let server = state.server.clone();
        let server = server.unwrap_or_else(|| self.word(V::SomeServer).to_owned());
        let told = [text(&state.services), text(&state.status), key];
        let told: Vec<String> = told.into_iter().filter(|t| !t.is_empty()).collect();
        format!("{server}: {}", told.join(", "))
    }

    fn fits(&mut self, certificate: &Certificate) {
        let all = connector_names_fit(self.facts, certificate);
        if all.is_empty() {
            self.lines.push(Told::Say(self.word(V::NoConnectorNames)));
        }
        for one in all {
            let (role, status, text) = match one.fit {
                NameFit::Match { by_san_only, .. } => match by_san_only {
                    false => (Role::Ok, Status::Met, V::FitYes),
                    true => (Role::Warning, Status::Met, V::FitSan),
                },
                NameFit::Mismatch { .. } => (Role::Danger, Status::Broken, V::FitNo),
                NameFit::Undecided => (Role::Warning, Status::Unknown, V::FitUndecided),
                NameFit::NamesUnknown => (Role::Warning, Status::Unknown, V::FitNamesUnknown),
            };
            let text = self.word(text);
            let line = format!("{}  {}: {text}", one.value, one.connector);
            self.lines.push(Told::Fit(status, role, line));
        }
    }
}
