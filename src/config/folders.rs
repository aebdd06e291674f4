//! Where settings and cases are kept.

use std::path::{Path, PathBuf};

/// Where settings and cases are kept; `None` where there is no place for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// The settings file.
    pub settings: Option<PathBuf>,
    /// The folder of the cases.
    pub cases: Option<PathBuf>,
}

/// The environment variable that names the folder in which settings and cases are kept.
const HOME: &str = "RELAY_DOCTOR_HOME";

impl Folders {
    /// The folder that `RELAY_DOCTOR_HOME` names, else the user's own folders as the system wants
    /// them.
    pub fn of_user() -> Self {
        if let Some(home) = std::env::var_os(HOME).filter(|home| !home.is_empty()) {
            let home = Path::new(&home);
            return Self {
                settings: Some(home.join("settings.toml")),
                cases: Some(home.join("cases")),
            };
        }
        let folders = directories::ProjectDirs::from("", "", "relay-doctor");
        let folders = folders.as_ref();
        Self {
            settings: folders.map(|f| f.config_dir().join("settings.toml")),
            // Cases are of this machine: their paths lead to its files.
            cases: folders.map(|f| f.data_local_dir().join("cases")),
        }
    }

    /// `--portable`: beside the program, so that a stick or a share carries all.
    pub fn portable() -> Self {
        let program = std::env::current_exe().ok();
        program
            .as_deref()
            .and_then(Path::parent)
            .map(Self::beside)
            .unwrap_or_default()
    }

    fn beside(folder: &Path) -> Self {
        Self {
            settings: Some(folder.join("relay-doctor.toml")),
            cases: Some(folder.join("relay-doctor-cases")),
        }
    }
}
