//! What step 6 says while it follows the logs, where the command line has options and
//! the wizard has steps.

use crate::attribution::SenderClass;
use crate::i18n::{Lang, list, quoted, say, short, text, watch, words};
use crate::watch::{Missing, Outcome};

/// Columns that a name may take.
const NAME: usize = 40;

/// What to do next.
pub fn watch_next(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::StillFailing => text!(
            lang,
            "A change may take some time to take effect. If it stays so, give these logs as newer \
             evidence: the findings are listed then, each with its page.",
            "変更の反映に時間がかかることがあります。続く場合は、このログを新しい証拠ファイルとして指定すると、\
             検出事項と解説を表示します。",
        ),
        Outcome::Proven | Outcome::NotYet | Outcome::NoTraffic => watch::next(lang, outcome),
    }
}

/// What is missing for the proof.
pub fn watch_missing(lang: Lang, missing: &Missing) -> String {
    match missing {
        Missing::AcceptedDomains => text!(
            lang,
            "the accepted domains of the tenant (Get-AcceptedDomain in Exchange Online PowerShell; \
             give the file in step 2, then watch anew): without them nobody can tell which \
             recipients are outside",
            "テナントの承認済みドメイン (Exchange Online PowerShell の Get-AcceptedDomain の出力を手順 2 で\
             指定してから監視をやり直す)。外部の受信者かどうかを判断できません",
        )
        .to_owned(),
        Missing::ConnectorTarget { connector } => {
            let connector = quoted(lang, connector);
            say!(
                lang,
                "where Send connector {connector} leads (Get-SendConnector; give the file in step 2, \
                 then watch anew)",
                "送信コネクタ{connector}の送信先 (Get-SendConnector の出力を手順 2 で指定してから監視を\
                 やり直す)",
            )
        }
        other => watch::missing(lang, other),
    }
}

/// Servers, and classes of sender of a server, for which it is not proven that relay works
/// again. Names are raw.
pub fn not_proven(lang: Lang, unproven: &[(&str, Option<SenderClass>)]) -> String {
    let name = |(server, class): &(&str, Option<SenderClass>)| {
        let server = short(server, NAME);
        match class {
            Some(class) => format!("{server} ({})", words::sender_class(lang, *class)),
            None => server,
        }
    };
    let names: Vec<String> = unproven.iter().map(name).collect();
    let names = list(lang, &names, 6);
    say!(
        lang,
        "Not proven yet: refused before, and not seen accepted since: {names}. Give newer logs \
         with their mail.",
        "未確認です。以前は拒否され、その後受け付けられた例がないもの: {names}。これらのメールを含む\
         新しいログを指定してください。",
    )
}
