//! `cargo bench`: what reading, starting and drawing cost, beside what the bytes cost
//! by themselves. Everything is measured in one run, so that ratios mean something on
//! a machine that does other things as well; the medians are printed. A report that is
//! not the truth ends the run.
//!
//! `cargo bench -- --mib 256 --rounds 3 logs` measures smaller logs, fewer times, and
//! only that part; the parts are `logs`, `growth`, `small`, `forms`, `start`, `frames`.

#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "mod.rs"]
mod made;

mod baseline;
mod forms;
mod frames;
mod start;
mod table;
mod usage;

use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use made::{Options, PARTS, Truth, generate};
use table::{Table, median};
use usage::Usage;

const PROGRAM: &str = env!("CARGO_BIN_EXE_relay-doctor");
const MIB: u64 = 1 << 20;

/// What was asked for on the command line.
pub(crate) struct Wanted {
    mib: u64,
    pub(crate) rounds: usize,
    parts: Vec<String>,
    pub(crate) folder: PathBuf,
}

impl Wanted {
    fn of(arguments: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut wanted = Self {
            mib: 1024,
            rounds: 5,
            parts: Vec::new(),
            folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench"),
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut number = || rest.next().ok_or("a number is missing");
            match argument.as_str() {
                "--mib" => wanted.mib = number()?.parse()?,
                "--rounds" => wanted.rounds = number()?.parse::<usize>()?.max(1),
                // Cargo says so.
                "--bench" => {}
                part if !PARTS.contains(&part) => {
                    return Err(format!("no such part: {part}").into());
                }
                part => wanted.parts.push(part.to_owned()),
            }
        }
        Ok(wanted)
    }

