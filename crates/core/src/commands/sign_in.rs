//! Commands about signing in to tenants.

use super::{Empty, TenantInfo, app};
use crate::sign_in::{Again, How, NewTenant, Prompt};
use crate::{Host, Kontor, Service};
use kontor_cloud::endpoints;
use kontor_model::{Code, Error, Result, Tag, TenantId};
use serde::{Deserialize, Serialize};
use std::sync::PoisonError;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

/// Whom to sign in, where and how.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// A connected tenant, to sign in to it again; what is not given then comes from it.
    pub tenant: Option<TenantId>,
    /// What to call a new one.
    pub name: String,
    /// Entra's id of the organisation or one of its domains; none for that of the account.
    pub tenant_id: Option<String>,
    /// The app registration; none for Microsoft's own public client.
    pub client_id: Option<String>,
    /// `global`, `usgov`, `usgov-high`, `china`, or the path of a `FILE.toml`.
    pub cloud: String,
    pub how: How,
    /// Asks whoever is signed in to a connected tenant for leave to this service as well.
    #[ts(optional)]
    pub service: Option<Service>,
}

/// A sign-in that is under way.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SigningIn {
    /// What the person does now; none while it is being prepared.
    pub prompt: Option<Prompt>,
    /// Ends it.
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) cancel: CancellationToken,
}

/// Signs in, which lasts as long as the person takes. Another one that is under way is ended.
pub(super) async fn sign_in(kontor: &Kontor, host: &dyn Host, input: SignIn) -> Result<TenantInfo> {
    let cancel = kontor.0.stop.child_token();
    if let Some(before) = set(
        kontor,
        Some(SigningIn {
            prompt: None,
            cancel: cancel.clone(),
        }),
    ) {
        before.cancel.cancel();
    }
    let prompt = |prompt: Prompt| {
        if let Prompt::Browser { url } = &prompt {
            host.open_browser(url);
        }
        let cancel = cancel.clone();
        set(
            kontor,
            Some(SigningIn {
                prompt: Some(prompt),
                cancel,
            }),
        );
    };
    let done = async {
        match input.tenant {
            Some(id) => {
                let wanted = match (input.service, input.client_id) {
                    (Some(service), _) => Again::For(service),
                    (None, Some(client_id)) => Again::WithApp(client_id),
                    (None, None) => Again::AsBefore,
                };
                kontor.sign_in_again(id, input.how, wanted, prompt).await?;
                kontor.session(id).await.map(|session| session.tenant.clone())
            }
            None if input.service.is_some() => {
                let why = "Leave for a service is asked for once the tenant is connected.";
                Err(Error::invalid("service", why))
            }
            None if input.name.trim().is_empty() => Err(Error::invalid("name", "The tenant needs a name.")),
            None => {
                let new = NewTenant {
                    name: input.name.trim().to_owned(),
                    tenant_id: input.tenant_id,
                    client_id: input.client_id,
                    endpoints: endpoints::load(&input.cloud)?,
                };
                kontor.sign_in(new, input.how, prompt).await
            }
        }
    };
    let tenant = tokio::select! {
        done = done => done,
        () = cancel.cancelled() => Err(Error::new(Code::Cancelled, "The sign-in was stopped. Nothing was stored.")),
    };
    // Another one may have taken its place.
    if !cancel.is_cancelled() {
        set(kontor, None);
    }
    Ok(app::info(kontor, &tenant?))
}

pub(super) async fn sign_in_state(kontor: &Kontor, _: &dyn Host, _: Empty) -> Result<Option<SigningIn>> {
    Ok(kontor
        .0
        .signing_in
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone())
}

/// Opens the page of the sign-in under way once more, in the system's browser.
pub(super) async fn open_sign_in_page(kontor: &Kontor, host: &dyn Host, input: Empty) -> Result<Empty> {
    let under_way = sign_in_state(kontor, host, input).await?;
    match under_way.and_then(|under_way| under_way.prompt) {
        Some(Prompt::Browser { url: page } | Prompt::Code { address: page, .. }) => host.open_browser(&page),
        None => return Err(Error::new(Code::WrongState, "No sign-in is under way.")),
    }
    Ok(Empty {})
}

pub(super) async fn cancel_sign_in(kontor: &Kontor, _: &dyn Host, _: Empty) -> Result<Empty> {
    if let Some(under_way) = set(kontor, None) {
        under_way.cancel.cancel();
    }
    Ok(Empty {})
}

/// Notes what is under way, and gives what was.
fn set(kontor: &Kontor, now: Option<SigningIn>) -> Option<SigningIn> {
    let before = std::mem::replace(
        &mut *kontor.0.signing_in.lock().unwrap_or_else(PoisonError::into_inner),
        now,
    );
    kontor.tell(None, vec![Tag::SIGN_IN]);
    before
}
