//! Arguments, exit codes, one file a command.

mod analysis;
mod args;
mod case_words;
mod cases;
mod collect;
mod completions;
mod config;
mod demo;
mod diagnose;
mod exit;
mod explain;
mod fix;
mod given_words;
mod hold;
mod info;
mod interrupt;
mod linear;
mod man;
mod output;
mod passwords;
mod redacted;
mod rehearse;
mod replay;
mod saved_case;
mod simulate;
mod verify;
mod watch;
mod wizard;
mod words;

use std::process::ExitCode;

pub use args::clap;
use args::{Command, Diagnose, Format, Shared};
pub use exit::Exit;

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .map(|a| a.to_string_lossy().into_owned())
        .collect();
    match args::parse(&arguments) {
        Ok((command, shared)) => run(&command, &shared).into(),
        Err(refused) if refused.is_help => output::print(&refused.text).into(),
        Err(refused) => {
            output::complain(&refused.text);
            Exit::Usage.into()
        }
    }
}

fn run(command: &Command, shared: &Shared) -> Exit {
    config::tell_troubles(shared);
    match command {
        Command::Open { inputs, new } => open(inputs, *new, shared),
        Command::Diagnose(diagnose) => diagnose::run(diagnose, shared),
        Command::Simulate(simulate) => simulate::run(simulate, shared),
        Command::Rehearse(rehearse) => rehearse::run(rehearse, shared),
        Command::Fix(fix) => fix::run(fix, shared),
        Command::Collect(collect) => collect::run(collect, shared),
        Command::Cases(cases) => cases::run(cases, shared),
        Command::Config(config) => config::run(*config, shared),
        Command::Explain(code) => explain::run(code.as_deref(), shared),
        Command::Demo(demo) => demo::run(demo, shared),
        Command::Verify(asked) => verify::run(asked, shared),
        Command::Watch(watch) => watch::run(watch, shared),
        Command::Info => info::run(shared),
        Command::Completions(shell) => completions::run(*shell, shared),
        Command::Man => man::run(shared),
    }
}

/// No command: the wizard. Without a terminal paths are diagnosed, and without any
/// the help is shown.
fn open(inputs: &[crate::evidence::walk::Input], new: bool, shared: &Shared) -> Exit {
    if wizard::can_open(inputs, shared) {
        let held = hold::Hold::new(shared.lang);
        return held.end(wizard::open(inputs, new, shared));
    }
    if inputs.is_empty() {
        let help = clap(shared.lang).render_help().to_string();
        output::complain(&help);
        return Exit::Usage;
    }
    let diagnose = Diagnose {
        inputs: inputs.to_vec(),
        format: Format::Text,
        output: None,
        force: false,
        refused_csv: None,
    };
    diagnose::run(&diagnose, shared)
}
