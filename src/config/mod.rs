//! What a person has set for good: language, theme, symbols, mouse, keys. One file in
//! the folder for configuration, or beside the program ([`Folders`]). What it does not
//! say, or says wrongly, stays as it is by default; the file is never written over.

mod file;
mod folders;
mod read;
mod setting;
mod template;

pub use file::{NotSaved, Settled, load, save, write_template};
pub use folders::Folders;
pub use read::{Trouble, TroubleKind, parse};
pub use setting::{Scheme, Setting, Settings, ThemeChoice};
pub use template::{KeyLine, template};

#[cfg(test)]
mod tests;
