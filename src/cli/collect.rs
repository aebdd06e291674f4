//! `relay-doctor collect`: the scripts that gather the evidence, for those who run them.

use super::args::{Collect, Shared};
use super::{Exit, output, redacted};
use crate::report::collection::{collection, names};

/// Writes them whole or not at all; with `--redact` a copy of evidence instead.
pub(super) fn run(collect: &Collect, shared: &Shared) -> Exit {
    if shared.redact {
        return redacted::run(collect, shared);
    }
    let free = |name: &&str| output::is_free(&collect.out.join(name), collect.force, shared);
    // All are looked at, so that all are said.
    if names().iter().filter(|n| !free(n)).count() > 0 {
        return Exit::NotWritten;
    }
    output::write_folder(&collect.out, &collection(shared.lang), &[], shared)
}
