//! What follows the endpoints in rows of late: a peer says few things, and a certificate
//! is sent in few forms, but each of them thousands of times. What is known is neither
//! cut nor understood anew, nor is its end looked for.

use super::handshake::Info;
use super::line::Event;
use super::plain::Cut;
use super::reply::Said;

/// Places for tails.
const PLACES: usize = 128;
/// Tails that have a place together: what begins alike may go on in two ways.
const WAYS: usize = 2;
/// What chooses the place of a tail: so many bytes behind event and comma.
const BEGIN: usize = 16;
/// Longer tails are not remembered (bytes).
const MAX_TAIL: usize = 1024;

/// What a row means, as far as its text alone tells.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says<'a> {
    /// It was not worked out.
    Unknown,
    /// What rows of that text mean.
    Known(&'a Meaning),
}

/// What a row means that is as another one was.
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

#[derive(Debug, Clone, Default)]
struct Place {
    known: [Known; WAYS],
    /// Which of them the next one replaces.
    oldest: usize,
    /// The last one that was not known: what comes twice is remembered.
    missed: Vec<u8>,
}

/// A tail that is known.
#[derive(Debug, Clone)]
struct Known {
    /// With its line end; that alone where none is known, which no tail begins with.
    text: Vec<u8>,
    cut: Cut,
    meaning: Meaning,
}

impl Tails {
    pub(super) fn new() -> Self {
        Self(vec![Place::default(); PLACES])
    }

    /// How the tail is cut that `text` begins with, if it is a plain row's, and what it
    /// means. One that is not known is cut into `new`.
    #[inline(always)]
    pub(super) fn cut<'a>(
        &'a mut self,
        text: &[u8],
        new: &'a mut Cut,
    ) -> Option<(&'a Cut, Says<'a>)> {
        // Of the others hardly one is as another.
        let repeats = matches!(text.first(), Some(b'<' | b'*'));
        let at = place(text).filter(|_| repeats);
        if let Some(at) = at {
            let ways = &self.0.get(at)?.known;
            if let Some(way) = ways.iter().position(|known| text.starts_with(&known.text)) {
                let known = self.0.get(at)?.known.get(way)?;
                return Some((&known.cut, Says::Known(&known.meaning)));
            }
        }
        *new = Cut::of(text)?;
        if let Some(at) = at {
            self.learn(at, text, new);
        }
        Some((new, Says::Unknown))
    }

    /// Takes a tail that is not known; one that came twice will be.
    #[inline(never)]
    fn learn(&mut self, at: usize, text: &[u8], cut: &Cut) {
        let (Some(place), Some(whole)) = (self.0.get_mut(at), text.get(..cut.ends.1)) else {
            return;
        };
        // A shorter one would be looked for in a place that the next line chooses.
        if !(BEGIN + 2..MAX_TAIL).contains(&whole.len()) {
            return;
        }
        if place.missed != whole {
            place.missed.clear();
            place.missed.extend_from_slice(whole);
            return;
        }
        let way = place.oldest;
        if let (Some(known), Some(new)) = (place.known.get_mut(way), Known::of(whole, *cut)) {
            *known = new;
            place.oldest = (way + 1) % WAYS;
        }
    }
}

impl Default for Known {
    fn default() -> Self {
        Self {
            text: b"\n".to_vec(),
            cut: Cut::default(),
            meaning: Meaning::Info(Info::Other),
        }
    }
}

impl Known {
    fn of(text: &[u8], cut: Cut) -> Option<Self> {
        let (data, context) = cut.texts(text)?;
        let meaning = match cut.event {
            Event::Reply => Meaning::Reply(Said::of(&data.bytes())?),
            _ => Meaning::Info(Info::of(context.raw())),
        };
        let text = text.to_vec();
        Some(Self { text, cut, meaning })
    }
}

/// Where a tail has its place. Who chooses tails that meet there makes them read anew.
#[inline(always)]
fn place(text: &[u8]) -> Option<usize> {
    /// Odd, its bits without a pattern: the golden ratio.
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let begin = text.get(2..)?.first_chunk::<BEGIN>()?;
    let begin = u128::from_le_bytes(*begin);
    let mixed = (begin as u64).wrapping_mul(MIX) ^ (begin >> 64) as u64;
    Some((mixed.wrapping_mul(MIX) >> 57) as usize % PLACES)
}
