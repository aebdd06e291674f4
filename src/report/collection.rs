//! The scripts that gather the evidence, with a page that says what they read.

use crate::i18n::{Lang, count, say, text};
use crate::remedy::powershell::script;
use crate::remedy::script::{COLLECT_CLOUD, COLLECT_ON_PREMISES, collection as scripts};
use crate::terminal::sanitise;

const README: &str = "README.txt";

/// All names that are written.
pub fn names() -> [&'static str; 3] {
    [COLLECT_ON_PREMISES, COLLECT_CLOUD, README]
}

/// The files in the order in which one uses them.
pub fn collection(lang: Lang) -> Vec<(String, String)> {
    let scripts = scripts().into_iter();
    let mut files: Vec<(String, String)> = scripts
        .map(|file| (file.name.to_owned(), script(&file.script)))
        .collect();
    // Notepad of older Windows wants both.
    let readme = format!("\u{feff}{}", page(lang).replace('\n', "\r\n"));
    files.push((README.to_owned(), readme));
    files
}

/// The page beside a redacted copy.
pub const REDACTED: &str = "REDACTED.txt";

/// What became of a file in a redacted copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Its path in the copy, redacted, with `/`.
    pub path: String,
    /// Whether it is there; else it was left out.
    pub written: bool,
}

