//! What goes to the clipboard, to the viewer, and into the saved case.

use std::path::PathBuf;
use std::sync::Arc;

use super::{
    Checklist, Effect, Kept, LineEdit, Loading, Model, Notice, Overlay, Place, Selection, ToWrite,
    Viewer, fix,
};
use crate::case::Case;
use crate::evidence::walk::Input;
use crate::evidence::{NoteKind, Side, SourceKind};
use crate::facts::SideGiven;
use crate::terminal::sanitise_multiline;

/// Characters of what was copied that the notice repeats.
const SHOWN: usize = 60;

/// Copies, sanitised: the clipboard is a way out as any other (invariant 5).
pub(super) fn copy(model: &mut Model, text: Option<String>) -> Vec<Effect> {
    let Some(text) = text.filter(|t| !t.is_empty()) else {
        model.notice = Some(Notice::NothingToCopy);
        return Vec::new();
    };
    let text = sanitise_multiline(&text).into_owned();
    model.pending.copying = Some(text.chars().take(SHOWN).collect());
    vec![Effect::Copy(text)]
}

/// Asks into which folder something is written.
pub(super) fn ask_where(model: &mut Model, what: ToWrite) {
    let line = LineEdit::with(&model.fix.folder);
    let candidates = Vec::new();
    model.put_on_top(Overlay::SaveTo {
        what,
        line,
        candidates,
    });
}

/// With names in the reports, or with others in their place.
pub(super) fn redact(model: &mut Model) {
    if let Some(Overlay::SaveTo {
        what: ToWrite::Bundle { redacted },
        ..
    }) = &mut model.overlay
    {
        *redacted = !*redacted;
    }
}

/// Has it written below the folder that was typed.
pub(super) fn write(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::SaveTo { what, line, .. }) = &model.overlay else {
        return Vec::new();
    };
    let (what, typed) = (*what, line.text.trim().to_owned());
    let quoted = super::paths::pasted(&typed, model.home.as_deref());
    let quoted = quoted.and_then(|paths| paths.into_iter().next());
    let below = quoted.unwrap_or_else(|| match typed.is_empty() {
        true => ".".into(),
        false => PathBuf::from(&typed),
    });
    model.take_off();
    model.fix.folder = typed;
    let effects = match what {
        ToWrite::Bundle { redacted } => fix::write(model, &below, redacted),
        ToWrite::Collection => vec![Effect::WriteCollection {
            folder: below.join("relay-doctor-collect"),
            lang: model.lang,
        }],
    };
    model.notice = (!effects.is_empty()).then_some(Notice::Writing);
    effects
}

/// Has the logs read for who must send again: there may be too many to be kept.
pub(super) fn resend(model: &mut Model) -> Vec<Effect> {
    let Some(analysis) = &model.analysis else {
        model.notice = Some(Notice::NeedsEvidence);
        return Vec::new();
    };
    let window = analysis.gathered.facts.given.window;
    let newer = model.verify.given.iter().map(|g| g.input.clone());
    let inputs = model.inputs().into_iter().chain(newer).collect();
    model.put_on_top(Overlay::Refused {
        list: None,
        selection: Selection::default(),
    });
    vec![Effect::ListRefused { inputs, window }]
}

/// Shows a text to be selected with the terminal's own means.
pub(super) fn plain(model: &mut Model, text: Option<String>) -> Vec<Effect> {
    match text.filter(|t| !t.is_empty()) {
        Some(text) => model.put_on_top(Overlay::Plain { text, scroll: 0 }),
        None => model.notice = Some(Notice::NothingToCopy),
    }
    Vec::new()
}

/// Opens the first of the places of a value.
pub(super) fn show(model: &mut Model, places: Vec<Place>) -> Vec<Effect> {
    if places.is_empty() {
        model.notice = Some(Notice::NoPlace);
        return Vec::new();
    }
    let (viewer, effects) = open_place(places, 0);
    model.put_on_top(Overlay::Source(viewer));
    effects
}

/// A viewer at one of several places: it shows the line as it was read until its
/// surroundings arrive.
pub(super) fn open_place(places: Vec<Place>, index: usize) -> (Viewer, Vec<Effect>) {
    let Some(place) = places.get(index).cloned() else {
        return (Viewer::default(), Vec::new());
    };
    let viewer = Viewer {
        path: place.path.clone(),
        first_line: place.line,
        lines: vec![place.excerpt.clone()],
        line: place.line,
        places,
        place: index,
        ..Viewer::default()
    };
    let read = Effect::ReadSource {
        inputs: vec![place.input],
        path: place.path,
        line: place.line,
        excerpt: place.excerpt,
    };
    (viewer, vec![read])
}

