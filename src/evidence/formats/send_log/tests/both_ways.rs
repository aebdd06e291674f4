//! Nearly every row is cut and looked up the quick way, which knows of it what rows before it
//! had; a log that is followed goes the thorough way, line by line. Both give the same.

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::tails::TIMES;
use super::properties::{mix, sessions};
use super::support::{Collect, read_files};
use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{FileSummary, Growing, Reader, Session};

fn thoroughly(files: &[Vec<u8>]) -> (Vec<Session>, Vec<FileSummary>) {
    let mut reader = Reader::new("MAIL01");
    let mut sink = Collect::default();
    let summaries = (0..)
        .zip(files)
        .map(|(source, bytes)| {
            let mut growing = Growing::new(SourceId(source));
            reader.more(&mut growing, bytes, &mut sink);
            growing.0.summary()
        })
        .collect();
    reader.finish(&mut sink);
    (sink.0, summaries)
}

/// What is done to a line, and where in it.
type Change = (usize, usize, u8);

fn changed(text: &str, changes: &[Change]) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
    let count = lines.len();
    for (line, at, change) in changes {
        let line = &mut lines[line % count];
        let at = at % line.len().max(1);
        match change {
            0 => line.make_ascii_lowercase(),
            1 => line.truncate(at),
            // The digits of the session-id that tell it from those beside it.
            2 => line.iter_mut().skip(58).take(4).for_each(|b| *b = b'0'),
            byte => {
                if let Some(held) = line.get_mut(at).filter(|_| *byte != b'\n') {
                    *held = *byte;
                }
            }
        }
    }
    lines.iter_mut().for_each(|line| line.extend(b"\r\n"));
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_quick_way_and_the_thorough_one_give_the_same(
        all in sessions(),
        draws in vec(0usize..100, 0..300),
        changes in vec((any::<usize>(), any::<usize>(), prop_oneof![0u8..3, any::<u8>()]), 0..12),
        cut in any::<usize>(),
        again in any::<bool>(),
    ) {
        // In the end nothing is new: ids are used again, and all of it is known.
        let times = if again { usize::from(TIMES) + 1 } else { 1 };
        let mixed = mix(&all, &draws).repeat(times);
        let lines = changed(&mixed, &changes);
        let (one, two) = lines.split_at(cut % (lines.len() + 1));
        let files = [one.concat(), two.concat()];
        let (quick, thorough) = (read_files(&files.each_ref().map(Vec::as_slice)), thoroughly(&files));
        prop_assert_eq!(quick.0, thorough.0);
        for (quick, thorough) in quick.1.iter().zip(&thorough.1) {
            prop_assert_eq!((quick.rows, quick.newest), (thorough.rows, thorough.newest));
            prop_assert_eq!(&quick.notes, &thorough.notes);
        }
    }
}
