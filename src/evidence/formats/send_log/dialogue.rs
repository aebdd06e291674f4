//! Commands and the replies to them (formats.md section 1, point 8).
//!
//! With PIPELINING several commands go out before the first reply comes back,
//! so replies are paired in order. Where rows are missing, what a reply says
//! ("2.1.5" is a recipient's) finds the next command it can belong to; a
//! command passed over stays unanswered, and a reply that fits none is nobody's.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::num::NonZeroU32;

use super::address;
use super::written::{Spare, Written};
use super::{Message, Outcome};

/// Commands without a reply that are kept; beyond it the oldest is given up.
const MAX_PENDING: usize = 10_000;

/// Commands as far as they are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// EHLO, HELO.
    Ehlo,
    StartTls,
    /// X-ANONYMOUSTLS: TLS between Exchange servers, answered like STARTTLS.
    AnonymousTls,
    Mail,
    Rcpt,
    Data,
    /// A chunk, the last one or not: a refused chunk fails its message (RFC 3030).
    Bdat,
    /// The text after 354; its end is not logged, its reply is.
    Content,
    Rset,
    Quit,
    /// AUTH, X-EXPS.
    Auth,
    Other,
    /// A command whose row is damaged.
    Lost,
}

impl Verb {
    /// By the first word; `None` for what is no command (an answer in AUTH).
    fn of(text: &[u8]) -> Option<Self> {
        const NAMES: [(&[u8], Verb); 14] = [
            (b"RCPT", Verb::Rcpt),
            (b"MAIL", Verb::Mail),
            (b"BDAT", Verb::Bdat),
            (b"EHLO", Verb::Ehlo),
            (b"HELO", Verb::Ehlo),
            (b"STARTTLS", Verb::StartTls),
            (b"X-ANONYMOUSTLS", Verb::AnonymousTls),
            (b"XANONYMOUSTLS", Verb::AnonymousTls),
            (b"DATA", Verb::Data),
            (b"RSET", Verb::Rset),
            (b"QUIT", Verb::Quit),
            (b"AUTH", Verb::Auth),
            (b"X-EXPS", Verb::Auth),
            (b"NOOP", Verb::Other),
        ];
        // Nearly all commands begin so, and are compared at once.
        match text.first_chunk() {
            Some(b"RCPT ") => return Some(Self::Rcpt),
            Some(b"MAIL ") => return Some(Self::Mail),
            Some(b"BDAT ") => return Some(Self::Bdat),
            Some(b"EHLO ") => return Some(Self::Ehlo),
            _ if text == b"QUIT" => return Some(Self::Quit),
            _ if text == b"STARTTLS" => return Some(Self::StartTls),
            _ => {}
        }
        let end = text.iter().position(|b| matches!(b, b' ' | b':'));
        let word = end.and_then(|end| text.get(..end)).unwrap_or(text);
        let first = word.first()?.to_ascii_uppercase();
        let known = NAMES.iter().find(|(name, _)| {
            // Nearly all are told apart by that, which is cheaper than comparing.
            name.len() == word.len()
                && name.first() == Some(&first)
                && word.eq_ignore_ascii_case(name)
        });
        // Exchange writes commands in capitals, its own (XSHADOW, XPROXYTO) too.
        let is_command = || {
            (3..=20).contains(&word.len())
                && word.first().is_some_and(u8::is_ascii_uppercase)
                && word
                    .iter()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-')
        };
        match known {
            Some(&(_, verb)) => Some(verb),
            None => is_command().then_some(Verb::Other),
        }
    }
}

/// Commands, of which each either is one of them or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verbs(u16);

impl Verbs {
    /// Whatever there is.
    pub(super) const ANY: Self = Self(u16::MAX);

    /// These, and what may be one of them.
    pub(super) const fn of(verbs: &[Verb]) -> Self {
        let mut bits = 1 << Verb::Lost as u16;
        let mut at = 0;
        while at < verbs.len() {
            bits |= 1 << verbs[at] as u16;
            at += 1;
        }
        Self(bits)
    }

    fn has(self, verb: Verb) -> bool {
        self.0 >> verb as u16 & 1 == 1
    }
}

/// Which one of a list. As small as that can be said: commands of many sessions wait at
/// once, and what is wide leaves the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Nth(NonZeroU32);

