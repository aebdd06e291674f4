//! A text with everything in it replaced that tells whose it is.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::State;
use super::address;
use super::certificate;

/// Attribute types of distinguished names whose values are names.
const ATTRIBUTES: [&str; 14] = [
    "CN",
    "OU",
    "O",
    "L",
    "ST",
    "S",
    "STREET",
    "E",
    "SN",
    "G",
    "T",
    "DC",
    "UID",
    "SERIALNUMBER",
];

/// Endings that make a dotted word a file's name.
const FILES: [&str; 16] = [
    "log", "txt", "xml", "json", "csv", "eml", "cer", "crt", "pem", "p7b", "pfx", "xhcw", "exe",
    "dll", "zip", "ps1",
];

/// What dotted names of .NET begin with.
const TYPES: [&str; 6] = [
    "microsoft.",
    "system.",
    "deserialized.",
    "selected.",
    "odata.",
    "adminapi.",
];

/// Base64 at least this long is a certificate or a blob.
const BLOB: usize = 200;

/// See the module.
pub(super) fn text(state: &mut State, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut before: Option<char> = None;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let found = match starts(c, before) {
            true => token(state, rest, before, &out),
            false => None,
        };
        match found {
            Some((len, shown)) => {
                out.push_str(&shown);
                at += len;
                before = text[..at].chars().next_back();
            }
            None => {
                out.push(c);
                at += c.len_utf8();
                before = Some(c);
            }
        }
    }
    out
}

/// Whether something can begin here.
fn starts(c: char, before: Option<char>) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    match before {
        Some(b) if inside(b) => false,
        _ => c.is_alphanumeric() || matches!(c, '*' | ':' | '_' | '"' | '\''),
    }
}

type Found = Option<(usize, String)>;

fn token(state: &mut State, rest: &str, before: Option<char>, said: &str) -> Found {
    // `250-host`: a reply of several lines.
    let reply = rest.as_bytes().get(..4);
    if reply.is_some_and(|r| r[..3].iter().all(u8::is_ascii_digit) && r[3] == b'-')
        && rest[4..].starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return Some((4, rest[..4].to_owned()));
    }
    let phrase = state.names.phrase(rest).map(|(len, s)| (len, s.to_owned()));
    phrase
        .or_else(|| blob(state, rest))
        .or_else(|| attribute(state, rest, before))
        .or_else(|| mail_address(state, rest))
        .or_else(|| identifier(state, rest))
        .or_else(|| ip(state, rest, before, said))
        .or_else(|| dotted(state, rest))
        .or_else(|| digits(state, rest))
        .or_else(|| word(state, rest))
}

fn run(text: &str, of: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !of(c)).unwrap_or(text.len());
    &text[..end]
}

/// Base64: a certificate is rewritten, anything else of that length is dropped.
fn blob(state: &mut State, rest: &str) -> Found {
    let coded = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let blob = run(rest, coded);
    if blob.len() < BLOB {
        return None;
    }
    // Hex digits alone are no base64, and words have no digits.
    let mixed = blob.bytes().any(|b| b.is_ascii_lowercase())
        && blob.bytes().any(|b| b.is_ascii_uppercase());
    mixed.then(|| {
        let shown = certificate::base64(state, blob).unwrap_or_default();
        (blob.len(), shown)
    })
}

