//! The data folder: one folder a tenant with its profile and its two encrypted files, and this person's settings.

use crate::lock::StoredLock;
use crate::text::Language;
use kontor_model::{Code, Error, Result, Tenant, TenantId};
use kontor_store::private;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fs::{self, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};
use ts_rs::TS;

/// The copy of a tenant's own root certificate, in its folder.
const CA: &str = "ca.pem";
const PROFILE: &str = "tenant.json";
const LOCK: &str = "lock.json";

/// Settings of this person on this machine. `None` follows the operating system.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    pub language: Option<Language>,
    pub theme: Option<Theme>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    Light,
    Dark,
    HighContrast,
}

/// Where Kontor keeps its files. Readable by its owner only.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder if it is not there. What an older version, or a copy from another machine, left readable for others
    /// is narrowed to its owner.
    ///
    /// # Errors
    /// [`Code::NotSaved`] when it cannot be made, [`Code::NotPrivate`] when it cannot be kept from others.
    pub fn open(path: PathBuf) -> Result<Self> {
        let tenants = path.join("tenants");
        private::make_folder(&path).map_err(not_saved)?;
        private::keep_folder(&path)?;
        private::make_folder(&tenants).map_err(not_saved)?;
        private::keep_all(&tenants)?;
        Ok(Self(path))
    }

    /// Where the files of a tenant are.
    pub fn of(&self, tenant: TenantId) -> PathBuf {
        self.0.join("tenants").join(tenant.0.to_string())
    }

    /// Every connected tenant, by name. A profile that cannot be read is an error: it is never passed over.
    pub fn tenants(&self) -> Result<Vec<Tenant>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.0.join("tenants")).map_err(unreadable)? {
            let folder = entry.map_err(unreadable)?.path();
            let profile = folder.join(PROFILE);
            if profile.exists() {
                let mut tenant: Tenant = read_json(&profile)?;
                tenant.endpoints.ca = tenant.endpoints.ca.map(|ca| folder.join(ca));
                found.push(tenant);
            }
        }
        found.sort_by_key(|tenant: &Tenant| tenant.name.to_lowercase());
        Ok(found)
    }

    /// Writes the profile. The root certificate it names is copied beside it: the file it came from may go, and the data
    /// folder may move.
    pub fn save(&self, tenant: &Tenant) -> Result<()> {
        let folder = self.of(tenant.id);
        private::make_folder(&folder).map_err(not_saved)?;
        let mut tenant = tenant.clone();
        if let Some(ca) = &mut tenant.endpoints.ca {
            let pem = fs::read(&*ca)
                .map_err(|error| Error::invalid("ca", format!("{} cannot be read: {error}.", ca.display())))?;
            write(&folder.join(CA), &pem)?;
            *ca = CA.into();
        }
        write_json(&folder.join(PROFILE), &tenant)
    }

    /// Marks the tenant as open, as long as the file is held. Many may hold it.
    ///
    /// # Errors
    /// [`Code::TenantUnknown`] when it was forgotten meanwhile, [`Code::Busy`] while that is done.
    pub(crate) fn enter(&self, tenant: TenantId) -> Result<fs::File> {
        let in_use = self.in_use(tenant)?;
        match in_use.try_lock_shared() {
            Ok(()) if self.of(tenant).join(PROFILE).exists() => Ok(in_use),
            Ok(()) => Err(unknown()),
            Err(TryLockError::WouldBlock) => Err(Error::new(Code::Busy, "Another Kontor is removing this tenant.")),
            Err(TryLockError::Error(error)) => Err(not_saved(error)),
        }
    }

    /// Marks the tenant as open to nobody else, as long as the file is held.
    ///
    /// # Errors
    /// [`Code::Busy`] while somebody has it open.
    pub(crate) fn enter_alone(&self, tenant: TenantId) -> Result<fs::File> {
        let in_use = self.in_use(tenant)?;
        match in_use.try_lock() {
            Ok(()) => Ok(in_use),
            Err(TryLockError::WouldBlock) => {
                let why = "Kontor has this tenant open. Close its window, and wait for other commands, then try again.";
                Err(Error::new(Code::Busy, why))
            }
            Err(TryLockError::Error(error)) => Err(not_saved(error)),
        }
    }

    fn in_use(&self, tenant: TenantId) -> Result<fs::File> {
        let path = self.of(tenant).join("in-use.lock");
        let opened = private::options().create(true).truncate(false).open(path);
        opened.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => unknown(),
            _ => not_saved(error),
        })
    }

    /// Takes the tenant and everything kept of it away: its profile first, so that nothing half gone is ever listed.
    pub(crate) fn remove(&self, tenant: TenantId, _alone: fs::File) -> Result<()> {
        let folder = self.of(tenant);
        fs::remove_file(folder.join(PROFILE)).map_err(not_saved)?;
        fs::remove_dir_all(folder).map_err(not_saved)
    }

    pub fn settings(&self) -> Result<Settings> {
        let path = self.0.join("settings.json");
        if path.exists() {
            read_json(&path)
        } else {
            Ok(Settings::default())
        }
    }

    pub fn save_settings(&self, settings: &Settings) -> Result<()> {
        write_json(&self.0.join("settings.json"), settings)
    }

    /// The lock; none where no passphrase was chosen.
    pub(crate) fn lock(&self) -> Result<Option<StoredLock>> {
        let path = self.0.join(LOCK);
        path.exists().then(|| read_json(&path)).transpose()
    }

    pub(crate) fn save_lock(&self, lock: Option<&StoredLock>) -> Result<()> {
        match lock {
            Some(lock) => write_json(&self.0.join(LOCK), lock),
            None => fs::remove_file(self.0.join(LOCK)).or_else(|error| match error.kind() {
                io::ErrorKind::NotFound => Ok(()),
                _ => Err(not_saved(error)),
            }),
        }
    }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read(path).map_err(unreadable)?;
    serde_json::from_slice(&text)
        .map_err(|error| Error::new(Code::Corrupt, format!("{} cannot be read: {error}.", path.display())))
}

fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    let text = serde_json::to_vec_pretty(value).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
    write(path, &text)
}

/// Written beside and moved into place, so that a crash leaves the old file or the new one.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    let beside = path.with_extension("new");
    let opened = private::options().create(true).truncate(true).open(&beside);
    let mut file = opened.map_err(not_saved)?;
    file.write_all(content)
        .and_then(|()| file.sync_all())
        .map_err(not_saved)?;
    fs::rename(&beside, path).map_err(not_saved)
}

fn unknown() -> Error {
    Error::new(Code::TenantUnknown, "That tenant is not connected.")
}

fn not_saved(error: io::Error) -> Error {
    Error::new(
        Code::NotSaved,
        format!(
            "Nothing was saved: the data folder cannot be written ({error}). Free some space or check its permissions, then try again."
        ),
    )
}

fn unreadable(error: io::Error) -> Error {
    Error::new(
        Code::NotSaved,
        format!("The data folder cannot be read ({error}). Check its permissions, then try again."),
    )
}
