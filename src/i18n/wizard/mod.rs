//! The texts of the wizard's screens.

mod files;
mod help;
mod keys;
mod next;
mod notices;
mod screens;
mod views;
mod watching;

pub use files::{FileWord, entries_left_out, file_word, files_of_folder, go_to, marked, rate};
pub use help::{general_help, place_help};
pub use keys::{KeyLabel, key_label, key_name};
pub use next::{Hint, hint};
pub use notices::{Said, said};
pub use screens::*;
pub use views::*;
pub use watching::{not_proven, watch_missing, watch_next};
