//! A JSON reader that knows where everything stands and keeps what is complete
//! when the text breaks off: what a library that returns a value or an error
//! cannot do. It forgives what a console does to a paste (line breaks inside
//! texts) and a trailing comma, nothing else.

use std::borrow::Cow;

/// Deeper than any `ConvertTo-Json -Depth` (at most 100); keeps the stack small.
const MAX_DEPTH: usize = 128;

/// A value with the bytes it spans.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    pub kind: Kind<'a>,
    pub start: usize,
    pub end: usize,
    /// False for the value that the text broke off in.
    pub complete: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind<'a> {
    Null,
    Bool(bool),
    /// As written.
    Number(&'a str),
    Text(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    Object(Vec<Member<'a>>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member<'a> {
    pub name: Cow<'a, str>,
    pub value: Node<'a>,
    /// Where the name begins.
    pub start: usize,
}

/// What is wrong and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub at: usize,
    pub what: &'static str,
}

pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    error: Option<Broken>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            at,
            depth: 0,
            error: None,
        }
    }

    /// Reads one document; check [`Reader::error`] afterwards.
    pub(super) fn document(&mut self) -> Node<'a> {
        self.value()
    }

    /// Where the document ended.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn error(&self) -> Option<Broken> {
        self.error
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn fail(&mut self, what: &'static str) {
        let what = if self.at >= self.text.len() {
            "ends early"
        } else {
            what
        };
        let at = self.at;
        self.error.get_or_insert(Broken { at, what });
    }

    fn value(&mut self) -> Node<'a> {
        self.skip_blanks();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => Kind::Text(self.text()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        };
        Node {
            kind,
            start,
            end: self.at,
            complete: self.error.is_none(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Kind<'a>) -> Kind<'a> {
        if self.depth == MAX_DEPTH {
            self.fail("nested too deeply");
            return Kind::Null;
        }
        self.depth += 1;
        self.at += 1;
        let kind = read(self);
        self.depth -= 1;
        kind
    }

    fn array(&mut self) -> Kind<'a> {
        let mut items = Vec::new();
        while self.goes_on(b']') {
            items.push(self.value());
            self.separator(b']');
        }
        Kind::Array(items)
    }

    fn object(&mut self) -> Kind<'a> {
        let mut members = Vec::new();
        while self.goes_on(b'}') {
            if self.peek() != Some(b'"') {
                self.fail("a property name is expected");
                break;
            }
            let start = self.at;
            let name = self.text();
            self.skip_blanks();
            if self.error.is_none() && self.peek() == Some(b':') {
                self.at += 1;
            } else {
                self.fail("a colon is expected");
                break;
            }
            let value = self.value();
            members.push(Member { name, value, start });
            self.separator(b'}');
        }
        Kind::Object(members)
    }

    /// Whether another item follows; takes the closing bracket if not.
    fn goes_on(&mut self, close: u8) -> bool {
        self.skip_blanks();
        if self.error.is_some() {
            return false;
        }
        if self.peek() == Some(close) {
            self.at += 1;
            return false;
        }
        if self.peek().is_none() {
            self.fail("ends early");
            return false;
        }
        true
    }

    fn separator(&mut self, close: u8) {
        self.skip_blanks();
        match self.peek() {
            Some(b',') => self.at += 1,
            Some(b) if b == close => {}
            _ => self.fail("a comma is expected"),
        }
    }

    fn word(&mut self) -> Kind<'a> {
        let words = [
            ("null", Kind::Null),
            ("true", Kind::Bool(true)),
            ("false", Kind::Bool(false)),
        ];
        let rest = &self.text[self.at..];
        let ends = |tail: &str| !tail.starts_with(|c: char| c.is_alphanumeric());
        for (word, kind) in words {
            if rest.strip_prefix(word).is_some_and(ends) {
                self.at += word.len();
                return kind;
            }
        }
        self.fail("a value is expected");
        Kind::Null
    }

    fn number(&mut self) -> Kind<'a> {
        let rest = &self.text[self.at..];
        let part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        self.at += end;
        // A number that touches the end may have lost digits.
        if end == rest.len() && self.depth > 0 {
            self.fail("ends early");
        }
        Kind::Number(&rest[..end])
    }

    /// Reads a text from its opening quote on.
    fn text(&mut self) -> Cow<'a, str> {
        self.at += 1;
        let start = self.at;
        let rest = &self.text[start..];
        let Some(end) = rest.find(['"', '\\', '\n', '\r']) else {
            self.at = self.text.len();
            self.fail("ends early");
            return Cow::Borrowed(rest);
        };
        self.at = start + end;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Cow::Borrowed(&rest[..end]);
        }
        let mut text = rest[..end].to_owned();
        self.rest_of_text(&mut text);
        Cow::Owned(text)
    }

    fn rest_of_text(&mut self, text: &mut String) {
        loop {
            let rest = &self.text[self.at..];
            let Some(c) = rest.chars().next() else {
                return self.fail("ends early");
            };
            self.at += c.len_utf8();
            match c {
                '"' => return,
                // The console broke the line; a line break of the text is written \n.
                '\r' | '\n' => {}
                '\\' => match self.escape() {
                    Some(c) => text.push(c),
                    None => return self.fail("an escape is not known"),
                },
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let byte = self.peek()?;
        let plain = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return None,
        };
        self.at += 1;
        Some(plain)
    }

    /// `uXXXX`, with the second half of a surrogate pair if one follows.
    fn unicode_escape(&mut self) -> Option<char> {
        self.at += 1;
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let back = self.at;
        if self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            let second = self.four_digits()?;
            if (0xDC00..0xE000).contains(&second) {
                return char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
            }
            self.at = back;
        }
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
        let code = plain.then(|| u32::from_str_radix(digits, 16).ok())??;
        self.at += 4;
        Some(code)
    }
}
