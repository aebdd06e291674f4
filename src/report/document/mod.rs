//! The report as a document: sections of blocks that hold raw text, made once and
//! printed as Markdown ([`super::markdown`]) and as HTML ([`super::html`]). The
//! printers sanitise and escape; nothing here is safe to show as it is.

mod build;
mod comparison;
mod findings;
mod plan;
mod timeline;
mod traffic;
mod words;

use crate::terminal::{Lang, Role};

pub(in crate::report) use build::build;
pub(in crate::report) use timeline::{Change, Chart, Interval};
pub(in crate::report) use words::Contents;

/// A report.
#[derive(Debug, Clone)]
pub(in crate::report) struct Document {
    /// The language of its words.
    pub(in crate::report) lang: Lang,
    /// The verdict in a sentence.
    pub(in crate::report) title: String,
    /// Which program made it, and as of when it judges.
    pub(in crate::report) made_by: String,
    /// In order.
    pub(in crate::report) sections: Vec<Section>,
}

/// A part under its heading.
#[derive(Debug, Clone)]
pub(in crate::report) struct Section {
    /// What it is, which is its anchor too.
    pub(in crate::report) id: Contents,
    /// Its heading.
    pub(in crate::report) heading: String,
    /// In order.
    pub(in crate::report) blocks: Vec<Block>,
}

/// A piece of a section. All text is raw.
#[derive(Debug, Clone)]
pub(in crate::report) enum Block {
    /// A paragraph.
    Prose(Role, String),
    /// A heading below the section's.
    Heading(String),
    /// Labels with what they say.
    Facts(Vec<(String, Role, String)>),
    /// Rows below a head.
    Table(Table),
    /// Lines of one file, as proof: path, then number and text.
    Cited(String, Vec<(u64, String)>),
    /// A command to be copied, with a label; safe to print as it is.
    Code(Option<String>, String),
    /// Addresses of documents, with their titles.
    Links(Vec<(String, String)>),
    /// Short lines below each other.
    List(Vec<String>),
    /// Accepted and refused over time: a picture, or a table of it.
    Chart(Box<Chart>),
}

/// A table.
#[derive(Debug, Clone)]
pub(in crate::report) struct Table {
    /// Heads of the columns.
    pub(in crate::report) head: Vec<String>,
    /// Each with as many cells as the head.
    pub(in crate::report) rows: Vec<Vec<Cell>>,
}

/// A cell: pieces, each with what it is; differing characters are [`Role::Danger`].
pub(in crate::report) type Cell = Vec<(Role, String)>;

/// A cell of one piece.
pub(in crate::report) fn cell(role: Role, text: impl Into<String>) -> Cell {
    vec![(role, text.into())]
}
