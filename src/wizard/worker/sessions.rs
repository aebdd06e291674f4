//! One session read again, and the sessions that fit a filter.

use std::io::{self, BufRead};
use std::ops::RangeInclusive;

use super::source::{MAX_LINE, as_text, file_of, next_line};
use crate::evidence::formats::send_log::{Transcript, session_of};
use crate::wizard::{Event, SessionText, SessionToRead, SessionsToFilter};

pub(super) fn filter(wanted: &SessionsToFilter) -> Event {
    Event::SessionsFiltered {
        run: wanted.run,
        shown: wanted.filter.apply(&wanted.held.sessions).into(),
    }
}

pub(super) fn read(wanted: &SessionToRead) -> Event {
    Event::SessionRead {
        session: wanted.session,
        text: transcript(wanted).map_err(|e| e.to_string()),
    }
}

fn transcript(wanted: &SessionToRead) -> io::Result<SessionText> {
    let mut transcript: Option<Transcript> = None;
    let end = wanted.files.len().saturating_sub(1);
    for (nth, (input, path)) in wanted.files.iter().enumerate() {
        let first = if nth == 0 { wanted.first } else { 1 };
        let last = if nth == end { wanted.last } else { u64::MAX };
        let file = file_of(std::slice::from_ref(input), path)?;
        as_text(&file, |text| {
            each_line(text, first..=last, |number, line| {
                // Its first line tells which session it is.
                if transcript.is_none() {
                    transcript = session_of(line.as_bytes()).map(Transcript::of);
                }
                if let Some(transcript) = &mut transcript {
                    transcript.line(nth, number, line.as_bytes());
                }
            })
        })?;
    }
    let (turns, more) = transcript.map(Transcript::finish).unwrap_or_default();
    match turns.is_empty() {
        // The file is another one by now.
        true => Err(io::ErrorKind::NotFound.into()),
        false => Ok(SessionText { turns, more }),
    }
}

/// Hands on the lines of a range with their numbers.
fn each_line(
    text: &mut dyn BufRead,
    lines: RangeInclusive<u64>,
    mut with: impl FnMut(u64, &str),
) -> io::Result<()> {
    for _ in 1..*lines.start() {
        if text.skip_until(b'\n')? == 0 {
            return Ok(());
        }
    }
    for number in lines {
        match next_line(text, MAX_LINE)? {
            Some(line) => with(number, &line),
            None => return Ok(()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evidence::walk::Input;

    fn log(rows: &[(&str, &str)]) -> Vec<u8> {
        let row = |(session, text): &(&str, &str)| {
            format!("2026-11-02T08:00:01.000Z,To EOP,{session},0,,203.0.113.9:25,>,{text},\r\n")
        };
        rows.iter().map(row).collect::<String>().into_bytes()
    }

    fn wanted(files: &[Vec<u8>], first: u64, last: u64) -> SessionToRead {
        let input = |(nth, content): (usize, &Vec<u8>)| {
            let path = format!("SEND{nth}.LOG");
            let content = content.as_slice().into();
            (
                Input::Memory {
                    path: path.clone(),
                    content,
                },
                path,
            )
        };
        SessionToRead {
            session: 3,
            files: files.iter().enumerate().map(input).collect(),
            first,
            last,
        }
    }

    fn said(wanted: &SessionToRead) -> Vec<(usize, u64, String)> {
        let text = transcript(wanted).unwrap();
        let turn = |t: crate::evidence::formats::send_log::Turn| (t.file, t.line, t.text);
        text.turns.into_iter().map(turn).collect()
    }

    #[test]
    fn a_session_is_found_in_its_lines_alone() {
        let rows = [
            ("A", "before"),
            ("B", "one"),
            ("A", "x"),
            ("B", "two"),
            ("B", "again"),
        ];
        let told = said(&wanted(&[log(&rows)], 2, 4));
        assert_eq!(told, [(0, 2, "one".to_owned()), (0, 4, "two".to_owned())]);
    }

    #[test]
    fn it_may_go_on_in_another_file() {
        let files = [
            log(&[("A", "x"), ("B", "one")]),
            log(&[("B", "two")]),
            log(&[("B", "three"), ("A", "x"), ("B", "too late")]),
        ];
        let told = said(&wanted(&files, 2, 2));
        let texts: Vec<(usize, &str)> = told.iter().map(|(f, _, t)| (*f, t.as_str())).collect();
        assert_eq!(texts, [(0, "one"), (1, "two"), (2, "three")]);
    }

    #[test]
    fn a_session_in_an_archive_is_read_where_it_lies() {
        use std::io::Write;
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file("EX01/SEND.LOG", options).unwrap();
        writer.write_all(&log(&[("A", "x"), ("B", "one")])).unwrap();
        let archive = Input::Memory {
            path: "case.zip".to_owned(),
            content: writer.finish().unwrap().into_inner().into(),
        };
        let go_on = &mut |_: crate::evidence::loader::Step| std::ops::ControlFlow::Continue(());
        let told = crate::facts::Given::default();
        let gathered = crate::facts::gather(&[archive], told, 0, go_on);
        let file = gathered.files.last().unwrap();
        let wanted = SessionToRead {
            session: 0,
            files: vec![(crate::wizard::input_of(file), file.shown.clone())],
            first: 2,
            last: 2,
        };
        assert_eq!(said(&wanted), [(0, 2, "one".to_owned())]);
    }

    #[test]
    fn a_file_that_is_gone_or_other_by_now_is_said() {
        let mut gone = wanted(&[log(&[("A", "x")])], 1, 1);
        gone.files[0].0 = Input::Path("no such folder/SEND.LOG".into());
        assert!(transcript(&gone).is_err());
        let other = wanted(&[b"another text\n".to_vec()], 1, 1);
        assert!(transcript(&other).is_err());
    }
}
