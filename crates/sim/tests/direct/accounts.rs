//! More than one administrator, and rights that are lost and come back.

use kontor_sim::Rights;
use serde_json::{Value as Json, json};

use crate::{call, cloud, member, new_user};

fn rights(scopes: Option<&[&str]>, roles: &[&str]) -> Rights {
    let own = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect();
    Rights {
        scopes: scopes.map(own),
        roles: own(roles),
    }
}

#[test]
fn a_second_administrator_is_somebody_else() {
    let cloud = cloud(9);
    let first = cloud.token();
    let second = cloud.add_account(rights(None, &["User Administrator"])).unwrap();
    let third = cloud.add_account(rights(None, &[])).unwrap();
    let me = |token: &str| {
        call(&cloud, token, "GET", "/v1.0/me", &Json::Null).1["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(me(&first) != me(&second) && me(&second) != me(&third));
    let title = json!({"jobTitle": "Sjef"});
    assert_eq!(call(&cloud, &second, "PATCH", &member(&cloud), &title).0, 204);
    assert_eq!(cloud.effects().pop().unwrap().actor, me(&second));
    assert_eq!(call(&cloud, &third, "PATCH", &member(&cloud), &title).0, 403);
    assert_eq!(call(&cloud, &third, "GET", "/v1.0/users", &Json::Null).0, 200);
    let held = call(
        &cloud,
        &first,
        "GET",
        "/v1.0/roleManagement/directory/roleAssignments?$expand=roleDefinition",
        &Json::Null,
    )
    .1;
    let held = held["value"].as_array().unwrap();
    let role = held.iter().find(|a| a["principalId"] == me(&second)).unwrap();
    assert_eq!(role["roleDefinition"]["displayName"], "User Administrator");
    assert!(cloud.add_account(rights(None, &["Emperor"])).is_err());
}

#[test]
fn rights_are_lost_and_come_back() {
    let cloud = cloud(9);
    let (token, path) = (cloud.token(), member(&cloud));
    let days = json!({"passwordValidityPeriodInDays": 60});
    let tries = || {
        let done = [
            call(&cloud, &token, "PATCH", &path, &json!({"jobTitle": "Sjef"})),
            call(
                &cloud,
                &token,
                "PATCH",
                &path,
                &json!({"passwordProfile": {"password": "Fjord-8-Lys"}}),
            ),
            call(&cloud, &token, "PATCH", "/v1.0/domains/fjordlys.example", &days),
            call(&cloud, &token, "GET", &path, &Json::Null),
        ];
        let denied = |(_, body): &(u16, Json)| body["error"]["code"] == "Authorization_RequestDenied";
        assert!(done.iter().all(|d| (d.0 == 403) == denied(d)));
        done.map(|d| d.0)
    };
    for (scopes, roles, expected) in [
        (None, &["Global Reader"][..], [403, 403, 403, 200]),
        (None, &["Helpdesk Administrator"], [403, 204, 403, 200]),
        (None, &["Domain Name Administrator"], [403, 403, 204, 200]),
        (
            Some(&["User.Read.All"][..]),
            &["Global Administrator"],
            [403, 403, 403, 200],
        ),
        (
            Some(&["User.ReadWrite.All"]),
            &["Global Administrator"],
            [204, 403, 403, 200],
        ),
        (Some(&[]), &["Global Administrator"], [403, 403, 403, 403]),
        (None, &["Global Administrator"], [204, 204, 204, 200]),
    ] {
        cloud.set_rights(&token, rights(scopes, roles)).unwrap();
        assert_eq!(tries(), expected, "{scopes:?} {roles:?}");
    }
    assert!(cloud.set_rights("nobody's", rights(None, &[])).is_err());
}

#[test]
fn what_the_administrator_loses_a_sign_in_has_lost_too() {
    let cloud = cloud(9);
    let form = b"client_id=c&scope=https%3A%2F%2Fgraph.microsoft.com%2FUser.ReadWrite.All+openid";
    let device = cloud.answer("POST", "/organizations/oauth2/v2.0/devicecode", &[], form);
    let kontor_sim::Outcome::Answered(device) = device else {
        panic!("an answer")
    };
    let device = crate::parsed(&device)["device_code"].as_str().unwrap().to_owned();
    let form = format!("client_id=c&grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code={device}");
    let poll = || match cloud.answer("POST", "/organizations/oauth2/v2.0/token", &[], form.as_bytes()) {
        kontor_sim::Outcome::Answered(answer) => crate::parsed(&answer),
        other => panic!("{other:?}"),
    };
    assert_eq!(poll()["error"], "authorization_pending");
    cloud.advance(std::time::Duration::from_secs(1));
    let token = poll()["access_token"].as_str().unwrap().to_owned();
    let patch = || call(&cloud, &token, "PATCH", &member(&cloud), &json!({"jobTitle": "Sjef"})).0;
    assert_eq!(patch(), 204);
    cloud.set_rights(&cloud.token(), rights(None, &[])).unwrap();
    assert_eq!(patch(), 403);
    cloud
        .set_rights(&cloud.token(), rights(None, &["User Administrator"]))
        .unwrap();
    assert_eq!(patch(), 204);
}

#[test]
fn an_administrator_is_out_of_reach_of_a_lesser_one() {
    let cloud = cloud(9);
    let lesser = cloud.add_account(rights(None, &["User Administrator"])).unwrap();
    let global = call(&cloud, &cloud.token(), "GET", "/v1.0/me", &Json::Null).1;
    let path = format!("/v1.0/users/{}", global["id"].as_str().unwrap());
    let password = json!({"passwordProfile": {"password": "Fjord-8-Lys"}});
    assert_eq!(call(&cloud, &lesser, "PATCH", &path, &password).0, 403);
    assert_eq!(
        call(&cloud, &lesser, "PATCH", &path, &json!({"accountEnabled": false})).0,
        403
    );
    assert_eq!(call(&cloud, &lesser, "DELETE", &path, &Json::Null).0, 403);
    assert_eq!(
        call(&cloud, &lesser, "PATCH", &path, &json!({"jobTitle": "Sjef"})).0,
        204,
        "nothing sensitive"
    );
    cloud
        .set_rights(&lesser, rights(None, &["Privileged Authentication Administrator"]))
        .unwrap();
    assert_eq!(call(&cloud, &lesser, "PATCH", &path, &password).0, 204);
    assert_eq!(
        call(&cloud, &cloud.token(), "DELETE", &path, &Json::Null).0,
        403,
        "nobody deletes themselves"
    );
}

#[test]
fn a_token_can_die_and_live_again() {
    let cloud = cloud(9);
    let token = cloud.token();
    let me = || call(&cloud, &token, "GET", "/v1.0/me", &Json::Null);
    assert!(cloud.expire_token(&token) && !cloud.expire_token("nobody's"));
    let (status, body) = me();
    assert_eq!(
        (status, &body["error"]["code"]),
        (401, &json!("InvalidAuthenticationToken"))
    );
    assert!(cloud.revive_token(&token));
    assert_eq!(me().0, 200);
}

#[test]
fn the_control_paths_do_the_same() {
    let cloud = cloud(9);
    let control = |method: &str, target: &str, body: Json| call(&cloud, "", method, target, &body);
    let (status, made) = control("POST", "/_sim/accounts", json!({"roles": ["User Administrator"]}));
    assert_eq!(status, 201);
    let token = made["token"].as_str().unwrap();
    let create = || call(&cloud, token, "POST", "/v1.0/users", &new_user("ny@fjordlys.example")).0;
    let none = json!({"scopes": ["User.Read.All"], "roles": []});
    assert_eq!(control("PUT", &format!("/_sim/rights?token={token}"), none).0, 204);
    assert_eq!(create(), 403);
    assert_eq!(
        control(
            "PUT",
            &format!("/_sim/rights?token={token}"),
            json!({"roles": ["User Administrator"]})
        )
        .0,
        204
    );
    assert_eq!(
        control("POST", &format!("/_sim/expire?token={token}"), Json::Null).0,
        204
    );
    assert_eq!(create(), 401);
    assert_eq!(
        control("POST", &format!("/_sim/revive?token={token}"), Json::Null).0,
        204
    );
    assert_eq!(create(), 201);
    assert_eq!(
        control("GET", "/_sim/effects", Json::Null).1["value"][0]["actor"],
        made["id"]
    );
    assert_eq!(
        control("GET", "/_sim/state/domains", Json::Null).1["value"],
        Json::from(cloud.domains_json())
    );
    assert_eq!(control("GET", "/_sim/mails", Json::Null).1["value"], json!([]));
    assert_eq!(control("POST", "/_sim/expire?token=x", Json::Null).0, 404);
}
