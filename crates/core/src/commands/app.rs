//! Commands about the program itself: tenants, settings, the demo.

use crate::folder::Settings;
use crate::lock::LockSettings;
use crate::sign_in::GRAPH_COMMAND_LINE_TOOLS;
use crate::{Host, Kontor};
use kontor_model::{AuthKind, Result, Tag, Tenant, TenantId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Nothing goes in, or nothing comes out.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct Empty {}

/// What the window needs to draw its frame.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    pub version: String,
    pub tenants: Vec<TenantInfo>,
    pub settings: Settings,
    /// The id of Microsoft's own public client, which signs people in who have no app registration.
    pub shared_app: &'static str,
    /// Nothing is shown, and no tenant is named here, until the passphrase is typed.
    pub locked: bool,
    /// How it locks; none where no passphrase was chosen.
    pub lock: Option<LockSettings>,
    /// The system asks the person for the keychain's password; until it is given, tenants whose files are not open wait.
    pub keychain_asks: bool,
}

/// A connected tenant.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantInfo {
    pub id: TenantId,
    pub name: String,
    /// Entra's id of the organisation.
    pub tenant_id: String,
    /// How Kontor gets its access tokens.
    pub auth: AuthKind,
    /// The app registration that it signs in to; none for a token.
    pub client_id: Option<String>,
    pub demo: bool,
    /// Whether the demo cloud is switched on; always true for a real tenant.
    pub demo_cloud_running: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetDemoCloud {
    pub running: bool,
}

pub(super) async fn state(kontor: &Kontor, _: &dyn Host, _: Empty) -> Result<AppState> {
    let locked = kontor.is_locked();
    let tenants = if locked { Vec::new() } else { kontor.folder().tenants()? };
    Ok(AppState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        tenants: tenants.iter().map(|tenant| info(kontor, tenant)).collect(),
        settings: kontor.folder().settings()?,
        shared_app: GRAPH_COMMAND_LINE_TOOLS,
        locked,
        lock: kontor.lock_settings()?,
        keychain_asks: kontor.keychain_asks(),
    })
}

pub(super) async fn save_settings(kontor: &Kontor, _: &dyn Host, settings: Settings) -> Result<Empty> {
    kontor.folder().save_settings(&settings)?;
    kontor.apply_language().await?;
    kontor.tell(None, vec![Tag::SETTINGS]);
    Ok(Empty {})
}

pub(super) async fn open_demo(kontor: &Kontor, host: &dyn Host, _: Empty) -> Result<TenantInfo> {
    let tenant = kontor.connect_demo(host.start_demo().await?).await?;
    Ok(info(kontor, &tenant))
}

pub(super) async fn set_demo_cloud(kontor: &Kontor, host: &dyn Host, input: SetDemoCloud) -> Result<Empty> {
    if input.running {
        let tenant = kontor.connect_demo(host.start_demo().await?).await?;
        kontor.session(tenant.id).await?.ask_sync(false);
    } else {
        host.stop_demo().await?;
        kontor.demo_stopped();
    }
    Ok(Empty {})
}

pub(super) fn info(kontor: &Kontor, tenant: &Tenant) -> TenantInfo {
    TenantInfo {
        id: tenant.id,
        name: tenant.name.clone(),
        tenant_id: tenant.tenant_id.clone(),
        auth: tenant.auth,
        client_id: tenant.client_id.clone(),
        demo: tenant.demo,
        demo_cloud_running: !tenant.demo || kontor.demo_is_running(),
    }
}

/// A page of Microsoft's by its name.
#[derive(Debug, Serialize, TS)]
pub struct NamedPage {
    pub name: &'static str,
    pub address: &'static str,
    /// One of the admin centers, or where licences are bought.
    pub center: bool,
}

pub(super) async fn pages(_: &Kontor, _: &dyn Host, _: Empty) -> Result<Vec<NamedPage>> {
    let page = |center| move |(name, address): &(&'static str, &'static str)| NamedPage { name, address, center };
    let centers = crate::pages::NAMED.iter().map(page(true));
    Ok(centers.chain(crate::pages::ELSEWHERE.iter().map(page(false))).collect())
}
