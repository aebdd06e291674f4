//! Texts that the program carries deflated; `build.rs` packs them. They are unpacked
//! when the first of a pack is asked for.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;

/// A pack that is unpacked once.
pub(crate) struct Pack(LazyLock<Vec<u8>>);

/// The pages of the findings in English.
pub(crate) static PAGES_EN: Pack = Pack(LazyLock::new(|| {
    unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/pages-en")))
}));

/// The pages of the findings in Japanese.
pub(crate) static PAGES_JA: Pack = Pack(LazyLock::new(|| {
    unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/pages-ja")))
}));

/// The built-in incidents.
pub(crate) static DEMO: Pack = Pack(LazyLock::new(|| {
    unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/demo")))
}));

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was packed when the program was built can be unpacked (the tests ask for all).
    let _ = DeflateDecoder::new(packed).read_to_end(&mut bytes);
    bytes
}

impl Pack {
    /// The bytes of the file at `path`; `None` where the pack has none.
    pub(crate) fn file(&'static self, path: &str) -> Option<&'static [u8]> {
        let mut rest = &self.0[..];
        while !rest.is_empty() {
            let (name, after) = until_nul(rest)?;
            let (length, after) = until_nul(after)?;
            let length = std::str::from_utf8(length).ok()?.parse().ok()?;
            let (bytes, next) = after.split_at_checked(length)?;
            if name == path.as_bytes() {
                return Some(bytes);
            }
            rest = next;
        }
        None
    }

    /// The text of the file at `path`.
    pub(crate) fn text(&'static self, path: &str) -> Option<&'static str> {
        std::str::from_utf8(self.file(path)?).ok()
    }
}

fn until_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(0, bytes)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_packed_is_what_lies_in_assets() {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        for (pack, folder, files) in [
            (&PAGES_EN, "findings/en", 59),
            (&PAGES_JA, "findings/ja", 59),
            (&DEMO, "demo/renewed-certificate", 7),
        ] {
            let mut count = 0;
            let mut folders = vec![assets.join(folder)];
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() {
                        folders.push(path);
                        continue;
                    }
                    let name = path.strip_prefix(&assets).unwrap().to_str().unwrap();
                    let name = name.replace('\\', "/");
                    let name = name.split_once('/').unwrap().1;
                    let name = name.trim_start_matches("en/").trim_start_matches("ja/");
                    assert_eq!(pack.file(name), Some(&std::fs::read(&path).unwrap()[..]));
                    count += 1;
                }
            }
            assert!(count >= files, "{folder}: {count}");
        }
        assert_eq!(DEMO.file("renewed-certificate"), None);
        assert_eq!(PAGES_EN.text(""), None);
    }
}
