//! Distinguished names. Windows writes them leaf first, with `S=` and quotes;
//! RFC 4514 says `ST=` and backslashes; the encoding is root first. So names are
//! compared by their attributes, never as text (formats.md section 6).

use std::fmt;
use std::hash::{Hash, Hasher};

/// One `type=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name that Windows prints (`CN`, `S`, `E`...), or a dotted OID where it has none.
    pub kind: String,
    /// The value, unquoted and unescaped.
    pub value: String,
}

/// A distinguished name. Two are equal if they have the same attributes in the
/// same order or in the reverse one; case, runs of blanks and spelling of types
/// do not count.
#[derive(Debug, Clone, Default)]
pub struct DistinguishedName {
    /// Relative names in the order of the text, leaf first for certificates; each
    /// has one attribute but for the rare `A=1 + B=2`.
    rdns: Vec<Vec<Attribute>>,
}

/// OID and the names in use for it; the first is what Windows prints (the
/// `CertNameToStr` function), the others are read.
const TYPES: [(&str, &[&str]); 23] = [
    ("2.5.4.3", &["CN", "commonName"]),
    ("2.5.4.4", &["SN", "surname"]),
    ("2.5.4.5", &["SERIALNUMBER", "serialNumber"]),
    ("2.5.4.6", &["C", "countryName"]),
    ("2.5.4.7", &["L", "localityName"]),
    ("2.5.4.8", &["S", "ST", "stateOrProvinceName"]),
    ("2.5.4.9", &["STREET", "streetAddress"]),
    ("2.5.4.10", &["O", "organizationName"]),
    ("2.5.4.11", &["OU", "organizationalUnitName"]),
    ("2.5.4.12", &["T", "title"]),
    ("2.5.4.13", &["Description"]),
    ("2.5.4.15", &["2.5.4.15", "businessCategory"]),
    ("2.5.4.17", &["PostalCode"]),
    ("2.5.4.18", &["POBox", "postOfficeBox"]),
    ("2.5.4.20", &["Phone", "telephoneNumber"]),
    ("2.5.4.42", &["G", "GN", "givenName"]),
    ("2.5.4.43", &["I", "initials"]),
    ("2.5.4.44", &["2.5.4.44", "generationQualifier"]),
    ("2.5.4.46", &["dnQualifier"]),
    ("2.5.4.65", &["2.5.4.65", "pseudonym"]),
    ("0.9.2342.19200300.100.1.25", &["DC", "domainComponent"]),
    (
        "0.9.2342.19200300.100.1.1",
        &["0.9.2342.19200300.100.1.1", "UID", "userId"],
    ),
    ("1.2.840.113549.1.9.1", &["E", "emailAddress", "Email"]),
];

impl Attribute {
    /// An attribute whose type may be written in any known way: a short or long
    /// name, a dotted OID, `OID.1.2.3`.
    pub fn new(kind: &str, value: impl Into<String>) -> Self {
        let kind = kind.trim();
        let is_number = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit());
        let dotted = match kind.split_at_checked(4) {
            Some((prefix, number)) if prefix.eq_ignore_ascii_case(OID) => {
                Some(number).filter(is_number).unwrap_or(kind)
            }
            _ => kind,
        };
        let named = |(oid, names): &&(&str, &[&str])| {
            *oid == dotted || names.iter().any(|name| name.eq_ignore_ascii_case(dotted))
        };
        let kind = match TYPES.iter().find(named) {
            Some((_, names)) => names[0].to_owned(),
            None => dotted.to_owned(),
        };
        Self {
            kind,
            value: value.into(),
        }
    }

    /// What counts in a comparison.
    fn key(&self) -> (String, String) {
        let words: Vec<&str> = self.value.split_whitespace().collect();
        (self.kind.to_lowercase(), words.join(" ").to_lowercase())
    }
}

impl DistinguishedName {
    /// A name from its relative names, leaf first.
    pub fn new(rdns: Vec<Vec<Attribute>>) -> Self {
        Self { rdns }
    }

