//! The other admin, who works in the same tenant and knows nothing of Kontor.

use crate::admin::ROLE;
use fastrand::Rng;
use kontor_sim::{Cloud, Outcome, Rights};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Works through the same API, with an account of their own.
#[derive(Clone)]
pub struct Other {
    cloud: Cloud,
    token: String,
    /// Without this account nothing would ever come to rest: it is left alone.
    spared: String,
    /// What was bought on the admin center's page: subscription and number of licences.
    bought: Arc<Mutex<Vec<(String, u64)>>>,
}

impl Other {
    pub fn new(cloud: Cloud, spared: String) -> Self {
        let rights = Rights {
            scopes: None,
            roles: vec!["Global Administrator".to_owned()],
        };
        // The world has members enough; without an account nothing they do succeeds.
        let token = cloud.add_account(rights).unwrap_or_default();
        Self {
            cloud,
            token,
            spared,
            bought: Arc::default(),
        }
    }

    /// One change, of a kind that Kontor also makes. Every value is new: who restores the very value that stood there before,
    /// within the two minutes in which replicas lag, cannot be told from nobody.
    pub fn act(&self, rng: &mut Rng) {
        let users = self.cloud.users_json();
        let Some(user) = rng.choice(&users) else { return };
        let id = user["id"].as_str().unwrap_or_default();
        if id == self.spared {
            return;
        }
        let at = format!("/v1.0/users/{id}");
        let news = format!("theirs {}", rng.u64(..));
        match rng.u32(..25) {
            14 => self.take_back(),
            22..25 => self.act_as_partner(rng),
            12 => {
                let all = self.cloud.subscriptions_json();
                let one = rng.choice(&all).and_then(|one| one["id"].as_str());
                self.buy(one.unwrap_or_default(), Some(rng.u64(1..400)));
            }
            13 => self.ask("PATCH", &at, &json!({"passwordPolicies": "DisableStrongPassword"})),
            0..5 => self.ask("PATCH", &at, &json!({ "jobTitle": news })),
            5..7 => self.ask("PATCH", &at, &json!({ "department": news, "city": news })),
            7 => {
                let password = format!("Theirs-{}-aA", rng.u64(..));
                self.ask("PATCH", &at, &json!({"passwordProfile": {"password": password}}));
            }
            8 => {
                let domains = self.cloud.domains_json();
                let Some(domain) = rng.choice(&domains) else { return };
                let path = format!("/v1.0/domains/{}", domain["id"].as_str().unwrap_or_default());
                self.ask(
                    "PATCH",
                    &path,
                    &json!({"passwordValidityPeriodInDays": rng.u32(400..700)}),
                );
            }
            9 => self.ask("DELETE", &at, &Value::Null),
            10 | 15 => {
                let deleted = self.cloud.deleted_users_json();
                let Some(gone) = rng.choice(&deleted) else { return };
                let path = format!(
                    "/v1.0/directory/deletedItems/{}",
                    gone["id"].as_str().unwrap_or_default()
                );
                match rng.u32(..3) {
                    0 => self.ask("DELETE", &path, &Value::Null),
                    _ => self.ask("POST", &format!("{path}/restore"), &Value::Null),
                }
            }
            18 | 19 => {
                let groups = self.cloud.groups_json();
                let Some(group) = rng.choice(&groups) else { return };
                let members = format!("/v1.0/groups/{}/members", group["id"].as_str().unwrap_or_default());
                match rng
                    .choice(group["members"].as_array().into_iter().flatten().collect::<Vec<_>>())
                    .and_then(Value::as_str)
                {
                    Some(member) if rng.bool() => self.ask("DELETE", &format!("{members}/{member}/$ref"), &Value::Null),
                    _ => {
                        let link = format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}");
                        self.ask("POST", &format!("{members}/$ref"), &json!({ "@odata.id": link }));
                    }
                }
            }
            16 => match rng.choice(&users).and_then(|one| one["id"].as_str()) {
                Some(manager) if rng.bool() => {
                    let of = format!("{}/v1.0/users/{manager}", self.cloud.endpoints().graph);
                    self.ask("PUT", &format!("{at}/manager/$ref"), &json!({ "@odata.id": of }));
                }
                _ => self.ask("DELETE", &format!("{at}/manager/$ref"), &Value::Null),
            },
            11 => self.ask("POST", &format!("{at}/revokeSignInSessions"), &Value::Null),
            21 => {
                let body = json!({"principalId": id, "roleDefinitionId": ROLE, "directoryScopeId": "/"});
                self.ask("POST", "/v1.0/roleManagement/directory/roleAssignments", &body);
            }
            _ => {
                let name = format!("theirs{}", rng.u32(..));
                let domain = user["userPrincipalName"].as_str().and_then(|upn| upn.split_once('@'));
                let upn = format!("{name}@{}", domain.map_or("", |(_, domain)| domain));
                let body = json!({"userPrincipalName": upn, "displayName": news, "mailNickname": name, "accountEnabled": true,
                    "passwordProfile": {"password": "Theirs-4711-aA"}});
                self.ask("POST", "/v1.0/users", &body);
            }
        }
    }

    /// Puts back what was last made, deleted or restored, as if it had never been.
    pub fn take_back(&self) {
        let effects = self.cloud.effects();
        for effect in effects.iter().rev() {
            let at = format!("/v1.0/users/{}", effect.object_id);
            let restore = format!("/v1.0/directory/deletedItems/{}/restore", effect.object_id);
            if effect.method == "DELETE" && effect.path == at {
                return self.ask("POST", &restore, &Value::Null);
            }
            if effect.path == restore || effect.method == "POST" && effect.path == "/v1.0/users" {
                return self.ask("DELETE", &at, &Value::Null);
            }
        }
    }

    /// Licences are bought or given back where there is no API.
    pub fn buy(&self, subscription: &str, count: Option<u64>) {
        let Some(count) = count else { return };
        if self.cloud.buy(subscription, u32::try_from(count).unwrap_or(u32::MAX)) {
            lock(&self.bought).push((subscription.to_owned(), count));
        }
    }

    /// Whether so many were ever bought.
    pub fn has_bought(&self, subscription: &str, count: u64) -> bool {
        lock(&self.bought)
            .iter()
            .any(|(id, bought)| id == subscription && *bought == count)
    }

    /// The same at Partner Center, for the partner's customer. Nobody else asks for so many seats.
    fn act_as_partner(&self, rng: &mut Rng) {
        let tenants = self.cloud.tenants();
        let Some(customer) = tenants.get(1) else { return };
        let theirs = format!("/v1/customers/{}/subscriptions", customer.tenant_id());
        let listed = self.read(&theirs);
        let Some(one) = rng.choice(listed["items"].as_array().into_iter().flatten().collect::<Vec<_>>()) else {
            return;
        };
        let path = format!("{theirs}/{}", one["id"].as_str().unwrap_or_default().to_lowercase());
        let mut changed = one.clone();
        match rng.u32(..3) {
            0 => changed["autoRenewEnabled"] = json!(one["autoRenewEnabled"] == false),
            _ => changed["quantity"] = json!(rng.u32(5_000..9_000)),
        }
        self.ask("PATCH", &path, &changed);
    }

    fn read(&self, path: &str) -> Value {
        let headers = [("authorization".to_owned(), format!("Bearer {}", self.token))];
        let Outcome::Answered(answer) = self.cloud.answer("GET", path, &headers, &[]) else {
            return Value::Null;
        };
        // Partner Center begins with a byte order mark.
        let text = answer.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&answer.body);
        serde_json::from_slice(text).unwrap_or_default()
    }

    /// What becomes of it is theirs to see.
    fn ask(&self, method: &str, path: &str, body: &Value) {
        let headers = [
            ("authorization".to_owned(), format!("Bearer {}", self.token)),
            ("content-type".to_owned(), "application/json".to_owned()),
        ];
        let body = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        let _: Outcome = self.cloud.answer(method, path, &headers, &body);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
