//! All that is followed, counted and judged.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::evidence::formats::send_log::SessionSink;
use crate::facts::Facts;
use crate::facts::traffic::Fold;

use super::finding::findings;
use super::rule::{Standing, verdict};
use super::tally::{RowKey, Seen, ServerCount, Tally, judge};
use super::{Batch, Count, Expectation, Notice, Outcome, Rule, ServerNow, Verdict};

/// While it fails it is diagnosed again after so long (milliseconds), or when there is a
/// new way.
const JUDGE_EVERY: i64 = 60 * 1000;
/// Send connectors remembered as leading to the tenant.
const MAX_CONNECTORS: usize = 10_000;

/// A server that is followed, with its counts.
#[derive(Debug, Clone)]
pub struct ServerView {
    /// Its name, raw; two of one name have their folder's.
    pub name: String,
    /// What its clock reads, by its log; milliseconds since the epoch.
    pub clock: Option<i64>,
    /// Its logs cannot be reached now.
    pub away: bool,
    /// The system tells of what is written to its logs; they are polled all the same.
    pub told: bool,
    /// What was counted.
    pub counts: ServerCount,
}

/// Something that has just happened.
#[derive(Debug, Clone)]
pub enum News {
    /// A session since the change has ended.
    Session {
        /// The server, raw.
        server: String,
        /// The session.
        seen: Box<Seen>,
    },
    /// Something happened to files or folders.
    Notice(Notice),
    /// The verdict is another one than before.
    Verdict(Verdict),
}

/// Everything that is followed. It knows no clock and no disk.
#[derive(Debug)]
pub struct Watch {
    rule: Rule,
    facts: Arc<Facts>,
    expectation: Expectation,
    since: i64,
    roots: Vec<Root>,
    known: Vec<(PathBuf, ServerNow)>,
    /// Send connectors that a refusal has shown to lead to the tenant.
    to_tenant: BTreeSet<Arc<str>>,
    tally: Tally,
    fold: Fold,
    verdict: Verdict,
    /// When the findings were made, and of how many ways and sessions.
    judged: Option<(i64, usize, u64)>,
}

/// A folder that was given.
#[derive(Debug)]
struct Root {
    path: String,
    away: bool,
    /// It was looked at.
    looked: bool,
    any: bool,
}

impl Watch {
    /// Follows `roots`. `since`: counting begins then, milliseconds since the epoch by
    /// this computer's clock.
    pub fn new(
        roots: &[PathBuf],
        rule: Rule,
        facts: Arc<Facts>,
        expectation: Expectation,
        since: i64,
    ) -> Self {
        let root = |path: &PathBuf| Root {
            path: path.to_string_lossy().into_owned(),
            away: false,
            looked: false,
            any: false,
        };
        Self {
            rule,
            facts,
            expectation,
            since,
            roots: roots.iter().map(root).collect(),
            known: Vec::new(),
            to_tenant: BTreeSet::new(),
            tally: Tally::default(),
            fold: Fold::default(),
            verdict: Verdict {
                outcome: Outcome::NoTraffic,
                missing: Vec::new(),
                findings: Vec::new(),
            },
            judged: None,
        }
    }

    /// Takes what a poll of one of the folders gave.
    pub fn take(&mut self, root: usize, batch: Batch, now: i64) -> Vec<News> {
        let mut news: Vec<News> = batch.notices.into_iter().map(News::Notice).collect();
        if let Some(root) = self.roots.get_mut(root) {
            root.away = batch.away;
            root.looked |= !batch.away && !batch.more;
            root.any |= !batch.servers.is_empty();
        }
        for server in batch.servers {
            match self
                .known
                .iter_mut()
                .find(|(path, _)| *path == server.server)
            {
                Some((_, known)) if *known == server => {}
                Some((_, known)) => {
                    // Two folders of one server (Hub and FrontEnd): the later clock, and
                    // what both tell of.
                    let clock = known.clock.max(server.clock);
                    let from = known.from.max(server.from);
                    *known = ServerNow {
                        clock,
                        from,
                        ..server
                    };
                }
                None => self.known.push((server.server.clone(), server)),
            }
        }
        for settled in batch.sessions {
            let place = self.known.iter().position(|(p, _)| *p == settled.server);
            let index = place.unwrap_or_else(|| {
                self.known.push((
                    settled.server.clone(),
                    ServerNow {
                        server: settled.server.clone(),
                        name: settled.name.clone(),
                        clock: None,
                        away: false,
                        from: None,
                        told: false,
                    },
                ));
                self.known.len() - 1
            });
            let to_tenant = self.to_tenant.contains(&settled.session.connector);
            let seen = judge(&settled, &self.facts, to_tenant, now);
            if seen.answer == super::Answer::Refused && self.to_tenant.len() < MAX_CONNECTORS {
                self.to_tenant.insert(settled.session.connector.clone());
            }
            if settled.before {
                self.tally.before += 1;
                continue;
            }
            let expectation = &self.expectation;
            self.tally.add(index, &seen, |sent| expectation.fits(sent));
            self.fold.session(&settled.name, &settled.session);
            news.push(News::Session {
                server: self.name(index),
                seen: Box::new(seen),
            });
        }
        news.extend(self.tick(now));
        news
    }

