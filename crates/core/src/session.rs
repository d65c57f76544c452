//! One open tenant: its files, its access to the cloud, and what is known of the connection.

use crate::collections::field::{objects, text};
use crate::collections::{COLLECTIONS, Collection, Named};
use crate::derivation::{self, Rules};
use crate::insights::Facts;
use crate::kontor::{Options, Random};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Cloud, Fault, FaultKind, ReadOptions};
use kontor_model::{Api, Clock, Code, Error, Result, Secret, Tenant};
use kontor_store::{CommitSeq, Store};
use serde::Serialize;
use serde_json::Value;
use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::{CancellationToken, DropGuard};
use ts_rs::TS;

/// Once Microsoft has asked for a new sign-in before it takes a change, nothing is sent for so long: it would only ask again.
const SIGN_IN_ASKED_FOR: TimeDelta = TimeDelta::minutes(5);

/// One tenant with its files open. Shared by everything that works on it.
pub struct Session {
    pub tenant: Tenant,
    pub store: Arc<Store>,
    pub cloud: Cloud,
    pub clock: Arc<dyn Clock>,
    pub(crate) random: Random,
    /// Who works here, for the journal: the person at this computer and the program.
    pub(crate) who: String,
    pub(crate) folder: std::path::PathBuf,
    /// What it signs in with. Another process may have stored a newer one.
    pub(crate) credential: Secret,
    /// Keeps other processes from forgetting the tenant.
    _in_use: File,
    /// Wakes the sender: something was queued, or the admin asked.
    pub(crate) nudge: Notify,
    /// Wakes the loop that syncs.
    pub(crate) sync_nudge: Notify,
    /// Ends everything that runs for this tenant.
    pub(crate) stop: CancellationToken,
    /// The facts, and the commit that they are of.
    facts: Mutex<Option<(CommitSeq, Arc<Facts>)>>,
    /// Held by who brings rows up to date.
    refreshing: Mutex<()>,
    live: Mutex<Live>,
    changed: Box<dyn Fn() + Send + Sync>,
    /// Cancelled once nobody has the session any longer and its files are closed.
    pub(crate) gone: CancellationToken,
    /// The last field, since fields are dropped in their order.
    _tells_that_it_is_gone: DropGuard,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Connection {
    /// Nothing was tried yet.
    Unknown,
    Online,
    /// The cloud does not answer.
    Offline,
    /// The admin switched it off.
    WorkOffline,
    SignInNeeded,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub collection: String,
    /// Objects read so far, and how many there are if the server said so.
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number | null")]
    pub total: Option<u64>,
}

/// What only this session has.
pub(crate) struct Own {
    pub folder: std::path::PathBuf,
    pub in_use: File,
    pub credential: Secret,
    /// Ends with Kontor's own.
    pub stop: CancellationToken,
    pub gone: CancellationToken,
}

/// What is true while the program runs and is not stored.
#[derive(Default)]
struct Live {
    connection: Option<(Connection, Option<Error>)>,
    syncing: Option<Progress>,
    /// When, and with what words, a change was refused for want of a new sign-in. Reading may go on meanwhile.
    sign_in_asked: Option<(DateTime<Utc>, Error)>,
    /// What the next sign-in must prove, as the server last asked for it.
    claims: Option<String>,
    /// Work over many objects: how far it has come, and what ends it.
    work: Option<(Option<Progress>, CancellationToken)>,
    /// Ends the sync under way, not the program.
    cancel: Option<CancellationToken>,
    /// The tenant that the token belongs to was compared with the profile.
    verified: bool,
    sync_asked: Option<bool>,
}

impl Session {
    /// `changed` is called when something that is not stored has changed.
    pub(crate) fn new(
        tenant: Tenant,
        store: Arc<Store>,
        cloud: Cloud,
        options: &Options,
        own: Own,
        changed: Box<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self {
            tenant,
            store,
            cloud,
            clock: options.clock.clone(),
            random: options.random.clone(),
            who: options.who.clone(),
            folder: own.folder,
            credential: own.credential,
            _in_use: own.in_use,
            nudge: Notify::new(),
            sync_nudge: Notify::new(),
            stop: own.stop,
            facts: Mutex::default(),
            refreshing: Mutex::default(),
            live: Mutex::default(),
            changed,
            _tells_that_it_is_gone: own.gone.clone().drop_guard(),
            gone: own.gone,
        }
    }

