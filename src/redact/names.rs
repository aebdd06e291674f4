//! Which name stands for which: equal stays equal, `*.` and nesting stay visible.

use std::borrow::Cow;
use std::collections::HashMap;

use super::key::Key;
use crate::facts::spelling::to_ascii;

/// Labels that say what a host is for, and nothing of whose it is.
const GENERIC: [&str; 62] = [
    "mail",
    "mail1",
    "mail2",
    "smtp",
    "mx",
    "mx1",
    "mx2",
    "autodiscover",
    "www",
    "owa",
    "relay",
    "gateway",
    "gw",
    "hybrid",
    "edge",
    "exchange",
    "outlook",
    "office",
    "office365",
    "microsoft",
    "onmicrosoft",
    "local",
    "internal",
    "localhost",
    "host",
    "server",
    "sub",
    "old",
    "new",
    "test",
    "send",
    "receive",
    "inbound",
    "outbound",
    "default",
    "internet",
    "protection",
    "prod",
    "namprd",
    "eurprd",
    "apcprd",
    "configuration",
    "services",
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "co",
    "ac",
    "or",
    "ne",
    "go",
    "info",
    "biz",
    "example",
    "invalid",
    "int",
    "mil",
    "name",
    "arpa",
    "eop",
];

/// Second labels under which names are registered, below a top level of two letters.
const SECOND_LEVEL: [&str; 12] = [
    "co", "com", "ac", "or", "ne", "go", "gov", "org", "net", "edu", "ad", "gr",
];

/// Domains of Microsoft: names below them are Microsoft's, but for the tenant's part.
const MICROSOFT: [&str; 14] = [
    "outlook.com",
    "office.com",
    "office365.com",
    "office365.us",
    "outlook.cn",
    "microsoft.com",
    "microsoftonline.com",
    "microsoftonline.us",
    "microsoftonline.cn",
    "windows.net",
    "mx.microsoft",
    "w3.org",
    "aka.ms",
    "live.com",
];

/// Values of CN that Exchange and the directory themselves use.
const DIRECTORY: [&str; 16] = [
    "configuration",
    "services",
    "microsoft exchange",
    "first organization",
    "transport settings",
    "accepted domains",
    "administrative groups",
    "exchange administrative group (fydibohf23spdlt)",
    "routing groups",
    "exchange routing group (dwbgzmfd01qnbjr)",
    "connections",
    "servers",
    "protocols",
    "smtp receive connectors",
    "schema",
    "configurationunits",
];

/// Names given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By label in lower case, as DNS carries it.
    labels: HashMap<String, String>,
    /// Labels that stand for the organization: replaced wherever they are a word.
    words: HashMap<String, String>,
    /// By value of a distinguished name, in lower case.
    values: HashMap<String, String>,
    /// By hex digits in upper case.
    codes: HashMap<String, String>,
    /// By unique identifier in lower case.
    identifiers: HashMap<String, String>,
    /// Free names of connectors and the like, the longest first, with what stands for each.
    phrases: Vec<(String, String)>,
}

fn numbered(map: &mut HashMap<String, String>, key: String, prefix: &str) -> String {
    let next = map.len() + 1;
    map.entry(key)
        .or_insert_with(|| format!("{prefix}{next}"))
        .clone()
}

pub(super) fn is_generic(label: &str) -> bool {
    GENERIC.contains(&label)
}

impl Names {
    /// A label of a domain name. One in two spellings (`xn--`) is given a name in two.
    pub(super) fn label(&mut self, label: &str) -> String {
        let lower = label.to_lowercase();
        if lower.is_empty() || lower == "*" || is_generic(&lower) {
            return lower;
        }
        let ascii = to_ascii(&lower).map_or_else(|| lower.clone(), Cow::into_owned);
        let international = ascii.starts_with("xn--");
        let mut shown = numbered(&mut self.labels, ascii, "d");
        if international {
            shown.push('ü');
        }
        match international && lower.is_ascii() {
            true => to_ascii(&shown).map_or_else(|| shown.clone(), Cow::into_owned),
            false => shown,
        }
    }

