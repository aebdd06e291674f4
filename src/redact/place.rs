//! Where the copy of a file lies, so that it is read as the original was: a server is
//! the folder of its logs, and that folder stays above them.

use std::path::{Component, Path};

use crate::evidence::walk::{Origin, place, server_of};

/// The path of a file below the folder that was given, with that folder's name first;
/// of a log, with its server's where that lies above. With `/`, nothing replaced yet.
pub fn shown_place(origin: &Origin, shown: &str, is_log: bool) -> String {
    let real = place(origin);
    let names = names(&real);
    if names.is_empty() || matches!(origin, Origin::Stdin) {
        return format!("pasted/{}.txt", shown.trim_matches('-'));
    }
    let mut from = names.len().saturating_sub(shown.split('/').count() + 1);
    if is_log {
        let server = server_of(origin).0;
        let above = self::names(&server).len().saturating_sub(1);
        from = from.min(above);
    }
    names[from..].join("/")
}

fn names(path: &Path) -> Vec<String> {
    let name = |part: Component| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    };
    path.components().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_tells_the_server() {
        let path = |text: &str| Origin::Memory(text.to_owned(), [].into());
        let table = [
            // Given: /cases/contoso
            (
                "/cases/contoso/EX01/Hub/a.log",
                "EX01/Hub/a.log",
                true,
                "contoso/EX01/Hub/a.log",
            ),
            (
                "/cases/contoso/bounce.txt",
                "bounce.txt",
                false,
                "contoso/bounce.txt",
            ),
            // Given: /cases/EX01/SmtpSend
            (
                "/cases/EX01/SmtpSend/a.log",
                "a.log",
                true,
                "EX01/SmtpSend/a.log",
            ),
            (
                "/cases/EX01/SmtpSend/a.txt",
                "a.txt",
                false,
                "SmtpSend/a.txt",
            ),
            ("/a.log", "a.log", false, "a.log"),
        ];
        for (real, shown, is_log, expected) in table {
            assert_eq!(shown_place(&path(real), shown, is_log), expected, "{real}");
        }
        assert_eq!(shown_place(&Origin::Stdin, "-", false), "pasted/.txt");
    }
}
