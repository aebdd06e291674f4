//! Which certificate is sent: RD201 to RD204, RD208, RD209, RD211.

use jiff::tz::TimeZone;

use super::{Wording, doubt, send_connectors};
use crate::diagnosis::{Confidence, Holder};
use crate::i18n::{Lang, count, date, date_time, list, quoted, say, short, text};

/// The beginning of a thumbprint, enough to tell two apart in a title.
pub(super) fn head(thumbprint: &str) -> String {
    thumbprint.chars().take(8).collect()
}

pub(super) fn none_sent(
    lang: Lang,
    sure: Confidence,
    from: &[(String, String)],
    sessions: u64,
) -> Wording {
    let sessions_en = count(sessions, "session", "sessions");
    let first = from.first().map_or("", |(server, _)| server.as_str());
    let by = match from.len().saturating_sub(1) {
        0 => short(first, 24),
        n => {
            let cut = short(first, 24);
            say!(lang, "{cut} and {n} more", "{cut} (ほか {n} 件)")
        }
    };
    let pairs: Vec<String> = from
        .iter()
        .map(|(server, connector)| {
            let server = short(server, 40);
            let connector = quoted(lang, connector);
            say!(
                lang,
                "{server} by {connector}",
                "{server} (送信コネクタ{connector})"
            )
        })
        .collect();
    let pairs = list(lang, &pairs, 3);
    Wording {
        title: say!(
            lang,
            "No certificate sent in {sessions_en} by {by}",
            "{by} の {sessions} 件のセッションで証明書が送信されていません",
        ),
        seen: say!(
            lang,
            "Mail left {pairs} in {sessions_en} without any certificate.",
            "{pairs} から、証明書なしの {sessions} 件のセッションでメールが送信されました。",
        ),
        why: say!(
            lang,
            "The inbound connector recognises your server by its certificate, so without one \
             relay is refused.",
            "受信コネクタ (InboundConnector) は証明書でサーバーを認識するため、証明書がないと\
             中継は拒否されます。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Check RequireTLS, IgnoreSTARTTLS and TlsCertificateName (or Fqdn) of that Send \
             connector, and whether STARTTLS was offered.",
            "その送信コネクタの RequireTLS、IgnoreSTARTTLS、TlsCertificateName (または Fqdn) と、\
             STARTTLS が提示されたかを確認してください。",
        ),
    }
}

pub(super) fn stale(
    lang: Lang,
    sure: Confidence,
    [sent, sent_thumbprint]: [&String; 2],
    [newer, newer_thumbprint]: [&String; 2],
    listed_on: &[String],
) -> Wording {
    let cut = short(sent, 24);
    let (old_head, new_head) = (head(sent_thumbprint), head(newer_thumbprint));
    let (sent, newer) = (short(sent, 80), short(newer, 80));
    let sent_thumbprint = short(sent_thumbprint, 40);
    let newer_thumbprint = short(newer_thumbprint, 40);
    let servers = list(lang, listed_on, 3);
    let on = match listed_on.is_empty() {
        true => String::new(),
        false => say!(lang, " on {servers}", " {servers} に"),
    };
    Wording {
        title: say!(
            lang,
            "Old certificate sent: {cut} ({old_head}), newer: {new_head}",
            "送信されているのは古い証明書 {cut} ({old_head}) で、新しい {new_head} ではありません",
        ),
        seen: say!(
            lang,
            "The server sends {sent} (thumbprint {sent_thumbprint}), although the newer {newer} \
             (thumbprint {newer_thumbprint}), which fits, is installed{on}.",
            "サーバーは {sent} (拇印 {sent_thumbprint}) を送信していますが、一致する新しい {newer} \
             (拇印 {newer_thumbprint}) が{on}インストール済みです。",
        ),
        why: say!(
            lang,
            "Exchange Online does not recognise the old one, and the Send connector still chooses it.",
            "Exchange Online は古い証明書を認識しませんが、送信コネクタは今もそれを選んでいます。",
        ),
        doubt: match sure {
            Confidence::Likely => say!(
                lang,
                "Likely, not certain: the listing does not tell that it is of the server that \
                 sends.",
                "可能性は高いものの、確実ではありません。一覧が送信サーバーのものかどうかが分からない\
                 ためです。",
            ),
            _ => doubt(lang, sure),
        },
        next: say!(
            lang,
            "Set TlsCertificateName of every Send connector to the tenant to the new certificate; \
             the wizard's update of the secure mail certificate does it for its own connectors.",
            "テナントに向かうすべての送信コネクタの TlsCertificateName を新しい証明書に変更して\
             ください。HCW が管理するコネクタは、ウィザードの証明書更新でも変更できます。",
        ),
    }
}

