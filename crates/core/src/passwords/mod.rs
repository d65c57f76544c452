//! Password expiry for a whole tenant: whom a new policy hits, a policy for every domain at once, where the policies have gaps, and
//! what ends on which day. All of it stands on the one rule in `insights::expiry`.

mod calendar;
mod gaps;
mod ics;
mod impact;
mod policy;

pub use calendar::{DayCount, calendar, entries};
pub use gaps::{AdminWithoutEnd, DomainGap, Gaps, PolicyInForce, UnknownDates, gaps};
pub use ics::{Entry, Per, file};
pub use impact::{Hit, Impact, Standing, Untouched};
pub use policy::{LeftOut, LeftOutDomain, PolicyPreview, PolicyTarget, preview_policy, queue_policy};
