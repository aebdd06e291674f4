//! What the search across all evidence has found.

use super::{numbered, pages};
use crate::i18n::title;
use crate::i18n::wizard::{ViewWord as V, sessions_count, view_word};
use crate::linear::offers::on_page;
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::{Hit, Model, SearchView};

pub(super) fn write(page: &mut Page, model: &Model, view: &SearchView) {
    let lang = model.lang;
    page.heading(&view.text);
    if view.hits.is_empty() {
        let said = match view.searched {
            Some(_) => V::NoHits,
            None => V::SearchHow,
        };
        return page.say(Role::Plain, view_word(lang, said));
    }
    pages(page, model);
    for nth in on_page(model) {
        if let Some(hit) = view.hits.get(nth) {
            one(page, model, view, (nth, hit));
        }
    }
    if view.searched.is_some_and(|s| s.more) {
        page.say(Role::Muted, view_word(lang, V::MoreHits));
    }
}

fn one(page: &mut Page, model: &Model, view: &SearchView, (nth, hit): (usize, &Hit)) {
    let lang = model.lang;
    let (kind, text) = match hit {
        Hit::Finding(code) => {
            let findings = &view.held.diagnosis.findings;
            let finding = findings.iter().find(|f| f.code == *code);
            let title = finding.map_or_else(String::new, |f| title(lang, f));
            (V::Finding, format!("{code}  {title}"))
        }
        Hit::Certificate(thumbprint, name) => (V::Certificate, format!("{name}, {thumbprint}")),
        Hit::Object(name, place) => (V::Object, format!("{name}, {}:{}", place.path, place.line)),
        Hit::Sessions(name, 0) => (V::Sessions, name.clone()),
        Hit::Sessions(name, count) => {
            let count = sessions_count(lang, *count as u64);
            (V::Sessions, format!("{name}, {count}"))
        }
        Hit::Line(place) => (V::Line, format!("{}:{}", place.path, place.line)),
    };
    let text = format!("{}: {text}", view_word(lang, kind));
    numbered(page, nth, Role::Plain, &text);
    if let Hit::Line(place) = hit {
        page.code("     ", place.excerpt.trim());
    }
}
