//! The faults that are taken for 5.7.64, each with its name and what to do
//! (domain.md section 1.4).

use crate::evidence::reply::Neighbour;
use crate::i18n::{Lang, text};

/// What the fault is, for a title.
pub(super) fn name(lang: Lang, fault: Neighbour) -> &'static str {
    use Neighbour as N;
    match fault {
        N::WrongRegion => text!(
            lang,
            "sent to the wrong region (ATTR35)",
            "別リージョンへの送信 (ATTR35)"
        ),
        N::MailLoop => text!(lang, "a mail loop (ATTR34)", "メールのループ (ATTR34)"),
        N::SendConnectorCertificateMissing => text!(
            lang,
            "the Send connector's certificate is missing",
            "送信コネクタの証明書が見つからない"
        ),
        N::ServerOutOfDate => text!(
            lang,
            "the Exchange server is out of date",
            "Exchange サーバーのバージョンが古い"
        ),
        N::ClientSubmission => text!(
            lang,
            "a client submission was refused",
            "クライアント送信の拒否"
        ),
        N::OnPremisesRelayRefused => text!(
            lang,
            "an on-premises system refused relay",
            "オンプレミス側での中継拒否"
        ),
        N::RecipientDomainNotInTenant => text!(
            lang,
            "the recipient's domain or MX (5.4.1)",
            "受信者のドメインまたは MX (5.4.1)"
        ),
        N::TenantReputation => text!(
            lang,
            "the tenant or its address is blocked",
            "テナントまたは IP アドレスの送信ブロック"
        ),
        N::ConnectorRestricted => text!(
            lang,
            "the connector is restricted (5.7.711)",
            "コネクタの制限 (5.7.711)"
        ),
        N::SuspiciousTraffic => text!(
            lang,
            "suspicious traffic, try again later",
            "不審な通信による一時的な制限"
        ),
        N::BannedAddress => text!(
            lang,
            "the sending IP address is banned",
            "送信元 IP アドレスの禁止"
        ),
        N::SenderAuthentication => text!(
            lang,
            "SPF, DKIM or reverse DNS failed",
            "SPF、DKIM または逆引き DNS の不合格"
        ),
        N::RecipientRateLimit => text!(
            lang,
            "the external recipient limit is reached",
            "外部受信者数の上限超過"
        ),
        N::ReverseDirection => text!(
            lang,
            "delivery to on-premises fails (4.4.317)",
            "オンプレミスへの配信失敗 (4.4.317)"
        ),
        N::OtherSystemRelayDenied => text!(
            lang,
            "another mail system refused relay",
            "別のメール システムでの中継拒否"
        ),
    }
}

/// What it comes from.
pub(super) fn meaning(lang: Lang, fault: Neighbour) -> &'static str {
    use Neighbour as N;
    match fault {
        N::WrongRegion => text!(
            lang,
            "The smart host or MX leads to another region, or no inbound connector matches \
             the sending server.",
            "スマート ホストまたは MX が別のリージョンを指しているか、送信サーバーに一致する\
             受信コネクタ (InboundConnector) がありません。",
        ),
        N::MailLoop => text!(
            lang,
            "The message went round between systems until the hop limit was reached.",
            "メッセージがシステム間を往復し、ホップ数の上限に達しました。",
        ),
        N::SendConnectorCertificateMissing => text!(
            lang,
            "The server raised it itself, before Exchange Online was asked: the certificate in \
             TlsCertificateName was not found. Such mail waits in the queue.",
            "Exchange Online に届く前に、サーバー自身が出したエラーです。TlsCertificateName の\
             証明書が見つからず、メールはキューで待機します。",
        ),
        N::ServerOutOfDate => text!(
            lang,
            "Exchange Online throttles or blocks Exchange servers that lack updates.",
            "Exchange Online は、更新されていない Exchange サーバーからの接続を制限または\
             ブロックします。",
        ),
        N::ClientSubmission => text!(
            lang,
            "A device or application signs in (or should) at the client submission endpoint; \
             connectors play no part there.",
            "デバイスやアプリケーションがサインインして送るエンドポイントでの拒否です。コネクタは\
             関係しません。",
        ),
        N::OnPremisesRelayRefused => text!(
            lang,
            "It usually comes from a Receive connector on-premises or another mail server, \
             not from Exchange Online.",
            "通常はオンプレミスの受信コネクタ (ReceiveConnector) か別のメール サーバーの応答で、\
             Exchange Online の応答ではありません。",
        ),
        N::RecipientDomainNotInTenant => text!(
            lang,
            "The recipient's domain is not found where its MX leads to.",
            "受信者のドメインが、その MX の指す先で見つかりません。",
        ),
        N::TenantReputation => text!(
            lang,
            "5.7.705: the tenant sent too much; 5.7.708: this address is not accepted; \
             5.7.750: mail from unregistered domains.",
            "5.7.705 はテナントの送信超過、5.7.708 はこの IP アドレスからの受け付け停止、5.7.750 は\
             未登録ドメインからの送信です。",
        ),
        N::ConnectorRestricted => text!(
            lang,
            "Microsoft restricted an inbound connector after signs of abuse.",
            "悪用の兆候があったため、Microsoft が受信コネクタ (InboundConnector) を制限しました。",
        ),
        N::SuspiciousTraffic => text!(
            lang,
            "Exchange Online slows the sending address down for a while.",
            "Exchange Online が送信元 IP アドレスを一時的に制限しています。",
        ),
        N::BannedAddress => text!(
            lang,
            "Exchange Online refuses the sending IP address altogether.",
            "Exchange Online が送信元 IP アドレスからのメールをすべて拒否しています。",
        ),
        N::SenderAuthentication => text!(
            lang,
            "5.7.23: SPF; 5.7.25: an IPv6 address without a PTR record; 4.7.26: IPv6 without \
             SPF or DKIM.",
            "5.7.23 は SPF、5.7.25 は PTR レコードのない IPv6 アドレス、4.7.26 は SPF も DKIM も\
             ない IPv6 での送信です。",
        ),
        N::RecipientRateLimit => text!(
            lang,
            "The tenant has sent to as many external recipients as it may.",
            "テナントが送信できる外部受信者数の上限に達しています。",
        ),
        N::ReverseDirection => text!(
            lang,
            "It is the other direction: Exchange Online could not deliver to the on-premises \
             server, and the text in brackets says why.",
            "逆方向の障害です。Exchange Online がオンプレミスのサーバーに配信できませんでした。\
             理由は角かっこ内の文にあります。",
        ),
        N::OtherSystemRelayDenied => text!(
            lang,
            "\"Relay access denied\" without 5.7.64 comes from another mail system, \
             such as Postfix.",
            "5.7.64 のない Relay access denied は、Postfix など別のメール システムの応答です。",
        ),
    }
}

