//! A reply with all its rows: `250-..` goes on, `250 ..` is the last.

use super::Quoted;
use super::address::bounded_bytes;
use super::open::MAX_TEXT;
use super::place::Place;
use super::reply::Said;
use super::written::{Spare, Written};
use crate::evidence::reply::ReplyKind;

/// Where the row stands that tells most.
pub(super) enum Proof<'a> {
    /// It is being read.
    Row(&'a Place<'a>),
    /// It was quoted when it was.
    Kept(&'a Quoted),
}

impl Proof<'_> {
    pub(super) fn line(&self) -> u64 {
        match self {
            Self::Row(place) => place.at.line,
            Self::Kept(quoted) => quoted.at.line,
        }
    }

    pub(super) fn quote(&self, spare: &mut Spare) -> Quoted {
        match self {
            Self::Row(place) => place.quote(spare),
            Self::Kept(quoted) => Quoted {
                at: quoted.at,
                text: spare.written(quoted.text.bytes()),
            },
        }
    }
}

/// A reply with all its rows.
pub(super) struct Reply<'a> {
    pub(super) said: &'a Said,
    /// The row that tells most: the first, or the one that names the refusal.
    pub(super) text: &'a [u8],
    pub(super) proof: Proof<'a>,
    pub(super) time: i64,
    /// Whether its rows do.
    pub(super) lists_starttls: bool,
    /// Whether its last row came.
    pub(super) complete: bool,
}

impl Reply<'_> {
    /// The first word that follows the code: a host, in greetings and replies to EHLO.
    #[inline(always)]
    pub(super) fn host(&self) -> &[u8] {
        let mut words = self.said.rest(self.text).split(u8::is_ascii_whitespace);
        words.find(|word| !word.is_empty()).unwrap_or_default()
    }
}

/// The rows so far of a reply that goes on.
#[derive(Debug)]
pub(super) struct Rows {
    said: Said,
    text: Written,
    quote: Quoted,
    time: i64,
    lists_starttls: bool,
}

impl Rows {
    /// Those of which this is the first.
    pub(super) fn begin(said: &Said, text: &[u8], place: &Place<'_>, spare: &mut Spare) -> Self {
        Self {
            said: *said,
            text: spare.written(&bounded_bytes(text, MAX_TEXT)),
            quote: place.quote(spare),
            time: place.time,
            lists_starttls: said.lists_starttls,
        }
    }

    /// Takes a further row.
    pub(super) fn add(&mut self, said: &Said, text: &[u8], place: &Place<'_>) {
        self.lists_starttls |= said.lists_starttls;
        if self.said.kind == Some(ReplyKind::OtherRefusal) && said.kind != self.said.kind {
            self.said = *said;
            self.text.set(&bounded_bytes(text, MAX_TEXT));
            self.quote.at = place.at;
            self.quote.text.set(&place.excerpt());
        }
    }

    /// The code of all of them.
    pub(super) fn code(&self) -> u16 {
        self.said.code
    }

    /// The reply that they are.
    pub(super) fn reply(&self, complete: bool) -> Reply<'_> {
        Reply {
            said: &self.said,
            text: self.text.bytes(),
            proof: Proof::Kept(&self.quote),
            time: self.time,
            lists_starttls: self.lists_starttls,
            complete,
        }
    }

    /// Gives back what was allocated for them.
    pub(super) fn end(self, spare: &mut Spare) {
        spare.keep(self.text);
        spare.keep_line(self.quote);
    }
}
