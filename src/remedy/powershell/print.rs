//! Expressions and commands to PowerShell, token by token.

use super::quote;
use super::tree::{Argument, Command, Expr, First, Pipeline};

/// What a stretch of a printed command is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `Set-InboundConnector`.
    Command,
    /// `-Identity`.
    Parameter,
    /// A text literal, quotes included, or the expression that stands for one.
    String,
    /// `OnPremises`: a bare word of ours.
    Word,
    /// A number.
    Number,
    /// `$c`, `$true`, `$null`.
    Variable,
    /// `-eq`, `|`.
    Operator,
    /// Spaces, commas, brackets, member and type names.
    Plain,
}

/// A command as a person reads, copies and pastes it: one line, literals readable
/// unless a screen would not show them as they are.
pub fn command_line(pipeline: &Pipeline) -> String {
    text_of(highlight(pipeline))
}

/// The same, cut into what is coloured alike; put together again it is exactly
/// [`command_line`].
pub fn highlight(pipeline: &Pipeline) -> Vec<(TokenKind, String)> {
    let mut printer = Printer::new(quote::shown);
    printer.pipeline(pipeline);
    printer.tokens
}

pub(super) fn text_of(tokens: Vec<(TokenKind, String)>) -> String {
    tokens.into_iter().map(|(_, text)| text).collect()
}

/// Prints onto a list of tokens, writing each literal by `quote`.
pub(super) struct Printer {
    quote: fn(&str) -> String,
    pub(super) tokens: Vec<(TokenKind, String)>,
}

impl Printer {
    pub(super) fn new(quote: fn(&str) -> String) -> Self {
        Printer {
            quote,
            tokens: Vec::new(),
        }
    }

    pub(super) fn pipeline(&mut self, pipeline: &Pipeline) {
        match pipeline.first() {
            First::Expr(value) => self.expression(value),
            First::Command(command) => self.command(command),
        }
        for command in pipeline.then() {
            self.plain(" ");
            self.push(TokenKind::Operator, "|");
            self.plain(" ");
            self.command(command);
        }
    }

    fn command(&mut self, command: &Command) {
        self.push(TokenKind::Command, command.name);
        for argument in &command.arguments {
            self.plain(" ");
            match argument {
                Argument::Named(parameter, value) => {
                    self.parameter(parameter);
                    self.plain(" ");
                    self.argument(value);
                }
                Argument::Switch(switch) => self.parameter(switch),
                Argument::Positional(value) => self.argument(value),
            }
        }
    }

    fn parameter(&mut self, name: &'static str) {
        self.push(TokenKind::Parameter, "-");
        self.push(TokenKind::Parameter, name);
    }

    /// An argument of a command. PowerShell reads these by other rules than
    /// expressions: bare words are texts, and a comma list needs no `@()`.
    fn argument(&mut self, value: &Expr) {
        match value {
            Expr::Array(items) if !items.is_empty() => {
                self.separated(items, ",", Self::single_argument);
            }
            other => self.single_argument(other),
        }
    }

    fn single_argument(&mut self, value: &Expr) {
        match value {
            Expr::Word(word) if is_bare(word) => self.push(TokenKind::Word, word),
            // `'a'.Length` and `(x).y` would be read as a text with a tail.
            Expr::Member(of, _) | Expr::Index(of, _) if !is_variable_path(of) => {
                self.in_parentheses(value);
            }
            Expr::Call(..) | Expr::Static(..) | Expr::StaticCall(..) => {
                self.in_parentheses(value);
            }
            other => self.element(other),
        }
    }

    /// An expression where PowerShell expects one.
    pub(super) fn expression(&mut self, value: &Expr) {
        match value {
            Expr::Literal(text) => self.literal(text),
            Expr::Word(word) => self.literal(word),
            Expr::Number(number) => self.tokens.push((TokenKind::Number, number.to_string())),
            Expr::Bool(true) => self.variable("true"),
            Expr::Bool(false) => self.variable("false"),
            Expr::Null => self.variable("null"),
            Expr::Variable(name) => self.variable(name),
            Expr::Array(items) => {
                self.plain("@(");
                self.separated(items, ", ", Self::element);
                self.plain(")");
            }
            Expr::Hashtable(entries) => self.hashtable(entries),
            Expr::Member(of, name) => {
                self.owner(of);
                self.plain(".");
                self.plain(name);
            }
            Expr::Index(of, index) => {
                self.owner(of);
                self.plain("[");
                self.expression(index);
                self.plain("]");
            }
            Expr::Call(of, method, arguments) => {
                self.owner(of);
                self.plain(".");
                self.call(method, arguments);
            }
            Expr::Static(kind, member) => {
                self.kind(kind);
                self.plain("::");
                self.plain(member);
            }
            Expr::StaticCall(kind, method, arguments) => {
                self.kind(kind);
                self.plain("::");
                self.call(method, arguments);
            }
            Expr::Cast(kind, of) => {
                self.kind(kind);
                self.element(of);
            }
            Expr::Not(of) => {
                self.push(TokenKind::Operator, "-not");
                self.plain(" ");
                self.operand(of);
            }
            Expr::Binary(operator, left, right) => {
                self.operand(left);
                self.operator(operator.spelling());
                self.operand(right);
            }
            Expr::Format(pattern, values) => {
                self.literal(pattern);
                self.operator("-f");
                self.format_values(values);
            }
            Expr::Output(pipeline) => self.enclosed("(", pipeline, ")"),
            Expr::AllOutput(pipeline) => self.enclosed("@(", pipeline, ")"),
            Expr::ScriptBlock(pipeline) => self.enclosed("{ ", pipeline, " }"),
        }
    }

