//! A session whose end is not read yet: its rows, one by one.

use memchr::memmem;

use crate::evidence::reply::{Neighbour, ReplyKind, classify};
use crate::evidence::{MAX_EXCERPT, excerpt};

use super::certificate::Certificates;
use super::dialogue::{Answer, Dialogue, Verb};
use super::handshake::{Handshake, Told};
use super::line::{Event, Field, Row, lossy};
use super::repeated::Reached;
use super::reply::{ReplyRow, reply_row};
use super::{LineRef, Outcome, Peer, Quoted, Refusal, Session, address, peer};

/// Longest reply text and message id kept, in characters.
const MAX_TEXT: usize = 2000;

/// What all sessions of a reader share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) certificates: Certificates,
}

impl Shared {
    pub(super) fn new(certificates: Certificates) -> Self {
        Self { certificates }
    }
}

/// Where and when a row is, and its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) at: LineRef,
    /// Milliseconds since the epoch; `None` when it could not be read.
    pub(super) time: Option<i64>,
    pub(super) line: &'a [u8],
    /// Whether the line holds [`super::MISSING`].
    pub(super) names_missing: bool,
}

impl Place<'_> {
    fn quote(&self) -> Quoted {
        let mut text = lossy(self.line);
        // So short a line is whole: most are, and counting characters is slow.
        if text.len() > MAX_EXCERPT {
            text = excerpt(&text).to_owned().into();
        }
        Quoted {
            at: self.at,
            text: text.into_owned(),
        }
    }
}

/// A reply with all its rows.
struct Reply<'a> {
    row: ReplyRow<'a>,
    /// The row that tells most: the first, or the one that names the refusal.
    text: &'a str,
    quote: &'a dyn Fn() -> Quoted,
    line: u64,
    time: i64,
    kind: Option<ReplyKind>,
    /// Whether a row before the last one did.
    lists_starttls: bool,
    /// Whether its last row came.
    complete: bool,
}

/// The rows so far of a reply that goes on.
#[derive(Debug)]
struct Rows {
    code: u16,
    text: String,
    quote: Quoted,
    time: i64,
    kind: Option<ReplyKind>,
    lists_starttls: bool,
}

impl Rows {
    fn add(&mut self, row: ReplyRow<'_>, text: &str, place: &Place<'_>) {
        self.lists_starttls |= row.lists_starttls();
        let kind = refusal_kind(row, text);
        if self.kind == Some(ReplyKind::OtherRefusal) && kind != self.kind {
            self.kind = kind;
            self.text = bounded(text).to_owned();
            self.quote = place.quote();
        }
    }
}

/// An open session.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// As far as it is known.
    pub(super) session: Session,
    dialogue: Dialogue,
    handshake: Handshake,
    rows: Option<Rows>,
    /// A damaged line was one of its rows, before its first message.
    damaged: bool,
    /// How far the files have told of it.
    pub(super) reached: Reached,
    /// When it was opened and last touched, in rows of the reader.
    pub(super) opened: u64,
    pub(super) touched: u64,
    /// Commands and refusals, which is what it needs memory for.
    pub(super) size: usize,
}

impl Open {
    /// Makes it ready for another session, keeping what it has allocated.
    pub(super) fn clear(&mut self) {
        let session = std::mem::take(&mut self.session);
        let Session {
            mut id,
            mut messages,
            mut refusals,
            ..
        } = session;
        id.clear();
        refusals.clear();
        self.dialogue.clear(&mut messages);
        self.session.id = id;
        self.session.messages = messages;
        self.session.refusals = refusals;
        self.handshake.clear();
        self.rows = None;
        self.damaged = false;
        self.reached = Reached::default();
        self.size = 0;
    }

    /// Takes a row.
    pub(super) fn row(&mut self, row: &Row<'_>, place: Place<'_>, shared: &mut Shared) {
        self.touch(row, &place);
        match row.event {
            Event::Connect => {
                self.session.has_beginning = true;
                self.session.remote = peer::endpoint(row.remote).or(self.session.remote);
            }
            Event::Disconnect => self.session.closed = true,
            Event::Command => self.command(row, &place, shared),
            Event::Reply => self.reply(&row.data.text(), &place),
            Event::Info => self.info(row, &place, shared),
        }
        if place.names_missing {
            self.raised_locally(row, &place);
        }
    }

    fn touch(&mut self, row: &Row<'_>, place: &Place<'_>) {
        let session = &mut self.session;
        let time = place.time.unwrap_or(session.ended);
        if session.first.is_none() || time < session.started {
            session.first = Some(place.at);
            session.started = time;
        }
        if session.last.is_none() || time >= session.ended {
            session.last = Some(place.at);
            session.ended = time;
        }
        if session.remote.is_none() {
            session.remote = peer::endpoint(row.remote);
        }
    }