    /// The rules of a collection with the facts of this moment.
    pub fn rules(&self, collection: &'static Collection) -> Result<Rules> {
        Ok(Rules::new(collection, self.facts()?))
    }

    /// The facts of this moment: read again only when a commit, here or elsewhere, has touched what they stand in.
    pub(crate) fn facts(&self) -> Result<Arc<Facts>> {
        let mut known = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        let since = known.as_ref().map(|(since, _)| *since).unwrap_or_default();
        let (now, tags) = self.store.changed_since(since, Duration::ZERO)?;
        let facts = match known.take() {
            Some((_, facts)) if !derivation::are_touched(&tags) => facts,
            _ => Arc::new(derivation::facts(&self.store)?),
        };
        *known = Some((now, facts.clone()));
        Ok(facts)
    }

    /// A collection or a view, by name.
    ///
    /// # Errors
    /// [`Code::Usage`] for an unknown name.
    pub fn named(name: &str) -> Result<Named> {
        Named::find(name).ok_or_else(|| {
            let names: Vec<_> = Named::names().collect();
            Error::new(
                Code::Usage,
                format!("There is no collection {name}. There are: {}.", names.join(", ")),
            )
        })
    }

    /// Brings derived rows up to date with the outbox and with the facts, after another process or a crash may have
    /// left them behind, or the facts have changed.
    pub fn refresh_rows(&self) -> Result<()> {
        // One after the other, each with the facts of its turn: the last one's are those in force.
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let facts = self.facts()?;
        for collection in COLLECTIONS {
            let rules = Rules::new(collection, facts.clone());
            if self.store.is_stale(&rules)? {
                self.store.rederive(&rules)?;
            }
            self.store.reconcile(&rules)?;
        }
        Ok(())
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The token must belong to the tenant of the profile before anything is read or sent.
    ///
    /// # Errors
    /// [`Code::WrongTenant`] when it does not; the fault of the read when it cannot be found out.
    pub async fn verify_tenant(&self, options: &ReadOptions) -> std::result::Result<(), Fault> {
        if self.live().verified {
            return Ok(());
        }
        let found = Organisation::of(&self.cloud, options).await?.id;
        if !found.eq_ignore_ascii_case(&self.tenant.tenant_id) {
            let why = format!(
                "The sign-in belongs to another organisation ({found}) than this tenant ({}). Nothing was read or sent. Sign in with an account of this tenant.",
                self.tenant.tenant_id
            );
            return Err(Fault::from(Error::new(Code::WrongTenant, why)));
        }
        self.live().verified = true;
        Ok(())
    }

    /// Notes what an answer, or its absence, says about the connection.
    pub(crate) fn saw(&self, outcome: std::result::Result<(), &Fault>) {
        let state = match outcome {
            Ok(()) => (Connection::Online, None),
            Err(fault) => match fault.kind {
                FaultKind::Offline | FaultKind::Server | FaultKind::UntrustedTls => {
                    (Connection::Offline, Some(fault.error.clone()))
                }
                FaultKind::SignIn => {
                    self.live().verified = false;
                    self.live().claims.clone_from(&fault.claims);
                    (Connection::SignInNeeded, Some(fault.error.clone()))
                }
                FaultKind::Cancelled => return,
                _ => (Connection::Online, None),
            },
        };
        let before = self.live().connection.replace(state.clone());
        if before.as_ref() != Some(&state) {
            (self.changed)();
            self.nudge.notify_one();
        }
    }

    /// Notes what became of a change: Microsoft wants a new sign-in first, or it took it.
    pub(crate) fn asked_to_sign_in(&self, why: Option<&Fault>) {
        let now = why.map(|fault| (self.now(), fault.error.clone()));
        if let Some(fault) = why {
            self.live().claims.clone_from(&fault.claims);
        }
        let changes = now.is_some();
        let before = std::mem::replace(&mut self.live().sign_in_asked, now);
        if changes || before.is_some() {
            (self.changed)();
        }
    }

    /// What the next sign-in must prove (continuous access evaluation).
    pub(crate) fn claims(&self) -> Option<String> {
        self.live().claims.clone().filter(|claims| !claims.is_empty())
    }

    /// Whether the cloud was last found to answer.
    pub(crate) fn is_reached(&self) -> bool {
        matches!(self.live().connection, Some((Connection::Online, _)))
    }

    /// How the cloud was last found, and why it is not reached.
    pub fn connection(&self) -> Result<(Connection, Option<Error>)> {
        if self.works_offline()? {
            return Ok((Connection::WorkOffline, None));
        }
        if let Some((at, why)) = &self.live().sign_in_asked
            && (self.now() - *at).abs() < SIGN_IN_ASKED_FOR
        {
            return Ok((Connection::SignInNeeded, Some(why.clone())));
        }
        Ok(self.live().connection.clone().unwrap_or((Connection::Unknown, None)))
    }

    /// Whether the admin has switched the network off for this tenant.
    pub fn works_offline(&self) -> Result<bool> {
        Ok(self
            .store
            .setting("work-offline")?
            .and_then(|value| value.as_bool())
            .unwrap_or(false))
    }

    pub fn set_works_offline(&self, offline: bool) -> Result<()> {
        self.store.set_setting("work-offline", &Value::Bool(offline))?;
        if offline {
            self.cancel_sync();
        } else {
            self.ask_sync(false);
        }
        (self.changed)();
        Ok(())
    }

    pub fn progress(&self) -> Option<Progress> {
        self.live().syncing.clone()
    }

    pub(crate) fn set_progress(&self, progress: Option<Progress>) {
        self.live().syncing = progress;
        (self.changed)();
    }

    /// How far work over many objects has come.
    pub fn work(&self) -> Option<Progress> {
        self.live().work.as_ref().and_then(|(progress, _)| progress.clone())
    }

    pub(crate) fn set_work(&self, work: Option<(Option<Progress>, CancellationToken)>) {
        let told = |work: &Option<(Option<Progress>, _)>| work.as_ref().is_some_and(|(progress, _)| progress.is_some());
        let shows = told(&work);
        let before = std::mem::replace(&mut self.live().work, work);
        if shows || told(&before) {
            (self.changed)();
        }
    }

    /// Stops it. Nothing of it was stored.
    pub fn cancel_work(&self) {
        if let Some((_, cancel)) = &self.live().work {
            cancel.cancel();
        }
    }

    /// A token that ends with the tenant's own, and by [`Session::cancel_sync`].
    pub(crate) fn begin_cancellable(&self) -> CancellationToken {
        let token = self.stop.child_token();
        self.live().cancel = Some(token.clone());
        token
    }

    /// Stops the sync under way. What was stored stays; the next sync goes on from there.
    pub fn cancel_sync(&self) {
        if let Some(token) = self.live().cancel.take() {
            token.cancel();
        }
    }

    /// Asks the background loop for a sync now.
    pub fn ask_sync(&self, full: bool) {
        let mut live = self.live();
        // A full one that was asked for is not forgotten over a plain one.
        live.sync_asked = Some(full || live.sync_asked == Some(true));
        drop(live);
        self.sync_nudge.notify_one();
    }

    pub(crate) fn take_asked(&self) -> Option<bool> {
        self.live().sync_asked.take()
    }

    /// Nothing that panicked while holding this could have left it half written: each change is one assignment.
    fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The organisation that a token belongs to.
pub(crate) struct Organisation {
    pub id: String,
    /// Every verified domain.
    domains: Vec<String>,
}

impl Organisation {
    /// Asks the cloud.
    pub async fn of(cloud: &Cloud, options: &ReadOptions) -> std::result::Result<Self, Fault> {
        let path = "/v1.0/organization?$select=id,verifiedDomains";
        let page = cloud.page(Api::Graph, path, options).await?;
        let named = page
            .items
            .first()
            .and_then(|organization| Some((text(organization, "id")?, organization)));
        let (id, organization) =
            named.ok_or_else(|| Fault::from(Error::new(Code::Malformed, "Microsoft named no organisation.")))?;
        let domains = objects(organization, "verifiedDomains").filter_map(|domain| text(domain, "name"));
        Ok(Self {
            id,
            domains: domains.collect(),
        })
    }

    /// Whether `wanted`, an id or a domain, names it.
    pub fn is(&self, wanted: &str) -> bool {
        let mut names = std::iter::once(&self.id).chain(&self.domains);
        names.any(|name| name.eq_ignore_ascii_case(wanted))
    }
}
