//! The words of the command line, both languages side by side.

use clap::error::ErrorKind;

use crate::i18n::{Lang, count, option_why, say, text};
use crate::remedy::{OptionId, PlanOption};
use crate::terminal::sanitise;

/// What stands beside commands and options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Word {
    About,
    After,
    Commands,
    Options,
    Arguments,
    Help,
    Version,
    Path,
    Without,
    Format,
    Diagnose,
    Output,
    Force,
    Fix,
    FixOption,
    FixOut,
    FixForce,
    Collect,
    RefusedCsv,
    Watch,
    Verify,
    Before,
    LogDir,
    UntilProven,
    Timeout,
    Accepted,
    QuietFor,
    Expected,
    Evidence,
    Case,
    Simulate,
    Set,
    Rehearse,
    Certificate,
    Explain,
    Code,
    Demo,
    Scenario,
    List,
    Out,
    Info,
    New,
    Lang,
    Now,
    Since,
    Until,
    MailFrom,
    EgressIp,
    PasswordEnv,
    Side,
    Color,
    Redact,
    RedactCopy,
    RedactPath,
    RedactReports,
    Ascii,
    Linear,
    Portable,
    Quiet,
    Threads,
    Cases,
    CasesList,
    CasesResume,
    CasesRename,
    CasesDelete,
    CasesYes,
    CaseName,
    CaseNewName,
    Config,
    ConfigPath,
    ConfigWrite,
    Completions,
    Shell,
    Man,
}

