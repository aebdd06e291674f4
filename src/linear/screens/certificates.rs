//! The certificates of the evidence, and one of them whole.

use super::{numbered, pages};
use crate::i18n::comma;
use crate::i18n::wizard::{ViewWord as V, view_word};
use crate::linear::offers::on_page;
use crate::linear::page::Page;
use crate::report::certificate::{Told, lines, validity, whose};
use crate::terminal::Role;
use crate::wizard::{CertificateView, CertificatesView, Model};

/// Digits of a thumbprint that tell certificates apart.
const DIGITS: usize = 8;

pub(super) fn write(page: &mut Page, model: &Model, view: &CertificatesView) {
    let lang = model.lang;
    page.blank();
    if view.thumbprints.is_empty() {
        return page.say(Role::Plain, view_word(lang, V::NoCertificates));
    }
    pages(page, model);
    let facts = &view.held.gathered.facts;
    for nth in on_page(model) {
        let thumbprint = view.thumbprints.get(nth);
        let Some(certificate) = thumbprint.and_then(|t| facts.certificates.get(t)) else {
            continue;
        };
        let digits: String = certificate.thumbprint.chars().take(DIGITS).collect();
        let (role, until) = validity(lang, &model.zone, facts, certificate);
        let until = format!("{}: {until}", view_word(lang, V::ValidTo));
        let mut told = vec![certificate.display_name(), digits, until];
        told.push(whose(lang, facts, certificate));
        told.retain(|t| !t.is_empty());
        numbered(page, nth, role, &told.join(comma(lang)));
    }
}

pub(super) fn whole(page: &mut Page, model: &Model, view: &CertificateView) {
    let facts = &view.held.gathered.facts;
    let Some(certificate) = facts.certificates.get(&view.thumbprint) else {
        return;
    };
    page.heading(&certificate.display_name());
    for told in lines(model.lang, &model.zone, facts, certificate, "->") {
        match told {
            Told::Heading(text) => page.heading(text),
            Told::Field("", role, value) => page.below(role, &value),
            Told::Field(label, role, value) => page.say(role, &format!("{label}: {value}")),
            Told::Say(text) => page.say(Role::Muted, text),
            Told::Fit(_, role, text) => page.say(role, &text),
        }
    }
    page.blank();
    for place in certificate
        .locations
        .iter()
        .filter_map(|l| view.held.place(l))
    {
        page.say(Role::Muted, &format!("{}:{}", place.path, place.line));
    }
}
