//! RD501: the last run of HCW wrote another name than the certificate that is sent
//! now: it was renewed or exchanged since, without HCW.
//!
//! Held against TlsSenderCertificateName as HCW wrote it, else against the
//! TlsCertificateName of its Send connector, else against the certificate chosen.

use crate::attribution::{NameFit, name_fit};
use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, NeedReason, Outcome};
use crate::evidence::Location;
use crate::evidence::record::ObjectClass;
use crate::facts::{Certificate, SenderCertificateName, TlsCertificateName, WizardRun};

pub(super) const RULE: Rule = Rule {
    code: Code(501),
    check,
};

fn check(context: &Context) -> Outcome {
    let Some(agreement) = agreement(context) else {
        return Outcome::NotApplicable;
    };
    if agreement.sent.is_empty() {
        return Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
    }
    if agreement.fits != Some(false) {
        return Outcome::Pass;
    }
    let Some(certificate) = agreement.sent.first() else {
        return Outcome::Pass;
    };
    let traffic = &context.facts.traffic;
    let last = traffic.eop_paths().map(|(_, p)| p.last).max();
    let began = agreement.run.began.as_ref();
    // A log that ends before the run shows what was sent before it.
    let confidence = match (began, last) {
        (Some(began), Some(last)) if began.is_before(last / 1000) => Confidence::Certain,
        (_, Some(_)) => Confidence::Possible,
        (_, None) => Confidence::Likely,
    };
    let names = certificate.names.all();
    let detail = Detail::HcwWroteOther {
        run: agreement.run.date(),
        wrote: agreement.value.clone(),
        sent: names.iter().map(ToString::to_string).collect(),
        thumbprint: certificate.thumbprint.clone(),
    };
    let judged = context.verdicts.judged.iter();
    let way = judged
        .filter(|j| {
            j.presented
                .certificate()
                .is_some_and(|c| c.thumbprint == certificate.thumbprint)
        })
        .find_map(|j| context.way(j)?.proof.first().cloned());
    let proof = [agreement.at.clone()].into_iter().chain(way);
    Outcome::Found(Finding::new(501, confidence, detail, proof))
}

/// What HCW wrote last, beside what is sent.
pub(crate) struct Agreement<'a> {
    pub(crate) run: &'a WizardRun,
    /// The value, as HCW wrote it.
    pub(crate) value: String,
    /// Where.
    pub(crate) at: Location,
    /// What is sent.
    pub(crate) sent: Vec<&'a Certificate>,
    /// Whether any that is sent fits; `None` where that cannot be told.
    pub(crate) fits: Option<bool>,
}

/// `None` where no run says anything of a certificate.
pub(crate) fn agreement<'a>(context: &Context<'a>) -> Option<Agreement<'a>> {
    let facts = context.facts;
    let (run, (value, at)) = facts
        .hcw_runs
        .iter()
        .rev()
        .find_map(|run| Some((run, value(run)?)))?;
    let mut sent: Vec<&Certificate> = Vec::new();
    for judged in &context.verdicts.judged {
        if let Some(certificate) = judged.presented.certificate()
            && !sent.iter().any(|c| c.thumbprint == certificate.thumbprint)
        {
            sent.push(certificate);
        }
    }
    let each: Vec<Option<bool>> = sent.iter().map(|c| fits(c, &value)).collect();
    let fits = match () {
        () if each.contains(&Some(true)) => Some(true),
        () if each.is_empty() || each.contains(&None) => None,
        () => Some(false),
    };
    Some(Agreement {
        run,
        value,
        at,
        sent,
        fits,
    })
}

fn value(run: &WizardRun) -> Option<(String, Location)> {
    let written = [
        (ObjectClass::InboundConnector, "TlsSenderCertificateName"),
        (ObjectClass::SendConnector, "TlsCertificateName"),
    ]
    .into_iter()
    .find_map(|(class, property)| run.last_written(class, property))
    .filter(|w| !w.to.trim().is_empty());
    match (written, &run.chosen) {
        (Some(w), _) => Some((w.to.clone(), w.at.clone())),
        (None, Some(chosen)) => Some((chosen.name.clone(), chosen.at.clone())),
        (None, None) => None,
    }
}

fn fits(certificate: &Certificate, value: &str) -> Option<bool> {
    if let Some(name) = TlsCertificateName::parse(value) {
        return certificate.is_named_by(&name);
    }
    match name_fit(&certificate.names, &SenderCertificateName::parse(value)) {
        NameFit::Match { .. } => Some(true),
        NameFit::Mismatch { likely: false } => Some(false),
        NameFit::Mismatch { likely: true } | NameFit::Undecided | NameFit::NamesUnknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::rules::testing::{Incident, hcw_log, wrote_inbound};

    #[test]
    fn another_name_than_the_one_sent() {
        for (name, found) in [
            ("old.contoso.com", true),
            ("mail.contoso.com", false),
            ("*.contoso.com", false),
            ("MAIL.contoso.com", false),
        ] {
            let log = hcw_log("2026.02.19", &wrote_inbound(name));
            let incident = Incident::refused().file("20260219_032639.log", &log);
            let outcome = incident.ask(&RULE);
            assert_eq!(
                matches!(outcome, Outcome::Found(_)),
                found,
                "{name}: {outcome:?}"
            );
        }
    }

    /// An `.xhcw` has no page with the chosen certificate; the hybrid configuration has.
    #[test]
    fn the_certificate_that_hcw_keeps_in_the_hybrid_configuration() {
        for (name, found) in [("old.contoso.com", true), ("mail.contoso.com", false)] {
            let run = format!(
                "<invoke start=\"02/19/2026 03:26:39.330\" type=\"OnPremises\" \
                 cmdlet=\"Set-HybridConfiguration\"><parameters><parameter \
                 name=\"TlsCertificateName\" value=\"&lt;I&gt;CN=CA 1&lt;S&gt;CN={name}\" />\
                 </parameters><results></results></invoke>\r\n"
            );
            let incident = Incident::refused().file("20260219_032639.xhcw", &run);
            let outcome = incident.ask(&RULE);
            assert_eq!(
                matches!(outcome, Outcome::Found(_)),
                found,
                "{name}: {outcome:?}"
            );
        }
    }

    #[test]
    fn the_last_run_counts() {
        let old = hcw_log("2025.02.19", &wrote_inbound("old.contoso.com"));
        let new = hcw_log("2026.02.19", &wrote_inbound("mail.contoso.com"));
        let incident = Incident::refused().file("b.log", &old).file("a.log", &new);
        assert_eq!(incident.ask(&RULE), Outcome::Pass);
    }

    #[test]
    fn without_the_wizard_or_without_a_log() {
        assert_eq!(Incident::refused().ask(&RULE), Outcome::NotApplicable);
        let log = hcw_log("2026.02.19", &wrote_inbound("old.contoso.com"));
        let alone = Incident::default().file("20260219_032639.log", &log);
        let asked = Outcome::NeedsEvidence(vec![NeedReason::SendLog]);
        assert_eq!(alone.ask(&RULE), asked);
    }
}
