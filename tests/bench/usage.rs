//! What a process costs: CPU time, wall time, peak memory. A command is run by a
//! process of its own, whose only child it is, so that its figures are its alone.

use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run cost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// In user and system mode, on all cores.
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
    /// Largest memory held at once, in KiB.
    pub(crate) peak: u64,
}

/// Runs a command with its output in a file, measured.
pub(crate) fn run(command: &[&str], output: &Path) -> io::Result<Usage> {
    let worker = Command::new(std::env::current_exe()?)
        .arg("run")
        .arg(output)
        .args(command)
        .output()?;
    let said = String::from_utf8_lossy(&worker.stdout);
    let mut numbers = said.split_whitespace().map(str::parse::<u64>);
    let mut number = || match numbers.next() {
        Some(Ok(number)) => Ok(number),
        _ => Err(io::Error::other(format!("{command:?} was not measured"))),
    };
    Ok(Usage {
        cpu: Duration::from_micros(number()?),
        wall: Duration::from_micros(number()?),
        peak: number()?,
    })
}

/// In the process that measures: runs the command and prints what it cost.
pub(crate) fn worker(output: &str, command: &[String]) -> io::Result<()> {
    let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let started = Instant::now();
    Command::new(program)
        .args(arguments)
        .stdout(File::create(output)?)
        .stdin(Stdio::null())
        .status()?;
    let wall = started.elapsed().as_micros();
    let (cpu, peak) = children()?;
    println!("{cpu} {wall} {peak}");
    Ok(())
}

/// CPU time (microseconds) and peak memory (KiB) of the processes that were waited for.
#[cfg(unix)]
fn children() -> io::Result<(i64, i64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time() + usage.system_time();
    // macOS counts bytes, the others KiB.
    let unit = if cfg!(target_os = "macos") { 1024 } else { 1 };
    Ok((cpu.num_microseconds(), usage.max_rss() / unit))
}

#[cfg(not(unix))]
fn children() -> io::Result<(i64, i64)> {
    Err(io::ErrorKind::Unsupported.into())
}