    fn has(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|p| p == part)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["run", output, ..] => usage::worker(output, &arguments[2..]).map_err(Into::into),
        ["newlines", folder] => told(baseline::newlines(Path::new(folder))),
        ["csv", folder] => told(baseline::with_csv(Path::new(folder))),
        _ => Wanted::of(&arguments).and_then(|wanted| measure(&wanted)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn told<T: std::fmt::Display>(found: io::Result<T>) -> Result<(), Box<dyn Error>> {
    println!("{}", found?);
    Ok(())
}

fn measure(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    if !cfg!(unix) {
        println!("CPU time and memory of a process are not measured on this system.");
        return Ok(());
    }
    fs::create_dir_all(&wanted.folder)?;
    let size = fs::metadata(PROGRAM)?.len() as f64;
    println!("program: {:.2} MB stripped\n", size / 1e6);
    let logs = Options {
        bytes: wanted.mib * MIB,
        ..Options::default()
    };
    let tenth = Options {
        bytes: logs.bytes / 10,
        ..logs.clone()
    };
    if wanted.has("logs") {
        side_by_side(wanted, &logs)?;
    }
    if wanted.has("growth") {
        growth(wanted, &logs, &tenth)?;
    }
    if wanted.has("small") {
        forms::small_files(wanted)?;
    }
    if wanted.has("forms") {
        forms::large_files(wanted)?;
    }
    if wanted.has("start") {
        start::measure(wanted)?;
    }
    if wanted.has("frames") {
        frames::measure(wanted)?;
    }
    Ok(())
}

/// Tells one version of the generator from another.
fn generator() -> u64 {
    let mut hasher = DefaultHasher::new();
    [include_str!("generate.rs"), include_str!("session.rs")].hash(&mut hasher);
    hasher.finish()
}

/// Logs on the disk with the truth beside them; made once for the same options by the same
/// generator.
pub(crate) fn logs(
    wanted: &Wanted,
    name: &str,
    options: &Options,
) -> Result<(PathBuf, Truth), Box<dyn Error>> {
    let folder = wanted.folder.join(name);
    let (known, truth) = (
        wanted.folder.join(format!("{name}.options")),
        wanted.folder.join(format!("{name}.truth.json")),
    );
    let made_of = format!("{options:?}, generator {:x}", generator());
    if fs::read_to_string(&known).is_ok_and(|known| known == made_of) {
        let truth = serde_json::from_slice(&fs::read(&truth)?)?;
        return Ok((folder, truth));
    }
    let _ = fs::remove_dir_all(&folder);
    let found = generate(&folder, options)?;
    fs::write(&truth, serde_json::to_vec_pretty(&found)?)?;
    fs::write(&known, made_of)?;
    Ok((folder, found))
}

/// The program's command for a folder.
pub(crate) fn diagnose<'a>(folder: &'a str, threads: &'a str) -> Vec<&'a str> {
    let command = [
        PROGRAM,
        "diagnose",
        "--format",
        "json",
        "--portable",
        "--lang",
        "en",
        "--now",
        "2026-12-01T00:00:00Z",
        "--threads",
        threads,
        folder,
    ];
    command.to_vec()
}

/// Runs the program on logs; an answer that is not the truth is an error.
pub(crate) fn checked(
    wanted: &Wanted,
    folder: &Path,
    truth: &Truth,
    threads: &str,
) -> Result<Usage, Box<dyn Error>> {
    let output = wanted.folder.join("report.json");
    let folder = folder.to_string_lossy();
    let usage = usage::run(&diagnose(&folder, threads), &output)?;
    let report = serde_json::from_slice(&fs::read(&output)?)?;
    let differences = truth.differences(&report);
    match differences.is_empty() {
        true => Ok(usage),
        false => Err(format!("the report is not the truth: {}", differences.join("; ")).into()),
    }
}

fn side_by_side(wanted: &Wanted, options: &Options) -> Result<(), Box<dyn Error>> {
    let (folder, truth) = logs(wanted, "logs", options)?;
    println!(
        "{} MiB of send logs: {} rows, {} sessions, {} files, {} damaged lines",
        truth.bytes / MIB,
        truth.rows,
        truth.sessions,
        truth.files,
        truth.damaged
    );
    let own = env::current_exe()?.to_string_lossy().into_owned();
    let shown = folder.to_string_lossy().into_owned();
    let output = wanted.folder.join("output");
    let has_ripgrep = Command::new("rg").arg("--version").output().is_ok();
    let files = baseline::logs(&folder)?;
    let files: Vec<_> = files.iter().map(|path| path.to_string_lossy()).collect();
    let wc = Command::new("wc")
        .arg("--version")
        .output()
        .is_ok()
        .then(|| {
            let files = files.iter().map(AsRef::as_ref);
            ["wc", "-l"].into_iter().chain(files).collect::<Vec<_>>()
        });
    let mut table = Table::default();
    for _ in 0..wanted.rounds {
        table.add(
            "newlines counted",
            usage::run(&[&own, "newlines", &shown], &output)?,
        );
        if let Some(count) = &wc {
            table.add("wc -l", usage::run(count, &output)?);
        }
        if has_ripgrep {
            let count = ["rg", "-j1", "-c", "TenantAttribution", &shown];
            table.add("ripgrep, one string", usage::run(&count, &output)?);
        }
        table.add("report, 1 thread", checked(wanted, &folder, &truth, "1")?);
        table.add("report, 2 threads", checked(wanted, &folder, &truth, "2")?);
        table.add(
            "csv::ByteRecord",
            usage::run(&[&own, "csv", &shown], &output)?,
        );
    }
    table.print("newlines counted");
    if !has_ripgrep {
        println!("ripgrep is not installed.");
    }
    let csv = fs::read_to_string(&output)?;
    println!(
        "The report is the truth: {} sessions, {} refused; {} recipients accepted, {} refused.",
        truth.sessions, truth.sessions_refused, truth.accepted, truth.refused
    );
    println!("csv::ByteRecord: {}", csv.trim());
    println!(
        "Lines with the word TenantAttribution: {}.\n",
        truth.lines_with_the_word
    );
    Ok(())
}

/// How cost grows with bytes, sessions open at once, certificates and files.
fn growth(wanted: &Wanted, whole: &Options, tenth: &Options) -> Result<(), Box<dyn Error>> {
    let open = |open, of: &Options| Options { open, ..of.clone() };
    let variants = [
        ("a tenth of the bytes", "tenth", tenth.clone()),
        ("ten tenths", "logs", whole.clone()),
        (
            "ten tenths, 1,000 sessions open",
            "open",
            open(1_000, whole),
        ),
        ("a tenth, 20,000 sessions open", "wide", open(20_000, tenth)),
        (
            "a tenth, 1,000 certificates",
            "certificates",
            Options {
                certificates: 1_000,
                ..tenth.clone()
            },
        ),
        (
            "a tenth, 1,000 files",
            "files",
            Options {
                files: 500,
                ..tenth.clone()
            },
        ),
    ];
    let mut made = Vec::new();
    for (name, kept, options) in &variants {
        let (folder, truth) = logs(wanted, kept, options)?;
        made.push((*name, folder, truth));
    }
    let mut table = Table::default();
    for _ in 0..wanted.rounds {
        for (name, folder, truth) in &made {
            table.add(name, checked(wanted, folder, truth, "1")?);
        }
    }
    println!("How cost grows (1 thread; the first line is 1)");
    table.print(variants[0].0);
    // Sessions that are open at the end go on to theirs: the more, the more bytes.
    let a_byte = |at: usize| table.cpu(variants[at].0) / made[at].2.bytes as f64;
    println!(
        "1,000 sessions open at once beside 40, for each byte: {:.2} times\n",
        a_byte(2) / a_byte(1)
    );
    Ok(())
}

/// The median of durations in milliseconds.
pub(crate) fn millis(durations: &[std::time::Duration]) -> f64 {
    median(durations.iter().map(|d| d.as_secs_f64() * 1000.0).collect())
}
