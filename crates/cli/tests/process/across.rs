//! What spans tenants (`tenant overview`, `search`, `open`), and what the account may do (`access`, and the warning of `run`).

use super::*;
use kontor_sim::Rights;

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_and_a_search_span_every_tenant_and_need_no_network() {
    let mut place = Place::synced().await;
    place.connect("Another");
    place.sim.stop().await;
    let overview = place.items(&["tenant", "overview"]);
    let names: Vec<_> = overview.iter().map(|one| one["tenant"].as_str().unwrap()).collect();
    assert_eq!(names, ["Another", "Fjordlys"]);
    assert_eq!(
        (&overview[0]["asOf"], &overview[0]["users"]),
        (&Json::Null, &Json::Null),
        "it was never read"
    );
    assert_eq!(overview[1]["users"], 250);
    let alerts = place.run(&["--tenant", "Fjordlys", "alerts", "list"]).ok();
    let ended = alerts["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["kind"] == "password-ended")
        .count();
    assert_eq!(overview[1]["passwordsEnded"], ended);

    let user = place
        .run(&["--tenant", "Fjordlys", "list", "users", "--limit", "1"])
        .ok()["items"][0]
        .clone();
    let upn = user["userPrincipalName"].as_str().unwrap();
    let found = place.items(&["search", upn]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["name"], &found[0]["hits"][0]["id"]),
        (&json!("Fjordlys"), &user["id"])
    );
    assert_eq!(
        place.run(&["search", "a", "--limit", "0"]).failed(),
        (2, "usage".into())
    );
    let said = place.say(&["search", upn]);
    assert!(
        said.stdout.contains("Fjordlys") && said.stdout.contains(upn),
        "{}",
        said.stdout
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_account_lacks_is_told_and_keeps_nothing_from_being_queued() {
    let place = Place::synced().await;
    let roles = vec!["Helpdesk Administrator".to_owned()];
    place
        .sim
        .set_rights(&place.sim.token(), Rights { scopes: None, roles })
        .unwrap();
    place.run(&["sync"]).ok();
    let told = place.run(&["access"]).ok()["item"].clone();
    assert_eq!(told["roles"], json!(["Helpdesk Administrator"]));
    let of = |operation: &str| {
        let operations = told["operations"].as_array().unwrap();
        operations.iter().find(|one| one["operation"] == operation).unwrap()["verdict"].clone()
    };
    assert_eq!(
        (of("reset-password"), of("update-user")),
        (json!("works"), json!("needs-role"))
    );

    let user = place.somebody();
    let said = place.say(&["run", "update-user", "--id", id(&user), "--job-title", "Los"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains("User Administrator"), "{}", said.stderr);
    let queued = &place.items(&["outbox", "list"])[0];
    assert_eq!(queued["access"]["verdict"], "needs-role");
    assert_eq!(place.run(&["outbox", "send"]).code, 4, "Microsoft says the same");
    assert_eq!(place.items(&["outbox", "list"])[0]["hold"], "denied");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_leads_to_its_object_and_says_so_where_it_leads_nowhere() {
    let mut place = Place::synced().await;
    let product = place.items(&["list", "licenses", "--limit", "1"])[0].clone();
    let shown = place.run(&["show", "licenses", id(&product)]).ok();
    let link = shown["link"].as_str().unwrap();
    place.sim.stop().await;
    let opened = place.run(&["open", link]).ok();
    assert_eq!((&opened["item"], &opened["link"]), (&shown["item"], &shown["link"]));
    assert!(place.say(&["open", link]).stdout.contains(link));

    let elsewhere = place.run(&["open", "kontor://00000000-0000-4000-8000-000000000000/licenses/1"]);
    assert_eq!(elsewhere.failed(), (1, "tenant-unknown".into()));
    let gone = link.rsplit_once('/').unwrap().0.to_owned() + "/1";
    assert_eq!(place.run(&["open", &gone]).failed(), (1, "not-found".into()));
    for none in ["https://example.com/", "kontor://somewhere/unicorns/1", ""] {
        assert_eq!(place.run(&["open", none]).failed(), (2, "usage".into()), "{none}");
    }
}
