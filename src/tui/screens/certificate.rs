//! One certificate: what is on it, who uses it, and which inbound connectors it fits.

use super::Draw;
use crate::attribution::NameFit;
use crate::evidence::Location;
use crate::facts::{Certificate, ExchangeState, Facts, Known};
use crate::i18n::wizard::{ViewWord as V, first_last, sessions_count, view_word};
use crate::i18n::{date_time, time_left};
use crate::terminal::Role;
use crate::tui::sheet::{Sheet, Shown};
use crate::wizard::{Overlay, SentBy, chain, fits, named_by};

/// Extended key usages with a name that Windows shows.
const USAGES: [(&str, &str); 4] = [
    ("1.3.6.1.5.5.7.3.1", "Server Authentication"),
    ("1.3.6.1.5.5.7.3.2", "Client Authentication"),
    ("1.3.6.1.5.5.7.3.4", "Secure Email"),
    ("2.5.29.37.0", "Any Purpose"),
];

pub(super) fn draw(draw: &mut Draw) -> Shown {
    let Some(Overlay::Certificate(view)) = &draw.model.overlay else {
        return Shown::default();
    };
    let facts = &view.held.gathered.facts;
    let mut sheet = draw.sheet();
    let Some(certificate) = facts.certificates.get(&view.thumbprint) else {
        return draw.show(&sheet, None);
    };
    sheet.heading(&certificate.display_name());
    sheet.blank();
    Page {
        draw,
        facts,
        sheet: &mut sheet,
    }
    .write(certificate);
    for location in &certificate.locations {
        let text = at(draw, &view.held.gathered.sources, location);
        sheet.row(vec![draw.ink.muted(&text)]);
    }
    draw.show(&sheet, Some(view.scroll))
}

fn at(draw: &Draw, sources: &[crate::evidence::Source], location: &Location) -> String {
    let source = sources.get(location.source.0 as usize);
    let path = source.map_or("?", |s| s.path.as_str());
    let quote = draw.ink.glyphs().quote;
    format!("{quote} {path}:{}", location.line)
}

/// What the page is written with.
struct Page<'p, 'm, 'b> {
    draw: &'p Draw<'m, 'b>,
    facts: &'p Facts,
    sheet: &'p mut Sheet<'m>,
}

