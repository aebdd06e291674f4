//! The steps, by where they are done. Each builder gives a step from values of
//! this case; a command never holds a placeholder.

pub(super) mod cloud;
pub(super) mod common;
pub(super) mod hcw;
pub(super) mod keys;
pub(super) mod new_connector;
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

/// A step that changes something: command and way back are those of the edit. Where
/// the evidence does not name the connector there is none: without a name a command
/// may reach all of them (domain.md section 7).
fn change(
    id: &str,
    place: Place,
    applicability: Applicability,
    kind: StepKind,
    edit: Edit,
    check: Lines,
) -> Step {
    if !edit.is_named() {
        return nameless(id, place, kind, check);
    }
    Step {
        rollback: edit.rollback(),
        check: Some(check),
        edit: Some(edit.clone()),
        ..run(id, place, applicability, kind, edit.command())
    }
}

/// A change of a connector whose name is not known: told, and not written.
fn nameless(id: &str, place: Place, kind: StepKind, check: Lines) -> Step {
    Step {
        role: Some(Role::OrganizationManagement),
        check: Some(check),
        ..say(id, place, kind)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::attribution::InboundValue;
    use crate::evidence::{Location, SourceId};
    use crate::facts::{CertificateName, InboundConnector};
    use crate::remedy::NameChoice;

    #[test]
    fn no_command_is_written_for_a_connector_without_a_name() {
        let connector = InboundConnector::unread("", Location::new(SourceId(0), 1, ""));
        let choice = NameChoice {
            value: CertificateName::parse("mail.contoso.com").unwrap(),
            wider: None,
            covers_several: false,
        };
        for step in [
            cloud::set_name(&connector, &choice),
            cloud::enable(&connector),
            value::set(&connector, &InboundValue::CertificateName(None)),
            value::remove_connector(""),
        ] {
            assert_eq!(step.command, None, "{step:?}");
            assert_eq!((step.rollback, step.edit), (None, None), "{}", step.id);
        }
    }
}
