//! Steps of `simulate` and `rehearse`.

use super::VALUE;
use crate::attribution::Shown;
use crate::i18n::{Lang, say, short, text};

pub(super) fn set_inbound(lang: Lang, old: &Shown) -> String {
    let (old, lists) = (
        crate::i18n::shown(lang, old),
        text!(
            lang,
            "A list is written whole: the command replaces what is there.",
            "リストは全体を指定します。コマンドは現在の値を置き換えます。",
        ),
    );
    say!(
        lang,
        "The value so far: {old}. {lists}",
        "現在の値は {old} です。{lists}",
    )
}

pub(super) fn leave_by(lang: Lang) -> String {
    say!(
        lang,
        "The firewall or router decides which address mail leaves by. It must be static and yours \
         alone: an address that others use too would let their mail in as yours.",
        "メールの送信元アドレスは、ファイアウォールまたはルーターで決まります。固定で、自社だけが使用する\
         アドレスでなければなりません。他社と共有していると、他社のメールが自社のものとして扱われます。",
    )
}

pub(super) fn receive_connectors(lang: Lang) -> String {
    say!(
        lang,
        "Mail from Exchange Online comes in by a Receive connector. Where its TlsCertificateName \
         names the old certificate, set it to the new one, as for the Send connectors.",
        "Exchange Online からのメールは受信コネクタ (ReceiveConnector) で受信します。TlsCertificateName が\
         古い証明書を指している場合は、送信コネクタと同様に新しい証明書に設定してください。",
    )
}

pub(super) fn outbound_connectors(lang: Lang) -> String {
    say!(
        lang,
        "The outbound connector to on-premises checks the name on the certificate there: TlsDomain \
         must be a name that the new certificate has too.",
        "オンプレミスあての送信コネクタ (OutboundConnector) は、オンプレミス側の証明書の名前を確認します。\
         TlsDomain は、新しい証明書にもある名前でなければなりません。",
    )
}

pub(super) fn remove_connector(lang: Lang, connector: &str) -> String {
    let name = short(connector, VALUE);
    say!(
        lang,
        "Only when every server is proven to send the new certificate and the step before has been \
         in force for an hour. {name} is not needed any more then.",
        "すべてのサーバーが新しい証明書を送信することを確認し、前の手順の変更から 1 時間ほど経ってから\
         実行してください。その時点で {name} は不要になります。",
    )
}
