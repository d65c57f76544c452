//! An application with a certificate: what it sends proves the key, and what cannot be used is told before anything is sent.

use crate::server::{Say, Server, TestClock, ok};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use kontor_cloud::{Application, Entra, Https, Proof, Tokens};
use kontor_model::{Api, Clock, Code, Error, Secret};
use ring::signature::{RSA_PSS_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::Value as Json;
use std::sync::Arc;

/// Each is a certificate and its key: of PKCS #8, of PKCS #1, and one that ended in 2021.
const FIRST: &str = include_str!("../certificates/first.pem");
const SECOND: &str = include_str!("../certificates/second.pem");
const EXPIRED: &str = include_str!("../certificates/expired.pem");

fn application(server: &Server, pem: &str) -> Application {
    let wire = Arc::new(Https::new(None).unwrap());
    let endpoints = server.endpoints();
    let entra = Entra::new(&endpoints, "contoso.example", "app", wire, TestClock::new(), 3);
    Application::new(entra, endpoints, Proof::Certificate(Secret::new(pem)))
}

fn token(name: &str) -> Say {
    ok(&format!(
        r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"{name}"}}"#
    ))
}

/// Where the key begins.
fn split(pem: &str) -> (&str, &str) {
    pem.split_at(pem.rfind("-----BEGIN").unwrap())
}

/// The assertion of a request: header, claims, and what was signed with the signature.
fn assertion(body: &str) -> (Json, Json, String, Vec<u8>) {
    let value = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(body.as_bytes());
        pairs.find(|(key, _)| key == name).unwrap().1.into_owned()
    };
    assert_eq!(
        value("client_assertion_type"),
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    );
    assert_eq!(
        (value("client_id"), body.contains("client_secret")),
        ("app".to_owned(), false)
    );
    let token = value("client_assertion");
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let part = |text: &str| serde_json::from_slice(&BASE64.decode(text).unwrap()).unwrap();
    (
        part(header),
        part(claims),
        signed.to_owned(),
        BASE64.decode(signature).unwrap(),
    )
}

#[tokio::test]
async fn the_key_of_the_certificate_signs_each_request_anew() {
    let server = Server::start([token("one"), token("two")]).await;
    let application = application(&server, FIRST);
    let one = application.bearer(Api::Graph, None).await.unwrap();
    assert_eq!(
        application.bearer(Api::Graph, Some(&one)).await.unwrap().expose(),
        "two"
    );

    let seen = server.seen();
    let certificate = CertificateDer::from_pem_slice(FIRST.as_bytes()).unwrap();
    let key = PrivatePkcs8KeyDer::from_pem_slice(FIRST.as_bytes()).unwrap();
    let key = RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap();
    let (header, claims, signed, signature) = assertion(&seen[0].body);
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&Json::from("PS256"), &Json::from("JWT"))
    );
    let thumbprint = ring::digest::digest(&ring::digest::SHA256, &certificate);
    assert_eq!(header["x5t#S256"], BASE64.encode(thumbprint));
    let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key.public());
    public.verify(signed.as_bytes(), &signature).unwrap();

    assert_eq!(
        claims["aud"],
        format!("{}contoso.example/oauth2/v2.0/token", server.url)
    );
    assert_eq!(
        (&claims["iss"], &claims["sub"]),
        (&Json::from("app"), &Json::from("app"))
    );
    let now = TestClock::new().now().timestamp();
    let (from, until) = (claims["nbf"].as_i64().unwrap(), claims["exp"].as_i64().unwrap());
    assert!(from <= now && until > now && until - from <= 600, "{claims}");
    let (_, again, ..) = assertion(&seen[1].body);
    assert_ne!(claims["jti"], again["jti"], "none may be used twice");
}

#[tokio::test]
async fn whatever_form_and_order_the_file_has_the_certificate_of_the_key_is_taken() {
    let ((first, key), (other, _)) = (split(FIRST), split(SECOND));
    for pem in [
        SECOND.to_owned(),
        format!("{other}{first}{key}"),
        format!("{key}\r\nremark\r\n{other}{first}"),
    ] {
        let server = Server::start([token("one")]).await;
        application(&server, &pem).bearer(Api::Graph, None).await.unwrap();
        let named = if pem == SECOND { SECOND } else { FIRST };
        let certificate = CertificateDer::from_pem_slice(named.as_bytes()).unwrap();
        let thumbprint = BASE64.encode(ring::digest::digest(&ring::digest::SHA256, &certificate));
        assert_eq!(assertion(&server.seen()[0].body).0["x5t#S256"], thumbprint);
    }
}

async fn refused(pem: &str) -> Error {
    let server = Server::start([token("never")]).await;
    let error = application(&server, pem).bearer(Api::Graph, None).await.unwrap_err();
    assert!(server.seen().is_empty(), "nothing is sent: {error}");
    let (_, key) = split(FIRST);
    let body: String = key.lines().skip(1).take(1).collect();
    assert!(!format!("{error:?}").contains(&body), "{error}");
    error
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_told_in_a_sentence_before_anything_is_sent() {
    let ((certificate, key), (other, _)) = (split(FIRST), split(SECOND));
    let elliptic = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let passphrase = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let damaged = FIRST.replacen("MII", "!!!", 1);
    let nonsense = "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n";
    for (pem, word) in [
        ("", "no certificate"),
        ("\u{1}garbage", "no certificate"),
        (key, "no certificate"),
        (certificate, "no private key"),
        (&damaged, "damaged"),
        (&format!("{nonsense}{key}"), "damaged"),
        (&format!("{certificate}{passphrase}"), "passphrase"),
        (&format!("{certificate}{elliptic}"), "not RSA"),
        (&format!("{other}{key}"), "not the certificate's own"),
    ] {
        let error = refused(pem).await;
        assert_eq!(
            (error.code, error.field.as_deref()),
            (Code::Invalid, Some("certificate")),
            "{error}"
        );
        assert!(error.message.contains(word), "{word}: {error}");
    }
    let error = refused(EXPIRED).await;
    assert_eq!(error.code, Code::SignInNeeded);
    assert!(error.message.contains("expired on 2021-01-01"), "{error}");
}
