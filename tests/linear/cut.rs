//! Input may end anywhere, and be anything.

use proptest::prelude::*;
use relay_doctor::linear::run;
use relay_doctor::terminal::Lang;
use relay_doctor::wizard::worker::{OnTheSpot, Work};
use relay_doctor::wizard::{Effect, Event};

use crate::bench::{
    INCIDENT, LOOKS, Script, given, is_plain, model, played, scenario, store, work,
};

#[test]
fn cut_after_any_line_it_ends_and_the_case_is_saved() {
    let path = scenario(INCIDENT);
    let lines = [
        "paste",
        "550 5.7.64 TenantAttribution",
        "and more",
        ".",
        "next",
        &path,
        "collect",
        ".",
        "next",
        "source 1",
        "step 5",
        "choose 1",
        "done 1",
        "kt",
        "note 2",
        "a note",
        "save",
        ".",
        "sessions",
        "filter",
        "1",
        "1",
        "7",
        "fabrikam",
        "back",
        "1",
        "step 5",
        "certificates",
        "1",
        "back",
        "back",
        "whatif",
        "1",
        "smtp.contoso.com",
        "back",
        "search",
        "contoso",
        "back",
        "cases",
        "rename 1",
        ".",
        "back",
        "next",
    ];
    for end in 0..=lines.len() {
        let folder = tempfile::tempdir().unwrap();
        let (model, written) = played(folder.path(), Lang::En, &lines[..end]);
        let case = store(folder.path()).latest().unwrap().case;
        // From the first text on there is something to be kept, and where one was.
        assert_eq!(case.is_some(), end >= 2, "{end}: {written}");
        if let Some(case) = case {
            assert_eq!(case.step, model.step.number(), "{end}");
            assert_eq!(case.pasted.len(), 1, "{end}");
        }
    }
}

/// Words at random would be written into the folder one is in: numbers choose `save` too.
struct WritesNothing(OnTheSpot);

impl Work for WritesNothing {
    fn begin(&mut self, effect: Effect) {
        match effect {
            Effect::WriteBundle(_) | Effect::WriteCollection { .. } => {
                self.0.answers.push_back(Event::Written(Ok(Vec::new())));
            }
            effect => self.0.begin(effect),
        }
    }

    fn answer(&mut self) -> Option<Event> {
        self.0.answer()
    }

    fn wait(&mut self) -> Option<Event> {
        self.0.wait()
    }
}

fn line() -> impl Strategy<Value = String> {
    let words: Vec<&str> = vec![
        "",
        "1",
        "2",
        "3",
        "7",
        "12",
        "99",
        "next",
        "back",
        "done",
        "done 1",
        "choose 1",
        "note 2",
        "initials",
        "kt",
        "-",
        ".",
        "source 1",
        "proof 1",
        "explain 1",
        "show 2",
        "table",
        "resend",
        "differences",
        "remove 1",
        "whose 1",
        "server 1",
        "reload",
        "language",
        "help",
        "step 3",
        "step 5",
        "step 6",
        "paste",
        "again",
        "550 5.7.64 TenantAttribution",
        "n",
        "y",
        "sessions",
        "sessions 1",
        "filter",
        "words",
        "outcome",
        "all",
        "open 1",
        "other 1",
        "change 3",
        "certificates",
        "whatif",
        "undo",
        "search",
        "contoso",
        "more",
        "previous",
        "last",
        "settings",
        "cases",
        "rename 1",
        "resume 1",
        "delete 2",
        "step 4",
        "watch",
        "save",
        "collect",
        "redact",
    ];
    prop_oneof![12 => prop::sample::select(words).prop_map(str::to_owned), 1 => "[a-z\u{1b}\u{202e} ]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_lines_end_in_plain_text(lines in prop::collection::vec(line(), 0..24), ja in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let lang = if ja { Lang::Ja } else { Lang::En };
        let mut model = model(lang);
        let begin = model.begin_with(given(INCIDENT));
        let mut script = Script::of(&lines);
        run(&mut script, &mut WritesNothing(work(folder.path())), LOOKS, model, begin).unwrap();
        is_plain(&script.written);
    }
}
