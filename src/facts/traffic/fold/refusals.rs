//! The refusals of one session, found by what they answer. A log can have a session
//! with as many messages and refusals as it has rows, so that none is looked for in all.

use std::collections::{HashMap, HashSet};

use super::is_attribution;
use crate::evidence::formats::send_log::Refusal;

/// Fewer are looked through: nearly all sessions have one at most.
const FEW: usize = 16;

/// The refusals.
pub(super) struct Refusals<'s> {
    all: &'s [Refusal],
    many: Option<Many>,
}

/// Where they are.
#[derive(Default)]
struct Many {
    /// The first that answers a recipient of a message, or the message as a whole.
    first: HashMap<(usize, Option<usize>), usize>,
    /// Messages in which relay was refused.
    relay: HashSet<usize>,
}

impl<'s> Refusals<'s> {
    pub(super) fn of(all: &'s [Refusal]) -> Self {
        let many = (all.len() > FEW).then(|| Many::of(all));
        Self { all, many }
    }

    /// Whether relay was refused in the message.
    pub(super) fn of_relay(&self, message: usize) -> bool {
        match &self.many {
            Some(many) => many.relay.contains(&message),
            None => self
                .all
                .iter()
                .any(|r| r.recipient.is_some_and(|(m, _)| m == message) && is_attribution(r.kind)),
        }
    }

    /// The first that answers the recipient of the message, or all of that.
    pub(super) fn of_recipient(&self, message: usize, recipient: usize) -> Option<&'s Refusal> {
        let Some(many) = &self.many else {
            let is_it = |r: &&Refusal| {
                r.recipient
                    .is_some_and(|(m, r)| m == message && r.is_none_or(|r| r == recipient))
            };
            return self.all.iter().find(is_it);
        };
        let first = |of: Option<usize>| many.first.get(&(message, of)).copied();
        let nth = first(None)
            .into_iter()
            .chain(first(Some(recipient)))
            .min()?;
        self.all.get(nth)
    }
}

impl Many {
    fn of(all: &[Refusal]) -> Self {
        let mut many = Self::default();
        for (nth, refusal) in all.iter().enumerate() {
            let Some(answered) = refusal.recipient else {
                continue;
            };
            many.first.entry(answered).or_insert(nth);
            if is_attribution(refusal.kind) {
                many.relay.insert(answered.0);
            }
        }
        many
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::evidence::SourceId;
    use crate::evidence::formats::send_log::{LineRef, Quoted};
    use crate::evidence::reply::ReplyKind;

    fn refusal(recipient: Option<(usize, Option<usize>)>, is_relay: bool, line: u64) -> Refusal {
        let source = SourceId(0);
        Refusal {
            time: 0,
            text: String::new(),
            kind: match is_relay {
                true => ReplyKind::Attr36,
                false => ReplyKind::OtherRefusal,
            },
            line: Quoted {
                at: LineRef { source, line },
                text: "".into(),
            },
            recipient,
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_the_same_whichever_way_it_is_looked_for(
            drawn in proptest::collection::vec(
                (proptest::option::of((0..4_usize, proptest::option::of(0..4_usize))), any::<bool>()),
                0..40,
            ),
        ) {
            let all: Vec<Refusal> = (1..)
                .zip(drawn)
                .map(|(line, (recipient, is_relay))| refusal(recipient, is_relay, line))
                .collect();
            let few = Refusals { all: &all, many: None };
            let many = Refusals { all: &all, many: Some(Many::of(&all)) };
            for message in 0..5 {
                prop_assert_eq!(few.of_relay(message), many.of_relay(message));
                for recipient in 0..5 {
                    prop_assert_eq!(
                        few.of_recipient(message, recipient),
                        many.of_recipient(message, recipient)
                    );
                }
            }
        }
    }
}
