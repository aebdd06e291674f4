//! What was noticed while reading a source.

mod xml;

use super::list::list;
use super::{Lang, count, quoted, say, short, text};
use crate::evidence::archive::ArchiveTrouble;
use crate::evidence::record::ObjectClass;
use crate::evidence::{NoteKind, Unread};

/// What was noticed, in a sentence.
pub fn note(lang: Lang, kind: &NoteKind) -> String {
    use NoteKind as K;
    match kind {
        K::Unreadable(error) => {
            let error = short(error, 160);
            say!(
                lang,
                "Could not be read: {error}.",
                "読み取れません: {error}。"
            )
        }
        K::NoPermission | K::Locked | K::NotAFile | K::Grew(_) | K::Shrank(_) => {
            of_file(lang, kind)
        }
        K::RepeatedRows(n) => {
            let rows = count(*n, "row stands", "rows stand");
            say!(
                lang,
                "{rows} in an earlier log of this server too; counted once.",
                "{n} 行は、このサーバーの先のログにもあるため、1 回だけ数えます。",
            )
        }
        K::Archive(trouble) => archive(lang, *trouble),
        K::Empty => say!(lang, "The file is empty.", "ファイルが空です。"),
        K::Binary => say!(
            lang,
            "Neither text nor a known binary kind. Looked for: certificates (DER, PKCS#7, \
             PKCS#12), zip archives, Outlook messages.",
            "テキストでも既知のバイナリ形式でもありません。確認した種類: 証明書 (DER、PKCS#7、\
             PKCS#12)、zip アーカイブ、Outlook メッセージ。",
        ),
        K::Unrecognised => say!(
            lang,
            "Text of no known kind. Looked for: SMTP send and receive logs, HCW log and .xhcw, \
             output of Exchange cmdlets (Format-List, Format-Table, JSON, CSV, CLIXML), a \
             non-delivery report or a line with its error, certificates (PEM, base64), a CAPI2 \
             event.",
            "種類を判別できないテキストです。確認した種類: SMTP 送信ログと受信ログ、HCW ログと .xhcw、\
             Exchange コマンドレットの出力 (Format-List、Format-Table、JSON、CSV、CLIXML)、配信不能\
             レポート (NDR) とそのエラー行、証明書 (PEM、base64)、CAPI2 イベント。",
        ),
        K::NoRefusal => say!(
            lang,
            "Save the non-delivery report itself as .eml, or paste its text: no SMTP refusal \
             stands in this e-mail.",
            "配信不能レポート (NDR) 自体を .eml で保存するか、本文を貼り付けてください。この\
             メールには SMTP の拒否応答がありません。",
        ),
        K::NotRead(Unread::FormatTable(class)) => format_table(lang, *class),
        K::NotRead(which) => unread(lang, *which).to_owned(),
        K::TruncatedList { property } => {
            let property = short(property, 80);
            say!(
                lang,
                "The console cut {property}: set $FormatEnumerationLimit = -1 and run it again.",
                "$FormatEnumerationLimit = -1 を設定して再実行してください。{property} がコンソールで\
                 省略されています。",
            )
        }
        K::LostValues { class, properties } => {
            let properties = list(lang, properties, 4);
            let again = again(lang, *class);
            say!(
                lang,
                "Run {again}. The export wrote names of types instead of the values of \
                 {properties}; they count as unknown.",
                "{again} を実行してください。{properties} は値ではなく型名が出力されているため、\
                 不明として扱います。",
            )
        }
        K::RowWidth { fields, names } => {
            let values = count(
                u64::try_from(*fields).unwrap_or(u64::MAX),
                "value",
                "values",
            );
            say!(
                lang,
                "The row has {values} for {names} properties; what cannot be assigned counts as \
                 unknown. Export it with quotes.",
                "引用符を付けて出力し直してください。この行には {names} 個のプロパティに対して \
                 {fields} 個の値があるため、対応が分からない値は不明として扱います。",
            )
        }
        K::AmbiguousDate { property, text } => {
            let (property, text) = (short(property, 80), quoted(lang, text));
            say!(
                lang,
                "Day and month of {property} cannot be told apart in {text}; it is not used.",
                "{property} の{text}は日と月を区別できないため、使用していません。",
            )
        }
        K::DateOrder { day_first, text } => {
            let text = quoted(lang, text);
            let (english, japanese) = match day_first {
                true => ("day first", "日、月の順"),
                false => ("month first", "月、日の順"),
            };
            say!(
                lang,
                "Dates of this file are read {english}, as {text} shows.",
                "この行の{text}から、このファイルの日付を{japanese}と判断しました。",
            )
        }
        K::BadValue { property, text } => {
            let (property, text) = (short(property, 80), quoted(lang, text));
            say!(
                lang,
                "{property} cannot be {text}; the value counts as unknown.",
                "{property} の値{text}は正しい形式ではないため、不明として扱います。",
            )
        }
        K::BadCertificate(error) => {
            let error = short(error, 160);
            say!(
                lang,
                "A certificate could not be decoded: {error}.",
                "証明書を読み取れません: {error}。",
            )
        }
        K::PrivateKeyIgnored => say!(
            lang,
            "The file holds a private key; it was passed over and not kept.",
            "ファイルに秘密キーがあります。読み込まず、保存もしていません。",
        ),
        K::PasswordNeeded => say!(
            lang,
            "Put its password into an environment variable and give its name with --password-env, \
             or run the command on a terminal, or use the wizard: both ask for it. The file is \
             encrypted and was not read.",
            "パスワードを環境変数に設定し、その名前を --password-env で指定してください。端末で\
             コマンドを実行するか、ウィザードで入力することもできます。暗号化されたファイルのため、\
             読み取っていません。",
        ),
        K::WrongPassword => say!(
            lang,
            "Give the right password (--password-env, on a terminal, or in the wizard): the file \
             does not open with the one that was given.",
            "正しいパスワードを指定してください (--password-env、端末、またはウィザード)。指定された\
             パスワードでは開けません。",
        ),
        K::BadJson(position) => {
            let position = short(position, 160);
            say!(
                lang,
                "The JSON is damaged or ends early: {position}.",
                "JSON が壊れているか、途中で終わっています: {position}。",
            )
        }
        K::BadXml(fault) => xml::fault(lang, *fault).to_owned(),
        K::RunAt(stamp) => {
            let stamp = short(stamp, 40);
            say!(
                lang,
                "Its values are as of {stamp}, when HCW ran; the file does not tell the time zone.",
                "値は、HCW を実行した {stamp} の時点のものです。タイム ゾーンはファイルに書かれていません。",
            )
        }
        K::OtherLog(name) if name.is_empty() => say!(
            lang,
            "Another log of Exchange: its rows are counted and not judged. Bring the SMTP send log \
             (SmtpSend folder).",
            "SmtpSend フォルダーの SMTP 送信ログを用意してください。これは Exchange の別のログで、行数を\
             数えるだけで、判定には使いません。",
        ),
        K::OtherLog(name) => {
            let name = quoted(lang, &short(name, 60));
            say!(
                lang,
                "A log of the type {name}: its rows are counted and not judged. Bring the SMTP send \
                 log (SmtpSend folder).",
                "SmtpSend フォルダーの SMTP 送信ログを用意してください。これは種類が {name} のログで、行数を\
                 数えるだけで、判定には使いません。",
            )
        }
        K::MorePages => say!(
            lang,
            "Fetch the pages behind @odata.nextLink too, or run the cmdlet in Exchange Online \
             PowerShell: the listing goes on there. What is missing here is unknown.",
            "@odata.nextLink の先のページも取得するか、Exchange Online PowerShell でコマンドレットを実行して\
             ください。一覧には続きがあり、ここにないものは不明として扱います。",
        ),
        K::AskedForSome(class) => {
            let cmdlet = class.cmdlet().unwrap_or_default();
            say!(
                lang,
                "Run {cmdlet} without a name or a filter: the command here asks for some. What is \
                 missing is unknown.",
                "名前もフィルターも指定せずに {cmdlet} を実行してください。ここにあるコマンドは一部だけを\
                 取得しているため、ないものは不明として扱います。",
            )
        }
        K::ObjectCut => say!(
            lang,
            "Bring the whole text: an object breaks off here. Its whole values count, the rest is \
             unknown.",
            "テキスト全体を用意し直してください。オブジェクトがここで途切れています。完全に読み取れた値だけを使い、残りは不明とします。",
        ),
        K::EmptyListing => say!(
            lang,
            "A listing without any object; it is taken to mean that there are none.",
            "オブジェクトのない一覧です。1 件も存在しないものとして扱います。",
        ),
        K::SideUnknown => say!(
            lang,
            "Say with --side PATH=tenant or --side PATH=on-premises whose these objects are: \
             nothing in them tells it.",
            "--side PATH=tenant または --side PATH=on-premises を指定してください。テナントと\
             オンプレミスのどちらのオブジェクトか判別できません。",
        ),
        K::Reference(class) => reference(lang, *class).to_owned(),
        K::MixedKinds => say!(
            lang,
            "The listing holds objects of several kinds.",
            "一覧に複数の種類のオブジェクトがあります。",
        ),
        K::LinkLoop => say!(
            lang,
            "A link leads back into a folder already read; it was not followed.",
            "読み取り済みのフォルダーに戻るリンクのため、たどっていません。",
        ),
        K::SameAs(path) => {
            let path = short(path, 160);
            say!(
                lang,
                "The same bytes as {path}; counted once.",
                "{path} と同じ内容のため、1 回だけ数えます。",
            )
        }
        K::ReplacedBytes(n) => {
            let bytes = count(*n, "byte is", "bytes are");
            say!(
                lang,
                "{bytes} not valid in the file's encoding; shown as replacement characters.",
                "文字コードに合わない {n} バイトを、置換文字で表示します。",
            )
        }
        K::ShortLine { fields } => {
            let n = u64::try_from(*fields).unwrap_or(u64::MAX);
            let fields = count(n, "field", "fields");
            say!(
                lang,
                "The line has {fields} instead of nine; it was passed over.",
                "9 個あるはずのフィールドが {n} 個しかないため、この行は使用していません。",
            )
        }
        K::OpenQuote => say!(
            lang,
            "A quotation mark in the line is never closed; the line was passed over.",
            "引用符が閉じていないため、この行は使用していません。",
        ),
        K::HalfLastLine => say!(
            lang,
            "The last line is incomplete: the log was being written when it was copied.",
            "最後の行が途中で終わっています。書き込み中にコピーされたログです。",
        ),
        K::BadTime => say!(
            lang,
            "The time of the line cannot be read; the line was passed over.",
            "時刻を読み取れないため、この行は使用していません。",
        ),
        K::LineTooLong(limit) => say!(
            lang,
            "A line longer than {limit} bytes was passed over.",
            "{limit} バイトを超える行は使用していません。",
        ),
        K::OnlyBeginningRead(bytes) => say!(
            lang,
            "The file is too large to be read whole; only its first {bytes} bytes were used. Export fewer objects, or split it.",
            "ファイルが大きすぎるため、先頭の {bytes} バイトだけを使用しました。出力するオブジェクトを減らすか、分割してください。",
        ),
        K::MoreDamagedLines(n) => {
            let lines = count(*n, "more damaged line is", "more damaged lines are");
            say!(
                lang,
                "{lines} not listed here.",
                "ほかに {n} 行の破損した行があります (一覧は省略)。",
            )
        }
        K::NulBytes(n) => {
            let bytes = count(*n, "NUL byte stands", "NUL bytes stand");
            say!(
                lang,
                "{bytes} where text should be, as after a crash of the server.",
                "本文の位置に NUL が {n} バイトあります。サーバーの異常終了後に見られる状態です。",
            )
        }
        K::DomainsPooled(n) => {
            let domains = count(*n, "recipient domain was", "recipient domains were");
            say!(
                lang,
                "{domains} counted together to save memory.",
                "メモリ節約のため、{n} 個の受信者ドメインをまとめて数えました。",
            )
        }
        K::TooManyFiles(n) => {
            let files = count(*n, "file was", "files were");
            say!(
                lang,
                "{files} left out because there are too many; give a smaller folder.",
                "対象のフォルダーを絞ってください。ファイルが多すぎるため、{n} 個を読み取って\
                 いません。",
            )
        }
    }
}

