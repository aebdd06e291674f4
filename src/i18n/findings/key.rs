//! Whether the server can use and prove its certificate: RD205 to RD207, RD218.

use super::{Wording, doubt};
use crate::diagnosis::{ChainSign, Confidence};
use crate::i18n::{Lang, count, list, quoted, say, short, text};

/// A certificate as a finding shows it: a name and its thumbprint.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    certificate: &'a str,
    thumbprint: &'a str,
}

impl<'a> Named<'a> {
    pub(super) fn new(certificate: &'a str, thumbprint: &'a str) -> Self {
        Self {
            certificate,
            thumbprint,
        }
    }

    pub(super) fn cut(self) -> String {
        short(self.certificate, 28)
    }

    pub(super) fn whole(self, lang: Lang) -> String {
        let certificate = short(self.certificate, 80);
        let thumbprint = short(self.thumbprint, 40);
        say!(
            lang,
            "{certificate} (thumbprint {thumbprint})",
            "{certificate} (拇印 {thumbprint})",
        )
    }
}

pub(super) fn chain_incomplete(
    lang: Lang,
    sure: Confidence,
    named: Named,
    issuer: Option<&str>,
    server: Option<&str>,
    sign: &ChainSign,
) -> Wording {
    let cut = named.cut();
    let named = named.whole(lang);
    let issuer = match issuer {
        Some(issuer) => quoted(lang, &short(issuer, 90)),
        None => text!(lang, "its issuer", "その発行者").to_owned(),
    };
    let server = match server {
        // In Japanese a blank parts a Latin word from what follows.
        Some(server) => {
            let server = short(server, 30);
            say!(lang, "{server}", "{server} ")
        }
        None => text!(lang, "the server", "このサーバー").to_owned(),
    };
    let seen = match sign {
        ChainSign::Event { code } => {
            let code = short(code, 10);
            say!(
                lang,
                "Windows logged CAPI2 result {code} for {named}: no chain to a trusted root.",
                "{named} について、信頼されたルートまでのチェーンがないこと (CAPI2 の結果 {code}) を \
                 Windows が記録しています。",
            )
        }
        ChainSign::IssuerNotListed => say!(
            lang,
            "{issuer}, which issued {named}, is not in the listed stores of authorities.",
            "{named} の発行者{issuer}が、証明機関のストアの一覧にありません。",
        ),
        ChainSign::StatusUntrusted => say!(
            lang,
            "Get-ExchangeCertificate shows {named} with Status Untrusted, and mail is refused.",
            "Get-ExchangeCertificate で {named} の Status が Untrusted となっており、メールは拒否されて\
             います。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "The chain of certificate {cut} is incomplete",
            "証明書 {cut} のチェーンが不完全です",
        ),
        seen,
        why: say!(
            lang,
            "Without the certificates of its issuers Exchange Online cannot rely on the name in it, \
             and refuses relay.",
            "発行者の証明書がそろわないと、Exchange Online は証明書の名前を信頼できず、中継を拒否します。",
        ),
        doubt: chain_doubt(lang, sure, sign),
        next: say!(
            lang,
            "Import the certificate of {issuer} into Cert:\\LocalMachine\\CA on {server} and on the \
             other source servers.",
            "{issuer}の証明書を、{server}とほかの送信元サーバーの Cert:\\LocalMachine\\CA に\
             インポートしてください。",
        ),
    }
}

/// What is left open, by what the finding rests on.
fn chain_doubt(lang: Lang, sure: Confidence, sign: &ChainSign) -> String {
    let said = match (sure, sign) {
        (Confidence::Certain, _) => "",
        (_, ChainSign::Event { .. }) => text!(
            lang,
            "Likely: no refusal of mail with this certificate is in the evidence.",
            "可能性は高いものの、この証明書で送信したメールの拒否は記録されていません。",
        ),
        (Confidence::Likely, ChainSign::IssuerNotListed) => text!(
            lang,
            "Likely: the log does not say why mail is refused, and Windows may fetch an issuer.",
            "可能性は高いものの、拒否の理由はログになく、Windows が発行者の証明書を取得できることもあります。",
        ),
        (_, ChainSign::IssuerNotListed) => text!(
            lang,
            "Only possible: no refusal of mail with this certificate is in the evidence, and Windows may \
             fetch an issuer.",
            "可能性の段階です。この証明書で送信したメールの拒否は記録されておらず、Windows が発行者の証明書を\
             取得できることもあります。",
        ),
        (_, ChainSign::StatusUntrusted) => text!(
            lang,
            "Only possible: the Status does not say what is missing.",
            "可能性の段階です。Status からは何が足りないか分かりません。",
        ),
    };
    said.to_owned()
}

