//! Tells paths from text in what is typed or pasted: quoted or not, one a line,
//! `file://` URLs, and what terminals make of files that are dropped on them.
//! The same on every system: evidence is carried from one to another.

use std::path::{Path, PathBuf};

/// The paths of a paste, `None` when it is a text.
pub(super) fn pasted(text: &str, home: Option<&Path>) -> Option<Vec<PathBuf>> {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let mut paths = Vec::new();
    for line in lines {
        let found = several(line).or_else(|| one(line).map(|p| vec![p]))?;
        paths.extend(found.into_iter().map(|p| at_home(&p, home)));
    }
    (!paths.is_empty()).then_some(paths)
}

/// The path of a line that was typed, `None` when it is a text.
pub(super) fn typed(line: &str, home: Option<&Path>) -> Option<Vec<PathBuf>> {
    let line = line.trim();
    let word = !line.is_empty() && !line.contains(char::is_whitespace);
    let relative = || (word || ends_as_path(line)).then(|| vec![PathBuf::from(line)]);
    pasted(line, home).or_else(relative)
}

/// One path that begins as paths do.
fn one(line: &str) -> Option<PathBuf> {
    if let Some(inner) = unquoted(line) {
        return is_path(inner).then(|| PathBuf::from(inner));
    }
    match line.strip_prefix("file://") {
        Some(url) => of_url(url),
        None => begins_as_path(line).then(|| PathBuf::from(line)),
    }
}

/// Several on one line: all in quotes, or with blanks escaped by backslashes.
fn several(line: &str) -> Option<Vec<PathBuf>> {
    let words = match line.starts_with(['"', '\'']) {
        true => quoted_words(line)?,
        false if line.starts_with('/') => escaped_words(line)?,
        false => return None,
    };
    let paths = words.iter().map(|word| match word.strip_prefix("file://") {
        Some(url) => of_url(url),
        None => is_path(word).then(|| PathBuf::from(word)),
    });
    paths.collect()
}

fn unquoted(line: &str) -> Option<&str> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = line.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.is_empty() && !inner.contains(quote)).then_some(inner)
}

fn quoted_words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (word, after) = rest.strip_prefix(quote)?.split_once(quote)?;
        if word.is_empty() || !(after.is_empty() || after.starts_with(char::is_whitespace)) {
            return None;
        }
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    Some(words)
}

/// `/a\ b /c` as a shell would read it; `None` when nothing is escaped and the
/// words are not all paths: then the blank belongs to the one path.
fn escaped_words(line: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, words.last_mut()) {
            ('\\', Some(word)) => word.push(chars.next()?),
            (c, _) if c.is_whitespace() => words.push(String::new()),
            (c, Some(word)) => word.push(c),
            (_, None) => return None,
        }
    }
    words.retain(|w| !w.is_empty());
    words.iter().all(|w| w.starts_with('/')).then_some(words)
}

/// The path of a `file://` URL without that prefix.
fn of_url(url: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(url)?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(paths: Option<Vec<PathBuf>>) -> String {
        let paths = paths.unwrap_or_default();
        let all: Vec<_> = paths.iter().map(|p| p.to_string_lossy()).collect();
        all.join("|")
    }

    #[test]
    fn pastes_of_paths() {
        let table = [
            (r"C:\logs\SEND1.LOG", r"C:\logs\SEND1.LOG"),
            ("  \"C:\\my logs\\a.log\"\r\n", r"C:\my logs\a.log"),
            ("\"C:\\a b\" \"D:\\c\"", r"C:\a b|D:\c"),
            ("C:\\a b\nD:\\c\n", r"C:\a b|D:\c"),
            (r"\\EX01\c$\logs", r"\\EX01\c$\logs"),
            (
                r"/evidence/kay/my\ logs/a.log",
                "/evidence/kay/my logs/a.log",
            ),
            (r"/evidence/a\ b /evidence/c", "/evidence/a b|/evidence/c"),
            ("/evidence/kay/my logs", "/evidence/kay/my logs"),
            ("'/evidence/kay/my logs' ", "/evidence/kay/my logs"),
            ("file:///evidence/kay/%E8%A8%BC.log", "/evidence/kay/証.log"),
            ("file:///C:/my%20logs", "C:/my logs"),
            ("file://EX01/logs/a.log", "//EX01/logs/a.log"),
            ("~/evidence", "/evidence/kay/evidence"),
            ("~kay", ""),
            ("550 5.7.64 TenantAttribution; Relay Access Denied", ""),
            ("Name : Inbound\nEnabled : True", ""),
            ("C:\\a.log\n550 5.7.64 refused", ""),
            ("\"quoted words\"", ""),
            ("file:///bad%zz", ""),
            ("", ""),
            ("\"", ""),
            ("''", ""),
        ];
        for (text, paths) in table {
            assert_eq!(
                shown(pasted(text, Some(Path::new("/evidence/kay")))).replace("kay\\", "kay/"),
                paths,
                "{text}"
            );
        }
    }

    #[test]
    fn a_typed_word_is_a_path() {
        let table = [
            ("evidence", "evidence"),
            ("my evidence/", "my evidence/"),
            ("send log 1.LOG", "send log 1.LOG"),
            ("550 5.7.64 TenantAttribution", ""),
            ("550 5.7.64 see /tmp/send.log", ""),
            ("Relay Access Denied", ""),
            ("", ""),
        ];
        for (line, path) in table {
            assert_eq!(shown(typed(line, None)), path, "{line}");
        }
    }
}
