//! Saved cases, by name or by the path of their file.

use std::path::{Path, PathBuf};

use super::args::Shared;
use crate::case::{Case, Store};
use crate::evidence::walk::Input;

/// The case of that name, or in that file; `None` when there is none that can be read.
/// Nothing is moved or changed.
pub(super) fn find(named: &str, shared: &Shared) -> Option<Case> {
    crate::case::read_case(Path::new(named)).or_else(|| {
        let folder = shared.folders.cases.clone()?;
        Store::new(folder).peek(named)
    })
}

/// What was given to a case.
pub(super) fn inputs(case: &Case) -> Vec<Input> {
    let paths = case.paths.iter().map(|p| Input::Path(PathBuf::from(p)));
    let texts = (1u32..)
        .zip(&case.pasted)
        .map(|(number, text)| Input::Memory {
            path: format!("pasted-{number}"),
            content: text.as_bytes().into(),
        });
    let left_out = case.left_out.iter().map(|p| Input::Without(p.into()));
    paths.chain(left_out).chain(texts).collect()
}
