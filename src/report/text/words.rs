//! Labels and short phrases that only this report has.

use crate::i18n::{Lang, count, say, text};
use crate::remedy::collect::Version;

/// Whether mail is still refused, as far as the evidence goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Failing {
    /// Failed, and not accepted since it began.
    Yes,
    /// Accepted since it began to fail, and a cause is there.
    Partly,
    /// It failed last, but by the values as they are relay is accepted.
    PerhapsMended,
    /// Failed once, accepted since, and nothing is wrong.
    No,
    /// Accepted, never failed.
    Never,
    /// Neither is in the evidence.
    NotSeen,
}

pub(in crate::report) fn failing(lang: Lang, failing: Failing) -> &'static str {
    match failing {
        Failing::Yes => text!(lang, "yes", "はい"),
        Failing::Partly => text!(
            lang,
            "in part: some mail is accepted, some is not",
            "一部: 受け付けられるメールと、そうでないメールがあります",
        ),
        Failing::PerhapsMended => text!(
            lang,
            "perhaps not: it failed last, but the values now fit",
            "解消された可能性あり: 最後の記録は失敗ですが、現在の値は一致しています",
        ),
        Failing::No => text!(
            lang,
            "no: accepted since the last failure",
            "いいえ: 最後の失敗の後に受け付けられています",
        ),
        Failing::Never => text!(
            lang,
            "no refusal of relay is in the evidence",
            "中継の拒否は記録されていません",
        ),
        Failing::NotSeen => text!(
            lang,
            "not known: the evidence shows no relay, neither refused nor accepted",
            "不明: 中継の拒否も受け付けも記録されていません",
        ),
    }
}

/// Labels of the first lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Label {
    StillFailing,
    FirstFailure,
    LastFailure,
    LastAccepted,
    Senders,
    Servers,
    Broken,
    OnPremises,
    ExchangeOnline,
    Next,
}

impl Label {
    pub(in crate::report) const ALL: [Self; 10] = [
        Self::StillFailing,
        Self::FirstFailure,
        Self::LastFailure,
        Self::LastAccepted,
        Self::Senders,
        Self::Servers,
        Self::Broken,
        Self::OnPremises,
        Self::ExchangeOnline,
        Self::Next,
    ];
}

pub(in crate::report) fn label(lang: Lang, label: Label) -> &'static str {
    match label {
        Label::StillFailing => text!(lang, "Still failing", "現在も発生中"),
        Label::FirstFailure => text!(lang, "First failure", "最初の失敗"),
        Label::LastFailure => text!(lang, "Last failure", "最後の失敗"),
        Label::LastAccepted => text!(lang, "Last accepted", "最後の受け付け"),
        Label::Senders => text!(lang, "Who is hit", "影響範囲"),
        Label::Servers => text!(lang, "Servers", "サーバー"),
        Label::Broken => text!(lang, "What broke", "問題の値"),
        Label::OnPremises => text!(lang, "  on-premises", "  オンプレミス"),
        Label::ExchangeOnline => text!(lang, "  Exchange Online", "  Exchange Online"),
        Label::Next => text!(lang, "Next", "次の操作"),
    }
}

/// Heads of the two columns of values.
pub(in crate::report) fn sides(lang: Lang) -> [&'static str; 2] {
    [
        text!(lang, "On-premises", "オンプレミス"),
        text!(lang, "Exchange Online", "Exchange Online"),
    ]
}

/// Beside the time of the last acceptance.
pub(in crate::report) fn to_outside(lang: Lang) -> &'static str {
    text!(lang, "to an outside recipient", "外部の受信者あて")
}

pub(in crate::report) fn no_acceptance(lang: Lang) -> &'static str {
    text!(
        lang,
        "no accepted relay is in the evidence",
        "中継の受け付けは記録されていません",
    )
}

/// `system` is the mail system that sends, where it is known not to be Exchange.
pub(in crate::report) fn only_a_bounce(lang: Lang, system: Option<&str>) -> String {
    match system {
        Some(system) => say!(
            lang,
            "known from an error message only; the log of {system} shows who else",
            "エラー メッセージだけから判明。ほかの影響は {system} のログで分かります",
        ),
        None => say!(
            lang,
            "known from an error message only; a send log shows who else",
            "エラー メッセージだけから判明。ほかの影響は送信ログで分かります",
        ),
    }
}

/// Recipients refused, of a class of senders.
pub(in crate::report) fn refused_of(lang: Lang, who: &str, refused: u64) -> String {
    let recipients = count(refused, "recipient", "recipients");
    say!(
        lang,
        "{who} ({recipients} refused)",
        "{who} (受信者 {refused} 件への送信を拒否)",
    )
}

/// Sessions of a server.
pub(in crate::report) fn refused_sessions(
    lang: Lang,
    server: &str,
    refused: u64,
    all: u64,
) -> String {
    say!(
        lang,
        "{server}: {refused} of {all} sessions refused",
        "{server}: {all} セッション中 {refused} 件で拒否",
    )
}

/// The two conditions.
pub(in crate::report) fn conditions(lang: Lang) -> [&'static str; 2] {
    [
        text!(lang, "A  organization", "A  組織"),
        text!(lang, "B  connector", "B  コネクタ"),
    ]
}

