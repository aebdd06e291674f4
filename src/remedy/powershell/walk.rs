//! Which commands a script holds, so that a test can keep them to a list and to
//! their places ("every change stands inside ShouldProcess").

use super::statement::{Function, Script, Statement};
use super::tree::{Argument, Command, Expr, First, Pipeline};

/// A command of a script and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandUse<'a> {
    /// The command with its arguments.
    pub command: &'a Command,
    /// Whether it stands in the body of a [`Statement::ShouldProcess`].
    pub in_should_process: bool,
}

impl Script {
    /// Every command, wherever it hides: in conditions, arguments, script blocks
    /// and functions too. Outer ones come before those in their arguments.
    pub fn commands(&self) -> Vec<CommandUse<'_>> {
        let mut walk = Walk::default();
        for parameter in &self.parameters {
            walk.exprs(&parameter.default);
        }
        walk.block(&self.body);
        walk.found
    }

    /// Whether the script changes anything, that is, holds a
    /// [`Statement::ShouldProcess`].
    pub fn changes_something(&self) -> bool {
        let mut walk = Walk::default();
        walk.block(&self.body);
        walk.saw_should_process
    }

    /// Whether it takes `-WhatIf`: it changes something, or looks at `$WhatIfPreference`
    /// before it writes a file.
    pub fn takes_what_if(&self) -> bool {
        let mut walk = Walk::default();
        walk.block(&self.body);
        walk.saw_should_process || walk.saw_preference
    }
}

#[derive(Default)]
struct Walk<'a> {
    found: Vec<CommandUse<'a>>,
    in_should_process: bool,
    saw_should_process: bool,
    saw_preference: bool,
}

impl<'a> Walk<'a> {
    fn block(&mut self, block: &'a [Statement]) {
        for statement in block {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'a Statement) {
        match statement {
            Statement::Comment(_) | Statement::Blank | Statement::Exit(_) => {}
            Statement::Run(pipeline) | Statement::Assign(_, pipeline) => self.pipeline(pipeline),
            Statement::If(branches, otherwise) => {
                for (condition, then) in branches {
                    self.expr(condition);
                    self.block(then);
                }
                self.block(otherwise);
            }
            Statement::ForEach(_, items, body) => {
                self.expr(items);
                self.block(body);
            }
            Statement::Try(body, catch) => {
                self.block(body);
                self.block(catch);
            }
            Statement::Function(function) => self.function(function),
            Statement::ShouldProcess(change) => {
                self.exprs([&change.target, &change.action]);
                self.saw_should_process = true;
                let outer = std::mem::replace(&mut self.in_should_process, true);
                self.block(&change.body);
                self.in_should_process = outer;
                self.block(&change.otherwise);
            }
            Statement::Throw(value) => self.expr(value),
            Statement::Return(value) => self.exprs(value),
        }
    }

    /// A function runs where it is called, not where it is written: what it does
    /// is never counted as asked for.
    fn function(&mut self, function: &'a Function) {
        let outer = std::mem::replace(&mut self.in_should_process, false);
        for parameter in &function.parameters {
            self.exprs(&parameter.default);
        }
        self.block(&function.body);
        self.in_should_process = outer;
    }

    fn pipeline(&mut self, pipeline: &'a Pipeline) {
        match pipeline.first() {
            First::Expr(value) => self.expr(value),
            First::Command(command) => self.command(command),
        }
        for command in pipeline.then() {
            self.command(command);
        }
    }

    fn command(&mut self, command: &'a Command) {
        self.found.push(CommandUse {
            command,
            in_should_process: self.in_should_process,
        });
        for argument in &command.arguments {
            match argument {
                Argument::Named(_, value) | Argument::Positional(value) => self.expr(value),
                Argument::Switch(_) => {}
            }
        }
    }

    fn exprs(&mut self, values: impl IntoIterator<Item = &'a Expr>) {
        for value in values {
            self.expr(value);
        }
    }

    fn expr(&mut self, value: &'a Expr) {
        match value {
            Expr::Literal(_)
            | Expr::Word(_)
            | Expr::Number(_)
            | Expr::Bool(_)
            | Expr::Null
            | Expr::Static(..) => {}
            Expr::Variable(name) => self.saw_preference |= *name == "WhatIfPreference",
            Expr::Array(items) | Expr::StaticCall(_, _, items) | Expr::Format(_, items) => {
                self.exprs(items);
            }
            Expr::Hashtable(entries) => self.exprs(entries.iter().map(|(_, value)| value)),
            Expr::Member(of, _) | Expr::Cast(_, of) | Expr::Not(of) => self.expr(of),
            Expr::Index(left, right) | Expr::Binary(_, left, right) => {
                self.exprs([left.as_ref(), right.as_ref()]);
            }
            Expr::Call(of, _, arguments) => {
                self.expr(of);
                self.exprs(arguments);
            }
            Expr::Output(pipeline) | Expr::AllOutput(pipeline) | Expr::ScriptBlock(pipeline) => {
                self.pipeline(pipeline);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Change, Help};
    use super::*;

    fn command(name: &'static str) -> Command {
        Command::new(name)
    }

    #[test]
    fn commands_are_found_wherever_they_hide() {
        let hidden = command("Outer")
            .with("A", Expr::list([Expr::from(command("InList"))]))
            .argument(Expr::Hashtable(vec![(
                "E",
                Expr::script_block(command("InBlock")),
            )]))
            .pipe(command("Piped"));
        let change = Change {
            target: command("InTarget").into(),
            action: "a".into(),
            body: vec![
                Statement::Function(Function {
                    name: "Set-It",
                    parameters: vec![],
                    body: vec![command("InFunction").into()],
                }),
                Statement::when(
                    Expr::from(command("InCondition")).negated(),
                    vec![command("Change").into()],
                ),
            ],
            otherwise: vec![command("Otherwise").into()],
        };
        let script = Script {
            requires: None,
            help: Help {
                synopsis: "",
                description: "",
            },
            parameters: vec![],
            body: vec![hidden.into(), Statement::ShouldProcess(change)],
        };
        let found: Vec<_> = script
            .commands()
            .iter()
            .map(|found| (found.command.name, found.in_should_process))
            .collect();
        assert_eq!(
            found,
            [
                ("Outer", false),
                ("InList", false),
                ("InBlock", false),
                ("Piped", false),
                ("InTarget", false),
                ("InFunction", false),
                ("InCondition", true),
                ("Change", true),
                ("Otherwise", false),
            ]
        );
        assert!(script.changes_something());
    }

    #[test]
    fn what_writes_only_without_what_if_takes_it_too() {
        let script = |body| Script {
            requires: None,
            help: Help {
                synopsis: "",
                description: "",
            },
            parameters: vec![],
            body,
        };
        let asked = Expr::Variable("WhatIfPreference").negated();
        let writes = Statement::when(asked, vec![command("Export-Clixml").into()]);
        assert!(script(vec![writes.clone()]).takes_what_if());
        assert!(!script(vec![writes]).changes_something());
        assert!(!script(vec![command("Get-Date").into()]).takes_what_if());
    }
}