    fn command(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) {
        self.end_rows();
        self.handshake.over(&mut shared.certificates);
        self.size += 1;
        let at = (place.at.line, place.time.unwrap_or(self.session.ended));
        let messages = &mut self.session.messages;
        let verb = self.dialogue.command(&row.data.text(), at, messages);
        self.session.tls.started |= verb == Some(Verb::StartTls);
    }

    fn info(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) {
        let quote = || place.quote();
        match self.handshake.info(row, &mut shared.certificates, quote) {
            Told::Certificate => {}
            Told::Succeeded => self.session.tls.succeeded = true,
            Told::Failed(error) => self.session.tls.failed = Some((error, place.quote())),
            Told::Nothing if row.context.raw().starts_with(b"sending message") => {
                let id = message_id(&row.context.text());
                self.dialogue.next_message_id = id;
            }
            Told::Nothing => {}
        }
    }

    fn reply(&mut self, text: &str, place: &Place<'_>) {
        let Some(row) = reply_row(text) else {
            return;
        };
        let time = place.time.unwrap_or(self.session.ended);
        if self.rows.as_ref().is_some_and(|rows| rows.code != row.code) {
            self.end_rows();
        }
        match self.rows.take() {
            Some(mut rows) => {
                rows.add(row, text, place);
                if row.more {
                    self.rows = Some(rows);
                } else {
                    self.whole_rows(&rows, true);
                }
            }
            None if row.more => {
                self.rows = Some(Rows {
                    code: row.code,
                    text: bounded(text).to_owned(),
                    quote: place.quote(),
                    time,
                    kind: refusal_kind(row, text),
                    lists_starttls: row.lists_starttls(),
                });
            }
            None => self.whole(&Reply {
                row,
                text,
                quote: &|| place.quote(),
                line: place.at.line,
                time,
                kind: refusal_kind(row, text),
                lists_starttls: false,
                complete: true,
            }),
        }
    }

    /// The last row of a reply did not come.
    fn end_rows(&mut self) {
        if let Some(rows) = self.rows.take() {
            self.whole_rows(&rows, false);
        }
    }

    fn whole_rows(&mut self, rows: &Rows, complete: bool) {
        let Some(row) = reply_row(&rows.text) else {
            return;
        };
        self.whole(&Reply {
            row,
            text: &rows.text,
            quote: &|| rows.quote.clone(),
            line: rows.quote.at.line,
            time: rows.time,
            kind: rows.kind,
            lists_starttls: rows.lists_starttls,
            complete,
        });
    }

    fn whole(&mut self, reply: &Reply<'_>) {
        if self.is_greeting(reply) {
            self.greeting(reply);
            return;
        }
        let enhanced = reply.row.enhanced();
        // A reply to EHLO has no enhanced code (RFC 2034, section 4).
        let by_order = || self.dialogue.expects_ehlo() && enhanced.is_none();
        if reply.row.code == 250 && (by_order() || peer::says_hello(reply.row.rest)) {
            self.ehlo_reply(reply);
        }
        let answer = Answer {
            code: reply.row.code,
            fits: reply.row.answers(enhanced, reply.kind),
            outcome: reply.kind.map_or(Outcome::Accepted, outcome_of),
            line: reply.line,
        };
        let paired = self.dialogue.answer(answer, &mut self.session.messages);
        if let Some(kind) = reply.kind {
            let to = paired.and_then(|p| p.to);
            self.refusal(Refusal {
                time: reply.time,
                text: bounded(reply.text.trim()).to_owned(),
                kind,
                line: (reply.quote)(),
                recipient: to,
            });
            if outcome_of(kind) != Outcome::RefusedOtherwise {
                // Only Exchange Online Protection says these.
                self.session.peer = Peer::Eop;
            }
        }
    }

    fn is_greeting(&self, reply: &Reply<'_>) -> bool {
        let before_all = !self.dialogue.begun && self.dialogue.is_idle();
        reply.row.code == 220
            && before_all
            && self.session.greeting_host.is_none()
            && !self.is_past_starttls()
            && reply.row.enhanced().is_none()
    }

    fn greeting(&mut self, reply: &Reply<'_>) {
        self.session.has_beginning = true;
        let host = first_word(reply.row.rest);
        if self.session.peer == Peer::Unknown {
            self.session.peer = peer::of_host(host);
        }
        self.session.greeting_host = Some(host.to_owned()).filter(|h| !h.is_empty());
    }