/// What to do.
pub(super) fn advice(lang: Lang, fault: Neighbour) -> &'static str {
    use Neighbour as N;
    match fault {
        N::WrongRegion => text!(
            lang,
            "Set the smart host to your own tenant's host name (not an IP address), then look \
             at the inbound connectors.",
            "スマート ホストに自テナントのホスト名 (IP アドレスではなく) を設定し、受信コネクタ \
             (InboundConnector) を確認してください。",
        ),
        N::MailLoop => text!(
            lang,
            "Find the two systems that hand this domain to each other: MX, accepted domain \
             type, connectors.",
            "MX、承認済みドメインの種類、コネクタを調べ、このドメインを互いに送り合っている\
             システムを見つけてください。",
        ),
        N::SendConnectorCertificateMissing => text!(
            lang,
            "Compare TlsCertificateName with Get-ExchangeCertificate on every source server.",
            "すべての送信元サーバーで、TlsCertificateName と Get-ExchangeCertificate の結果を\
             比べてください。",
        ),
        N::ServerOutOfDate => text!(
            lang,
            "Update Exchange; Get-OnPremServerReportInfo in Exchange Online shows the servers, \
             New-TenantExemptionInfo can gain some days.",
            "Exchange を更新してください。対象は Exchange Online の Get-OnPremServerReportInfo で\
             確認でき、New-TenantExemptionInfo で数日の猶予を得られます。",
        ),
        N::ClientSubmission => text!(
            lang,
            "Check the sign-in of the device and whether its account may send as this sender.",
            "デバイスのサインインと、そのアカウントにこの送信者として送る権限があるかを\
             確認してください。",
        ),
        N::OnPremisesRelayRefused => text!(
            lang,
            "Look at the host named in the reply and the relay permission of its Receive \
             connector.",
            "応答にあるホストと、その受信コネクタ (ReceiveConnector) の中継の許可を確認して\
             ください。",
        ),
        N::RecipientDomainNotInTenant => text!(
            lang,
            "The recipient's organization must check its MX and accepted domains; if the \
             domain is yours, check your own.",
            "受信者の組織に MX と承認済みドメインの確認を依頼してください。自社のドメインなら、\
             自社側を確認します。",
        ),
        N::TenantReputation => text!(
            lang,
            "Look for compromised accounts first, register the sender domains as accepted \
             domains, then ask Microsoft Support.",
            "まず侵害されたアカウントがないか調べ、送信者のドメインを承認済みドメインに登録し、\
             それから Microsoft サポートに問い合わせてください。",
        ),
        N::ConnectorRestricted => text!(
            lang,
            "Investigate the abuse before anything else (Get-BlockedConnector names the \
             connector), then release it in the portal.",
            "まず悪用を調査し (対象は Get-BlockedConnector で確認できます)、その後ポータルで\
             制限を解除してください。",
        ),
        N::SuspiciousTraffic => text!(
            lang,
            "The server tries again by itself; meanwhile look for a compromised account or a \
             bulk sender.",
            "サーバーは自動で再試行します。その間に、侵害されたアカウントや大量送信がないかを\
             調べてください。",
        ),
        N::BannedAddress => text!(
            lang,
            "Find out what was sent from that address, then ask for its removal as the reply \
             describes.",
            "その IP アドレスから何が送られたかを調べ、応答の案内に従って解除を申請して\
             ください。",
        ),
        N::SenderAuthentication => text!(
            lang,
            "Correct the DNS record that the code names, or send over IPv4.",
            "コードが示す DNS レコードを修正するか、IPv4 で送信してください。",
        ),
        N::RecipientRateLimit => text!(
            lang,
            "Find out who sends that much, and wait until the limit is free again.",
            "大量に送信している送信者を調べ、上限が回復するまで待ってください。",
        ),
        N::ReverseDirection => text!(
            lang,
            "Check the certificate of the Receive connector and TlsDomain of the Exchange \
             Online outbound connector.",
            "オンプレミスの受信コネクタ (ReceiveConnector) の証明書と、Exchange Online の\
             送信コネクタ (OutboundConnector) の TlsDomain を確認してください。",
        ),
        N::OtherSystemRelayDenied => text!(
            lang,
            "Ask the administrator of the host named in the reply.",
            "応答にあるホストの管理者に確認してください。",
        ),
    }
}
