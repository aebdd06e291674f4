#![allow(clippy::unwrap_used)]
use super::*;

fn shown(paths: Option<Vec<PathBuf>>) -> String {
    let paths = paths.unwrap_or_default();
    let all: Vec<_> = paths.iter().map(|p| p.to_string_lossy()).collect();
    all.join("|")
}

#[test]
fn pastes_of_paths() {
    let table = [
        (r"C:\logs\SEND1.LOG", r"C:\logs\SEND1.LOG"),
        ("  \"C:\\my logs\\a.log\"\r\n", r"C:\my logs\a.log"),
        ("\"C:\\a b\" \"D:\\c\"", r"C:\a b|D:\c"),
        ("C:\\a b\nD:\\c\n", r"C:\a b|D:\c"),
        (r"\\EX01\c$\logs", r"\\EX01\c$\logs"),
        (
            r"/evidence/kay/my\ logs/a.log",
            "/evidence/kay/my logs/a.log",
        ),
        (r"/evidence/a\ b /evidence/c", "/evidence/a b|/evidence/c"),
        ("/evidence/kay/my logs", "/evidence/kay/my logs"),
        ("'/evidence/kay/my logs' ", "/evidence/kay/my logs"),
        ("file:///evidence/kay/%E8%A8%BC.log", "/evidence/kay/証.log"),
        ("file:///C:/my%20logs", "C:/my logs"),
        ("file://EX01/logs/a.log", "//EX01/logs/a.log"),
        ("~/evidence", "/evidence/kay/evidence"),
        ("~kay", ""),
        ("550 5.7.64 TenantAttribution; Relay Access Denied", ""),
        ("Name : Inbound\nEnabled : True", ""),
        ("C:\\a.log\n550 5.7.64 refused", ""),
        ("\"quoted words\"", ""),
        // As PowerShell and the terminals of editors deliver what was dropped.
        (r"& 'C:\my logs\a.log'", r"C:\my logs\a.log"),
        (r"& 'C:\Kay''s logs\a.log'", r"C:\Kay's logs\a.log"),
        (r"& C:\my` logs\a.log ", r"C:\my logs\a.log"),
        // Windows Terminal puts only those in quotes that have blanks.
        ("\"C:\\a b\\x.log\" C:\\c.log", r"C:\a b\x.log|C:\c.log"),
        (r"C:\c.log D:\d.log", r"C:\c.log|D:\d.log"),
        (r"C:\my logs\c.log D:\d.log", r"C:\my logs\c.log|D:\d.log"),
        (r"C:\a.log \\EX01\logs\b.log", r"C:\a.log|\\EX01\logs\b.log"),
        (r"C:\my new logs", r"C:\my new logs"),
        (r"C:\Kay's and Mary's logs", r"C:\Kay's and Mary's logs"),
        ("/evidence/kay's logs", "/evidence/kay's logs"),
        (r"'/evidence/kay'\''s logs'", "/evidence/kay's logs"),
        (
            r"/evidence/kay\'s\ logs/\(1\).log",
            "/evidence/kay's logs/(1).log",
        ),
        ("'/evidence/a b' '/evidence/c'", "/evidence/a b|/evidence/c"),
        ("\u{201c}C:\\my logs\u{201d}", r"C:\my logs"),
        ("\u{2018}C:\\my logs\u{2019}", r"C:\my logs"),
        ("\u{300c}C:\\証拠 1\u{300d}\u{3000}", r"C:\証拠 1"),
        // From the property pages of Explorer.
        ("\u{202a}C:\\logs\\a.log", r"C:\logs\a.log"),
        (r"\\?\C:\logs", r"\\?\C:\logs"),
        (
            "\\\\EX01\\c$\\a\r\n\\\\EX02\\c$\\a",
            r"\\EX01\c$\a|\\EX02\c$\a",
        ),
        ("file:///a%20b file:///c", "/a b|/c"),
        ("FILE:///C:/logs", "C:/logs"),
        ("file:/evidence/a.log", "/evidence/a.log"),
        ("file:////EX01/logs", "//EX01/logs"),
        ("file:readme", ""),
        ("& is no path", ""),
        ("\"Name\",\"Value\"", ""),
        ("\"a/b\",\"c/d\"", ""),
        ("'550 5.7.64 TenantAttribution; Relay Access Denied'", ""),
        ("\"C:\\unclosed", ""),
        ("file:///bad%zz", ""),
        ("", ""),
        ("\"", ""),
        ("''", ""),
    ];
    for (text, paths) in table {
        assert_eq!(
            shown(pasted(text, Some(Path::new("/evidence/kay")))).replace("kay\\", "kay/"),
            paths,
            "{text}"
        );
    }
}

#[test]
fn a_typed_word_is_a_path() {
    let table = [
        ("evidence", "evidence"),
        ("my evidence/", "my evidence/"),
        ("send log 1.LOG", "send log 1.LOG"),
        ("550 5.7.64 TenantAttribution", ""),
        ("550 5.7.64 see /tmp/send.log", ""),
        ("Relay Access Denied", ""),
        ("", ""),
    ];
    for (line, path) in table {
        assert_eq!(shown(typed(line, None)), path, "{line}");
    }
}
