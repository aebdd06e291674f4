//! SHA-256 of the evidence, so that a report can be held against its files later.

use std::collections::BTreeMap;

/// Digests by the path that is shown; empty where none were asked for.
#[derive(Debug, Clone, Default)]
pub struct Digests(BTreeMap<String, String>);

impl Digests {
    /// Of path and lower-case hex.
    pub fn new(all: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(all.into_iter().collect())
    }

    /// The digest of a file, else of the archive it is in.
    pub fn of(&self, path: &str) -> Option<&str> {
        let above = |at: &(usize, char)| self.0.get(&path[..at.0]);
        let archive = || {
            path.char_indices()
                .filter(|(_, c)| *c == '/')
                .find_map(|at| above(&at))
        };
        self.0.get(path).or_else(archive).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_the_digest_of_its_archive() {
        let digests = Digests::new([
            ("a/b.zip".to_owned(), "11".to_owned()),
            ("a/c.log".to_owned(), "22".to_owned()),
        ]);
        assert_eq!(digests.of("a/c.log"), Some("22"));
        assert_eq!(digests.of("a/b.zip/EX01/d.log"), Some("11"));
        assert_eq!(digests.of("a/d.log"), None);
        assert_eq!(digests.of("a"), None);
    }
}
