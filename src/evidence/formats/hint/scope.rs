//! Whether a command gives all objects, and all properties of each: only then does
//! what is missing behind it prove anything.

use super::super::paste;
use super::stages;

/// Whether a pipeline names the objects it wants, or passes on some only.
pub(super) fn asks_for_some(pipeline: &str) -> bool {
    // `(Get-X)[0]` and `(Get-X).Where({..})`.
    let lower = pipeline.to_ascii_lowercase();
    if lower.contains(")[") || lower.contains(").where(") {
        return true;
    }
    stages(pipeline).into_iter().any(|stage| {
        let stage = stage.trim_start_matches(['(', '@', ' ', '&']);
        let (word, rest) = first_word(stage);
        match word.to_ascii_lowercase().as_str() {
            "?" | "where" | "where-object" => true,
            "select" | "select-object" => rest.split_whitespace().any(|token| {
                let token = token.to_ascii_lowercase();
                let counts = ["-first", "-last", "-skip", "-index"];
                counts.iter().any(|name| token.starts_with(name))
            }),
            _ if is_getter(stage) => names_one(rest),
            _ => false,
        }
    })
}

/// Whether a pipeline leaves out properties: `| fl Name,Enabled`, `| select Name`.
pub(super) fn selects(pipeline: &str) -> bool {
    stages(pipeline).into_iter().any(|stage| {
        let (word, rest) = first_word(stage.trim_start());
        let shows = [
            "fl",
            "format-list",
            "select",
            "select-object",
            "ft",
            "format-table",
        ];
        let shows = shows.iter().any(|name| name.eq_ignore_ascii_case(word));
        let named = rest.split(['>', ')']).next().unwrap_or_default();
        let mut tokens = named
            .split_whitespace()
            .map(|t| t.trim_matches(['\'', '"']));
        shows && tokens.any(|t| t != "*" && !t.eq_ignore_ascii_case("-Property"))
    })
}

fn first_word(stage: &str) -> (&str, &str) {
    let end = stage.find(|c: char| c.is_whitespace() || c == '{' || c == ')');
    // `?{..}` has no blank, `? {..}` does.
    stage.split_at(end.unwrap_or(stage.len()))
}

fn is_getter(stage: &str) -> bool {
    let cmdlet = paste::cmdlet(stage).unwrap_or_default();
    let verb = cmdlet.get(..4).unwrap_or_default();
    verb.eq_ignore_ascii_case("get-")
}

/// Whether what stands behind a cmdlet names an object, filters, or counts.
fn names_one(rest: &str) -> bool {
    // What comes behind `)` or `>` is no parameter.
    let rest = rest.split([')', '>']).next().unwrap_or_default();
    let mut tokens = rest.split_whitespace().peekable();
    let mut first = true;
    while let Some(token) = tokens.next() {
        let (name, joined) = match token.split_once(':') {
            Some((name, value)) if name.starts_with('-') => (name, Some(value)),
            _ => (token, None),
        };
        let name = name.to_ascii_lowercase();
        let value = joined.or_else(|| tokens.peek().copied());
        match name.as_str() {
            // A name in the first place is the identity.
            _ if first && !name.starts_with('-') => return is_one(token),
            "-filter" => return true,
            "-identity" | "-id" => return value.is_some_and(is_one),
            _ => {}
        }
        first = false;
    }
    false
}

/// `*` stands for all, and `$_` for each that the stage before gave.
fn is_one(value: &str) -> bool {
    let value = value.trim_matches(['\'', '"']);
    value != "*" && !value.starts_with(['$', '<', '#', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_a_filter_asks_for_some() {
        for command in [
            "Get-InboundConnector 'From Litware' | fl",
            "Get-InboundConnector -Identity X",
            "Get-InboundConnector -Identity:X | fl *",
            "(Get-InboundConnector X) | fl",
            "Get-InboundConnector | Where-Object {$_.Enabled} | fl",
            "Get-InboundConnector | where Enabled -eq $true | fl",
            "Get-InboundConnector|?{$_.ConnectorType -eq 'Partner'}|fl",
            "Get-InboundConnector | ? ConnectorType -eq 'Partner' | fl",
            "Get-InboundConnector | Select-Object -First 1 | fl",
            "Get-InboundConnector | select -f 1 -First 2",
            "(Get-InboundConnector)[0] | fl",
            "Get-AcceptedDomain -ErrorAction Stop -Filter \"Name -eq 'x'\"",
        ] {
            assert!(asks_for_some(command), "{command}");
        }
        for command in [
            "Get-InboundConnector | fl",
            "Get-InboundConnector",
            "(Get-InboundConnector) | fl",
            "Get-InboundConnector > inbound.txt",
            "Get-InboundConnector -ErrorAction Stop | ConvertTo-Json -Depth 5",
            "Get-InboundConnector -ResultSize Unlimited | fl",
            "Get-InboundConnector * | fl",
            "Get-InboundConnector -Identity '*' | fl",
            "Get-InboundConnector | % { Get-InboundConnector $_.Identity } | fl",
            "Get-InboundConnector | Select-Object Name,Enabled | fl",
            "Get-InboundConnector | sort Name | fl Name,TlsSenderCertificateName",
            "| Format-List",
            "",
        ] {
            assert!(!asks_for_some(command), "{command}");
        }
    }

    #[test]
    fn a_list_of_names_leaves_out_properties() {
        for command in [
            "Get-InboundConnector | fl Name,Enabled",
            "Get-InboundConnector | select Name",
            "| Format-List Name",
        ] {
            assert!(selects(command), "{command}");
        }
        for command in [
            "Get-InboundConnector | fl",
            "Get-InboundConnector | Format-List *",
            "Get-InboundConnector | fl -Property * > inbound.txt",
            "Get-InboundConnector",
        ] {
            assert!(!selects(command), "{command}");
        }
    }
}
