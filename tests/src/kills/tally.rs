//! What happened, counted, so that the claim is no larger than what was done.

use crate::wire::{Request, Stage};
use std::{fmt, ops::AddAssign};

/// Where among the requests of a program its end fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fell {
    /// Nothing that it was there for had been sent.
    Before,
    /// With a request on its way that never reached the cloud.
    Lost,
    /// With a request at the cloud whose answer was never heard.
    Unheard,
    /// Between two of them.
    Between,
    /// The last had been answered.
    After,
}

const PLACES: [(Fell, &str); 5] = [
    (Fell::Before, "before the first"),
    (Fell::Lost, "with one lost on its way"),
    (Fell::Unheard, "with one at the cloud and unanswered"),
    (Fell::Between, "between two"),
    (Fell::After, "after the last"),
];

impl Fell {
    /// Of a program that has sent these, and would have sent so many.
    pub fn among<'a>(requests: impl Iterator<Item = &'a Request>, expected: usize) -> Self {
        let stages: Vec<Stage> = requests.map(|one| one.stage).collect();
        // Several may be on their way at once: the one that is furthest from being over counts.
        match stages.iter().min() {
            None => Self::Before,
            Some(Stage::Sent) => Self::Lost,
            Some(Stage::PassedOn | Stage::Answered) => Self::Unheard,
            Some(Stage::Heard) if stages.len() < expected => Self::Between,
            Some(Stage::Heard) => Self::After,
        }
    }
}

#[derive(Clone, Copy, Default)]
pub struct Kills {
    command: u32,
    window: u32,
    fell: [u32; PLACES.len()],
}

impl Kills {
    pub fn count(&mut self, window: bool, fell: Fell) {
        *(if window { &mut self.window } else { &mut self.command }) += 1;
        self.fell[fell as usize] += 1;
    }

    pub fn all(&self) -> u32 {
        self.command + self.window
    }
}

impl fmt::Display for Kills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { command, window, .. } = self;
        write!(
            f,
            "{} kills ({command} of the command, {window} of the window)",
            self.all()
        )?;
        for ((_, place), count) in PLACES.iter().zip(self.fell) {
            write!(f, ", {count} {place}")?;
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub draining: Kills,
    pub syncing: Kills,
    /// Programs that were killed while they found out what the first kill had left.
    pub second: u32,
    /// Programs that were through before their moment came: no kill, and judged all the same.
    pub missed: u32,
    pub operations: usize,
    /// Operations whose outcome nobody could see, and of these the mails that had gone.
    pub held: usize,
    pub mails: usize,
}

impl AddAssign for Kills {
    fn add_assign(&mut self, other: Self) {
        self.command += other.command;
        self.window += other.window;
        self.fell.iter_mut().zip(other.fell).for_each(|(sum, one)| *sum += one);
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.draining += other.draining;
        self.syncing += other.syncing;
        self.second += other.second;
        self.missed += other.missed;
        self.operations += other.operations;
        self.held += other.held;
        self.mails += other.mails;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            draining,
            syncing,
            second,
            missed,
            operations,
            held,
            mails,
        } = self;
        writeln!(f, "draining: {draining} (writes)")?;
        writeln!(f, "syncing: {syncing} (requests)")?;
        writeln!(
            f,
            "{second} more killed in their recovery; {missed} had ended before their moment and do not count"
        )?;
        write!(
            f,
            "{operations} operations, {held} held because nobody could see their outcome ({mails} mails had gone)"
        )
    }
}
