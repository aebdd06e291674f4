//! Chains: events of the CAPI2 log and listings of the stores of authorities. A listing
//! of Get-ExchangeCertificate never names an intermediate, so it says nothing here.

use jiff::Timestamp;

use super::read::text;
use super::{Object, of_class};
use crate::evidence::formats::capi2;
use crate::evidence::loader::Loaded;
use crate::evidence::record::ObjectClass;
use crate::evidence::{Location, SourceId};
use crate::facts::{ChainError, Chains, StoredAuthority};

pub(super) fn gather(loaded: &Loaded) -> Chains {
    let mut authorities: Option<Vec<StoredAuthority>> = None;
    for object in of_class(loaded, ObjectClass::ExchangeCertificate).filter(is_of_authorities) {
        let listed = authorities.get_or_insert_default();
        if let Some(field) = object.field("Subject")
            && let Some(subject) = text(&field.value)
        {
            let at = field.at();
            listed.push(StoredAuthority { subject, at });
        }
    }
    let errors = loaded.chain_errors.iter();
    Chains {
        chain_errors: errors.map(|(source, e)| error(*source, e)).collect(),
        authorities,
    }
}

/// The certificate that was verified is the first that an event names.
fn error(source: SourceId, event: &capi2::ChainError) -> ChainError {
    ChainError {
        thumbprint: event.thumbprints.first().cloned(),
        code: event.code.clone(),
        time: event.at.map(Timestamp::as_second),
        at: Location::new(source, event.line, &event.excerpt),
    }
}

/// Whether a certificate object is of `Cert:\LocalMachine\CA` or `Root`, not of the
/// personal store that Get-ExchangeCertificate lists: PowerShell's provider writes the
/// place into PSParentPath.
pub(super) fn is_of_authorities(object: &Object) -> bool {
    let place = object.field("PSParentPath").and_then(|f| text(&f.value));
    let store = place.as_deref().and_then(|p| p.rsplit('\\').next());
    store.is_some_and(|s| s.eq_ignore_ascii_case("CA") || s.eq_ignore_ascii_case("Root"))
}
