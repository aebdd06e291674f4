//! What is told and what is not, and that nothing is left of it.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fs;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::{CreateKind, ModifyKind, RemoveKind};

use super::*;

const WAIT: Duration = Duration::from_secs(60);

#[test]
fn the_system_tells_of_what_is_written_and_its_thread_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (tell, told) = channel();
    let source = system(move || {
        let _ = tell.send(());
    });
    let Some(mut source) = source else {
        return eprintln!("skipped: the system tells of no folder");
    };
    if !source.begin(folder.path()) {
        return eprintln!("skipped: the system does not tell of this folder");
    }
    assert!(!source.begin(&folder.path().join("none")));
    fs::write(folder.path().join("SEND.LOG"), "a row").unwrap();
    told.recv_timeout(WAIT).unwrap();
    source.end(folder.path());
    drop(source);
    // Its thread has let go of who is told.
    let ended = std::iter::repeat_with(|| told.recv_timeout(WAIT)).find(Result::is_err);
    assert_eq!(ended, Some(Err(RecvTimeoutError::Disconnected)));
}

#[test]
fn that_a_file_is_read_is_no_news() {
    let told = |kind| is_news(&Ok(Event::new(kind)));
    for access in [
        AccessKind::Any,
        AccessKind::Read,
        AccessKind::Open(AccessMode::Any),
        AccessKind::Close(AccessMode::Read),
    ] {
        assert!(!told(EventKind::Access(access)), "{access:?}");
    }
    for kind in [
        EventKind::Access(AccessKind::Close(AccessMode::Write)),
        EventKind::Create(CreateKind::Any),
        EventKind::Modify(ModifyKind::Any),
        EventKind::Remove(RemoveKind::Any),
        EventKind::Other,
    ] {
        assert!(told(kind), "{kind:?}");
    }
    assert!(is_news(&Err(notify::Error::generic("no more of it"))));
}

/// Writes down what it is asked.
struct Asked(Arc<std::sync::Mutex<Vec<String>>>);

impl Source for Asked {
    fn begin(&mut self, folder: &Path) -> bool {
        let name = folder.to_string_lossy();
        self.0.lock().unwrap().push(format!("begin {name}"));
        name != "share"
    }

    fn end(&mut self, folder: &Path) {
        let name = folder.to_string_lossy();
        self.0.lock().unwrap().push(format!("end {name}"));
    }
}

#[test]
fn a_folder_is_asked_for_once_and_again_when_it_was_gone() {
    let asked: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
    let all = Arc::clone(&asked);
    let make: MakeSource = Arc::new(move |_| Some(Box::new(Asked(all.clone()))));
    let mut ears = Ears::new(make, Bell::default());
    for there in [
        &["disk", "share"][..],
        &["disk", "share"],
        &[],
        &["disk", "share"],
    ] {
        ears.turn_to(&there.iter().map(PathBuf::from).collect());
        assert_eq!(ears.hear(Path::new("disk")), !there.is_empty());
        assert!(!ears.hear(Path::new("share")));
    }
    let asked = asked.lock().unwrap().join(", ");
    assert_eq!(
        asked,
        "begin disk, begin share, end disk, begin disk, begin share"
    );
}
