//! The few phrases that every script is made of.

use crate::remedy::powershell::{Block, Command, Expr, Operator, Statement};

/// `$name`
pub(super) fn var(name: &'static str) -> Expr {
    Expr::Variable(name)
}

/// A line to the person, made safe for a console by the script's own function.
pub(super) fn show(text: impl Into<Expr>) -> Statement {
    Command::new("Show-Line").with("Text", text).into()
}

/// Ends the script before the world is no longer as it was diagnosed.
pub(super) fn stop(reason: impl Into<Expr>) -> Statement {
    Command::new("Stop-Script").with("Reason", reason).into()
}

/// Ends the script because something went wrong.
pub(super) fn fail(reason: impl Into<Expr>) -> Statement {
    Command::new("Stop-Failed").with("Reason", reason).into()
}

/// `'pattern' -f value, value`
pub(super) fn format(pattern: &'static str, values: Vec<Expr>) -> Expr {
    Expr::Format(pattern, values)
}

/// `(Get-ValueText -Value value)`: any value as one text.
pub(super) fn text_of(value: Expr) -> Expr {
    Command::new("Get-ValueText").with("Value", value).into()
}

/// `(Test-Same -Left left -Right right)`
pub(super) fn same(left: Expr, right: Expr) -> Expr {
    let test = Command::new("Test-Same").with("Left", left);
    test.with("Right", right).into()
}

/// Whether the shell has a command.
pub(super) fn has_command(name: &'static str) -> Expr {
    let get = Command::new("Get-Command").with("Name", name);
    get.with("ErrorAction", Expr::Word("SilentlyContinue"))
        .into()
}

/// All of them; true for none.
pub(super) fn all(conditions: impl IntoIterator<Item = Expr>) -> Expr {
    let joined = conditions
        .into_iter()
        .reduce(|left, right| left.binary(Operator::And, right));
    joined.unwrap_or(Expr::Bool(true))
}

/// One or the other.
pub(super) fn or(left: Expr, right: Expr) -> Expr {
    left.binary(Operator::Or, right)
}

/// `$name.Count operator number`
pub(super) fn count(name: &'static str, operator: Operator, number: i32) -> Expr {
    var(name).member("Count").binary(operator, number)
}

/// Whether the call before it failed: `$?`, and what `-ErrorVariable` caught; each
/// alone misses some (powershell.md rule 8). It has to stand right behind the call.
pub(super) fn failed() -> Expr {
    or(var("?").negated(), count("failures", Operator::Gt, 0))
}

/// `command -ErrorAction SilentlyContinue -ErrorVariable failures`
pub(super) fn quiet(command: Command) -> Command {
    command
        .with("ErrorAction", Expr::Word("SilentlyContinue"))
        .with("ErrorVariable", Expr::Word("failures"))
}

/// Reads into `$variable`, and stops when that fails.
pub(super) fn read_or_stop(variable: &'static str, command: Command) -> Block {
    let why = format(
        "{0} failed: {1}",
        vec![Expr::Word(command.name), var("failures").cast("string")],
    );
    vec![
        Statement::assign(variable, quiet(command)),
        Statement::when(failed(), vec![stop(why)]),
    ]
}

/// A call that changes something: whatever it says, what is read back afterwards
/// decides.
pub(super) fn attempt(command: Command) -> Block {
    let call = command
        .with("ErrorAction", Expr::Word("Continue"))
        .with("ErrorVariable", Expr::Word("failures"));
    let said = "The cmdlet reported an error. What is read back now decides.";
    let refused = format(
        "The cmdlet refused: {0}",
        vec![var("_").member("Exception").member("Message")],
    );
    vec![Statement::Try(
        vec![
            Statement::assign("null", call),
            Statement::when(failed(), vec![show(said)]),
        ],
        vec![show(refused)],
    )]
}

/// `$name = $name + 1`
pub(super) fn increment(name: &'static str) -> Statement {
    Statement::assign(name, var(name).binary(Operator::Add, 1))
}

/// Reads back until `proven`, three times at most: a change may take seconds to be
/// seen. `read` has to set `$after`.
pub(super) fn read_back(read: Block, proven: Expr) -> Block {
    let pause = Command::new("Start-Sleep").with("Seconds", 5);
    let again = var("attempt").binary(Operator::Gt, 1);
    let mut tried = vec![Statement::when(again, vec![pause.into()])];
    tried.extend(read);
    tried.push(Statement::assign("proven", proven));
    vec![
        Statement::assign("proven", Expr::Bool(false)),
        Statement::ForEach(
            "attempt",
            Expr::list([1, 2, 3]),
            vec![Statement::when(var("proven").negated(), tried)],
        ),
    ]
}
