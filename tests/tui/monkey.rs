//! Random keys: nothing panics, nothing hostile reaches the screen, nothing is
//! written that was not asked for.

use proptest::prelude::*;
use relay_doctor::case::Store;
use relay_doctor::evidence::walk::Input as Given;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::worker::{OnTheSpot, Work};
use relay_doctor::wizard::{Effect, Event};

use crate::support::{Script, incident, model, theme, worker};

const KEYS: &[&str] = &[
    "<enter>",
    "<enter>",
    "<esc>",
    "<tab>",
    "<backtab>",
    "<up>",
    "<down>",
    "<down>",
    "<left>",
    "<right>",
    "<right>",
    "<pageup>",
    "<pagedown>",
    "<home>",
    "<end>",
    "<backspace>",
    "<delete>",
    "<space>",
    "<f1>",
    "<f2>",
    "<f3>",
    "<f4>",
    "<f5>",
    ":",
    "<ctrl-p>",
    "<ctrl-z>",
    "<click 20,0>",
    "<click 5,8>",
    "<click 12,6>",
    "<click 12,12>",
    "<wheel down>",
    "<wheel up>",
    "<lt>",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "a",
    "b",
    "c",
    "d",
    "f",
    "i",
    "m",
    "k",
    "l",
    "o",
    "/",
    "n",
    "p",
    "q",
    "r",
    "t",
    "u",
    "v",
    "x",
    "y",
    "?",
    "証",
    "<ctrl-q>",
    "<alt-1>",
    "<resize 80x24>",
    "<resize 120x36>",
    "<resize 200x60>",
    "<resize 5x2>",
    "<resize 81x25>",
    "<paste:550 5.7.64 TenantAttribution>",
    "<paste:\u{1b}[2J\u{202e}\nhostile\u{7}>",
];

/// A worker that remembers whether it was told to write, and reads no folder that the
/// keys happened to choose: it could be any of this machine.
struct Watched {
    work: OnTheSpot,
    wrote: bool,
    given: Vec<Given>,
}

impl Watched {
    fn is_elsewhere(&self, effect: &Effect) -> bool {
        let (Effect::Load { inputs, .. } | Effect::LoadNewer { newer: inputs, .. }) = effect else {
            return false;
        };
        let mut paths = inputs.iter().filter(|i| matches!(i, Given::Path(_)));
        paths.any(|path| !self.given.contains(path))
    }
}

impl Work for Watched {
    fn begin(&mut self, effect: Effect) {
        let writes = matches!(
            effect,
            Effect::WriteBundle(_) | Effect::WriteCollection { .. } | Effect::SaveCase(_)
        );
        self.wrote |= writes;
        // A test that fails must not leave files behind.
        if !writes && !self.is_elsewhere(&effect) {
            self.work.begin(effect);
        }
    }

    fn answer(&mut self) -> Option<Event> {
        self.work.answer()
    }

    fn wait(&mut self) -> Option<Event> {
        self.work.wait()
    }
}

fn given(which: usize) -> Vec<Given> {
    let scenario = |name: &str| {
        vec![Given::Path(
            format!("tests/scenarios/{name}/evidence").into(),
        )]
    };
    match which {
        0 => Vec::new(),
        1 => incident(),
        2 => scenario("bad-terminal-escapes"),
        3 => scenario("plan-quotes-in-a-name"),
        _ => scenario("bad-everything-at-once"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    // `s` and, in step 2, `w` ask for writing, and are not among the keys; the case is not kept.
    #[test]
    fn whatever_is_pressed(
        which in 0usize..5,
        japanese in any::<bool>(),
        keys in prop::collection::vec(prop::sample::select(KEYS), 0..60),
    ) {
        let lang = if japanese { Lang::Ja } else { Lang::En };
        let mut model = model(lang);
        let begin = match given(which) {
            none if none.is_empty() => Vec::new(),
            inputs => model.begin_with(inputs),
        };
        let mut script = Script::new((80, 24), &keys.concat());
        let given = given(which);
        let mut work = Watched { work: worker(Store::new("")), wrote: false, given };
        run(&mut script, &mut work, &theme(), model, begin).unwrap();
        prop_assert!(!work.wrote);
    }
}
