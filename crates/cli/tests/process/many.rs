//! `run` for many: told first, queued in one step, steered as one.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn all_that_a_filter_finds_are_changed_in_one_step_and_go_back_as_one() {
    let place = Place::synced().await;
    let found = place
        .items(&["list", "users", "--filter", "accountEnabled=false"])
        .len();
    assert!(found > 1);
    let wish = [
        "run",
        "update-user",
        "--filter",
        "accountEnabled=false",
        "--office-location",
        "Brygga 4",
    ];
    let told = place.run(&[&wish[..], &["--dry-run"]].concat()).ok()["preview"].clone();
    assert_eq!(told["total"], found);
    assert!(place.items(&["outbox", "list"]).is_empty());

    let queued = place.run(&wish).ok();
    assert_eq!(queued["survey"]["goes"], told["goes"]);
    let bulk = queued["bulk"].as_str().unwrap();
    let bulks = place.items(&["outbox", "bulks"]);
    assert_eq!((bulks.len(), &bulks[0]["count"]), (1, &told["goes"]));
    assert_eq!(
        place.items(&["outbox", "list"]).len() as u64,
        told["goes"].as_u64().unwrap(),
        "each is listed"
    );
    let back = place.run(&["outbox", "bulk", bulk, "discard"]).ok();
    assert_eq!(back["count"], told["goes"]);
    let nothing = place.run(&["outbox", "bulk", bulk, "discard"]);
    assert_eq!(nothing.failed(), (1, "wrong-state".into()));
    let said = place.say(&[&wish[..], &["--dry-run"]].concat()).stdout;
    assert!(said.contains("would be queued") && said.contains("Brygga 4"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_names_go_to_another_domain() {
    let place = Place::synced().await;
    let domains = place.items(&["list", "domains"]);
    let managed = |domain: &&Json| domain["isVerified"] == true && domain["authenticationType"] == "Managed";
    let names: Vec<&str> = domains.iter().filter(managed).map(id).collect();
    let person = place.somebody();
    let name = person["userPrincipalName"].as_str().unwrap();
    let to = names
        .iter()
        .find(|domain| !name.ends_with(&format!("@{domain}")))
        .unwrap();
    let queued = place.run(&["move-domain", to, "--id", id(&person)]).ok();
    assert_eq!(queued["survey"]["goes"], 1);
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 1);
    let now = place.run(&["show", "users", id(&person)]).ok()["item"]["userPrincipalName"].clone();
    assert_eq!(now, format!("{}@{to}", name.split('@').next().unwrap()));
    let nowhere = place.run(&["move-domain", "nowhere.example", "--id", id(&person)]);
    assert_eq!(nowhere.failed(), (2, "invalid".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_a_filter_finds_join_a_group_and_leave_it() {
    let place = Place::synced().await;
    let groups = place.items(&["list", "groups"]);
    let open = |group: &&Json| {
        group["groupTypes"] == json!([]) && group["mailEnabled"] == false && group["onPremisesSyncEnabled"] != true
    };
    let group = id(groups.iter().find(open).unwrap()).to_owned();
    let found = place.items(&["list", "users", "--filter", "accountEnabled=false"]);
    let wish = ["members", "add", &group, "--filter", "accountEnabled=false"];
    let told = place.run(&[&wish[..], &["--dry-run"]].concat()).ok()["preview"].clone();
    assert_eq!(
        (&told["total"], &told["goes"]),
        (&json!(found.len()), &json!(found.len()))
    );
    let named: Vec<&Json> = told["sample"].as_array().unwrap().iter().collect();
    assert!(
        named
            .iter()
            .all(|one| found.iter().any(|user| user["id"] == one["target"]["id"])),
        "each is told by the user's name: {told}"
    );
    let bulk = place.run(&wish).ok()["bulk"].as_str().unwrap().to_owned();
    let back = place.run(&["outbox", "bulk", &bulk, "discard"]).ok();
    assert_eq!(back["count"], found.len());

    // One of them, to its end and back.
    let person = id(&found[0]);
    for step in ["add", "remove"] {
        let queued = place.run(&["members", step, &group, "--id", person]).ok();
        assert_eq!(queued["survey"]["goes"], 1);
        assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 1);
    }
    let nowhere = place.run(&["members", "add", "no-group", "--id", id(&found[0])]);
    assert_eq!(nowhere.failed(), (1, "not-found".into()));
}