    /// Judges anew: time may have passed.
    pub fn tick(&mut self, now: i64) -> Option<News> {
        let servers = self.servers();
        let places = |wanted: &dyn Fn(&Root) -> bool| -> Vec<String> {
            let roots = self.roots.iter().filter(|r| wanted(r));
            roots.map(|r| r.path.clone()).collect()
        };
        let expectation = &self.expectation;
        // It was quiet only while somebody listened: no log tells of what was before it.
        let begun = self.known.iter().filter_map(|(_, s)| s.from).max();
        let standing = Standing {
            rule: self.rule,
            now,
            since: self.since.max(begun.unwrap_or(self.since)),
            servers: &servers,
            away: places(&|r| r.away),
            without_log: places(&|r| r.looked && !r.any),
            reading: places(&|r| !r.looked && !r.away),
            accepted_domains: self.facts.tenant.accepted_domains.is_some(),
            fits: &|sent| expectation.fits(sent),
        };
        let (outcome, missing) = verdict(&standing);
        let before = self.verdict.outcome;
        let sessions = self.tally.total.sessions;
        match outcome {
            Outcome::StillFailing => self.diagnose(now),
            Outcome::Proven | Outcome::NotYet | Outcome::NoTraffic => {
                self.verdict.findings = Vec::new();
                self.judged = None;
            }
        }
        self.verdict.outcome = outcome;
        self.verdict.missing = missing;
        (outcome != before && (sessions > 0 || before != Outcome::NoTraffic))
            .then(|| News::Verdict(self.verdict.clone()))
    }

    fn diagnose(&mut self, now: i64) {
        let traffic = self.fold.so_far();
        let (paths, sessions) = (traffic.paths.len(), self.tally.total.sessions);
        let is_due = self.judged.is_none_or(|(at, of_paths, of_sessions)| {
            let late = now.saturating_sub(at) >= JUDGE_EVERY;
            of_paths != paths || late && of_sessions != sessions
        });
        if is_due {
            self.verdict.findings = findings(&self.facts, traffic, now);
            self.judged = Some((now, paths, sessions));
        }
    }

    /// The verdict as of the last poll.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The rule.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// What should be sent.
    pub fn expectation(&self) -> &Expectation {
        &self.expectation
    }

    /// When counting began, by this computer's clock; milliseconds since the epoch.
    pub fn since(&self) -> i64 {
        self.since
    }

    /// All sessions since the change.
    pub fn total(&self) -> Count {
        self.tally.total
    }

    /// Sessions from before it that were read too.
    pub fn before(&self) -> u64 {
        self.tally.before
    }

    /// Whether the accepted domains are known, so that relay can be told at all.
    pub fn knows_domains(&self) -> bool {
        self.facts.tenant.accepted_domains.is_some()
    }

    /// The servers with their counts.
    pub fn servers(&self) -> Vec<ServerView> {
        let view = |(index, (_, server)): (usize, &(PathBuf, ServerNow))| ServerView {
            name: self.name(index),
            clock: server.clock,
            away: server.away,
            told: server.told,
            counts: self.tally.servers.get(index).cloned().unwrap_or_default(),
        };
        self.known.iter().enumerate().map(view).collect()
    }

    /// The counts by server (its index among [`Watch::servers`]), Send connector, what
    /// was sent, and sender class.
    pub fn rows(&self) -> impl Iterator<Item = (&RowKey, &Count)> {
        self.tally.rows.iter()
    }

    fn name(&self, index: usize) -> String {
        let Some((path, server)) = self.known.get(index) else {
            return String::new();
        };
        let same = self.known.iter().filter(|(_, s)| s.name == server.name);
        match same.count() > 1 {
            true => path.to_string_lossy().into_owned(),
            false => server.name.clone(),
        }
    }
}
