//! Step 6 follows logs through a pipe: nothing is said but when Enter asks for it.

use std::fs;
use std::path::Path;

use relay_doctor::terminal::Lang;

use crate::bench::{INCIDENT, LOOKS, Script, given, model, played, run_with, scenario};

/// The accepted log of a year long past, by every clock: its first two sessions, the third.
pub(crate) fn log() -> (String, String) {
    let path = scenario(INCIDENT) + "/EX01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG";
    let refused = fs::read_to_string(path).unwrap();
    let accepted = refused
        .lines()
        .map(|line| match line.split_once(",<,\"550") {
            Some((head, _)) => format!("{head},<,250 2.1.5 Recipient OK,\r\n"),
            None => match line.split_once(",<,550") {
                Some((head, _)) => format!("{head},<,250 2.1.5 Recipient OK,\r\n"),
                None => format!("{line}\r\n"),
            },
        });
    let text = accepted.collect::<String>();
    let text = text.replace("2026-11-02T", "2023-11-02T");
    let third = text.find("2023-11-02T08:14:30").unwrap();
    let (first, second) = text.split_at(third);
    (first.to_owned(), second.to_owned())
}

/// A folder of one server with the first two sessions, and its file.
pub(crate) fn server(root: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let folder = root.join("EX01");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("SEND2023110208-1.LOG");
    fs::write(&file, log().0).unwrap();
    (folder, file)
}

#[test]
fn without_a_folder_one_is_asked_for_and_back_ends_it() {
    let home = tempfile::tempdir().unwrap();
    let (folder, _) = server(home.path());
    let folder = folder.to_string_lossy();
    for (lang, asked, begun, ended) in [
        (
            Lang::En,
            "Type the folder of the send logs first.",
            "6 Verify (following)> ",
            "The logs are no longer followed.\n6 Verify> ",
        ),
        (
            Lang::Ja,
            "先に送信ログのフォルダーを入力してください。",
            "6 確認 (監視中)> ",
            "ログの監視を終了しました。\n6 確認> ",
        ),
    ] {
        let lines = [
            "step 6", "watch", &folder, "watch", "", "again", "back", "quit",
        ];
        let (model, written) = played(home.path(), lang, &lines);
        assert!(model.verify.watching.is_none());
        assert!(written.contains(asked), "{written}");
        assert_eq!(written.matches(begun).count(), 3, "{written}");
        assert!(written.contains(ended), "{written}");
    }
}

#[test]
fn the_logs_of_the_evidence_are_followed_where_they_lie() {
    let home = tempfile::tempdir().unwrap();
    let lines = [
        "step 6", "watch", "", "step 4", "step 6", "", "watch", "quit",
    ];
    let script = Script::of(&lines);
    let (_, written) = run_with(home.path(), script, LOOKS, model(Lang::En), given(INCIDENT));
    assert!(written.contains("SmtpSend"), "{written}");
    assert_eq!(
        written
            .matches("No new session since the last look.")
            .count(),
        2,
        "{written}"
    );
    assert!(written.contains("no longer followed"), "{written}");
}