/// How a file could be opened or read on.
fn of_file(lang: Lang, kind: &NoteKind) -> String {
    match kind {
        NoteKind::NoPermission => say!(
            lang,
            "Run as a user who may read it, or copy it: the system denies access.",
            "読み取り権限のあるユーザーで実行するか、コピーを指定してください。アクセスが拒否されました。",
        ),
        NoteKind::Locked => say!(
            lang,
            "Copy it and give the copy: another program keeps it to itself.",
            "コピーを作成して指定してください。ほかのプログラムが占有しています。",
        ),
        NoteKind::Grew(n) => {
            let bytes = count(*n, "byte", "bytes");
            say!(
                lang,
                "It grew while it was read; the last {bytes} came too late.",
                "読み取り中に書き足されました。末尾の {n} バイトは読み取っていません。",
            )
        }
        NoteKind::Shrank(n) => {
            let bytes = count(*n, "byte was", "bytes were");
            say!(
                lang,
                "It was cut while it was read: {bytes} gone. Read it again.",
                "もう一度読み取ってください。読み取り中に {n} バイト短くなりました。",
            )
        }
        _ => say!(
            lang,
            "A pipe or a device; give - to read standard input.",
            "標準入力を読み取るには - を指定してください。これはパイプまたはデバイスです。",
        ),
    }
}

