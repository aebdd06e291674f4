//! RD504: the last run of HCW did not finish its mail-flow part, so that some values
//! may be new and others old. An error that has nothing to do with connectors (a
//! migration endpoint, say) is none.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome, RunFault};
use crate::facts::MailFlow;

pub(super) const RULE: Rule = Rule {
    code: Code(504),
    check,
};

fn check(context: &Context) -> Outcome {
    let Some(run) = context.facts.hcw_runs.last() else {
        return Outcome::NotApplicable;
    };
    let (fault, confidence, at) = match &run.mail_flow {
        MailFlow::Untouched => return Outcome::NotApplicable,
        MailFlow::Finished => return Outcome::Pass,
        MailFlow::Failed { what, words, at } => {
            let fault = RunFault::Failed {
                what: what.clone(),
                words: words.clone(),
            };
            (fault, Confidence::Likely, at)
        }
        MailFlow::NotReached { property, at } => {
            let fault = RunFault::NotReached {
                property: property.clone(),
            };
            (fault, Confidence::Likely, at)
        }
        MailFlow::BrokenOff { at } => (RunFault::BrokenOff, Confidence::Possible, at),
    };
    let detail = Detail::HcwRunFailed {
        run: run.date(),
        fault,
    };
    Outcome::Found(Finding::new(504, confidence, detail, [at.clone()]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::diagnosis::rules::testing::{Incident, hcw_compared, hcw_log, wrote_inbound};

    fn fault(log: &str) -> Option<RunFault> {
        let incident = Incident::refused().file("20260219_032639.log", log);
        match incident.ask(&RULE) {
            Outcome::Found(finding) => match finding.detail {
                Detail::HcwRunFailed { fault, .. } => Some(fault),
                other => panic!("{other:?}"),
            },
            Outcome::Pass => None,
            other => panic!("{other:?}"),
        }
    }

    fn error(cmdlet: &str) -> String {
        let context = format!("[Client=UX, Session=Tenant, Cmdlet={cmdlet}, Thread=6]");
        format!(
            "2026.02.19 03:28:00.000         10276 {context} START {cmdlet} -Identity 'In'\r\n\
             2026.02.19 03:28:01.000 *ERROR* 10277 {context} FINISH Time=1ms Results=PowerShell failed to invoke '{cmdlet}': no\r\n"
        )
    }

    #[test]
    fn an_error_on_a_connector_and_one_elsewhere() {
        let finished = wrote_inbound("mail.contoso.com") + &hcw_compared("True");
        let other = hcw_log("2026.02.19", &(error("New-MigrationEndpoint") + &finished));
        assert_eq!(fault(&other), None);
        let failed = hcw_log("2026.02.19", &(finished + &error("Set-InboundConnector")));
        assert!(
            matches!(fault(&failed), Some(RunFault::Failed { what, .. }) if what == "Set-InboundConnector")
        );
    }

    #[test]
    fn an_error_that_was_mended_in_the_same_run() {
        let again = error("Set-InboundConnector")
            + &error("Set-InboundConnector")
                .replace("*ERROR*", "       ")
                .replace(
                    "PowerShell failed to invoke 'Set-InboundConnector': no",
                    "1",
                )
            + &hcw_compared("True");
        assert_eq!(fault(&hcw_log("2026.02.19", &again)), None);
    }

    #[test]
    fn a_value_not_reached_and_a_run_that_breaks_off() {
        let wrote = wrote_inbound("mail.contoso.com");
        let differs = hcw_log("2026.02.19", &(wrote.clone() + &hcw_compared("False")));
        assert!(matches!(fault(&differs), Some(RunFault::NotReached { .. })));
        let ends = hcw_log("2026.02.19", &wrote);
        assert_eq!(fault(&ends), Some(RunFault::BrokenOff));
    }

    #[test]
    fn a_run_that_is_not_about_mail_flow() {
        let incident = Incident::refused().file(
            "a.log",
            &hcw_log("2026.02.19", &error("New-MigrationEndpoint")),
        );
        assert_eq!(incident.ask(&RULE), Outcome::NotApplicable);
        // Of a paste nobody knows what came after.
        let paste = Incident::refused().file("a.log", &wrote_inbound("mail.contoso.com"));
        assert_eq!(paste.ask(&RULE), Outcome::NotApplicable);
        assert_eq!(Incident::refused().ask(&RULE), Outcome::NotApplicable);
    }
}
