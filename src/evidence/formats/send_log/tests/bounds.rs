//! Damage, and bounds on memory (point 11).

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;

use super::support::{
    Collect, DENIED, ID, after_opening, line, lines, log, read, read_files, refused,
};
use crate::evidence::formats::send_log::{Outcome, Reader, Session, SessionSink};
use crate::evidence::{NoteKind, SourceId};

#[test]
fn a_damaged_line_belongs_to_no_session() {
    let whole = line(ID, 1, ">|MAIL FROM:<x@contoso.com>");
    let eight = whole.trim_end().trim_end_matches(',').to_owned();
    let open = whole.replace(",>,", ",>,\"");
    let table = [
        (eight.as_str(), NoteKind::ShortLine { fields: 8 }),
        (open.trim_end(), NoteKind::OpenQuote),
        ("2026-11-02T08:00", NoteKind::ShortLine { fields: 1 }),
        ("some prose", NoteKind::ShortLine { fields: 1 }),
    ];
    for (damaged, kind) in table {
        // It opens none.
        let (sessions, summary) = read(&format!("{damaged}\r\n"));
        assert_eq!((sessions.len(), summary.rows), (0, 0), "{damaged}");
        assert_eq!(
            (summary.notes[0].line, &summary.notes[0].kind),
            (Some(1), &kind)
        );
        // It reopens none, and the next line is read.
        let text = format!("{}{damaged}\r\n{}", log(&refused()), line("1", 0, "+||"));
        let (sessions, _) = read(&text);
        assert_eq!(sessions.len(), 2, "{damaged}");
        // It adds nothing to an open one.
        let text = format!(
            "{}{damaged}\r\n{}",
            line(ID, 0, "+||"),
            line(ID, 2, "-||Local")
        );
        let (sessions, _) = read(&text);
        assert!(sessions.len() == 1 && sessions[0].messages.is_empty() && sessions[0].closed);
    }
}

#[test]
fn a_damaged_reply_does_not_shift_the_others() {
    let mut rows = lines(
        ID,
        &[
            "+||",
            ">|MAIL FROM:<a@contoso.com>",
            ">|RCPT TO:<b@fabrikam.com>",
            ">|RCPT TO:<c@fabrikam.com>",
            "<|250 2.1.0 ok",
            "<|250 2.1.5, ok",
            DENIED,
        ],
    );
    rows[5] = rows[5].replace("ok\",", "ok");
    let (sessions, summary) = read(&rows.concat());
    assert_eq!(summary.notes[0].kind, NoteKind::OpenQuote);
    let outcomes: Vec<_> = sessions[0].messages[0]
        .recipients
        .iter()
        .map(|r| r.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Unanswered, Outcome::RefusedAttribution]);
}

#[test]
fn notes_are_bounded() {
    let (_, summary) = read(&"damaged\r\n".repeat(1000));
    assert_eq!(summary.notes.len(), 21);
    assert_eq!(summary.notes[20].kind, NoteKind::MoreDamagedLines(980));
}

#[test]
fn the_last_line_may_be_half() {
    let text = log(&["+||", ">|MAIL FROM:<a@contoso.com>"]);
    let whole = text.trim_end();
    assert_eq!(read(whole).0[0].messages.len(), 1);
    for half in [&whole[..whole.len() - 1], &whole[..whole.len() - 30]] {
        let (sessions, summary) = read(half);
        assert!(sessions[0].messages.is_empty());
        assert_eq!(
            (summary.rows, &summary.notes[0].kind),
            (1, &NoteKind::HalfLastLine)
        );
    }
}

#[test]
fn nuls_after_a_crash_are_noted() {
    let text = log(&["+||"]) + &"\0".repeat(70);
    let (sessions, summary) = read(&text);
    assert_eq!(sessions.len(), 1);
    assert_eq!(
        summary.notes.iter().map(|n| &n.kind).collect::<Vec<_>>(),
        [&NoteKind::NulBytes(70)]
    );
    // Written on after the crash.
    let (sessions, summary) = read(&(text + &line(ID, 1, "-||Local")));
    assert!(sessions[0].closed);
    assert_eq!(summary.notes[0].kind, NoteKind::NulBytes(70));
}

