//! A scenario planned, and its bundle.

use jiff::tz::TimeZone;
use relay_doctor::attribution::replay;
use relay_doctor::diagnosis::{Diagnosis, diagnose};
use relay_doctor::facts::Gathered;
use relay_doctor::remedy::powershell::script;
use relay_doctor::remedy::script::scripts;
use relay_doctor::remedy::{OptionId, Plan, PlanOption, plan};
use relay_doctor::report::Digests;
use relay_doctor::report::bundle::{Chosen, bundle};
use relay_doctor::report::checklist::Mark;
use relay_doctor::report::text::TextInput;
use relay_doctor::terminal::{Glyphs, Lang, Painter};

use crate::common::{evidence_of, gather_path};

/// An incident with its plan.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) gathered: Gathered,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) plan: Plan,
}

impl Case {
    pub(crate) fn of(scenario: &str) -> Self {
        Self::new(scenario, gather_path(&evidence_of(scenario)))
    }

    pub(crate) fn new(name: &str, gathered: Gathered) -> Self {
        let verdicts = replay(&gathered.facts);
        let diagnosis = diagnose(&gathered.facts, &verdicts);
        let plan = plan(&gathered.facts, &verdicts, &diagnosis);
        Self {
            name: name.to_owned(),
            gathered,
            diagnosis,
            plan,
        }
    }

    /// Options that have steps.
    pub(crate) fn options(&self) -> impl Iterator<Item = &PlanOption> {
        self.plan.options.iter().filter(|o| !o.steps.is_empty())
    }

    pub(crate) fn option(&self, id: OptionId) -> &PlanOption {
        self.plan.options.iter().find(|o| o.id == id).unwrap()
    }

    /// The bundle of an option: names and texts.
    pub(crate) fn bundle(&self, lang: Lang, option: &PlanOption) -> Vec<(String, String)> {
        let verdicts = replay(&self.gathered.facts);
        let report = TextInput {
            lang,
            diagnosis: &self.diagnosis,
            verdicts: &verdicts,
            facts: &self.gathered.facts,
            plan: &self.plan,
            sources: &self.gathered.sources,
            zone: TimeZone::UTC,
            width: 100,
            painter: Painter { colour: false },
            glyphs: Glyphs::new(false),
            quiet: false,
        };
        let chosen = Chosen {
            option,
            case: None,
            mark: &|_| Mark::default(),
            digests: &Digests::default(),
        };
        bundle(&report, &chosen)
    }

    /// The scripts of an option as they are written: names and texts.
    pub(crate) fn scripts(&self, option: &PlanOption) -> Vec<(&'static str, String)> {
        scripts(&self.gathered.facts, option)
            .iter()
            .map(|file| (file.name, script(&file.script)))
            .collect()
    }
}

/// Exchange 2010: the listing of its Send connectors has no TlsCertificateName.
pub(crate) fn exchange_2010() -> Case {
    let mut gathered = gather_path(&evidence_of("rd202-old-certificate-after-renewal"));
    for connector in gathered.facts.send_connectors.iter_mut().flatten() {
        connector.tls_certificate_name = relay_doctor::facts::Known::Unknown;
        connector.fqdn = crate::common::read("old.contoso.com".to_owned());
        connector.protocol_logging_level = crate::common::read("None".to_owned());
    }
    Case::new("exchange-2010", gathered)
}
