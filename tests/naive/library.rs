//! The plain incident as the library's own values.

use relay_doctor::facts::{
    AcceptedDomain, Certificate, CertificateName, ConnectorType, Domain, InboundConnector,
    ItemList, Known, NameSet, SenderCertificateName, SenderView, Tenant,
};

use super::common;
use super::incident::{self, Items, MailFrom, Property};

pub(crate) fn tenant(plain: &incident::Tenant) -> Tenant {
    let accepted = |domain: &incident::AcceptedDomain| AcceptedDomain {
        domain: Domain::parse(&domain.name).unwrap(),
        match_sub_domains: domain.match_sub_domains,
        at: common::somewhere(),
    };
    let connectors = plain.connectors.as_ref();
    let domains = plain.accepted.as_ref();
    Tenant {
        inbound_connectors: connectors
            .map(|all| common::listing(all.iter().map(connector).collect())),
        accepted_domains: domains.map(|all| common::listing(all.iter().map(accepted).collect())),
        accepted_domains_side_assumed: false,
    }
}

fn connector(plain: &incident::Connector) -> InboundConnector {
    let kind = plain.kind.as_deref().map(|kind| match kind {
        "OnPremises" => ConnectorType::OnPremises,
        _ => ConnectorType::Partner,
    });
    InboundConnector {
        enabled: told(plain.enabled),
        connector_type: told(kind),
        tls_sender_certificate_name: property(&plain.certificate_name, |text| {
            SenderCertificateName::parse(text)
        }),
        sender_ip_addresses: property(&plain.addresses, list),
        associated_accepted_domains: property(&plain.domains, list),
        blocked: plain.blocked.then(common::somewhere),
        ..common::inbound("Inbound from on-premises")
    }
}

fn told<T>(value: Option<T>) -> Known<T> {
    value.map_or(Known::Unknown, common::read)
}

fn property<T, U>(plain: &Property<T>, make: impl FnOnce(&T) -> U) -> Known<U> {
    match plain {
        Property::Unread => Known::Unknown,
        Property::Empty => common::absent(),
        Property::Holds(value) => common::read(make(value)),
    }
}

fn list(plain: &Items) -> ItemList {
    ItemList {
        items: plain.items.clone(),
        complete: !plain.cut,
    }
}

pub(crate) fn certificate(plain: &incident::Certificate, thumbprint: &str) -> Certificate {
    let parse = |text: &String| CertificateName::parse(text);
    Certificate {
        thumbprint: thumbprint.to_owned(),
        names: NameSet {
            common_name: parse(&plain.common_name),
            alternate: plain
                .sans
                .as_ref()
                .map(|sans| sans.iter().filter_map(parse).collect()),
        },
        not_before: plain.valid.map(|(from, _)| from),
        not_after: plain.valid.map(|(_, until)| until),
        self_signed: plain.self_signed,
        ..Certificate::default()
    }
}

pub(crate) fn sender(plain: &MailFrom) -> SenderView {
    match plain {
        MailFrom::Domain(domain) => SenderView::Domain(Domain::parse(domain).unwrap()),
        MailFrom::Null => SenderView::Null,
        MailFrom::Untold => SenderView::Unknown,
    }
}