    /// A label that stands for the organization, or a server: replaced as a word too.
    pub(super) fn learn_word(&mut self, label: &str) {
        let lower = label.to_lowercase();
        if lower.chars().count() >= 3 && !is_generic(&lower) {
            let shown = self.label(&lower);
            self.words.insert(lower, shown);
        }
    }

    /// What stands for a word of the organization.
    pub(super) fn word(&self, word: &str) -> Option<&str> {
        self.words.get(&word.to_lowercase()).map(String::as_str)
    }

    /// A domain name: its top level, and what is Microsoft's, stays.
    pub(super) fn domain(&mut self, name: &str) -> String {
        let lower = name.to_lowercase();
        let labels: Vec<&str> = lower.split('.').collect();
        if let Some(kept) = tenant_part(&labels) {
            let (head, tail) = labels.split_at(kept);
            let head = head.iter().map(|label| self.joined(label));
            let all: Vec<String> = head.chain(tail.iter().map(|t| (*t).to_owned())).collect();
            return all.join(".");
        }
        if MICROSOFT.iter().any(|own| is_at_or_below(&lower, own)) {
            return name.to_owned();
        }
        let last = labels.len().saturating_sub(1);
        let registry =
            labels.len() > 2 && labels[last].len() == 2 && SECOND_LEVEL.contains(&labels[last - 1]);
        let kept = match self.words.contains_key(labels[last]) {
            // `mail.contoso`, where the text breaks off: what stands where the top level
            // does is the organization's name.
            true => labels.len(),
            false => last - usize::from(registry),
        };
        let named = labels
            .iter()
            .enumerate()
            .map(|(nth, label)| match nth < kept {
                true => self.label(label),
                false => (*label).to_owned(),
            });
        named.collect::<Vec<_>>().join(".")
    }

    /// `contoso-com`, the tenant's own part of a smart host: its pieces as labels.
    fn joined(&mut self, label: &str) -> String {
        let pieces: Vec<String> = label.split('-').map(|piece| self.label(piece)).collect();
        pieces.join("-")
    }

    /// A value of a distinguished name other than a domain name.
    pub(super) fn value(&mut self, value: &str) -> String {
        let lower = value.trim().to_lowercase();
        match lower.is_empty() || DIRECTORY.contains(&lower.as_str()) {
            true => value.to_owned(),
            false => numbered(&mut self.values, lower, "Name "),
        }
    }

    /// Hex digits as many as there were.
    pub(super) fn code(&mut self, digits: &str, key: &Key) -> String {
        let upper = digits.to_uppercase();
        let shown = self.codes.entry(upper).or_insert_with_key(|text| {
            let mut shown = key.hex("code", text);
            while shown.len() < text.len() {
                shown.push_str(&key.hex("code", &shown.clone()));
            }
            shown.truncate(text.len());
            shown
        });
        match digits.bytes().any(|b| b.is_ascii_lowercase()) {
            true => shown.to_lowercase(),
            false => shown.clone(),
        }
    }

    /// Says what stands for some hex digits: the thumbprint of a rewritten certificate.
    pub(super) fn learn_code(&mut self, digits: &str, shown: &str) {
        self.codes
            .insert(digits.to_uppercase(), shown.to_uppercase());
    }

    /// A unique identifier in its form.
    pub(super) fn identifier(&mut self, text: &str, key: &Key) -> String {
        let lower = text.to_lowercase();
        let shown = self.identifiers.entry(lower).or_insert_with_key(|text| {
            let hex = key.hex("guid", text).to_lowercase();
            let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
            format!(
                "{}-{}-4{}-8{}-{}",
                part(0..8),
                part(8..12),
                part(13..16),
                part(17..20),
                part(20..32)
            )
        });
        shown.clone()
    }

    /// A free name, in each way in which a file may write it.
    pub(super) fn learn_phrase(&mut self, name: &str, shown: &str) {
        for written in spellings(name) {
            if self.phrases.iter().all(|(known, _)| *known != written) {
                self.phrases.push((written, shown.to_owned()));
            }
        }
        self.phrases
            .sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    }

    /// How many free names there are.
    pub(super) fn phrases(&self) -> usize {
        self.phrases.len()
    }

