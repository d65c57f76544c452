//! What the names in a file mean in this tenant: whether a sign-in name is free, which products, which groups, which manager.

use super::rows::Asked;
use super::{FirstPassword, Needed};
use crate::collections::{Collection, GROUPS, LICENSES, field, licenses, products};
use crate::operations::{LicenseToAdd, password};
use crate::outbox::{Holder, Manager, Newcomer, Newcomers, OrWrong, holders, usable};
use crate::session::Session;
use crate::templates::UserTemplate;
use kontor_model::{Error, Object, OperationId, Result, Secret};
use kontor_store::Query;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

const PAGE: u32 = 2_000;

/// Ids by name, in small letters; a name that several have leads to each of them.
type ByName = HashMap<String, HashSet<String>>;

/// What the tenant has, and what the file has, by name.
struct Tenant {
    /// Who has the names that the file is about.
    held: HashMap<String, Vec<(String, Holder)>>,
    products: ByName,
    /// Products for the whole company, which nobody can be given.
    company: HashSet<String>,
    groups: ByName,
    /// The first row with each sign-in name: its place and its number.
    rows: HashMap<String, (usize, u32)>,
    /// What is wrong with a domain, by name.
    domains: HashMap<String, Option<Error>>,
}

/// What the rows come to.
pub struct Resolved {
    /// In the order of the file.
    pub newcomers: Vec<OrWrong<Newcomer>>,
    /// The passwords that were made, by place.
    pub passwords: Vec<(usize, FirstPassword)>,
}

/// The newcomers that the rows ask for, or what is wrong with each.
pub fn newcomers(session: &Session, asked: Vec<Asked>, template: &UserTemplate) -> Result<Resolved> {
    let tenant = Tenant::read(session, &asked)?;
    let mut made = Vec::new();
    let mut all = Vec::with_capacity(asked.len());
    for (place, row) in asked.into_iter().enumerate() {
        let generated = row.password.is_none();
        let one = tenant.newcomer(session, place, row, template);
        if let (true, Ok(one)) = (generated, &one) {
            let text = |name: &str| field::text(&one.input, name).unwrap_or_default();
            let password = FirstPassword {
                user_principal_name: text("userPrincipalName"),
                display_name: text("displayName"),
                password: one.password.expose().to_owned(),
            };
            made.push((place, password));
        }
        all.push(one);
    }
    Ok(Resolved {
        newcomers: all,
        passwords: made,
    })
}

/// Seats that they take, by product, the most of them first.
pub fn needed(session: &Session, newcomers: &Newcomers) -> Result<Vec<Needed>> {
    let facts = &session.rules(&LICENSES)?.facts;
    let needed = newcomers.seats().into_iter().map(|(sku_id, needed)| Needed {
        name: products::name(&sku_id, facts.part_numbers.get(&sku_id).map(String::as_str)),
        free: facts.free_seats(&sku_id),
        needed,
        sku_id,
    });
    let mut all: Vec<Needed> = needed.collect();
    all.sort_by(|one, other| (other.needed, &one.name).cmp(&(one.needed, &other.name)));
    Ok(all)
}

impl Tenant {
    fn read(session: &Session, asked: &[Asked]) -> Result<Self> {
        let mut rows = HashMap::new();
        let mut wanted = HashSet::new();
        for (place, row) in asked.iter().enumerate() {
            if let Some(name) = field::text(&row.input, "userPrincipalName") {
                let name = name.to_lowercase();
                rows.entry(name.clone()).or_insert((place, row.number));
                wanted.insert(name);
            }
            wanted.extend(row.manager.as_ref().map(|manager| manager.to_lowercase()));
        }
        let mut tenant = Self {
            held: holders(session, |name| wanted.contains(name))?,
            products: ByName::new(),
            company: HashSet::new(),
            groups: ByName::new(),
            domains: domains(session, &rows)?,
            rows,
        };
        each(session, &LICENSES, |id, object| {
            let row = licenses::row(id, object);
            let Some(sku_id) = row.sku_id else { return };
            if row.applies_to.is_some_and(|kind| kind.eq_ignore_ascii_case("company")) {
                tenant.company.insert(sku_id.clone());
            }
            let names = [Some(sku_id.clone()), row.sku_part_number, Some(row.name)];
            for name in names.into_iter().flatten() {
                tenant
                    .products
                    .entry(name.to_lowercase())
                    .or_default()
                    .insert(sku_id.clone());
            }
        })?;
        if asked.iter().any(|row| row.groups.is_some()) {
            each(session, &GROUPS, |id, object| {
                let names = ["displayName", "mail"].map(|name| field::text(object, name));
                for name in names.into_iter().flatten().chain([id.to_owned()]) {
                    tenant
                        .groups
                        .entry(name.to_lowercase())
                        .or_default()
                        .insert(id.to_owned());
                }
            })?;
        }
        Ok(tenant)
    }

