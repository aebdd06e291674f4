//! A session whose end is not read yet: its rows, one by one.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::address::bounded_bytes;
use super::certificate::Certificates;
use super::dialogue::{Adding, Answer, Dialogue, Verb};
use super::endpoints::Endpoints;
use super::find::first;
use super::handshake::{Handshake, Info, Quoting, Told};
use super::line::{Event, Field, Row, lossy};
use super::peer::{Addresses, Hosts, endpoint, of_host, without_port};
use super::place::Place;
use super::repeated::Reached;
use super::reply::Said;
use super::rows::{Proof, Reply, Rows};
use super::tails::Meaning;
use super::written::{Spare, Written};
use super::{Outcome, Peer, Refusal, SentCertificate, Session, Tls, address};
use crate::evidence::reply::{Neighbour, ReplyKind, classify};

/// Longest reply text and message id kept, in characters.
pub(super) const MAX_TEXT: usize = 2000;
/// In the one error that Exchange raises itself and that concerns us.
const MISSING: &[u8] = b"TlsCertificateName";
/// What a message id stands behind.
const MESSAGE_ID: &[u8] = b"InternetMessageId ";

/// What all sessions of a reader share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) certificates: Certificates,
    pub(super) spare: Spare,
    hosts: Hosts,
    addresses: Addresses,
    /// Finds [`MESSAGE_ID`] and [`MISSING`].
    message_id: Finder<'static>,
    missing: Finder<'static>,
}

impl Shared {
    pub(super) fn new(certificates: Certificates) -> Self {
        Self {
            certificates,
            spare: Spare::default(),
            hosts: Hosts::default(),
            addresses: Addresses::default(),
            message_id: Finder::new(MESSAGE_ID),
            missing: Finder::new(MISSING),
        }
    }
}

/// The id of no session.
pub(super) const NO_ID: [u8; 16] = [0; 16];

/// An open session. What every row needs comes first and side by side: with many
/// sessions open each place that is touched is one that has left the cache.
#[derive(Debug, Default)]
#[repr(C, align(128))]
pub(super) struct Open {
    /// Its id as its log has it, where that is a usual one.
    pub(super) id: [u8; 16],
    /// Those of its last row.
    pub(super) endpoints: Endpoints,
    /// How far the files have told of it.
    pub(super) reached: Reached,
    /// When it was last touched, in rows of the reader.
    pub(super) touched: u64,
    /// Commands and refusals, which is what it needs memory for.
    pub(super) size: u32,
    /// Whether both of its addresses are known.
    located: bool,
    /// A damaged line was one of its rows, before its first message.
    damaged: bool,
    /// Whether rows of its certificates may still come.
    in_handshake: bool,
    rows: Option<Box<Rows>>,
    dialogue: Dialogue,
    /// When it was opened, in rows of the reader.
    pub(super) opened: u64,
    /// As far as it is known.
    pub(super) session: Session,
    /// From "sending message with ..", for the MAIL FROM to come.
    message_id: Option<Written>,
    handshake: Handshake,
}

impl Open {
    /// Makes it ready for another session; what it has allocated is used again.
    pub(super) fn clear(&mut self, spare: &mut Spare) {
        self.session.clear(spare);
        self.dialogue.clear();
        spare.keep(self.message_id.take().unwrap_or_default());
        self.handshake.clear(spare);
        if let Some(rows) = self.rows.take() {
            rows.end(spare);
        }
        self.damaged = false;
        self.located = false;
        self.in_handshake = false;
        self.reached = Reached::default();
        self.endpoints.clear();
        self.size = 0;
    }

    /// Takes a row; tells whether it closes the session.
    pub(super) fn row(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) -> bool {
        self.touch(row, place, shared);
        // What is of a usual kind is no error that Exchange raises itself.
        let data_is_usual = match row.event {
            Event::Connect => {
                self.session.has_beginning = true;
                let remote = shared.addresses.of(row.endpoints.remote(), endpoint);
                self.session.remote = remote.or(self.session.remote);
                row.data().is_empty()
            }
            Event::Disconnect => {
                self.session.closed = true;
                row.data().is_empty()
            }
            Event::Command => self.command(row, place, shared),
            Event::Reply => {
                self.reply(row, place, shared);
                true
            }
            Event::Info if self.info(row, place, shared) => return false,
            Event::Info => row.data().is_empty(),
        };
        if !data_is_usual || !row.context().is_empty() {
            self.raised_locally(row, place, shared);
        }
        row.event == Event::Disconnect
    }

