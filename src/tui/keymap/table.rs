//! The table itself.

use crossterm::event::KeyCode;

use super::{Binding, Key};
use crate::i18n::wizard::KeyLabel as L;
use crate::tui::place::Place::{self, *};
use crate::wizard::{Action, StepId};

const ENTER: Key = Key::plain(KeyCode::Enter);
const ESC: Key = Key::plain(KeyCode::Esc);
const TAB: Key = Key::plain(KeyCode::Tab);
const UP: Key = Key::plain(KeyCode::Up);
const DOWN: Key = Key::plain(KeyCode::Down);
const LEFT: Key = Key::plain(KeyCode::Left);
const RIGHT: Key = Key::plain(KeyCode::Right);
const HOME: Key = Key::plain(KeyCode::Home);
const END: Key = Key::plain(KeyCode::End);
const F1: Key = Key::plain(KeyCode::F(1));
const SPACE: Key = Key::char(' ');

/// Steps whose letters are keys.
const STEPS: &[Place] = &[
    Symptom, Evidence, Loading, Compare, Cause, Options, Checklist, Verify,
];
/// Steps that the arrows lead away from.
const ROADS: &[Place] = &[Symptom, Evidence, Compare, Cause, Checklist, Verify];
/// Lines that are being typed.
const LINES: &[Place] = &[
    SymptomLine,
    EvidenceLine,
    VerifyLine,
    Initials,
    Note,
    SaveTo,
    Password,
    SessionLine,
    CaseName,
    Jump,
    WhatIfLine,
    SearchLine,
];
/// Of these, the steps' own.
const STEP_LINES: &[Place] = &[SymptomLine, EvidenceLine, VerifyLine];
/// What lies on top and is only read.
const READ: &[Place] = &[Help, Source, Page, Table, Refused, Plain];
/// Where letters are keys.
const LETTERS: &[Place] = &[
    Symptom,
    Evidence,
    Loading,
    Compare,
    Cause,
    Options,
    Checklist,
    Verify,
    Help,
    Source,
    Page,
    Table,
    Refused,
    Plain,
    Sessions,
    SessionFilter,
    Transcript,
    Settings,
    Cases,
    Certificates,
    Certificate,
    WhatIf,
    Search,
];
/// What is left by Esc.
const CLOSES: &[Place] = &[
    Evidence,
    Compare,
    Cause,
    Options,
    Checklist,
    Verify,
    Help,
    Source,
    Page,
    Table,
    Refused,
    Plain,
    Browser,
    Initials,
    Note,
    SaveTo,
    Sessions,
    SessionFilter,
    SessionLine,
    Transcript,
    Settings,
    Cases,
    CaseName,
    Jump,
    Certificates,
    Certificate,
    WhatIf,
    Search,
    WhatIfLine,
    SearchLine,
];
/// Where rows or lines are moved over.
const MOVES: &[Place] = &[
    Evidence,
    Compare,
    Cause,
    Options,
    Checklist,
    Verify,
    Help,
    Source,
    Page,
    Table,
    Refused,
    Plain,
    Browser,
    Sessions,
    SessionFilter,
    Transcript,
    Settings,
    Cases,
    Certificates,
    Certificate,
    WhatIf,
    Search,
];
/// Where the views beside the steps are opened.
const VIEWS: &[Place] = &[Evidence, Compare, Cause, Options, Checklist, Verify];

const fn shown(
    places: &'static [Place],
    keys: &'static [Key],
    label: L,
    action: fn() -> Action,
) -> Binding {
    Binding {
        places,
        keys,
        action,
        label,
        footer: true,
    }
}

const fn quiet(
    places: &'static [Place],
    keys: &'static [Key],
    label: L,
    action: fn() -> Action,
) -> Binding {
    let binding = shown(places, keys, label, action);
    Binding {
        footer: false,
        ..binding
    }
}

