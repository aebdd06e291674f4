//! Where following begins.

/// From when on sessions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// From the end of the newest file: what is written from now on.
    Now,
    /// Sessions that began then or later, milliseconds since the epoch.
    Since(i64),
}
