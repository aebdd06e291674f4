//! The what-if: values changed one by one, and what the replay says before and after.
//! The worker replays; what is typed is read as `simulate --set` reads it.

use std::collections::BTreeMap;

use super::sessions::window_top;
use super::update::moved;
use super::{Action, Effect, Held, LineEdit, Model, Notice, Overlay, outgoing};
use crate::attribution::{
    Change, InboundProperty, RecipientClass, Row, Shown, Status, Subject, WhatIf, differences, ways,
};
use crate::diagnosis::diagnose;
use crate::evidence::walk::Input;
use crate::facts::Facts;
use crate::remedy::powershell::quote::shown as quoted;
use crate::remedy::{WrongSetting, parse_setting};

/// A value that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A property of an inbound connector.
    Inbound(String, InboundProperty),
    /// The certificate of a Send connector.
    Send(String),
    /// One more accepted domain.
    AcceptedDomain,
    /// The address that mail leaves by.
    EgressAddress,
}

impl Target {
    /// What it is a value of.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Inbound(connector, property) => Subject::Inbound {
                connector: connector.clone(),
                property: *property,
            },
            Self::Send(connector) => Subject::SendCertificate(Some(connector.clone())),
            Self::AcceptedDomain => Subject::AcceptedDomain,
            Self::EgressAddress => Subject::EgressAddress,
        }
    }
}

/// What the replay says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Predicted {
    /// Relay.
    pub relay: Status,
    /// Condition A.
    pub organization: Status,
    /// Condition B.
    pub connector: Status,
    /// Messages to outside recipients, on the ways that mail takes now, that would be accepted.
    pub accepted: u64,
    /// That would be refused.
    pub refused: u64,
    /// Of which it cannot be told.
    pub unknown: u64,
}

/// The what-if.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIfView {
    /// Of which judgement.
    pub held: Held,
    /// What can be changed.
    pub targets: Vec<Target>,
    /// What it is now, a value a target.
    pub now: Vec<Shown>,
    /// What was changed, as it was typed, by the target's number.
    pub changed: BTreeMap<usize, String>,
    /// The selected target.
    pub row: usize,
    /// The first on the screen.
    pub top: usize,
    /// The value while it is typed.
    pub line: Option<LineEdit>,
    /// Why what was typed cannot be used, with the setting.
    pub wrong: Option<(String, WrongSetting)>,
    /// As it is.
    pub before: Predicted,
    /// As it would be; `None` while nothing is changed, or it is being replayed.
    pub after: Option<Predicted>,
    /// The last replay begun, and whether it goes on.
    pub replaying: (u64, bool),
}

/// Changes to be replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct ToReplay {
    /// Of which judgement.
    pub held: Held,
    /// The changes.
    pub changes: Vec<Change>,
    /// Which replay.
    pub run: u64,
}

impl Predicted {
    /// Of the evidence as it is.
    fn now(held: &Held) -> Self {
        let diagnosis = &held.diagnosis;
        Self {
            relay: diagnosis.relay,
            organization: diagnosis.organization.0,
            connector: diagnosis.connector.0,
            ..Self::counted(&held.gathered.facts, &held.rows)
        }
    }

    /// Of the evidence under changed values.
    pub(super) fn after(facts: &Facts, changes: &[Change]) -> Self {
        let changed = WhatIf::new(facts, changes);
        let verdicts = changed.replay();
        let diagnosis = diagnose(changed.facts(), &verdicts);
        Self {
            relay: diagnosis.relay,
            organization: diagnosis.organization.0,
            connector: diagnosis.connector.0,
            ..Self::counted(changed.facts(), &verdicts.rows)
        }
    }

    /// Mail to own domains passes without relay, and what was sent on a way that mail
    /// takes no more tells nothing of tomorrow.
    fn counted(facts: &Facts, rows: &[Row]) -> Self {
        let ways = ways(facts);
        let is_taken = |row: &&Row| {
            ways.iter().any(|way| {
                let sent = way.presented.certificate().map(|c| &c.thumbprint);
                way.server == Some(row.server.as_str())
                    && way.connector == Some(row.connector.as_str())
                    && sent == row.thumbprint.as_ref()
            })
        };
        let taken: Vec<&Row> = rows.iter().filter(is_taken).collect();
        let count = |status: Status| {
            let relay = taken
                .iter()
                .filter(|r| r.recipient_class != RecipientClass::Own);
            relay
                .filter(|r| r.predicted == status)
                .map(|r| r.messages)
                .sum()
        };
        Self {
            relay: Status::Unknown,
            organization: Status::Unknown,
            connector: Status::Unknown,
            accepted: count(Status::Met),
            refused: count(Status::Broken),
            unknown: count(Status::Unknown),
        }
    }
}

impl WhatIfView {
    fn of(held: Held) -> Self {
        let facts = &held.gathered.facts;
        let targets = targets(facts);
        Self {
            now: targets.iter().map(|t| now(facts, t)).collect(),
            before: Predicted::now(&held),
            targets,
            held,
            changed: BTreeMap::new(),
            row: 0,
            top: 0,
            line: None,
            wrong: None,
            after: None,
            replaying: (0, false),
        }
    }

