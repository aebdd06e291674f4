//! What every screen looks like, in both languages, at the smallest size and at a
//! larger one. `UPDATE_SNAPSHOTS=1` writes them anew; then read the difference.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use relay_doctor::i18n::Lang;

use relay_doctor::facts::{Given, gather};
use relay_doctor::watch::{Disk, Expectation, Follower, Notice, Rule, Start, Watch};
use relay_doctor::wizard::{Loading, Model, StepId, Watching};

use crate::support::{NOW, loaded, model, play, play_incident};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

/// A screen's name, and the keys that lead to it from the built-in incident, which
/// is opened at step 2.
pub(crate) const SCREENS: &[(&str, &str)] = &[
    ("1-symptom", "1"),
    ("2-evidence", ""),
    ("2-collect", "w"),
    ("2-evidence-line", "<tab>C:\\logs"),
    ("3-compare", "<right>"),
    ("3-compare-differences", "<right>d"),
    ("3-compare-condition", "<right><end>"),
    ("3-source", "<right><enter>"),
    ("4-cause", "4"),
    ("4-page", "4<enter>"),
    ("4-table", "4t"),
    ("4-resend", "4m"),
    ("sessions", "3l"),
    ("sessions-filter", "3lf<down><right>"),
    ("sessions-words", "3l/fabrikam<enter>"),
    ("sessions-none", "3l/nowhere<enter>"),
    ("sessions-of-a-finding", "4l"),
    (
        "sessions-time",
        "3lf<down><down><down><down><enter>nonsense<enter>",
    ),
    ("session", "4l<enter>"),
    ("session-help", "4l?"),
    ("certificates", "3k"),
    ("certificate", "3k<enter>"),
    ("certificate-end", "3k<enter><end>"),
    ("what-if", "4w"),
    ("what-if-typed", "4w<enter><tab>"),
    ("what-if-wrong", "4w<end><enter>203.0<enter>"),
    ("what-if-mended", "4w<right>"),
    ("search", "4/"),
    ("search-hits", "4/mail.contoso.com<enter>"),
    ("search-none", "4/nothing of the kind<enter>"),
    ("5-options", "5"),
    ("5-checklist", "5<enter><down><down>"),
    ("5-initials", "5<enter><space>"),
    ("5-ticked", "5<enter><space>kt<enter>"),
    ("5-plain", "5<enter><down><down>v"),
    ("5-save", "5<enter>s"),
    ("5-save-redacted", "5<enter>s<down>"),
    ("6-verify", "6"),
    ("6-verify-still-refused", "6<newer-log>"),
    ("6-verify-not-proven", "6<newer-log-accepted>"),
    ("6-verify-whose-log", "6<newer-log-of-nobody>"),
    ("6-verify-said-whose", "6<newer-log-of-nobody>ss"),
    ("help", "3?"),
    ("settings", "<f4><down>"),
    ("settings-changed", "<f4><down><down><enter>"),
    ("jump", "4:"),
    ("jump-narrowed", "4:RD"),
];

pub(crate) fn folder(lang: Lang, (width, height): (u16, u16)) -> PathBuf {
    let name = format!("{}-{width}x{height}", lang.code());
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/tui")
        .join(name)
}

/// Compares with what is stored; the difference as a message.
pub(crate) fn compare(path: &Path, screen: &str) -> Option<String> {
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, screen).unwrap();
        return None;
    }
    let stored = fs::read_to_string(path)
        .unwrap_or_default()
        .replace('\r', "");
    (stored != screen).then(|| format!("{}\n{screen}", path.display()))
}

/// A later log of the incident: the same mail a day after, refused or accepted.
fn newer_log(accepted: bool) -> String {
    newer_log_of("EX01/", accepted)
}

fn newer_log_of(server: &str, accepted: bool) -> String {
    let incident = &relay_doctor::demo::INCIDENTS[0];
    let (_, log) = incident
        .files()
        .find(|(path, _)| path.starts_with(server))
        .unwrap();
    let log = String::from_utf8_lossy(log).replace("2026-11-02T", "2026-11-03T");
    match accepted {
        false => log,
        true => log
            .lines()
            .map(|line| match line.split_once(",<,550 5.7.64") {
                Some((head, _)) => format!("{head},<,250 2.1.5 Recipient OK,"),
                None => line.to_owned(),
            })
            .collect::<Vec<String>>()
            .join("\r\n"),
    }
}

