//! What is paid for, and for what: pure functions of the mirror and the clock. What Microsoft does not tell stays unknown.

mod decimal;
mod prices;
mod renewals;
mod spending;
mod waste;

pub(crate) use prices::by_commerce_id;
pub use prices::{Period, PriceUnknown, UnitPrice};
pub use renewals::{AutoRenew, Reduce, Renewal, Renewals, Term, renewals};
pub(crate) use renewals::{auto_renew, term};
pub use spending::{Spending, SpendingIn, SpendingOf, spending};
pub use waste::{Cost, Waste, Wasted, waste};

use crate::collections::Collection;
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Error, Result};
use serde::Serialize;
use ts_rs::TS;

/// How well a collection is known, which a figure stands on.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Known {
    /// It was read whole at least once.
    pub read: bool,
    pub as_of: Option<DateTime<Utc>>,
    /// Why it could not be read the last time.
    pub error: Option<Error>,
}

impl Known {
    fn of(session: &Session, collection: &Collection) -> Result<Self> {
        let state = session.store.sync_state(collection.name)?;
        Ok(Self {
            read: state.complete,
            as_of: state.as_of,
            error: state.error,
        })
    }
}
