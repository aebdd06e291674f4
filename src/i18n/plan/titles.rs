//! What to do in a step, in one imperative line.

use std::net::IpAddr;

use crate::i18n::{Lang, list, quoted, say, short, text};
use crate::remedy::{Place, Step, StepKind};

/// Columns of a certificate's name or a server in a title.
const NAME: usize = 40;
/// Columns of a connector: HCW's are known by the first part of their GUID.
const CONNECTOR: usize = 32;

/// What to do, in one line. Evidence stands in it as it was read.
pub fn step_title(lang: Lang, step: &Step) -> String {
    use StepKind as K;
    match &step.kind {
        K::SaveBefore => save_before(lang, step),
        K::LookAtInbound { connector } => look_at_inbound(lang, connector.as_deref()),
        K::LookAtSend { connector } => {
            let name = name(lang, connector);
            say!(
                lang,
                "Look at the Send connector {name} as it is now",
                "送信コネクタ{name}の現在の値を確認",
            )
        }
        K::SetName { new, .. } => {
            let new = short(new, NAME);
            say!(
                lang,
                "Set TlsSenderCertificateName to {new}",
                "TlsSenderCertificateName を {new} に変更",
            )
        }
        K::SetAddresses { added, .. } => {
            let added = addresses(lang, added);
            say!(
                lang,
                "Add {added} to SenderIPAddresses",
                "SenderIPAddresses に {added} を追加",
            )
        }
        K::EnableConnector { connector } => {
            let name = name(lang, connector);
            say!(
                lang,
                "Enable the inbound connector {name}",
                "受信コネクタ (InboundConnector){name}を有効化",
            )
        }
        K::NewConnector { .. } => say!(
            lang,
            "Create a new inbound connector of type OnPremises",
            "OnPremises 型の受信コネクタ (InboundConnector) を新規作成",
        ),
        K::AddAssociatedDomains { domains, .. } => {
            let domains = list(lang, domains, 1);
            say!(
                lang,
                "Add {domains} to AssociatedAcceptedDomains",
                "AssociatedAcceptedDomains に {domains} を追加",
            )
        }
        K::EmptyAssociatedDomains { instead, .. } => match instead {
            Some(_) => say!(
                lang,
                "Or empty AssociatedAcceptedDomains, so that forwarded mail passes too",
                "または、転送メールも中継するために AssociatedAcceptedDomains を空に変更",
            ),
            None => say!(
                lang,
                "Empty AssociatedAcceptedDomains, so that forwarded mail passes",
                "転送メールを中継するために AssociatedAcceptedDomains を空に変更",
            ),
        },
        K::InvestigateRestricted { connector } => match connector {
            Some(connector) => {
                let name = name(lang, connector);
                say!(
                    lang,
                    "Find out why {name} was restricted",
                    "受信コネクタ (InboundConnector){name}が制限された理由を調査",
                )
            }
            None => say!(
                lang,
                "Find out why the inbound connector was restricted",
                "受信コネクタ (InboundConnector) が制限された理由を調査",
            ),
        },
        K::FindCertificateFirst { .. } => say!(
            lang,
            "Find out which certificate your servers send",
            "サーバーが送信する証明書を特定",
        ),
        K::AddAcceptedDomain { domain } => {
            let domain = short(domain, NAME);
            say!(
                lang,
                "Add and verify {domain} as an accepted domain",
                "{domain} を承認済みドメインとして追加し、所有権を確認",
            )
        }
        K::AskAcceptedDomain { .. } => say!(
            lang,
            "Choose the domain that is to vouch for this mail",
            "このメールを裏付けるドメインを選択",
        ),
        K::TakeServersOut { servers, .. } => {
            let servers = list(lang, servers, 2);
            say!(
                lang,
                "Take {servers} out of SourceTransportServers for now",
                "SourceTransportServers から {servers} を一時的に除外",
            )
        }
        K::PutServersBack { servers, .. } => {
            let servers = list(lang, servers, 2);
            say!(
                lang,
                "Put {servers} back into SourceTransportServers",
                "SourceTransportServers に {servers} を戻す",
            )
        }
        K::SetInbound { property, new, .. } => {
            let (property, new) = (property.name(), crate::i18n::shown(lang, new));
            say!(
                lang,
                "Set {property} to {new}",
                "{property} を {new} に変更",
            )
        }
        K::LeaveBy { address } => say!(
            lang,
            "Let mail leave by {address}",
            "メールの送信元アドレスを {address} に変更",
        ),
        K::ReceiveConnectors => say!(
            lang,
            "Give the Receive connectors the new certificate too",
            "受信コネクタ (ReceiveConnector) にも新しい証明書を設定",
        ),
        K::OutboundConnectors => say!(
            lang,
            "Check TlsDomain of the outbound connectors",
            "送信コネクタ (OutboundConnector) の TlsDomain を確認",
        ),
        K::RemoveConnector { connector } => {
            let name = name(lang, connector);
            say!(
                lang,
                "Remove the inbound connector {name}",
                "受信コネクタ (InboundConnector){name}を削除",
            )
        }
        K::ImportCertificate { name, servers, .. } if servers.is_empty() => {
            let cert = short(name, NAME);
            say!(
                lang,
                "Import the certificate {cert} on every source server",
                "すべての送信元サーバーに証明書 {cert} をインポート",
            )
        }
        K::ImportCertificate { name, servers, .. } => {
            let (cert, servers) = (short(name, NAME), list(lang, servers, 2));
            say!(
                lang,
                "Import the certificate {cert} on {servers}",
                "{servers} に証明書 {cert} をインポート",
            )
        }
        K::EnableSmtp { server, .. } => enable_smtp(lang, server.as_deref()),
        K::SetSendCertificate {
            connector,
            name: cert,
            ..
        } => {
            let (name, cert) = (name(lang, connector), short(cert, NAME));
            say!(
                lang,
                "Make {name} send {cert}",
                "送信コネクタ{name}で {cert} を送信するように変更",
            )
        }
        K::GetCertificate { .. } => say!(
            lang,
            "Install a certificate that Exchange Online expects",
            "Exchange Online が期待する証明書をインストール",
        ),
        K::SetFqdn {
            connector, fqdn, ..
        } => {
            let (name, fqdn) = (name(lang, connector), short(fqdn, NAME));
            say!(
                lang,
                "Exchange 2010: set Fqdn of {name} to {fqdn}",
                "Exchange 2010: 送信コネクタ{name}の Fqdn を {fqdn} に変更",
            )
        }
        K::SwitchLoggingOn { connector } => {
            let name = name(lang, connector);
            say!(
                lang,
                "Switch protocol logging on for {name}",
                "送信コネクタ{name}のプロトコル ログを有効化",
            )
        }
        K::UseStarttls { connector } => {
            let name = name(lang, connector);
            say!(
                lang,
                "Let {name} use STARTTLS again",
                "送信コネクタ{name}で STARTTLS を使用するように戻す",
            )
        }
        K::LetStarttlsThrough { .. } => say!(
            lang,
            "Let STARTTLS through on the way to Exchange Online",
            "Exchange Online までの経路で STARTTLS を通過させる",
        ),
        K::CheckPrivateKey { .. } => say!(
            lang,
            "Check that the server can use the certificate's private key",
            "サーバーが証明書の秘密キーを使用できるか確認",
        ),
        K::ImportChain { server, .. } => match server {
            Some(server) => {
                let server = short(server, NAME);
                say!(
                    lang,
                    "Import the certificates of the issuers on {server}",
                    "{server} に発行者の証明書をインポート",
                )
            }
            None => say!(
                lang,
                "Import the certificates of the issuers on each source server",
                "各送信元サーバーに発行者の証明書をインポート",
            ),
        },
        K::RestoreKey { name, .. } => {
            let cert = short(name, NAME);
            say!(
                lang,
                "Import {cert} again, with its private key",
                "{cert} を秘密キー付きで再インポート",
            )
        }
        K::MendKey { name, .. } => {
            let cert = short(name, NAME);
            say!(
                lang,
                "Let Exchange use the key of {cert}",
                "Exchange が {cert} の秘密キーを使用できるように修正",
            )
        }
        K::Ipv4OnlyOrCertificate { .. } => say!(
            lang,
            "Send by IPv4 only, or be recognised by a certificate",
            "IPv4 だけで送信するか、証明書による認識に変更",
        ),
        K::DownloadHcw => say!(
            lang,
            "Download the Hybrid Configuration Wizard",
            "ハイブリッド構成ウィザード (HCW) をダウンロード",
        ),
        K::RunHcwUpdateCertificate { .. } => say!(
            lang,
            "Run HCW: Update Secure Mail Certificate for Connectors",
            "HCW で Update Secure Mail Certificate for Connectors を実行",
        ),
        K::RunHcwFull { .. } => say!(
            lang,
            "Run the whole wizard again",
            "ハイブリッド構成ウィザード (HCW) 全体を再実行",
        ),
        K::ReadHcwLog => say!(
            lang,
            "Read in the HCW log what it wrote",
            "HCW ログで書き込まれた値を確認",
        ),
        K::OtherSendConnector { connector } => {
            let name = name(lang, connector);
            say!(
                lang,
                "Check {name}, which HCW does not own",
                "HCW が管理しない送信コネクタ{name}を確認",
            )
        }
        K::WaitForChange => say!(
            lang,
            "Wait until the change takes effect",
            "変更が反映されるまで待つ",
        ),
        K::CheckSendLog { .. } => say!(
            lang,
            "Check a new session in the send log",
            "送信ログで新しいセッションを確認",
        ),
        K::TellSenders { .. } => say!(
            lang,
            "Tell the senders to send the refused mail again",
            "拒否されたメールの再送信を送信者に依頼",
        ),
        K::CheckTenant => say!(
            lang,
            "Make sure that the export is from the right tenant",
            "出力が正しいテナントのものかを確認",
        ),
        K::RestartTransport { .. } => say!(
            lang,
            "Only if new sessions still show the old thumbprint: restart transport",
            "新しいセッションでも古い拇印が記録される場合だけ、トランスポート サービスを再起動",
        ),
    }
}

