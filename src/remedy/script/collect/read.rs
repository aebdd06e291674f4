//! One cmdlet of Exchange, read into one file. What fails is noted, and the rest
//! goes on.

use super::super::words::{count, failed, format, has_command, or, quiet, var};
use crate::remedy::powershell::{Block, Command, Expr, Operator, Pipeline, Statement};

/// What is read and where it goes.
pub(super) struct Reading {
    /// Reads it; its name is what the objects are said to be collected with.
    pub(super) command: Command,
    /// Of what was read, those that count.
    pub(super) only: Option<Expr>,
    /// The file without its ending.
    pub(super) file: Expr,
    /// Properties that are taken; none for all.
    pub(super) names: &'static [&'static str],
    /// A property that is asked of each object, beside `names`.
    pub(super) asked: Option<(&'static str, Expr)>,
    /// Whose the objects are, where they do not say it.
    pub(super) server: Option<Expr>,
    /// For the manifest.
    pub(super) sensitive: &'static str,
    /// Whether a listing without objects is evidence: that there is none.
    pub(super) keep_empty: bool,
}

impl Reading {
    /// All properties of what the cmdlet gives.
    pub(super) fn all(command: Command, file: impl Into<Expr>, sensitive: &'static str) -> Self {
        Self {
            command,
            only: None,
            file: file.into(),
            names: &[],
            asked: None,
            server: None,
            sensitive,
            keep_empty: false,
        }
    }

    /// Whose it is, for the manifest.
    fn source(&self) -> Expr {
        match &self.server {
            None => Expr::text(self.command.name),
            Some(server) => format(
                "{0} {1}",
                vec![Expr::Word(self.command.name), server.clone()],
            ),
        }
    }

    /// The statements. `$listed` holds what was read, `$null` where that failed.
    pub(super) fn block(self) -> Block {
        let name = self.command.name;
        let problem = |why: Expr| {
            Statement::from(
                Command::new("Add-Problem")
                    .with("Source", self.source())
                    .with("Why", why),
            )
        };
        let thrown = problem(var("_").member("Exception").member("Message"));
        let refused = problem(var("failures").cast("string"));
        let missing = problem(Expr::text("this shell has no such cmdlet"));
        let read = vec![
            Statement::assign("listed", quiet(self.command.clone())),
            Statement::assign("unread", failed()),
            Statement::If(
                vec![(
                    is_empty_search(),
                    vec![Statement::assign("unread", Expr::Bool(false))],
                )],
                vec![],
            ),
            Statement::If(
                vec![(
                    var("unread"),
                    vec![refused, Statement::assign("listed", Expr::Null)],
                )],
                self.kept(),
            ),
        ];
        vec![
            Statement::assign("listed", Expr::Null),
            Statement::If(
                vec![(has_command(name), vec![Statement::Try(read, vec![thrown])])],
                vec![missing],
            ),
        ]
    }

    fn kept(&self) -> Block {
        let listed = match &self.only {
            None => var("listed"),
            Some(only) => Expr::all_output(
                Pipeline::from(var("listed"))
                    .pipe(Command::new("Where-Object").argument(Expr::script_block(only.clone()))),
            ),
        };
        let listed = match &self.asked {
            None => listed,
            Some((name, value)) => {
                let asked = Expr::Hashtable(vec![
                    ("Name", Expr::Word(name)),
                    (
                        "Expression",
                        Expr::script_block(Pipeline::from(value.clone())),
                    ),
                ]);
                let mut columns: Vec<Expr> = self.names.iter().map(|n| Expr::Word(n)).collect();
                columns.push(asked);
                Expr::all_output(
                    Pipeline::from(listed)
                        .pipe(Command::new("Select-Object").with("Property", Expr::Array(columns))),
                )
            }
        };
        let mut plain = Command::new("ConvertTo-Plain")
            .with("Source", listed)
            .with(crate::evidence::classify::COLLECTED_WITH, self.command.name);
        if !self.names.is_empty() && self.asked.is_none() {
            plain = plain.with("Names", Expr::words(self.names));
        }
        if let Some(server) = &self.server {
            plain = plain.with("Server", server.clone());
        }
        let save = Command::new("Save-Evidence")
            .with("Path", self.file.clone())
            .with("Objects", var("plain"))
            .with("Source", self.source())
            .with("Sensitive", self.sensitive);
        let none = Command::new("Add-Entry")
            .with("File", "")
            .with("Source", self.source())
            .with("Items", 0)
            .with("Sensitive", "")
            .with("Problem", "");
        let mut block = vec![Statement::assign("plain", Expr::all_output(plain))];
        block.push(match self.keep_empty {
            true => save.into(),
            false => Statement::If(
                vec![(count("plain", Operator::Gt, 0), vec![save.into()])],
                vec![none.into()],
            ),
        });
        block
    }
}

/// Get-WinEvent calls it an error that there is no such event.
fn is_empty_search() -> Expr {
    let id = var("failures").index(0).member("FullyQualifiedErrorId");
    let id = id.cast("string");
    let one = count("failures", Operator::Eq, 1);
    one.binary(
        Operator::And,
        or(
            id.clone().binary(Operator::Like, "NoMatchingEventsFound*"),
            id.binary(Operator::Like, "NoMatchingLogsFound*"),
        ),
    )
}