/// What was replaced, what may have stayed, and which files were left out.
pub fn redacted_page(lang: Lang, copied: &[Copied]) -> String {
    let listed = |written: bool| -> String {
        let files = copied.iter().filter(|c| c.written == written);
        let lines = files.map(|c| format!("  {}\n", sanitise(&c.path)));
        lines.collect()
    };
    let written = copied.iter().filter(|c| c.written).count();
    let english = count(written as u64, "file", "files");
    let mut page = say!(
        lang,
        "\
A redacted copy of evidence: {english}. To diagnose it: relay-doctor diagnose FOLDER

Replaced, the same way in every file: domains, mail addresses, names of servers and
connectors, IP addresses, names on certificates, thumbprints, serial numbers. Certificates
were rewritten; their signatures no longer hold. Subjects of messages were taken out.
Not replaced: what names nobody (times, SMTP replies, Microsoft's own names), and free text,
such as a Comment, in which no known name stands. Look through the files before you pass
them on.

",
        "\
証拠ファイルの秘匿化した写しです (ファイル {written} 件)。診断: relay-doctor diagnose FOLDER

すべてのファイルで一貫して置き換えたもの: ドメイン、メール アドレス、サーバー名、コネクタ名、
IP アドレス、証明書の名前、拇印、シリアル番号。証明書は書き換えたため、署名は無効です。
メッセージの件名は取り除きました。
置き換えていないもの: 個人や組織を示さないもの (時刻、SMTP の応答、Microsoft の名前)、および既知の
名前を含まない自由記述 (Comment など)。外部に渡す前に、ファイルの内容を確認してください。

",
    );
    for (heading, files) in [
        (
            text!(lang, "In this copy\n", "含まれるファイル\n"),
            listed(true),
        ),
        (
            text!(
                lang,
                "\nLeft out: unreadable, twice the same, or nothing in it can be rewritten (.pfx, .p7b, unknown kinds)\n",
                "\n除外したファイル (読み取れない、重複、または .pfx、.p7b、不明な形式のため書き換えられないもの)\n",
            ),
            listed(false),
        ),
    ] {
        if !files.is_empty() {
            page.push_str(heading);
            page.push_str(&files);
        }
    }
    // Notepad of older Windows wants both.
    format!("\u{feff}{}", page.replace('\n', "\r\n"))
}

fn page(lang: Lang) -> &'static str {
    text!(
        lang,
        "\
1. Copy Collect-OnPremises.ps1 to an Exchange server. Open the Exchange Management
   Shell there and run:   .\\Collect-OnPremises.ps1
   Run it on each Edge Transport server too.
2. Open PowerShell 5.1 or 7 in a window of its own, run Connect-ExchangeOnline, then:
   .\\Collect-ExchangeOnline.ps1
   In a national cloud:   .\\Collect-ExchangeOnline.ps1 -ExchangeEnvironmentName O365China
3. Hand both folders to relay-doctor. Each script prints its path as the last line:
   relay-doctor diagnose FOLDER1 FOLDER2

If Windows refuses to run the scripts (execution policy), allow them for that window:
   Set-ExecutionPolicy -Scope Process RemoteSigned
   and, where they were downloaded or mailed:   Unblock-File .\\Collect-*.ps1

The scripts only read. Each writes into one dated folder and changes nothing else.

Collect-OnPremises.ps1 reads
- Send connectors, accepted domains, hybrid configuration, Edge subscriptions, Exchange
  servers with their builds
- of every server: certificates (public part only), the default SMTP certificate,
  Receive connectors, events 12014 to 12017, messages that failed with 5.7.64 (-Days 7),
  the newest send logs (-LogMegabytes 200; Front End where FrontendProxyEnabled)
- of this server: certificates of authorities, logs of the Hybrid Configuration Wizard in
  the profiles of all users

Collect-ExchangeOnline.ps1 reads
- inbound and outbound connectors, accepted domains, the tenant's name and
  RejectDirectSend, connectors that Microsoft has restricted

They never read subjects, bodies, private keys or passwords. Still, logs and tracking hold
addresses of senders and recipients: the manifest in each folder says for every file what is
sensitive in it, and what could not be read.
",
        "\
1. Collect-OnPremises.ps1 を Exchange サーバーにコピーし、Exchange 管理シェルで実行します。
   .\\Collect-OnPremises.ps1
   エッジ トランスポート サーバーがある場合は、各サーバーでも実行してください。
2. PowerShell 5.1 または 7 を専用のウィンドウで開き、Connect-ExchangeOnline の後に実行します。
   .\\Collect-ExchangeOnline.ps1
   各国のクラウドの場合: .\\Collect-ExchangeOnline.ps1 -ExchangeEnvironmentName O365China
3. 両方のフォルダーを relay-doctor に渡します。パスは各スクリプトの最後の行に表示されます。
   relay-doctor diagnose FOLDER1 FOLDER2

実行ポリシーにより実行できない場合は、そのウィンドウでのみ許可してください。
   Set-ExecutionPolicy -Scope Process RemoteSigned
   ダウンロードやメールで受け取った場合: Unblock-File .\\Collect-*.ps1

スクリプトは読み取るだけです。日付の付いた 1 つのフォルダーに書き込み、ほかは何も変更しません。

Collect-OnPremises.ps1 が読み取るもの
- 送信コネクタ (SendConnector)、承認済みドメイン、ハイブリッド構成、エッジ サブスクリプション、
  Exchange サーバーとそのビルド
- サーバーごとに、証明書 (公開部分のみ)、既定の SMTP 証明書、受信コネクタ (ReceiveConnector)、
  イベント 12014 から 12017、5.7.64 で失敗したメッセージ (-Days 7)、最新の送信ログ
  (-LogMegabytes 200。FrontendProxyEnabled の場合は FrontEnd のログも対象)
- このサーバーの証明機関の証明書、すべてのユーザー プロファイルにあるハイブリッド構成ウィザード (HCW)
  のログ

Collect-ExchangeOnline.ps1 が読み取るもの
- 受信コネクタ (InboundConnector) と送信コネクタ (OutboundConnector)、承認済みドメイン、
  テナント名と RejectDirectSend、Microsoft が制限したコネクタ

件名、本文、秘密キー、パスワードは読み取りません。ただし、ログとメッセージ追跡には送信者と受信者の
アドレスが含まれます。各ファイルに含まれる機密情報と、読み取れなかったものは、フォルダー内の
マニフェスト (manifest) に記載されています。
",
    )
}
