//! Conditions A and B of one session: both implementations say the same.

use proptest::prelude::*;
use proptest::sample::select;
use relay_doctor::attribution::{
    Presented, Sender, Status, judge_connectors, organization, sender_class,
};
use relay_doctor::facts::traffic::Era;

use super::answer::Answer;
use super::incident::{Sent, Session, Tenant};
use super::rules::{Day, condition_a, condition_b};
use super::{draw, library};

/// What the library says: condition A, condition B.
fn library_says(
    tenant: &Tenant,
    session: &Session,
    day: Day,
    log_says: Answer,
) -> (Status, Status) {
    let tenant = library::tenant(tenant);
    let mail_from = library::sender(&session.mail_from);
    let certificate = match &session.sent {
        Sent::Certificate(plain) => Some(library::certificate(plain, "AA")),
        Sent::Nothing | Sent::Untold => None,
    };
    let presented = match (&session.sent, &certificate) {
        (_, Some(certificate)) => Presented::Certificate(certificate),
        (Sent::Nothing, _) => Presented::Nothing,
        _ => Presented::Unknown,
    };
    let era = match day {
        Day::Before2017July => Era::BeforeOrganization,
        Day::Before2023November => Era::HeaderFromCounts,
        Day::Since => Era::Current,
    };
    let asking = Sender {
        presented,
        address: session.address.as_ref().map(|a| a.parse().unwrap()),
        mail_from: &mail_from,
        at: session.at,
    };
    let learned = match log_says {
        Answer::Untold => None,
        told => Some(told.status()),
    };
    let fits = judge_connectors(&tenant, &asking, |_| learned);
    let connector = fits.map_or(Status::Unknown, |fits| {
        Status::any(fits.iter().map(|f| f.status))
    });
    let class = sender_class(&tenant, &mail_from);
    (organization(&tenant, &presented, class, era), connector)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn organization_is_judged_as_the_contract_says(
        tenant in draw::tenant(),
        session in draw::session(),
        day in select(vec![Day::Before2017July, Day::Before2023November, Day::Since, Day::Since]),
    ) {
        let (a, _) = library_says(&tenant, &session, day, Answer::Untold);
        prop_assert_eq!(a, condition_a(&tenant, &session, day).status());
    }

    #[test]
    fn connector_is_judged_as_the_contract_says(
        tenant in draw::tenant(),
        session in draw::session(),
        log_says in select(vec![Answer::Yes, Answer::No, Answer::Untold]),
    ) {
        let (_, b) = library_says(&tenant, &session, Day::Since, log_says);
        prop_assert_eq!(b, condition_b(&tenant, &session, &|_| log_says).status());
    }
}
