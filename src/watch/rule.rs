//! When relay is proven, and what is missing until then.

use crate::attribution::SenderClass;
use crate::diagnosis::Code;

use super::{Answer, SenderKind, Sent, ServerView};

/// The rule. Proven is relay when each server that is followed has had so many accepted
/// sessions in a row to recipients outside the tenant, with the expected certificate,
/// and no session was refused for so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Accepted sessions in a row, for each server.
    pub accepted: u64,
    /// Without a refusal, milliseconds: since the last one, else since counting began or
    /// since the logs begin, whichever is later.
    pub quiet: i64,
}

impl Default for Rule {
    /// Three sessions, so that one lucky front end proves nothing, and a quarter of an
    /// hour: "changes may take some time to take effect" (KB4051495) names no number.
    fn default() -> Self {
        Self {
            accepted: 3,
            quiet: 15 * 60 * 1000,
        }
    }
}

/// What it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The rule is met.
    Proven,
    /// Something is missing.
    NotYet,
    /// A server or Send connector was last refused, and not accepted since.
    StillFailing,
    /// No session says anything about relay.
    NoTraffic,
}

impl Outcome {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::NotYet => "not-yet",
            Self::StillFailing => "still-failing",
            Self::NoTraffic => "no-traffic",
        }
    }
}

/// What is missing for the proof. Names are raw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// So many accepted sessions in a row of a server, of so many.
    Sessions {
        /// The server.
        server: String,
        /// Had.
        have: u64,
        /// Wanted.
        want: u64,
    },
    /// A server has sent nothing to Exchange Online that says anything.
    Silent {
        /// The server.
        server: String,
    },
    /// A server's last session sent something else than what is expected.
    OtherCertificate {
        /// The server.
        server: String,
        /// What it sent.
        sent: Sent,
    },
    /// No refusal for so long yet, milliseconds left.
    Quiet {
        /// Milliseconds.
        left: i64,
    },
    /// A sender class that was refused last, and was not seen accepted since.
    Class {
        /// The server.
        server: String,
        /// Which class.
        class: SenderClass,
    },
    /// The accepted domains are not known: nobody can tell which recipients are outside.
    AcceptedDomains,
    /// Nothing tells whether a Send connector leads to the tenant.
    ConnectorTarget {
        /// The Send connector.
        connector: String,
    },
    /// A server's logs cannot be reached now.
    Away {
        /// The folder or server.
        place: String,
    },
    /// A folder is still being read.
    Reading {
        /// The folder.
        place: String,
    },
    /// No send log was found below a folder.
    NoLog {
        /// The folder.
        place: String,
    },
}

impl Missing {
    /// The server, folder or Send connector that it is about, raw.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::ConnectorTarget { connector } => Some(connector),
            Self::Away { place } | Self::Reading { place } | Self::NoLog { place } => Some(place),
            other => other.server(),
        }
    }

    /// The server, raw, where it is about one.
    pub fn server(&self) -> Option<&str> {
        match self {
            Self::Sessions { server, .. }
            | Self::Silent { server }
            | Self::OtherCertificate { server, .. }
            | Self::Class { server, .. } => Some(server),
            Self::Quiet { .. }
            | Self::AcceptedDomains
            | Self::ConnectorTarget { .. }
            | Self::Away { .. }
            | Self::Reading { .. }
            | Self::NoLog { .. } => None,
        }
    }

    /// The same of another server, where it is about one.
    #[must_use]
    pub fn of(&self, other: String) -> Self {
        let mut same = self.clone();
        if let Self::Sessions { server, .. }
        | Self::Silent { server }
        | Self::OtherCertificate { server, .. }
        | Self::Class { server, .. } = &mut same
        {
            *server = other;
        }
        same
    }

    /// The name in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sessions { .. } => "sessions",
            Self::Silent { .. } => "silent",
            Self::OtherCertificate { .. } => "other-certificate",
            Self::Quiet { .. } => "quiet",
            Self::Class { .. } => "sender-class",
            Self::AcceptedDomains => "accepted-domains",
            Self::ConnectorTarget { .. } => "connector-target",
            Self::Away { .. } => "away",
            Self::Reading { .. } => "reading",
            Self::NoLog { .. } => "no-log",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it comes to.
    pub outcome: Outcome,
    /// What is missing; empty when it is proven.
    pub missing: Vec<Missing>,
    /// The root causes that the logs since the change show, while it still fails.
    pub findings: Vec<Code>,
}

/// What the rule is held against.
pub(super) struct Standing<'a> {
    pub(super) rule: Rule,
    pub(super) now: i64,
    /// When counting began, or the latest log that was there then, by this computer's clock.
    pub(super) since: i64,
    pub(super) servers: &'a [ServerView],
    /// Folders given that cannot be listed, and those without any log.
    pub(super) away: Vec<String>,
    pub(super) without_log: Vec<String>,
    /// Those that are still being read for the first time.
    pub(super) reading: Vec<String>,
    pub(super) accepted_domains: bool,
    pub(super) fits: &'a dyn Fn(&Sent) -> bool,
}

