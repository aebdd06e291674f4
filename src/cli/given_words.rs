//! What is said of what was given, where it is not there.

use crate::i18n::{Lang, say, text};

/// Nothing that was given could be opened.
pub(super) fn nothing_opened(lang: Lang, inputs: &str) -> String {
    say!(
        lang,
        "relay-doctor: nothing that was given could be opened: {inputs}\n",
        "relay-doctor: 指定されたファイルやフォルダーを 1 つも開けませんでした: {inputs}\n",
    )
}

/// `--without` of a path at which there is no file.
pub(super) fn without_unmatched(lang: Lang, path: &str) -> String {
    say!(
        lang,
        "relay-doctor: there is no file {path} to leave out (--without); a file of an archive is \
         ARCHIVE/FILE\n",
        "relay-doctor: 除外する {path} はありません (--without)。アーカイブ内のファイルは アーカイブ/ファイル と\
         指定します\n",
    )
}

/// `--side` of a path at which there is no file; `asked` are those that need it.
pub(super) fn side_unmatched(lang: Lang, path: &str, asked: &[String]) -> String {
    if asked.is_empty() {
        return say!(
            lang,
            "relay-doctor: no file is called {path} (--side); no file needs to be told its side\n",
            "relay-doctor: {path} というファイルはありません (--side)。--side の指定が必要なファイルもありません\n",
        );
    }
    let comma = text!(lang, ", ", "、");
    let asked = asked.join(comma);
    say!(
        lang,
        "relay-doctor: no file is called {path} (--side); the side is asked for of: {asked}\n",
        "relay-doctor: {path} というファイルはありません (--side)。--side の指定が必要なファイル: {asked}\n",
    )
}
