//! What the admin asks for, so that the cloud's log tells whose each effect is.

use crate::{Result, place::Place};
use fastrand::Rng;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Something that was asked for, and was promised to be kept.
pub struct Asked {
    /// Of the operation.
    pub id: String,
    pub kind: &'static str,
    /// Where in its effect stands what no other operation has, and what that is.
    pub mark: Option<(&'static str, Value)>,
    /// A person gave it up, having been told that nobody can see whether it has taken effect.
    pub given_up: bool,
}

/// What is paid for, with a request for the cart and one for the order.
pub const BUYS: &str = "buy-for-customer";

#[derive(Default)]
pub struct Wishes {
    pub asked: Vec<Asked>,
    /// Who was deleted here, and can be restored.
    deleted: HashSet<String>,
    counter: u32,
}

impl Wishes {
    /// Queues a handful of operations of different kinds; nothing stands in the outbox that is not over.
    pub async fn ask(&mut self, place: &Place<'_>, rng: &mut Rng) -> Result {
        let mut people = place.cloud("state/users").await?;
        let domain = domain(place).await?;
        people.retain(|user| is_plain(user, &domain));
        rng.shuffle(&mut people);
        let mut gone = place.cloud("state/deleted-users").await?;
        gone.retain(|user| self.deleted.contains(&text(user, "id")));
        let sku = free_product(place).await?;
        let (customer, item) = purchase(place).await?;
        let mut kinds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        rng.shuffle(&mut kinds);
        let wanted = rng.usize(4..=6);
        for (kind, person) in kinds.into_iter().zip(&people).take(wanted) {
            self.counter += 1;
            let (n, id) = (self.counter, text(person, "id"));
            let mine = format!("mine {n}");
            match kind {
                0 => self.title(place, &id).await?,
                1 => {
                    let arguments = ["reset-password", "--id", &id, "--password-stdin"];
                    let password = format!("Nordlys-{n}-kystvei\n");
                    self.queue(place, &password, &arguments, "reset-password", None).await?;
                }
                2 => {
                    self.user(place, &domain).await?;
                }
                3 => {
                    let arguments = ["send-mail", "--id", &id, "--subject", &mine, "--body", "Hei."];
                    let mark = Some(("/body/message/subject", json!(mine)));
                    self.queue(place, "", &arguments, "send-mail", mark).await?;
                }
                4 => {
                    let arguments = ["delete-user", "--id", &id];
                    self.queue(place, "", &arguments, "delete-user", None).await?;
                    self.deleted.insert(id);
                }
                5 => {
                    let Some(gone) = gone.pop() else { continue };
                    let arguments = ["restore-user", "--id", &text(&gone, "id")];
                    self.queue(place, "", &arguments, "restore-user", None).await?;
                }
                6 => {
                    let never = !text(person, "passwordPolicies").contains("DisablePasswordExpiration");
                    let never = never.to_string();
                    let arguments = ["set-password-never-expires", "--id", &id, "--never-expires", &never];
                    self.queue(place, "", &arguments, "set-password-never-expires", None)
                        .await?;
                }
                7 => {
                    let has = person["assignedLicenses"].as_array().is_some_and(|licenses| {
                        let is = |one: &Value| one["skuId"] == json!(sku) && one["disabledPlans"] == json!([]);
                        licenses.iter().any(is)
                    });
                    let give = if has { "--remove-licenses" } else { "--add-licenses" };
                    let arguments = ["assign-licenses", "--id", &id, give, &sku];
                    self.queue(place, "", &arguments, "assign-licenses", None).await?;
                }
                8 => {
                    let days = 31 + n;
                    let named = "--password-validity-period-in-days";
                    let arguments = ["update-domain", "--id", &domain, named, &days.to_string()];
                    let mark = Some(("/body/passwordValidityPeriodInDays", json!(days)));
                    self.queue(place, "", &arguments, "update-domain", mark).await?;
                }
                9 => {
                    let seats = (100 + n).to_string();
                    let arguments = ["buy-for-customer", "--id", &customer, "--catalog-item-id", &item];
                    let arguments = [&arguments[..], &["--quantity", &seats]].concat();
                    let mark = Some(("/after/orders/0/lineItems/0/quantity", json!(100 + n)));
                    let id = self.queue(place, "", &arguments, BUYS, mark).await?;
                    // It waits for a word of its own.
                    place.kontor(&["outbox", "approve", &id]).await?;
                }
                // Two on one object: on a user that is still to be made, or one behind the other.
                _ => {
                    let id = if rng.bool() {
                        self.user(place, &domain).await?
                    } else {
                        id
                    };
                    self.title(place, &id).await?;
                    self.title(place, &id).await?;
                }
            }
        }
        Ok(())
    }

