//! Codes and typed parameters to sentences, English and Japanese side by side:
//! a sentence without its other language does not compile (see `say`).
//!
//! Evidence stands in the sentences as it was read. It is hostile: whoever shows
//! a finished sentence sanitises it (invariant 5). English texts of ours are ASCII.

mod cases;
mod dates;
mod findings;
pub mod linear;
mod list;
mod needs;
mod notes;
pub mod pages;
mod plan;
mod reasons;
mod say;
mod sessions;
mod settings;
mod summary;
mod timeline;
pub mod watch;
mod what_if;
pub mod wizard;
pub mod words;

#[cfg(test)]
mod tests;

pub use crate::terminal::Lang;
pub use cases::{case_age, case_refused, case_step, case_what};
pub use dates::{ago, clock, date, date_time, duration, time_left, to_the_second};
pub use findings::{explanation, next_action, title};
pub use list::{comma, list};
pub(crate) use list::{count, names, quoted, short};
pub use needs::need;
pub use notes::{note, unread};
pub use plan::{applicability, option_name, option_why, place, resets, step_text, step_title};
pub use reasons::{
    connector_reason, connector_reason_short, organization_reason, row_reason, row_reason_short,
};
pub(crate) use say::{say, text};
pub use sessions::{
    conditions, filter_name, filter_value, folded_certificate, from_to, session_certificate,
};
pub use settings::{
    setting_about, setting_hint, setting_name, setting_value, template_head, template_keys,
    template_words, trouble,
};
pub use summary::{Seen, summary};
pub use timeline::{broke, columns, ends, moment, several_days, turned};
pub use what_if::{caution, shown, subject, wrong_setting};
