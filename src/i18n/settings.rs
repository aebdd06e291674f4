//! Settings in words: what each is, what it is set to, and what is wrong in the file.

use super::{Lang, comma, say, text};
use crate::config::{Setting, Trouble, TroubleKind};
use crate::terminal::sanitise;

/// The name of a setting.
pub fn setting_name(lang: Lang, setting: Setting) -> &'static str {
    match setting {
        Setting::Language => text!(lang, "Language", "言語"),
        Setting::Theme => text!(lang, "Theme", "配色"),
        Setting::Ascii => text!(lang, "ASCII characters only", "ASCII 文字だけを使用"),
        Setting::Mouse => text!(lang, "Mouse", "マウス"),
    }
}

/// What a setting does, in one or two sentences.
pub fn setting_about(lang: Lang, setting: Setting) -> &'static str {
    match setting {
        Setting::Language => text!(
            lang,
            "Language of screens and reports. auto is that of the system; --lang wins.",
            "画面とレポートの言語です。auto はシステムの言語です。--lang の指定が優先します。",
        ),
        Setting::Theme => text!(
            lang,
            "Colours of the wizard. auto goes by the terminal's background where it says it \
             (COLORFGBG), else dark. none uses no colours, in reports on the screen neither. \
             Who decides: --color, then NO_COLOR, then none here, then CLICOLOR_FORCE, then \
             TERM=dumb and CLICOLOR=0.",
            "ウィザードの配色です。auto は端末の背景色 (COLORFGBG) に従い、不明な場合は dark です。\
             none は色を使いません (画面に表示するレポートも同様)。優先順位: --color、NO_COLOR、この設定の \
             none、CLICOLOR_FORCE、TERM=dumb と CLICOLOR=0。",
        ),
        Setting::Ascii => text!(
            lang,
            "ASCII characters only for marks and lines, for fonts without symbols. As --ascii.",
            "記号と罫線に ASCII 文字だけを使います。記号のないフォント向けです。--ascii と同じです。",
        ),
        Setting::Mouse => text!(
            lang,
            "Clicks on steps and rows, and the wheel. While it is on, most terminals select text \
             only with Shift held.",
            "手順と行のクリック、ホイールでの移動を使えます。有効な間、多くの端末ではテキストの選択に \
             Shift キーが必要です。",
        ),
    }
}

/// The same for the wizard's list, where values stand in words and not by their codes.
pub fn setting_hint(lang: Lang, setting: Setting) -> &'static str {
    match setting {
        Setting::Language => text!(
            lang,
            "Of screens and reports. F2 changes it for this run only; --lang wins.",
            "画面とレポートの言語です。F2 は今回だけ切り替えます。--lang の指定が優先します。",
        ),
        Setting::Theme => text!(
            lang,
            "By the terminal: as it says of its background (COLORFGBG), else dark. Without \
             colours words and shapes remain. F3 changes it for this run only.",
            "「端末に従う」は端末の背景色 (COLORFGBG) に合わせます。不明な場合は暗い背景向けです。\
             色がなくても文字と記号で区別できます。F3 は今回だけ切り替えます。",
        ),
        Setting::Ascii | Setting::Mouse => setting_about(lang, setting),
    }
}

/// A value of a setting in words, with what it means now where it is left open.
pub fn setting_value(lang: Lang, setting: Setting, value: &str) -> &'static str {
    match (setting, value) {
        (Setting::Language, "en") => "English",
        (Setting::Language, "ja") => text!(lang, "Japanese", "日本語"),
        (Setting::Language, _) => text!(lang, "of the system", "システムの言語"),
        (Setting::Theme, "dark") => text!(lang, "dark", "暗い背景向け"),
        (Setting::Theme, "light") => text!(lang, "light", "明るい背景向け"),
        (Setting::Theme, "high-contrast") => text!(lang, "high contrast", "ハイ コントラスト"),
        (Setting::Theme, "none") => text!(lang, "no colours", "色なし"),
        (Setting::Theme, _) => text!(lang, "by the terminal", "端末に従う"),
        (_, "true") => text!(lang, "on", "オン"),
        _ => text!(lang, "off", "オフ"),
    }
}

