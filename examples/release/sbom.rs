//! The bill of materials: CycloneDX 1.5 as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::packages::Package;

/// What the program for a target is made of. `epoch` is its date, seconds since 1970;
/// `lock` the text of Cargo.lock, of which the checksums are taken.
pub(crate) fn sbom(packages: &[Package], target: &str, epoch: i64, lock: &str) -> Value {
    let sums = checksums(lock);
    let date = jiff::Timestamp::from_second(epoch).unwrap_or_default();
    let component = |package: &Package, kind: &str| {
        let id = package.id();
        let mut component = json!({
            "type": kind,
            "bom-ref": purl(&id),
            "name": package.name,
            "version": package.version,
            "purl": purl(&id),
            "licenses": [{ "expression": package.licence }],
        });
        if let Some(sum) = sums.get(&id) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
        }
        component
    };
    let (program, libraries) = packages.split_at(packages.len().min(1));
    let dependency = |package: &Package| {
        let uses = package.uses.iter().map(|id| purl(id));
        json!({ "ref": purl(&package.id()), "dependsOn": uses.collect::<Vec<_>>() })
    };
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": date.to_string(),
            "component": program.first().map(|p| component(p, "application")),
            "properties": [{ "name": "cargo:target", "value": target }],
        },
        "components": libraries.iter().map(|p| component(p, "library")).collect::<Vec<_>>(),
        "dependencies": packages.iter().map(dependency).collect::<Vec<_>>(),
    })
}

fn purl(id: &str) -> String {
    // The package URL of a crate; `+` of a version is written as it has to be.
    format!("pkg:cargo/{}", id.replace('+', "%2B"))
}

/// `name@version` and the registry's SHA-256 of the crate.
fn checksums(lock: &str) -> BTreeMap<String, String> {
    let mut sums = BTreeMap::new();
    let (mut name, mut version) = ("", "");
    for line in lock.lines() {
        let value = |key: &str| Some(line.strip_prefix(key)?.trim_matches('"'));
        name = value("name = ").unwrap_or(name);
        version = value("version = ").unwrap_or(version);
        if let Some(sum) = value("checksum = ") {
            sums.insert(format!("{name}@{version}"), sum.to_owned());
        }
    }
    sums
}