/// The words.
pub(super) fn word(lang: Lang, word: Word) -> &'static str {
    match word {
        Word::About => text!(
            lang,
            "Finds out why mail relayed from on-premises Exchange through Microsoft 365 is refused with\n550 5.7.64 TenantAttribution, proves it line by line, and shows the exact commands that mend it.\nIt only reads; it never changes anything.",
            "オンプレミスの Exchange から Microsoft 365 経由で中継したメールが、550 5.7.64 TenantAttribution で\n拒否される原因を特定します。ログの行で裏付け、そのまま実行できる修正コマンドを示します。\n読み取るだけで、何も変更しません。",
        ),
        Word::After => text!(
            lang,
            "Exit codes: 0 relay is expected to be accepted, 1 a cause was found, 2 usage, 3 not enough evidence,\n4 nothing could be opened, 5 output not written.",
            "終了コード: 0 中継は受け付けられる見込み、1 原因あり、2 引数の誤り、3 証拠ファイル不足、\n4 指定されたものを何も開けない、5 出力を書き込めない。",
        ),
        Word::Commands => text!(lang, "Commands", "コマンド"),
        Word::Options => text!(lang, "Options", "オプション"),
        Word::Arguments => text!(lang, "Arguments", "引数"),
        Word::Help => text!(lang, "Show this help", "このヘルプを表示します"),
        Word::Version => text!(lang, "Show the version", "バージョンを表示します"),
        Word::Path => text!(
            lang,
            "Files and folders of evidence; - reads standard input (a pasted bounce or cmdlet output)",
            "証拠ファイルまたはフォルダー。- は標準入力 (NDR やコマンドレット出力の貼り付け) を読み取ります",
        ),
        Word::Without => text!(
            lang,
            "Leave out this file or folder of what PATH gives; a file of an archive is ARCHIVE/FILE",
            "PATH に含まれるこのファイルまたはフォルダーを除外します。アーカイブ内のファイルは アーカイブ/ファイル と指定します",
        ),
        Word::Format => text!(
            lang,
            "How to write the result (default: text)",
            "結果の形式 (既定: text)"
        ),
        Word::Diagnose => text!(lang, "Diagnose from evidence", "証拠ファイルから診断します"),
        Word::Output => text!(
            lang,
            "Write to FILE instead of the screen",
            "画面の代わりに FILE へ書き込みます"
        ),
        Word::Force => text!(
            lang,
            "Overwrite FILE if it exists",
            "FILE があれば上書きします"
        ),
        Word::RefusedCsv => text!(
            lang,
            "Also write the messages that must be sent again to FILE (CSV)",
            "再送信が必要なメッセージの一覧も FILE (CSV) に書き込みます",
        ),
        Word::Verify => text!(
            lang,
            "After the change: newer evidence against the old, is it as planned, is it accepted now",
            "変更後の証拠ファイルを以前のものと比較し、計画どおりか、受け付けられるかを確認します",
        ),
        Word::Before => text!(
            lang,
            "A saved case (its name or file), or a report of diagnose --format json",
            "保存したケース (名前またはファイル)、または diagnose --format json のレポート",
        ),
        Word::Watch => text!(
            lang,
            "After the change: follow the send logs until relay is proven",
            "変更後に送信ログを監視し、中継が受け付けられることを確認します",
        ),
        Word::LogDir => text!(
            lang,
            "The folder of send logs of each server, also on a network share; nothing is locked",
            "各サーバーの送信ログのフォルダー (ネットワーク共有も可)。ファイルをロックしません",
        ),
        Word::UntilProven => text!(
            lang,
            "End as soon as it is proven",
            "確認できた時点で終了します"
        ),
        Word::Timeout => text!(
            lang,
            "End after D: 90s, 30m, 2h (a number alone is minutes)",
            "D の経過後に終了します: 90s、30m、2h (数字だけの場合は分)",
        ),
        Word::Accepted => text!(
            lang,
            "Accepted sessions in a row that every server needs (default: 3)",
            "各サーバーで続けて受け付けられる必要があるセッション数 (既定: 3)",
        ),
        Word::QuietFor => text!(
            lang,
            "Minutes without a refusal (default: 15)",
            "拒否がない状態が続く必要がある分数 (既定: 15)",
        ),
        Word::Expected => text!(
            lang,
            "The certificate that must be sent (repeatable; default: what the evidence plans)",
            "送信されるべき証明書の拇印 (複数可、既定: 証拠ファイルから判断)",
        ),
        Word::Evidence => text!(
            lang,
            "Evidence from before: Get-AcceptedDomain and Get-SendConnector tell what is relay",
            "変更前の証拠ファイル。Get-AcceptedDomain と Get-SendConnector から中継かどうかを判断します",
        ),
        Word::Case => text!(
            lang,
            "A saved case: its evidence, and when its steps were ticked",
            "保存したケース。証拠ファイルと手順の完了時刻を使用します",
        ),
        Word::Simulate => text!(
            lang,
            "Replay the log under changed values: before and after",
            "値を変更した場合の結果を、ログから変更前後で予測します",
        ),
        Word::Set => text!(
            lang,
            "What to change, as often as needed: inbound:NAME.PROPERTY=VALUE (Enabled, ConnectorType,\nTlsSenderCertificateName, SenderIPAddresses, AssociatedAcceptedDomains; lists by comma, $null clears),\nsend:NAME.certificate=THUMBPRINT, accepted-domain:add=DOMAIN, egress-ip=IP",
            "変更内容 (複数指定可): inbound:NAME.PROPERTY=VALUE (Enabled、ConnectorType、\nTlsSenderCertificateName、SenderIPAddresses、AssociatedAcceptedDomains。リストはコンマ区切り、$null で空)、\nsend:NAME.certificate=THUMBPRINT、accepted-domain:add=DOMAIN、egress-ip=IP",
        ),
        Word::Rehearse => text!(
            lang,
            "Before a renewal: would relay be accepted with the new certificate, and what to do first",
            "証明書の更新前に、新しい証明書で中継が受け付けられるかと、先に行う手順を表示します",
        ),
        Word::Certificate => text!(
            lang,
            "The new certificate: a file, or the thumbprint of one in the evidence",
            "新しい証明書: ファイル、または証拠ファイルにある証明書の拇印",
        ),
        Word::Fix => text!(
            lang,
            "Write the checklist, scripts and reports by which an option mends it",
            "選択した方法の手順書、スクリプト、レポートを書き込みます",
        ),
        Word::Collect => text!(
            lang,
            "Write the scripts that gather all evidence; they only read",
            "証拠ファイルを収集するスクリプトを書き込みます (スクリプトは読み取るだけです)",
        ),
        Word::FixOption => text!(lang, "The way to mend it", "対処の方法"),
        Word::FixOut => text!(
            lang,
            "The folder to write to; it is made if it does not exist",
            "書き込み先フォルダー。なければ作成します",
        ),
        Word::FixForce => text!(
            lang,
            "Replace the files of an earlier bundle in DIR",
            "DIR にある以前のファイルを置き換えます",
        ),
        Word::Explain => text!(
            lang,
            "Show the page of a finding, or the list",
            "検出事項の説明、または一覧を表示します"
        ),
        Word::Code => text!(
            lang,
            "A finding's code, such as RD101",
            "検出事項のコード (RD101 など)"
        ),
        Word::Demo => text!(
            lang,
            "Diagnose a built-in incident",
            "内蔵の障害例を診断します"
        ),
        Word::Scenario => text!(
            lang,
            "Which incident (see --list)",
            "障害例の名前 (--list で一覧)"
        ),
        Word::List => text!(
            lang,
            "List the built-in incidents",
            "内蔵の障害例を一覧表示します"
        ),
        Word::Out => text!(
            lang,
            "Write the incident's evidence to DIR",
            "障害例の証拠ファイルを DIR に書き込みます"
        ),
        Word::Info => text!(
            lang,
            "Show version, folders and terminal facts for a bug report",
            "不具合報告用に、バージョン、フォルダー、端末の情報を表示します",
        ),
        Word::New => text!(
            lang,
            "Start a new case instead of taking up the last one",
            "前回の続きではなく、新しいケースを開始します",
        ),
        Word::Lang => text!(
            lang,
            "Language (default: the system's)",
            "言語 (既定: システムの言語)"
        ),
        Word::Now => text!(
            lang,
            "Judge validity as of TIME (RFC 3339: 2026-11-02T12:00:00Z)",
            "TIME の時点で有効期間を判定します (RFC 3339: 2026-11-02T12:00:00Z)",
        ),
        Word::Since => text!(
            lang,
            "Ignore sessions before TIME",
            "TIME より前のセッションを無視します"
        ),
        Word::Until => text!(
            lang,
            "Ignore sessions after TIME",
            "TIME より後のセッションを無視します"
        ),
        Word::MailFrom => text!(
            lang,
            "The envelope sender's domain, where no file says it",
            "エンベロープ送信者 (MAIL FROM) のドメイン。ファイルから分からない場合に指定します",
        ),
        Word::EgressIp => text!(
            lang,
            "The address that Exchange Online sees, where no file says it",
            "Exchange Online から見える送信元 IP アドレス。ファイルから分からない場合に指定します",
        ),
        Word::PasswordEnv => text!(
            lang,
            "The environment variable with the password of .pfx files; else it is asked for on a terminal",
            ".pfx ファイルのパスワードを設定した環境変数の名前。指定しない場合は端末で入力します",
        ),
        Word::Side => text!(
            lang,
            "Whose the objects in PATH are, where they do not tell it (repeatable)",
            "PATH のオブジェクトがテナントとオンプレミスのどちらのものか。判別できない場合に指定します (複数可)",
        ),
        Word::Color => text!(lang, "Colour (default: auto)", "色の使用 (既定: auto)"),
        Word::Redact => text!(
            lang,
            "Replace names, addresses, domains, thumbprints and serial numbers, the same way throughout",
            "名前、アドレス、ドメイン、拇印、シリアル番号を、全体で一貫した別の値に置き換えます",
        ),
        Word::RedactCopy => text!(
            lang,
            "Instead, write a copy of PATH... in which names, addresses, domains, thumbprints and serial\nnumbers are replaced, the same way throughout, and which still diagnoses the same",
            "スクリプトの代わりに、PATH... の写しを書き込みます。名前、アドレス、ドメイン、拇印、シリアル番号は\n一貫した別の値に置き換えられ、診断結果は変わりません",
        ),
        Word::RedactPath => text!(
            lang,
            "With --redact: files and folders of evidence, such as a folder that the scripts wrote",
            "--redact と共に指定する証拠ファイルまたはフォルダー (スクリプトが書き込んだフォルダーなど)",
        ),
        Word::RedactReports => text!(
            lang,
            "In the reports, replace names, addresses, domains, thumbprints and serial numbers; the checklist\nand the scripts keep the real values",
            "レポートの名前、アドレス、ドメイン、拇印、シリアル番号を別の値に置き換えます。手順書とスクリプトは\n実際の値のままです",
        ),
        Word::Ascii => text!(
            lang,
            "Use ASCII characters only for marks and lines",
            "記号と罫線に ASCII 文字だけを使います"
        ),
        Word::Linear => text!(
            lang,
            "The wizard as numbered prompts, for screen readers, simple terminals and pipes",
            "ウィザードを番号で選ぶ形式で表示します (スクリーン リーダー、単純な端末、パイプ向け)"
        ),
        Word::Portable => text!(
            lang,
            "Keep settings and cases beside the program instead of in the user's folders",
            "設定とケースを、ユーザーのフォルダーではなくプログラムと同じフォルダーに保存します",
        ),
        Word::Cases => text!(
            lang,
            "List saved cases, resume, rename or delete one",
            "保存したケースを一覧表示します。再開、名前の変更、削除もできます",
        ),
        Word::CasesList => text!(lang, "List saved cases", "保存したケースを一覧表示します"),
        Word::CasesResume => text!(
            lang,
            "Go on with a case in the wizard",
            "ケースをウィザードで再開します"
        ),
        Word::CasesRename => text!(lang, "Give a case another name", "ケースの名前を変更します"),
        Word::CasesDelete => text!(
            lang,
            "Delete a case; asks first",
            "確認してからケースを削除します"
        ),
        Word::CasesYes => text!(lang, "Do not ask", "確認しません"),
        Word::CaseName => text!(lang, "The exact name of the case", "ケースの正確な名前"),
        Word::CaseNewName => text!(lang, "The new name", "新しい名前"),
        Word::Config => text!(
            lang,
            "Print the settings file with every setting explained",
            "すべての項目に説明の付いた設定ファイルを表示します",
        ),
        Word::ConfigPath => text!(
            lang,
            "Say where the settings file is",
            "設定ファイルの場所を表示します"
        ),
        Word::ConfigWrite => text!(
            lang,
            "Write it there, unless one exists",
            "その場所に書き込みます (既にある場合は書き込みません)",
        ),
        Word::Completions => text!(
            lang,
            "Print the script by which a shell completes commands and options",
            "シェルでコマンドとオプションを補完するスクリプトを出力します",
        ),
        Word::Shell => text!(lang, "Which shell", "シェルの種類"),
        Word::Man => text!(
            lang,
            "Print the manual page",
            "マニュアル ページを出力します"
        ),
        Word::Quiet => text!(
            lang,
            "Say only what is asked",
            "結果だけを表示し、付随する通知を省きます"
        ),
        Word::Threads => text!(
            lang,
            "Threads that read logs, a server each (half of the cores, at most 4)",
            "ログを読み込むスレッド数。1 台のサーバーのログを 1 つのスレッドで読み込みます (既定はコア数の半分、最大 4)",
        ),
    }
}