    /// Makes it ready for its first row, which has a time.
    pub(super) fn begin(&mut self) {
        (self.session.started, self.session.ended) = (i64::MAX, i64::MIN);
    }

    #[inline(always)]
    fn touch(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) {
        let session = &mut self.session;
        if place.time < session.started {
            session.first = Some(place.at);
            session.started = place.time;
        }
        if place.time >= session.ended {
            session.last = Some(place.at);
            session.ended = place.time;
        }
        if !self.located {
            self.locate(row, shared);
        }
    }

    fn locate(&mut self, row: &Row<'_>, shared: &mut Shared) {
        let session = &mut self.session;
        if session.remote.is_none() && row.event != Event::Connect {
            session.remote = shared.addresses.of(row.endpoints.remote(), endpoint);
        }
        // It is empty until there is a connection.
        let local = row.endpoints.local();
        if session.local.is_none() && !local.is_empty() {
            session.local = shared.addresses.of(without_port(local), endpoint);
        }
        self.located = session.remote.is_some() && session.local.is_some();
    }

    /// Takes a command; tells whether it is one that is known.
    fn command(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) -> bool {
        self.end_rows(shared);
        if self.in_handshake {
            self.handshake.over(&mut shared.certificates);
            self.in_handshake = false;
        }
        self.size += 1;
        let at = (place.at.line, place.time);
        let adding = Adding {
            messages: &mut self.session.messages,
            message_id: &mut self.message_id,
            spare: &mut shared.spare,
        };
        let verb = self.dialogue.command(&row.data().bytes(), at, adding);
        if verb == Some(Verb::StartTls) {
            self.session.tls.started = true;
        }
        verb.is_some_and(|verb| verb != Verb::Other)
    }

    /// Takes a `*` row; tells whether it is of a kind that is known.
    fn info(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) -> bool {
        let info = match row.meaning() {
            Some(Meaning::Info(info)) => *info,
            _ => Info::of(row.context().raw()),
        };
        let spare = &mut shared.spare;
        let mut quoting = Quoting { place, spare };
        let known = &mut shared.certificates;
        let told = self.handshake.info(info, row, known, &mut quoting);
        match told {
            Told::Certificate => self.in_handshake = true,
            Told::Succeeded => self.session.tls.succeeded = true,
            Told::Failed(error) => {
                self.session.tls.failed = Some((error, place.quote(&mut shared.spare)));
            }
            Told::Nothing if info == Info::Message => {
                let context = row.context().bytes();
                let id = message_id(&context, &shared.message_id);
                let id = id.map(|id| shared.spare.written(&id));
                self.message_id = id;
            }
            Told::Nothing => return false,
        }
        true
    }

    fn reply(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) {
        let Shared { spare, hosts, .. } = shared;
        let text: &[u8] = &row.data().bytes();
        let new;
        let said = match row.meaning() {
            Some(Meaning::Reply(said)) => said,
            _ => match Said::of(text) {
                Some(said) => {
                    new = said;
                    &new
                }
                None => return,
            },
        };
        let other = |rows: &Rows| rows.code() != said.code;
        if self.rows.as_deref().is_some_and(other) {
            self.whole_rows(false, spare, hosts);
        }
        match &mut self.rows {
            Some(rows) => {
                rows.add(said, text, place);
                if !said.more {
                    self.whole_rows(true, spare, hosts);
                }
            }
            None if said.more => {
                let rows = Rows::begin(said, text, place, spare);
                self.rows = Some(Box::new(rows));
            }
            None => {
                let reply = Reply {
                    said,
                    text,
                    proof: Proof::Row(place),
                    time: place.time,
                    lists_starttls: said.lists_starttls,
                    complete: true,
                };
                self.whole(&reply, spare, hosts);
            }
        }
    }

