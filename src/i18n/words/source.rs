//! What a source is and how it was read.

use jiff::civil::Date;

use crate::evidence::{Encoding, Side, Source, SourceKind};
use crate::i18n::{Lang, say, text};

/// A file, or a place in it; of a file of HCW with the day of its run, since what it
/// shows was true then.
pub fn dated(lang: Lang, place: &str, source: &Source) -> String {
    match source.run_date() {
        Some(date) => {
            let date = as_of(lang, date);
            format!("{place} ({date})")
        }
        None => place.to_owned(),
    }
}

/// On which day a value was true.
pub fn as_of(lang: Lang, date: Date) -> String {
    say!(lang, "as of {date}", "{date} 時点")
}

/// The kind of a source as a person names it.
pub fn source_kind(lang: Lang, kind: SourceKind) -> &'static str {
    use SourceKind as K;
    match kind {
        K::SmtpSendLog => text!(lang, "SMTP send log", "SMTP 送信ログ"),
        K::SmtpReceiveLog => text!(lang, "SMTP receive log", "SMTP 受信ログ"),
        K::HcwLog => text!(lang, "HCW log", "HCW ログ"),
        K::HcwXhcw => text!(lang, "HCW log (.xhcw)", "HCW ログ (.xhcw)"),
        K::Bounce => text!(lang, "bounce (NDR)", "配信不能レポート (NDR)"),
        K::ErrorText => text!(lang, "error text", "エラー テキスト"),
        K::MessageTracking => text!(lang, "message tracking", "メッセージ追跡"),
        K::Queue => text!(lang, "queue", "キュー"),
        K::Capi2Event => text!(lang, "CAPI2 event", "CAPI2 イベント"),
        K::Certificate => text!(lang, "certificate file", "証明書ファイル"),
        K::InboundConnector => text!(
            lang,
            "inbound connectors (Exchange Online)",
            "Exchange Online の受信コネクタ (InboundConnector)",
        ),
        K::OutboundConnector => text!(
            lang,
            "outbound connectors (Exchange Online)",
            "Exchange Online の送信コネクタ (OutboundConnector)",
        ),
        K::SendConnector => text!(
            lang,
            "Send connectors (on-premises)",
            "オンプレミスの送信コネクタ (SendConnector)",
        ),
        K::ReceiveConnector => text!(
            lang,
            "Receive connectors (on-premises)",
            "オンプレミスの受信コネクタ (ReceiveConnector)",
        ),
        K::ExchangeCertificate => text!(
            lang,
            "certificates in Exchange",
            "Exchange にインストールされた証明書",
        ),
        K::AcceptedDomain => text!(lang, "accepted domains", "承認済みドメイン"),
        K::HybridConfiguration => text!(lang, "hybrid configuration", "ハイブリッド構成"),
        K::TransportService => text!(lang, "transport services", "トランスポート サービス"),
        K::ExchangeServer => text!(lang, "Exchange servers", "Exchange サーバー"),
        K::OrganizationConfig => text!(lang, "organization settings", "組織の設定"),
        K::EdgeSubscription => text!(lang, "Edge subscriptions", "エッジ サブスクリプション"),
        K::EventLog => text!(lang, "Windows events", "Windows イベント"),
        K::CollectManifest => text!(lang, "list of collected files", "収集したファイルの一覧",),
        K::Archive => text!(lang, "archive", "アーカイブ"),
        K::Unrecognised => text!(lang, "not recognised", "認識できないファイル"),
    }
}

/// Whose configuration it is.
pub fn side(lang: Lang, side: Side) -> &'static str {
    match side {
        Side::OnPremises => text!(lang, "on-premises", "オンプレミス"),
        Side::Tenant => text!(lang, "Exchange Online", "Exchange Online"),
    }
}

/// How the bytes were read.
pub fn encoding(lang: Lang, encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => text!(lang, "UTF-8", "UTF-8"),
        Encoding::Utf8Bom => text!(lang, "UTF-8 with BOM", "UTF-8 (BOM 付き)"),
        Encoding::Utf16Le => text!(lang, "UTF-16 LE", "UTF-16 LE"),
        Encoding::Utf16Be => text!(lang, "UTF-16 BE", "UTF-16 BE"),
        Encoding::Cp932 => text!(lang, "Windows-31J (CP932)", "Windows-31J (CP932)"),
        Encoding::Windows1250 => text!(lang, "Windows-1250", "Windows-1250"),
        Encoding::Windows1251 => text!(lang, "Windows-1251", "Windows-1251"),
        Encoding::Windows1252 => text!(lang, "Windows-1252", "Windows-1252"),
        Encoding::Windows1253 => text!(lang, "Windows-1253", "Windows-1253"),
        Encoding::Windows1254 => text!(lang, "Windows-1254", "Windows-1254"),
        Encoding::Binary => text!(lang, "not text", "テキスト以外"),
    }
}

/// So many bytes, in the largest unit that keeps two digits: the same in all languages.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["B", "KB", "MB", "GB"];
    let mut shown = bytes;
    let mut unit = 0;
    while shown >= 10_240 && unit + 1 < UNITS.len() {
        shown /= 1024;
        unit += 1;
    }
    format!("{shown} {}", UNITS.get(unit).unwrap_or(&"B"))
}
