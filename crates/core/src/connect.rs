//! Connecting a tenant: the credential is proved before anything is stored.

use crate::derivation;
use crate::folder::Folder;
use crate::kontor::{Kontor, panicked};
use crate::sign_in::{self, NewRefresh, SIGNED_IN};
use kontor_cloud::{RefreshToken, SignedIn};
use kontor_model::{AuthKind, Code, Endpoints, Error, Key, Result, Secret, Tenant, TenantId};
use kontor_store::Store;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

/// How a token is got.
pub enum Credential {
    Token(Secret),
    ClientSecret {
        client_id: String,
        secret: Secret,
    },
    /// The certificate and its private key, as PEM.
    ClientCertificate {
        client_id: String,
        pem: Secret,
    },
    /// A person has signed in to this app.
    SignedIn {
        how: AuthKind,
        client_id: String,
        signed_in: SignedIn,
    },
    /// A person who has signed in elsewhere, where this organisation delegates to.
    Delegated {
        how: AuthKind,
        client_id: String,
        refresh: Secret,
        /// Who it is, as it is noted of a sign-in.
        who: Value,
    },
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

    /// # Errors
    /// [`Code::TenantExists`] when a tenant has that name.
    pub(crate) fn is_free(&self, name: &str) -> Result<()> {
        let tenants = self.0.folder.tenants()?;
        if tenants.iter().any(|tenant| tenant.name.eq_ignore_ascii_case(name)) {
            let why =
                format!("A tenant named {name} is connected already. Choose another name, or remove that one first.");
            return Err(Error::new(Code::TenantExists, why));
        }
        Ok(())
    }

    async fn connect_alone(&self, connect: Connect) -> Result<Tenant> {
        self.is_free(&connect.name)?;
        let mut refresh = None;
        let mut delegate = None;
        let (auth, client_id, secret, person) = match connect.credential {
            Credential::Token(secret) => (AuthKind::Token, None, secret, None),
            Credential::ClientSecret { client_id, secret } => (AuthKind::ClientSecret, Some(client_id), secret, None),
            Credential::ClientCertificate { client_id, pem } => {
                (AuthKind::ClientCertificate, Some(client_id), pem, None)
            }
            Credential::SignedIn {
                how,
                client_id,
                signed_in,
            } => {
                refresh = Some(signed_in.refresh.clone());
                (how, Some(client_id), self.new_mark(), Some(signed_in))
            }
            Credential::Delegated {
                how,
                client_id,
                refresh: at_home,
                who,
            } => {
                (refresh, delegate) = (Some(at_home), Some(who));
                (how, Some(client_id), self.new_mark(), None)
            }
        };
        let signed_in_to = person.as_ref().map(|person| person.person.tenant_id.clone());
        let mut tenant = Tenant {
            id: TenantId(self.new_uuid()),
            name: connect.name,
            tenant_id: signed_in_to
                .clone()
                .or_else(|| connect.tenant_id.clone())
                .unwrap_or_default(),
            auth,
            client_id,
            endpoints: connect.endpoints,
            demo: connect.demo,
        };
        let refresh = Arc::new(NewRefresh::new(refresh));
        let found = self.organisation(&tenant, &secret, refresh.clone()).await?;
        let mut wanted = connect.tenant_id.iter().chain(&signed_in_to);
        if wanted.any(|wanted| !found.is(wanted)) {
            let found = found.id;
            return Err(Error::new(
                Code::WrongTenant,
                format!("The sign-in belongs to another organisation ({found}). Nothing was stored."),
            ));
        }
        tenant.tenant_id = found.id;

        let (here, connected) = (self.clone(), tenant.clone());
        let stored = tokio::task::spawn_blocking(move || {
            let store = here.store_new(&connected)?;
            if let Some(signed_in) = &person {
                sign_in::keep(&store, signed_in, None, &*refresh)?;
            }
            if let Some(who) = &delegate {
                store.set_token("refresh", refresh.get()?.as_ref())?;
                store.set_setting(SIGNED_IN, who)?;
            }
            store.set_token("credential", Some(&secret))?;
            here.0.folder.save(&connected)
        });
        let stored = stored.await;
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
    fn store_new(&self, tenant: &Tenant) -> Result<Store> {
        let key = self.new_key(tenant)?;
        Store::open(&make_folder(&self.0.folder, tenant)?, &key, &derivation::shapes())
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
