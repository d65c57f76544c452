//! What is surely on the disk, and what is still on its way there.

use crate::{Act, Boundary, Verdict};
use fastrand::Rng;
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

const SECTOR: u64 = 512;

type Hook = Box<dyn FnMut(&Boundary) -> Verdict + Send>;

/// The files of one folder.
#[derive(Default)]
pub(crate) struct Platter {
    pub hook: Option<Hook>,
    pub boundaries: u64,
    pub dead: bool,
    pub lies: bool,
    /// Files that are open now.
    pub open: usize,
    files: BTreeMap<PathBuf, File>,
    /// The file whose last change was under way when the power went.
    under_way: Option<PathBuf>,
}

#[derive(Default)]
struct File {
    /// None when it surely does not exist.
    safe: Option<Vec<u8>>,
    /// Since then, in order.
    pending: Vec<Change>,
    /// Whether the program sees it.
    exists: bool,
}

pub(crate) enum Change {
    Create,
    Write(u64, Vec<u8>),
    Truncate(u64),
    Delete,
}

impl Platter {
    /// # Errors
    /// When a file is still open.
    pub fn ended(&self) -> io::Result<()> {
        match self.open {
            0 => Ok(()),
            _ => Err(io::Error::other("the program that lost its power has not ended")),
        }
    }

    /// Whether an act may go on. The dead do nothing.
    pub fn may(&mut self, act: Act, path: &Path) -> Verdict {
        if self.dead {
            return Verdict::IoError;
        }
        self.boundaries += 1;
        let boundary = Boundary {
            number: self.boundaries,
            act,
            path,
        };
        let verdict = self.hook.as_mut().map_or(Verdict::Go, |hook| hook(&boundary));
        self.dead = verdict == Verdict::PowerCut;
        verdict
    }

    /// A file was opened; `existed` is what it held before. Others than SQLite make and remove files too: what they did is
    /// noted here.
    pub fn opened(&mut self, path: &Path, existed: Option<Vec<u8>>) {
        self.open += 1;
        let known = self.files.contains_key(path);
        let file = self.files.entry(path.to_owned()).or_default();
        if !known {
            file.exists = existed.is_some();
            file.safe = existed.clone();
        }
        if file.exists && existed.is_none() {
            file.pending.push(Change::Delete);
        }
        if !file.exists || existed.is_none() {
            file.pending.push(Change::Create);
            if let Some(content) = existed {
                file.pending.push(Change::Write(0, content));
            }
        }
        file.exists = true;
    }

    /// Whether nothing is known of a file yet, so that its content has to be told.
    pub fn is_news(&self, path: &Path) -> bool {
        self.files.get(path).is_none_or(|file| !file.exists)
    }

    pub fn note(&mut self, path: &Path, change: Change) {
        if self.dead {
            self.under_way = Some(path.to_owned());
        }
        if let Some(file) = self.files.get_mut(path) {
            file.exists &= !matches!(change, Change::Delete);
            file.pending.push(change);
        }
    }

    /// What was under way did not happen: the program ended before it, and the machine goes on.
    pub fn revive(&mut self) {
        self.dead = false;
        if let Some(file) = self.under_way.take().and_then(|path| self.files.get_mut(&path)) {
            file.exists |= matches!(file.pending.pop(), Some(Change::Delete));
        }
    }

    /// All that was done to a file is safe.
    pub fn sync(&mut self, path: &Path) {
        if let Some(file) = self.files.get_mut(path).filter(|_| !self.lies) {
            for change in std::mem::take(&mut file.pending) {
                apply(&mut file.safe, change);
            }
        }
    }

    /// Which files there are is safe, in the folder of this one; not what they hold.
    pub fn sync_folder(&mut self, path: &Path) {
        let beside = |other: &Path| other.parent() == path.parent();
        for (_, file) in self.files.iter_mut().filter(|(other, _)| beside(other) && !self.lies) {
            let named = |change: &Change| matches!(change, Change::Create | Change::Delete);
            if let Some(last) = file.pending.iter().rposition(named) {
                for change in file.pending.drain(..=last).filter(named) {
                    apply(&mut file.safe, change);
                }
            }
        }
    }

    /// Chooses what has reached the disk.
    pub fn settle(&mut self, rng: &mut Rng) {
        self.dead = false;
        self.under_way = None;
        for file in self.files.values_mut() {
            for change in std::mem::take(&mut file.pending) {
                match (change, rng.u8(0..4)) {
                    // Under this name there is still the file of before: what follows was done to another.
                    (Change::Create | Change::Delete, 0 | 1) => break,
                    (Change::Write(..) | Change::Truncate(_), 0) => {}
                    (Change::Write(at, mut bytes), 1) => {
                        let sectors = (at + bytes.len() as u64) / SECTOR - at / SECTOR;
                        let end = (at / SECTOR + rng.u64(0..=sectors)) * SECTOR;
                        bytes.truncate(end.saturating_sub(at) as usize);
                        apply(&mut file.safe, Change::Write(at, bytes));
                    }
                    (change, _) => apply(&mut file.safe, change),
                }
            }
            file.exists = file.safe.is_some();
        }
    }

    /// What is safe of each file that was ever opened; none where there is none.
    pub fn contents(&self) -> impl Iterator<Item = (&PathBuf, Option<&Vec<u8>>)> {
        self.files.iter().map(|(path, file)| (path, file.safe.as_ref()))
    }
}

fn apply(content: &mut Option<Vec<u8>>, change: Change) {
    match (change, content) {
        (Change::Delete, content) => *content = None,
        (Change::Create, content) => *content = Some(Vec::new()),
        (Change::Write(at, bytes), Some(content)) if !bytes.is_empty() => {
            let (at, end) = (at as usize, at as usize + bytes.len());
            content.resize(content.len().max(end), 0);
            content[at..end].copy_from_slice(&bytes);
        }
        (Change::Truncate(length), Some(content)) => content.truncate(length as usize),
        // Nothing to write to, or nothing to write.
        _ => {}
    }
}
