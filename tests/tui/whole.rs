//! Nothing is cut without a way to see the rest.

use relay_doctor::i18n::Lang;
use relay_doctor::wizard::{Action, Overlay, StepId, update};

use crate::support::{model, play, play_incident};

const SMALL: (u16, u16) = (80, 24);

/// The body of a screen without blanks and line ends.
fn body(screen: &str) -> String {
    let lines: Vec<&str> = screen.lines().collect();
    let body = lines[2..lines.len() - 3].concat();
    body.split_whitespace().collect()
}

#[test]
fn every_character_of_a_long_line_is_there_in_plain() {
    // Wide, half-width katakana with its mark, combining, emoji: each may stand at an edge.
    let letters = [
        "A",
        "漢",
        "ｶﾞ",
        "e\u{301}",
        "👍🏽",
        "ー",
        "x",
        "「",
        "」",
        "か\u{3099}",
    ];
    for shift in 0..letters.len() {
        let text: String = (0..700)
            .map(|n| letters[(n * 7 + n / 11 + shift) % letters.len()])
            .collect();
        for (size, lang) in [(SMALL, Lang::En), ((120, 36), Lang::Ja)] {
            let mut model = model(lang);
            model.step = StepId::Compare;
            model.overlay = Some(Overlay::Plain {
                text: text.clone(),
                scroll: 0,
            });
            let (script, _) = play(size, model, Vec::new(), "");
            let shown = body(&script.screen());
            assert!(shown.ends_with(&text), "{}\n{text}", script.screen());
        }
    }
}

#[test]
fn a_text_of_more_than_a_screen_is_scrolled_to_its_end() {
    let text: Vec<String> = (1..=60).map(|n| format!("row-{n:02}.")).collect();
    let mut model = model(Lang::En);
    model.step = StepId::Compare;
    model.overlay = Some(Overlay::Plain {
        text: text.join("\n"),
        scroll: 0,
    });
    let (script, _) = play(SMALL, model, Vec::new(), &"<down>".repeat(80));
    let all = script.frames.join("\n");
    for line in &text {
        assert!(all.contains(line), "{line}");
    }
    assert!(script.screen().contains("row-60."), "{}", script.screen());
}

#[test]
fn a_folded_reply_is_marked_with_all_its_lines() {
    let bounce = "Final-Recipient: rfc822;user@fabrikam.com\nAction: failed\nStatus: 5.7.64\n\
                  Diagnostic-Code: smtp;550 5.7.64 TenantAttribution; Relay Access\n \
                  Denied SMTP\n [BL02EPF0001A105.eop-EUR05.prod.protection.outlook.com]\nX-Other: value\n";
    let keys = format!("<paste:{bounce}>");
    let (_, mut pasted) = play(SMALL, model(Lang::En), Vec::new(), &keys);
    pasted.symptom.typing = false;
    let begin = update(&mut pasted, Action::Proof);
    let (script, model) = play(SMALL, pasted, begin, "");
    let screen = script.screen();
    let Some(Overlay::Source(viewer)) = &model.overlay else {
        panic!("{:?}\n{screen}", model.overlay);
    };
    assert!(
        viewer.lines[viewer.line as usize - 1].contains("TenantAttribution"),
        "{screen}"
    );
    let styles = script.styles();
    let of = |part: &str| {
        let y = screen.lines().position(|l| l.contains(part)).unwrap();
        let line = screen.lines().nth(y).unwrap();
        let x = line
            .chars()
            .position(|c| !" ▸0123456789".contains(c))
            .unwrap();
        styles[y][x].clone()
    };
    assert_eq!(of("Denied SMTP"), of("Diagnostic-Code"), "{screen}");
    assert_eq!(of("BL02EPF0001A105"), of("Diagnostic-Code"), "{screen}");
    assert_ne!(of("X-Other"), of("Diagnostic-Code"), "{screen}");
    assert_ne!(of("Status:"), of("Diagnostic-Code"), "{screen}");
}

#[test]
fn a_text_is_called_so_in_the_language_in_which_it_is_pasted() {
    let played = |lang, keys: &str| {
        let mut wizard = model(lang);
        wizard.step = StepId::Evidence;
        play(SMALL, wizard, Vec::new(), keys).1
    };
    let paste = "<paste:550 5.7.64 TenantAttribution; one>";
    assert_eq!(
        played(Lang::Ja, paste).given[0].shown,
        "貼り付けたテキスト 1"
    );
    let both = format!("{paste}<f2><paste:550 5.7.64 TenantAttribution; two>");
    let model = played(Lang::En, &both);
    let shown: Vec<&str> = model.given.iter().map(|g| g.shown.as_str()).collect();
    assert_eq!(shown, ["pasted text 1", "貼り付けたテキスト 2"]);
}

#[test]
fn a_paste_into_the_jump_line_begins_at_its_first_choice() {
    let (pasted, _) = play_incident(SMALL, Lang::En, "4:<down><down><paste:RD>");
    let (typed, _) = play_incident(SMALL, Lang::En, "4:<down><down>RD");
    assert_eq!(pasted.screen(), typed.screen());
}

/// What a sentence names can be found by that name on the screen.
#[test]
fn the_verdict_names_nothing_that_is_not_shown() {
    for lang in Lang::ALL {
        let mut wizard = model(lang);
        wizard.step = StepId::Evidence;
        let paste = "<paste:550 5.7.64 TenantAttribution; Relay Access Denied>";
        let (cause, _) = play(SMALL, wizard.clone(), Vec::new(), &format!("{paste}4"));
        let (evidence, _) = play(SMALL, wizard, Vec::new(), paste);
        let screen = cause.screen();
        assert!(!screen.contains("収集するもの"), "{screen}");
        let word = match lang {
            Lang::En => "issing",
            Lang::Ja => "不足",
        };
        assert!(screen.contains(word), "{screen}");
        assert!(evidence.screen().contains(word), "{}", evidence.screen());
    }
}
