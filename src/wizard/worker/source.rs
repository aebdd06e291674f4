//! The lines of a file around a place.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::certificate;
use crate::evidence::decode::{self, SNIFF_LEN, utf8_reader};
use crate::evidence::loader::{Hands, Sessions, Threads};
use crate::evidence::unlock::Nobody;
use crate::evidence::walk::{Found, Input, Trouble, walk};
use crate::evidence::{Encoding, loader};
use crate::facts::Window;
use crate::report::RefusedList;
use crate::wizard::Event;

/// Lines shown before and after the one that is asked for.
const AROUND: u64 = 200;
/// Longest line that is shown (bytes).
pub(super) const MAX_LINE: u64 = 16 * 1024;
/// A file up to here is decoded as a whole, as the loader does it (bytes).
const MAX_WHOLE: u64 = 8 * 1024 * 1024;

/// Lists who must send again. What needs a password is no log.
pub(super) fn refused(inputs: &[Input], window: Window) -> Event {
    let mut list = RefusedList::new(window);
    let hands = Hands {
        progress: &mut |_| ControlFlow::Continue(()),
        keys: &mut Nobody,
        rewrite: None,
        servers: &BTreeMap::new(),
        threads: Threads::default(),
    };
    loader::load(inputs, Sessions::InOrder(&mut list), hands);
    Event::Refused(Arc::new(list))
}

pub(super) fn read(inputs: &[Input], path: &str, line: u64, excerpt: &str) -> Event {
    let read = file_of(inputs, path).and_then(|file| around(&file, line, excerpt));
    let read = read.map_err(|e| e.to_string());
    let path = path.to_owned();
    match read {
        Ok((first_line, lines)) => Event::SourceText {
            path,
            first_line,
            lines,
            line,
        },
        Err(why) => Event::SourceFailed { path, why },
    }
}

/// The file that is shown by that path.
pub(super) fn file_of(inputs: &[Input], path: &str) -> io::Result<Found> {
    let mut found = walk(inputs);
    let named = found.iter().position(|f| f.shown == path);
    // One file given by itself is shown by its name, whatever its path was before.
    let only = (found.len() == 1).then_some(0);
    match named.or(only) {
        Some(at) => Ok(found.swap_remove(at)),
        None => Err(io::ErrorKind::NotFound.into()),
    }
}

fn around(file: &Found, line: u64, excerpt: &str) -> io::Result<(u64, Vec<String>)> {
    let read = as_text(file, |text| lines(text, line, excerpt))?;
    Ok(read.unwrap_or((1, Vec::new())))
}

/// Hands on the text of a file, decoded as the loader does it; `None` when it is no text.
pub(super) fn as_text<T>(
    file: &Found,
    with: impl FnOnce(&mut dyn BufRead) -> io::Result<T>,
) -> io::Result<Option<T>> {
    if let Some(Trouble::Unreadable(why)) = &file.trouble {
        return Err(io::Error::other(why.clone()));
    }
    if file.trouble.is_some() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    loader::read(&file.origin, |input| {
        let mut head = Vec::new();
        input.take(MAX_WHOLE).read_to_end(&mut head)?;
        if let Some(fields) = certificate::lines(&head) {
            return with(&mut fields.join("\n").as_bytes()).map(Some);
        }
        if (head.len() as u64) < MAX_WHOLE {
            let text = decode::decode(&head).text;
            return with(&mut text.as_bytes()).map(Some);
        }
        let encoding = decode::sniff_encoding(head.get(..SNIFF_LEN).unwrap_or(&head));
        let whole = head.as_slice().chain(input);
        match encoding {
            Encoding::Binary => Ok(None),
            Encoding::Utf8 => with(&mut BufReader::new(whole)).map(Some),
            other => with(&mut BufReader::new(utf8_reader(whole, other))).map(Some),
        }
    })
}

/// The lines around `line` and the number of the first of them.
fn lines(text: &mut dyn BufRead, line: u64, excerpt: &str) -> io::Result<(u64, Vec<String>)> {
    let first = line.saturating_sub(AROUND).max(1);
    for _ in 1..first {
        if text.skip_until(b'\n')? == 0 {
            break;
        }
    }
    let mut lines = Vec::new();
    for number in first..=line.saturating_add(AROUND) {
        let most = match number == line {
            true => MAX_WHOLE,
            false => MAX_LINE,
        };
        let Some(next) = next_line(text, most)? else {
            break;
        };
        lines.push(match number == line {
            true => near(next, excerpt),
            false => next,
        });
    }
    Ok((first, lines))
}

/// Of a line that is too long the part around what was read in it.
fn near(line: String, excerpt: &str) -> String {
    const BEFORE: usize = 1024;
    const CUT: &str = "...";
    let most = usize::try_from(MAX_LINE).unwrap_or(usize::MAX);
    if line.len() <= most {
        return line;
    }
    let at = line.find(excerpt).unwrap_or(0);
    let start = line.floor_char_boundary(at.saturating_sub(BEFORE));
    let end = line.floor_char_boundary(start.saturating_add(most));
    let seen = line.get(start..end).unwrap_or_default();
    let (before, after) = (start > 0, end < line.len());
    let mark = |is: bool| if is { CUT } else { "" };
    format!("{}{seen}{}", mark(before), mark(after))
}