#[test]
fn bytes_that_are_no_text_break_nothing_and_are_counted() {
    let mut bytes = log(&["+||", ">|MAIL FROM:<??@contoso.com>"]).into_bytes();
    for byte in bytes.iter_mut().filter(|b| **b == b'?') {
        *byte = 0xE9;
    }
    bytes.extend_from_slice(log(&["*|組織|"]).as_bytes());
    let (sessions, mut summaries) = read_files(&[&bytes]);
    assert_eq!(
        sessions[0].messages[0].mail_from.text(),
        "\u{fffd}\u{fffd}@contoso.com"
    );
    assert_eq!(
        summaries.remove(0).notes[0].kind,
        NoteKind::ReplacedBytes(2)
    );
}

/// What is known of a row is not looked at again: it must be text for sure.
#[test]
fn bytes_that_are_no_text_are_counted_in_whatever_field_and_however_often_they_come() {
    let row = "2026-11-02T08:00:05.001Z,To EOP,08DE1A2B3C4D5E6F,N,10.0.0.5:1,192.0.2.1:25,<,250 OK it is known,well";
    for field in [
        "To EOP", "08DE1A2B", "10.0.0.5", "192.0.2", "250 OK", "well",
    ] {
        for (kind, bytes, replaced) in [
            ("no text", &b"\xE4\xFF"[..], 2),
            ("text", "é組".as_bytes(), 0),
        ] {
            let mut log = Vec::new();
            for nth in 0..20 {
                let row = row.replace(",N,", &format!(",{nth},"));
                let (before, after) = row.split_once(field).unwrap();
                // As long as what it replaces, so that a session-id has its length.
                let kept = field.get(bytes.len()..).unwrap_or_default();
                log.extend(
                    [
                        before.as_bytes(),
                        bytes,
                        kept.as_bytes(),
                        after.as_bytes(),
                        b"\r\n",
                    ]
                    .concat(),
                );
            }
            let (sessions, summaries) = read_files(&[&log]);
            let counted = summaries[0].notes.iter().find_map(|note| match note.kind {
                NoteKind::ReplacedBytes(count) => Some(count),
                _ => None,
            });
            let expected = Some(20 * replaced).filter(|count| *count > 0);
            assert_eq!(counted, expected, "{kind} in {field}");
            assert_eq!(
                (sessions.len(), summaries[0].rows),
                (1, 20),
                "{kind} in {field}"
            );
        }
    }
}

#[test]
fn a_time_that_cannot_be_read_is_noted_and_opens_nothing() {
    let bad = line(ID, 1, ">|MAIL FROM:<a@contoso.com>").replacen("2026-11-02", "2026-13-02", 1);
    let (sessions, summary) = read(&bad);
    assert_eq!(
        (sessions.len(), &summary.notes[0].kind),
        (0, &NoteKind::BadTime)
    );
    let (sessions, _) = read(&(line(ID, 0, "+||") + &bad));
    assert_eq!(sessions[0].messages[0].time, sessions[0].started);
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let text = line(ID, 0, "+||") + &"x".repeat(2_000_000) + "\r\n" + &line(ID, 1, "-||Local");
    let (sessions, summary) = read(&text);
    assert_eq!((sessions.len(), sessions[0].closed), (1, true));
    assert!(matches!(summary.notes[0].kind, NoteKind::LineTooLong(_)));
    assert_eq!(summary.notes[0].line, Some(2));
    assert_eq!(sessions[0].last.map(|l| l.line), Some(3));
}

#[test]
fn open_sessions_are_bounded_and_the_least_recently_touched_goes_first() {
    let mut reader = Reader::with_limits("MAIL01", 8, 1000);
    let mut sink = Collect::default();
    let ids: Vec<String> = (1..=9).map(|id| format!("{id:016X}")).collect();
    let mut text: String = ids[..8].iter().map(|id| line(id, 0, "+||")).collect();
    text += &line(&ids[0], 1, "*||touched");
    text += &line(&ids[8], 0, "+||");
    let go_on = &mut |_| ControlFlow::Continue(());
    reader
        .file(SourceId(0), text.as_bytes(), &mut sink, go_on)
        .unwrap();
    assert_eq!(
        sink.0.iter().map(|s| s.id.to_string()).collect::<Vec<_>>(),
        [ids[1].clone()]
    );
    reader.finish(&mut sink);
    assert_eq!(sink.0.len(), 9);
    assert!(sink.0.iter().all(|s| !s.closed));
}

/// Sessions that were handed over.
struct Counted<'a>(&'a Cell<usize>);

impl SessionSink for Counted<'_> {
    fn session(&mut self, _: &str, _: &Session) {
        self.0.set(self.0.get() + 1);
    }
}

/// Bytes, and how many sessions had been handed over when the last of them were read.
struct Watched<'a> {
    rest: &'a [u8],
    handed: &'a Cell<usize>,
    at_the_end: &'a Cell<usize>,
}

