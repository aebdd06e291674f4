//! How PowerShell's tokenizer reads text: a small model of its own, which shares
//! no code with the printer it judges (powershell.md rules 1 to 3).
//!
//! It knows the five single quotes, the four double quotes, the four dashes,
//! comments, and the two ways of reading (as arguments of a command, or as an
//! expression). What a printed script must never hold (double quotes,
//! here-strings, backticks, unclosed texts, a text with a tail) is an error.

/// One token; texts are already evaluated to their UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Text(Vec<u16>),
    Word(String),
    Parameter(String),
    Operator(String),
    Variable(String),
    Type(String),
    Number(u32),
    Comment(String),
    Mark(String),
    NewLine,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Start,
    Arguments,
    Expression,
}

/// The tokens, with each `(-join(...))` of literals and code units as the one
/// text that it evaluates to.
pub(crate) fn read(source: &str) -> Result<Vec<Token>, String> {
    let mut reader = Reader {
        rest: source,
        modes: vec![Mode::Start],
        tokens: Vec::new(),
    };
    while let Some(c) = reader.peek() {
        reader.token(c)?;
    }
    if reader.modes.len() != 1 {
        return Err("a bracket is left open".into());
    }
    fold_joins(&reader.tokens)
}

fn is_single_quote(c: char) -> bool {
    "'\u{2018}\u{2019}\u{201A}\u{201B}".contains(c)
}

fn is_double_quote(c: char) -> bool {
    "\"\u{201C}\u{201D}\u{201E}".contains(c)
}

