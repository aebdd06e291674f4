//! Findings to a plan: the documented options, what each is predicted to do, and
//! the exact commands with a way back.

pub mod collect;
pub mod edit;
mod options;
mod plan;
pub mod powershell;
mod rehearse;
pub mod script;
mod setting;
mod simulate;
mod steps;
mod value;

pub use options::plan;
pub use plan::{
    Applicability, Line, Lines, OptionId, OptionWhy, Place, Plan, PlanOption, Reset, Role, Step,
    StepKind,
};
pub use rehearse::{Caution, Rehearsal, rehearse, renewal};
pub use setting::{WrongSetting, parse_setting, thumbprint};
pub use simulate::steps_of;
pub use value::{NameChoice, choose_name};
