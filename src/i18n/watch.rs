//! What following the logs after the change says: the rule, what happened, what is
//! missing, and what to do next.

use jiff::tz::TimeZone;

use super::{Lang, count, date_time, duration, list, quoted, say, short, text, words};
use crate::attribution::SenderClass;
use crate::watch::{
    Answer, Count, Expectation, Missing, Moment, Notice, NoticeKind, Outcome, Rule, SenderKind,
    Sent,
};

/// Characters of a thumbprint that tell it from others.
const PRINT: usize = 8;
/// Columns of a path or a reply within a line.
const VALUE: usize = 100;

/// When relay counts as proven.
pub fn rule(lang: Lang, rule: Rule, expectation: &Expectation) -> String {
    let sessions = rule.accepted;
    let english = count(sessions, "accepted session", "accepted sessions");
    let quiet = duration(lang, rule.quiet / 1000);
    let certificate = expected(lang, expectation);
    match rule.quiet {
        0 => say!(
            lang,
            "Proven when every server has had {english} in a row to recipients outside the tenant, \
             {certificate}.",
            "すべてのサーバーで、テナント外の受信者あてのセッションが {sessions} 件続けて受け付けられると確認済みに\
             なります ({certificate})。",
        ),
        _ => say!(
            lang,
            "Proven when every server has had {english} in a row to recipients outside the tenant, \
             {certificate}, and no session was refused for {quiet}.",
            "すべてのサーバーで、テナント外の受信者あてのセッションが {sessions} 件続けて受け付けられ、{quiet}間拒否が\
             なければ確認済みになります ({certificate})。",
        ),
    }
}

/// Which certificate is expected.
fn expected(lang: Lang, expectation: &Expectation) -> String {
    let prints: Vec<String> = expectation
        .thumbprints()
        .iter()
        .map(|p| p.chars().take(PRINT).collect())
        .collect();
    match (expectation, prints.is_empty()) {
        (Expectation::Learned, _) => text!(
            lang,
            "with whatever certificate is accepted (none is known to be the right one)",
            "証明書の指定なし。受け付けられた証明書を基準にします",
        )
        .to_owned(),
        (_, true) => text!(lang, "without a certificate", "証明書なし").to_owned(),
        (_, false) => {
            let prints = list(lang, &prints, 3);
            say!(lang, "with certificate {prints}", "証明書 {prints}")
        }
    }
}

/// From when on sessions count.
pub fn since(lang: Lang, since: Since, zone: &TimeZone) -> String {
    match since {
        Since::Now => text!(
            lang,
            "Counting what is written from now on.",
            "これから書き込まれるセッションを数えます。",
        )
        .to_owned(),
        Since::Told(at) => {
            let at = date_time(lang, at, zone);
            say!(
                lang,
                "Counting sessions since {at}.",
                "{at} 以降のセッションを数えます。",
            )
        }
        Since::Ticked(at) => {
            let at = date_time(lang, at, zone);
            say!(
                lang,
                "Counting sessions since {at}, when the last step of the change was ticked.",
                "変更の最後の手順が完了した {at} 以降のセッションを数えます。",
            )
        }
    }
}

/// Since when, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The end of the logs.
    Now,
    /// `--since`, milliseconds since the epoch.
    Told(i64),
    /// The last tick of the case, milliseconds since the epoch.
    Ticked(i64),
}

/// The verdict in a line.
pub fn outcome(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Proven => text!(
            lang,
            "Proven: relay works.",
            "確認済み: 中継は受け付けられています。",
        ),
        Outcome::NotYet => text!(lang, "Not proven yet.", "まだ確認できていません。"),
        Outcome::StillFailing => text!(
            lang,
            "Still failing: relay is refused.",
            "未解決: 中継はまだ拒否されています。",
        ),
        Outcome::NoTraffic => text!(
            lang,
            "No traffic that tells anything yet.",
            "判断できる通信がまだありません。",
        ),
    }
}

/// What to do next.
pub fn next(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Proven => text!(
            lang,
            "Ask the senders to send again what was refused: it is not queued.",
            "拒否されたメールはキューに残っていません。送信者に再送信を依頼してください。",
        ),
        Outcome::NotYet => text!(
            lang,
            "Go on watching, and provide what is missing.",
            "監視を続け、不足しているものをそろえてください。",
        ),
        Outcome::StillFailing => text!(
            lang,
            "A change may take some time to take effect. If it stays so, look at the finding: \
             relay-doctor explain CODE, and diagnose the new logs.",
            "変更の反映に時間がかかることがあります。続く場合は relay-doctor explain コード で検出事項を確認し、\
             新しいログを診断してください。",
        ),
        Outcome::NoTraffic => text!(
            lang,
            "Send a test message to an address outside Microsoft 365 (Resolve-DnsName DOMAIN -Type MX \
             shows it), from an own sender, and one as an out-of-office or bounce.",
            "Microsoft 365 を使用していない外部アドレス (Resolve-DnsName ドメイン -Type MX で確認) あてに、自社の\
             送信者からテスト メールを送信してください。不在時の自動応答または NDR でも送信してください。",
        ),
    }
}

