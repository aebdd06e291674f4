//! What the evidence itself cannot carry: RD902, RD903, RD999.

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
