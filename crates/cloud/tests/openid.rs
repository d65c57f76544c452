//! Signing in at a certified OpenID provider that knows nothing of Microsoft: what Kontor sends is the standard's, and not only
//! what its own simulator takes.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

use kontor_cloud::{
    Application, BrowserSignIn, ClosingPage, Delegated, DeviceSignIn, Entra, Https, Proof, RefreshToken, SignIn,
    SignedIn, Tokens, TokioClock,
};
use kontor_model::{Api, Endpoints, Error, Secret};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};

/// The provider, and a person's browser.
struct Provider {
    child: Child,
    browser: ChildStdin,
    said: mpsc::Receiver<String>,
    at: Value,
}

impl Provider {
    fn start() -> Self {
        // `cargo xtask test` installs it and says where.
        let folder =
            std::env::var("KONTOR_OPENID_PROVIDER").expect("KONTOR_OPENID_PROVIDER names the provider's folder");
        let mut child = Command::new("node")
            .arg("provider.mjs")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/certificates/first.pem"))
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let browser = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (tell, said) = mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let at = serde_json::from_str(&said.recv().unwrap()).unwrap();
        Self {
            child,
            browser,
            said,
            at,
        }
    }

    fn part(&self, name: &str) -> &str {
        self.at[name].as_str().unwrap()
    }

    fn endpoints(&self) -> Endpoints {
        let login = self.part("login").parse().unwrap();
        let nowhere: url::Url = "http://127.0.0.1:1".parse().unwrap();
        Endpoints {
            login,
            graph: nowhere.clone(),
            arm: nowhere.clone(),
            partner_center: nowhere,
            ca: None,
        }
    }

    fn entra(&self) -> Entra {
        self.entra_of("client")
    }

    /// The door of one of its apps.
    fn entra_of(&self, app: &str) -> Entra {
        let wire = Arc::new(Https::new(None).unwrap());
        Entra::new(
            &self.endpoints(),
            self.part("tenant"),
            self.part(app),
            wire,
            Arc::new(TokioClock),
            1,
        )
    }

    /// Sends the person's browser somewhere.
    fn open(&mut self, address: &str) {
        writeln!(self.browser, "{address}").unwrap();
    }

    /// What the browser shows in the end. The provider has remarks of its own in between.
    fn shown(&self) -> String {
        self.said.iter().find(|line| line.starts_with('"')).unwrap()
    }

    fn check(&self, signed_in: &SignedIn) {
        assert_eq!(signed_in.person.tenant_id, self.part("tenant"));
        assert_eq!(signed_in.person.user_principal_name, "ingrid@fjordlys.example");
        assert!(signed_in.scopes.contains(&READ.to_owned()), "{:?}", signed_in.scopes);
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const READ: &str = "https://graph.microsoft.com/User.Read";

/// To Entra this is all that was granted, whatever was asked for; by the standard it has to be granted by this name.
const WHOLE: &str = "https://graph.microsoft.com/.default";

fn wish() -> SignIn {
    SignIn {
        scopes: [READ, WHOLE].map(str::to_owned).to_vec(),
        ..SignIn::default()
    }
}

fn random(bytes: &mut [u8]) {
    bytes.fill_with(|| fastrand::u8(..));
}

/// The refresh token, where the ledger would be.
struct Kept(Mutex<Secret>);

impl RefreshToken for Kept {
    fn get(&self) -> Result<Option<Secret>, Error> {
        Ok(Some(self.0.lock().unwrap().clone()))
    }

    fn keep(&self, token: &Secret) -> Result<(), Error> {
        *self.0.lock().unwrap() = token.clone();
        Ok(())
    }

    fn claims(&self) -> Result<Option<String>, Error> {
        Ok(None)
    }
}

#[tokio::test]
#[ignore = "needs the provider, which `cargo xtask test` installs"]
async fn a_person_signs_in_with_the_browser_and_stays_signed_in() {
    let mut provider = Provider::start();
    let entra = provider.entra();
    let begun = BrowserSignIn::begin(&entra, &wish(), &random).await.unwrap();
    provider.open(begun.url().as_str());
    let page = ClosingPage {
        signed_in: "done".to_owned(),
        refused: "refused".to_owned(),
    };
    let signed_in = begun.finish(page).await.unwrap();
    let shown = provider.shown();
    assert!(shown.contains("<p>done"), "{shown}");
    provider.check(&signed_in);

    let kept = Arc::new(Kept(Mutex::new(signed_in.refresh.clone())));
    let tokens = Delegated::new(provider.entra(), provider.endpoints(), kept.clone());
    let first = tokens.bearer(Api::Graph, None).await.unwrap();
    let rotated = kept.0.lock().unwrap().clone();
    assert_ne!(
        rotated, signed_in.refresh,
        "this provider takes each refresh token once"
    );
    assert_ne!(tokens.bearer(Api::Graph, Some(&first)).await.unwrap(), first);
}

#[tokio::test]
#[ignore = "needs the provider, which `cargo xtask test` installs"]
async fn a_person_signs_in_with_a_code() {
    let mut provider = Provider::start();
    let entra = provider.entra();
    let begun = DeviceSignIn::begin(&entra, &wish()).await.unwrap();
    provider.open(&format!("{}?user_code={}", begun.address(), begun.code()));
    let signed_in = begun.finish().await.unwrap();
    provider.check(&signed_in);
}

#[tokio::test]
#[ignore = "needs the provider, which `cargo xtask test` installs"]
async fn an_application_signs_in_with_its_certificate() {
    let provider = Provider::start();
    let bearer = async |pem: &str| {
        let proof = Proof::Certificate(Secret::new(pem));
        let application = Application::new(provider.entra_of("application"), provider.endpoints(), proof);
        application.bearer(Api::Graph, None).await
    };
    let token = bearer(include_str!("certificates/first.pem")).await.unwrap();
    assert!(!token.expose().is_empty());
    let refused = bearer(include_str!("certificates/second.pem")).await.unwrap_err();
    assert_eq!(refused.server_code.as_deref(), Some("invalid_client"), "{refused}");
}