/// What is missing for the proof.
pub fn missing(lang: Lang, missing: &Missing) -> String {
    match missing {
        Missing::Sessions { server, have, want } => {
            let server = short(server, VALUE);
            say!(
                lang,
                "{server}: {have} of {want} accepted sessions in a row",
                "{server}: 連続して受け付けられたセッション {have} / {want} 件",
            )
        }
        Missing::Silent { server } => {
            let server = short(server, VALUE);
            say!(
                lang,
                "{server}: no mail to Exchange Online for outside recipients yet",
                "{server}: 外部の受信者あてに Exchange Online へ送信したメールがまだありません",
            )
        }
        Missing::OtherCertificate { server, sent } => {
            let (server, sent) = (short(server, VALUE), self::sent(lang, sent));
            say!(
                lang,
                "{server}: the last session was sent with another certificate than expected: {sent}",
                "{server}: 最後のセッションの証明書が想定と異なります: {sent}",
            )
        }
        Missing::Quiet { left } => {
            let left = duration(lang, left.div_euclid(1000));
            say!(
                lang,
                "without a refusal for {left} more (since the last one, else since counting or the logs began)",
                "さらに {left}、拒否がないこと (最後の拒否、拒否がなければ集計またはログの開始から)",
            )
        }
        Missing::Class { server, class } => {
            let (server, class) = (short(server, VALUE), words::sender_class(lang, *class));
            say!(
                lang,
                "{server}: {class}: refused last, and not accepted since; send such a message",
                "{server}: {class} は最後に拒否されたままです。該当するメールを送信してください",
            )
        }
        Missing::AcceptedDomains => text!(
            lang,
            "the accepted domains of the tenant (Get-AcceptedDomain in Exchange Online PowerShell; \
             give the file with --evidence): without them nobody can tell which recipients are outside",
            "テナントの承認済みドメイン (Exchange Online PowerShell の Get-AcceptedDomain の出力を --evidence で\
             指定)。外部の受信者かどうかを判断できません",
        )
        .to_owned(),
        Missing::ConnectorTarget { connector } => {
            let connector = quoted(lang, connector);
            say!(
                lang,
                "where Send connector {connector} leads (Get-SendConnector; give the file with --evidence)",
                "送信コネクタ{connector}の送信先 (Get-SendConnector の出力を --evidence で指定)",
            )
        }
        Missing::Away { place } => {
            let place = short(place, VALUE);
            say!(
                lang,
                "{place} cannot be reached now",
                "{place} に現在アクセスできません",
            )
        }
        Missing::Reading { place } => {
            let place = short(place, VALUE);
            say!(lang, "{place} is still being read", "{place} を読み込み中です")
        }
        Missing::NoLog { place } => {
            let place = short(place, VALUE);
            say!(
                lang,
                "{place} has no send log (protocol logging may be off)",
                "{place} に送信ログがありません (プロトコル ログが無効の可能性があります)",
            )
        }
    }
}

/// What happened to a file or folder.
pub fn notice(lang: Lang, notice: &Notice) -> String {
    let place = short(&notice.place, VALUE);
    let length = |millis: &i64| duration(lang, millis.div_euclid(1000));
    match &notice.kind {
        NoticeKind::Follows => say!(lang, "Following {place}", "{place} を監視します"),
        NoticeKind::Away(why) => {
            let why = short(why, VALUE);
            say!(
                lang,
                "{place} cannot be reached ({why}); watching goes on when it is back",
                "{place} にアクセスできません ({why})。復帰すると監視を再開します",
            )
        }
        NoticeKind::Back => say!(lang, "{place} is back", "{place} が復帰しました"),
        NoticeKind::Recreated => say!(
            lang,
            "{place} was made anew; read from its beginning",
            "{place} が作り直されたため、先頭から読み込みます",
        ),
        NoticeKind::Truncated => say!(
            lang,
            "{place} became shorter; read again, nothing counts twice",
            "{place} が短くなったため読み直します (重複しては数えません)",
        ),
        NoticeKind::Lost(bytes) => {
            let size = words::size(*bytes);
            say!(
                lang,
                "{place} was deleted before its last {size} were read",
                "{place} は末尾の {size} を読み込む前に削除されました",
            )
        }
        NoticeKind::Unreadable(why) => {
            let why = short(why, VALUE);
            say!(
                lang,
                "{place} cannot be read now: {why}",
                "{place} を読み取れません: {why}",
            )
        }
        NoticeKind::Utf16 => say!(
            lang,
            "Diagnose {place} instead of watching it: it is a copy in UTF-16, and Exchange writes UTF-8",
            "{place} は監視しません。diagnose で診断してください (UTF-16 のコピーです。Exchange は UTF-8 で書き込みます)",
        ),
        NoticeKind::ClockAhead(millis) => {
            let length = length(millis);
            say!(
                lang,
                "{place}: the clock of this server is {length} ahead of this computer's",
                "{place}: サーバーの時計がこのコンピューターより {length}進んでいます",
            )
        }
        NoticeKind::ClockBehind(millis) => {
            let length = length(millis);
            say!(
                lang,
                "{place}: the clock of this server seems to be {length} behind this computer's",
                "{place}: サーバーの時計がこのコンピューターより {length}遅れているようです",
            )
        }
    }
}

