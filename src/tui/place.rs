//! Where the keys are.

pub use crate::wizard::Spot as Place;