pub(in crate::report) fn both_needed(lang: Lang) -> &'static str {
    text!(
        lang,
        "Relay needs both. A: the domain of the certificate or of MAIL FROM is an accepted domain \
         of the tenant. B: an enabled inbound connector of type OnPremises fits the certificate or \
         the address.",
        "中継には両方が必要です。A: 証明書または MAIL FROM のドメインがテナントの承認済みドメインで\
         あること。B: 有効な OnPremises 型の受信コネクタ (InboundConnector) が証明書またはアドレスに\
         一致すること。",
    )
}

/// What the marks of the comparison mean, in their order.
pub(in crate::report) fn legend(lang: Lang) -> [&'static str; 4] {
    [
        text!(lang, "match", "一致"),
        text!(lang, "mismatch", "不一致"),
        text!(lang, "unknown", "不明"),
        text!(lang, "nothing to compare", "比較対象なし"),
    ]
}

pub(in crate::report) fn more(lang: Lang, more: usize) -> String {
    say!(lang, "and {more} more", "ほか {more} 件")
}

pub(in crate::report) fn explained_by(lang: Lang, codes: &str) -> String {
    say!(lang, "follows from {codes}", "{codes} の結果です")
}

pub(in crate::report) fn read_at(lang: Lang) -> &'static str {
    text!(lang, "Read at", "記録箇所")
}

pub(in crate::report) fn recommended(lang: Lang) -> &'static str {
    text!(lang, "recommended", "推奨")
}

pub(in crate::report) fn not_offered(lang: Lang) -> &'static str {
    text!(lang, "not offered", "対象外")
}

/// What is predicted of relay after an option.
pub(in crate::report) fn predicted(lang: Lang, relay: &str) -> String {
    say!(
        lang,
        "relay predicted after it: {relay}",
        "実施後の中継の予測: {relay}",
    )
}

pub(in crate::report) fn writes_over(lang: Lang, properties: &str) -> String {
    say!(
        lang,
        "Writes over {properties}.",
        "上書きされるプロパティ: {properties}。",
    )
}

pub(in crate::report) fn steps_heading(lang: Lang, option: &str) -> String {
    say!(lang, "Steps: {option}", "手順: {option}")
}

pub(in crate::report) fn undo(lang: Lang) -> &'static str {
    text!(lang, "undo", "元に戻す")
}

pub(in crate::report) fn check(lang: Lang) -> &'static str {
    text!(lang, "check", "確認")
}

pub(in crate::report) fn check_in(lang: Lang, place: &str) -> String {
    say!(lang, "check ({place})", "確認 ({place})")
}

/// Where something runs and the role it needs, whose name is never translated.
pub(in crate::report) fn place_as(lang: Lang, place: &str, role: &str) -> String {
    say!(lang, "{place}, as {role}", "{place}、役割グループ {role}",)
}

/// Who may run the commands that only read (Exchange feature permissions).
pub(in crate::report) const READER: &str = "View-Only Organization Management";

/// A step that somebody decides first.
pub(in crate::report) fn decide_first(lang: Lang, place: &str, decide: &str) -> String {
    say!(lang, "{place}; {decide}", "{place}。{decide}")
}

pub(in crate::report) fn version(lang: Lang, version: Version) -> &'static str {
    match version {
        Version::Exchange2010 => text!(lang, "Exchange 2010", "Exchange 2010"),
        Version::Exchange2013Later => text!(lang, "Exchange 2013 and later", "Exchange 2013 以降",),
    }
}

/// The one command under the missing evidence that is not read-only.
pub(in crate::report) fn switches_logging_on(lang: Lang) -> &'static str {
    text!(
        lang,
        "only if no log is written: it switches protocol logging on",
        "ログがない場合に、プロトコル ログの記録を有効にします",
    )
}

pub(in crate::report) fn lines_read(lang: Lang, records: u64) -> String {
    let english = count(records, "record", "records");
    say!(lang, "{english}", "{records} レコード")
}

pub(in crate::report) fn line_number(lang: Lang, line: u64) -> String {
    say!(lang, "line {line}", "{line} 行目")
}

pub(in crate::report) fn more_files(lang: Lang, more: usize) -> String {
    let noun = if more == 1 { "file" } else { "files" };
    say!(lang, "and {more} more {noun}", "ほか {more} ファイル")
}

pub(in crate::report) fn nothing_given(lang: Lang) -> &'static str {
    text!(lang, "no file was read", "読み取ったファイルはありません")
}

pub(in crate::report) fn nothing_to_change(lang: Lang) -> &'static str {
    text!(lang, "Nothing has to be changed.", "変更は必要ありません。",)
}

/// The first thing that is missing.
pub(in crate::report) fn gather(lang: Lang, what: &str) -> String {
    say!(lang, "Gather: {what}", "収集するもの: {what}")
}

/// After evidence was gathered.
pub(in crate::report) fn run_again(lang: Lang) -> &'static str {
    text!(
        lang,
        "run relay-doctor again with what it gives, a log with its folder",
        "出力 (ログの場合はそのフォルダー) を加えて relay-doctor を再実行",
    )
}

/// The step that follows the command.
pub(in crate::report) fn then(lang: Lang, step: &str) -> String {
    say!(lang, "Then: {step}", "その後: {step}")
}

/// Before the place of a command that shows whether a step worked.
pub(in crate::report) fn afterwards(lang: Lang, place: &str) -> String {
    say!(lang, "Afterwards: {place}", "実施後の確認: {place}")
}

/// `relay-doctor explain RD101`, which is never translated.
pub(in crate::report) fn explain(code: impl std::fmt::Display) -> String {
    format!("relay-doctor explain {code}")
}