    /// The first row on a screen of so many: the selected one is on it.
    pub fn top_within(&self, page: usize) -> usize {
        window_top(self.top, self.row, page)
    }

    /// `--set` of what was changed.
    pub fn settings(&self) -> Vec<String> {
        let changed = self.changed.iter();
        changed
            .filter_map(|(at, value)| Some(setting(self.targets.get(*at)?, value)))
            .collect()
    }

    /// Takes a value of the selected target.
    fn set(&mut self, value: &str) -> Vec<Effect> {
        let (Some(target), Some(now)) = (self.targets.get(self.row), self.now.get(self.row)) else {
            return Vec::new();
        };
        let value = value.trim();
        let same = match (target, now) {
            (Target::Inbound(..), Shown::Text(now)) => now == value,
            (Target::Inbound(..), Shown::Empty) => value.is_empty() || value == "$null",
            (Target::Inbound(..), Shown::Unknown) => false,
            _ => value.is_empty(),
        };
        if same {
            return self.take_back();
        }
        let setting = setting(target, value);
        if let Err(wrong) = parse_setting(&self.held.gathered.facts, &setting) {
            self.wrong = Some((setting, wrong));
            return Vec::new();
        }
        self.line = None;
        self.wrong = None;
        self.changed.insert(self.row, value.to_owned());
        self.replay()
    }

    fn take_back(&mut self) -> Vec<Effect> {
        self.line = None;
        self.wrong = None;
        match self.changed.remove(&self.row) {
            Some(_) => self.replay(),
            None => Vec::new(),
        }
    }

    fn replay(&mut self) -> Vec<Effect> {
        self.replaying.0 += 1;
        self.after = None;
        self.replaying.1 = !self.changed.is_empty();
        if self.changed.is_empty() {
            return Vec::new();
        }
        let facts = &self.held.gathered.facts;
        let settings = self.settings();
        let changes = settings.iter().filter_map(|s| parse_setting(facts, s).ok());
        vec![Effect::Replay(Box::new(ToReplay {
            held: self.held.clone(),
            changes: changes.flatten().collect(),
            run: self.replaying.0,
        }))]
    }

    /// The value that is typed or was set, else the present one.
    fn value(&self) -> String {
        let typed = self.line.as_ref().map(|line| line.text.clone());
        let set = || self.changed.get(&self.row).cloned();
        let now = || match (self.targets.get(self.row)?, self.now.get(self.row)?) {
            (Target::Inbound(..), Shown::Text(now)) => Some(now.clone()),
            _ => None,
        };
        typed.or_else(set).or_else(now).unwrap_or_default()
    }

    /// Values that suggest themselves for the selected target.
    pub fn suggestions(&self) -> Vec<String> {
        let target = self.targets.get(self.row);
        target.map_or_else(Vec::new, |t| suggestions(&self.held.gathered.facts, t))
    }

    /// The choice after the value of the selected target, or before it; round and round.
    fn turned(&self, on: bool) -> Option<String> {
        let choices = self.suggestions();
        let value = self.value();
        let at = choices.iter().position(|c| c.eq_ignore_ascii_case(&value));
        let next = match (at, on) {
            (Some(at), true) => (at + 1) % choices.len(),
            (Some(at), false) => (at + choices.len() - 1) % choices.len(),
            (None, _) => 0,
        };
        choices.into_iter().nth(next)
    }
}

/// Inbound connectors first, then what mail is sent with.
fn targets(facts: &Facts) -> Vec<Target> {
    let inbound = facts.tenant.connectors().iter().flat_map(|c| {
        let of = |property| Target::Inbound(c.name.clone(), property);
        [
            InboundProperty::TlsSenderCertificateName,
            InboundProperty::SenderIpAddresses,
            InboundProperty::ConnectorType,
            InboundProperty::Enabled,
            InboundProperty::AssociatedAcceptedDomains,
        ]
        .map(of)
    });
    let connectors = facts.send_connectors.iter().flatten();
    let send = connectors.map(|c| Target::Send(c.name.clone()));
    let others = [Target::AcceptedDomain, Target::EgressAddress];
    inbound.chain(send).chain(others).collect()
}

/// What a target is now.
fn now(facts: &Facts, target: &Target) -> Shown {
    let change = match target {
        Target::Inbound(name, property) => {
            let mut connectors = facts.tenant.connectors().iter();
            let connector = connectors.find(|c| c.name == *name);
            return connector.map_or(Shown::Unknown, |c| property.of(c));
        }
        Target::Send(name) => Change::SendCertificate {
            connector: Some(name.clone()),
            thumbprint: String::new(),
        },
        Target::AcceptedDomain => Change::AcceptedDomain(String::new()),
        Target::EgressAddress => Change::EgressAddress([0, 0, 0, 0].into()),
    };
    let told = differences(facts, &[change]).into_iter().next();
    told.map_or(Shown::Unknown, |d| d.before)
}

