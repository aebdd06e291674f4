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
//! Folders are polled, everywhere, and that alone is right: network shares tell of no
//! changes or not of all, and Windows tells of a file that is kept open, as Exchange
//! keeps its log, when it is closed or flushed. Where the system does tell of one, the
//! next look comes at once instead of at the end of the interval (`ears`, `bell`).

mod bell;
mod disk;
mod ears;
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