impl Nth {
    /// The one that is pushed next.
    fn next<T>(list: &[T]) -> Option<Self> {
        let nth = u32::try_from(list.len()).ok()?.checked_add(1)?;
        NonZeroU32::new(nth).map(Self)
    }

    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A command that waits for its reply.
#[derive(Debug, Clone, Copy)]
struct Pending {
    verb: Verb,
    /// Its message, unless the MAIL row is missing.
    message: Option<Nth>,
    /// Its recipient in that message.
    recipient: Option<Nth>,
}

/// A reply, as far as pairing is concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) code: u16,
    /// The commands it can belong to.
    pub(super) fits: Verbs,
    /// What it makes of a recipient.
    pub(super) outcome: Outcome,
    pub(super) line: u64,
}

/// What a reply was paired with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paired {
    pub(super) verb: Verb,
    /// Index of the message, and of the recipient if it is one's.
    pub(super) to: Option<(usize, Option<usize>)>,
}

/// A MAIL FROM that was refused: its recipients are, whatever they are told.
#[derive(Debug, Clone, Copy)]
struct RefusedMail {
    message: Nth,
    outcome: Outcome,
    line: u64,
}

/// The commands of one session that wait for replies.
#[derive(Debug, Default)]
#[repr(C)]
pub(super) struct Dialogue {
    pending: VecDeque<Pending>,
    /// The message that RCPT, DATA and BDAT belong to.
    current: Option<Nth>,
    /// Whether a command was seen at all.
    pub(super) begun: bool,
    refused_mail: Option<RefusedMail>,
}

/// What commands add to their session.
pub(super) struct Adding<'a> {
    pub(super) messages: &'a mut Vec<Message>,
    /// From "sending message with ..", for the MAIL FROM to come.
    pub(super) message_id: &'a mut Option<Written>,
    pub(super) spare: &'a mut Spare,
}

impl Dialogue {
    /// Makes it ready for another session.
    pub(super) fn clear(&mut self) {
        let Self {
            pending,
            current,
            begun,
            refused_mail,
        } = self;
        pending.clear();
        *current = None;
        *begun = false;
        *refused_mail = None;
    }

    /// Takes a command.
    pub(super) fn command(
        &mut self,
        text: &[u8],
        (line, time): (u64, i64),
        adding: Adding<'_>,
    ) -> Option<Verb> {
        let Adding {
            messages,
            message_id,
            spare,
        } = adding;
        self.begun = true;
        let text = text.trim_ascii_start();
        let verb = Verb::of(text)?;
        if verb == Verb::Other && self.pending.iter().any(|p| p.verb == Verb::Auth) {
            // A step of AUTH may look like a word in capitals.
            return None;
        }
        let mut recipient = None;
        match verb {
            Verb::Mail => {
                self.current = Nth::next(messages);
                messages.push(Message {
                    mail_from: spare.written(&address::kept(argument(text, b" FROM:<"))),
                    line,
                    time,
                    message_id: message_id.take(),
                    recipients: spare.recipients(),
                });
            }
            Verb::Rcpt => {
                let address = address::kept(argument(text, b" TO:<"));
                recipient = self.recipient(&address, line, messages, spare);
            }
            _ => {}
        }
        self.push(verb, recipient);
        if verb == Verb::Bdat && is_last_chunk(text) {
            self.current = None;
        }
        Some(verb)
    }

    fn recipient(
        &mut self,
        address: &[u8],
        line: u64,
        messages: &mut [Message],
        spare: &mut Spare,
    ) -> Option<Nth> {
        let current = self.current?;
        let recipients = &mut messages.get_mut(current.index())?.recipients;
        let refused = self.refused_mail.filter(|r| r.message == current);
        let nth = Nth::next(recipients);
        recipients.push(super::Recipient {
            address: spare.written(address),
            line,
            outcome: refused.map_or(Outcome::Unanswered, |r| r.outcome),
            reply_line: refused.map_or(0, |r| r.line),
        });
        nth
    }

    #[inline(always)]
    fn push(&mut self, verb: Verb, recipient: Option<Nth>) {
        let message = match verb {
            Verb::Mail | Verb::Rcpt | Verb::Data | Verb::Bdat => self.current,
            _ => None,
        };
        match verb {
            Verb::Data | Verb::Rset | Verb::Ehlo | Verb::StartTls => self.current = None,
            _ => {}
        }
        if self.pending.len() >= MAX_PENDING {
            self.pending.pop_front();
        }
        self.pending.push_back(Pending {
            verb,
            message,
            recipient,
        });
    }

    /// A command's row is damaged: a reply to it will come all the same.
    pub(super) fn lost_command(&mut self, data: &[u8]) {
        self.begun = true;
        let verb = Verb::of(data.trim_ascii_start()).filter(|&v| v != Verb::Other);
        let verb = verb.unwrap_or(Verb::Lost);
        if matches!(verb, Verb::Mail | Verb::Lost) {
            // Recipients that follow may be another message's.
            self.current = None;
        }
        self.push(verb, None);
    }

