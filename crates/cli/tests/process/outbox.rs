//! Changes: queued, seen as pending, sent once, taken back.

use super::*;

fn find(items: &[Json], id: &str) -> Json {
    items.iter().find(|item| item["id"] == id).expect("the item").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_pending_until_it_is_sent_and_takes_effect_once() {
    let place = Place::synced().await;
    let user = place.somebody();
    let operation = place.queue_title(&user, "Kaptein");

    let seen = find(&place.items(&["list", "users"]), id(&user));
    assert_eq!(
        (&seen["jobTitle"], &seen["pending"]),
        (&json!("Kaptein"), &json!(["jobTitle"]))
    );
    let mirror = find(&place.items(&["list", "users", "--mirror"]), id(&user));
    assert_eq!((&mirror["jobTitle"], mirror.get("pending")), (&user["jobTitle"], None));
    let mirror = place.run(&["show", "users", id(&user), "--mirror"]).ok();
    assert_eq!(mirror["item"]["jobTitle"], user["jobTitle"]);
    assert_eq!(place.writes(id(&user)).len(), 0);

    let listed = find(&place.items(&["outbox", "list"]), &operation);
    assert_eq!(
        (&listed["operation"], &listed["state"]),
        (&json!("update-user"), &json!("queued"))
    );
    assert_eq!(listed["target"]["id"], user["id"]);

    let sent = place.run(&["outbox", "send"]).ok();
    assert_eq!(sent["counts"]["done"], 1);
    assert_eq!(
        (sent["items"].as_array().unwrap().len(), &sent["items"][0]["state"]),
        (1, &json!("done"))
    );
    assert_eq!(place.run(&["outbox", "show", &operation]).ok()["item"]["state"], "done");
    assert_eq!(place.writes(id(&user)).len(), 1);
    assert_eq!(find(&place.sim.users_json(), id(&user))["jobTitle"], "Kaptein");
    place.assert_same_users(&[]);
    assert_eq!(place.run(&["outbox", "send"]).ok()["items"], json!([]));
    assert_eq!(place.writes(id(&user)).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discarded_change_leaves_no_trace() {
    let place = Place::synced().await;
    let user = place.somebody();
    let before = place.items(&["list", "users"]);
    let operation = place.queue_title(&user, "Kaptein");
    assert_ne!(place.items(&["list", "users"]), before);
    assert_eq!(
        place.run(&["outbox", "discard", &operation]).ok()["item"]["state"],
        "discarded"
    );
    assert_eq!(place.items(&["list", "users"]), before);
    assert_eq!(
        place.run(&["outbox", "discard", &operation]).failed(),
        (1, "wrong-state".into())
    );
    place.run(&["outbox", "send"]).ok();
    assert_eq!(place.writes(id(&user)).len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_text_clears_and_licences_are_given() {
    let place = Place::synced().await;
    let user = place.somebody();
    let queued = place.run(&[
        "run",
        "update-user",
        "--id",
        id(&user),
        "--job-title",
        "",
        "--account-enabled",
        "false",
    ]);
    assert_eq!(queued.ok()["item"]["changes"][0]["to"], Json::Null);
    let has = |sku: &Json| {
        user["assignedLicenses"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["skuId"] == *sku)
    };
    let licences = place.items(&["list", "licenses"]);
    let free = |one: &&Json| one["prepaidUnits"]["enabled"].as_i64() > one["consumedUnits"].as_i64();
    let sku = licences
        .iter()
        .filter(free)
        .map(|one| &one["skuId"])
        .find(|sku| !has(sku))
        .unwrap()
        .as_str()
        .unwrap();
    place
        .run(&["run", "assign-licenses", "--id", id(&user), "--add-licenses", sku])
        .ok();
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 2);
    let now = find(&place.sim.users_json(), id(&user));
    assert_eq!((&now["jobTitle"], &now["accountEnabled"]), (&Json::Null, &json!(false)));
    assert!(
        now["assignedLicenses"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["skuId"] == sku)
    );
    // How a licence came is not what was asked for: the next sync reads it.
    place.assert_same_users(&["licenseAssignmentStates"]);
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_somebody_else_changed_is_a_conflict_which_a_person_ends() {
    let place = Place::synced().await;
    let user = place.somebody();
    let operation = place.queue_title(&user, "Kaptein");
    place
        .run_elsewhere(&["tenant", "add", "Same", "--auth", "token", "--cloud", &place.cloud()])
        .ok();
    place.run_elsewhere(&["sync"]).ok();
    place
        .run_elsewhere(&["run", "update-user", "--id", id(&user), "--job-title", "Styrmann"])
        .ok();
    place.run_elsewhere(&["outbox", "send"]).ok();

    let sent = place.run(&["outbox", "send"]);
    assert_eq!((sent.code, &sent.json()["counts"]["conflict"]), (4, &json!(1)));
    let conflict = &sent.json()["items"][0]["conflicts"][0];
    assert_eq!(
        (&conflict["theirs"], &conflict["yours"]),
        (&json!("Styrmann"), &json!("Kaptein"))
    );
    assert_eq!(place.run(&["outbox", "send"]).code, 4);
    assert_eq!(
        place.run(&["outbox", "resolve", &operation]).failed(),
        (2, "usage".into())
    );
    place.run(&["outbox", "resolve", &operation, "--keep", "mine"]).ok();
    place.run(&["outbox", "send"]).ok();
    assert_eq!(find(&place.sim.users_json(), id(&user))["jobTitle"], "Kaptein");

    // Another user: right after an own write a reading proves nothing yet, and the sender would wait for two minutes.
    let user = place.people().nth(1).unwrap();
    let other = place.queue_title(&user, "Matros");
    place.run_elsewhere(&["sync"]).ok();
    place
        .run_elsewhere(&["run", "update-user", "--id", id(&user), "--job-title", "Kokk"])
        .ok();
    place.run_elsewhere(&["outbox", "send"]).ok();
    assert_eq!(place.run(&["outbox", "send"]).code, 4);
    let resolved = place.run(&["outbox", "resolve", &other, "--keep", "theirs"]).ok();
    assert_eq!(resolved["item"]["state"], "discarded");
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_fails_what_is_denied_is_held_and_offline_wins() {
    let mut place = Place::synced().await;
    let user = place.somebody();
    let operation = place.queue_title(&user, "Kaptein");
    place.faults(&refusal("PATCH /v1.0/users/*", 400));
    let refused = place.run(&["outbox", "send"]);
    assert_eq!((refused.code, &refused.json()["counts"]["failed"]), (1, &json!(1)));
    place.faults(&refusal("PATCH /v1.0/users/*", 403));
    assert_eq!(
        place.run(&["outbox", "retry", &operation]).ok()["item"]["state"],
        "queued"
    );
    let denied = place.run(&["outbox", "send"]);
    assert_eq!((denied.code, &denied.json()["counts"]["held"]), (4, &json!(1)));
    place.faults("");

    let other = place
        .sim
        .users_json()
        .into_iter()
        .find(|one| one["id"] != user["id"] && one["userType"] == "Member");
    place.queue_title(&other.unwrap(), "Matros");
    place.sim.stop().await;
    let offline = place.run(&["outbox", "send"]);
    assert_eq!(offline.failed(), (5, "offline".into()));
    assert_eq!(
        offline.json()["counts"],
        json!({"conflict": 0, "done": 0, "failed": 0, "held": 1, "queued": 1})
    );

    place.sim.restart().await.unwrap();
    place.run(&["outbox", "approve", &operation]).ok();
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 2);
    assert_eq!(place.writes(id(&user)).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_is_found_out_by_reading() {
    let place = Place::synced().await;
    // Two users: right after an own write a reading proves nothing yet, and the sender would wait for two minutes.
    let users: Vec<Json> = place.people().take(2).collect();
    place.queue_title(&users[0], "Kaptein");
    let reset = ["run", "reset-password", "--id", id(&users[1]), "--password-stdin"];
    place.run_with("Trollstigen-1936\n", &reset).ok();
    place.faults("[[rule]]\nmatch = 'PATCH /v1.0/users/*'\naction = 'reset'\napplied = true\n");
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 2);
    for user in &users {
        assert_eq!(place.writes(id(user)).len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_token_leaves_the_change_where_it_is() {
    let place = Place::synced().await;
    place.queue_title(&place.somebody(), "Kaptein");
    place.faults("[[rule]]\nmatch = '*'\naction = 'unauthorized'\n");
    let sent = place.run(&["outbox", "send"]);
    assert_eq!(sent.failed(), (3, "sign-in-needed".into()));
    assert_eq!(sent.json()["counts"]["queued"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_admin_should_know_is_told_and_keeps_nothing_from_being_queued() {
    let place = Place::synced().await;
    let user = place.somebody();
    let set = ["run", "update-user", "--id", id(&user), "--job-title"];
    let titled = |title| [&set[..], &[title]].concat();
    assert_eq!(place.run(&titled("Kaptein")).ok()["warnings"], json!([]));
    assert_eq!(place.run(&titled("Matros")).ok()["warnings"], json!(["others-pending"]));
    let said = place.say(&titled("Kokk"));
    assert_eq!(said.code, 0);
    assert!(
        said.stderr
            .starts_with("kontor: warning: Another change stands before it"),
        "{}",
        said.stderr
    );
    assert_eq!(
        (said.stderr.lines().count(), place.items(&["outbox", "list"]).len()),
        (1, 3)
    );
}
