//! The words of a line of paths, as the shells and terminals write them that hand
//! over files dropped on them.

/// A word, and whether it was in quotes or escaped.
type Word = (String, bool);

/// Quotes with what closes them: of keyboards, of text processors, of Japanese texts.
const QUOTES: [(char, char); 6] = [
    ('"', '"'),
    ('\'', '\''),
    ('\u{201c}', '\u{201d}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{ff02}', '\u{ff02}'),
    ('\u{300c}', '\u{300d}'),
];

/// The words of a line, `None` where quotes and escapes make no sense: then it is one
/// path with blanks in it, or a text.
pub(super) fn of(line: &str) -> Option<Vec<Word>> {
    let bare = line.trim_start_matches(|c| closing(c).is_some());
    match bare.starts_with('/') || bare.starts_with("~/") {
        true => posix(line),
        false => windows(line),
    }
}

fn closing(quote: char) -> Option<char> {
    let mut quotes = QUOTES.iter();
    quotes.find(|(open, _)| *open == quote).map(|(_, c)| *c)
}

/// As a POSIX shell reads it. With nothing quoted and words that are no paths, the
/// blank belongs to the one path.
fn posix(line: &str) -> Option<Vec<Word>> {
    let mut words: Vec<Word> = vec![Word::default()];
    let mut chars = line.chars();
    // Within a word that was not begun by a quote or an escape a quote is a letter.
    let mut joins = true;
    while let Some(c) = chars.next() {
        let word = words.last_mut()?;
        match (c, closing(c)) {
            ('\\', _) => {
                word.0.push(chars.next()?);
                (word.1, joins) = (true, true);
            }
            (_, Some(end)) if joins => {
                loop {
                    match chars.next()? {
                        c if c == end => break,
                        c => word.0.push(c),
                    }
                }
                word.1 = true;
            }
            _ if c.is_whitespace() => {
                words.push(Word::default());
                joins = true;
            }
            _ => {
                word.0.push(c);
                joins = false;
            }
        }
    }
    words.retain(|(word, _)| !word.is_empty());
    let paths = words.iter().all(|(w, _)| w.starts_with(['/', '~']));
    paths.then_some(words)
}

/// As Explorer, Windows Terminal and PowerShell write it: quotes around a whole word,
/// a quote doubled in it, backticks before blanks.
fn windows(line: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match closing(first) {
            Some(end) => quoted(rest.get(first.len_utf8()..)?, end)?,
            None => bare(rest),
        };
        if word.0.is_empty() || !(after.is_empty() || after.starts_with(char::is_whitespace)) {
            return None;
        }
        words.push(word);
        rest = after.trim_start();
    }
    Some(words)
}

fn quoted(text: &str, end: char) -> Option<(Word, &str)> {
    let mut word = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once(end)?;
        word.push_str(part);
        match after.strip_prefix(end).filter(|_| end == '\'') {
            Some(doubled) => {
                word.push(end);
                rest = doubled;
            }
            None => return Some(((word, true), after)),
        }
    }
}

/// A word without quotes goes on over blanks until the next path begins: no path of
/// Windows has a drive or a share within.
fn bare(text: &str) -> (Word, &str) {
    let mut end = text.len();
    for (at, blank) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let next = text.get(at + blank.len_utf8()..).unwrap_or_default();
        let quote = next.chars().next().and_then(closing).is_some();
        let url = next
            .get(..5)
            .is_some_and(|s| s.eq_ignore_ascii_case("file:"));
        if url || quote || next.starts_with("\\\\") || super::begins_with_drive(next) {
            end = at;
            break;
        }
    }
    let (word, after) = text.split_at(end);
    let escaped = word.contains("` ");
    let word = match escaped {
        true => word.replace("` ", " "),
        false => word.to_owned(),
    };
    ((word.trim_end().to_owned(), escaped), after)
}
