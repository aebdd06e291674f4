//! `watch --format json`: a line an event (schema in docs/watch-schema.json). Every
//! key of an event is always present.

use serde::Serialize;

use super::parts::millis;
use super::{SCHEMA_VERSION, line};
use crate::i18n::watch::Since;
use crate::watch::{Count, Missing, Moment, News, Notice, NoticeKind, Seen, Sent, Verdict, Watch};

#[derive(Serialize)]
struct Start {
    event: &'static str,
    schema_version: u32,
    at: Option<String>,
    folders: Vec<String>,
    since: Option<String>,
    since_from: &'static str,
    rule: RulePart,
    expected: ExpectedPart,
    accepted_domains_known: bool,
}

#[derive(Serialize)]
struct RulePart {
    accepted: u64,
    quiet_minutes: i64,
}

#[derive(Serialize)]
struct ExpectedPart {
    from: &'static str,
    thumbprints: Vec<String>,
}

#[derive(Serialize)]
struct SessionPart<'a> {
    event: &'static str,
    at: Option<String>,
    time: Option<String>,
    server: &'a str,
    connector: &'a str,
    sent: &'static str,
    thumbprint: Option<&'a str>,
    senders: Vec<&'static str>,
    answer: &'static str,
    reply: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u64>,
}

#[derive(Serialize)]
struct NoticePart<'a> {
    event: &'static str,
    at: Option<String>,
    kind: &'static str,
    place: &'a str,
    detail: Option<&'a str>,
    bytes: Option<u64>,
    milliseconds: Option<i64>,
}

#[derive(Serialize)]
struct VerdictPart {
    event: &'static str,
    at: Option<String>,
    r#final: bool,
    verdict: &'static str,
    missing: Vec<MissingPart>,
    findings: Vec<String>,
    counts: CountPart,
    servers: Vec<ServerPart>,
    by: Vec<RowPart>,
}

#[derive(Serialize)]
struct MissingPart {
    kind: &'static str,
    about: Option<String>,
    sender_class: Option<&'static str>,
    have: Option<u64>,
    want: Option<u64>,
    milliseconds: Option<i64>,
    thumbprint: Option<String>,
}

#[derive(Serialize)]
struct CountPart {
    sessions: u64,
    accepted: u64,
    refused: u64,
    undecided: u64,
    own_domain: u64,
}

#[derive(Serialize)]
struct ServerPart {
    server: String,
    clock: Option<String>,
    away: bool,
    watching: &'static str,
    accepted_in_a_row: u64,
    thumbprint: Option<String>,
    first_accepted: Option<String>,
    last_accepted: Option<String>,
    last_refused: Option<String>,
    counts: CountPart,
}

#[derive(Serialize)]
struct RowPart {
    server: String,
    connector: String,
    sent: &'static str,
    thumbprint: Option<String>,
    sender_class: &'static str,
    counts: CountPart,
}

/// The first line: what is followed, and the rule.
pub fn start(watch: &Watch, folders: Vec<String>, since: Since, now: i64) -> String {
    let (at, from) = match since {
        Since::Now => (None, "now"),
        Since::Told(at) => (millis(at), "option"),
        Since::Ticked(at) => (millis(at), "case"),
    };
    let expectation = watch.expectation();
    line(&Start {
        event: "start",
        schema_version: SCHEMA_VERSION,
        at: millis(now),
        folders,
        since: at,
        since_from: from,
        rule: RulePart {
            accepted: watch.rule().accepted,
            quiet_minutes: watch.rule().quiet / 60_000,
        },
        expected: ExpectedPart {
            from: expectation.code(),
            thumbprints: expectation
                .thumbprints()
                .into_iter()
                .map(str::to_owned)
                .collect(),
        },
        accepted_domains_known: watch.knows_domains(),
    })
}

/// The line of something that has just happened.
pub fn news(watch: &Watch, news: &News, now: i64) -> String {
    match news {
        News::Session { server, seen } => session(server, seen, now),
        News::Notice(notice) => self::notice(notice, now),
        News::Verdict(verdict) => self::verdict(watch, verdict, false, now),
    }
}

