//! The program as it is called: exit codes, outputs, languages, bad arguments.

#![allow(clippy::unwrap_used)]

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

fn scenario(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/scenarios").join(name).join("evidence")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const INCIDENT: &str = "rd101-renewed-certificate-other-name";
const NOW: [&str; 2] = ["--now", "2026-11-02T12:00:00Z"];

#[test]
fn exit_codes_are_those_of_the_contract() {
    let healthy = scenario("rd101-miss-wildcard-connector");
    let broken = scenario(INCIDENT);
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    let table: [(&[&str], i32); 9] = [
        (&["diagnose", healthy.to_str().unwrap()], 0),
        (&["diagnose", broken.to_str().unwrap()], 1),
        (&["diagnose"], 2),
        (&["diagnose", "--no-such-option", "x"], 2),
        (&["diagnose", "x", "--now", "yesterday"], 2),
        (&["diagnose", empty], 3),
        (&["diagnose", "no-such-folder-here"], 4),
        (&["explain", "RD999x"], 2),
        (&["demo", "no-such-incident"], 2),
    ];
    for (arguments, expected) in table {
        let mut all = arguments.to_vec();
        if !all.contains(&"--now") {
            all.extend(NOW);
        }
        let output = run(&all);
        assert_eq!(
            code(&output),
            expected,
            "{arguments:?}\n{}",
            text(&output.stderr)
        );
    }
}

#[test]
fn one_unreadable_thing_does_not_stop_the_others() {
    let broken = scenario(INCIDENT);
    let output = run(&[
        "diagnose",
        "no-such-file",
        broken.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!(code(&output), 1);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["sources"][0]["notes"][0]["kind"], "unreadable");
}

#[test]
fn a_pasted_bounce_is_read_from_standard_input() {
    let mut child = program()
        .args(["diagnose", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let bounce =
        b"#550 5.7.64 TenantAttribution; Relay Access Denied [X.prod.protection.outlook.com] ##";
    child.stdin.take().unwrap().write_all(bounce).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 3);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["symptoms"][0]["kind"], "tenant-attribution");
    let needs = report["needs"].as_array().unwrap();
    let collects: Vec<&str> = needs.iter().filter_map(|n| n["collect"].as_str()).collect();
    for cmdlet in [
        "Get-TransportService",
        "Get-TransportServer ",
        "ProtocolLoggingLevel Verbose",
    ] {
        assert!(
            collects.iter().any(|c| c.contains(cmdlet)),
            "{cmdlet} in {collects:#?}"
        );
    }
}

#[test]
fn the_same_input_gives_the_same_output_byte_for_byte() {
    let folder = scenario("bad-everything-at-once");
    for format in ["text", "json", "markdown", "html"] {
        for lang in ["en", "ja"] {
            let arguments = [
                "diagnose",
                folder.to_str().unwrap(),
                "--format",
                format,
                "--lang",
                lang,
            ];
            let once = run(&[&arguments[..], &NOW].concat());
            let twice = run(&[&arguments[..], &NOW].concat());
            assert!(!once.stdout.is_empty());
            assert_eq!(once.stdout, twice.stdout, "{format} {lang}");
        }
    }
}

#[test]
fn an_output_file_is_written_once_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let evidence = scenario(INCIDENT);
    let arguments = [
        "diagnose",
        evidence.to_str().unwrap(),
        "--format",
        "json",
        "--output",
        file.to_str().unwrap(),
    ];
    assert_eq!(code(&run(&arguments)), 1);
    let first = std::fs::read(&file).unwrap();
    assert!(serde_json::from_slice::<Value>(&first).is_ok());
    std::fs::write(&file, "mine").unwrap();
    assert_eq!(code(&run(&arguments)), 5);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let forced = run(&[&arguments[..], &["--force"]].concat());
    assert_eq!(code(&forced), 1);
    assert!(serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).is_ok());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "no temporary file is left");
}

