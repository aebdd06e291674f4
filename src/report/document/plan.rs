//! The ways out, and the steps of the recommended one.

use super::build::section;
use super::words::{self, Contents};
use super::{Block, Section, Table, cell};
use crate::i18n::words::{Heading, heading, relay};
use crate::i18n::{
    applicability, option_name, option_why, place, resets, step_text, step_title, text,
};
use crate::remedy::{Applicability, Lines, OptionWhy, Place, PlanOption, Step};
use crate::report::text::{TextInput, next, proof, words as said};
use crate::terminal::Role;

pub(super) fn options(report: &TextInput) -> Option<Section> {
    let lang = report.lang;
    let options = &report.plan.options;
    // With nothing to mend there is nothing to choose from.
    let settled = |o: &PlanOption| matches!(o.why, OptionWhy::NothingToMend | OptionWhy::NoHybrid);
    if options.iter().all(settled) {
        return None;
    }
    let row = |option: &PlanOption| {
        let name = option_name(lang, option.id);
        let name = match (option.recommended, option.offered) {
            (true, _) => format!("{name} ({})", said::recommended(lang)),
            (false, false) => format!("{name} ({})", said::not_offered(lang)),
            (false, true) => name.to_owned(),
        };
        let name_role = match option.recommended {
            true => Role::Accent,
            false => Role::Plain,
        };
        let predicted = match option.offered {
            true => cell(
                proof::status_role(option.predicted),
                relay(lang, option.predicted),
            ),
            false => Vec::new(),
        };
        vec![
            cell(name_role, name),
            cell(Role::Plain, option_why(lang, option.why, Some(option))),
            predicted,
            cell(Role::Plain, resets(lang, &option.resets)),
        ]
    };
    let table = Table {
        head: words::option_columns(lang).map(str::to_owned).to_vec(),
        rows: options.iter().map(row).collect(),
    };
    section(
        Contents::Options,
        heading(lang, Heading::Options),
        vec![Block::Table(table)],
    )
}

pub(super) fn steps(report: &TextInput) -> Option<Section> {
    let lang = report.lang;
    let option = report.plan.recommended()?;
    let mut blocks = Vec::new();
    for (nth, step) in option.steps.iter().enumerate() {
        blocks.push(Block::Heading(format!(
            "{}. {}",
            nth + 1,
            step_title(lang, step)
        )));
        blocks.extend(step_blocks(report, step));
    }
    section(
        Contents::Steps,
        said::steps_heading(lang, option_name(lang, option.id)),
        blocks,
    )
}

fn step_blocks(report: &TextInput, step: &Step) -> Vec<Block> {
    let lang = report.lang;
    let mut blocks = Vec::new();
    if step.place != Place::Wait {
        let shell = next::where_and_who(report, step);
        let shell = match step.applicability {
            Applicability::NeedsReview => {
                said::decide_first(lang, &shell, applicability(lang, step.applicability))
            }
            _ => shell,
        };
        blocks.push(Block::Prose(Role::Muted, shell));
    }
    blocks.push(Block::Prose(Role::Plain, step_text(lang, step)));
    let check = match step.place {
        Place::Browser => said::check_in(lang, place(lang, Place::ExchangeOnline)),
        _ => text!(lang, "Check", "確認").to_owned(),
    };
    let undo = text!(lang, "Undo", "元に戻す").to_owned();
    let code = |label: Option<String>, lines: &Option<Lines>| {
        lines
            .as_ref()
            .map(|lines| Block::Code(label, lines.to_text()))
    };
    blocks.extend(code(None, &step.command));
    blocks.extend(code(Some(undo), &step.rollback));
    blocks.extend(code(Some(check), &step.check));
    blocks
}
