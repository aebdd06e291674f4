//! Findings to a plan: options, steps, commands.

pub mod powershell;
