//! Files rewritten while they are read: redaction comes in here, before anything
//! is parsed, so that nothing of the original is in what follows.

use std::io::{self, Read};

/// Rewrites files and their names.
pub trait Rewrite {
    /// The bytes of a file, rewritten; an archive as it is, since its files come
    /// one by one.
    ///
    /// # Errors
    /// What reading them says.
    fn bytes<'r>(&'r self, bytes: &'r mut dyn Read) -> io::Result<Box<dyn Read + 'r>>;

    /// A path, or the name of a server, as it is shown.
    fn name(&self, shown: &str) -> String;
}
