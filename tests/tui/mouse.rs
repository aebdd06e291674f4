//! Rows are clicked and the wheel is turned wherever there is a list, and both do what
//! keys do.

use std::fs;

use relay_doctor::case::Store;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::{Browser, BrowserEntry, Listing, Model, Overlay, StepId};

use crate::support::{Script, model, theme, worker};

/// Tall enough for what is told below a selected row.
const SIZE: (u16, u16) = (100, 40);
const SMALL: (u16, u16) = (80, 24);

/// The lists of the incident: their names, the keys that lead there, and whether Enter
/// opens something that another row would not.
const LISTS: &[(&str, &str)] = &[
    ("files", "<home>"),
    ("comparison", "3<home>"),
    ("findings", "4"),
    ("options", "5"),
    ("checklist", "5<enter><home>"),
    ("truth table", "4t"),
    ("who must send again", "4m<down>"),
    ("sessions", "3l"),
    ("filter of the sessions", "3lf"),
    ("one session", "3l<enter><home>"),
    ("certificates", "3k"),
    ("what if", "4w"),
    ("search", "4/contoso<enter>"),
    ("settings", "<f4>"),
    ("jump", "4:"),
];

fn played(keys: &str) -> String {
    crate::support::play_incident(SIZE, Lang::En, keys)
        .0
        .screen()
}

/// The line with the cursor before a row.
fn cursor(screen: &str) -> usize {
    let at = screen.lines().position(|l| l.starts_with(" ▸ "));
    at.unwrap_or_else(|| panic!("no row is selected:\n{screen}"))
}

/// Clicks on every line below the selected row; the first that selects what Down does.
fn row_below(name: &str, before: &str, by_key: &str, click: impl Fn(usize) -> String) -> usize {
    assert_ne!(before, by_key, "{name}: Down moves");
    (cursor(before) + 1..before.lines().count() - 3)
        .find(|y| click(*y) == by_key)
        .unwrap_or_else(|| panic!("{name}: no click selects the next row:\n{before}"))
}

#[test]
fn a_click_selects_and_another_does_what_enter_does() {
    for (name, keys) in LISTS {
        let before = played(keys);
        let by_key = played(&format!("{keys}<down>"));
        let click = |y: usize| format!("<click 10,{y}>");
        let y = row_below(name, &before, &by_key, |y| {
            played(&format!("{keys}{}", click(y)))
        });
        // The selected row may have moved by what is told below it.
        let again = click(cursor(&by_key));
        let by_key = played(&format!("{keys}<down><enter>"));
        let clicked = played(&format!("{keys}{}{again}", click(y)));
        assert_eq!(clicked, by_key, "{name}");
        // What is no row is no click.
        assert_eq!(played(&format!("{keys}<click 10,38>")), before, "{name}");
    }
}

#[test]
fn the_wheel_moves_as_the_arrows_do() {
    for (name, keys) in LISTS {
        let down = played(&format!("{keys}<down><down>"));
        let wheel = played(&format!("{keys}<wheel down><wheel down>"));
        assert_eq!(wheel, down, "{name}");
        let up = played(&format!("{keys}<down><down><up>"));
        let wheel = played(&format!("{keys}<wheel down><wheel down><wheel up>"));
        assert_eq!(wheel, up, "{name}");
    }
}

fn on(store: &Store, begin: &Model, keys: &str) -> (String, Model) {
    let mut script = Script::new(SMALL, keys);
    let mut work = worker(store.clone());
    let model = run(&mut script, &mut work, &theme(), begin.clone(), Vec::new()).unwrap();
    (script.screen(), model)
}

#[test]
fn cases_and_folders_are_clicked_too() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path().join("cases"));
    for name in ["a", "b", "c"] {
        crate::own::saved(&store, name);
    }
    let mut wizard = model(Lang::En);
    wizard.keeps_case = true;
    let played = |keys: &str| on(&store, &wizard, keys).0;
    let (before, by_key) = (played("<f5>"), played("<f5><down>"));
    let click = |y: usize| format!("<click 10,{y}>");
    let y = row_below("cases", &before, &by_key, |y| {
        played(&format!("<f5>{}", click(y)))
    });
    let twice = format!("<f5>{0}{0}", click(y));
    let opened = on(&store, &wizard, &twice).1;
    assert_eq!(opened.name, on(&store, &wizard, "<f5><down><enter>").1.name);
    assert_eq!(opened.overlay, None);

    fs::create_dir(folder.path().join("EX01")).unwrap();
    let entry = |name: &str| BrowserEntry {
        name: name.to_owned(),
        is_folder: true,
        ..BrowserEntry::default()
    };
    wizard.step = StepId::Evidence;
    wizard.overlay = Some(Overlay::Browser(Browser {
        path: folder.path().to_owned(),
        listing: Listing {
            entries: vec![entry("cases"), entry("EX01")],
            ..Listing::default()
        },
        arrived: true,
        ..Browser::default()
    }));
    let (before, _) = on(&store, &wizard, "");
    let y = cursor(&before) + 1;
    let (_, model) = on(&store, &wizard, &click(y));
    let Some(Overlay::Browser(browser)) = &model.overlay else {
        panic!("{:?}", model.overlay);
    };
    assert_eq!(browser.selection.row, 1);
    let (_, model) = on(&store, &wizard, &format!("{0}{0}", click(y)));
    let Some(Overlay::Browser(browser)) = &model.overlay else {
        panic!("{:?}", model.overlay);
    };
    assert!(browser.path.ends_with("EX01"), "{:?}", browser.path);
}

#[test]
fn a_row_of_the_truth_table_leads_to_its_sessions() {
    let (_, model) = crate::support::play_incident(SMALL, Lang::En, "4t<down><enter>");
    let row = model.analysis.as_ref().unwrap().rows[1].clone();
    let Some(Overlay::Sessions(view)) = &model.overlay else {
        panic!("{:?}", model.overlay);
    };
    assert!(!view.shown.is_empty());
    for at in 0..view.shown.len() {
        let session = view.session(at).unwrap();
        assert_eq!(view.index().server(session), row.server);
        assert_eq!(view.index().connector(session), row.connector);
    }
    let (back, _) = crate::support::play_incident(SMALL, Lang::En, "4t<down><enter><esc>");
    let (table, _) = crate::support::play_incident(SMALL, Lang::En, "4t<down>");
    assert_eq!(back.screen(), table.screen());
}

#[test]
fn who_must_send_again_is_copied_with_whom_it_did_not_reach() {
    let (script, model) = crate::support::play_incident(SMALL, Lang::En, "4m<down>c");
    let Some(Overlay::Refused { list, selection }) = &model.overlay else {
        panic!("{:?}", model.overlay);
    };
    let senders = list.as_ref().unwrap().senders();
    let sender = senders[selection.row];
    let lines: Vec<&str> = script.copied[0].lines().collect();
    assert_eq!(lines[0], sender.sender);
    assert_eq!(lines[1..], sender.to);
    let (_, model) = crate::support::play_incident(SMALL, Lang::En, "4m<down><enter>");
    assert!(matches!(model.overlay, Some(Overlay::Plain { .. })));
}
