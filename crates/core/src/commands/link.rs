//! The command that follows a link.

use crate::{Host, Kontor, Link};
use kontor_model::{Result, TenantId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Deserialize, TS)]
pub struct LinkText {
    /// `kontor://ORGANISATION/COLLECTION/ID`.
    pub text: String,
}

/// Where a link leads.
#[derive(Debug, Serialize, TS)]
pub struct Place {
    pub tenant: TenantId,
    pub collection: String,
    pub id: String,
}

pub(super) async fn open_link(kontor: &Kontor, _: &dyn Host, input: LinkText) -> Result<Place> {
    let link = Link::parse(&input.text)?;
    Ok(Place {
        tenant: link.tenant(kontor)?.id,
        collection: link.collection,
        id: link.id,
    })
}
