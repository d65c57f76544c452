//! Signed ID tokens, and the keys that are published for them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::Value as Json;

use super::{open, redeem, returned, token};
use crate::Cloud;

/// Whether a token verifies with the keys as they are published now; its claims.
async fn verified(cloud: &Cloud, token: &str) -> Result<Json, &'static str> {
    let tenant = format!("/{}/v2.0/.well-known/openid-configuration", cloud.sim.tenant_id());
    let keys = cloud
        .get(cloud.get(&tenant).await.json()["jwks_uri"].as_str().unwrap())
        .await
        .json();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let part = |text: &str| -> Json { serde_json::from_slice(&BASE64.decode(text).unwrap()).unwrap() };
    let header = part(header);
    assert_eq!(header["alg"], "RS256");
    let key = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|k| k["kid"] == header["kid"]);
    let key = key.ok_or("no such key")?;
    assert_eq!(
        (&key["kty"], &key["use"], &key["alg"]),
        (&"RSA".into(), &"sig".into(), &"RS256".into())
    );
    let number = |name: &str| BASE64.decode(key[name].as_str().unwrap()).unwrap();
    let public = RsaPublicKeyComponents {
        n: number("n"),
        e: number("e"),
    };
    let signature = BASE64.decode(signature).unwrap();
    let good = public.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature);
    good.map_err(|_| "a wrong signature")?;
    Ok(part(claims))
}

#[tokio::test]
async fn an_id_token_verifies_with_the_published_key_until_the_keys_are_rotated() {
    let cloud = Cloud::with(10).await;
    let scope = "openid profile User.Read";
    let sign_in = async || {
        let answer = redeem(&cloud, &open(&cloud, &format!("scope={scope}&nonce=n1")).await, scope).await;
        answer["id_token"].as_str().unwrap().to_owned()
    };
    let first = sign_in().await;
    let claims = verified(&cloud, &first).await.unwrap();
    let me = cloud.get("/v1.0/me").await.json();
    let tenant = cloud.sim.tenant_id();
    for (name, value) in [
        ("aud", "c"),
        ("nonce", "n1"),
        ("ver", "2.0"),
        ("tid", &tenant),
        ("iss", &format!("{}/{tenant}/v2.0", cloud.base)),
        ("oid", me["id"].as_str().unwrap()),
        ("name", me["displayName"].as_str().unwrap()),
        ("preferred_username", me["userPrincipalName"].as_str().unwrap()),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    assert!(claims["nbf"].as_i64() <= claims["iat"].as_i64() && claims["iat"].as_i64() < claims["exp"].as_i64());
    assert_ne!(
        claims["sub"], claims["oid"],
        "the subject is the client's own name of the person"
    );
    let (signed, signature) = first.rsplit_once('.').unwrap();
    let (header, _) = signed.split_once('.').unwrap();
    let forged = format!(
        "{header}.{}.{signature}",
        BASE64.encode(claims.to_string().replace("\"c\"", "\"d\""))
    );
    assert_eq!(verified(&cloud, &forged).await, Err("a wrong signature"));

    cloud.sim.rotate_keys();
    assert_eq!(verified(&cloud, &first).await, Err("no such key"));
    assert!(verified(&cloud, &sign_in().await).await.is_ok());
    // The first key again, under another name.
    cloud.sim.rotate_keys();
    assert_eq!(verified(&cloud, &first).await, Err("no such key"));
    assert!(verified(&cloud, &sign_in().await).await.is_ok());
}

#[tokio::test]
async fn who_the_person_is_comes_with_the_scope_profile_only() {
    let cloud = Cloud::with(10).await;
    let code = returned(&open(&cloud, "scope=openid").await)["code"].clone();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "c"),
        ("code", &code),
        ("redirect_uri", "http://localhost:9/back"),
    ];
    let answer = token(&cloud, &fields).await.json();
    let claims = verified(&cloud, answer["id_token"].as_str().unwrap()).await.unwrap();
    assert_eq!((&claims["oid"], &claims["name"]), (&Json::Null, &Json::Null));
    assert_eq!(claims["tid"], cloud.sim.tenant_id());
}

#[tokio::test]
async fn the_issuer_is_a_template_where_the_path_names_no_tenant() {
    let cloud = Cloud::with(10).await;
    for (path, tenant) in [
        ("common", "{tenantid}"),
        ("organizations", "{tenantid}"),
        ("fjordlys.example", &cloud.sim.tenant_id()),
    ] {
        let about = cloud
            .get(&format!("/{path}/v2.0/.well-known/openid-configuration"))
            .await
            .json();
        assert_eq!(about["issuer"], format!("{}/{tenant}/v2.0", cloud.base), "{path}");
    }
    let unknown = cloud.get("/nobody.example/v2.0/.well-known/openid-configuration").await;
    assert_eq!(super::number(&unknown.json()), ("invalid_tenant", 90002));
}