fn session(server: &str, seen: &Seen, now: i64) -> String {
    let place = seen.moment.place.as_ref();
    line(&SessionPart {
        event: "session",
        at: millis(now),
        time: millis(seen.moment.time),
        server,
        connector: &seen.moment.connector,
        sent: sent(&seen.sent),
        thumbprint: seen.sent.thumbprint(),
        senders: seen.senders.iter().map(|s| s.code()).collect(),
        answer: seen.answer.code(),
        reply: Some(seen.moment.reply.as_str()).filter(|r| !r.is_empty()),
        file: place.map(|(file, _)| file.as_ref()),
        line: place.map(|(_, line)| *line),
    })
}

fn notice(notice: &Notice, now: i64) -> String {
    let (detail, bytes, milliseconds) = match &notice.kind {
        NoticeKind::Away(why) | NoticeKind::Unreadable(why) => (Some(why.as_str()), None, None),
        NoticeKind::Lost(bytes) => (None, Some(*bytes), None),
        NoticeKind::ClockAhead(by) | NoticeKind::ClockBehind(by) => (None, None, Some(*by)),
        NoticeKind::Follows
        | NoticeKind::Back
        | NoticeKind::Recreated
        | NoticeKind::Truncated
        | NoticeKind::Utf16 => (None, None, None),
    };
    line(&NoticePart {
        event: "notice",
        at: millis(now),
        kind: notice.kind.code(),
        place: &notice.place,
        detail,
        bytes,
        milliseconds,
    })
}

/// The verdict with all counts; `is_final`: it is the last line.
pub fn verdict(watch: &Watch, verdict: &Verdict, is_final: bool, now: i64) -> String {
    let servers = watch.servers();
    let time = |moment: &Option<Moment>| moment.as_ref().and_then(|m| millis(m.time));
    let rows = watch
        .rows()
        .map(|((server, connector, sent, kind), count)| RowPart {
            server: servers
                .get(*server)
                .map_or_else(String::new, |s| s.name.clone()),
            connector: connector.to_string(),
            sent: self::sent(sent),
            thumbprint: sent.thumbprint().map(str::to_owned),
            sender_class: kind.code(),
            counts: counts(*count),
        })
        .collect();
    line(&VerdictPart {
        event: "verdict",
        at: millis(now),
        r#final: is_final,
        verdict: verdict.outcome.code(),
        missing: verdict.missing.iter().map(missing).collect(),
        findings: verdict.findings.iter().map(ToString::to_string).collect(),
        counts: counts(watch.total()),
        servers: servers
            .iter()
            .map(|server| ServerPart {
                server: server.name.clone(),
                clock: server.clock.and_then(millis),
                away: server.away,
                watching: match server.told {
                    true => "events-and-polling",
                    false => "polling",
                },
                accepted_in_a_row: server.counts.in_a_row,
                thumbprint: server
                    .counts
                    .last_sent
                    .as_ref()
                    .and_then(|s| s.thumbprint().map(str::to_owned)),
                first_accepted: time(&server.counts.first_accepted),
                last_accepted: time(&server.counts.last_accepted),
                last_refused: time(&server.counts.last_refused),
                counts: counts(server.counts.count),
            })
            .collect(),
        by: rows,
    })
}

fn missing(missing: &Missing) -> MissingPart {
    let mut part = MissingPart {
        kind: missing.code(),
        about: missing.about().map(str::to_owned),
        sender_class: None,
        have: None,
        want: None,
        milliseconds: None,
        thumbprint: None,
    };
    match missing {
        Missing::Sessions { have, want, .. } => {
            part.have = Some(*have);
            part.want = Some(*want);
        }
        Missing::OtherCertificate { sent, .. } => {
            part.thumbprint = sent.thumbprint().map(str::to_owned);
        }
        Missing::Quiet { left } => part.milliseconds = Some(*left),
        Missing::Class { class, .. } => part.sender_class = Some(class.code()),
        Missing::Silent { .. }
        | Missing::AcceptedDomains
        | Missing::ConnectorTarget { .. }
        | Missing::Away { .. }
        | Missing::Reading { .. }
        | Missing::NoLog { .. } => {}
    }
    part
}

fn counts(count: Count) -> CountPart {
    CountPart {
        sessions: count.sessions,
        accepted: count.accepted,
        refused: count.refused,
        undecided: count.undecided,
        own_domain: count.own,
    }
}

fn sent(sent: &Sent) -> &'static str {
    match sent {
        Sent::Certificate(_) => "certificate",
        Sent::Nothing => "none",
        Sent::Unknown => "unknown",
    }
}
