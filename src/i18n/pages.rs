//! temp
use super::Lang;
use crate::diagnosis::Code;
/// p
pub struct Page {
    /// t
    pub text: &'static str,
    /// s
    pub summary: &'static str,
}
/// p
pub fn page(_l: Lang, _c: Code) -> Option<Page> {
    None
}
