//! A session is judged by the rule of its day (domain.md section 2): condition A was
//! enforced from 2017-07-05, and the From header counted until 2023-11-01. The borders
//! are taken to the millisecond, in the truth table and in what contradicts it.

#![allow(clippy::unwrap_used)]

mod common;

use std::ops::ControlFlow;

use relay_doctor::attribution::{Status, replay};
use relay_doctor::diagnosis::diagnose;
use relay_doctor::evidence::walk::Input;
use relay_doctor::facts::{Facts, Given, gather};

/// The incident of a certificate and a sender that no accepted domain vouches for,
/// its first session moved to `time` and answered with `reply`.
fn facts(time: &str, reply: Option<&str>) -> Facts {
    let evidence = common::evidence_of("rd301-no-accepted-domain");
    let log = evidence.join("MAILGW01/Hub/ProtocolLog/SmtpSend/SEND2026110208-1.LOG");
    let moved = |line: &str| match line.strip_prefix("2026-11-02T08:00:05.") {
        Some(rest) => format!("{time}{}\r\n", &rest[4..]),
        None if line.starts_with('#') => format!("{line}\r\n"),
        None => String::new(),
    };
    let mut text: String = std::fs::read_to_string(log)
        .unwrap()
        .lines()
        .map(moved)
        .collect();
    text = text.replace("2026-01-17T15:15:33.000Z", "2015-01-17T15:15:33.000Z");
    if let Some(reply) = reply {
        text = text
            .lines()
            .map(|line| match line.split_once("550 5.7.64") {
                Some((before, _)) => format!("{before}{reply},\r\n"),
                None => format!("{line}\r\n"),
            })
            .collect();
    }
    let file = |path: &str| {
        let text = std::fs::read_to_string(evidence.join(path)).unwrap();
        // No connector was changed after the session.
        let content = text.replace("WhenChangedUTC", "WhenCreated").into_bytes();
        Input::Memory {
            path: path.to_owned(),
            content: content.into(),
        }
    };
    let inputs = [
        Input::Memory {
            path: "MAILGW01/SEND.LOG".to_owned(),
            content: text.into_bytes().into(),
        },
        file("inbound-connector.txt"),
        file("send-connector.txt"),
        file("accepted-domain.txt"),
    ];
    gather(&inputs, Given::default(), common::NOW, &mut |_| {
        ControlFlow::Continue(())
    })
    .facts
}

#[test]
fn the_truth_table_goes_by_the_day_of_the_session() {
    let days = [
        ("2016-01-01T00:00:00.000Z", Status::Met),
        ("2017-07-04T23:59:59.999Z", Status::Met),
        ("2017-07-05T00:00:00.000Z", Status::Unknown),
        ("2023-10-31T23:59:59.999Z", Status::Unknown),
        ("2023-11-01T00:00:00.000Z", Status::Broken),
        ("2026-11-01T00:00:00.000Z", Status::Broken),
    ];
    for (time, organization) in days {
        let facts = facts(time, None);
        let verdicts = replay(&facts);
        assert!(!verdicts.rows.is_empty(), "{time}");
        for row in &verdicts.rows {
            assert_eq!(row.organization, organization, "{time} {row:?}");
            assert_eq!(row.connector_condition, Status::Met, "{time} {row:?}");
        }
        // Mail that is sent now is judged by the rule of now.
        assert_eq!(verdicts.organization, Status::Broken, "{time}");
        assert!(diagnose(&facts, &verdicts).is_root(301), "{time}");
    }
}

#[test]
fn what_was_accepted_by_an_older_rule_contradicts_nothing() {
    let days = [
        ("2017-07-04T23:59:59.999Z", false),
        ("2023-10-31T23:59:59.999Z", false),
        ("2023-11-01T00:00:00.000Z", true),
    ];
    for (time, disagrees) in days {
        let facts = facts(time, Some("250 2.1.5 Recipient OK"));
        let diagnosis = diagnose(&facts, &replay(&facts));
        assert_eq!(diagnosis.finding(904).is_some(), disagrees, "{time}");
    }
}
