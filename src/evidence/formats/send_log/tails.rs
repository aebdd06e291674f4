//! What follows the endpoints in rows of late: a peer says few things, and a certificate
//! is sent in few forms, but each of them thousands of times. What is known is neither
//! cut nor understood anew, nor is its end looked for.

use super::handshake::Info;
use super::line::{Event, Field, Quotes, Texts};
use super::mix::mix;
use super::plain::Cut;
use super::reply::Said;

/// Places for tails.
const PLACES: usize = 512;
/// Tails that have a place together: what begins alike may go on in two ways, like the
/// replies to EHLO before TLS and within it.
const WAYS: usize = 2;
/// What a refusal begins with is mostly alike; so far behind that it names the host.
const REFUSED: usize = 40;
/// So often a tail has to come before it is remembered: a greeting, which tells the time,
/// comes again within its second.
pub(super) const TIMES: u8 = 5;
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
    known: [Known; WAYS],
    /// Which of them the next one replaces.
    oldest: usize,
    /// Those that were not known.
    missed: [Missed; WAYS],
}

/// A tail that was not known: what comes again and again is remembered.
#[derive(Debug, Clone, Copy, Default)]
struct Missed {
    print: u32,
    times: u8,
}

impl Place {
    /// Whether a tail of that fingerprint has come often enough to be remembered. What comes
    /// once only takes from the others' times and drives none of them out.
    fn is_usual(&mut self, print: u32) -> bool {
        if let Some(missed) = self.missed.iter_mut().find(|missed| missed.print == print) {
            missed.times += 1;
            if missed.times < TIMES {
                return false;
            }
            *missed = Missed::default();
            return true;
        }
        match self.missed.iter_mut().find(|missed| missed.times == 0) {
            Some(free) => *free = Missed { print, times: 1 },
            None => self.missed.iter_mut().for_each(|missed| missed.times -= 1),
        }
        false
    }

    fn remember(&mut self, known: Known) {
        self.known[self.oldest] = known;
        self.oldest = (self.oldest + 1) % WAYS;
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
            let ways = &self.0.get(at.0)?.known;
            if let Some(way) = ways.iter().position(|known| known.begins(text)) {
                let known = self.0.get(at.0)?.known.get(way)?;
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

    /// Takes the tail that is not known; one that came often will be, if it is ASCII: of a
    /// known one nobody asks whether it is text.
    #[inline(never)]
    fn learn(&mut self, (at, mixed): (usize, u64), text: &[u8], cut: &Cut) {
        let (Some(place), Some(whole)) = (self.0.get_mut(at), text.get(..cut.ends.1)) else {
            return;
        };
        // What tells two apart stands mostly at their ends. Whose prints are alike all the
        // same is remembered too early, and no worse.
        let end = whole.last_chunk().map_or(0, mix);
        let print = (mixed ^ end) >> 32 ^ whole.len() as u64;
        if whole.len() > MAX_TAIL || !place.is_usual(print as u32) || !whole.is_ascii() {
            return;
        }
        if let Some(known) = Known::of(whole, cut) {
            place.remember(known);
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

/// Where a tail has its place, and of what that is a part: so many bytes behind event and
/// comma, in which hosts of one site differ. Behind a short tail they are the next line's,
/// whose time changes late in them. Who chooses tails that meet there makes them read anew.
#[inline(always)]
fn place(text: &[u8]) -> Option<(usize, u64)> {
    let from = match text.get(2)? {
        b'4' | b'5' => 2 + REFUSED,
        _ => 2,
    };
    let mixed = mix(text.get(from..)?.first_chunk()?);
    Some(((mixed >> 55) as usize % PLACES, mixed))
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
        for nth in 0..TIMES + 3 {
            for tail in [&outside, &inside] {
                assert_eq!(
                    known(&mut tails, tail),
                    (nth >= TIMES, tail.len()),
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
        for _ in 0..TIMES {
            known(&mut tails, usual);
        }
        for nth in 0..100 {
            let once = format!("<,250 2.6.0 <id@contoso.com> Queued mail no {nth},\n");
            assert!(!known(&mut tails, &once).0);
        }
        assert!(known(&mut tails, usual).0);
    }

    #[test]
    fn refusals_of_each_host_are_known() {
        let hosts = 0..16;
        let refusal = |host: u32| {
            let said = "550 5.7.64 TenantAttribution; Relay Access Denied";
            format!("<,{said} [AM5EUR02FT{host:03}.eop-EUR02.prod.protection.outlook.com],\r\n")
        };
        let mut tails = Tails::new();
        for _ in 0..TIMES {
            for host in hosts.clone() {
                known(&mut tails, &refusal(host));
            }
        }
        assert!(
            hosts
                .clone()
                .all(|host| known(&mut tails, &refusal(host)).0)
        );
    }

    #[test]
    fn what_comes_twice_within_a_second_is_not_remembered() {
        let greeting = "<,\"220 EX.protection.outlook.com ready at Mon, 2 Nov 2026 08:00";
        let mut tails = Tails::new();
        for second in 0..60 {
            for _ in 1..TIMES {
                let greeting = format!("{greeting}:{second:02} +0000\",\r\n");
                assert!(!known(&mut tails, &greeting).0);
            }
        }
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
            for _ in 0..TIMES + 3 {
                assert_eq!(known(&mut tails, &tail), (false, tail.len()), "{tail}");
            }
        }
    }
}
