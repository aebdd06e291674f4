//! What `simulate` and `rehearse` say: what would be changed, what to watch for,
//! and why a setting cannot be used.

use super::dates::date;
use super::{Lang, list, names, quoted, say, short, text};
use crate::attribution::{Shown, Subject};
use crate::remedy::{Caution, WrongSetting};

/// Columns of a value within a sentence.
const VALUE: usize = 60;

/// What is changed.
pub fn subject(lang: Lang, subject: &Subject) -> String {
    match subject {
        Subject::Inbound {
            connector,
            property,
        } => {
            let (name, property) = (quoted(lang, &short(connector, VALUE)), property.name());
            say!(
                lang,
                "Inbound connector {name}, {property}",
                "受信コネクタ (InboundConnector){name}の {property}",
            )
        }
        Subject::NewConnector(name) => {
            let name = quoted(lang, &short(name, VALUE));
            say!(
                lang,
                "New inbound connector {name}",
                "新しい受信コネクタ (InboundConnector){name}",
            )
        }
        Subject::SendCertificate(Some(name)) => {
            let name = quoted(lang, &short(name, VALUE));
            say!(
                lang,
                "Certificate sent by Send connector {name}",
                "送信コネクタ{name}が送信する証明書",
            )
        }
        Subject::SendCertificate(None) => say!(
            lang,
            "Certificate sent by every Send connector to the tenant",
            "テナントあてのすべての送信コネクタが送信する証明書",
        ),
        Subject::AcceptedDomain => say!(
            lang,
            "Accepted domains of the tenant, one more",
            "テナントの承認済みドメイン (追加)",
        ),
        Subject::EgressAddress => say!(
            lang,
            "Address that mail leaves by",
            "メールの送信元アドレス",
        ),
    }
}

/// A value beside another.
pub fn shown(lang: Lang, value: &Shown) -> String {
    match value {
        Shown::Text(text) => short(text, 2 * VALUE),
        Shown::Empty => text!(lang, "(empty)", "(空)").to_owned(),
        Shown::Unknown => text!(lang, "(not in the evidence)", "(証拠ファイルになし)").to_owned(),
    }
}

/// What to watch for, and what to do about it.
pub fn caution(lang: Lang, caution: &Caution) -> String {
    let day = |seconds: i64| date(lang, seconds, &jiff::tz::TimeZone::UTC);
    match caution {
        Caution::Expired { not_after } => {
            let day = day(*not_after);
            say!(
                lang,
                "The certificate expired on {day} (UTC). Get another one.",
                "証明書の有効期限は {day} (UTC) に切れています。別の証明書を取得してください。",
            )
        }
        Caution::ExpiresSoon { days } => say!(
            lang,
            "The certificate has {days} days left. Check that this is the renewed one.",
            "証明書の残り期間は {days} 日です。更新後の証明書かどうかを確認してください。",
        ),
        Caution::NotYetValid { not_before } => {
            let day = day(*not_before);
            say!(
                lang,
                "The certificate is valid from {day} (UTC). Do not send it before; the replay is as of that day.",
                "証明書は {day} (UTC) から有効です。それより前に送信しないでください。判定はこの日の時点で行っています。",
            )
        }
        Caution::SelfSigned => say!(
            lang,
            "The certificate is self-signed. Exchange Online knows senders only by certificates of a public CA.",
            "証明書は自己署名です。Exchange Online が送信元の識別に使うのは、公的な証明機関が発行した証明書だけです。",
        ),
        Caution::PrivateCa => say!(
            lang,
            "The certificate is of an enterprise CA. Exchange Online is documented to need a public one.",
            "証明書はプライベート証明機関が発行したものです。文書では、公的な証明機関の証明書が必要とされています。",
        ),
        Caution::NoPrivateKey => say!(
            lang,
            "The certificate is installed without its private key, so it cannot be sent. Import the .pfx.",
            "証明書に秘密キーがないため、送信できません。.pfx をインポートしてください。",
        ),
        Caution::NotInstalled => say!(
            lang,
            "No listing shows the certificate as installed. Import it with its private key and its issuers' certificates on every source server first.",
            "インストール済みの証明書の一覧に、この証明書がありません。まず、すべての送信元サーバーに秘密キーと発行者の証明書とともにインポートしてください。",
        ),
        Caution::NotEnabledForSmtp => say!(
            lang,
            "The certificate is not known to be enabled for SMTP. Enable it before a Send connector names it.",
            "証明書で SMTP が有効かどうかを確認できません。送信コネクタに指定する前に有効にしてください。",
        ),
        Caution::NameGoesStale {
            connectors,
            issuer,
            subject,
        } => {
            let names = list(lang, connectors, 2);
            let what = match (issuer, subject) {
                (true, true) => text!(
                    lang,
                    "issuer and subject change",
                    "発行者とサブジェクトが変わります"
                ),
                (true, false) => text!(lang, "the issuer changes", "発行者が変わります"),
                _ => text!(lang, "the subject changes", "サブジェクトが変わります"),
            };
            say!(
                lang,
                "With this certificate {what}: TlsCertificateName of {names} keeps naming the old one until it is set anew.",
                "この証明書では{what}。{names} の TlsCertificateName は、設定し直すまで古い証明書を指します。",
            )
        }
        Caution::TooLongForEdge { length } => say!(
            lang,
            "<I>..<S>.. of this certificate has {length} characters. Over 256 do not replicate to an Edge server: where one sends, choose the certificate by Fqdn, with TlsCertificateName $null.",
            "この証明書の <I>..<S>.. は {length} 文字です。256 文字を超えると エッジ サーバーに複製されません。エッジ サーバーが送信する場合は、TlsCertificateName を $null にし、Fqdn で証明書を選択してください。",
        ),
        Caution::ConnectorsOverlap {
            connectors,
            instead,
        } => overlap(lang, connectors, instead.as_ref()),
        Caution::NoClientAuth => say!(
            lang,
            "For information: the certificate's EKU leaves out client authentication. No document says that Exchange Online needs it.",
            "参考: 証明書の EKU にクライアント認証がありません。Exchange Online で必要だと書かれた文書はありません。",
        ),
    }
}

