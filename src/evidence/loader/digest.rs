//! SHA-256 of the files that were given, for reports that are kept.

use std::fmt::Write as _;
use std::io;

use sha2::{Digest as _, Sha256};

use super::open::read;
use crate::evidence::walk::{Input, Origin, walk};

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// Path as shown and lower-case hex of each file. What cannot be read, and standard
/// input, which cannot be read twice, is left out.
pub fn digests(inputs: &[Input]) -> Vec<(String, String)> {
    let files = walk(inputs);
    let readable = files
        .iter()
        .filter(|f| f.trouble.is_none() && f.origin != Origin::Stdin);
    readable
        .filter_map(|f| Some((f.shown.clone(), digest(&f.origin).ok()?)))
        .collect()
}

fn digest(origin: &Origin) -> io::Result<String> {
    let mut hasher = Sha256::new();
    read(origin, |input| {
        let mut chunk = vec![0; CHUNK];
        loop {
            match input.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(count) => hasher.update(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    })?;
    let mut hex = String::with_capacity(64);
    for byte in hasher.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_sha256sum() {
        let input = Input::Memory {
            path: "a/b.txt".to_owned(),
            content: (*b"abc").into(),
        };
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(
            digests(&[input]),
            [("a/b.txt".to_owned(), expected.to_owned())]
        );
    }
}
