//! The loop: write the page, wait for a line, act, write what has come of it.

use std::io;

use super::page::Looks;
use super::session::Session;
use crate::evidence::secret::Secret;
use crate::wizard::worker::Work;
use crate::wizard::{Effect, Model};

/// What is written to and read from.
pub trait Console {
    /// Writes text; line ends are LF.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(&mut self, text: &str) -> io::Result<()>;

    /// The next line without its end; `None` when nothing will come any more.
    ///
    /// # Errors
    /// When it cannot be read.
    fn line(&mut self) -> io::Result<Option<String>>;

    /// The next line, which is not shown while it is typed where that can be done.
    ///
    /// # Errors
    /// When it cannot be read.
    fn secret(&mut self) -> io::Result<Option<Secret>>;

    /// Whether somebody sees what they type; else it is repeated in the output.
    fn echoes(&self) -> bool;

    /// The time of day, seconds since the epoch.
    fn clock(&self) -> i64;
}

/// Runs the wizard until it is left, or nothing will come any more: the case is saved
/// then too. `begin` are the effects of the beginning.
///
/// # Errors
/// When the console cannot be read or written.
pub fn run(
    console: &mut impl Console,
    work: &mut impl Work,
    looks: Looks,
    model: Model,
    begin: Vec<Effect>,
) -> io::Result<Model> {
    let mut session = Session::new(console, work, looks, model);
    session.welcome(begin)?;
    while !session.left() {
        session.turn()?;
    }
    session.end()
}
