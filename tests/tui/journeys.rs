//! Whole journeys, from the first screen on, as a person would type them.

use std::fs;

use relay_doctor::case::Store;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::{Notice, StepId};

use crate::support::{NOW, Script, model, play, play_incident, theme, worker};

const SMALL: (u16, u16) = (80, 24);
const EVIDENCE: &str = "tests/scenarios/rd101-renewed-certificate-other-name/evidence";

#[test]
fn a_newcomer_with_nothing_but_a_bounce_is_told_what_to_get() {
    let bounce = "Remote server returned '550 5.7.64 TenantAttribution; Relay Access Denied'";
    let keys = format!("<paste:{bounce}\n><enter>");
    let (script, model) = play(SMALL, model(Lang::En), Vec::new(), &keys);
    assert_eq!(model.step, StepId::Evidence);
    let screen = script.screen();
    assert!(screen.contains("Missing"), "{screen}");
    assert!(
        screen.contains("Next  End  see what is missing"),
        "{screen}"
    );
    // On what is missing the command is shown and can be copied.
    let keys = format!("<paste:{bounce}\n><enter><end>c");
    let (script, _) = play(SMALL, crate::support::model(Lang::En), Vec::new(), &keys);
    let screen = script.screen();
    let copied = script.copied.first().expect("a command was copied");
    assert!(copied.contains("Get-"), "{copied}");
    assert!(screen.contains("Exchange Online PowerShell") || screen.contains("Management Shell"));
    assert!(screen.contains("Copied"), "{screen}");
}

#[test]
fn a_letter_is_not_offered_as_a_key_while_a_line_is_typed() {
    let offer = "lists who must send again";
    let (script, model) = play(
        (80, 36),
        model(Lang::En),
        Vec::new(),
        &format!("{EVIDENCE}<enter>"),
    );
    let screen = script.screen();
    assert!(model.symptom.typing && model.analysis.is_some(), "{screen}");
    assert!(!screen.contains(offer), "{screen}");
    let keys = format!("{EVIDENCE}<enter><esc>");
    let (script, _) = play((80, 36), crate::support::model(Lang::En), Vec::new(), &keys);
    let screen = script.screen();
    assert!(screen.contains(&format!("m {offer}")), "{screen}");
}

#[test]
fn from_a_folder_to_the_files_of_the_fix() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let keys = format!(
        "<enter>{EVIDENCE}<enter><right><right><right><enter>\
         <down><down><space>kt<enter>s{out}<enter>"
    );
    let (script, model) = play(SMALL, model(Lang::En), Vec::new(), &keys);
    let screen = script.screen();
    assert!(matches!(model.notice, Some(Notice::Written(_))), "{screen}");
    assert!(
        screen.contains("[x]  3  Set TlsSenderCertificateName to smtp.contoso.com"),
        "{screen}"
    );
    let made: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(made.len(), 1, "one new folder");
    let made = made[0].as_ref().unwrap().path();
    let texts: String = fs::read_dir(made)
        .unwrap()
        .map(|f| fs::read_to_string(f.unwrap().path()).unwrap())
        .collect();
    assert!(
        texts.contains("-TlsSenderCertificateName 'smtp.contoso.com'"),
        "{texts}"
    );
}

#[test]
fn what_was_killed_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = || Store::new(folder.path());
    let mut first = model(Lang::En);
    first.keeps_case = true;
    let begin = first.begin_with([relay_doctor::evidence::walk::Input::Path(EVIDENCE.into())]);
    let mut script = Script::new(SMALL, "<right><right><right><enter><space>kt<enter><down>");
    // The script ends without leaving: as if the program had been killed.
    run(&mut script, &mut worker(store()), &theme(), first, begin).unwrap();

    let mut second = model(Lang::En);
    second.keeps_case = true;
    let case = store().latest().unwrap().case.expect("the case was saved");
    let begin = second.resume(&case);
    let mut script = Script::new(SMALL, "");
    let second = run(&mut script, &mut worker(store()), &theme(), second, begin).unwrap();
    let screen = script.screen();
    assert_eq!(second.step, StepId::Fix);
    assert!(screen.contains("[x]  1"), "{screen}");
    assert!(screen.contains("1 of 6 done"), "{screen}");
}

#[test]
fn leaving_asks_only_when_something_would_be_lost() {
    let (_, model) = play_incident(SMALL, Lang::En, "q");
    assert!(model.overlay.is_none());
    let (script, _) = play_incident(SMALL, Lang::En, "<ctrl-c>q");
    assert_eq!(script.frames.len(), 1, "Ctrl-C leaves at once");
}

#[test]
fn the_language_changes_while_it_runs() {
    let (script, _) = play_incident(SMALL, Lang::En, "<right><f2>");
    let (japanese, _) = play_incident(SMALL, Lang::Ja, "<right>");
    assert_eq!(script.screen(), japanese.screen());
}

#[test]
fn copying_gives_the_exact_command() {
    let (script, model) = play_incident(SMALL, Lang::En, "5<enter><down><down>cu");
    let step = model.selected_step().unwrap();
    let command = step.command.as_ref().unwrap().to_text();
    let undo = step.rollback.as_ref().unwrap().to_text();
    assert_eq!(script.copied, [command, undo]);
}

#[test]
fn a_value_is_followed_to_its_line() {
    let (script, _) = play_incident(SMALL, Lang::En, "<right><enter>");
    let screen = script.screen();
    assert!(screen.contains("SEND2026110208-1.LOG  line "), "{screen}");
    let marked = screen.lines().find(|l| l.trim_start().starts_with('▸'));
    assert!(marked.is_some(), "{screen}");
}

#[test]
fn a_tick_is_signed_with_local_time() {
    let (script, _) = play_incident((120, 36), Lang::En, "5<enter><space>kt<enter>");
    let at = jiff::Timestamp::from_second(NOW).unwrap();
    let at = at.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(9)));
    let signed = format!("(kt {} +09:00)", at.strftime("%Y-%m-%d %H:%M:%S"));
    assert!(script.screen().contains(&signed), "{}", script.screen());
}
