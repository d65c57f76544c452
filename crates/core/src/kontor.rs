//! Kontor as a whole: the connected tenants, opened when they are first needed.

use crate::background;
use crate::collections::COLLECTIONS;
use crate::commands::SigningIn;
use crate::derivation;
use crate::folder::Folder;
use crate::host::Host;
use crate::lock::Locking;
use crate::session::{Organisation, Own, Session};
use crate::sign_in::{SIGNED_IN, StoredRefresh};
use crate::text::Language;
use kontor_cloud::{
    Application, Cloud, Delegated, Entra, Proof, ReadOptions, RefreshToken, TokenGiven, Tokens, Transport,
};
use kontor_model::{AuthKind, Clock, Code, Endpoints, Error, Result, Secret, Tag, Tenant, TenantId};
use kontor_secrets::KeyStore;
use kontor_store::Store;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinError;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long the cloud may stay silent before a person who waits is told so.
pub(crate) const SOMEBODY_WAITS: Duration = Duration::from_secs(15);

/// Fills a buffer with bytes that nobody can guess.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Opens the way to a cloud.
pub type Connector = Arc<dyn Fn(&Endpoints) -> Result<Arc<dyn Transport>> + Send + Sync>;

/// What a host provides. Everything that is not a rule comes in here, so that a test can drive it.
pub struct Options {
    pub data_dir: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub keys: Arc<dyn KeyStore>,
    pub random: Random,
    pub transport: Connector,
    /// Who works with it, for the journal: the person at this computer and the program.
    pub who: String,
    /// The language of the operating system, for those who did not choose one. None leaves the order of names as the
    /// window last had it.
    pub system_language: Option<Language>,
}

/// Something has changed, so that what was read with these tags is stale.
#[derive(Clone, Debug)]
pub struct Changed {
    pub tenant: Option<TenantId>,
    pub tags: Vec<Tag>,
}

/// The program's state. Cheap to clone.
#[derive(Clone)]
pub struct Kontor(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub options: Options,
    pub folder: Folder,
    pub sessions: Mutex<HashMap<TenantId, Arc<Session>>>,
    pub events: broadcast::Sender<Changed>,
    /// Counts the changes of the list of tenants, and what was opened of it; the background loop follows it.
    pub tenants: watch::Sender<u64>,
    /// Ends all that runs.
    pub stop: CancellationToken,
    pub demo_running: Mutex<bool>,
    /// Held while a tenant is connected, so that no name and no demo is there twice.
    pub connecting: tokio::sync::Mutex<()>,
    /// The sign-in that a window waits for.
    pub signing_in: Mutex<Option<SigningIn>>,
    /// Tenants that are being removed.
    pub leaving: Mutex<HashSet<TenantId>>,
    pub locking: Mutex<Locking>,
    /// How many wait for a keychain that asks the person first.
    pub asking: AtomicUsize,
}

impl Kontor {
    /// Opens the data folder. No tenant's file is touched yet.
    pub fn open(options: Options) -> Result<Self> {
        let folder = Folder::open(options.data_dir.clone())?;
        let (events, _) = broadcast::channel(256);
        let sessions = Mutex::default();
        Ok(Self(Arc::new(Inner {
            options,
            folder,
            sessions,
            events,
            tenants: watch::Sender::new(0),
            stop: CancellationToken::new(),
            demo_running: Mutex::new(false),
            connecting: tokio::sync::Mutex::default(),
            signing_in: Mutex::default(),
            leaving: Mutex::default(),
            locking: Mutex::default(),
            asking: AtomicUsize::default(),
        })))
    }

    /// Everything that changes from now on.
    pub fn events(&self) -> broadcast::Receiver<Changed> {
        self.0.events.subscribe()
    }

    pub fn folder(&self) -> &Folder {
        &self.0.folder
    }

    /// Runs what goes on by itself (sync, outbox, alerts) until [`Kontor::stop`], and returns when all of it has come to rest.
    pub async fn run(&self, host: Arc<dyn Host>) {
        background::run(self.clone(), host).await;
    }

    /// Ends everything that runs, at the next point where nothing is half done; [`Kontor::run`] then returns.
    pub fn stop(&self) {
        // What another program holds is deleted at the next start.
        let _ = self.delete_opened();
        self.0.stop.cancel();
        for session in self.lock_sessions().values() {
            session.stop.cancel();
        }
    }

    /// The open tenant, opening its files if need be.
    ///
    /// # Errors
    /// [`Code::TenantUnknown`], [`Code::KeyMissing`], [`Code::KeychainUnavailable`], and what the store says of its files.
    /// [`Code::Locked`] while nothing may be read. Each can be tried again without a restart.
    pub async fn session(&self, id: TenantId) -> Result<Arc<Session>> {
        self.may_open(id)?;
        if let Some(session) = self.lock_sessions().get(&id) {
            return Ok(session.clone());
        }
        // A keychain may ask the person, and opening may derive rows again: neither belongs on a runtime's worker.
        let here = self.clone();
        let opened = tokio::task::spawn_blocking(move || here.open_session(id)).await;
        let session = opened.map_err(panicked)??;
        let session = {
            let mut sessions = self.lock_sessions();
            // It may have been closed for good while its files were opened.
            self.may_open(id)?;
            sessions.entry(id).or_insert(session).clone()
        };
        self.0.tenants.send_modify(|count| *count += 1);
        Ok(session)
    }

