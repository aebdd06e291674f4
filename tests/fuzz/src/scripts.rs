//! Names of any kind in every script: each arrives as the literal that it was.

use relay_doctor::attribution::replay;
use relay_doctor::demo;
use relay_doctor::diagnosis::diagnose;
use relay_doctor::facts::{Facts, Given, gather};
use relay_doctor::remedy::powershell::quote::{ascii_expression, shown, single_quoted};
use relay_doctor::remedy::powershell::script;
use relay_doctor::remedy::script::scripts as scripts_of;
use relay_doctor::remedy::{PlanOption, plan};
use relay_doctor::terminal::is_hidden;

#[path = "../../fix/fill.rs"]
mod fill;

use super::model::{Token, read};

/// ASCII with CRLF that PowerShell reads to its end.
pub(super) fn is_one_script(text: &str) -> Vec<Token> {
    let allowed = |b| matches!(b, b' '..=b'~' | b'\r' | b'\n');
    assert!(text.bytes().all(allowed), "not ASCII");
    let ends = text.matches("\r\n").count();
    assert_eq!(text.matches(['\r', '\n']).count(), 2 * ends, "not CRLF");
    read(text).unwrap_or_else(|why| panic!("{why}"))
}

thread_local! {
    static PLANS: Vec<(Facts, Vec<PlanOption>)> = plans();
}

/// Of the incidents that the program brings along.
fn plans() -> Vec<(Facts, Vec<PlanOption>)> {
    let of = |incident: &demo::Incident| {
        let now = incident.now().unwrap().as_second();
        let go_on =
            &mut |_: relay_doctor::evidence::loader::Step<'_>| std::ops::ControlFlow::Continue(());
        let gathered = gather(&incident.inputs(), Given::default(), now, go_on);
        let verdicts = replay(&gathered.facts);
        let diagnosis = diagnose(&gathered.facts, &verdicts);
        let plan = plan(&gathered.facts, &verdicts, &diagnosis);
        let mut options = plan.options;
        options.retain(|o| !o.steps.is_empty());
        (gathered.facts, options)
    };
    demo::INCIDENTS.iter().map(of).collect()
}

/// The first byte chooses the plan, the second the option; the rest are the names,
/// one a line (a name with a line break is in what is quoted by itself).
pub(super) fn scripts(data: &[u8]) {
    let text = String::from_utf8_lossy(data.get(2..).unwrap_or_default());
    quoted(&text);
    let names: Vec<&str> = text.split('\n').collect();
    PLANS.with(|plans| {
        let which = |at: usize, of: usize| data.get(at).map_or(0, |b| usize::from(*b) % of);
        let (facts, options) = &plans[which(0, plans.len())];
        if options.is_empty() {
            return;
        }
        let option = &options[which(1, options.len())];
        let mut turn = 0;
        let mut next = || {
            turn += 1;
            names[turn % names.len()].to_owned()
        };
        let filled = fill::filled(option, &mut next);
        let plain = fill::filled(option, &mut || "datum".to_owned());
        for (file, like) in scripts_of(facts, &filled)
            .iter()
            .zip(scripts_of(facts, &plain))
        {
            let tokens = is_one_script(&script(&file.script));
            let expected = is_one_script(&script(&like.script));
            same_but_for_texts(&tokens, &expected);
        }
    });
}

/// No name changes what a script does.
fn same_but_for_texts(tokens: &[Token], expected: &[Token]) {
    let bare = |tokens: &[Token]| -> Vec<Token> {
        let all = tokens.iter().cloned();
        all.map(|token| match token {
            Token::Text(_) => Token::Text(Vec::new()),
            Token::Comment(_) => Token::Comment(String::new()),
            other => other,
        })
        .collect()
    };
    assert_eq!(bare(tokens), bare(expected));
}

fn quoted(text: &str) {
    let units: Vec<u16> = text.encode_utf16().collect();
    for literal in [single_quoted(text), ascii_expression(text)] {
        let tokens = read(&format!("X {literal}")).unwrap();
        assert_eq!(tokens[1..], [Token::Text(units.clone())], "{literal}");
    }
    assert!(
        ascii_expression(text)
            .bytes()
            .all(|b| (b' '..=b'~').contains(&b))
    );
    assert!(!shown(text).contains(is_hidden));
}
