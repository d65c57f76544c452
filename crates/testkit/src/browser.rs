//! A person at a browser: opens a sign-in page, answers its forms, and is sent back to the application.

use reqwest::{Client, Response};
use url::Url;

/// What the person does when the page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accept,
    Cancel,
}

/// Signs in with the first account that is offered, gives `number` as the second proof, and answers the question of consent.
/// Gives the text of the last page.
///
/// # Panics
/// When a page cannot be opened.
pub async fn sign_in_at(url: Url, number: &str, consent: Answer) -> String {
    // Whoever makes the first client of a process chooses its cryptography.
    drop(kontor_cloud::Https::new(None).expect("secure connections"));
    let client = Client::new();
    let mut page = Page::of(client.get(url).send().await.expect("the page opens")).await;
    while let Some(flow) = page.value_of("flow") {
        let answer = match () {
            () if page.asks("Pick an account") => ("account", page.value_of("account").unwrap_or_default()),
            () if page.asks("Verify your identity") => ("number", number.to_owned()),
            () if page.asks("Permissions requested") && consent == Answer::Accept => ("answer", "accept".to_owned()),
            () => ("answer", "cancel".to_owned()),
        };
        let fields = [("flow", flow), (answer.0, answer.1)];
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let post = client
            .post(page.at.join("/common/login").expect("an address"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        page = Page::of(post.send().await.expect("the form is taken")).await;
    }
    page.text
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