/// How the help of the program is laid out.
pub(super) fn template(lang: Lang) -> &'static str {
    text!(
        lang,
        "{name} {version}\n{about}\n\nUsage: relay-doctor [PATH]...\n       relay-doctor COMMAND [OPTIONS]\n\n{all-args}{after-help}\n",
        "{name} {version}\n{about}\n\n使い方: relay-doctor [PATH]...\n        relay-doctor コマンド [オプション]\n\n{all-args}{after-help}\n",
    )
}

/// How the help of a command is laid out.
pub(super) fn command_template(lang: Lang) -> &'static str {
    text!(
        lang,
        "{about}\n\nUsage: {usage}\n\n{all-args}\n",
        "{about}\n\n使い方: {usage}\n\n{all-args}\n",
    )
}

/// Why the arguments cannot be used, and what to do.
pub(super) fn refusal(
    lang: Lang,
    kind: ErrorKind,
    argument: Option<&str>,
    value: Option<&str>,
) -> String {
    let argument = sanitise(argument.unwrap_or_default()).into_owned();
    let value = sanitise(value.unwrap_or_default()).into_owned();
    let what = match kind {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => say!(
            lang,
            "relay-doctor: '{value}' cannot be used for {argument}.",
            "relay-doctor: {argument} に '{value}' は使えません。",
        ),
        ErrorKind::MissingRequiredArgument => say!(
            lang,
            "relay-doctor: {argument} is missing.",
            "relay-doctor: {argument} を指定してください。",
        ),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand | ErrorKind::ArgumentConflict => {
            say!(
                lang,
                "relay-doctor: {argument} is not known here.",
                "relay-doctor: {argument} はここでは使えません。",
            )
        }
        _ => text!(
            lang,
            "relay-doctor: the arguments cannot be used.",
            "relay-doctor: 引数に誤りがあります。",
        )
        .to_owned(),
    };
    let help = text!(
        lang,
        "See relay-doctor --help.",
        "relay-doctor --help を参照してください。"
    );
    let gap = text!(lang, " ", "");
    format!("{what}{gap}{help}\n")
}

