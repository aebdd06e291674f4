//! Everything a screen of characters needs and no crate gives us whole: text
//! made safe to show, measured in columns, cut, wrapped, aligned, marked where
//! two values differ, and painted by role. Shared by the reports and the wizard;
//! uses nothing of ours.
//!
//! The order in which a value from evidence passes: [`sanitise`] once, then
//! [`truncate`], [`wrap`] or [`Table`], then [`Painter::paint`] last, because
//! escape sequences have no width that could be measured.

mod diff;
mod glyphs;
mod json;
mod lang;
mod path;
mod sanitise;
mod style;
mod table;
mod width;
mod wrap;

pub use diff::{Case, Span, differences};
pub use glyphs::{Frame, Glyphs};
pub use json::json_escape_invisible;
pub use lang::Lang;
pub use sanitise::{TAB_STOP, is_hidden, resembles_escape, sanitise, sanitise_multiline};
pub use style::{ColourChoice, Painter, Role, colour_enabled};
pub use table::{Align, Column, Overflow, Table, TableLine};
pub use width::{Ambiguous, pad_left, pad_right, truncate, truncate_middle, width};
pub use wrap::{Wrapping, wrap};