/// Applies the rule.
pub(super) fn verdict(standing: &Standing) -> (Outcome, Vec<Missing>) {
    let mut missing = Vec::new();
    let place = |places: &[String], kind: fn(String) -> Missing| -> Vec<Missing> {
        places.iter().cloned().map(kind).collect()
    };
    missing.extend(place(&standing.away, |place| Missing::Away { place }));
    missing.extend(place(&standing.without_log, |place| Missing::NoLog {
        place,
    }));
    missing.extend(place(&standing.reading, |place| Missing::Reading { place }));
    let mut refused_last = false;
    for server in standing.servers {
        refused_last |= server.is_refused_last();
        server_missing(standing, server, &mut missing);
    }
    let undecided = standing
        .servers
        .iter()
        .any(|s| s.counts.count.undecided > 0);
    if undecided && !standing.accepted_domains {
        missing.push(Missing::AcceptedDomains);
    }
    if standing.accepted_domains {
        let connectors = standing.servers.iter();
        let connectors = connectors.flat_map(|s| &s.counts.undecided_connectors);
        let mut connectors: Vec<String> = connectors.map(ToString::to_string).collect();
        connectors.sort();
        connectors.dedup();
        let kind = |connector| Missing::ConnectorTarget { connector };
        missing.extend(connectors.into_iter().map(kind));
    }
    let left = quiet_left(standing);
    if left > 0 {
        missing.push(Missing::Quiet { left });
    }
    let says = |s: &ServerView| {
        let count = &s.counts.count;
        count.accepted + count.refused + count.undecided > 0
    };
    // What is refused altogether needs no word on each class.
    missing.retain(|m| !refused_last || !matches!(m, Missing::Class { .. }));
    let outcome = match () {
        () if refused_last => Outcome::StillFailing,
        () if !standing.servers.iter().any(says) => Outcome::NoTraffic,
        () if missing.is_empty() => Outcome::Proven,
        () => Outcome::NotYet,
    };
    (outcome, missing)
}

impl ServerView {
    /// Whether one of its Send connectors was last refused, whoever the sender.
    pub fn is_refused_last(&self) -> bool {
        let last = &self.counts.last;
        last.keys().any(|(connector, _)| {
            let of_it = last.iter().filter(|((c, _), _)| c == connector);
            let newest = of_it.map(|(_, (time, answer))| (*time, *answer == Answer::Refused));
            newest.max().is_some_and(|(_, refused)| refused)
        })
    }
}

fn server_missing(standing: &Standing, server: &ServerView, missing: &mut Vec<Missing>) {
    let name = || server.name.clone();
    if server.away {
        missing.push(Missing::Away { place: name() });
    }
    let counts = &server.counts;
    if counts.count.accepted + counts.count.refused + counts.count.undecided == 0 {
        missing.push(Missing::Silent { server: name() });
        return;
    }
    let sent = counts.last_sent.as_ref().filter(|s| !(standing.fits)(s));
    if let Some(sent) = sent {
        missing.push(Missing::OtherCertificate {
            server: name(),
            sent: sent.clone(),
        });
    }
    if counts.in_a_row < standing.rule.accepted {
        missing.push(Missing::Sessions {
            server: name(),
            have: counts.in_a_row,
            want: standing.rule.accepted,
        });
    }
    let refused = counts
        .last
        .iter()
        .filter(|(_, (_, a))| *a == Answer::Refused);
    let mut classes: Vec<SenderClass> = refused
        .filter_map(|((_, kind), _)| match kind {
            SenderKind::Class(class) => Some(*class),
            SenderKind::NoMail => None,
        })
        .collect();
    classes.sort();
    classes.dedup();
    missing.extend(classes.into_iter().map(|class| Missing::Class {
        server: name(),
        class,
    }));
}

/// Milliseconds until it has been quiet for long enough. A refusal is as old as both
/// clocks say: that of its server, and ours since it was read.
fn quiet_left(standing: &Standing) -> i64 {
    let mut quiet = standing.now.saturating_sub(standing.since);
    for server in standing.servers {
        let Some(refused) = &server.counts.last_refused else {
            continue;
        };
        let there = server
            .clock
            .unwrap_or(standing.now)
            .saturating_sub(refused.time);
        let here = match refused.live {
            true => standing.now.saturating_sub(refused.seen),
            false => there,
        };
        quiet = quiet.min(there).min(here);
    }
    standing.rule.quiet.saturating_sub(quiet.max(0)).max(0)
}
