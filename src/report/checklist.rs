//! An option as files to be taken along: the checklist as ticked, and the commands
//! of each shell with their way back.
//!
//! CRLF throughout: Notepad of Windows Server 2016 shows other line ends as one
//! line. A byte order mark only where there is more than ASCII, for the same reader.

use jiff::tz::TimeZone;

use crate::i18n::{
    applicability, date_time, option_name, place, say, step_text, step_title, text, words,
};
use crate::remedy::{Applicability, Lines, Place, PlanOption, Step};
use crate::terminal::{Lang, sanitise, sanitise_multiline};

/// The file of the checklist.
pub const NAME: &str = "CHECKLIST.md";

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Initials.
    pub by: String,
    /// Seconds since the epoch.
    pub at: i64,
}

/// The checklist of an option in Markdown; `mark` tells which steps are done.
pub fn markdown(
    lang: Lang,
    case: &str,
    option: &PlanOption,
    mark: &dyn Fn(&Step) -> Option<Mark>,
    zone: &TimeZone,
) -> String {
    let mut out = format!("# {}\n\n", option_name(lang, option.id));
    let case = escaped(case);
    let predicted = words::relay(lang, option.predicted);
    out.push_str(&say!(
        lang,
        "- Case: {case}\n- Relay after it, as predicted: {predicted}\n",
        "- ケース: {case}\n- 実施後の中継の予測: {predicted}\n",
    ));
    if !option.resets.is_empty() {
        let resets: Vec<String> = option.resets.iter().map(|r| r.to_text()).collect();
        let resets = resets.join("; ");
        out.push_str(&say!(
            lang,
            "- Writes over: {resets}\n",
            "- 上書きされる設定: {resets}\n",
        ));
    }
    for (index, step) in option.steps.iter().enumerate() {
        out.push('\n');
        push_step(&mut out, lang, index + 1, step, mark(step), zone);
    }
    for_notepad(&out)
}

fn push_step(
    out: &mut String,
    lang: Lang,
    number: usize,
    step: &Step,
    mark: Option<Mark>,
    zone: &TimeZone,
) {
    let title = escaped(&step_title(lang, step));
    let (sign, signed) = match mark {
        Some(Mark { by, at }) => {
            let time = date_time(lang, at.saturating_mul(1000), zone);
            ("x", format!(" ({time}, {})", escaped(&by)))
        }
        None => (" ", String::new()),
    };
    out.push_str(&format!("- [{sign}] **{number}. {title}**{signed}\n\n"));
    out.push_str(&format!("  {}\n\n", whereabouts(lang, step)));
    let about = escaped(&step_text(lang, step));
    out.push_str(&format!("  {about}\n"));
    push_code(out, None, step.command.as_ref());
    let check = text!(lang, "Check:", "確認:");
    push_code(out, Some(check), step.check.as_ref());
    let undo = text!(lang, "Undo:", "元に戻す場合:");
    push_code(out, Some(undo), step.rollback.as_ref());
}

