//! The steps, by where they are done. Each builder gives a step from values of
//! this case; a command never holds a placeholder.

pub(super) mod cloud;
pub(super) mod common;
pub(super) mod hcw;
pub(super) mod keys;
pub(super) mod on_premises;
pub(super) mod value;

use super::edit::Edit;
use super::plan::{Applicability, Lines, Place, Role, Step, StepKind};

/// A step that only says what to do.
fn say(id: &str, place: Place, kind: StepKind) -> Step {
    Step {
        id: id.to_owned(),
        kind,
        place,
        role: None,
        command: None,
        rollback: None,
        check: None,
        applicability: Applicability::Manual,
        edit: None,
    }
}

/// A step with a command for a shell.
fn run(
    id: &str,
    place: Place,
    applicability: Applicability,
    kind: StepKind,
    command: Lines,
) -> Step {
    Step {
        role: Some(Role::OrganizationManagement),
        command: Some(command),
        applicability,
        ..say(id, place, kind)
    }
}

/// A step that changes something: command and way back are those of the edit.
fn change(
    id: &str,
    place: Place,
    applicability: Applicability,
    kind: StepKind,
    edit: Edit,
    check: Lines,
) -> Step {
    Step {
        rollback: edit.rollback(),
        check: Some(check),
        edit: Some(edit.clone()),
        ..run(id, place, applicability, kind, edit.command())
    }
}