/// The certificate that was asked for is not there, or is not one.
pub(super) fn no_such_certificate(lang: Lang, asked: &str, known: &str) -> String {
    let known = match known {
        "" => text!(lang, "none", "なし"),
        known => known,
    };
    say!(
        lang,
        "relay-doctor: {asked} is neither a file with one certificate nor the thumbprint of one that was read: {known}\n",
        "relay-doctor: {asked} は、証明書が 1 つだけ入ったファイルでも、読み取った証明書の拇印でもありません: {known}\n",
    )
}

/// A certificate that no server sends was to be rehearsed.
pub(super) fn certificate_of_authority(lang: Lang, asked: &str, name: &str) -> String {
    say!(
        lang,
        "relay-doctor: {asked} is the certificate of a CA ({name}), and no server sends it: give the certificate that was issued for your servers\n",
        "relay-doctor: {asked} は CA の証明書 ({name}) で、サーバーが送信するものではありません。サーバー用に発行された証明書を指定してください\n",
    )
}

/// The output could not be written.
pub(super) fn not_written(lang: Lang, path: &str, why: &str) -> String {
    say!(
        lang,
        "relay-doctor: {path} was not written: {why}\n",
        "relay-doctor: {path} に書き込めませんでした: {why}\n",
    )
}

/// The file is there already.
pub(super) fn exists(lang: Lang) -> &'static str {
    text!(
        lang,
        "it exists (use --force to overwrite it)",
        "既に存在します (上書きするには --force を指定してください)",
    )
}