fn name(lang: Lang, name: &str) -> String {
    quoted(lang, &short(name, CONNECTOR))
}

fn addresses(lang: Lang, addresses: &[IpAddr]) -> String {
    let texts: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    list(lang, &texts, 2)
}

/// The kind does not say whose connectors are saved; the step's stable id does.
fn save_before(lang: Lang, step: &Step) -> String {
    const SAVED: [(&str, [&str; 2]); 4] = [
        (
            "save-send",
            ["Send connectors", "送信コネクタ (SendConnector)"],
        ),
        (
            "save-receive",
            ["Receive connectors", "受信コネクタ (ReceiveConnector)"],
        ),
        (
            "save-inbound",
            ["inbound connectors", "受信コネクタ (InboundConnector)"],
        ),
        (
            "save-outbound",
            ["outbound connectors", "送信コネクタ (OutboundConnector)"],
        ),
    ];
    let known = SAVED.iter().find(|(id, _)| step.id.starts_with(id));
    let [english, japanese] = known.map_or(["connectors", "コネクタ"], |(_, words)| *words);
    let side = match step.place {
        Place::ExchangeOnline => text!(lang, "in Exchange Online", "Exchange Online の"),
        _ => text!(lang, "on-premises", "オンプレミスの"),
    };
    say!(
        lang,
        "Save the {english} {side} as they are now",
        "{side}{japanese} の現在の値を保存",
    )
}

fn look_at_inbound(lang: Lang, connector: Option<&str>) -> String {
    match connector {
        Some(connector) => {
            let name = name(lang, connector);
            say!(
                lang,
                "Look at the inbound connector {name} as it is now",
                "受信コネクタ (InboundConnector){name}の現在の値を確認",
            )
        }
        None => say!(
            lang,
            "Look at all inbound connectors as they are now",
            "すべての受信コネクタ (InboundConnector) の現在の値を確認",
        ),
    }
}

fn enable_smtp(lang: Lang, server: Option<&str>) -> String {
    match server {
        Some(server) => {
            let server = short(server, NAME);
            say!(
                lang,
                "Enable the certificate for SMTP on {server}, answering No",
                "{server} で証明書の SMTP を有効化 (質問には No)",
            )
        }
        None => say!(
            lang,
            "Enable the certificate for SMTP, answering No",
            "証明書の SMTP を有効化 (質問には No)",
        ),
    }
}
