//! Figures of several runs, printed as medians beside each other.

use super::usage::Usage;

/// Runs by what was run, in the order in which it first was.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<(String, Vec<Usage>)>,
}

impl Table {
    pub(crate) fn add(&mut self, name: &str, usage: Usage) {
        match self.rows.iter_mut().find(|(known, _)| known == name) {
            Some((_, runs)) => runs.push(usage),
            None => self.rows.push((name.to_owned(), vec![usage])),
        }
    }

    /// CPU time of a row, in seconds.
    pub(crate) fn cpu(&self, name: &str) -> f64 {
        let runs = self.rows.iter().find(|(known, _)| known == name);
        let seconds = |u: &Usage| u.cpu.as_secs_f64();
        runs.map_or(0.0, |(_, runs)| median(runs.iter().map(seconds).collect()))
    }

    /// Prints the table; CPU time is also told as a multiple of the row `unit`.
    pub(crate) fn print(&self, unit: &str) {
        let of =
            |runs: &[Usage], figure: fn(&Usage) -> f64| median(runs.iter().map(figure).collect());
        let cpu = |runs: &[Usage]| of(runs, |u| u.cpu.as_secs_f64());
        let unit = self.cpu(unit);
        println!(
            "{:<30} {:>9} {:>7} {:>9} {:>9}",
            "", "CPU s", "times", "wall s", "peak MiB"
        );
        for (name, runs) in &self.rows {
            println!(
                "{name:<30} {:>9.3} {:>7.2} {:>9.3} {:>9.1}",
                cpu(runs),
                cpu(runs) / unit,
                of(runs, |u| u.wall.as_secs_f64()),
                of(runs, |u| u.peak as f64 / 1024.0),
            );
        }
    }
}

/// The middle one; of none 0.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// The one that 99 of a hundred do not exceed.
pub(crate) fn p99(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let at = (figures.len() * 99 / 100).min(figures.len().saturating_sub(1));
    figures.get(at).copied().unwrap_or_default()
}
