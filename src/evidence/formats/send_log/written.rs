//! Text as a log writes it. Most of it is only counted and forgotten, so it is kept as
//! the bytes it is and made text where somebody reads it; what was allocated for it is
//! used again.

use std::borrow::Cow;
use std::fmt;

use super::line::lossy;
use super::{Message, Quoted, Recipient};

/// Bytes of a log that are text, or should be.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written(Vec<u8>);

impl Written {
    /// The bytes as they stand in the log, cut where they were too long to be kept.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As text; bytes that are no UTF-8 are replaced.
    pub fn text(&self) -> Cow<'_, str> {
        lossy(&self.0)
    }

    /// Writes something else instead.
    pub(super) fn set(&mut self, bytes: &[u8]) {
        self.0.clear();
        self.0.extend_from_slice(bytes);
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.text(), f)
    }
}

impl PartialEq<str> for Written {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Written {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// What past sessions have allocated. All sessions share it: what was used last is
/// still near.
#[derive(Debug, Default)]
pub(super) struct Spare {
    texts: Vec<Vec<u8>>,
    recipients: Vec<Vec<Recipient>>,
}

/// Texts that are kept to be used again.
const MAX_SPARE: usize = 256;
/// The longest that is (bytes): an excerpt of a line is about as long.
const MAX_SPARE_TEXT: usize = 512;
/// Lists of recipients that are kept, and how many recipients they have room for.
const MAX_SPARE_LISTS: usize = 64;
const MAX_SPARE_RECIPIENTS: usize = 16;

impl Spare {
    /// Text of these bytes.
    #[inline(always)]
    pub(super) fn written(&mut self, bytes: &[u8]) -> Written {
        let mut text = self.texts.pop().unwrap_or_default();
        text.extend_from_slice(bytes);
        Written(text)
    }

    /// Takes what is not needed any more.
    #[inline(always)]
    pub(super) fn keep(&mut self, Written(mut text): Written) {
        let fits = (1..=MAX_SPARE_TEXT).contains(&text.capacity());
        if fits && self.texts.len() < MAX_SPARE {
            text.clear();
            self.texts.push(text);
        }
    }

    /// Takes a line that was quoted.
    pub(super) fn keep_line(&mut self, line: Quoted) {
        self.keep(line.text);
    }

    /// A list for recipients.
    pub(super) fn recipients(&mut self) -> Vec<Recipient> {
        self.recipients.pop().unwrap_or_default()
    }

    /// Takes a message that was counted.
    pub(super) fn keep_message(&mut self, message: Message) {
        let Message {
            mail_from,
            message_id,
            mut recipients,
            ..
        } = message;
        self.keep(mail_from);
        self.keep(message_id.unwrap_or_default());
        for recipient in recipients.drain(..) {
            self.keep(recipient.address);
        }
        let fits = (1..=MAX_SPARE_RECIPIENTS).contains(&recipients.capacity());
        if fits && self.recipients.len() < MAX_SPARE_LISTS {
            self.recipients.push(recipients);
        }
    }
}
