//! The real terminal. Whichever way the program ends, the screen is as it was.

use std::collections::VecDeque;
use std::io::{self, Stdout, Write, stdout};
use std::panic;
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
#[cfg(unix)]
use crossterm::terminal::{Clear, ClearType};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::burst::{input, inputs, is_paste};
use super::seam::{Heard, Input, Seam};
#[cfg(unix)]
use super::signals;

/// The terminal that the program was started in, taken over until it is dropped.
pub struct Console {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    /// Inputs that came at once and were not asked for yet.
    come: VecDeque<Input>,
    clock: fn() -> i64,
    hook: Arc<Hook>,
    /// Whether the mouse is ours.
    mouse: bool,
    /// The shell has had the terminal, and the screen must be drawn anew.
    #[cfg(unix)]
    resumed: Arc<AtomicBool>,
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
        #[cfg(unix)]
        let resumed = signals::watch(take_over, || give_back(&mut stdout()))?;
        let taken = take_over().and_then(|()| Terminal::new(CrosstermBackend::new(stdout())));
        match taken {
            Ok(terminal) => Ok(Self {
                terminal,
                come: VecDeque::new(),
                clock,
                hook,
                mouse: false,
                #[cfg(unix)]
                resumed,
            }),
            Err(error) => {
                give_back(&mut stdout());
                put_back(hook);
                Err(error)
            }
        }
    }
}

#[cfg(unix)]
impl Console {
    /// After the shell has had the terminal.
    fn draw_anew(&mut self) -> io::Result<()> {
        self.mouse(self.mouse)?;
        // Not the terminal's own way: that asks where the cursor is and waits for the
        // answer. Both buffers become blank, so all is drawn.
        self.terminal.swap_buffers();
        execute!(stdout(), Clear(ClearType::All))
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
    // Also when it was never taken: nobody knows here.
    let _ = execute!(out, DisableMouseCapture);
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

fn put_back(hook: Arc<Hook>) {
    panic::set_hook(Box::new(move |info| hook(info)));
}

/// A way for the tests to see that a panic gives the screen back; not in what is shipped.
#[allow(clippy::panic)]
fn panic_if_asked() {
    if cfg!(debug_assertions)
        && std::env::var_os("RELAY_DOCTOR_PANIC").is_some_and(|value| value == "1")
    {
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
        #[cfg(unix)]
        if self.resumed.swap(false, Ordering::Relaxed) {
            self.draw_anew()?;
            return Ok(Heard::Input(Input::Resize));
        }
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

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        match on {
            true => execute!(stdout(), EnableMouseCapture),
            false => execute!(stdout(), DisableMouseCapture),
        }
    }

    #[cfg(unix)]
    fn suspend(&mut self) -> io::Result<bool> {
        give_back(&mut stdout());
        signals::stop()?;
        take_over()?;
        self.draw_anew()?;
        Ok(true)
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
