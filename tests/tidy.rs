//! Reads the source tree and holds it to the rules of `docs/architecture.md`: who
//! may use whom, where the outside world is touched, and how a file looks.

#![allow(clippy::unwrap_used)]

#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/reader.rs"]
mod the_reader;

use std::path::{Path, PathBuf};

use source::{Named, Token, files, paths, tokens, without_tests};

/// Longest file of `src`, in lines: one can be read in one sitting.
const MAX_LINES: usize = 600;

/// The way of a datum: a room uses those before it.
const FLOW: [&str; 7] = [
    "evidence",
    "facts",
    "attribution",
    "diagnosis",
    "remedy",
    "report",
    "wizard",
];

/// Every room, how many of FLOW it may use from its start, and what else. A room
/// stands behind those it uses; a new one is given its place here.
const ROOMS: &[(&str, usize, &[&str])] = &[
    ("terminal", 0, &[]),
    ("packed", 0, &[]),
    ("evidence", 0, &[]),
    ("facts", 1, &[]),
    ("redact", 2, &[]),
    ("attribution", 2, &[]),
    ("diagnosis", 3, &[]),
    ("remedy", 4, &["terminal"]),
    ("watch", 5, &[]),
    ("case", 5, &[]),
    ("config", 0, &["terminal", "case"]),
    (
        "i18n",
        5,
        &["terminal", "packed", "case", "config", "watch"],
    ),
    ("report", 5, &["i18n", "terminal", "watch"]),
    ("demo", 1, &["i18n", "packed"]),
    (
        "wizard",
        6,
        &["case", "config", "redact", "terminal", "watch"],
    ),
    ("tui", 7, &["i18n", "terminal", "case", "config", "watch"]),
    (
        "linear",
        7,
        &["i18n", "terminal", "case", "config", "watch"],
    ),
    (
        "cli",
        7,
        &[
            "i18n", "terminal", "case", "config", "demo", "redact", "tui", "linear", "watch",
        ],
    ),
    // The executable hands over to cli; the library's root only lists the rooms.
    ("main", 0, &["cli"]),
    ("lib", 0, &[]),
];

/// The rooms that a room may use; `None` for one that has no place.
fn allowed(room: &str) -> Option<Vec<&'static str>> {
    let (_, flow, others) = ROOMS.iter().find(|(name, ..)| *name == room)?;
    Some([&FLOW[..*flow], others].concat())
}