/// `CN=...` and its kin.
fn attribute(state: &mut State, rest: &str, before: Option<char>) -> Found {
    if before.is_some_and(|c| {
        !matches!(
            c,
            ' ' | ','
                | '+'
                | '>'
                | ';'
                | '"'
                | '\''
                | '='
                | ':'
                | '/'
                | '{'
                | '['
                | '('
                | '\t'
                | '\n'
        )
    }) {
        return None;
    }
    let name = run(rest, |c| c.is_ascii_alphabetic());
    let upper = name.to_ascii_uppercase();
    let after = rest.get(name.len()..)?.strip_prefix('=')?;
    if !ATTRIBUTES.contains(&upper.as_str()) || name.bytes().any(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let blanks = run(after, |c| c == ' ');
    let value = &after[blanks.len()..];
    let (open, inner, close) = quoted(value).unwrap_or_else(|| ("", bare(value), ""));
    if inner.is_empty() {
        return None;
    }
    let shown = match upper.as_str() {
        "DC" => state.names.label(inner),
        _ => self::value(state, inner),
    };
    let len = name.len() + 1 + blanks.len() + open.len() + inner.len() + close.len();
    Some((len, format!("{name}={blanks}{open}{shown}{close}")))
}

/// A value of a distinguished name, whole.
pub(super) fn value(state: &mut State, value: &str) -> String {
    own_text(state, value).unwrap_or_else(|| state.names.value(value))
}

/// A value that is a domain name, an address, or a known free name.
fn own_text(state: &mut State, value: &str) -> Option<String> {
    let whole = |found: Found| found.filter(|(len, _)| *len == value.len()).map(|(_, s)| s);
    let phrase = state
        .names
        .phrase(value)
        .map(|(len, s)| (len, s.to_owned()));
    whole(phrase)
        .or_else(|| whole(mail_address(state, value)))
        .or_else(|| whole(identifier(state, value)))
        .or_else(|| whole(dotted(state, value)))
        .or_else(|| state.names.word(value).map(str::to_owned))
}

/// A value in quotes, however the file around writes them: opening, inside, closing.
fn quoted(value: &str) -> Option<(&str, &str, &str)> {
    for quote in ["\\\"", "\"\"", "&quot;", "\"", "\\u0022"] {
        if let Some(after) = value.strip_prefix(quote)
            && let Some(end) = after.find(quote)
        {
            return Some((
                &value[..quote.len()],
                &after[..end],
                &after[end..end + quote.len()],
            ));
        }
    }
    None
}

/// A value without quotes: up to what ends it in any of the forms.
fn bare(value: &str) -> &str {
    let mut end = value.len();
    let mut last = ' ';
    for (at, c) in value.char_indices() {
        let ends = match c {
            ',' | '+' | ';' | '<' | '>' | '"' | '\'' | '\r' | '\n' | ']' | '}' | '|' => {
                last != '\\'
            }
            '&' => value[at..].starts_with("&lt;") || value[at..].starts_with("&quot;"),
            ' ' => next_begins(&value[at + 1..]),
            '/' => true,
            _ => false,
        };
        if ends {
            end = at;
            break;
        }
        last = c;
    }
    value[..end].trim_end()
}

/// After a blank: another attribute, or the serial number of a log's single row.
fn next_begins(rest: &str) -> bool {
    let name = run(rest, |c| c.is_ascii_uppercase());
    let attribute = !name.is_empty() && rest[name.len()..].starts_with('=');
    let digits = run(rest, |c| c.is_ascii_hexdigit());
    attribute || digits.len() >= 16 || rest.starts_with(' ') || rest.is_empty()
}

fn mail_address(state: &mut State, rest: &str) -> Found {
    let local_char = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '.' | '!'
                    | '#'
                    | '$'
                    | '%'
                    | '&'
                    | '\''
                    | '*'
                    | '+'
                    | '/'
                    | '='
                    | '?'
                    | '^'
                    | '_'
                    | '`'
                    | '{'
                    | '|'
                    | '}'
                    | '~'
                    | '-'
            )
    };
    let local = match rest.strip_prefix('"') {
        Some(inner) => {
            let end = inner.find(['"', '\n'])?;
            rest.get(..end + 2)?
        }
        None => run(rest, local_char),
    };
    let after = rest[local.len()..].strip_prefix('@')?;
    if local.is_empty() || local == "'" {
        return None;
    }
    let host = run(after, |c| {
        c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
    });
    let host = host.trim_end_matches(['.', '-']);
    if host.is_empty() {
        return None;
    }
    let user = state.key.hex("local", &local.to_lowercase()).to_lowercase();
    let shown = format!("u{}@{}", &user[..8], state.names.domain(host));
    Some((local.len() + 1 + host.len(), shown))
}

/// `3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31`
fn identifier(state: &mut State, rest: &str) -> Found {
    let text = rest.get(..36)?;
    let shape = |(nth, c): (usize, char)| match nth {
        8 | 13 | 18 | 23 => c == '-',
        _ => c.is_ascii_hexdigit(),
    };
    let ends = rest[36..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric());
    if !ends || !text.char_indices().all(shape) {
        return None;
    }
    Some((36, state.names.identifier(text, &state.key)))
}