    async fn title(&mut self, place: &Place<'_>, id: &str) -> Result {
        self.counter += 1;
        let title = format!("mine {}", self.counter);
        let arguments = ["update-user", "--id", id, "--job-title", &title];
        self.queue(
            place,
            "",
            &arguments,
            "update-user",
            Some(("/body/jobTitle", json!(title))),
        )
        .await?;
        Ok(())
    }

    async fn user(&mut self, place: &Place<'_>, domain: &str) -> Result<String> {
        self.counter += 1;
        let n = self.counter;
        let (upn, name) = (format!("mine{n}@{domain}"), format!("Mine {n}"));
        let arguments = ["create-user", "--user-principal-name", &upn, "--display-name", &name];
        let arguments = [&arguments[..], &["--usage-location", "NO", "--password-stdin"]].concat();
        let mark = Some(("/body/userPrincipalName", json!(upn)));
        self.queue(place, &format!("Havn-{n}-kystvei\n"), &arguments, "create-user", mark)
            .await
    }

    async fn queue(
        &mut self,
        place: &Place<'_>,
        secret: &str,
        arguments: &[&str],
        kind: &'static str,
        mark: Option<(&'static str, Value)>,
    ) -> Result<String> {
        let queued = place.kontor_with(secret, &[&["run"], arguments].concat()).await?;
        let id = text(&queued["item"], "id");
        self.asked.push(Asked {
            id: id.clone(),
            kind,
            mark,
            given_up: false,
        });
        Ok(id)
    }
}

/// Whom nothing forbids to change.
fn is_plain(user: &Value, domain: &str) -> bool {
    user["userType"] == "Member"
        && user["onPremisesSyncEnabled"].is_null()
        && user["usageLocation"].is_string()
        && text(user, "userPrincipalName").ends_with(&format!("@{domain}"))
        && user["employeeId"].as_str() > Some("10020")
}

/// A customer of the tenant's, and what can be bought for it.
async fn purchase(place: &Place<'_>) -> Result<(String, String)> {
    let customers = place.items(&["list", "customers"]).await?;
    let catalog = place.items(&["list", "partner-catalog"]).await?;
    let item = catalog.iter().find(|one| one["isTrial"] == false);
    let (customer, item) = customers.first().zip(item).ok_or("the tenant sells nothing")?;
    Ok((text(customer, "id"), text(item, "catalogItemId")))
}

/// The one that new users are in.
async fn domain(place: &Place<'_>) -> Result<String> {
    let domains = place.cloud("state/domains").await?;
    let domain = domains.iter().find(|one| one["isDefault"] == true);
    Ok(text(domain.ok_or("no domain is the default")?, "id"))
}

/// A product with seats for many.
async fn free_product(place: &Place<'_>) -> Result<String> {
    let free = |one: &Value| one["prepaidUnits"]["enabled"].as_i64() > one["consumedUnits"].as_i64().map(|n| n + 50);
    let products = place.items(&["list", "licenses"]).await?;
    let product = products.into_iter().find(free).ok_or("no product has free seats")?;
    Ok(text(&product, "skuId"))
}

pub fn text(object: &Value, field: &str) -> String {
    object[field].as_str().unwrap_or_default().to_owned()
}
