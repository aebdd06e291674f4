//! Evidence handed over: folders, pastes, notices and the lines of files.

use std::fs;

use relay_doctor::i18n::Lang;
use relay_doctor::wizard::Notice;

use crate::support::{model, play};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

/// A screen without its line ends and blanks: what was wrapped is found in it.
fn dense(screen: &str) -> String {
    screen.split_whitespace().collect()
}

#[test]
fn a_notice_that_is_too_long_for_its_line_is_shown_whole() {
    let aside = "C:\\Users\\kay\\AppData\\Local\\relay-doctor\\data\\cases\\本社メール中継の障害 2026-11-02.json.unreadable-1";
    for lang in [Lang::En, Lang::Ja] {
        for size in SIZES {
            let mut model = model(lang);
            model.notice = Some(Notice::CaseKeptAside(aside.into()));
            let (script, _) = play(size, model, Vec::new(), "");
            let screen = script.screen();
            assert!(dense(&screen).contains(&dense(aside)), "{screen}");
        }
    }
}

#[test]
fn a_value_in_json_of_one_line_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let filler = (0..400)
        .map(|n| format!("\"Unused{n}\":\"{n}\","))
        .collect::<String>();
    let json = format!(
        "[{{{filler}\"Name\":\"Inbound from on-premises\",\"ConnectorType\":\"OnPremises\",\"Enabled\":true,\
         \"TlsSenderCertificateName\":\"old.contoso.com\",\"RequireTls\":true}}]"
    );
    let path = folder.path().join("inbound.json");
    fs::write(&path, json).unwrap();
    for size in SIZES {
        let keys = format!("<enter>{}<enter>3<tab><enter>", path.display());
        let (script, _) = play(size, model(Lang::En), Vec::new(), &keys);
        let screen = script.screen();
        assert!(screen.contains("inbound.json  line 1"), "{screen}");
        assert!(screen.contains("\"old.contoso.com\""), "{screen}");
    }
}
