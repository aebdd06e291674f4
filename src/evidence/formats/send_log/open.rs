//! A session whose end is not read yet: its rows, one by one.

use memchr::memmem::Finder;

use crate::evidence::reply::{Neighbour, ReplyKind, classify};
use crate::evidence::{MAX_EXCERPT, excerpt};

use super::certificate::Certificates;
use super::dialogue::{Answer, Dialogue, Verb};
use super::endpoints::Endpoints;
use super::find::first;
use super::handshake::{Handshake, Told};
use super::line::{Event, Field, Row, lossy};
use super::repeated::Reached;
use super::reply::Said;
use super::said::Replies;
use super::{LineRef, Outcome, Peer, Quoted, Refusal, Session, address, peer};

/// Longest reply text and message id kept, in characters.
const MAX_TEXT: usize = 2000;
/// In the one error that Exchange raises itself and that concerns us.
const MISSING: &[u8] = b"TlsCertificateName";
/// What a message id stands behind.
const MESSAGE_ID: &[u8] = b"InternetMessageId ";

/// What all sessions of a reader share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) certificates: Certificates,
    replies: Replies,
    /// Finds [`MESSAGE_ID`] and [`MISSING`].
    message_id: Finder<'static>,
    missing: Finder<'static>,
}

impl Shared {
    pub(super) fn new(certificates: Certificates) -> Self {
        Self {
            certificates,
            replies: Replies::default(),
            message_id: Finder::new(MESSAGE_ID),
            missing: Finder::new(MISSING),
        }
    }
}

/// Where and when a row is, and its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) at: LineRef,
    /// Milliseconds since the epoch; `None` when it could not be read.
    pub(super) time: Option<i64>,
    pub(super) line: &'a [u8],
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
    said: &'a Said,
    /// The row that tells most: the first, or the one that names the refusal.
    text: &'a [u8],
    quote: &'a dyn Fn() -> Quoted,
    line: u64,
    time: i64,
    /// Whether its rows do.
    lists_starttls: bool,
    /// Whether its last row came.
    complete: bool,
}

impl Reply<'_> {
    /// The first word that follows the code: a host, in greetings and replies to EHLO.
    fn host(&self) -> String {
        first_word(&lossy(self.said.rest(self.text))).to_owned()
    }
}

/// The rows so far of a reply that goes on.
#[derive(Debug)]
struct Rows {
    said: Said,
    text: Vec<u8>,
    quote: Quoted,
    time: i64,
    lists_starttls: bool,
}

impl Rows {
    fn add(&mut self, said: &Said, text: &[u8], place: &Place<'_>) {
        self.lists_starttls |= said.lists_starttls;
        if self.said.kind == Some(ReplyKind::OtherRefusal) && said.kind != self.said.kind {
            self.said = *said;
            self.text = kept(text);
            self.quote = place.quote();
        }
    }
}

