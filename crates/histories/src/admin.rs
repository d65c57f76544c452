//! The admin who works with Kontor: asks for changes, and steers what stands in the outbox.

use crate::other::Other;
use crate::paid::is_paid_for;
use fastrand::Rng;
use kontor_core::collections::{
    CUSTOMER_SUBSCRIPTIONS, CUSTOMERS, DELETED_USERS, DOMAINS, GROUPS, LICENSES, ORGANIZATION, PARTNER_CATALOG,
    SUBSCRIPTIONS, USERS,
};
use kontor_core::operations::Wish;
use kontor_core::outbox::{Action, actions};
use kontor_core::{Session, outbox};
use kontor_model::{Code, Hold, Operation, OperationId, Result, State};
use kontor_store::{Item, Query, Which};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The role that is given and taken.
pub const ROLE: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";

/// Something that was asked for, and was promised to be kept.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: OperationId,
    pub operation: String,
    /// The property and the value that tell it from all others in the cloud's log; none for what happens once to an object.
    pub mark: Option<(String, Value)>,
    /// Nothing may be sent before somebody has let it go.
    pub held: bool,
}

#[derive(Default)]
pub struct Admin {
    pub asked: Vec<Asked>,
    /// What the disk did not take, as the admin was told: operation, property and value.
    pub unsaved: Vec<(String, String, Value)>,
    /// Since the programs began somebody was told that something may have been saved: what is there shows when they end.
    pub doubt: bool,
    /// By the tenant's policy each change is looked at before it goes.
    pub reviews: bool,
    /// Every password that was ever given: none may be found on the disk.
    pub secrets: Vec<String>,
    /// What happens at most once to an object in a history, so that the log tells it apart.
    once: HashSet<(String, &'static str)>,
    counter: u32,
    /// Who takes away their own account gets nothing done.
    own: String,
}

impl Admin {
    pub fn new(own: String) -> Self {
        Self { own, ..Self::default() }
    }