fn ip(state: &State, rest: &str, before: Option<char>, said: &str) -> Found {
    // `Version="1.1.0.1"` has the form of an address and is none.
    let label = said.trim_end_matches(['"', '=', ':', ' ', '\'']);
    let version = label.len().checked_sub(7).and_then(|at| label.get(at..));
    if before == Some('.') || version.is_some_and(|l| l.eq_ignore_ascii_case("version")) {
        return None;
    }
    let text = run(rest, |c| c.is_ascii_digit() || c == '.').trim_end_matches('.');
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Some((text.len(), address::v4(address, &state.key).to_string()));
    }
    let text = run(rest, |c| c.is_ascii_hexdigit() || c == ':' || c == '.');
    let text = text.trim_end_matches([':', '.']);
    // `ab:12` is no address; a time has no letters and fewer colons.
    if text.matches(':').count() >= 2
        && let Ok(address) = text.parse::<Ipv6Addr>()
    {
        return Some((text.len(), address::v6(address, &state.key).to_string()));
    }
    None
}

/// A domain name.
fn dotted(state: &mut State, rest: &str) -> Found {
    let name = run(rest, |c| {
        c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '*')
    });
    let name = name.trim_end_matches(['.', '-', '*']);
    let (above, top) = name.rsplit_once('.')?;
    let lower = name.to_lowercase();
    let top_level = (2..=24).contains(&top.chars().count()) && top.chars().all(char::is_alphabetic)
        || top.starts_with("xn--");
    let labels_are_whole = above.split('.').all(|label| !label.is_empty());
    if !top_level || !labels_are_whole {
        return None;
    }
    if TYPES.iter().any(|t| lower.starts_with(t)) {
        return Some((name.len(), name.to_owned()));
    }
    if FILES.contains(&top.to_lowercase().as_str()) {
        let shown = file_name(state, above);
        return Some((name.len(), format!("{shown}.{top}")));
    }
    Some((name.len(), state.names.domain(name)))
}

/// The name of a file without its ending: what stands for the organization in it goes.
fn file_name(state: &mut State, stem: &str) -> String {
    let mut out = String::new();
    for piece in stem.split_inclusive(['-', '_', '.', ' ']) {
        let (word, mark) = match piece.chars().next_back() {
            Some('-' | '_' | '.' | ' ') => piece.split_at(piece.len() - 1),
            _ => (piece, ""),
        };
        let code = digits(state, word).filter(|(len, _)| *len == word.len());
        match code {
            Some((_, shown)) => out.push_str(&shown),
            None => out.push_str(state.names.word(word).unwrap_or(word)),
        }
        out.push_str(mark);
    }
    out
}

/// A thumbprint, a serial number, or another long number in hex; with blanks or
/// colons between too.
fn digits(state: &mut State, rest: &str) -> Found {
    let digits = run(rest, |c| c.is_ascii_hexdigit());
    let ends = |len: usize| {
        let next = rest[len..].chars().next();
        next.is_none_or(|c| !c.is_alphanumeric())
    };
    if digits.len() >= 16 && digits.bytes().any(|b| b.is_ascii_digit()) && ends(digits.len()) {
        return Some((digits.len(), state.names.code(digits, &state.key)));
    }
    // `17 BE 57 ...` and `17:BE:57:...`
    let pairs = rest.as_bytes().chunks(3).take_while(|chunk| {
        let hex = chunk.len() >= 2 && chunk[..2].iter().all(u8::is_ascii_hexdigit);
        hex && (chunk.len() == 2 || matches!(chunk[2], b' ' | b':'))
    });
    let count = pairs.count();
    let len = (count * 3).saturating_sub(1).min(rest.len());
    if count < 16 || !rest.is_char_boundary(len) {
        return None;
    }
    let separator = rest.as_bytes()[2] as char;
    let plain: String = rest[..len]
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect();
    let shown = state.names.code(&plain, &state.key);
    let pairs: Vec<String> = shown
        .as_bytes()
        .chunks(2)
        .map(|pair| pair.iter().map(|b| *b as char).collect())
        .collect();
    Some((len, pairs.join(&separator.to_string())))
}

/// A word that stands for the organization or is a server, also within `a-b`.
fn word(state: &State, rest: &str) -> Found {
    let whole = run(rest, |c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let whole = whole.trim_end_matches(['-', '_']);
    let part = run(rest, char::is_alphanumeric);
    let shown = |word: &str| Some((word.len(), state.names.word(word)?.to_owned()));
    shown(whole).or_else(|| shown(part))
}