/// An open session. What every row needs comes first and side by side: with many
/// sessions open each place that is touched is one that has left the cache.
#[derive(Debug, Default)]
#[repr(C, align(64))]
pub(super) struct Open {
    /// Those of its last row.
    pub(super) endpoints: Endpoints,
    /// How far the files have told of it.
    pub(super) reached: Reached,
    /// When it was opened and last touched, in rows of the reader.
    pub(super) opened: u64,
    pub(super) touched: u64,
    /// Commands and refusals, which is what it needs memory for.
    pub(super) size: usize,
    rows: Option<Box<Rows>>,
    dialogue: Dialogue,
    /// As far as it is known.
    pub(super) session: Session,
    handshake: Handshake,
    /// A damaged line was one of its rows, before its first message.
    damaged: bool,
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
        self.endpoints.clear();
        self.size = 0;
    }

    /// Takes a row.
    pub(super) fn row(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) {
        self.touch(row, place);
        // What is of a usual kind is no error that Exchange raises itself.
        let data_is_usual = match row.event {
            Event::Connect => {
                self.session.has_beginning = true;
                self.session.remote = peer::endpoint(row.remote).or(self.session.remote);
                row.data.is_empty()
            }
            Event::Disconnect => {
                self.session.closed = true;
                row.data.is_empty()
            }
            Event::Command => self.command(row, place, shared),
            Event::Reply => {
                self.reply(&row.data.bytes(), place, shared);
                true
            }
            Event::Info if self.info(row, place, shared) => return,
            Event::Info => row.data.is_empty(),
        };
        if !data_is_usual || !row.context.is_empty() {
            self.raised_locally(row, place, shared);
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
        if session.remote.is_none() && row.event != Event::Connect {
            session.remote = peer::endpoint(row.remote);
        }
    }

    /// Takes a command; tells whether it is one that is known.
    fn command(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) -> bool {
        self.end_rows();
        self.handshake.over(&mut shared.certificates);
        self.size += 1;
        let at = (place.at.line, place.time.unwrap_or(self.session.ended));
        let messages = &mut self.session.messages;
        let verb = self.dialogue.command(&row.data.bytes(), at, messages);
        self.session.tls.started |= verb == Some(Verb::StartTls);
        verb.is_some_and(|verb| verb != Verb::Other)
    }

    /// Takes a `*` row; tells whether it is of a kind that is known.
    fn info(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) -> bool {
        let quote = || place.quote();
        match self.handshake.info(row, &mut shared.certificates, quote) {
            Told::Certificate => {}
            Told::Succeeded => self.session.tls.succeeded = true,
            Told::Failed(error) => self.session.tls.failed = Some((error, place.quote())),
            Told::Nothing if row.context.raw().starts_with(b"sending message") => {
                let id = message_id(&row.context.bytes(), &shared.message_id);
                self.dialogue.next_message_id = id;
            }
            Told::Nothing => return false,
        }
        true
    }

    fn reply(&mut self, text: &[u8], place: &Place<'_>, shared: &mut Shared) {
        let Some(said) = shared.replies.said(text) else {
            return;
        };
        let time = place.time.unwrap_or(self.session.ended);
        let other = |rows: &Rows| rows.said.code != said.code;
        if self.rows.as_deref().is_some_and(other) {
            self.end_rows();
        }
        match self.rows.take() {
            Some(mut rows) => {
                rows.add(said, text, place);
                if said.more {
                    self.rows = Some(rows);
                } else {
                    self.whole_rows(&rows, true);
                }
            }
            None if said.more => {
                self.rows = Some(Box::new(Rows {
                    said: *said,
                    text: kept(text),
                    quote: place.quote(),
                    time,
                    lists_starttls: said.lists_starttls,
                }));
            }
            None => self.whole(&Reply {
                said,
                text,
                quote: &|| place.quote(),
                line: place.at.line,
                time,
                lists_starttls: said.lists_starttls,
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
        self.whole(&Reply {
            said: &rows.said,
            text: &rows.text,
            quote: &|| rows.quote.clone(),
            line: rows.quote.at.line,
            time: rows.time,
            lists_starttls: rows.lists_starttls,
            complete,
        });
    }

    fn whole(&mut self, reply: &Reply<'_>) {
        if self.is_greeting(reply) {
            self.greeting(reply);
            return;
        }
        let said = reply.said;
        // A reply to EHLO has no enhanced code (RFC 2034, section 4).
        let by_order = || self.dialogue.expects_ehlo() && !said.is_enhanced;
        if said.code == 250 && (said.hello || by_order()) {
            self.ehlo_reply(reply);
        }
        let answer = Answer {
            code: said.code,
            fits: said.fits,
            outcome: said.kind.map_or(Outcome::Accepted, outcome_of),
            line: reply.line,
        };
        let paired = self.dialogue.answer(answer, &mut self.session.messages);
        if let Some(kind) = said.kind {
            let to = paired.and_then(|p| p.to);
            self.refusal(Refusal {
                time: reply.time,
                text: bounded(lossy(reply.text).trim()).to_owned(),
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
        reply.said.code == 220
            && before_all
            && self.session.greeting_host.is_none()
            && !self.is_past_starttls()
            && !reply.said.is_enhanced
    }

    fn greeting(&mut self, reply: &Reply<'_>) {
        self.session.has_beginning = true;
        let host = reply.host();
        if self.session.peer == Peer::Unknown {
            self.session.peer = peer::of_host(&host);
        }
        self.session.greeting_host = Some(host).filter(|h| !h.is_empty());
    }

    fn ehlo_reply(&mut self, reply: &Reply<'_>) {
        let session = &mut self.session;
        if session.peer == Peer::Unknown && reply.said.hello {
            // The greeting is missing, or a firewall has masked it.
            session.peer = peer::of_host(&reply.host());
        }
        // The later reply counts: the one inside TLS comes from the peer itself.
        if let Some(address) = reply.said.seen
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
        if reply.lists_starttls {
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
    fn raised_locally(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &Shared) {
        const KIND: ReplyKind = ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing);
        let says = |field: &Field<'_>| {
            let named = shared.missing.find(field.raw()).is_some();
            named && classify(&field.text()) == Some(KIND)
        };
        // A reply's data has been read as a reply.
        let data = Some(row.data).filter(|_| row.event != Event::Reply);
        let field = data.filter(says).or(Some(row.context).filter(says));
        if let Some(text) = field.map(Field::text) {
            self.refusal(Refusal {
                time: place.time.unwrap_or(self.session.ended),
                text: bounded(text.trim()).to_owned(),
                kind: KIND,
                line: place.quote(),
                recipient: None,
            });
        }
    }

    /// A damaged line was one of this session's rows.
    pub(super) fn damaged_row(&mut self, event: Option<Event>, data: &[u8]) {
        self.damaged |= self.session.messages.is_empty();
        match event {
            Some(Event::Command) => {
                self.end_rows();
                self.dialogue.lost_command(data);
            }
            Some(Event::Reply) if !Said::of(data).is_some_and(|said| said.more) => {
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
fn message_id(context: &[u8], label: &Finder<'_>) -> Option<String> {
    let at = label.find(context)?;
    let rest = context.get(at + MESSAGE_ID.len()..)?.trim_ascii();
    let id = rest.strip_prefix(b"<").unwrap_or(rest);
    let end = first(b'>', id).unwrap_or(id.len());
    Some(bounded(&lossy(&id[..end])).to_owned()).filter(|id| !id.is_empty())
}

/// As much of a reply as is kept.
fn kept(text: &[u8]) -> Vec<u8> {
    bounded(&lossy(text)).as_bytes().to_owned()
}

fn bounded(text: &str) -> &str {
    address::bounded(text, MAX_TEXT)
}