impl Model {
    /// The name of the case, once it is kept on disk.
    pub fn kept_as(&self) -> Option<&str> {
        (self.keeps_case && self.pending.kept).then_some(&self.name)
    }

    /// Saves the case, if there is anything in it.
    pub fn save_case(&mut self) -> Vec<Effect> {
        let empty = self.given.is_empty()
            && self.verify.given.is_empty()
            && self
                .fix
                .checklists
                .values()
                .all(|c| *c == Checklist::default());
        if !self.keeps_case || empty && !self.pending.kept {
            return Vec::new();
        }
        self.pending.kept = true;
        self.unsaved = true;
        self.pending.saves += 1;
        vec![Effect::SaveCase(Box::new(Case::of(self)))]
    }

    /// Leaves, once a save that is under way is done; asks when there is none, and
    /// when somebody will not wait for it.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        if !self.unsaved {
            return vec![Effect::Quit];
        }
        let waits = self.pending.saves > 0 && !self.pending.leaving;
        self.pending.leaving = waits;
        if !waits {
            self.put_on_top(Overlay::AskQuit);
        }
        Vec::new()
    }

    /// Stops loading; what was judged before stays.
    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        if self.loading.take().is_none() {
            return Vec::new();
        }
        // What still arrives belongs to no loading any more.
        self.pending.run += 1;
        self.stale = true;
        self.notice = Some(Notice::Cancelled);
        vec![Effect::Cancel]
    }

    fn begin(&mut self, for_verify: bool) -> u64 {
        self.pending.run += 1;
        self.stale = false;
        self.loading = Some(Loading {
            run: self.pending.run,
            for_verify,
            ..Loading::default()
        });
        self.pending.run
    }

    /// Reads and judges everything that was given.
    pub(super) fn load(&mut self) -> Vec<Effect> {
        if self.given.is_empty() {
            self.analysis = None;
            let stop = self.loading.take().map(|_| Effect::Cancel);
            self.pending.run += 1;
            return stop.into_iter().chain(self.load_newer()).collect();
        }
        let run = self.begin(false);
        vec![Effect::Load {
            run,
            inputs: self.inputs(),
            sides: self.sides_given(),
            now: self.now,
        }]
    }

    /// What is to be read: what was given, without what is left out.
    pub(super) fn inputs(&self) -> Vec<Input> {
        let given = self.given.iter().map(|g| g.input.clone());
        given.chain(self.left_out()).collect()
    }

    fn left_out(&self) -> impl Iterator<Item = Input> {
        self.left_out.iter().cloned().map(Input::Without)
    }

    fn sides_given(&self) -> Vec<SideGiven> {
        let given = |(path, side): (&String, &Side)| SideGiven {
            path: path.clone(),
            side: *side,
        };
        self.sides.iter().map(given).collect()
    }

    /// Reads and judges the newer evidence. While the older is being read nothing is
    /// begun: the newer is read after it.
    pub(super) fn load_newer(&mut self) -> Vec<Effect> {
        if self.loading.as_ref().is_some_and(|l| !l.for_verify) {
            return Vec::new();
        }
        if self.verify.given.is_empty() {
            self.verify.newer = None;
            self.verify.progress = None;
            let stop = self.loading.take().map(|_| Effect::Cancel);
            self.pending.run += 1;
            return stop.into_iter().collect();
        }
        let run = self.begin(true);
        let newer = self.verify.given.iter().map(|g| g.input.clone());
        let newer = newer.chain(self.left_out()).collect();
        let older = self.analysis.as_ref();
        vec![Effect::LoadNewer {
            run,
            newer,
            kept: older.map_or_else(Vec::new, kept),
            since: older.and_then(|a| a.gathered.facts.traffic.newest),
            sides: self.sides_given(),
            servers: self.servers_told(),
            now: self.now,
        }]
    }
}

/// Files that tell of the configuration; logs and bounces tell of the past.
pub(super) fn kept(analysis: &Arc<super::Analysis>) -> Vec<Kept> {
    let past = |kind| {
        matches!(
            kind,
            SourceKind::SmtpSendLog
                | SourceKind::SmtpReceiveLog
                | SourceKind::Bounce
                | SourceKind::ErrorText
                | SourceKind::MessageTracking
                | SourceKind::Queue
                | SourceKind::Unrecognised
        )
    };
    let sources = analysis.gathered.sources.iter().enumerate();
    sources
        .filter(|(_, source)| !past(source.kind))
        .filter_map(|(index, source)| {
            Some(Kept {
                input: analysis.input(index)?,
                kind: source.kind,
                side: source.side,
                mixed: source.notes.iter().any(|n| n.kind == NoteKind::MixedKinds),
            })
        })
        .collect()
}