/// The file is there already, and nothing overwrites it.
pub(super) fn exists_already(lang: Lang) -> &'static str {
    text!(lang, "it exists", "既に存在します")
}

/// The list of messages to be sent again was written.
pub(super) fn refused_written(lang: Lang, path: &str, rows: u64) -> String {
    let english = count(rows, "refused recipient", "refused recipients");
    say!(
        lang,
        "Written: {path} ({english})\n",
        "書き込みました: {path} (拒否された受信者 {rows} 件)\n",
    )
}

/// A redacted copy was written.
pub(super) fn copied(lang: Lang, path: &str, files: usize, left_out: usize, page: &str) -> String {
    let english = count(files as u64, "file", "files");
    say!(
        lang,
        "Written: {path} ({english}; {left_out} left out)\nBefore you pass it on, read {page}.\n",
        "書き込みました: {path} (ファイル {files} 件、除外 {left_out} 件)\n外部に渡す前に {page} を確認してください。\n",
    )
}

/// The folder is there and has something in it.
pub(super) fn not_empty(lang: Lang) -> &'static str {
    text!(
        lang,
        "the folder is not empty (choose a new one)",
        "フォルダーが空ではありません (新しいフォルダーを指定してください)",
    )
}

/// The output was written.
pub(super) fn written(lang: Lang, path: &str) -> String {
    say!(lang, "Written: {path}\n", "書き込みました: {path}\n")
}

/// The option has no steps in this case.
pub(super) fn nothing_to_fix(lang: Lang, id: OptionId, option: Option<&PlanOption>) -> String {
    let why = option.map(|o| option_why(lang, o.why, Some(o)));
    let (id, why) = (id.code(), why.unwrap_or_default());
    say!(
        lang,
        "relay-doctor: nothing to write for {id}: {why}.\n",
        "relay-doctor: {id} で書き込むものはありません: {why}。\n",
    )
}

/// No such finding.
pub(super) fn no_such_code(lang: Lang, code: &str) -> String {
    say!(
        lang,
        "relay-doctor: there is no finding {code}. relay-doctor explain lists them.\n",
        "relay-doctor: {code} という検出事項はありません。relay-doctor explain で一覧を表示します。\n",
    )
}

/// No such incident.
pub(super) fn no_such_scenario(lang: Lang, name: &str) -> String {
    say!(
        lang,
        "relay-doctor: there is no built-in incident {name}. relay-doctor demo --list lists them.\n",
        "relay-doctor: {name} という障害例はありません。relay-doctor demo --list で一覧を表示します。\n",
    )
}
