//! When a log begins and ends, by its own rows.

use std::io;

use crate::evidence::Encoding;
use crate::evidence::decode::{self, SNIFF_LEN};
use crate::evidence::formats::send_log::{LogKind, looks_like_send_log};

use super::growth::read;
use super::{Listed, Shelf};

/// Bytes at a file's end in which its newest stamp is looked for.
const LAST: u64 = 16 * 1024;

/// What a file is, by its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Begins {
    /// A send log, with its first stamp; empty where it has none yet.
    Log(String),
    /// A send log that Exchange did not write like this: a copy.
    Utf16,
    /// None, or there is not enough to tell.
    Other,
}

/// Looks at the beginning of a file.
pub(super) fn begins(listed: &Listed, shelf: &mut dyn Shelf) -> io::Result<Begins> {
    let head = read(shelf, &listed.path, 0, SNIFF_LEN)?;
    let decoded = decode::decode(&head);
    let text = decoded.text;
    if looks_like_send_log(&text) != Some(LogKind::Send) {
        return Ok(Begins::Other);
    }
    if matches!(decoded.encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return Ok(Begins::Utf16);
    }
    let stamp = text.lines().find_map(stamp_of);
    // Without a row its header tells when it was made, and its name where it belongs.
    let made = || {
        text.lines()
            .find_map(|l| stamp_of(l.strip_prefix("#Date: ")?))
    };
    let first = stamp.or_else(made).unwrap_or_default().to_owned();
    Ok(Begins::Log(first))
}

/// The newest stamp near the end of what is written of a file.
pub(super) fn last_stamp(listed: &Listed, shelf: &mut dyn Shelf) -> Option<i64> {
    let mut end = listed.size;
    loop {
        let from = end.saturating_sub(LAST);
        let length = usize::try_from(end - from).ok()?;
        let bytes = read(shelf, &listed.path, from, length).ok()?;
        // Zeros are room that is not written to yet, or what a crash has left.
        if from > 0 && bytes.iter().all(|&b| b == 0) {
            end = from;
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        let stamp = |line: &str| millis(stamp_of(line.trim_start_matches('\0'))?);
        return text.lines().rev().find_map(stamp);
    }
}

/// A stamp, as milliseconds since the epoch.
pub(super) fn millis(stamp: &str) -> Option<i64> {
    let time: jiff::Timestamp = stamp.parse().ok()?;
    Some(time.as_millisecond())
}

fn stamp_of(line: &str) -> Option<&str> {
    let stamp = line.get(..24)?;
    let bytes = stamp.as_bytes();
    (bytes[10] == b'T' && bytes[23] == b'Z').then_some(stamp)
}
