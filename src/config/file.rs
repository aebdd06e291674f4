//! The file on the disk: read whole, changed value by value, never written over.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use toml_edit::{DocumentMut, Value};

use super::read::MAX_BYTES;
use super::{Setting, Settings, Trouble, TroubleKind, parse};
use crate::case::write_atomic;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// What is set.
    pub settings: Settings,
    /// What is wrong in the file.
    pub troubles: Vec<Trouble>,
}

/// Why a setting was not saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSaved {
    /// The file is broken at that line (0: cannot be read): it is not touched.
    #[error("broken at line {0}")]
    Broken(usize),
    /// The words of the system.
    #[error("{0}")]
    System(String),
}

impl From<io::Error> for NotSaved {
    fn from(error: io::Error) -> Self {
        Self::System(error.to_string())
    }
}

/// Reads the settings; without a file they are as by default.
pub fn load(path: &Path) -> Settled {
    match text(path) {
        Ok(text) => {
            let (settings, troubles) = parse(&text);
            Settled { settings, troubles }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Settled::default(),
        Err(error) => Settled {
            settings: Settings::default(),
            troubles: vec![Trouble {
                line: 0,
                kind: TroubleKind::Unreadable(error.to_string()),
            }],
        },
    }
}

fn text(path: &Path) -> io::Result<String> {
    let file = fs::File::open(path)?;
    // A pipe or a device would never end.
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut text = String::new();
    file.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    match u64::try_from(text.len()) {
        Ok(length) if length <= MAX_BYTES => Ok(text),
        _ => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

/// Changes one setting in the file and nothing else of it: comments, order and what we
/// do not know stay. Whole or not at all; the file is made if there is none.
///
/// # Errors
/// When the file is broken, cannot be read, or the system does not let us write.
pub fn save(path: &Path, setting: Setting, value: &str) -> Result<(), NotSaved> {
    let before = match text(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error.into()),
    };
    let after = changed(&before, setting, value)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // A link stays one: what it leads to is written.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    Ok(write_atomic(&place, after.as_bytes())?)
}

/// The text with one value changed.
pub(super) fn changed(text: &str, setting: Setting, value: &str) -> Result<String, NotSaved> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Ok(mut document) = bare.parse::<DocumentMut>() else {
        let (_, troubles) = parse(text);
        return Err(NotSaved::Broken(troubles.first().map_or(0, |t| t.line)));
    };
    let mut new = match setting.is_switch() {
        true => Value::from(value == "true"),
        false => Value::from(value),
    };
    let item = document
        .entry(setting.name())
        .or_insert(toml_edit::Item::None);
    // What stands behind the value stays behind it.
    if let Some(old) = item.as_value() {
        *new.decor_mut() = old.decor().clone();
    }
    *item = toml_edit::Item::Value(new);
    Ok(document.to_string())
}

/// Writes a new file; one that is there stays as it is.
///
/// # Errors
/// What the system says; `AlreadyExists` when there is one.
pub fn write_template(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::options()
        .write(true)
        .create_new(true)
        .open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        drop(file);
        let _ = fs::remove_file(path);
    }
    written
}
