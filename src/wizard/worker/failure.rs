//! How it is told that something was not done: whoever waits for an answer gets one.

use std::path::PathBuf;

use crate::case::Refused;
use crate::config::NotSaved;
use crate::wizard::{Effect, Event};

/// Makes the answer of an effect that has failed from the words of the failure.
pub(super) type Failure = Box<dyn FnOnce(String) -> Event + Send>;

/// It.
pub(super) fn failure(effect: &Effect) -> Failure {
    match effect {
        Effect::SaveCase(_) => Box::new(|why| Event::CaseSaved(Err(why))),
        Effect::WriteBundle(_) | Effect::WriteCollection { .. } => {
            Box::new(|why| Event::Written(Err(why)))
        }
        Effect::Copy(_) => Box::new(|why| Event::Copied(Err(why))),
        Effect::SaveSetting { .. } => {
            Box::new(|why| Event::SettingSaved(Err(NotSaved::System(why))))
        }
        Effect::ListCases => Box::new(|why| Event::Cases {
            folder: PathBuf::new(),
            listed: Err(why),
        }),
        Effect::OpenCase(name) => {
            let name = name.clone();
            Box::new(|why| Event::CaseOpened(Err((name, Refused::System(why)))))
        }
        Effect::RenameCase { from, to } => {
            let (from, to) = (from.clone(), to.clone());
            Box::new(|why| Event::CaseRenamed {
                from,
                to,
                result: Err(Refused::System(why)),
            })
        }
        Effect::DeleteCase(name) => {
            let name = name.clone();
            Box::new(|why| Event::CaseDeleted(name, Err(Refused::System(why))))
        }
        Effect::ReadSource { path, .. } => {
            let path = path.clone();
            Box::new(|why| Event::SourceFailed { path, why })
        }
        Effect::ReadSession(wanted) => {
            let session = wanted.session;
            Box::new(move |why| Event::SessionRead {
                session,
                text: Err(why),
            })
        }
        Effect::Watch(wanted) | Effect::Look(wanted) => {
            let run = wanted.run;
            Box::new(move |why| Event::Watched {
                run,
                seen: Err(why),
            })
        }
        Effect::ListFolder(path) => {
            let path = path.clone();
            Box::new(|why| Event::Folder {
                asked: path.clone(),
                path,
                listing: Err(why),
            })
        }
        _ => Box::new(Event::Failed),
    }
}
