//! From the command to the answer for 10 MB, and to the first screen in a terminal.

use std::error::Error;
use std::io::Read;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::made::Options;
use super::table::Table;
use super::{MIB, PROGRAM, Wanted, checked, logs, millis};

pub(crate) fn measure(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let options = Options {
        bytes: 10 * MIB,
        files: 2,
        ..Options::default()
    };
    let (folder, truth) = logs(wanted, "ten", &options)?;
    let mut table = Table::default();
    for _ in 0..4 * wanted.rounds {
        table.add(
            "10 MiB, whole process",
            checked(wanted, &folder, &truth, "1")?,
        );
    }
    table.print("10 MiB, whole process");
    let mut first = Vec::new();
    for _ in 0..4 * wanted.rounds {
        first.push(first_frame()?);
    }
    println!(
        "first screen in a pseudo-terminal: {:.1} ms\n",
        millis(&first)
    );
    Ok(())
}

/// Until the last line of the first screen has been written.
fn first_frame() -> Result<Duration, Box<dyn Error>> {
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size)?;
    let mut command = CommandBuilder::new(PROGRAM);
    command.args(["--portable", "--lang", "en"]);
    command.env("TERM", "xterm-256color");
    let started = Instant::now();
    let mut child = pair.slave.spawn_command(command)?;
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader()?;
    let mut screen = vt100::Parser::new(24, 80, 0);
    let mut piece = [0; 8192];
    let drawn = loop {
        let count = reader.read(&mut piece)?;
        screen.process(&piece[..count]);
        let last = screen.screen().rows(0, 80).last().unwrap_or_default();
        if !last.trim().is_empty() {
            break started.elapsed();
        }
        if count == 0 {
            return Err("the program ended before its first screen".into());
        }
    };
    child.kill()?;
    child.wait()?;
    Ok(drawn)
}
