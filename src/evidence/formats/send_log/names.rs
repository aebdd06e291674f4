//! "Subject Issuer" of the single-row certificate forms to two names.
//!
//! The log writes both with nothing but a blank between (formats.md section 1,
//! point 1). Windows quotes a value that holds `=`, so mostly one place is left
//! where a new name can begin; where several are, the choice is made as
//! [`split_subject_issuer`] says and the joined text is kept.

/// A subject and an issuer that stood side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameSplit<'a> {
    /// The subject; may be empty (certificates with alternate names only).
    pub subject: &'a str,
    /// The issuer.
    pub issuer: &'a str,
    /// Whether the text could be split elsewhere as well: a loaded certificate
    /// with the same thumbprint should settle it.
    pub ambiguous: bool,
}

/// Splits "Subject Issuer"; `None` when no place for the split is found.
///
/// 1. The same text twice is a self-signed certificate.
/// 2. Else a blank that no comma (or `+`) precedes, that `TYPE=` follows, and
///    that no quotes enclose. A leading blank means an empty subject.
/// 3. Of several such places: one where a type begins that names really have,
///    then where neither side has a type twice that a name has once (two
///    countries are two names), then where the right side begins with `CN=`,
///    then the first.
pub fn split_subject_issuer(joined: &str) -> Option<NameSplit<'_>> {
    if let Some(split) = same_twice(joined) {
        return Some(split);
    }
    if let Some(issuer) = joined.strip_prefix(' ') {
        let issuer = issuer.trim();
        return type_at(issuer, 0).map(|_| NameSplit {
            subject: "",
            issuer,
            ambiguous: false,
        });
    }
    let mut places = places(joined, true);
    if places.is_empty() {
        // A quote that is never closed encloses nothing.
        places = self::places(joined, false);
    }
    let ambiguous = places.len() > 1;
    let splits = places.into_iter().map(|at| cut(joined, at));
    let (subject, issuer) = splits.min_by_key(|&(subject, issuer)| doubt(subject, issuer))?;
    Some(NameSplit {
        subject,
        issuer,
        ambiguous,
    })
}

fn same_twice(joined: &str) -> Option<NameSplit<'_>> {
    let middle = joined.len() / 2;
    let (left, right) = joined.split_at_checked(middle)?;
    let right = right.strip_prefix(' ')?;
    (left == right && type_at(left, 0).is_some()).then_some(NameSplit {
        subject: left,
        issuer: right,
        ambiguous: false,
    })
}

fn cut(joined: &str, blank: usize) -> (&str, &str) {
    let (subject, issuer) = joined.split_at_checked(blank).unwrap_or((joined, ""));
    (subject.trim(), issuer.trim())
}

/// Every blank at which an issuer can begin.
fn places(joined: &str, quotes_count: bool) -> Vec<usize> {
    let mut found = Vec::new();
    let mut quoted = false;
    let mut before = ',';
    for (at, c) in joined.char_indices() {
        match c {
            '"' if quotes_count => quoted = !quoted,
            ' ' if !quoted
                && !matches!(before, ',' | '+' | ';')
                && type_at(joined, at + 1).is_some() =>
            {
                found.push(at);
            }
            _ => {}
        }
        if c != ' ' {
            before = c;
        }
    }
    found
}

/// The attribute type (`CN`, `2.5.4.97`, `OID.2.5.4.97`) that begins at `at`
/// and is followed by `=`.
fn type_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let (name, _) = rest.split_once('=')?;
    let shaped = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    (shaped && name.len() <= 64).then_some(name)
}

/// Attribute types that Windows writes in names.
const KNOWN: [&str; 19] = [
    "CN",
    "OU",
    "O",
    "C",
    "L",
    "S",
    "ST",
    "E",
    "DC",
    "STREET",
    "SERIALNUMBER",
    "T",
    "G",
    "SN",
    "I",
    "EMAIL",
    "EMAILADDRESS",
    "UID",
    "POSTALCODE",
];
/// Those that one name holds once.
const ONCE: [&str; 8] = ["CN", "C", "O", "L", "S", "ST", "E", "SERIALNUMBER"];

