//! Makes a release: `cargo run --locked --example release -- TARGET...`. What it does
//! and needs is in docs/development.md. It is an example, so that nothing of it is in
//! the program and it needs no crate that the program does not have.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod archive;
mod manifests;
mod notices;
mod packages;
mod sbom;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use sha2::{Digest, Sha256};

use archive::File;

/// What a release is made for unless something else is said.
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-gnu"];
const VERSION: &str = env!("CARGO_PKG_VERSION");

const USAGE: &str = "usage: cargo run --locked --example release -- [TARGET[=EXECUTABLE]...]
       cargo run --locked --example release -- notices

TARGET=EXECUTABLE packs what was built elsewhere. Without a target: the two of dist.
RELEASE_URL and RELEASE_HOMEPAGE and RELEASE_PUBLISHER fill the package managers' manifests.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["notices"] => store_notices(root),
        ["-h" | "--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        [] => release(root, &TARGETS.map(str::to_owned)),
        _ => release(root, &arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("release: {why}");
            ExitCode::FAILURE
        }
    }
}

/// What is linked into any of the executables.
fn of_all_targets(root: &Path) -> Result<Vec<packages::Package>, String> {
    let mut all = Vec::new();
    for target in TARGETS {
        let linked = packages::linked(root, target, false)?;
        all.extend(linked.into_iter().skip(1));
    }
    all.sort();
    all.dedup_by_key(|p| p.id());
    Ok(all)
}

fn store_notices(root: &Path) -> Result<(), String> {
    let text = notices::notices(&of_all_targets(root)?);
    write(&root.join(notices::FILE), text.as_bytes())
}

fn release(root: &Path, targets: &[String]) -> Result<(), String> {
    let epoch = epoch(root)?;
    let out = root.join("target/dist").join(VERSION);
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    let mut sums = Vec::new();
    for target in targets {
        let (target, built) = match target.split_once('=') {
            Some((target, built)) => (target, PathBuf::from(built)),
            None => (target.as_str(), build(root, target, epoch)?),
        };
        let name = format!("relay-doctor-{VERSION}-{target}");
        let files = files(root, target, &name, &built)?;
        let (archive, bytes) = match target.contains("windows") {
            true => (format!("{name}.zip"), archive::zip(&files, epoch)?),
            false => (format!("{name}.tar.gz"), archive::tar_gz(&files, epoch)?),
        };
        write(&out.join(&archive), &bytes)?;
        let sum = sha256(&bytes);
        if target.contains("windows") {
            store_manifests(root, &out, &name, &archive, &sum, epoch)?;
        }
        sums.push((archive, sum));
        let (bom, bytes) = bill(root, target, &name, epoch)?;
        write(&out.join(&bom), &bytes)?;
        sums.push((bom, sha256(&bytes)));
    }
    sums.sort();
    let lines: String = sums.iter().map(|(f, s)| format!("{s}  {f}\n")).collect();
    print!("{lines}");
    write(&out.join("SHA256SUMS"), lines.as_bytes())
}

/// The date of everything: SOURCE_DATE_EPOCH, else that of the last commit.
fn epoch(root: &Path) -> Result<i64, String> {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok();
    let text = match given {
        Some(text) => text,
        None => run(Command::new("git")
            .current_dir(root)
            .args(["log", "-1", "--format=%ct"]))?,
    };
    let wrong = |_| format!("no date: {text:?}; set SOURCE_DATE_EPOCH");
    text.trim().parse().map_err(wrong)
}

/// Builds the program; the same sources give the same bytes wherever they lie.
fn build(root: &Path, target: &str, epoch: i64) -> Result<PathBuf, String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let user = ["HOME", "USERPROFILE"]
        .into_iter()
        .find_map(std::env::var_os);
    let home = home.or_else(|| Some(PathBuf::from(user?).join(".cargo")));
    let mut flags = vec![format!(
        "--remap-path-prefix={}=/relay-doctor",
        root.display()
    )];
    flags.extend(home.map(|h| format!("--remap-path-prefix={}=/cargo", h.display())));
    if target.ends_with("windows-gnu") {
        // The linker writes the time into the executable otherwise.
        flags.push("-Clink-arg=-Wl,--no-insert-timestamp".to_owned());
    }
    let mut command = Command::new(cargo());
    command
        .current_dir(root)
        .args(["build", "--release", "--locked"]);
    command.args(["--bin", "relay-doctor", "--target", target]);
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    command.env("SOURCE_DATE_EPOCH", epoch.to_string());
    run(&mut command)?;
    let target_folder =
        std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    Ok(target_folder
        .join(target)
        .join("release")
        .join(executable(target)))
}

