//! The scripts of an option: what may be changed without a person's judgement, in the
//! checklist's order, with its way back and a script that only looks.
//!
//! Only `safe` steps run when a script is started as it is. A step that needs review
//! stands behind a switch of its own ([`Mention::switch`]), so that whoever starts it
//! has said that the decision was taken; those of the wizard's options stand behind
//! `-AfterWizard`. What is manual, or where the evidence does not tell the value to
//! compare with, is in no script: the checklist says it.

mod certificate;
mod collect;
mod create;
mod frame;
mod state;
mod values;
mod verify;
mod words;

use super::edit::{Edit, Object};
use super::plan::{Applicability, OptionId, Place, PlanOption, Step, StepKind};
use super::powershell::{Block, Expr, Help, Parameter, Script, Statement};
use crate::facts::Facts;
pub use collect::{CLOUD as COLLECT_CLOUD, ON_PREMISES as COLLECT_ON_PREMISES, collection};
use frame::parameter;
use values::Direction;
use words::{fail, format, show, var};

/// The shell that a script is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Exchange Management Shell.
    OnPremises,
    /// Exchange Online PowerShell.
    Cloud,
}

impl Side {
    const BOTH: [Self; 2] = [Self::OnPremises, Self::Cloud];

    fn of(place: Place) -> Option<Self> {
        match place {
            Place::OnPremises => Some(Self::OnPremises),
            Place::ExchangeOnline => Some(Self::Cloud),
            Place::Browser | Place::Wait => None,
        }
    }

    /// The script of the changes.
    fn file(self) -> &'static str {
        match self {
            Self::OnPremises => "on-premises.ps1",
            Self::Cloud => "exchange-online.ps1",
        }
    }

    /// The script of the way back.
    fn rollback(self) -> &'static str {
        match self {
            Self::OnPremises => "rollback-on-premises.ps1",
            Self::Cloud => "rollback-exchange-online.ps1",
        }
    }

    /// How folders with the state before begin.
    fn before(self) -> &'static str {
        match self {
            Self::OnPremises => "relay-doctor-before-on-premises-",
            Self::Cloud => "relay-doctor-before-exchange-online-",
        }
    }

    fn object(self) -> Object {
        match self {
            Self::OnPremises => Object::SendConnector,
            Self::Cloud => Object::InboundConnector,
        }
    }

    /// Exchange 2010 has PowerShell 2.0; ExchangeOnlineManagement needs 5.1 or 7.
    fn requires(self) -> &'static str {
        match self {
            Self::OnPremises => "-Version 2.0",
            Self::Cloud => "-Version 5.1",
        }
    }
}

/// A script of the bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptFile {
    /// The file's name.
    pub name: &'static str,
    /// What is in it.
    pub script: Script,
}

/// Where a step is done by a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The file's name.
    pub file: &'static str,
    /// The switch that has to be given, without `-`; none for a step that needs no decision.
    pub switch: Option<&'static str>,
}

/// All names that a script of a bundle can have.
pub const NAMES: [&str; 5] = [
    "on-premises.ps1",
    "exchange-online.ps1",
    "rollback-on-premises.ps1",
    "rollback-exchange-online.ps1",
    verify::NAME,
];

/// Which script does this step of an option, `None` where a person does it.
pub fn mention(option: OptionId, step: &Step) -> Option<Mention> {
    step.edit.as_ref().filter(|e| e.is_whole())?;
    let file = Side::of(step.place)?.file();
    let switch = match option {
        OptionId::Manual if step.applicability == Applicability::Safe => None,
        OptionId::Manual => Some(switch(&step.kind)?),
        OptionId::HcwUpdateCertificate | OptionId::HcwRerun => Some("AfterWizard"),
    };
    Some(Mention { file, switch })
}

/// The switch of a kind of step, by which a person says that it is decided.
fn switch(kind: &StepKind) -> Option<&'static str> {
    Some(match kind {
        StepKind::SetName { .. } => "SetName",
        StepKind::SetAddresses { .. } => "SetAddresses",
        StepKind::EnableConnector { .. } => "EnableConnector",
        StepKind::NewConnector { .. } => "CreateConnector",
        StepKind::AddAssociatedDomains { .. } => "AddAssociatedDomains",
        StepKind::EmptyAssociatedDomains { .. } => "EmptyAssociatedDomains",
        StepKind::TakeServersOut { .. } => "TakeServersOut",
        StepKind::PutServersBack { .. } => "PutServersBack",
        StepKind::EnableSmtp { .. } => "EnableSmtp",
        StepKind::SetSendCertificate { .. } => "SetSendCertificate",
        StepKind::SetFqdn { .. } => "SetFqdn",
        StepKind::SwitchLoggingOn { .. } => "SwitchLoggingOn",
        StepKind::UseStarttls { .. } => "UseStarttls",
        _ => return None,
    })
}

