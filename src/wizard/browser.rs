//! The folder browser: walks over folders, jumps to a name that is typed, marks
//! several entries, and hands over what is taken.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::update::moved;
use super::{Action, Effect, Model, Notice, Offered, OfferedKind, Overlay, Selection, give, paths};
use crate::evidence::walk::Input;

/// The folder browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browser {
    /// The folder; empty where paths begin: drives, and the folders that are offered.
    pub path: PathBuf,
    /// What is in it.
    pub listing: Listing,
    /// It has been listed, or cannot be.
    pub arrived: bool,
    /// Why it cannot be read.
    pub trouble: Option<String>,
    /// The selected entry.
    pub selection: Selection,
    /// The beginning of a name, or a path, being typed.
    pub typed: String,
    /// Entries that are taken together, of whatever folders.
    pub marked: BTreeSet<PathBuf>,
}

/// What is in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its entries, folders first.
    pub entries: Vec<BrowserEntry>,
    /// Entries that cannot be named or were not told by the system.
    pub left_out: usize,
    /// There are more entries than are listed.
    pub more: bool,
    /// The entry that was asked for, where a file was asked for.
    pub at: Option<String>,
}

/// An entry of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowserEntry {
    /// Its name; where paths begin, the whole path.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Its size, of a file.
    pub bytes: Option<u64>,
    /// When it was last written, seconds since the epoch.
    pub modified: Option<i64>,
    /// The system hides it.
    pub hidden: bool,
    /// The system tells nothing of it.
    pub closed: bool,
    /// It is one of the folders in which evidence lies by default.
    pub offered: Option<OfferedKind>,
}

/// What a file seems to be, by its name alone: files worth opening are marked so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `.log`
    Log,
    /// `.xhcw`, and `yyyyMMdd_HHmmss.log` as the Hybrid Configuration Wizard calls its logs.
    Hybrid,
    /// `.eml`, `.msg`, `.mbox`
    Mail,
    /// `.cer`, `.pem`, `.pfx` and their like.
    Certificate,
    /// Output of cmdlets: `.json`, `.csv`, `.txt`, `.xml`, `.clixml`.
    Output,
    /// `.zip`
    Archive,
}

impl FileKind {
    /// By the name of a file; `None` for what is no evidence by its name.
    pub fn of(name: &str) -> Option<Self> {
        let (stem, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "log" if is_moment(stem) => Self::Hybrid,
            "log" => Self::Log,
            "xhcw" => Self::Hybrid,
            "eml" | "msg" | "mbox" => Self::Mail,
            "cer" | "crt" | "pem" | "der" | "p7b" | "pfx" | "p12" => Self::Certificate,
            "json" | "csv" | "txt" | "xml" | "clixml" => Self::Output,
            "zip" => Self::Archive,
            _ => return None,
        })
    }
}

/// `yyyyMMdd_HHmmss` (domain.md section 6).
fn is_moment(stem: &str) -> bool {
    let Some((day, time)) = stem.split_once('_') else {
        return false;
    };
    let digits = |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    digits(day, 8) && digits(time, 6)
}

/// Opens the browser: where it was last, beside what was given last, where evidence
/// lies by default, or here.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let beside = || {
        let given = model.given.iter().chain(&model.verify.given);
        let last = given.rev().find_map(|g| match &g.input {
            Input::Path(path) => Some(path.parent()?.to_owned()),
            _ => None,
        });
        last.filter(|p| !p.as_os_str().is_empty())
    };
    let roots = || (!model.offered.is_empty()).then(PathBuf::new);
    let start = model.browsed.clone().or_else(beside).or_else(roots);
    open_at(model, start.unwrap_or_else(|| PathBuf::from(".")))
}

/// Opens the browser in a folder.
pub(super) fn open_at(model: &mut Model, folder: PathBuf) -> Vec<Effect> {
    let mut browser = Browser::default();
    let effects = browser.enter(folder);
    model.put_on_top(Overlay::Browser(browser));
    effects
}

/// Leaves what is being typed; true when there was something.
pub(super) fn forget_typed(model: &mut Model) -> bool {
    match &mut model.overlay {
        Some(Overlay::Browser(browser)) => !std::mem::take(&mut browser.typed).is_empty(),
        _ => false,
    }
}

pub(super) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let (page, home) = (model.size.page, model.home.clone());
    let Some(Overlay::Browser(browser)) = &mut model.overlay else {
        return Vec::new();
    };
    match action {
        Action::Type(c) => browser.type_in(*c),
        Action::Backspace if !browser.typed.is_empty() => {
            browser.typed.pop();
            browser.seek();
        }
        // The folder above; above a root are the roots.
        Action::Back | Action::CursorLeft | Action::Backspace => {
            let parent = browser.path.parent().unwrap_or("".as_ref()).to_owned();
            return browser.enter(parent);
        }
        Action::Open | Action::CursorRight | Action::Submit => {
            if let Some(path) = browser.typed_path(home.as_deref()) {
                return browser.enter(path);
            }
            return open_entry(model);
        }
        Action::Paste(text) => {
            let found = paths::pasted(text, home.as_deref());
            match found.and_then(|paths| paths.into_iter().next()) {
                Some(path) => return browser.enter(path),
                None => model.notice = Some(Notice::NoPathPasted),
            }
        }
        Action::Tick => browser.mark(page),
        Action::Choose => return take(model, None),
        _ => {
            let rows = browser.listing.entries.len();
            if let Some(to) = moved(browser.selection.row, rows, page, action) {
                browser.selection.row = to;
                browser.typed.clear();
            }
        }
    }
    Vec::new()
}

