//! The wizard as numbered prompts, on standard input and output.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use super::args::Shared;
use super::{output, wizard};
use crate::evidence::secret::Secret;
use crate::linear::{Console, Looks, run};
use crate::wizard::worker::Work;
use crate::wizard::{Effect, Model};

/// Bytes of a line; what is beyond is another line.
const MAX_LINE: u64 = 1 << 20;

/// Runs it until it is left. Whoever closes the output has left too.
pub(super) fn start(
    work: &mut impl Work,
    model: Model,
    begin: Vec<Effect>,
    shared: &Shared,
) -> io::Result<()> {
    let seen = io::stdin().is_terminal() && io::stdout().is_terminal();
    let size = terminal_size::terminal_size().map(|(_, rows)| usize::from(rows.0));
    let looks = Looks {
        width: output::columns(),
        height: size.filter(|_| seen),
        progress: seen && !shared.quiet,
        painter: output::painter_of_wizard(shared),
    };
    match run(&mut Standard, work, looks, model, begin) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        left => left.map(drop),
    }
}

/// Standard input and output.
struct Standard;

impl Console for Standard {
    fn write(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        let input = io::stdin().lock();
        if input.take(MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }

    fn secret(&mut self) -> io::Result<Option<Secret>> {
        if !io::stdin().is_terminal() {
            return Ok(self.line()?.map(Secret::new));
        }
        match rpassword::read_password() {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            typed => typed.map(|typed| Some(Secret::new(typed))),
        }
    }

    fn echoes(&self) -> bool {
        io::stdin().is_terminal()
    }

    fn clock(&self) -> i64 {
        wizard::clock()
    }
}