/// A step that a script does, with its number in the checklist.
struct Numbered<'a> {
    number: usize,
    step: &'a Step,
    edit: &'a Edit,
    switch: Option<&'static str>,
}

impl Numbered<'_> {
    /// The line that names it, as the checklist does.
    fn title(&self) -> String {
        format!("Step {} of the checklist: {}", self.number, self.step.id)
    }
}

fn steps_of(option: &PlanOption, side: Side) -> Vec<Numbered<'_>> {
    let here = |step: &&Step| Side::of(step.place) == Some(side);
    let numbered = option.steps.iter().enumerate();
    numbered
        .filter(|(_, step)| here(step))
        .filter_map(|(index, step)| {
            Some(Numbered {
                number: index + 1,
                step,
                edit: step.edit.as_ref()?,
                switch: mention(option.id, step)?.switch,
            })
        })
        .collect()
}

/// Whether the bundle has a script of changes for a side; the wizard's options have one
/// that saves the state even where nothing is left to do by hand.
fn has_changes(option: &PlanOption, side: Side) -> bool {
    let saves = |s: &Step| Side::of(s.place) == Some(side) && s.kind == StepKind::SaveBefore;
    let by_wizard = option.id != OptionId::Manual;
    !steps_of(option, side).is_empty() || (by_wizard && option.steps.iter().any(saves))
}

/// The scripts of an option, those that are needed: changes and ways back of each
/// side, and the one that only looks. None for an option without steps.
pub fn scripts(facts: &Facts, option: &PlanOption) -> Vec<ScriptFile> {
    let mut files = Vec::new();
    if option.steps.is_empty() {
        return files;
    }
    for side in Side::BOTH {
        if has_changes(option, side) {
            files.push(ScriptFile {
                name: side.file(),
                script: forward(side, &steps_of(option, side), option.id),
            });
        }
    }
    for side in Side::BOTH {
        if let Some(script) = back(side, &steps_of(option, side)) {
            files.push(ScriptFile {
                name: side.rollback(),
                script,
            });
        }
    }
    files.push(ScriptFile {
        name: verify::NAME,
        script: verify::script(facts, option),
    });
    files
}

fn forward(side: Side, steps: &[Numbered], option: OptionId) -> Script {
    let mut main = Block::new();
    for numbered in steps {
        let Some(block) = forward_block(numbered.edit) else {
            continue;
        };
        main.push(Statement::Blank);
        main.push(show(numbered.title()));
        match numbered.switch {
            None => main.extend(block),
            Some(switch) => main.push(Statement::If(
                vec![(var(switch), block)],
                vec![show(format(
                    "Left out. Read the step in the checklist; once it is decided, run the script with -{0}.",
                    vec![Expr::Word(switch)],
                ))],
            )),
        }
    }
    let mut parameters = vec![folder()];
    for switch in steps.iter().filter_map(|s| s.switch) {
        if !parameters.iter().any(|p| p.name == switch) {
            parameters.push(parameter(Some("switch"), switch));
        }
    }
    let description = match (side, option) {
        (_, OptionId::HcwUpdateCertificate | OptionId::HcwRerun) if steps.is_empty() => SAVES,
        (_, OptionId::HcwUpdateCertificate | OptionId::HcwRerun) => WIZARD,
        (Side::OnPremises, OptionId::Manual) => ON_PREMISES,
        (Side::Cloud, OptionId::Manual) => CLOUD,
    };
    let synopsis = match steps.is_empty() {
        true => "Saves the connectors before the Hybrid Configuration Wizard changes them.",
        false => "Mends the relay of mail through Microsoft 365, step by step, each with a guard.",
    };
    whole(
        side,
        steps,
        Help {
            synopsis,
            description,
        },
        parameters,
        main,
    )
}

fn forward_block(edit: &Edit) -> Option<Block> {
    match edit {
        Edit::Values(edit) => Some(values::step(edit, Direction::Forward)),
        Edit::SendCertificate(edit) => certificate::send(edit),
        Edit::Smtp(edit) => Some(certificate::smtp(edit)),
        Edit::NewInbound(edit) => Some(create::make(edit)),
    }
}