    /// Reads a text as Windows, RFC 4514 or OpenSSL write it; the order is kept.
    /// `None` when it holds no `type=value`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim_start();
        let mut rdns: Vec<Vec<Attribute>> = Vec::new();
        let mut joined = false;
        while !rest.is_empty() {
            let (kind, after) = split_type(rest)?;
            let (value, end, separator) = read_value(after);
            let attribute = Attribute::new(kind, value);
            match rdns.last_mut() {
                Some(last) if joined => last.push(attribute),
                _ => rdns.push(vec![attribute]),
            }
            joined = separator == Some('+');
            rest = after[end..].trim_start();
        }
        (!rdns.is_empty()).then_some(Self { rdns })
    }

    /// Whether there is no attribute (an empty subject is allowed beside a SAN).
    pub fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// All attributes in order.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.rdns.iter().flatten()
    }

    /// The values of `CN`.
    pub fn common_names(&self) -> impl Iterator<Item = &str> {
        let common = |a: &&Attribute| a.kind == "CN";
        self.attributes().filter(common).map(|a| a.value.as_str())
    }

    /// The attributes for comparison, in the one of both orders that sorts first.
    fn canonical(&self) -> Vec<Vec<(String, String)>> {
        let keys = self.rdns.iter().map(|rdn| {
            let mut keys: Vec<_> = rdn.iter().map(Attribute::key).collect();
            keys.sort();
            keys
        });
        let forward: Vec<_> = keys.collect();
        let backward: Vec<_> = forward.iter().rev().cloned().collect();
        forward.min(backward)
    }
}

impl PartialEq for DistinguishedName {
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Eq for DistinguishedName {}

impl Hash for DistinguishedName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

/// As Windows prints it: `CN=mail.contoso.com, O="Contoso, Inc.", S=Bavaria, C=DE`.
impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, rdn) in self.rdns.iter().enumerate() {
            f.write_str(if i > 0 { ", " } else { "" })?;
            for (j, attribute) in rdn.iter().enumerate() {
                f.write_str(if j > 0 { " + " } else { "" })?;
                let numeric = attribute.kind.starts_with(|c: char| c.is_ascii_digit());
                f.write_str(if numeric { OID } else { "" })?;
                write!(f, "{}={}", attribute.kind, quoted(&attribute.value))?;
            }
        }
        Ok(())
    }
}

