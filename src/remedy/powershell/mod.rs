//! A small PowerShell syntax tree: every command and script of the product is
//! built from it and printed by it, never joined from text.
//!
//! The trust is in the types. What names or steers (cmdlet, parameter, variable,
//! member, operator, comment, help) is `&'static str` or an enum, written in our
//! source. What was read from evidence is an [`Expr::Literal`] and is printed as a
//! literal that PowerShell reads back as exactly that text ([`quote`]), so
//! evidence cannot become code, a parameter or a comment.
//!
//! # A command
//!
//! One tree, printed for people by [`command_line`] (screen, JSON, checklist),
//! coloured by [`highlight`], and for files by [`script()`].
//!
//! ```
//! use relay_doctor::remedy::powershell::{Command, Expr, command_line};
//!
//! let connector = "O\u{2019}Brien's inbound"; // read from evidence
//! let set = Command::new("Set-InboundConnector")
//!     .with("Identity", connector)
//!     .with("ConnectorType", Expr::Word("OnPremises"))
//!     .with("SenderIPAddresses", Expr::list(["203.0.113.7", "203.0.113.8"]))
//!     .with("Enabled", true);
//! assert_eq!(
//!     command_line(&set.into()),
//!     "Set-InboundConnector -Identity 'O\u{2019}\u{2019}Brien''s inbound' \
//!      -ConnectorType OnPremises -SenderIPAddresses '203.0.113.7','203.0.113.8' \
//!      -Enabled $true"
//! );
//!
//! let look = Command::new("Get-InboundConnector")
//!     .pipe(Command::new("Format-List").argument(Expr::words(&["Name", "Enabled"])));
//! assert_eq!(command_line(&look), "Get-InboundConnector | Format-List Name,Enabled");
//! ```
//!
//! # A script
//!
//! ```
//! use relay_doctor::remedy::powershell::{
//!     Change, Command, Expr, Help, Operator, Script, Statement, script,
//! };
//!
//! let found = || Expr::Variable("found");
//! let rename = Script {
//!     requires: Some("-Version 2.0"),
//!     help: Help { synopsis: "Renames a connector.", description: "Asks first." },
//!     parameters: vec![],
//!     body: vec![
//!         Statement::assign("found", Expr::all_output(Command::new("Get-SendConnector"))),
//!         Statement::when(
//!             found().member("Count").binary(Operator::Ne, 1),
//!             vec![Statement::say("STOPPED: not exactly one connector."), Statement::Exit(2)],
//!         ),
//!         Statement::ShouldProcess(Change {
//!             target: "Outbound".into(),
//!             action: "Rename to Büro".into(),
//!             body: vec![
//!                 Command::new("Set-SendConnector")
//!                     .with("Identity", "Outbound")
//!                     .with("Name", "Büro")
//!                     .into(),
//!             ],
//!             otherwise: vec![],
//!         }),
//!     ],
//! };
//! let text = script(&rename);
//! assert!(text.is_ascii());
//! assert!(text.contains("[CmdletBinding(SupportsShouldProcess=$true)]\r\n"));
//! assert!(text.contains("    Set-SendConnector -Identity 'Outbound' -Name (-join('B',[char]0x00FC,'ro'))\r\n"));
//! ```
//!
//! What a builder should know:
//!
//! - Compare texts by [`Expr::same_text`]; `-eq` and `-ceq` pass over invisible
//!   characters.
//! - A literal keeps every character, so a message made of one (Write-Host,
//!   ShouldProcess, throw) sends control characters to the console: give messages
//!   text that was sanitised for a screen, and only commands the text as it is.
//! - A quoted text can still be a pattern to the cmdlet (`*` in `-Identity`):
//!   scripts demand exactly one object and compare its name.
//! - [`Script::commands`] lists every command with its place, for tests that keep
//!   scripts to an allow-list and changes to ShouldProcess.

mod print;
mod print_script;
pub mod quote;
mod statement;
mod tree;
mod walk;

pub use print::{TokenKind, command_line, highlight};
pub use print_script::script;
pub use statement::{Block, Change, Function, Help, Parameter, Script, Statement};
pub use tree::{Argument, Command, Expr, Operator, Pipeline};
pub use walk::CommandUse;