/// What was changed last is undone first. A server that was put back stays: the step
/// that took it out is what is undone.
fn back(side: Side, steps: &[Numbered]) -> Option<Script> {
    let mut main = Block::new();
    for numbered in steps.iter().rev() {
        if matches!(numbered.step.kind, StepKind::PutServersBack { .. }) {
            continue;
        }
        let block = match numbered.edit {
            Edit::Values(edit) => values::step(edit, Direction::Back),
            Edit::SendCertificate(edit) => certificate::send_back(edit)?,
            Edit::NewInbound(edit) => create::remove(edit),
            Edit::Smtp(_) => continue,
        };
        main.push(Statement::Blank);
        main.push(show(format!("Undo of {}", numbered.title())));
        main.extend(block);
    }
    let help = Help {
        synopsis: "Puts back the values that were there before.",
        description: match side {
            Side::OnPremises => ROLLBACK_ON_PREMISES,
            Side::Cloud => ROLLBACK_CLOUD,
        },
    };
    (!main.is_empty()).then(|| whole(side, steps, help, vec![folder()], main))
}

fn folder() -> Parameter {
    Parameter {
        kind: Some("string"),
        name: "Folder",
        default: Some(Expr::text(".")),
    }
}

/// Functions, guards, state before, steps, last line; whatever goes wrong unforeseen
/// ends in a line too.
fn whole(
    side: Side,
    steps: &[Numbered],
    help: Help,
    parameters: Vec<Parameter>,
    main: Block,
) -> Script {
    let mut body = vec![
        Statement::assign("ErrorActionPreference", Expr::text("Stop")),
        Statement::assign("changed", Expr::Number(0)),
        Statement::assign("already", Expr::Number(0)),
        Statement::assign("declined", Expr::Number(0)),
        Statement::assign("logging", Expr::Bool(false)),
        Statement::Blank,
    ];
    body.extend(frame::text_functions());
    body.extend(frame::ending_functions());
    if !steps.is_empty() {
        body.extend(frame::finder(side.object()));
    }
    if side == Side::OnPremises {
        body.extend(frame::server_function());
        body.extend(frame::default_smtp_function());
    }
    let mut inner = frame::shell_guards(side);
    if side == Side::Cloud {
        inner.push(frame::connected_guard());
    }
    inner.push(Statement::Blank);
    inner.extend(frame::save_state(side));
    inner.extend(main);
    inner.push(Statement::Blank);
    inner.extend(frame::ending());
    let unforeseen = fail(format(
        "something unforeseen happened: {0}",
        vec![var("_").member("Exception").member("Message")],
    ));
    body.push(Statement::Blank);
    body.push(Statement::Try(inner, vec![unforeseen]));
    Script {
        requires: Some(side.requires()),
        help,
        parameters,
        body,
    }
}

const ON_PREMISES: &str =
    "For the Exchange Management Shell on an Exchange server (2010 and later).
Run it with -WhatIf first: it then changes and writes nothing.
Each step stops when the live value is no longer the one that was diagnosed.
Steps that a person has to decide are left out unless their switch is given;
CHECKLIST.md says what to look at. A second run skips what is done already.
-Folder: where the state before and a transcript are saved.
Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.";

const CLOUD: &str = "For Exchange Online PowerShell in a window of its own (5.1 or 7): run
Connect-ExchangeOnline there first. Run it with -WhatIf first: it then changes
and writes nothing. Each step stops when the live value is no longer the one
that was diagnosed. Steps that a person has to decide are left out unless their
switch is given; CHECKLIST.md says what to look at. A second run skips what is
done already. -Folder: where the state before and a transcript are saved.
Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.";

const WIZARD: &str =
    "Run it before the Hybrid Configuration Wizard: it saves the connectors of this
side. What is left to do by hand after the wizard stands behind -AfterWizard.
With -WhatIf it changes and writes nothing.
-Folder: where the state before and a transcript are saved.
Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.";

const SAVES: &str = "Run it before the Hybrid Configuration Wizard: it saves the connectors of this
side and changes nothing. With -WhatIf it writes nothing either.
-Folder: where the state before and a transcript are saved.
Exit code: 0 done, 1 failed, 2 stopped by a guard.";

const ROLLBACK_ON_PREMISES: &str =
    "For the Exchange Management Shell. Each value goes back only if it still is what
the script on-premises.ps1 set; it stops if somebody changed it since. What was
never changed is passed over. With -WhatIf it changes and writes nothing.
SMTP is not taken away from a certificate: Exchange knows no command for that.
Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.";

const ROLLBACK_CLOUD: &str =
    "For Exchange Online PowerShell in a window of its own. Each value goes back only
if it still is what the script exchange-online.ps1 set; it stops if somebody
changed it since. What was never changed is passed over. With -WhatIf it changes
and writes nothing.
Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.";