/// What is wrong in an archive, and what to do about it.
fn archive(lang: Lang, trouble: ArchiveTrouble) -> String {
    use ArchiveTrouble as A;
    match trouble {
        A::Damaged => say!(
            lang,
            "Copy it again: it is cut or damaged, and what cannot be checked is not used.",
            "もう一度コピーしてください。途中で切れているか破損しており、検証できない部分は使用していません。",
        ),
        A::Encrypted => say!(
            lang,
            "Extract it and give the folder: it is encrypted with a password.",
            "展開してフォルダーを指定してください。パスワードで暗号化されています。",
        ),
        A::Method(method) => say!(
            lang,
            "Extract it and give the folder: it is packed by method {method}; stored and deflate are read.",
            "展開してフォルダーを指定してください。圧縮方式 {method} には対応していません (無圧縮と Deflate に対応)。",
        ),
        A::TooManyEntries(limit) => say!(
            lang,
            "Extract what is needed and give the folder: only the first {limit} entries were read.",
            "必要なものだけを展開してフォルダーを指定してください。先頭の {limit} 個だけを読み取りました。",
        ),
        A::TooLarge(limit) => say!(
            lang,
            "Extract it and give the folder: it goes beyond the {limit} bytes that are taken of an archive.",
            "展開してフォルダーを指定してください。1 つのアーカイブから読み取る上限 ({limit} バイト) を超えます。",
        ),
        A::Ratio(ratio) => say!(
            lang,
            "Not read: it would grow to more than {ratio} times its size, as a zip bomb does.",
            "読み取っていません。展開すると {ratio} 倍を超える大きさになります (zip 爆弾の特徴です)。",
        ),
        A::TooDeep => say!(
            lang,
            "Extract it and give the folder: an archive is read in an archive, but not deeper.",
            "展開してフォルダーを指定してください。アーカイブの中のアーカイブは 1 段だけ読み取ります。",
        ),
        A::NestedTooLarge(limit) => say!(
            lang,
            "Extract it and give the folder: an archive in an archive is read up to {limit} bytes.",
            "展開してフォルダーを指定してください。アーカイブの中のアーカイブは {limit} バイトまで読み取ります。",
        ),
        A::SameNames => say!(
            lang,
            "Several entries have the same name; one of each was read.",
            "同じ名前のエントリが複数あるため、それぞれ 1 つだけを読み取りました。",
        ),
        A::LeadsOut => say!(
            lang,
            "Its name leads out of the archive; it was read where it is, and nothing was written.",
            "名前がアーカイブの外を指していますが、展開せずに読み取り、何も書き込んでいません。",
        ),
        A::OfficeDocument => say!(
            lang,
            "Save it as text: a Word, Excel or PowerPoint file is not read.",
            "テキストとして保存してください。Word、Excel、PowerPoint のファイルは読み取れません。",
        ),
    }
}