fn executable(target: &str) -> &'static str {
    if target.contains("windows") {
        "relay-doctor.exe"
    } else {
        "relay-doctor"
    }
}

/// What is in the archive.
fn files(root: &Path, target: &str, name: &str, built: &Path) -> Result<Vec<File>, String> {
    let file = |path: &str, bytes: Vec<u8>, runs: bool| File {
        path: format!("{name}/{path}"),
        bytes,
        runs,
    };
    let program = executable(target);
    let mut files = vec![file(program, read(built)?, true)];
    for path in [
        "README.md",
        "README.ja.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        notices::FILE,
        "docs/keys.md",
        "docs/keys.ja.md",
        "docs/json-schema.json",
        "docs/verify-schema.json",
        "docs/watch-schema.json",
    ] {
        let inside = path.strip_prefix("dist/").unwrap_or(path);
        files.push(file(inside, read(&root.join(path))?, false));
    }
    let scripts: &[(&str, &[&str])] = match target.contains("windows") {
        true => &[(
            "completions/relay-doctor.ps1",
            &["completions", "powershell"],
        )],
        false => &[
            ("completions/relay-doctor.bash", &["completions", "bash"]),
            ("completions/_relay-doctor", &["completions", "zsh"]),
            ("completions/relay-doctor.fish", &["completions", "fish"]),
            ("man/relay-doctor.1", &["man"]),
        ],
    };
    for (path, arguments) in scripts {
        files.push(file(path, said_by_program(root, arguments)?, false));
    }
    Ok(files)
}

/// What the program of this machine prints; that of the target might not run here.
fn said_by_program(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let mut command = Command::new(cargo());
    command
        .current_dir(root)
        .args(["run", "--quiet", "--locked", "--"]);
    command.args(arguments).args(["--lang", "en"]);
    run(&mut command).map(String::into_bytes)
}

fn bill(root: &Path, target: &str, name: &str, epoch: i64) -> Result<(String, Vec<u8>), String> {
    let linked = packages::linked(root, target, false)?;
    let lock = fs::read_to_string(root.join("Cargo.lock")).map_err(|e| e.to_string())?;
    let bom = sbom::sbom(&linked, target, epoch, &lock);
    let text = serde_json::to_string_pretty(&bom).map_err(|e| e.to_string())?;
    Ok((format!("{name}.cdx.json"), format!("{text}\n").into_bytes()))
}

/// Only with an address: a manifest that leads nowhere helps nobody.
fn store_manifests(
    root: &Path,
    out: &Path,
    name: &str,
    archive: &str,
    sha256: &str,
    epoch: i64,
) -> Result<(), String> {
    let said = |name: &str| std::env::var(name).map_err(|_| name.to_owned());
    let told = ["RELEASE_URL", "RELEASE_HOMEPAGE", "RELEASE_PUBLISHER"].map(said);
    let [Ok(url), Ok(homepage), Ok(publisher)] = told else {
        eprintln!("release: no manifests without RELEASE_URL, RELEASE_HOMEPAGE, RELEASE_PUBLISHER");
        return Ok(());
    };
    let day = jiff::Timestamp::from_second(epoch).map_err(|e| e.to_string())?;
    let facts = manifests::Facts {
        version: VERSION.to_owned(),
        url: format!("{}/{archive}", url.trim_end_matches('/')),
        sha256: sha256.to_owned(),
        folder: name.to_owned(),
        date: day.to_string().chars().take(10).collect(),
        publisher,
        homepage,
    };
    for name in manifests::TEMPLATES {
        let text = manifests::fill(&manifests::template(root, name)?, &facts)?;
        write(&out.join(name), text.as_bytes())?;
    }
    Ok(())
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or("cargo".into())
}

/// What a command prints; its failure as an error.
fn run(command: &mut Command) -> Result<String, String> {
    command.stderr(std::process::Stdio::inherit());
    let output = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    match output.status.success() {
        true => String::from_utf8(output.stdout).map_err(|e| e.to_string()),
        false => Err(format!("{command:?}: {}", output.status)),
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(path, bytes));
    written.map_err(|e| format!("{}: {e}", path.display()))
}
