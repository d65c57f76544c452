//! A person signs in: with the browser or a code, to a new tenant or again to one that is connected.

use crate::another::{TheKey, another_by};
use crate::browser::{Diverted, agree, ask, new_tenant, page, parameter, people, prompted, with_browser};
use crate::sync::rule;
use kontor_core::collections::USERS;
use kontor_core::operations::Wish;
use kontor_core::outbox::{Pace, approve, drain, queue, send_now};
use kontor_core::{Again, Connection, Connector, How, NewTenant, Prompt, Session};
use kontor_model::{AuthKind, Code, Hold, Operation, State};
use kontor_sim::{Action, SignIn};
use kontor_store::Query;
use kontor_testkit::House;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// A change of somebody, about to be sent.
fn changed(session: &Session) -> Operation {
    let query = Query {
        limit: 1,
        ..Query::default()
    };
    let rules = session.rules(&USERS).unwrap();
    let wish = Wish {
        operation: "update-user".to_owned(),
        id: session.store.list(&rules, &query).unwrap().items.remove(0).id,
        input: json!({ "jobTitle": "Los" }),
    };
    let asked = queue(session, wish).unwrap();
    send_now(session).unwrap();
    asked
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_is_connected_with_the_browser_and_stays_signed_in_over_a_restart() {
    let house = House::standing(100).await;
    let tenant = with_browser(&house, "Nordvarde", |url| {
        assert_eq!(parameter(url, "code_challenge_method"), "S256");
        assert!(parameter(url, "redirect_uri").starts_with("http://localhost:"));
        let scopes = parameter(url, "scope");
        assert!(scopes.contains("https://graph.microsoft.com/User.Read.All"), "{scopes}");
        assert!(
            !scopes.contains("ReadWrite"),
            "writing is not asked for before there is something to write: {scopes}"
        );
    })
    .await
    .unwrap();
    assert_eq!(
        (tenant.auth, &tenant.tenant_id),
        (AuthKind::Browser, &house.tenant.tenant_id)
    );
    assert_eq!(people(&house, &tenant).await, 100);
    let kept = |house: &House| {
        let kontor = house.kontor.clone();
        async move {
            kontor
                .session(tenant.id)
                .await
                .unwrap()
                .store
                .token("refresh")
                .unwrap()
                .unwrap()
        }
    };
    let first = kept(&house).await;
    let house = house.restart();
    let session = house.kontor.session(tenant.id).await.unwrap();
    session.verify_tenant(&Default::default()).await.unwrap();
    assert_ne!(
        kept(&house).await,
        first,
        "each answer brings a new refresh token, which is the one kept"
    );
    assert_eq!(session.connection().unwrap().0, Connection::Unknown);
}

/// What `answer` says to one raw request.
fn knock(port: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    said.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn case_39_whoever_else_knocks_at_the_loopback_address_spoils_nothing() {
    let house = House::standing(100).await;
    let (tell, told) = std::sync::mpsc::channel();
    with_browser(&house, "Nordvarde", move |url| {
        let redirect = Url::parse(&parameter(url, "redirect_uri")).unwrap();
        let port = redirect.port().unwrap().to_string();
        let state = parameter(url, "state");
        let get = |path: &str, host: &str| knock(&port, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        let ours = format!("localhost:{port}");
        for (path, host, refusal) in [
            ("/?code=stolen&state=guessed", ours.as_str(), "400"),
            ("/?code=stolen", &ours, "400"),
            ("/", &ours, "400"),
            ("/favicon.ico", &ours, "404"),
            (&format!("/other?code=x&state={state}"), &ours, "404"),
            (&format!("/?code=x&state={state}"), "evil.example", "404"),
            (&format!("/?code=x&state={state}"), "localhost:1", "404"),
        ] {
            let said = get(path, host);
            assert!(said.contains(refusal), "{path} {host}: {said}");
        }
        let posted = knock(
            &port,
            &format!("POST /?code=x&state={state} HTTP/1.1\r\nHost: {ours}\r\nContent-Length: 0\r\n\r\n"),
        );
        assert!(posted.contains("405"), "{posted}");
        assert!(knock(&port, "\u{1}\u{2}nonsense\r\n\r\n").contains("400"));
        // A port scanner that opens a connection and says nothing.
        let silent = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        tell.send((port, silent)).unwrap();
    })
    .await
    .unwrap();
    let (port, _silent) = told.recv().unwrap();
    let gone = TcpStream::connect(format!("127.0.0.1:{port}"));
    assert!(gone.is_err(), "nothing listens once the answer is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_declined_stores_nothing() {
    let house = House::standing(100).await;
    let (prompt, told) = prompted();
    let person = async {
        let url = page(told.await.unwrap());
        let mut back = Url::parse(&parameter(&url, "redirect_uri")).unwrap();
        back.query_pairs_mut().extend_pairs([
            ("error", "access_denied"),
            (
                "error_description",
                "AADSTS65004: User declined to consent to access the app.",
            ),
            ("state", &parameter(&url, "state")),
        ]);
        agree(back).await
    };
    let (refused, shown) = tokio::join!(
        house.kontor.sign_in(new_tenant(&house, "Ny"), How::Browser, prompt),
        person
    );
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, Code::SignInNeeded);
    assert!(
        refused.message.contains("declined") && refused.message.contains("AADSTS65004"),
        "{refused}"
    );
    assert!(shown.contains("declined or refused"), "{shown}");
    assert_eq!(house.kontor.folder().tenants().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_is_connected_with_a_code() {
    let house = House::standing(100).await;
    let (prompt, told) = prompted();
    let waiting = house
        .kontor
        .sign_in(new_tenant(&house, "Nordvarde"), How::DeviceCode, prompt);
    let person = async {
        let Prompt::Code { address, code } = told.await.unwrap() else {
            panic!("a code was asked for")
        };
        assert!(!code.is_empty());
        // The cloud takes the sign-in as done after the first poll. Each look at the page gives a poll the time to be answered.
        loop {
            let shown = agree(Url::parse(&address).unwrap()).await;
            assert!(shown.contains("Enter code"), "{shown}");
            house.pass(Duration::from_secs(1)).await;
        }
    };
    let tenant = tokio::select! {
        tenant = waiting => tenant.unwrap(),
        () = person => unreachable!(),
    };
    assert_eq!(tenant.auth, AuthKind::DeviceCode);
    assert_eq!(people(&house, &tenant).await, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_taken_is_told_before_anybody_signs_in() {
    let house = House::standing(100).await;
    let (prompt, told) = prompted();
    let refused = house
        .kontor
        .sign_in(new_tenant(&house, "test"), How::Browser, prompt)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::TenantExists);
    assert!(told.await.is_err(), "nobody was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn case_22_a_sign_in_that_was_revoked_is_asked_for_once_and_the_outbox_goes_on_after_it() {
    let house = House::standing(100).await;
    house.cloud.lock().await.set_lag(Duration::ZERO);
    let tenant = with_browser(&house, "Nordvarde", |_| {}).await.unwrap();
    people(&house, &tenant).await;
    let session = house.kontor.session(tenant.id).await.unwrap();
    let asked = changed(&session);
    house.cloud.lock().await.revoke_tokens();
    // The access token is dead as well, and the refresh token brings no other.
    drain(&session, Pace::Due).await.unwrap();
    let waits = session.store.operation(asked.id).unwrap().unwrap();
    assert_eq!((waits.state, waits.attempts), (State::Queued, 0), "{waits:#?}");
    let (connection, why) = session.connection().unwrap();
    assert_eq!(connection, Connection::SignInNeeded);
    let why = why.unwrap().message;
    assert!(why.contains("AADSTS") && why.contains("sign"), "{why}");

    let (again, _) = ask(&house, &tenant, Again::AsBefore, async |url: Url| {
        assert!(
            !parameter(&url, "login_hint").is_empty(),
            "the same person is asked for"
        );
        agree(url).await
    })
    .await;
    again.unwrap();
    let session = house.kontor.session(tenant.id).await.unwrap();
    drain(&session, Pace::Settle).await.unwrap();
    let done = session.store.operation(asked.id).unwrap().unwrap();
    assert_eq!((done.state, done.attempts), (State::Done, 1), "{done:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn case_21_a_claims_challenge_is_answered_with_one_new_sign_in_that_proves_it() {
    let house = House::standing(100).await;
    let tenant = with_browser(&house, "Nordvarde", |_| {}).await.unwrap();
    let session = house.kontor.session(tenant.id).await.unwrap();
    // The rule leaves alone whoever has signed in with the claims it asks for.
    house
        .cloud
        .lock()
        .await
        .set_faults(vec![rule("GET /v1.0/*", Action::Claims)]);
    let all = kontor_core::sync::Wish {
        full: false,
        only: Vec::new(),
    };
    kontor_core::sync::sync(&session, &all).await.unwrap();
    assert_eq!(session.connection().unwrap().0, Connection::SignInNeeded);
    let (again, _) = ask(&house, &tenant, Again::AsBefore, async |url: Url| {
        let claims: serde_json::Value = serde_json::from_str(&parameter(&url, "claims")).unwrap();
        assert!(claims["access_token"].is_object(), "{claims}");
        agree(url).await
    })
    .await;
    again.unwrap();
    assert_eq!(people(&house, &tenant).await, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_to_write_is_asked_for_when_there_is_something_to_write() {
    let house = House::standing(100).await;
    let strict = SignIn {
        consent: true,
        ..SignIn::default()
    };
    // Time stands still here, and with it a replica that lags.
    house.cloud.lock().await.set_lag(Duration::ZERO);
    house.cloud.lock().await.set_sign_in(strict);
    let tenant = with_browser(&house, "Nordvarde", |_| {}).await.unwrap();
    assert_eq!(people(&house, &tenant).await, 100);
    let session = house.kontor.session(tenant.id).await.unwrap();
    let asked = changed(&session);
    drain(&session, Pace::Due).await.unwrap();
    let held = session.store.operation(asked.id).unwrap().unwrap();
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::Denied)), "{held:#?}");

    let (again, _) = ask(&house, &tenant, Again::AsBefore, async |url: Url| {
        let scopes = parameter(&url, "scope");
        assert!(
            scopes.contains("https://graph.microsoft.com/User.ReadWrite.All"),
            "{scopes}"
        );
        assert!(
            !scopes.contains("Domain.ReadWrite"),
            "nothing waits that needs it: {scopes}"
        );
        agree(url).await
    })
    .await;
    again.unwrap();
    let session = house.kontor.session(tenant.id).await.unwrap();
    approve(&session, asked.id).unwrap();
    drain(&session, Pace::Settle).await.unwrap();
    assert_eq!(session.store.operation(asked.id).unwrap().unwrap().state, State::Done);
}

/// What becomes of an ID token on its way.
type Change = Box<dyn Fn(&str) -> Option<String> + Send>;

/// The wire, on which somebody puts another ID token into the answer.
struct Meddled(kontor_cloud::Https, Arc<Mutex<Change>>);

#[async_trait::async_trait]
impl kontor_cloud::Transport for Meddled {
    async fn send(
        &self,
        request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        let is_token = request.url.path().ends_with("/token");
        let mut answer = self.0.send(request).await?;
        if is_token && let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(&answer.body) {
            let token = body["id_token"].as_str().unwrap_or_default();
            body["id_token"] = json!(self.1.lock().unwrap()(token));
            answer.body = body.to_string().into_bytes();
        }
        Ok(answer)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_token_that_entra_has_not_signed_for_this_sign_in_is_not_believed() {
    let house = House::standing(100).await;
    house.kontor.stop();
    let meddle: Arc<Mutex<Change>> = Arc::new(Mutex::new(Box::new(|token| Some(token.to_owned()))));
    let shared = meddle.clone();
    let way: Connector = Arc::new(move |_| Ok(Arc::new(Meddled(kontor_cloud::Https::new(None)?, shared.clone()))));
    let kontor = another_by(&house.clock, &house, Arc::new(TheKey), way);
    let sign_in = async |name: &str| {
        let (prompt, told) = prompted();
        let person = async { agree(page(told.await.unwrap())).await };
        tokio::join!(kontor.sign_in(new_tenant(&house, name), How::Browser, prompt), person).0
    };
    let part = |json: serde_json::Value| {
        use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
        BASE64_URL_SAFE_NO_PAD.encode(json.to_string())
    };
    let earlier = Arc::new(Mutex::new(String::new()));
    let heard = earlier.clone();
    *meddle.lock().unwrap() = Box::new(move |token| {
        // A refresh brings none.
        if !token.is_empty() {
            *heard.lock().unwrap() = token.to_owned();
        }
        Some(token.to_owned())
    });
    sign_in("Nordvarde").await.unwrap();
    let earlier = earlier.lock().unwrap().clone();

    let parts = |token: &str| -> Vec<String> { token.split('.').map(str::to_owned).collect() };
    let unsigned = part(json!({"alg": "none", "typ": "JWT"}));
    let claims =
        part(json!({"iss": "x", "tid": house.tenant.tenant_id, "oid": "y", "exp": 9_999_999_999_i64, "aud": "z"}));
    let changes: Vec<(&str, Change)> = vec![
        ("none at all", Box::new(|_| None)),
        ("no token", Box::new(|_| Some("nonsense".to_owned()))),
        ("of an earlier sign-in", Box::new(move |_| Some(earlier.clone()))),
        (
            "unsigned",
            Box::new(move |token| Some(format!("{unsigned}.{}.", parts(token)[1]))),
        ),
        (
            "other claims",
            Box::new(move |token| Some(format!("{}.{claims}.{}", parts(token)[0], parts(token)[2]))),
        ),
        (
            "cut signature",
            Box::new(|token| Some(token[..token.len() - 8].to_owned())),
        ),
    ];
    for (what, change) in changes {
        *meddle.lock().unwrap() = change;
        let refused = sign_in("Ny").await.unwrap_err();
        assert_eq!(refused.code, Code::Malformed, "{what}: {refused}");
        assert!(refused.message.contains("does not believe"), "{what}: {refused}");
    }
    assert_eq!(kontor.folder().tenants().unwrap().len(), 2, "nothing was stored");
}

/// An organisation that nobody has.
const NAMED: &str = "11111111-2222-3333-4444-555555555555";

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_to_another_organisation_than_the_one_named_connects_nothing() {
    let house = House::standing(100).await;
    house.kontor.stop();
    let other = house.tenant.tenant_id.clone();
    let way: Connector = Arc::new(move |_| {
        Ok(Arc::new(Diverted(
            kontor_cloud::Https::new(None)?,
            [NAMED.to_owned(), other.clone()],
        )))
    });
    let kontor = another_by(&house.clock, &house, Arc::new(TheKey), way);
    let (prompt, told) = prompted();
    let new = NewTenant {
        tenant_id: Some(NAMED.to_owned()),
        ..new_tenant(&house, "Ny")
    };
    let person = async {
        let mut url = page(told.await.unwrap());
        let path = url.path().replace(NAMED, &house.tenant.tenant_id);
        url.set_path(&path);
        agree(url).await
    };
    let (refused, _) = tokio::join!(kontor.sign_in(new, How::Browser, prompt), person);
    assert_eq!(refused.unwrap_err().code, Code::WrongTenant);
    assert_eq!(kontor.folder().tenants().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_app_registration_counts_once_it_has_let_the_person_in_and_not_before() {
    let house = House::standing(100).await;
    let tenant = with_browser(&house, "Nordvarde", |_| {}).await.unwrap();
    let before = tenant.client_id.clone().unwrap();
    let own = "0b9e1a52-7d0c-4c6e-9a53-5d1f8a3c7e21";
    let registered = kontor_sim::App {
        client_id: own.to_owned(),
        redirect_uris: vec!["http://localhost".to_owned()],
        public: true,
        secrets: Vec::new(),
        certificates: Vec::new(),
    };
    house.cloud.lock().await.register_app(registered).unwrap();
    let app = async || {
        let tenants = house.kontor.folder().tenants().unwrap();
        let found = tenants.into_iter().find(|one| one.id == tenant.id).unwrap();
        found.client_id.unwrap()
    };

    // One that Entra does not know shows its fault on the page and never comes back: the person stops it.
    let (prompt, told) = prompted();
    let unknown = Again::WithApp("11111111-1111-4111-8111-111111111111".to_owned());
    tokio::select! {
        done = house.kontor.sign_in_again(tenant.id, How::Browser, unknown, prompt) => panic!("{done:?}"),
        shown = async { agree(page(told.await.unwrap())).await } => assert!(shown.contains("AADSTS700016"), "{shown}"),
    }
    assert_eq!(app().await, before);

    let (done, _) = ask(&house, &tenant, Again::WithApp(own.to_owned()), async |url: Url| {
        assert_eq!(parameter(&url, "client_id"), own);
        agree(url).await
    })
    .await;
    done.unwrap();
    assert_eq!(app().await, own);
    // From now on it is that app which refreshes: the other one is not registered any more.
    let house = house.restart();
    let session = house.kontor.session(tenant.id).await.unwrap();
    session.verify_tenant(&Default::default()).await.unwrap();
}
