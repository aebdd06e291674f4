//! Signals that concern the screen: the end of the program, and stops and starts by
//! the shell. A Windows console has none, ends its programs by other means, and
//! restores itself.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, raise};

/// Gives the screen back when the system ends the program (a closed window, a
/// shutdown), and ends as the signal would have; what was confirmed is saved already.
/// When the program is stopped the shell has the screen meanwhile; the flag tells
/// that it was.
pub(super) fn watch(
    take_over: impl Fn() -> io::Result<()> + Send + 'static,
    give_back: impl Fn() + Send + 'static,
) -> io::Result<Arc<AtomicBool>> {
    let resumed = Arc::new(AtomicBool::new(false));
    let told = resumed.clone();
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGTSTP])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                give_back();
                let _ = emulate_default_handler(signal);
                // Only a stop comes back.
                let _ = take_over();
                told.store(true, Ordering::Relaxed);
                // Wakes the thread that waits for keys.
                let _ = raise(SIGWINCH);
            }
        })?;
    Ok(resumed)
}

/// Stops the program until the shell lets it go on.
pub(super) fn stop() -> io::Result<()> {
    emulate_default_handler(SIGTSTP)
}
