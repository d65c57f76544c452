//! Users from a file: read, held against the offline copy, told row by row; queued in one step once the admin has said so.

mod columns;
mod resolve;
mod rows;
mod table;

pub use columns::blank;
pub use table::{Encoding, MOST_BYTES, MOST_ROWS};

use crate::collections::USERS;
use crate::outbox::{Group, Newcomers, Told, consider};
use crate::session::Session;
use crate::templates::UserTemplate;
use crate::work::Work;
use kontor_model::{Code, Error, Hold, Operation, OperationId, Result, Secret};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// What would come of a file.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    pub encoding: Encoding,
    #[ts(type = "string")]
    pub separator: char,
    /// Headings that nobody knows: what stands below them is left out.
    pub unknown: Vec<String>,
    /// Rows with something in them.
    #[ts(type = "number")]
    pub total: u64,
    /// How many users would be made.
    #[ts(type = "number")]
    pub goes: u64,
    /// Of those, how many get a password that Kontor makes.
    #[ts(type = "number")]
    pub generated: u64,
    /// All that are wrong, in the order of the file.
    pub wrong: Vec<WrongRow>,
    pub products: Vec<Needed>,
    /// What the admin should know.
    pub groups: Vec<Group>,
    /// Some of those that go, field by field.
    pub sample: Vec<Told>,
    /// Why each will be held until somebody has approved it, if it will.
    pub hold: Option<Hold>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WrongRow {
    /// As a spreadsheet counts: the headings are mostly row 1.
    pub row: u32,
    /// The sign-in name or else the name, as far as the row has one.
    pub name: String,
    pub errors: Vec<Error>,
}

/// Seats of a product that the new users take.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Needed {
    pub sku_id: String,
    pub name: String,
    #[ts(type = "number")]
    pub needed: u64,
    /// None when it is not known.
    #[ts(type = "number | null")]
    pub free: Option<i64>,
}

/// What was queued. The passwords that Kontor made are told here and nowhere else.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    pub bulk: Option<OperationId>,
    /// Users that will be made.
    #[ts(type = "number")]
    pub count: u64,
    pub passwords: Vec<FirstPassword>,
}

/// A password that Kontor has made for somebody new.
#[derive(Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FirstPassword {
    pub user_principal_name: String,
    pub display_name: String,
    pub password: String,
}

/// A file that was held against the offline copy, and is not queued yet.
pub struct Import<'s> {
    work: Work<'s>,
    told: ImportPreview,
    newcomers: Newcomers<'s>,
    passwords: Vec<FirstPassword>,
}

/// Reads a file of users. What a row leaves open the template gives.
///
/// # Errors
/// [`Code::Invalid`] when it cannot be read as such a file; [`Code::Cancelled`].
pub fn read<'s>(session: &'s Session, file: &[u8], template: &UserTemplate) -> Result<Import<'s>> {
    let table = table::read(file)?;
    let columns = columns::understand(&table.headings)?;
    let work = Work::begin(session, USERS.name);
    let asked: Vec<_> = table.rows.into_iter().map(|row| rows::asked(&columns, row)).collect();
    let names: Vec<(u32, String)> = asked.iter().map(|row| (row.number, row.name())).collect();
    let total = asked.len() as u64;
    let resolved = resolve::newcomers(session, asked, template)?;
    let newcomers = consider(session, resolved.newcomers, &work)?;
    let wrong = newcomers.wrong().map(|(place, errors)| WrongRow {
        row: names[place].0,
        name: names[place].1.clone(),
        errors: errors.to_vec(),
    });
    let wrong = wrong.collect();
    let passwords: Vec<FirstPassword> = resolved
        .passwords
        .into_iter()
        .filter(|(place, _)| newcomers.is_made(*place))
        .map(|(_, password)| password)
        .collect();
    let told = ImportPreview {
        encoding: table.encoding,
        separator: table.separator,
        unknown: columns.unknown,
        total,
        goes: newcomers.count(),
        generated: passwords.len() as u64,
        wrong,
        products: resolve::needed(session, &newcomers)?,
        groups: newcomers.told(),
        sample: newcomers.sample(),
        hold: newcomers.hold(),
    };
    Ok(Import {
        work,
        told,
        newcomers,
        passwords,
    })
}

/// Puts one new user into the outbox, with the licences, the groups and the manager of the template.
///
/// # Errors
/// The first thing that is wrong; [`Code::NotSaved`]: then nothing is queued.
pub fn queue_one(session: &Session, mut input: Value, template: &UserTemplate) -> Result<Operation> {
    let password = input.as_object_mut().and_then(|input| input.remove("password"));
    let Value::Object(input) = input else {
        return Err(Error::invalid(
            "input",
            "A user is asked for by properties and their values.",
        ));
    };
    let row = rows::Asked {
        number: 1,
        input,
        password: Some(Secret::new(
            password.as_ref().and_then(Value::as_str).unwrap_or_default(),
        )),
        licenses: None,
        manager: None,
        groups: None,
        errors: Vec::new(),
    };
    // What it gives of the user's properties stands in the input, as far as it was left there.
    let beside = UserTemplate {
        licenses: template.licenses.clone(),
        groups: template.groups.clone(),
        manager: template.manager.clone(),
        ..UserTemplate::default()
    };
    let work = Work::begin(session, USERS.name);
    let resolved = resolve::newcomers(session, vec![row], &beside)?;
    let newcomers = consider(session, resolved.newcomers, &work)?;
    if let Some(error) = newcomers.wrong().find_map(|(_, errors)| errors.first()) {
        return Err(error.clone());
    }
    let queued = newcomers.queue(&work)?;
    queued.ok_or_else(|| Error::new(Code::Internal, "Nothing was queued."))
}

impl Import<'_> {
    pub fn told(self) -> ImportPreview {
        self.told
    }

    pub fn preview(&self) -> &ImportPreview {
        &self.told
    }

    /// For those who have none in the file.
    pub fn passwords(&self) -> &[FirstPassword] {
        &self.passwords
    }

    /// Puts all rows that are right into the outbox, in one transaction.
    ///
    /// # Errors
    /// [`Code::WrongState`] when they are not as many as `expected`; [`Code::Invalid`] when there is none; [`Code::NotSaved`].
    pub fn queue(self, expected: Option<u64>) -> Result<Imported> {
        let count = self.told.goes;
        if expected.is_some_and(|expected| expected != count) {
            let why = "It would be another number of users than was shown: something has changed meanwhile. Look at it again.";
            return Err(Error::new(Code::WrongState, why));
        }
        if count == 0 {
            let why = "No row of the file can be added. Mend the rows that are named, and choose the file again.";
            return Err(Error::invalid("file", why));
        }
        let first = self.newcomers.queue(&self.work)?;
        Ok(Imported {
            bulk: first.and_then(|first| first.bulk),
            count,
            passwords: self.passwords,
        })
    }
}
