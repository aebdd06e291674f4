//! Ctrl-C, and what else a person or a script ends a program with.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The exit code of a program that was interrupted twice, as shells give it.
const INTERRUPTED: i32 = 130;

/// The first interrupt sets `stop`, a second one ends the program at once. Where that
/// cannot be had, an interrupt ends the program as it always does.
#[cfg(not(windows))]
pub(super) fn on_interrupt(stop: &Arc<AtomicBool>) {
    use signal_hook::consts::SIGINT;
    use signal_hook::flag;
    let _ = flag::register_conditional_shutdown(SIGINT, INTERRUPTED, stop.clone());
    let _ = flag::register(SIGINT, stop.clone());
}

/// The first interrupt sets `stop`, a second one ends the program at once. Where that
/// cannot be had, an interrupt ends the program as it always does. Ctrl-Break counts
/// too: it is all that one program can send to another here.
#[cfg(windows)]
pub(super) fn on_interrupt(stop: &Arc<AtomicBool>) {
    use std::sync::atomic::Ordering;
    let stop = stop.clone();
    let _ = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    });
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::Ordering;

    use super::*;

    #[test]
    fn an_interrupt_asks_for_the_end() {
        let stop = Arc::new(AtomicBool::new(false));
        on_interrupt(&stop);
        assert!(!stop.load(Ordering::Relaxed));
        signal_hook::low_level::raise(signal_hook::consts::SIGINT).unwrap();
        assert!(stop.load(Ordering::Relaxed));
    }
}