pub(super) fn next_line(text: &mut dyn BufRead, most: u64) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if text.take(most).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if !bytes.ends_with(b"\n") {
        text.skip_until(b'\n')?;
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn memory(content: &[u8]) -> Vec<Input> {
        vec![Input::Memory {
            path: "a.txt".to_owned(),
            content: content.into(),
        }]
    }

    fn shown(inputs: &[Input], path: &str, line: u64) -> (u64, Vec<String>) {
        match read(inputs, path, line, "") {
            Event::SourceText {
                first_line, lines, ..
            } => (first_line, lines),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_lines_around_a_place() {
        let text: String = (1..=1000).map(|n| format!("line {n}\r\n")).collect();
        for (line, first, last) in [(1, 1, 201), (500, 300, 700), (1000, 800, 1000)] {
            let (from, lines) = shown(&memory(text.as_bytes()), "a.txt", line);
            assert_eq!(from, first);
            assert_eq!(lines.first().unwrap(), &format!("line {first}"));
            assert_eq!(lines.last().unwrap(), &format!("line {last}"));
        }
        let (_, beyond) = shown(&memory(b"one"), "a.txt", u64::MAX);
        assert!(beyond.is_empty());
    }

    #[test]
    fn a_file_is_shown_decoded_and_long_lines_are_cut() {
        let cp932 = memory(b"\x8e\xf3\x90\x4d\x83R\x83l\x83N\x83^\nName : x\n");
        assert_eq!(shown(&cp932, "a.txt", 1).1[0], "受信コネクタ");
        let long = format!("{}\nnext", "x".repeat(100_000));
        let (_, lines) = shown(&memory(long.as_bytes()), "a.txt", 1);
        assert_eq!(lines[0].len(), 16 * 1024 + 3);
        assert_eq!(lines[1], "next");
        assert!(shown(&memory(b"\0\x01\x02\0"), "a.txt", 1).1.is_empty());
    }

    #[test]
    fn of_a_line_that_is_too_long_what_was_read_in_it_is_shown() {
        let value = "\"TlsSenderCertificateName\": \"smtp.contoso.com\"";
        let long = format!("[{}{value}{}]", "証".repeat(50_000), "x".repeat(50_000));
        let Event::SourceText { lines, .. } = read(&memory(long.as_bytes()), "a.txt", 1, value)
        else {
            panic!("another answer");
        };
        let line = lines.first().unwrap();
        assert!(line.contains(value) && line.len() < 17 * 1024);
        assert!(line.starts_with("...証") && line.ends_with("x..."));
    }

    #[test]
    fn a_binary_certificate_is_shown_by_its_fields() {
        use base64::Engine;
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/certificates/leaf.pem");
        let pem = std::fs::read_to_string(path).unwrap();
        let body: String = pem.lines().filter(|l| !l.starts_with('-')).collect();
        let der = base64::engine::general_purpose::STANDARD
            .decode(body)
            .unwrap();
        let (first, lines) = shown(&memory(&der), "a.txt", 1);
        assert_eq!(first, 1);
        for field in ["Subject", "Issuer", "DnsNameList", "NotAfter", "Thumbprint"] {
            let named = lines
                .iter()
                .any(|l| l.starts_with(field) && l.contains(" : "));
            assert!(named, "{field}: {lines:?}");
        }
    }

    #[test]
    fn a_large_log_is_read_as_a_stream() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big.log");
        let row = format!("{}\n", "r".repeat(4095));
        let rows = 3 * 1024;
        std::fs::write(&path, row.repeat(rows)).unwrap();
        let inputs = [Input::Path(path)];
        let (first, lines) = shown(&inputs, "big.log", 3000);
        assert_eq!((first, lines.len()), (2800, 273));
        assert!(lines.iter().all(|l| l.len() == 4095));
    }

    #[test]
    fn a_file_in_an_archive_is_shown_by_itself() {
        use std::io::Write;
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for name in ["a.txt", "EX01/b.txt"] {
            writer.start_file(name, options).unwrap();
            writer.write_all(name.as_bytes()).unwrap();
        }
        let content = writer.finish().unwrap().into_inner();
        let archive = Input::Memory {
            path: "case.zip".to_owned(),
            content: content.into(),
        };
        let mut go_on = |_: loader::Step| std::ops::ControlFlow::Continue(());
        let told = crate::facts::Given::default();
        let gathered = crate::facts::gather(&[archive], told, 0, &mut go_on);
        let [_, first, second] = &gathered.files[..] else {
            panic!("{:?}", gathered.files);
        };
        for (file, text) in [(first, "a.txt"), (second, "EX01/b.txt")] {
            let input = crate::wizard::input_of(file);
            let (line, lines) = shown(&[input], &file.shown, 1);
            assert_eq!((line, lines), (1, vec![text.to_owned()]));
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let missing = [Input::Path("no such folder/none.log".into())];
        for (inputs, path) in [(&missing[..], "none.log"), (&[], "none.log")] {
            assert!(matches!(
                read(inputs, path, 1, ""),
                Event::SourceFailed { .. }
            ));
        }
    }
}
