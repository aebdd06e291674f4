//! Records to the domain.