/// Crates that only one room may use.
const ONLY_IN: &[(&str, &str)] = &[
    ("ratatui", "tui"),
    ("crossterm", "tui"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("notify", "watch"),
];

/// What reaches the file system, standard input or the clock.
const OUTSIDE: &[&[&str]] = &[
    &["std", "fs"],
    &["io", "stdin"],
    &["File", "open"],
    &["File", "create"],
    &["SystemTime"],
    &["Instant"],
    &["Timestamp", "now"],
    &["Zoned", "now"],
];

/// Methods of a path that ask the file system.
const ASKING: [&str; 7] = [
    "exists",
    "try_exists",
    "is_dir",
    "is_file",
    "canonicalize",
    "metadata",
    "read_dir",
];

/// Who may: the beginnings of module paths.
const MAY_REACH_OUT: &[&[&str]] = &[
    &["evidence", "loader"],
    &["evidence", "walk"],
    &["case"],
    &["watch"],
    &["config"],
    &["cli"],
    &["wizard", "worker"],
];

/// What would make it do more than read files: nothing of it is anywhere.
const NEVER: &[&[&str]] = &[
    &["process", "Command"],
    &["TcpStream"],
    &["TcpListener"],
    &["UdpSocket"],
    &["ToSocketAddrs"],
    &["unsafe"],
];

/// A file of `src`.
struct Module {
    /// Relative to the package, with `/`.
    path: String,
    /// Its place: `["facts", "traffic", "fold"]`; `mod.rs` is its folder.
    place: Vec<String>,
    text: String,
    /// Compiled for tests only, with the file or with the module that declares it.
    is_test: bool,
    /// What is compiled for users.
    program: Vec<Token>,
}

impl Module {
    fn room(&self) -> &str {
        &self.place[0]
    }

    fn read(package: &Path, file: &Path) -> (Self, Vec<String>) {
        let text = std::fs::read_to_string(file).unwrap();
        let path = relative(package, file);
        let below_src = path.strip_prefix("src/").unwrap().trim_end_matches(".rs");
        let mut place: Vec<String> = below_src.split('/').map(str::to_owned).collect();
        if place.len() > 1 && place.last().unwrap() == "mod" {
            place.pop();
        }
        let (program, tests) = without_tests(tokens(&text));
        let module = Self {
            path,
            place,
            text,
            is_test: false,
            program,
        };
        (module, tests)
    }
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn relative(package: &Path, file: &Path) -> String {
    let path = file.strip_prefix(package).unwrap();
    let parts: Vec<_> = path.iter().map(|p| p.to_string_lossy()).collect();
    parts.join("/")
}

/// Every file of `src`.
fn modules() -> Vec<Module> {
    let package = package();
    let mut all = Vec::new();
    let mut test_places: Vec<Vec<String>> = Vec::new();
    for file in files(&package.join("src"), &[]) {
        let (module, tests) = Module::read(&package, &file);
        for name in tests {
            let mut place = module.place.clone();
            place.push(name);
            test_places.push(place);
        }
        all.push(module);
    }
    for module in &mut all {
        module.is_test = test_places.iter().any(|t| module.place.starts_with(t));
        if module.is_test {
            module.program.clear();
        }
    }
    assert!(all.len() > 100, "the source tree was not found");
    all
}

fn none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

/// Where the program of a module names one of these.
fn named_of(module: &Module, unwanted: &[&[&str]]) -> Vec<String> {
    let has = |named: &Named, what: &[&str]| named.parts.windows(what.len()).any(|p| p == what);
    let report = |named: &Named| {
        let what = unwanted.iter().find(|what| has(named, what))?;
        Some(format!(
            "{}:{}: {}",
            module.path,
            named.line,
            what.join("::")
        ))
    };
    paths(&module.program).iter().filter_map(report).collect()
}

/// The room that a path leads to, where it names one by `crate` or through `super`.
fn room_named<'n>(module: &Module, named: &'n Named) -> Option<&'n str> {
    let up = named.parts.iter().take_while(|p| *p == "super").count();
    let root = match named.parts[0].as_str() {
        "crate" | "relay_doctor" => 1,
        "super" if up >= module.place.len() => up,
        _ => return None,
    };
    named.parts.get(root).map(String::as_str)
}

#[test]
fn a_room_uses_only_rooms_on_its_left() {
    let mut violations = Vec::new();
    for module in modules() {
        let Some(allowed) = allowed(module.room()) else {
            violations.push(format!("{}: give the room a place in ROOMS", module.path));
            continue;
        };
        // Tests too: one that reaches to the right ties the rooms together as well.
        // Only `super` is left to the program: a module within a file is one deeper.
        let by_crate = paths(&tokens(&module.text)).into_iter();
        let by_super = paths(&module.program).into_iter();
        let named = by_crate
            .filter(|n| n.parts[0] != "super")
            .chain(by_super.filter(|n| n.parts[0] == "super"));
        for named in named {
            let Some(room) = room_named(&module, &named) else {
                continue;
            };
            if room != module.room() && !allowed.contains(&room) {
                violations.push(format!("{}:{}: uses {room}", module.path, named.line));
            }
        }
    }
    none(&violations);
}

#[test]
fn the_order_of_rooms_has_no_circle() {
    let place = |room: &str| ROOMS.iter().position(|(name, ..)| *name == room);
    for (at, (room, ..)) in ROOMS.iter().enumerate() {
        for used in allowed(room).unwrap() {
            assert!(place(used).is_some_and(|p| p < at), "{room} uses {used}");
        }
    }
}

#[test]
fn the_screen_and_the_arguments_stay_in_their_rooms() {
    let mut violations = Vec::new();
    for module in modules() {
        for token in tokens(&module.text) {
            let only = ONLY_IN.iter().find(|(name, _)| *name == token.text);
            if let Some((name, room)) = only.filter(|(_, room)| *room != module.room()) {
                let place = format!("{}:{}", module.path, token.line);
                violations.push(format!("{place}: {name} is used in {room} only"));
            }
        }
    }
    none(&violations);
}

