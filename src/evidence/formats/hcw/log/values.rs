//! Values as the log prints them: parameters of a command line, and properties of an
//! object's dump (`TenantInboundConnector {Enabled=1 SenderIPAddresses=[] ...}`).

use crate::evidence::classify;
use crate::evidence::record::{ObjectClass, Value};

/// Lists and objects within each other beyond this are passed over.
const MAX_DEPTH: usize = 16;

/// An object as it is dumped.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dump {
    pub class: ObjectClass,
    /// Where its type's name begins in the text.
    pub at: usize,
    /// Properties, each with the place of its name.
    pub fields: Vec<(String, Value, usize)>,
    /// False when the text ends before the object does.
    pub whole: bool,
}

/// The objects that are dumped in a text.
pub(super) fn dumps(text: &str) -> Vec<Dump> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(brace) = memchr::memchr(b'{', &text.as_bytes()[from..]).map(|n| from + n) {
        from = brace + 1;
        let before = text[..brace].trim_end();
        let word = |c: char| !(c.is_ascii_alphanumeric() || "._".contains(c));
        let at = before.rfind(word).map_or(0, |n| {
            n + before[n..].chars().next().map_or(1, char::len_utf8)
        });
        let Some(class) = classify::class_of_type(&before[at..]) else {
            continue;
        };
        let mut cursor = Cursor { text, at: from };
        let (fields, whole) = cursor.properties(0);
        // What was read is not read again, or a damaged text would take its square.
        from = cursor.at;
        if fields.is_empty() {
            continue;
        }
        found.push(Dump {
            class,
            at,
            fields,
            whole,
        });
    }
    found
}

/// A parameter, its value, and the place of its name.
type Given = (String, Value, usize);

/// A cmdlet with its parameters.
pub(super) fn command(text: &str) -> Option<(String, Vec<Given>)> {
    let start = text.len() - text.trim_start().len();
    let mut cursor = Cursor { text, at: start };
    let cmdlet = cursor.word().to_owned();
    let (verb, noun) = cmdlet.split_once('-')?;
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if !letters(verb) || !letters(noun) {
        return None;
    }
    let mut parameters = Vec::new();
    loop {
        cursor.blanks();
        if cursor.rest().is_empty() {
            break;
        }
        if !cursor.at_parameter() {
            cursor.argument();
            continue;
        }
        let at = cursor.at;
        cursor.at += 1;
        let name = cursor.name().to_owned();
        cursor.skip(':');
        cursor.blanks();
        let nothing = cursor.rest().is_empty() || cursor.at_parameter();
        let value = match nothing {
            true => Some(Value::Bool(true)),
            false => cursor.argument(),
        };
        if let Some(value) = value {
            parameters.push((name, value, at));
        }
    }
    Some((cmdlet, parameters))
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn skip(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        if is_next {
            self.at += wanted.len_utf8();
        }
        is_next
    }

    fn take(&mut self, ends: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let taken = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn word(&mut self) -> &'t str {
        self.take(char::is_whitespace)
    }

    fn name(&mut self) -> &'t str {
        self.take(|c| !(c.is_alphanumeric() || "_-.".contains(c)))
    }

    /// `-Name`: a dash and a letter.
    fn at_parameter(&self) -> bool {
        let mut chars = self.rest().chars();
        chars.next() == Some('-') && chars.next().is_some_and(|c| c.is_ascii_alphabetic())
    }

    /// Text in single or double quotes, doubled within; `None` where it is not closed.
    fn quoted(&mut self) -> Option<String> {
        let quote = self.peek()?;
        self.at += quote.len_utf8();
        let mut text = String::new();
        loop {
            text.push_str(self.take(|c| c == quote));
            if !self.skip(quote) {
                return None;
            }
            if !self.skip(quote) {
                return Some(text);
            }
            text.push(quote);
        }
    }

    /// The argument of a parameter: one value, or several with commas between.
    fn argument(&mut self) -> Option<Value> {
        let bracketed = self.rest().starts_with("@(");
        if bracketed {
            self.at += 2;
        }
        let mut items = Vec::new();
        loop {
            self.blanks();
            if bracketed && self.skip(')') {
                break;
            }
            let item = match self.peek()? {
                '\'' | '"' => Value::Text(self.quoted()?),
                _ => scalar(self.take(|c| c.is_whitespace() || c == ',' || bracketed && c == ')')),
            };
            items.push(item);
            let after = self.at;
            self.blanks();
            if self.skip(',') {
                continue;
            }
            if !bracketed {
                self.at = after;
                break;
            }
            if self.rest().is_empty() {
                return None;
            }
        }
        Some(match (bracketed, items.len()) {
            (false, 1) => items.pop()?,
            _ => Value::List {
                items,
                complete: true,
            },
        })
    }

    /// `Name=value` separated by blanks, to the closing brace.
    fn properties(&mut self, depth: usize) -> (Vec<(String, Value, usize)>, bool) {
        let mut fields = Vec::new();
        loop {
            self.blanks();
            self.skip(',');
            self.skip(';');
            self.blanks();
            if self.skip('}') {
                return (fields, true);
            }
            let at = self.at;
            let name = self.name().to_owned();
            if name.is_empty() || !self.skip('=') {
                return (fields, false);
            }
            match self.value(depth) {
                Some(value) => fields.push((name, value, at)),
                None => return (fields, false),
            }
        }
    }

    /// The value of a property; `None` where the text ends before it does.
    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            '\'' => self.quoted().map(Value::Text),
            '[' => self.list(depth),
            '{' => {
                self.at += 1;
                let (fields, whole) = self.properties(depth + 1);
                let fields = fields.into_iter().map(|(n, v, _)| (n, v)).collect();
                whole.then_some(Value::Object { text: None, fields })
            }
            _ => {
                let word = self.take(|c| c.is_whitespace() || c == '}');
                // At the very end a word may be half of one.
                let open = self.rest().is_empty();
                if let Some('{') = self.rest().trim_start().chars().next()
                    && !word.is_empty()
                {
                    self.blanks();
                    return self.value(depth + 1);
                }
                (!open).then(|| scalar(word))
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.skip('[');
        let (mut items, mut complete) = (Vec::new(), true);
        loop {
            self.blanks();
            if self.skip(']') {
                return Some(Value::List { items, complete });
            }
            if self.skip(',') {
                continue;
            }
            match self.peek()? {
                '\'' | '[' | '{' => items.push(self.value(depth + 1)?),
                _ => match self.take(|c| matches!(c, ',' | ']')).trim() {
                    "..." | "…" => complete = false,
                    word => items.push(scalar(word)),
                },
            }
        }
    }
}

