//! Mail: accepted each time it is handed in.

use kontor_sim::Rights;
use serde_json::{Value as Json, json};

use crate::{call, cloud, member};

fn mail(to: &[&str]) -> Json {
    let to: Vec<Json> = to.iter().map(|a| json!({"emailAddress": {"address": a}})).collect();
    json!({"message": {"subject": "Hei", "body": {"contentType": "Text", "content": "Tekst"}, "toRecipients": to}})
}

#[test]
fn every_accepted_call_is_another_mail() {
    let cloud = cloud(9);
    let token = cloud.token();
    let me = call(&cloud, &token, "GET", "/v1.0/me", &Json::Null).1;
    let own = format!("/v1.0/users/{}/sendMail", me["id"].as_str().unwrap());
    let mut quiet = mail(&["kari@example.org", "ola@example.org"]);
    quiet["saveToSentItems"] = json!(false);
    assert_eq!(
        call(
            &cloud,
            &token,
            "POST",
            "/v1.0/me/sendMail",
            &mail(&["kari@example.org"])
        ),
        (202, Json::Null)
    );
    assert_eq!(
        call(
            &cloud,
            &token,
            "POST",
            "/v1.0/me/sendMail",
            &mail(&["kari@example.org"])
        )
        .0,
        202
    );
    assert_eq!(call(&cloud, &token, "POST", &own, &quiet).0, 202);
    let mails = cloud.mails();
    assert_eq!(mails.iter().map(|m| m.effect).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(mails[2].recipients, ["kari@example.org", "ola@example.org"]);
    assert_eq!(
        (mails[0].saved, mails[2].saved, mails[0].subject.as_str()),
        (true, false, "Hei")
    );
    assert_eq!(Json::from(mails[0].from.as_str()), me["mail"]);
    assert_eq!(cloud.effects().len(), 3);
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let cloud = cloud(9);
    let token = cloud.token();
    let good = mail(&["kari@example.org"]);
    let code = |token: &str, path: &str, body: &Json| {
        let (status, answer) = call(&cloud, token, "POST", path, body);
        (status, answer["error"]["code"].as_str().unwrap_or_default().to_owned())
    };
    let is = |status: u16, code: &str| (status, code.to_owned());
    for bad in [
        &[][..],
        &["kari"],
        &["kari@example.org", "a@b.c; d@e.f"],
        &["@example.org"],
    ] {
        assert_eq!(
            code(&token, "/v1.0/me/sendMail", &mail(bad)),
            is(400, "ErrorInvalidRecipients"),
            "{bad:?}"
        );
    }
    assert_eq!(code(&token, "/v1.0/me/sendMail", &json!({})).0, 400);
    assert_eq!(
        code(&token, &format!("{}/sendMail", member(&cloud)), &good),
        is(403, "ErrorAccessDenied")
    );
    let without_licence = cloud.add_account(Rights::default()).unwrap();
    assert_eq!(
        code(&without_licence, "/v1.0/me/sendMail", &good),
        is(404, "MailboxNotEnabledForRESTAPI")
    );
    let rights = Rights {
        scopes: Some(vec!["User.ReadWrite.All".to_owned()]),
        roles: vec!["Global Administrator".to_owned()],
    };
    cloud.set_rights(&token, rights).unwrap();
    assert_eq!(
        code(&token, "/v1.0/me/sendMail", &good),
        is(403, "Authorization_RequestDenied")
    );
    assert!(cloud.mails().is_empty() && cloud.effects().is_empty());
}
