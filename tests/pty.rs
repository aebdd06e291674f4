//! The real program in a real pseudo-terminal. Nothing sleeps: what is expected on
//! the screen is waited for, up to a deadline.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/pty.rs"]
mod driven;

use std::thread;
use std::time::Instant;

use driven::{DEADLINE, Pty};

const EVIDENCE: &str = "tests/scenarios/rd101-renewed-certificate-other-name/evidence";

const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";

/// The screen is the one from before, and takes keys as before.
fn is_given_back(parser: &vt100::Parser) {
    let screen = parser.screen();
    assert!(!screen.alternate_screen());
    assert!(!screen.hide_cursor());
    assert!(!screen.bracketed_paste());
}

#[test]
fn from_the_start_to_the_fix_and_out() {
    let mut pty = Pty::start(&["--lang", "en", EVIDENCE], &[]);
    pty.see("Nothing is missing.");
    pty.press(RIGHT);
    pty.see("Certificate name  ✗ mismatch");
    pty.press(RIGHT);
    pty.see("Root cause");
    pty.resize(120, 36);
    pty.see_that("a wider screen", |screen| {
        screen.lines().any(|line| line.chars().count() > 100)
    });
    pty.press(RIGHT);
    pty.see("✓ recommended");
    pty.press("\r");
    pty.see("0 of 6 done");
    pty.press(DOWN);
    pty.press(DOWN);
    pty.see("-TlsSenderCertificateName 'smtp.contoso.com'");
    pty.resize(60, 20);
    pty.see("Make it larger");
    pty.resize(80, 24);
    pty.see("Set TlsSenderCertificateName to smtp.contoso.com");
    pty.press("q");
    let (status, parser) = pty.end();
    assert!(status.success());
    is_given_back(&parser);
}

#[test]
fn a_bounce_is_pasted_in_japanese() {
    let mut pty = Pty::start(&["--lang", "ja"], &[]);
    pty.see("[1 症状]");
    pty.press("\x1b[200~550 5.7.64 TenantAttribution; Relay Access Denied\rq\r\x1b[201~");
    pty.see("これまでに見つかった応答");
    pty.press("\r");
    pty.see("不足");
    pty.press("\x03");
    let (status, parser) = pty.end();
    assert!(status.success());
    is_given_back(&parser);
}

#[test]
fn the_incident_is_resumed_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let kept = home.path().to_str().unwrap();
    let mut first = Pty::start(&["--lang", "en", EVIDENCE], &[("RELAY_DOCTOR_HOME", kept)]);
    first.see("Nothing is missing.");
    first.press("4");
    first.see("Root cause");
    first.press(RIGHT);
    first.see("✓ recommended");
    first.press("\r");
    // The last line is drawn last: what stands above it is of this step, not the one before.
    first.see("Space done");
    first.see("The case is saved");
    // Killed, not left.
    first.child.kill().unwrap();
    first.end();
    let mut second = Pty::start(&["--lang", "en"], &[("RELAY_DOCTOR_HOME", kept)]);
    second.see("0 of 6 done");
    second.press("q");
    assert!(second.end().0.success());
}

#[test]
fn the_demo_opens_the_wizard_and_keeps_nothing() {
    let mut pty = Pty::start(&["--lang", "en", "demo"], &[]);
    pty.see("[2 Evidence]");
    pty.see("bounce.eml");
    pty.press("q");
    assert!(pty.end().0.success());
}

/// The screen that a README shows is what one sees who does what it says.
#[test]
fn the_readmes_show_the_third_screen_of_the_demo() {
    for (lang, readme, read, step) in [
        (
            "en",
            include_str!("../README.md"),
            "Nothing is missing.",
            "[3 Compare]",
        ),
        (
            "ja",
            include_str!("../README.ja.md"),
            "不足はありません。",
            "[3 比較]",
        ),
    ] {
        let mut pty = Pty::start(&["--lang", lang, "demo"], &[]);
        pty.see(read);
        pty.press(RIGHT);
        pty.see(step);
        let readme = readme.replace('\r', "");
        pty.see_that("the screen of the README", |screen| {
            let screen: Vec<&str> = screen.lines().map(str::trim_end).collect();
            readme.contains(screen.join("\n").trim_end())
        });
        pty.press("q");
        assert!(pty.end().0.success());
    }
}

