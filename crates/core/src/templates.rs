//! What new users of a tenant have in common, under a name: kept in the ledger, made by hand or after somebody who is there.

use crate::collections::{GROUPS, USERS, field, groups, users};
use crate::operations::{LicenseToAdd, check_user_field};
use crate::session::Session;
use kontor_model::{Code, Error, Object, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use ts_rs::TS;

const TEMPLATES: &str = "user-templates";

const LONGEST_NAME: usize = 64;

/// What a new user gets who is given nothing else. Never a name, an address or a password.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct UserTemplate {
    /// Empty for one that is used once.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office_location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_location: Option<String>,
    pub licenses: Vec<LicenseToAdd>,
    /// Groups by id: those that give licences.
    pub groups: Vec<String>,
    /// The id of a user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
}

impl UserTemplate {
    /// Its properties of a user, by Graph's names.
    pub fn fields(&self) -> Object {
        let fields = [
            ("department", &self.department),
            ("officeLocation", &self.office_location),
            ("companyName", &self.company_name),
            ("country", &self.country),
            ("usageLocation", &self.usage_location),
        ];
        let given = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?))));
        given.collect()
    }

    fn check(&self) -> Result<()> {
        if self.name.trim().is_empty() {
            return Err(Error::invalid("name", "Give the template a name."));
        }
        if self.name.chars().count() > LONGEST_NAME {
            let why = format!("The name of a template may have at most {LONGEST_NAME} characters.");
            return Err(Error::invalid("name", why));
        }
        let wrong = self
            .fields()
            .iter()
            .find_map(|(name, value)| check_user_field(name, value));
        wrong.map_or(Ok(()), Err)
    }
}

/// Those of the tenant, by name.
pub fn templates(session: &Session) -> Result<Vec<UserTemplate>> {
    let stored = session.store.setting(TEMPLATES)?.unwrap_or(Value::Array(Vec::new()));
    // One that a later version has written with more in it must not be lost with the next that is saved.
    serde_json::from_value(stored).map_err(|_| {
        let why = "The templates were saved by a newer version. Use that one, or update this one.";
        Error::new(Code::NewerFile, why)
    })
}

/// The one of that name, in any letter case.
///
/// # Errors
/// [`Code::NotFound`] when there is none.
pub fn template(session: &Session, name: &str) -> Result<UserTemplate> {
    let all = templates(session)?;
    all.into_iter()
        .find(|one| same(&one.name, name))
        .ok_or_else(|| unknown(name))
}

/// Saves a template: a new one, or in the place of the one that is called `instead_of`.
///
/// # Errors
/// [`Code::Invalid`] when it has no name, one that another has, or a value that Microsoft would refuse; [`Code::NotFound`].
pub fn save_template(session: &Session, mut new: UserTemplate, instead_of: Option<&str>) -> Result<()> {
    new.name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
    new.check()?;
    let mut all = templates(session)?;
    if let Some(old) = instead_of {
        let place = all
            .iter()
            .position(|one| same(&one.name, old))
            .ok_or_else(|| unknown(old))?;
        all.remove(place);
    }
    if all.iter().any(|one| same(&one.name, &new.name)) {
        return Err(Error::invalid("name", "Another template has this name."));
    }
    all.push(new);
    all.sort_by_key(|one| one.name.to_lowercase());
    session.store.set_setting(TEMPLATES, &json!(all))
}

/// Forgets a template. Who was made with it stays as they are.
///
/// # Errors
/// [`Code::NotFound`] when there is none of that name.
pub fn delete_template(session: &Session, name: &str) -> Result<()> {
    let mut all = templates(session)?;
    let place = all
        .iter()
        .position(|one| same(&one.name, name))
        .ok_or_else(|| unknown(name))?;
    all.remove(place);
    session.store.set_setting(TEMPLATES, &json!(all))
}

/// What somebody new would have who is to be like another.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Likeness {
    pub template: UserTemplate,
    /// Names of groups that give the other licences and take nobody from here: a rule, the directory on the premises or Exchange
    /// decides who is in them.
    pub left_out: Vec<String>,
}

/// What somebody new would get who is to be like this user: licences given directly, and the groups that give the others.
///
/// # Errors
/// [`Code::NotFound`] when the offline copy has no such user.
pub fn template_of(session: &Session, id: &str) -> Result<Likeness> {
    let item = session.store.show(&session.rules(&USERS)?, id)?.ok_or_else(|| {
        Error::new(
            Code::NotFound,
            "The user is not in the offline copy. Sync, then try again.",
        )
    })?;
    let user = &item.object;
    let text = |name: &str| field::text(user, name).filter(|text| !text.trim().is_empty());
    let (mut direct, mut groups) = (BTreeSet::new(), BTreeSet::new());
    let mut inherited = BTreeSet::new();
    for state in field::objects(user, "licenseAssignmentStates") {
        let Some(sku_id) = field::text(state, "skuId").map(|id| id.to_lowercase()) else {
            continue;
        };
        match field::text(state, "assignedByGroup") {
            Some(group) => {
                groups.insert(group);
                inherited.insert(sku_id);
            }
            None => {
                direct.insert(sku_id);
            }
        }
    }
    let licenses = field::objects(user, "assignedLicenses").filter_map(|one| {
        let sku_id = field::text(one, "skuId")?;
        let key = sku_id.to_lowercase();
        // One that no state tells of was queued here, and is direct.
        (direct.contains(&key) || !inherited.contains(&key)).then(|| LicenseToAdd {
            sku_id,
            disabled_plans: field::texts(one, "disabledPlans"),
        })
    });
    let (mut open, mut left_out) = (Vec::new(), Vec::new());
    for id in groups {
        match session.store.show(&session.rules(&GROUPS)?, &id)? {
            Some(group) if groups::takes_members(&group.object) => open.push(id),
            Some(group) => left_out.push((GROUPS.title)(&group.object)),
            None => left_out.push(id),
        }
    }
    let template = UserTemplate {
        name: String::new(),
        department: text("department"),
        office_location: text("officeLocation"),
        company_name: text("companyName"),
        country: text("country"),
        usage_location: text("usageLocation"),
        licenses: licenses.collect(),
        groups: open,
        manager: users::manager(user),
    };
    Ok(Likeness { template, left_out })
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn unknown(name: &str) -> Error {
    Error::new(Code::NotFound, format!("There is no template {name}."))
}