    fn open_session(&self, id: TenantId) -> Result<Arc<Session>> {
        let tenant = self.0.folder.tenants()?.into_iter().find(|tenant| tenant.id == id);
        let tenant = tenant.ok_or_else(|| Error::new(Code::TenantUnknown, "That tenant is not connected."))?;
        let in_use = self.0.folder.enter(id)?;
        let store = self.open_store(id)?;
        let session = Arc::new(self.assemble(tenant, store, in_use)?);
        session.refresh_rows()?;
        Ok(session)
    }

    pub(crate) fn open_store(&self, id: TenantId) -> Result<Store> {
        let key = self.key(id)?.ok_or_else(|| {
            let why = "The key of this tenant's files is not in the keychain. Restore the keychain, or set KONTOR_KEY; the files stay as they are.";
            Error::new(Code::KeyMissing, why)
        })?;
        Store::open(&self.0.folder.of(id), &key, &derivation::shapes())
    }

    /// The tenant that a person named; the only one when no name is given.
    pub fn find(&self, name: Option<&str>) -> Result<Tenant> {
        let mut tenants = self.0.folder.tenants()?;
        match name {
            Some(name) => tenants
                .into_iter()
                .find(|tenant| tenant.name.eq_ignore_ascii_case(name))
                .ok_or_else(|| {
                    Error::new(
                        Code::TenantUnknown,
                        format!("No tenant named {name} is connected. See `kontor tenant list`."),
                    )
                }),
            None if tenants.len() == 1 => Ok(tenants.remove(0)),
            None if tenants.is_empty() => Err(Error::new(
                Code::TenantUnknown,
                "No tenant is connected. Connect one with `kontor tenant add NAME`.",
            )),
            None => Err(Error::new(
                Code::Usage,
                "Several tenants are connected. Say which with --tenant NAME.",
            )),
        }
    }

    /// The open tenant, with another credential of the same kind than the stored one. It is proved before it is stored.
    ///
    /// # Errors
    /// Those of [`Kontor::session`]; [`Code::WrongTenant`] when the credential belongs elsewhere; what the cloud says.
    pub async fn renew(&self, id: TenantId, secret: Secret) -> Result<Arc<Session>> {
        let session = self.session(id).await?;
        if session.store.token("credential")?.as_ref() == Some(&secret) {
            return Ok(session);
        }
        let refresh = Arc::new(StoredRefresh(session.store.clone()));
        let found = self.organisation(&session.tenant, &secret, refresh).await?.id;
        if !found.eq_ignore_ascii_case(&session.tenant.tenant_id) {
            let why = format!("The sign-in belongs to another organisation ({found}). The stored one was kept.");
            return Err(Error::new(Code::WrongTenant, why));
        }
        session.store.set_token("credential", Some(&secret))?;
        // It may be somebody else's.
        session.store.set_setting(SIGNED_IN, &Value::Null)?;
        self.reopen(&session);
        self.session(id).await
    }

    /// Ends a session that signs in with what is stored no longer; another takes its place when it is needed.
    pub(crate) fn reopen(&self, session: &Arc<Session>) {
        let mut sessions = self.lock_sessions();
        if sessions
            .get(&session.tenant.id)
            .is_some_and(|open| Arc::ptr_eq(open, session))
        {
            sessions.remove(&session.tenant.id);
        }
        drop(sessions);
        session.stop.cancel();
        // The background loop opens it again.
        self.0.tenants.send_modify(|count| *count += 1);
    }

    /// The organisation that a credential belongs to, as the cloud says.
    pub(crate) async fn organisation(
        &self,
        tenant: &Tenant,
        secret: &Secret,
        refresh: Arc<dyn RefreshToken>,
    ) -> Result<Organisation> {
        let tokens = self.tokens_from(tenant, secret.clone(), refresh)?;
        let options = ReadOptions {
            patience: SOMEBODY_WAITS,
            ..ReadOptions::default()
        };
        let found = Organisation::of(&self.cloud(tenant, tokens)?, &options).await;
        found.map_err(|fault| fault.error)
    }

