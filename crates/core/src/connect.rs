//! Connecting a tenant: the credential is proved before anything is stored.

use crate::derivation;
use crate::folder::Folder;
use crate::kontor::{Kontor, panicked};
use kontor_model::{AuthKind, Code, Endpoints, Error, Key, Result, Secret, Tenant, TenantId};
use kontor_store::Store;
use std::path::PathBuf;
use std::sync::PoisonError;

/// How a token is got.
pub enum Credential {
    Token(Secret),
    ClientSecret { client_id: String, secret: Secret },
}

/// A tenant to connect.
pub struct Connect {
    pub name: String,
    /// Entra's id or a verified domain, if the admin gave one. What the cloud says must agree.
    pub tenant_id: Option<String>,
    pub endpoints: Endpoints,
    pub credential: Credential,
    pub demo: bool,
}

/// A running demo cloud.
#[derive(Clone, Debug)]
pub struct DemoCloud {
    pub endpoints: Endpoints,
    pub token: Secret,
}

impl Kontor {
    /// Connects a tenant: proves that the credential works and belongs to it, then makes its key and files.
    pub async fn connect(&self, connect: Connect) -> Result<Tenant> {
        let _one_at_a_time = self.0.connecting.lock().await;
        self.connect_alone(connect).await
    }

    async fn connect_alone(&self, connect: Connect) -> Result<Tenant> {
        if self
            .0
            .folder
            .tenants()?
            .iter()
            .any(|tenant| tenant.name.eq_ignore_ascii_case(&connect.name))
        {
            let why = format!(
                "A tenant named {} is connected already. Choose another name, or remove that one first.",
                connect.name
            );
            return Err(Error::new(Code::TenantExists, why));
        }
        let mut tenant = Tenant {
            id: TenantId(self.new_uuid()),
            name: connect.name,
            tenant_id: connect.tenant_id.clone().unwrap_or_default(),
            auth: match connect.credential {
                Credential::Token(_) => AuthKind::Token,
                Credential::ClientSecret { .. } => AuthKind::ClientSecret,
            },
            client_id: match &connect.credential {
                Credential::ClientSecret { client_id, .. } => Some(client_id.clone()),
                Credential::Token(_) => None,
            },
            endpoints: connect.endpoints,
            demo: connect.demo,
        };
        let secret = match connect.credential {
            Credential::Token(secret) | Credential::ClientSecret { secret, .. } => secret,
        };
        let found = self.organisation(&tenant, &secret).await?;
        if connect.tenant_id.is_some_and(|wanted| !found.is(&wanted)) {
            let found = found.id;
            return Err(Error::new(
                Code::WrongTenant,
                format!("The sign-in belongs to another organisation ({found}). Nothing was stored."),
            ));
        }
        tenant.tenant_id = found.id;

        let (here, connected) = (self.clone(), tenant.clone());
        let stored = tokio::task::spawn_blocking(move || here.store_new(&connected, &secret)).await;
        stored.map_err(panicked)??;
        self.tenants_changed();
        Ok(tenant)
    }

    /// Gives the demo tenant the address and token of the demo cloud that runs now.
    pub async fn connect_demo(&self, demo: DemoCloud) -> Result<Tenant> {
        *self.0.demo_running.lock().unwrap_or_else(PoisonError::into_inner) = true;
        let _one_at_a_time = self.0.connecting.lock().await;
        let Some(mut tenant) = self.0.folder.tenants()?.into_iter().find(|tenant| tenant.demo) else {
            let credential = Credential::Token(demo.token);
            let name = "Demo".to_owned();
            return self
                .connect_alone(Connect {
                    name,
                    tenant_id: None,
                    endpoints: demo.endpoints,
                    credential,
                    demo: true,
                })
                .await;
        };
        let session = self.session(tenant.id).await?;
        if tenant.endpoints != demo.endpoints || session.store.token("credential")?.as_ref() != Some(&demo.token) {
            session.store.set_token("credential", Some(&demo.token))?;
            tenant.endpoints = demo.endpoints;
            self.0.folder.save(&tenant)?;
            // What is open still knocks at the old door.
            self.reopen(&session);
        }
        self.tenants_changed();
        Ok(tenant)
    }

    /// The key first: files without a key could never be opened, a key without files harms nobody.
    fn store_new(&self, tenant: &Tenant, secret: &Secret) -> Result<()> {
        let key = self.new_key(tenant)?;
        let store = Store::open(&make_folder(&self.0.folder, tenant)?, &key, &derivation::shapes())?;
        store.set_token("credential", Some(secret))?;
        self.0.folder.save(tenant)
    }

    fn new_key(&self, tenant: &Tenant) -> Result<Key> {
        if let Some(key) = self.0.options.keys.get(tenant.id)? {
            return Ok(key);
        }
        let mut bytes = [0; 32];
        (self.0.options.random)(&mut bytes);
        let key = Key::new(bytes);
        self.0.options.keys.set(tenant.id, &key)?;
        Ok(key)
    }
}

fn make_folder(folder: &Folder, tenant: &Tenant) -> Result<PathBuf> {
    let path = folder.of(tenant.id);
    std::fs::create_dir_all(&path)
        .map_err(|error| Error::new(Code::NotSaved, format!("The tenant's folder cannot be made ({error}).")))?;
    Ok(path)
}
