//! Runs of the Hybrid Configuration Wizard: RD501, RD502, RD504, RD505.

use super::{Wording, doubt};
use crate::diagnosis::{Confidence, RunFault};
use crate::facts::Domain;
use crate::i18n::dates::date_time;
use crate::i18n::{Lang, names, say, short, text};

/// "of 2026.02.19 03:26:39", or nothing where no date is known.
fn of(lang: Lang, run: &str) -> String {
    let run = short(run, 20);
    match run.is_empty() {
        true => String::new(),
        false => say!(lang, " of {run}", "{run} の "),
    }
}

pub(super) fn wrote_other(
    lang: Lang,
    sure: Confidence,
    run: &str,
    wrote: &str,
    (sent, thumbprint): (&[String], &str),
) -> Wording {
    let of = of(lang, run);
    let cut = short(wrote, 30);
    let wrote = short(wrote, 120);
    let sent = match sent.is_empty() {
        true => short(thumbprint, 40),
        false => names(lang, sent, 3),
    };
    Wording {
        title: say!(
            lang,
            "HCW last wrote {cut}; another certificate is sent",
            "HCW が最後に書き込んだ {cut} とは別の証明書が送信されています",
        ),
        seen: say!(
            lang,
            "The run{of} wrote {wrote}; the certificate sent now is for {sent}.",
            "{of}HCW の実行で書き込まれた値は {wrote} です。現在送信されている証明書の名前は {sent} です。",
        ),
        why: say!(
            lang,
            "The certificate was exchanged since without HCW: what HCW set elsewhere may still \
             expect the old one.",
            "その後、HCW を使わずに証明書が交換されています。HCW が設定したほかの値は、古い証明書の\
             ままかもしれません。",
        ),
        doubt: doubt(lang, sure),
        next: say!(
            lang,
            "Compare TlsSenderCertificateName and every TlsCertificateName of today with the \
             certificate sent.",
            "現在の TlsSenderCertificateName とすべての TlsCertificateName を、送信されている\
             証明書と比べてください。",
        ),
    }
}

pub(super) fn warned_domain(
    lang: Lang,
    sure: Confidence,
    run: &str,
    name: Option<&str>,
) -> Wording {
    let of = of(lang, run);
    let which = name.map(|n| short(n, 60)).unwrap_or_default();
    let about = match which.is_empty() {
        true => String::new(),
        false => say!(lang, " ({which})", " ({which}) "),
    };
    Wording {
        title: text!(
            lang,
            "HCW warned: the certificate is in no verified domain",
            "HCW の警告: 証明書の名前が確認済みドメインにありません",
        )
        .to_owned(),
        seen: say!(
            lang,
            "The run{of} gave the warning HCW8103: the certificate{about} does not match a \
             verified domain of the tenant.",
            "{of}HCW の実行で警告 HCW8103 が出ています。証明書{about}が、テナントの確認済み\
             ドメインと一致しません。",
        ),
        why: say!(
            lang,
            "HCW goes on after it, but such a certificate vouches for no sender: refusals with \
             ATTR36 are to be expected.",
            "HCW はそのまま続行しますが、この証明書では送信者を裏付けられません。ATTR36 で\
             拒否されるおそれがあります。",
        ),
        doubt: doubt(lang, sure),
        next: match name.is_some_and(Domain::is_unverifiable) {
            true => say!(
                lang,
                "That domain cannot be verified in a tenant: use a certificate of an accepted \
                 domain.",
                "このドメインはテナントで所有権を確認できません。承認済みドメインの証明書を\
                 使ってください。",
            ),
            false => say!(
                lang,
                "Add and verify the certificate's domain in the tenant, or use a certificate of an \
                 accepted domain.",
                "証明書のドメインをテナントに追加して確認するか、承認済みドメインの証明書を\
                 使ってください。",
            ),
        },
    }
}

pub(super) fn run_failed(lang: Lang, sure: Confidence, run: &str, fault: &RunFault) -> Wording {
    let of = of(lang, run);
    let (seen, doubted) = match fault {
        RunFault::Failed { what, words } => {
            let (what, words) = (short(what, 60), short(words, 160));
            let seen = say!(
                lang,
                "In the run{of}, {what} failed: {words}.",
                "{of}HCW の実行で {what} が失敗しています: {words}。",
            );
            (seen, doubt(lang, sure))
        }
        RunFault::NotReached { property } => {
            let property = short(property, 60);
            let seen = say!(
                lang,
                "The comparison at the end of the run{of} shows that {property} was not reached.",
                "{of}HCW の実行の最後の比較では、{property} が目的の値になっていません。",
            );
            (seen, doubt(lang, sure))
        }
        RunFault::BrokenOff => {
            let seen = say!(
                lang,
                "The log of the run{of} ends before the comparison that HCW makes when it is done.",
                "{of}HCW のログは、完了時の比較より前で終わっています。",
            );
            let open = text!(
                lang,
                "The file may have been copied while HCW ran.",
                "HCW の実行中にコピーされたファイルかもしれません。",
            );
            (seen, open.to_owned())
        }
    };
    Wording {
        title: text!(
            lang,
            "The last HCW run did not finish its mail flow part",
            "前回の HCW の実行で、メール フローの設定が完了していません",
        )
        .to_owned(),
        seen,
        why: say!(
            lang,
            "Some values may be new and others old.",
            "新しい値と古い値が混在しているおそれがあります。",
        ),
        doubt: doubted,
        next: say!(
            lang,
            "Read the values of today on both sides before anything is run again.",
            "再実行する前に、両側の現在の値を確認してください。",
        ),
    }
}

pub(super) fn evidence_old(lang: Lang, run: &str, newer: i64) -> Wording {
    let run = short(run, 20);
    let newer = date_time(lang, newer, &jiff::tz::TimeZone::UTC);
    Wording {
        title: say!(
            lang,
            "The evidence of HCW is as of {run}",
            "HCW の情報は {run} 時点のものです",
        ),
        seen: say!(
            lang,
            "HCW ran on {run}; other evidence is of {newer}.",
            "HCW の実行は {run}、ほかの証拠ファイルは {newer} のものです。",
        ),
        why: say!(
            lang,
            "What HCW saw and wrote may have been changed since.",
            "HCW が読み取った値や書き込んだ値は、その後変更されているかもしれません。",
        ),
        doubt: String::new(),
        next: say!(
            lang,
            "Bring the output of today of Get-InboundConnector and Get-SendConnector.",
            "Get-InboundConnector と Get-SendConnector の現在の出力を用意してください。",
        ),
    }
}
