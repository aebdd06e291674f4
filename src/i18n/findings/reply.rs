//! What the replies themselves say: RD001 to RD004, RD405.

use super::{Wording, neighbour};
use crate::evidence::reply::Neighbour;
use crate::i18n::{Lang, count, quoted, say, short};

pub(super) fn different_fault(lang: Lang, fault: Option<Neighbour>, reply: &str) -> Wording {
    let quote = quoted(lang, reply);
    let seen = say!(lang, "The reply is {quote}.", "応答は{quote}です。");
    let Some(fault) = fault else {
        return Wording {
            title: say!(
                lang,
                "Another fault: the recipient's organization refused the mail",
                "別の障害です: 受信者側の組織による拒否",
            ),
            seen,
            why: say!(
                lang,
                "5.7.51 and 5.7.68 for a recipient outside your domains come from that \
                 organization's connectors and settings; your relay is not judged there.",
                "自社ドメイン外の受信者に対する 5.7.51 と 5.7.68 は、相手組織のコネクタや設定による\
                 ものです。自社の中継の問題ではありません。",
            ),
            doubt: String::new(),
            next: say!(
                lang,
                "Send the reply to the recipient's administrator.",
                "応答の全文を受信者側の管理者に伝えてください。",
            ),
        };
    };
    let name = neighbour::name(lang, fault);
    Wording {
        title: say!(
            lang,
            "Another fault, not 5.7.64: {name}",
            "5.7.64 とは別の障害です: {name}"
        ),
        seen,
        why: neighbour::meaning(lang, fault).to_owned(),
        doubt: String::new(),
        next: neighbour::advice(lang, fault).to_owned(),
    }
}

pub(super) fn inbound_attribution(lang: Lang, reply: &str, recipient: Option<&str>) -> Wording {
    let quote = quoted(lang, reply);
    let title = match recipient.map(|r| short(r, 28)) {
        Some(to) => say!(
            lang,
            "Mail to {to} in your own tenant is refused as well",
            "自社の {to} あてのメールも拒否されています",
        ),
        None => say!(
            lang,
            "The recipient's tenant refused the mail (5.7.51 or 5.7.68)",
            "受信者側のテナントがメールを拒否しました (5.7.51 または 5.7.68)",
        ),
    };
    Wording {
        title,
        seen: say!(lang, "The reply is {quote}.", "応答は{quote}です。"),
        why: if recipient.is_none() {
            say!(
                lang,
                "Whose recipient it was is not in the evidence. If it is yours, certificate and \
                 address matched no OnPremises connector of your tenant; if it is another \
                 organization's, that organization's connector refused it.",
                "誰あてのメールかは証拠ファイルから分かりません。自社あてであれば、証明書も IP アドレスも\
                 自社テナントの OnPremises 型の受信コネクタ (InboundConnector) に一致していません。他社\
                 あてであれば、その組織のコネクタが拒否しています。",
            )
        } else {
            say!(
                lang,
                "It is the same mismatch seen from inside: certificate and address matched no \
             OnPremises connector, and then a restricting Partner connector (5.7.51) or \
             RejectDirectSend (5.7.68) turned the mail away.",
                "同じ不一致を内側から見たものです。証明書も IP アドレスも OnPremises 型の\
             受信コネクタ (InboundConnector) に一致せず、制限付きの Partner コネクタ (5.7.51) または \
             RejectDirectSend (5.7.68) で拒否されました。",
            )
        },
        doubt: String::new(),
        next: if recipient.is_none() {
            say!(
                lang,
                "Look at the recipient's domain first.",
                "まず受信者のドメインを確認してください。",
            )
        } else {
            say!(
                lang,
                "Mend the certificate or the address; leave the Restrict settings and \
             RejectDirectSend as they are.",
                "証明書または IP アドレスの不一致を直してください。Restrict 系の設定と RejectDirectSend は\
             変更しません。",
            )
        },
    }
}

