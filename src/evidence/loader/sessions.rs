//! Who takes the sessions of send logs.

use std::any::Any;

use crate::evidence::formats::send_log::SessionSink;

/// Takes the sessions of one server, on whatever thread reads its logs.
pub trait Part: SessionSink + Send + Any {}

impl<T: SessionSink + Send + Any> Part for T {}

/// Takes the sessions of each server apart from those of the others.
pub trait Apart {
    /// A taker of one server's sessions.
    fn part(&self) -> Box<dyn Part>;

    /// Takes over what it took: one server after the other, in the order of their
    /// folders, so that it makes no difference which was read first.
    fn join(&mut self, part: Box<dyn Part>);
}

/// How sessions are taken.
pub enum Sessions<'s> {
    /// One after the other, one server after the other.
    InOrder(&'s mut dyn SessionSink),
    /// Each server's apart, so that several can be read at once.
    Apart(&'s mut dyn Apart),
}
