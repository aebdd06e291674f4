#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::WRITTEN;
use crate::evidence::SourceId;
use crate::evidence::formats::send_log::{LineRef, Session, SessionSink};
use crate::facts::Given;
use crate::facts::sessions::Indexer;
use crate::i18n::Lang;
use crate::tui::theme::Theme;
use crate::tui::view::view;
use crate::wizard::{Action, Analysis, Model, StepId, update};

/// A wizard over so many sessions.
fn model(sessions: u32) -> Model {
    let mut indexer = Indexer::default();
    for n in 0..sessions {
        let at = LineRef {
            source: SourceId(0),
            line: u64::from(n) + 1,
        };
        let session = Session {
            connector: "Outbound to Office 365".into(),
            first: Some(at),
            last: Some(at),
            started: i64::from(n) * 1000,
            ..Session::default()
        };
        indexer.session("EX01", &session);
    }
    let go_on = &mut |_: crate::evidence::loader::Step| std::ops::ControlFlow::Continue(());
    let gathered = crate::facts::gather(&[], Given::default(), 0, go_on);
    let analysis = Analysis::with_sessions(gathered, indexer.finish());
    let mut model = Model::new(Lang::En, "contoso", 0);
    model.analysis = Some(Arc::new(analysis));
    model.step = StepId::Cause;
    model
}

/// Draws once; how many rows were written.
fn written(model: &mut Model, (width, height): (u16, u16)) -> usize {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    WRITTEN.with(|count| count.set(0));
    let shown = view(model, &Theme::new(true, false), area, &mut buffer);
    model.size.page = shown.page;
    WRITTEN.with(std::cell::Cell::get)
}

#[test]
fn a_frame_costs_its_height_however_many_sessions_there_are() {
    let mut few = model(1_000);
    let mut many = model(150_000);
    for model in [&mut few, &mut many] {
        update(model, Action::Sessions);
    }
    for size in [(80, 24), (200, 60)] {
        for action in [
            Action::First,
            Action::PageDown,
            Action::Down,
            Action::Last,
            Action::Up,
        ] {
            let mut counts = Vec::new();
            for model in [&mut few, &mut many] {
                update(model, action.clone());
                let count = written(model, size);
                assert!(
                    count > 5 && count < usize::from(size.1),
                    "{count} rows for {size:?}"
                );
                counts.push(count);
            }
            assert_eq!(counts[0], counts[1]);
        }
    }
}

#[test]
fn the_selected_session_is_always_seen() {
    let mut model = model(5_000);
    update(&mut model, Action::Sessions);
    for action in [
        Action::Last,
        Action::Up,
        Action::PageUp,
        Action::First,
        Action::PageDown,
    ] {
        update(&mut model, action);
        let area = Rect::new(0, 0, 80, 24);
        let mut buffer = Buffer::empty(area);
        let shown = view(&model, &Theme::new(true, false), area, &mut buffer);
        model.size.page = shown.page;
        let cells = buffer.content().iter().filter(|c| c.symbol() == "▸");
        assert_eq!(cells.count(), 1);
    }
}
