//! A folder with folders in it, there whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use super::atomic::beside;

/// Whether a folder may be made there: nothing is in the way, or a folder with nothing
/// in it.
pub fn is_new(folder: &Path) -> bool {
    match fs::symlink_metadata(folder) {
        Ok(there) if there.is_dir() => {
            fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_none())
        }
        Ok(_) => false,
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Makes a folder by `fill`, which writes into one beside it that is then renamed.
///
/// # Errors
/// What `fill` or the system says; nothing is left of what was written. What is in the
/// way stays: `AlreadyExists`.
pub fn write_new_folder<T>(
    folder: &Path,
    fill: impl FnOnce(&Path) -> io::Result<T>,
) -> io::Result<T> {
    if !is_new(folder) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    let growing = beside(folder, "new")?;
    // Left behind by a process of the same id that was killed.
    let _ = fs::remove_dir_all(&growing);
    fs::create_dir(&growing)?;
    let done = fill(&growing).and_then(|made| {
        // Only an empty folder can be removed so, and no system renames onto one alike.
        if folder.is_dir() {
            fs::remove_dir(folder)?;
        }
        fs::rename(&growing, folder).map(|()| made)
    });
    if done.is_err() {
        let _ = fs::remove_dir_all(&growing);
    }
    done
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn whole_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/copy");
        let failed = write_new_folder(&folder, |growing| {
            fs::write(growing.join("half"), "x")?;
            Err::<(), _>(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read_dir(root.path().join("a")).unwrap().count(), 0);

        // What a killed process of the same id left is in nobody's way.
        let left = root
            .path()
            .join(format!("a/copy.{}.new", std::process::id()));
        fs::create_dir(&left).unwrap();
        fs::write(left.join("half"), "x").unwrap();
        let fill = |growing: &Path| {
            fs::create_dir(growing.join("b"))?;
            fs::write(growing.join("b/c"), "x")
        };
        fs::create_dir(&folder).unwrap();
        write_new_folder(&folder, fill).unwrap();
        assert_eq!(fs::read_to_string(folder.join("b/c")).unwrap(), "x");
        assert!(!folder.join("half").exists() && !left.exists());

        let again = write_new_folder(&folder, fill).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        fs::write(root.path().join("file"), "mine").unwrap();
        assert!(write_new_folder(&root.path().join("file"), fill).is_err());
        assert_eq!(
            fs::read_to_string(root.path().join("file")).unwrap(),
            "mine"
        );
    }
}
