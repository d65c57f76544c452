//! The organisations that own the tenant's subscriptions: the subscriptions tell their ids, and each is asked for its name.

use super::{Session, Stop, ended, options, store_whole};
use crate::collections::field::text;
use crate::collections::partners::{SUBSCRIPTIONS, UNNAMED};
use crate::derivation::Rules;
use kontor_cloud::FaultKind;
use kontor_model::{Api, Object};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// What of a subscription tells what was sold.
const TOLD: [&str; 4] = ["id", "skuId", "skuPartNumber", "commerceSubscriptionId"];

/// Reads the owners. What the organisation bought itself has none but itself.
pub(super) async fn owners(session: &Session, rules: &Rules, cancel: &CancellationToken) -> Result<u64, Stop> {
    let mut sold: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut link = Some("/v1.0/directory/subscriptions".to_owned());
    while let Some(here) = link {
        let page = session.cloud.page(Api::Graph, &here, &options(cancel)).await?;
        for subscription in &page.items {
            let owner = text(subscription, "ownerTenantId").filter(|owner| {
                Uuid::parse_str(owner).is_ok() && !owner.eq_ignore_ascii_case(&session.tenant.tenant_id)
            });
            if let Some(owner) = owner {
                let told = TOLD.map(|name| (name.to_owned(), subscription.get(name).cloned().unwrap_or_default()));
                let told = Value::Object(Object::from_iter(told));
                sold.entry(owner.to_lowercase()).or_default().push(told);
            }
        }
        link = page.next_link;
    }
    let mut found = Vec::new();
    for (owner, subscriptions) in sold {
        let mut object = named(session, &owner, cancel).await?;
        object.insert(SUBSCRIPTIONS.to_owned(), Value::Array(subscriptions));
        found.push((owner, object));
    }
    Ok(store_whole(session, rules, found, ended(true))?)
}

/// The organisation with its name, or with the reason why that cannot be read: who owns what is known all the same.
async fn named(session: &Session, owner: &str, cancel: &CancellationToken) -> Result<Object, Stop> {
    let path = format!("/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='{owner}')");
    let mut object = match session.cloud.get(Api::Graph, &path, &options(cancel)).await {
        Ok(reply) => match reply.body {
            Value::Object(mut object) => {
                object.retain(|name, _| !name.starts_with("@odata."));
                object
            }
            _ => Object::new(),
        },
        Err(fault) if matches!(fault.kind, FaultKind::Denied | FaultKind::NotFound | FaultKind::Refused) => {
            Object::from_iter([(UNNAMED.to_owned(), json!(fault.error.message))])
        }
        Err(fault) => return Err(fault.into()),
    };
    object.insert("id".to_owned(), json!(owner));
    object.insert("tenantId".to_owned(), json!(owner));
    Ok(object)
}
