//! The texts of the wizard's screens.

mod files;
mod help;
mod keys;
mod next;
mod notices;
mod numbers;
mod screens;
mod views;
mod watching;
mod whose_log;

pub use files::{FileWord, entries_left_out, file_word, files_of_folder, go_to, marked, rate};
pub use help::{general_help, place_help, what_is_kept};
pub use keys::{KeyLabel, key_label, key_name};
pub use next::{Hint, hint};
pub use notices::{Said, said};
pub use numbers::*;
pub use screens::*;
pub use views::*;
pub use watching::{
    last_answer, not_proven, server_columns, server_in_a_line, servers_in_short, watch_missing_all,
    watch_next, watch_verdict,
};
pub use whose_log::{how_to_tell_server, log_of, log_of_nobody, server_name, server_not_told};
