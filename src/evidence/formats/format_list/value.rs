//! What stands after the colon of a `Format-List` line.

use crate::evidence::record::Value;

/// Reads a value: nothing, `True`, a list in braces, or text.
pub(super) fn read(text: &str) -> Value {
    let text = text.trim();
    match text {
        "" => return Value::Null,
        "True" => return Value::Bool(true),
        "False" => return Value::Bool(false),
        _ => {}
    }
    match inside_braces(text) {
        Braces::Whole(inner) => list(inner, true),
        Braces::Open(inner) => list(inner, false),
        Braces::None => Value::Text(text.to_owned()),
    }
}

/// Whether the value is a list that the console cut.
pub(super) fn is_cut(value: &Value) -> bool {
    matches!(
        value,
        Value::List {
            complete: false,
            ..
        }
    )
}

/// A list or a status whose closing brace is still to come.
pub(super) fn is_unclosed(text: &str) -> bool {
    matches!(inside_braces(text.trim()), Braces::Open(_))
        || text.trim_start().starts_with("[{") && !text.trim_end().ends_with("}]")
}

enum Braces<'a> {
    None,
    Whole(&'a str),
    Open(&'a str),
}

/// What the outer pair of braces holds, if one pair spans the whole text. Braces
/// within an item need not be paired (an SMTP reply can hold any).
fn inside_braces(text: &str) -> Braces<'_> {
    let Some(inner) = text.strip_prefix('{') else {
        return Braces::None;
    };
    match inner.strip_suffix('}') {
        Some(inner) => Braces::Whole(inner),
        // `{0a1b...} and more` is a text that begins with a brace.
        None if inner.contains('}') && !inner.contains("={") && !inner.contains("[{") => {
            Braces::None
        }
        None => Braces::Open(inner),
    }
}

fn list(inner: &str, closed: bool) -> Value {
    let inner = inner.trim();
    let whole = inner
        .strip_suffix("...")
        .or_else(|| inner.strip_suffix('…'));
    let items = split_items(whole.unwrap_or(inner));
    Value::List {
        items: items
            .into_iter()
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(|item| Value::Text(item.to_owned()))
            .collect(),
        complete: closed && whole.is_none(),
    }
}

/// Splits at commas that stand in no brackets of their own: `[{LED=..., ...}]` is
/// one item. Where the brackets do not pair, the text is one item.
fn split_items(text: &str) -> Vec<&str> {
    if !text.contains(['{', '[']) {
        return text.split(", ").collect();
    }
    let (mut items, mut from, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && text[at..].starts_with(", ") => {
                items.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    if depth > 0 {
        return vec![text];
    }
    items.push(&text[from..]);
    items
}
