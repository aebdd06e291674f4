//! What step 6 says while it follows the logs, where the command line has options and
//! the wizard has steps.

use crate::i18n::{Lang, quoted, say, text, watch};
use crate::watch::{Missing, Outcome};

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
