//! What the system tells of folders. It only wakes: what there is to read is found by
//! looking, since shares tell little or nothing, and Windows nothing of a log that is
//! kept open.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::bell::Bell;

#[cfg(test)]
mod tests;

/// Something that tells of folders.
pub(super) trait Source: Send {
    /// Begins to tell of one; whether it can.
    fn begin(&mut self, folder: &Path) -> bool;
    /// Ends it.
    fn end(&mut self, folder: &Path);
}

/// Makes a source that rings; `None` where there is none.
pub(super) type MakeSource = Arc<dyn Fn(Bell) -> Option<Box<dyn Source>> + Send + Sync>;

/// The folders of which a thread wants to be told.
pub(super) struct Ears {
    make: MakeSource,
    bell: Bell,
    /// Made when there is a first folder. Dropping it ends its thread.
    source: Option<Box<dyn Source>>,
    /// Whether it tells of them. One of which it cannot is asked for again when it was gone.
    folders: BTreeMap<PathBuf, bool>,
}

impl Ears {
    /// Nothing is listened to yet.
    pub(super) fn new(make: MakeSource, bell: Bell) -> Self {
        Self {
            make,
            bell,
            source: None,
            folders: BTreeMap::new(),
        }
    }

    /// Turns to these folders, and away from all others.
    pub(super) fn turn_to(&mut self, folders: &BTreeSet<PathBuf>) {
        let source = &mut self.source;
        self.folders.retain(|path, told| {
            let stays = folders.contains(path);
            if !stays
                && *told
                && let Some(source) = source
            {
                source.end(path);
            }
            stays
        });
        for path in folders {
            if self.folders.contains_key(path) {
                continue;
            }
            let told = self.begin(path);
            self.folders.insert(path.clone(), told);
            if told {
                // Between the last look and now something may have been written.
                self.bell.ring();
            }
        }
    }

    /// Whether the system tells of a folder.
    pub(super) fn hear(&self, folder: &Path) -> bool {
        self.folders.get(folder).copied().unwrap_or_default()
    }

    fn begin(&mut self, folder: &Path) -> bool {
        if self.source.is_none() {
            self.source = (self.make)(self.bell.clone());
        }
        self.source.as_mut().is_some_and(|s| s.begin(folder))
    }
}

/// The operating system.
struct System(RecommendedWatcher);

/// Calls `ring` when something happens in a folder.
pub(super) fn system(ring: impl Fn() + Send + 'static) -> Option<Box<dyn Source>> {
    let heard = move |told: notify::Result<Event>| {
        if is_news(&told) {
            ring();
        }
    };
    let watcher = RecommendedWatcher::new(heard, Config::default()).ok()?;
    Some(Box::new(System(watcher)))
}

impl Source for System {
    fn begin(&mut self, folder: &Path) -> bool {
        self.0.watch(folder, RecursiveMode::NonRecursive).is_ok()
    }

    fn end(&mut self, folder: &Path) {
        // One that is gone is ended already.
        let _ = self.0.unwatch(folder);
    }
}

/// Whether it is worth a look. That files are opened is told too, ours among them: each
/// look would lead to the next one.
fn is_news(told: &notify::Result<Event>) -> bool {
    let Ok(event) = told else {
        return true;
    };
    match event.kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}
