//! The console that Explorer opens for a double click.

use std::io::{self, IsTerminal};

use super::{Exit, output};
use crate::i18n::{Lang, text};

/// Keeps that console open until what went wrong was read: it closes with the program.
/// Whether the console is ours only an unsafe call could tell, so on Windows it waits
/// wherever the wizard did not come up, or broke off.
pub(super) struct Hold {
    lang: Lang,
    in_order: bool,
}

impl Hold {
    /// Before the wizard is opened.
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            in_order: false,
        }
    }

    /// After it: only what went wrong is held.
    pub(super) fn end(mut self, exit: Exit) -> Exit {
        self.in_order = exit == Exit::Fine;
        exit
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let seen = io::stdin().is_terminal() && io::stderr().is_terminal();
        if cfg!(windows) && seen && !self.in_order {
            output::complain(text!(
                self.lang,
                "\nPress Enter to close. ",
                "\nEnter キーで閉じます。",
            ));
            let _ = io::stdin().read_line(&mut String::new());
        }
    }
}
