//! The tables of "How relay is judged" as tables: which certificate names fit
//! TlsSenderCertificateName, which certificate domains the accepted domains vouch
//! for, and which addresses SenderIPAddresses covers.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::net::IpAddr;

use common::{absent, accepting, list, names, read};
use relay_doctor::attribution::{
    AddressFit, CertificateDomain, InvalidAddress, NameFit, Status, address_fit,
    certificate_domain, invalid_address, name_fit,
};
use relay_doctor::facts::{ItemList, Known, SenderCertificateName, Tenant};

/// How a name stands to a value, without the name that decided.
#[derive(Debug, PartialEq)]
enum Fit {
    ByCommonName,
    BySanOnly,
    Mismatch,
    LikelyMismatch,
    Undecided,
    NamesUnknown,
}

use Fit::{ByCommonName, BySanOnly, LikelyMismatch, Mismatch, NamesUnknown, Undecided};

fn fit(common_name: Option<&str>, alternate: Option<&[&str]>, value: &str) -> Fit {
    let value = SenderCertificateName::parse(value);
    match name_fit(&names(common_name, alternate), &value) {
        NameFit::Match {
            by_san_only: false, ..
        } => ByCommonName,
        NameFit::Match {
            by_san_only: true, ..
        } => BySanOnly,
        NameFit::Mismatch { likely: false } => Mismatch,
        NameFit::Mismatch { likely: true } => LikelyMismatch,
        NameFit::Undecided => Undecided,
        NameFit::NamesUnknown => NamesUnknown,
    }
}

/// One name as the CN, with a list of SANs that holds nothing else.
#[test]
fn one_name_against_the_value_of_the_connector() {
    #[rustfmt::skip]
    let table = [
        // The same text.
        ("mail.contoso.com", "mail.contoso.com", ByCommonName),
        ("*.contoso.com", "*.contoso.com", ByCommonName),
        ("contoso.com", "contoso.com", ByCommonName),
        // A host below the connector's wildcard, and the other way round.
        ("mail.contoso.com", "*.contoso.com", ByCommonName),
        ("*.contoso.com", "mail.contoso.com", Mismatch),
        // The bare domain below the certificate's wildcard, and the other way round.
        ("*.contoso.com", "contoso.com", LikelyMismatch),
        ("contoso.com", "*.contoso.com", Undecided),
        // Two labels below the wildcard, and the other way round.
        ("mail.sub.contoso.com", "*.contoso.com", Undecided),
        ("*.contoso.com", "mail.sub.contoso.com", Mismatch),
        // A host against its domain, and the other way round.
        ("mail.contoso.com", "contoso.com", Undecided),
        ("contoso.com", "mail.contoso.com", Mismatch),
        // Neighbours that share an ending, not a domain.
        ("mail.contoso.com", "mx.contoso.com", Mismatch),
        ("mail.contoso.com", "*.fabrikam.com", Mismatch),
        ("mail.notcontoso.com", "*.contoso.com", Mismatch),
        ("notcontoso.com", "contoso.com", Mismatch),
        ("*.notcontoso.com", "contoso.com", Mismatch),
        ("*.contoso.com", "*.fabrikam.com", Mismatch),
        ("*.contoso.com", "*.sub.contoso.com", Mismatch),
        ("contoso.com.fabrikam.com", "contoso.com", Mismatch),
        // Letter case never matters.
        ("MAIL.Contoso.COM", "mail.contoso.com", ByCommonName),
        ("mail.contoso.com", "*.CONTOSO.com", ByCommonName),
        ("*.CONTOSO.COM", "*.contoso.com", ByCommonName),
        ("*.Contoso.com", "Contoso.Com", LikelyMismatch),
        // Internationalised names, as they are written on the certificate.
        ("mail.xn--mnchen-3ya.example", "*.xn--mnchen-3ya.example", ByCommonName),
        ("mail.münchen.example", "mail.MÜNCHEN.example", ByCommonName),
        ("メール.例え.example", "*.例え.example", ByCommonName),
        ("*.例え.example", "メール.例え.example", Mismatch),
    ];
    for (name, value, expected) in table {
        assert_eq!(
            fit(Some(name), Some(&[]), value),
            expected,
            "{name} {value}"
        );
    }
}

