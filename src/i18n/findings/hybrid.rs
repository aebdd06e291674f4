//! The hybrid and the route: RD404, RD503, RD506.

use super::{Wording, send_connectors};
use crate::i18n::{Lang, list, quoted, say, short};

pub(super) fn next_hop(lang: Lang, connector: &str, host: &str) -> Wording {
    let cut = short(host, 28);
    let connector = quoted(lang, connector);
    let host = short(host, 120);
    Wording {
        title: say!(
            lang,
            "Mail goes to {cut} first, not to Exchange Online",
            "メールは Exchange Online ではなく {cut} に送られています",
        ),
        seen: say!(
            lang,
            "The smart host of the Send connector {connector} is {host}.",
            "送信コネクタ{connector}のスマート ホストは {host} です。",
        ),
        why: say!(
            lang,
            "A gateway stands between: Exchange Online sees its certificate and its address, \
             not those of this server.",
            "間にゲートウェイがあります。Exchange Online が見るのは、このサーバーではなく\
             ゲートウェイの証明書とアドレスです。",
        ),
        doubt: say!(
            lang,
            "What the gateway presents is not in the evidence.",
            "ゲートウェイが何を提示しているかは、証拠ファイルからは分かりません。",
        ),
        next: say!(
            lang,
            "Compare the gateway's certificate and public address with the inbound connector.",
            "ゲートウェイの証明書と公開アドレスを、受信コネクタ (InboundConnector) と比べて\
             ください。",
        ),
    }
}

pub(super) fn outside_hcw(lang: Lang, connectors: &[String]) -> Wording {
    let first = connectors.first().map_or("", String::as_str);
    let title = match connectors {
        [_] => {
            let cut = quoted(lang, &short(first, 26));
            say!(
                lang,
                "Internet mail leaves by {cut}, outside HCW",
                "外部あてのメールは HCW 管理外の送信コネクタ{cut}を通ります",
            )
        }
        many => {
            let n = many.len();
            say!(
                lang,
                "Internet mail leaves by {n} Send connectors outside HCW",
                "外部あてのメールは HCW 管理外の送信コネクタ {n} 個を通ります",
            )
        }
    };
    let which = send_connectors(lang, connectors);
    let verb_en = match connectors.len() {
        0 | 1 => "has the address space * and was",
        _ => "have the address space * and were",
    };
    Wording {
        title,
        seen: say!(
            lang,
            "The {which} {verb_en} not made by the Hybrid Configuration Wizard.",
            "{which}のアドレス スペースは * で、ハイブリッド構成ウィザード (HCW) が\
             作成したものではありません。",
        ),
        why: say!(
            lang,
            "A rerun of HCW sets the certificate on its own connectors; others may keep the old \
             one.",
            "HCW を再実行しても、証明書が設定されるのは HCW のコネクタです。それ以外には\
             古い証明書が残ることがあります。",
        ),
        doubt: say!(
            lang,
            "Whether the wizard's certificate update reaches other connectors is not documented.",
            "ウィザードの証明書更新がほかのコネクタに及ぶかどうかは、文書にありません。",
        ),
        next: say!(
            lang,
            "After every certificate change look at TlsCertificateName (or Fqdn) there too.",
            "証明書を変更したら、こちらの TlsCertificateName (または Fqdn) も確認してください。",
        ),
    }
}

pub(super) fn rerun_removes(lang: Lang, values: &[(String, String, String)]) -> Wording {
    let title = match values {
        [(_, property, _)] => {
            let property = short(property, 30);
            say!(
                lang,
                "A rerun of HCW would reset {property}",
                "HCW を再実行すると {property} がリセットされます",
            )
        }
        many => {
            let n = many.len();
            say!(
                lang,
                "A rerun of HCW would reset {n} values",
                "HCW を再実行すると {n} 個の値がリセットされます",
            )
        }
    };
    let each: Vec<String> = values
        .iter()
        .map(|(connector, property, value)| {
            let connector = quoted(lang, connector);
            let property = short(property, 40);
            let value = short(value, 60);
            say!(
                lang,
                "{property} {value} on {connector}",
                "{connector}の {property} ({value})",
            )
        })
        .collect();
    let each = list(lang, &each, 4);
    Wording {
        title,
        seen: say!(
            lang,
            "Connectors of HCW carry values that it would write over: {each}.",
            "HCW のコネクタに、上書きされる値があります: {each}。",
        ),
        why: say!(
            lang,
            "Mail that depends on them would take another route or stop.",
            "これらの値に依存するメールは、経路が変わるか止まります。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Prefer the certificate update or the change by hand; before a rerun, save every \
             connector with Export-Clixml.",
            "証明書の更新だけ、または手動での変更を選んでください。再実行する場合は、先に \
             Export-Clixml ですべてのコネクタを保存します。",
        ),
    }
}
