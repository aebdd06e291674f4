//! What is read in Exchange Online PowerShell.

use super::super::Side;
use super::super::frame::{connected_guard, parameter, shell_guards};
use super::super::words::{failed, or, quiet, show, stop, var};
use super::read::Reading;
use super::{ending, target};
use crate::remedy::powershell::{Block, Command, Expr, Operator, Parameter, Statement};

/// Which tenant it is, and whether it refuses direct send.
const ORGANIZATION: &[&str] = &[
    "Name",
    "DisplayName",
    "Identity",
    "OrganizationId",
    "RejectDirectSend",
    "IsDehydrated",
    "WhenChangedUTC",
];

pub(super) fn parameters() -> Vec<Parameter> {
    vec![
        parameter(Some("switch"), "Connect"),
        Parameter {
            kind: Some("string"),
            name: "ExchangeEnvironmentName",
            default: Some(Expr::text("")),
        },
    ]
}

pub(super) fn body() -> Block {
    let mut block = shell_guards(Side::Cloud);
    block.push(sign_in());
    block.push(connected_guard());
    block.extend(is_alive());
    block.push(Statement::Blank);
    block.extend(
        [
            "This script only reads. It reads: inbound and outbound connectors, accepted domains,",
            "the tenant's name and RejectDirectSend, and connectors that Microsoft has restricted.",
        ]
        .map(show),
    );
    block.extend(target("relay-doctor-evidence-exchange-online-"));
    block.push(Statement::Blank);
    block.extend(readings());
    block.extend(ending("Get-InboundConnector"));
    block
}

/// Only when it is told to.
fn sign_in() -> Statement {
    let wanted = or(
        var("Connect"),
        var("ExchangeEnvironmentName").binary(Operator::Ne, ""),
    );
    let worldwide = Statement::when(
        var("ExchangeEnvironmentName").binary(Operator::Eq, ""),
        vec![Statement::assign(
            "ExchangeEnvironmentName",
            Expr::text("O365Default"),
        )],
    );
    let connect = Command::new("Connect-ExchangeOnline")
        .with("ExchangeEnvironmentName", var("ExchangeEnvironmentName"));
    Statement::when(wanted, vec![worldwide, connect.into()])
}

/// Cmdlets of a connection that has ended are still there.
fn is_alive() -> Block {
    vec![
        Statement::assign(
            "organization",
            quiet(Command::new("Get-OrganizationConfig")),
        ),
        Statement::when(
            failed(),
            vec![stop(
                "the connection does not answer: run Connect-ExchangeOnline in this window again, without -Prefix.",
            )],
        ),
    ]
}

fn readings() -> Block {
    let names = "names of connectors and domains";
    let all = |cmdlet, file: &'static str| Reading::all(Command::new(cmdlet), file, names);
    let inbound = Reading {
        // That there is none is evidence (RD103).
        keep_empty: true,
        ..all("Get-InboundConnector", "inbound-connectors")
    };
    let organization = Reading {
        names: ORGANIZATION,
        ..all("Get-OrganizationConfig", "organization-config")
    };
    [
        inbound,
        all("Get-OutboundConnector", "outbound-connectors"),
        all("Get-AcceptedDomain", "accepted-domains"),
        organization,
        all("Get-BlockedConnector", "blocked-connectors"),
    ]
    .into_iter()
    .flat_map(Reading::block)
    .collect()
}