#[test]
fn a_name_that_stands_among_the_sans_only_fits_by_san() {
    #[rustfmt::skip]
    let table: [(Option<&str>, &[&str], &str, Fit); 14] = [
        // CN is no domain, or another host.
        (Some("EX01"), &["mail.contoso.com"], "mail.contoso.com", BySanOnly),
        (Some("Contoso Mail"), &["mail.contoso.com"], "*.contoso.com", BySanOnly),
        (None, &["mx.fabrikam.com", "mail.contoso.com"], "mail.contoso.com", BySanOnly),
        (Some("exch.contoso.com"), &["exch.contoso.com", "MAIL.contoso.com"], "mail.contoso.com", BySanOnly),
        // CN fits as well: not by SAN only.
        (Some("mail.contoso.com"), &["mail.contoso.com"], "mail.contoso.com", ByCommonName),
        (Some("mail.contoso.com"), &["mx.contoso.com"], "*.contoso.com", ByCommonName),
        (Some("mx.contoso.com"), &["*.contoso.com"], "*.contoso.com", ByCommonName),
        // The same text always fits before a pair on which documents are silent.
        (Some("contoso.com"), &["*.contoso.com"], "contoso.com", ByCommonName),
        // The wildcard with the bare domain beside it: documents disagree.
        (Some("*.contoso.com"), &["*.contoso.com", "contoso.com"], "contoso.com", Undecided),
        // None of several.
        (Some("exch.contoso.com"), &["exch.contoso.com", "autodiscover.contoso.com"], "mail.contoso.com", Mismatch),
        (Some("EX01"), &[], "mail.contoso.com", Mismatch),
        // One of several is undecided: so is the whole.
        (Some("mail.fabrikam.com"), &["a.b.contoso.com"], "*.contoso.com", Undecided),
        (Some("*.contoso.com"), &["mail.contoso.com"], "contoso.com", Undecided),
        // An undecided CN beside a SAN that fits.
        (Some("a.b.contoso.com"), &["mail.contoso.com"], "*.contoso.com", BySanOnly),
    ];
    for (common_name, alternate, value, expected) in table {
        let got = fit(common_name, Some(alternate), value);
        assert_eq!(got, expected, "{common_name:?} {alternate:?} {value}");
    }
}

#[test]
fn alternative_names_that_the_log_left_out_are_unknown_not_missing() {
    assert_eq!(
        fit(Some("mail.contoso.com"), None, "mail.contoso.com"),
        ByCommonName
    );
    assert_eq!(
        fit(Some("exch.contoso.com"), None, "mail.contoso.com"),
        NamesUnknown
    );
    assert_eq!(fit(None, None, "*.contoso.com"), NamesUnknown);
}

/// Whether that is a mismatch or undecided is not in the table; a match it never is.
#[test]
fn a_value_that_is_no_domain_never_fits() {
    for value in [
        "mx.*.contoso.com",
        "CN=mx.eu.contoso.com",
        "<I>CN=Contoso CA<S>CN=mx.eu.contoso.com",
        "*",
        "contoso",
    ] {
        for name in ["mx.eu.contoso.com", "*.contoso.com", "contoso.com"] {
            let got = fit(Some(name), Some(&[name]), value);
            assert!(
                matches!(got, Mismatch | Undecided),
                "{name} {value} {got:?}"
            );
        }
    }
}

/// What the accepted domains say about names on a certificate.
fn vouched(accepted: &[&str], certificate: &[&str]) -> CertificateDomain {
    let (first, rest) = certificate.split_first().unwrap();
    certificate_domain(&accepting(accepted), &names(Some(first), Some(rest)))
}

