//! The real terminal. Whichever way the program ends, the screen is as it was.

use std::collections::VecDeque;
use std::io::{self, Stdout, Write, stdout};
use std::panic;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::burst::{input, inputs, is_paste};
use super::seam::{Heard, Input, Seam};

/// The terminal that the program was started in, taken over until it is dropped.
pub struct Console {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    /// Inputs that came at once and were not asked for yet.
    come: VecDeque<Input>,
    clock: fn() -> i64,
    hook: Arc<Hook>,
}

/// What was called on a panic before.
type Hook = Box<dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync + 'static>;

impl Console {
    /// Takes the terminal over. `clock` tells the time of day, seconds since the epoch.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn open(clock: fn() -> i64) -> io::Result<Self> {
        let hook = restore_on_panic();
        restore_on_signal()?;
        let taken = take_over().and_then(|()| Terminal::new(CrosstermBackend::new(stdout())));
        match taken {
            Ok(terminal) => Ok(Self {
                terminal,
                come: VecDeque::new(),
                clock,
                hook,
            }),
            Err(error) => {
                give_back(&mut stdout());
                put_back(hook);
                Err(error)
            }
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        give_back(&mut stdout());
        // Hooks cannot be changed while one runs.
        if !thread::panicking() {
            put_back(self.hook.clone());
        }
    }
}

fn take_over() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)?;
    // A console that does not know it sends pastes as keys.
    let _ = execute!(stdout(), EnableBracketedPaste);
    Ok(())
}

/// Nothing here may fail: there is nobody left to tell.
fn give_back(out: &mut impl Write) {
    let _ = execute!(out, DisableBracketedPaste);
    let _ = execute!(out, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}

/// Gives the screen back before the message of a panic is printed. Panics of other
/// threads are caught there and told on the screen; their messages would only
/// disturb it.
fn restore_on_panic() -> Arc<Hook> {
    let before: Arc<Hook> = Arc::new(panic::take_hook());
    let here = thread::current().id();
    let then = before.clone();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == here {
            give_back(&mut stdout());
            then(info);
        }
    }));
    before
}

/// Gives the screen back when the system ends the program (a closed window, a
/// shutdown), and ends as the signal would have. What was confirmed is saved already.
#[cfg(unix)]
fn restore_on_signal() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGTERM};
    use signal_hook::iterator::Signals;
    let mut signals = Signals::new([SIGHUP, SIGTERM])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            if let Some(signal) = signals.forever().next() {
                give_back(&mut stdout());
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        })?;
    Ok(())
}

/// A Windows console ends its programs by other means, and restores itself.
#[cfg(not(unix))]
fn restore_on_signal() -> io::Result<()> {
    Ok(())
}

fn put_back(hook: Arc<Hook>) {
    panic::set_hook(Box::new(move |info| hook(info)));
}

/// A way for the tests to see that a panic gives the screen back; not in what is shipped.
#[allow(clippy::panic)]
fn panic_if_asked() {
    if cfg!(debug_assertions) && std::env::var_os("RELAY_DOCTOR_PANIC").is_some() {
        panic::panic_any("asked for by RELAY_DOCTOR_PANIC");
    }
}

/// How long the rest of a paste is waited for.
const REST: Duration = Duration::from_millis(10);

/// What has come; on Windows, where pastes come as keys, all that came at once.
fn come_at_once() -> io::Result<Vec<Input>> {
    let mut events = vec![event::read()?];
    while cfg!(windows) {
        let patience = if is_paste(&events) {
            REST
        } else {
            Duration::ZERO
        };
        if !event::poll(patience)? {
            return Ok(inputs(events));
        }
        events.push(event::read()?);
    }
    Ok(events.into_iter().filter_map(input).collect())
}

impl Seam for Console {
    type Backend = CrosstermBackend<Stdout>;

    fn terminal(&mut self) -> &mut Terminal<Self::Backend> {
        &mut self.terminal
    }

    fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Heard> {
        panic_if_asked();
        if self.come.is_empty() {
            if let Some(at_most) = at_most
                && !event::poll(at_most)?
            {
                return Ok(Heard::Nothing);
            }
            self.come.extend(come_at_once()?);
        }
        Ok(self.come.pop_front().map_or(Heard::Nothing, Heard::Input))
    }

    fn copy(&mut self, text: &str) -> Result<(), String> {
        copy(&mut self.terminal, text)
    }

    fn clock(&self) -> i64 {
        (self.clock)()
    }
}

#[cfg(windows)]
fn copy(_: &mut Terminal<CrosstermBackend<Stdout>>, text: &str) -> Result<(), String> {
    let clipboard = arboard::Clipboard::new();
    let copied = clipboard.and_then(|mut clipboard| clipboard.set_text(text));
    copied.map_err(|error| error.to_string())
}

/// Bytes beyond which terminals cut or drop what is copied (xterm: 100000 of base64).
#[cfg(not(windows))]
const MOST: usize = 74_000;

/// OSC 52: the terminal puts it into the clipboard of the machine in front of the
/// person, also through SSH.
#[cfg(not(windows))]
fn copy(terminal: &mut Terminal<CrosstermBackend<Stdout>>, text: &str) -> Result<(), String> {
    use crossterm::clipboard::CopyToClipboard;
    if text.len() > MOST {
        return Err("too long for OSC 52".to_owned());
    }
    let command = CopyToClipboard::to_clipboard_from(text);
    execute!(terminal.backend_mut(), command).map_err(|error| error.to_string())
}