    /// The free name that the text begins with: its length, and what stands for it.
    pub(super) fn phrase(&self, text: &str) -> Option<(usize, &str)> {
        let ends = |len: usize| {
            let next = text.get(len..).and_then(|rest| rest.chars().next());
            next.is_none_or(|c| !c.is_alphanumeric())
        };
        let mut all = self.phrases.iter();
        let (name, shown) =
            all.find(|(name, _)| text.starts_with(name.as_str()) && ends(name.len()))?;
        Some((name.len(), shown))
    }
}

/// How many labels of a name of Microsoft's are the tenant's; `None` for other names.
fn tenant_part(labels: &[&str]) -> Option<usize> {
    let ends = |tail: &[&str]| labels.len() > tail.len() && labels.ends_with(tail);
    let below = |tail: &[&str]| labels.len() - tail.len();
    if ends(&["mail", "onmicrosoft", "com"]) {
        return Some(below(&["mail", "onmicrosoft", "com"]));
    }
    for tail in [
        &["onmicrosoft", "com"][..],
        &["onmicrosoft", "us"],
        &["partner", "onmschina", "cn"],
        &["mx", "microsoft"],
    ] {
        if ends(tail) {
            return Some(below(tail));
        }
    }
    // EOP's own hosts are `AM5EUR02FT025`, the tenant's `contoso-com`.
    let eop = ends(&["mail", "protection", "outlook", "com"])
        || ends(&["mail", "protection", "office365", "us"])
        || ends(&["mail", "eo", "outlook", "com"]);
    (eop && labels[0].contains('-')).then_some(1)
}

fn is_at_or_below(name: &str, domain: &str) -> bool {
    let above = name.strip_suffix(domain);
    above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// As plain text, in CSV, in JSON as PowerShell writes it and as others do, in XML.
fn spellings(name: &str) -> Vec<String> {
    let json = serde_json::to_string(name).unwrap_or_default();
    let json = json.trim_matches('"').to_owned();
    let mut powershell = json.clone();
    for (plain, escaped) in [
        ('\'', "\\u0027"),
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
    ] {
        powershell = powershell.replace(plain, escaped);
    }
    let xml = name
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let mut all = vec![name.to_owned(), name.replace('"', "\"\""), json, powershell];
    all.push(xml.replace('"', "&quot;").replace('\'', "&apos;"));
    all.push(xml);
    all.retain(|written| !written.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_and_equality_stay_visible() {
        let mut names = Names::default();
        assert_eq!(names.domain("contoso.com"), "d1.com");
        assert_eq!(names.domain("Mail.Contoso.com"), "mail.d1.com");
        assert_eq!(names.domain("*.contoso.com"), "*.d1.com");
        assert_eq!(names.domain("ex01.ad.contoso.com"), "d2.d3.d1.com");
        assert_eq!(names.domain("fabrikam.co.jp"), "d4.co.jp");
        assert_eq!(
            names.domain("contoso.mail.onmicrosoft.com"),
            "d1.mail.onmicrosoft.com"
        );
        assert_eq!(
            names.domain("contoso-com.mail.protection.outlook.com"),
            "d1-com.mail.protection.outlook.com"
        );
        let host = "AM5EUR02FT025.mail.protection.outlook.com";
        assert_eq!(names.domain(host), host);
    }

    #[test]
    fn a_domain_in_two_spellings_stays_one_in_two() {
        let mut names = Names::default();
        let read = names.domain("mail.exämple.example");
        let carried = names.domain("mail.XN--exmple-cua.example");
        assert_eq!(read, "mail.d1ü.example");
        assert_ne!(read, carried);
        let parsed = |name: &str| crate::facts::Domain::parse(name);
        assert_eq!(parsed(&read), parsed(&carried));
        assert!(parsed(&read).is_some());
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let mut names = Names::default();
        names.learn_phrase("O'Brien & \"Sons\"", "connector 1");
        for written in [
            "O'Brien & \"Sons\" x",
            "O'Brien & \"\"Sons\"\"",
            "O'Brien & \\\"Sons\\\"",
            "O\\u0027Brien \\u0026 \\\"Sons\\\"",
            "O&apos;Brien &amp; &quot;Sons&quot;",
        ] {
            assert!(names.phrase(written).is_some(), "{written}");
        }
        assert_eq!(names.phrase("O'Brien & \"Sons\"x"), None);
    }
}
