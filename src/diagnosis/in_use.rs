//! The certificates that mail to the tenant leaves with: those that the log shows
//! now, and those that the Send connectors are configured to choose.

use super::obstacle::is_refused;
use super::{Context, NeedReason};
use crate::attribution::{Status, WayOrigin, configured_to_tenant};
use crate::evidence::Location;
use crate::facts::{Certificate, SendConnector, is_same_server};

/// A certificate in use.
#[derive(Debug, Clone)]
pub struct InUse<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// The Send connector, where it is known.
    pub connector: Option<&'a str>,
    /// The server, where the log shows it.
    pub server: Option<&'a str>,
    /// The log shows it sent; else the configuration chooses it.
    pub sent: bool,
    /// Lines that show it.
    pub proof: Vec<Location>,
}

impl<'a> Context<'a> {
    /// All of them, what the log shows first.
    pub fn in_use(&self) -> Vec<InUse<'a>> {
        let mut all: Vec<InUse> = Vec::new();
        for way in &self.verdicts.ways {
            if let Some(certificate) = way.presented.certificate() {
                all.push(InUse {
                    certificate,
                    connector: way.connector,
                    server: way.server,
                    sent: way.origin == WayOrigin::Log,
                    proof: way.proof.clone(),
                });
            }
        }
        for connector in self.to_tenant() {
            let Some(certificate) = self.facts.chosen_certificate(connector) else {
                continue;
            };
            let name = Some(connector.name.as_str());
            let known = |u: &InUse| {
                u.certificate.thumbprint == certificate.thumbprint && u.connector == name
            };
            if !all.iter().any(known) {
                let by = connector.tls_certificate_name.at().or(connector.fqdn.at());
                let listed = certificate.locations.first();
                all.push(InUse {
                    certificate,
                    connector: name,
                    server: None,
                    sent: false,
                    proof: by.into_iter().chain(listed).cloned().collect(),
                });
            }
        }
        all
    }

    /// Send connectors that are not disabled and lead to the tenant by their configuration.
    pub fn to_tenant(&self) -> impl Iterator<Item = &'a SendConnector> + use<'a> {
        let facts = self.facts;
        let connectors = facts.send_connectors.iter().flatten();
        connectors.filter(move |c| {
            c.enabled.value() != Some(&false) && configured_to_tenant(facts, c) == Some(true)
        })
    }

    /// A server of the logs by the name that commands may use: a folder need not be
    /// called as its server is, so a connector or a listing must know the name too.
    pub fn known_server(&self, server: Option<&str>) -> Option<String> {
        let server = server?;
        let connectors = self.facts.send_connectors.iter().flatten();
        let mut sources = connectors.flat_map(|c| c.source_transport_servers.items());
        let mut installed = self.facts.certificates.installed();
        let known =
            sources.any(|s| is_same_server(s, server)) || installed.any(|c| c.is_listed_on(server));
        known.then(|| server.to_owned())
    }

    /// What is missing where a listing of installed certificates does not tell of one.
    pub fn unlisted(&self, certificate: &Certificate, server: Option<&str>) -> NeedReason {
        let thumbprint = certificate.thumbprint.clone();
        if !self.facts.certificates.installed_known {
            return NeedReason::InstalledCertificates;
        }
        match self.facts.states(certificate, server).next() {
            None => NeedReason::CertificateNotListed {
                thumbprint,
                server: self.known_server(server),
            },
            Some(_) => NeedReason::CertificateProperties { thumbprint },
        }
    }

    /// Whether what the log shows of a Send connector meets condition B, and was not
    /// refused.
    pub fn passes(&self, connector: Option<&str>) -> bool {
        let of_it = |j: &&crate::attribution::Judged| {
            self.way(j)
                .is_some_and(|w| w.origin == WayOrigin::Log && w.connector == connector)
        };
        let mut judged = self.verdicts.judged.iter().filter(of_it).peekable();
        let passes = |j: &crate::attribution::Judged| {
            j.connector == Status::Met && !is_refused(self.facts, self.verdicts, j)
        };
        judged.peek().is_some() && judged.all(passes)
    }
}
