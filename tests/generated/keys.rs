//! docs/keys.md and its Japanese sister are made from the one table of keys.

use std::fs;
use std::path::Path;

use relay_doctor::i18n::Lang;
use relay_doctor::i18n::wizard::key_label;
use relay_doctor::tui::Place;
use relay_doctor::tui::keymap::{Binding, action_name, here};

/// A place as a heading.
fn heading(lang: Lang, place: Place) -> &'static str {
    use Place as P;
    let (en, ja) = match place {
        P::Symptom => ("Step 1, Symptom", "手順 1 症状"),
        P::SymptomLine => ("Step 1, the line that is typed", "手順 1 入力中の行"),
        P::Evidence => ("Step 2, Evidence", "手順 2 証拠"),
        P::EvidenceLine => ("Step 2, the path that is typed", "手順 2 入力中のパス"),
        P::Loading => ("While files are read", "ファイルの読み込み中"),
        P::Compare => ("Step 3, Compare", "手順 3 比較"),
        P::Cause => ("Step 4, Cause", "手順 4 原因"),
        P::Options => ("Step 5, the options", "手順 5 修正方法の選択"),
        P::Checklist => ("Step 5, the checklist", "手順 5 チェックリスト"),
        P::Verify => ("Step 6, Verify", "手順 6 確認"),
        P::VerifyLine => ("Step 6, the path that is typed", "手順 6 入力中のパス"),
        P::Help => ("Help", "ヘルプ"),
        P::Source => ("Lines of a source", "証拠ファイルの行"),
        P::Page => ("Page of a finding", "検出事項の説明"),
        P::Table => ("Truth table", "予測と応答の表"),
        P::Refused => ("Who must send again", "再送が必要な送信者"),
        P::Plain => ("Shown plainly", "テキスト表示"),
        P::Browser => ("Folders", "フォルダーの一覧"),
        P::Initials => ("Who ticks", "実施者の入力"),
        P::Note => ("Note on a step", "手順へのメモ"),
        P::SaveTo => ("Where to save", "保存先の入力"),
        P::Password => ("Password of a file", "ファイルのパスワード"),
        P::Sessions => ("Sessions", "セッションの一覧"),
        P::SessionFilter => ("Sessions, the filter", "セッションの絞り込み"),
        P::SessionLine => (
            "Sessions, a value of the filter that is typed",
            "セッションの絞り込み 入力中の値",
        ),
        P::Transcript => ("One session", "1 つのセッション"),
        P::Certificates => ("Certificates", "証明書の一覧"),
        P::Certificate => ("One certificate", "1 つの証明書"),
        P::WhatIf => ("What if", "値を変えて予測"),
        P::WhatIfLine => (
            "What if, a value that is typed",
            "値を変えて予測 入力中の値",
        ),
        P::Search => ("Search, what was found", "検索の結果"),
        P::SearchLine => ("Search, the text", "検索する語句の入力"),
        P::Settings => ("Settings", "設定"),
        P::Cases => ("Saved cases", "保存したケースの一覧"),
        P::CaseName => ("New name of a case", "ケースの新しい名前"),
        P::AskDelete => ("Delete a case?", "ケースの削除の確認"),
        P::AskRemove => ("Take back a folder?", "フォルダーの取り消しの確認"),
        P::Jump => ("What can be done", "操作の一覧"),
        P::AskQuit => ("Leave?", "終了の確認"),
    };
    match lang {
        Lang::En => en,
        Lang::Ja => ja,
    }
}

/// Keys as code, `|` as a table wants it.
fn keys(lang: Lang, binding: &Binding) -> String {
    let names = binding.keys.iter().map(|k| k.name(lang, false));
    let names = names.map(|n| format!("`{}`", n.replace('|', "\\|")));
    names.collect::<Vec<_>>().join(" ")
}

/// The keys of every place, made from the one table.
fn table_of_keys(lang: Lang) -> String {
    let (intro, head) = match lang {
        Lang::En => (
            "# Keys of the wizard\n\nMade from the program's own table. Other keys are set by the name in the last column, in the settings file under `[keys]` (`relay-doctor config` prints it).\n",
            "| keys | what they do | name in the settings |",
        ),
        Lang::Ja => (
            "# ウィザードのキー\n\nこの表はプログラムのキー定義から生成しています。キーを変更するには、右端の列の名前を使って設定ファイルの `[keys]` に記述します (`relay-doctor config` で設定ファイルを表示できます)。\n",
            "| キー | 動作 | 設定での名前 |",
        ),
    };
    let mut out = intro.to_owned();
    for place in Place::ALL {
        let title = heading(lang, place);
        out.push_str(&format!("\n## {title}\n\n{head}\n|---|---|---|\n"));
        for binding in here(place) {
            let name = action_name(&(binding.action)()).unwrap();
            let (keys, what) = (keys(lang, binding), key_label(lang, binding.label));
            out.push_str(&format!("| {keys} | {what} | `{name}` |\n"));
        }
    }
    out
}

#[test]
fn the_tables_of_keys_in_docs_are_current() {
    for lang in Lang::ALL {
        let name = match lang {
            Lang::En => "keys.md".to_owned(),
            other => format!("keys.{}.md", other.code()),
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs")
            .join(&name);
        let made = table_of_keys(lang);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&path, &made).unwrap();
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        let current = stored.replace('\r', "") == made;
        assert!(
            current,
            "{name}: UPDATE_SNAPSHOTS=1 cargo test --test generated"
        );
    }
}
