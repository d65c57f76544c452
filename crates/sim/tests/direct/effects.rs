//! The log of effects: what a checker of a client's word needs.

use std::time::Duration;

use kontor_sim::{Outcome, Rights};
use serde_json::{Value as Json, json};

use crate::{ask, call, cloud, faults, member, new_user};

#[test]
fn an_effect_tells_who_wrote_what_and_what_stood_there() {
    let cloud = cloud(9);
    let (token, path) = (cloud.token(), member(&cloud));
    let me = call(&cloud, &token, "GET", "/v1.0/me", &Json::Null).1["id"].clone();
    let before = call(&cloud, &token, "GET", &path, &Json::Null).1["jobTitle"].clone();
    for _ in 0..2 {
        assert_eq!(
            call(&cloud, &token, "PATCH", &path, &json!({"jobTitle": "Sjef"})).0,
            204
        );
    }
    let second = cloud
        .add_account(Rights {
            scopes: None,
            roles: vec!["User Administrator".into()],
        })
        .unwrap();
    let password = json!({"passwordProfile": {"password": "Fjord-8-Lys"}, "city": null});
    assert_eq!(call(&cloud, &second, "PATCH", &path, &password).0, 204);
    assert_eq!(call(&cloud, &token, "DELETE", &path, &Json::Null).0, 204);
    cloud.mutate(1, 1);
    let all = cloud.effects();
    assert_eq!(all.iter().map(|e| e.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(
        (&all[0].before, &all[0].after),
        (&json!({"jobTitle": before}), &json!({"jobTitle": "Sjef"}))
    );
    assert_eq!(all[1].before, all[1].after, "nothing changed, but it was applied");
    assert_eq!((all[0].actor.as_str(), all[0].status), (me.as_str().unwrap(), 204));
    assert_ne!(all[2].actor, all[0].actor);
    assert!(all[2].before["passwordProfile"]["password"].is_null() && all[2].before["city"].is_string());
    let hash = all[2].after["passwordProfile"]["password"].as_str().unwrap();
    assert!(hash.starts_with("sha256:") && all[2].after["lastPasswordChangeDateTime"].is_string());
    assert_eq!(hash, all[2].body["passwordProfile"]["password"]);
    assert!(all[3].before["deletedDateTime"].is_null() && all[3].after["deletedDateTime"].is_string());
    assert_eq!(all[4].actor, "another admin");
    assert!(all[4].before != all[4].after);
}

#[test]
fn the_same_password_again_is_told_as_the_same() {
    let cloud = cloud(9);
    let body = json!({"passwordProfile": {"password": "Fjord-8-Lys"}});
    for _ in 0..2 {
        assert_eq!(call(&cloud, &cloud.token(), "PATCH", &member(&cloud), &body).0, 204);
    }
    let again = cloud.effects().pop().unwrap();
    assert!(again.before["passwordProfile"]["password"].is_string());
    assert_eq!(again.before["passwordProfile"], again.after["passwordProfile"]);
}

#[test]
fn what_comes_and_goes_is_told_whole() {
    let cloud = cloud(9);
    let token = cloud.token();
    let made = call(&cloud, &token, "POST", "/v1.0/users", &new_user("ny@fjordlys.example")).1;
    let id = made["id"].as_str().unwrap();
    call(&cloud, &token, "DELETE", &format!("/v1.0/users/{id}"), &Json::Null);
    call(
        &cloud,
        &token,
        "DELETE",
        &format!("/v1.0/directory/deletedItems/{id}"),
        &Json::Null,
    );
    let all = cloud.effects();
    assert!(all[0].before.is_null() && all[0].after["userPrincipalName"] == "ny@fjordlys.example");
    assert!(all[2].after.is_null() && all[2].before["id"] == id);
    assert_eq!(all.iter().map(|e| e.status).collect::<Vec<_>>(), [201, 204, 204]);
}

#[test]
fn licences_and_domains_are_told_by_what_changed() {
    let cloud = cloud(9);
    let (token, path) = (cloud.token(), member(&cloud));
    let add = json!({"addLicenses": [{"skuId": "f8a1db68-be16-40ed-86d5-cb42ce701560", "disabledPlans": []}], "removeLicenses": []});
    assert_eq!(
        call(&cloud, &token, "POST", &format!("{path}/assignLicense"), &add).0,
        200
    );
    let days = json!({"passwordValidityPeriodInDays": i32::MAX});
    assert_eq!(
        call(&cloud, &token, "PATCH", "/v1.0/domains/fjordlys.example", &days).0,
        204
    );
    let all = cloud.effects();
    let count = |json: &Json| json["assignedLicenses"].as_array().unwrap().len();
    assert_eq!(count(&all[0].before) + 1, count(&all[0].after));
    assert_eq!(
        (&all[1].before, &all[1].after),
        (&json!({"passwordValidityPeriodInDays": 90}), &days)
    );
}

#[test]
fn the_status_is_what_the_caller_got() {
    let cloud = cloud(9);
    let (token, path) = (cloud.token(), member(&cloud));
    let title = json!({"jobTitle": "Sjef"});
    let mut expected = Vec::new();
    for (rule, status) in [
        ("action = \"reset\"\napplied = true", Some(0)),
        ("action = \"status\"\nstatus = 503\napplied = true", Some(503)),
        ("action = \"html\"\nstatus = 502\napplied = true", Some(502)),
        ("action = \"status\"\nstatus = 500", None),
        ("action = \"unauthorized\"", None),
        ("action = \"delay\"\nms = 90000", Some(204)),
    ] {
        faults(&cloud, &format!("match = \"PATCH *\"\n{rule}"));
        ask(&cloud, &token, "PATCH", &path, &title);
        expected.extend(status);
    }
    let batch = json!({"requests": [
        {"id": "1", "method": "PATCH", "url": path.trim_start_matches("/v1.0"), "body": title, "headers": {"Content-Type": "application/json"}}]});
    faults(&cloud, "match = \"PATCH *\"\naction = \"cut\"");
    call(&cloud, &token, "POST", "/v1.0/$batch", &batch);
    faults(&cloud, "match = \"POST *\"\naction = \"reset\"\napplied = true");
    assert_eq!(ask(&cloud, &token, "POST", "/v1.0/$batch", &batch), Outcome::Reset);
    expected.extend([504, 0]);
    assert_eq!(cloud.effects().iter().map(|e| e.status).collect::<Vec<_>>(), expected);
}

#[test]
fn a_proxy_may_deliver_a_request_twice() {
    let cloud = cloud(9);
    let token = cloud.token();
    faults(&cloud, "match = \"POST *\"\naction = \"duplicate\"");
    let upn = "ny@fjordlys.example";
    let (status, body) = call(&cloud, &token, "POST", "/v1.0/users", &new_user(upn));
    assert_eq!(
        (status, &body["error"]["details"][0]["code"]),
        (400, &json!("ObjectConflict"))
    );
    assert!(
        cloud.users_json().iter().any(|u| u["userPrincipalName"] == upn),
        "the first one went through"
    );
    let mail = json!({"message": {"toRecipients": [{"emailAddress": {"address": "kari@example.org"}}]}});
    assert_eq!(call(&cloud, &token, "POST", "/v1.0/me/sendMail", &mail).0, 202);
    assert_eq!(cloud.mails().len(), 2);
    assert_eq!(
        cloud.effects().iter().map(|e| e.status).collect::<Vec<_>>(),
        [400, 202, 202]
    );
}

#[test]
fn thirty_days_after_its_deletion_a_user_is_gone() {
    let cloud = cloud(9);
    let (token, path) = (cloud.token(), member(&cloud));
    call(&cloud, &token, "DELETE", &path, &Json::Null);
    let deleted = path.replace("users", "directory/deletedItems");
    cloud.advance(Duration::from_secs(30 * 86_400));
    assert_eq!(call(&cloud, &token, "GET", &deleted, &Json::Null).0, 200);
    cloud.advance(Duration::from_secs(1));
    assert_eq!(call(&cloud, &token, "GET", &deleted, &Json::Null).0, 404);
    let last = cloud.effects().pop().unwrap();
    assert_eq!((last.actor.as_str(), &last.after), ("the directory", &Json::Null));
    assert!(deleted.ends_with(&last.object_id));
}
