//! The real program in a pseudo-terminal while servers write: `watch`, and step 6 of the
//! wizard. The counts on the screen are what was written.

use std::collections::BTreeMap;

use relay_doctor::i18n::Lang;
use relay_doctor::i18n::watch as said;
use relay_doctor::watch::Count;

use super::driven::Pty;
use super::live::Servers;
use super::writer::Truth;
use super::{EVIDENCE, evidence};

/// Columns of a place that tell it from others; a narrow table cuts its middle out.
const PLACE: usize = 18;

/// Sessions, accepted and refused by place, certificate and senders, as they are shown.
type Rows = BTreeMap<[String; 3], [u64; 3]>;

/// The table on the screen.
fn shown(screen: &str) -> Rows {
    let mut lines = screen
        .lines()
        .skip_while(|l| !l.contains("Server / Send connector"));
    lines.next();
    lines.map_while(row).collect()
}

fn row(line: &str) -> Option<([String; 3], [u64; 3])> {
    let cells: Vec<&str> = line
        .split("  ")
        .map(str::trim)
        .filter(|c| !c.is_empty())
        .collect();
    let [place, sent, senders, sessions, accepted, refused] = cells[..] else {
        return None;
    };
    // A table that is still being drawn may have half a row.
    let number = |text: &str| text.parse().ok();
    let counts = [number(sessions)?, number(accepted)?, number(refused)?];
    let place: String = place.chars().take(PLACE).collect();
    Some(([place, sent.to_owned(), senders.to_owned()], counts))
}

/// How the truth would be shown.
fn rows(truth: &Truth) -> Rows {
    let row = |((server, connector, sent, kind), told): (&super::writer::Key, _)| {
        let told: &super::writer::Told = told;
        let place = format!("{server} / {connector}");
        let place = place.chars().take(PLACE).collect();
        let sent = sent.as_ref().unwrap()[..8].to_owned();
        let senders = said::sender(Lang::En, *kind).to_owned();
        (
            [place, sent, senders],
            [told.sessions, told.accepted, told.refused],
        )
    };
    truth.rows.iter().map(row).collect()
}

/// The line that tells all counts.
fn line(truth: &Truth) -> String {
    let told = truth.total;
    let count = Count {
        sessions: told.sessions,
        accepted: told.accepted,
        refused: told.refused,
        own: told.own,
        ..Count::default()
    };
    said::counts(Lang::En, count)
}

#[test]
fn watch_shows_what_was_written() {
    for seed in 11..=12 {
        let folder = tempfile::tempdir().unwrap();
        let mut servers = Servers::new(folder.path(), seed);
        let root = folder.path().to_str().unwrap();
        let evidence = evidence();
        let arguments = [
            "watch",
            root,
            "--evidence",
            evidence.to_str().unwrap(),
            "--poll-milliseconds",
            "10",
            "--lang",
            "en",
            "--now",
            "2026-11-02T08:57:00Z",
        ];
        // So high that nothing leaves it.
        let mut pty = Pty::of_size(180, 1200, &arguments, &[]);
        pty.see_that("both followed", |s| s.matches("Following ").count() == 2);
        for round in 1..=3 {
            let mark = servers.round(round == 3);
            for server in ["EX01", "EX02"] {
                pty.see(&format!("{server} / {mark}: refused, certificate 17BE570E"));
            }
            servers.was_read();
        }
        pty.press("\x03");
        let (status, parser) = pty.end();
        assert_eq!(status.exit_code(), 1, "still refused");
        let screen = parser.screen().contents();
        let truth = servers.truth();
        assert!(truth.total.sessions > 100, "{:?}", truth.total);
        assert!(screen.contains(&line(&truth)), "{}\n{screen}", line(&truth));
        assert_eq!(shown(&screen), rows(&truth), "seed {seed}\n{screen}");
    }
}

#[test]
fn step_6_shows_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut servers = Servers::new(folder.path(), 21);
    let files = [
        "accepted-domain.txt",
        "send-connector.txt",
        "inbound-connector.txt",
        "exchange-certificate.txt",
    ]
    .map(|name| format!("{EVIDENCE}/{name}"));
    let root = folder.path().to_str().unwrap();
    let mut arguments = vec!["--lang", "en", root];
    arguments.extend(files.iter().map(String::as_str));
    let mut pty = Pty::of_size(180, 70, &arguments, &[]);
    pty.see("exchange-certificate.txt");
    pty.see_that("all is read", |s| !s.contains("Reading"));
    pty.press("6");
    pty.see("[6 Verify]");
    pty.press("w");
    pty.see("EX01 and EX02: no mail to Exchange Online");
    for round in 1..=3 {
        servers.round(round == 3);
        let truth = servers.truth();
        pty.see(&line(&truth));
        let expected = rows(&truth);
        pty.see_that(&format!("{expected:#?}"), |screen| {
            shown(screen) == expected
        });
        servers.was_read();
    }
    pty.press("w");
    pty.see_that("it is stopped", |s| !s.contains("Server / Send connector"));
    pty.press("q");
    assert!(pty.end().0.success());
}