/// Step 6 with newer logs of both servers, all accepted.
fn proven(lang: Lang) -> Model {
    let folder = tempfile::tempdir().unwrap();
    for server in ["EX01/", "EX02/"] {
        let logs = folder.path().join(server).join("SmtpSend");
        fs::create_dir_all(&logs).unwrap();
        fs::write(
            logs.join("SEND2026110308-1.LOG"),
            newer_log_of(server, true),
        )
        .unwrap();
    }
    let keys = format!("6<paste:{}>", folder.path().display());
    let (_, mut model) = play((80, 24), loaded(lang), Vec::new(), &keys);
    for given in &mut model.verify.given {
        given.shown = "newer".to_owned();
    }
    model
}

/// Step 6 while the newer log is followed: refused, or accepted on one server only.
pub(crate) fn watching(
    lang: Lang,
    accepted: bool,
    named: impl Fn(&str) -> String,
    notice: Option<Notice>,
) -> Model {
    let logs = [("EX01/", newer_log(accepted)), ("EX02/", newer_log(true))];
    let logs = logs.map(|(server, text)| (named(server), named(&text)));
    followed(lang, &logs, notice)
}

/// Step 6 while logs are followed: the servers with what is in them.
fn followed(lang: Lang, servers: &[(String, String)], notice: Option<Notice>) -> Model {
    let folder = tempfile::tempdir().unwrap();
    for (server, text) in servers {
        let logs = folder.path().join(server).join("SmtpSend");
        fs::create_dir_all(&logs).unwrap();
        fs::write(logs.join("SEND2026110308-1.LOG"), text).unwrap();
    }
    let inputs = relay_doctor::demo::INCIDENTS[0].inputs();
    let gathered = gather(&inputs, Given::default(), NOW, &mut |_| {
        ControlFlow::Continue(())
    });
    let since = NOW * 1000;
    let roots = [folder.path().to_owned()];
    let expectation = Expectation::Learned;
    let rule = Rule::default();
    let mut watch = Watch::new(&roots, rule, Arc::new(gathered.facts), expectation, since);
    let mut follower = Follower::new(&roots[0], 0, Start::Since(since));
    let now = since + 24 * 3_600_000;
    watch.take(0, follower.poll(now, &mut Disk), now);
    let mut model = model(lang);
    model.step = StepId::Verify;
    model.verify.watching = Some(Watching {
        run: 1,
        folders: roots.to_vec(),
        ticked: Some(since),
        seen: Some(Arc::new(watch.snapshot(notice))),
        failed: None,
    });
    model
}

/// Twelve servers: three are refused, two have sent nothing yet.
fn many_followed(lang: Lang) -> Model {
    let head = "#Software: Microsoft Exchange Server\r\n#Log-type: SMTP Send Protocol Log\r\n";
    let log = |n: usize| match n {
        4 | 9 => head.to_owned(),
        _ => newer_log(n % 5 != 2),
    };
    let logs = (1..=12).map(|n| (format!("EX{n:02}"), log(n)));
    followed(lang, &logs.collect::<Vec<_>>(), None)
}

#[test]
fn each_server_that_is_followed_has_a_line_of_its_own() {
    for lang in Lang::ALL {
        let (script, _) = play(
            (80, 24),
            watching(lang, false, str::to_owned, None),
            Vec::new(),
            "",
        );
        let screen = script.screen();
        for (server, counts) in [("EX01", "5       10"), ("EX02", "14        0")] {
            let says = |l: &&str| l.contains(server) && l.contains("2026");
            let line = screen.lines().find(says);
            let line = line.unwrap_or_else(|| panic!("{server}: {screen}"));
            let both = counts.split_whitespace().all(|n| line.contains(n));
            assert!(both, "{line}");
        }
        let many = many_followed(lang);
        // Those that are refused are seen without a key, and all by reading on.
        let (script, _) = play((80, 24), many, Vec::new(), "<pagedown><pagedown>");
        let first = script.frames.first().unwrap();
        for server in ["EX02", "EX07", "EX12"] {
            let says = |l: &str| l.contains(server) && l.contains("2026");
            assert!(first.lines().any(says), "{server}: {first}");
        }
        let all = script.frames.join("\n");
        for n in 1..=12 {
            assert!(all.contains(&format!(" EX{n:02} ")), "EX{n:02}: {all}");
        }
    }
}

