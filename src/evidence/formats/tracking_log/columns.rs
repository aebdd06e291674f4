//! Where in a row what stands.

/// The columns that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) client_host: Option<usize>,
    pub(super) server_host: Option<usize>,
    pub(super) event: usize,
    pub(super) recipients: usize,
    pub(super) status: usize,
    pub(super) sender: Option<usize>,
    pub(super) return_path: Option<usize>,
    /// How many there are.
    pub(super) all: usize,
}

/// As the documents list them, up to what is read here. Exchange 2010 has no
/// network-message-id.
const DOCUMENTED: [&str; 21] = [
    "date-time",
    "client-ip",
    "client-hostname",
    "server-ip",
    "server-hostname",
    "source-context",
    "connector-id",
    "source",
    "event-id",
    "internal-message-id",
    "message-id",
    "network-message-id",
    "recipient-address",
    "recipient-status",
    "total-bytes",
    "recipient-count",
    "related-recipient-address",
    "reference",
    "message-subject",
    "sender-address",
    "return-path",
];

impl Columns {
    /// By the names of `#Fields`; `None` when those that tell a refusal are not there.
    pub(super) fn of<N: AsRef<str>>(names: &[N]) -> Option<Self> {
        let find = |name: &str| {
            let is_it = |n: &N| n.as_ref().eq_ignore_ascii_case(name);
            names.iter().position(is_it)
        };
        Some(Self {
            client_host: find("client-hostname"),
            server_host: find("server-hostname"),
            event: find("event-id")?,
            recipients: find("recipient-address")?,
            status: find("recipient-status")?,
            sender: find("sender-address"),
            return_path: find("return-path"),
            all: names.len(),
        })
    }

    /// Of a row without a head above it: a network-message-id is a GUID.
    pub(super) fn of_row(fields: &[impl AsRef<str>]) -> Option<Self> {
        let at = DOCUMENTED.iter().position(|n| *n == "network-message-id")?;
        let names = DOCUMENTED.iter().enumerate();
        let newer = fields.get(at).is_some_and(|f| is_guid(f.as_ref()));
        let names: Vec<&str> = names
            .filter(|(index, _)| newer || *index != at)
            .map(|(_, name)| *name)
            .collect();
        Self::of(&names)
    }
}

fn is_guid(text: &str) -> bool {
    let parts = text.split('-').map(str::len);
    parts.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}
