//! What a paste from a PowerShell window holds besides output: prompts, the
//! commands typed at them, and lines of the other streams.

/// A line that is no output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PasteLine<'a> {
    /// A prompt with what was typed (maybe nothing), or a bare command.
    Command(&'a str),
    /// `WARNING: ...` and kin.
    OtherStream,
}

/// Recognises prompts, commands and stream lines; `None` for everything else.
pub(crate) fn paste_line(line: &str) -> Option<PasteLine<'_>> {
    let line = line.trim_start();
    if let Some(typed) = after_prompt(line) {
        return Some(PasteLine::Command(typed.trim()));
    }
    if cmdlet(line).is_some() {
        return Some(PasteLine::Command(line.trim_end()));
    }
    const STREAMS: [&str; 14] = [
        "WARNING",
        "VERBOSE",
        "DEBUG",
        "警告",
        "詳細",
        "デバッグ",
        "WARNUNG",
        "AVERTISSEMENT",
        "ADVERTENCIA",
        "AVVISO",
        "AVISO",
        "WAARSCHUWING",
        "ПРЕДУПРЕЖДЕНИЕ",
        "경고",
    ];
    // French puts a blank, a hard one, before the colon.
    let is_stream = |stream: &str| {
        let rest = line.strip_prefix(stream);
        rest.is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    };
    STREAMS
        .iter()
        .any(|stream| is_stream(stream))
        .then_some(PasteLine::OtherStream)
}

/// The first cmdlet of a command line: `Get-InboundConnector` in
/// `Get-InboundConnector | Format-List`, also behind `$x =` or `(`.
pub(crate) fn cmdlet(command: &str) -> Option<&str> {
    let command = match command.split_once('=') {
        Some((variable, rest)) if variable.starts_with('$') => rest,
        _ => command,
    };
    let command = command.trim_start_matches(|c: char| c.is_whitespace() || c == '(');
    let end = command
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(command.len());
    let (word, rest) = command.split_at(end);
    let (verb, noun) = word.split_once('-')?;
    const VERBS: [&str; 12] = [
        "Get", "Set", "New", "Remove", "Enable", "Disable", "Import", "Export", "Connect", "Test",
        "Select", "Format",
    ];
    let known = VERBS.iter().any(|v| v.eq_ignore_ascii_case(verb));
    let noun_like = noun.len() > 2 && noun.bytes().all(|b| b.is_ascii_alphanumeric());
    // A property of such a name would be followed by a colon.
    let ends = !rest.trim_start().starts_with(':') && !rest.starts_with(['.', '@', '\\']);
    (known && noun_like && ends).then_some(word)
}

/// What stands after `PS C:\Users\x>`, `[PS] C:\>`, `[server]: PS C:\>`, `PS>` or `>>`.
fn after_prompt(line: &str) -> Option<&str> {
    if let Some(typed) = line.strip_prefix(">>") {
        return Some(typed);
    }
    let rest = match remote_prefix(line) {
        Some(rest) => rest.strip_prefix("PS")?,
        None => line
            .strip_prefix("[PS]")
            .or_else(|| line.strip_prefix("PS"))?,
    };
    let (path, typed) = rest.split_once('>')?;
    let bare = path.is_empty();
    let path = path.strip_prefix(' ').map(str::trim_start);
    let place = path.is_some_and(|p| p.contains(":\\") || p.starts_with(['/', '\\', '~']));
    (bare || place).then_some(typed)
}

/// What stands after the `[server]: ` of a remote session.
fn remote_prefix(line: &str) -> Option<&str> {
    let (server, rest) = line.strip_prefix('[')?.split_once("]: ")?;
    (!server.contains(char::is_whitespace)).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_and_commands_are_known() {
        let table = [
            (
                "[PS] C:\\Windows\\system32>Get-SendConnector | fl",
                "Get-SendConnector | fl",
            ),
            ("[PS] C:\\>", ""),
            ("PS C:\\Users\\x> Get-AcceptedDomain", "Get-AcceptedDomain"),
            ("PS /tmp/x> Get-InboundConnector", "Get-InboundConnector"),
            ("PS>Get-InboundConnector", "Get-InboundConnector"),
            ("[ex01.contoso.com]: PS C:\\> Get-Queue", "Get-Queue"),
            (
                "  Get-InboundConnector|fl Name,Enabled",
                "Get-InboundConnector|fl Name,Enabled",
            ),
            (">> | Format-List", "| Format-List"),
        ];
        for (line, typed) in table {
            assert_eq!(paste_line(line), Some(PasteLine::Command(typed)), "{line}");
        }
        assert_eq!(
            paste_line("WARNING: not all objects"),
            Some(PasteLine::OtherStream)
        );
    }

    #[test]
    fn output_is_not_taken_for_a_prompt() {
        for line in [
            "PSComputerName : outlook.office365.com",
            "PS : value > other",
            "[1]: PS",
            "Name : PS C:\\>",
            "Get-Date : the property of that name",
            "New-York.contoso.com",
            "[{LED=550 5.7.64 x};{MSG=}]",
            "",
        ] {
            assert_eq!(paste_line(line), None, "{line}");
        }
    }

    #[test]
    fn the_cmdlet_is_the_first_one() {
        assert_eq!(cmdlet("$c = (Get-Queue).Count"), Some("Get-Queue"));
        assert_eq!(cmdlet("get-sendconnector | fl"), Some("get-sendconnector"));
        assert_eq!(cmdlet("mail-contoso"), None);
    }
}