/// Where a step is done, by whom, and how safe it is.
fn whereabouts(lang: Lang, step: &Step) -> String {
    let role = step.role.map(|role| {
        let role = role.name();
        say!(lang, "role group {role}", "役割グループ {role}")
    });
    let parts = [
        Some(place(lang, step.place).to_owned()),
        role,
        Some(applicability(lang, step.applicability).to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" / ")
}

fn push_code(out: &mut String, label: Option<&str>, lines: Option<&Lines>) {
    let Some(lines) = lines else {
        return;
    };
    out.push('\n');
    if let Some(label) = label {
        out.push_str(&format!("  {label}\n\n"));
    }
    out.push_str("  ```powershell\n");
    for line in lines.to_text().lines() {
        out.push_str(&format!("  {line}\n"));
    }
    out.push_str("  ```\n");
}

/// Text for Markdown: nothing of it becomes code, a link or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in sanitise(text).chars() {
        if matches!(c, '`' | '<' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The commands of each shell in order, and the way back in reverse; shells
/// without a command have no file. Name and text.
pub fn command_files(option: &PlanOption) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for shell in [Place::OnPremises, Place::ExchangeOnline] {
        let here = |(_, s): &(usize, &Step)| s.place == shell;
        let steps = || option.steps.iter().enumerate().filter(here);
        let commands = steps().map(|(n, s)| (n + 1, s, s.command.as_ref()));
        let undo = steps().rev().filter(|(_, s)| s.rollback.is_some());
        let undo = undo.map(|(n, s)| (n + 1, s, s.rollback.as_ref()));
        for (what, steps) in [("commands", commands.collect()), ("undo", undo.collect())] {
            let steps: Vec<Numbered> = steps;
            if steps.iter().any(|(_, _, lines)| lines.is_some()) {
                let name = format!("{}-{what}.txt", shell.code());
                files.push((name, file_of(&steps)));
            }
        }
    }
    files
}

/// A step with its number in the checklist, and the lines to run, if any.
type Numbered<'a> = (usize, &'a Step, Option<&'a Lines>);

/// The lines of each step below a comment with its number, which stands in the
/// checklist too. Whoever pastes the whole file sees where a person has to act:
/// ids are ours, so nothing of evidence stands in a comment.
fn file_of(steps: &[Numbered]) -> String {
    let text = |(number, step, lines): &Numbered| match lines {
        None => format!(
            "# {number} {}: by hand, see {NAME}, before you go on",
            step.id
        ),
        Some(lines) if step.applicability == Applicability::NeedsReview => {
            let lines = lines.to_text();
            format!("# {number} {}: decide first, see {NAME}\n{lines}", step.id)
        }
        Some(lines) => format!("# {number} {}\n{}", step.id, lines.to_text()),
    };
    let texts: Vec<String> = steps.iter().map(text).collect();
    for_notepad(&format!("{}\n", texts.join("\n\n")))
}

fn for_notepad(text: &str) -> String {
    let text = sanitise_multiline(text);
    let mark = if text.is_ascii() { "" } else { "\u{feff}" };
    format!("{mark}{}", text.replace('\n', "\r\n"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::attribution::Status;
    use crate::remedy::powershell::Command;
    use crate::remedy::{Applicability, OptionId, OptionWhy, Role, StepKind};

    fn option(connector: &str) -> PlanOption {
        let set = |value: &str| {
            let command = Command::new("Set-InboundConnector")
                .with("Identity", connector)
                .with("TlsSenderCertificateName", value);
            Some(Lines::one(command))
        };
        let change = Step {
            id: "set-name-1".to_owned(),
            kind: StepKind::SetName {
                connector: connector.to_owned(),
                old: Some("mail.contoso.com".to_owned()),
                new: "smtp.contoso.com".to_owned(),
                wider: None,
                covers_several: false,
            },
            place: Place::ExchangeOnline,
            role: Some(Role::OrganizationManagement),
            command: set("smtp.contoso.com"),
            rollback: set("mail.contoso.com"),
            check: None,
            applicability: Applicability::Safe,
            edit: None,
        };
        let wait = Step {
            id: "wait".to_owned(),
            kind: StepKind::WaitForChange,
            place: Place::Wait,
            role: None,
            command: None,
            rollback: None,
            check: None,
            applicability: Applicability::Manual,
            edit: None,
        };
        PlanOption {
            id: OptionId::Manual,
            offered: true,
            recommended: true,
            why: OptionWhy::OneCloudValue,
            resets: Vec::new(),
            predicted: Status::Met,
            steps: vec![change, wait],
            changes: Vec::new(),
        }
    }

    #[test]
    fn the_checklist_is_as_ticked() {
        let option = option("Inbound `<b>[x](y)\u{1b}[31m");
        let mark = |step: &Step| {
            (step.id == "wait").then(|| Mark {
                by: "kt".to_owned(),
                at: 1_793_620_800,
            })
        };
        let text = markdown(Lang::En, "contoso", &option, &mark, &TimeZone::UTC);
        assert!(text.contains("- [ ] **1. "), "{text}");
        assert!(text.contains("- [x] **2. "), "{text}");
        assert!(
            text.contains("** (2026-11-02 12:00:00 +00:00, kt)\r\n"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'));
        let titles = text.lines().filter(|l| l.starts_with("- ["));
        for title in titles {
            assert!(!title.replace("\\<", "").contains("<b>"), "{title}");
        }
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }

    #[test]
    fn commands_and_the_way_back_are_files_of_their_shell() {
        let files = command_files(&option("Inbound"));
        let table = [
            ("exchange-online-commands.txt", "smtp.contoso.com"),
            ("exchange-online-undo.txt", "mail.contoso.com"),
        ];
        assert_eq!(files.len(), table.len());
        for ((name, text), (expected, value)) in files.iter().zip(table) {
            assert_eq!(name, expected);
            let line = format!(
                "# 1 set-name-1\r\nSet-InboundConnector -Identity 'Inbound' -TlsSenderCertificateName '{value}'\r\n"
            );
            assert_eq!(*text, line);
        }
        let japanese = command_files(&option("受信"));
        assert!(
            japanese
                .iter()
                .all(|(_, text)| text.starts_with('\u{feff}'))
        );
    }
}
