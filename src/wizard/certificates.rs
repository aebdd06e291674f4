//! The certificates that the evidence knows, and one of them with who uses it.

use std::cmp::Reverse;

use super::sessions::{open_with, window_top};
use super::update::moved;
use super::{Action, Effect, Held, Model, Notice, Overlay, StepId, outgoing};
use crate::facts::sessions::{CertificateWanted, Filter};
use crate::facts::{Certificate, Facts, SentBy};

/// All certificates.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificatesView {
    /// Of which judgement.
    pub held: Held,
    /// Thumbprints: those that are sent first, the newest first.
    pub thumbprints: Vec<String>,
    /// The selected one.
    pub row: usize,
    /// The first on the screen.
    pub top: usize,
}

impl CertificatesView {
    /// The first row on a screen of so many: the selected one is on it.
    pub fn top_within(&self, page: usize) -> usize {
        window_top(self.top, self.row, page)
    }
}

/// One certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificateView {
    /// Of which judgement.
    pub held: Held,
    /// Which.
    pub thumbprint: String,
    /// Lines scrolled.
    pub scroll: usize,
}

/// Opens the list.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let newer = model.verify.newer.as_ref();
    let newer = newer.filter(|_| model.step == StepId::Verify);
    let Some(analysis) = newer.or(model.analysis.as_ref()).cloned() else {
        model.notice = Some(Notice::NeedsEvidence);
        return Vec::new();
    };
    let thumbprints = ordered(&analysis.gathered.facts);
    model.put_on_top(Overlay::Certificates(Box::new(CertificatesView {
        held: Held(analysis),
        thumbprints,
        row: 0,
        top: 0,
    })));
    Vec::new()
}

/// Those sent last first, then installed ones, then the others; authorities at the end.
fn ordered(facts: &Facts) -> Vec<String> {
    let mut all: Vec<&Certificate> = facts.certificates.iter().collect();
    all.sort_by_cached_key(|c| {
        let last = SentBy::of(facts, &c.thumbprint).last;
        (Reverse(last), c.is_authority, c.installed.is_empty())
    });
    all.into_iter().map(|c| c.thumbprint.clone()).collect()
}

/// Keys of the list.
pub(super) fn update_list(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(Overlay::Certificates(view)) = &mut model.overlay else {
        return Vec::new();
    };
    let selected = view.thumbprints.get(view.row).cloned();
    let held = view.held.clone();
    match (action, selected) {
        (Action::Open | Action::Submit, Some(thumbprint)) => show(model, held, thumbprint),
        (Action::Sessions, Some(thumbprint)) => return sessions(model, held, &thumbprint),
        (Action::Copy, selected) => return outgoing::copy(model, selected),
        _ => {
            if let Some(to) = moved(view.row, view.thumbprints.len(), page, action) {
                view.row = to;
                view.top = window_top(view.top, to, page);
            }
        }
    }
    Vec::new()
}

/// Shows one certificate.
pub(super) fn show(model: &mut Model, held: Held, thumbprint: String) {
    model.put_on_top(Overlay::Certificate(Box::new(CertificateView {
        held,
        thumbprint,
        scroll: 0,
    })));
}

/// Keys of one certificate.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let (page, end) = (model.size.page, model.size.scroll_end);
    let Some(Overlay::Certificate(view)) = &mut model.overlay else {
        return Vec::new();
    };
    let (held, thumbprint) = (view.held.clone(), view.thumbprint.clone());
    match action {
        Action::Sessions => return sessions(model, held, &thumbprint),
        Action::Copy => return outgoing::copy(model, Some(thumbprint)),
        Action::Proof | Action::Open | Action::Submit => {
            let certificate = held.gathered.facts.certificates.get(&thumbprint);
            let locations = certificate.map_or(&[][..], |c| &c.locations);
            let places = locations.iter().filter_map(|l| held.place(l)).collect();
            return outgoing::show(model, places);
        }
        _ => {
            if let Some(to) = moved(view.scroll, end.saturating_add(1), page, action) {
                view.scroll = to;
            }
        }
    }
    Vec::new()
}

/// The sessions that sent it.
fn sessions(model: &mut Model, held: Held, thumbprint: &str) -> Vec<Effect> {
    let mut sent = (0u32..).zip(&held.sessions.certificates);
    let number = sent.find(|(_, c)| c.thumbprint == thumbprint);
    let Some((number, _)) = number else {
        model.notice = Some(Notice::NeverSent);
        return Vec::new();
    };
    let filter = Filter {
        certificate: Some(CertificateWanted::Sent(number)),
        ..Filter::default()
    };
    open_with(model, held, filter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::ops::ControlFlow;

    use super::*;
    use crate::evidence::walk::Input;
    use crate::facts::Given;
    use crate::facts::traffic::CertificateUse;

    fn facts() -> Facts {
        let inputs = [Input::Path("assets/demo/renewed-certificate".into())];
        let go_on = &mut |_: crate::evidence::loader::Step| ControlFlow::Continue(());
        crate::facts::gather(&inputs, Given::default(), 1_793_621_100, go_on).facts
    }

    #[test]
    fn the_certificate_that_is_sent_now_stands_first_with_its_sessions() {
        let facts = facts();
        let order = ordered(&facts);
        assert_eq!(order.len(), facts.certificates.iter().count());
        let first = SentBy::of(&facts, &order[0]);
        let others = order.iter().map(|t| SentBy::of(&facts, t).last);
        assert_eq!(others.max().unwrap(), first.last);
        assert_eq!(first.ways.values().sum::<u64>(), first.sessions);
        let all: u64 = order.iter().map(|t| SentBy::of(&facts, t).sessions).sum();
        let sent = facts
            .traffic
            .paths
            .iter()
            .filter(|p| matches!(p.key.certificate, CertificateUse::Sent(_)));
        assert_eq!(all, sent.map(|p| p.sessions).sum::<u64>());
    }
}
