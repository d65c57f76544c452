//! A person at the browser: what Kontor asks of them, and what they do.

use kontor_core::collections::USERS;
use kontor_core::{Again, How, NewTenant, Prompt};
use kontor_model::{Result, Tenant};
use kontor_store::Query;
use kontor_testkit::{Answer, House, sign_in_at};
use tokio::sync::oneshot;
use url::Url;

/// What is asked of the person, as soon as it is.
pub fn prompted() -> (impl FnOnce(Prompt) + Send, oneshot::Receiver<Prompt>) {
    let (tell, told) = oneshot::channel();
    (move |prompt| drop(tell.send(prompt)), told)
}

pub fn new_tenant(house: &House, name: &str) -> NewTenant {
    NewTenant {
        name: name.to_owned(),
        tenant_id: None,
        client_id: None,
        endpoints: house.tenant.endpoints.clone(),
    }
}

pub fn page(prompt: Prompt) -> Url {
    match prompt {
        Prompt::Browser { url } => Url::parse(&url).unwrap(),
        Prompt::Code { .. } => panic!("a browser was asked for"),
    }
}

/// Signs in with the browser; `before` is done between the browser's opening and the person's coming back.
pub async fn with_browser(house: &House, name: &str, before: impl FnOnce(&Url) + Send + 'static) -> Result<Tenant> {
    let (prompt, told) = prompted();
    let person = async {
        let url = page(told.await.unwrap());
        let page = url.clone();
        tokio::task::spawn_blocking(move || before(&page)).await.unwrap();
        agree(url).await
    };
    let (tenant, shown) = tokio::join!(
        house.kontor.sign_in(new_tenant(house, name), How::Browser, prompt),
        person
    );
    assert!(shown.contains("You are signed in."), "{shown}");
    tenant
}

/// The parameter of a sign-in's address.
pub fn parameter(url: &Url, name: &str) -> String {
    let mut pairs = url.query_pairs();
    pairs.find(|(key, _)| key == name).unwrap().1.into_owned()
}

pub async fn people(house: &House, tenant: &Tenant) -> usize {
    let session = house.kontor.session(tenant.id).await.unwrap();
    kontor_core::sync::sync(
        &session,
        &kontor_core::sync::Wish {
            full: false,
            only: Vec::new(),
        },
    )
    .await
    .unwrap();
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(&USERS).unwrap();
    session.store.list(&rules, &query).unwrap().items.len()
}

/// Signs in again in the browser, where `visit` does the person's part and gives what was shown in the end.
pub async fn ask<F: Future<Output = String>>(
    house: &House,
    tenant: &Tenant,
    wanted: Again,
    visit: impl FnOnce(Url) -> F,
) -> (Result<()>, String) {
    let (prompt, told) = prompted();
    let person = async { visit(page(told.await.unwrap())).await };
    tokio::join!(
        house.kontor.sign_in_again(tenant.id, How::Browser, wanted, prompt),
        person
    )
}

pub async fn agree(url: Url) -> String {
    sign_in_at(url, "", Answer::Accept).await
}

/// The wire, on which what is meant for one organisation's sign-in goes to another's.
pub struct Diverted(pub kontor_cloud::Https, pub [String; 2]);

#[async_trait::async_trait]
impl kontor_cloud::Transport for Diverted {
    async fn send(
        &self,
        mut request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        let [ours, theirs] = &self.1;
        let path = request.url.path().replace(ours, theirs);
        request.url.set_path(&path);
        self.0.send(request).await
    }
}
