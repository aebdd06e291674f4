//! A pasted log of which nothing tells the server: it is said with a word.

use std::fs;

use relay_doctor::demo::INCIDENTS;
use relay_doctor::evidence::walk::Input;
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::Unproven;

use crate::bench::{LOOKS, Script, model, run_with};

#[test]
fn whose_a_pasted_log_is_is_said_with_a_word() {
    let home = tempfile::tempdir().unwrap();
    let evidence = home.path().join("evidence");
    let mut newer = String::new();
    for (path, bytes) in INCIDENTS[0].files() {
        // Both servers have the same address, each in its own site.
        let text = String::from_utf8_lossy(bytes).replace("10.0.0.6:", "10.0.0.5:");
        if path.ends_with(".LOG") {
            newer = text.replace("2026-11-02T", "2026-11-03T");
        }
        let to = evidence.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, text).unwrap();
    }
    let newer = newer.lines().map(|l| match l.split_once(",<,550 5.7.64") {
        Some((head, _)) => format!("{head},<,250 2.1.5 Recipient OK,"),
        None => l.to_owned(),
    });
    for (lang, what, way) in [
        (
            Lang::En,
            "Say which server this log is of",
            "server unknown, Internet through",
        ),
        (
            Lang::Ja,
            "どのサーバーのログかを server 1 で指定",
            "サーバー不明、Internet through",
        ),
    ] {
        let mut lines = vec!["step 6".to_owned(), "paste".to_owned()];
        lines.extend(newer.clone());
        let rest = [".", "server 1", "server 1", "quit"];
        lines.extend(rest.map(str::to_owned));
        let (model, written) = run_with(
            home.path(),
            Script::of(&lines),
            LOOKS,
            model(lang),
            vec![Input::Path(evidence.clone())],
        );
        // Wherever the lines were broken.
        let closed = |text: &str| text.replace(['\n', ' '], "");
        assert!(closed(&written).contains(&closed(what)), "{written}");
        assert!(closed(&written).contains(&closed(way)), "{written}");
        // The second server was said: only the first one is still unproven.
        let progress = model.verify.progress.unwrap();
        let first = Unproven::Server("EX01".to_owned());
        assert_eq!(progress.unproven, [first], "{written}");
    }
}
