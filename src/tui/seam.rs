//! Where the run loop meets the terminal: what is drawn on, where keys come from,
//! and the clipboard. Under test it is a screen in memory and a line of keys.

use std::io;
use std::time::Duration;

use crossterm::event::KeyEvent;
use ratatui::Terminal;
use ratatui::backend::Backend;

/// Something that a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The window has another size.
    Resize,
    /// The mouse was pressed there: column and row of the screen, from 0.
    Click(u16, u16),
    /// The wheel was turned, up or down.
    Wheel(Turn),
}

/// Which way a wheel was turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Away from the person.
    Up,
    /// Towards the person.
    Down,
}

/// What waiting has brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Somebody did something.
    Input(Input),
    /// Nothing, within the time.
    Nothing,
    /// Nothing will come any more.
    Closed,
}

/// A terminal.
pub trait Seam {
    /// What is drawn on.
    type Backend: Backend;

    /// What is drawn on.
    fn terminal(&mut self) -> &mut Terminal<Self::Backend>;

    /// Waits for input; `None` waits as long as it takes.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Heard>;

    /// Copies to the clipboard.
    ///
    /// # Errors
    /// The words of the system.
    fn copy(&mut self, text: &str) -> Result<(), String>;

    /// Takes the mouse, or gives it back to the terminal.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    fn mouse(&mut self, _on: bool) -> io::Result<()> {
        Ok(())
    }

    /// Leaves the terminal to the shell, and takes it again when the shell gives it
    /// back; false where there is no shell to go to.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    fn suspend(&mut self) -> io::Result<bool> {
        Ok(false)
    }

    /// The time of day, seconds since the epoch.
    fn clock(&self) -> i64;
}
