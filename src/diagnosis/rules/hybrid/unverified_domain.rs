//! RD502: HCW8103, the name on the certificate is in no verified domain of the
//! tenant. A warning that lets the run go on, and foretells ATTR36 (KB4019940;
//! domain.md section 6). The last run counts, and a domain accepted since settles it.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::facts::{CertificateName, Domain, Facts};

pub(super) const RULE: Rule = Rule {
    code: Code(502),
    check,
};

fn check(context: &Context) -> Outcome {
    let facts = context.facts;
    let Some(run) = facts.hcw_runs.last() else {
        return Outcome::NotApplicable;
    };
    let Some(warning) = run.warnings.iter().rfind(|w| w.code == "HCW8103") else {
        return Outcome::Pass;
    };
    let name = name_in(&warning.text);
    let accepted = name.as_deref().and_then(|n| is_accepted(facts, n));
    if accepted == Some(true) {
        return Outcome::Pass;
    }
    let confidence = match accepted {
        Some(_) => Confidence::Certain,
        None => Confidence::Likely,
    };
    let detail = Detail::HcwWarnedDomain {
        run: run.date(),
        name,
    };
    let proof = [warning.at.clone()];
    Outcome::Found(Finding::new(502, confidence, detail, proof))
}

/// `The certificate provided (mail.contoso.com) does not match ...`
fn name_in(text: &str) -> Option<String> {
    let inside = text.split_once('(')?.1.split_once(')')?.0.trim();
    CertificateName::parse(inside).map(|name| name.to_string())
}

/// Whether the tenant accepts the name's domain today; `None` where that is not known.
fn is_accepted(facts: &Facts, name: &str) -> Option<bool> {
    let name = CertificateName::parse(name)?;
    let (base, parent) = (name.base().clone(), name.base().parent());
    let accepts = |domain: &Domain| facts.tenant.accepts(domain);
    let host = matches!(name, CertificateName::Host(_));
    let above = parent.filter(|_| host).and_then(|p| accepts(&p));
    Some(accepts(&base)? || above == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::rules::testing::{Incident, hcw_log};

    fn warned(name: &str) -> String {
        format!(
            "2026.02.19 03:27:00.000 WARNING 10026 [Client=UX, Thread=6] HCW8103 The certificate provided ({name}) does not match a verified domain inside the Office 365 tenant.\r\n"
        )
    }

    #[test]
    fn a_warning_that_still_holds() {
        for (name, found) in [("mail.fabrikam.com", true), ("mail.contoso.com", false)] {
            let log = hcw_log("2026.02.19", &warned(name));
            let incident = Incident::refused().file("20260219_032639.log", &log);
            let outcome = incident.ask(&RULE);
            assert_eq!(
                matches!(outcome, Outcome::Found(_)),
                found,
                "{name}: {outcome:?}"
            );
        }
    }

    #[test]
    fn a_later_run_without_it_and_none_at_all() {
        let old = hcw_log(
            "2025.02.19",
            &warned("mail.fabrikam.com").replace("2026", "2025"),
        );
        let incident = Incident::refused()
            .file("b.log", &old)
            .file("a.log", &hcw_log("2026.02.19", ""));
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
        assert_eq!(Incident::refused().ask(&RULE), Outcome::NotApplicable);
    }
}