/// A word without quotes. Booleans of dumps are 1 and 0, as numbers are.
fn scalar(word: &str) -> Value {
    match word.to_ascii_lowercase().as_str() {
        "" | "$null" | "null" | "<null>" => Value::Null,
        "$true" | "true" => Value::Bool(true),
        "$false" | "false" => Value::Bool(false),
        _ => match word.parse() {
            Ok(number) => Value::Int(number),
            Err(_) => Value::Text(word.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn t(text: &str) -> Value {
        Value::Text(text.into())
    }

    fn list(items: &[&str]) -> Value {
        Value::List {
            items: items.iter().map(|i| t(i)).collect(),
            complete: true,
        }
    }

    fn named(fields: Vec<(String, Value, usize)>) -> Vec<(String, Value)> {
        fields.into_iter().map(|(n, v, _)| (n, v)).collect()
    }

    #[test]
    fn a_command_line() {
        let text = "New-SendConnector -Name 'O''Brien - x' -AddressSpaces 'smtp:a;1','smtp:b;2' \
                    -DNSRoutingEnabled: $true -SmartHosts $null -Fqdn mail.contoso.com -Force \
                    -SourceTransportServers @('EX01', 'EX02') -Cost -1 -TLSCertificateName '<I>CN=CA - 1<S>CN=x'";
        let (cmdlet, parameters) = command(text).unwrap();
        assert_eq!(cmdlet, "New-SendConnector");
        let expected = [
            ("Name", t("O'Brien - x")),
            ("AddressSpaces", list(&["smtp:a;1", "smtp:b;2"])),
            ("DNSRoutingEnabled", Value::Bool(true)),
            ("SmartHosts", Value::Null),
            ("Fqdn", t("mail.contoso.com")),
            ("Force", Value::Bool(true)),
            ("SourceTransportServers", list(&["EX01", "EX02"])),
            ("Cost", Value::Int(-1)),
            ("TLSCertificateName", t("<I>CN=CA - 1<S>CN=x")),
        ]
        .map(|(n, v)| (n.to_owned(), v));
        assert_eq!(named(parameters), expected);
    }

    #[test]
    fn what_is_no_command_and_what_is_cut() {
        assert_eq!(command("PATCH https://graph.microsoft.com/"), None);
        assert_eq!(command(""), None);
        let (_, cut) = command("Set-X -A 'whole' -B 'cut here").unwrap();
        assert_eq!(named(cut), [("A".to_owned(), t("whole"))]);
    }

    #[test]
    fn an_object_in_its_dump() {
        let text = "Results=1 TenantInboundConnector {Enabled=1 ConnectorType='OnPremises' \
                    SenderIPAddresses=[] SenderDomains=['smtp:*;1', 'smtp:b;1'] Comment='it''s {x}' \
                    Guid=8b1c7a52-90d4 Nothing= RequireTls=0} and more";
        let [dump] = <[Dump; 1]>::try_from(dumps(text)).unwrap();
        assert!(dump.whole);
        assert_eq!(dump.class, ObjectClass::InboundConnector);
        assert!(text[dump.at..].starts_with("TenantInboundConnector"));
        let expected = [
            ("Enabled", Value::Int(1)),
            ("ConnectorType", t("OnPremises")),
            ("SenderIPAddresses", list(&[])),
            ("SenderDomains", list(&["smtp:*;1", "smtp:b;1"])),
            ("Comment", t("it's {x}")),
            ("Guid", t("8b1c7a52-90d4")),
            ("Nothing", Value::Null),
            ("RequireTls", Value::Int(0)),
        ]
        .map(|(n, v)| (n.to_owned(), v));
        assert_eq!(named(dump.fields), expected);
    }

    #[test]
    fn a_cut_dump_keeps_what_is_whole() {
        let [dump] =
            <[Dump; 1]>::try_from(dumps("SendConnector {Name='Out' Fqdn='mail.con")).unwrap();
        assert!(!dump.whole);
        assert_eq!(named(dump.fields), [("Name".to_owned(), t("Out"))]);
        assert_eq!(dumps("@{Name='x'} Something {A=1}"), []);
    }
}
