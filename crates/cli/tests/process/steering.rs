//! What the admin does with a change that stands in the outbox.

use super::*;

fn item(ran: &Ran) -> Json {
    ran.ok()["item"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_discards_what_waits_and_queues_the_opposite_of_what_is_done() {
    let place = Place::synced().await;
    let user = place.somebody();
    let unsent = place.queue_title(&user, "Matros");
    assert_eq!(item(&place.run(&["outbox", "undo", &unsent]))["state"], "discarded");
    assert_eq!(
        place.run(&["outbox", "undo", &unsent]).failed(),
        (1, "wrong-state".into())
    );

    let done = place.queue_title(&user, "Kaptein");
    place.run(&["outbox", "send"]).ok();
    let opposite = item(&place.run(&["outbox", "undo", &done]));
    assert_eq!(
        (&opposite["undoes"], &opposite["state"]),
        (&json!(done), &json!("queued"))
    );
    place.run(&["outbox", "send"]).ok();
    let now = place
        .sim
        .users_json()
        .into_iter()
        .find(|one| one["id"] == user["id"])
        .unwrap();
    assert_eq!(
        (&now["jobTitle"], place.writes(id(&user)).len()),
        (&user["jobTitle"], 2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_takes_the_place_and_what_is_not_given_stays() {
    let place = Place::synced().await;
    let user = place.somebody();
    let set = [
        "run",
        "update-user",
        "--id",
        id(&user),
        "--job-title",
        "Kaptein",
        "--city",
        "Bodø",
    ];
    let old = item(&place.run(&set));
    let edit = |arguments: &[&str]| place.run(&[&["outbox", "edit", id(&old)], arguments].concat());
    assert_eq!(edit(&[]).failed(), (2, "usage".into()));
    assert_eq!(
        edit(&["--subject", "x"]).failed(),
        (2, "usage".into()),
        "update-user has no subject"
    );
    let new = item(&edit(&["--city", "Tromsø"]));
    assert_eq!(new["input"], json!({"jobTitle": "Kaptein", "city": "Tromsø"}));
    let old = item(&place.run(&["outbox", "show", id(&old)]));
    assert_eq!((&old["state"], &old["replacedBy"]), (&json!("replaced"), &new["id"]));

    // A password is kept unless another is given.
    let reset = ["run", "reset-password", "--id", id(&user), "--password-stdin"];
    let reset = item(&place.run_with("Trollstigen-1936\n", &reset));
    let kept = [
        "outbox",
        "edit",
        id(&reset),
        "--force-change-password-next-sign-in",
        "false",
    ];
    let kept = item(&place.run(&kept));
    let other = place.people().nth(1).unwrap();
    let second = ["run", "reset-password", "--id", id(&other), "--password-stdin"];
    let second = item(&place.run_with("Trollstigen-1936\n", &second));
    place
        .run_with("Besseggen-1743\n", &["outbox", "edit", id(&second), "--password-stdin"])
        .ok();
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 3);
    let hash = |user: &Json| {
        let writes = place.writes(id(user));
        let passwords = writes.iter().map(|write| &write.body["passwordProfile"]["password"]);
        passwords
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(hash(&user), [secrets::sha256("Trollstigen-1936")]);
    assert_eq!(hash(&other), [secrets::sha256("Besseggen-1743")]);
    assert_eq!(
        place
            .run(&[
                "outbox",
                "edit",
                id(&kept),
                "--force-change-password-next-sign-in",
                "true"
            ])
            .failed(),
        (1, "wrong-state".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_acknowledged_and_nothing_else_is() {
    let place = Place::synced().await;
    let operation = place.queue_title(&place.somebody(), "Kaptein");
    let acknowledge = || place.run(&["outbox", "acknowledge", &operation]);
    assert_eq!(acknowledge().failed(), (1, "wrong-state".into()));
    place.faults(&refusal("PATCH /v1.0/users/*", 400));
    assert_eq!(place.run(&["outbox", "send"]).code, 1);
    let seen = item(&acknowledge());
    assert_eq!(
        (&seen["acknowledged"], &seen["state"]),
        (&json!(true), &json!("failed"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_said_in_the_words_of_other_tools_without_its_secret() {
    let place = Place::synced().await;
    let user = place.somebody();
    let reset = ["run", "reset-password", "--id", id(&user), "--password-stdin"];
    let reset = item(&place.run_with("Trollstigen-1936\n", &reset));
    let graph = place.sim.endpoints().graph.to_string();
    let url = format!("{}/v1.0/users/{}", graph.trim_end_matches('/'), id(&user));
    for (format, begins) in [
        ("graph-request", format!("PATCH {url}\n")),
        (
            "power-shell",
            format!("Invoke-MgGraphRequest -Method PATCH -Uri '{url}' "),
        ),
        (
            "cli-microsoft365",
            format!("m365 request --method patch --url '{url}' "),
        ),
    ] {
        let copy = ["outbox", "copy-as", id(&reset), "--format", format];
        let text = place.run(&copy).ok()["text"].as_str().unwrap().to_owned();
        assert!(text.starts_with(&begins) && text.contains("<password>"), "{text}");
        assert_eq!(place.say(&copy).stdout, text);
        assert!(!text.contains("Trollstigen"));
    }
    let unknown = ["outbox", "copy-as", id(&reset), "--format", "cobol"];
    assert_eq!(place.run(&unknown).failed(), (2, "usage".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_review_each_is_held_until_one_some_or_all_are_approved() {
    let place = Place::synced().await;
    let policy = |arguments: &[&str]| place.run(&[&["outbox", "policy"], arguments].concat());
    assert_eq!(policy(&[]).ok()["policy"], json!({"kind": "by-itself"}));
    assert_eq!(
        policy(&["after-review"]).ok()["policy"],
        json!({"kind": "after-review"})
    );

    let users: Vec<Json> = place.people().take(5).collect();
    let ids: Vec<String> = users.iter().map(|user| place.queue_title(user, "Kaptein")).collect();
    let held = place.run(&["outbox", "send"]);
    assert_eq!((held.code, &held.json()["counts"]["held"]), (4, &json!(5)));
    let one = item(&place.run(&["outbox", "approve", &ids[0]]));
    assert_eq!((&one["state"], &one["hold"]), (&json!("queued"), &Json::Null));
    let again = place.run(&["outbox", "approve", &ids[1], &ids[0]]);
    assert_eq!(again.failed(), (1, "wrong-state".into()));
    let states = |state: &str| {
        place
            .items(&["outbox", "list"])
            .iter()
            .filter(|one| one["state"] == state)
            .count()
    };
    assert_eq!(states("held"), 4, "all of them or none");
    let some = place.run(&["outbox", "approve", &ids[1], &ids[2]]).ok();
    assert_eq!(some["items"].as_array().unwrap().len(), 2);
    let gone = place.items(&["list", "deleted-users"])[0].clone();
    let purge = item(&place.run(&["run", "purge-user", "--id", id(&gone)]));
    let all = place.run(&["outbox", "approve", "--all"]).ok();
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    assert_eq!(states("held"), 1, "what is removed for good goes by its own id");
    place.run(&["outbox", "approve", id(&purge)]).ok();
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 6);
    assert_eq!(place.run(&["outbox", "approve"]).failed(), (2, "usage".into()));
    assert_eq!(
        place.run(&["outbox", "approve", &ids[0], "--all"]).failed(),
        (2, "usage".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_is_kept_and_one_without_length_is_refused() {
    let place = Place::synced().await;
    let window = |from, to| place.run(&["outbox", "policy", "window", from, to]);
    assert_eq!(window("8", "16:00").failed(), (2, "usage".into()));
    assert_eq!(window("08:00", "08:00").failed(), (2, "invalid".into()));
    let hour = chrono::Local::now().time() + chrono::TimeDelta::hours(2);
    let later = hour + chrono::TimeDelta::hours(1);
    let (from, to) = (hour.format("%H:%M").to_string(), later.format("%H:%M").to_string());
    let set = json!({"kind": "window", "from": format!("{from}:00"), "to": format!("{to}:00")});
    assert_eq!(window(&from, &to).ok()["policy"], set);
    assert_eq!(place.run(&["outbox", "policy"]).ok()["policy"], set);

    let user = place.somebody();
    place.queue_title(&user, "Kaptein");
    let closed = place.run(&["outbox", "send"]);
    assert_eq!((closed.code, &closed.json()["counts"]["queued"]), (4, &json!(1)));
    assert_eq!(place.writes(id(&user)).len(), 0);
    assert!(
        place
            .say(&["outbox", "policy"])
            .stdout
            .contains(&format!("between {from} and {to}"))
    );
    place.run(&["outbox", "policy", "by-itself"]).ok();
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn approving_all_sends_nothing_again_whose_outcome_is_unknown() {
    let place = Place::synced().await;
    let user = place.somebody();
    let mail = [
        "run",
        "send-mail",
        "--id",
        id(&user),
        "--subject",
        "Hei",
        "--body",
        "Hei",
    ];
    let mail = item(&place.run(&mail));
    place.faults("[[rule]]\nmatch = 'POST /v1.0/me/sendMail'\naction = 'reset'\napplied = true\n");
    assert_eq!(place.run(&["outbox", "send"]).code, 4);
    place.faults("");
    let deleted = item(&place.run(&["run", "delete-user", "--id", id(&user)]));
    assert_eq!(
        item(&place.run(&["outbox", "show", id(&mail)]))["hold"],
        "outcome-unknown"
    );
    let approved = place.run(&["outbox", "approve", "--all"]).ok();
    let approved: Vec<&str> = approved["items"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(approved, [id(&deleted)]);
    assert_eq!(place.run(&["outbox", "send"]).code, 4);
    assert_eq!(place.sim.mails().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn show_tells_what_a_change_waits_for_and_every_step_it_took() {
    let place = Place::synced().await;
    let user = place.somebody();
    let first = place.queue_title(&user, "Matros");
    let second = place.queue_title(&user, "Kaptein");
    let show = |operation: &str| place.run(&["outbox", "show", operation]).ok();
    assert_eq!(
        (&show(&first)["item"]["waitsFor"], &show(&second)["item"]["waitsFor"]),
        (&Json::Null, &json!(first))
    );
    let listed = place.items(&["outbox", "list"]);
    assert_eq!(
        listed.iter().find(|one| one["id"] == *second).unwrap()["waitsFor"],
        *first
    );
    assert!(
        place
            .say(&["outbox", "show", &second])
            .stdout
            .contains(&format!("waits for {first}"))
    );
    let steps = |operation: &str| {
        let shown = show(operation);
        let steps = shown["journal"].as_array().unwrap().iter();
        steps
            .map(|step| step["step"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(steps(&first), ["queued"]);
    place.run(&["outbox", "discard", &second]).ok();
    place.run(&["outbox", "send"]).ok();
    let taken = steps(&first);
    assert_eq!(
        (taken.first().map(String::as_str), steps(&second)),
        (Some("queued"), vec!["queued".to_owned(), "discarded".to_owned()])
    );
    assert!(taken.len() > 2, "{taken:?}");
    let said = place.say(&["outbox", "show", &first]).stdout;
    assert!(taken.iter().all(|step| said.contains(step.as_str())), "{said}");
}
