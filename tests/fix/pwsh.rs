//! The scripts of a changed name, run by PowerShell where `pwsh` is on the PATH,
//! against a stub module that records what arrives and fails without terminating.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use relay_doctor::remedy::OptionId;

use crate::support::Case;

/// `pwsh` on the PATH.
fn pwsh() -> Option<PathBuf> {
    let name = if cfg!(windows) { "pwsh.exe" } else { "pwsh" };
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

const SCENARIO: &str = "rd101-renewed-certificate-other-name";
const OLD: &str = "mail.contoso.com";
const NEW: &str = "smtp.contoso.com";

/// A tenant of one connector and another one, and the scripts beside it.
struct Bench {
    pwsh: PathBuf,
    root: tempfile::TempDir,
    name: String,
}

impl Bench {
    fn new(pwsh: &Path) -> Self {
        let root = tempfile::tempdir().unwrap();
        let case = Case::of(SCENARIO);
        let option = case.option(OptionId::Manual);
        for (name, text) in case.scripts(option) {
            fs::write(root.path().join(name), text).unwrap();
        }
        let module = root.path().join("modules/ExchangeOnlineManagement");
        fs::create_dir_all(&module).unwrap();
        fs::write(
            module.join("ExchangeOnlineManagement.psm1"),
            include_str!("stub/ExchangeOnlineManagement.psm1"),
        )
        .unwrap();
        let bench = Self {
            pwsh: pwsh.to_owned(),
            name: case.gathered.facts.tenant.connectors()[0].name.clone(),
            root,
        };
        bench.set_name(OLD);
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn run(&self, command: &str, fail: &str) -> Output {
        Command::new(&self.pwsh)
            .args(["-NoProfile", "-NonInteractive", "-Command", command])
            .env("PSModulePath", self.path("modules"))
            .env("RELAY_DOCTOR_STATE", self.path("state.xml"))
            .env("RELAY_DOCTOR_CALLS", self.path("calls.txt"))
            .env("RELAY_DOCTOR_FAIL", fail)
            .current_dir(self.root.path())
            .output()
            .unwrap()
    }

    /// The live value becomes this.
    fn set_name(&self, value: &str) {
        let quote = relay_doctor::remedy::powershell::quote::ascii_expression;
        let command = format!(
            "$both = foreach ($name in @({}, 'Another')) {{ New-Object PSObject -Property @{{ Name = $name; Enabled = $true; ConnectorType = 'OnPremises'; TlsSenderCertificateName = {}; CloudServicesMailEnabled = $true }} }}; , @($both) | Export-Clixml -Path $env:RELAY_DOCTOR_STATE",
            quote(&self.name),
            quote(value),
        );
        let output = self.run(&command, "");
        assert!(output.status.success(), "{output:?}");
    }

    fn live(&self) -> String {
        let quote = relay_doctor::remedy::powershell::quote::ascii_expression;
        let command = format!(
            "Import-Clixml $env:RELAY_DOCTOR_STATE | ForEach-Object {{ $_ }} | Where-Object {{ $_.Name -eq {} }} | ForEach-Object {{ $_.TlsSenderCertificateName }}",
            quote(&self.name)
        );
        let output = self.run(&command, "");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Runs a script after the stub was loaded: exit code and its last line.
    fn script(&self, call: &str, fail: &str) -> (Option<i32>, String) {
        let command = format!(
            "Import-Module ExchangeOnlineManagement -DisableNameChecking; & .\\{call}; exit $LASTEXITCODE"
        );
        let command = match cfg!(windows) {
            true => command,
            false => command.replace(".\\", "./"),
        };
        let output = self.run(&command, fail);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let last = said.lines().rfind(|l| !l.trim().is_empty());
        (
            output.status.code(),
            last.unwrap_or_default().trim().to_owned(),
        )
    }

    fn calls(&self) -> usize {
        let calls = fs::read_to_string(self.path("calls.txt")).unwrap_or_default();
        calls.lines().count()
    }

    fn saved_states(&self) -> usize {
        let entries = fs::read_dir(self.root.path()).unwrap();
        let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
        names
            .filter(|n| n.starts_with("relay-doctor-before-"))
            .count()
    }
}

#[test]
fn scripts_guard_change_prove_and_go_back() {
    let Some(pwsh) = pwsh() else {
        eprintln!("skipped: no pwsh on the PATH, so no script was run");
        return;
    };
    let bench = Bench::new(&pwsh);

    let (code, last) = bench.script("exchange-online.ps1 -WhatIf", "");
    assert_eq!(
        (code, last.as_str()),
        (Some(0), "PREVIEW: nothing was changed.")
    );
    assert_eq!(
        (bench.calls(), bench.saved_states(), bench.live().as_str()),
        (0, 0, OLD)
    );

    let (code, last) = bench.script("exchange-online.ps1", "read");
    assert!(
        code == Some(2) && last.starts_with("STOPPED: Get-InboundConnector failed"),
        "{last}"
    );
    assert_eq!(bench.calls(), 0);

    let (code, last) = bench.script("exchange-online.ps1", "write");
    assert!(code == Some(1) && last.starts_with("FAILED: "), "{last}");
    assert_eq!(bench.live(), OLD);

    let (code, last) = bench.script("exchange-online.ps1", "");
    assert_eq!(
        (code, last.as_str()),
        (Some(0), "DONE: 1 changed, 0 already right.")
    );
    assert_eq!(bench.live(), NEW);
    assert!(bench.saved_states() > 0);
    let (code, last) = bench.script("exchange-online.ps1", "");
    assert_eq!(
        (code, last.as_str()),
        (Some(0), "DONE: 0 changed, 1 already right.")
    );

    let before = bench.calls();
    // No message trace here: a person has to look, and nothing is wrong.
    let (code, last) = bench.script("verify.ps1", "");
    assert!(code == Some(3) && last.starts_with("UNDECIDED: "), "{last}");
    assert_eq!(bench.calls(), before);

    let (code, _) = bench.script("rollback-exchange-online.ps1 -WhatIf", "");
    assert_eq!((code, bench.live().as_str()), (Some(0), NEW));
    let (code, last) = bench.script("rollback-exchange-online.ps1", "");
    assert_eq!(
        (code, last.as_str()),
        (Some(0), "DONE: 1 changed, 0 already right.")
    );
    assert_eq!(bench.live(), OLD);
}

#[test]
fn what_somebody_changed_since_is_left_alone() {
    let Some(pwsh) = pwsh() else {
        eprintln!("skipped: no pwsh on the PATH, so no script was run");
        return;
    };
    let bench = Bench::new(&pwsh);
    bench.set_name("other.contoso.com");
    for script in ["exchange-online.ps1", "rollback-exchange-online.ps1"] {
        let (code, last) = bench.script(script, "");
        assert!(code == Some(2) && last.starts_with("STOPPED: "), "{last}");
        assert_eq!(bench.live(), "other.contoso.com");
        assert_eq!(bench.calls(), 0);
    }
    let (code, last) = bench.script("verify.ps1", "");
    assert!(
        code == Some(1) && last.starts_with("NOT VERIFIED: "),
        "{last}"
    );
}

#[test]
fn without_a_connection_it_stops() {
    let Some(pwsh) = pwsh() else {
        eprintln!("skipped: no pwsh on the PATH, so no script was run");
        return;
    };
    let bench = Bench::new(&pwsh);
    let call = match cfg!(windows) {
        true => "& .\\exchange-online.ps1; exit $LASTEXITCODE",
        false => "& ./exchange-online.ps1; exit $LASTEXITCODE",
    };
    fs::remove_dir_all(bench.path("modules")).unwrap();
    let output = bench.run(call, "");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}
