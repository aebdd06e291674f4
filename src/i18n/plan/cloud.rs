//! Steps in the tenant.

use super::VALUE;
use crate::attribution::Status;
use crate::facts::Domain;
use crate::i18n::words::relay;
use crate::i18n::{Lang, list, say, short, text};

pub(super) fn set_name(
    lang: Lang,
    old: Option<&str>,
    new: &str,
    wider: Option<&str>,
    covers_several: bool,
) -> String {
    let new = short(new, VALUE);
    let change = match old {
        Some(old) => {
            let old = short(old, VALUE);
            say!(
                lang,
                "Changes the name that Exchange Online expects from {old} to {new}.",
                "Exchange Online が期待する名前を {old} から {new} に変更します。",
            )
        }
        None => say!(
            lang,
            "Exchange Online then expects {new}; so far the connector names no certificate.",
            "Exchange Online が期待する名前を {new} に設定します。現在は名前が設定されていません。",
        ),
    };
    let which = match (covers_several, wider) {
        (true, _) => say!(
            lang,
            "Your servers send certificates with different names, and only this wildcard covers \
             them all. It is wide: any CA-signed certificate under it could relay, so decide \
             whether you accept that.",
            "サーバーごとに証明書の名前が異なり、すべてに一致する値はこのワイルドカードだけです。\
             ただし、その範囲の名前で証明機関が署名した証明書なら、どれでも中継できるように\
             なります。許容できるか判断してください。",
        ),
        (false, Some(wider)) => {
            let wider = short(wider, VALUE);
            say!(
                lang,
                "It is the name on the certificate that is sent. Second choice: {wider}, where \
                 several hosts send with names of their own. It is wider (any CA-signed \
                 certificate under it could relay). KB3169958 recommends it for several hosts; a \
                 community guide on Microsoft Q&A calls it possible but not recommended.",
                "これは送信されている証明書の名前です。複数のホストが別々の名前で送信する場合に限り、\
                 {wider} も候補になります。ただし、その範囲の名前で証明機関が署名した証明書なら\
                 どれでも中継できるようになります。KB3169958 は複数のホストがある場合に勧めていますが、\
                 Microsoft Q&A のコミュニティのガイドは、可能でも推奨しないとしています。",
            )
        }
        (false, None) => say!(
            lang,
            "It is the name on the certificate that is sent.",
            "これは送信されている証明書の名前です。",
        ),
    };
    [change, which].join(text!(lang, " ", ""))
}

pub(super) fn set_addresses(lang: Lang, added: usize) -> String {
    match added {
        1 => say!(
            lang,
            "Ask first: is the address static, and does nobody outside your company send from it? \
             The command replaces the list, so it names the old entries and the new one; entries \
             that can never match are left out.",
            "先に、アドレスが固定で、自社だけが使用しているかを確認してください。コマンドは\
             一覧全体を置き換えるため、既存の値と新しい値の両方を指定しています \
             (一致することのない値は除外)。",
        ),
        _ => say!(
            lang,
            "Ask first: are the addresses static, and does nobody outside your company send from \
             them? The command replaces the list, so it names the old entries and the new ones; \
             entries that can never match are left out.",
            "先に、すべてのアドレスが固定で、自社だけが使用しているかを確認してください。コマンドは\
             一覧全体を置き換えるため、既存の値と新しい値の両方を指定しています \
             (一致することのない値は除外)。",
        ),
    }
}

pub(super) fn enable(lang: Lang) -> String {
    say!(
        lang,
        "Ask first who disabled it, and why. In new tenants a connector can be created disabled, \
         and then only Microsoft Support can enable it: if it stays disabled, open a support \
         request.",
        "先に、無効にした担当者と理由を確認してください。新しいテナントでは無効の状態で作成される\
         ことがあり、その場合に有効にできるのは Microsoft サポートだけです。有効にならなければ、\
         サポートに依頼してください。",
    )
}

pub(super) fn add_associated(lang: Lang, domains: &[String]) -> String {
    let domains = list(lang, domains, 3);
    say!(
        lang,
        "The list limits which sender domains may use the connector, and {domains} is not in it. \
         Ask first who limited it, and why. The command replaces the list, so it names the old \
         entries and the new ones.",
        "この一覧はコネクタを使用できる送信者のドメインを制限し、{domains} は含まれていません。\
         先に、制限した担当者と理由を確認してください。コマンドは一覧全体を置き換えるため、\
         既存の値と新しい値の両方を指定しています。",
    )
}

