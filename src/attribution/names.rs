//! Whether a certificate's names fit TlsSenderCertificateName: the table of
//! contract.md, How relay is judged. Case does not matter (names are lower case).

use crate::facts::{Certificate, CertificateName, Domain, Facts, NameSet, SenderCertificateName};

/// How the names of a certificate and the value of a connector stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFit {
    /// A name fits.
    Match {
        /// The name on the certificate.
        name: CertificateName,
        /// No CN fits, only a SAN: documents disagree whether that counts (RD109).
        by_san_only: bool,
    },
    /// No name fits.
    Mismatch {
        /// Whether that rests on a report only, not on a document.
        likely: bool,
    },
    /// Documents are silent or disagree; the log's consistent answers decide.
    Undecided,
    /// Not all names of the certificate are known and none of the known ones fits.
    NamesUnknown,
}

/// One name against the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PairFit {
    Match,
    Mismatch,
    /// `*.c` against `c`, on its own: reported not to match.
    LikelyMismatch,
    Undecided,
}

/// Judges all names of a certificate against the value.
pub fn name_fit(names: &NameSet, value: &SenderCertificateName) -> NameFit {
    // Whether Exchange Online reads <I>..<S>.. or CN=.. here is documented nowhere.
    let SenderCertificateName::Name(value) = value else {
        return NameFit::Undecided;
    };
    let alternate = names.alternate.as_deref().unwrap_or_default();
    let by_cn = names.common_name.as_ref().map(|cn| pair(cn, value));
    if let (Some(PairFit::Match), Some(cn)) = (by_cn, &names.common_name) {
        return NameFit::Match {
            name: cn.clone(),
            by_san_only: false,
        };
    }
    let mut by_wildcard_and_apex = false;
    let mut fits: Vec<PairFit> = by_cn.into_iter().collect();
    for san in alternate {
        let fit = pair(san, value);
        // `*.c` with SAN `c` against `c`: the SAN alone fits, and documents disagree.
        by_wildcard_and_apex |= fit == PairFit::Match && has_wildcard_of(names, value);
        if fit == PairFit::Match && !by_wildcard_and_apex {
            return NameFit::Match {
                name: san.clone(),
                by_san_only: true,
            };
        }
        fits.push(fit);
    }
    if by_wildcard_and_apex || fits.contains(&PairFit::Undecided) {
        return NameFit::Undecided;
    }
    if !names.is_complete() {
        return NameFit::NamesUnknown;
    }
    NameFit::Mismatch {
        likely: fits.contains(&PairFit::LikelyMismatch),
    }
}

/// Whether the value is `c` and the certificate's own name is `*.c`.
fn has_wildcard_of(names: &NameSet, value: &CertificateName) -> bool {
    matches!(value, CertificateName::Host(apex)
        if names.all().contains(&&CertificateName::Wildcard(apex.clone())))
}

fn pair(name: &CertificateName, value: &CertificateName) -> PairFit {
    use CertificateName::{Host, Wildcard};
    // One domain in two spellings (`xn--`): whether Exchange Online takes them as one is
    // not documented (domain.md section 3).
    let same = |one: &Domain, other: &Domain| match one.is_spelled_as(other) {
        true => PairFit::Match,
        false => PairFit::Undecided,
    };
    match (name, value) {
        (Host(a), Host(b)) | (Wildcard(a), Wildcard(b)) if a.may_be(b) => same(a, b),
        (Host(host), Wildcard(base)) if host.parent().is_some_and(|p| p.may_be(base)) => {
            host.parent().map_or(PairFit::Undecided, |p| same(&p, base))
        }
        (Host(host), Wildcard(base)) if host == base || host.is_below(base) => PairFit::Undecided,
        (Wildcard(base), Host(host)) if base == host => PairFit::LikelyMismatch,
        // A name below the value, at whatever depth: no document says.
        (Host(host), Host(value)) if host.is_below(value) => PairFit::Undecided,
        (Wildcard(below), Wildcard(base)) if below.is_below(base) => PairFit::Undecided,
        _ => PairFit::Mismatch,
    }
}

/// How a certificate stands to an inbound connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorNameFit {
    /// The connector.
    pub connector: String,
    /// Its TlsSenderCertificateName.
    pub value: String,
    /// Whether a name fits.
    pub fit: NameFit,
}

/// Against each inbound connector that names a certificate.
pub fn connector_names_fit(facts: &Facts, certificate: &Certificate) -> Vec<ConnectorNameFit> {
    let connectors = facts.tenant.connectors().iter();
    let fit = connectors.filter_map(|connector| {
        let value = connector.tls_sender_certificate_name.value()?;
        Some(ConnectorNameFit {
            connector: connector.name.clone(),
            value: value.to_string(),
            fit: name_fit(&certificate.names, value),
        })
    });
    fit.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::ops::ControlFlow;

    use super::*;
    use crate::evidence::walk::Input;
    use crate::facts::Given;

    #[test]
    fn it_is_said_which_connectors_it_fits() {
        let inputs = [Input::Path("assets/demo/renewed-certificate".into())];
        let go_on = &mut |_: crate::evidence::loader::Step| ControlFlow::Continue(());
        let facts = crate::facts::gather(&inputs, Given::default(), 1_793_621_100, go_on).facts;
        let fit = |name: &str| {
            let mut all = facts.certificates.iter();
            let found =
                all.find(|c| c.display_name() == name && c.is_valid_at(facts.now).is_some());
            connector_names_fit(&facts, found.unwrap())
        };
        let connectors = facts.tenant.connectors().iter();
        let naming = connectors.filter(|c| c.names_certificate()).count();
        let old = fit("mail-old.contoso.com");
        assert_eq!(old.len(), naming);
        assert!(
            old.iter().any(|f| matches!(f.fit, NameFit::Match { .. })),
            "{old:?}"
        );
        let new = fit("mail.contoso.com");
        assert!(
            new.iter()
                .all(|f| matches!(f.fit, NameFit::Mismatch { .. })),
            "{new:?}"
        );
    }
}