/// As `simulate --set` takes it.
fn setting(target: &Target, value: &str) -> String {
    match target {
        Target::Inbound(name, property) => {
            format!("inbound:{name}.{}={value}", property.name())
        }
        Target::Send(name) => format!("send:{name}.certificate={value}"),
        Target::AcceptedDomain => format!("accepted-domain:add={value}"),
        Target::EgressAddress => format!("egress-ip={value}"),
    }
}

/// What suggests itself for a target.
fn suggestions(facts: &Facts, target: &Target) -> Vec<String> {
    let own = |names: Vec<String>| {
        let mut names = names;
        names.sort();
        names.dedup();
        names
    };
    match target {
        Target::Inbound(_, InboundProperty::Enabled) => {
            ["True", "False"].map(str::to_owned).to_vec()
        }
        Target::Inbound(_, InboundProperty::ConnectorType) => {
            ["OnPremises", "Partner"].map(str::to_owned).to_vec()
        }
        Target::Inbound(_, InboundProperty::TlsSenderCertificateName) => {
            let servers = facts.certificates.iter().filter(|c| !c.is_authority);
            own(servers
                .flat_map(|c| c.names.all())
                .map(ToString::to_string)
                .collect())
        }
        Target::Inbound(_, InboundProperty::SenderIpAddresses) => {
            let seen = facts.traffic.eop_paths().filter_map(|(_, p)| p.key.address);
            own(seen.map(|a| a.to_string()).collect())
        }
        Target::Inbound(_, InboundProperty::AssociatedAcceptedDomains) | Target::AcceptedDomain => {
            let domains = facts.traffic.senders.iter().filter_map(|s| match s.sender {
                crate::facts::traffic::Sender::Domain(n) => facts.traffic.domain(n),
                _ => None,
            });
            own(domains.map(ToString::to_string).collect())
        }
        Target::Send(_) => {
            let all = facts.certificates.iter().filter(|c| !c.is_authority);
            all.map(|c| c.thumbprint.clone()).collect()
        }
        Target::EgressAddress => Vec::new(),
    }
}

/// Opens the what-if.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    match model.analysis.clone() {
        Some(analysis) => {
            let view = WhatIfView::of(Held(analysis));
            model.put_on_top(Overlay::WhatIf(Box::new(view)));
        }
        None => model.notice = Some(Notice::NeedsEvidence),
    }
    Vec::new()
}

/// The replay has come back.
pub(super) fn replayed(model: &mut Model, run: u64, after: Predicted) {
    let overlays = model.overlay.iter_mut().chain(&mut model.under);
    for overlay in overlays {
        if let Overlay::WhatIf(view) = overlay
            && view.replaying == (run, true)
        {
            view.after = Some(after);
            view.replaying.1 = false;
        }
    }
}

/// Leaves the line; false when none is typed.
pub(super) fn close(model: &mut Model) -> bool {
    match &mut model.overlay {
        Some(Overlay::WhatIf(view)) => {
            view.wrong = None;
            view.line.take().is_some()
        }
        _ => false,
    }
}

/// Its keys, those of the line too.
pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    if matches!(action, Action::Copy | Action::ShowPlain) {
        let text = command(model);
        return match action {
            Action::Copy => outgoing::copy(model, text),
            _ => outgoing::plain(model, text),
        };
    }
    let Some(Overlay::WhatIf(view)) = &mut model.overlay else {
        return Vec::new();
    };
    match action {
        Action::Open | Action::Submit => match view.line.as_ref().map(|l| l.text.clone()) {
            Some(typed) => return view.set(&typed),
            None => view.line = Some(LineEdit::with(&view.value())),
        },
        Action::NextPane if view.line.is_some() => {
            if let Some(choice) = view.turned(true) {
                view.line = Some(LineEdit::with(&choice));
            }
        }
        Action::CursorLeft | Action::CursorRight => {
            let on = *action == Action::CursorRight;
            if let Some(choice) = view.turned(on) {
                return view.set(&choice);
            }
        }
        Action::Remove => return view.take_back(),
        _ => {
            if let Some(to) = moved(view.row, view.targets.len(), page, action) {
                view.row = to;
                view.top = window_top(view.top, to, page);
                view.wrong = None;
            }
        }
    }
    Vec::new()
}

/// The same from the command line; values are literals of PowerShell.
fn command(model: &Model) -> Option<String> {
    let Some(Overlay::WhatIf(view)) = &model.overlay else {
        return None;
    };
    let settings = view.settings();
    if settings.is_empty() {
        return None;
    }
    let paths = model.given.iter().filter_map(|given| match &given.input {
        Input::Path(path) => Some(quoted(&path.to_string_lossy())),
        _ => None,
    });
    let mut words = vec!["relay-doctor simulate".to_owned()];
    words.extend(paths);
    words.extend(settings.iter().map(|s| format!("--set {}", quoted(s))));
    Some(words.join(" "))
}

#[cfg(test)]
mod tests;
