//! The disk under a data folder: it fills up, fails once, and loses its power at any write.

use fastrand::Rng;
use kontor_powercut::{Disk, Verdict};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

/// Whether the programs of a disk have ended in the middle of what they did. Clones are the same.
#[derive(Clone, Default)]
pub struct Ended(Arc<AtomicBool>);

impl Ended {
    pub fn is_so(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How programs end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The system keeps what they wrote.
    Killed,
    /// Of what was not synced any part may be there, pages torn between two sectors.
    PowerLost,
}

impl End {
    pub fn any(rng: &mut Rng) -> Self {
        if rng.bool() { Self::Killed } else { Self::PowerLost }
    }
}

/// What will go wrong, in boundaries from now: writes, syncs, truncations and deletions.
#[derive(Default)]
struct Plan {
    cut_in: Option<u64>,
    /// From so many on, for so many.
    refuse: Option<(Verdict, u64, u64)>,
    refused: bool,
}

pub struct FailingDisk {
    folder: TempDir,
    disk: Disk,
    plan: Arc<Mutex<Plan>>,
    ended: Ended,
}

impl FailingDisk {
    /// # Errors
    /// When no folder can be made.
    pub fn new() -> std::io::Result<Self> {
        // In memory where the system has such a place: a history writes thousands of times.
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new())?;
        let disk = Disk::under(folder.path())?;
        let (plan, ended) = (Arc::<Mutex<Plan>>::default(), Ended::default());
        let (planned, now) = (plan.clone(), ended.clone());
        disk.at_each_boundary(move |_| {
            let verdict = held(&planned).next();
            if verdict == Verdict::PowerCut {
                now.0.store(true, Ordering::Relaxed);
            }
            verdict
        });
        Ok(Self {
            folder,
            disk,
            plan,
            ended,
        })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn ended(&self) -> Ended {
        self.ended.clone()
    }

    /// The programs end at the so-many-th boundary from now.
    pub fn end_in(&self, boundaries: Option<u64>) {
        held(&self.plan).cut_in = boundaries;
    }

    /// Refuses to write for a while: it is full, or fails.
    pub fn refuse(&self, verdict: Verdict, from: u64, count: u64) {
        let mut plan = held(&self.plan);
        plan.refuse = Some((verdict, from, count));
        plan.refused = false;
    }

    /// Whether it has refused something since it was told to.
    pub fn has_refused(&self) -> bool {
        held(&self.plan).refused
    }

    /// Says from now on that it has synced, and has not.
    pub fn lie(&self, lies: bool) {
        self.disk.lie(lies);
    }

    /// Works from now on.
    pub fn heal(&self) {
        *held(&self.plan) = Plan::default();
    }

    pub fn boundaries(&self) -> u64 {
        self.disk.boundaries()
    }

    /// The programs end now, in the middle of what they do.
    pub fn end(&self) {
        self.ended.0.store(true, Ordering::Relaxed);
        self.disk.cut();
    }

    /// What is left of it once the programs are gone.
    ///
    /// # Errors
    /// When a program is not gone.
    pub fn come_back(&self, how: End, rng: &mut Rng) -> std::io::Result<()> {
        held(&self.plan).cut_in = None;
        match how {
            End::Killed => self.disk.revive()?,
            End::PowerLost => self.disk.restore(rng.u64(..))?,
        }
        self.ended.0.store(false, Ordering::Relaxed);
        Ok(())
    }
}

impl Plan {
    fn next(&mut self) -> Verdict {
        let passed = |left: &mut u64| {
            *left = left.saturating_sub(1);
            *left == 0
        };
        if self.cut_in.as_mut().is_some_and(passed) {
            self.cut_in = None;
            return Verdict::PowerCut;
        }
        match &mut self.refuse {
            Some((_, from, _)) if *from > 0 => *from -= 1,
            Some((verdict, _, count)) if *count > 0 => {
                *count -= 1;
                self.refused = true;
                return *verdict;
            }
            _ => {}
        }
        Verdict::Go
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
