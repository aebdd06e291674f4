//! The folders in which evidence lies by default, where these exist.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::wizard::{Offered, OfferedKind};

/// Where Exchange keeps its protocol logs below its own folder: one folder a service
/// since 2013, one for all in 2010 (domain.md section 5).
const LOGS: [(&[&str], OfferedKind); 4] = [
    (&["Hub"], OfferedKind::HubLogs),
    (&["FrontEnd"], OfferedKind::FrontEndLogs),
    (&["Edge"], OfferedKind::EdgeLogs),
    (&[], OfferedKind::TransportLogs),
];

/// All folders that there could be, the most useful first; `env` gives the value of an
/// environment variable.
pub fn candidates(env: impl Fn(&str) -> Option<OsString>) -> Vec<Offered> {
    let folder = |name: &str| env(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let programs = folder("ProgramFiles").unwrap_or_else(|| PathBuf::from(r"C:\Program Files"));
    let version = |v| programs.join("Microsoft").join("Exchange Server").join(v);
    let installed = folder("ExchangeInstallPath");
    let installed = installed
        .into_iter()
        .chain([version("V15"), version("V14")]);
    let mut found = Vec::new();
    for root in installed {
        for (service, kind) in LOGS {
            let mut path = root.join("TransportRoles").join("Logs");
            path.extend(service);
            path.extend(["ProtocolLog", "SmtpSend"]);
            found.push(Offered { path, kind });
        }
    }
    // domain.md section 6: of the user who ran the wizard.
    let hybrid =
        folder("APPDATA").map(|p| p.join("Microsoft").join("Exchange Hybrid Configuration"));
    found.extend(hybrid.map(|path| Offered {
        path,
        kind: OfferedKind::HybridLogs,
    }));
    let home = folder("USERPROFILE").or_else(|| folder("HOME"));
    let in_home = |name: &str, kind| {
        let below = [home.clone(), folder("OneDrive")].into_iter().flatten();
        let paths = below.map(|p| p.join(name));
        paths.map(|path| Offered { path, kind }).collect::<Vec<_>>()
    };
    found.extend(in_home("Downloads", OfferedKind::Downloads));
    found.extend(in_home("Desktop", OfferedKind::Desktop));
    found
}

/// Those that exist, each once.
pub(super) fn existing(candidates: &[Offered]) -> Vec<Offered> {
    let mut seen = BTreeSet::new();
    let exist = candidates.iter().filter(|c| c.path.is_dir());
    let real = |c: &Offered| std::fs::canonicalize(&c.path).unwrap_or_else(|_| c.path.clone());
    exist.filter(|c| seen.insert(real(c))).cloned().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;

    #[test]
    fn folders_of_exchange_and_of_the_wizard_are_offered_where_they_exist() {
        let root = tempfile::tempdir().unwrap();
        let at = |parts: &[&str]| {
            parts
                .iter()
                .fold(root.path().to_owned(), |p, part| p.join(part))
        };
        let hub = at(&[
            "ex",
            "TransportRoles",
            "Logs",
            "Hub",
            "ProtocolLog",
            "SmtpSend",
        ]);
        let of_2010 = at(&[
            "pf",
            "Microsoft",
            "Exchange Server",
            "V14",
            "TransportRoles",
            "Logs",
            "ProtocolLog",
            "SmtpSend",
        ]);
        let hybrid = at(&["app", "Microsoft", "Exchange Hybrid Configuration"]);
        let downloads = at(&["home", "Downloads"]);
        for folder in [&hub, &of_2010, &hybrid, &downloads] {
            fs::create_dir_all(folder).unwrap();
        }
        // A file is no folder.
        fs::write(at(&["home", "Desktop"]), b"").unwrap();
        let env = |name: &str| {
            let value = match name {
                "ExchangeInstallPath" => at(&["ex"]),
                "ProgramFiles" => at(&["pf"]),
                "APPDATA" => at(&["app"]),
                "USERPROFILE" | "OneDrive" => at(&["home"]),
                _ => return None,
            };
            Some(value.into_os_string())
        };
        let found: Vec<_> = existing(&candidates(env))
            .into_iter()
            .map(|o| (o.kind, o.path))
            .collect();
        let expected = [
            (OfferedKind::HubLogs, hub),
            (OfferedKind::TransportLogs, of_2010),
            (OfferedKind::HybridLogs, hybrid),
            (OfferedKind::Downloads, downloads),
        ];
        assert_eq!(found, expected);
        assert_eq!(existing(&[]), []);
    }

    #[test]
    fn without_any_variable_the_usual_place_is_looked_at() {
        let all = candidates(|_| None);
        let paths: Vec<String> = all
            .iter()
            .map(|o| o.path.to_string_lossy().replace('/', "\\"))
            .collect();
        let usual = r"C:\Program Files\Microsoft\Exchange Server\V15\TransportRoles\Logs\Hub\ProtocolLog\SmtpSend";
        assert_eq!(paths.first().map(String::as_str), Some(usual));
        assert!(all.iter().all(|o| o.kind != OfferedKind::HybridLogs));
    }
}
