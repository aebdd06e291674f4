//! The options and what a step needs.

use crate::attribution::Status;
use crate::i18n::{Lang, text};
use crate::remedy::{Applicability, OptionId, OptionWhy, Place, PlanOption, Reset};

/// The name of an option.
pub fn option_name(lang: Lang, id: OptionId) -> &'static str {
    match id {
        OptionId::HcwUpdateCertificate => text!(
            lang,
            "HCW: update the secure mail certificate",
            "HCW: セキュア メール証明書の更新",
        ),
        OptionId::HcwRerun => text!(
            lang,
            "HCW: run the whole wizard again",
            "HCW: ウィザード全体の再実行",
        ),
        OptionId::Manual => text!(lang, "Mend relay by hand", "手動での対処"),
    }
}

/// Why an option is or is not the one to take: a phrase without a full stop.
/// With the option at hand, what is predicted of it is told from what is not.
pub fn option_why(lang: Lang, why: OptionWhy, option: Option<&PlanOption>) -> &'static str {
    let open = option.is_some_and(|o| o.predicted == Status::Unknown);
    let by_hand = option.is_some_and(|o| o.id == OptionId::Manual);
    match why {
        OptionWhy::NothingToMend => {
            text!(lang, "nothing has to be changed", "変更は必要ありません",)
        }
        OptionWhy::NoCauseKnown => text!(
            lang,
            "no cause is known yet: first gather what is missing",
            "原因がまだ分かりません。先に不足している情報を収集してください",
        ),
        OptionWhy::OneCloudValue => text!(
            lang,
            "only one value in Exchange Online is stale: one command, and one to undo it",
            "古い値は Exchange Online の 1 つだけです。1 つのコマンドで変更でき、元に戻せます",
        ),
        OptionWhy::HcwOwnsOldCertificate => text!(
            lang,
            "HCW's own connectors name the old certificate, and it updates both sides",
            "HCW のコネクタが古い証明書を指定しています。HCW はオンプレミスとクラウドの両方を更新します",
        ),
        OptionWhy::OnlyByHand => text!(
            lang,
            "HCW does not mend this cause",
            "HCW ではこの原因に対処できません",
        ),
        OptionWhy::TouchesOnlyThis => text!(
            lang,
            "changes only what is wrong",
            "問題の箇所だけを変更します",
        ),
        OptionWhy::HcwUncertain => text!(
            lang,
            "changes only what is wrong; whether HCW mends it cannot be predicted",
            "問題の箇所だけを変更します。HCW で対処できるかどうかは予測できません",
        ),
        OptionWhy::TouchesLess => text!(
            lang,
            "touches only what is wrong; HCW would mend it too, and change more",
            "問題の箇所だけを変更します。HCW でも対処できますが、変更範囲が広くなります",
        ),
        OptionWhy::AlsoMends if by_hand => text!(
            lang,
            "mends the cause too, without HCW",
            "HCW を使わずに対処できます",
        ),
        OptionWhy::AlsoMends => text!(
            lang,
            "mends the cause too; the other way touches less",
            "これでも対処できますが、推奨の方法より変更範囲が広くなります",
        ),
        OptionWhy::DoesNotMend if open => text!(
            lang,
            "whether it mends the cause cannot be predicted",
            "この原因に対処できるかどうかは予測できません",
        ),
        OptionWhy::DoesNotMend => text!(
            lang,
            "does not mend the cause",
            "この原因には対処できません",
        ),
        OptionWhy::WouldReset => text!(
            lang,
            "would reset values that were set by hand",
            "手動で設定した値が失われます",
        ),
        OptionWhy::NoHybrid => text!(
            lang,
            "no sign of a hybrid deployment in the evidence",
            "証拠ファイルにハイブリッド構成の形跡がありません",
        ),
    }
}

/// What an option writes over, in one line; values stand in it as they were read.
pub fn resets(lang: Lang, resets: &[Reset]) -> String {
    let texts: Vec<String> = resets.iter().map(|r| r.text(none(lang))).collect();
    texts.join("; ")
}

/// For a value that is not there.
pub(crate) fn none(lang: Lang) -> &'static str {
    text!(lang, "(none)", "(なし)")
}

/// Where a step is done.
pub fn place(lang: Lang, place: Place) -> &'static str {
    match place {
        Place::OnPremises => text!(
            lang,
            "Exchange Management Shell (on-premises)",
            "Exchange 管理シェル (オンプレミス)",
        ),
        Place::ExchangeOnline => text!(
            lang,
            "Exchange Online PowerShell",
            "Exchange Online PowerShell",
        ),
        Place::Browser => text!(lang, "browser or wizard", "ブラウザーまたはウィザード"),
        Place::Wait => text!(lang, "no command", "コマンドなし"),
    }
}

/// How safe a step is.
pub fn applicability(lang: Lang, applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::ReadOnly => text!(lang, "changes nothing", "読み取りのみ"),
        Applicability::Safe => text!(
            lang,
            "changes the one proven value",
            "確認済みの値だけを変更",
        ),
        Applicability::NeedsReview => text!(
            lang,
            "needs review: decide first",
            "要確認 (担当者の判断が必要)",
        ),
        Applicability::Manual => text!(lang, "by hand", "手作業"),
    }
}