/// Quotes as `CertNameToStr` does: where a separator or an outer blank would be lost.
fn quoted(value: &str) -> String {
    let special = value.contains([',', '+', '=', '"', '\n', '<', '>', '#', ';']);
    if special || value.trim() != value || value.is_empty() {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// Longest type, in bytes, without [`OID`].
const MAX_TYPE: usize = 80;
/// What Windows writes before a dotted number.
const OID: &str = "OID.";

/// `type` and what follows the `=`; `None` if the text does not begin with a type.
fn split_type(text: &str) -> Option<(&str, &str)> {
    // What stands between it and a separator is no part of its length.
    let text = text.trim_start();
    let at = text
        .bytes()
        .take(MAX_TYPE + OID.len() + 1)
        .position(|b| b == b'=')?;
    let (kind, after) = (text[..at].trim(), &text[at + 1..]);
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let prefix = kind
        .get(..OID.len())
        .filter(|prefix| prefix.eq_ignore_ascii_case(OID));
    let bounded = kind.len() <= MAX_TYPE + prefix.map_or(0, str::len);
    let sane = !kind.is_empty() && bounded && kind.chars().all(usual);
    sane.then_some((kind, after))
}

/// Reads a value up to its separator: the value, where the text goes on, and the
/// separator. A comma that no `type=` follows belongs to the value: Exchange's
/// logs are not always quoted.
fn read_value(text: &str) -> (String, usize, Option<char>) {
    let skipped = text.len() - text.trim_start().len();
    let body = &text[skipped..];
    let mut value = String::new();
    let mut scan = Scan { text: body, at: 0 };
    if body.starts_with('"') {
        scan.at = 1;
        scan.quoted(&mut value);
    }
    let mut kept = value.len();
    loop {
        match scan.next() {
            None => return (value_end(value, kept), text.len(), None),
            Some(c @ (',' | ';' | '+')) if split_type(scan.rest()).is_some() => {
                let end = skipped + scan.at;
                return (value_end(value, kept), end, Some(c));
            }
            Some('\\') => {
                scan.escape(&mut value);
                kept = value.len();
            }
            Some(c) => {
                value.push(c);
                if !c.is_whitespace() {
                    kept = value.len();
                }
            }
        }
    }
}

/// Blanks at the end count only where they were quoted or escaped.
fn value_end(mut value: String, kept: usize) -> String {
    value.truncate(kept);
    value
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Reads on behind an opening quote to the closing one; `""` is a quote.
    fn quoted(&mut self, value: &mut String) {
        while let Some(c) = self.next() {
            match c {
                '"' if self.rest().starts_with('"') => {
                    self.at += 1;
                    value.push('"');
                }
                '"' => return,
                '\\' => self.escape(value),
                c => value.push(c),
            }
        }
    }

    /// Reads on behind a backslash: a special character, or the bytes of a
    /// character in hex. Windows escapes nothing, so any other stands for itself.
    fn escape(&mut self, value: &mut String) {
        if let Some(c) = self.rest().chars().next()
            && " \"#+,;<=>\\".contains(c)
        {
            self.at += c.len_utf8();
            return value.push(c);
        }
        let start = self.at - 1;
        let mut bytes = Vec::new();
        let mut at = start;
        while let Some(pair) = self.text.get(at..at + 3)
            && let Some(hex) = pair.strip_prefix('\\')
            && hex.bytes().all(|b| b.is_ascii_hexdigit())
            && let Ok(byte) = u8::from_str_radix(hex, 16)
        {
            bytes.push(byte);
            at += 3;
        }
        match String::from_utf8(bytes) {
            Ok(text) if !text.is_empty() => {
                value.push_str(&text);
                self.at = at;
            }
            _ => value.push('\\'),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn dn(text: &str) -> DistinguishedName {
        DistinguishedName::parse(text).unwrap()
    }

    #[test]
    fn the_same_name_in_every_spelling_is_equal() {
        let windows =
            r#"E=pki@contoso.com, CN=mail.contoso.com, O="Contoso, Inc.", S=Bavaria, C=DE"#;
        for other in [
            r"emailAddress=pki@contoso.com,CN=mail.contoso.com,O=Contoso\, Inc.,ST=Bavaria,C=DE",
            r"C=DE,ST=Bavaria,O=Contoso\2C Inc.,CN=mail.contoso.com,1.2.840.113549.1.9.1=pki@contoso.com",
            "C = DE, ST = Bavaria, O = \"Contoso, Inc.\", CN = mail.contoso.com, emailAddress = pki@contoso.com",
            "e=PKI@contoso.com;cn=Mail.Contoso.com;o=\"CONTOSO,   INC.\";s=bavaria;c=de",
            "OID.1.2.840.113549.1.9.1=pki@contoso.com, CN=mail.contoso.com, O=Contoso, Inc., S=Bavaria, C=DE",
        ] {
            assert_eq!(dn(other), dn(windows), "{other}");
        }
        assert_eq!(dn(windows).to_string(), windows);
    }

    #[test]
    fn near_names_are_not_equal() {
        let name = dn("CN=Contoso CA 1, O=Contoso, C=US");
        for other in [
            "CN=Contoso CA 2, O=Contoso, C=US",
            "CN=Contoso CA 1, O=Contoso",
            "O=Contoso, CN=Contoso CA 1, C=US",
            "CN=Contoso CA 1, OU=Contoso, C=US",
            "CN=Contoso CA 1 + O=Contoso, C=US",
        ] {
            assert_ne!(dn(other), name, "{other}");
        }
        assert_eq!(dn("A=1 + B=2, C=US"), dn("C=US, B=2+A=1"));
    }

    #[test]
    fn each_way_of_writing_a_part_is_the_same_part() {
        let table: [&[&str]; 9] = [
            // State or province.
            &[
                "S=Bavaria",
                "ST=Bavaria",
                "st = bavaria",
                "stateOrProvinceName=Bavaria",
                "2.5.4.8=Bavaria",
                "OID.2.5.4.8=Bavaria",
                "oid.2.5.4.8=BAVARIA",
            ],
            &[
                "E=a@contoso.com",
                "emailAddress=a@contoso.com",
                "1.2.840.113549.1.9.1=A@contoso.com",
            ],
            &["SERIALNUMBER=00-17", "serialNumber=00-17", "2.5.4.5=00-17"],
            &[
                "G=Anna, SN=Baum",
                "givenName=Anna, surname=Baum",
                "SN=Baum, GN=Anna",
            ],
            // Separators and quotes in a value.
            &[
                r#"O="Contoso, Inc.""#,
                r"O=Contoso\, Inc.",
                r"O=Contoso\2C Inc.",
                r"O=Contoso\2c Inc.",
                "O=Contoso, Inc.",
            ],
            &[
                r#"O="say ""hi"" + <b>""#,
                r#"O=say \"hi\" \+ \<b\>"#,
                r"O=say \22hi\22 \2B \3Cb\3E",
            ],
            &["O=組織", r"O=\E7\B5\84\E7\B9\94", "o = 組織"],
            // Several attributes in one part, in any order.
            &[
                "CN=a+OU=b, C=DE",
                "OU=b + CN=a, C=DE",
                "C=DE, OU=b+CN=A",
                "2.5.4.11=B+commonName=a;c=de",
            ],
            &[
                "DC=contoso, DC=com",
                "DC=com,DC=contoso",
                "domainComponent=contoso,domainComponent=com",
            ],
        ];
        for same in table {
            for other in same {
                assert_eq!(dn(other), dn(same[0]), "{other}");
                assert_eq!(dn(&dn(other).to_string()), dn(same[0]), "{other} printed");
            }
        }
    }

    #[test]
    fn parts_that_look_alike_are_not_the_same() {
        for (one, other) in [
            ("S=Bavaria", "L=Bavaria"),
            ("SN=1", "SERIALNUMBER=1"),
            ("CN=a + OU=b", "CN=a, OU=b"),
            (r"O=a\, OU=b", "O=a, OU=b"),
            (r#"O="a, OU=b""#, "O=a, OU=b"),
            ("CN=mail.contoso.com", "CN=mail.contoso.co"),
            ("CN=a b", "CN=ab"),
            ("CN=a, CN=b, C=DE", "CN=b, CN=a, C=DE"),
            ("CN=a, CN=a", "CN=a"),
        ] {
            assert_ne!(dn(one), dn(other), "{one} / {other}");
        }
    }

    #[test]
    fn values_are_unquoted_and_quoted_again() {
        let table = [
            ("CN=a", "a", "CN=a"),
            (
                "CN=\"say \"\"hi\"\"\"",
                "say \"hi\"",
                "CN=\"say \"\"hi\"\"\"",
            ),
            ("CN= a b ", "a b", "CN=a b"),
            ("CN=\" a \"", " a ", "CN=\" a \""),
            (r"CN=a\ ", "a ", "CN=\"a \""),
            (r"CN=CONTOSO\svc", r"CONTOSO\svc", r"CN=CONTOSO\svc"),
            (r"CN=M\C3\BCnchen", "München", "CN=München"),
            (r"CN=x\FFy", r"x\FFy", r"CN=x\FFy"),
            ("CN=a=b", "a=b", "CN=\"a=b\""),
            ("CN=組織, Inc", "組織, Inc", "CN=\"組織, Inc\""),
            ("CN=", "", "CN=\"\""),
            ("2.5.4.15=Private", "Private", "OID.2.5.4.15=Private"),
        ];
        for (text, value, printed) in table {
            let name = dn(text);
            assert_eq!(name.attributes().next().unwrap().value, value, "{text}");
            assert_eq!(name.to_string(), printed, "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in ["", "  ", "mail.contoso.com", "<I>CN=a<S>CN=b", "=a"] {
            assert_eq!(DistinguishedName::parse(text), None, "{text}");
        }
        assert_eq!(
            dn("CN=*.contoso.com, CN=b, DC=x")
                .common_names()
                .collect::<Vec<_>>(),
            ["*.contoso.com", "b"]
        );
    }

    #[test]
    fn what_is_no_number_after_oid_stays_as_it_is() {
        let long = format!("OID.{}=b", "1".repeat(MAX_TYPE));
        for text in ["CN=a, OID.=b", "OID.OID.1.2=b", "OID.x=b", &long] {
            assert_eq!(dn(text).to_string(), text);
            assert_eq!(dn(&dn(text).to_string()), dn(text));
        }
        // As a second name of one relative name it stands behind a blank.
        let joined = format!("CN=a + {long}");
        assert_eq!(dn(&joined).attributes().count(), 2);
        assert_eq!(dn(&joined).to_string(), joined);
        let longer = format!("{}=b", "1".repeat(MAX_TYPE + 1));
        assert_eq!(DistinguishedName::parse(&longer), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(?s)([A-Z]{1,2}=)?.{0,80}") {
            let _ = DistinguishedName::parse(&text);
        }

        #[test]
        fn a_printed_name_reads_as_itself(values in proptest::collection::vec("[ -\\[\\]-~あ-ん]{0,12}", 1..5)) {
            let rdns = values.iter().map(|v| vec![Attribute::new("OU", v.as_str())]).collect();
            let name = DistinguishedName::new(rdns);
            prop_assert_eq!(dn(&name.to_string()), name);
        }
    }
}
