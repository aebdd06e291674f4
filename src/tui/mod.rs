//! The wizard's face on a terminal. It turns keys into actions and draws the
//! model; what the wizard is about stands in `wizard`.
//!
//! ```text
//! seam -> keymap -> wizard::update -> wizard::worker
//!  ^                     |
//!  +-- view <- screens <-+
//! ```

mod burst;
mod console;
mod ink;
mod jump;
pub mod keymap;
mod next;
mod notice;
mod place;
mod run;
mod screens;
mod seam;
mod sheet;
#[cfg(unix)]
mod signals;
mod theme;
mod view;
mod wide;

pub use console::Console;
pub use place::Place;
pub use run::run;
pub use seam::{Heard, Input, Seam, Turn};
pub use sheet::{Hit, Shown};
pub use theme::{Theme, is_light};
pub use view::{SMALLEST, view};
