//! What is missing: why it is needed and what it would settle. In Japanese the
//! action comes first.

use super::words::source_kind;
use super::{Lang, quoted, say, short};
use crate::diagnosis::NeedReason;

/// Why something is needed, in one or two sentences.
pub fn need(lang: Lang, reason: &NeedReason) -> String {
    use NeedReason as N;
    match reason {
        N::SendingSystem { system, host } => {
            let setting = match system.certificate_setting() {
                Some(name) => say!(lang, " ({name})", " ({name}) "),
                None => String::new(),
            };
            let system = system.name();
            let whose = match host {
                Some(host) => {
                    let host = short(host, 80);
                    say!(lang, "{system} on {host}", "{host} の {system}")
                }
                None => system.to_owned(),
            };
            say!(
                lang,
                "Look at {whose}: by its bounce the mail was sent there, not by Exchange. Which \
                 certificate it presents to Exchange Online, if any{setting}, and by which public \
                 address it leaves, decide. Give the certificate's file, and the address with \
                 --egress-ip.",
                "{whose} を確認してください。配信不能レポート (NDR) によると、メールを送信したのは Exchange \
                 ではなくこのシステムです。Exchange Online に提示する証明書{setting}の有無と内容、外向きの \
                 IP アドレスで判定されます。証明書のファイルと、--egress-ip でアドレスを指定してください。",
            )
        }
        N::SendLog => say!(
            lang,
            "No send log was given. A log shows which certificate and address are really used, \
             and what Exchange Online answers.",
            "送信ログを用意してください。実際に使われている証明書とアドレス、Exchange Online の\
             応答が分かります。",
        ),
        N::SendLogToEop => say!(
            lang,
            "The log has no session with Exchange Online Protection. One from a source server of \
             the Send connector shows what is sent.",
            "送信コネクタの送信元サーバーのログを用意してください。今のログには Exchange Online \
             Protection とのセッションがありません。",
        ),
        N::ProtocolLogging { connector } => match connector {
            Some(name) => {
                let name = quoted(lang, name);
                say!(
                    lang,
                    "Protocol logging may be off on the Send connector {name}. Switched on, the \
                     next session shows the certificate and the answer.",
                    "送信コネクタ{name}のプロトコル ログの記録を有効にしてください。次のセッションから\
                     証明書と応答が分かります。",
                )
            }
            None => say!(
                lang,
                "Protocol logging may be off on the Send connector. Switched on, the next session \
                 shows the certificate and the answer.",
                "送信コネクタのプロトコル ログの記録を有効にしてください。次のセッションから証明書と\
                 応答が分かります。",
            ),
        },
        N::InboundConnectors => say!(
            lang,
            "The tenant's inbound connectors were not given. They say which certificate name or \
             address Exchange Online expects (condition B).",
            "テナントの受信コネクタ (InboundConnector) の出力を用意してください。Exchange Online が\
             期待する証明書の名前とアドレスが分かります (条件 B)。",
        ),
        N::InboundConnectorsRest => say!(
            lang,
            "Only a part of the tenant's inbound connectors was given. The whole list says whether \
             one fits (condition B).",
            "テナントの受信コネクタ (InboundConnector) をすべて出力してください。今あるのは一部だけ\
             なので、一致するものがあるか分かりません (条件 B)。",
        ),
        N::InboundConnectorsEmpty => say!(
            lang,
            "An empty listing was taken for the inbound connectors. The command proves whether \
             there is really none.",
            "コマンドを実行し、本当に 1 件もないかを確認してください。空の一覧を受信コネクタ \
             (InboundConnector) のものとみなしています。",
        ),
        N::AcceptedDomains => say!(
            lang,
            "The tenant's accepted domains were not given. They settle whether certificate or \
             sender vouch for the mail (condition A).",
            "テナントの承認済みドメインの出力を用意してください。証明書または送信者がメールを\
             裏付けるかが分かります (条件 A)。",
        ),
        N::AcceptedDomainsRest => say!(
            lang,
            "Only a part of the tenant's accepted domains was given. The whole list settles whether \
             certificate or sender vouch for the mail (condition A).",
            "テナントの承認済みドメインをすべて出力してください。今あるのは一部だけなので、証明書\
             または送信者がメールを裏付けるか分かりません (条件 A)。",
        ),
        N::AcceptedDomainsSide => say!(
            lang,
            "It cannot be told whose accepted domains these are; the on-premises list is another \
             one. Run the command in Exchange Online PowerShell.",
            "Exchange Online PowerShell で実行してください。今の承認済みドメインは、テナントのものか\
             オンプレミスのものか判別できません。",
        ),
        N::SendConnectors => say!(
            lang,
            "The Send connectors were not given. They say whose tenant the mail goes to and which \
             certificate is configured.",
            "オンプレミスの送信コネクタ (SendConnector) の出力を用意してください。どのテナントに\
             送られるか、どの証明書が構成されているかが分かります。",
        ),
        N::SendConnectorProperties { connector } => {
            let name = quoted(lang, connector);
            say!(
                lang,
                "The export of the Send connector {name} leaves out SmartHosts or AddressSpaces, \
                 which say whose tenant its mail goes to.",
                "送信コネクタ (SendConnector){name}をすべてのプロパティ付きで出力し直してください。\
                 SmartHosts または AddressSpaces がなく、どのテナントに送られるかが分かりません。",
            )
        }
        N::TenantOfHost { connector, host } => {
            let name = quoted(lang, connector);
            let host = short(host, 80);
            say!(
                lang,
                "The Send connector {name} leads to {host}, which is named after none of the \
                 accepted domains. Compare it with the MX value that the Microsoft 365 admin \
                 center shows for your domains.",
                "Microsoft 365 管理センターに表示される自社ドメインの MX の値を {host} と比べて\
                 ください。これは送信コネクタ (SendConnector){name}の宛先ですが、どの承認済みドメイン\
                 の名前とも対応しません。",
            )
        }
        N::CertificatesOfServer { server } => {
            let server = short(server, 40);
            say!(
                lang,
                "None of the certificates listed is of {server}. Its own listing shows which are \
                 installed there.",
                "サーバー {server} の証明書を出力してください。今の一覧には、このサーバーの証明書が\
                 ありません。",
            )
        }
        N::CertificateNotListed { thumbprint, server } => {
            let thumbprint = short(thumbprint, 40);
            let on = match server {
                Some(server) => {
                    let server = short(server, 40);
                    say!(lang, " on {server}", "サーバー {server} で")
                }
                None => String::new(),
            };
            say!(
                lang,
                "The certificate {thumbprint} is in use{on} and not among those listed. The \
                 listing of the server that sends it shows its dates, private key and services.",
                "送信元サーバーの証明書の一覧を出力してください。{on}使われている証明書 {thumbprint} \
                 が今の一覧にありません。有効期間、秘密キー、サービスが分かります。",
            )
        }
        N::CertificateProperties { thumbprint } => {
            let thumbprint = short(thumbprint, 40);
            say!(
                lang,
                "The listing leaves out HasPrivateKey or Services of the certificate {thumbprint}, \
                 which is in use.",
                "証明書の一覧をすべてのプロパティ付きで出力し直してください。使われている証明書 \
                 {thumbprint} の HasPrivateKey または Services がありません。",
            )
        }
        N::InstalledCertificates => say!(
            lang,
            "The installed certificates were not given. They show whether the right one is there, \
             valid, with its private key and enabled for SMTP.",
            "インストール済みの証明書の出力を用意してください。正しい証明書の有無、有効期間、\
             秘密キー、SMTP の有効化が分かります。",
        ),
        N::EgressAddress => say!(
            lang,
            "The address that Exchange Online sees is not known. It stands in the EHLO reply of \
             the send log, after \"Hello\".",
            "送信ログの EHLO 応答で、Hello の後のアドレスを確認してください。Exchange Online から\
             見えるアドレスが不明です。",
        ),
        N::NewerLog => say!(
            lang,
            "The log ends before the connector's last change or the certificate's expiry. A session \
             from now on shows whether relay is accepted.",
            "新しいログを用意してください。今のログはコネクタの変更または証明書の期限切れより前の\
             もので、現在中継が受け付けられるかは分かりません。",
        ),
        N::RelaySession => say!(
            lang,
            "Microsoft's documents do not say whether these two names fit. A session to an outside \
             recipient decides it: send one test mail and bring the newest log.",
            "外部あてのテスト メールを 1 通送信し、最新のログを用意してください。この 2 つの名前が一致と\
             みなされるかは文書に記載がなく、実際のセッションの応答で判断します。",
        ),
        N::ConnectorProperties => say!(
            lang,
            "The export leaves out properties of the inbound connectors that decide (Name, \
             Enabled, ConnectorType, TlsSenderCertificateName, SenderIPAddresses), or they could not \
             be read.",
            "テナントの受信コネクタ (InboundConnector) をすべてのプロパティ付きで出力し直してください。\
             判定に必要な値 (Name、Enabled、ConnectorType、TlsSenderCertificateName、SenderIPAddresses) が\
             ないか、読み取れません。",
        ),
        N::SessionBeginning => say!(
            lang,
            "The log begins in the middle of a session, so it does not show which certificate was \
             sent. The file before it, or a whole new one, does.",
            "ひとつ前のログ ファイル、または新しいログ全体を用意してください。今のログはセッションの\
             途中から始まっているため、どの証明書が送信されたかが分かりません。",
        ),
        N::CertificateDetails { thumbprint } => {
            let thumbprint = short(thumbprint, 40);
            say!(
                lang,
                "The log does not write all names and dates of the certificate {thumbprint}. They \
                 settle whether it fits and is valid.",
                "証明書 {thumbprint} の詳細を用意してください。ログにない名前と有効期間から、一致するか、\
                 有効かが分かります。",
            )
        }
        N::CertificateChain { thumbprint } => {
            let thumbprint = short(thumbprint, 40);
            say!(
                lang,
                "The name fits and mail is refused. Whether the issuers of {thumbprint} are on the \
                 server is not known; its stores of authorities tell.",
                "サーバーの証明機関のストアの一覧を用意してください。名前は一致するのにメールが拒否されて\
                 おり、証明書 {thumbprint} の発行者の証明書がサーバーにあるかが分かります。",
            )
        }
        N::WholeList { kind, property } => {
            let kind = source_kind(lang, *kind);
            let property = short(property, 80);
            say!(
                lang,
                "The console cut {property} of the {kind}. The whole list settles whether the \
                 value is in it.",
                "「{kind}」の {property} を全件出力してください。コンソールで省略された部分に値が\
                 あるかどうかが分かります。",
            )
        }
    }
}
