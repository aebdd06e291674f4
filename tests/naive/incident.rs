//! An incident in plain texts.

/// A property: not in the evidence, read as empty, or this.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Property<T> {
    Unread,
    Empty,
    Holds(T),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Certificate {
    /// The CN as it stands on the certificate, domain or not.
    pub(crate) common_name: String,
    /// `None`: the log leaves the SANs out.
    pub(crate) sans: Option<Vec<String>>,
    /// Seconds; `None`: the log leaves the dates out.
    pub(crate) valid: Option<(i64, i64)>,
    pub(crate) self_signed: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sent {
    Certificate(Certificate),
    Nothing,
    Untold,
}

/// A list of a property; `cut` when the console ended it with `...`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Items {
    pub(crate) items: Vec<String>,
    pub(crate) cut: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Connector {
    pub(crate) enabled: Option<bool>,
    pub(crate) kind: Option<String>,
    pub(crate) certificate_name: Property<String>,
    pub(crate) addresses: Property<Items>,
    pub(crate) domains: Property<Items>,
    /// Named by Get-BlockedConnector.
    pub(crate) blocked: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AcceptedDomain {
    pub(crate) name: String,
    pub(crate) match_sub_domains: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tenant {
    pub(crate) connectors: Option<Vec<Connector>>,
    pub(crate) accepted: Option<Vec<AcceptedDomain>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum MailFrom {
    Domain(String),
    Null,
    Untold,
}

/// One (certificate sent, address, sender) at a time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Session {
    pub(crate) sent: Sent,
    pub(crate) address: Option<String>,
    pub(crate) mail_from: MailFrom,
    /// Seconds.
    pub(crate) at: i64,
}
