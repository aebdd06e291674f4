//! RD216: a certificate in use ends soon: less than 30 days, or less than a third
//! of its life, is left, whichever is shorter (contract.md). One that has ended is
//! RD203's.
//!
//! Why it matters: mail passes now, and a renewal is where it usually breaks. Needs
//! the dates (the log's newer form, a file, Get-ExchangeCertificate); certain.

use super::is_due;
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(216),
    check,
};

fn check(context: &Context) -> Outcome {
    let in_use = context.in_use();
    if in_use.is_empty() {
        return Outcome::NotApplicable;
    }
    let now = context.facts.now;
    let due = in_use
        .iter()
        .filter(|u| is_due(u.certificate, now) == Some(true));
    if let Some(used) = due.min_by_key(|u| u.certificate.not_after) {
        let certificate = used.certificate;
        let not_after = certificate.not_after.unwrap_or(now);
        let detail = Detail::ExpiresSoon {
            certificate: certificate.display_name(),
            thumbprint: certificate.thumbprint.clone(),
            not_after,
            days: u64::try_from((not_after - now).div_euclid(86_400)).unwrap_or(0),
        };
        let listed = certificate.locations.first().cloned();
        let proof = used.proof.iter().cloned().chain(listed);
        return Outcome::Found(Finding::new(216, Confidence::Certain, detail, proof));
    }
    let undated = in_use.iter().find(|u| u.certificate.not_after.is_none());
    match undated.map(|u| u.certificate.thumbprint.clone()) {
        Some(thumbprint) => {
            Outcome::NeedsEvidence(vec![NeedReason::CertificateDetails { thumbprint }])
        }
        None => Outcome::Pass,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Incident, Listed};

    fn ends(not_before: &str, not_after: &str) -> Outcome {
        let listed = Listed::new("A1").dates(not_before, not_after);
        Incident::accepted().certificate(&listed).ask(&RULE)
    }

    #[test]
    fn thirty_days_or_a_third_of_its_life() {
        // The incident is judged as of 2026-11-02T12:00:00Z.
        for (not_before, not_after, days) in [
            ("2026-01-01T00:00:00Z", "2026-12-02T11:59:00Z", Some(29)),
            ("2026-01-01T00:00:00Z", "2026-12-02T12:00:00Z", None),
            // 47 days of life: a third is less than 16.
            ("2026-10-01T00:00:00Z", "2026-11-17T00:00:00Z", Some(14)),
            ("2026-10-05T00:00:00Z", "2026-11-21T00:00:00Z", None),
            ("2026-01-01T00:00:00Z", "2026-11-02T12:00:01Z", Some(0)),
            // It has ended: RD203.
            ("2026-01-01T00:00:00Z", "2026-11-02T11:59:59Z", None),
        ] {
            let found = match ends(not_before, not_after) {
                Outcome::Found(finding) => match finding.detail {
                    Detail::ExpiresSoon { days, .. } => Some(days),
                    other => panic!("{other:?}"),
                },
                Outcome::Pass => None,
                other => panic!("{other:?}"),
            };
            assert_eq!(found, days, "{not_after}");
        }
    }

    #[test]
    fn without_dates_they_are_asked_for() {
        let Outcome::NeedsEvidence(needs) = Incident::accepted().ask(&RULE) else {
            panic!("not asked");
        };
        let [NeedReason::CertificateDetails { thumbprint }] = needs.as_slice() else {
            panic!("{needs:?}");
        };
        assert!(thumbprint.starts_with("A1"));
    }

    #[test]
    fn nothing_in_use_is_not_applicable() {
        assert_eq!(Incident::default().ask(&RULE), Outcome::NotApplicable);
    }
}
