//! The scripts that gather the evidence of both sides. They only look: no command of
//! Exchange in them changes anything, and they write into a folder of their own run.
//!
//! What they write is made of plain values (texts, numbers, dates in UTC, lists of
//! texts), so that JSON, CLIXML and Format-List say the same and no property is lost
//! below a depth. What may be a secret is left out by its name, certificates are
//! their public part, and of messages only envelope and answer are taken.

mod cloud;
mod files;
mod on_premises;
mod read;
mod write;

use super::Side;
use super::frame::{below, parameter, text_functions};
use super::words::{count, fail, format, show, var};
use super::{ScriptFile, folder};
use crate::remedy::powershell::{
    Block, Command, Expr, Function, Help, Operator, Parameter, Script, Statement,
};

/// The script for the Exchange Management Shell.
pub const ON_PREMISES: &str = "Collect-OnPremises.ps1";

/// The script for Exchange Online PowerShell.
pub const CLOUD: &str = "Collect-ExchangeOnline.ps1";

/// Both scripts, always the same: no evidence is needed for them.
pub fn collection() -> [ScriptFile; 2] {
    [
        ScriptFile {
            name: ON_PREMISES,
            script: whole(
                Side::OnPremises,
                HELP_ON_PREMISES,
                on_premises::parameters(),
                on_premises::body(),
            ),
        },
        ScriptFile {
            name: CLOUD,
            script: whole(Side::Cloud, HELP_CLOUD, cloud::parameters(), cloud::body()),
        },
    ]
}

/// A number that the person may choose.
fn number(name: &'static str, default: i32) -> Parameter {
    Parameter {
        kind: Some("int"),
        name,
        default: Some(Expr::Number(default)),
    }
}

fn function(name: &'static str, parameters: Vec<Parameter>, body: Block) -> Statement {
    Statement::Function(Function {
        name,
        parameters,
        body,
    })
}

/// Functions, then the work; whatever goes wrong unforeseen ends in a line too.
fn whole(side: Side, help: Help, more: Vec<Parameter>, work: Block) -> Script {
    let mut parameters = vec![folder()];
    parameters.extend(more);
    let list =
        Command::new("New-Object").with("TypeName", Expr::Word("System.Collections.ArrayList"));
    let mut body = vec![
        Statement::assign("ErrorActionPreference", Expr::text("Stop")),
        Statement::Comment("What is written, and what could not be read."),
        Statement::assign("manifest", list.clone()),
        Statement::assign("problems", list),
        Statement::Blank,
    ];
    body.extend(text_functions());
    body.extend(endings());
    body.extend(write::functions());
    if side == Side::OnPremises {
        body.extend(files::functions());
    }
    let unforeseen = fail(format(
        "something unforeseen happened: {0}",
        vec![var("_").member("Exception").member("Message")],
    ));
    body.push(Statement::Blank);
    body.push(Statement::Try(work, vec![unforeseen]));
    Script {
        requires: Some(side.requires()),
        help,
        parameters,
        body,
    }
}

fn endings() -> Block {
    let end = |name, line: &'static str, code| {
        let said = show(format(line, vec![var("Reason")]));
        function(
            name,
            vec![parameter(None, "Reason")],
            vec![said, Statement::Exit(code)],
        )
    };
    vec![
        end("Stop-Script", "STOPPED: {0}", 2),
        end("Stop-Failed", "FAILED: {0}", 1),
    ]
}

/// The folder of this run, `$target`.
fn target(name: &'static str) -> Block {
    let now = Expr::Static("DateTime", "UtcNow");
    let stamp = now.call("ToString", vec![Expr::text("yyyyMMdd-HHmmss"), invariant()]);
    let make = Command::new("New-Item")
        .with("ItemType", Expr::Word("Directory"))
        .with(
            "Path",
            below("Folder", format("{0}{1}", vec![Expr::Word(name), stamp])),
        );
    let json = super::words::has_command("ConvertTo-Json");
    vec![
        Statement::assign("target", Expr::from(make).member("FullName")),
        Statement::assign("json", json.cast("bool")),
        show(format(
            "Everything is written into {0}",
            vec![var("target")],
        )),
    ]
}

/// Of any culture, for times as text.
fn invariant() -> Expr {
    Expr::Static("System.Globalization.CultureInfo", "InvariantCulture")
}

/// The manifest, what could not be read, and the path as the last line.
fn ending(main: &'static str) -> Block {
    let nothing = fail(format(
        "{0} could not be read, and without it there is little to judge. What was read is in {1}",
        vec![Expr::Word(main), var("target")],
    ));
    let of_main = var("_").member("Source").same_text(main);
    let good = var("_").member("EvidenceFile").binary(Operator::Ne, "");
    let found = crate::remedy::powershell::Pipeline::from(var("manifest")).pipe(
        Command::new("Where-Object")
            .argument(Expr::script_block(of_main.binary(Operator::And, good))),
    );
    let partly = vec![
        show(format(
            "{0} things could not be read; the manifest lists them.",
            vec![var("problems").member("Count")],
        )),
        show(format(
            "NOT ALL READ. Hand this folder to relay-doctor: {0}",
            vec![var("target")],
        )),
        Statement::Exit(3),
    ];
    vec![
        Statement::Blank,
        Statement::assign("main", Expr::all_output(found)),
        write::manifest(),
        show(
            "The manifest in the folder says for every file what is sensitive in it. Look at it before you pass the folder on.",
        ),
        Statement::when(count("main", Operator::Eq, 0), vec![nothing]),
        Statement::when(count("problems", Operator::Gt, 0), partly),
        show(format(
            "DONE. Hand this folder to relay-doctor: {0}",
            vec![var("target")],
        )),
        Statement::Exit(0),
    ]
}

const HELP_ON_PREMISES: Help = Help {
    synopsis: "Reads what decides about relay through Microsoft 365 on the Exchange servers.",
    description: "For the Exchange Management Shell on an Exchange server (2010 and later); on each
Edge Transport server run it locally too. It changes nothing in Exchange and
writes only into a dated folder of this run, which can be handed to relay-doctor.
-Folder: where that folder is made.
-Days: how far back events and message tracking are read.
-LogMegabytes: the newest send logs of each service are copied up to this size.
Exit code: 0 all was read, 3 something could not be read (see the manifest),
1 failed, 2 stopped because this is not the right shell.",
};

const HELP_CLOUD: Help = Help {
    synopsis: "Reads what decides about relay in Exchange Online.",
    description: "For PowerShell 5.1 or 7 with the module ExchangeOnlineManagement, in a window of
its own. Run Connect-ExchangeOnline there first, or give -Connect.
It changes nothing in the tenant and writes only into a dated folder of this run,
which can be handed to relay-doctor.
-Folder: where that folder is made.
-Connect: signs in before it reads.
-ExchangeEnvironmentName: signs in to a national cloud, such as O365China,
O365USGovGCCHigh or O365USGovDoD.
Exit code: 0 all was read, 3 something could not be read (see the manifest),
1 failed, 2 stopped because this is not the right shell or it is not connected.",
};
