//! A sample of everything that has words, with the values that must be in them.

mod certificates;
mod hostile;
mod key;
mod kinds;
mod others;
mod reasons;
mod tenant;

use crate::diagnosis::{Detail, Holder};

pub(super) use hostile::with_value;
pub(super) use kinds::{KINDS, needs, neighbours, notes};
pub(super) use reasons::{ROW_IDS, reasons, row_reasons};

const OLD: &str = "17BE570EFE20836063EE1771C0D18482FBB03846";
const NEW: &str = "A0B1C2D3E4F5061728394A5B6C7D8E9F00112233";
const INBOUND: &str = "Inbound from 3f2a8c1e-5d2b-4c7e-9f10-1a2b3c4d5e6f";
const OUTBOUND: &str = "Outbound to Office 365 - 177cd94d-0c1b-4f7e-8a55-9e0f1a2b3c4d";
const REPLY: &str = "451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35";

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|v| (*v).to_owned()).collect()
}

fn holder(name: &str, thumbprint: &str, fits: bool) -> Holder {
    Holder {
        name: name.to_owned(),
        certificate: "mail.contoso.com".to_owned(),
        thumbprint: thumbprint.to_owned(),
        fits,
    }
}

type Sample = (u16, Detail, Vec<&'static str>);

/// Every detail, at least once.
pub(super) fn details() -> Vec<Sample> {
    let mut all = tenant::replies();
    all.extend(tenant::connectors());
    all.extend(certificates::certificates());
    all.extend(key::keys());
    all.extend(key::renewals());
    all.extend(key::servers());
    all.extend(others::the_rest());
    all
}