    /// The last row of a reply did not come.
    #[inline(always)]
    fn end_rows(&mut self, shared: &mut Shared) {
        if self.rows.is_some() {
            self.whole_rows(false, &mut shared.spare, &mut shared.hosts);
        }
    }

    fn whole_rows(&mut self, complete: bool, spare: &mut Spare, hosts: &mut Hosts) {
        if let Some(rows) = self.rows.take() {
            self.whole(&rows.reply(complete), spare, hosts);
            rows.end(spare);
        }
    }

    fn whole(&mut self, reply: &Reply<'_>, spare: &mut Spare, hosts: &mut Hosts) {
        if self.is_greeting(reply) {
            self.greeting(reply, spare, hosts);
            return;
        }
        let said = reply.said;
        // A reply to EHLO has no enhanced code (RFC 2034, section 4).
        let by_order = || self.dialogue.expects_ehlo() && !said.is_enhanced;
        if said.code == 250 && (said.hello || by_order()) {
            self.ehlo_reply(reply, spare, hosts);
        }
        let answer = Answer {
            code: said.code,
            fits: said.fits,
            outcome: said.kind.map_or(Outcome::Accepted, outcome_of),
            line: reply.proof.line(),
        };
        let paired = self.dialogue.answer(answer, &mut self.session.messages);
        if let Some(kind) = said.kind {
            let to = paired.and_then(|p| p.to);
            self.refusal(Refusal {
                time: reply.time,
                text: bounded(lossy(reply.text).trim()).to_owned(),
                kind,
                line: reply.proof.quote(spare),
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

    fn greeting(&mut self, reply: &Reply<'_>, spare: &mut Spare, hosts: &mut Hosts) {
        self.session.has_beginning = true;
        let host = bounded_bytes(reply.host(), MAX_TEXT);
        if self.session.peer == Peer::Unknown {
            self.session.peer = hosts.of(&host, of_host);
        }
        if !host.is_empty() {
            self.session.greeting_host = Some(spare.written(&host));
        }
    }

    fn ehlo_reply(&mut self, reply: &Reply<'_>, spare: &mut Spare, hosts: &mut Hosts) {
        let session = &mut self.session;
        if session.peer == Peer::Unknown && reply.said.hello {
            // The greeting is missing, or a firewall has masked it.
            session.peer = hosts.of(&bounded_bytes(reply.host(), MAX_TEXT), of_host);
        }
        // The later reply counts: the one inside TLS comes from the peer itself.
        if let Some(address) = &reply.said.seen
            && session
                .seen_address
                .as_ref()
                .is_none_or(|s| s.0 != *address)
        {
            session.seen_address = Some((*address, reply.proof.quote(spare)));
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
            self.session.tls.ehlo_reply = Some(reply.proof.quote(spare));
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
    fn raised_locally(&mut self, row: &Row<'_>, place: &Place<'_>, shared: &mut Shared) {
        const KIND: ReplyKind = ReplyKind::Neighbour(Neighbour::SendConnectorCertificateMissing);
        let says = |field: &Field<'_>| {
            let named = shared.missing.find(field.raw()).is_some();
            named && classify(&field.text()) == Some(KIND)
        };
        // A reply's data has been read as a reply.
        let data = Some(row.data()).filter(|_| row.event != Event::Reply);
        let field = data.filter(says).or(Some(row.context()).filter(says));
        if let Some(text) = field.map(Field::text) {
            self.refusal(Refusal {
                time: place.time,
                text: bounded(text.trim()).to_owned(),
                kind: KIND,
                line: place.quote(&mut shared.spare),
                recipient: None,
            });
        }
    }

    /// A damaged line was one of this session's rows.
    pub(super) fn damaged_row(&mut self, event: Option<Event>, data: &[u8], shared: &mut Shared) {
        self.damaged |= self.session.messages.is_empty();
        match event {
            Some(Event::Command) => {
                self.end_rows(shared);
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
        self.end_rows(shared);
        let session = &mut self.session;
        let handshake_is_past = session.closed || !session.messages.is_empty();
        let sure = session.has_beginning && handshake_is_past && !self.damaged;
        let (certificate, line) = self.handshake.settle(&mut shared.certificates, sure);
        session.certificate = certificate;
        session.certificate_line = line;
        session
    }
}

impl Session {
    /// Forgets the session; what was allocated for it is used again.
    fn clear(&mut self, spare: &mut Spare) {
        let Self {
            id: _,
            // Both are set by whoever opens it.
            connector: _,
            first,
            last,
            started,
            ended,
            has_beginning,
            closed,
            local,
            remote,
            peer,
            greeting_host,
            seen_address,
            tls,
            certificate,
            certificate_line,
            messages,
            refusals,
        } = self;
        (*first, *last, *started, *ended) = (None, None, 0, 0);
        (*has_beginning, *closed) = (false, false);
        (*local, *remote, *peer) = (None, None, Peer::Unknown);
        spare.keep(greeting_host.take().unwrap_or_default());
        let Tls {
            offered,
            started,
            succeeded,
            failed,
            ehlo_reply,
        } = tls;
        (*offered, *started, *succeeded) = (None, false, false);
        let lines = [
            seen_address.take().map(|(_, line)| line),
            failed.take().map(|(_, line)| line),
            ehlo_reply.take(),
            certificate_line.take(),
        ];
        *certificate = SentCertificate::Unknown;
        let refused = refusals.drain(..).map(|refusal| refusal.line);
        for line in lines.into_iter().flatten().chain(refused) {
            spare.keep_line(line);
        }
        for message in messages.drain(..) {
            spare.keep_message(message);
        }
    }
}

fn outcome_of(kind: ReplyKind) -> Outcome {
    match kind {
        ReplyKind::TenantAttribution | ReplyKind::Attr36 => Outcome::RefusedAttribution,
        ReplyKind::TenantInboundAttribution => Outcome::RefusedInboundAttribution,
        ReplyKind::Neighbour(_) | ReplyKind::OtherRefusal => Outcome::RefusedOtherwise,
    }
}

/// From "sending message with RecordId 1 and InternetMessageId <id>".
fn message_id<'a>(context: &'a [u8], label: &Finder<'_>) -> Option<Cow<'a, [u8]>> {
    let rest = match behind_record(context) {
        Some(rest) => rest,
        None => context.get(label.find(context)? + MESSAGE_ID.len()..)?,
    };
    let rest = rest.trim_ascii();
    let id = rest.strip_prefix(b"<").unwrap_or(rest);
    let end = first(b'>', id).unwrap_or(id.len());
    Some(bounded_bytes(&id[..end], MAX_TEXT)).filter(|id| !id.is_empty())
}

/// What follows the label where it stands as Exchange writes it, which is quicker than to
/// look for it.
fn behind_record(context: &[u8]) -> Option<&[u8]> {
    let record = context.strip_prefix(b"sending message with RecordId ")?;
    let (record, rest) = record.split_at_checked(first(b' ', record)?)?;
    // A label would end otherwise.
    let is_number = record.last().is_some_and(u8::is_ascii_digit);
    let rest = rest.strip_prefix(b" and ")?.strip_prefix(MESSAGE_ID)?;
    is_number.then_some(rest)
}

fn bounded(text: &str) -> &str {
    address::bounded(text, MAX_TEXT)
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_message_id_is_where_its_label_is(
            words in "(sending message with RecordId )?([0-9]{1,3}|InternetMessageId|a)? ?\
                (and )?(InternetMessageId )?(<?[a-z ]{0,3}>?)?(InternetMessageId <b>)?",
        ) {
            let text = words.as_bytes();
            let searched = words.split_once("InternetMessageId ").and_then(|(_, rest)| {
                let rest = rest.trim();
                let id = rest.strip_prefix('<').unwrap_or(rest);
                let id = id.split_once('>').map_or(id, |(id, _)| id);
                (!id.is_empty()).then(|| id.to_owned())
            });
            let found = message_id(text, &Finder::new(MESSAGE_ID));
            prop_assert_eq!(found.map(|id| lossy(&id).into_owned()), searched);
        }
    }

    /// Each of these lies in one line of the cache, and the lines of a pair come together.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn what_rows_touch_begins_where_lines_of_the_cache_do() {
        assert_eq!(offset_of!(Open, reached), 64);
        assert_eq!(offset_of!(Open, dialogue), 128);
        assert_eq!(offset_of!(Open, session), 192);
    }
}
