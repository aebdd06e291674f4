//! A judgement that a view holds on to, whatever is read anew meanwhile.

use std::ops::Deref;
use std::sync::Arc;

use super::Analysis;

/// One judgement; it is equal to itself alone.
#[derive(Debug, Clone)]
pub struct Held(pub Arc<Analysis>);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Held {
    type Target = Analysis;

    fn deref(&self) -> &Analysis {
        &self.0
    }
}
