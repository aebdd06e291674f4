//! The lines of a file around a place.

use std::io::{self, BufRead, BufReader, Read};

use crate::evidence::decode::{self, SNIFF_LEN, utf8_reader};
use crate::evidence::walk::{Found, Input, Trouble, walk};
use crate::evidence::{Encoding, loader};
use crate::wizard::Event;

/// Lines shown before and after the one that is asked for.
const AROUND: u64 = 200;
/// Longest line that is shown (bytes).
const MAX_LINE: u64 = 16 * 1024;
/// A file up to here is decoded as a whole, as the loader does it (bytes).
const MAX_WHOLE: u64 = 8 * 1024 * 1024;

pub(super) fn read(inputs: &[Input], path: &str, line: u64) -> Event {
    let found = walk(inputs);
    let named = found.iter().find(|f| f.shown == path);
    // One file given by itself is shown by its name, whatever its path was before.
    let only = found.first().filter(|_| found.len() == 1);
    let read = match named.or(only) {
        Some(file) => around(file, line).map_err(|e| e.to_string()),
        None => Err(io::Error::from(io::ErrorKind::NotFound).to_string()),
    };
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

fn around(file: &Found, line: u64) -> io::Result<(u64, Vec<String>)> {
    if let Some(Trouble::Unreadable(why)) = &file.trouble {
        return Err(io::Error::other(why.clone()));
    }
    let mut input = loader::open(&file.origin)?;
    let mut head = Vec::new();
    input.by_ref().take(MAX_WHOLE).read_to_end(&mut head)?;
    if (head.len() as u64) < MAX_WHOLE {
        let text = decode::decode(&head).text;
        return lines(text.as_bytes(), line);
    }
    let encoding = decode::sniff_encoding(head.get(..SNIFF_LEN).unwrap_or(&head));
    let whole = head.as_slice().chain(input);
    match encoding {
        Encoding::Binary => Ok((1, Vec::new())),
        Encoding::Utf8 => lines(BufReader::new(whole), line),
        other => lines(BufReader::new(utf8_reader(whole, other)), line),
    }
}

/// The lines around `line` and the number of the first of them.
fn lines(mut text: impl BufRead, line: u64) -> io::Result<(u64, Vec<String>)> {
    let first = line.saturating_sub(AROUND).max(1);
    for _ in 1..first {
        if text.skip_until(b'\n')? == 0 {
            break;
        }
    }
    let mut lines = Vec::new();
    for _ in first..=line.saturating_add(AROUND) {
        let Some(next) = next_line(&mut text)? else {
            break;
        };
        lines.push(next);
    }
    Ok((first, lines))
}

fn next_line(text: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if text.take(MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if !bytes.ends_with(b"\n") {
        text.skip_until(b'\n')?;
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}
