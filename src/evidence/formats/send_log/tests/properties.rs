//! What holds for every log.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::support::{DENIED, bare, lines, opening, read_files};
use crate::evidence::formats::send_log::{Session, looks_like_send_log, split_subject_issuer};

/// One message: its rows, pipelined or not.
fn message() -> impl Strategy<Value = Vec<&'static str>> {
    let replies = vec(
        prop_oneof![
            Just("<|250 2.1.5 Recipient OK"),
            Just(DENIED),
            Just("<|451 4.7.0 later")
        ],
        1..4,
    );
    (any::<bool>(), replies).prop_map(|(pipelined, replies)| {
        let mut rows = vec![">|MAIL FROM:<a@contoso.com>"];
        let recipient = ">|RCPT TO:<b@fabrikam.com>";
        if pipelined {
            rows.extend(std::iter::repeat_n(recipient, replies.len()));
            rows.push("<|250 2.1.0 Sender OK");
            rows.extend(replies);
        } else {
            rows.push("<|250 2.1.0 Sender OK");
            rows.extend(replies.into_iter().flat_map(|reply| [recipient, reply]));
        }
        rows.extend([">|BDAT 100 LAST", "<|250 2.6.0 Queued mail for delivery"]);
        rows
    })
}

/// The lines of one session.
fn session_lines() -> impl Strategy<Value = Vec<&'static str>> {
    (0usize..18, vec(message(), 0..3), any::<bool>()).prop_map(|(from, messages, closed)| {
        let mut rows = opening().split_off(from);
        rows.extend(messages.concat());
        rows.extend(closed.then_some("-||Local"));
        rows
    })
}

pub(super) fn sessions() -> impl Strategy<Value = Vec<Vec<String>>> {
    vec(session_lines(), 1..6).prop_map(|all| {
        let ids = (0x08DE_1A2B_0000_0001u64..).map(|id| format!("{id:016X}"));
        ids.zip(all).map(|(id, rows)| lines(&id, &rows)).collect()
    })
}

fn by_id(files: &[&[u8]]) -> BTreeMap<String, Session> {
    let (sessions, _) = read_files(files);
    let count = sessions.len();
    let map: BTreeMap<_, _> = sessions
        .iter()
        .map(|s| (s.id.to_string(), bare(s)))
        .collect();
    assert_eq!(map.len(), count);
    map
}

/// The sessions' lines mixed: each draw says whose line comes next.
pub(super) fn mix(sessions: &[Vec<String>], draws: &[usize]) -> String {
    let mut rest: Vec<_> = sessions.iter().map(|s| s.iter()).collect();
    let mut text = String::new();
    for draw in draws.iter().copied().chain(0..) {
        rest.retain(|lines| lines.len() > 0);
        if rest.is_empty() {
            break;
        }
        let whose = draw % rest.len();
        if let Some(line) = rest[whose].next() {
            text.push_str(line);
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..2000)) {
        read_files(&[&bytes]);
        looks_like_send_log(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_rows_never_panic(rows in vec("[-+<>*]\\|[ -~é]{0,60}\\|[ -~]{0,20}", 0..40)) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        read_files(&[lines("08DE1A2B3C4D5E6F", &rows).concat().as_bytes()]);
    }

    #[test]
    fn random_names_never_panic(joined in "[A-Z=, \"+é]{0,60}") {
        if let Some(split) = split_subject_issuer(&joined) {
            prop_assert!(joined.contains(split.subject) && joined.contains(split.issuer));
        }
    }

    #[test]
    fn mixing_sessions_changes_none(all in sessions(), draws in vec(0usize..100, 0..300)) {
        let unmixed: String = all.concat().concat();
        let mixed = mix(&all, &draws);
        prop_assert_eq!(by_id(&[unmixed.as_bytes()]), by_id(&[mixed.as_bytes()]));
    }

    #[test]
    fn cutting_the_file_changes_none(all in sessions(), draws in vec(0usize..100, 0..100), cut in 0usize..200) {
        let mixed = mix(&all, &draws);
        let lines: Vec<&str> = mixed.split_inclusive('\n').collect();
        let (one, two) = lines.split_at(cut.min(lines.len()));
        let (one, two) = (one.concat(), two.concat());
        prop_assert_eq!(by_id(&[mixed.as_bytes()]), by_id(&[one.as_bytes(), two.as_bytes()]));
    }

    #[test]
    fn damage_stays_with_the_sessions_it_hits(
        all in sessions(),
        draws in vec(0usize..100, 0..100),
        hits in vec((0usize..4000, 1usize..40), 1..5),
    ) {
        let mixed = mix(&all, &draws);
        let mut lines: Vec<Vec<u8>> = mixed.split_inclusive('\n').map(|l| l.as_bytes().to_vec()).collect();
        let mut hit = std::collections::BTreeSet::new();
        for (at, length) in hits {
            let index = at % lines.len();
            let line = &mut lines[index];
            if line.len() > 60 {
                let id = mixed.split_inclusive('\n').nth(index).and_then(|l| l.split(',').nth(2));
                hit.insert(id.unwrap_or_default().to_owned());
                let from = at % (line.len() - 2);
                let to = (from + length).min(line.len() - 2);
                line.drain(from..to);
            }
        }
        let (before, after) = (by_id(&[mixed.as_bytes()]), by_id(&[&lines.concat()]));
        for (id, session) in before.iter().filter(|(id, _)| !hit.contains(*id)) {
            prop_assert_eq!(Some(session), after.get(id));
        }
    }
}
