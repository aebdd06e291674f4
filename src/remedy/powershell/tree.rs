//! Expressions, commands and pipelines.
//!
//! Everything that names or steers (cmdlets, parameters, variables, members,
//! types, operators) is `&'static str` or an enum: written by us, in the source.
//! Text that was read from evidence has one way in, [`Expr::Literal`], and comes
//! out as a quoted literal.

/// A PowerShell expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// Text of any origin; always printed as a literal that evaluates to it.
    Literal(String),
    /// A word of ours that an argument may show bare: `OnPremises`, `Name`. Quoted
    /// wherever PowerShell would not take it for a string.
    Word(&'static str),
    /// A whole number.
    Number(i32),
    /// `$true` or `$false`.
    Bool(bool),
    /// `$null`.
    Null,
    /// `$name`; also `_`, `?` and `env:TEMP`.
    Variable(&'static str),
    /// `@('a', 'b')`; as an argument `'a','b'`.
    Array(Vec<Expr>),
    /// `@{ Name = 'a'; Expression = { $_.Issuer } }`.
    Hashtable(Vec<(&'static str, Expr)>),
    /// `$c.Issuer`.
    Member(Box<Expr>, &'static str),
    /// `$found[0]`.
    Index(Box<Expr>, Box<Expr>),
    /// `$date.ToString('o')`.
    Call(Box<Expr>, &'static str, Vec<Expr>),
    /// `[DateTime]::UtcNow`: type and member.
    Static(&'static str, &'static str),
    /// `[Math]::Min(1, 2)`: type, method, arguments.
    StaticCall(&'static str, &'static str, Vec<Expr>),
    /// `[string]$c.Issuer`.
    Cast(&'static str, Box<Expr>),
    /// `-not $found`.
    Not(Box<Expr>),
    /// `$found.Count -ne 1`.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `'<I>{0}<S>{1}' -f $c.Issuer, $c.Subject`. The pattern is ours, so a brace
    /// in evidence is never taken for a placeholder. PowerShell spreads a lone
    /// argument that is an array over the placeholders: join it first.
    Format(&'static str, Vec<Expr>),
    /// `(Get-Date)`: what the pipeline gives.
    Output(Box<Pipeline>),
    /// `@(Get-SendConnector)`: what it gives, as an array even of none or one.
    AllOutput(Box<Pipeline>),
    /// `{ $_.Enabled }`, for Where-Object, ForEach-Object, Select-Object.
    ScriptBlock(Box<Pipeline>),
}

/// The binary operators that scripts need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Equal; on text without regard to case. See [`Expr::same_text`].
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Wildcard pattern.
    Like,
    /// The array on the left holds the value on the right.
    Contains,
    /// It does not.
    NotContains,
    /// Both.
    And,
    /// Either.
    Or,
    /// Sum; arrays one after the other.
    Add,
    /// The array on the left as one text with the right between its elements.
    Join,
}

impl Operator {
    /// How PowerShell spells it.
    pub fn spelling(self) -> &'static str {
        match self {
            Operator::Eq => "-eq",
            Operator::Ne => "-ne",
            Operator::Lt => "-lt",
            Operator::Le => "-le",
            Operator::Gt => "-gt",
            Operator::Ge => "-ge",
            Operator::Like => "-like",
            Operator::Contains => "-contains",
            Operator::NotContains => "-notcontains",
            Operator::And => "-and",
            Operator::Or => "-or",
            Operator::Add => "+",
            Operator::Join => "-join",
        }
    }
}

impl Expr {
    /// Text of any origin.
    pub fn text(text: impl Into<String>) -> Self {
        Expr::Literal(text.into())
    }

    /// `@(...)`, or `a,b` as an argument.
    pub fn list<T: Into<Expr>>(items: impl IntoIterator<Item = T>) -> Self {
        Expr::Array(items.into_iter().map(Into::into).collect())
    }

    /// Bare words after one another: `Name,Enabled` of `Format-List Name,Enabled`.
    pub fn words(words: &[&'static str]) -> Self {
        Expr::Array(words.iter().copied().map(Expr::Word).collect())
    }

    /// What the pipeline gives, always as an array: `@(...)`.
    pub fn all_output(pipeline: impl Into<Pipeline>) -> Self {
        Expr::AllOutput(Box::new(pipeline.into()))
    }

    /// `{ ... }`.
    pub fn script_block(pipeline: impl Into<Pipeline>) -> Self {
        Expr::ScriptBlock(Box::new(pipeline.into()))
    }

    /// `self.name`.
    #[must_use]
    pub fn member(self, name: &'static str) -> Self {
        Expr::Member(Box::new(self), name)
    }

    /// `self[index]`.
    #[must_use]
    pub fn index(self, index: impl Into<Expr>) -> Self {
        Expr::Index(Box::new(self), Box::new(index.into()))
    }

    /// `self.method(arguments)`.
    #[must_use]
    pub fn call(self, method: &'static str, arguments: Vec<Expr>) -> Self {
        Expr::Call(Box::new(self), method, arguments)
    }

    /// `[kind]self`.
    #[must_use]
    pub fn cast(self, kind: &'static str) -> Self {
        Expr::Cast(kind, Box::new(self))
    }

    /// `self operator right`.
    #[must_use]
    pub fn binary(self, operator: Operator, right: impl Into<Expr>) -> Self {
        Expr::Binary(operator, Box::new(self), Box::new(right.into()))
    }

    /// `-not self`.
    #[must_use]
    pub fn negated(self) -> Self {
        Expr::Not(Box::new(self))
    }

    /// Whether both texts are the same, unit for unit; `$null` counts as ''.
    ///
    /// A guard must not use `-eq` or `-ceq` for this: they compare by the invariant
    /// culture, which passes over zero-width characters and the NUL.
    #[must_use]
    pub fn same_text(self, right: impl Into<Expr>) -> Self {
        let as_text = |value: Expr| match value {
            literal @ Expr::Literal(_) => literal,
            other => other.cast("string"),
        };
        let ordinal = Expr::Static("System.StringComparison", "Ordinal");
        let operands = vec![as_text(self), as_text(right.into()), ordinal];
        Expr::StaticCall("string", "Equals", operands)
    }
}

impl From<&str> for Expr {
    fn from(text: &str) -> Self {
        Expr::Literal(text.to_owned())
    }
}

impl From<String> for Expr {
    fn from(text: String) -> Self {
        Expr::Literal(text)
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Expr::Bool(value)
    }
}

impl From<i32> for Expr {
    fn from(value: i32) -> Self {
        Expr::Number(value)
    }
}

impl From<Command> for Expr {
    fn from(command: Command) -> Self {
        Expr::Output(Box::new(command.into()))
    }
}

impl From<Pipeline> for Expr {
    fn from(pipeline: Pipeline) -> Self {
        Expr::Output(Box::new(pipeline))
    }
}

/// A cmdlet or a function of the script, with its arguments in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// `Set-InboundConnector`.
    pub name: &'static str,
    /// In the order in which they are printed.
    pub arguments: Vec<Argument>,
}

/// One argument of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// `-Identity 'x'`.
    Named(&'static str, Expr),
    /// `-WhatIf`. There is no `-Confirm:$false` here: no script may say it.
    Switch(&'static str),
    /// `'x'`, bound by its place.
    Positional(Expr),
}

impl Command {
    /// The command without arguments.
    pub fn new(name: &'static str) -> Self {
        Command {
            name,
            arguments: Vec::new(),
        }
    }

    /// With `-parameter value`.
    #[must_use]
    pub fn with(mut self, parameter: &'static str, value: impl Into<Expr>) -> Self {
        self.arguments
            .push(Argument::Named(parameter, value.into()));
        self
    }

    /// With `-switch`.
    #[must_use]
    pub fn switch(mut self, switch: &'static str) -> Self {
        self.arguments.push(Argument::Switch(switch));
        self
    }

    /// With a value bound by its place.
    #[must_use]
    pub fn argument(mut self, value: impl Into<Expr>) -> Self {
        self.arguments.push(Argument::Positional(value.into()));
        self
    }

    /// `self | next`.
    #[must_use]
    pub fn pipe(self, next: Command) -> Pipeline {
        Pipeline::from(self).pipe(next)
    }
}

/// `value | Command | Command`: an expression, a command, or either sent on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    first: First,
    then: Vec<Command>,
}

/// Only the first place of a pipeline can hold an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum First {
    Expr(Expr),
    Command(Command),
}

impl Pipeline {
    /// `self | next`.
    #[must_use]
    pub fn pipe(mut self, next: Command) -> Self {
        self.then.push(next);
        self
    }

    pub(super) fn first(&self) -> &First {
        &self.first
    }

    pub(super) fn then(&self) -> &[Command] {
        &self.then
    }
}

impl From<Command> for Pipeline {
    fn from(command: Command) -> Self {
        Pipeline {
            first: First::Command(command),
            then: Vec::new(),
        }
    }
}

impl From<Expr> for Pipeline {
    fn from(value: Expr) -> Self {
        Pipeline {
            first: First::Expr(value),
            then: Vec::new(),
        }
    }
}
