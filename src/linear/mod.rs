//! The wizard's face without a screen: pages of plain lines, one below the other,
//! and a prompt. For screen readers, dumb terminals, serial consoles and pipes. It
//! turns lines into actions and writes the model; what the wizard is about stands
//! in `wizard`.
//!
//! ```text
//! line -> said -> wizard::update -> wizard::worker -> screens -> lines
//! ```

mod ask;
mod give;
mod offers;
mod page;
mod run;
mod said;
mod screens;
mod session;
mod settle;
mod watch;
mod write;

pub use offers::{OFFERS, Offer, VIEWS};
pub use page::Looks;
pub use run::{Console, run};
