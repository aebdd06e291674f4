//! Names of cases, and the files they are kept in.

use sha1::{Digest, Sha1};

/// Longest file name made of a case name, in characters.
const MAX_CHARS: usize = 60;

/// Names that Windows keeps for devices, whatever the extension ("Naming Files,
/// Paths, and Namespaces").
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A name for a case that has none: the time (seconds since the epoch) in UTC.
pub fn default_name(now: i64) -> String {
    let time = jiff::Timestamp::from_second(now).unwrap_or_default();
    time.strftime("case-%Y-%m-%d-%H%M%S").to_string()
}

/// The file name of a case, without extension. Different names have different
/// files, also where the system takes upper and lower case for the same.
pub fn file_stem(name: &str) -> String {
    let mut stem: String = name.chars().map(allowed).take(MAX_CHARS).collect();
    let kept = stem.trim_end_matches(['.', ' ']).len();
    stem.truncate(kept);
    if is_device(&stem) || stem.starts_with(['.', ' ', '-']) {
        stem.insert(0, '_');
    }
    if stem == name && !stem.is_empty() {
        return stem;
    }
    let hash = Sha1::digest(name.as_bytes());
    let hash: String = hash.iter().take(4).map(|b| format!("{b:02x}")).collect();
    match stem.is_empty() {
        true => format!("case-{hash}"),
        false => format!("{stem}-{hash}"),
    }
}

/// Lower case, and nothing that a file system or a shell takes for its own. A dot
/// would let a name end in what we put there ourselves (`.broken-1`).
fn allowed(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '.' | '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '\'' | '`' | '$' | '%' => '_',
        c if c.is_control() || c == '\u{7f}' => '_',
        c if c.is_alphanumeric() || c.is_ascii() => c,
        _ => '_',
    }
}

/// Whether Windows takes a name (in lower case) for a device.
pub(super) fn is_device(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().trim_end();
    let numbered = |prefix: &str| {
        let rest = base.strip_prefix(prefix);
        rest.is_some_and(|r| {
            let mut chars = r.chars();
            let digit = chars.next();
            digit.is_some_and(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'))
                && chars.next().is_none()
        })
    };
    RESERVED.contains(&base) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_become_files_that_every_system_can_keep() {
        let table = [
            ("case-2026-11-02-120000", "case-2026-11-02-120000"),
            ("contoso 2 nov", "contoso 2 nov"),
            ("証明書の更新", "証明書の更新"),
        ];
        for (name, stem) in table {
            assert_eq!(file_stem(name), stem);
        }
        for (name, beginning) in [
            ("Contoso", "contoso-"),
            ("../../etc/passwd", "______etc_passwd-"),
            ("con", "_con-"),
            ("NUL.txt", "nul_txt-"),
            ("com1", "_com1-"),
            ("", "case-"),
            ("...", "___-"),
            ("a\u{202e}b\u{1b}", "a_b_-"),
        ] {
            assert!(
                file_stem(name).starts_with(beginning),
                "{name}: {}",
                file_stem(name)
            );
        }
        assert_ne!(file_stem("Contoso"), file_stem("contoso"));
        assert_ne!(file_stem("a/b"), file_stem("a?b"));
        assert_eq!(default_name(1_793_620_800), "case-2026-11-02-120000");
    }

    proptest! {
        #[test]
        fn a_file_name_is_one_harmless_component(name in ".{0,200}") {
            let stem = file_stem(&name);
            prop_assert!(!stem.is_empty() && stem.chars().count() <= 80);
            prop_assert!(!stem.contains(['/', '\\', ':', '.', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!stem.ends_with(' ') && !stem.starts_with(' '));
            prop_assert!(!is_device(&stem));
        }
    }
}
