//! What is led to and offered is of use: never a change that nothing asks for, no circle.

use relay_doctor::evidence::walk::Input;
use relay_doctor::i18n::Lang;

use crate::support::{model, play, play_incident};

/// The screen after these keys, with the evidence of a scenario read.
fn screen(scenario: &str, lang: Lang, keys: &str) -> String {
    let mut model = model(lang);
    let evidence = format!("tests/scenarios/{scenario}/evidence");
    let begin = model.begin_with(vec![Input::Path(evidence.into())]);
    play((80, 24), model, begin, keys).0.screen()
}

/// The line that leads.
fn next(scenario: &str, lang: Lang, keys: &str) -> String {
    let screen = screen(scenario, lang, keys);
    screen.lines().rev().nth(1).unwrap().trim().to_owned()
}

/// Relay passes, one with something still missing and HCW open, one with nothing missing.
const HEALTHY: [&str; 2] = [
    "rd101-miss-letter-case",
    "rd305-one-certificate-for-two-tenants",
];

#[test]
fn where_relay_passes_nothing_is_to_be_changed() {
    for scenario in HEALTHY {
        for keys in ["4", "5", "5<down>"] {
            let en = next(scenario, Lang::En, keys);
            let said = "Next  6  nothing has to be changed: a newer send log can verify it";
            assert_eq!(en, said, "{scenario} {keys}");
            let ja = next(scenario, Lang::Ja, keys);
            assert_eq!(
                ja,
                "次  6  変更は必要ありません。新しい送信ログで確認できます"
            );
        }
    }
}

#[test]
fn where_relay_passes_no_checklist_is_opened() {
    for scenario in HEALTHY {
        for (lang, head, can, said) in [
            (
                Lang::En,
                "Nothing has to be changed",
                "relay-doctor rehearse",
                "Nothing has to be changed: 6 verifies it",
            ),
            (
                Lang::Ja,
                "変更は必要ありません",
                "relay-doctor rehearse",
                "変更は必要ありません。6 で",
            ),
        ] {
            let options = screen(scenario, lang, "5");
            let first = options.lines().nth(2).unwrap();
            assert!(first.contains(head), "{options}");
            assert!(options.contains(can), "{options}");
            // Enter does not lead there, and is not offered.
            assert!(
                !options.lines().last().unwrap().contains("Enter"),
                "{options}"
            );
            for keys in ["5<enter>", "5<down><enter>"] {
                let after = screen(scenario, lang, keys);
                assert!(!after.contains("[ ]"), "{after}");
                assert!(after.contains(said), "{after}");
            }
        }
    }
}

#[test]
fn without_a_known_cause_what_is_missing_comes_before_any_way() {
    for keys in ["4", "5"] {
        let ja = next("rd901-exports-disagree", Lang::Ja, keys);
        assert_eq!(
            ja, "次  2  不足している証拠ファイルを収集 (手順 2)",
            "{keys}"
        );
        let en = next("rd901-exports-disagree", Lang::En, keys);
        assert_eq!(en, "Next  2  get the missing evidence (step 2)", "{keys}");
    }
}

#[test]
fn a_known_cause_leads_to_the_way_that_mends_it() {
    let broken = "rd101-renewed-certificate-other-name";
    assert_eq!(
        next(broken, Lang::En, "4"),
        "Next  →  see the ways to mend it"
    );
    assert_eq!(
        next(broken, Lang::En, "5"),
        "Next  Enter  take this way and see its checklist"
    );
}

const POSTFIX: &str = "rd001-postfix-relay-access-denied";

#[test]
fn another_fault_is_not_explained_as_this_one() {
    let en = screen(POSTFIX, Lang::En, "1");
    assert!(en.contains("554 5.7.1 <bob@fabrikam.com>"), "{en}");
    assert!(!en.contains("did not recognise your server"), "{en}");
    assert!(!en.contains("once relay works"), "{en}");
    assert!(en.contains("Another fault, not 5.7.64"), "{en}");
    let ja = screen(POSTFIX, Lang::Ja, "1");
    assert!(!ja.contains("自社のものと認識できず"), "{ja}");
    assert!(ja.contains("5.7.64 とは別の障害です"), "{ja}");
    // Where 5.7.64 was seen, it is explained.
    let ours = screen("rd101-renewed-certificate-other-name", Lang::En, "1");
    assert!(ours.contains("did not recognise your server"), "{ours}");
}

#[test]
fn attr36_is_told_by_its_domains_and_not_by_a_renewed_certificate() {
    for (lang, said, not) in [
        (Lang::En, "ATTR36: neither the domain", "renewed"),
        (Lang::Ja, "ATTR36: 証明書のドメインも", "更新した後"),
    ] {
        let attr36 = screen("rd301-no-accepted-domain", lang, "1");
        assert!(attr36.contains(said) && !attr36.contains(not), "{attr36}");
        let other = screen("rd201-tls-without-certificate", lang, "1");
        assert!(!other.contains(said) && other.contains(not), "{other}");
    }
}