#[test]
fn screens_look_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for size in SIZES {
            for (name, keys) in SCREENS {
                let keys = keys
                    .replace("<newer-log>", &format!("<paste:{}>", paste(false)))
                    .replace("<newer-log-accepted>", &format!("<paste:{}>", paste(true)))
                    .replace("<newer-log-of-nobody>", &format!("<paste:{}>", of_nobody()));
                let (script, _) = play_incident(size, lang, &keys);
                let path = folder(lang, size).join(format!("{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
            let (script, _) = play(size, proven(lang), Vec::new(), "");
            let path = folder(lang, size).join("6-verify-proven.txt");
            differing.extend(compare(&path, &script.screen()));
            let (script, _) = play(size, model(lang), Vec::new(), "");
            let path = folder(lang, size).join("1-symptom-empty.txt");
            differing.extend(compare(&path, &script.screen()));
            for (name, accepted) in [("6-watch-failing", false), ("6-watch-accepted", true)] {
                let followed = watching(lang, accepted, str::to_owned, None);
                let (script, _) = play(size, followed, Vec::new(), "");
                let path = folder(lang, size).join(format!("{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
            let (script, _) = play(size, many_followed(lang), Vec::new(), "");
            let path = folder(lang, size).join("many-6-watch.txt");
            differing.extend(compare(&path, &script.screen()));
            let mut reading = model(lang);
            reading.step = StepId::Evidence;
            reading.loading = Some(Loading {
                run: 1,
                files: 12,
                begun: 5,
                bytes: 43_000_000,
                total: 107_000_000,
                left: Some(14),
                rate: Some(4_600_000),
                file: "EX01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG".to_owned(),
                for_verify: false,
            });
            let (script, _) = play(size, reading, Vec::new(), "");
            let path = folder(lang, size).join("2-evidence-loading.txt");
            differing.extend(compare(&path, &script.screen()));
            let mut unsaved = model(lang);
            unsaved.unsaved = true;
            let (script, _) = play(size, unsaved, Vec::new(), "<ctrl-q>");
            let path = folder(lang, size).join("ask-quit.txt");
            differing.extend(compare(&path, &script.screen()));
            let (script, _) = play(size, model(lang), Vec::new(), "<enter>");
            let path = folder(lang, size).join("2-evidence-empty.txt");
            differing.extend(compare(&path, &script.screen()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The accepted log with an address that no server has.
fn of_nobody() -> String {
    paste(true).replace("10.0.0.5:", "10.0.0.99:")
}

/// The log as one key of a script, in which `>` ends the name of a key.
fn paste(accepted: bool) -> String {
    newer_log(accepted).replace('>', "\u{1}")
}

#[test]
fn a_small_window_says_so_in_one_sentence() {
    for (lang, said) in [(Lang::En, "Make it larger"), (Lang::Ja, "広げてください")] {
        let (script, _) = play_incident((79, 24), lang, "");
        assert!(script.screen().contains(said), "{}", script.screen());
        let (script, _) = play_incident((20, 3), lang, "<right>?<esc>");
        assert!(!script.screen().trim().is_empty());
        let (script, _) = play_incident((80, 24), lang, "<resize 60x20><resize 80x24>");
        let (same, _) = play_incident((80, 24), lang, "");
        assert_eq!(script.screen(), same.screen());
    }
}

#[test]
fn ascii_draws_nothing_but_ascii_of_its_own() {
    use relay_doctor::case::Store;
    use relay_doctor::tui::{Theme, run};

    use crate::support::{Script, incident, worker};
    let mut model = model(Lang::En);
    let begin = model.begin_with(incident());
    let mut script = Script::new((80, 24), "<right><right><right><enter>?<esc>6");
    let mut work = worker(Store::new(""));
    run(
        &mut script,
        &mut work,
        &Theme::new(false, true),
        model,
        begin,
    )
    .unwrap();
    for frame in &script.frames {
        assert!(frame.is_ascii(), "{frame}");
    }
}