    /// Asks for one change of something.
    pub fn wish(&mut self, session: &Session, rng: &mut Rng) -> Result<()> {
        let mut users = list(session, &USERS)?;
        users.retain(|user| user.id != self.own);
        let Some(user) = rng.choice(&users).map(|user| user.id.clone()) else {
            return Ok(());
        };
        self.counter += 1;
        let n = self.counter;
        match rng.u32(..39) {
            0..6 => self.ask(session, "update-user", &user, "jobTitle", json!(format!("mine {n}"))),
            6..8 => self.ask(session, "update-user", &user, "department", json!(format!("mine {n}"))),
            8..10 => {
                let password = format!("Nordlys-{n}-kystvei");
                self.secrets.push(password.clone());
                self.ask(session, "reset-password", &user, "password", json!(password))
            }
            10..12 => {
                let domain = list(session, &DOMAINS)?.into_iter().find(|domain| {
                    domain.server["isVerified"] == true && domain.server["authenticationType"] == "Managed"
                });
                let Some(domain) = domain else { return Ok(()) };
                let password = format!("Havn-{n}-kystvei");
                self.secrets.push(password.clone());
                let upn = format!("mine{n}@{}", domain.id);
                let input = json!({"userPrincipalName": upn, "displayName": format!("Mine {n}"), "usageLocation": "NO", "password": password});
                self.queue(
                    session,
                    "create-user",
                    "",
                    input,
                    Some(("userPrincipalName".into(), json!(upn))),
                )
            }
            12 | 13 => {
                let subject = format!("mine {n}");
                let mut input = json!({"subject": subject, "body": "Passordet ditt utløper snart."});
                // Many are about the same, of which nobody is told twice.
                if !n.is_multiple_of(3) {
                    input["about"] = json!({ "kind": "registration" });
                }
                self.queue(
                    session,
                    "send-mail",
                    &user,
                    input,
                    Some(("subject".into(), json!(subject))),
                )
            }
            14 => {
                let domains = list(session, &DOMAINS)?;
                let Some(domain) = rng.choice(&domains) else {
                    return Ok(());
                };
                let days = 14 + (n % 380);
                self.ask(
                    session,
                    "update-domain",
                    &domain.id,
                    "passwordValidityPeriodInDays",
                    json!(days),
                )
            }
            15 => self.single(session, "delete-user", &user, json!({})),
            16 => match rng.choice(&list(session, &DELETED_USERS)?) {
                Some(gone) => self.single(session, "restore-user", &gone.id, json!({})),
                None => Ok(()),
            },
            26 => {
                let manager = match rng.choice(&list(session, &USERS)?).filter(|_| rng.u32(..4) > 0) {
                    Some(one) => json!(one.id),
                    None => Value::Null,
                };
                self.single(session, "set-manager", &user, json!({ "managerId": manager }))
            }
            20 => self.single(session, "revoke-sign-in-sessions", &user, json!({})),
            35 => self.single(session, "force-password-change", &user, json!({})),
            36..39 => self.pay(session, rng),
            21 => match rng.choice(&list(session, &DELETED_USERS)?) {
                Some(gone) => self.single(session, "purge-user", &gone.id, json!({})),
                None => Ok(()),
            },
            22 | 23 => self.members(session, rng),
            24 => match (
                rng.choice(&list(session, &GROUPS)?),
                rng.choice(&list(session, &LICENSES)?),
            ) {
                (Some(group), Some(product)) => {
                    let input = json!({"addLicenses": [product.server["skuId"]], "removeLicenses": []});
                    self.single(session, "assign-group-licenses", &group.id, input)
                }
                _ => Ok(()),
            },
            25 => self.single(session, "reprocess-license-assignment", &user, json!({})),
            27 | 28 => self.single(session, "assign-role", &user, json!({ "roleDefinitionId": ROLE })),
            29 => self.single(session, "remove-role", &user, json!({ "roleDefinitionId": ROLE })),
            30 => self.single(
                session,
                "update-authorization-policy",
                "authorizationPolicy",
                json!({"allowedToUseSSPR": rng.bool()}),
            ),
            // A service of its own, with other rules than the directory's.
            31 => {
                let partner = format!("{}", 4_000_000 + n);
                self.ask(session, "set-partner-link", "own", "partnerId", json!(partner))
            }
            32 => self.single(session, "remove-partner-link", "own", json!({})),
            33 if n.is_multiple_of(2) => match rng.choice(&list(session, &ORGANIZATION)?) {
                Some(one) => {
                    let input = json!({ "passwordResetFor": "selected", "group": format!("Gruppe {n}") });
                    self.single(session, "set-password-reset-scope", &one.id, input)
                }
                None => Ok(()),
            },
            33 => match rng.choice(&list(session, &SUBSCRIPTIONS)?) {
                Some(one) => {
                    let input = json!({ "partnerNetworkId": format!("{}", 5_000_000 + n) });
                    self.single(session, "set-partner-information", &one.id, input)
                }
                None => Ok(()),
            },
            34 => match rng.choice(&list(session, &SUBSCRIPTIONS)?) {
                Some(one) => {
                    let sku = one.server["skuId"].as_str().unwrap_or_default().to_lowercase();
                    let input = json!({ "quantity": 1 + n % 9 });
                    self.single(session, "purchase-licenses", &sku, input)
                }
                None => Ok(()),
            },
            // A licence that needs the change before it.
            18 => {
                let place = [b'A' + (n / 26 % 26) as u8, b'A' + (n % 26) as u8].map(char::from);
                let place = String::from_iter(place);
                self.ask(session, "update-user", &user, "usageLocation", json!(place))?;
                self.license(session, &user, true, rng)
            }
            19 => match rng.choice(&list(session, &SUBSCRIPTIONS)?) {
                Some(one) => self.single(
                    session,
                    "change-license-count",
                    &one.id,
                    json!({ "totalLicenses": 500 + n }),
                ),
                None => Ok(()),
            },
            17 => self.single(
                session,
                "set-password-never-expires",
                &user,
                json!({"neverExpires": rng.bool()}),
            ),
            _ => self.license(session, &user, rng.bool(), rng),
        }
    }