#[test]
fn files_and_the_clock_are_reached_in_few_places() {
    let mut violations = Vec::new();
    for module in modules() {
        let place: Vec<&str> = module.place.iter().map(String::as_str).collect();
        if MAY_REACH_OUT.iter().any(|may| place.starts_with(may)) {
            continue;
        }
        violations.extend(named_of(&module, OUTSIDE));
        for asking in module.program.windows(3) {
            let [dot, method, call] = asking else {
                continue;
            };
            if dot.text == "." && ASKING.contains(&method.text.as_str()) && call.text == "(" {
                violations.push(format!("{}:{}: .{}()", module.path, dot.line, method.text));
            }
        }
    }
    none(&violations);
}

#[test]
fn no_network_and_no_other_program() {
    let mut violations = Vec::new();
    for module in modules() {
        violations.extend(named_of(&module, NEVER));
    }
    none(&violations);
}

/// `println!` and its kin, `panic!` and its kin, `.unwrap()`, `.expect(`.
fn is_abrupt(tokens: &[Token]) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    match (text(0), text(1)) {
        ("print" | "println" | "eprint" | "eprintln" | "dbg", "!") => true,
        ("panic" | "todo" | "unimplemented", "!") => true,
        (".", "unwrap" | "expect") => text(2) == "(",
        _ => false,
    }
}

#[test]
fn nothing_but_cli_prints_and_nothing_gives_up() {
    let mut violations = Vec::new();
    for module in modules().iter().filter(|m| m.room() != "cli") {
        for at in 0..module.program.len() {
            let here = &module.program[at..];
            if is_abrupt(here) {
                let words: String = here.iter().take(3).map(|t| t.text.as_str()).collect();
                violations.push(format!("{}:{}: {words}", module.path, here[0].line));
            }
        }
    }
    none(&violations);
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    let all = modules();
    let long = all.iter().map(|m| (m, m.text.lines().count()));
    let long = long.filter(|(_, lines)| *lines > MAX_LINES);
    let violations: Vec<String> = long
        .map(|(m, lines)| format!("{}: {lines} lines, more than {MAX_LINES}", m.path))
        .collect();
    none(&violations);
}

#[test]
fn a_rule_begins_with_its_code() {
    let mut violations = Vec::new();
    for module in modules() {
        let is_rule = module.path.starts_with("src/diagnosis/rules/")
            && !module.path.ends_with("/mod.rs")
            && !module.is_test;
        let doc = module.text.strip_prefix("//! RD").unwrap_or_default();
        let code: String = doc.chars().take_while(char::is_ascii_digit).collect();
        if is_rule && code.len() != 3 {
            violations.push(format!("{}: does not begin with `//! RDnnn`", module.path));
        }
    }
    none(&violations);
}

#[test]
fn public_items_must_be_documented() {
    let manifest = std::fs::read_to_string(package().join("Cargo.toml")).unwrap();
    for lint in ["unsafe_code = \"forbid\"", "missing_docs = \"warn\""] {
        assert!(manifest.contains(lint), "{lint} is gone from Cargo.toml");
    }
    for module in modules() {
        let documented = module.text.starts_with("//!");
        assert!(
            documented || module.is_test,
            "{}: has no module doc",
            module.path
        );
    }
}

/// Whether a line names a folder as it is on somebody's machine.
fn names_a_machine(line: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || "._-".contains(c);
    ["root", "work", "home", "Users"].iter().any(|name| {
        let folder = format!("/{name}");
        line.match_indices(&folder).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + folder.len()..].chars().next();
            // Else it is the middle of an address, of another path, or another word.
            before.is_none_or(|c| !is_word(c) && !"/$}*".contains(c))
                && after.is_none_or(|c| !is_word(c))
        })
    })
}

#[test]
fn no_path_of_a_machine_is_in_the_texts() {
    let package = package();
    let mut violations = Vec::new();
    for file in files(&package, &["target", ".git"]) {
        let Ok(text) = String::from_utf8(std::fs::read(&file).unwrap()) else {
            continue;
        };
        for (number, line) in text.lines().enumerate().filter(|(_, l)| names_a_machine(l)) {
            violations.push(format!(
                "{}:{}: {line}",
                relative(&package, &file),
                number + 1
            ));
        }
    }
    none(&violations);
}