pub(super) fn not_valid(
    lang: Lang,
    certificate: &str,
    thumbprint: &str,
    [not_before, not_after]: [Option<i64>; 2],
    at: i64,
) -> Wording {
    let cut = short(certificate, 28);
    let certificate = short(certificate, 80);
    let thumbprint = short(thumbprint, 40);
    let day = |seconds| date(lang, seconds, &TimeZone::UTC);
    let sent_at = date_time(lang, at.saturating_mul(1000), &TimeZone::UTC);
    let (title, validity) = match (not_before, not_after) {
        (_, Some(end)) if end < at => {
            let end = day(end);
            (
                say!(
                    lang,
                    "Certificate {cut} had expired on {end}",
                    "証明書 {cut} は {end} に有効期限が切れていました",
                ),
                say!(lang, "it expired on {end}", "有効期限は {end}"),
            )
        }
        (Some(start), _) if at < start => {
            let start = day(start);
            (
                say!(
                    lang,
                    "Certificate {cut} is valid only from {start}",
                    "証明書 {cut} はまだ有効期間前です ({start} から有効)",
                ),
                say!(lang, "it is valid from {start}", "{start} から有効"),
            )
        }
        _ => (
            say!(
                lang,
                "Certificate {cut} was not valid when it was sent",
                "証明書 {cut} は送信時に有効ではありませんでした",
            ),
            say!(lang, "it was not valid then", "その時点では無効"),
        ),
    };
    Wording {
        title,
        seen: say!(
            lang,
            "{certificate} (thumbprint {thumbprint}) was sent at {sent_at}; {validity}.",
            "{certificate} (拇印 {thumbprint}) は {sent_at} に送信されました ({validity})。",
        ),
        why: say!(
            lang,
            "A certificate outside its validity is not accepted, even if its name fits.",
            "有効期間外の証明書は、名前が一致していても受け付けられません。",
        ),
        doubt: say!(
            lang,
            "Likely: administrators report it, but no text of Microsoft says so.",
            "可能性は高いものの、根拠は管理者の報告で、Microsoft の文書にはありません。",
        ),
        next: say!(
            lang,
            "Install a valid certificate, choose it on the Send connector, and compare its name \
             with TlsSenderCertificateName.",
            "有効な証明書をインストールして送信コネクタで選択し、その名前を \
             TlsSenderCertificateName と比べてください。",
        ),
    }
}

