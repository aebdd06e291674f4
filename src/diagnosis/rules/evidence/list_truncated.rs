//! RD902: a `{a, b...}` list was cut by the console ($FormatEnumerationLimit):
//! what is missing is unknown, never a mismatch.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(902),
    check,
};

fn check(context: &Context) -> Outcome {
    let truncated = &context.facts.truncated;
    if truncated.is_empty() {
        return Outcome::Pass;
    }
    let detail = Detail::Truncated {
        values: truncated
            .iter()
            .map(|t| (t.object.clone(), t.property.clone()))
            .collect(),
    };
    Outcome::Found(Finding::new(
        902,
        Confidence::Certain,
        detail,
        truncated.iter().map(|t| t.at.clone()),
    ))
}