impl Read for Watched<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.at_the_end.set(self.handed.get());
        self.rest.read(room)
    }
}

#[test]
fn what_has_ended_is_not_held_for_others_to_end_when_it_holds_much() {
    let (handed, at_the_end) = (Cell::new(0), Cell::new(0));
    let mut reader = Reader::with_limits("MAIL01", 100, 10).with_block(512);
    let sessions = (1..=20).map(|id| {
        let id = format!("{id:016X}");
        let commands = (1..7).map(|nth| line(&id, nth, ">|NOOP"));
        let commands = commands.collect::<String>();
        line(&id, 0, "+||") + &commands + &line(&id, 7, "-||Local")
    });
    let text = sessions.collect::<String>();
    let input = Watched {
        rest: text.as_bytes(),
        handed: &handed,
        at_the_end: &at_the_end,
    };
    let go_on = &mut |_| ControlFlow::Continue(());
    reader
        .file(SourceId(0), input, &mut Counted(&handed), go_on)
        .unwrap();
    // Two of them hold more than all may.
    assert!(at_the_end.get() >= 18, "{}", at_the_end.get());
    assert_eq!(handed.get(), 20);
}

#[test]
fn what_open_sessions_hold_is_bounded_and_the_least_recently_touched_goes_first() {
    // Two commands of the first session; then so many of the second.
    for (commands, settled) in [(8, 0), (9, 1)] {
        let mut reader = Reader::with_limits("MAIL01", 100, 10);
        let mut sink = Collect::default();
        let mail = ">|MAIL FROM:<a@contoso.com>";
        let mut text = line("1", 0, "+||") + &line("2", 0, "+||");
        text.extend((1..=2).map(|n| line("1", n, mail)));
        text.extend((1..=commands).map(|n| line("2", n, mail)));
        let go_on = &mut |_| ControlFlow::Continue(());
        reader
            .file(SourceId(0), text.as_bytes(), &mut sink, go_on)
            .unwrap();
        assert_eq!(sink.0.len(), settled, "{commands}");
        assert!(sink.0.iter().all(|s| s.id == "1" && s.messages.len() == 2));
        reader.finish(&mut sink);
        assert_eq!(sink.0[1].messages.len(), commands);
    }
}

#[test]
fn a_reply_is_kept_up_to_a_limit() {
    for (length, kept) in [(1999, 1999), (2000, 2000), (2001, 2000)] {
        // Two bytes a character: characters are counted.
        let mut reply = "550 5.7.64 TenantAttribution; ".to_owned();
        let more = length - reply.chars().count();
        reply.extend(std::iter::repeat_n('é', more));
        let rows = after_opening(&refused());
        let rows: Vec<String> = rows
            .iter()
            .map(|row| match *row == DENIED {
                true => format!("<|{reply}"),
                false => (*row).to_owned(),
            })
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (sessions, _) = read(&log(&rows));
        let refusal = &sessions[0].refusals[0];
        assert_eq!(refusal.text.chars().count(), kept, "{length}");
    }
}

#[test]
fn reading_can_be_stopped_and_progress_is_told() {
    let text = log(&after_opening(&refused()));
    let mut seen = 0;
    let mut reader = Reader::new("MAIL01");
    let mut sink = Collect::default();
    let mut progress = |bytes| {
        seen += bytes;
        ControlFlow::Break(())
    };
    let summary = reader
        .file(SourceId(0), text.as_bytes(), &mut sink, &mut progress)
        .unwrap();
    assert_eq!(seen, text.len() as u64);
    assert_eq!(summary.rows, 26);
    assert_eq!(summary.newest, Some(1_793_606_400_025));
}

struct Failing(Vec<u8>);

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::Error::other("gone"));
        }
        let count = self.0.len().min(into.len());
        into[..count].copy_from_slice(&self.0[..count]);
        self.0.drain(..count);
        Ok(count)
    }
}

#[test]
fn a_read_error_is_one_only_at_the_beginning() {
    let mut reader = Reader::new("MAIL01");
    let mut sink = Collect::default();
    let go_on = &mut |_| ControlFlow::Continue(());
    assert!(
        reader
            .file(SourceId(0), Failing(Vec::new()), &mut sink, go_on)
            .is_err()
    );
    let text = log(&refused()).into_bytes();
    let summary = reader
        .file(SourceId(0), Failing(text), &mut sink, go_on)
        .unwrap();
    assert_eq!(sink.0.len(), 1);
    assert!(matches!(summary.notes[0].kind, NoteKind::Unreadable(_)));
}
