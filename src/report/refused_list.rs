//! Who must send again, as a screen shows it: refused messages by sender. However many
//! were refused, it holds a bounded number of names; all of them are in the CSV.

use std::collections::BTreeMap;

use crate::evidence::formats::send_log::{Outcome, Session, SessionSink};
use crate::facts::Window;

/// Senders that are kept; the refused recipients of further ones are counted.
pub(super) const MAX_SENDERS: usize = 2_000;
/// Recipients that are kept of one sender.
pub(super) const MAX_RECIPIENTS: usize = 3;

/// What of one sender was refused with 5.7.64 or ATTR36.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resend {
    /// MAIL FROM; empty for `<>`.
    pub sender: String,
    /// Recipients refused.
    pub recipients: u64,
    /// The first refused message, milliseconds since the epoch.
    pub first: i64,
    /// The last one.
    pub last: i64,
    /// Some of the recipients, none twice.
    pub to: Vec<String>,
}

/// Takes sessions, and lists the senders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusedList {
    senders: BTreeMap<String, Resend>,
    window: Window,
    /// Recipients refused of senders beyond the number that are kept.
    pub unlisted: u64,
}

impl RefusedList {
    /// A list of the sessions within the window.
    pub fn new(window: Window) -> Self {
        Self {
            window,
            ..Self::default()
        }
    }

    /// The senders, those with most refused recipients first; `<>` last, since nobody
    /// sends a bounce again.
    pub fn senders(&self) -> Vec<&Resend> {
        let mut senders: Vec<&Resend> = self.senders.values().collect();
        senders.sort_by_key(|s| (s.sender.is_empty(), std::cmp::Reverse(s.recipients)));
        senders
    }

    fn refused(&mut self, sender: &str, time: i64, recipient: &str) {
        let is_full = self.senders.len() >= MAX_SENDERS;
        if is_full && !self.senders.contains_key(sender) {
            self.unlisted += 1;
            return;
        }
        let resend = self
            .senders
            .entry(sender.to_owned())
            .or_insert_with(|| Resend {
                sender: sender.to_owned(),
                recipients: 0,
                first: time,
                last: time,
                to: Vec::new(),
            });
        resend.recipients += 1;
        resend.first = resend.first.min(time);
        resend.last = resend.last.max(time);
        if resend.to.len() < MAX_RECIPIENTS && resend.to.iter().all(|to| to != recipient) {
            resend.to.push(recipient.to_owned());
        }
    }
}

impl SessionSink for RefusedList {
    fn session(&mut self, _server: &str, session: &Session) {
        if !self.window.holds(session.started) {
            return;
        }
        for message in &session.messages {
            let refused = message
                .recipients
                .iter()
                .filter(|r| r.outcome == Outcome::RefusedAttribution);
            for recipient in refused {
                let (from, to) = (message.mail_from.text(), recipient.address.text());
                self.refused(&from, message.time, &to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::formats::send_log::{Message, Recipient};

    fn session(from: &str, time: i64, to: &[(&str, Outcome)]) -> Session {
        let recipient = |&(address, outcome): &(&str, Outcome)| Recipient {
            address: address.into(),
            outcome,
            ..Recipient::default()
        };
        Session {
            started: time,
            messages: vec![Message {
                mail_from: from.into(),
                time,
                recipients: to.iter().map(recipient).collect(),
                ..Message::default()
            }],
            ..Session::default()
        }
    }

    #[test]
    fn senders_with_most_to_send_again_come_first_and_bounces_last() {
        use Outcome::{Accepted, RefusedAttribution as Refused};
        let mut list = RefusedList::new(Window {
            since: Some(1),
            until: None,
        });
        let sessions = [
            session("", 5, &[("x@fabrikam.com", Refused); 9]),
            session("kim@contoso.com", 7, &[("a@fabrikam.com", Refused)]),
            session(
                "lee@contoso.com",
                6,
                &[("a@fabrikam.com", Refused), ("b@fabrikam.com", Refused)],
            ),
            session(
                "lee@contoso.com",
                3,
                &[("a@fabrikam.com", Refused), ("c@fabrikam.com", Accepted)],
            ),
            session("early@contoso.com", 0, &[("a@fabrikam.com", Refused)]),
        ];
        for session in &sessions {
            list.session("EX01", session);
        }
        let told: Vec<(&str, u64, i64, i64, usize)> = list
            .senders()
            .into_iter()
            .map(|s| (s.sender.as_str(), s.recipients, s.first, s.last, s.to.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("lee@contoso.com", 3, 3, 6, 2),
                ("kim@contoso.com", 1, 7, 7, 1),
                ("", 9, 5, 5, 1),
            ]
        );
        assert_eq!(list.unlisted, 0);
    }

    #[test]
    fn it_stays_small_whatever_was_refused() {
        let mut list = RefusedList::default();
        for nth in 0..MAX_SENDERS + 7 {
            let to = [("a@x.com", Outcome::RefusedAttribution)];
            list.session("EX01", &session(&format!("{nth}@contoso.com"), 1, &to));
        }
        list.session(
            "EX01",
            &session(
                "0@contoso.com",
                1,
                &[("b@x.com", Outcome::RefusedAttribution)],
            ),
        );
        assert_eq!(list.senders().len(), MAX_SENDERS);
        assert_eq!(list.unlisted, 7);
        assert_eq!(list.senders()[0].recipients, 2, "a known one goes on");
    }
}
