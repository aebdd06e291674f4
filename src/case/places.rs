//! Paths made of names that strangers chose.

use std::collections::BTreeSet;

use super::name::is_device;

/// Paths of files that are written beside each other: possible on every system, and
/// none twice.
#[derive(Debug, Default)]
pub struct Places(BTreeSet<String>);

impl Places {
    /// The path for a file, with `/`.
    pub fn next(&mut self, shown: &str) -> String {
        let safe: Vec<String> = shown.split('/').map(name).collect();
        let path = safe.join("/");
        let mut free = path.clone();
        let mut nth = 2;
        // Windows takes upper and lower case for the same.
        while !self.0.insert(free.to_lowercase()) {
            free = numbered(&path, nth);
            nth += 1;
        }
        free
    }
}

/// `a/b.txt` becomes `a/b (2).txt`.
fn numbered(path: &str, nth: usize) -> String {
    let from = path.rfind('/').map_or(0, |at| at + 1);
    match path[from..].rfind('.').filter(|at| *at > 0) {
        Some(dot) => {
            let (stem, ending) = path.split_at(from + dot);
            format!("{stem} ({nth}){ending}")
        }
        None => format!("{path} ({nth})"),
    }
}

/// Longest name of a file or folder that is written, in characters.
const MAX_NAME: usize = 100;

/// A name that Windows can keep: no reserved character or device, nothing that leads
/// elsewhere ("Naming Files, Paths, and Namespaces").
fn name(part: &str) -> String {
    let allowed = |c: char| match c {
        '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*' => '_',
        c if c.is_control() => '_',
        c => c,
    };
    let mut name: String = part.chars().map(allowed).collect();
    let length = name.chars().count();
    if length > MAX_NAME {
        // The end tells the kind to a person.
        let end: String = name.chars().skip(length - MAX_NAME / 2).collect();
        name = name.chars().take(MAX_NAME / 2).chain(end.chars()).collect();
    }
    let kept = name.trim_end_matches(['.', ' ']).len();
    name.truncate(kept);
    if name.is_empty() || is_device(&name.to_ascii_lowercase()) {
        name.insert(0, '_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::{Component, Path};

    #[test]
    fn no_two_files_have_one_name() {
        let mut places = Places::default();
        let given = [
            "a/B.txt",
            "a/b.txt",
            "a/b.txt",
            "a/con",
            "x/..",
            "x/aux.log",
        ];
        let paths = given.map(|path| places.next(path));
        assert_eq!(
            paths,
            [
                "a/B.txt",
                "a/b (2).txt",
                "a/b (3).txt",
                "a/_con",
                "x/_",
                "x/_aux.log"
            ]
        );
    }

    proptest! {
        #[test]
        fn a_file_lies_below_its_folder(shown in "[a-z./\\\\: *]{1,40}") {
            let path = Places::default().next(&shown);
            let mut parts = Path::new(&path).components();
            prop_assert!(parts.all(|c| matches!(c, Component::Normal(_))));
        }
    }
}
