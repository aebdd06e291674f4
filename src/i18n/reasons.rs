//! Why a condition or a row of the comparison is as it is: short phrases
//! without a full stop.

use super::{Lang, list, quoted, say, short, text};
use crate::diagnosis::{ConnectorReason, OrganizationReason, RowReason};

/// Columns of a name within a phrase.
const NAME: usize = 60;
/// Columns of a connector's name within a narrow row.
const CONNECTOR: usize = 20;

/// Why condition A is as it is.
pub fn organization_reason(lang: Lang, reason: &OrganizationReason) -> String {
    use OrganizationReason as R;
    match reason {
        R::ByCertificate { name } => {
            let name = short(name, NAME);
            say!(
                lang,
                "the certificate's domain is accepted: {name} vouches for every sender",
                "証明書 {name} のドメインが承認済みで、すべての送信者を裏付けます",
            )
        }
        R::ByAlternateName { name, other } => {
            let (name, other) = (short(name, NAME), short(other, NAME));
            say!(
                lang,
                "the certificate's alternative name {name} is accepted, {other} is not; which \
                 name counts is not documented",
                "証明書のサブジェクト代替名 {name} は承認済みですが、{other} は違います。どの名前で判定\
                 されるかは文書にありません",
            )
        }
        R::BySenders { domains } => {
            let verb = if domains.len() == 1 { "is" } else { "are" };
            let domains = list(lang, domains, 3);
            say!(
                lang,
                "{domains} {verb} accepted; it does not rest on a certificate",
                "送信者のドメイン {domains} は承認済みです (証明書によらず判定)",
            )
        }
        R::NotVouched {
            senders,
            certificate,
        } => {
            let senders = list(lang, senders, 3);
            match certificate {
                Some(name) => {
                    let name = short(name, NAME);
                    say!(
                        lang,
                        "neither an accepted domain nor the certificate {name} vouches for {senders}",
                        "{senders} は承認済みドメインでも証明書 {name} でも裏付けられません",
                    )
                }
                None => say!(
                    lang,
                    "no accepted domain vouches for {senders}, and no certificate does",
                    "{senders} は承認済みドメインでも証明書でも裏付けられません",
                ),
            }
        }
        R::AcceptedDomainsUnknown => say!(
            lang,
            "the tenant's accepted domains are not in the evidence",
            "テナントの承認済みドメインが証拠ファイルにありません",
        ),
        R::AcceptedDomainsIncomplete => say!(
            lang,
            "the evidence holds only a part of the tenant's accepted domains",
            "証拠ファイルにはテナントの承認済みドメインの一部しかありません",
        ),
        R::CertificateUnknown { senders } => {
            let senders = list(lang, senders, 3);
            say!(
                lang,
                "{senders} would rest on the certificate, and which one is sent is not known",
                "{senders} を裏付けられるのは証明書だけですが、送信された証明書が不明です",
            )
        }
        R::CertificateUndecided {
            senders,
            certificate,
        } => {
            let senders = list(lang, senders, 3);
            let name = short(certificate, NAME);
            say!(
                lang,
                "the evidence does not tell whether the certificate {name} vouches for {senders}",
                "証明書 {name} が {senders} を裏付けるかどうかは、証拠ファイルからは分かりません",
            )
        }
        R::SenderUnknown { certificate } => match certificate {
            Some(name) => {
                let name = short(name, NAME);
                say!(
                    lang,
                    "the certificate {name} does not vouch, and no sender was seen",
                    "証明書 {name} では裏付けられず、送信者の記録もありません",
                )
            }
            None => say!(
                lang,
                "neither the certificate nor a sender is known",
                "証明書も送信者も分かっていません",
            ),
        },
        R::NothingSeen => nothing_seen(lang),
    }
}