fn is_one_of(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// How much speaks against a split: unknown type, repetitions, no `CN=` first.
fn doubt(subject: &str, issuer: &str) -> (bool, usize, bool) {
    let first = type_at(issuer, 0).unwrap_or_default();
    let is_oid = first.contains('.') || first.starts_with(|c: char| c.is_ascii_digit());
    let unknown = !is_oid && !is_one_of(&KNOWN, first);
    let repeated = repetitions(subject) + repetitions(issuer);
    (unknown, repeated, !first.eq_ignore_ascii_case("CN"))
}

/// How often a type that names have once comes again, also where it stands in
/// the middle of what would then be a value.
fn repetitions(name: &str) -> usize {
    let mut seen = [false; ONCE.len()];
    let mut repeated = 0;
    for kind in words(name).filter_map(|word| type_at(word, 0)) {
        if let Some(index) = ONCE.iter().position(|k| k.eq_ignore_ascii_case(kind)) {
            repeated += usize::from(std::mem::replace(&mut seen[index], true));
        }
    }
    repeated
}

/// What stands between commas and blanks that no quotes enclose.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    name.split(move |c: char| {
        quoted ^= c == '"';
        matches!(c, ',' | ' ') && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(joined: &str) -> Option<(&str, &str, bool)> {
        split_subject_issuer(joined).map(|s| (s.subject, s.issuer, s.ambiguous))
    }

    #[test]
    fn the_place_between_the_names_is_found() {
        let table = [
            (
                "CN=mail.contoso.com",
                "CN=Contoso Issuing CA 1, O=Contoso CA, C=US",
            ),
            (
                "CN=*.contoso.com, OU=Mail Team, O=Contoso Ltd",
                "C=US, O=Contoso CA, CN=Issuing CA",
            ),
            (
                "C=JP, O=Contoso 株式会社, CN=mail.contoso.com",
                "DC=com, DC=contoso, CN=Contoso CA",
            ),
            ("CN=a", "E=pki@contoso.com, CN=Contoso CA"),
            (
                "CN=a, O=\"Contoso, Inc.\"",
                "O=\"Fabrikam, CN=x y=z, Inc.\", CN=CA",
            ),
            ("CN=a, O=\"say \"\"CN=b\"\" twice\"", "CN=CA"),
            ("CN=a + OU=b", "CN=CA + OU=c"),
            (
                "SERIALNUMBER=12, 2.5.4.15=Private, CN=a",
                "OID.2.5.4.97=VAT, CN=CA",
            ),
            ("CN=same", "CN=same"),
            ("CN=Same Two Words, O=x", "CN=Same Two Words, O=x"),
            ("CN=mail.contoso.com", "CN=mail.contoso.co"),
            ("", "CN=CA, O=Contoso"),
        ];
        for (subject, issuer) in table {
            let joined = format!("{subject} {issuer}");
            assert_eq!(split(&joined), Some((subject, issuer, false)), "{joined}");
        }
    }

    #[test]
    fn of_several_places_the_likeliest_is_taken_and_the_doubt_told() {
        let table = [
            ("CN=a, O=x y=z, C=US", "CN=CA, C=US"),
            ("CN=a", "O=Team room=4, CN=CA"),
            ("CN=a, O=x L=y, C=US", "C=US, CN=CA"),
            ("O=x", "CN=CA OU=unit"),
        ];
        for (subject, issuer) in table {
            let joined = format!("{subject} {issuer}");
            assert_eq!(split(&joined), Some((subject, issuer, true)), "{joined}");
        }
    }

    #[test]
    fn what_is_no_pair_is_not_split() {
        for text in [
            "",
            " ",
            "CN=alone",
            "CN=a, O=b c",
            "no names here",
            "= =",
            "  ",
            "é é",
        ] {
            assert_eq!(split(text), None, "{text:?}");
        }
        // The quote is never closed: it encloses nothing.
        assert_eq!(split("CN=\"a CN=b"), Some(("CN=\"a", "CN=b", false)));
    }
}
