//! The address in `MAIL FROM:<..>` and `RCPT TO:<..>` (RFC 5321, section 4.1.2).

/// Longest address kept, in characters; RFC 5321 allows 254.
const MAX_ADDRESS: usize = 1024;

/// The address in what follows `FROM:` or `TO:`, without angle brackets; empty
/// for `<>`. A `>` in a quoted local part does not end it.
pub(super) fn path(text: &str) -> &str {
    let text = text.trim_start();
    let Some(inside) = text.strip_prefix('<') else {
        return bounded(text.split(' ').next().unwrap_or_default(), MAX_ADDRESS);
    };
    if let Some((address, _)) = inside.split_once('>')
        && !address.contains('"')
    {
        return bounded(address, MAX_ADDRESS);
    }
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => return bounded(&inside[..at], MAX_ADDRESS),
            _ => {}
        }
    }
    // Never closed: up to the first bracket or blank, whatever the quotes say.
    let end = inside.find(['>', ' ']).unwrap_or(inside.len());
    bounded(&inside[..end], MAX_ADDRESS)
}

/// At most the first `characters` of a text.
pub(super) fn bounded(text: &str, characters: usize) -> &str {
    if text.len() <= characters {
        return text;
    }
    match text.char_indices().nth(characters) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_without_brackets_and_parameters() {
        let table = [
            (
                "<user@contoso.com> SIZE=18019 AUTH=<> XOORG=contoso.com",
                "user@contoso.com",
            ),
            ("<>", ""),
            ("<> SIZE=1", ""),
            (" <user@contoso.com>", "user@contoso.com"),
            (
                "<someone@fabrikam.com> NOTIFY=FAILURE ORCPT=rfc822;x>y@fabrikam.com",
                "someone@fabrikam.com",
            ),
            (
                "<\"a>b, c\"@contoso.com> BODY=8BITMIME",
                "\"a>b, c\"@contoso.com",
            ),
            ("<\"a\\\">b\"@contoso.com>", "\"a\\\">b\"@contoso.com"),
            ("<日本@contoso.com> SMTPUTF8", "日本@contoso.com"),
            ("user@contoso.com SIZE=1", "user@contoso.com"),
            ("<user@contoso.com SIZE=1", "user@contoso.com"),
            ("<\"user@contoso.com> SIZE=1", "\"user@contoso.com"),
            ("", ""),
            ("<", ""),
        ];
        for (text, expected) in table {
            assert_eq!(path(text), expected, "{text}");
        }
        assert_eq!(path(&"é".repeat(5000)).chars().count(), MAX_ADDRESS);
    }
}