/// What is wrong in the settings file: where, what, and what is used instead.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    let line = trouble.line;
    let safe = |text: &str| sanitise(text).into_owned();
    let what = match &trouble.kind {
        TroubleKind::Unreadable(why) => {
            let why = safe(why);
            return say!(
                lang,
                "it cannot be read ({why}); the defaults are used",
                "読み取れません ({why})。既定値を使用します",
            );
        }
        TroubleKind::NotToml => text!(
            lang,
            "this is not TOML; nothing of the file is used",
            "TOML として読み取れません。ファイル全体を使用しません",
        )
        .to_owned(),
        TroubleKind::UnknownSetting(name) => {
            let name = safe(name);
            say!(
                lang,
                "there is no setting {name}; the others are used",
                "{name} という設定はありません。ほかの設定は使用します",
            )
        }
        TroubleKind::BadValue(setting, value) => {
            let (name, value) = (setting.name(), safe(value));
            let values = setting.values().join(comma(lang));
            say!(
                lang,
                "{name} cannot be {value}; it can be {values}",
                "{name} に {value} は使えません。使える値: {values}",
            )
        }
        TroubleKind::NotKeys(name) => {
            let name = safe(name);
            say!(
                lang,
                "{name} wants a list of keys, such as [\"y\", \"F8\"]",
                "{name} には [\"y\", \"F8\"] のようなキーの一覧を指定してください",
            )
        }
        TroubleKind::UnknownAction(name) => {
            let name = safe(name);
            say!(
                lang,
                "there is no action {name} (relay-doctor config lists them)",
                "{name} という操作はありません (relay-doctor config で一覧を表示します)",
            )
        }
        TroubleKind::FixedAction(name) => {
            let name = safe(name);
            say!(
                lang,
                "{name} keeps Ctrl-C, whatever is set",
                "{name} は常に Ctrl-C です。変更できません",
            )
        }
        TroubleKind::UnknownKey(name) => {
            let name = safe(name);
            say!(
                lang,
                "there is no key {name}",
                "{name} というキーはありません"
            )
        }
        TroubleKind::KeyTaken(key, by) => {
            let (key, by) = (safe(key), safe(by));
            say!(
                lang,
                "{key} is {by} in the same place; this action keeps its own keys",
                "同じ画面で {key} は {by} に使われています。この操作のキーは変更しません",
            )
        }
    };
    say!(lang, "line {line}: {what}", "{line} 行目: {what}")
}

/// What stands at the head of the template.
pub fn template_head(lang: Lang) -> &'static str {
    text!(
        lang,
        "Settings of relay-doctor (TOML). Take the # before a line away to set it; what is not\n\
         set is as shown. Options and environment variables win over this file.",
        "relay-doctor の設定 (TOML)。行頭の # を外すと有効になります。指定しない項目は表示のとおりです。\n\
         オプションと環境変数が、このファイルより優先します。",
    )
}

/// What stands before the keys in the template.
pub fn template_keys(lang: Lang) -> &'static str {
    text!(
        lang,
        "Keys by action, each a list: a character, Enter, Space, F8, PgUp, Ctrl-Q, Alt-X. Shown are\n\
         those of all places together: each place has some of them. What is set replaces them; a\n\
         new key counts in every place. Where text is typed, characters stay text.",
        "操作ごとのキーの一覧です。文字、Enter、Space、F8、PgUp、Ctrl-Q、Alt-X のように指定します。\n\
         表示しているのは全画面のキーで、画面ごとに使うキーは異なります。指定したキーに置き換わり、\n\
         新しいキーはすべての画面で使えます。テキストの入力中、文字はそのまま入力されます。",
    )
}

/// What a key does, which is not the same word in every place; `more`: there are others.
pub fn template_words(lang: Lang, words: &[&str], more: bool) -> String {
    let comma = text!(lang, ", ", "、");
    let words = words.join(comma);
    match more {
        true => say!(lang, "{words} ...", "{words} ほか"),
        false => words,
    }
}
