//! Password expiry for a whole tenant: whom a new policy hits, and a policy for every domain at once. All of it stands on the
//! one rule in `insights::expiry`.

mod impact;
mod policy;

pub use impact::{Hit, Impact, Standing, Untouched};
pub use policy::{LeftOut, LeftOutDomain, PolicyPreview, PolicyTarget, preview_policy, queue_policy};