/// A kind that is recognised and not read: what it is and what to bring instead.
pub fn unread(lang: Lang, which: Unread) -> &'static str {
    use Unread as U;
    match which {
        U::FormatTable(_) => text!(
            lang,
            "Output of Format-Table, which leaves values out: run the cmdlet again with \
             | Format-List or | ConvertTo-Json -Depth 4.",
            "| Format-List または | ConvertTo-Json -Depth 4 を付けて再実行してください。\
             Format-Table の出力では値が失われています。",
        ),
        U::OutlookMsg => text!(
            lang,
            "An Outlook message (.msg): save the bounce as .eml, or paste its text into a file.",
            "NDR を .eml で保存するか、本文をテキスト ファイルに貼り付けてください。Outlook の .msg は\
             読み取れません。",
        ),
        U::ReceiveLog => text!(
            lang,
            "An SMTP receive log: what others sent to this server, not what it sent to Exchange \
             Online. Its rows are counted and not judged; bring the send log (SmtpSend folder).",
            "SmtpSend フォルダーの送信ログを用意してください。これは SMTP 受信ログで、Exchange Online への\
             送信ではなく、このサーバーが受け取った通信の記録です。行数を数えるだけで、判定には使いません。",
        ),
    }
}

/// What a person finds in objects that no check rests on.
fn reference(lang: Lang, class: ObjectClass) -> &'static str {
    use ObjectClass as C;
    match class {
        C::ExchangeServer => text!(
            lang,
            "Look up builds (AdminDisplayVersion) and roles here; no check rests on them.",
            "ビルド (AdminDisplayVersion) と役割の確認に使えます。診断には使用していません。",
        ),
        C::OrganizationConfig => text!(
            lang,
            "Look up the tenant's name and RejectDirectSend here; no check rests on them.",
            "テナント名と RejectDirectSend の確認に使えます。診断には使用していません。",
        ),
        C::EdgeSubscription => text!(
            lang,
            "Mail may leave by these Edge servers: run the collection script on each of them too.",
            "各エッジ サーバーでも収集スクリプトを実行してください。メールがこれらのエッジ \
             サーバーから出ている可能性があります。",
        ),
        C::EventLog => text!(
            lang,
            "Look up events such as 12014 to 12017 (certificates of transport) here; no check rests \
             on them.",
            "12014 から 12017 (トランスポートの証明書) などのイベントの確認に使えます。診断には使用\
             していません。",
        ),
        _ => text!(
            lang,
            "The list of what was collected; it says what is sensitive and what could not be read.",
            "収集したファイルの一覧です。機密情報の内容と、読み取れなかったものが記載されています。",
        ),
    }
}

/// A table, with the command to run instead where its columns tell the cmdlet.
fn format_table(lang: Lang, class: ObjectClass) -> String {
    if class == ObjectClass::Unknown {
        return unread(lang, Unread::FormatTable(class)).to_owned();
    }
    let again = again(lang, class);
    say!(
        lang,
        "Run {again}. Output of Format-Table leaves values out; nothing was taken from it.",
        "{again} を実行してください。Format-Table の出力は値が失われているため、使用していません。",
    )
}

/// The command that gives objects of a class whole. Objects of the Exchange
/// Management Shell print badly as JSON, those of Exchange Online print well.
fn again(lang: Lang, class: ObjectClass) -> String {
    use ObjectClass as C;
    let form = match class {
        C::InboundConnector | C::OutboundConnector | C::AcceptedDomain | C::BlockedConnector => {
            "ConvertTo-Json -Depth 4"
        }
        _ => "Format-List *",
    };
    match class.cmdlet() {
        Some(cmdlet) => format!("{cmdlet} | {form}"),
        None => say!(
            lang,
            "the cmdlet again with | {form}",
            "| {form} を付けてコマンドレット",
        ),
    }
}
