//! What step 6 says while it follows the logs, where the command line has options and
//! the wizard has steps.

use jiff::tz::TimeZone;

use crate::attribution::SenderClass;
use crate::i18n::{Lang, count, date_time, list, quoted, say, short, text, watch, words};
use crate::watch::{Answer, Count, Missing, Outcome, ServerView};

/// Columns that a name may take.
const NAME: usize = 40;
/// Servers that are named together.
const NAMED: usize = 4;

/// The verdict, and what it rests on.
pub fn watch_verdict(lang: Lang, outcome: Outcome, total: Count) -> String {
    let (outcome, counts) = (watch::outcome(lang, outcome), watch::counts(lang, total));
    say!(lang, "{outcome} {counts}", "{outcome}{counts}")
}

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
fn watch_missing(lang: Lang, missing: &Missing) -> String {
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

/// The same of all: servers of which the same is missing stand together, so that many of
/// them take no more lines than few.
pub fn watch_missing_all(lang: Lang, missing: &[Missing]) -> Vec<String> {
    let mut groups: Vec<(Missing, Vec<String>)> = Vec::new();
    for one in missing {
        let kind = one.of(String::new());
        let name = one.server().map(str::to_owned);
        match groups.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, names)) if name.is_some() => names.extend(name),
            _ => groups.push((kind, name.into_iter().collect())),
        }
    }
    // Folders are found in no order that would mean something.
    groups.iter_mut().for_each(|(_, names)| names.sort());
    let worded = |(kind, names): (Missing, Vec<String>)| match names.len() {
        0 => watch_missing(lang, &kind),
        1 => watch_missing(lang, &kind.of(names.concat())),
        _ => {
            let names: Vec<String> = names.iter().map(|n| short(n, NAME)).collect();
            watch_missing(lang, &kind.of(list(lang, &names, NAMED)))
        }
    };
    groups.into_iter().map(worded).collect()
}

/// Headings of the servers that are followed.
pub fn server_columns(lang: Lang) -> [&'static str; 4] {
    [
        text!(lang, "Server", "サーバー"),
        text!(lang, "Accepted", "受け付け"),
        text!(lang, "Refused", "拒否"),
        text!(lang, "Last answer", "最後の応答"),
    ]
}

/// What a server was answered last, and when.
pub fn last_answer(lang: Lang, server: &ServerView, zone: &TimeZone) -> String {
    let counts = &server.counts;
    match (counts.last_answer(), server.away) {
        (_, true) => text!(lang, "cannot be reached now", "現在アクセスできません").to_owned(),
        (Some((answer, moment)), false) => {
            let answer = watch::answer(lang, answer);
            format!("{answer} {}", date_time(lang, moment.time, zone))
        }
        (None, false) if counts.count.undecided > 0 => {
            watch::answer(lang, Answer::Undecided).to_owned()
        }
        (None, false) if counts.count.own > 0 => watch::answer(lang, Answer::Own).to_owned(),
        (None, false) => text!(lang, "none yet", "まだなし").to_owned(),
    }
}

/// How many servers are followed, and how many of them were answered what last.
pub fn servers_in_short(lang: Lang, servers: usize, refused: usize, accepted: usize) -> String {
    let english = count(servers as u64, "server", "servers");
    let open = servers.saturating_sub(refused + accepted);
    say!(
        lang,
        "{english}: {refused} last refused, {accepted} last accepted, {open} without an answer",
        "サーバー {servers} 台: 最後に拒否 {refused}、最後に受け付け {accepted}、応答なし {open}",
    )
}

/// A server in one line, where there are no columns.
pub fn server_in_a_line(lang: Lang, server: &ServerView, zone: &TimeZone) -> String {
    let name = short(&server.name, NAME);
    let (accepted, refused) = (server.counts.count.accepted, server.counts.count.refused);
    let last = last_answer(lang, server, zone);
    say!(
        lang,
        "{name}: {accepted} accepted, {refused} refused. Last answer: {last}",
        "{name}: 受け付け {accepted}、拒否 {refused}。最後の応答: {last}",
    )
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
        "未確認です。拒否された後に受け付けられた記録がまだありません: {names}。該当するメールを含む\
         新しいログを指定してください。",
    )
}
