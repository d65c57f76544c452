//! A person at a browser: opens a sign-in page, answers its forms, and is sent back to the application.

use reqwest::{Client, Response};
use url::Url;

/// What the person does when the page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accept,
    Cancel,
}

/// Signs in with the account that the address hints at, or else the first that is offered, gives `number` as the second proof, and
/// answers the question of consent. Gives the text of the last page.
///
/// # Panics
/// When a page cannot be opened.
pub async fn sign_in_at(url: Url, number: &str, consent: Answer) -> String {
    let mut parameters = url.query_pairs();
    let hint = parameters.find(|(name, _)| name == "login_hint");
    let account = hint.map(|(_, account)| account.into_owned());
    let client = client();
    let page = client.get(url).send().await.expect("the page opens");
    go_on(&client, Page::of(page).await, account, number, consent).await
}

/// Types the code that a device shows on its page, and does the same from there.
///
/// # Panics
/// When a page cannot be opened.
pub async fn enter_code(page: Url, code: &str, consent: Answer) -> String {
    let client = client();
    let first = post(&client, page, &[("user_code", code)]).await;
    go_on(&client, first, None, "", consent).await
}

fn client() -> Client {
    // Whoever makes the first client of a process chooses its cryptography.
    drop(kontor_cloud::Https::new(None).expect("secure connections"));
    Client::new()
}

async fn go_on(client: &Client, mut page: Page, mut account: Option<String>, number: &str, consent: Answer) -> String {
    while let Some(flow) = page.value_of("flow") {
        let answer = match () {
            () if page.asks("Pick an account") => {
                let offered = || page.value_of("account").unwrap_or_default();
                ("account", account.take().unwrap_or_else(offered))
            }
            () if page.asks("Verify your identity") => ("number", number.to_owned()),
            () if page.asks("Permissions requested") && consent == Answer::Accept => ("answer", "accept".to_owned()),
            () => ("answer", "cancel".to_owned()),
        };
        let at = page.at.join("/common/login").expect("an address");
        page = post(client, at, &[("flow", &flow), (answer.0, &answer.1)]).await;
    }
    page.text
}

async fn post(client: &Client, at: Url, fields: &[(&str, &str)]) -> Page {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let post = client
        .post(at)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    Page::of(post.send().await.expect("the form is taken")).await
}

struct Page {
    at: Url,
    text: String,
}

impl Page {
    async fn of(response: Response) -> Self {
        let at = response.url().clone();
        let text = response.text().await.expect("the page is whole");
        Self { at, text }
    }

    fn asks(&self, title: &str) -> bool {
        self.text.contains(&format!("<title>{title}</title>"))
    }

    /// The value of the first field or button of that name.
    fn value_of(&self, name: &str) -> Option<String> {
        let (_, rest) = self.text.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split('"').next()?.replace("&amp;", "&"))
    }
}
