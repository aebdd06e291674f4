//! What follows the endpoints in rows of late: a peer says few things, and a certificate
//! is sent in few forms, but each of them thousands of times. What is known is neither
//! cut nor understood anew, nor is its end looked for.

use super::handshake::Info;
use super::line::{Event, Field, Quotes, Texts};
use super::plain::Cut;
use super::reply::Said;

/// Places for tails.
const PLACES: usize = 512;
/// Tails that have a place together: what begins alike may go on in two ways, like the
/// replies to EHLO before TLS and within it.
const WAYS: usize = 2;
/// What chooses the place of a tail: so many bytes behind event and comma, in which hosts
/// of one site differ. Behind a short one they are the next line's, whose time changes
/// late in them.
const BEGIN: usize = 32;
/// Longer tails are not remembered (bytes).
const MAX_TAIL: usize = 1024;

/// What a row means that is as another one was, as far as its text alone tells.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    /// It is this reply's.
    Reply(Said),
    /// It is a `*` row of this kind.
    Info(Info),
}

/// The tails of late; none are remembered where there is no place for them.
#[derive(Debug, Default)]
pub(super) struct Tails(Vec<Place>);

/// What follows the endpoints in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail<'a> {
    pub(super) event: Event,
    pub(super) texts: Texts<'a>,
    /// Where the line ends, and where the next one begins.
    pub(super) ends: (usize, usize),
}

#[derive(Debug, Clone, Default)]
struct Place {
    known: Latest<Known>,
    /// Those that were not known: what comes again is remembered.
    missed: Latest<Vec<u8>>,
}

/// The last ones of their kind.
#[derive(Debug, Clone, Default)]
struct Latest<T> {
    all: [T; WAYS],
    /// Which of them the next one replaces.
    oldest: usize,
}

impl<T> Latest<T> {
    /// The one that gives its place to the next.
    fn next(&mut self) -> &mut T {
        let at = self.oldest;
        self.oldest = (at + 1) % WAYS;
        &mut self.all[at]
    }
}

/// A tail that is known.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// With its line end; empty where none is known.
    text: Vec<u8>,
    /// Data and context once more, so that they need not be cut out of it.
    data: Box<[u8]>,
    context: Box<[u8]>,
    quotes: (Quotes, Quotes),
    event: Event,
    ends: (usize, usize),
    meaning: Meaning,
}

impl Tails {
    pub(super) fn new() -> Self {
        Self(vec![Place::default(); PLACES])
    }

    /// The tail that `text` begins with, if it is a plain row's.
    #[inline(always)]
    pub(super) fn tail<'a>(&'a mut self, text: &'a [u8]) -> Option<Tail<'a>> {
        // Of the others hardly one is as another.
        let repeats = matches!(text.first(), Some(b'<' | b'*'));
        let at = if repeats { place(text) } else { None };
        if let Some(at) = at {
            let ways = &self.0.get(at)?.known.all;
            if let Some(way) = ways.iter().position(|known| known.begins(text)) {
                let known = self.0.get(at)?.known.all.get(way)?;
                return Some(known.tail());
            }
        }
        let new = Cut::of(text)?;
        if let Some(at) = at {
            self.learn(at, text, &new);
        }
        let (data, context) = new.texts(text)?;
        Some(Tail {
            event: new.event,
            texts: Texts::New(data, context),
            ends: new.ends,
        })
    }

    /// Takes the tail that is not known; one that came twice will be, if it is ASCII: of a
    /// known one nobody asks whether it is text.
    #[inline(never)]
    fn learn(&mut self, at: usize, text: &[u8], cut: &Cut) {
        let (Some(place), Some(whole)) = (self.0.get_mut(at), text.get(..cut.ends.1)) else {
            return;
        };
        if whole.len() > MAX_TAIL || !whole.is_ascii() {
            return;
        }
        if !place.missed.all.iter().any(|missed| missed == whole) {
            let missed = place.missed.next();
            missed.clear();
            missed.extend_from_slice(whole);
        } else if let Some(new) = Known::of(whole, cut) {
            *place.known.next() = new;
        }
    }
}

impl Default for Known {
    fn default() -> Self {
        Self {
            text: Vec::new(),
            data: Box::default(),
            context: Box::default(),
            quotes: (Quotes::None, Quotes::None),
            event: Event::default(),
            ends: (0, 0),
            meaning: Meaning::Info(Info::Other),
        }
    }
}

