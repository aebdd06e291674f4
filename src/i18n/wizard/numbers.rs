//! What stands on the screens with a number in it.

use crate::i18n::{Lang, count, say, words};

/// Below a text that does not fit: how many lines are above and below what is seen.
pub fn lines_hidden(lang: Lang, above: usize, below: usize) -> String {
    match (above, below) {
        (0, _) => say!(lang, "-- {below} more below --", "-- 下に {below} 行 --"),
        (_, 0) => say!(lang, "-- {above} more above --", "-- 上に {above} 行 --"),
        _ => say!(
            lang,
            "-- {above} more above, {below} below --",
            "-- 上に {above} 行、下に {below} 行 --",
        ),
    }
}

/// Which rows of a table are seen.
pub fn rows_shown(lang: Lang, first: usize, last: usize, all: usize) -> String {
    say!(
        lang,
        "rows {first} to {last} of {all}",
        "{all} 行中 {first} - {last} 行目",
    )
}

/// The terminal is too small.
pub fn too_small(lang: Lang, columns: u16, rows: u16) -> String {
    say!(
        lang,
        "This window has {columns} x {rows}; 80 x 24 are needed. Make it larger.",
        "現在 {columns} x {rows} です。80 x 24 以上に広げてください。",
    )
}

/// How loading goes on: which file of how many, how many bytes of how many, and
/// the seconds that are left.
pub fn loading(lang: Lang, files: (usize, usize), bytes: (u64, u64), left: Option<u64>) -> String {
    let ((begun, files), (done, total)) = (files, (words::size(bytes.0), words::size(bytes.1)));
    let read = match bytes.1 {
        0 => say!(
            lang,
            "Reading file {begun} of {files}, {done} so far",
            "読み込み中: {files} 件中 {begun} 件目、{done}",
        ),
        _ => say!(
            lang,
            "Reading file {begun} of {files}, {done} of {total}",
            "読み込み中: {files} 件中 {begun} 件目、{done} / {total}",
        ),
    };
    match left {
        Some(seconds @ 0..60) => say!(
            lang,
            "{read}, {seconds} s left",
            "{read}、残り {seconds} 秒"
        ),
        Some(seconds) => {
            let minutes = seconds.div_ceil(60);
            say!(
                lang,
                "{read}, {minutes} min left",
                "{read}、残り {minutes} 分"
            )
        }
        None => read,
    }
}

/// How many records were taken of a file.
pub fn records(lang: Lang, n: u64) -> String {
    let english = count(n, "record", "records");
    say!(lang, "{english}", "{n} 件")
}

/// How many things were noticed in a file.
pub fn notes_count(lang: Lang, n: usize) -> String {
    let english = count(n as u64, "note", "notes");
    say!(lang, "{english}", "注記 {n} 件")
}

/// How often something was seen.
pub fn times(lang: Lang, n: u64) -> String {
    let english = count(n, "time", "times");
    say!(lang, "{english}", "{n} 回")
}

/// How many replies of the servers are not shown.
pub fn more_replies(lang: Lang, more: usize) -> String {
    let english = count(more as u64, "other reply", "other replies");
    say!(lang, "and {english}", "ほか {more} 種類の応答")
}

/// How many lines were pasted.
pub fn pasted(lang: Lang, lines: usize) -> String {
    let english = count(lines as u64, "line", "lines");
    say!(lang, "Pasted: {english}", "貼り付け済み: {lines} 行")
}

/// First and last time something was seen.
pub fn first_last(lang: Lang, first: &str, last: &str) -> String {
    say!(
        lang,
        "first {first}, last {last}",
        "最初 {first}、最後 {last}"
    )
}

/// Recipients refused, and accepted.
pub fn refused_accepted(lang: Lang, refused: u64, accepted: u64) -> String {
    say!(
        lang,
        "{refused} refused, {accepted} accepted",
        "拒否 {refused}、受け付け {accepted}",
    )
}

/// Ticked steps of all.
pub fn ticked(lang: Lang, done: usize, all: usize) -> String {
    say!(lang, "{done} of {all} done", "{all} 件中 {done} 件完了")
}

/// More lines prove it than are shown; the key shows them.
pub fn more_places(lang: Lang, more: usize, key: &str) -> String {
    let english = count(more as u64, "more line", "more lines");
    say!(
        lang,
        "and {english}: {key} shows them all",
        "ほか {more} 行 ({key} ですべて表示)",
    )
}

/// Which of several commands is shown, and the keys for the others.
pub fn other_commands(lang: Lang, nth: usize, all: usize, keys: &str) -> String {
    say!(
        lang,
        "{nth} of {all}, others with {keys}",
        "{nth} / {all}、{keys} で切り替え",
    )
}

/// The key that lists the senders of what was refused.
pub fn who_resends(lang: Lang, keys: &str) -> String {
    say!(
        lang,
        "{keys} lists who must send again.",
        "再送信が必要な送信者の一覧は {keys} で表示できます。",
    )
}

/// One key for everything that is missing.
pub fn all_at_once(lang: Lang, keys: &str) -> String {
    say!(
        lang,
        "Or gather all of it at once: {keys} writes two scripts that only read.",
        "まとめて収集する場合は {keys} で、読み取り専用のスクリプトを 2 つ保存できます。",
    )
}

/// Which of several places is shown.
pub fn nth_of(lang: Lang, nth: usize, all: usize) -> String {
    say!(lang, "{nth} of {all}", "{nth} / {all}")
}

/// Sessions in a newer log, and their first and last time.
pub fn since(lang: Lang, sessions: u64, first: &str, last: &str) -> String {
    let english = count(sessions, "session", "sessions");
    say!(
        lang,
        "{english} since the change, {first} to {last}",
        "変更後のセッション {sessions} 件、{first} から {last} まで",
    )
}

/// The line of a file.
pub fn line_of(lang: Lang, line: u64) -> String {
    say!(lang, "line {line}", "{line} 行目")
}