pub(super) fn not_public(
    lang: Lang,
    certificate: &str,
    thumbprint: &str,
    self_signed: bool,
) -> Wording {
    let cut = short(certificate, 32);
    let certificate = short(certificate, 80);
    let thumbprint = short(thumbprint, 40);
    let next = say!(
        lang,
        "Send a certificate of a public CA, or let a listed address carry relay.",
        "公的な証明機関の証明書を送信するか、IP アドレスによる中継に切り替えてください。",
    );
    if self_signed {
        return Wording {
            title: say!(
                lang,
                "Certificate {cut} is self-signed",
                "証明書 {cut} は自己署名です",
            ),
            seen: say!(
                lang,
                "{certificate} (thumbprint {thumbprint}) was issued by itself.",
                "{certificate} (拇印 {thumbprint}) は発行者とサブジェクトが同じです。",
            ),
            why: say!(
                lang,
                "A connector that goes by certificate takes only one that a CA has signed.",
                "証明書で認識するコネクタは、証明機関が署名した証明書だけを受け付けます。",
            ),
            doubt: String::new(),
            next,
        };
    }
    Wording {
        title: say!(
            lang,
            "Certificate {cut} comes from a private CA",
            "証明書 {cut} はプライベート証明機関が発行しています",
        ),
        seen: say!(
            lang,
            "{certificate} (thumbprint {thumbprint}) chains to an enterprise root.",
            "{certificate} (拇印 {thumbprint}) のルートは社内の証明機関です。",
        ),
        why: say!(
            lang,
            "Microsoft's documents on hybrid mail ask for a certificate of a public CA.",
            "ハイブリッドに関する Microsoft の文書は、公的な証明機関の証明書を求めています。",
        ),
        doubt: say!(
            lang,
            "Only possible: no document says that relay is refused for it.",
            "可能性の段階です。これを理由に中継が拒否されると書いた文書はありません。",
        ),
        next,
    }
}

/// The names of those whose certificate fits, and of those whose does not.
fn divided(holders: &[Holder]) -> (Vec<&str>, Vec<&str>) {
    let of = |fits: bool| -> Vec<&str> {
        let those = holders.iter().filter(|h| h.fits == fits);
        those.map(|h| h.name.as_str()).collect()
    };
    (of(true), of(false))
}

fn each(lang: Lang, holders: &[Holder]) -> String {
    let said: Vec<String> = holders
        .iter()
        .map(|holder| {
            let name = quoted(lang, &holder.name);
            let certificate = short(&holder.certificate, 60);
            let head = head(&holder.thumbprint);
            match holder.fits {
                true => say!(
                    lang,
                    "{name} {certificate} ({head}, fits)",
                    "{name}は {certificate} ({head}、一致)",
                ),
                false => say!(
                    lang,
                    "{name} {certificate} ({head}, does not fit)",
                    "{name}は {certificate} ({head}、不一致)",
                ),
            }
        })
        .collect();
    list(lang, &said, 4)
}

pub(super) fn servers_differ(lang: Lang, sure: Confidence, servers: &[Holder]) -> Wording {
    let (good, bad) = divided(servers);
    let bad_list = short(&list(lang, &bad, 2), 18);
    let title = match good.first() {
        Some(good) => {
            let good = short(good, 14);
            say!(
                lang,
                "Certificate of {good} fits, that of {bad_list} does not",
                "証明書がサーバーごとに異なり、{good} は一致、{bad_list} は不一致です",
            )
        }
        None => say!(
            lang,
            "Servers differ, and no certificate fits: {bad_list}",
            "証明書がサーバーごとに異なり、どれも一致しません ({bad_list})",
        ),
    };
    let each = each(lang, servers);
    Wording {
        title,
        seen: say!(
            lang,
            "The source servers send different certificates: {each}.",
            "送信元サーバーが送信する証明書: {each}。",
        ),
        why: say!(
            lang,
            "Mail is refused whenever it leaves by a server whose certificate does not fit.",
            "証明書が一致しないサーバーから送信されたメールは拒否されます。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Take that server out of SourceTransportServers for now, then install and choose the \
             right certificate on it.",
            "そのサーバーをいったん SourceTransportServers から外し、正しい証明書をインストールして\
             選択してください。",
        ),
    }
}

