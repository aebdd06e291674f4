//! A new inbound connector, and what it takes over.

use std::net::IpAddr;

use super::VALUE;
use crate::facts::NotCarried;
use crate::i18n::{Lang, list, names, quoted, say, short, text};

/// What it knows the sender by, what it copies, and what it does not.
pub(super) fn about(
    lang: Lang,
    by: Option<&str>,
    addresses: &[IpAddr],
    copies: Option<&str>,
    overlaps: &[String],
    (untold, left_out): (&[&str], &[NotCarried]),
) -> String {
    let mut said = vec![match by {
        Some(name) => {
            let name = short(name, VALUE);
            say!(
                lang,
                "It recognises your servers by the certificate name {name}.",
                "証明書の名前 {name} でサーバーを認識するコネクタです。",
            )
        }
        None => {
            let texts: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            let addresses = list(lang, &texts, 3);
            say!(
                lang,
                "It recognises your servers by the address {addresses}. Ask first: static, and \
                 used by nobody outside your company?",
                "アドレス {addresses} でサーバーを認識するコネクタです。先に、アドレスが固定で、自社だけが\
                 使用しているかを確認してください。",
            )
        }
    }];
    if let Some(copied) = copies {
        let copied = quoted(lang, &short(copied, VALUE));
        said.push(say!(
            lang,
            "{copied} stays as it is; the properties known of it are copied. Converting it \
             instead would change mail that uses it today.",
            "{copied}は変更せず、分かっているプロパティを引き継ぎます。型を変換すると、現在それを\
             使用しているメールに影響します。",
        ));
        if !untold.is_empty() {
            let untold = list(lang, untold, untold.len());
            said.push(say!(
                lang,
                "The evidence does not tell its {untold}: look first, and add what is there.",
                "{untold} の値は証拠ファイルから分かりません。先に確認し、値があれば追加してください。",
            ));
        }
        if !left_out.is_empty() {
            let names: Vec<&str> = left_out.iter().map(|p| p.name()).collect();
            let names = list(lang, &names, names.len());
            said.push(say!(
                lang,
                "Left out on purpose, as not for type OnPremises or not documented: {names}.",
                "{names} は OnPremises 型では使用しないか、文書化されていないため、引き継ぎません。",
            ));
        }
    }
    if !overlaps.is_empty() {
        let overlaps = names(lang, overlaps, 2);
        said.push(say!(
            lang,
            "Some mail fits it and {overlaps}: which one Exchange Online takes is not documented.",
            "{overlaps}にも一致するメールがあり、どちらが使用されるかは文書化されていません。",
        ));
    }
    said.push(say!(
        lang,
        "In new tenants it can be created disabled, and then only Microsoft Support can enable it.",
        "新しいテナントでは無効の状態で作成されることがあり、その場合に有効にできるのは \
         Microsoft サポートだけです。",
    ));
    said.join(text!(lang, " ", ""))
}