#[test]
fn an_output_into_a_folder_that_is_not_there_is_exit_5() {
    let evidence = scenario(INCIDENT);
    let output = run(&[
        "diagnose",
        evidence.to_str().unwrap(),
        "--output",
        "no/such/folder/x.json",
    ]);
    assert_eq!(code(&output), 5);
    assert!(!output.stderr.is_empty());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let evidence = scenario(INCIDENT);
    let mut child = program()
        .args(["diagnose", evidence.to_str().unwrap(), "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(code(&output), 1);
}

#[test]
fn every_incident_that_is_built_in_is_diagnosed_and_can_be_written_out() {
    let list = text(&run(&["demo", "--list", "--lang", "en"]).stdout);
    assert!(list.lines().count() >= 3);
    for line in list.lines() {
        let name = line.split_whitespace().next().unwrap();
        let shown = run(&["demo", name, "--format", "json"]);
        assert_eq!(code(&shown), 1, "{name}");
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("evidence");
        let written = run(&["demo", name, "--out", out.to_str().unwrap()]);
        assert_eq!(code(&written), 0, "{}", text(&written.stderr));
        let inside: Value = serde_json::from_slice(&shown.stdout).unwrap();
        let at = inside["judged_at"].as_str().unwrap();
        let read = run(&[
            "diagnose",
            out.to_str().unwrap(),
            "--format",
            "json",
            "--now",
            at,
        ]);
        let outside: Value = serde_json::from_slice(&read.stdout).unwrap();
        assert_eq!(inside["verdict"], outside["verdict"], "{name}");
        let again = run(&["demo", name, "--out", out.to_str().unwrap()]);
        assert_eq!(code(&again), 5, "nothing is overwritten");
    }
}

#[test]
fn help_and_refusals_are_in_the_language_that_was_asked_for() {
    let english = text(&run(&["--help", "--lang", "en"]).stdout);
    let japanese = text(&run(&["--lang", "ja", "--help"]).stdout);
    assert!(english.contains("Diagnose from evidence"));
    assert!(japanese.contains("証拠ファイルから診断します"));
    let own = text(&run(&["--lang", "ja", "diagnose", "--help"]).stdout);
    assert!(
        own.contains("結果の形式") && own.contains("--output"),
        "{own}"
    );
    let refused = text(&run(&["diagnose", "--lang", "ja", "--bogus"]).stderr);
    assert!(
        refused.contains("--bogus") && refused.contains("使えません"),
        "{refused}"
    );
}

#[test]
fn the_text_of_strangers_reaches_no_terminal_as_it_is() {
    let evidence = scenario("bad-terminal-escapes");
    for format in ["text", "json", "markdown", "html"] {
        let output = run(&[
            "diagnose",
            evidence.to_str().unwrap(),
            "--format",
            format,
            "--color",
            "never",
        ]);
        let shown = text(&output.stdout);
        let hostile = |c: char| {
            let control = c.is_control() && c != '\n';
            control
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        let found: Vec<char> = shown.chars().filter(|c| hostile(*c)).collect();
        assert!(found.is_empty(), "{format}: {found:?}");
    }
}

#[test]
fn explain_gives_every_page_in_both_languages() {
    let list = text(&run(&["explain", "--lang", "en"]).stdout);
    let codes: Vec<&str> = list.lines().filter(|l| l.starts_with("RD")).collect();
    assert_eq!(codes.len(), 59);
    for line in codes {
        let code_of = line.split_whitespace().next().unwrap();
        for lang in ["en", "ja"] {
            let page = run(&["explain", code_of, "--lang", lang]);
            assert_eq!(code(&page), 0);
            assert!(text(&page.stdout).starts_with(&format!("# {code_of} ")));
        }
    }
}

#[test]
#[allow(clippy::print_stderr)]
fn real_samples_are_read_without_a_panic() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    if !samples.is_dir() {
        eprintln!("skipped: no folder of real samples beside the project");
        return;
    }
    for format in ["text", "json"] {
        let output = run(&["diagnose", samples.to_str().unwrap(), "--format", format]);
        // Samples of many strangers: no cause can be told, and the bounces are other faults.
        assert_eq!(code(&output), 3, "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "");
    }
    let output = run(&["diagnose", samples.to_str().unwrap(), "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let sources = report["sources"].as_array().unwrap();
    let has = |path: &str, kind: &str| {
        sources
            .iter()
            .any(|s| s["path"].as_str().unwrap().contains(path) && s["kind"] == kind)
    };
    assert!(has("office365-01.eml", "bounce"));
    assert!(has("pyca-cryptography.io.pem", "certificate"));
    assert!(has("unknowncredentials-multirow", "smtp-send-log"));
}

#[test]
fn a_side_of_a_path_where_no_file_is() {
    let evidence = scenario("bad-accepted-domains-of-nobody");
    let mut call = vec!["diagnose", evidence.to_str().unwrap(), "--side"];
    let typo = run(&[&call[..], &["acepted-domain.txt=tenant"], &NOW].concat());
    assert_eq!(code(&typo), 2);
    assert_eq!(text(&typo.stdout), "");
    let said = text(&typo.stderr);
    assert!(said.contains("acepted-domain.txt"), "{said}");
    assert!(said.contains("of: accepted-domain.txt"), "{said}");
    call.push("accepted-domain.txt=tenant");
    let right = run(&[&call[..], &NOW].concat());
    assert_ne!(code(&right), 2);
    // A path that needs none and one that is not there.
    let named = run(&[&call[..], &["--side", "nowhere=on-premises"], &NOW].concat());
    assert_eq!(code(&named), 2);
}

/// The program with a home of its own.
fn at_home(home: &Path, arguments: &[&str]) -> Output {
    program()
        .env("HOME", home)
        .env("RELAY_DOCTOR_HOME", home.join("kept"))
        .args(["--lang", "en"])
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn the_settings_file_is_explained_written_once_and_never_over_another() {
    let home = tempfile::tempdir().unwrap();
    let path = at_home(home.path(), &["config", "--path"]);
    let path = PathBuf::from(text(&path.stdout).trim_end());
    assert!(path.starts_with(home.path()) || cfg!(windows), "{path:?}");
    let printed = at_home(home.path(), &["config"]);
    assert_eq!(code(&printed), 0);
    assert!(text(&printed.stdout).contains("#theme = \"auto\""));
    let japanese = run(&["config", "--lang", "ja"]);
    assert!(text(&japanese.stdout).contains("配色"));
    if cfg!(windows) {
        return; // The known folders there do not follow the environment.
    }
    assert!(!path.exists(), "printing writes nothing");
    assert_eq!(code(&at_home(home.path(), &["config", "--write"])), 0);
    assert_eq!(std::fs::read(&path).unwrap(), printed.stdout);
    let again = at_home(home.path(), &["config", "--write"]);
    assert_eq!(code(&again), 5);
    assert!(text(&again.stderr).contains("it exists"));
    assert_eq!(
        code(&at_home(home.path(), &["config", "--path", "--write"])),
        2
    );
}

#[test]
fn settings_hold_where_no_option_says_otherwise_and_what_is_wrong_is_said() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("kept");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("settings.toml");
    let set = |text: &str| std::fs::write(&file, text).unwrap();
    let call = |arguments: &[&str]| {
        program()
            .env("HOME", home.path())
            .env("RELAY_DOCTOR_HOME", &folder)
            .args(arguments)
            .output()
            .unwrap()
    };
    set("language = \"ja\"\n");
    assert!(text(&call(&["explain"]).stdout).contains("コネクタ"));
    assert!(text(&call(&["--help"]).stdout).contains("使い方"));
    let english = call(&["explain", "--lang", "en"]);
    assert!(!text(&english.stdout).contains("コネクタ"));
    assert!(english.stderr.is_empty());
    // One bad line does not cost the others.
    set("language = \"ja\"\ntheme = \"pink\"\n[keys]\ncopy = [\"v\"]\n");
    let told = call(&["explain"]);
    assert!(text(&told.stdout).contains("コネクタ"));
    let said = text(&told.stderr);
    assert!(
        said.contains("2 行目: theme") && said.contains("4 行目: 同じ画面で v"),
        "{said}"
    );
    assert!(said.contains("settings.toml"), "{said}");
    // A broken file is said, ignored and left alone.
    let broken = "language = \"ja\"\n= 3\n";
    set(broken);
    let told = call(&["explain", "--lang", "en"]);
    assert_eq!(code(&told), 0);
    assert!(text(&told.stderr).contains("line 2: this is not TOML"));
    assert!(call(&["explain", "--quiet"]).stderr.is_empty());
    assert_eq!(code(&call(&["config", "--write"])), 5);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), broken);
}

#[test]
fn portable_keeps_everything_beside_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let name = format!("relay-doctor{}", std::env::consts::EXE_SUFFIX);
    let copy = folder.path().join(name);
    std::fs::copy(env!("CARGO_BIN_EXE_relay-doctor"), &copy).unwrap();
    // What another test starts meanwhile may hold the copy open for writing until it is there.
    let call = |arguments: &[&str]| loop {
        match Command::new(&copy).args(arguments).output() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            done => break done.unwrap(),
        }
    };
    let written = call(&["--portable", "config", "--write", "--lang", "en"]);
    assert_eq!(code(&written), 0, "{}", text(&written.stderr));
    assert!(folder.path().join("relay-doctor.toml").exists());
    let listed = call(&["cases", "--portable", "--lang", "en"]);
    assert!(text(&listed.stdout).contains("relay-doctor-cases"));
}

#[test]
fn cases_are_listed_renamed_and_deleted_from_scripts() {
    use relay_doctor::case::{About, Case, Store, VERSION};
    let home = tempfile::tempdir().unwrap();
    let call = |arguments: &[&str]| at_home(home.path(), arguments);
    let empty = call(&["cases"]);
    assert_eq!(code(&empty), 0);
    assert!(text(&empty.stdout).contains("There are no saved cases."));
    let store = Store::new(home.path().join("kept/cases"));
    for name in ["Contoso \u{1b}[31m", "fabrikam"] {
        let case = Case {
            version: VERSION,
            name: name.to_owned(),
            step: 5,
            about: Some(About {
                domains: vec!["contoso.com".to_owned()],
                relay: "broken".to_owned(),
            }),
            ..Case::default()
        };
        store.save(&case).unwrap();
    }
    let listed = text(&call(&["cases", "list"]).stdout);
    assert!(
        listed.contains("5 Fix") && listed.contains("contoso.com (refused)"),
        "{listed}"
    );
    assert!(!listed.contains('\u{1b}'));
    assert!(listed.contains("just now"), "{listed}");
    let json: Value = serde_json::from_slice(&call(&["cases", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["cases"].as_array().unwrap().len(), 2);
    assert_eq!(json["cases"][0]["relay"], "broken");
    assert_eq!(code(&call(&["cases", "rename", "fabrikam", "Adatum"])), 0);
    assert_eq!(
        code(&call(&["cases", "rename", "Adatum", "Contoso \u{1b}[31m"])),
        2
    );
    assert_eq!(
        code(&call(&["cases", "delete", "fabrikam", "--yes"])),
        2,
        "no such"
    );
    assert_eq!(
        code(&call(&["cases", "delete", "*", "--yes"])),
        2,
        "no pattern"
    );
    let unasked = call(&["cases", "delete", "Adatum"]);
    assert_eq!(code(&unasked), 2);
    assert!(text(&unasked.stderr).contains("--yes"));
    assert_eq!(store.list().unwrap().len(), 2);
    assert_eq!(code(&call(&["cases", "delete", "Adatum", "--yes"])), 0);
    assert_eq!(store.list().unwrap().len(), 1);
    assert_eq!(code(&call(&["cases", "resume", "Adatum"])), 2);
    let no_terminal = call(&["cases", "resume", "Contoso \u{1b}[31m"]);
    assert!(text(&no_terminal.stderr).contains("needs a terminal"));
}

/// The names of cases may name whom they are about.
#[test]
#[cfg(target_os = "linux")]
fn info_does_not_tell_what_cases_there_are() {
    use relay_doctor::case::{Case, Store, VERSION};

    let home = tempfile::tempdir().unwrap();
    let with_home = |arguments: &[&str]| {
        let mut command = program();
        command
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path());
        let output = command.args(arguments).output().unwrap();
        text(&output.stdout)
    };
    let store = Store::new(home.path().join("relay-doctor").join("cases"));
    let case = Case {
        version: VERSION,
        name: "Project Tanuki".to_owned(),
        paths: vec!["/evidence/fabrikam".to_owned()],
        ..Case::default()
    };
    store.save(&case).unwrap();
    assert!(with_home(&["cases", "list"]).contains("Project Tanuki"));
    let said = with_home(&["info"]);
    for private in ["Tanuki", "fabrikam"] {
        assert!(!said.contains(private), "{said}");
    }
}

#[test]
fn info_can_be_passed_on() {
    let home = tempfile::tempdir().unwrap();
    let profile = home.path().join("hanako.yamada");
    for lang in ["en", "ja"] {
        let mut info = program();
        // A profile elsewhere than at home, as on terminal servers.
        for folder in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "RELAY_DOCTOR_HOME"] {
            info.env(folder, "/srv/profiles/hanako.yamada/kept");
        }
        info.env("HOME", &profile).env("USERPROFILE", &profile);
        info.env("USER", "hanako.yamada");
        info.env("USERNAME", "hanako.yamada");
        info.env("COMPUTERNAME", "TOKYO-EX01");
        info.env("HOSTNAME", "TOKYO-EX01");
        let output = info.args(["info", "--lang", lang]).output().unwrap();
        let said = text(&output.stdout);
        assert_eq!(code(&output), 0);
        assert!(said.contains(env!("CARGO_PKG_VERSION")), "{said}");
        assert!(said.contains(std::env::consts::OS), "{said}");
        for private in ["hanako", "yamada", "TOKYO"] {
            assert!(!said.contains(private), "{said}");
        }
    }
}
