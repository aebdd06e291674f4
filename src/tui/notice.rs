//! What has just happened.

use crate::i18n::Lang;
use crate::i18n::wizard::{Said, said};
use crate::terminal::Role;
use crate::wizard::Notice;

/// The notice in words.
pub(super) fn noticed(lang: Lang, notice: &Notice) -> (Role, String) {
    let path = match notice {
        Notice::Written(path) | Notice::CaseKeptAside(path) | Notice::SettingSaved(path) => {
            path.to_string_lossy()
        }
        _ => "".into(),
    };
    let (role, what) = match notice {
        Notice::Copied(what) => (Role::Ok, Said::Copied(what)),
        Notice::NotCopied => (Role::Warning, Said::NotCopied),
        Notice::Written(_) => (Role::Ok, Said::Written(&path)),
        Notice::Writing => (Role::Muted, Said::Writing),
        Notice::NotWritten(why) => (Role::Danger, Said::NotWritten(why)),
        // Said after every step: it must not draw the eye.
        Notice::CaseSaved => (Role::Muted, Said::CaseSaved),
        Notice::CaseNotSaved(why) => (Role::Danger, Said::CaseNotSaved(why)),
        Notice::CaseElsewhere(name) => (Role::Warning, Said::CaseElsewhere(name)),
        Notice::Resumed => (Role::Ok, Said::Resumed),
        Notice::CaseKeptAside(_) => (Role::Warning, Said::CaseKeptAside(&path)),
        Notice::SettingSaved(_) => (Role::Ok, Said::SettingSaved(&path)),
        Notice::SettingForNow => (Role::Warning, Said::SettingForNow),
        Notice::SettingNotSaved(why) => (Role::Danger, Said::SettingNotSaved(why)),
        Notice::NoCases => (Role::Warning, Said::NoCases),
        Notice::CaseRefused(name, why) => (Role::Warning, Said::CaseRefused(name, why)),
        Notice::CaseRenamed(name) => (Role::Ok, Said::CaseRenamed(name)),
        Notice::CaseDeleted(name) => (Role::Ok, Said::CaseDeleted(name)),
        Notice::CaseIsOpen => (Role::Warning, Said::CaseIsOpen),
        Notice::NotSuspended => (Role::Warning, Said::NotSuspended),
        Notice::SettingsTrouble => (Role::Warning, Said::SettingsTrouble),
        Notice::Cancelled => (Role::Warning, Said::Cancelled),
        Notice::NoLogToWatch => (Role::Warning, Said::NoLogToWatch),
        Notice::NeedsEvidence => (Role::Warning, Said::NeedsEvidence),
        Notice::NoSuchPath(path) => (Role::Warning, Said::NoSuchPath(path)),
        Notice::PasteNotHere => (Role::Warning, Said::PasteNotHere),
        Notice::NothingToCopy => (Role::Warning, Said::NothingToCopy),
        Notice::NoPathPasted => (Role::Warning, Said::NoPathPasted),
        Notice::PasteTellsNothing => (Role::Warning, Said::PasteTellsNothing),
        Notice::LeftOut(shown) => (Role::Ok, Said::LeftOut(shown)),
        Notice::ReadAgain(shown) => (Role::Ok, Said::ReadAgain(shown)),
        Notice::TakenBack(shown, files) => (Role::Ok, Said::TakenBack(shown, *files)),
        Notice::GivenAlready(shown) => (Role::Warning, Said::GivenAlready(shown)),
        Notice::NoPlace => (Role::Warning, Said::NoPlace),
        Notice::NeverSent => (Role::Warning, Said::NeverSent),
        Notice::NothingToMend => (Role::Plain, Said::NothingToMend),
        Notice::NotOffered => (Role::Warning, Said::NotOffered),
        Notice::NotRead(why) => (Role::Warning, Said::NotRead(why)),
        Notice::Failed(why) => (Role::Danger, Said::Failed(why)),
    };
    (role, said(lang, what))
}
