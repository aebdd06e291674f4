//! Exit codes (contract.md): a table, not a habit.

use std::process::ExitCode;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Relay is expected to be accepted, or the command did what it was asked.
    Fine,
    /// There is a root cause.
    RootCause,
    /// The arguments cannot be used.
    Usage,
    /// Not enough evidence.
    Undecided,
    /// Nothing that was given could be opened.
    NothingOpened,
    /// An output could not be written.
    NotWritten,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::RootCause => 1,
            Self::Usage => 2,
            Self::Undecided => 3,
            Self::NothingOpened => 4,
            Self::NotWritten => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
