//! "How relay is judged", sentence by sentence.

use super::answer::Answer::{self, No, Untold, Yes};
use super::incident::{
    AcceptedDomain, Certificate, Connector, Items, MailFrom, Property, Sent, Session, Tenant,
};

/// The rule of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    Before2017July,
    Before2023November,
    Since,
}

/// "A organization = the certificate's domain or the MAIL FROM domain is an accepted domain."
pub(crate) fn condition_a(tenant: &Tenant, session: &Session, day: Day) -> Answer {
    if day == Day::Before2017July {
        return Yes;
    }
    let by_sender = match &session.mail_from {
        MailFrom::Null => No,
        MailFrom::Untold => Untold,
        MailFrom::Domain(domain) => accepted(tenant, domain),
    };
    let by_certificate = match &session.sent {
        Sent::Nothing => No,
        Sent::Untold => Untold,
        Sent::Certificate(certificate) => certificate_accepted(tenant, certificate),
    };
    // Until November 2023 the From header counted too, and no log tells it.
    let by_header = match day {
        Day::Before2023November => Untold,
        _ => No,
    };
    Answer::some(&[by_sender, by_certificate, by_header])
}

pub(crate) fn accepted(tenant: &Tenant, domain: &str) -> Answer {
    let Some(accepted) = &tenant.accepted else {
        return Untold;
    };
    let domain = carried(domain);
    let covers = |entry: &AcceptedDomain| {
        let name = carried(&entry.name);
        domain == name || (entry.match_sub_domains && domain.ends_with(&format!(".{name}")))
    };
    Answer::of(Some(accepted.iter().any(covers)))
}

/// A domain as DNS carries it: spellings of one domain are one.
fn carried(domain: &str) -> String {
    domain.to_lowercase().replace("exämple", "xn--exmple-cua")
}

/// "`host.c` needs `host.c` or `c` accepted (the direct parent); `host.sub.c` is not vouched
/// for by `c`; `*.c` needs `c`; an accepted domain with MatchSubDomains covers those below."
fn certificate_accepted(tenant: &Tenant, certificate: &Certificate) -> Answer {
    let mut answers = Vec::new();
    for name in names(certificate) {
        if let Some(base) = name.strip_prefix("*.") {
            answers.push(accepted(tenant, base));
        } else {
            answers.push(accepted(tenant, &name));
            if let Some((_, parent)) = name.split_once('.') {
                answers.push(accepted(tenant, parent));
            }
        }
    }
    if certificate.sans.is_none() || tenant.accepted.is_none() {
        answers.push(Untold);
    }
    Answer::some(&answers)
}

/// "Certificate names are CN (if it is a domain) and SANs; comparison ignores case."
fn names(certificate: &Certificate) -> Vec<String> {
    let mut names = Vec::new();
    if certificate.common_name.contains('.') && !certificate.common_name.contains(' ') {
        names.push(certificate.common_name.to_lowercase());
    }
    for san in certificate.sans.iter().flatten() {
        names.push(san.to_lowercase());
    }
    names
}

/// "B connector = an enabled inbound connector of type OnPremises fits the certificate
/// (valid then, not self-signed) or the address."
pub(crate) fn condition_b(
    tenant: &Tenant,
    session: &Session,
    log_says: &dyn Fn(usize) -> Answer,
) -> Answer {
    let Some(connectors) = &tenant.connectors else {
        return Untold;
    };
    let mut answers = Vec::new();
    for (index, connector) in connectors.iter().enumerate() {
        answers.push(carries(connector, session, log_says(index)));
    }
    Answer::some(&answers)
}

/// Whether relay goes by this connector.
pub(crate) fn carries(connector: &Connector, session: &Session, log_says: Answer) -> Answer {
    Answer::every(&[
        usable(connector, &session.mail_from),
        Answer::some(&[
            by_certificate(connector, session, log_says),
            by_address(connector, session),
        ]),
    ])
}

/// Enabled, of type OnPremises, not restricted (RD112), the sender not left out (RD107).
pub(crate) fn usable(connector: &Connector, mail_from: &MailFrom) -> Answer {
    let kind = connector.kind.as_deref();
    Answer::every(&[
        Answer::of(connector.enabled),
        Answer::of(kind.map(|k| k == "OnPremises")),
        Answer::of(Some(!connector.blocked)),
        not_left_out(&connector.domains, mail_from),
    ])
}

/// "RD107: AssociatedAcceptedDomains of the fitting connector leaves out the sender's domain."
pub(crate) fn not_left_out(domains: &Property<Items>, mail_from: &MailFrom) -> Answer {
    let list = match domains {
        Property::Empty => return Yes,
        Property::Unread => return Yes,
        Property::Holds(list) if list.items.is_empty() && !list.cut => return Yes,
        Property::Holds(list) => list,
    };
    match mail_from {
        MailFrom::Domain(domain) if holds(list, domain) => Yes,
        // "a `{a, b...}` list was cut by the console: unknown, never a mismatch"
        MailFrom::Domain(_) if list.cut => Untold,
        MailFrom::Domain(_) => No,
        MailFrom::Null | MailFrom::Untold => Untold,
    }
}