fn is_dash(c: char) -> bool {
    "-\u{2013}\u{2014}\u{2015}".contains(c)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

const KEYWORDS: &[&str] = &[
    "if", "elseif", "else", "foreach", "try", "catch", "function", "param", "return", "throw",
    "exit",
];

struct Reader<'a> {
    rest: &'a str,
    modes: Vec<Mode>,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn second(&self) -> Option<char> {
        self.rest.chars().nth(1)
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let end = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken.to_owned()
    }

    fn mode(&self) -> Mode {
        self.modes.last().copied().unwrap_or(Mode::Start)
    }

    fn enter(&mut self, mode: Mode) {
        if let Some(last) = self.modes.last_mut() {
            *last = mode;
        }
    }

    fn mark(&mut self, length: usize) {
        let mark: String = (0..length).filter_map(|_| self.bump()).collect();
        self.tokens.push(Token::Mark(mark));
    }

    fn token(&mut self, c: char) -> Result<(), String> {
        match c {
            '\r' | '\n' => {
                self.take_while(|c| matches!(c, '\r' | '\n'));
                self.tokens.push(Token::NewLine);
                self.enter(Mode::Start);
            }
            _ if c.is_whitespace() => {
                self.bump();
            }
            '#' => {
                let comment = self.take_while(|c| !matches!(c, '\r' | '\n'));
                self.tokens.push(Token::Comment(comment));
            }
            '<' if self.second() == Some('#') => {
                let end = self.rest.find("#>").ok_or("a comment is left open")? + 2;
                let (comment, rest) = self.rest.split_at(end);
                self.tokens.push(Token::Comment(comment.to_owned()));
                self.rest = rest;
            }
            ';' | '|' => {
                self.mark(1);
                self.enter(Mode::Start);
            }
            '&' | '`' => return Err(format!("{c:?} outside a text")),
            _ if is_double_quote(c) => return Err("a double quote outside a text".into()),
            '@' => self.at_sign()?,
            '(' | '{' => self.open(1),
            ')' | '}' => {
                self.mark(1);
                self.modes.pop();
                if self.modes.is_empty() {
                    return Err("a bracket closes nothing".into());
                }
            }
            ',' => self.mark(1),
            _ if is_single_quote(c) => self.text()?,
            '$' => self.variable(),
            _ => self.rest_by_mode(c)?,
        }
        Ok(())
    }

    /// The bracket's inside begins a statement of its own.
    fn open(&mut self, length: usize) {
        if self.mode() == Mode::Start && self.peek() != Some('{') && !self.after_keyword() {
            self.enter(Mode::Expression);
        }
        self.mark(length);
        self.modes.push(Mode::Start);
    }

    fn after_keyword(&self) -> bool {
        matches!(self.tokens.last(), Some(Token::Word(word)) if KEYWORDS.contains(&word.as_str()))
    }

    fn at_sign(&mut self) -> Result<(), String> {
        match self.second() {
            Some('(' | '{') => {
                if self.mode() == Mode::Start {
                    self.enter(Mode::Expression);
                }
                self.open(2);
                Ok(())
            }
            Some(c) if is_single_quote(c) || is_double_quote(c) => Err("a here-string".into()),
            _ => Err("'@' outside a text".into()),
        }
    }

    /// A single-quoted text. Any of the five ends it; of any two together, the
    /// second stands for itself.
    fn text(&mut self) -> Result<(), String> {
        self.bump();
        let mut units = Vec::new();
        loop {
            let c = self.bump().ok_or("a text is left open")?;
            let kept = match self.peek() {
                _ if !is_single_quote(c) => c,
                Some(second) if is_single_quote(second) => {
                    self.bump();
                    second
                }
                _ => break,
            };
            units.extend_from_slice(kept.encode_utf16(&mut [0; 2]));
        }
        if self.mode() == Mode::Start {
            self.enter(Mode::Expression);
        }
        let tail = |c: char| !(c.is_whitespace() || ",;|)}.]".contains(c));
        if self.peek().is_some_and(tail) {
            return Err("a text with a tail".into());
        }
        self.tokens.push(Token::Text(units));
        Ok(())
    }

    fn variable(&mut self) {
        self.bump();
        let mut name = self.take_while(|c| is_name(c) || c == ':');
        if name.is_empty() && self.peek() == Some('?') {
            self.bump();
            name.push('?');
        }
        self.tokens.push(Token::Variable(name));
        if self.mode() == Mode::Start {
            self.enter(Mode::Expression);
        }
    }

    fn rest_by_mode(&mut self, c: char) -> Result<(), String> {
        match self.mode() {
            Mode::Start if c.is_alphabetic() => {
                let word = self.take_while(|c| is_name(c) || is_dash(c));
                if !KEYWORDS.contains(&word.as_str()) {
                    self.enter(Mode::Arguments);
                }
                self.tokens.push(Token::Word(word));
            }
            Mode::Start => {
                self.enter(Mode::Expression);
                self.in_expression(c)?;
            }
            Mode::Expression => self.in_expression(c)?,
            Mode::Arguments => self.in_arguments(c)?,
        }
        Ok(())
    }

    fn in_arguments(&mut self, c: char) -> Result<(), String> {
        if is_dash(c) && self.second().is_some_and(|c| c.is_alphabetic() || c == '?') {
            self.bump();
            let name = self.take_while(|c| is_name(c) || c == ':');
            self.tokens.push(Token::Parameter(name));
            return Ok(());
        }
        let word = self.take_while(|c| !(c.is_whitespace() || "{}();,|&".contains(c)));
        let hides_quote = |c| is_single_quote(c) || is_double_quote(c) || "`$".contains(c);
        if word.contains(hides_quote) {
            return Err(format!("a quote inside the word {word:?}"));
        }
        self.tokens.push(Token::Word(word));
        Ok(())
    }

    fn in_expression(&mut self, c: char) -> Result<(), String> {
        match c {
            _ if is_dash(c) && self.second().is_some_and(char::is_alphabetic) => {
                self.bump();
                let name = self.take_while(char::is_alphabetic);
                self.tokens.push(Token::Operator(name));
            }
            '-' if self.second().is_some_and(|c| c.is_ascii_digit()) => self.mark(1),
            '0'..='9' => {
                let digits = self.take_while(|c| c.is_ascii_alphanumeric());
                let number = match digits.strip_prefix("0x") {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                let number = number.map_err(|_| format!("not a number: {digits:?}"))?;
                self.tokens.push(Token::Number(number));
            }
            '[' => match self.rest.find(']') {
                Some(end) if self.rest[1..end].starts_with(char::is_alphabetic) => {
                    self.tokens.push(Token::Type(self.rest[1..end].to_owned()));
                    self.rest = &self.rest[end + 1..];
                }
                _ => self.mark(1),
            },
            ']' | '.' | ':' | '=' | '+' => self.mark(1),
            _ if is_name(c) => {
                let word = self.take_while(is_name);
                self.tokens.push(Token::Word(word));
            }
            _ => return Err(format!("{c:?} in an expression")),
        }
        Ok(())
    }
}

fn fold_joins(tokens: &[Token]) -> Result<Vec<Token>, String> {
    let mut folded = Vec::new();
    let mut rest = tokens;
    while let Some((first, after)) = rest.split_first() {
        let start = [mark("("), Token::Operator("join".into()), mark("(")];
        if rest.starts_with(&start) {
            let (units, after) = joined(&rest[start.len()..])?;
            folded.push(Token::Text(units));
            rest = after;
        } else {
            folded.push(first.clone());
            rest = after;
        }
    }
    Ok(folded)
}

fn mark(mark: &str) -> Token {
    Token::Mark(mark.into())
}

/// The elements of a join up to and with its `))`.
fn joined(mut rest: &[Token]) -> Result<(Vec<u16>, &[Token]), String> {
    let mut units = Vec::new();
    loop {
        rest = match rest {
            [Token::Text(text), after @ ..] => {
                units.extend_from_slice(text);
                after
            }
            [Token::Type(kind), Token::Number(number), after @ ..] if kind == "char" => {
                units.push(u16::try_from(*number).map_err(|_| "more than one unit")?);
                after
            }
            _ => return Err("-join holds something else than texts and units".into()),
        };
        match rest {
            [comma, after @ ..] if *comma == mark(",") => rest = after,
            [one, two, after @ ..] if *one == mark(")") && *two == mark(")") => {
                return Ok((units, after));
            }
            _ => return Err("-join is not closed".into()),
        }
    }
}
