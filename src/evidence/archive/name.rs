//! Names of entries. The format knows CP437 and UTF-8; Windows in Japan writes
//! Windows-31J, and old .NET writes backslashes.

use crate::evidence::decode;

/// The name with `/` and without what leads out of the archive, and whether
/// anything was left out for that.
pub(super) fn shown(raw: &[u8]) -> (String, bool) {
    let text = decoded(raw);
    let mut leads_out = text.starts_with(['/', '\\']);
    let mut parts = Vec::new();
    for part in text.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => leads_out = true,
            drive if parts.is_empty() && drive.len() == 2 && drive.ends_with(':') => {
                leads_out = true;
            }
            name => parts.push(name),
        }
    }
    match parts.is_empty() {
        true => ("?".to_owned(), leads_out),
        false => (parts.join("/"), leads_out),
    }
}

fn decoded(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) if decode::spells_japanese(raw) => decode::windows_31j(raw),
        Err(_) => raw.iter().map(|&byte| cp437(byte)).collect(),
    }
}

/// The upper half of code page 437 (IBM's; APPNOTE.TXT of the zip format, appendix D).
const UPPER: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn cp437(byte: u8) -> char {
    match byte.checked_sub(0x80) {
        Some(upper) => UPPER.chars().nth(usize::from(upper)).unwrap_or('?'),
        None => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_every_notation() {
        assert_eq!(UPPER.chars().count(), 128);
        let table: [(&[u8], &str, bool); 12] = [
            (b"EX01/SEND1.LOG", "EX01/SEND1.LOG", false),
            (
                b"EX01\\SmtpSend\\SEND1.LOG",
                "EX01/SmtpSend/SEND1.LOG",
                false,
            ),
            ("証拠/a.log".as_bytes(), "証拠/a.log", false),
            // 受信ログ\受信.log in Windows-31J; the second byte of ソ is a backslash.
            (
                b"\x8e\xf3\x90\x4d\x83\x8d\x83\x4f\\\x83\x5c.log",
                "受信ログ/ソ.log",
                false,
            ),
            (b"Pr\x81fung/\x94l.txt", "Prüfung/öl.txt", false),
            (b"../../etc/passwd", "etc/passwd", true),
            (b"a/../../b.log", "a/b.log", true),
            (b"..\\..\\b.log", "b.log", true),
            (b"/etc/passwd", "etc/passwd", true),
            (b"C:\\logs\\a.log", "logs/a.log", true),
            (b"./a.log", "a.log", false),
            (b"..", "?", true),
        ];
        for (raw, name, leads_out) in table {
            assert_eq!(shown(raw), (name.to_owned(), leads_out), "{raw:?}");
        }
    }
}
