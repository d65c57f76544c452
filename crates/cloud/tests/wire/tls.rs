//! Real TLS: a certificate is trusted because the system or the given `ca` says so, or not at all.

use crate::server::TestClock;
use kontor_cloud::{Broken, Cloud, FaultKind, Https, Method, ReadOptions, Request, TokenGiven, Transport, Written};
use kontor_model::{Api, Code, Endpoints, Secret};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::sync::Arc;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring},
};
use url::Url;

/// A server whose certificate for `names` is signed by a root of its own; its address and that root as PEM.
async fn start(names: &[&str]) -> (Url, String) {
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let leaf = CertificateParams::new(names).unwrap().signed_by(&key, &root).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key.serialize_der().try_into().unwrap())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                drop(stream.write_all(answer).await);
                drop(stream.shutdown().await);
            }
        }
    });
    (url, root.pem())
}

fn ca(pem: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pem).unwrap();
    file
}

fn request(url: &Url) -> Request {
    Request {
        method: Method::GET,
        url: url.clone(),
        headers: vec![],
        body: None,
    }
}

#[tokio::test]
async fn case_28_an_unknown_root_is_refused_and_there_is_no_way_around_it() {
    let (url, _) = start(&["127.0.0.1"]).await;
    let clock = TestClock::new();
    let base = || url.clone();
    let endpoints = Endpoints {
        login: base(),
        graph: base(),
        arm: base(),
        partner_center: base(),
        ca: None,
    };
    let tokens = Arc::new(TokenGiven::new(Secret::new("t")));
    let cloud = Cloud::new(endpoints, Arc::new(Https::new(None).unwrap()), tokens, clock.clone(), 1);
    let fault = cloud
        .get(Api::Graph, "/v1.0/me", &ReadOptions::default())
        .await
        .unwrap_err();
    assert_eq!(
        (fault.kind, fault.error.code, clock.slept().len()),
        (FaultKind::UntrustedTls, Code::UntrustedTls, 0)
    );
    let written = cloud
        .write(Api::Graph, Method::DELETE, "/v1.0/users/1", None, &[])
        .await;
    assert!(matches!(written, Written::NotSent(fault) if fault.kind == FaultKind::UntrustedTls));
}

#[tokio::test]
async fn a_given_root_is_trusted_for_the_names_it_signed_only() {
    let (url, pem) = start(&["127.0.0.1"]).await;
    let file = ca(&pem);
    let wire = Https::new(Some(file.path())).unwrap();
    assert_eq!(wire.send(request(&url)).await.unwrap().status, 200);

    let (url, pem) = start(&["login.microsoftonline.com"]).await;
    let file = ca(&pem);
    let wire = Https::new(Some(file.path())).unwrap();
    assert!(matches!(wire.send(request(&url)).await, Err(Broken::UntrustedTls(_))));
}

#[tokio::test]
async fn a_root_that_cannot_be_read_is_named() {
    let (empty, garbage) = (
        ca(""),
        ca("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"),
    );
    for path in [empty.path(), garbage.path(), "/nowhere/root.pem".as_ref()] {
        let error = Https::new(Some(path)).err().unwrap();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (Code::Invalid, Some("ca")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn plain_http_never_leaves_this_machine() {
    let url = Url::parse("http://192.0.2.1/v1.0/me").unwrap();
    let wire = Https::new(None).unwrap();
    let Err(Broken::NotSent(why)) = wire.send(request(&url)).await else {
        panic!("it was sent")
    };
    assert!(why.contains("scheme"), "{why}");
}

#[tokio::test]
async fn tenants_go_by_one_way_and_a_root_is_trusted_by_the_cloud_that_named_it_only() {
    let (url, pem) = start(&["127.0.0.1"]).await;
    let file = ca(&pem);
    let plain = kontor_cloud::endpoints::load("global").unwrap();
    let own = Endpoints {
        ca: Some(file.path().to_owned()),
        ..plain.clone()
    };
    let open = kontor_cloud::connector();
    let (first, with_root, second) = (open(&plain).unwrap(), open(&own).unwrap(), open(&plain).unwrap());
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(with_root.send(request(&url)).await.unwrap().status, 200);
    assert!(matches!(second.send(request(&url)).await, Err(Broken::UntrustedTls(_))));
}
