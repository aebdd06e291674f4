//! Where a row is, and its line where that is proof.

use std::borrow::Cow;

use crate::evidence::{MAX_EXCERPT, excerpt};

use super::line::lossy;
use super::written::Spare;
use super::{LineRef, Quoted};

/// Where and when a row is, and its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) at: LineRef,
    /// Milliseconds since the epoch; its session's last one when it could not be read.
    pub(super) time: i64,
    pub(super) line: &'a [u8],
}

impl Place<'_> {
    /// The line as it is quoted.
    pub(super) fn quote(&self, spare: &mut Spare) -> Quoted {
        Quoted {
            at: self.at,
            text: spare.written(&self.excerpt()),
        }
    }

    /// Quotes the line in the place of another.
    pub(super) fn quote_into(&self, quoted: &mut Option<Quoted>, spare: &mut Spare) {
        match quoted {
            Some(quoted) => {
                quoted.at = self.at;
                quoted.text.set(&self.excerpt());
            }
            None => *quoted = Some(self.quote(spare)),
        }
    }

    pub(super) fn excerpt(&self) -> Cow<'_, [u8]> {
        // So short a line is whole: most are, and counting characters is slow.
        let Some(cut) = self.line.get(..MAX_EXCERPT) else {
            return Cow::Borrowed(self.line);
        };
        if cut.is_ascii() {
            return Cow::Borrowed(cut);
        }
        Cow::Owned(excerpt(&lossy(self.line)).to_owned().into_bytes())
    }
}
