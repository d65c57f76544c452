//! Commands about a partner's customers.

use super::{OfTenant, TenantInfo, app};
use crate::{Customer, Host, Kontor};
use kontor_model::{Error, Result, TenantId};
use serde::Deserialize;
use ts_rs::TS;

/// A customer to connect by what it delegates.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectCustomer {
    /// The partner, which is connected.
    pub partner: TenantId,
    /// Entra's id of the customer's organisation.
    pub tenant_id: String,
    /// What to call it here.
    pub name: String,
}

pub(super) async fn customers(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<Customer>> {
    kontor.customers(input.tenant).await
}

pub(super) async fn connect_customer(kontor: &Kontor, _: &dyn Host, input: ConnectCustomer) -> Result<TenantInfo> {
    let name = input.name.trim();
    if name.is_empty() {
        return Err(Error::invalid("name", "The tenant needs a name."));
    }
    let tenant = kontor.connect_customer(input.partner, &input.tenant_id, name).await?;
    Ok(app::info(kontor, &tenant))
}
