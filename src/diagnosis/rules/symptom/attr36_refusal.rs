//! RD003: the reply names ATTR36 (documents also write ATT36): condition A is
//! what failed (KB4019940, KB3169958). As sure as the text itself.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};
use crate::evidence::reply::ReplyKind;

pub(super) const RULE: Rule = Rule {
    code: Code(3),
    check,
};

fn check(context: &Context) -> Outcome {
    if context.facts.symptoms.is_empty() {
        return Outcome::NotApplicable;
    }
    let Some(symptom) = context.symptom(ReplyKind::Attr36) else {
        return Outcome::Pass;
    };
    let detail = Detail::Attr36 {
        count: symptom.count,
    };
    Outcome::Found(Finding::new(
        3,
        Confidence::Certain,
        detail,
        symptom.locations.iter().cloned(),
    ))
}
