//! Rust source as `tidy` needs it: tokens without comments and the content of
//! strings, test code told from the program, and the paths that are named.

use std::path::{Path, PathBuf};

/// A word or a sign, and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// An identifier, a number, one sign, or `""` for a literal.
    pub(crate) text: String,
    /// From 1.
    pub(crate) line: usize,
}

/// The words and signs of a Rust file.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let (end, text) = token(&chars, at);
        if !text.is_empty() {
            found.push(Token { text, line });
        }
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where the token at a place ends, and its text; blank for what is no code.
fn token(chars: &[char], at: usize) -> (usize, String) {
    let peek = |n: usize| chars.get(at + n).copied().unwrap_or('\0');
    match (chars[at], peek(1)) {
        ('/', '/') => (line_end(chars, at), String::new()),
        ('/', '*') => (comment_end(chars, at), String::new()),
        ('"', _) => (string_end(chars, at + 1), "\"\"".to_owned()),
        ('\'', '\\') => (quote_end(chars, at + 3), "\"\"".to_owned()),
        ('\'', _) if peek(2) == '\'' => (at + 3, "\"\"".to_owned()),
        (c, _) if is_word(c) => word(chars, at),
        (c, _) if c.is_whitespace() => (at + 1, String::new()),
        (c, _) => (at + 1, c.to_string()),
    }
}

/// A word, or the string whose prefix it is: `r"..."`, `b"..."`, `br#"..."#`.
fn word(chars: &[char], at: usize) -> (usize, String) {
    let length = chars[at..].iter().take_while(|c| is_word(**c)).count();
    let end = at + length;
    let text: String = chars[at..end].iter().collect();
    let hashes = chars[end..].iter().take_while(|c| **c == '#').count();
    let quoted = chars.get(end + hashes) == Some(&'"');
    match text.as_str() {
        "r" | "br" | "cr" if quoted => (raw_end(chars, end + hashes + 1, hashes), "\"\"".into()),
        "b" | "c" if quoted && hashes == 0 => (string_end(chars, end + 1), "\"\"".into()),
        _ => (end, text),
    }
}

fn line_end(chars: &[char], at: usize) -> usize {
    let length = chars[at..].iter().take_while(|c| **c != '\n').count();
    at + length
}

fn comment_end(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn string_end(chars: &[char], start: usize) -> usize {
    let mut at = start;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    chars.len().min(at + 1)
}

fn quote_end(chars: &[char], start: usize) -> usize {
    let length = chars[start.min(chars.len())..]
        .iter()
        .take_while(|c| **c != '\'')
        .count();
    chars.len().min(start + length + 1)
}

fn raw_end(chars: &[char], start: usize, hashes: usize) -> usize {
    let closes = |at: &usize| {
        let after = &chars[at + 1..];
        chars[*at] == '"' && after.len() >= hashes && after[..hashes].iter().all(|c| *c == '#')
    };
    let quote = (start..chars.len()).find(closes);
    quote.map_or(chars.len(), |at| at + 1 + hashes)
}

/// A path that the code names: `crate::facts::Known`, with `use` trees spread out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its parts.
    pub(crate) parts: Vec<String>,
    /// The line it begins on.
    pub(crate) line: usize,
}

/// All paths of the tokens, single words included.
pub(crate) fn paths(tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].text.chars().next() {
            Some(c) if is_word(c) => at = tree(tokens, at, &[], &mut found),
            _ => at += 1,
        }
    }
    found
}

/// Reads one path and, after its last `::`, a group of further ones.
fn tree(tokens: &[Token], start: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let mut parts = prefix.to_vec();
    let mut at = start;
    loop {
        match text(at) {
            "{" => return group(tokens, at + 1, &parts, found),
            word if word == "*" || word.starts_with(is_word) => parts.push(word.to_owned()),
            _ => break,
        }
        at += 1;
        if (text(at), text(at + 1)) != (":", ":") {
            break;
        }
        at += 2;
    }
    found.push(Named {
        parts,
        line: tokens[start].line,
    });
    at.max(start + 1)
}

fn group(tokens: &[Token], start: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        at = match token.text.as_str() {
            "}" => return at + 1,
            "as" => at + 2,
            word if word.starts_with(is_word) || word == "*" => tree(tokens, at, prefix, found),
            _ => at + 1,
        };
    }
    at
}

/// The tokens without what is compiled for tests only, and the modules that are
/// declared for tests only (`#[cfg(test)] mod samples;`).
pub(crate) fn without_tests(tokens: Vec<Token>) -> (Vec<Token>, Vec<String>) {
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if !is_test_attribute(&tokens[at..]) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let end = item_end(&tokens, at);
        let item: Vec<&str> = tokens[at..end].iter().map(|t| t.text.as_str()).collect();
        if let [.., "mod", name, ";"] = item[..] {
            modules.push(name.to_owned());
        }
        at = end;
    }
    (kept, modules)
}

fn is_test_attribute(tokens: &[Token]) -> bool {
    let texts: Vec<&str> = tokens.iter().take(7).map(|t| t.text.as_str()).collect();
    texts == ["#", "[", "cfg", "(", "test", ")", "]"]
}

/// The end of the item at a place, its attributes included: `}` or `;`.
fn item_end(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" if depth <= 1 => return at + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The files below a folder, sorted, but for the folders and files of these names.
pub(crate) fn files(folder: &Path, skipped: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name();
            let kind = entry.file_type().unwrap();
            match skipped.iter().any(|s| name == *s) {
                true => {}
                false if kind.is_dir() => open.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found.sort();
    found
}