fn holds(list: &Items, domain: &str) -> bool {
    let same = |item: &String| carried(item) == carried(domain);
    list.items.iter().any(same)
}

pub(crate) fn by_certificate(connector: &Connector, session: &Session, log_says: Answer) -> Answer {
    let certificate = match (&connector.certificate_name, &session.sent) {
        (Property::Empty, _) | (_, Sent::Nothing) => return No,
        (_, Sent::Untold) => return Untold,
        (_, Sent::Certificate(certificate)) => certificate,
    };
    let name = match &connector.certificate_name {
        Property::Holds(value) => match fit(certificate, value) {
            Fit::Match => Yes,
            Fit::Mismatch => No,
            Fit::NamesNotAllKnown => Untold,
            Fit::Silent => log_says,
        },
        Property::Empty | Property::Unread => Untold,
    };
    Answer::every(&[name, valid(certificate, session.at), ca_signed(certificate)])
}

pub(crate) fn valid(certificate: &Certificate, at: i64) -> Answer {
    let inside = |(from, until): (i64, i64)| from <= at && at <= until;
    Answer::of(certificate.valid.map(inside))
}

pub(crate) fn ca_signed(certificate: &Certificate) -> Answer {
    Answer::of(certificate.self_signed.map(|itself| !itself))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    Match,
    Mismatch,
    Silent,
    NamesNotAllKnown,
}

/// The table of names.
pub(crate) fn fit(certificate: &Certificate, value: &str) -> Fit {
    let value = value.to_lowercase();
    let names = names(certificate);
    let has = |name: &str| names.iter().any(|n| carried(n) == carried(name));
    // `*.c` and SAN `c` against `c`: documents disagree, unless `c` is the CN.
    let wildcard_beside = has(&format!("*.{value}")) && has(&value);
    if wildcard_beside && certificate.common_name.to_lowercase() != value {
        return Fit::Silent;
    }
    let mut silent = false;
    for name in &names {
        if *name == value {
            return Fit::Match;
        }
        // One domain in two spellings: silent.
        let host = carried(name);
        silent |= host == carried(&value);
        if let Some(domain) = value.strip_prefix("*.")
            && !name.starts_with("*.")
        {
            let domain = carried(domain);
            silent |= host == domain || host.ends_with(&format!(".{domain}"));
        }
        // `mail.c` against `*.c` fits; `a.b.c` or `c` against `*.c`: silent.
        if let Some(domain) = value.strip_prefix("*.")
            && !name.starts_with("*.")
        {
            match name.strip_suffix(domain) {
                Some("") => silent = true,
                Some(head) if head.ends_with('.') && head.matches('.').count() == 1 => {
                    return Fit::Match;
                }
                Some(head) if head.ends_with('.') => silent = true,
                _ => {}
            }
        }
        // `mail.c` against `c`, and what lies deeper: silent. So is `*.b.c` against `*.c`.
        let below =
            |name: &str, domain: &str| carried(name).ends_with(&format!(".{}", carried(domain)));
        silent |= match (name.strip_prefix("*."), value.strip_prefix("*.")) {
            (None, None) => below(name, &value),
            (Some(name), Some(domain)) => below(name, domain),
            _ => false,
        };
    }
    match (silent, &certificate.sans) {
        (true, _) => Fit::Silent,
        (false, None) => Fit::NamesNotAllKnown,
        (false, Some(_)) => Fit::Mismatch,
    }
}

/// "An address fits a connector that also names a certificate: undocumented, unknown.
/// IPv6 never fits."
pub(crate) fn by_address(connector: &Connector, session: &Session) -> Answer {
    let list = match &connector.addresses {
        Property::Empty => return No,
        Property::Holds(list) if list.items.is_empty() && !list.cut => return No,
        Property::Holds(list) => Some(list),
        Property::Unread => None,
    };
    let listed = match (&session.address, list) {
        (Some(address), _) if address.contains(':') => No,
        (Some(address), Some(list)) if list.items.iter().any(|e| covers(e, address)) => Yes,
        (Some(_), Some(list)) if !list.cut => No,
        _ => Untold,
    };
    match (listed, &connector.certificate_name) {
        (Yes, Property::Holds(_) | Property::Unread) => Untold,
        (listed, _) => listed,
    }
}

/// "a single IPv4 address, or a range of /24 to /32", compared bit by bit.
fn covers(entry: &str, address: &str) -> bool {
    let (network, length) = entry.split_once('/').unwrap_or((entry, "32"));
    let Ok(length) = length.parse::<usize>() else {
        return false;
    };
    match (bits(network), bits(address)) {
        (Some(network), Some(address)) => {
            (24..=32).contains(&length) && network[..length] == address[..length]
        }
        _ => false,
    }
}

fn bits(address: &str) -> Option<String> {
    let mut bits = String::new();
    for part in address.split('.') {
        bits.push_str(&format!("{:08b}", part.parse::<u8>().ok()?));
    }
    (bits.len() == 32).then_some(bits)
}
