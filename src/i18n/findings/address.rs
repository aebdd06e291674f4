//! Addresses: RD102, RD108, RD401 to RD403.

use std::net::IpAddr;

use super::{Wording, doubt};
use crate::attribution::InvalidAddress;
use crate::diagnosis::Confidence;
use crate::i18n::{Lang, list, names, quoted, say, short, text};

fn shown(addresses: &[IpAddr]) -> Vec<String> {
    addresses.iter().map(ToString::to_string).collect()
}

pub(super) fn not_listed(
    lang: Lang,
    sure: Confidence,
    addresses: &[IpAddr],
    connectors: &[(String, Vec<String>)],
) -> Wording {
    let all = shown(addresses);
    let few = list(lang, &all, 2);
    let many = list(lang, &all, 4);
    let verb = if all.len() == 1 { "is" } else { "are" };
    let lists: Vec<String> = connectors
        .iter()
        .map(|(name, entries)| {
            let name = quoted(lang, name);
            let entries = list(lang, entries, 4);
            say!(lang, "{name} lists {entries}", "{name}は {entries}")
        })
        .collect();
    let lists = list(lang, &lists, 3);
    Wording {
        title: say!(
            lang,
            "{few} {verb} not in SenderIPAddresses",
            "{few} が SenderIPAddresses にありません",
        ),
        seen: say!(
            lang,
            "Exchange Online sees your mail come from {many}. Of the inbound connectors, {lists}.",
            "Exchange Online から見た送信元は {many} です。受信コネクタ (InboundConnector) の \
             SenderIPAddresses: {lists}。",
        ),
        why: say!(
            lang,
            "No entry covers that address and no certificate fits, so relay is refused.",
            "このアドレスに一致するエントリも、一致する証明書もないため、中継は拒否されます。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "If the address is static and used by you alone, add it to the list (write old \
             entries and new ones); a certificate is the better way.",
            "固定で自社専用のアドレスなら、一覧に追加してください (既存の値と新しい値の両方を\
             指定します)。証明書を使う方法がより確実です。",
        ),
    }
}

fn wrong(lang: Lang, fault: InvalidAddress) -> &'static str {
    match fault {
        InvalidAddress::Ipv6 => text!(lang, "IPv6 is not supported", "IPv6 は使えません"),
        InvalidAddress::TooWide => {
            text!(lang, "wider than /24", "/24 より広い範囲です")
        }
        InvalidAddress::Private => text!(
            lang,
            "private, never seen by Exchange Online",
            "プライベート アドレスで、Exchange Online からは見えません",
        ),
        InvalidAddress::NotAnAddress => text!(
            lang,
            "neither an address nor a range",
            "アドレスでも範囲でもありません"
        ),
    }
}

pub(super) fn invalid(lang: Lang, entries: &[(String, String, InvalidAddress)]) -> Wording {
    let title = match entries {
        [(_, entry, fault)] => {
            let entry = short(entry, 24);
            let wrong = wrong(lang, *fault);
            say!(
                lang,
                "{entry} can never match: {wrong}",
                "{entry} は一致することがありません ({wrong})",
            )
        }
        many => {
            let n = many.len();
            say!(
                lang,
                "{n} entries of SenderIPAddresses can never match",
                "SenderIPAddresses の {n} 件は一致することがありません",
            )
        }
    };
    let each: Vec<String> = entries
        .iter()
        .map(|(name, entry, fault)| {
            let name = quoted(lang, name);
            let entry = short(entry, 60);
            let wrong = wrong(lang, *fault);
            say!(
                lang,
                "{entry} on {name} ({wrong})",
                "{name}の {entry} ({wrong})"
            )
        })
        .collect();
    let each = list(lang, &each, 4);
    Wording {
        title,
        seen: say!(
            lang,
            "SenderIPAddresses holds {each}.",
            "SenderIPAddresses にある値: {each}。",
        ),
        why: say!(
            lang,
            "Single IPv4 addresses and ranges from /24 to /32 are supported, as Exchange Online \
             sees them after NAT.",
            "使えるのは、NAT 後に Exchange Online から見える IPv4 アドレスと /24 から /32 の範囲\
             だけです。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Replace them by your public address: the one in \"Hello [...]\" of the EHLO reply.",
            "外向きの公開アドレス (EHLO 応答の Hello に続くアドレス) に置き換えてください。",
        ),
    }
}

pub(super) fn several(lang: Lang, addresses: &[IpAddr]) -> Wording {
    let n = addresses.len();
    let all = list(lang, &shown(addresses), 6);
    Wording {
        title: say!(
            lang,
            "Mail leaves by {n} addresses",
            "{n} 個の送信元 IP アドレスが使われています",
        ),
        seen: say!(
            lang,
            "Exchange Online saw {all}.",
            "Exchange Online が見たアドレス: {all}。",
        ),
        why: say!(
            lang,
            "If relay rests on addresses and one of them is not listed, mail is refused now and \
             then.",
            "中継が IP アドレスに依存していて 1 つでも一覧にないと、メールがときどき拒否\
             されます。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "List them all, or let the certificate carry relay.",
            "すべてを一覧に入れるか、証明書による中継に切り替えてください。",
        ),
    }
}

pub(super) fn ipv6(lang: Lang, sure: Confidence, addresses: &[IpAddr]) -> Wording {
    let all = shown(addresses);
    let few = short(&list(lang, &all, 1), 46);
    let many = list(lang, &all, 4);
    Wording {
        title: say!(
            lang,
            "Mail leaves over IPv6: {few}",
            "IPv6 アドレス {few} から送信されています",
        ),
        seen: say!(
            lang,
            "Exchange Online saw {many}, and no certificate fits.",
            "Exchange Online が見たアドレスは {many} で、一致する証明書がありません。",
        ),
        why: say!(
            lang,
            "SenderIPAddresses does not support IPv6, so no connector can recognise the server.",
            "SenderIPAddresses は IPv6 に対応していないため、どのコネクタもサーバーを認識\
             できません。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Let a certificate carry relay, or send to Exchange Online over IPv4 only.",
            "証明書による中継に切り替えるか、Exchange Online へは IPv4 だけで送信してください。",
        ),
    }
}

pub(super) fn ip_based(lang: Lang, connectors: &[String], addresses: &[IpAddr]) -> Wording {
    let all = shown(addresses);
    let few = short(&list(lang, &all, 1), 36);
    let many = list(lang, &all, 4);
    let which = names(lang, connectors, 3);
    let (noun_en, verb_en) = match connectors.len() {
        0 | 1 => ("connector", "recognises"),
        _ => ("connectors", "recognise"),
    };
    Wording {
        title: say!(
            lang,
            "Relay rests on an address alone: {few}",
            "中継が IP アドレス {few} だけに依存しています",
        ),
        seen: say!(
            lang,
            "The inbound {noun_en} {which} {verb_en} your server by {many}, not by a certificate.",
            "受信コネクタ (InboundConnector) {which}は、証明書ではなく {many} でサーバーを認識して\
             います。",
        ),
        why: say!(
            lang,
            "That works, but it ends when the address changes, and it cannot vouch for empty or \
             foreign senders.",
            "現在は動作しますが、アドレスが変わると止まります。また、アドレスでは空の送信者や外部の\
             送信者のメールを裏付けられません。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Plan to move to a certificate, which Microsoft recommends.",
            "Microsoft が推奨する証明書への移行を計画してください。",
        ),
    }
}
