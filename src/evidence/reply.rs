//! What an SMTP reply or error text is, told from its codes and words
//! (domain.md sections 1.1 and 1.4). Keyed on `5.7.64`, `TenantAttribution` and
//! `ATTR36`, never on "Relay Access Denied", which other systems say too.

/// What a reply or error text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplyKind {
    /// `5.7.64 TenantAttribution`: neither certificate nor address was accepted.
    TenantAttribution,
    /// `5.7.64 ... ATTR36` (documents also write ATT36): condition A failed.
    Attr36,
    /// `5.7.51`/`5.7.68 TenantInboundAttribution`: seen from inside the tenant.
    TenantInboundAttribution,
    /// A known other fault.
    Neighbour(Neighbour),
    /// A refusal (4xx or 5xx) of no kind that is told apart here.
    OtherRefusal,
}

/// Faults that are taken for 5.7.64 and are not (domain.md section 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Neighbour {
    /// `451 4.4.62 ... ATTR35`: wrong region.
    WrongRegion,
    /// `554 5.4.14 ... ATTR34`: a loop.
    MailLoop,
    /// `454 4.7.5`: the Send connector's certificate was not found on-premises.
    SendConnectorCertificateMissing,
    /// `4.7.230`/`5.7.230`: the Exchange server is out of date.
    ServerOutOfDate,
    /// `5.7.57`/`5.7.60`: client submission, another endpoint.
    ClientSubmission,
    /// `5.7.54`, or `5.7.1 Unable to relay`: a relay refusal of an on-premises system.
    OnPremisesRelayRefused,
    /// `5.4.1 Relay Access Denied`: the recipient's domain or MX.
    RecipientDomainNotInTenant,
    /// `5.7.705`, `5.7.708`, `5.7.750`: reputation or unregistered domains.
    TenantReputation,
    /// `5.7.711`: the connector is restricted after abuse.
    ConnectorRestricted,
    /// `4.7.500` to `4.7.699`, `4.7.850` to `4.7.899`: suspicious traffic, try later.
    SuspiciousTraffic,
    /// `5.7.606` to `5.7.649`, `5.7.511`: the address is banned.
    BannedAddress,
    /// `5.7.23`, `5.7.25`, `4.7.26`: SPF, DKIM or reverse DNS.
    SenderAuthentication,
    /// `5.7.232`, `5.7.233`: the tenant's external recipient rate limit.
    RecipientRateLimit,
    /// `4.4.317`: Exchange Online cannot deliver to on-premises (reverse direction).
    ReverseDirection,
    /// Postfix and kin: `Relay access denied` without 5.7.64.
    OtherSystemRelayDenied,
}

/// Classifies a reply or error text; `None` when nothing in it is a refusal.
pub fn classify(text: &str) -> Option<ReplyKind> {
    let lower = text.to_ascii_lowercase();
    let codes = enhanced_codes(&lower);
    let has = |class: u16, subject: u16, detail: u16| codes.contains(&(class, subject, detail));
    let inbound = has(5, 7, 51) || has(5, 7, 68) || lower.contains("tenantinboundattribution");
    if inbound && !has(5, 7, 64) {
        return Some(ReplyKind::TenantInboundAttribution);
    }
    let attr36 = has_word(&lower, "attr36") || has_word(&lower, "att36");
    if attr36 {
        return Some(ReplyKind::Attr36);
    }
    // Only the code or the word in an SMTP text counts; a mere mention inside an
    // address (`tenantattribution@...`) has no delimiter that a reply has.
    if has(5, 7, 64) || has_attribution_phrase(&lower) {
        return Some(ReplyKind::TenantAttribution);
    }
    if let Some(neighbour) = neighbour(&lower, &codes) {
        return Some(ReplyKind::Neighbour(neighbour));
    }
    let refusal = codes.iter().any(|&(class, ..)| class >= 4) || basic_code(&lower) >= Some(400);
    refusal.then_some(ReplyKind::OtherRefusal)
}

/// `TenantAttribution` followed by `;` or `:`, as in every spelling that was seen.
fn has_attribution_phrase(lower: &str) -> bool {
    const WORD: &str = "tenantattribution";
    lower.match_indices(WORD).any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + WORD.len()..].trim_start().chars().next();
        !before.is_some_and(char::is_alphanumeric) && matches!(after, Some(';' | ':' | '；' | '：'))
    })
}

fn has_word(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + word.len()..].chars().next();
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '-' | '_');
        !before.is_some_and(joined) && !after.is_some_and(joined)
    })
}

/// The three-digit code at the beginning.
fn basic_code(text: &str) -> Option<u16> {
    let digits = text.trim_start().get(..3)?;
    digits.parse().ok().filter(|code| (200..600).contains(code))
}

