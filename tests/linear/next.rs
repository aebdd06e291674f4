//! What is led to in words: no change that nothing asks for, no other fault taken for this one.

use relay_doctor::terminal::Lang;

use crate::bench::{LOOKS, Script, given, model, run_with};

/// What is written at a step with the evidence of a scenario.
fn at(scenario: &str, lang: Lang, lines: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::of(lines);
    let inputs = given(scenario);
    let written = run_with(folder.path(), script, LOOKS, model(lang), inputs).1;
    // As one line, so that wrapping hides nothing.
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn where_relay_passes_nothing_is_recommended() {
    for scenario in [
        "rd101-miss-letter-case",
        "rd305-one-certificate-for-two-tenants",
    ] {
        for step in ["step 4", "step 5"] {
            let written = at(scenario, Lang::En, &[step, "quit"]);
            assert!(
                !written.contains("recommended one stands first"),
                "{written}"
            );
            assert!(
                !written.contains("leads to the ways to mend it"),
                "{written}"
            );
            assert!(
                written.contains("Nothing has to be changed. To verify"),
                "{written}"
            );
        }
    }
    let written = at("rd101-miss-letter-case", Lang::Ja, &["step 5", "quit"]);
    assert!(
        written.contains("変更は必要ありません。新しい"),
        "{written}"
    );
}

#[test]
fn without_a_known_cause_the_missing_evidence_comes_first() {
    for step in ["step 4", "step 5"] {
        let written = at("rd901-exports-disagree", Lang::En, &[step, "quit"]);
        assert!(
            written.contains("Type step 2 and get the missing"),
            "{written}"
        );
        assert!(
            !written.contains("recommended one stands first"),
            "{written}"
        );
    }
}

#[test]
fn another_fault_is_told_as_another() {
    let postfix = "rd001-postfix-relay-access-denied";
    let written = at(postfix, Lang::En, &["step 1", "quit"]);
    assert!(written.contains("Another fault, not 5.7.64"), "{written}");
    assert!(!written.contains("once relay works"), "{written}");
    let written = at(postfix, Lang::En, &["step 5", "quit"]);
    assert!(
        written.contains("explain with the number of RD001"),
        "{written}"
    );
}

#[test]
fn the_what_if_says_which_mail_it_counts() {
    let renewed = "rd101-renewed-certificate-other-name";
    let written = at(renewed, Lang::En, &["step 4", "whatif", "quit"]);
    assert!(written.contains("ways that mail takes now"), "{written}");
    let written = at(renewed, Lang::Ja, &["step 4", "whatif", "quit"]);
    assert!(written.contains("現在使われている経路"), "{written}");
}