impl Known {
    #[inline(always)]
    fn begins(&self, text: &[u8]) -> bool {
        !self.text.is_empty() && text.starts_with(&self.text)
    }

    #[inline(always)]
    fn tail(&self) -> Tail<'_> {
        Tail {
            event: self.event,
            texts: Texts::Known(self),
            ends: self.ends,
        }
    }

    pub(super) fn data(&self) -> Field<'_> {
        let (raw, quotes) = (&self.data, self.quotes.0);
        Field { raw, quotes }
    }

    pub(super) fn context(&self) -> Field<'_> {
        let (raw, quotes) = (&self.context, self.quotes.1);
        Field { raw, quotes }
    }

    pub(super) fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    fn of(text: &[u8], cut: &Cut) -> Option<Self> {
        let (data, context) = cut.texts(text)?;
        let meaning = match cut.event {
            Event::Reply => Meaning::Reply(Said::of(&data.bytes())?),
            _ => Meaning::Info(Info::of(context.raw())),
        };
        Some(Self {
            text: text.to_vec(),
            data: data.raw.into(),
            context: context.raw.into(),
            quotes: (data.quotes, context.quotes),
            event: cut.event,
            ends: cut.ends,
            meaning,
        })
    }
}

/// Where a tail has its place. Who chooses tails that meet there makes them read anew.
#[inline(always)]
fn place(text: &[u8]) -> Option<usize> {
    /// Odd, its bits without a pattern: the golden ratio.
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let begin = text.get(2..)?.first_chunk::<BEGIN>()?;
    let word = |at: usize| Some(u64::from_le_bytes(*begin.get(at..)?.first_chunk()?));
    let first = word(0)? ^ word(16)?.rotate_left(23);
    let second = word(8)? ^ word(24)?.rotate_left(41);
    let mixed = (first.wrapping_mul(MIX) ^ second).wrapping_mul(MIX);
    Some((mixed >> 55) as usize % PLACES)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A tail in front of another line.
    fn line(tail: &str) -> String {
        format!("{tail}2026-11-02T08:00:05.001Z,Outbound,08DE1A2B3C4D5E6F,7,,192.0.2.1:25,+,,\n")
    }

    /// Whether it is known, and where its line ends.
    fn known(tails: &mut Tails, tail: &str) -> (bool, usize) {
        let text = line(tail);
        let tail = tails.tail(text.as_bytes()).unwrap();
        (matches!(tail.texts, Texts::Known(_)), tail.ends.1)
    }

    #[test]
    fn what_comes_again_is_known_in_turns_too() {
        let hello = "<,250  AM5EUR02FT025.mail.protection.outlook.com Hello [203.0.113.7] SIZE 1";
        let (outside, inside) = (format!("{hello} STARTTLS,\n"), format!("{hello},\r\n"));
        let mut tails = Tails::new();
        for nth in 0..5 {
            for tail in [&outside, &inside] {
                assert_eq!(
                    known(&mut tails, tail),
                    (nth > 1, tail.len()),
                    "{nth} {tail}"
                );
            }
        }
        // One that goes on, and one that ends otherwise.
        for tail in [
            format!("{hello} STARTTLS,x\n"),
            format!("{hello} STARTTLS,\r\n"),
        ] {
            assert_eq!(known(&mut tails, &tail), (false, tail.len()));
        }
        assert!(known(&mut tails, &outside).0);
    }

    #[test]
    fn what_never_comes_again_drives_nothing_out() {
        let usual = "<,250 2.6.0 <id@contoso.com> Queued mail for delivery,\n";
        let mut tails = Tails::new();
        for _ in 0..3 {
            known(&mut tails, usual);
        }
        for nth in 0..100 {
            let once = format!("<,250 2.6.0 <id@contoso.com> Queued mail no {nth},\n");
            assert!(!known(&mut tails, &once).0);
        }
        assert!(known(&mut tails, usual).0);
    }

    #[test]
    fn commands_connections_and_what_is_too_long_are_not_remembered() {
        let long = "x".repeat(MAX_TAIL);
        let mut tails = Tails::new();
        for tail in [
            ">,STARTTLS,\n".to_owned(),
            "+,,\n".to_owned(),
            "-,,Local\n".to_owned(),
            format!("<,250 {long},\n"),
            format!("*,,{long}\n"),
        ] {
            for _ in 0..4 {
                assert_eq!(known(&mut tails, &tail), (false, tail.len()), "{tail}");
            }
        }
    }
}