#[test]
fn the_direct_parent_vouches_and_nothing_above_it() {
    use Status::{Broken, Met};
    #[rustfmt::skip]
    let table: [(&[&str], &[&str], Status); 20] = [
        // host.c needs host.c or c.
        (&["contoso.com"], &["mail.contoso.com"], Met),
        (&["mail.contoso.com"], &["mail.contoso.com"], Met),
        (&["mx.contoso.com"], &["mail.contoso.com"], Broken),
        (&["contoso.com"], &["contoso.com"], Met),
        // host.sub.c is not vouched for by c.
        (&["contoso.com"], &["host.sub.contoso.com"], Broken),
        (&["sub.contoso.com"], &["host.sub.contoso.com"], Met),
        (&["host.sub.contoso.com"], &["host.sub.contoso.com"], Met),
        // *.c needs c.
        (&["contoso.com"], &["*.contoso.com"], Met),
        (&["contoso.com"], &["*.sub.contoso.com"], Broken),
        (&["sub.contoso.com"], &["*.sub.contoso.com"], Met),
        (&["mail.contoso.com"], &["*.contoso.com"], Broken),
        // MatchSubDomains covers those below.
        (&["*.contoso.com"], &["host.sub.contoso.com"], Met),
        (&["*.contoso.com"], &["*.sub.contoso.com"], Met),
        (&["*.contoso.com"], &["*.contoso.com"], Met),
        (&["*.sub.contoso.com"], &["mail.contoso.com"], Broken),
        // Neighbours, letter case, several names.
        (&["contoso.com"], &["mail.notcontoso.com"], Broken),
        (&["*.contoso.com"], &["mail.notcontoso.com"], Broken),
        (&["CONTOSO.com"], &["Mail.Contoso.Com"], Met),
        (&["contoso.com"], &["EX01", "mx.fabrikam.com", "mail.contoso.com"], Met),
        (&["例え.example"], &["メール.例え.example"], Met),
    ];
    for (accepted, certificate, expected) in table {
        let got = vouched(accepted, certificate).status();
        assert_eq!(got, expected, "{accepted:?} {certificate:?}");
    }
}

#[test]
fn a_domain_further_up_is_named_as_what_is_missing() {
    let CertificateDomain::OnlyGrandparent {
        name,
        missing,
        accepted,
    } = vouched(&["contoso.com"], &["host.sub.contoso.com"])
    else {
        panic!("the parent is not accepted, a domain above it is");
    };
    assert_eq!(name.to_string(), "host.sub.contoso.com");
    assert_eq!(missing.as_str(), "sub.contoso.com");
    assert_eq!(accepted.as_str(), "contoso.com");
    // A name that is vouched for makes it moot.
    let vouched_too = vouched(
        &["contoso.com"],
        &["host.sub.contoso.com", "mail.contoso.com"],
    );
    assert_eq!(vouched_too.status(), Status::Met);
    assert_eq!(
        vouched(&["fabrikam.com"], &["mail.contoso.com"]),
        CertificateDomain::NotAccepted
    );
}

#[test]
fn what_is_not_in_the_evidence_vouches_for_nothing_and_breaks_nothing() {
    let mail = names(Some("mail.contoso.com"), Some(&[]));
    let unread = certificate_domain(&Tenant::default(), &mail);
    assert_eq!(unread, CertificateDomain::Unknown);
    let tenant = accepting(&["contoso.com"]);
    let sans_unknown = names(Some("mail.fabrikam.com"), None);
    assert_eq!(
        certificate_domain(&tenant, &sans_unknown).status(),
        Status::Unknown
    );
    // One name that is known and vouched for is enough.
    let enough = names(Some("mail.contoso.com"), None);
    assert_eq!(certificate_domain(&tenant, &enough).status(), Status::Met);
}

fn address(text: &str) -> Option<IpAddr> {
    Some(text.parse().unwrap())
}