    fn ehlo_reply(&mut self, reply: &Reply<'_>) {
        let session = &mut self.session;
        if session.peer == Peer::Unknown && peer::says_hello(reply.row.rest) {
            // The greeting is missing, or a firewall has masked it.
            session.peer = peer::of_host(first_word(reply.row.rest));
        }
        // The later reply counts: the one inside TLS comes from the peer itself.
        let seen = peer::seen_address(reply.row.rest);
        if let Some(address) = seen
            && session.seen_address.as_ref().is_none_or(|s| s.0 != address)
        {
            session.seen_address = Some((address, (reply.quote)()));
        }
        if self.is_past_starttls() || self.session.tls.offered.is_some() {
            return;
        }
        // That it is missing can only be said of a reply that is whole, and
        // surely not the second one, which never lists it.
        let sure = reply.complete && self.session.has_beginning && !self.damaged;
        if reply.lists_starttls || reply.row.lists_starttls() {
            self.session.tls.offered = Some(true);
        } else if sure {
            self.session.tls.offered = Some(false);
            self.session.tls.ehlo_reply = Some((reply.quote)());
        }
    }

    fn is_past_starttls(&self) -> bool {
        let tls = &self.session.tls;
        tls.started || tls.succeeded || tls.failed.is_some() || self.handshake.any()
    }

    fn refusal(&mut self, refusal: Refusal) {
        self.size += 1;
        self.session.refusals.push(refusal);
    }

    /// `454 4.7.5`: the Send connector's certificate was not found. Exchange
    /// says it itself, in whatever field (formats.md section 1, point 10).
    fn raised_locally(&mut self, row: &Row<'_>, place: &Place<'_>) {
        const MISSING: ReplyKind = ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing);
        let says = |field: &Field<'_>| {
            let named = memmem::find(field.raw(), super::MISSING).is_some();
            named && classify(&field.text()) == Some(MISSING)
        };
        // A reply's data has been read as a reply.
        let data = Some(row.data).filter(|_| row.event != Event::Reply);
        let field = data.filter(says).or(Some(row.context).filter(says));
        if let Some(text) = field.map(Field::text) {
            self.refusal(Refusal {
                time: place.time.unwrap_or(self.session.ended),
                text: bounded(text.trim()).to_owned(),
                kind: MISSING,
                line: place.quote(),
                recipient: None,
            });
        }
    }

    /// A damaged line was one of this session's rows.
    pub(super) fn damaged_row(&mut self, event: Option<Event>, data: &[u8]) {
        self.damaged |= self.session.messages.is_empty();
        let data = lossy(data);
        match event {
            Some(Event::Command) => {
                self.end_rows();
                self.dialogue.lost_command(&data);
            }
            Some(Event::Reply) if !reply_row(&data).is_some_and(|r| r.more) => {
                self.rows = None;
                self.dialogue.lost_reply();
            }
            _ => {}
        }
    }

    /// Completes the session: no more rows of it will come.
    pub(super) fn settle(&mut self, shared: &mut Shared) -> &Session {
        self.end_rows();
        let session = &mut self.session;
        let handshake_is_past = session.closed || !session.messages.is_empty();
        let sure = session.has_beginning && handshake_is_past && !self.damaged;
        let (certificate, line) = self.handshake.settle(&mut shared.certificates, sure);
        session.certificate = certificate;
        session.certificate_line = line;
        session
    }
}

fn refusal_kind(row: ReplyRow<'_>, text: &str) -> Option<ReplyKind> {
    (row.code >= 400).then(|| classify(text).unwrap_or(ReplyKind::OtherRefusal))
}

fn outcome_of(kind: ReplyKind) -> Outcome {
    match kind {
        ReplyKind::TenantAttribution | ReplyKind::Attr36 => Outcome::RefusedAttribution,
        ReplyKind::TenantInboundAttribution => Outcome::RefusedInboundAttribution,
        ReplyKind::Neighbour(_) | ReplyKind::OtherRefusal => Outcome::RefusedOtherwise,
    }
}

fn first_word(text: &str) -> &str {
    bounded(text.split_ascii_whitespace().next().unwrap_or_default())
}

/// From "sending message with RecordId 1 and InternetMessageId <id>".
fn message_id(context: &str) -> Option<String> {
    const LABEL: &str = "InternetMessageId ";
    let at = memmem::find(context.as_bytes(), LABEL.as_bytes())?;
    let rest = context.get(at + LABEL.len()..)?.trim();
    let id = rest.strip_prefix('<').unwrap_or(rest);
    let (id, _) = id.split_once('>').unwrap_or((id, ""));
    Some(bounded(id).to_owned()).filter(|id| !id.is_empty())
}

fn bounded(text: &str) -> &str {
    address::bounded(text, MAX_TEXT)
}
