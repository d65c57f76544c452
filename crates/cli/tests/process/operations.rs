//! Every kind of operation from its arguments to its effect in the cloud.

use super::*;

const PASSWORD: &str = "Trollstigen-1936";

/// A domain whose users are kept in the cloud.
fn managed_domain(place: &Place) -> String {
    let domains = place.items(&["list", "domains"]);
    let managed = |domain: &&Json| domain["isVerified"] == true && domain["authenticationType"] == "Managed";
    id(domains.iter().find(managed).unwrap()).to_owned()
}

fn object<'a>(items: &'a [Json], id: &str) -> Option<&'a Json> {
    items.iter().find(|item| item["id"] == id)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_change_is_queued_from_its_arguments_and_takes_effect() {
    let place = Place::synced().await;
    let people: Vec<Json> = place.people().take(3).collect();
    let domain = managed_domain(&place);
    let gone = place.items(&["list", "deleted-users"])[0].clone();

    let name = format!("ny.bruker@{domain}");
    let create = ["run", "create-user", "--user-principal-name", &name, "--password-stdin"];
    let named = ["--display-name", "Ny Bruker", "--mail-nickname", "ny.bruker"];
    let created = place.run_with(PASSWORD, &[&create[..], &named].concat()).ok()["item"].clone();
    assert_eq!(created["target"]["name"], "Ny Bruker");
    assert_eq!(created["target"]["id"], created["id"], "nobody knows the real one yet");

    let deleted = place.run(&["run", "delete-user", "--id", id(&people[0])]).ok()["item"].clone();
    assert_eq!(
        (&deleted["state"], &deleted["hold"]),
        (&json!("held"), &json!("destructive"))
    );
    let held = place.run(&["outbox", "send"]);
    assert_eq!(
        (held.code, &held.json()["counts"]),
        (4, &json!({"conflict": 0, "done": 1, "failed": 0, "held": 1}))
    );
    place.run(&["outbox", "approve", id(&deleted)]).ok();

    place.run(&["run", "restore-user", "--id", id(&gone)]).ok();
    let never = ["run", "set-password-never-expires", "--id", id(&people[1])];
    place.run(&[&never[..], &["--never-expires", "true"]].concat()).ok();
    let policy = ["run", "update-domain", "--id", &domain];
    place
        .run(&[&policy[..], &["--password-validity-period-in-days", "180"]].concat())
        .ok();
    let mail = [
        "run",
        "send-mail",
        "--id",
        id(&people[2]),
        "--subject",
        "Passordet",
        "--body",
        "Bytt det.",
    ];
    place.run(&mail).ok();
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 5);

    let users = place.sim.users_json();
    let new = users
        .iter()
        .find(|user| user["userPrincipalName"] == name.as_str())
        .unwrap();
    let show = place.run(&["outbox", "show", id(&created)]).ok();
    assert_eq!(show["item"]["target"]["id"], new["id"]);
    assert!(object(&users, id(&people[0])).is_none() && object(&users, id(&gone)).is_some());
    let policies = object(&users, id(&people[1])).unwrap()["passwordPolicies"]
        .as_str()
        .unwrap();
    assert!(policies.contains("DisablePasswordExpiration"), "{policies}");
    let days = &place.writes(&domain)[0].body;
    assert_eq!(*days, json!({"passwordValidityPeriodInDays": 180}));
    assert_eq!(place.sim.mails().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_at_once_is_queued_and_says_so_with_what_to_do() {
    let place = Place::synced().await;
    let said = place.say(&["run", "delete-user", "--id", id(&place.somebody())]);
    assert_eq!(said.code, 0);
    let queued = place.items(&["outbox", "list"])[0].clone();
    assert!(
        said.stdout.contains("held (destructive): It takes something away"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains(&format!("kontor outbox approve {}", id(&queued))),
        "{}",
        said.stdout
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_numbers_and_what_is_missing_is_named() {
    let place = Place::synced().await;
    let domain = managed_domain(&place);
    let days = |days| {
        place.run(&[
            "run",
            "update-domain",
            "--id",
            &domain,
            "--password-validity-period-in-days",
            days,
        ])
    };
    assert_eq!(
        days("90").ok()["item"]["input"],
        json!({"passwordValidityPeriodInDays": 90})
    );
    assert_eq!(days("many").failed(), (2, "usage".into()));
    assert_eq!(days("3").failed(), (2, "invalid".into()));
    assert_eq!(days("3").json()["error"]["field"], "passwordValidityPeriodInDays");
    let create = place.run(&["run", "create-user", "--id", "1", "--password-stdin"]);
    assert_eq!(create.failed(), (2, "usage".into()), "what is to be made has no id");
    let mail = place.run(&["run", "send-mail", "--id", id(&place.somebody()), "--subject", "x"]);
    assert_eq!(mail.failed(), (2, "invalid".into()));
    let from = ["--body", "y", "--from", "styret@fjordlys.example"];
    let user = place.somebody();
    let whole = ["run", "send-mail", "--id", id(&user), "--subject", "x"];
    let queued = place.run(&[&whole[..], &from].concat()).ok()["item"]["input"].clone();
    assert_eq!(
        queued,
        json!({"subject": "x", "body": "y", "from": "styret@fjordlys.example"})
    );
    assert!(mail.stdout.contains("body"), "{}", mail.stdout);
}
