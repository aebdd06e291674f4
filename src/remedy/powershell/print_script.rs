//! Whole scripts: pure ASCII with CRLF, whatever the data (powershell.md rules 4,
//! 5 and 9).

use super::print::{Printer, ours, text_of};
use super::quote;
use super::statement::{Block, Change, Function, Parameter, Script, Statement};
use super::tree::{Expr, Pipeline};

/// The script as the bytes of its file: ASCII, CRLF, a final line end. Windows
/// PowerShell 5.1 reads a file without a byte order mark in the machine's code
/// page; ASCII means the same in all of them.
pub fn script(script: &Script) -> String {
    let mut lines = Lines::default();
    lines.head(script);
    lines.block(&script.body);
    lines.text
}

#[derive(Default)]
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    /// Get-Help finds the help only behind an empty line after `#Requires`.
    fn head(&mut self, script: &Script) {
        if let Some(requires) = script.requires {
            self.line(&format!("#Requires {}", ours(requires)));
            self.line("");
        }
        self.line("<#");
        self.line(".SYNOPSIS");
        self.help(script.help.synopsis);
        self.line(".DESCRIPTION");
        self.help(script.help.description);
        self.line("#>");
        self.line(if script.takes_what_if() {
            "[CmdletBinding(SupportsShouldProcess=$true)]"
        } else {
            "[CmdletBinding()]"
        });
        self.parameters(&script.parameters);
        self.line("");
    }

    /// `#>` would end the help.
    fn help(&mut self, text: &'static str) {
        for line in text.lines() {
            self.line(&format!("    {}", ours(line).replace("#>", "# >")));
        }
    }

    fn parameters(&mut self, parameters: &[Parameter]) {
        if parameters.is_empty() {
            return self.line("param ()");
        }
        self.line("param (");
        self.depth += 1;
        for (position, parameter) in parameters.iter().enumerate() {
            let comma = if position + 1 < parameters.len() {
                ","
            } else {
                ""
            };
            self.line(&format!("{}{comma}", parameter_text(parameter)));
        }
        self.depth -= 1;
        self.line(")");
    }

    fn block(&mut self, block: &[Statement]) {
        for statement in block {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Comment(text) => self.comment(text),
            Statement::Blank => self.line(""),
            Statement::Run(pipeline) => self.line(&pipeline_text(pipeline)),
            Statement::Assign(variable, value) => {
                self.line(&format!("${} = {}", ours(variable), pipeline_text(value)));
            }
            Statement::If(branches, otherwise) => self.branches(branches, otherwise),
            Statement::ForEach(variable, items, body) => {
                let items = expression_text(items);
                self.opened(
                    &format!("foreach (${} in {items}) {{", ours(variable)),
                    body,
                );
                self.line("}");
            }
            Statement::Try(body, catch) => {
                self.opened("try {", body);
                self.opened("} catch {", catch);
                self.line("}");
            }
            Statement::Function(function) => self.function(function),
            Statement::ShouldProcess(change) => self.should_process(change),
            Statement::Throw(value) => self.line(&format!("throw {}", expression_text(value))),
            Statement::Return(None) => self.line("return"),
            Statement::Return(Some(value)) => {
                self.line(&format!("return {}", expression_text(value)));
            }
            Statement::Exit(code) => self.line(&format!("exit {code}")),
        }
    }

    fn comment(&mut self, text: &'static str) {
        for line in text.lines() {
            self.line(&format!("# {}", ours(line)));
        }
    }

    fn branches(&mut self, branches: &[(Expr, Block)], otherwise: &[Statement]) {
        if branches.is_empty() {
            // No condition to ask: what is left is what happens.
            return self.block(otherwise);
        }
        for (position, (condition, body)) in branches.iter().enumerate() {
            let keyword = if position == 0 { "if" } else { "} elseif" };
            self.opened(
                &format!("{keyword} ({}) {{", expression_text(condition)),
                body,
            );
        }
        self.closed_or(otherwise);
    }

    fn should_process(&mut self, change: &Change) {
        let question = Expr::Variable("PSCmdlet").call(
            "ShouldProcess",
            vec![change.target.clone(), change.action.clone()],
        );
        self.opened(
            &format!("if ({}) {{", expression_text(&question)),
            &change.body,
        );
        self.closed_or(&change.otherwise);
    }

    fn function(&mut self, function: &Function) {
        self.line(&format!("function {} {{", ours(function.name)));
        self.depth += 1;
        self.parameters(&function.parameters);
        self.line("");
        self.block(&function.body);
        self.depth -= 1;
        self.line("}");
    }

    fn opened(&mut self, head: &str, body: &[Statement]) {
        self.line(head);
        self.depth += 1;
        self.block(body);
        self.depth -= 1;
    }

    fn closed_or(&mut self, otherwise: &[Statement]) {
        if !otherwise.is_empty() {
            self.opened("} else {", otherwise);
        }
        self.line("}");
    }

    /// One line, indented by four spaces a level; an empty one stays empty.
    fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&"    ".repeat(self.depth));
            self.text.push_str(line);
        }
        self.text.push_str("\r\n");
    }
}

