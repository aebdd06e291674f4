//! Statements and whole scripts, in what PowerShell 2.0 understands.

use super::tree::{Command, Expr, Pipeline};

/// One statement of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// `# ...`, a line each. Comments are ours alone: evidence never stands here.
    Comment(&'static str),
    /// An empty line.
    Blank,
    /// A pipeline, for what it does or gives.
    Run(Pipeline),
    /// `$name = ...`.
    Assign(&'static str, Pipeline),
    /// `if (..) {..} elseif (..) {..} else {..}`: the branches in order; the last
    /// block is printed when it is not empty.
    If(Vec<(Expr, Block)>, Block),
    /// `foreach ($variable in items) {..}`.
    ForEach(&'static str, Expr, Block),
    /// `try {..} catch {..}`.
    Try(Block, Block),
    /// `function Name {..}`.
    Function(Function),
    /// A change and its place: see [`Change`].
    ShouldProcess(Change),
    /// `throw ...`.
    Throw(Expr),
    /// `return` or `return ...`.
    Return(Option<Expr>),
    /// `exit 2`.
    Exit(u8),
}

/// Statements one after the other.
pub type Block = Vec<Statement>;

/// `if ($PSCmdlet.ShouldProcess(target, action)) {..} else {..}`, the one place
/// where a script changes something (powershell.md rule 8): `-WhatIf` and
/// `-Confirm` of the script then hold, whatever preferences the caller has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The object, as the person is asked about it.
    pub target: Expr,
    /// What is done to it.
    pub action: Expr,
    /// The change.
    pub body: Block,
    /// When it was only previewed or declined; may be empty.
    pub otherwise: Block,
}

/// A function of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// `Stop-Unchanged`.
    pub name: &'static str,
    /// In order.
    pub parameters: Vec<Parameter>,
    /// What it does.
    pub body: Block,
}

/// `[string]$Folder = '.'`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The type without brackets; none takes any value.
    pub kind: Option<&'static str>,
    /// The name without `$`.
    pub name: &'static str,
    /// Used when it is not given.
    pub default: Option<Expr>,
}

/// A script file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// `-Version 2.0` of `#Requires -Version 2.0`; none leaves the line out.
    pub requires: Option<&'static str>,
    /// What Get-Help shows.
    pub help: Help,
    /// Of the script's `param (..)`.
    pub parameters: Vec<Parameter>,
    /// What it does. It gets `SupportsShouldProcess=$true` if there is a
    /// [`Statement::ShouldProcess`] in it, or `$WhatIfPreference`.
    pub body: Block,
}

/// Comment-based help. Static like every comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// One line.
    pub synopsis: &'static str,
    /// As many lines as it takes.
    pub description: &'static str,
}

impl Statement {
    /// `$variable = value`.
    pub fn assign(variable: &'static str, value: impl Into<Pipeline>) -> Self {
        Statement::Assign(variable, value.into())
    }

    /// `if (condition) { then }`.
    pub fn when(condition: Expr, then: Block) -> Self {
        Statement::If(vec![(condition, then)], Vec::new())
    }

    /// `Write-Host message`, for a line to the person at the console.
    pub fn say(message: impl Into<Expr>) -> Self {
        Command::new("Write-Host").argument(message).into()
    }
}

impl From<Command> for Statement {
    fn from(command: Command) -> Self {
        Statement::Run(command.into())
    }
}

impl From<Pipeline> for Statement {
    fn from(pipeline: Pipeline) -> Self {
        Statement::Run(pipeline)
    }
}
