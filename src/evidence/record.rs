//! An object of a cmdlet's output, in whatever form it was exported: names and
//! values with the line each was read at. `facts` gives them their meaning.

use super::Side;

/// What an object is, told from its properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ObjectClass {
    InboundConnector,
    OutboundConnector,
    SendConnector,
    ReceiveConnector,
    ExchangeCertificate,
    AcceptedDomain,
    HybridConfiguration,
    TransportService,
    MessageTracking,
    Queue,
    /// `Get-BlockedConnector`.
    BlockedConnector,
    /// `Get-ExchangeServer`: kept for reference, like those that follow.
    ExchangeServer,
    OrganizationConfig,
    EdgeSubscription,
    /// Events of the Windows event log (`Get-WinEvent`, `Get-EventLog`).
    EventLog,
    /// The list of what the collection scripts wrote.
    CollectManifest,
    Unknown,
}

impl ObjectClass {
    /// Recognised and kept for a person to read; no value of it is judged.
    pub fn is_reference(self) -> bool {
        matches!(
            self,
            Self::ExchangeServer
                | Self::OrganizationConfig
                | Self::EdgeSubscription
                | Self::EventLog
                | Self::CollectManifest
        )
    }

    /// The cmdlet that gives such objects; `None` for what is unknown.
    pub fn cmdlet(self) -> Option<&'static str> {
        Some(match self {
            Self::InboundConnector => "Get-InboundConnector",
            Self::OutboundConnector => "Get-OutboundConnector",
            Self::SendConnector => "Get-SendConnector",
            Self::ReceiveConnector => "Get-ReceiveConnector",
            Self::ExchangeCertificate => "Get-ExchangeCertificate",
            Self::AcceptedDomain => "Get-AcceptedDomain",
            Self::HybridConfiguration => "Get-HybridConfiguration",
            Self::TransportService => "Get-TransportService",
            Self::MessageTracking => "Get-MessageTrackingLog",
            Self::Queue => "Get-Queue",
            Self::BlockedConnector => "Get-BlockedConnector",
            Self::ExchangeServer => "Get-ExchangeServer",
            Self::OrganizationConfig => "Get-OrganizationConfig",
            Self::EdgeSubscription => "Get-EdgeSubscription",
            Self::EventLog => "Get-WinEvent",
            Self::CollectManifest | Self::Unknown => return None,
        })
    }
}

/// Whether an export wrote the name of a type where the value should be:
/// `System.Object[]`, `Microsoft.Exchange.Data.MultiValuedProperty...`, or what
/// Windows PowerShell makes of an object below its depth, `@{Name=..; ..}`.
pub(crate) fn is_type_name(text: &str) -> bool {
    const ROOTS: [&str; 4] = [
        "System.",
        "Microsoft.Exchange.",
        "Deserialized.",
        "Microsoft.PowerShell.",
    ];
    let text = text.trim();
    if text.starts_with("@{") && text.ends_with('}') {
        return true;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || "._`,[]+=".contains(c);
    // `...` is what is left of a long name where a console cut it.
    let cut = text.trim_end_matches(['.', '…']);
    // The arguments of a generic type name their assembly, with blanks.
    let (name, arguments) = cut.split_once('[').unwrap_or((cut, ""));
    let plain = |c: char| word(c) || c == ' ';
    let ends = arguments.is_empty() || arguments.ends_with(']') || cut.len() < text.len();
    ends && ROOTS.iter().any(|root| name.starts_with(root))
        && name.chars().all(word)
        && arguments.chars().all(plain)
}

/// One object.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it is.
    pub class: ObjectClass,
    /// Its properties in the order of the source.
    pub fields: Vec<Field>,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// Whose it is, where the form says it outright (`.xhcw` does); else
    /// [`classify::side`](super::classify::side) works it out from the properties.
    pub side: Option<Side>,
    /// When its values were read from Exchange, where the form says it.
    pub as_of: Option<jiff::Timestamp>,
    /// When its values had been read at the latest: `as_of`, or what a stamp without a
    /// zone can mean.
    pub read_by: Option<jiff::Timestamp>,
}

impl Record {
    /// An object of a form that says neither whose it is nor when it was read.
    pub fn new(class: ObjectClass, fields: Vec<Field>, line: u64) -> Self {
        Self {
            class,
            fields,
            line,
            side: None,
            as_of: None,
            read_by: None,
        }
    }

    /// The property of that name, ignoring case (spelling varies between cmdlets).
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|f| f.name.eq_ignore_ascii_case(name))
    }
}

/// One property.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name as it stands in the source.
    pub name: String,
    /// The value.
    pub value: Value,
    /// The line of the value, from 1.
    pub line: u64,
    /// That line as it stands in the source (cut as all excerpts are).
    pub excerpt: String,
}

/// A value as the export had it. Null, empty and missing are three things:
/// missing is the absence of the field.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `$null`, or nothing after the colon.
    Null,
    /// Text (also numbers and dates of text exports).
    Text(String),
    /// A JSON boolean, or `True`/`False` where the form has types.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A list; `complete` is false when the console cut it (`...`).
    List {
        /// The items.
        items: Vec<Value>,
        /// Whether the list is whole.
        complete: bool,
    },
    /// A nested object, with the text it prints as where the form has one.
    Object {
        /// `ToString()`.
        text: Option<String>,
        /// Its properties.
        fields: Vec<(String, Value)>,
    },
    /// A value that the form lost (a type name instead of a list).
    Opaque,
}

#[cfg(test)]
mod tests {
    use super::is_type_name;

    #[test]
    fn names_of_types_are_no_values() {
        for lost in [
            "System.Object[]",
            "System.String[]",
            "System.Collections.ArrayList",
            "Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.IPRange]",
            "Microsoft.Exchange.Data.MultiValuedProperty...",
            "System.Collections.Generic.List`1[[System.String, mscorlib, Version=4.0.0.0]]",
            "Deserialized.Microsoft.Exchange.Data.IPRange",
            "@{Name=contoso.com; Length=11}",
        ] {
            assert!(is_type_name(lost), "{lost}");
        }
        for value in [
            "",
            "mail.contoso.com",
            "System",
            "System. The old one",
            "systems.contoso.com",
            "System.Object[] was printed here",
            "smtp:*;1",
            "@{",
        ] {
            assert!(!is_type_name(value), "{value}");
        }
    }
}
