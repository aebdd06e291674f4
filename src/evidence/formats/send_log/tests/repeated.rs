//! A log that was copied twice, and copies that overlap.

use proptest::prelude::*;

use super::support::*;
use crate::evidence::NoteKind;
use crate::evidence::formats::send_log::Session;

/// Sessions one after the other, each refused; `number` of them, as lines.
fn sessions(number: usize) -> Vec<String> {
    let mut all = Vec::new();
    for session in 0..number {
        let id = format!("{:016X}", 0x08DE_0000_0000_0000u64 + session as u64);
        let rows: Vec<&str> = opening().into_iter().chain(refused()).collect();
        let minute = format!("T08:{:02}:", session % 60);
        let of_session = lines(&id, &rows);
        all.extend(
            of_session
                .iter()
                .map(|line| line.replacen("T08:00:", &minute, 1)),
        );
    }
    all
}

/// What is counted of sessions, in the order of their ids.
fn told(sessions: &[Session]) -> Vec<(String, bool, usize, usize, String)> {
    let mut all: Vec<_> = sessions
        .iter()
        .map(|s| {
            let certificate = format!("{:?}", s.certificate);
            let (messages, refusals) = (s.messages.len(), s.refusals.len());
            (s.id.to_string(), s.closed, messages, refusals, certificate)
        })
        .collect();
    all.sort();
    all
}

fn repeated(notes: &[crate::evidence::Note]) -> u64 {
    let rows = |n: &crate::evidence::Note| match n.kind {
        NoteKind::RepeatedRows(rows) => rows,
        _ => 0,
    };
    notes.iter().map(rows).sum()
}

#[test]
fn a_copy_counts_nothing() {
    let text = sessions(4).concat();
    let (once, _) = read(&text);
    let longer = text.clone() + &sessions(5)[sessions(4).len()..].concat();
    let (twice, summaries) = read_files(&[text.as_bytes(), longer.as_bytes()]);
    assert_eq!((once.len(), twice.len()), (4, 5));
    assert_eq!(once[..], twice[..4]);
    assert_eq!(repeated(&summaries[1].notes), summaries[0].rows);
    assert_eq!(
        summaries[0].rows + summaries[1].rows,
        sessions(5).len() as u64
    );
    assert_eq!(summaries[0].notes, []);
}

#[test]
fn a_file_that_goes_on_is_no_copy() {
    let lines = sessions(2);
    let (first, second) = lines.split_at(lines.len() / 4);
    let files = [first.concat(), second.concat()];
    let (found, summaries) = read_files(&[files[0].as_bytes(), files[1].as_bytes()]);
    assert_eq!(found.len(), 2);
    assert!(summaries.iter().all(|s| s.notes.is_empty()));
    assert!(found.iter().all(|s| s.closed && s.refusals.len() == 1));
}

#[test]
fn a_session_id_that_is_used_again_later_is_another_session() {
    let rows: Vec<&str> = opening().into_iter().chain(refused()).collect();
    let text = log(&rows);
    let later = text.replace("T08:00:", "T09:30:");
    let (found, summaries) = read_files(&[text.as_bytes(), later.as_bytes()]);
    assert_eq!(found.len(), 2);
    assert_eq!(repeated(&summaries[1].notes), 0);
}

proptest! {
    /// However two copies overlap, the sessions are those of the whole log.
    #[test]
    fn overlapping_copies_are_the_whole_log(from in 0usize..120, to in 0usize..120, half: bool) {
        let lines = sessions(5);
        let to = to.max(from).min(lines.len());
        let from = from.min(to);
        let (whole, _) = read(&lines.concat());
        let mut first = lines[..to].concat();
        // A copy of a live log ends in half a line.
        if half && let Some(next) = lines.get(to) {
            first += &next[..40];
        }
        let second = lines[from..].concat();
        let (found, _) = read_files(&[first.as_bytes(), second.as_bytes()]);
        prop_assert_eq!(told(&whole), told(&found));
    }
}
