//! RD505: HCW's files are older than the other evidence; what they show is as of
//! their date. Not where the zone of the stamps leaves it open.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::facts::Facts;

/// A run of the same day is no old evidence (seconds).
const A_DAY: i64 = 24 * 3600;

pub(super) const RULE: Rule = Rule {
    code: Code(505),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    let Some(run) = facts.hcw_runs.last() else {
        return Outcome::NotApplicable;
    };
    let (Some(ended), Some(newer)) = (run.ended.as_ref(), newest_other(facts)) else {
        return Outcome::NotApplicable;
    };
    if !ended.is_before(newer - A_DAY) {
        return Outcome::Pass;
    }
    let detail = Detail::HcwEvidenceOld {
        run: run.date(),
        newer: newer.saturating_mul(1000),
    };
    Outcome::Found(Finding::new(
        505,
        Confidence::Certain,
        detail,
        [run.at.clone()],
    ))
}

/// The newest moment that evidence of other kinds tells (seconds since the epoch).
fn newest_other(facts: &Facts) -> Option<i64> {
    let sessions = facts.traffic.paths.iter().map(|p| p.last);
    let refusals = facts.symptoms.iter().filter_map(|s| s.last_seen);
    let newest = sessions.chain(refusals).max()?;
    Some(newest.div_euclid(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::rules::testing::{Incident, hcw_log, wrote_inbound};

    #[test]
    fn older_than_the_log() {
        let with = |day: &str| {
            let log = hcw_log(day, &wrote_inbound("mail.contoso.com"));
            Incident::refused().file("a.log", &log).ask(&RULE)
        };
        assert!(matches!(with("2026.02.19"), Outcome::Found(_)));
        assert_eq!(with("2027.02.19"), Outcome::Pass);
    }

    #[test]
    fn nothing_to_compare_with() {
        assert_eq!(Incident::refused().ask(&RULE), Outcome::NotApplicable);
        let log = hcw_log("2026.02.19", &wrote_inbound("mail.contoso.com"));
        let alone = Incident::default().file("a.log", &log);
        assert_eq!(alone.ask(&RULE), Outcome::NotApplicable);
    }
}
