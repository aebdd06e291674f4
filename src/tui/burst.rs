//! Pastes on terminals that send them as keys, which a Windows console does: a
//! run of characters that came at once was not typed.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};

use super::seam::{Input, Turn};

/// Characters that came at once from which on they are a paste.
pub(super) const BURST: usize = 8;

/// The character that a key types, line ends and tabs included.
fn typed(key: &KeyEvent) -> Option<char> {
    let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    let held = key.modifiers & altgr;
    match key.code {
        _ if !(held.is_empty() || held == altgr) => None,
        KeyCode::Char(c) => Some(c),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

/// Whether what has come so far looks like a paste, of which more may follow.
pub(super) fn is_paste(events: &[Event]) -> bool {
    let presses = events.iter().filter_map(Event::as_key_press_event);
    presses.rev().take_while(|key| typed(key).is_some()).count() >= BURST
}

/// The inputs that came at once; runs of characters become pastes.
pub(super) fn inputs(events: Vec<Event>) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut run: Vec<KeyEvent> = Vec::new();
    for event in events {
        match event {
            Event::Key(key) if !key.is_press() => {}
            Event::Key(key) if typed(&key).is_some() => run.push(key),
            event => {
                close(&mut run, &mut inputs);
                inputs.extend(input(event));
            }
        }
    }
    close(&mut run, &mut inputs);
    inputs
}

fn close(run: &mut Vec<KeyEvent>, inputs: &mut Vec<Input>) {
    match run.len() {
        BURST.. => inputs.push(Input::Paste(
            run.drain(..).filter_map(|k| typed(&k)).collect(),
        )),
        _ => inputs.extend(run.drain(..).map(Input::Key)),
    }
}

/// One event by itself.
pub(super) fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => Some(Input::Key(key)),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(..) => Some(Input::Resize),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollUp => Some(Input::Wheel(Turn::Up)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(Turn::Down)),
            _ => None,
        },
        Event::FocusGained | Event::FocusLost => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Event> {
        let key = |c| match c {
            '\n' => KeyCode::Enter,
            '\t' => KeyCode::Tab,
            c => KeyCode::Char(c),
        };
        let press = |c| Event::Key(KeyEvent::new(key(c), KeyModifiers::NONE));
        text.chars().map(press).collect()
    }

    #[test]
    fn what_came_at_once_was_not_typed() {
        let bounce = "550 5.7.64 TenantAttribution;\n\tquit";
        assert_eq!(inputs(keys(bounce)), [Input::Paste(bounce.to_owned())]);
        assert!(is_paste(&keys(bounce)));
    }

    #[test]
    fn a_few_keys_stay_keys() {
        let few = keys("dq\n");
        let expected: Vec<Input> = few.clone().into_iter().filter_map(input).collect();
        assert!(!is_paste(&few));
        assert_eq!(inputs(few), expected);
    }

    #[test]
    fn other_keys_end_a_paste_and_are_kept() {
        let quit = Event::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
        let mut events = keys("C:\\evidence");
        events.push(quit.clone());
        events.push(Event::Resize(80, 24));
        let kept: Vec<Input> = [quit, Event::Resize(80, 24)]
            .into_iter()
            .filter_map(input)
            .collect();
        let mut expected = vec![Input::Paste("C:\\evidence".to_owned())];
        expected.extend(kept);
        assert_eq!(inputs(events), expected);
    }
}
