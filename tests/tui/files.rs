//! Evidence handed over: folders, pastes, notices and the lines of files.

use std::fs;

use relay_doctor::case::Store;
use relay_doctor::evidence::walk::Input;
use relay_doctor::i18n::Lang;
use relay_doctor::tui::run;
use relay_doctor::wizard::{
    Browser, BrowserEntry, Effect, Listing, Model, Notice, Offered, OfferedKind, Overlay,
    Selection, StepId,
};

use crate::snapshots::{compare, folder};
use crate::support::{NOW, Script, model, play, theme, worker};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

/// A screen without its line ends and blanks: what was wrapped is found in it.
fn dense(screen: &str) -> String {
    screen.split_whitespace().collect()
}

#[test]
fn a_notice_that_is_too_long_for_its_line_is_shown_whole() {
    let aside = "C:\\Users\\kay\\AppData\\Local\\relay-doctor\\data\\cases\\本社メール中継の障害 2026-11-02.json.unreadable-1";
    for lang in [Lang::En, Lang::Ja] {
        for size in SIZES {
            let mut model = model(lang);
            model.notice = Some(Notice::CaseKeptAside(aside.into()));
            let (script, _) = play(size, model, Vec::new(), "");
            let screen = script.screen();
            assert!(dense(&screen).contains(&dense(aside)), "{screen}");
        }
    }
}

#[test]
fn a_value_in_json_of_one_line_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let filler = (0..400)
        .map(|n| format!("\"Unused{n}\":\"{n}\","))
        .collect::<String>();
    let json = format!(
        "[{{{filler}\"Name\":\"Inbound from on-premises\",\"ConnectorType\":\"OnPremises\",\"Enabled\":true,\
         \"TlsSenderCertificateName\":\"old.contoso.com\",\"RequireTls\":true}}]"
    );
    let path = folder.path().join("inbound.json");
    fs::write(&path, json).unwrap();
    for size in SIZES {
        let keys = format!("<enter>{}<enter>3<tab><enter>", path.display());
        let (script, _) = play(size, model(Lang::En), Vec::new(), &keys);
        let screen = script.screen();
        assert!(screen.contains("inbound.json  line 1"), "{screen}");
        assert!(screen.contains("\"old.contoso.com\""), "{screen}");
    }
}

fn entry(name: &str, bytes: Option<u64>) -> BrowserEntry {
    BrowserEntry {
        name: name.to_owned(),
        is_folder: bytes.is_none(),
        bytes,
        modified: Some(NOW - 3600),
        ..BrowserEntry::default()
    }
}

/// A folder as servers have them, with names that are too long for their column.
fn entries() -> Vec<BrowserEntry> {
    let mut entries = vec![
        entry("EX01", None),
        entry(
            "令和八年十一月二日 本社から支社へのメール中継障害に関する調査資料一式 (社外秘)",
            None,
        ),
        entry("20261102_101500.log", Some(48_233)),
        entry("20261102_101500.xhcw", Some(1_204_511)),
        entry("accepted-domains.json", Some(2_310)),
        entry("bounce.eml", Some(9_020)),
        entry("evidence.zip", Some(734_003_200)),
        entry(
            "inbound-connectors-of-the-tenant-exported-after-the-certificate-was-renewed.txt",
            Some(811),
        ),
        entry("SEND2026110208-1.LOG", Some(10_485_760)),
        entry("setup.exe", Some(88_000)),
        entry("smtp.contoso.com.cer", Some(1_401)),
    ];
    entries.push(BrowserEntry {
        closed: true,
        bytes: None,
        modified: None,
        is_folder: false,
        ..entry("pagefile.sys", Some(0))
    });
    entries.push(BrowserEntry {
        hidden: true,
        ..entry("desktop.ini", Some(282))
    });
    entries
}

fn browsing(lang: Lang, browser: Browser) -> Model {
    let mut model = model(lang);
    model.step = StepId::Evidence;
    model.overlay = Some(Overlay::Browser(browser));
    model
}

fn at(path: &str, entries: Vec<BrowserEntry>, row: usize) -> Browser {
    Browser {
        path: path.into(),
        listing: Listing {
            entries,
            ..Listing::default()
        },
        arrived: true,
        selection: Selection { row },
        ..Browser::default()
    }
}