fn parameter_text(parameter: &Parameter) -> String {
    let kind = parameter.kind.map(|kind| format!("[{}]", ours(kind)));
    let default = parameter
        .default
        .as_ref()
        .map(|value| format!(" = {}", expression_text(value)));
    format!(
        "{}${}{}",
        kind.unwrap_or_default(),
        ours(parameter.name),
        default.unwrap_or_default()
    )
}

fn pipeline_text(pipeline: &Pipeline) -> String {
    let mut printer = Printer::new(quote::ascii_expression);
    printer.pipeline(pipeline);
    text_of(printer.tokens)
}

fn expression_text(value: &Expr) -> String {
    let mut printer = Printer::new(quote::ascii_expression);
    printer.expression(value);
    text_of(printer.tokens)
}

#[cfg(test)]
mod tests {
    use super::super::{Command, Help};
    use super::*;

    fn printed(requires: Option<&'static str>, body: Block) -> String {
        script(&Script {
            requires,
            help: Help {
                synopsis: "Looks.",
                description: "Ends #> here.\nChanges nothing.",
            },
            parameters: vec![],
            body,
        })
    }

    fn lines(lines: &[&str]) -> String {
        lines.iter().map(|line| format!("{line}\r\n")).collect()
    }

    #[test]
    fn a_script_that_only_reads_has_no_should_process() {
        let help = [
            "<#",
            ".SYNOPSIS",
            "    Looks.",
            ".DESCRIPTION",
            "    Ends # > here.",
            "    Changes nothing.",
            "#>",
            "[CmdletBinding()]",
            "param ()",
            "",
        ];
        assert_eq!(printed(None, vec![]), lines(&help));
        let requires = lines(&["#Requires -Version 2.0", ""]);
        assert_eq!(
            printed(Some("-Version 2.0"), vec![]),
            requires + &lines(&help)
        );
    }

    #[test]
    fn every_kind_of_statement_is_laid_out() {
        let ready = || Expr::Variable("ready");
        let body = vec![
            Statement::Comment("one\ntw\u{2019}o"),
            Statement::If(
                vec![
                    (ready(), vec![Statement::Exit(0)]),
                    (Expr::Bool(false), vec![Statement::Return(None)]),
                ],
                vec![Statement::Throw("x\ny".into())],
            ),
            Statement::If(vec![], vec![Statement::Blank]),
            Statement::ForEach(
                "one",
                ready(),
                vec![Statement::Try(
                    vec![Command::new("Get-Date").into()],
                    vec![Statement::Return(Some(ready()))],
                )],
            ),
            Statement::ShouldProcess(Change {
                target: "a".into(),
                action: "b".into(),
                body: vec![],
                otherwise: vec![],
            }),
        ];
        let text = printed(None, body);
        let (head, tail) = text.split_once("param ()\r\n\r\n").unwrap_or_default();
        assert!(head.ends_with("[CmdletBinding(SupportsShouldProcess=$true)]\r\n"));
        assert_eq!(
            tail,
            lines(&[
                "# one",
                "# tw?o",
                "if ($ready) {",
                "    exit 0",
                "} elseif ($false) {",
                "    return",
                "} else {",
                "    throw (-join('x',[char]0x000A,'y'))",
                "}",
                "",
                "foreach ($one in $ready) {",
                "    try {",
                "        Get-Date",
                "    } catch {",
                "        return $ready",
                "    }",
                "}",
                "if ($PSCmdlet.ShouldProcess('a', 'b')) {",
                "}",
            ])
        );
    }
}