/// The list takes no domain of a stranger.
pub(super) fn empty_associated(lang: Lang, foreign: &[String], instead: Option<Status>) -> String {
    let foreign = list(lang, foreign, 3);
    let mut said = vec![say!(
        lang,
        "The list takes only accepted domains of the tenant, so {foreign} can never be in it. Ask \
         first who limited the connector, and why: without the list every sender of your servers \
         may relay by it.",
        "この一覧に追加できるのはテナントの承認済みドメインだけで、{foreign} は追加できません。先に、\
         制限した担当者と理由を確認してください。一覧を空にすると、サーバーから送信する\
         すべての送信者が中継できるようになります。",
    )];
    if let Some(predicted) = instead {
        let predicted = relay(lang, predicted);
        said.push(say!(
            lang,
            "It takes the place of the step before, which leaves such mail refused. Relay \
             predicted after it: {predicted}.",
            "これは直前の手順の代わりです。直前の手順だけでは、このようなメールは拒否されたままです。\
             実施後の中継の予測: {predicted}。",
        ));
    }
    said.join(text!(lang, " ", ""))
}

pub(super) fn investigate(lang: Lang) -> String {
    say!(
        lang,
        "Exchange Online restricts a connector that looks abused. First find out whether a server \
         or an account behind it was compromised, and stop that. The command only lists restricted \
         connectors; release it in the Microsoft Defender portal, and only afterwards.",
        "Exchange Online は、悪用が疑われるコネクタを制限します。先に、サーバーやアカウントの侵害を\
         調査し、対処してください。コマンドは制限されたコネクタを表示するだけです。解除は対処の後に \
         Microsoft Defender ポータルで行ってください。",
    )
}

pub(super) fn find_certificate(lang: Lang) -> String {
    say!(
        lang,
        "The evidence does not tell which certificate is sent, so no value can be proposed. Look \
         for \"Sending certificate\" in a send log of a source server, and run relay-doctor again \
         with that log.",
        "送信される証明書が証拠ファイルから分からないため、値を提案できません。送信元サーバーの\
         送信ログで Sending certificate の行を確認し、そのログを加えて relay-doctor を再実行してください。",
    )
}

pub(super) fn add_accepted_domain(lang: Lang, domain: &str) -> String {
    let domain = short(domain, VALUE);
    say!(
        lang,
        "The name on the certificate lies directly below {domain}; an accepted domain further up \
         does not count. Add it in the Microsoft 365 admin center and prove by a DNS record that \
         it is yours. Do not change its MX record: only the proof is needed here.",
        "証明書の名前の直上のドメインは {domain} で、さらに上位の承認済みドメインでは不十分です。\
         Microsoft 365 管理センターで追加し、DNS レコードで所有権を確認してください。必要なのは\
         所有権の確認だけで、MX レコードは変更しないでください。",
    )
}

pub(super) fn ask_accepted_domain(
    lang: Lang,
    certificate: Option<&str>,
    senders: &[String],
) -> String {
    let rule = say!(
        lang,
        "The domain of the certificate or of the envelope sender (MAIL FROM) must be an accepted \
         domain of the tenant.",
        "証明書のドメインまたはエンベロープ送信者 (MAIL FROM) のドメインが、テナントの承認済み\
         ドメインである必要があります。",
    );
    let by_certificate = match certificate {
        Some(name) if Domain::is_unverifiable(name) => {
            let name = short(name, VALUE);
            say!(
                lang,
                "The domain of {name} cannot be verified in a tenant: send a certificate whose \
                 domain is accepted. Only that vouches for every sender, <> included.",
                "{name} のドメインはテナントで所有権を確認できないため、承認済みドメインの証明書を\
                 送信してください。空の送信者 <> を含むすべての送信者を裏付けられるのは、その証明書\
                 だけです。",
            )
        }
        Some(name) => {
            let name = short(name, VALUE);
            say!(
                lang,
                "If the domain of {name} is yours, add and verify it in the Microsoft 365 admin \
                 center: it then vouches for every sender, <> included.",
                "{name} のドメインが自社のものなら、Microsoft 365 管理センターで追加し、所有権を確認して\
                 ください。空の送信者 <> を含むすべての送信者を裏付けます。",
            )
        }
        None => say!(
            lang,
            "Only a certificate whose domain is accepted vouches for every sender, <> included.",
            "空の送信者 <> を含むすべての送信者を裏付けられるのは、承認済みドメインの証明書だけです。",
        ),
    };
    let own: Vec<&String> = senders
        .iter()
        .filter(|s| !Domain::is_unverifiable(s))
        .collect();
    let by_sender = match own.is_empty() {
        true => String::new(),
        false => {
            let senders = list(lang, &own, 3);
            say!(
                lang,
                "A sender's own domain ({senders}) can be added only if it is yours.",
                "送信者のドメイン ({senders}) を追加できるのは、自社のドメインの場合だけです。",
            )
        }
    };
    let said: Vec<String> = [rule, by_certificate, by_sender]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect();
    said.join(text!(lang, " ", ""))
}
