//! The offline copy against the server's own record.

use super::*;
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_every_user_is_the_servers_after_a_full_sync_and_after_a_thousand_changes() {
    let place = Place::synced().await;
    place.assert_same_users(&[]);
    assert!(place.sim.mutate(7, 1_000) > 900);
    let before = place.items(&["changes", "list"]).len();
    let synced = place.run(&["sync"]).ok();
    let users = synced["collections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["collection"] == "users")
        .unwrap();
    assert!(
        users["count"].as_u64().unwrap() > 0 && users["asOf"].is_string(),
        "{users}"
    );
    place.assert_same_users(&[]);
    assert!(place.items(&["changes", "list"]).len() > before + 100);
    let future = (chrono::Utc::now() + chrono::TimeDelta::days(2))
        .format("%F")
        .to_string();
    assert_eq!(
        place.items(&["changes", "list", "--since", &future]),
        Vec::<Json>::new()
    );
    place.run(&["sync", "--full"]).ok();
    place.assert_same_users(&[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_is_killed_at_any_moment_goes_on_where_it_was() {
    let latency = Duration::from_millis(3);
    let place = Place::new(Options {
        users: 1_000,
        latency,
        ..Options::default()
    })
    .await;
    place.connect("Fjordlys");
    let begun = Instant::now();
    place.run(&["sync", "--full"]).ok();
    let whole = begun.elapsed();
    let mut random = fastrand::Rng::with_seed(2);
    for round in 0..10 {
        place.sim.mutate(round, 100);
        let full: &[&str] = if round % 2 == 0 { &["sync", "--full"] } else { &["sync"] };
        let mut child = place.command(&place.data(), full).spawn().unwrap();
        // Any moment will do; the end of a whole run bounds them.
        std::thread::sleep(whole.mul_f64(random.f64()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(
            place.run(&["list", "users", "--limit", "1"]).ok()["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    }
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_that_may_not_be_read_is_told_and_fails_alone() {
    let place = Place::new(Options::default()).await;
    place.connect("Fjordlys");
    place.faults(&refusal("GET /providers/*", 403));
    let synced = place.run(&["sync"]).ok();
    let of = |synced: &Json, name: &str| {
        let all = synced["collections"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["collection"] == name).unwrap()
    };
    assert_eq!(of(&synced, "invoices")["error"]["code"], "denied");
    assert_eq!(of(&synced, "users")["error"], Json::Null);
    assert!(synced["asOf"].is_string());
    assert_eq!(place.run(&["sync", "--only", "invoices"]).code, 1);
    place.faults(&refusal("GET /v1.0/domains*", 400));
    let refused = place.run(&["sync", "--only", "domains,licenses"]);
    assert_eq!(
        (refused.code, &of(&refused.json(), "domains")["error"]["code"]),
        (1, &json!("refused"))
    );
    assert_eq!(refused.json()["collections"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_searched_filtered_and_limited() {
    let place = Place::synced().await;
    let theirs = place.sim.users_json();
    let count = |meets: &dyn Fn(&Json) -> bool| theirs.iter().filter(|user| meets(user)).count();
    let ours = |arguments: &[&str]| place.items(&[&["list", "users"], arguments].concat()).len();
    assert_eq!(
        ours(&["--filter", "accountEnabled=false"]),
        count(&|user| user["accountEnabled"] == false)
    );
    assert_eq!(
        ours(&["--filter", "department="]),
        count(&|user| user["department"].is_null())
    );
    let both = ["--filter", "userType=Member", "--filter", "usageLocation=NO"];
    assert_eq!(
        ours(&both),
        count(&|user| user["userType"] == "Member" && user["usageLocation"] == "NO")
    );
    assert_eq!(ours(&["--limit", "7"]), 7);
    assert_eq!(ours(&["--limit", "0"]), 0);
    assert_eq!(ours(&["--filter", "userType=Member", "--limit", "3"]), 3);
    let guests = place.items(&["list", "guest-users"]).len();
    assert_eq!(guests, count(&|user| user["userType"] == "Guest"));
    let somebody = place.somebody();
    let found = place.items(&[
        "list",
        "users",
        "--search",
        somebody["userPrincipalName"].as_str().unwrap(),
    ]);
    assert!(found.iter().any(|user| user["id"] == somebody["id"]) && found.len() < 20);
    let shown = place.run(&["show", "users", id(&somebody)]).ok();
    assert_eq!(shown["item"]["mail"], somebody["mail"]);
    assert!(shown["asOf"].is_string());
    assert_eq!(
        place.run(&["show", "users", "nobody"]).failed(),
        (1, "not-found".into())
    );
    assert_eq!(ours(&["--filter", "licenseAssignmentStates.state=Nonsense"]), 0);
    let report = place.items(&["list", "registration-details"]);
    let not = report.iter().filter(|line| line["isMfaRegistered"] == false);
    assert_eq!(ours(&["--filter", "mfa=0"]), not.clone().count());
    let disabled = |line: &&Json| {
        theirs
            .iter()
            .any(|user| user["id"] == line["id"] && user["accountEnabled"] == false)
    };
    assert_eq!(
        ours(&["--filter", "mfa=0", "--filter", "accountEnabled=false"]),
        not.filter(disabled).count()
    );
    assert_eq!(ours(&["--filter", "mfa="]), theirs.len() - report.len());
    let sku = &somebody["assignedLicenses"][0]["skuId"];
    let having = count(&|user| {
        user["assignedLicenses"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["skuId"] == *sku)
    });
    assert_eq!(
        ours(&["--filter", &format!("license={}", sku.as_str().unwrap())]),
        having
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_collection_has_something_in_it() {
    let place = Place::synced().await;
    for collection in [
        "users",
        "guest-users",
        "licenses",
        "subscriptions",
        "invoices",
        "domains",
        "organization",
        "password-expiry",
        "directory-sync",
    ] {
        let list = place.run(&["list", collection]).ok();
        let items = list["items"].as_array().unwrap();
        assert!(!items.is_empty() && list["asOf"].is_string(), "{collection}");
        let one = place.run(&["show", collection, id(&items[0])]).ok();
        assert_eq!(one["item"], items[0], "{collection}");
        let said = place.say(&["list", collection]);
        assert_eq!(
            said.stdout.lines().count(),
            items.len() + 2,
            "{collection}: {}",
            said.stdout
        );
    }
    let alerts = place.items(&["alerts", "list"]);
    assert!(
        alerts
            .iter()
            .any(|alert| alert["kind"] == "password-ends" && alert["id"].is_string())
    );
}