#[test]
fn a_panic_gives_the_screen_back_before_its_message() {
    let pty = Pty::start(&["--lang", "en"], &[("RELAY_DOCTOR_PANIC", "1")]);
    let (status, parser) = pty.end();
    assert!(!status.success());
    is_given_back(&parser);
    let screen = parser.screen().contents();
    assert!(
        screen.contains("asked for by RELAY_DOCTOR_PANIC"),
        "{screen}"
    );
}

#[test]
fn a_dumb_terminal_gets_numbered_prompts_and_pages() {
    let mut pty = Pty::start(&["--lang", "en", EVIDENCE], &[("TERM", "dumb")]);
    pty.see("Enter for more");
    pty.press("\r");
    pty.see("2 Evidence>");
    pty.press("step 4\r");
    pty.see("Step 4 of 6");
    pty.see("Enter for more, q to stop");
    pty.press("q\r");
    pty.see("4 Cause>");
    pty.press("quit\r");
    let (status, parser) = pty.end();
    assert!(status.success());
    assert!(!parser.screen().alternate_screen());
    let screen = parser.screen().contents();
    assert!(screen.contains("The case is saved."), "{screen}");
}

#[test]
fn a_signal_to_end_gives_the_screen_back() {
    let mut pty = Pty::start(&["--lang", "en", "demo"], &[]);
    pty.see("[2 Evidence]");
    let id = pty.child.process_id().unwrap().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(killed.unwrap().success());
    let (status, parser) = pty.end();
    assert!(!status.success());
    is_given_back(&parser);
}

/// The state of a process: `T` is stopped.
#[cfg(target_os = "linux")]
fn state(id: &str) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

#[cfg(target_os = "linux")]
fn stops_and_goes_on(stop: impl FnOnce(&mut Pty, &str)) {
    let mut pty = Pty::start(&["--lang", "en", "demo"], &[]);
    pty.see("[2 Evidence]");
    pty.see("bounce.eml");
    let id = pty.child.process_id().unwrap().to_string();
    stop(&mut pty, &id);
    let until = Instant::now() + DEADLINE;
    while state(&id) != Some('T') {
        assert!(Instant::now() < until, "it does not stop");
        thread::yield_now();
    }
    // What it wrote before it stopped has come or is on its way.
    let until = Instant::now() + DEADLINE;
    while pty.parser.screen().alternate_screen() {
        let left = until.saturating_duration_since(Instant::now());
        let bytes = pty
            .output
            .recv_timeout(left)
            .expect("the screen is given back");
        pty.parser.process(&bytes);
    }
    is_given_back(&pty.parser);
    let kill = |signal: &str| {
        let killed = std::process::Command::new("kill")
            .args([signal, &id])
            .status();
        assert!(killed.unwrap().success());
    };
    kill("-CONT");
    pty.see("bounce.eml");
    assert!(pty.parser.screen().alternate_screen());
    pty.press("4");
    pty.see("Root cause");
    pty.press("q");
    let (status, parser) = pty.end();
    assert!(status.success());
    is_given_back(&parser);
}

#[test]
#[cfg(target_os = "linux")]
fn the_shell_has_the_screen_while_the_program_is_stopped() {
    stops_and_goes_on(|pty, _| pty.press("\x1a"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_stop_from_elsewhere_is_the_same() {
    stops_and_goes_on(|_, id| {
        let killed = std::process::Command::new("kill")
            .args(["-TSTP", id])
            .status();
        assert!(killed.unwrap().success());
    });
}

#[test]
fn the_mouse_is_given_back_with_the_screen() {
    let mut pty = Pty::start(&["--lang", "en", "demo"], &[]);
    pty.see("bounce.eml");
    let mouse = |pty: &Pty| pty.parser.screen().mouse_protocol_mode();
    assert_eq!(mouse(&pty), vt100::MouseProtocolMode::None);
    // F4, to the last setting, changed.
    pty.press("\x1bOS");
    pty.see("Settings");
    pty.press("\x1b[F\r");
    pty.see_that("the mouse", |screen| screen.contains("[on]"));
    assert_ne!(mouse(&pty), vt100::MouseProtocolMode::None);
    // A click on step 4, as a terminal sends it (SGR, from 1).
    pty.press("\x1b");
    pty.see("bounce.eml");
    pty.press("\x1b[<0;55;1M\x1b[<0;55;1m");
    pty.see("[4 Cause]");
    pty.press("\x03");
    let (status, parser) = pty.end();
    assert!(status.success());
    is_given_back(&parser);
    let mode = parser.screen().mouse_protocol_mode();
    assert_eq!(mode, vt100::MouseProtocolMode::None);
}