    /// Several become members of one group, or leave it; some are asked for both, one after the other.
    fn members(&mut self, session: &Session, rng: &mut Rng) -> Result<()> {
        let (groups, users) = (list(session, &GROUPS)?, list(session, &USERS)?);
        let Some(group) = rng.choice(&groups) else {
            return Ok(());
        };
        for _ in 0..1 + rng.u32(..4) {
            let Some(member) = rng.choice(&users) else {
                return Ok(());
            };
            let operations = match rng.u32(..4) {
                0 => ["add-group-member", "remove-group-member"].as_slice(),
                1 => &["remove-group-member"],
                _ => &["add-group-member"],
            };
            for operation in operations.iter().copied() {
                if self.once.insert((format!("{} {}", group.id, member.id), operation)) {
                    let input = json!({ "memberId": member.id });
                    self.queue(session, operation, &group.id, input, None)?;
                }
            }
        }
        Ok(())
    }

    /// Asks for what costs money at Partner Center. No two numbers are alike, and none is one of somebody else's.
    fn pay(&mut self, session: &Session, rng: &mut Rng) -> Result<()> {
        self.counter += 1;
        let n = self.counter;
        let Some(sold) = rng.choice(&list(session, &CUSTOMER_SUBSCRIPTIONS)?).cloned() else {
            return Ok(());
        };
        match rng.u32(..4) {
            0 => {
                let turned = json!(sold.server["autoRenewEnabled"] == false);
                self.single(
                    session,
                    "set-auto-renew",
                    &sold.id,
                    json!({ "autoRenewEnabled": turned }),
                )
            }
            1 => {
                let seats = if rng.bool() { 1_000 + n } else { 3_000 - n };
                self.ask(session, "change-seats", &sold.id, "quantity", json!(seats))
            }
            _ => {
                let customers = list(session, &CUSTOMERS)?;
                let catalog = list(session, &PARTNER_CATALOG)?;
                let (Some(customer), Some(item)) = (rng.choice(&customers), rng.choice(&catalog)) else {
                    return Ok(());
                };
                let quantity = json!(1_000 + n);
                let input = json!({ "catalogItemId": item.server["catalogItemId"], "quantity": quantity });
                let mark = Some(("quantity".to_owned(), quantity));
                self.queue(session, "buy-for-customer", &customer.id, input, mark)
            }
        }
    }

    /// The same with the word that it waits for.
    pub fn pay_now(&mut self, session: &Session, rng: &mut Rng) -> Result<()> {
        let before = self.asked.len();
        self.pay(session, rng)?;
        let asked: Vec<OperationId> = self.asked[before..].iter().map(|asked| asked.id).collect();
        let done = outbox::approve_all(session, &asked).map(drop);
        self.told(done)
    }

    /// Gives or takes one product.
    fn license(&mut self, session: &Session, user: &str, give: bool, rng: &mut Rng) -> Result<()> {
        let products = list(session, &LICENSES)?;
        let Some(sku) = rng.choice(&products).map(|product| product.server["skuId"].clone()) else {
            return Ok(());
        };
        let input = match give {
            true => json!({"addLicenses": [sku], "removeLicenses": []}),
            false => json!({"addLicenses": [], "removeLicenses": [sku]}),
        };
        self.single(session, "assign-licenses", user, input)
    }

    fn ask(&mut self, session: &Session, operation: &str, id: &str, field: &str, value: Value) -> Result<()> {
        let input = json!({ field: value });
        self.queue(session, operation, id, input, Some((field.to_owned(), value)))
    }

    fn single(&mut self, session: &Session, operation: &'static str, id: &str, input: Value) -> Result<()> {
        match self.once.insert((id.to_owned(), operation)) {
            true => self.queue(session, operation, id, input, None),
            false => Ok(()),
        }
    }

