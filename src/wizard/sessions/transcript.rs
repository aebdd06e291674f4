//! One session whole: its rows are read again from its files.

use std::sync::Arc;

use super::SessionsView;
use crate::evidence::SourceKind;
use crate::evidence::formats::send_log::Turn;
use crate::evidence::walk::Input;
use crate::facts::sessions::SessionRow;
use crate::wizard::update::moved;
use crate::wizard::{Action, Analysis, Effect, Held, Model, Overlay, Place, outgoing};

/// Files that a session is looked for in.
const MAX_FILES: usize = 64;

/// The transcript of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct TranscriptView {
    /// Whose session.
    pub held: Held,
    /// Its position in the index.
    pub session: u32,
    /// The files in which its rows may stand: what holds them, and how they are shown.
    pub files: Vec<(Input, String)>,
    /// The rows, or why they cannot be read; `None` while they are being read.
    pub text: Option<Result<Arc<SessionText>, String>>,
    /// The row that decided.
    pub decisive: Option<usize>,
    /// The selected row.
    pub row: usize,
    /// The first on the screen.
    pub top: usize,
}

/// The rows of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionText {
    /// The rows.
    pub turns: Vec<Turn>,
    /// Rows beyond those.
    pub more: u64,
}

/// A session to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionToRead {
    /// Its position in the index.
    pub session: u32,
    /// The files in the order in which they were written: what holds them, and how
    /// they are shown.
    pub files: Vec<(Input, String)>,
    /// Its first line, in the first file.
    pub first: u64,
    /// Its last line, in the last file.
    pub last: u64,
}

impl TranscriptView {
    /// The session.
    pub fn row(&self) -> Option<&SessionRow> {
        self.held.sessions.rows.get(self.session as usize)
    }

    /// Its rows, none while they are being read.
    pub fn turns(&self) -> &[Turn] {
        match &self.text {
            Some(Ok(text)) => &text.turns,
            _ => &[],
        }
    }

    /// The file of a row, as it is shown.
    pub fn path(&self, turn: &Turn) -> &str {
        self.files.get(turn.file).map_or("", |(_, path)| path)
    }
}

/// Opens the selected session.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Sessions(view)) = &model.overlay else {
        return Vec::new();
    };
    let Some((transcript, wanted)) = of(view) else {
        return Vec::new();
    };
    model.put_on_top(Overlay::Transcript(Box::new(transcript)));
    vec![Effect::ReadSession(wanted)]
}

fn of(view: &SessionsView) -> Option<(TranscriptView, SessionToRead)> {
    let session = *view.shown.get(view.row)?;
    let row = view.session(view.row)?;
    let files = files(&view.held, row);
    let wanted = SessionToRead {
        session,
        files: files.clone(),
        first: row.first().line,
        last: row.last().line,
    };
    let transcript = TranscriptView {
        held: view.held.clone(),
        session,
        files,
        text: None,
        decisive: None,
        row: 0,
        top: 0,
    };
    Some((transcript, wanted))
}

/// The first file, the last one, and the logs of the server between them.
fn files(analysis: &Analysis, row: &SessionRow) -> Vec<(Input, String)> {
    let sources = &analysis.gathered.sources;
    let [first, last] = [row.first(), row.last()].map(|l| l.source.0 as usize);
    let age = |at: usize| sources.get(at).and_then(|s| s.as_of);
    let server = sources.get(first).and_then(|s| s.server.as_ref());
    let mut between: Vec<usize> = (0..sources.len())
        .filter(|at| *at != first && *at != last)
        .filter(|at| {
            let source = &sources[*at];
            source.kind == SourceKind::SmtpSendLog
                && source.server.as_ref() == server
                && (age(first)..=age(last)).contains(&source.as_of)
        })
        .collect();
    between.sort_by_key(|at| age(*at));
    between.truncate(MAX_FILES);
    let ends = (last != first).then_some(last);
    let between = between.into_iter().filter(|_| last != first);
    [first]
        .into_iter()
        .chain(between)
        .chain(ends)
        .filter_map(|at| Some((analysis.input(at)?, sources.get(at)?.path.clone())))
        .collect()
}

/// The rows have been read.
pub(in crate::wizard) fn read(model: &mut Model, session: u32, text: Result<SessionText, String>) {
    let page = model.size.page;
    let overlays = model.overlay.iter_mut().chain(&mut model.under);
    for overlay in overlays {
        let Overlay::Transcript(view) = overlay else {
            continue;
        };
        if view.session != session || view.text.is_some() {
            continue;
        }
        view.text = Some(text.clone().map(Arc::new));
        view.decisive = decisive(view);
        view.row = view.decisive.unwrap_or(0);
        // The way there is seen too.
        view.top = (view.row + 4).saturating_sub(page.max(1));
    }
}

fn decisive(view: &TranscriptView) -> Option<usize> {
    let at = view.row()?.decisive()?;
    let path = &view.held.gathered.sources.get(at.source.0 as usize)?.path;
    let mut turns = view.turns().iter();
    turns.position(|t| t.line == at.line && view.path(t) == path)
}

/// Its keys.
pub(in crate::wizard) fn update(model: &mut Model, action: &Action) -> Vec<Effect> {
    let page = model.size.page;
    let Some(Overlay::Transcript(view)) = &mut model.overlay else {
        return Vec::new();
    };
    match action {
        Action::Open | Action::Submit | Action::Proof => {
            let place = view.turns().get(view.row).and_then(|turn| {
                let (input, path) = view.files.get(turn.file)?;
                Some(Place {
                    input: input.clone(),
                    path: path.clone(),
                    line: turn.line,
                    excerpt: turn.text.clone(),
                })
            });
            return outgoing::show(model, place.into_iter().collect());
        }
        Action::Copy => {
            let text = copied(view);
            return outgoing::copy(model, Some(text));
        }
        Action::ShowPlain => {
            let text = copied(view);
            return outgoing::plain(model, Some(text));
        }
        _ => {
            if let Some(to) = moved(view.row, view.turns().len(), page, action) {
                view.row = to;
                view.top = super::view::window_top(view.top, to, page);
            }
        }
    }
    Vec::new()
}

/// The dialogue as text, a row a line.
fn copied(view: &TranscriptView) -> String {
    let line = |turn: &Turn| {
        let mark = turn.direction.mark();
        let at = format!("{}:{}", view.path(turn), turn.line);
        let text = match &turn.certificate {
            Some(folded) => {
                let [subject, thumbprint] =
                    [&folded.subject, &folded.thumbprint].map(|t| t.as_deref().unwrap_or_default());
                format!("{}  {subject}  {thumbprint}", turn.text)
            }
            None => turn.text.clone(),
        };
        format!("{at}  {mark} {text}")
    };
    let lines: Vec<String> = view.turns().iter().map(line).collect();
    lines.join("\n")
}
