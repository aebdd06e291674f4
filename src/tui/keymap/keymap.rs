//! The table with the keys that a person has set instead.

use std::collections::{BTreeMap, HashMap};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::names::action_name;
use super::{BINDINGS, Binding, Entry, Key, joined};
use crate::config::{KeyLine, Trouble, TroubleKind};
use crate::i18n::wizard::{KeyLabel, key_label};
use crate::i18n::{Lang, template_words};
use crate::tui::place::Place;
use crate::wizard::Action;

/// Leaving at once is always there.
const FIXED: &str = "quit-now";

/// Keys by the name of their action, as the settings have them; the line of the file.
type Wanted = BTreeMap<String, (Vec<String>, usize)>;

/// A binding with its keys in one place.
#[derive(Debug, Clone)]
struct Bound {
    binding: &'static Binding,
    keys: Vec<Key>,
}

/// Which key means what, where.
#[derive(Debug, Clone)]
pub struct Keymap {
    places: HashMap<Place, Vec<Bound>>,
}

/// A key that an action cannot have, because another one has it in some place.
struct Taken {
    action: &'static str,
    key: Key,
    by: &'static str,
}

impl Default for Keymap {
    fn default() -> Self {
        Self {
            places: lay_out(&BTreeMap::new()).0,
        }
    }
}

impl Keymap {
    /// The table with these keys instead. An action that cannot have its keys keeps
    /// those of the table; the troubles tell which and why.
    pub fn of(wanted: &Wanted) -> (Self, Vec<Trouble>) {
        let mut troubles = Vec::new();
        let mut changed: BTreeMap<&'static str, Vec<Key>> = BTreeMap::new();
        for (name, (keys, line)) in wanted {
            match read(name, keys) {
                // As it is shown: each place keeps its own.
                Ok((action, keys)) if keys == all_keys(action) => {}
                Ok((action, keys)) => {
                    changed.insert(action, keys);
                }
                Err(kind) => troubles.push(Trouble { line: *line, kind }),
            }
        }
        loop {
            let (places, taken) = lay_out(&changed);
            let Some(taken) = taken else {
                troubles.sort_by_key(|t| t.line);
                return (Self { places }, troubles);
            };
            // One less each time, so this ends.
            if changed.remove(taken.action).is_none() {
                return (Self { places }, troubles);
            }
            let line = wanted.get(taken.action).map_or(0, |(_, line)| *line);
            let key = taken.key.name(Lang::En, true);
            let kind = TroubleKind::KeyTaken(key, taken.by.to_owned());
            troubles.push(Trouble { line, kind });
        }
    }

    /// What a key means in a place.
    pub fn resolve(&self, place: Place, event: KeyEvent) -> Option<Action> {
        let key = Key::of(event);
        let bound = self.bound(place).iter().find(|b| b.keys.contains(&key));
        match (bound, key) {
            (Some(bound), _) => Some((bound.binding.action)()),
            (
                None,
                Key {
                    code: KeyCode::Char(c),
                    held: KeyModifiers::NONE,
                },
            ) if place.takes_text() => Some(Action::Type(c)),
            _ => None,
        }
    }

