//! Tells paths from text in what is typed or pasted: quoted or not, one a line or
//! several, `file://` URLs, and what terminals make of files that are dropped on them.
//! The same on every system: evidence is carried from one to another.

#[cfg(test)]
mod tests;
mod words;

use std::path::{Path, PathBuf};

/// The paths of a paste, `None` when it is a text.
pub(super) fn pasted(text: &str, home: Option<&Path>) -> Option<Vec<PathBuf>> {
    let lines = text.lines().map(stripped).filter(|l| !l.is_empty());
    let mut paths = Vec::new();
    for line in lines {
        let found = several(line).or_else(|| one(line).map(|p| vec![p]))?;
        paths.extend(found.into_iter().map(|p| at_home(&p, home)));
    }
    (!paths.is_empty()).then_some(paths)
}

/// The path of a line that was typed, `None` when it is a text.
pub(super) fn typed(line: &str, home: Option<&Path>) -> Option<Vec<PathBuf>> {
    let line = stripped(line);
    let word = !line.is_empty() && !line.contains(char::is_whitespace);
    let relative = || (word || ends_as_path(line)).then(|| vec![PathBuf::from(line)]);
    pasted(line, home).or_else(relative)
}

/// Without what stands around a path: blanks, the marks of direction that Explorer's
/// property pages put before it, and the `&` with which PowerShell calls a file.
fn stripped(line: &str) -> &str {
    let around = |c: char| c.is_whitespace() || is_mark(c);
    let line = line.trim_matches(around);
    match line.strip_prefix('&') {
        Some(called) if called.starts_with(char::is_whitespace) => called.trim_start(),
        _ => line,
    }
}

/// Nobody sees these, and no path begins or ends with them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// One path that begins as paths do.
fn one(line: &str) -> Option<PathBuf> {
    match url(line) {
        Some(rest) => of_url(rest),
        None => begins_as_path(line).then(|| PathBuf::from(line)),
    }
}

/// Several on one line, or one that is quoted or escaped.
fn several(line: &str) -> Option<Vec<PathBuf>> {
    let path = |(word, quoted): &(String, bool)| match url(word) {
        Some(rest) => of_url(rest),
        None if *quoted => is_path(word).then(|| PathBuf::from(word)),
        None => begins_as_path(word).then(|| PathBuf::from(word)),
    };
    let words = words::of(line)?;
    words.iter().map(path).collect()
}

/// What follows `file://`, or `file:` before one slash.
fn url(text: &str) -> Option<&str> {
    let scheme = text.get(..5)?;
    if !scheme.eq_ignore_ascii_case("file:") {
        return None;
    }
    let rest = text.get(5..)?;
    rest.strip_prefix("//")
        .or(rest.starts_with('/').then_some(rest))
}

/// The path of a `file://` URL without that prefix.
fn of_url(url: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(url)?;
    // `file:////server/share` and `file://///server/share`: the path is a share's.
    if decoded.starts_with("//") {
        return Some(PathBuf::from(format!(
            "//{}",
            decoded.trim_start_matches('/')
        )));
    }
    let (host, path) = decoded.split_at(decoded.find('/')?);
    let drive = path.strip_prefix('/').filter(|p| begins_with_drive(p));
    Some(match (host, drive) {
        ("" | "localhost", Some(path)) => PathBuf::from(path),
        ("" | "localhost", None) => PathBuf::from(path),
        // A share.
        (host, _) => PathBuf::from(format!("//{host}{path}")),
    })
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? * 16 + hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

fn is_path(text: &str) -> bool {
    begins_as_path(text) || ends_as_path(text) || text.contains(['/', '\\'])
}

fn begins_with_drive(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    letter && chars.next() == Some(':') && matches!(chars.next(), None | Some('/' | '\\'))
}

fn begins_as_path(text: &str) -> bool {
    const BEGINNINGS: [&str; 8] = ["/", "\\\\", "./", ".\\", "../", "..\\", "~/", "~\\"];
    begins_with_drive(text) || BEGINNINGS.iter().any(|b| text.starts_with(b))
}

/// A relative path with blanks in it: `my logs\`, `my logs/send 1.log`.
fn ends_as_path(text: &str) -> bool {
    const ENDINGS: [&str; 15] = [
        ".log", ".txt", ".eml", ".json", ".cer", ".crt", ".pem", ".der", ".xml", ".csv", ".xhcw",
        ".zip", ".msg", ".html", ".htm",
    ];
    let lower = text.to_lowercase();
    // A reply of a server may name a file too.
    let reply = lower
        .as_bytes()
        .get(..3)
        .is_some_and(|b| b.iter().all(u8::is_ascii_digit))
        && lower
            .get(3..)
            .is_some_and(|rest| rest.starts_with([' ', '-']));
    !reply && (text.ends_with(['/', '\\']) || ENDINGS.iter().any(|e| lower.ends_with(e)))
}

fn at_home(path: &Path, home: Option<&Path>) -> PathBuf {
    let text = path.to_string_lossy();
    match (home, text.strip_prefix("~/").or(text.strip_prefix("~\\"))) {
        (Some(home), Some(rest)) => home.join(rest),
        _ => path.to_owned(),
    }
}
