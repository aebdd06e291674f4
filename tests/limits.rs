//! `docs/limits.md` says what the constants say, and what happens at the edge.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use relay_doctor::evidence::NoteKind;
use relay_doctor::evidence::formats::{bounce, csv, format_list, json};
use relay_doctor::evidence::loader::MAX_WHOLE;
use relay_doctor::evidence::record::Value;
use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::{Given, gather};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn source(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
}

/// A product, a shift or a number, as the constants are written.
fn value(expression: &str) -> u64 {
    let expression = expression.replace('_', "");
    if let Some((number, shift)) = expression.split_once("<<") {
        return value(number) << value(shift);
    }
    let factors = expression.split('*');
    factors.map(|f| f.trim().parse::<u64>().unwrap()).product()
}

fn constant(path: &str, name: &str) -> u64 {
    let text = source(path);
    let (_, after) = text.split_once(&format!("const {name}: ")).unwrap();
    let (_, after) = after.split_once(" = ").unwrap();
    value(after.split(';').next().unwrap())
}

#[test]
fn the_page_says_what_the_source_says() {
    let page = source("docs/limits.md");
    let rows = page
        .lines()
        .filter(|line| line.contains("` `MAX_") || line.contains("src/"));
    let mut count = 0;
    for row in rows.filter(|row| row.starts_with("| ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, what, limit, beyond, from, test, _] = cells[..] else {
            panic!("{row}");
        };
        assert!(!what.is_empty() && !beyond.is_empty(), "{row}");
        let named = |cell: &str| -> Vec<String> {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        let from = named(from);
        let [path, name] = &from[..] else {
            panic!("{row}");
        };
        let limit: u64 = limit.replace(',', "").parse().unwrap();
        assert_eq!(limit, constant(path, name), "{row}");
        match &named(test)[..] {
            [file, function] => {
                let function = format!("fn {function}()");
                assert!(source(file).contains(&function), "{row}");
            }
            _ => panic!("{row}"),
        }
        count += 1;
    }
    assert!(count > 35, "{count} rows");
}

#[test]
fn a_file_is_read_up_to_its_limit() {
    let certificate = fs::read(Path::new(ROOT).join("tests/certificates/leaf.pem")).unwrap();
    for (more, codes) in [(0, vec![]), (1, vec!["only-beginning-read"])] {
        let mut content = certificate.clone();
        content.resize(usize::try_from(MAX_WHOLE).unwrap() + more, b'\n');
        let input = Input::Memory {
            path: "leaf.pem".to_owned(),
            content: content.into(),
        };
        let gathered = gather(&[input], Given::default(), 0, &mut |_| {
            ControlFlow::Continue(())
        });
        let source = &gathered.sources[0];
        assert_eq!(source.records, 1, "what stands before the limit counts");
        let noted: Vec<_> = source.notes.iter().map(|n| n.kind.code()).collect();
        assert_eq!(noted, codes);
    }
}

#[test]
fn what_a_file_is_is_told_by_its_beginning() {
    let reply = "550 5.7.64 TenantAttribution; Relay Access Denied\n";
    let limit = usize::try_from(constant("src/evidence/decode.rs", "SNIFF_LEN")).unwrap();
    let records = |before: usize| {
        let input = Input::Memory {
            path: "pasted.txt".to_owned(),
            content: format!("{}{reply}", "\n".repeat(before))
                .into_bytes()
                .into(),
        };
        let gathered = gather(&[input], Given::default(), 0, &mut |_| {
            ControlFlow::Continue(())
        });
        gathered.facts.symptoms.len()
    };
    assert_eq!(records(limit - reply.len()), 1);
    assert_eq!(records(limit), 0);
}

/// A CSV of one accepted domain and as many further columns as make `cells`.
fn wide(cells: usize) -> String {
    let more = |of: &dyn Fn(usize) -> String| -> String {
        (2..cells).map(|n| format!(",{}", of(n))).collect()
    };
    let names = more(&|n| format!("\"Column{n}\""));
    let values = more(&|n| format!("\"{n}\""));
    format!("\"DomainName\",\"DomainType\"{names}\n\"contoso.com\",\"Authoritative\"{values}\n")
}

#[test]
fn a_csv_row_has_so_many_cells() {
    let most = usize::try_from(constant("src/evidence/formats/csv/rows.rs", "MAX_CELLS")).unwrap();
    let fine = csv::parse(&wide(most));
    assert_eq!(fine.notes, []);
    assert_eq!(fine.records[0].fields.len(), most);
    let beyond = csv::parse(&wide(most + 1));
    assert!(!beyond.notes.is_empty());
    assert!(beyond.records.iter().all(|r| r.fields.len() <= most));
}

#[test]
fn a_csv_cell_is_so_long() {
    let most = usize::try_from(constant("src/evidence/formats/csv/rows.rs", "MAX_CELL")).unwrap();
    let of = |length: usize| {
        let text = "x".repeat(length);
        csv::parse(&format!(
            "\"DomainName\",\"DomainType\",\"Comment\"\n\"contoso.com\",\"Authoritative\",\"{text}\"\n"
        ))
    };
    let fine = of(most - 1);
    assert_eq!((fine.notes.len(), fine.records[0].fields.len()), (0, 3));
    let beyond = of(most + 1);
    assert_eq!(beyond.notes.len(), 1, "{:?}", beyond.notes.first());
    // What stands before it stays.
    assert!(beyond.records[0].field("DomainName").is_some());
}

#[test]
fn an_object_of_format_list_has_so_many_properties() {
    let path = "src/evidence/formats/format_list.rs";
    let most = usize::try_from(constant(path, "MAX_FIELDS")).unwrap();
    let of = |count: usize| {
        let lines: String = (0..count)
            .map(|n| format!("Property{n:05} : {n}\n"))
            .collect();
        let parsed = format_list::parse(&lines);
        parsed
            .records
            .iter()
            .map(|r| r.fields.len())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(most), [most]);
    assert_eq!(of(most + 1), [most, 1]);
}

#[test]
fn a_value_of_format_list_is_so_long() {
    let path = "src/evidence/formats/format_list.rs";
    let most = usize::try_from(constant(path, "MAX_VALUE")).unwrap();
    const LINE: usize = 1000;
    let of = |lines: usize| {
        let words = "x".repeat(LINE);
        let more = format!("          {words}\n").repeat(lines - 1);
        let text = format!("Name    : A\nComment : {words}\n{more}Enabled : True\n");
        let record = format_list::parse(&text).records.remove(0);
        let length = |name: &str| match &record.field(name)?.value {
            Value::Text(text) => Some(text.len()),
            other => panic!("{other:?}"),
        };
        assert!(record.field("Name").is_some());
        length("Comment").unwrap()
    };
    let fitting = most / (LINE + 1);
    assert!((fitting * LINE..=most).contains(&of(fitting)));
    // The line in which the limit is passed is the last.
    for lines in [fitting + 3, fitting * 4] {
        assert!((most..=most + LINE + 1).contains(&of(lines)), "{lines}");
    }
}

#[test]
fn json_is_nested_so_deeply() {
    let path = "src/evidence/formats/json/reader.rs";
    let most = usize::try_from(constant(path, "MAX_DEPTH")).unwrap();
    let of = |depth: usize| {
        let (open, close) = ("[".repeat(depth - 1), "]".repeat(depth - 1));
        json::parse(&format!("{{\"Name\":{open}{close}}}")).notes
    };
    assert_eq!(of(most), []);
    let beyond = of(most + 1);
    assert!(matches!(&beyond[0].kind, NoteKind::BadJson(what) if what.contains("deep")));
}

const MESSAGE: &str = "From sender@contoso.com Mon Nov  2 08:00:00 2026\nFrom: postmaster@contoso.com\n\
    To: a@contoso.com\nSubject: Undeliverable\nContent-Type: text/plain\n\n\
    550 5.7.64 TenantAttribution; Relay Access Denied\n\n";

#[test]
fn a_mailbox_has_so_many_messages() {
    let path = "src/evidence/formats/bounce/mbox.rs";
    let most = usize::try_from(constant(path, "MAX_MESSAGES")).unwrap();
    let of = |count: usize| bounce::parse_all(MESSAGE.repeat(count).as_bytes()).len();
    assert_eq!(of(most), most);
    assert_eq!(of(most + 1), most);
}

#[test]
fn a_text_tells_so_many_refusals() {
    let path = "src/evidence/formats/bounce.rs";
    let most = usize::try_from(constant(path, "MAX_REPLIES")).unwrap();
    let of = |count: usize| {
        // None of these texts is within another.
        let line = |n| format!("550 5.7.64 TenantAttribution; Relay Access Denied q{n}q\n\n");
        let text: String = (0..count).map(line).collect();
        bounce::parse_text(&text).unwrap().replies.len()
    };
    assert_eq!((of(2), of(most), of(most + 1)), (2, most, most));
}