pub(super) fn connectors_disagree(lang: Lang, sure: Confidence, connectors: &[Holder]) -> Wording {
    let (good, bad) = divided(connectors);
    let bad_list = short(&list(lang, &bad, 2), 40);
    let title = match good.is_empty() {
        false => say!(
            lang,
            "Send connectors disagree; wrong: {bad_list}",
            "証明書が送信コネクタごとに異なり、「{bad_list}」は不一致です",
        ),
        true => say!(
            lang,
            "Send connectors disagree, none fits: {bad_list}",
            "証明書が送信コネクタごとに異なり、どれも一致しません (「{bad_list}」)",
        ),
    };
    let each = each(lang, connectors);
    Wording {
        title,
        seen: say!(
            lang,
            "The Send connectors that lead to the tenant use different certificates: {each}.",
            "テナントに向かう送信コネクタの証明書: {each}。",
        ),
        why: say!(
            lang,
            "Mail is refused whenever it leaves by a connector whose certificate does not fit.",
            "証明書が一致しないコネクタから送信されたメールは拒否されます。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Set TlsCertificateName of the wrong ones to the certificate that fits; the wizard \
             changes only connectors of its own.",
            "不一致のコネクタの TlsCertificateName を、一致する証明書に変更してください。HCW が\
             変更するのは、HCW が管理するコネクタだけです。",
        ),
    }
}

/// What is missing, for RD211.
pub(super) struct Missing<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) server: Option<&'a str>,
    pub(super) said_by_log: bool,
}

pub(super) fn missing(
    lang: Lang,
    sure: Confidence,
    connectors: &[String],
    missing: &Missing,
) -> Wording {
    let first = connectors.first().map_or("", String::as_str);
    let title = match connectors {
        [_] => {
            let cut = quoted(lang, &short(first, 26));
            say!(
                lang,
                "The certificate of Send connector {cut} is missing",
                "送信コネクタ{cut}の証明書が見つかりません",
            )
        }
        _ => say!(
            lang,
            "The certificate that a Send connector names is missing",
            "送信コネクタに指定された証明書が見つかりません",
        ),
    };
    let which = send_connectors(lang, connectors);
    let value = match missing.name {
        Some(name) => {
            let name = quoted(lang, name);
            say!(lang, " ({name})", "{name}")
        }
        None => text!(lang, "", " ").to_owned(),
    };
    let (none, on) = match missing.server {
        Some(server) => {
            let server = short(server, 40);
            let none = say!(lang, "No certificate installed on {server}", "{server}");
            (none, say!(lang, "", "サーバー {server} には、"))
        }
        None => ("No installed certificate".to_owned(), String::new()),
    };
    let seen = match missing.said_by_log {
        true => say!(
            lang,
            "The server itself answered 454 4.7.5: the certificate in TlsCertificateName{value} of \
             the {which} was not found.",
            "サーバー自身が 454 4.7.5 を返しています。{which}の TlsCertificateName{value}に指定された\
             証明書が見つかりません。",
        ),
        false => say!(
            lang,
            "{none} has the issuer and subject in TlsCertificateName{value} of the {which}.",
            "{on}{which}の TlsCertificateName{value}にある発行者とサブジェクトを持つ証明書が\
             インストールされていません。",
        ),
    };
    Wording {
        title,
        seen,
        why: say!(
            lang,
            "A renewal with another issuer or subject does that; mail then waits in the queue or \
             leaves with another certificate.",
            "発行者かサブジェクトが変わる更新で起こります。メールはキューで待機するか、別の\
             証明書で送信されます。",
        ),
        doubt: doubt(lang, sure),
        next: match missing.server {
            Some(server) => {
                let server = short(server, 40);
                say!(
                    lang,
                    "Another server has it: import it on {server} with its private key.",
                    "別のサーバーにはあるので、秘密キー付きで {server} にインポートしてください。",
                )
            }
            None => say!(
                lang,
                "Set TlsCertificateName to the issuer and subject of the certificate that is \
                 installed.",
                "インストール済みの証明書の発行者とサブジェクトを TlsCertificateName に設定して\
                 ください。",
            ),
        },
    }
}
