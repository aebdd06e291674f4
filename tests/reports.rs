//! Reports that are kept: HTML that runs and loads nothing, Markdown in which
//! evidence is no markup, and the list of what must be sent again.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const NOW: [&str; 2] = ["--now", "2026-11-02T12:00:00Z"];

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-doctor"));
    command.args(arguments).args(NOW).output().unwrap()
}

fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let folders = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path());
    let mut found: Vec<PathBuf> = folders.filter(|p| p.join("evidence").exists()).collect();
    found.sort();
    found
}

fn report(evidence: &Path, format: &str, lang: &str) -> String {
    let evidence = evidence.join("evidence");
    let arguments = ["diagnose", evidence.to_str().unwrap(), "--format", format];
    let output = run(&[&arguments[..], &["--lang", lang]].concat());
    String::from_utf8(output.stdout).unwrap()
}

/// Tags of an HTML text in order: name, attributes as text, whether it closes.
fn tags(html: &str) -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, next) = after.split_once('>').unwrap();
        rest = next;
        let (closing, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        found.push((name.to_lowercase(), attributes.to_owned(), closing));
    }
    found
}

/// Elements that have no end tag.
const VOID: [&str; 2] = ["!doctype", "meta"];
/// All that the report uses: none of them runs, loads or sends anything.
const ALLOWED: [&str; 53] = [
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "ul",
    "ol",
    "li",
    "a",
    "main",
    "section",
    "h1",
    "h2",
    "h3",
    "p",
    "dl",
    "dt",
    "dd",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "span",
    "code",
    "mark",
    "pre",
    "figure",
    "figcaption",
    "svg",
    "g",
    "rect",
    "line",
    "text",
    "path",
    "polyline",
    "circle",
    "desc",
    "b",
    "strong",
    "em",
    "br",
    "caption",
    "footer",
    "small",
    "time",
    "kbd",
];

