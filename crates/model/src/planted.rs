//! Faults that are planted to see whether the simulation finds them. What ships has none: without the feature `planted`, which
//! only `kontor-histories` asks for, [`planted`] is a constant.

/// A fault, named by what it does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// A write without an answer is sent again at once.
    ResendAfterTimeout,
    /// An accepted write is shown as done before it was seen.
    DoneBeforeConfirmed,
    /// A write without an answer is shown as failed.
    UnknownAsFailed,
    /// The attempt is not stored before it is sent.
    AttemptNotCounted,
    /// The first reading after a lost answer is believed, whatever replica gave it.
    ReplicaTrusted,
    /// What may not be repeated is repeated.
    RepeatsEverything,
    /// A mail without an answer is sent again.
    MailAgain,
    /// What stands on the server is not compared with the base.
    PreconditionSkipped,
    /// What waits for another operation does not wait.
    OrderIgnored,
    /// What depends on an operation that failed goes nevertheless.
    DependencyIgnored,
    /// The secret of a request is written to the journal.
    SecretInJournal,
    /// Secrets outlive the operation that needed them.
    SecretsKept,
    /// Tombstones of a delta round are passed over.
    TombstonesIgnored,
    /// The delta link is stored, and the program may die, before its page is.
    LinkBeforePage,
    /// A full round keeps what the server no longer has.
    SweepForgotten,
    /// A refusal that is the echo of a success is believed.
    EchoBelieved,
    /// What should wait for a person goes by itself.
    ReviewIgnored,
    /// Two programs send for one tenant at the same time.
    TwoSenders,
    /// The ledger does not wait for the disk.
    LedgerNotSynced,
    /// What the disk did not take is told as saved.
    NotSavedHidden,
    /// What a failed sync leaves in the log of the ledger is not written over.
    FailedSyncLeft,
    /// A guided operation is done with the next sync, whatever that shows.
    GuidedBelieved,
    /// An attempt that was never answered is forgotten when it goes again: another cart, another key.
    PaidAnew,
}

impl Planted {
    pub const ALL: [Planted; 23] = [
        Self::ResendAfterTimeout,
        Self::DoneBeforeConfirmed,
        Self::UnknownAsFailed,
        Self::AttemptNotCounted,
        Self::ReplicaTrusted,
        Self::RepeatsEverything,
        Self::MailAgain,
        Self::PreconditionSkipped,
        Self::OrderIgnored,
        Self::DependencyIgnored,
        Self::SecretInJournal,
        Self::SecretsKept,
        Self::TombstonesIgnored,
        Self::LinkBeforePage,
        Self::SweepForgotten,
        Self::EchoBelieved,
        Self::ReviewIgnored,
        Self::TwoSenders,
        Self::LedgerNotSynced,
        Self::NotSavedHidden,
        Self::FailedSyncLeft,
        Self::GuidedBelieved,
        Self::PaidAnew,
    ];
}

/// Whether this fault is planted in this process.
#[cfg(not(feature = "planted"))]
#[inline(always)]
pub const fn planted(_: Planted) -> bool {
    false
}

#[cfg(feature = "planted")]
pub use switch::{plant, planted};

#[cfg(feature = "planted")]
mod switch {
    use super::Planted;
    use std::sync::{PoisonError, RwLock};

    static NOW: RwLock<Option<Planted>> = RwLock::new(None);

    pub fn planted(fault: Planted) -> bool {
        *NOW.read().unwrap_or_else(PoisonError::into_inner) == Some(fault)
    }

    /// Plants one fault, or none, in the whole process.
    pub fn plant(fault: Option<Planted>) {
        *NOW.write().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}
