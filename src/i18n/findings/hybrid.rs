//! The hybrid and the route: RD404, RD503, RD506.

use super::Wording;
use crate::diagnosis::{CertificateSaid, Overwritten, SendsBy};
use crate::i18n::plan::none;
use crate::i18n::{Lang, list, quoted, say, short, text};

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

pub(super) fn outside_hcw(lang: Lang, connectors: &[SendsBy], hcw: &[SendsBy]) -> Wording {
    let first = connectors.first().map_or("", |c| c.connector.as_str());
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
    let outside: Vec<String> = connectors.iter().map(|c| sends_by(lang, c)).collect();
    let outside = apart(lang, &outside, 3);
    let owned: Vec<String> = hcw.iter().map(|c| sends_by(lang, c)).collect();
    let owned = match owned.is_empty() {
        true => text!(lang, "none of those listed", "一覧にはありません").to_owned(),
        false => apart(lang, &owned, 2),
    };
    Wording {
        title,
        seen: say!(
            lang,
            "Not made by the Hybrid Configuration Wizard: {outside}. HCW owns: {owned}.",
            "ハイブリッド構成ウィザード (HCW) が作成していない送信コネクタ: {outside}。\
             HCW の送信コネクタ: {owned}。",
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

/// "X" for *, certificate ...
fn sends_by(lang: Lang, by: &SendsBy) -> String {
    let connector = quoted(lang, &by.connector);
    let spaces = short(&list(lang, &by.spaces, 3), 100);
    let certificate = match &by.certificate {
        CertificateSaid::Name(name) => {
            let name = short(name, 140);
            say!(lang, "certificate {name}", "証明書 {name}")
        }
        CertificateSaid::Fqdn(fqdn) => {
            let fqdn = short(fqdn, 80);
            say!(
                lang,
                "certificate chosen by Fqdn {fqdn}",
                "証明書は Fqdn {fqdn} で選択",
            )
        }
        CertificateSaid::Nothing => say!(lang, "certificate named by nothing", "証明書の指定なし",),
        CertificateSaid::Unknown => say!(
            lang,
            "certificate not in the evidence",
            "証明書は証拠ファイルにありません",
        ),
    };
    say!(
        lang,
        "{connector} (address space {spaces}; {certificate})",
        "{connector} (アドレス スペース {spaces}、{certificate})",
    )
}

pub(super) fn rerun_removes(lang: Lang, values: &[Overwritten]) -> Wording {
    let title = match values {
        [one] => {
            let property = one.property;
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
        .map(|value| {
            let connector = quoted(lang, &value.connector);
            let property = value.property;
            let today = value_or_none(lang, &value.today);
            let hcw = value_or_none(lang, &value.hcw);
            say!(
                lang,
                "{property} of {connector} from {today} to {hcw}",
                "{connector}の {property} を {today} から {hcw} へ",
            )
        })
        .collect();
    let each = apart(lang, &each, 4);
    Wording {
        title,
        seen: say!(
            lang,
            "A rerun would write over values on connectors of HCW: {each}.",
            "再実行すると、HCW のコネクタの値が次のように上書きされます: {each}。",
        ),
        why: say!(
            lang,
            "Mail that depends on them would take another route or stop.",
            "これらの値に依存するメールは、経路が変わるか止まります。",
        ),
        doubt: say!(
            lang,
            "Without a file of the last run, HCW's values are those of published runs; \
             documents disagree about the address space *.",
            "前回の実行のファイルがない場合、HCW の値は公開されている実行例のものです。\
             アドレス スペース * については文書の説明が異なります。",
        ),
        next: say!(
            lang,
            "Prefer the certificate update or the change by hand; before a rerun, save every \
             connector with Export-Clixml.",
            "証明書の更新だけ、または手動での対処を選んでください。再実行する場合は、先に \
             Export-Clixml ですべてのコネクタを保存します。",
        ),
    }
}

/// Parts of a sentence that hold commas themselves; at most `max` of them.
fn apart(lang: Lang, parts: &[String], max: usize) -> String {
    let shown: Vec<&str> = parts.iter().take(max).map(String::as_str).collect();
    let shown = shown.join(text!(lang, "; ", "、"));
    match parts.len().saturating_sub(max) {
        0 => shown,
        more => say!(lang, "{shown}; and {more} more", "{shown}、ほか {more} 件"),
    }
}

fn value_or_none(lang: Lang, value: &str) -> String {
    match value.is_empty() {
        true => none(lang).to_owned(),
        false => short(value, 60),
    }
}