#[test]
fn many_replies_leave_what_is_asked_for_in_sight() {
    let folders = [
        "rd001-postfix-relay-access-denied",
        "rd002-direct-send-rejected-for-own-recipient",
        "rd003-attr36-for-null-sender",
        "rd208-one-server-sends-another",
    ];
    for (lang, asked, more) in [
        (Lang::En, "Paste the bounce", "and 1 other reply"),
        (Lang::Ja, "配信不能レポートまたは", "ほか 1 種類の応答"),
    ] {
        let mut model = model(lang);
        let given = folders.map(|f| Input::Path(format!("tests/scenarios/{f}/evidence").into()));
        let begin = model.begin_with(given);
        let screen = play((80, 24), model, begin, "1").0.screen();
        assert!(screen.contains(asked) && screen.contains(more), "{screen}");
        assert!(screen.contains("550 5.7.64 TenantAttribution"), "{screen}");
    }
}

#[test]
fn another_fault_sends_nobody_for_logs() {
    for keys in ["2", "2<end>", "5"] {
        let next = next(POSTFIX, Lang::En, keys);
        assert_eq!(
            next, "Next  4  another fault, not 5.7.64: see what it is",
            "{keys}"
        );
    }
    let read = "Next  Enter  read what to do about this other fault";
    assert_eq!(next(POSTFIX, Lang::En, "4"), read);
    let page = screen(POSTFIX, Lang::En, "4<enter>");
    assert!(page.contains("RD001"), "{page}");
}

#[test]
fn the_prediction_at_the_head_of_a_checklist_stays_whole() {
    for (lang, wanted) in [
        (Lang::En, "Predicted after it: accepted"),
        (Lang::Ja, "対処後の予測: 受け付け"),
    ] {
        let (script, _) = play_incident((80, 24), lang, "5<down><enter>");
        let screen = script.screen();
        let head = screen.lines().nth(2).unwrap();
        assert!(head.contains("HCW") && head.contains(wanted), "{head}");
        assert!(!head.trim_end().ends_with('…'), "{head}");
    }
}

#[test]
fn an_option_without_steps_has_no_heading_for_them() {
    for (lang, name) in [(Lang::En, "Steps:"), (Lang::Ja, "手順:")] {
        for keys in ["5", "5<down>", "5<down><down>"] {
            for size in [(80, 24), (120, 36)] {
                let mut model = model(lang);
                let folder = "tests/scenarios/rd901-exports-disagree/evidence";
                let begin = model.begin_with(vec![Input::Path(folder.into())]);
                let screen = play(size, model, begin, keys).0.screen();
                let mut lines = screen.lines();
                let heading = lines.find(|l| l.trim_end().ends_with(name));
                let below = lines.next().unwrap_or_default();
                assert!(heading.is_none() || below.contains(" 1 "), "{screen}");
            }
        }
    }
}

#[test]
fn enter_is_not_offered_on_an_empty_list() {
    // Exports alone: no log, so no sessions and no row of the truth table.
    for keys in ["4t", "3l"] {
        let screen = screen("rd901-exports-disagree", Lang::En, keys);
        let footer = screen.lines().last().unwrap();
        assert!(!footer.contains("Enter"), "{keys}: {screen}");
        let (full, _) = play_incident((80, 24), Lang::En, keys);
        let footer = full.screen().lines().last().unwrap().to_owned();
        assert!(footer.contains("Enter"), "{keys}: {footer}");
    }
}

#[test]
fn a_hit_that_is_cut_at_the_left_says_so() {
    let (script, _) = play_incident((80, 24), Lang::En, "4/TenantAttribution<enter>");
    let screen = script.screen();
    let cut = screen
        .lines()
        .filter(|l| l.contains(" line  ") && l.contains("TenantAttribution"));
    let cut: Vec<&str> = cut.collect();
    assert!(!cut.is_empty(), "{screen}");
    for line in cut {
        let (before, _) = line.split_once("TenantAttribution").unwrap();
        let text = before.rsplit_once("  ").unwrap().1;
        assert!(text.starts_with('…'), "{line}");
    }
}

#[test]
fn the_what_if_says_which_mail_it_counts() {
    for (lang, said) in [
        (Lang::En, "only ways taken now"),
        (Lang::Ja, "現在の経路のみ"),
    ] {
        let (script, _) = play_incident((80, 24), lang, "4w<right>");
        assert!(script.screen().contains(said), "{}", script.screen());
    }
}