    /// An expression as a part of a larger one: in parentheses unless nothing
    /// around it can pull it apart, so no table of precedences is needed.
    fn operand(&mut self, value: &Expr) {
        match value {
            Expr::Not(_) | Expr::Binary(..) | Expr::Format(..) => self.in_parentheses(value),
            other => self.expression(other),
        }
    }

    /// An operand that a comma, a dot or a bracket follows: these would bind to
    /// the inside of a cast, and a dot to a number.
    fn element(&mut self, value: &Expr) {
        match value {
            Expr::Cast(..) => self.in_parentheses(value),
            other => self.operand(other),
        }
    }

    fn owner(&mut self, value: &Expr) {
        match value {
            Expr::Number(_) => self.in_parentheses(value),
            other => self.element(other),
        }
    }

    /// Values with commas between them, each printed by `print`.
    fn separated(&mut self, values: &[Expr], separator: &'static str, print: fn(&mut Self, &Expr)) {
        for (position, value) in values.iter().enumerate() {
            if position > 0 {
                self.plain(separator);
            }
            print(self, value);
        }
    }

    /// `-f` demands a value even for a pattern without placeholders.
    fn format_values(&mut self, values: &[Expr]) {
        if values.is_empty() {
            self.plain("@()");
        }
        self.separated(values, ", ", Self::element);
    }

    fn in_parentheses(&mut self, value: &Expr) {
        self.plain("(");
        self.expression(value);
        self.plain(")");
    }

    fn enclosed(&mut self, open: &'static str, pipeline: &Pipeline, close: &'static str) {
        self.plain(open);
        self.pipeline(pipeline);
        self.plain(close);
    }

    fn call(&mut self, method: &'static str, arguments: &[Expr]) {
        self.plain(method);
        self.plain("(");
        self.separated(arguments, ", ", Self::operand);
        self.plain(")");
    }

    fn hashtable(&mut self, entries: &[(&'static str, Expr)]) {
        self.plain("@{");
        for (position, (key, value)) in entries.iter().enumerate() {
            self.plain(if position > 0 { "; " } else { " " });
            self.plain(key);
            self.plain(" = ");
            self.expression(value);
        }
        self.plain(if entries.is_empty() { "}" } else { " }" });
    }

    fn kind(&mut self, name: &'static str) {
        self.plain("[");
        self.plain(name);
        self.plain("]");
    }

    fn operator(&mut self, spelling: &'static str) {
        self.plain(" ");
        self.push(TokenKind::Operator, spelling);
        self.plain(" ");
    }

    fn variable(&mut self, name: &'static str) {
        self.push(TokenKind::Variable, "$");
        self.push(TokenKind::Variable, name);
    }

    fn plain(&mut self, text: &'static str) {
        self.push(TokenKind::Plain, text);
    }

    /// Text of our own, which continues a token of the same kind.
    fn push(&mut self, kind: TokenKind, text: &'static str) {
        let text = ours(text);
        match self.tokens.last_mut() {
            Some((last, before)) if *last == kind => before.push_str(&text),
            _ => self.tokens.push((kind, text)),
        }
    }

    fn literal(&mut self, text: &str) {
        self.tokens.push((TokenKind::String, (self.quote)(text)));
    }
}

/// Text of our own is printable ASCII already; this makes a slip of the pen
/// visible instead of putting it into a file that must be ASCII.
pub(super) fn ours(text: &'static str) -> String {
    text.chars()
        .map(|c| if matches!(c, ' '..='~') { c } else { '?' })
        .collect()
}

/// Whether PowerShell takes the word for a text without quotes.
fn is_bare(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '\\');
    word == "*" || (word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(plain))
}

/// Whether it is a variable with members and indexes after it, which an argument
/// may hold as it is.
fn is_variable_path(value: &Expr) -> bool {
    match value {
        Expr::Variable(_) => true,
        Expr::Member(of, _) | Expr::Index(of, _) => is_variable_path(of),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
