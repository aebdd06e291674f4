//! A small PowerShell syntax tree.
