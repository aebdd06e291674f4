//! What the commands of a paste say of the output behind them.

mod scope;

use std::collections::BTreeMap;

use super::paste;
use crate::evidence::record::ObjectClass;
use crate::evidence::{Note, NoteKind, classify};

/// The class of the objects that the last command gave, as far as it tells.
#[derive(Debug, Default)]
pub(super) struct Hint {
    class: Option<ObjectClass>,
    /// What the last command gives, and whether of each it asks for some only.
    given: Vec<Given>,
    /// The last command leaves out properties.
    selects: bool,
    /// What was put into variables: `$c = Get-SendConnector`.
    variables: BTreeMap<String, Given>,
    /// Of the listings that prove what is missing: where some were asked for, and
    /// `None` once all were.
    asked: BTreeMap<ObjectClass, Option<u64>>,
}

/// What a statement gives.
#[derive(Debug, Clone, Copy)]
struct Given {
    class: Option<ObjectClass>,
    /// It names objects or filters them.
    some: bool,
}

/// The listings from which it follows that something does not exist.
const PROVE: [ObjectClass; 2] = [ObjectClass::InboundConnector, ObjectClass::AcceptedDomain];

/// More variables than anybody keeps in a paste.
const MAX_VARIABLES: usize = 200;

impl Hint {
    /// What the command gives, where the objects' own properties do not tell.
    pub(super) fn class(&self) -> Option<ObjectClass> {
        self.class
    }

    /// Another export begins, of this class.
    pub(super) fn set(&mut self, class: Option<ObjectClass>) {
        self.class = class;
        self.given.clear();
        self.selects = false;
    }

    /// Whether the last command is there and gives every property.
    pub(super) fn shows_all(&self) -> bool {
        !self.given.is_empty() && !self.selects
    }

    /// Whether the last command leaves out properties.
    pub(super) fn selects(&self) -> bool {
        self.selects
    }

    /// Whether the last command asks for some of the class only.
    fn asks_for_some(&self, class: ObjectClass) -> bool {
        let mut of_class = self.given.iter().filter(|g| g.class == Some(class));
        let first = of_class.next();
        first.is_some_and(|first| first.some && of_class.all(|g| g.some))
    }

    /// The listing for which an empty answer proves nothing, since some were asked for.
    pub(super) fn empty_of_some(&self) -> Option<ObjectClass> {
        PROVE.into_iter().find(|class| self.asks_for_some(*class))
    }

    /// Takes an object as given by the last command.
    pub(super) fn gave(&mut self, class: ObjectClass, line: u64) {
        if !PROVE.contains(&class) {
            return;
        }
        let some = self.asks_for_some(class);
        let asked = self.asked.entry(class).or_insert(Some(line));
        if !some {
            *asked = None;
        }
    }

    /// Notes on the listings of which some were asked for, and never all.
    pub(super) fn notes(&self) -> impl Iterator<Item = Note> {
        let some = self
            .asked
            .iter()
            .filter_map(|(class, at)| Some((class, (*at)?)));
        some.map(|(class, line)| Note::at(line, NoteKind::AskedForSome(*class)))
    }

    /// Takes a command as it was typed. An empty prompt, or the second line of a
    /// command, says nothing new.
    pub(super) fn command(&mut self, command: &str) {
        let (mut given, mut goes_on) = (Vec::new(), false);
        for statement in command.split(';').map(str::trim) {
            let assigned = assignment(statement);
            let rest = assigned.as_ref().map_or(statement, |(_, rest)| rest);
            let some = scope::asks_for_some(rest);
            let from = match (output_of(rest), variable(rest)) {
                (Some(class), _) => Some(Given { class, some }),
                (None, Some(name)) => self.variables.get(&name).map(|held| Given {
                    some: held.some || some,
                    ..*held
                }),
                (None, None) => None,
            };
            let Some(from) = from else {
                // The second line of a command may filter and select.
                goes_on |= some;
                continue;
            };
            given.push(from);
            if let Some((name, _)) = assigned
                && self.variables.len() < MAX_VARIABLES
            {
                self.variables.insert(name, from);
            }
        }
        let selects = command.split(';').any(scope::selects);
        if given.is_empty() {
            self.selects |= selects;
            self.given
                .iter_mut()
                .for_each(|given| given.some |= goes_on);
            return;
        }
        // Two cmdlets in one command: which object is whose, only the objects tell.
        if let Some((first, rest)) = given.split_first() {
            let same = rest.iter().all(|given| given.class == first.class);
            self.class = first.class.filter(|_| same);
        }
        self.selects = selects;
        self.given = given;
    }
}

