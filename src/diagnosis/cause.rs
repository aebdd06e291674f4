//! Root causes.
