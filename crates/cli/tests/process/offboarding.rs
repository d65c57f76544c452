//! `offboard` and `basket`: what is queued together, told first, listed and undone step by step.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_leaves_and_each_step_is_listed_and_undone_alone() {
    let place = Place::synced().await;
    let user = place.somebody();
    let name = user["userPrincipalName"].as_str().unwrap();
    let told = place.run(&["offboard", name, "--dry-run", "--delete"]).ok()["preview"].clone();
    let steps: Vec<&str> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["step"].as_str().unwrap())
        .collect();
    assert_eq!((steps[0], steps[steps.len() - 1]), ("block", "delete"));
    let said = place.say(&["offboard", name, "--dry-run"]).stdout;
    assert!(
        said.contains("accountEnabled: true → false") && !said.contains("delete-user"),
        "{said}"
    );
    assert!(place.items(&["outbox", "list"]).is_empty(), "only told");

    let leave = [
        "offboard",
        id(&user),
        "--without",
        "licenses,groups,roles",
        "--delete",
        "--password-stdin",
    ];
    let queued = place.run_with("Trollstigen-1936\n", &leave).ok()["items"]
        .as_array()
        .unwrap()
        .clone();
    let kinds: Vec<&str> = queued.iter().map(|one| one["operation"].as_str().unwrap()).collect();
    assert_eq!(kinds[..3], ["update-user", "revoke-sign-in-sessions", "reset-password"]);
    assert!(
        kinds.last() == Some(&"delete-user") && !kinds.contains(&"assign-licenses"),
        "{kinds:?}"
    );
    let lists = place.items(&["outbox", "checklists"]);
    assert_eq!((lists.len(), &lists[0]["about"]["id"]), (1, &user["id"]));
    assert_eq!(lists[0]["steps"].as_array().unwrap().len(), queued.len());

    assert_eq!(
        place.run(&["outbox", "send"]).code,
        4,
        "deleting waits for somebody's word"
    );
    let said = place.say(&["outbox", "checklists"]).stdout;
    let done = queued.len() - 1;
    assert!(said.contains(&format!("{done} of {} done", queued.len())), "{said}");
    let now = |user: &Json| {
        place
            .sim
            .users_json()
            .into_iter()
            .find(|one| one["id"] == user["id"])
            .unwrap()
    };
    assert_eq!(now(&user)["accountEnabled"], false);
    let passwords: Vec<Json> = place
        .writes(id(&user))
        .iter()
        .map(|write| write.body["passwordProfile"]["password"].clone())
        .collect();
    assert!(
        passwords.contains(&json!(secrets::sha256("Trollstigen-1936"))),
        "the one that was given"
    );

    place.run(&["outbox", "discard", id(&queued[done])]).ok();
    place.run(&["outbox", "undo", id(&queued[0])]).ok();
    place.run(&["outbox", "send"]).ok();
    assert_eq!(now(&user)["accountEnabled"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_for_somebody_is_said_and_a_password_that_nothing_takes_is_refused() {
    let place = Place::synced().await;
    let on_premises = place
        .sim
        .users_json()
        .into_iter()
        .find(|user| user["onPremisesSyncEnabled"] == true)
        .unwrap();
    let told = place.run(&["offboard", id(&on_premises), "--dry-run"]).ok()["preview"].clone();
    assert_eq!(told[0]["stays"][0]["why"]["warning"], "mastered-on-premises");
    let said = place.say(&["offboard", id(&on_premises), "--dry-run"]).stdout;
    assert!(said.contains("block: ") && said.contains(" stays: "), "{said}");
    let without = [
        "offboard",
        id(&on_premises),
        "--without",
        "password",
        "--password-stdin",
    ];
    assert_eq!(
        place.run_with("Trollstigen-1936\n", &without).failed(),
        (2, "usage".into())
    );
    assert_eq!(
        place.run(&["offboard", "nobody@example.com"]).failed(),
        (1, "not-found".into())
    );
    let unknown = ["offboard", id(&on_premises), "--without", "coffee"];
    assert_eq!(place.run(&unknown).failed(), (2, "usage".into()));
    assert!(place.items(&["outbox", "list"]).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_basket_is_filled_and_ordered_in_one_step() {
    let place = Place::synced().await;
    assert_eq!(place.run(&["basket", "order"]).failed(), (2, "usage".into()));
    let product = place.items(&["list", "catalog"])[0].clone();
    let number = product["skuPartNumber"].as_str().unwrap();
    place
        .run(&["basket", "add", &number.to_lowercase(), "--quantity", "2"])
        .ok();
    let lines = place.items(&["basket", "add", id(&product)]);
    assert_eq!(
        (lines.len(), &lines[0]["quantity"], &lines[0]["id"]),
        (1, &json!(3), &product["id"])
    );
    assert_eq!(
        place.run(&["basket", "add", number, "--quantity", "0"]).failed(),
        (2, "invalid".into())
    );
    assert_eq!(
        place.run(&["basket", "add", "NO_SUCH_PRODUCT"]).failed(),
        (1, "not-found".into())
    );
    assert!(
        place
            .say(&["basket", "list"])
            .stdout
            .contains(lines[0]["name"].as_str().unwrap())
    );

    let other = place.items(&["list", "catalog"])[1].clone();
    place.run(&["basket", "add", id(&other)]).ok();
    assert_eq!(place.items(&["basket", "remove", id(&other)]).len(), 1);
    assert_eq!(
        place.run(&["basket", "remove", id(&other)]).failed(),
        (1, "not-found".into())
    );
    let ordered = place.items(&["basket", "order"]);
    assert_eq!((ordered.len(), &ordered[0]["state"]), (1, &json!("guided")));
    assert!(place.items(&["basket", "list"]).is_empty());
    assert_eq!(place.say(&["basket", "list"]).stdout.trim(), "The basket is empty.");
}