pub(super) fn not_for_smtp(
    lang: Lang,
    named: Named,
    servers: &[String],
    services: &str,
    sent: bool,
) -> Wording {
    let cut = named.cut();
    let named = named.whole(lang);
    let services = match services.is_empty() {
        true => text!(lang, "nothing", "なし").to_owned(),
        false => short(services, 60),
    };
    let place = match servers.is_empty() {
        true => text!(lang, "", "").to_owned(),
        false => {
            let servers = list(lang, servers, 3);
            say!(lang, " on {servers}", "{servers} では ")
        }
    };
    let doubt = match sent {
        true => say!(
            lang,
            "The log shows it sent all the same, so it is not what stops mail now.",
            "ログでは実際に送信されているため、現在の拒否の原因ではありません。",
        ),
        false => say!(
            lang,
            "Documents disagree: a support article names it as a cause of failing TLS, the Exchange \
             team writes that TlsCertificateName does not look at it.",
            "文書により異なります。TLS の失敗の原因とするサポート記事がある一方、Exchange チームは \
             TlsCertificateName では確認されないと書いています。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "Certificate {cut} is not enabled for SMTP",
            "証明書 {cut} で SMTP が有効になっていません",
        ),
        seen: say!(
            lang,
            "Services of {named}{place}: {services}.",
            "{place}{named} の Services: {services}。",
        ),
        why: say!(
            lang,
            "A Send connector may not be able to use a certificate without SMTP.",
            "SMTP が有効でない証明書は、送信コネクタで使用できないことがあります。",
        ),
        doubt,
        next: say!(
            lang,
            "Run Enable-ExchangeCertificate with -Services SMTP on each server and answer No to the \
             question about the default certificate.",
            "各サーバーで Enable-ExchangeCertificate を -Services SMTP で実行し、既定の証明書についての\
             質問には No と答えてください。",
        ),
    }
}

pub(super) fn without_key(
    lang: Lang,
    sure: Confidence,
    named: Named,
    connector: Option<&str>,
    server: Option<&str>,
) -> Wording {
    let cut = named.cut();
    let named = named.whole(lang);
    let server = match server {
        Some(server) => {
            let server = short(server, 40);
            say!(lang, " on {server}", "{server} の ")
        }
        None => String::new(),
    };
    let by = match connector {
        Some(connector) => {
            let connector = quoted(lang, connector);
            say!(
                lang,
                "the certificate of the Send connector {connector}",
                "送信コネクタ{connector}の証明書"
            )
        }
        None => text!(lang, "the certificate in use", "使用する証明書").to_owned(),
    };
    Wording {
        title: say!(
            lang,
            "Certificate {cut} has no private key",
            "証明書 {cut} に秘密キーがありません",
        ),
        seen: say!(
            lang,
            "HasPrivateKey of {named}{server} is False; it is {by}.",
            "{server}{named} の HasPrivateKey が False です。これは{by}です。",
        ),
        why: say!(
            lang,
            "Without the key TLS fails, or another certificate is sent in its place.",
            "秘密キーがないと TLS は失敗するか、代わりに別の証明書が送信されます。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Import it again from a .pfx that holds the key, or have the CA issue it again for a \
             request made on this server; then enable SMTP.",
            "秘密キーを含む .pfx から再インポートするか、このサーバーで作成した要求で証明機関に再発行を\
             依頼し、SMTP を有効にしてください。",
        ),
    }
}

/// What the log and the listing say of a key that cannot be used.
pub(super) struct Unusable<'a> {
    pub(super) connector: &'a str,
    pub(super) sessions: u64,
    pub(super) ec_key: bool,
    pub(super) lacks_smtp: bool,
}

pub(super) fn unusable(lang: Lang, sure: Confidence, named: Named, found: &Unusable) -> Wording {
    let cut = named.cut();
    let named = named.whole(lang);
    let connector = quoted(lang, found.connector);
    let sessions = found.sessions;
    let sessions_en = count(sessions, "session", "sessions");
    let why = match found.ec_key {
        true => say!(
            lang,
            "Its key is of an elliptic curve, which Exchange uses only on builds that support it.",
            "キーは楕円曲線 (ECC) です。Exchange では、対応するビルドでのみ使用できます。",
        ),
        false => say!(
            lang,
            "Exchange may not read the key, or cannot work with its provider.",
            "Exchange にキーの読み取り権限がないか、キーのプロバイダーに対応していません。",
        ),
    };
    let next = match (found.lacks_smtp, found.ec_key) {
        (true, _) => say!(
            lang,
            "Services lacks SMTP, which a Microsoft article names as a cause: enable it first, then \
             look at a new session.",
            "Services に SMTP がありません。Microsoft の記事で原因とされているため、先に有効にして新しい\
             セッションを確認してください。",
        ),
        (false, true) => say!(
            lang,
            "Use an RSA certificate, or bring the server to a build that supports ECC.",
            "RSA の証明書を使用するか、ECC に対応するビルドに更新してください。",
        ),
        (false, false) => say!(
            lang,
            "Look at the key's permissions and provider, or import the .pfx again.",
            "キーのアクセス許可とプロバイダーを確認するか、.pfx を再インポートしてください。",
        ),
    };
    Wording {
        title: say!(
            lang,
            "The key of certificate {cut} cannot be used",
            "証明書 {cut} の秘密キーを使用できません",
        ),
        seen: say!(
            lang,
            "TLS of the Send connector {connector} failed with UnknownCredentials in {sessions_en}, \
             although HasPrivateKey of {named} is True.",
            "送信コネクタ{connector}の {sessions} 件のセッションで、TLS が UnknownCredentials で失敗\
             しています。{named} の HasPrivateKey は True です。",
        ),
        why,
        doubt: match sure {
            Confidence::Certain => String::new(),
            Confidence::Likely | Confidence::Possible => say!(
                lang,
                "Likely: the log does not say what keeps the key from being used.",
                "可能性は高いものの、秘密キーを使用できない理由はログからは分かりません。",
            ),
        },
        next,
    }
}
