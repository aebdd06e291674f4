//! What `cases` says besides its list.

use crate::case::Refused;
use crate::i18n::{Lang, case_refused, quoted, say, text};
use crate::terminal::sanitise;

/// Cases can be kept nowhere.
pub(super) fn no_case_folder(lang: Lang) -> &'static str {
    text!(
        lang,
        "relay-doctor: there is no home folder to keep cases in; --portable keeps them beside the program.\n",
        "relay-doctor: ケースを保存するホーム フォルダーがありません。--portable でプログラムと同じフォルダーに保存できます。\n",
    )
}

/// Resuming is the wizard's, and there is no terminal for it.
pub(super) fn needs_terminal(lang: Lang) -> &'static str {
    text!(
        lang,
        "relay-doctor: a case is resumed in the wizard, which needs a terminal.\n",
        "relay-doctor: ケースの再開はウィザードで行うため、端末が必要です。\n",
    )
}

/// Deleting asks, and there is nobody who could answer.
pub(super) fn nobody_to_ask(lang: Lang) -> &'static str {
    text!(
        lang,
        "relay-doctor: nothing is deleted without being asked; a script says --yes.\n",
        "relay-doctor: 確認できないため削除しません。スクリプトでは --yes を指定してください。\n",
    )
}

/// The question before a case is deleted.
pub(super) fn ask_delete(lang: Lang, name: &str, path: &str) -> String {
    let name = quoted(lang, name);
    say!(
        lang,
        "Delete the case {name} ({path})? It cannot be brought back. y/N: ",
        "ケース{name} ({path}) を削除しますか。元には戻せません。y/N: ",
    )
}

/// The answer was no.
pub(super) fn not_deleted(lang: Lang) -> &'static str {
    text!(lang, "Nothing was deleted.\n", "削除しませんでした。\n")
}

/// It is gone.
pub(super) fn deleted(lang: Lang, path: &str) -> String {
    say!(lang, "Deleted: {path}\n", "削除しました: {path}\n")
}

/// Why nothing was done with the case of that name.
pub(super) fn refused(lang: Lang, why: &Refused, name: &str) -> String {
    let (name, what) = (
        quoted(lang, name),
        sanitise(&case_refused(lang, why)).into_owned(),
    );
    format!("relay-doctor: {name}: {what}\n")
}

/// There is neither such a case nor such a report.
pub(super) fn no_such_older(lang: Lang, named: &str) -> String {
    say!(
        lang,
        "relay-doctor: {named} is neither a saved case nor a report of diagnose --format json\n",
        "relay-doctor: {named} は保存済みのケースでも diagnose --format json のレポートでもありません\n",
    )
}

/// There is no such case.
pub(super) fn no_such_case(lang: Lang, named: &str) -> String {
    say!(
        lang,
        "relay-doctor: there is no saved case {named}, and no file of a case is called so\n",
        "relay-doctor: {named} という保存済みのケースも、ケースのファイルもありません\n",
    )
}
