//! The plan in words: options, places, and what each step does, why, and what to
//! watch for. Where documents give no number or disagree, the text says so.

mod closing;
mod cloud;
mod hcw;
mod keys;
mod new_connector;
mod on_premises;
mod options;
#[cfg(test)]
mod tests;
mod titles;
mod what_if;

pub(crate) use options::none;
pub use options::{applicability, option_name, option_why, place, resets};
pub use titles::step_title;

use super::Lang;
use crate::remedy::{Step, StepKind};

/// Columns of a value within a sentence.
const VALUE: usize = 60;

/// What the step does, why, and what to watch for: one to five short sentences.
/// Evidence stands in it as it was read.
pub fn step_text(lang: Lang, step: &Step) -> String {
    use StepKind as K;
    match &step.kind {
        K::SaveBefore => closing::save_before(lang),
        K::LookAtInbound { .. } | K::LookAtSend { .. } => closing::look(lang),
        K::SetName {
            old,
            new,
            wider,
            covers_several,
            ..
        } => cloud::set_name(lang, old.as_deref(), new, wider.as_deref(), *covers_several),
        K::SetAddresses { added, .. } => cloud::set_addresses(lang, added.len()),
        K::EnableConnector { .. } => cloud::enable(lang),
        K::NewConnector {
            by,
            addresses,
            copies,
            overlaps,
            untold,
            left_out,
            ..
        } => new_connector::about(
            lang,
            by.as_deref(),
            addresses,
            copies.as_deref(),
            overlaps,
            (untold, left_out),
        ),
        K::AddAssociatedDomains { domains, .. } => cloud::add_associated(lang, domains),
        K::EmptyAssociatedDomains {
            foreign, instead, ..
        } => cloud::empty_associated(lang, foreign, *instead),
        K::InvestigateRestricted { .. } => cloud::investigate(lang),
        K::FindCertificateFirst { .. } => cloud::find_certificate(lang),
        K::AddAcceptedDomain { domain } => cloud::add_accepted_domain(lang, domain),
        K::AskAcceptedDomain {
            certificate,
            senders,
        } => cloud::ask_accepted_domain(lang, certificate.as_deref(), senders),
        K::TakeServersOut { servers, .. } => on_premises::take_out(lang, servers),
        K::PutServersBack { servers, .. } => on_premises::put_back(lang, servers),
        K::ImportCertificate {
            thumbprint, name, ..
        } => on_premises::import(lang, name, thumbprint),
        K::EnableSmtp { .. } => on_premises::enable_smtp(lang),
        K::SetSendCertificate {
            name,
            thumbprint,
            old,
            ..
        } => on_premises::set_certificate(lang, name, thumbprint, old.as_deref()),
        K::GetCertificate { expected, .. } => on_premises::get_certificate(lang, expected),
        K::SetFqdn {
            fqdn, thumbprint, ..
        } => on_premises::set_fqdn(lang, fqdn, thumbprint),
        K::SwitchLoggingOn { .. } => on_premises::switch_logging_on(lang),
        K::UseStarttls { .. } => on_premises::use_starttls(lang),
        K::LetStarttlsThrough { .. } => on_premises::let_starttls_through(lang),
        K::CheckPrivateKey { .. } => on_premises::check_private_key(lang),
        K::ImportChain { issuer, server, .. } => {
            keys::import_chain(lang, issuer.as_deref(), server.as_deref())
        }
        K::RestoreKey {
            thumbprint,
            name,
            serial,
            ..
        } => keys::restore(lang, name, thumbprint, serial.as_deref()),
        K::MendKey {
            thumbprint, ec_key, ..
        } => keys::mend(lang, thumbprint, *ec_key),
        K::Ipv4OnlyOrCertificate { addresses } => on_premises::ipv4_only(lang, addresses),
        K::DownloadHcw => hcw::download(lang),
        K::RunHcwUpdateCertificate {
            certificate,
            thumbprint,
        } => hcw::update(lang, certificate.as_deref(), thumbprint.as_deref()),
        K::RunHcwFull {
            certificate,
            thumbprint,
        } => hcw::rerun(lang, certificate.as_deref(), thumbprint.as_deref()),
        K::ReadHcwLog => hcw::read_log(lang),
        K::OtherSendConnector { .. } => hcw::other_send_connector(lang),
        K::WaitForChange => closing::wait(lang),
        K::CheckSendLog { thumbprint } => closing::check_send_log(lang, thumbprint.as_deref()),
        K::TellSenders { refused } => closing::tell_senders(lang, *refused),
        K::CheckTenant => closing::check_tenant(lang),
        K::RestartTransport { .. } => on_premises::restart_transport(lang),
        K::SetInbound { old, .. } => what_if::set_inbound(lang, old),
        K::LeaveBy { .. } => what_if::leave_by(lang),
        K::ReceiveConnectors => what_if::receive_connectors(lang),
        K::OutboundConnectors => what_if::outbound_connectors(lang),
        K::RemoveConnector { connector } => what_if::remove_connector(lang, connector),
    }
}
