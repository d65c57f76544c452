//! A partner's customers: who they are, and connecting one by what it delegates (GDAP). Each is a tenant of its own, with its
//! own key, files and refresh token: what becomes of one harms no other.

use crate::collections::delegated_admin_relationships::delegated_roles;
use crate::collections::field::{parse_time, text};
use crate::connect::{Connect, Credential};
use crate::kontor::{Kontor, SOMEBODY_WAITS};
use crate::service::Service;
use crate::session::Session;
use crate::sign_in::{NewRefresh, SIGNED_IN};
use chrono::{DateTime, Utc};
use kontor_cloud::{Delegated, ReadOptions, Tokens};
use kontor_model::{Api, AuthKind, Code, Error, Object, Result, Tenant, TenantId};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use ts_rs::TS;
use uuid::Uuid;

/// An organisation that delegates, or has delegated, roles to a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Entra's id of the organisation.
    pub tenant_id: String,
    pub name: String,
    /// The tenant that it is connected as.
    pub connected: Option<TenantId>,
    /// What is delegated now; a role that is not known here goes by its id.
    pub roles: Vec<String>,
    /// When the last of the relationships that hold now ends.
    pub ends: Option<DateTime<Utc>>,
}

impl Kontor {
    /// The customers of a partner, as Microsoft names them now.
    ///
    /// # Errors
    /// [`Code::Denied`] without leave to read them (see [`Service::Customers`]); [`Code::RoleMissing`] when there is leave and
    /// the account may not all the same; those of [`Kontor::session`].
    pub async fn customers(&self, partner: TenantId) -> Result<Vec<Customer>> {
        let session = self.session(partner).await?;
        let customers = list(&session, "delegatedAdminCustomers").await?;
        let relationships = list(&session, "delegatedAdminRelationships").await?;
        let tenants = self.0.folder.tenants()?;
        let read = |customer: &Object| {
            let tenant_id = text(customer, "tenantId").or_else(|| text(customer, "id"))?;
            let is_theirs = |one: &&Object| {
                let theirs = one.get("customer").and_then(|customer| customer["tenantId"].as_str());
                let active = text(one, "status").is_some_and(|status| status.eq_ignore_ascii_case("active"));
                active && theirs.is_some_and(|id| id.eq_ignore_ascii_case(&tenant_id))
            };
            let held: Vec<&Object> = relationships.iter().filter(is_theirs).collect();
            let mut roles: Vec<String> = held.iter().flat_map(|one| delegated_roles(one)).collect();
            roles.sort_unstable();
            roles.dedup();
            let ends = held.iter().filter_map(|one| parse_time(&text(one, "endDateTime")?));
            Some(Customer {
                name: text(customer, "displayName").unwrap_or_else(|| tenant_id.clone()),
                connected: connected(&tenants, &tenant_id).map(|tenant| tenant.id),
                roles,
                ends: ends.max(),
                tenant_id,
            })
        };
        Ok(customers.iter().filter_map(read).collect())
    }

    /// Connects a customer with the sign-in of the person at the partner. `customer` is Entra's id of its organisation.
    ///
    /// # Errors
    /// [`Code::Denied`] when the app has no consent there; [`Code::SignInNeeded`] when nothing is delegated;
    /// [`Code::TenantExists`]; what [`Kontor::connect`] says.
    pub async fn connect_customer(&self, partner: TenantId, customer: &str, name: &str) -> Result<Tenant> {
        self.is_free(name)?;
        if Uuid::parse_str(customer).is_err() {
            let why = "A customer is named by Entra's id of its organisation, as the list of customers has it.";
            return Err(Error::invalid("tenantId", why));
        }
        if let Some(tenant) = connected(&self.0.folder.tenants()?, customer) {
            let why = format!("This organisation is connected already, as {}.", tenant.name);
            return Err(Error::new(Code::TenantExists, why));
        }
        let session = self.session(partner).await?;
        let home = &session.tenant;
        let refresh = session.store.token("refresh")?;
        let (AuthKind::Browser | AuthKind::DeviceCode, Some(refresh)) = (home.auth, refresh) else {
            let why = format!(
                "A customer is reached by a person who is signed in to the partner; nobody is, to {}.",
                home.name
            );
            return Err(Error::new(Code::WrongState, why));
        };
        let there = self.entra(&home.endpoints, customer, home.client_id.as_deref())?;
        let given = Arc::new(NewRefresh::new(Some(refresh.clone())));
        let tokens = Delegated::new(there, home.endpoints.clone(), given);
        tokens
            .bearer(Api::Graph, None)
            .await
            .map_err(|error| no_consent(error, name))?;
        let who = session.store.setting(SIGNED_IN)?.unwrap_or_default();
        // What is granted at home says nothing of what is granted there.
        let who = json!({
            "userPrincipalName": who["userPrincipalName"], "displayName": who["displayName"], "id": who["id"],
        });
        self.connect(Connect {
            name: name.to_owned(),
            tenant_id: Some(customer.to_owned()),
            endpoints: home.endpoints.clone(),
            credential: Credential::Delegated {
                how: home.auth,
                client_id: home.client_id.clone().unwrap_or_default(),
                refresh,
                who,
            },
            demo: false,
        })
        .await
    }
}

fn connected<'a>(tenants: &'a [Tenant], tenant_id: &str) -> Option<&'a Tenant> {
    tenants
        .iter()
        .find(|tenant| tenant.tenant_id.eq_ignore_ascii_case(tenant_id))
}

/// Every page of a list about the partner's customers.
async fn list(session: &Session, name: &str) -> Result<Vec<Object>> {
    let options = ReadOptions {
        patience: SOMEBODY_WAITS,
        ..ReadOptions::default()
    };
    let mut all = Vec::new();
    let mut next = Some(format!("/v1.0/tenantRelationships/{name}"));
    while let Some(here) = next {
        let page = session.cloud.page(Api::Graph, &here, &options).await;
        let page = match page {
            Ok(page) => page,
            Err(fault) => return Err(unread(session, fault.error)?),
        };
        all.extend(page.items);
        next = page.next_link;
    }
    Ok(all)
}

/// Who has given leave and is refused lacks a role, unless it is Entra that says that the leave is gone.
fn unread(session: &Session, error: Error) -> Result<Error> {
    let is_entras = error
        .server_code
        .as_ref()
        .is_some_and(|code| code.starts_with("AADSTS"));
    Ok(match error.code {
        Code::Denied if !is_entras && Service::Customers.is_given(session)? => no_role(error),
        Code::Denied => no_leave(error),
        _ => error,
    })
}

fn no_leave(error: Error) -> Error {
    Error {
        message: format!(
            "{} Leave to read a partner's customers is asked for on its own: sign in for customers.",
            error.message
        ),
        ..error
    }
}

fn no_role(error: Error) -> Error {
    Error {
        code: Code::RoleMissing,
        message: format!(
            "Leave was given, but the account may not read the partner's customers. It needs the role Admin agent in Partner Center: have it assigned there, then try again. {}",
            error.message
        ),
        ..error
    }
}

fn no_consent(error: Error, name: &str) -> Error {
    match error.code {
        Code::Denied => Error {
            message: format!(
                "{name} has not agreed to this app. An administrator there must agree to it once, or the partner does so for its customer in Partner Center; then connect it again. Microsoft said: {}",
                error.message
            ),
            ..error
        },
        _ => error,
    }
}
