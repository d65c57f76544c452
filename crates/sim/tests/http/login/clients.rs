//! Clients that prove who they are: secrets and certificates.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as BASE64};
use kontor_sim::App;
use reqwest::Method;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::{number, open, token, with_token};
use crate::Cloud;

const KEY: &[u8] = include_bytes!("../../../data/simulator-key-1.pk8");
const ANOTHER_KEY: &[u8] = include_bytes!("../../../data/simulator-key-2.pk8");

#[tokio::test]
async fn applications_sign_in_with_a_secret_and_their_tokens_expire() {
    let cloud = Cloud::with(10).await;
    let scope = ("scope", "https://graph.microsoft.com/.default");
    let bare = token(
        &cloud,
        &[("grant_type", "client_credentials"), ("client_id", "c"), scope],
    )
    .await;
    assert_eq!(
        (bare.status.as_u16(), bare.json()["error"].as_str()),
        (401, Some("invalid_client"))
    );
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "c"),
        ("client_secret", "s"),
        scope,
    ];
    let app = token(&cloud, &fields).await.json();
    assert_eq!(with_token(&cloud, &app, Method::GET, "/v1.0/users").await, 200);
    assert_eq!(
        with_token(&cloud, &app, Method::GET, "/v1.0/me").await,
        400,
        "nobody signed in"
    );
    cloud.sim.advance(std::time::Duration::from_secs(3901));
    assert_eq!(with_token(&cloud, &app, Method::GET, "/v1.0/users").await, 401);
}

#[tokio::test]
async fn only_registered_clients_secrets_and_addresses_are_taken_once_there_are_some() {
    let cloud = Cloud::with(10).await;
    let app = App {
        client_id: "c".into(),
        redirect_uris: vec!["http://localhost/back".into()],
        secrets: vec!["right:one".into()],
        ..App::default()
    };
    cloud.sim.register_app(app).unwrap();
    let ask = async |client: &str, secret: &str| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", client),
            ("client_secret", secret),
            ("scope", "https://graph.microsoft.com/.default"),
        ];
        let answer = token(&cloud, &fields).await;
        let told = answer.json();
        let (error, number) = number(&told);
        (answer.status.as_u16(), error.to_owned(), number)
    };
    assert_eq!(ask("c", "right:one").await, (200, String::new(), 0));
    assert_eq!(ask("c", "wrong").await, (401, "invalid_client".into(), 7_000_215));
    assert_eq!(
        ask("another", "right:one").await,
        (400, "unauthorized_client".into(), 700_016)
    );
    assert_eq!(open(&cloud, "scope=User.Read").await.status, 302, "any port does");
    let elsewhere = "/common/oauth2/v2.0/authorize?client_id=c&response_type=code&scope=User.Read&redirect_uri=http://localhost:9/else";
    assert!(cloud.get(elsewhere).await.text().contains("AADSTS50011"));
    let unknown = "/common/oauth2/v2.0/authorize?client_id=x&response_type=code&scope=User.Read&redirect_uri=http://localhost:9/back";
    assert!(cloud.get(unknown).await.text().contains("AADSTS700016"));
    let device = super::post(
        &cloud,
        "/common/oauth2/v2.0/devicecode",
        &[("client_id", "c"), ("scope", "User.Read")],
    )
    .await;
    let device = device.json()["device_code"].as_str().unwrap().to_owned();
    let fields = [
        ("grant_type", "device_code"),
        ("client_id", "c"),
        ("device_code", &device),
    ];
    assert_eq!(
        number(&token(&cloud, &fields).await.json()),
        ("invalid_client", 7_000_218),
        "it is no public client"
    );

    let basic = format!("Basic {}", BASE64_STANDARD.encode("c:right%3Aone"));
    let request = cloud
        .http
        .post(format!("{}/common/oauth2/v2.0/token", cloud.base))
        .header("authorization", basic);
    let body = "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";
    assert_eq!(request.body(body).send().await.unwrap().status(), 200);
}

/// A certificate of a key, PEM and DER.
fn certificate(key: &[u8]) -> (String, Vec<u8>) {
    let key = PrivatePkcs8KeyDer::from(key);
    let key = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&key, &rcgen::PKCS_RSA_SHA256).unwrap();
    let made = rcgen::CertificateParams::new(vec!["client.example".to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    (made.pem(), made.der().to_vec())
}

fn assertion(key: &[u8], encoding: &'static dyn RsaEncoding, header: &Json, claims: &Json) -> String {
    let pair = RsaKeyPair::from_pkcs8(key).unwrap();
    let text = format!(
        "{}.{}",
        BASE64.encode(header.to_string()),
        BASE64.encode(claims.to_string())
    );
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), text.as_bytes(), &mut signature)
        .unwrap();
    format!("{text}.{}", BASE64.encode(signature))
}

#[tokio::test]
async fn an_assertion_is_verified_against_the_registered_certificate() {
    let cloud = Cloud::with(10).await;
    let (pem, der) = certificate(KEY);
    let app = App {
        client_id: "c".into(),
        certificates: vec![pem],
        ..App::default()
    };
    cloud.sim.register_app(app).unwrap();
    let ask = async |assertion: &str| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", "c"),
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ("client_assertion", assertion),
            ("scope", "https://graph.microsoft.com/.default"),
        ];
        token(&cloud, &fields).await.json()
    };
    let now = cloud.sim.now().timestamp();
    let claims = json!({"aud": format!("{}/organizations/oauth2/v2.0/token", cloud.base), "iss": "c", "sub": "c", "jti": "1",
                        "nbf": now, "exp": now + 600});
    let sha1 = BASE64.encode(ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &der));
    let rs = json!({"alg": "RS256", "typ": "JWT", "x5t": sha1});
    let ps = json!({"alg": "PS256", "typ": "JWT", "x5t#S256": BASE64.encode(Sha256::digest(&der))});
    let app = ask(&assertion(KEY, &RSA_PKCS1_SHA256, &rs, &claims)).await;
    assert_eq!(with_token(&cloud, &app, Method::GET, "/v1.0/users").await, 200);
    let good = ask(&assertion(KEY, &RSA_PSS_SHA256, &ps, &claims)).await;
    assert!(good["access_token"].is_string(), "{good}");

    let with = |name: &str, value: Json| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims
    };
    let unnamed = json!({"alg": "RS256"});
    for (what, key, header, claims) in [
        ("signed by another key", ANOTHER_KEY, &rs, claims.clone()),
        ("no thumbprint", KEY, &unnamed, claims.clone()),
        ("another algorithm", KEY, &ps, claims.clone()),
        ("another audience", KEY, &rs, with("aud", json!("https://example.org"))),
        ("expired", KEY, &rs, with("exp", json!(now - 3600))),
        ("without an end", KEY, &rs, with("exp", Json::Null)),
        ("not yet", KEY, &rs, with("nbf", json!(now + 3600))),
        ("another issuer", KEY, &rs, with("iss", json!("d"))),
        ("another subject", KEY, &rs, with("sub", json!("d"))),
    ] {
        let answer = ask(&assertion(key, &RSA_PKCS1_SHA256, header, &claims)).await;
        assert_eq!(number(&answer), ("invalid_client", 700_027), "{what}");
    }
    assert_eq!(number(&ask("a.b.c").await), ("invalid_client", 700_027));
    let garbage = App {
        client_id: "d".into(),
        certificates: vec!["garbage".into()],
        ..App::default()
    };
    assert!(cloud.sim.register_app(garbage).is_err());
}