/// Why condition B is as it is.
pub fn connector_reason(lang: Lang, reason: &ConnectorReason) -> String {
    use ConnectorReason as R;
    match reason {
        R::ByCertificate {
            connector,
            value,
            name,
        } => {
            let connector = quoted(lang, connector);
            let (value, name) = (short(value, NAME), short(name, NAME));
            say!(
                lang,
                "{connector} expects {value}, and the certificate has {name}",
                "{connector}が期待する {value} に、証明書の {name} が一致します",
            )
        }
        R::ByAddress { connector, address } => {
            let connector = quoted(lang, connector);
            say!(
                lang,
                "{connector} lists the address {address}",
                "{connector}の SenderIPAddresses に {address} があります",
            )
        }
        R::NoneOnPremises => say!(
            lang,
            "there is no inbound connector of type OnPremises",
            "OnPremises 型の受信コネクタ (InboundConnector) がありません",
        ),
        R::NothingFits {
            certificate,
            address,
        } => {
            let mut sent: Vec<String> = certificate.iter().map(|name| short(name, NAME)).collect();
            sent.extend(address.iter().map(ToString::to_string));
            let named = sent.join(text!(lang, " or ", " または "));
            match sent.is_empty() {
                true => say!(
                    lang,
                    "no enabled OnPremises connector fits what is sent",
                    "送信内容に一致する有効な OnPremises コネクタがありません",
                ),
                false => say!(
                    lang,
                    "no enabled OnPremises connector fits {named}",
                    "{named} に一致する有効な OnPremises コネクタがありません",
                ),
            }
        }
        R::FittingOneClosed { connector } => {
            let connector = quoted(lang, connector);
            say!(
                lang,
                "{connector} would fit, but something keeps it from being used",
                "{connector}は一致しますが、設定または制限のため使用されません",
            )
        }
        R::ConnectorsIncomplete => say!(
            lang,
            "the evidence holds only a part of the inbound connectors",
            "証拠ファイルには受信コネクタ (InboundConnector) の一部しかありません",
        ),
        R::ConnectorsUnknown => say!(
            lang,
            "the tenant's inbound connectors are not in the evidence",
            "テナントの受信コネクタ (InboundConnector) が証拠ファイルにありません",
        ),
        R::Undecided { connector } => {
            let connector = quoted(lang, connector);
            say!(
                lang,
                "whether {connector} fits is not documented, or a value is missing",
                "{connector}が一致するかどうかは、文書にないか、値が不足しています",
            )
        }
        R::ExpiredSince { certificate } => {
            let certificate = short(certificate, NAME);
            say!(
                lang,
                "the certificate {certificate} fits, but it has expired since it was last seen",
                "証明書 {certificate} は一致しますが、最後の記録の後に有効期限が切れています",
            )
        }
        R::NothingSeen => nothing_seen(lang),
    }
}

/// The same with the connector's name cut, so that a narrow row tells the reason too.
pub fn connector_reason_short(lang: Lang, reason: &ConnectorReason) -> String {
    use ConnectorReason as R;
    let mut reason = reason.clone();
    if let R::ByCertificate { connector, .. }
    | R::ByAddress { connector, .. }
    | R::FittingOneClosed { connector }
    | R::Undecided { connector } = &mut reason
    {
        *connector = short(connector, CONNECTOR);
    }
    connector_reason(lang, &reason)
}

fn nothing_seen(lang: Lang) -> String {
    say!(
        lang,
        "neither a log nor a configuration shows what is sent",
        "送信内容を示すログも構成もありません",
    )
}

/// The same for a narrow column, where the row says what it is about.
pub fn row_reason_short(lang: Lang, reason: RowReason) -> &'static str {
    use RowReason as R;
    match reason {
        R::NoConnector => text!(lang, "no OnPremises connector", "OnPremises コネクタなし"),
        R::SentAsConfigured => text!(lang, "sent as configured", "構成どおり"),
        R::SentOtherThanConfigured => text!(lang, "another one is sent", "構成と異なる"),
        R::NothingConfigured => text!(lang, "nothing decides", "指定なし"),
        R::SentIsNewest => text!(lang, "the newest that fits", "一致する最新のもの"),
        R::NewerInstalled => text!(lang, "a newer one fits", "より新しいものが一致"),
        R::OnlyOlderInstalledFits => text!(lang, "only an older one fits", "古いものだけが一致"),
        R::OtherInstalledFits => text!(lang, "another one fits", "別のものが一致"),
        R::InstalledWithoutKey => text!(lang, "without its private key", "秘密キーなし"),
        R::NoneInstalledFits => text!(lang, "none that fits", "一致するものなし"),
        R::CertificateUnknown | R::AddressUnknown => text!(lang, "not known", "不明"),
        R::NoAddressesExpected => text!(lang, "none: by certificate", "なし (証明書で認識)"),
        R::NoCertificateExpected => text!(lang, "names no certificate", "証明書名の指定なし"),
        R::ConnectorsUnknown
        | R::InstalledUnknown
        | R::SendConnectorUnknown
        | R::AcceptedDomainsUnknown
        | R::NoHcwEvidence
        | R::PropertyUnknown => text!(lang, "not in the evidence", "証拠ファイルになし"),
        other => row_reason(lang, other),
    }
}

