//! Whose objects are that do not tell it themselves, as a person said.

use std::path::{Component, Path};

use crate::evidence::loader::Loaded;
use crate::evidence::walk::{Found, Origin};
use crate::evidence::{Side, classify};
use crate::facts::SideGiven;

/// Gives objects that do not tell whose they are the side that was said of their
/// file; what they tell themselves is never overruled.
pub(super) fn settle(loaded: &mut Loaded, told: &[SideGiven]) {
    for (source, record) in &mut loaded.objects {
        if told.is_empty() || classify::side(record).is_some() {
            continue;
        }
        let file = loaded.files.get(source.0 as usize);
        record.side = file.and_then(|file| side_of(file, told));
    }
}

/// What was said of paths that no file lies at or below.
pub(super) fn unmatched(files: &[Found], told: &[SideGiven]) -> Vec<SideGiven> {
    let matches = |given: &SideGiven| {
        let given = std::slice::from_ref(given);
        files.iter().any(|file| side_of(file, given).is_some())
    };
    told.iter().filter(|g| !matches(g)).cloned().collect()
}

/// What was said of a file, or of the folder it is in; the last word counts.
fn side_of(file: &Found, told: &[SideGiven]) -> Option<Side> {
    let on_disk = match &file.origin {
        Origin::Path(path) => Some(path.as_path()),
        _ => None,
    };
    let shown = Path::new(&file.shown);
    let is_it = |given: &&SideGiven| {
        let mut names = on_disk.into_iter().chain([shown]);
        names.any(|name| lies_in(name, Path::new(&given.path)))
    };
    told.iter().rev().find(is_it).map(|given| given.side)
}

/// Whether a path is another, or lies below it; `./` says nothing.
fn lies_in(path: &Path, other: &Path) -> bool {
    let parts = |path: &'_ Path| -> Vec<_> {
        let real = path.components().filter(|c| *c != Component::CurDir);
        real.map(|c| c.as_os_str().to_owned()).collect()
    };
    let other = parts(other);
    !other.is_empty() && parts(path).starts_with(&other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_as_it_was_given_or_as_it_is_shown() {
        for (path, other, is) in [
            ("evidence/exo/a.json", "evidence/exo/a.json", true),
            ("evidence/exo/a.json", "./evidence/exo", true),
            ("./evidence/exo/a.json", "evidence", true),
            ("exo/a.json", "exo/a.json", true),
            ("evidence/exo/a.json", "exo", false),
            ("evidence/a.json", "evidence/a", false),
            ("evidence/a.json", "", false),
            ("evidence/a.json", ".", false),
        ] {
            assert_eq!(
                lies_in(Path::new(path), Path::new(other)),
                is,
                "{path} {other}"
            );
        }
    }
}
