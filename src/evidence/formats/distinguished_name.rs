//! placeholder until merge
/// dn
#[derive(PartialEq)]
pub struct DistinguishedName(String);
impl DistinguishedName {
    /// p
    pub fn parse(t: &str) -> Self {
        Self(t.to_owned())
    }
}
