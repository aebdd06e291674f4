//! After the change: follows the send logs of one or several servers while Exchange
//! writes them, and says when relay is proven, with numbers.
//!
//! ```text
//! Shelf (disk) -> Follower (one folder given) -> Batch of sessions -> Watch -> Verdict
//! ```
//!
//! [`Follower`] and [`Watch`] know no clock and no disk: the time is handed in, and
//! files are read through a [`Shelf`]. [`Disk`] is the real one, and [`Pollers`] is
//! a thread for each folder, so that a share that does not answer holds up no other.
//! Folders are polled rather than watched by events, everywhere. Network shares deliver
//! none or not all of them, and Windows tells of a file that is kept open, as Exchange
//! keeps its log, only when it is closed: events would need polling beside them to be
//! right. Listing a folder of some hundred files once a second costs next to nothing.

mod disk;
mod expect;
mod finding;
mod folder;
mod follower;
mod growth;
mod notice;
mod pollers;
mod rule;
mod server;
mod shelf;
mod snapshot;
mod stamp;
mod start;
mod tally;
#[cfg(test)]
mod tests;
mod watching;

pub use disk::Disk;
pub use expect::{Change, Expectation, change_of, expected};
pub use follower::{Batch, Follower, ServerNow, Settled};
pub use notice::{Notice, NoticeKind};
pub use pollers::{Heard, Pollers};
pub use rule::{Missing, Outcome, Rule, Verdict};
pub use shelf::{Listed, Shelf};
pub use snapshot::Snapshot;
pub use start::Start;
pub use tally::{Answer, Count, Moment, RowKey, Seen, SenderKind, Sent, ServerCount};
pub use watching::{News, ServerView, Watch};