/// Why a row of the comparison is as it is (at most 60 columns in English).
pub fn row_reason(lang: Lang, reason: RowReason) -> &'static str {
    use RowReason as R;
    match reason {
        R::SameName => text!(lang, "the same name", "同じ名前です"),
        R::WildcardCovers => text!(
            lang,
            "the wildcard covers the name",
            "ワイルドカードに含まれる名前です"
        ),
        R::BySanOnly => text!(
            lang,
            "by SAN, not by CN: documents disagree on it",
            "SAN だけで一致 (文書により扱いが異なります)"
        ),
        R::NameDiffers => text!(
            lang,
            "no name on the certificate fits",
            "証明書のどの名前も一致しません"
        ),
        R::WildcardNeedsWildcard => text!(
            lang,
            "a wildcard certificate needs the wildcard as value",
            "ワイルドカード証明書には、ワイルドカードの値が必要です"
        ),
        R::DocumentsSilent => text!(
            lang,
            "documents are silent or disagree on this pair",
            "この組み合わせは文書にないか、文書により異なります"
        ),
        R::OtherSpelling => text!(
            lang,
            "one domain in two spellings (xn--): not documented",
            "同じドメインの別表記 (xn--) の扱いは、文書にありません"
        ),
        R::LogSaysFits => text!(
            lang,
            "not documented; by the log's answers it fits",
            "文書にはありませんが、ログの応答では一致します"
        ),
        R::LogSaysNot => text!(
            lang,
            "not documented; by the log's answers it does not fit",
            "文書にはありませんが、ログの応答では不一致です"
        ),
        R::NoCertificateSent => text!(
            lang,
            "no certificate was sent",
            "証明書が送信されていません"
        ),
        R::CertificateUnknown => text!(
            lang,
            "which certificate is sent is not known",
            "送信された証明書が不明です"
        ),
        R::ConnectorsUnknown => text!(
            lang,
            "the inbound connectors are not in the evidence",
            "受信コネクタ (InboundConnector) が証拠ファイルにありません"
        ),
        R::NoConnector => text!(
            lang,
            "no inbound connector of type OnPremises",
            "OnPremises 型の受信コネクタ (InboundConnector) がありません"
        ),
        R::NoCertificateExpected => text!(
            lang,
            "the connector names no certificate",
            "コネクタに証明書の名前がありません"
        ),
        R::SentAsConfigured => text!(
            lang,
            "what is sent is what is configured",
            "構成どおりの証明書が送信されています"
        ),
        R::SentOtherThanConfigured => text!(
            lang,
            "another certificate is sent than configured",
            "構成とは別の証明書が送信されています"
        ),
        R::LatestOfSeveral => text!(
            lang,
            "of several so named the latest is sent, as documented",
            "該当する複数のうち、文書どおり期限が最も遅い証明書です"
        ),
        R::LaterOneNamed => text!(
            lang,
            "a later one so named, documented to win, is installed",
            "文書で優先される、期限がより遅い証明書があります"
        ),
        R::OneOfSeveralByFqdn => text!(
            lang,
            "one of several installed that serve the Fqdn is sent",
            "Fqdn に該当する複数の証明書のうちの 1 つです"
        ),
        R::WouldBeChosen => text!(
            lang,
            "in no log; the configuration chooses this one",
            "ログにはなく、構成から選ばれる証明書です"
        ),
        R::SendConnectorUnknown => text!(
            lang,
            "the Send connector is not in the evidence",
            "送信コネクタ (SendConnector) が証拠ファイルにありません"
        ),
        R::NothingConfigured => text!(
            lang,
            "neither TlsCertificateName nor Fqdn decides",
            "TlsCertificateName でも Fqdn でも決まりません"
        ),
        R::SentIsNewest => text!(
            lang,
            "the newest installed one that fits is sent",
            "一致する最新の証明書が送信されています"
        ),
        R::NewerInstalled => text!(
            lang,
            "a newer one that fits is installed",
            "一致する、より新しい証明書がインストール済みです"
        ),
        R::OnlyOlderInstalledFits => text!(
            lang,
            "only an older installed certificate fits",
            "一致するのは、より古い証明書だけです"
        ),
        R::OtherInstalledFits => text!(
            lang,
            "another one that fits is installed",
            "一致する別の証明書がインストール済みです"
        ),
        R::InstalledWithoutKey => text!(
            lang,
            "it is installed without its private key",
            "秘密キーのない状態でインストールされています"
        ),
        R::NoneInstalledFits => text!(
            lang,
            "no installed certificate fits",
            "一致する証明書がインストールされていません"
        ),
        R::InstalledUnknown => text!(
            lang,
            "the installed certificates are not in the evidence",
            "インストール済みの証明書が証拠ファイルにありません"
        ),
        R::ValidWhenSent => text!(lang, "valid when it was sent", "送信時に有効でした"),
        R::ValidNow => text!(lang, "valid now", "現在有効です"),
        R::ExpiredWhenSent => text!(
            lang,
            "expired when it was sent",
            "送信時に有効期限切れでした"
        ),
        R::NotYetValidWhenSent => text!(
            lang,
            "not yet valid when it was sent",
            "送信時はまだ有効期間前でした"
        ),
        R::ExpiredSince => text!(
            lang,
            "expired since it was last sent",
            "最後の送信の後に有効期限が切れました"
        ),
        R::SelfSigned => text!(lang, "self-signed", "自己署名です"),
        R::DatesUnknown => text!(lang, "its dates are not known", "有効期間が不明です"),
        R::AddressListed => text!(
            lang,
            "an entry covers the address",
            "一覧にあるアドレスです"
        ),
        R::AddressNotListed => text!(
            lang,
            "no entry covers the address",
            "一覧にないアドレスです"
        ),
        R::AddressIpv6 => text!(lang, "IPv6 never fits", "IPv6 アドレスは一致しません"),
        R::NoAddressesExpected => text!(
            lang,
            "no addresses listed: it goes by certificate",
            "アドレスの指定なし (証明書で認識します)"
        ),
        R::AddressUnknown => text!(
            lang,
            "the address that Exchange Online sees is not known",
            "Exchange Online から見えるアドレスが不明です"
        ),
        R::AddressBesideCertificate => text!(
            lang,
            "listed beside a certificate name: not documented",
            "証明書名と併記されたアドレスの扱いは、文書にありません"
        ),
        R::ListCut => text!(
            lang,
            "the console cut the list",
            "一覧がコンソールで省略されています"
        ),
        R::TypeOnPremises => text!(lang, "OnPremises may relay", "OnPremises 型は中継できます"),
        R::TypeNeverRelays => text!(lang, "this type never relays", "この型は中継を許可しません"),
        R::PropertyUnknown => text!(
            lang,
            "not in the evidence, or not readable",
            "証拠ファイルにないか、読み取れません"
        ),
        R::Enabled => text!(lang, "enabled", "有効です"),
        R::Disabled => text!(lang, "disabled", "無効です"),
        R::NoRestriction => text!(lang, "no restriction", "制限はありません"),
        R::DomainsListed => text!(
            lang,
            "the senders' domains are listed",
            "送信者のドメインが一覧にあります"
        ),
        R::NullSenderUnlisted => text!(
            lang,
            "whether the list lets <> pass is not documented",
            "<> が一覧で許可されるかどうかは、文書にありません"
        ),
        R::DomainLeftOut => text!(
            lang,
            "a sender's domain is left out",
            "一覧にない送信者のドメインがあります"
        ),
        R::DomainAccepted => text!(lang, "an accepted domain", "承認済みドメインです"),
        R::DomainAcceptedBySan => text!(
            lang,
            "accepted by a SAN; which name counts is not documented",
            "SAN で承認済み (どの名前で判定されるかは文書にありません)"
        ),
        R::ParentNotAccepted => text!(
            lang,
            "only a domain above the direct parent is accepted",
            "承認済みなのは、直上ではなくさらに上位のドメインだけです"
        ),
        R::DomainNotAccepted => text!(
            lang,
            "not an accepted domain",
            "承認済みドメインではありません"
        ),
        R::RestOnCertificate => text!(
            lang,
            "own senders accepted; the others rest on the certificate",
            "自社の送信者は承認済み、ほかは証明書が裏付けます"
        ),
        R::SomeNotVouched => text!(
            lang,
            "nothing vouches for some senders",
            "裏付けのない送信者があります"
        ),
        R::AcceptedDomainsUnknown => text!(
            lang,
            "the accepted domains are not in the evidence",
            "承認済みドメインが証拠ファイルにありません"
        ),
        R::AcceptedDomainsIncomplete => text!(
            lang,
            "only a part of the accepted domains is there",
            "承認済みドメインの一部しかありません"
        ),
        R::VouchingUnknown => text!(
            lang,
            "whether the certificate vouches is not known",
            "証明書で裏付けられるかどうかが不明です"
        ),
        R::NoSenderSeen => text!(lang, "no sender was seen", "送信者の記録がありません"),
        R::AsHcwWrote => text!(
            lang,
            "what is sent fits what HCW last wrote",
            "送信中の証明書は HCW が最後に書き込んだ値と一致します"
        ),
        R::OtherThanHcwWrote => text!(
            lang,
            "another certificate is sent than HCW last wrote",
            "HCW が最後に書き込んだ値とは別の証明書が送信されています"
        ),
        R::HcwUndecided => text!(
            lang,
            "whether it fits what HCW wrote cannot be told",
            "HCW が書き込んだ値と一致するかどうかは判断できません"
        ),
        R::NoHcwEvidence => text!(
            lang,
            "no evidence of what HCW wrote",
            "HCW が書き込んだ値の証拠ファイルがありません"
        ),
    }
}