/// Into a folder; a file is taken, with what is marked.
fn open_entry(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Browser(browser)) = &mut model.overlay else {
        return Vec::new();
    };
    let Some(entry) = browser.listing.entries.get(browser.selection.row) else {
        return Vec::new();
    };
    let path = browser.path.join(&entry.name);
    match entry.is_folder {
        true => browser.enter(path),
        false => take(model, Some(path)),
    }
}

/// Takes what is marked, and the entry; without any, the folder itself.
fn take(model: &mut Model, entry: Option<PathBuf>) -> Vec<Effect> {
    let Some(Overlay::Browser(browser)) = &mut model.overlay else {
        return Vec::new();
    };
    let mut taken: Vec<PathBuf> = std::mem::take(&mut browser.marked).into_iter().collect();
    taken.extend(entry.filter(|e| !taken.contains(e)));
    if taken.is_empty() {
        // Where paths begin is no folder.
        if browser.path.as_os_str().is_empty() || browser.trouble.is_some() {
            return Vec::new();
        }
        taken.push(browser.path.clone());
    }
    model.take_off();
    give::give(model, taken.into_iter().map(Input::Path))
}

impl Browser {
    /// Goes to a folder, or to the one in which a file is.
    pub(super) fn enter(&mut self, path: PathBuf) -> Vec<Effect> {
        *self = Self {
            path: path.clone(),
            marked: std::mem::take(&mut self.marked),
            ..Self::default()
        };
        vec![Effect::ListFolder(path)]
    }

    fn type_in(&mut self, c: char) {
        self.typed.push(c);
        self.seek();
    }

    /// To the first name that begins with what is typed, else to one that has it.
    fn seek(&mut self) {
        let typed = self.typed.to_lowercase();
        if typed.is_empty() {
            return;
        }
        let entries = &self.listing.entries;
        let begins = |e: &BrowserEntry| e.name.to_lowercase().starts_with(&typed);
        let has = |e: &BrowserEntry| e.name.to_lowercase().contains(&typed);
        let found = entries.iter().position(begins);
        if let Some(row) = found.or_else(|| entries.iter().position(has)) {
            self.selection.row = row;
        }
    }

    /// Whether no entry has what is typed, and it is no path.
    pub fn finds_nothing(&self) -> bool {
        let typed = self.typed.to_lowercase();
        let mut entries = self.listing.entries.iter();
        !typed.is_empty()
            && !is_path(&typed)
            && !entries.any(|e| e.name.to_lowercase().contains(&typed))
    }

    /// A path that was typed instead of a name: `\\server\share`, `D:\logs`, `../x`.
    fn typed_path(&self, home: Option<&Path>) -> Option<PathBuf> {
        if !is_path(&self.typed) {
            return None;
        }
        let path = paths::typed(&self.typed, home)?.into_iter().next()?;
        Some(self.path.join(path))
    }

    /// Marks the selected entry or takes the mark back, and goes on to the next.
    fn mark(&mut self, page: usize) {
        let Some(entry) = self.listing.entries.get(self.selection.row) else {
            return;
        };
        let path = self.path.join(&entry.name);
        if !self.marked.remove(&path) {
            self.marked.insert(path);
        }
        let rows = self.listing.entries.len();
        if let Some(to) = moved(self.selection.row, rows, page, &Action::Down) {
            self.selection.row = to;
        }
        self.typed.clear();
    }

    /// Whether an entry is marked.
    pub fn is_marked(&self, entry: &BrowserEntry) -> bool {
        !self.marked.is_empty() && self.marked.contains(&self.path.join(&entry.name))
    }
}

fn is_path(typed: &str) -> bool {
    let mut chars = typed.chars();
    let drive = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    drive || typed.contains(['/', '\\'])
}

/// What a folder was found to hold; an answer that nobody waits for is dropped.
pub(super) fn listed(
    model: &mut Model,
    asked: &Path,
    path: PathBuf,
    listing: Result<Listing, String>,
) {
    let offered: Vec<BrowserEntry> = model.offered.iter().map(entry_of).collect();
    let Some(Overlay::Browser(browser)) = &mut model.overlay else {
        return;
    };
    if browser.arrived || browser.path != asked {
        return;
    }
    browser.arrived = true;
    browser.path.clone_from(&path);
    match listing {
        Ok(listing) => {
            let at = listing.at.clone();
            browser.listing = listing;
            if path.as_os_str().is_empty() {
                browser.listing.entries.splice(0..0, offered);
            }
            let row = at.and_then(|at| browser.listing.entries.iter().position(|e| e.name == at));
            browser.selection.row = row.unwrap_or(0);
            browser.seek();
            model.browsed = Some(path);
        }
        Err(why) => browser.trouble = Some(why),
    }
}

fn entry_of(offered: &Offered) -> BrowserEntry {
    BrowserEntry {
        name: offered.path.to_string_lossy().into_owned(),
        is_folder: true,
        offered: Some(offered.kind),
        ..BrowserEntry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_opening_is_told_by_its_name() {
        let table = [
            ("SEND2026110208-1.LOG", Some(FileKind::Log)),
            ("20261102_101500.log", Some(FileKind::Hybrid)),
            ("20261102_101500.xhcw", Some(FileKind::Hybrid)),
            ("20261102_1015001.log", Some(FileKind::Log)),
            ("bounce.EML", Some(FileKind::Mail)),
            ("smtp.contoso.com.cer", Some(FileKind::Certificate)),
            ("証明書.pfx", Some(FileKind::Certificate)),
            ("accepted-domains.txt", Some(FileKind::Output)),
            ("case.zip", Some(FileKind::Archive)),
            ("setup.exe", None),
            ("log", None),
            ("", None),
        ];
        for (name, kind) in table {
            assert_eq!(FileKind::of(name), kind, "{name}");
        }
    }
}