    fn newcomer(&self, session: &Session, place: usize, row: Asked, template: &UserTemplate) -> OrWrong<Newcomer> {
        let mut errors = row.errors;
        let name = field::text(&row.input, "userPrincipalName").unwrap_or_default();
        errors.extend(self.taken(&name.to_lowercase(), place));
        let domain = name.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
        errors.extend(domain.and_then(|domain| self.domains.get(&domain).cloned().flatten()));
        let mut input = template.fields();
        input.extend(row.input);
        let licenses = match row.licenses {
            Some(cell) => self.licenses(&cell, &mut errors),
            None => template.licenses.clone(),
        };
        let groups = match row.groups {
            Some(cell) => self.groups(&cell, &mut errors),
            None => template.groups.clone(),
        };
        let manager = match row.manager {
            Some(cell) => self.manager(&cell, place).map_err(|error| errors.push(error)).ok(),
            None => template.manager.clone().map(Manager::User),
        };
        if !licenses.is_empty() && !input.contains_key("usageLocation") {
            let why = "A license is asked for and no usage location; Microsoft needs one first.";
            errors.push(Error::invalid("usageLocation", why));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let made = || Secret::new(password::generate(&|buffer| (session.random)(buffer)));
        Ok(Newcomer {
            input,
            password: row.password.unwrap_or_else(made),
            licenses,
            manager,
            groups,
        })
    }

    /// Why nobody new can have this sign-in name.
    fn taken(&self, name: &str, place: usize) -> Option<Error> {
        if name.is_empty() {
            return None;
        }
        if let Some((_, number)) = self.rows.get(name).filter(|(first, _)| *first != place) {
            let why = format!("Row {number} of the file has this sign-in name already.");
            return Some(Error::invalid("userPrincipalName", why));
        }
        let (_, holder) = self.held.get(name)?.first()?;
        let why = match holder {
            Holder::User => "Another user has this sign-in name.",
            Holder::Expected => "A user of this sign-in name stands in the outbox, still to be made.",
            Holder::Deleted => {
                "A deleted user has this sign-in name, and would want it back. Restore that one, or choose another."
            }
            Holder::Address => "This sign-in name is a mail address of another user.",
        };
        Some(Error::invalid("userPrincipalName", why))
    }

    fn licenses(&self, cell: &str, errors: &mut Vec<Error>) -> Vec<LicenseToAdd> {
        let mut found: Vec<LicenseToAdd> = Vec::new();
        for part in parts(cell, &self.products) {
            let ids = self.products.get(&part.to_lowercase());
            let why = match ids.map(|ids| (ids.len(), ids.iter().next())) {
                Some((1, Some(sku_id))) if self.company.contains(sku_id) => {
                    format!("{part} is for the whole company and cannot be given to one user.")
                }
                Some((1, Some(sku_id))) => {
                    if !found.iter().any(|one| one.sku_id == *sku_id) {
                        found.push(LicenseToAdd {
                            sku_id: sku_id.clone(),
                            disabled_plans: Vec::new(),
                        });
                    }
                    continue;
                }
                Some(_) => format!("Several products are called {part}. Name the one that is meant by its skuId."),
                None => format!("The tenant has no product called {part}."),
            };
            errors.push(Error::invalid("assignedLicenses", why));
        }
        found
    }

    fn groups(&self, cell: &str, errors: &mut Vec<Error>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for part in parts(cell, &self.groups) {
            let ids = self.groups.get(&part.to_lowercase());
            match ids.map(|ids| (ids.len(), ids.iter().next())) {
                Some((1, Some(id))) if found.contains(id) => {}
                Some((1, Some(id))) => found.push(id.clone()),
                Some(_) => {
                    let why = format!("Several groups are called {part}. Name the one that is meant by its id.");
                    errors.push(Error::invalid("groups", why));
                }
                None => {
                    let why = format!("There is no group called {part} in the offline copy.");
                    errors.push(Error::invalid("groups", why));
                }
            }
        }
        found
    }

    fn manager(&self, cell: &str, place: usize) -> std::result::Result<Manager, Error> {
        let refuse = |why: String| Err(Error::invalid("manager", why));
        let name = cell.to_lowercase();
        if let Ok(id) = Uuid::parse_str(&name) {
            return Ok(Manager::User(id.to_string()));
        }
        if let Some((other, _)) = self.rows.get(&name).filter(|_| !self.held.contains_key(&name)) {
            return match *other == place {
                true => refuse("Nobody can be their own manager.".to_owned()),
                false => Ok(Manager::Newcomer(*other)),
            };
        }
        let holders = self.held.get(&name).map(Vec::as_slice).unwrap_or_default();
        let user = holders
            .iter()
            .find(|(_, holder)| matches!(holder, Holder::User | Holder::Expected));
        match user.or(holders.iter().find(|(_, holder)| *holder == Holder::Address)) {
            Some((id, Holder::Expected)) => match Uuid::parse_str(id) {
                Ok(id) => Ok(Manager::Expected(OperationId(id))),
                Err(_) => refuse(nobody(cell)),
            },
            Some((id, _)) => Ok(Manager::User(id.clone())),
            None => refuse(nobody(cell)),
        }
    }
}

fn nobody(manager: &str) -> String {
    format!("There is no user {manager} to be the manager. Give the manager's sign-in name.")
}

/// What is wrong with the domains of these names. What was not read yet is for Microsoft to say.
fn domains(session: &Session, names: &HashMap<String, (usize, u32)>) -> Result<HashMap<String, Option<Error>>> {
    let mut all = HashMap::new();
    if session.rules(&LICENSES)?.facts.policies.domains.is_empty() {
        return Ok(all);
    }
    for (_, domain) in names.keys().filter_map(|name| name.rsplit_once('@')) {
        if !all.contains_key(domain) {
            let wrong = usable(session, domain).err();
            let wrong = wrong.map(|error| Error::invalid("userPrincipalName", error.message));
            all.insert(domain.to_owned(), wrong);
        }
    }
    Ok(all)
}

/// The names in a cell: all of it if there is such a thing, or else what stands between semicolons, lines or bars, and last commas.
fn parts(cell: &str, known: &ByName) -> Vec<String> {
    let is = |part: &str| known.contains_key(&part.to_lowercase());
    let tidy = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = tidy(cell);
    if is(&whole) {
        return vec![whole];
    }
    let some = cell.split([';', '\n', '|']).map(tidy).filter(|part| !part.is_empty());
    let some = some.flat_map(|part| match is(&part) {
        true => vec![part],
        false => part.split(',').map(tidy).filter(|part| !part.is_empty()).collect(),
    });
    some.collect()
}

fn each(session: &Session, collection: &'static Collection, mut act: impl FnMut(&str, &Object)) -> Result<()> {
    let rules = session.rules(collection)?;
    let mut after: Option<String> = None;
    loop {
        let query = Query {
            after: after.as_deref(),
            limit: PAGE,
            ..Query::default()
        };
        let page = session.store.list(&rules, &query)?;
        page.items.iter().for_each(|item| act(&item.id, &item.object));
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
