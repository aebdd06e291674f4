//! The texts of the wizard's screens.

mod help;
mod keys;
mod next;
mod notices;
mod screens;
mod views;

pub use help::{general_help, place_help};
pub use keys::{KeyLabel, key_label, key_name};
pub use next::{Hint, hint};
pub use notices::{Said, said};
pub use screens::*;
pub use views::*;
