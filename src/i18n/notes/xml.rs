//! What is wrong with XML.

use super::super::{Lang, text};
use crate::evidence::XmlFault;

/// The fault, in a sentence.
pub(super) fn fault(lang: Lang, fault: XmlFault) -> &'static str {
    use XmlFault as X;
    match fault {
        X::EndsEarly => text!(
            lang,
            "The XML ends early: export it again. What was whole before the break is used.",
            "もう一度エクスポートしてください。XML が途中で終わっているため、そこまでの完全な部分だけを\
             使用しています。",
        ),
        X::NotWellFormed => text!(
            lang,
            "The XML is damaged here: export it again. What was whole before is used.",
            "もう一度エクスポートしてください。XML がここで壊れているため、それより前の完全な部分だけを\
             使用しています。",
        ),
        X::TooDeep => text!(
            lang,
            "Nested more deeply than any export; the inside counts as unknown.",
            "通常の出力にない深さの入れ子です。その内側は不明として扱います。",
        ),
        X::TooLong => text!(
            lang,
            "A text too long to be a value; it counts as unknown.",
            "値としては長すぎるテキストのため、不明として扱います。",
        ),
        X::TooMany => text!(
            lang,
            "More values than are kept of one file: export fewer objects. The rest counts as unknown.",
            "オブジェクトを減らしてエクスポートしてください。1 つのファイルから読み取れる数を超えた分は、\
             不明として扱います。",
        ),
        X::UnknownEntity => text!(
            lang,
            "A name in &...; that XML does not have stays as it is written.",
            "XML にない &...; の名前は、書かれたまま扱います。",
        ),
        X::DocumentType => text!(
            lang,
            "The file declares a document type (DOCTYPE); nothing it declares is used.",
            "文書型 (DOCTYPE) の宣言があります。宣言の内容は使用していません。",
        ),
    }
}
