//! What has just happened, in one line.

use crate::i18n::Lang;
use crate::i18n::linear::{Line, line};
use crate::i18n::wizard::{Said, said};
use crate::linear::page::Page;
use crate::terminal::Role;
use crate::wizard::Notice;

/// The notice in words. Those that name keys of the other face have words of their own.
pub(in crate::linear) fn notice(page: &mut Page, lang: Lang, notice: &Notice) {
    let path = match notice {
        Notice::Written(path) | Notice::CaseKeptAside(path) | Notice::SettingSaved(path) => {
            path.to_string_lossy()
        }
        _ => "".into(),
    };
    let what = match notice {
        Notice::Copied(_) | Notice::NotCopied | Notice::NothingToCopy => {
            return page.say(Role::Warning, line(lang, Line::NotCopied));
        }
        Notice::SettingsTrouble => {
            return page.say(Role::Warning, line(lang, Line::SettingsTrouble));
        }
        Notice::Written(_) => Said::Written(&path),
        Notice::Writing => Said::Writing,
        Notice::NotWritten(why) => Said::NotWritten(why),
        Notice::CaseSaved => Said::CaseSaved,
        Notice::CaseNotSaved(why) => Said::CaseNotSaved(why),
        Notice::CaseElsewhere(name) => Said::CaseElsewhere(name),
        Notice::Resumed => Said::Resumed,
        Notice::CaseKeptAside(_) => Said::CaseKeptAside(&path),
        Notice::SettingSaved(_) => Said::SettingSaved(&path),
        Notice::SettingForNow => Said::SettingForNow,
        Notice::SettingNotSaved(why) => Said::SettingNotSaved(why),
        Notice::NoCases => Said::NoCases,
        Notice::CaseRefused(name, why) => Said::CaseRefused(name, why),
        Notice::CaseRenamed(name) => Said::CaseRenamed(name),
        Notice::CaseDeleted(name) => Said::CaseDeleted(name),
        Notice::CaseIsOpen => Said::CaseIsOpen,
        Notice::NotSuspended => Said::NotSuspended,
        Notice::Cancelled => Said::Cancelled,
        Notice::NoLogToWatch => Said::NoLogToWatch,
        Notice::NeedsEvidence => Said::NeedsEvidence,
        Notice::NoSuchPath(path) => Said::NoSuchPath(path),
        Notice::NoPathPasted => Said::NoPathPasted,
        Notice::PasteTellsNothing => Said::PasteTellsNothing,
        Notice::LeftOut(shown) => Said::LeftOut(shown),
        Notice::ReadAgain(shown) => Said::ReadAgain(shown),
        Notice::TakenBack(shown, files) => Said::TakenBack(shown, *files),
        Notice::GivenAlready(shown) => Said::GivenAlready(shown),
        Notice::PasteNotHere => Said::PasteNotHere,
        Notice::NoPlace => Said::NoPlace,
        Notice::NeverSent => Said::NeverSent,
        Notice::NothingToMend => Said::NothingToMend,
        Notice::NotOffered => Said::NotOffered,
        Notice::NotRead(why) => Said::NotRead(why),
        Notice::Failed(why) => Said::Failed(why),
    };
    let role = match notice {
        Notice::Written(_)
        | Notice::CaseSaved
        | Notice::Resumed
        | Notice::LeftOut(_)
        | Notice::ReadAgain(_)
        | Notice::TakenBack(..) => Role::Ok,
        Notice::NotWritten(_) | Notice::CaseNotSaved(_) => Role::Danger,
        _ => Role::Warning,
    };
    page.say(role, &said(lang, what));
}