/// What was sent, short.
pub fn sent(lang: Lang, sent: &Sent) -> String {
    match sent {
        Sent::Certificate(print) => print.chars().take(PRINT).collect(),
        Sent::Nothing => text!(lang, "no certificate", "証明書なし").to_owned(),
        Sent::Unknown => text!(lang, "not known", "不明").to_owned(),
    }
}

/// Whose mail it was.
pub fn sender(lang: Lang, kind: SenderKind) -> &'static str {
    match kind {
        SenderKind::Class(class) => words::sender_class(lang, class),
        SenderKind::NoMail => text!(lang, "no mail", "メールなし"),
    }
}

/// What was answered.
pub fn answer(lang: Lang, answer: Answer) -> &'static str {
    match answer {
        Answer::Refused => text!(lang, "refused", "拒否"),
        Answer::Accepted => text!(lang, "accepted", "受け付け"),
        Answer::Undecided => text!(lang, "accepted, proof unclear", "受け付け (判断不可)"),
        Answer::Own => text!(lang, "own domains only", "自社ドメインのみ"),
        Answer::Other => text!(lang, "nothing to relay", "中継なし"),
        Answer::Elsewhere => text!(lang, "another system", "他のシステム"),
    }
}

/// A session that answers otherwise than those before.
pub fn session(lang: Lang, server: &str, seen: &crate::watch::Seen) -> String {
    let place = format!(
        "{} / {}",
        short(server, 40),
        short(&seen.moment.connector, 40)
    );
    let answer = answer(lang, seen.answer);
    let sent = sent(lang, &seen.sent);
    let senders: Vec<&str> = seen.senders.iter().map(|s| sender(lang, *s)).collect();
    let senders = list(lang, &senders, 4);
    let reply = match seen.moment.reply.as_str() {
        "" => String::new(),
        reply => format!(": {}", short(reply, VALUE)),
    };
    say!(
        lang,
        "{place}: {answer}, certificate {sent}, {senders}{reply}",
        "{place}: {answer}、証明書 {sent}、{senders}{reply}",
    )
}

/// Counts in a line.
pub fn counts(lang: Lang, total: Count) -> String {
    let Count {
        sessions,
        refused,
        accepted,
        undecided,
        own,
    } = total;
    let english = count(sessions, "session", "sessions");
    let mut line = say!(
        lang,
        "{english}: {accepted} accepted, {refused} refused",
        "セッション {sessions} 件: 受け付け {accepted}、拒否 {refused}",
    );
    if undecided > 0 {
        line += &say!(
            lang,
            ", {undecided} accepted that prove nothing yet",
            "、判断できない受け付け {undecided}",
        );
    }
    if own > 0 {
        line += &say!(
            lang,
            ", {own} to own domains only (these prove nothing)",
            "、自社ドメインあてのみ {own} (中継の確認にはなりません)",
        );
    }
    line
}

/// First acceptance and last refusal of a server.
pub fn moments(
    lang: Lang,
    first_accepted: Option<&Moment>,
    last_refused: Option<&Moment>,
    zone: &TimeZone,
) -> String {
    let at = |moment: Option<&Moment>| match moment {
        Some(moment) => date_time(lang, moment.time, zone),
        None => text!(lang, "never", "なし").to_owned(),
    };
    let (first, last) = (at(first_accepted), at(last_refused));
    say!(
        lang,
        "first accepted {first}, last refused {last}",
        "最初の受け付け {first}、最後の拒否 {last}",
    )
}

/// Sender classes of which nothing was seen, so that nothing is proven for them.
pub fn not_seen(lang: Lang, classes: &[SenderClass]) -> Option<String> {
    if classes.is_empty() {
        return None;
    }
    let names: Vec<&str> = classes
        .iter()
        .map(|c| words::sender_class(lang, *c))
        .collect();
    let names = list(lang, &names, 3);
    Some(say!(
        lang,
        "Not seen accepted, so not proven for them: {names}.",
        "受け付けられた例がなく、未確認: {names}。",
    ))
}

/// Headings of the counts.
pub fn columns(lang: Lang) -> [&'static str; 6] {
    [
        text!(lang, "Server / Send connector", "サーバー / 送信コネクタ"),
        text!(lang, "Certificate", "証明書"),
        text!(lang, "Senders", "送信者"),
        text!(lang, "Sessions", "セッション"),
        text!(lang, "Accepted", "受け付け"),
        text!(lang, "Refused", "拒否"),
    ]
}

/// The findings that explain why it still fails, by their codes.
pub fn findings(lang: Lang, codes: &[crate::diagnosis::Code]) -> String {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let codes = list(lang, &codes, 6);
    say!(lang, "Finding: {codes}", "検出事項: {codes}")
}