    fn bound(&self, place: Place) -> &[Bound] {
        self.places.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The key of an action in a place, as it is shown.
    pub fn key_of(&self, place: Place, action: &Action) -> Option<Key> {
        let bound = self.bound(place).iter();
        let mut bound = bound.filter(|b| (b.binding.action)() == *action);
        bound.find_map(|b| b.keys.first().copied())
    }

    /// The entries of a place, bindings with the same words taken together.
    pub fn entries(&self, place: Place, lang: Lang, ascii: bool) -> Vec<Entry> {
        let here = self.bound(place);
        let mut labels: Vec<KeyLabel> = Vec::new();
        for bound in here {
            if !labels.contains(&bound.binding.label) {
                labels.push(bound.binding.label);
            }
        }
        let entry = |label: KeyLabel| {
            let same = here.iter().filter(|b| b.binding.label == label);
            let same: Vec<&Bound> = same.collect();
            let footer = same.iter().any(|b| b.binding.footer);
            let seen = same.iter().filter(|b| b.binding.footer == footer);
            let keys: Vec<Key> = seen.filter_map(|b| b.keys.first().copied()).collect();
            Entry {
                keys: joined(&keys, lang, ascii),
                label,
                footer,
            }
        };
        labels.into_iter().map(entry).collect()
    }
}

/// The action and the keys that a line of the file means.
fn read(name: &str, keys: &[String]) -> Result<(&'static str, Vec<Key>), TroubleKind> {
    let mut known = BINDINGS.iter().filter_map(|b| action_name(&(b.action)()));
    let action = known.find(|known| *known == name);
    let action = action.ok_or_else(|| TroubleKind::UnknownAction(name.to_owned()))?;
    if action == FIXED {
        return Err(TroubleKind::FixedAction(name.to_owned()));
    }
    let key = |name: &String| Key::parse(name).ok_or_else(|| TroubleKind::UnknownKey(name.clone()));
    let keys = keys.iter().map(key).collect::<Result<_, _>>()?;
    Ok((action, keys))
}

/// Gives the keys of each place to who wants them; the first action that gets none.
fn lay_out(
    changed: &BTreeMap<&'static str, Vec<Key>>,
) -> (HashMap<Place, Vec<Bound>>, Option<Taken>) {
    let mut places = HashMap::new();
    let mut taken = None;
    for place in Place::ALL {
        let here = BINDINGS.iter().filter(|b| b.places.contains(&place));
        let wants: Vec<Bound> = here.map(|binding| wish(binding, place, changed)).collect();
        let owner = |key: Key| -> Option<&'static Binding> {
            let mut who = wants.iter().filter(|b| b.keys.contains(&key));
            let first = who.clone().next();
            let own = who.find(|b| b.binding.keys.contains(&key));
            own.or(first).map(|b| b.binding)
        };
        let mut bound = Vec::with_capacity(wants.len());
        for want in &wants {
            let mine = |key: &Key| owner(*key).is_some_and(|o| std::ptr::eq(o, want.binding));
            let keys: Vec<Key> = want.keys.iter().copied().filter(mine).collect();
            let name = |b: &Binding| action_name(&(b.action)()).unwrap_or_default();
            let action = name(want.binding);
            let winner = |key: &Key| owner(*key).map_or("", name);
            // What another binding of the same action has is not lost.
            let lost = want.keys.iter().find(|key| winner(key) != action);
            if let (None, Some(&key), true) = (&taken, lost, keys.is_empty()) {
                let by = winner(&key);
                // Whoever was changed gives way, not who was here before.
                taken = Some(match changed.contains_key(action) {
                    true => Taken { action, key, by },
                    false => Taken {
                        action: by,
                        key,
                        by: action,
                    },
                });
            }
            bound.push(Bound {
                binding: want.binding,
                keys,
            });
        }
        places.insert(place, bound);
    }
    (places, taken)
}

/// All keys that an action has anywhere, as its line in the template shows them.
fn all_keys(action: &str) -> Vec<Key> {
    let named = |b: &&Binding| action_name(&(b.action)()) == Some(action);
    let mut keys: Vec<Key> = Vec::new();
    for key in BINDINGS.iter().filter(named).flat_map(|b| b.keys) {
        if !keys.contains(key) {
            keys.push(*key);
        }
    }
    keys
}

/// The keys that a binding would have in a place: of those that are set its own and new
/// ones, since what it is set to may hold those of other places. Where text is typed a
/// character is text, so an action that has nothing else keeps its own keys there.
fn wish(
    binding: &'static Binding,
    place: Place,
    changed: &BTreeMap<&'static str, Vec<Key>>,
) -> Bound {
    let name = action_name(&(binding.action)());
    let set = name.and_then(|name| Some((changed.get(name)?, all_keys(name))));
    let usable = |key: &Key| !(place.takes_text() && key.types());
    let keys: Vec<Key> = set.map_or_else(Vec::new, |(set, elsewhere)| {
        let here = |key: &Key| binding.keys.contains(key) || !elsewhere.contains(key);
        let usable: Vec<Key> = set.iter().copied().filter(usable).collect();
        let mine: Vec<Key> = usable.iter().copied().filter(here).collect();
        if mine.is_empty() { usable } else { mine }
    });
    Bound {
        binding,
        keys: match keys.is_empty() {
            true => binding.keys.to_vec(),
            false => keys,
        },
    }
}

/// Every action whose keys can be set, with all keys that it has anywhere.
pub fn key_lines(lang: Lang) -> Vec<KeyLine> {
    let mut lines: Vec<KeyLine> = Vec::new();
    for binding in BINDINGS {
        let Some(action) = action_name(&(binding.action)()).filter(|name| *name != FIXED) else {
            continue;
        };
        if lines.iter().any(|l| l.action == action) {
            continue;
        }
        let keys = all_keys(action);
        lines.push(KeyLine {
            action: action.to_owned(),
            keys: keys.iter().map(|k| k.name(Lang::En, true)).collect(),
            words: all_words(lang, action),
        });
    }
    lines
}

/// What an action does, which is not the same word everywhere.
fn all_words(lang: Lang, action: &str) -> String {
    /// More words say less.
    const FEW: usize = 4;
    let named = |b: &&Binding| action_name(&(b.action)()) == Some(action);
    let mut words: Vec<&str> = Vec::new();
    for label in BINDINGS.iter().filter(named).map(|b| b.label) {
        let word = key_label(lang, label);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let more = words.len() > FEW;
    words.truncate(FEW);
    template_words(lang, &words, more)
}
