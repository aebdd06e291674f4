//! Manifests for package managers: templates, filled in with a release.

use std::fs;
use std::path::Path;

/// The templates, and where the filled ones go below the release's folder.
pub(crate) const TEMPLATES: [&str; 4] = [
    "scoop/relay-doctor.json",
    "winget/relay-doctor.yaml",
    "winget/relay-doctor.installer.yaml",
    "winget/relay-doctor.locale.en-US.yaml",
];

/// What differs from release to release.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// Such as `0.1.0`.
    pub version: String,
    /// The address of the Windows archive.
    pub url: String,
    /// Its SHA-256, lower case.
    pub sha256: String,
    /// The folder within it.
    pub folder: String,
    /// The day of the release, `YYYY-MM-DD`.
    pub date: String,
    /// Who publishes, as package managers call them.
    pub publisher: String,
    /// The address of the project.
    pub homepage: String,
}

/// A template with its `{{...}}` replaced; an error names one that nothing replaces.
///
/// # Errors
/// When a placeholder is unknown.
pub(crate) fn fill(template: &str, facts: &Facts) -> Result<String, String> {
    let values = [
        ("version", facts.version.as_str()),
        ("url", &facts.url),
        ("sha256", &facts.sha256),
        ("SHA256", &facts.sha256.to_uppercase()),
        ("folder", &facts.folder),
        ("date", &facts.date),
        ("publisher", &facts.publisher),
        ("homepage", &facts.homepage),
    ];
    let mut text = template.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{{{name}}}}}"), value);
    }
    match text.find("{{") {
        Some(at) => Err(text[at..].chars().take(40).collect()),
        None => Ok(text),
    }
}

/// Reads a template of the package.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn template(root: &Path, name: &str) -> Result<String, String> {
    let path = root.join("dist").join(name);
    fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
}
