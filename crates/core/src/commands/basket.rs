//! Commands about what is thought of buying.

use super::{Empty, OfTenant, OperationView};
use crate::basket::{self, BasketLine};
use crate::{Host, Kontor};
use kontor_model::{Result, TenantId};
use serde::Deserialize;
use ts_rs::TS;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetBasket {
    pub tenant: TenantId,
    /// All of it: what is not named is taken out.
    pub lines: Vec<BasketLine>,
}

pub(super) async fn basket(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<BasketLine>> {
    basket::basket(&*kontor.session(input.tenant).await?)
}

pub(super) async fn set_basket(kontor: &Kontor, _: &dyn Host, input: SetBasket) -> Result<Empty> {
    basket::set_basket(&*kontor.session(input.tenant).await?, &input.lines)?;
    Ok(Empty {})
}

pub(super) async fn order_basket(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<OperationView>> {
    let session = kontor.session(input.tenant).await?;
    let queued = basket::order_basket(&session)?;
    Ok(queued.into_iter().map(OperationView::from).collect())
}
