//! Chains: what CAPI2 logged of them, and listings of the stores of authorities. A listing of Get-ExchangeCertificate
//! never names an intermediate, so it says nothing here.

use super::read::text;
use super::{Object, of_class};
use crate::evidence::formats::capi2::ChainError as LoggedError;
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
    Chains {
        chain_errors: loaded.chain_errors.iter().map(error).collect(),
        authorities,
    }
}

/// A complaint of Windows about one chain; the first certificate of it is the leaf.
fn error((source, logged): &(SourceId, LoggedError)) -> ChainError {
    ChainError {
        thumbprint: logged.thumbprints.first().cloned(),
        code: logged.code.clone(),
        time: logged.at.map(|t| t.as_second()),
        at: Location::new(*source, logged.line, &logged.excerpt),
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