#[test]
fn html_is_well_formed_and_can_neither_run_nor_load_anything() {
    for scenario in scenarios() {
        let html = report(&scenario, "html", "en");
        let name = scenario.display();
        let mut open = Vec::new();
        for (tag, attributes, closing) in tags(&html) {
            assert!(ALLOWED.contains(&tag.as_str()), "{name}: <{tag}>");
            let lower = attributes.to_lowercase();
            for dangerous in [
                " on",
                "src=",
                "javascript:",
                "data:",
                "srcdoc",
                "http-equiv=\"refresh",
            ] {
                assert!(
                    !format!(" {lower}").contains(dangerous),
                    "{name}: {tag} {attributes}"
                );
            }
            if let Some((_, url)) = lower.split_once("href=\"") {
                let plain = url.starts_with("https://") || url.starts_with('#');
                assert!(plain, "{name}: {attributes}");
            }
            match closing {
                true => assert_eq!(open.pop().as_deref(), Some(tag.as_str()), "{name}"),
                false if VOID.contains(&tag.as_str()) => {}
                false => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
        assert!(
            html.contains("default-src 'none'; style-src 'sha256-"),
            "{name}"
        );
    }
}

#[test]
fn the_policy_allows_the_style_sheet_that_is_there() {
    let scenario = &scenarios()[0];
    let html = report(scenario, "html", "ja");
    let (_, after) = html.split_once("<style>").unwrap();
    let (style, _) = after.split_once("</style>").unwrap();
    let (_, after) = html.split_once("'sha256-").unwrap();
    let (hash, _) = after.split_once('\'').unwrap();
    use base64::Engine as _;
    use sha2::Digest as _;
    let engine = base64::engine::general_purpose::STANDARD;
    assert_eq!(engine.encode(sha2::Sha256::digest(style)), hash);
    assert!(html.contains("<html lang=\"ja\">"));
}

#[test]
fn markdown_keeps_evidence_out_of_its_markup() {
    for scenario in scenarios() {
        let name = scenario.display();
        let markdown = report(&scenario, "markdown", "en");
        let mut fence: Option<&str> = None;
        for line in markdown.lines() {
            match fence {
                Some(open) if line == open => fence = None,
                Some(_) => {}
                None if line.starts_with("```") => {
                    fence = Some(line.trim_end_matches(|c: char| c != '`'));
                }
                None => {
                    let unescaped = line
                        .replace("\\<", "")
                        .replace("<b>", "")
                        .replace("</b>", "");
                    let link = unescaped.starts_with("- ") && unescaped.ends_with('>');
                    assert!(link || !unescaped.contains('<'), "{name}: {line}");
                    assert!(!line.replace("\\[", "").contains("]("), "{name}: {line}");
                }
            }
        }
        assert_eq!(fence, None, "{name}: every block of code ends");
    }
}

/// The bars of the picture: accepted and refused, as their labels tell them.
fn bars(html: &str) -> Vec<(u64, u64)> {
    let number = |text: &str| text.rsplit(' ').next().unwrap().parse().unwrap();
    html.split("<g><title>")
        .skip(1)
        .map(|after| {
            let (label, _) = after.split_once(" refused</title>").unwrap();
            let (accepted, refused) = label.split_once(" accepted,").unwrap();
            (number(accepted), number(refused))
        })
        .collect()
}

#[test]
fn the_picture_shows_the_counts_of_the_timeline() {
    let mut shown = 0;
    for scenario in scenarios() {
        let name = scenario.display();
        let html = report(&scenario, "html", "en");
        let json: serde_json::Value =
            serde_json::from_str(&report(&scenario, "json", "en")).unwrap();
        let count = |interval: &serde_json::Value, key: &str| interval[key].as_u64().unwrap();
        let intervals = json["timeline"]["intervals"].as_array().unwrap();
        let counts: Vec<(u64, u64)> = intervals
            .iter()
            .map(|i| (count(i, "accepted"), count(i, "refused")))
            .collect();
        let bars = bars(&html);
        if html.contains("<svg") {
            assert_eq!(bars, counts, "{name}");
            let drawn = |class: &str| html.matches(&format!("<rect class=\"{class}\"")).count();
            let some = |n: fn(&(u64, u64)) -> u64| counts.iter().filter(|c| n(c) > 0).count();
            assert_eq!(drawn("accepted"), some(|c| c.0), "{name}");
            assert_eq!(drawn("refused"), some(|c| c.1), "{name}");
            let broke = !json["timeline"]["broke"]["change"].is_null();
            assert!(!broke || html.contains("<line class=\"broke\""), "{name}");
            shown += 1;
        } else {
            // What was refused is shown wherever there is a log of it.
            assert!(counts.iter().all(|c| c.1 == 0), "{name}");
        }
    }
    assert!(shown > 20, "{shown}");
}

#[test]
fn what_must_be_sent_again_is_listed_and_counted_as_the_report_counts_it() {
    let folder = tempfile::tempdir().unwrap();
    for scenario in scenarios() {
        let name = scenario.file_name().unwrap().to_str().unwrap();
        let file = folder.path().join(format!("{name}.csv"));
        let evidence = scenario.join("evidence");
        let output = run(&[
            "diagnose",
            evidence.to_str().unwrap(),
            "--format",
            "json",
            "--refused-csv",
            file.to_str().unwrap(),
        ]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let counted = report["traffic"]["recipients_refused_5_7_64"]
            .as_u64()
            .unwrap();
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"\xef\xbb\xbfTime,Sender,"), "{name}");
        let rows = csv::Reader::from_reader(&bytes[3..]).into_records();
        let rows: Vec<csv::StringRecord> = rows.map(Result::unwrap).collect();
        assert_eq!(rows.len() as u64, counted, "{name}");
        for cell in rows.iter().flatten() {
            assert!(
                !cell.trim_start().starts_with(['=', '+', '-', '@']),
                "{name}: {cell}"
            );
        }
    }
}

#[test]
fn a_list_that_is_written_beside_the_evidence_is_no_evidence() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(scenarios()[0].join("evidence")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let sources = |also: &[&str]| {
        let given = folder.path().to_str().unwrap();
        let output = run(&[&["diagnose", given, "--format", "json"], also].concat());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["sources"].clone()
    };
    let before = sources(&[]);
    assert!(!before.as_array().unwrap().is_empty());
    let list = folder.path().join("refused.csv");
    assert_eq!(sources(&["--refused-csv", list.to_str().unwrap()]), before);
    assert!(list.exists());
}

#[test]
fn the_list_is_never_written_over_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("refused.csv");
    std::fs::write(&file, "mine").unwrap();
    let evidence = scenarios()[0].join("evidence");
    let arguments = [
        "diagnose",
        evidence.to_str().unwrap(),
        "--refused-csv",
        file.to_str().unwrap(),
    ];
    assert_eq!(run(&arguments).status.code(), Some(5));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let nothing = ["diagnose", "no-such-folder", "--refused-csv", "x.csv"];
    assert_eq!(run(&nothing).status.code(), Some(4));
    assert!(!Path::new("x.csv").exists());
}

/// A browser that is at hand, if any.
fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let candidates = names
        .iter()
        .flat_map(|name| folders.iter().map(move |f| f.join(name)));
    candidates.into_iter().find(|path| path.is_file())
}

#[test]
#[allow(clippy::print_stderr)]
fn a_browser_shows_it_and_runs_nothing_of_it() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium on this machine");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    let name = "bad-terminal-escapes";
    let scenario = scenarios().into_iter().find(|s| s.ends_with(name)).unwrap();
    std::fs::write(&file, report(&scenario, "html", "en")).unwrap();
    let net = folder.path().join("net.json");
    let profile = folder.path().join("profile");
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
        ])
        .args(["--disable-sync", "--disable-quic", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--log-net-log={}", net.display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    if !dom.contains("<main>") {
        eprintln!("skipped: this Chromium does not start");
        return;
    }
    assert!(!dom.contains("<script"), "nothing became a script");
    let log = std::fs::read_to_string(net).unwrap_or_default();
    for document in ["learn.microsoft.com", "contoso.com"] {
        assert!(!log.contains(document), "no request leaves for {document}");
    }
}