fn offered() -> Vec<Offered> {
    let folder = |path: &str, kind| Offered {
        path: path.into(),
        kind,
    };
    vec![
        folder(
            "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\TransportRoles\\Logs\\Hub\\ProtocolLog\\SmtpSend",
            OfferedKind::HubLogs,
        ),
        folder(
            "C:\\Users\\kay\\AppData\\Roaming\\Microsoft\\Exchange Hybrid Configuration",
            OfferedKind::HybridLogs,
        ),
        folder("C:\\Users\\kay\\Downloads", OfferedKind::Downloads),
    ]
}

fn screens(lang: Lang) -> Vec<(&'static str, Model)> {
    let here = "\\\\EX01\\c$\\調査\\2026-11-02";
    let mut marked = at(here, entries(), 7);
    marked.marked = [2, 5].map(|n| marked.path.join(&entries()[n].name)).into();
    let mut typed = at(here, entries(), 8);
    typed.typed = "send".to_owned();
    typed.listing.left_out = 2;
    let many = (0..300).map(|n| {
        entry(
            &format!("SEND20261102{:02}-{n}.LOG", n % 24),
            Some(n * 4096),
        )
    });
    let mut denied = at(here, Vec::new(), 0);
    denied.trouble = Some("Access is denied. (os error 5)".to_owned());
    let mut slow = at("\\\\FS01\\share", Vec::new(), 0);
    slow.arrived = false;
    let root = offered().into_iter().map(|o| BrowserEntry {
        name: o.path.to_string_lossy().into_owned(),
        is_folder: true,
        offered: Some(o.kind),
        ..BrowserEntry::default()
    });
    let drives = ["C:\\", "D:\\"].map(|d| BrowserEntry {
        name: d.to_owned(),
        is_folder: true,
        ..BrowserEntry::default()
    });
    let mut empty = model(lang);
    empty.step = StepId::Evidence;
    empty.offered = offered();
    vec![
        ("browser", at(here, entries(), 1)),
        ("browser-marked", marked),
        ("browser-typed", typed),
        ("browser-many", at(here, many.collect(), 150)),
        ("browser-empty", at(here, Vec::new(), 0)),
        ("browser-denied", denied),
        ("browser-slow", slow),
        ("browser-roots", at("", root.chain(drives).collect(), 0)),
    ]
    .into_iter()
    .map(|(name, browser)| (name, browsing(lang, browser)))
    .chain([("2-evidence-offered", empty)])
    .collect()
}