#[test]
fn addresses_and_ranges_from_24_to_32_cover() {
    use AddressFit::{Covers, Ipv6, NotAsked, NotListed};
    #[rustfmt::skip]
    let table: [(&str, &[&str], AddressFit); 22] = [
        ("203.0.113.7", &["203.0.113.7"], Covers),
        ("203.0.113.7", &["203.0.113.8"], NotListed),
        ("203.0.113.7", &["203.0.113.70"], NotListed),
        ("203.0.113.7", &["198.51.100.1", "203.0.113.7"], Covers),
        ("203.0.113.7", &[], NotAsked),
        // Every documented width, at its edges.
        ("203.0.113.0", &["203.0.113.0/24"], Covers),
        ("203.0.113.255", &["203.0.113.0/24"], Covers),
        ("203.0.114.0", &["203.0.113.0/24"], NotListed),
        ("203.0.113.127", &["203.0.113.0/25"], Covers),
        ("203.0.113.128", &["203.0.113.0/25"], NotListed),
        ("203.0.113.7", &["203.0.113.6/31"], Covers),
        ("203.0.113.8", &["203.0.113.6/31"], NotListed),
        ("203.0.113.7", &["203.0.113.7/32"], Covers),
        ("203.0.113.6", &["203.0.113.7/32"], NotListed),
        // A range written by one of its hosts.
        ("203.0.113.200", &["203.0.113.7/24"], Covers),
        // Wider than documented: it covers nothing.
        ("203.0.113.7", &["203.0.112.0/23"], NotListed),
        ("203.0.113.7", &["0.0.0.0/0"], NotListed),
        // IPv6 never fits, not even its own text.
        ("2001:db8::7", &["2001:db8::7"], Ipv6),
        ("2001:db8::7", &["2001:db8::/64"], Ipv6),
        ("2001:db8::7", &["203.0.113.0/24"], Ipv6),
        ("203.0.113.7", &["2001:db8::/32"], NotListed),
        // What is no address covers nothing.
        ("203.0.113.7", &["gateway.contoso.com", "203.0.113"], NotListed),
    ];
    for (seen, entries, expected) in table {
        let got = address_fit(address(seen), &list(entries));
        assert_eq!(got, expected, "{seen} {entries:?}");
    }
}

#[test]
fn a_list_that_was_cut_or_not_read_is_unknown_never_not_listed() {
    let cut = read(ItemList {
        items: vec!["198.51.100.1".to_owned()],
        complete: false,
    });
    assert_eq!(
        address_fit(address("203.0.113.7"), &cut),
        AddressFit::Unknown
    );
    assert_eq!(
        address_fit(address("198.51.100.1"), &cut),
        AddressFit::Covers
    );
    assert_eq!(
        address_fit(address("203.0.113.7"), &Known::Unknown),
        AddressFit::Unknown
    );
    let one = list(&["203.0.113.7"]);
    assert_eq!(address_fit(None, &one), AddressFit::Unknown);
    assert_eq!(
        address_fit(address("203.0.113.7"), &absent()),
        AddressFit::NotAsked
    );
}

#[test]
fn entries_that_can_never_fit_are_told_apart() {
    for (entry, valid) in [
        ("203.0.113.7", true),
        ("203.0.113.0/24", true),
        ("203.0.113.7/32", true),
        ("203.0.113.0/23", false),
        ("203.0.113.0/0", false),
        ("203.0.113.0/33", false),
        ("10.0.0.5", false),
        ("172.16.0.0/24", false),
        ("172.32.0.1", true),
        ("192.168.4.20", false),
        ("2001:db8::1", false),
        ("2001:db8::/64", false),
        ("gateway.contoso.com", false),
        ("", false),
    ] {
        assert_eq!(invalid_address(entry).is_none(), valid, "{entry:?}");
    }
    let kinds = ["2001:db8::1", "203.0.113.0/16", "10.0.0.5"].map(invalid_address);
    let distinct = |a: Option<InvalidAddress>, b| a.is_some() && a != b;
    assert!(distinct(kinds[0], kinds[1]) && distinct(kinds[1], kinds[2]));
}