fn overlap(lang: Lang, connectors: &[String], instead: Option<&(String, String)>) -> String {
    let names = names(lang, connectors, 2);
    let said = say!(
        lang,
        "The second connector overlaps: some mail fits it and {names}. Which one Exchange Online takes is not documented.",
        "2 つ目のコネクタは重なります。{names}にも一致するメールがあり、Exchange Online がどちらを使用するかは文書化されていません。",
    );
    let Some((connector, value)) = instead else {
        return said;
    };
    let (connector, value) = (quoted(lang, &short(connector, VALUE)), short(value, VALUE));
    let instead = say!(
        lang,
        "One connector is enough if you set TlsSenderCertificateName of {connector} to {value} instead: it fits the old and the new certificate.",
        "代わりに{connector}の TlsSenderCertificateName を {value} に変更すれば、古い証明書と新しい証明書の両方に一致し、コネクタは 1 つで足ります。",
    );
    [said, instead].join(text!(lang, " ", ""))
}

/// Why a setting cannot be used, and what there is.
pub fn wrong_setting(lang: Lang, setting: &str, wrong: &WrongSetting) -> String {
    let named = |all: &[String]| match all.is_empty() {
        true => text!(lang, "none", "なし").to_owned(),
        false => {
            let all: Vec<String> = all.iter().map(|n| quoted(lang, n)).collect();
            all.join(text!(lang, ", ", "、"))
        }
    };
    let why = match wrong {
        WrongSetting::Form => say!(
            lang,
            "write inbound:NAME.PROPERTY=VALUE, send:NAME.certificate=THUMBPRINT, accepted-domain:add=DOMAIN or egress-ip=IP",
            "inbound:NAME.PROPERTY=VALUE、send:NAME.certificate=THUMBPRINT、accepted-domain:add=DOMAIN、egress-ip=IP のいずれかで指定してください",
        ),
        WrongSetting::Property => say!(
            lang,
            "properties are Enabled, ConnectorType, TlsSenderCertificateName, SenderIPAddresses and AssociatedAcceptedDomains of inbound:, and certificate of send:",
            "指定できるプロパティは、inbound: の Enabled、ConnectorType、TlsSenderCertificateName、SenderIPAddresses、AssociatedAcceptedDomains と、send: の certificate です",
        ),
        WrongSetting::Inbound(known) => {
            let known = named(known);
            say!(
                lang,
                "no inbound connector has that name; the evidence has: {known}",
                "その名前の受信コネクタ (InboundConnector) はありません。証拠ファイルにあるもの: {known}",
            )
        }
        WrongSetting::Send(known) => {
            let known = named(known);
            say!(
                lang,
                "no Send connector has that name; the evidence has: {known}",
                "その名前の送信コネクタはありません。証拠ファイルにあるもの: {known}",
            )
        }
        WrongSetting::Thumbprint(known) => {
            let known: Vec<String> = known
                .iter()
                .map(|(thumbprint, name)| format!("{thumbprint} ({name})"))
                .collect();
            let known = match known.is_empty() {
                true => text!(lang, "none", "なし").to_owned(),
                false => known.join(text!(lang, ", ", "、")),
            };
            say!(
                lang,
                "no certificate has that thumbprint; the evidence has: {known}",
                "その拇印の証明書はありません。証拠ファイルにあるもの: {known}",
            )
        }
        WrongSetting::Value => say!(
            lang,
            "the value does not fit: Enabled is True or False, ConnectorType is OnPremises or Partner, a domain or an IP address is written out",
            "値が正しくありません。Enabled は True または False、ConnectorType は OnPremises または Partner です。ドメインと IP アドレスは省略せずに指定してください",
        ),
    };
    let setting = quoted(lang, &short(setting, 2 * VALUE));
    let end = text!(lang, ".", "。");
    say!(
        lang,
        "relay-doctor: {setting} cannot be used: {why}{end}\n",
        "relay-doctor: {setting}は使えません。{why}{end}\n",
    )
}