#[test]
fn folders_look_as_stored() {
    let mut differing = Vec::new();
    for lang in Lang::ALL {
        for size in SIZES {
            for (name, model) in screens(lang) {
                let (script, _) = play(size, model, Vec::new(), "");
                let path = folder(lang, size).join(format!("{name}.txt"));
                differing.extend(compare(&path, &script.screen()));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Runs the keys at step 2 in a folder of a scenario's shape.
fn played(folders: Vec<Offered>, browsed: Option<&std::path::Path>, keys: &str) -> (Script, Model) {
    let mut model = model(Lang::En);
    model.step = StepId::Evidence;
    model.browsed = browsed.map(Into::into);
    let mut script = Script::new((80, 24), keys);
    let mut work = worker(Store::new(""));
    work.inline = work.inline.offering(folders);
    let model = run(
        &mut script,
        &mut work,
        &theme(),
        model,
        vec![Effect::FindFolders],
    )
    .unwrap();
    (script, model)
}

fn given(model: &Model) -> Vec<String> {
    let given = model.given.iter().map(|g| match &g.input {
        Input::Path(path) => path.file_name().unwrap().to_string_lossy().into_owned(),
        other => panic!("{other:?}"),
    });
    given.collect()
}

fn folder_of(names: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("EX01")).unwrap();
    for name in names {
        fs::write(
            root.path().join(name),
            format!("550 5.7.64 TenantAttribution {name}"),
        )
        .unwrap();
    }
    root
}

#[test]
fn letters_jump_space_marks_and_tab_takes() {
    let root = folder_of(&["apple.txt", "bounce.txt", "send 1.log", "send 2.log"]);
    let browsed = Some(root.path());
    let (_, model) = played(Vec::new(), browsed, "bbo<enter>");
    assert_eq!(given(&model), ["bounce.txt"], "a letter jumps, Enter takes");
    let (_, model) = played(Vec::new(), browsed, "bapp<space>2<space><tab>");
    assert_eq!(given(&model), ["apple.txt", "send 2.log"]);
    // A mark is taken back, and those of other folders stay.
    let keys = "bapp<space><home><enter><left>b<space><up><space><tab>";
    let (_, model) = played(Vec::new(), browsed, keys);
    assert_eq!(given(&model), ["apple.txt"]);
    let (_, model) = played(Vec::new(), browsed, "b<tab>");
    assert_eq!(model.given[0].input, Input::Path(root.path().into()));
}

#[test]
fn a_path_that_is_typed_or_pasted_is_gone_to() {
    let root = folder_of(&["a.txt"]);
    let elsewhere = folder_of(&["b.txt"]);
    let path = elsewhere.path().to_string_lossy().into_owned();
    let browsed = Some(root.path());
    for keys in [
        format!("b{path}<enter><tab>"),
        format!("b<paste:'{path}'><tab>"),
    ] {
        let (_, model) = played(Vec::new(), browsed, &keys);
        assert_eq!(model.given[0].input, Input::Path(elsewhere.path().into()));
    }
    // A file that is pasted is shown in its folder.
    let (_, model) = played(
        Vec::new(),
        browsed,
        &format!("b<paste:{path}/b.txt><enter>"),
    );
    assert_eq!(given(&model), ["b.txt"]);
    let (script, _) = played(Vec::new(), browsed, "b<paste:550 5.7.64 refused>");
    assert!(script.screen().contains("What was pasted is no path."));
    // Esc leaves first what is typed, then the browser.
    let (_, model) = played(Vec::new(), browsed, "bnone<esc>");
    assert!(matches!(model.overlay, Some(Overlay::Browser(b)) if b.typed.is_empty()));
    let (_, model) = played(Vec::new(), browsed, "bnone<esc><esc>");
    assert_eq!(model.overlay, None);
    assert_eq!(model.browsed.as_deref(), browsed, "it is remembered");
}

#[test]
fn default_folders_are_offered_and_taken_or_looked_into() {
    let logs = folder_of(&["SEND1.LOG"]);
    let downloads = folder_of(&["bounce.eml"]);
    let none = downloads.path().join("none");
    let folder = |path: &std::path::Path, kind| Offered {
        path: path.into(),
        kind,
    };
    let all = vec![
        folder(&none, OfferedKind::HybridLogs),
        folder(logs.path(), OfferedKind::HubLogs),
        folder(downloads.path(), OfferedKind::Downloads),
    ];
    let (_, model) = played(all.clone(), None, "<enter>");
    assert_eq!(model.given[0].input, Input::Path(logs.path().into()));
    let (_, model) = played(all.clone(), None, "<down><enter>bo<enter>");
    assert_eq!(given(&model), ["bounce.eml"]);
    // The browser begins with them too.
    let (script, model) = played(all, None, "b");
    assert!(
        script.screen().contains("send logs of this server"),
        "{}",
        script.screen()
    );
    let Some(Overlay::Browser(browser)) = model.overlay else {
        panic!("{:?}", model.overlay);
    };
    let first = &browser.listing.entries[0];
    assert_eq!(first.offered, Some(OfferedKind::HubLogs));
}

#[test]
fn what_is_given_twice_and_what_tells_nothing_is_said() {
    let root = folder_of(&["a.txt"]);
    let path = root.path().display();
    let (script, model) = played(
        Vec::new(),
        None,
        &format!("<paste:{path}><paste:{path}/a.txt>"),
    );
    assert_eq!(model.given.len(), 1);
    assert!(
        dense(&script.screen()).contains("wasgivenalready;itisreadonce"),
        "{}",
        script.screen()
    );
    let (script, _) = played(
        Vec::new(),
        None,
        "<paste:the weather is fine\nand stays so>",
    );
    let said = dense("What was pasted is neither a path nor a bounce");
    assert!(
        dense(&script.screen()).contains(&said),
        "{}",
        script.screen()
    );
    let (script, _) = played(
        Vec::new(),
        None,
        "<paste:550 5.7.64 TenantAttribution; Relay Access Denied>",
    );
    assert!(
        !dense(&script.screen()).contains(&said),
        "{}",
        script.screen()
    );
}
