//! What is linked into the program, as cargo tells it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A crate that is part of the program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    /// Its name on the registry.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The SPDX expression of its licence.
    pub licence: String,
    /// Who is named in its manifest.
    pub authors: Vec<String>,
    /// Where its sources are unpacked.
    pub folder: PathBuf,
    /// The names and versions of what it uses, of the same list.
    pub uses: Vec<String>,
}

impl Package {
    /// `name@version`: unique in a build.
    pub(crate) fn id(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}

/// What is linked into the program for a target, the program first. Crates that only
/// build, only test or only expand macros are not in it.
///
/// # Errors
/// What cargo said when it could not tell, such as that it is not there or offline.
pub(crate) fn linked(root: &Path, target: &str, offline: bool) -> Result<Vec<Package>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["metadata", "--locked"]);
    command.args(["--format-version=1", "--filter-platform", target]);
    command.args(offline.then_some("--offline"));
    let output = command.output().map_err(|e| format!("cargo: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())?;
    Ok(walk(&metadata))
}

fn walk(metadata: &Value) -> Vec<Package> {
    let by_id = |list: &'static str| -> BTreeMap<&str, &Value> {
        let all = metadata.pointer(list).and_then(Value::as_array);
        let pairs = all.into_iter().flatten();
        pairs.filter_map(|v| Some((v["id"].as_str()?, v))).collect()
    };
    let (packages, nodes) = (by_id("/packages"), by_id("/resolve/nodes"));
    let root = metadata["resolve"]["root"].as_str().unwrap_or_default();
    let mut found: Vec<Package> = Vec::new();
    let mut seen = BTreeSet::from([root]);
    let mut todo = vec![root];
    while let Some(id) = todo.pop() {
        let uses = nodes
            .get(id)
            .map_or(Vec::new(), |n| linked_by(n, &packages));
        todo.extend(uses.iter().filter(|id| seen.insert(id)));
        let uses = uses.iter().filter_map(|id| packages.get(id));
        let uses = uses.map(|p| package(p, Vec::new()).id()).collect();
        found.extend(packages.get(id).map(|p| package(p, uses)));
    }
    if let [_, rest @ ..] = found.as_mut_slice() {
        rest.sort();
    }
    found
}

/// The ids of what a package links: its normal dependencies that are no macros.
fn linked_by<'m>(node: &'m Value, packages: &BTreeMap<&str, &Value>) -> Vec<&'m str> {
    let is_normal = |dep: &&Value| {
        let kinds = dep["dep_kinds"].as_array().into_iter().flatten();
        kinds.into_iter().any(|k| k["kind"].is_null())
    };
    let is_macro = |id: &&str| {
        let targets = packages.get(id).and_then(|p| p["targets"].as_array());
        let mut kinds = targets.into_iter().flatten().map(|t| &t["kind"]);
        kinds.any(|kind| {
            kind.as_array()
                .is_some_and(|k| k.contains(&"proc-macro".into()))
        })
    };
    let deps = node["deps"].as_array().into_iter().flatten();
    let ids = deps.filter(is_normal).filter_map(|d| d["pkg"].as_str());
    let mut ids: Vec<&str> = ids.filter(|id| !is_macro(id)).collect();
    ids.sort_unstable();
    ids
}

fn package(value: &Value, uses: Vec<String>) -> Package {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let authors = value["authors"].as_array().into_iter().flatten();
    Package {
        name: text("name"),
        version: text("version"),
        // Old manifests write OR as a slash.
        licence: text("license").replace('/', " OR "),
        authors: authors
            .filter_map(|a| a.as_str().map(str::to_owned))
            .collect(),
        folder: Path::new(&text("manifest_path"))
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default(),
        uses,
    }
}
