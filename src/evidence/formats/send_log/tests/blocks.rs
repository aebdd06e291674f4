//! What is found does not depend on where the blocks end in which a log is read.

use std::io::{self, Read};
use std::ops::ControlFlow;

use proptest::collection::vec;
use proptest::prelude::*;

use super::properties::{mix, sessions};
use super::support::Collect;
use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{Reader, Session};
use crate::evidence::note::Note;

/// Gives its bytes in pieces, and an error at its end if there is to be one.
struct Pieces<'a> {
    bytes: &'a [u8],
    piece: usize,
    fails: bool,
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.piece.min(self.bytes.len()).min(into.len());
        if count == 0 && self.fails {
            return Err(io::Error::other("gone"));
        }
        let (now, later) = self.bytes.split_at(count);
        into[..count].copy_from_slice(now);
        self.bytes = later;
        Ok(count)
    }
}

/// Everything that reading gives.
type Found = (
    Vec<Session>,
    Vec<Option<(u64, Vec<Note>, Option<i64>)>>,
    u64,
);

/// Reads the files, of which the last may fail, and stops after so many bytes.
fn found(reader: Reader, files: &[Vec<u8>], piece: usize, fails: bool, stop: u64) -> Found {
    let mut reader = reader;
    let mut sink = Collect::default();
    let mut told = 0;
    let mut summaries = Vec::new();
    for (source, bytes) in (0..).zip(files) {
        let mut progress = |count| {
            told += count;
            match told > stop {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        let input = Pieces {
            bytes,
            piece,
            fails: fails && source as usize + 1 == files.len(),
        };
        let read = reader.file(SourceId(source), input, &mut sink, &mut progress);
        summaries.push(read.ok().map(|s| (s.rows, s.notes, s.newest)));
    }
    reader.finish(&mut sink);
    (sink.0, summaries, told)
}

/// Lines that are no rows, with their ends or without.
fn damage() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"#Log-type: SMTP Receive Protocol Log\r\n".to_vec()),
        Just(b"#Log-type: SMTP Send Protocol Log\r\n".to_vec()),
        Just(b"2026-11-02T08:00:05.001Z,Outbound,08DE1A2B00000001,3,,,>,\"RCPT\n".to_vec()),
        Just(b"2026-11-02T08:00:05.001Z,Outbound,08DE1A2B00000002\r\n".to_vec()),
        Just("2026-11-02T08:00:05.001Z,組織内,not hex,3,,192.0.2.1:25,+,,\n".into()),
        Just(b"2026-11-02 08:00,Outbound,08DE1A2B00000003,3,,192.0.2.1:25,+,,\n".to_vec()),
        Just(b"\0\0\0".to_vec()),
        Just(b"\n\r\n".to_vec()),
        Just(vec![b'x'; 3000]),
        vec(any::<u8>(), 0..80),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn where_blocks_end_changes_nothing(
        all in sessions(),
        draws in vec(0usize..100, 0..200),
        damage in vec((0usize..200, damage()), 0..6),
        cut in 0usize..200,
        piece in 20usize..2000,
        block in 40usize..3000,
    ) {
        let mixed = mix(&all, &draws);
        let mut lines: Vec<Vec<u8>> = mixed.split_inclusive('\n').map(|l| l.as_bytes().to_vec()).collect();
        for (at, bytes) in damage {
            lines.insert(at % (lines.len() + 1), bytes);
        }
        let (one, two) = lines.split_at(cut.min(lines.len()));
        let files = [one.concat(), two.concat()];
        for fails in [false, true] {
            let alone = found(Reader::new("EX01"), &files, piece, fails, u64::MAX);
            let reader = Reader::new("EX01").with_block(block);
            prop_assert_eq!(&alone, &found(reader, &files, piece, fails, u64::MAX));
        }
    }

    /// What was read when the caller stops counts, whole lines of it.
    #[test]
    fn stopping_ends_with_what_was_read(
        all in sessions(),
        stop in 0u64..3000,
        piece in 20usize..500,
        block in 40usize..3000,
    ) {
        let bytes = all.concat().concat().into_bytes();
        let reader = Reader::new("EX01").with_block(block);
        let (sessions, _, told) = found(reader, std::slice::from_ref(&bytes), piece, false, stop);
        let read = &bytes[..usize::try_from(told).unwrap()];
        let whole = read.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        // At the end of the input nothing was left to stop.
        let whole = if told > stop { &read[..whole] } else { read };
        let all_of_it = found(Reader::new("EX01"), &[whole.to_vec()], 5000, false, u64::MAX);
        prop_assert_eq!(sessions, all_of_it.0);
        prop_assert!(told <= stop + 500 || told as usize == bytes.len());
    }
}
