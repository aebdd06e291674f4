//! What the evidence itself cannot carry: RD902, RD903, RD904, RD999.

use jiff::tz::TimeZone;

use super::Wording;
use crate::i18n::{Lang, date_time, list, quoted, say, short};

pub(super) fn truncated(lang: Lang, values: &[(String, String)]) -> Wording {
    let title = match values {
        [(object, property)] => {
            let object = quoted(lang, &short(object, 22));
            let property = short(property, 28);
            say!(
                lang,
                "{property} of {object} was cut by the console",
                "{object}の {property} がコンソールで省略されています",
            )
        }
        many => {
            let n = many.len();
            say!(
                lang,
                "{n} lists were cut by the console",
                "{n} 個の一覧がコンソールで省略されています",
            )
        }
    };
    let each: Vec<String> = values
        .iter()
        .map(|(object, property)| {
            let object = quoted(lang, object);
            let property = short(property, 40);
            say!(lang, "{property} of {object}", "{object}の {property}")
        })
        .collect();
    let each = list(lang, &each, 4);
    Wording {
        title,
        seen: say!(
            lang,
            "The list ends in three dots: {each}.",
            "一覧の末尾が ... で終わっています: {each}。",
        ),
        why: say!(
            lang,
            "What is missing cannot be compared: it counts as unknown, never as a mismatch.",
            "省略された値は比べられないため、不一致ではなく不明として扱います。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Set $FormatEnumerationLimit = -1 and run the cmdlet again, or use \
             ConvertTo-Json -Depth 4.",
            "$FormatEnumerationLimit = -1 を設定してコマンドレットを再実行するか、\
             ConvertTo-Json -Depth 4 を使ってください。",
        ),
    }
}

/// What Exchange Online answered on one way.
pub(super) struct Answered<'a> {
    pub(super) server: &'a str,
    pub(super) connector: &'a str,
    pub(super) accepted: u64,
    pub(super) refused: u64,
}

pub(super) fn prediction_and_log(lang: Lang, predicted: bool, answered: &Answered) -> Wording {
    let (server, connector) = (short(answered.server, 40), quoted(lang, answered.connector));
    let (accepted, refused) = (answered.accepted, answered.refused);
    Wording {
        title: match predicted {
            true => say!(
                lang,
                "The rules say accepted, Exchange Online refused {refused}",
                "規則では受け付けられるはずですが、{refused} 件が拒否されています",
            ),
            false => say!(
                lang,
                "The rules say refused, Exchange Online accepted {accepted}",
                "規則では拒否されるはずですが、{accepted} 件が受け付けられています",
            ),
        },
        seen: say!(
            lang,
            "{server} sent by {connector}: recipients accepted {accepted}, refused {refused}.",
            "{server} から{connector}経由: 受け付け {accepted} 件、拒否 {refused} 件。",
        ),
        why: match predicted {
            true => say!(
                lang,
                "By the values at hand both conditions are met, and the connectors were not changed \
                 since. Something is missing from the picture: the certificate chain, another \
                 tenant, a restricted connector, or a rule of ours is wrong.",
                "手元の値では 2 つの条件を両方満たし、コネクタはその後変更されていません。証明書チェーン、\
                 別のテナント、制限されたコネクタなど、まだ分かっていない要因があるか、このプログラムの\
                 規則が誤っています。",
            ),
            false => say!(
                lang,
                "By the values at hand a condition is broken, and mail was relayed all the same. \
                 Perhaps the export holds only some of the connectors.",
                "手元の値では満たしていない条件がありますが、メールは中継されています。出力に一部のコネクタ\
                 しか含まれていない可能性があります。",
            ),
        },
        doubt: say!(lang, "The log is believed.", "ログの記録を優先します。"),
        next: say!(
            lang,
            "Gather both sides again, close together in time, and compare.",
            "両側の証拠ファイルを時間を空けずに集め直し、比較してください。",
        ),
    }
}

pub(super) fn older_than_change(
    lang: Lang,
    connector: &str,
    changed: i64,
    last_session: i64,
) -> Wording {
    let cut = quoted(lang, &short(connector, 30));
    let name = quoted(lang, connector);
    let changed = date_time(lang, changed, &TimeZone::UTC);
    let last = date_time(lang, last_session, &TimeZone::UTC);
    Wording {
        title: say!(
            lang,
            "The log predates the last change of {cut}",
            "ログは{cut}の最終変更より前のものです",
        ),
        seen: say!(
            lang,
            "The inbound connector {name} was changed at {changed}; the last session in the log \
             is of {last}.",
            "受信コネクタ (InboundConnector){name}は {changed} に変更されましたが、ログの最後の\
             セッションは {last} です。",
        ),
        why: say!(
            lang,
            "The log's answers were given under the old value and cannot judge the present one.",
            "ログの応答は変更前の値に対するもので、現在の値の判断には使えません。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Send a message to an outside recipient and bring a newer send log.",
            "外部の受信者にメールを 1 通送り、新しい送信ログを追加してください。",
        ),
    }
}

pub(super) fn check_failed(lang: Lang, rule: &str, message: &str) -> Wording {
    let cut = short(rule, 40);
    let message = quoted(lang, message);
    Wording {
        title: say!(
            lang,
            "The check {cut} failed: a bug in this program",
            "検査 {cut} が失敗しました (このプログラムの不具合です)",
        ),
        seen: say!(
            lang,
            "It stopped with {message}.",
            "エラー内容は{message}です。",
        ),
        why: say!(
            lang,
            "All other checks ran, and what they found stands.",
            "ほかの検査は完了しており、その結果は有効です。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Please report it, with this message and without your evidence.",
            "証拠ファイルは添付せずに、このメッセージを開発元に報告してください。",
        ),
    }
}