/// Every `class.subject.detail` in the text.
fn enhanced_codes(text: &str) -> Vec<(u16, u16, u16)> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    text.split(|c: char| !is_part(c) && !c.is_alphanumeric())
        .filter_map(|word| {
            let mut parts = word.trim_end_matches('.').split('.');
            let code = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
            (parts.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
        })
        .collect()
}

fn number(text: &str) -> Option<u16> {
    (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn neighbour(lower: &str, codes: &[(u16, u16, u16)]) -> Option<Neighbour> {
    let relay_denied = lower.contains("relay access denied");
    if has_word(lower, "attr35") {
        return Some(Neighbour::WrongRegion);
    }
    if has_word(lower, "attr34") {
        return Some(Neighbour::MailLoop);
    }
    for &code in codes {
        let found = match code {
            (4, 4, 62) => Neighbour::WrongRegion,
            (5, 4, 14) => Neighbour::MailLoop,
            (4, 7, 5) if lower.contains("tlscertificatename") => {
                Neighbour::SendConnectorCertificateMissing
            }
            (4 | 5, 7, 230) => Neighbour::ServerOutOfDate,
            (5, 7, 57 | 60) => Neighbour::ClientSubmission,
            (5, 7, 54) => Neighbour::OnPremisesRelayRefused,
            (5, 7, 1) if lower.contains("unable to relay") => Neighbour::OnPremisesRelayRefused,
            (5, 4, 1) if relay_denied => Neighbour::RecipientDomainNotInTenant,
            (5, 7, 711) => Neighbour::ConnectorRestricted,
            (5, 7, 705 | 708 | 750) => Neighbour::TenantReputation,
            (4, 7, 500..=699 | 850..=899) => Neighbour::SuspiciousTraffic,
            (5, 7, 511 | 606..=649) => Neighbour::BannedAddress,
            (5, 7, 23 | 25) | (4, 7, 26) => Neighbour::SenderAuthentication,
            (5, 7, 232 | 233) => Neighbour::RecipientRateLimit,
            (4, 4, 317) => Neighbour::ReverseDirection,
            _ => continue,
        };
        return Some(found);
    }
    relay_denied.then_some(Neighbour::OtherSystemRelayDenied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_that_was_seen_is_the_fault() {
        use ReplyKind::{Attr36, TenantAttribution};
        let table = [
            ("550 5.7.64 TenantAttribution; Relay Access Denied SMTP", TenantAttribution),
            ("550 5.7.64 TenantAttribution; Relay Access Denied [AM5EUR02FT025.eop-EUR02.prod.protection.outlook.com]", TenantAttribution),
            ("(550, b'5.7.64 TenantAttribution; Relay Access Denied [x.prod.protection.outlook.com]')", TenantAttribution),
            ("TenantAttribution: Relay Access Denied SMTP.", TenantAttribution),
            ("550+5.7.64+TenantAttribution;+Relay+Access+Denied", TenantAttribution),
            ("TenantAttribution;リレー アクセス拒否 SMTP", TenantAttribution),
            ("550 5.7.64 Relay Access Denied ATTR36. For more details please refer to: https://support.microsoft.com/kb", Attr36),
            ("550 5.7.64 TenantAttribution; Relay Access Denied [ATT36]", Attr36),
        ];
        for (text, kind) in table {
            assert_eq!(classify(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn neighbours_are_told_apart() {
        use Neighbour::*;
        let table = [
            ("451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35", WrongRegion),
            ("554 5.4.14 Hop count exceeded - possible mail loop ATTR34", MailLoop),
            ("454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.", SendConnectorCertificateMissing),
            ("550 5.7.230 Connecting Exchange server version is out-of-date; connection to Exchange Online blocked for 5 mins/hr.", ServerOutOfDate),
            ("530 5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM", ClientSubmission),
            ("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", OnPremisesRelayRefused),
            ("550 5.4.1 Recipient address rejected: Relay Access Denied", RecipientDomainNotInTenant),
            ("554 5.7.1 <a@b>: Relay access denied", OtherSystemRelayDenied),
            ("550 5.7.711 Access denied, bad inbound connector. AS(2204)", ConnectorRestricted),
            ("550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.", TenantReputation),
        ];
        for (text, kind) in table {
            assert_eq!(classify(text), Some(ReplyKind::Neighbour(kind)), "{text}");
        }
        assert_eq!(
            classify("550 5.7.51 TenantInboundAttribution; There is a partner connector configured"),
            Some(ReplyKind::TenantInboundAttribution)
        );
    }

    #[test]
    fn mentions_and_successes_are_no_refusal() {
        assert_eq!(classify("250 2.1.0 Sender OK"), None);
        assert_eq!(classify("RCPT TO:<tenantattribution@fabrikam.com>"), None);
        assert_eq!(classify("RCPT TO:<attr36@fabrikam.com>"), None);
        assert_eq!(classify("250 2.1.5 Recipient OK, version 15.7.64.1"), None);
    }
}
