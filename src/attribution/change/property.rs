//! The properties of an inbound connector that decide on relay, as values to set
//! and as text to show.

use crate::facts::{ConnectorType, InboundConnector, ItemList, Known, SenderCertificateName};

/// A property that decides (Set-InboundConnector reference).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InboundProperty {
    /// Enabled
    Enabled,
    /// ConnectorType
    ConnectorType,
    /// TlsSenderCertificateName
    TlsSenderCertificateName,
    /// SenderIPAddresses
    SenderIpAddresses,
    /// AssociatedAcceptedDomains
    AssociatedAcceptedDomains,
}

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// This.
    Text(String),
    /// Read as empty, or set to nothing.
    Empty,
    /// Not in the evidence.
    Unknown,
}

impl InboundProperty {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Enabled,
        Self::ConnectorType,
        Self::TlsSenderCertificateName,
        Self::SenderIpAddresses,
        Self::AssociatedAcceptedDomains,
    ];

    /// Its name, as the cmdlet spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::ConnectorType => "ConnectorType",
            Self::TlsSenderCertificateName => "TlsSenderCertificateName",
            Self::SenderIpAddresses => "SenderIPAddresses",
            Self::AssociatedAcceptedDomains => "AssociatedAcceptedDomains",
        }
    }

    /// The property of that name, whatever its case.
    pub fn parse(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|p| p.name().eq_ignore_ascii_case(name))
    }

    /// What a connector has there; `None` where the evidence does not tell.
    pub fn current(self, connector: &InboundConnector) -> Option<InboundValue> {
        Some(match self {
            Self::Enabled => InboundValue::Enabled(*connector.enabled.value()?),
            Self::ConnectorType => {
                InboundValue::ConnectorType(connector.connector_type.value()?.clone())
            }
            Self::TlsSenderCertificateName => {
                let name = &connector.tls_sender_certificate_name;
                InboundValue::CertificateName(match name.is_absent() {
                    true => None,
                    false => Some(name.value()?.clone()),
                })
            }
            Self::SenderIpAddresses => {
                InboundValue::Addresses(whole(&connector.sender_ip_addresses)?)
            }
            Self::AssociatedAcceptedDomains => {
                InboundValue::AssociatedDomains(whole(&connector.associated_accepted_domains)?)
            }
        })
    }

    /// The same as it is shown.
    pub fn of(self, connector: &InboundConnector) -> Shown {
        let current = self.current(connector);
        current.map_or(Shown::Unknown, |value| value.shown())
    }
}

fn type_text(connector_type: &ConnectorType) -> String {
    match connector_type {
        ConnectorType::OnPremises => "OnPremises".to_owned(),
        ConnectorType::Partner => "Partner".to_owned(),
        ConnectorType::Other(text) => text.clone(),
    }
}

/// The items of a list that was not cut.
fn whole(known: &Known<ItemList>) -> Option<Vec<String>> {
    (!known.may_hold_more()).then(|| known.items().to_vec())
}

fn items(items: &[String]) -> Shown {
    match items.is_empty() {
        true => Shown::Empty,
        false => Shown::Text(items.join(", ")),
    }
}

/// A property with the value it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboundValue {
    /// Enabled
    Enabled(bool),
    /// ConnectorType
    ConnectorType(ConnectorType),
    /// TlsSenderCertificateName; `None` clears it.
    CertificateName(Option<SenderCertificateName>),
    /// SenderIPAddresses, the whole list.
    Addresses(Vec<String>),
    /// AssociatedAcceptedDomains, the whole list.
    AssociatedDomains(Vec<String>),
}

impl InboundValue {
    /// TlsSenderCertificateName.
    pub fn name(value: &str) -> Self {
        Self::CertificateName(Some(SenderCertificateName::parse(value)))
    }

    /// A value as somebody types it: lists by comma, `$null` or nothing clears.
    /// `None` when the property cannot hold it.
    pub fn parse(property: InboundProperty, text: &str) -> Option<Self> {
        let text = text.trim();
        let cleared = text.is_empty() || text.eq_ignore_ascii_case("$null");
        let list = || {
            let items = text.split(',').map(str::trim).filter(|i| !i.is_empty());
            match cleared {
                true => Vec::new(),
                false => items.map(str::to_owned).collect(),
            }
        };
        Some(match property {
            InboundProperty::Enabled => {
                match text.trim_start_matches('$').to_ascii_lowercase().as_str() {
                    "true" => Self::Enabled(true),
                    "false" => Self::Enabled(false),
                    _ => return None,
                }
            }
            InboundProperty::ConnectorType => match text.to_ascii_lowercase().as_str() {
                "onpremises" => Self::ConnectorType(ConnectorType::OnPremises),
                "partner" => Self::ConnectorType(ConnectorType::Partner),
                _ => return None,
            },
            InboundProperty::TlsSenderCertificateName if cleared => Self::CertificateName(None),
            InboundProperty::TlsSenderCertificateName => Self::name(text),
            InboundProperty::SenderIpAddresses => Self::Addresses(list()),
            InboundProperty::AssociatedAcceptedDomains => Self::AssociatedDomains(list()),
        })
    }

    /// Which property.
    pub fn property(&self) -> InboundProperty {
        match self {
            Self::Enabled(_) => InboundProperty::Enabled,
            Self::ConnectorType(_) => InboundProperty::ConnectorType,
            Self::CertificateName(_) => InboundProperty::TlsSenderCertificateName,
            Self::Addresses(_) => InboundProperty::SenderIpAddresses,
            Self::AssociatedDomains(_) => InboundProperty::AssociatedAcceptedDomains,
        }
    }

    /// As it is shown beside the old one.
    pub fn shown(&self) -> Shown {
        match self {
            Self::Enabled(true) => Shown::Text("True".to_owned()),
            Self::Enabled(false) => Shown::Text("False".to_owned()),
            Self::ConnectorType(value) => Shown::Text(type_text(value)),
            Self::CertificateName(None) => Shown::Empty,
            Self::CertificateName(Some(name)) => Shown::Text(name.to_string()),
            Self::Addresses(list) | Self::AssociatedDomains(list) => items(list),
        }
    }
}
