//! The choice on the transport certificate page: `Selected Certificate` with
//! `<I>issuer<S>subject`, thumbprint and dates near it. How they are set out is not
//! documented, so each is looked for by itself.

use super::Part;
use crate::evidence::excerpt;
use crate::evidence::formats::hcw::SelectedCertificate;

/// What the lines of one entry say of a chosen certificate.
pub(super) fn selected(parts: &[Part]) -> Option<SelectedCertificate> {
    let at = parts
        .iter()
        .position(|p| find(&p.text, "selected certificate").is_some())?;
    let rest = parts.get(at..)?;
    // The name may have been cut by the hard wrap: nothing stands between the parts.
    let joined: String = rest.iter().map(|p| p.text.as_str()).collect();
    let from = find(&joined, "selected certificate")?;
    let name = name_in(joined.get(from..)?)?;
    let mut chosen = SelectedCertificate {
        name,
        line: parts.get(at)?.line,
        excerpt: excerpt(&parts.get(at)?.raw).to_owned(),
        ..SelectedCertificate::default()
    };
    add_details(&mut chosen, &joined);
    // Where nothing was wrapped, the lines keep apart what the joined text runs together.
    let lines: Vec<&str> = rest.iter().map(|p| p.text.as_str()).collect();
    add_details(&mut chosen, &lines.join("\n"));
    Some(chosen)
}

/// Adds what an entry says of thumbprint and dates, where it is not known yet.
pub(super) fn add_details(chosen: &mut SelectedCertificate, text: &str) {
    let fill = |slot: &mut Option<String>, found: Option<String>| {
        if slot.is_none() {
            *slot = found;
        }
    };
    fill(&mut chosen.thumbprint, thumbprint(text));
    let begin = ["notbefore", "not before", "valid from", "validfrom"];
    let end = [
        "notafter",
        "not after",
        "valid to",
        "validto",
        "expires",
        "expiration",
    ];
    fill(&mut chosen.not_before, labelled(text, &begin));
    fill(&mut chosen.not_after, labelled(text, &end));
}

/// ASCII letters of any case; the place is one of `text`.
fn find(text: &str, lower: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(lower)
}

/// `<I>..<S>..`, to the end of the line or to what begins the next value.
fn name_in(text: &str) -> Option<String> {
    let rest = text.get(find(text, "<i>")?..)?;
    let subject = find(rest, "<s>")? + 3;
    let lower = rest.to_ascii_lowercase();
    let ends = [
        "\n",
        "\"",
        "'",
        "|",
        ";",
        "]",
        "thumbprint",
        " (",
        "notbefore",
        "not before",
        "notafter",
        "valid from",
        "validfrom",
        "expires",
        "expiration",
        "serial",
    ];
    let end = ends
        .iter()
        .filter_map(|e| lower.get(subject..)?.find(e))
        .min()
        .map_or(rest.len(), |n| subject + n);
    let name = rest.get(..end)?.trim().trim_end_matches(',').trim_end();
    (name.len() > subject).then(|| name.to_owned())
}

fn thumbprint(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let hex = |w: &&str| w.len() == 40 && w.bytes().all(|b| b.is_ascii_hexdigit());
    words.filter(hex).map(str::to_ascii_uppercase).next()
}

/// What follows one of these labels, to the next separator that no date holds.
fn labelled(text: &str, labels: &[&str]) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let after = labels
        .iter()
        .find_map(|label| Some(lower.find(label)? + label.len()))?;
    let value = text.get(after..)?;
    let value = value.trim_start_matches(|c: char| " :=@'\"".contains(c));
    let dated = |c: char| c.is_ascii_digit() || " ./:-+TZAPM".contains(c);
    let value: String = value.chars().take_while(|&c| dated(c)).collect();
    let value = value.trim();
    value
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| value.to_owned())
}