pub(super) fn attr36(lang: Lang, replies: u64) -> Wording {
    let replies_en = count(replies, "reply", "replies");
    let verb_en = if replies == 1 { "names" } else { "name" };
    Wording {
        title: say!(
            lang,
            "ATTR36 in {replies_en}: no accepted domain vouches for the mail",
            "ATTR36 の応答が {replies} 件あり、承認済みドメインの裏付けがありません",
        ),
        seen: say!(
            lang,
            "{replies_en} {verb_en} ATTR36 (documents also write ATT36).",
            "{replies} 件の応答に ATTR36 (文書では ATT36 とも) があります。",
        ),
        why: say!(
            lang,
            "It says that condition A failed: neither the certificate's domain nor the MAIL FROM \
             domain is an accepted domain of the tenant.",
            "条件 A を満たさなかったという意味です。証明書のドメインも MAIL FROM のドメインも、\
             テナントの承認済みドメインではありません。",
        ),
        doubt: say!(
            lang,
            "For a host name documents disagree: KB4019940 is content with the direct parent domain, the \
             Exchange team's blog wants the connector's value itself to be accepted.",
            "ホスト名の扱いは文書により異なります。KB4019940 では直接の親ドメインで十分ですが、Exchange \
             チームのブログではコネクタの値そのものが承認済みである必要があります。",
        ),
        next: say!(
            lang,
            "Compare both with Get-AcceptedDomain of Exchange Online.",
            "両方を Exchange Online の Get-AcceptedDomain の結果と比べてください。",
        ),
    }
}

pub(super) fn acceptance_proves_nothing(lang: Lang, own: u64, other_tenant: u64) -> Wording {
    let own_en = count(own, "accepted recipient is", "accepted recipients are");
    let other_en = count(
        other_tenant,
        "recipient was accepted",
        "recipients were accepted",
    );
    let of_own = say!(
        lang,
        "{own_en} in your own domains.",
        "受け付けられた受信者のうち {own} 件は自社ドメインあてです。",
    );
    let of_other = say!(
        lang,
        "{other_en} in sessions that perhaps went to another tenant (ordinary delivery by MX).",
        "{other_tenant} 件は別のテナントへの配信 (通常の MX 配信) の可能性があります。",
    );
    let seen = match (own, other_tenant) {
        (_, 0) => of_own,
        (0, _) => of_other,
        _ => say!(lang, "{of_own} {of_other}", "{of_own}{of_other}"),
    };
    let all = own.saturating_add(other_tenant);
    let all_en = count(
        all,
        "accepted recipient proves",
        "accepted recipients prove",
    );
    Wording {
        title: say!(
            lang,
            "{all_en} no relay",
            "受け付けられたメール (受信者 {all} 件) は中継の証明になりません",
        ),
        seen,
        why: say!(
            lang,
            "Such mail passes without relay, so it says nothing about mail to the outside.",
            "このようなメールは中継なしで届くため、外部あてのメールについては何も分かりません。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "To prove relay, send a message to an outside recipient and read its session.",
            "中継を確認するには、外部の受信者にメールを送り、そのセッションを調べてください。",
        ),
    }
}

pub(super) fn inside_the_cloud(lang: Lang, server: &str) -> Wording {
    let cut = short(server, 34);
    let server = quoted(lang, server);
    Wording {
        title: say!(
            lang,
            "Refused inside Microsoft's cloud, by {cut}",
            "Microsoft のクラウド内で拒否されています ({cut})",
        ),
        seen: say!(
            lang,
            "The bounce was written by {server}, a server of Microsoft's own.",
            "配信不能レポート (NDR) を作成したのは Microsoft のサーバー{server}です。",
        ),
        why: say!(
            lang,
            "The refusal came after Exchange Online had taken the mail: a loop, or a hop from one \
             tenant to another, rather than this server's certificate.",
            "拒否は Exchange Online が受け取った後に起きています。このサーバーの証明書ではなく、\
             ループまたはテナント間の転送によるものと考えられます。",
        ),
        doubt: say!(
            lang,
            "That is read from the bounce alone.",
            "NDR だけからの判断です。",
        ),
        next: say!(
            lang,
            "Follow the Received headers in the bounce, and look at outbound connectors, \
             forwarding and transport rules.",
            "NDR の Received ヘッダーをたどり、Exchange Online の送信コネクタ (OutboundConnector)、\
             転送、トランスポート ルールを確認してください。",
        ),
    }
}
