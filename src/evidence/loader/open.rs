//! How files are opened: for reading alone, beside whoever writes.

use std::fs::File;
use std::io::{self, Read};

use crate::evidence::walk::{Input, Origin};

/// Whether something given can be opened at all.
pub(super) fn can_open(input: &Input) -> bool {
    match input {
        Input::Stdin | Input::Memory { .. } => true,
        Input::Path(path) => match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => std::fs::read_dir(path).is_ok(),
            Ok(_) => File::open(path).is_ok(),
            Err(_) => false,
        },
    }
}

/// Opens a file for reading, wherever its bytes are.
pub(crate) fn open(origin: &Origin) -> io::Result<Box<dyn Read>> {
    Ok(match origin {
        Origin::Path(path) => Box::new(open_shared(path)?),
        Origin::Stdin => Box::new(io::stdin().lock()),
        Origin::Memory(_, content) => Box::new(io::Cursor::new(content.clone())),
    })
}

/// Opens for reading beside whoever writes: Exchange holds its logs open.
fn open_shared(path: &std::path::Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        /// FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE
        const SHARE_ALL: u32 = 7;
        options.share_mode(SHARE_ALL);
    }
    options.open(path)
}
