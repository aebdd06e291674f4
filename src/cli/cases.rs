//! `relay-doctor cases`: which there are, resume, rename, delete.

use std::io::{self, IsTerminal};

use serde_json::{Value, json};

use super::args::{Cases, Format, Shared};
use super::{Exit, case_words, given_words, output, wizard, words};
use crate::case::{Keeper, Listed, Refused, Store};
use crate::i18n::{Lang, case_age, case_step, case_what, say, text};
use crate::terminal::{Ambiguous, Column, Overflow, Role, Table, json_escape_invisible, sanitise};

/// Does what is asked for.
pub(super) fn run(cases: &Cases, shared: &Shared) -> Exit {
    let Some(folder) = shared.folders.cases.clone() else {
        output::complain(case_words::no_case_folder(shared.lang));
        return Exit::NothingOpened;
    };
    let store = Store::new(folder);
    match cases {
        Cases::List(format) => list(&store, *format, shared),
        Cases::Resume(name) => resume(store, name, shared),
        Cases::Rename { from, to } => match store.rename(from, to) {
            Ok(path) => {
                if !shared.quiet {
                    output::complain(&words::written(shared.lang, &shown(&path)));
                }
                Exit::Fine
            }
            Err(refused) => refuse(&refused, from, to, shared),
        },
        Cases::Delete { name, yes } => delete(&store, name, *yes, shared),
    }
}

fn list(store: &Store, format: Format, shared: &Shared) -> Exit {
    let now = shared.now.unwrap_or_else(jiff::Timestamp::now).as_second();
    let listed = match store.list() {
        Ok(listed) => listed,
        Err(error) => {
            let folder = shown(store.folder());
            output::complain(&given_words::nothing_opened(
                shared.lang,
                &format!("{folder} ({error})"),
            ));
            return Exit::NothingOpened;
        }
    };
    output::print(&match format {
        Format::Json => as_json(store, &listed),
        _ => as_text(store, &listed, now, shared),
    })
}

fn as_json(store: &Store, listed: &[Listed]) -> String {
    let case = |c: &Listed| -> Value {
        let saved = jiff::Timestamp::from_second(c.saved).unwrap_or_default();
        json!({
            "name": c.name,
            "path": c.path.to_string_lossy(),
            "saved": saved.to_string(),
            "readable": c.step.is_some(),
            "step": c.step,
            "domains": c.about.as_ref().map(|a| &a.domains),
            "relay": c.about.as_ref().map(|a| &a.relay),
        })
    };
    let all = json!({
        "version": 1,
        "folder": store.folder().to_string_lossy(),
        "cases": listed.iter().map(case).collect::<Vec<Value>>(),
    });
    let text = serde_json::to_string_pretty(&all).unwrap_or_default();
    format!("{}\n", json_escape_invisible(&text))
}

fn as_text(store: &Store, listed: &[Listed], now: i64, shared: &Shared) -> String {
    let lang = shared.lang;
    let folder = shown(store.folder());
    if listed.is_empty() {
        return say!(
            lang,
            "There are no saved cases. The wizard (relay-doctor) saves one after every step, in {folder}\n",
            "保存したケースはありません。ウィザード (relay-doctor) が手順ごとに次の場所へ保存します: {folder}\n",
        );
    }
    let head = [
        text!(lang, "Case", "ケース"),
        text!(lang, "Saved", "保存日時"),
        text!(lang, "Step", "手順"),
        text!(lang, "About", "内容"),
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(listed.iter().map(|c| row(lang, c, now)));
    let columns = [
        Column::left(Overflow::Wrap, 16),
        Column::left(Overflow::Keep, 0),
        Column::left(Overflow::Keep, 0),
        Column::left(Overflow::Wrap, 20),
    ];
    let table = Table {
        columns: &columns,
        width: output::columns(),
        gap: 2,
        ellipsis: crate::terminal::Glyphs::new(shared.ascii).ellipsis,
        ambiguous: Ambiguous::Narrow,
    };
    let painter = output::painter(shared);
    let mut out = String::new();
    for line in table.lay_out(&rows) {
        let role = if line.row == 0 {
            Role::Heading
        } else {
            Role::Plain
        };
        let text = line.cells.join("  ");
        out.push_str(&painter.paint(role, text.trim_end()));
        out.push('\n');
    }
    let at = say!(lang, "Kept in {folder}\n", "保存場所: {folder}\n");
    format!("{out}\n{at}")
}

fn row(lang: Lang, case: &Listed, now: i64) -> Vec<String> {
    let step = case.step.map(|step| case_step(lang, step));
    let cells = [
        case.name.clone(),
        case_age(lang, now, case.saved),
        step.unwrap_or_default(),
        case_what(lang, case),
    ];
    cells.iter().map(|c| sanitise(c).into_owned()).collect()
}

fn resume(store: Store, name: &str, shared: &Shared) -> Exit {
    let case = match Keeper::new(store.clone()).open(name) {
        Ok(case) => case,
        Err(refused) => return refuse(&refused, name, "", shared),
    };
    if !wizard::can_open(&[], shared) {
        output::complain(case_words::needs_terminal(shared.lang));
        return Exit::Usage;
    }
    wizard::go_on(&case, store, shared)
}

fn delete(store: &Store, name: &str, yes: bool, shared: &Shared) -> Exit {
    let lang = shared.lang;
    let found = match store.find(name) {
        Ok(found) => found,
        Err(refused) => return refuse(&refused, name, "", shared),
    };
    if !yes {
        let somebody = io::stdin().is_terminal() && io::stderr().is_terminal();
        if !somebody {
            output::complain(case_words::nobody_to_ask(lang));
            return Exit::Usage;
        }
        output::complain(&case_words::ask_delete(
            lang,
            &sanitise(name),
            &shown(&found.path),
        ));
        let mut answer = String::new();
        let read = io::stdin().read_line(&mut answer);
        if read.is_err() || !answer.trim().eq_ignore_ascii_case("y") {
            output::complain(case_words::not_deleted(lang));
            return Exit::Fine;
        }
    }
    match store.delete(name) {
        Ok(path) => {
            if !shared.quiet {
                output::complain(&case_words::deleted(lang, &shown(&path)));
            }
            Exit::Fine
        }
        Err(refused) => refuse(&refused, name, "", shared),
    }
}

fn refuse(why: &Refused, name: &str, to: &str, shared: &Shared) -> Exit {
    // It is the new name that is taken, or empty.
    let name = match why {
        Refused::NameTaken | Refused::NoName => to,
        _ => name,
    };
    output::complain(&case_words::refused(shared.lang, why, &sanitise(name)));
    match why {
        Refused::NoSuchCase | Refused::NameTaken | Refused::NoName | Refused::OpenElsewhere => {
            Exit::Usage
        }
        Refused::NotUnderstood => Exit::NothingOpened,
        Refused::System(_) => Exit::NotWritten,
    }
}

fn shown(path: &std::path::Path) -> String {
    sanitise(&path.to_string_lossy()).into_owned()
}
