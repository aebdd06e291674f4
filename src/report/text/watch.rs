//! Following the logs, for eyes: line after line, never one written over another.

use jiff::tz::TimeZone;

use crate::i18n::watch as words;
use crate::i18n::{Lang, clock};
use crate::terminal::{Ambiguous, Column, Glyphs, Overflow, Painter, Role, Table, sanitise};
use crate::watch::{Answer, Count, News, Outcome, Verdict, Watch};

/// Rows of the closing table; all are in the JSON.
const MAX_ROWS: usize = 40;

/// How it is written.
#[derive(Debug, Clone)]
pub struct Lines {
    /// The language.
    pub lang: Lang,
    /// The zone of its times.
    pub zone: TimeZone,
    /// Columns.
    pub width: usize,
    /// Colours.
    pub painter: Painter,
    /// Marks.
    pub glyphs: &'static Glyphs,
}

impl Lines {
    /// The head: what is followed, since when, and the rule.
    pub fn start(&self, watch: &Watch, since: words::Since) -> String {
        let lang = self.lang;
        let rule = words::rule(lang, watch.rule(), watch.expectation());
        format!(
            "{}\n{}\n",
            clean(&words::since(lang, since, &self.zone)),
            clean(&rule)
        )
    }

    /// What is worth a line of what has just happened. `last`: the last answers that
    /// were told, so that only what changes is told.
    pub fn news(&self, news: &News, told: &mut Told, now: i64) -> Option<String> {
        let lang = self.lang;
        let (role, text) = match news {
            News::Session { server, seen } => {
                let tells = matches!(seen.answer, Answer::Accepted | Answer::Refused);
                if !tells || !told.is_new(server, &seen.moment.connector, seen.answer) {
                    return None;
                }
                let role = match seen.answer {
                    Answer::Refused => Role::Danger,
                    _ => Role::Ok,
                };
                (role, words::session(lang, server, seen))
            }
            News::Notice(notice) => (Role::Muted, words::notice(lang, notice)),
            News::Verdict(verdict) => return Some(self.verdict(verdict, now)),
        };
        Some(self.line(now, role, &text))
    }

    /// The counts so far.
    pub fn counts(&self, total: Count, now: i64) -> String {
        self.line(now, Role::Plain, &words::counts(self.lang, total))
    }

    /// The verdict, what is missing, and what to do next.
    pub fn verdict(&self, verdict: &Verdict, now: i64) -> String {
        let lang = self.lang;
        let (role, mark) = match verdict.outcome {
            Outcome::Proven => (Role::Ok, self.glyphs.ok),
            Outcome::StillFailing => (Role::Danger, self.glyphs.mismatch),
            Outcome::NotYet | Outcome::NoTraffic => (Role::Warning, self.glyphs.unknown),
        };
        let head = format!("{mark} {}", words::outcome(lang, verdict.outcome));
        let mut text = self.line(now, role, &head);
        if !verdict.findings.is_empty() {
            text += &self.below(&words::findings(lang, &verdict.findings));
        }
        for missing in &verdict.missing {
            text += &self.below(&words::missing(lang, missing));
        }
        text += &self.below(words::next(lang, verdict.outcome));
        text
    }

    /// The end: counts by server, Send connector, certificate and sender, and the verdict.
    pub fn end(&self, watch: &Watch, now: i64) -> String {
        let mut text = String::from("\n");
        text += &self.table(watch);
        for server in watch.servers() {
            let counts = &server.counts;
            let moments = words::moments(
                self.lang,
                counts.first_accepted.as_ref(),
                counts.last_refused.as_ref(),
                &self.zone,
            );
            text += &format!("{}\n", clean(&format!("{}: {moments}", server.name)));
        }
        text += &format!("{}\n", clean(&words::counts(self.lang, watch.total())));
        if let Some(not_seen) = words::not_seen(self.lang, &watch.not_seen()) {
            text += &format!("{}\n", clean(&not_seen));
        }
        text += "\n";
        text += &self.verdict(watch.verdict(), now);
        text
    }

    fn table(&self, watch: &Watch) -> String {
        let servers = watch.servers();
        let mut rows: Vec<Vec<String>> = vec![words::columns(self.lang).map(str::to_owned).into()];
        for ((server, connector, sent, kind), count) in watch.rows().take(MAX_ROWS) {
            let name = servers.get(*server).map_or("", |s| s.name.as_str());
            rows.push(vec![
                clean(&format!("{name} / {connector}")),
                words::sent(self.lang, sent),
                words::sender(self.lang, *kind).to_owned(),
                count.sessions.to_string(),
                count.accepted.to_string(),
                count.refused.to_string(),
            ]);
        }
        if rows.len() == 1 {
            return String::new();
        }
        let table = Table {
            columns: &[
                Column::left(Overflow::CutMiddle, 16),
                Column::left(Overflow::Keep, 8),
                Column::left(Overflow::CutEnd, 8),
                Column::number(),
                Column::number(),
                Column::number(),
            ],
            width: self.width,
            gap: 2,
            ellipsis: self.glyphs.ellipsis,
            ambiguous: Ambiguous::Narrow,
        };
        table
            .lines(&rows)
            .iter()
            .fold(String::new(), |text, line| text + line + "\n")
    }

    fn line(&self, now: i64, role: Role, text: &str) -> String {
        let time = clock(self.lang, now, &self.zone, true);
        let text = clean(text);
        format!(
            "{}  {}\n",
            self.painter.paint(Role::Muted, &time),
            self.painter.paint(role, &text)
        )
    }

    /// A line that belongs to the one above.
    fn below(&self, text: &str) -> String {
        format!("             {}\n", clean(text))
    }
}

/// The last answer that was told of each server and Send connector.
#[derive(Debug, Clone, Default)]
pub struct Told(std::collections::BTreeMap<(String, String), Answer>);

/// Ways remembered; further ones are told each time.
const MAX_TOLD: usize = 10_000;

impl Told {
    fn is_new(&mut self, server: &str, connector: &str, answer: Answer) -> bool {
        let key = (server.to_owned(), connector.to_owned());
        if self.0.get(&key) == Some(&answer) {
            return false;
        }
        if self.0.len() < MAX_TOLD || self.0.contains_key(&key) {
            self.0.insert(key, answer);
        }
        true
    }
}

fn clean(text: &str) -> String {
    sanitise(text).into_owned()
}