/// `$name = what it holds`.
fn assignment(statement: &str) -> Option<(String, &str)> {
    let (name, rest) = statement.split_once('=')?;
    let name = variable(name)?;
    Some((name, rest.trim_start()))
}

/// The variable at the beginning, in lower case.
fn variable(text: &str) -> Option<String> {
    let name = text.trim_start_matches(['(', ' ']).strip_prefix('$')?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &name[..end.unwrap_or(name.len())];
    (!name.is_empty()).then(|| name.to_lowercase())
}

/// The class that a pipeline gives: its last cmdlet with one counts, those that
/// only choose or compare (`?{ (Get-X).Name -eq ..}`) do not. `None` without any cmdlet.
fn output_of(pipeline: &str) -> Option<Option<ObjectClass>> {
    let mut found = None;
    for stage in stages(pipeline) {
        let stage = stage.trim_start_matches(['(', '@', ' ', '&', '.']);
        // What is done for each object may give others.
        let inner = ["%", "foreach-object", "foreach"].iter().find_map(|word| {
            let rest = strip_ignoring_case(stage, word)?.trim_start();
            rest.strip_prefix('{')
        });
        let stage = inner.unwrap_or(stage).trim_start();
        let Some(cmdlet) = paste::cmdlet(stage).filter(|c| !only_shows(c)) else {
            continue;
        };
        let getter = ["get-", "new-", "set-"]
            .iter()
            .any(|verb| strip_ignoring_case(cmdlet, verb).is_some());
        if getter || found.is_none() {
            let other = classify::is_other_cmdlet(cmdlet).then_some(ObjectClass::Unknown);
            found = Some(classify::class_of_cmdlet(cmdlet).or(other));
        }
    }
    found
}

/// Whether a cmdlet passes on what it is given: the second line of a command may
/// have no other.
fn only_shows(cmdlet: &str) -> bool {
    let verbs = ["Format-", "Select-", "Export-"];
    verbs
        .iter()
        .any(|verb| strip_ignoring_case(cmdlet, verb).is_some())
}

fn strip_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

/// The parts between `|` that stand in no braces of a filter.
fn stages(pipeline: &str) -> Vec<&str> {
    let (mut stages, mut from, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, c) in pipeline.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                stages.push(&pipeline[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    stages.push(&pipeline[from..]);
    stages
}

#[cfg(test)]
mod tests {
    use super::*;
    use ObjectClass::*;

    fn after(commands: &[&str]) -> Option<ObjectClass> {
        let mut hint = Hint::default();
        for command in commands {
            hint.command(command);
        }
        hint.class()
    }

    #[test]
    fn the_command_tells_what_it_gives() {
        let table = [
            (
                &["Get-SendConnector | fl Name,Enabled"][..],
                Some(SendConnector),
            ),
            (&["get-queue|fl"], Some(Queue)),
            (
                &["Get-MailboxServer | Get-ExchangeCertificate | fl"],
                Some(ExchangeCertificate),
            ),
            (
                &["Get-SendConnector | % { Get-TransportService $_.Name } | fl"],
                Some(TransportService),
            ),
            (
                &["Get-SendConnector | ? { (Get-AcceptedDomain).Name -eq $_.Fqdn } | fl"],
                Some(SendConnector),
            ),
            (&["(Get-SendConnector 'x') | fl"], Some(SendConnector)),
            (&["Get-SendConnector", "| fl"], Some(SendConnector)),
            (&["Get-SendConnector", ""], Some(SendConnector)),
            (
                &["Get-SendConnector |", " Format-List Name,", " Enabled"],
                Some(SendConnector),
            ),
            (&["Get-SendConnector", "Get-ChildItem"], None),
            (
                &["Get-InboundConnector | fl; Get-AcceptedDomain | fl"],
                None,
            ),
            (
                &["Get-Queue | fl; Get-Queue -Server EX02 | fl"],
                Some(Queue),
            ),
            (
                &[
                    "$a = Get-InboundConnector",
                    "$b = Get-AcceptedDomain",
                    "$a | fl Name",
                ],
                Some(InboundConnector),
            ),
            (
                &["$a = Get-InboundConnector; $a | fl Name"],
                Some(InboundConnector),
            ),
            (
                &["$FormatEnumerationLimit = -1", "Get-Queue | fl"],
                Some(Queue),
            ),
            (&["Get-Queue | fl", "$x | fl"], Some(Queue)),
            (&[""], None),
        ];
        for (commands, class) in table {
            assert_eq!(after(commands), class, "{commands:?}");
        }
    }
}