    pub(crate) fn demo_is_running(&self) -> bool {
        *self.0.demo_running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn demo_stopped(&self) {
        *self.0.demo_running.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.tell(None, vec![Tag::TENANTS]);
    }

    /// The language to speak: the person's choice, or the operating system's, or English.
    pub fn locale(&self) -> Result<Language> {
        Ok(self
            .0
            .folder
            .settings()?
            .language
            .or(self.0.options.system_language)
            .unwrap_or(Language::En))
    }

    /// Names sort as the language does: open tenants follow a change of it.
    pub(crate) async fn apply_language(&self) -> Result<()> {
        let locale = serde_json::json!(self.locale()?);
        let sessions: Vec<_> = self.lock_sessions().values().cloned().collect();
        // Every name of a large tenant sorts anew: meanwhile the other commands go on.
        let applied = tokio::task::spawn_blocking(move || {
            let mut followed = Vec::new();
            for session in sessions {
                if session.store.setting("locale")?.as_ref() != Some(&locale) {
                    session.store.set_setting("locale", &locale)?;
                    session.refresh_rows()?;
                    followed.push(session.tenant.id);
                }
            }
            Ok::<_, Error>(followed)
        });
        // Told here too, so that whoever hears of the new language has heard before that the names have followed.
        for tenant in applied.await.map_err(panicked)?? {
            let names = COLLECTIONS.iter().map(|collection| Tag::collection(collection.name));
            self.tell(Some(tenant), names.collect());
        }
        Ok(())
    }

    pub(crate) fn tell(&self, tenant: Option<TenantId>, tags: Vec<Tag>) {
        // Nobody listening is no fault.
        let _ = self.0.events.send(Changed { tenant, tags });
    }

    pub(crate) fn tenants_changed(&self) {
        self.0.tenants.send_modify(|count| *count += 1);
        self.tell(None, vec![Tag::TENANTS]);
    }

    pub(crate) fn lock_sessions(&self) -> std::sync::MutexGuard<'_, HashMap<TenantId, Arc<Session>>> {
        self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn new_uuid(&self) -> Uuid {
        new_uuid(&*self.0.options.random)
    }

    /// `refresh` is where a person's sign-in is kept; nothing else asks for it.
    fn tokens_from(&self, tenant: &Tenant, secret: Secret, refresh: Arc<dyn RefreshToken>) -> Result<Arc<dyn Tokens>> {
        let entra = self.entra(&tenant.endpoints, &tenant.tenant_id, tenant.client_id.as_deref())?;
        let endpoints = tenant.endpoints.clone();
        Ok(match tenant.auth {
            AuthKind::Browser | AuthKind::DeviceCode => Arc::new(Delegated::new(entra, endpoints, refresh)),
            AuthKind::Token => Arc::new(TokenGiven::new(secret)),
            AuthKind::ClientSecret => Arc::new(Application::new(entra, endpoints, Proof::Secret(secret))),
            AuthKind::ClientCertificate => Arc::new(Application::new(entra, endpoints, Proof::Certificate(secret))),
        })
    }

    pub(crate) fn entra(&self, endpoints: &Endpoints, tenant: &str, client_id: Option<&str>) -> Result<Entra> {
        Ok(Entra::new(
            endpoints,
            tenant,
            client_id.unwrap_or_default(),
            (self.0.options.transport)(endpoints)?,
            self.0.options.clock.clone(),
            self.seed(),
        ))
    }

    fn cloud(&self, tenant: &Tenant, tokens: Arc<dyn Tokens>) -> Result<Cloud> {
        let transport = (self.0.options.transport)(&tenant.endpoints)?;
        Ok(Cloud::new(
            tenant.endpoints.clone(),
            transport,
            tokens,
            self.0.options.clock.clone(),
            self.seed(),
        ))
    }

    fn assemble(&self, tenant: Tenant, store: Store, in_use: File) -> Result<Session> {
        let credential = store.token("credential")?.ok_or_else(|| {
            let why = "No credential is stored for this tenant. Remove it and add it again.";
            Error::new(Code::SignInNeeded, why)
        })?;
        if let Some(language) = self.0.folder.settings()?.language.or(self.0.options.system_language) {
            store.set_setting("locale", &serde_json::json!(language))?;
        }
        let store = Arc::new(store);
        let refresh = Arc::new(StoredRefresh(store.clone()));
        let cloud = self.cloud(&tenant, self.tokens_from(&tenant, credential.clone(), refresh)?)?;
        let (id, kontor) = (tenant.id, Arc::downgrade(&self.0));
        let changed = Box::new(move || {
            if let Some(inner) = kontor.upgrade() {
                Kontor(inner).tell(Some(id), vec![Tag::STATUS]);
            }
        });
        let own = Own {
            folder: self.0.folder.of(id),
            in_use,
            credential,
            stop: self.0.stop.child_token(),
            gone: CancellationToken::new(),
        };
        Ok(Session::new(tenant, store, cloud, &self.0.options, own, changed))
    }

    fn seed(&self) -> u64 {
        let mut bytes = [0; 8];
        (self.0.options.random)(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

/// What is told of a panic in a task: nothing of its text, which may quote what it stumbled over.
pub(crate) fn panicked(_: JoinError) -> Error {
    Error::new(
        Code::Internal,
        "Kontor made a mistake and could not do this. Nothing stored is harmed.",
    )
}

/// A random (version 4) UUID from the given source.
pub(crate) fn new_uuid(random: &(dyn Fn(&mut [u8]) + Send + Sync)) -> Uuid {
    let mut bytes = [0; 16];
    random(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
