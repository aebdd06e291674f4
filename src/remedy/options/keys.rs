//! Causes on the server itself: the chain (RD205), the key (RD207, RD218). Nothing in
//! the tenant mends them, and the replay cannot know what comes of them.

use super::Case;
use crate::diagnosis::Detail;
use crate::remedy::plan::Step;
use crate::remedy::steps::{keys, on_premises};

/// The steps, none where none of these is a root cause.
pub(super) fn steps(case: &Case) -> Vec<Step> {
    let mut steps = Vec::new();
    let detail = |code| case.root(code).map(|f| &f.detail);
    let certificate = |thumbprint: &str| case.facts.certificates.get(thumbprint);
    if let Some(Detail::ChainIncomplete {
        thumbprint, server, ..
    }) = detail(205)
        && let Some(certificate) = certificate(thumbprint)
    {
        steps.push(keys::import_chain(certificate, server.as_deref()));
    }
    if let Some(Detail::WithoutPrivateKey {
        thumbprint, server, ..
    }) = detail(207)
        && let Some(certificate) = certificate(thumbprint)
    {
        let server = server.as_deref();
        steps.push(keys::restore_key(certificate, server));
        // Services are those of the copy without key: set again after the import.
        steps.push(on_premises::enable_smtp(thumbprint, server));
    }
    if let Some(Detail::KeyUnusable {
        thumbprint,
        ec_key,
        lacks_smtp,
        ..
    }) = detail(218)
        && let Some(certificate) = certificate(thumbprint)
    {
        // Microsoft's article on UnknownCredentials begins with SMTP (KB4051498).
        if *lacks_smtp {
            steps.push(on_premises::enable_smtp(thumbprint, None));
        }
        steps.push(keys::mend_key(certificate, None, *ec_key));
    }
    steps
}
