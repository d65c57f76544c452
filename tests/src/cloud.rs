//! The demo cloud as the server itself tells it, past the window.

use crate::Result;
use serde_json::Value;
use std::{fs, net::TcpStream, path::Path};

/// The demo cloud that a running window embeds.
pub struct Cloud {
    port: u16,
    token: String,
}

impl Cloud {
    /// The same seed makes the same cloud with the same token; the window remembers its port beside its data.
    pub async fn of(data_dir: &Path) -> Result<Self> {
        let remembered: Value = serde_json::from_slice(&fs::read(data_dir.join("demo.json"))?)?;
        let port = remembered["port"]
            .as_u64()
            .and_then(|port| port.try_into().ok())
            .ok_or("no port is remembered")?;
        let token = kontor_sim::start(kontor_sim::Options::default()).await?.token();
        Ok(Self { port, token })
    }

    pub fn answers(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    /// Every write to an object that the server has applied, in order.
    pub async fn effects_on(&self, id: &str) -> Result<Vec<Value>> {
        let answer = self
            .client()?
            .get(self.url("_sim/effects"))
            .send()
            .await?
            .error_for_status()?;
        let effects: Value = answer.json().await?;
        let on = |effect: &&Value| effect["objectId"] == id;
        Ok(effects["value"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(on)
            .cloned()
            .collect())
    }

    /// A change made elsewhere, by another admin.
    pub async fn patch(&self, path: &str, body: &Value) -> Result {
        let request = self
            .client()?
            .patch(self.url(&format!("v1.0/{path}")))
            .bearer_auth(&self.token);
        request.json(body).send().await?.error_for_status()?;
        Ok(())
    }

    /// A person buys licenses on Microsoft's page, or gives them back, until there are so many.
    pub async fn buy(&self, subscription: &str, count: u32) -> Result {
        let path = format!("_sim/seats?subscription={subscription}&count={count}");
        self.client()?.post(self.url(&path)).send().await?.error_for_status()?;
        Ok(())
    }

    fn client(&self) -> Result<reqwest::Client> {
        Ok(reqwest::Client::builder().no_proxy().build()?)
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }
}

/// A person of the demo tenant who suits a test.
pub struct Person {
    pub id: String,
    pub name: String,
    pub user_principal_name: String,
}

/// The first member who lives in the cloud alone, may sign in, and has a licence: everything can be changed.
pub async fn somebody() -> Result<Person> {
    let users = kontor_sim::start(kontor_sim::Options::default()).await?.users_json();
    let suits = |user: &&Value| {
        user["userType"] == "Member"
            && user["onPremisesSyncEnabled"] != true
            && user["accountEnabled"] == true
            && user["usageLocation"].is_string()
            && user["assignedLicenses"]
                .as_array()
                .is_some_and(|licenses| licenses.len() == 1)
    };
    let user = users.iter().find(suits).ok_or("nobody in the demo suits")?;
    let text = |field: &str| user[field].as_str().unwrap_or_default().to_owned();
    Ok(Person {
        id: text("id"),
        name: text("displayName"),
        user_principal_name: text("userPrincipalName"),
    })
}
