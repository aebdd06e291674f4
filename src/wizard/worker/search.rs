//! A text looked for in every file, with progress, stopped within a moment.

use std::io::{self, BufRead};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use memchr::memchr2_iter;

use super::Stop;
use super::source::as_text;
use crate::evidence::excerpt;
use crate::evidence::walk::Found;
use crate::wizard::{Event, Place, Searched, ToSearch, input_of};

/// Lines that are listed; there may be more.
const MAX_HITS: usize = 500;
/// Bytes between two questions whether to stop.
const PIECE: u64 = 1 << 20;
/// Longest line that is looked through (bytes); its end is passed over.
const MAX_LINE: u64 = 1 << 20;

pub(super) fn search(wanted: &ToSearch, stop: &Stop, pace: Duration, tell: &dyn Fn(Event)) {
    let mut search = Search {
        run: wanted.run,
        needle: wanted.text.as_bytes(),
        stop,
        pace,
        tell,
        last: Instant::now(),
        hits: 0,
        fresh: Vec::new(),
        searched: Searched {
            of: wanted.held.gathered.files.len(),
            ..Searched::default()
        },
    };
    for file in &wanted.held.gathered.files {
        if search.is_over() {
            break;
        }
        // What cannot be read has its note in step 2.
        let _ = as_text(file, |text| search.file(file, text));
        search.searched.files += 1;
    }
    search.searched.done = true;
    search.tell();
}

struct Search<'s> {
    run: u64,
    needle: &'s [u8],
    stop: &'s Stop,
    pace: Duration,
    tell: &'s dyn Fn(Event),
    last: Instant,
    hits: usize,
    /// Found since it was told last.
    fresh: Vec<Place>,
    searched: Searched,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.searched.more || self.stop.load(Ordering::Relaxed)
    }

    fn tell(&mut self) {
        self.last = Instant::now();
        (self.tell)(Event::Found {
            run: self.run,
            lines: std::mem::take(&mut self.fresh),
            searched: self.searched,
        });
    }

    fn file(&mut self, file: &Found, text: &mut dyn BufRead) -> io::Result<()> {
        let mut line = Vec::new();
        let mut number = 0;
        let mut piece = 0;
        loop {
            line.clear();
            let read = io::Read::take(&mut *text, MAX_LINE).read_until(b'\n', &mut line)? as u64;
            if read == 0 {
                return Ok(());
            }
            if !line.ends_with(b"\n") && read == MAX_LINE {
                text.skip_until(b'\n')?;
            }
            number += 1;
            self.searched.bytes += read;
            piece += read;
            if holds(&line, self.needle) {
                self.hit(file, number, &line);
            }
            if piece >= PIECE {
                piece = 0;
                if self.last.elapsed() >= self.pace {
                    self.tell();
                }
                if self.is_over() {
                    return Ok(());
                }
            }
        }
    }

    fn hit(&mut self, file: &Found, line: u64, text: &[u8]) {
        if self.hits >= MAX_HITS {
            self.searched.more = true;
            return;
        }
        self.hits += 1;
        let text = String::from_utf8_lossy(text);
        self.fresh.push(Place {
            input: input_of(file),
            path: file.shown.clone(),
            line,
            excerpt: excerpt(text.trim_end()).to_owned(),
        });
    }
}

/// Whether a line holds the text, whatever the case of its ASCII letters.
fn holds(line: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else {
        return false;
    };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    memchr2_iter(lower, upper, line).any(|at| {
        let here = line.get(at..at + needle.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(needle))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cell::RefCell;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::evidence::walk::Input;
    use crate::facts::Given;
    use crate::wizard::{Analysis, Held};

    fn held(files: &[(&str, String)]) -> Held {
        let inputs = files.iter().map(|(path, text)| Input::Memory {
            path: (*path).to_owned(),
            content: text.as_bytes().into(),
        });
        let inputs: Vec<Input> = inputs.collect();
        let go_on = &mut |_: crate::evidence::loader::Step| std::ops::ControlFlow::Continue(());
        let gathered = crate::facts::gather(&inputs, Given::default(), 0, go_on);
        Held(Arc::new(Analysis::of(gathered)))
    }

    fn events(files: &[(&str, String)], text: &str, stop: &Stop) -> Vec<(Vec<Place>, Searched)> {
        let told = RefCell::new(Vec::new());
        let tell = |event| {
            if let Event::Found {
                lines, searched, ..
            } = event
            {
                told.borrow_mut().push((lines, searched));
            }
        };
        let wanted = ToSearch {
            held: held(files),
            text: text.to_owned(),
            run: 1,
        };
        search(&wanted, stop, Duration::MAX, &tell);
        told.into_inner()
    }

    #[test]
    fn lines_are_found_with_their_place_in_any_case() {
        let files = [
            (
                "a.txt",
                "one\r\nTlsSenderCertificateName : MAIL.contoso.com\r\n".to_owned(),
            ),
            ("b.txt", "証明書 mail.Contoso.com".to_owned()),
        ];
        let told = events(&files, "mail.contoso.COM", &Stop::default());
        let [(lines, searched)] = told.as_slice() else {
            unreachable!("{told:?}");
        };
        let places: Vec<(&str, u64)> = lines.iter().map(|p| (p.path.as_str(), p.line)).collect();
        assert_eq!(places, [("a.txt", 2), ("b.txt", 1)]);
        assert_eq!((searched.files, searched.of, searched.done), (2, 2, true));
        assert_eq!(lines[1].excerpt, "証明書 mail.Contoso.com");
        let japanese = events(&files, "明書", &Stop::default());
        assert_eq!(japanese[0].0.len(), 1);
    }

    #[test]
    fn hits_are_bounded_and_it_is_said() {
        let files = [("a.txt", "x here\n".repeat(MAX_HITS + 5))];
        let told = events(&files, "here", &Stop::default());
        let (lines, searched) = told.last().unwrap();
        assert_eq!(lines.len(), MAX_HITS);
        assert!(searched.more && searched.done);
    }

    #[test]
    fn what_was_stopped_ends_and_says_so() {
        let stop = Stop::default();
        stop.store(true, Ordering::Relaxed);
        let told = events(&[("a.txt", "here".to_owned())], "here", &stop);
        let (lines, searched) = told.last().unwrap();
        assert!(lines.is_empty() && searched.done && searched.files == 0);
    }

    proptest! {
        #[test]
        fn a_line_holds_what_it_holds(line in "[a-cA-C ]{0,30}", needle in "[a-cA-C]{1,3}") {
            let plainly = line.to_lowercase().contains(&needle.to_lowercase());
            prop_assert_eq!(holds(line.as_bytes(), needle.as_bytes()), plainly);
        }
    }
}