impl Page<'_, '_, '_> {
    fn word(&self, word: V) -> &'static str {
        view_word(self.draw.model.lang, word)
    }

    /// A label and its value; unknown where there is none.
    fn field(&mut self, label: V, value: Option<&str>) {
        let (role, value) = match value {
            Some(value) => (Role::Plain, value),
            None => (Role::Muted, self.word(V::NotKnown)),
        };
        let ink = self.draw.ink;
        let name = vec![ink.muted(self.word(label))];
        let first = ink.cell(name, LABEL);
        self.sheet.hang_parts(first, role, value);
    }

    fn write(&mut self, certificate: &Certificate) {
        let names: Vec<String> = certificate
            .names
            .all()
            .iter()
            .map(ToString::to_string)
            .collect();
        let names = Some(names.join(", ")).filter(|n| !n.is_empty());
        self.field(V::Names, names.as_deref());
        if !certificate.names.is_complete() {
            self.field(V::Nothing, Some(self.word(V::NamesMissing)));
        }
        self.field(V::Subject, certificate.subject.as_deref());
        self.field(V::Issuer, certificate.issuer.as_deref());
        self.field(V::Serial, certificate.serial.as_deref());
        self.field(V::Thumbprint, Some(&certificate.thumbprint));
        self.validity(certificate);
        self.usage(certificate);
        self.key(certificate);
        self.chain(certificate);
        self.sheet.blank();
        self.sheet.heading(self.word(V::UsedBy));
        self.used(certificate);
        self.sheet.blank();
        self.sheet.heading(self.word(V::FitsConnectors));
        self.fits(certificate);
        self.sheet.blank();
    }

    fn validity(&mut self, certificate: &Certificate) {
        let (lang, zone) = (self.draw.model.lang, &self.draw.model.zone);
        let time = |at: i64| date_time(lang, at.saturating_mul(1000), zone);
        let from = certificate.not_before.map(time);
        self.field(V::ValidFrom, from.as_deref());
        let until = certificate.not_after.map(|at| {
            let left = time_left(lang, at.saturating_sub(self.facts.now));
            format!("{} ({left})", time(at))
        });
        self.field(V::ValidTo, until.as_deref());
        if certificate.validity_slack > 0 {
            self.field(V::Nothing, Some(self.word(V::ZoneNotKnown)));
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
        self.field(V::Usages, usages.as_deref());
    }

    fn key(&mut self, certificate: &Certificate) {
        let bits = certificate.key_bits.map(|bits| format!(" {bits}"));
        let key = certificate.key_algorithm.as_ref();
        let key = key.map(|k| format!("{k}{}", bits.unwrap_or_default()));
        self.field(V::Key, key.as_deref());
    }

    /// Its issuers as far as the evidence has them, and what is known of the rest.
    fn chain(&mut self, certificate: &Certificate) {
        let issuers = chain(self.facts, certificate);
        let names: Vec<String> = issuers.iter().map(|c| c.display_name()).collect();
        let top = issuers.last().copied().unwrap_or(certificate);
        let end = match top.self_signed {
            Some(true) if issuers.is_empty() => V::SelfSigned,
            Some(true) => V::ChainWhole,
            _ if self.facts.chains.has_issuer_of(top) == Some(true) => V::IssuerListed,
            _ if self.facts.chains.has_issuer_of(top) == Some(false) => V::IssuerMissing,
            _ => V::ChainOpen,
        };
        let separator = format!(" {} ", self.draw.ink.glyphs().arrow);
        let mut told = vec![names.join(&separator), self.word(end).to_owned()];
        told.retain(|t| !t.is_empty());
        self.field(V::Chain, Some(&told.join("; ")));
        if let Some(error) = self.facts.chains.error_of(certificate) {
            let text = format!("CAPI2 0x{}", error.code);
            self.field(V::Nothing, Some(&text));
        }
    }

    fn used(&mut self, certificate: &Certificate) {
        let (lang, zone) = (self.draw.model.lang, &self.draw.model.zone);
        let sent = SentBy::of(self.facts, &certificate.thumbprint);
        if let (Some(first), Some(last)) = (sent.first, sent.last) {
            let times = first_last(
                lang,
                &date_time(lang, first, zone),
                &date_time(lang, last, zone),
            );
            let text = format!("{}  {times}", sessions_count(lang, sent.sessions));
            self.field(V::Sent, Some(&text));
        }
        for ((server, connector), sessions) in &sent.ways {
            let count = sessions_count(lang, *sessions);
            self.field(
                V::Nothing,
                Some(&format!("{server}: {connector} ({count})")),
            );
        }
        for state in &certificate.installed {
            let text = self.installed(state);
            self.field(V::Installed, Some(&text));
        }
        let connectors = named_by(self.facts, certificate);
        for name in &connectors {
            self.field(V::NamedBy, Some(name));
        }
        if certificate.from_file {
            self.field(V::File, Some(self.word(V::GivenAsFile)));
        }
        if sent.sessions == 0 && certificate.installed.is_empty() && connectors.is_empty() {
            self.sheet.say(Role::Muted, self.word(V::NobodyUses));
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
        let all = fits(self.facts, certificate);
        if all.is_empty() {
            self.sheet.say(Role::Muted, self.word(V::NoConnectorNames));
        }
        let glyphs = self.draw.ink.glyphs();
        for one in all {
            let (role, mark, text) = match one.fit {
                NameFit::Match { by_san_only, .. } => match by_san_only {
                    false => (Role::Ok, glyphs.ok, V::FitYes),
                    true => (Role::Warning, glyphs.ok, V::FitSan),
                },
                NameFit::Mismatch { .. } => (Role::Danger, glyphs.mismatch, V::FitNo),
                NameFit::Undecided => (Role::Warning, glyphs.unknown, V::FitUndecided),
                NameFit::NamesUnknown => (Role::Warning, glyphs.unknown, V::FitNamesUnknown),
            };
            let first = vec![self.draw.ink.part(role, &format!("{mark} "))];
            let text = self.word(text);
            let line = format!("{}  {}: {text}", one.value, one.connector);
            self.sheet.hang_parts(first, Role::Plain, &line);
        }
    }
}

/// Columns of a label.
const LABEL: usize = 20;
