//! Findings to a plan: the documented options, what each is predicted to do, and
//! the exact commands with a way back.

pub mod collect;
pub mod edit;
mod options;
mod plan;
pub mod powershell;
pub mod script;
mod steps;
mod value;

pub use options::plan;
pub use plan::{
    Applicability, Line, Lines, OptionId, OptionWhy, Place, Plan, PlanOption, Reset, Role, Step,
    StepKind,
};
pub use value::{NameChoice, choose_name};
