//! Yes, no, or the evidence does not tell.

use relay_doctor::attribution::Status;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    Untold,
}

use Answer::{No, Untold, Yes};

impl Answer {
    pub(crate) fn of(told: Option<bool>) -> Self {
        told.map_or(Untold, |yes| if yes { Yes } else { No })
    }

    /// Yes when every one is; no as soon as one is no.
    pub(crate) fn every(answers: &[Answer]) -> Self {
        if answers.contains(&No) {
            No
        } else if answers.contains(&Untold) {
            Untold
        } else {
            Yes
        }
    }

    /// Yes as soon as one is; no when every one is no.
    pub(crate) fn some(answers: &[Answer]) -> Self {
        if answers.contains(&Yes) {
            Yes
        } else if answers.contains(&Untold) {
            Untold
        } else {
            No
        }
    }

    /// As the library says it.
    pub(crate) fn status(self) -> Status {
        match self {
            Yes => Status::Met,
            No => Status::Broken,
            Untold => Status::Unknown,
        }
    }
}