    fn queue(
        &mut self,
        session: &Session,
        operation: &str,
        id: &str,
        input: Value,
        mark: Option<(String, Value)>,
    ) -> Result<()> {
        let wish = Wish {
            operation: operation.to_owned(),
            id: id.to_owned(),
            input,
        };
        match outbox::queue(session, wish) {
            Ok(queued) => {
                self.promised(&queued, mark);
                Ok(())
            }
            Err(error) if error.code == Code::NotSaved => {
                self.unsaved
                    .extend(mark.map(|(field, value)| (operation.to_owned(), field, value)));
                Err(error)
            }
            Err(error) if error.code == Code::MaybeSaved => {
                self.doubt = true;
                Err(error)
            }
            // Refused beforehand: nothing was promised.
            Err(error) if matches!(error.code, Code::Invalid | Code::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn promised(&mut self, queued: &Operation, mark: Option<(String, Value)>) {
        self.asked.push(Asked {
            id: queued.id,
            operation: queued.operation.clone(),
            mark,
            held: self.reviews
                || matches!(queued.operation.as_str(), "delete-user" | "purge-user" | "remove-role")
                || is_paid_for(&queued.operation),
        });
    }

    /// Does one of the things that can be done with one of the operations.
    pub fn steer(&mut self, session: &Session, rng: &mut Rng) -> Result<()> {
        let all = session.store.operations(Which::All)?;
        let Some(operation) = rng.choice(&all) else {
            return Ok(());
        };
        let done = match (operation.state, rng.u32(..10)) {
            (State::Queued | State::Held, 9) if operation.operation == "update-user" && may_be_approved(operation) => {
                self.counter += 1;
                let wish = Wish {
                    operation: operation.operation.clone(),
                    id: operation.target.id.clone(),
                    input: json!({ "jobTitle": format!("mine {}", self.counter) }),
                };
                let mark = Some(("jobTitle".to_owned(), wish.input["jobTitle"].clone()));
                outbox::replace(session, operation.id, wish).map(|new| self.promised(&new, mark))
            }
            (State::Queued, 0..5) => outbox::discard(session, operation.id).map(drop),
            (State::Conflict, 0..5) => outbox::keep_mine(session, operation.id).map(drop),
            (State::Conflict, _) => outbox::keep_theirs(session, operation.id).map(drop),
            (State::Guided, 9) => outbox::discard(session, operation.id).map(drop),
            (State::Guided, 0..3) => outbox::tell(session, operation.id).map(drop),
            (State::Held, 0..7) if may_be_approved(operation) => outbox::approve(session, operation.id).map(drop),
            (State::Held, _) => outbox::discard(session, operation.id).map(drop),
            (State::Done, 0..4) if actions(operation).contains(&Action::Undo) => {
                outbox::undo(session, operation.id).map(|back| self.promised(&back, None))
            }
            (State::Failed, 0..5) => outbox::retry(session, operation.id).map(drop),
            _ => Ok(()),
        };
        self.told(done)
    }

    fn told(&mut self, done: Result<()>) -> Result<()> {
        match done {
            Err(error) if error.code == Code::MaybeSaved => {
                self.doubt = true;
                Err(error)
            }
            // It moved on in the same moment.
            Err(error) if matches!(error.code, Code::WrongState | Code::Invalid | Code::NotFound) => Ok(()),
            other => other,
        }
    }

    /// Comes to an end with everything that waits for a person, who does what was to be done elsewhere too.
    pub fn settle(&self, session: &Session, other: &Other) -> Result<()> {
        for operation in session.store.operations(Which::Active)? {
            match operation.state {
                State::Conflict => outbox::keep_theirs(session, operation.id).map(drop)?,
                State::Guided if actions(&operation).contains(&Action::Tell) => {
                    outbox::tell(session, operation.id).map(drop)?;
                }
                // Thought better of.
                State::Guided if operation.operation == "purchase-licenses" => {
                    outbox::discard(session, operation.id).map(drop)?;
                }
                State::Guided => other.buy(&operation.target.id, operation.input["totalLicenses"].as_u64()),
                State::Held
                    if may_be_approved(&operation) && operation.attempts < 3 && {
                        // Nothing becomes of a second word, unless it is for another attempt.
                        operation.approved_at.is_none() || operation.hold == Some(Hold::OutcomeUnknown)
                    } =>
                {
                    outbox::approve(session, operation.id).map(drop)?;
                }
                State::Held => outbox::discard(session, operation.id).map(drop)?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// What may have happened already, or goes from another desk, is never let go by this admin; except what Partner Center knows again.
fn may_be_approved(operation: &Operation) -> bool {
    match operation.hold {
        Some(Hold::OutcomeUnknown) => operation.request_key.is_some(),
        other => other != Some(Hold::Exported),
    }
}

fn list(session: &Session, collection: &'static kontor_core::collections::Collection) -> Result<Vec<Item>> {
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    Ok(session.store.list(&session.rules(collection)?, &query)?.items)
}