    /// A reply's row is damaged: its command stays unanswered.
    pub(super) fn lost_reply(&mut self) {
        self.pending.pop_front();
    }

    /// Whether no command waits.
    pub(super) fn is_idle(&self) -> bool {
        self.pending.is_empty()
    }

    /// Whether the next reply is to EHLO.
    pub(super) fn expects_ehlo(&self) -> bool {
        self.pending.front().is_some_and(|p| p.verb == Verb::Ehlo)
    }

    /// Pairs a reply with its command and notes what it means for recipients.
    pub(super) fn answer(&mut self, answer: Answer, messages: &mut [Message]) -> Option<Paired> {
        let paired = self.next_for(answer);
        if answer.code == 354 {
            self.await_content(paired.and_then(|p| p.message));
        }
        let pending = paired?;
        if let Some(message) = pending.message {
            self.decide(pending, message, answer, messages);
        }
        Some(Paired {
            verb: pending.verb,
            to: pending.message.map(|message| {
                let recipient = pending.recipient.map(Nth::index);
                (message.index(), recipient)
            }),
        })
    }

    fn next_for(&mut self, answer: Answer) -> Option<Pending> {
        let suits = |p: &Pending| answer.fits.has(p.verb);
        let at = self.pending.iter().position(suits)?;
        if answer.code == 334 {
            // AUTH goes on; its reply is still to come.
            return None;
        }
        if at > 0 {
            self.pending.drain(..at);
        }
        self.pending.pop_front()
    }

    /// After 354 the next reply is to the text.
    fn await_content(&mut self, message: Option<Nth>) {
        let message = message.or(self.current.take());
        self.pending.push_front(Pending {
            verb: Verb::Content,
            message,
            recipient: None,
        });
    }

    fn decide(&mut self, to: Pending, message: Nth, answer: Answer, messages: &mut [Message]) {
        let Some(found) = messages.get_mut(message.index()) else {
            return;
        };
        let refused = answer.code >= 400;
        let decide = |recipient: &mut super::Recipient| {
            recipient.outcome = answer.outcome;
            recipient.reply_line = answer.line;
        };
        match to.verb {
            Verb::Rcpt => {
                let by_mail = self.refused_mail.is_some_and(|r| r.message == message);
                let recipient = to.recipient;
                let recipient = recipient.and_then(|r| found.recipients.get_mut(r.index()));
                match recipient {
                    // "Need MAIL first" is not why it was refused.
                    Some(_) if by_mail && refused => {}
                    Some(recipient) if refused || answer.code < 300 => decide(recipient),
                    _ => {}
                }
            }
            Verb::Mail if refused => {
                let open = |r: &&mut super::Recipient| r.outcome == Outcome::Unanswered;
                found.recipients.iter_mut().filter(open).for_each(decide);
                self.refused_mail = Some(RefusedMail {
                    message,
                    outcome: answer.outcome,
                    line: answer.line,
                });
            }
            Verb::Data | Verb::Bdat | Verb::Content if refused => {
                let accepted = |r: &&mut super::Recipient| r.outcome == Outcome::Accepted;
                found
                    .recipients
                    .iter_mut()
                    .filter(accepted)
                    .for_each(decide);
            }
            _ => {}
        }
    }
}

/// The address in a MAIL or RCPT command; `usual` is what mostly stands before it:
/// ` FROM:<`, ` TO:<`. It is found however that is spaced and cased.
fn argument<'a>(text: &'a [u8], usual: &[u8]) -> &'a [u8] {
    let rest = text.get(4..).unwrap_or_default();
    if let Some(inside) = rest.strip_prefix(usual) {
        return address::inside(inside);
    }
    let keyword = usual.trim_ascii_start();
    let keyword = keyword.strip_suffix(b"<").unwrap_or(keyword);
    let rest = rest.trim_ascii_start();
    let after = match rest.split_at_checked(keyword.len()) {
        Some((word, after)) if word.eq_ignore_ascii_case(keyword) => after,
        _ => rest,
    };
    address::path(after)
}

fn is_last_chunk(text: &[u8]) -> bool {
    let mut words = text
        .split(u8::is_ascii_whitespace)
        .filter(|w| !w.is_empty());
    words
        .nth(2)
        .is_some_and(|word| word.eq_ignore_ascii_case(b"LAST"))
}