/// All bindings, in the order of the footer.
#[rustfmt::skip] // A table is read by its columns.
pub const BINDINGS: &[Binding] = &[
    // What the place is for.
    shown(STEP_LINES, &[ENTER], L::Take, || Action::Submit),
    shown(&[Initials], &[ENTER], L::Sign, || Action::Submit),
    shown(&[Note], &[ENTER], L::KeepNote, || Action::Submit),
    shown(&[SaveTo], &[ENTER], L::WriteHere, || Action::Submit),
    quiet(&[SaveTo], &[UP], L::Redact, || Action::Redact),
    quiet(&[SaveTo], &[DOWN], L::Redact, || Action::Redact),
    shown(&[CaseName], &[ENTER], L::KeepName, || Action::Submit),
    shown(&[Jump], &[ENTER], L::DoIt, || Action::Submit),
    shown(&[Jump], &[UP], L::Move, || Action::Up),
    shown(&[Jump], &[DOWN], L::Move, || Action::Down),
    quiet(&[Jump], &[Key::plain(KeyCode::PageUp)], L::MovePage, || Action::PageUp),
    quiet(&[Jump], &[Key::plain(KeyCode::PageDown)], L::MovePage, || Action::PageDown),
    shown(&[Settings], &[ENTER, SPACE, RIGHT], L::NextValue, || Action::Open),
    shown(&[Settings], &[LEFT], L::PreviousValue, || Action::Back),
    shown(&[Cases], &[ENTER], L::Resume, || Action::Open),
    shown(&[Cases], &[Key::char('r')], L::Rename, || Action::Rename),
    shown(&[Cases], &[Key::plain(KeyCode::Delete), Key::char('x')], L::DeleteCase, || Action::Remove),
    shown(&[AskDelete], &[Key::char('y')], L::DeleteCase, || Action::Yes),
    shown(&[AskDelete], &[Key::char('n'), ESC], L::KeepCase, || Action::No),
    shown(&[AskRemove], &[Key::char('y')], L::Remove, || Action::Yes),
    shown(&[AskRemove], &[Key::char('n'), ESC], L::KeepFolder, || Action::No),
    shown(&[Password], &[ENTER], L::Unlock, || Action::Submit),
    shown(&[Password], &[ESC], L::SkipFile, || Action::Close),
    shown(&[SymptomLine, EvidenceLine, VerifyLine, SaveTo], &[TAB], L::Complete, || Action::Complete),
    shown(STEP_LINES, &[ESC], L::LeaveLine, || Action::Close),
    quiet(&[EvidenceLine], &[DOWN], L::ToRows, || Action::NextPane),
    shown(&[Loading], &[ESC], L::Stop, || Action::Cancel),
    shown(&[AskQuit], &[Key::char('y')], L::Leave, || Action::Yes),
    shown(&[AskQuit], &[Key::char('n'), ESC], L::Stay, || Action::No),
    shown(MOVES, &[UP], L::Move, || Action::Up),
    shown(MOVES, &[DOWN], L::Move, || Action::Down),
    quiet(&[Options], &[LEFT], L::Move, || Action::Up),
    quiet(&[Options], &[RIGHT], L::Move, || Action::Down),
    shown(&[Symptom], &[ENTER, RIGHT], L::NextStep, || Action::Next),
    shown(&[Options], &[ENTER], L::Choose, || Action::Choose),
    shown(&[Checklist], &[SPACE], L::Tick, || Action::Tick),
    shown(&[Evidence, Compare], &[ENTER], L::OpenSource, || Action::Open),
    shown(&[Cause], &[ENTER], L::OpenPage, || Action::Open),
    shown(&[Verify], &[ENTER], L::OpenRow, || Action::Open),
    quiet(&[Checklist], &[ENTER], L::ShowPlain, || Action::ShowPlain),
    shown(&[Cause, Page], &[Key::char('p')], L::Proof, || Action::Proof),
    shown(&[Evidence, Compare, Cause, Checklist, Plain], &[Key::char('c')], L::Copy, || Action::Copy),
    shown(&[Compare], &[TAB], L::OtherSide, || Action::NextPane),
    shown(&[Compare, Cause], &[Key::char('t')], L::Table, || Action::Table),
    shown(&[Evidence], &[Key::char('w')], L::Collect, || Action::Collect),
    quiet(&[Symptom, Cause, Options, Checklist, Verify], &[Key::char('m')], L::Resend, || Action::Resend),
    shown(&[Compare], &[Key::char('d')], L::Differences, || Action::Differences),
    shown(&[Symptom, Evidence, Verify], &[TAB, Key::char('a')], L::AddPath, || Action::NextPane),
    shown(&[Verify], &[Key::char('w')], L::Watch, || Action::Watch),
    shown(&[Evidence, Verify], &[Key::char('b')], L::Browse, || Action::Browse),
    shown(&[Checklist], &[Key::char('u')], L::CopyUndo, || Action::CopyUndo),
    quiet(&[Evidence], &[Key::char('<')], L::OtherCommand, || Action::CursorLeft),
    quiet(&[Evidence], &[Key::char('>')], L::OtherCommand, || Action::CursorRight),
    shown(&[Checklist], &[Key::char('s')], L::Save, || Action::Save),
    shown(&[Evidence, Compare, Cause, Checklist], &[Key::char('v')], L::ShowPlain, || Action::ShowPlain),
    quiet(&[Evidence], &[Key::char('s')], L::Whose, || Action::Whose),
    quiet(&[Verify], &[Key::char('s')], L::WhoseLog, || Action::Whose),
    quiet(&[Evidence], &[Key::plain(KeyCode::Delete), Key::char('x')], L::LeaveOut, || Action::Remove),
    quiet(&[Verify], &[Key::plain(KeyCode::Delete), Key::char('x')], L::Remove, || Action::Remove),
    quiet(&[Evidence, Compare, Cause, Options, Checklist, Verify], &[Key::char('r')], L::Reload, || Action::Reload),
    quiet(&[Checklist], &[Key::char('i')], L::Initials, || Action::Initials),
    quiet(&[Checklist], &[Key::char('n')], L::Note, || Action::Note),
    // What lies on top.
    shown(&[Table], &[ENTER], L::Sessions, || Action::Open),
    shown(&[Refused], &[ENTER, Key::char('v')], L::ShowPlain, || Action::ShowPlain),
    shown(&[Refused], &[Key::char('c')], L::Copy, || Action::Copy),
    shown(&[Browser], &[ENTER, RIGHT], L::EnterFolder, || Action::Open),
    shown(&[Browser], &[TAB], L::TakeThis, || Action::Choose),
    shown(&[Browser], &[SPACE], L::Mark, || Action::Tick),
    shown(&[Browser], &[LEFT], L::ParentFolder, || Action::Back),
    quiet(&[Browser], &[Key::plain(KeyCode::Backspace)], L::ParentFolder, || Action::Backspace),
    shown(&[Source], &[LEFT], L::Sideways, || Action::CursorLeft),
    shown(&[Source], &[RIGHT], L::Sideways, || Action::CursorRight),
    shown(&[Source], &[TAB, Key::char('n')], L::OtherPlace, || Action::Next),
    quiet(&[Source], &[Key::plain(KeyCode::BackTab)], L::OtherPlace, || Action::Back),
    // The views beside the steps.
    shown(&[Sessions], &[ENTER], L::OpenSession, || Action::Open),
    shown(&[Sessions], &[Key::char('o')], L::NextOutcome, || Action::NextOutcome),
    shown(&[Sessions], &[Key::char('f')], L::Filter, || Action::Filter),
    shown(&[Sessions], &[Key::char('/')], L::FilterWords, || Action::Search),
    shown(&[SessionFilter], &[LEFT], L::OtherValue, || Action::CursorLeft),
    shown(&[SessionFilter], &[RIGHT], L::OtherValue, || Action::CursorRight),
    shown(&[SessionFilter], &[ENTER], L::Change, || Action::Open),
    shown(&[Sessions, SessionFilter], &[Key::char('x'), Key::plain(KeyCode::Delete)], L::ClearFilter, || Action::Remove),
    shown(&[SessionLine], &[ENTER], L::FilterNow, || Action::Submit),
    shown(&[Transcript], &[ENTER], L::OpenSource, || Action::Open),
    quiet(&[Sessions, Transcript], &[Key::char('p')], L::Proof, || Action::Proof),
    shown(&[Sessions, Transcript], &[Key::char('c')], L::Copy, || Action::Copy),
    quiet(&[Transcript], &[Key::char('v')], L::ShowPlain, || Action::ShowPlain),
    shown(VIEWS, &[Key::char('l')], L::Sessions, || Action::Sessions),
    quiet(&[Page, Table], &[Key::char('l')], L::Sessions, || Action::Sessions),
    shown(&[Certificates], &[ENTER], L::Details, || Action::Open),
    shown(&[Certificate], &[ENTER], L::OpenSource, || Action::Open),
    shown(&[Certificates, Certificate], &[Key::char('l')], L::Sessions, || Action::Sessions),
    shown(&[Certificates, Certificate, Search], &[Key::char('c')], L::Copy, || Action::Copy),
    shown(&[WhatIf], &[LEFT], L::OtherValue, || Action::CursorLeft),
    shown(&[WhatIf], &[RIGHT], L::OtherValue, || Action::CursorRight),
    shown(&[WhatIf], &[ENTER], L::Change, || Action::Open),
    shown(&[WhatIfLine], &[ENTER], L::Replay, || Action::Submit),
    shown(&[WhatIfLine], &[TAB], L::OtherValue, || Action::NextPane),
    shown(&[WhatIf], &[Key::char('x'), Key::plain(KeyCode::Delete)], L::TakeBack, || Action::Remove),
    shown(&[WhatIf], &[Key::char('c')], L::CopySimulate, || Action::Copy),
    quiet(&[WhatIf], &[Key::char('v')], L::ShowPlain, || Action::ShowPlain),
    shown(&[SearchLine], &[ENTER], L::Search, || Action::Submit),
    shown(&[Search], &[ENTER], L::GoThere, || Action::Open),
    shown(&[Search], &[Key::char('/')], L::SearchAgain, || Action::Search),
    quiet(VIEWS, &[Key::char('k')], L::Certificates, || Action::Certificates),
    quiet(&[Compare, Cause, Options, Checklist], &[Key::char('w')], L::WhatIf, || Action::WhatIf),
    shown(VIEWS, &[Key::char('/')], L::Search, || Action::Search),
    // Between the steps.
    shown(&[Evidence, Compare, Cause, Checklist], &[RIGHT], L::NextStep, || Action::Next),
    quiet(ROADS, &[LEFT], L::BackStep, || Action::Back),
    quiet(STEPS, &[Key::char('1')], L::GoToStep, || Action::GoTo(StepId::Symptom)),
    quiet(STEPS, &[Key::char('2')], L::GoToStep, || Action::GoTo(StepId::Evidence)),
    quiet(STEPS, &[Key::char('3')], L::GoToStep, || Action::GoTo(StepId::Compare)),
    quiet(STEPS, &[Key::char('4')], L::GoToStep, || Action::GoTo(StepId::Cause)),
    quiet(STEPS, &[Key::char('5')], L::GoToStep, || Action::GoTo(StepId::Fix)),
    quiet(STEPS, &[Key::char('6')], L::GoToStep, || Action::GoTo(StepId::Verify)),
    // Moving further.
    quiet(MOVES, &[Key::plain(KeyCode::PageUp)], L::MovePage, || Action::PageUp),
    quiet(MOVES, &[Key::plain(KeyCode::PageDown)], L::MovePage, || Action::PageDown),
    quiet(MOVES, &[HOME], L::MoveEnds, || Action::First),
    quiet(MOVES, &[END], L::MoveEnds, || Action::Last),
    quiet(READ, &[SPACE], L::MovePage, || Action::PageDown),
    // Typing.
    quiet(LINES, &[Key::plain(KeyCode::Backspace)], L::Erase, || Action::Backspace),
    quiet(LINES, &[Key::plain(KeyCode::Delete)], L::Erase, || Action::Delete),
    quiet(LINES, &[LEFT], L::CursorMove, || Action::CursorLeft),
    quiet(LINES, &[RIGHT], L::CursorMove, || Action::CursorRight),
    quiet(LINES, &[HOME], L::CursorEnds, || Action::First),
    quiet(LINES, &[END], L::CursorEnds, || Action::Last),
    // Everywhere.
    shown(CLOSES, &[ESC], L::Close, || Action::Close),
    shown(LETTERS, &[Key::char('?'), F1], L::Help, || Action::Help),
    shown(&[Browser], &[F1], L::Help, || Action::Help),
    shown(LINES, &[F1], L::Help, || Action::Help),
    quiet(LETTERS, &[Key::char(':'), Key::ctrl('p')], L::Jump, || Action::Jump),
    quiet(STEP_LINES, &[Key::ctrl('p')], L::Jump, || Action::Jump),
    quiet(&[AskQuit, AskDelete, AskRemove], &[F1], L::Help, || Action::Help),
    shown(LETTERS, &[Key::char('q'), Key::ctrl('q')], L::Quit, || Action::Quit),
    quiet(&[AskDelete, AskRemove], &[Key::ctrl('q')], L::Quit, || Action::Quit),
    shown(&[Browser], &[Key::ctrl('q')], L::Quit, || Action::Quit),
    shown(LINES, &[Key::ctrl('q')], L::Quit, || Action::Quit),
    quiet(&Place::ALL, &[Key::plain(KeyCode::F(2))], L::Language, || Action::Language),
    quiet(&Place::ALL, &[Key::plain(KeyCode::F(3))], L::Theme, || Action::Theme),
    quiet(&Place::ALL, &[Key::plain(KeyCode::F(4))], L::Settings, || Action::Settings),
    quiet(&Place::ALL, &[Key::plain(KeyCode::F(5))], L::Cases, || Action::Cases),
    quiet(&Place::ALL, &[Key::ctrl('z')], L::Suspend, || Action::Suspend),
    quiet(&Place::ALL, &[Key::ctrl('c')], L::QuitNow, || Action::QuitNow),
];
