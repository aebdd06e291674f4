//! The checklist of an option as a file to be taken along, as ticked.
//!
//! CRLF throughout: Notepad of Windows Server 2016 shows other line ends as one
//! line. A byte order mark only where there is more than ASCII, for the same reader.

use jiff::tz::TimeZone;

use super::markdown::escaped;
use crate::i18n::{
    applicability, date_time, option_name, place, resets, say, step_text, step_title, text, words,
};
use crate::remedy::script::mention;
use crate::remedy::{Lines, OptionId, PlanOption, Step};
use crate::terminal::{Lang, sanitise_multiline};

/// The file of the checklist.
pub const NAME: &str = "CHECKLIST.md";

/// What a person did with a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// Who ticked it (initials), and when (seconds since the epoch).
    pub done: Option<(String, i64)>,
    /// What was noted.
    pub note: String,
}

/// The checklist of an option in Markdown; `mark` tells what was done with a step.
pub fn markdown(
    lang: Lang,
    case: Option<&str>,
    option: &PlanOption,
    mark: &dyn Fn(&Step) -> Mark,
    zone: &TimeZone,
) -> String {
    let mut out = format!("# {}\n\n", option_name(lang, option.id));
    if let Some(case) = case {
        let case = escaped(case);
        out.push_str(&say!(lang, "- Case: {case}\n", "- ケース: {case}\n"));
    }
    let predicted = words::relay(lang, option.predicted);
    out.push_str(&say!(
        lang,
        "- Relay after it, as predicted: {predicted}\n",
        "- 実施後の中継の予測: {predicted}\n",
    ));
    if !option.resets.is_empty() {
        let resets = escaped(&resets(lang, &option.resets));
        out.push_str(&say!(
            lang,
            "- Writes over: {resets}\n",
            "- 上書きされる設定: {resets}\n",
        ));
    }
    out.push('\n');
    out.push_str(how(lang));
    for (index, step) in option.steps.iter().enumerate() {
        out.push('\n');
        push_step(
            &mut out,
            lang,
            index + 1,
            (option.id, step),
            &mark(step),
            zone,
        );
    }
    for_notepad(&out)
}

/// How the checklist and the scripts beside it go together.
fn how(lang: Lang) -> &'static str {
    text!(
        lang,
        "Do the steps in this order. Where a script is named, it does the step with a guard and saves the state before; run it with -WhatIf first. A step with a switch is left out until you decide it and give the switch. The commands below do the same by hand. The script whose name begins with rollback- is the way back; verify.ps1 only looks.\n",
        "手順はこの順に実施してください。スクリプト名がある手順は、スクリプトが現在の値を確認し、変更前の状態を保存してから実行します。先に -WhatIf を付けて実行してください。スイッチ付きの手順は、実施すると決めてスイッチを指定するまで実行されません。記載のコマンドで手作業でも実施できます。元に戻すには名前が rollback- で始まるスクリプトを使います。verify.ps1 は確認だけを行います。\n",
    )
}

fn push_step(
    out: &mut String,
    lang: Lang,
    number: usize,
    (option, step): (OptionId, &Step),
    mark: &Mark,
    zone: &TimeZone,
) {
    let title = escaped(&step_title(lang, step));
    let (sign, signed) = match &mark.done {
        Some((by, at)) => {
            let time = date_time(lang, at.saturating_mul(1000), zone);
            ("x", format!(" ({time}, {})", escaped(by)))
        }
        None => (" ", String::new()),
    };
    out.push_str(&format!("- [{sign}] **{number}. {title}**{signed}\n\n"));
    out.push_str(&format!("  {}\n\n", whereabouts(lang, step)));
    let about = escaped(&step_text(lang, step));
    out.push_str(&format!("  {about}\n"));
    if let Some(script) = script_line(option, step) {
        out.push('\n');
        let label = text!(lang, "Script:", "スクリプト:");
        out.push_str(&format!("  {label} `{script}`\n"));
    }
    if !mark.note.is_empty() {
        let label = text!(lang, "Note:", "メモ:");
        out.push_str(&format!("\n  {label} {}\n", escaped(&mark.note)));
    }
    push_code(out, None, step.command.as_ref());
    let check = text!(lang, "Check:", "確認:");
    push_code(out, Some(check), step.check.as_ref());
    let undo = text!(lang, "Undo:", "元に戻す場合:");
    push_code(out, Some(undo), step.rollback.as_ref());
}

/// `.\on-premises.ps1 -EnableSmtp`
fn script_line(option: OptionId, step: &Step) -> Option<String> {
    let script = mention(option, step)?;
    let switch = script.switch.map(|s| format!(" -{s}")).unwrap_or_default();
    Some(format!(".\\{}{switch}", script.file))
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
    // A command holds nothing that this would change (`powershell::quote::shown`).
    for line in sanitise_multiline(&lines.to_text()).lines() {
        out.push_str(&format!("  {line}\n"));
    }
    out.push_str("  ```\n");
}

/// Every piece was made safe where it was put in: a second pass would change escapes.
fn for_notepad(text: &str) -> String {
    let mark = if text.is_ascii() { "" } else { "\u{feff}" };
    format!("{mark}{}", text.replace('\n', "\r\n"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::attribution::Status;
    use crate::remedy::powershell::Command;
    use crate::remedy::{Applicability, OptionWhy, Place, Role, StepKind};

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

    fn notes_of(text: &str) -> &str {
        text.lines().find(|l| l.contains("Note:")).unwrap()
    }

    #[test]
    fn the_checklist_is_as_ticked() {
        let option = option("Inbound `<b>[x](y)\u{1b}[31m");
        let mark = |step: &Step| match step.id.as_str() {
            "wait" => Mark {
                done: Some(("kt".to_owned(), 1_793_620_800)),
                note: "an hour\u{1b} <b>".to_owned(),
            },
            _ => Mark::default(),
        };
        let text = markdown(Lang::En, Some("contoso"), &option, &mark, &TimeZone::UTC);
        assert!(text.contains("- [ ] **1. "), "{text}");
        assert!(text.contains("- [x] **2. "), "{text}");
        assert!(
            text.contains("** (2026-11-02 12:00:00 +00:00, kt)\r\n"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'));
        // An escape once, and not the text that reads like one.
        assert!(notes_of(&text).contains(r"hour\\x1b "), "{text}");
        assert!(text.contains("  Note: an hour"), "{text}");
        assert!(notes_of(&text).contains("\\<b\\>"), "{text}");
        let titles = text.lines().filter(|l| l.starts_with("- ["));
        for title in titles {
            assert!(!title.replace("\\<", "").contains("<b>"), "{title}");
        }
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }
}
