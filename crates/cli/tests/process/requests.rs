//! Change requests: one admin asks, another approves and sends.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_one_asks_for_another_sees_accepts_approves_and_sends() {
    let place = Place::synced().await;
    let add = ["tenant", "add", "Same", "--auth", "token", "--cloud", &place.cloud()];
    place.run_elsewhere(&add).ok();
    place.run_elsewhere(&["sync"]).ok();
    let users: Vec<Json> = place.people().take(2).collect();
    let ids: Vec<String> = users.iter().map(|user| place.queue_title(user, "Kaptein")).collect();
    let path = place.folder.path().join("request.kontor");
    let file = path.to_str().unwrap();
    let export = ["outbox", "export", &ids[0], &ids[1], "--to", file];
    let exported = place.run(&export).ok();
    assert_eq!(exported["count"], 2);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(place.run(&export).failed(), (1, "not-saved".into()));
    assert_eq!(std::fs::read(&path).unwrap(), before, "an older file is left as it is");

    let opened = place.run_elsewhere(&["outbox", "open", file]).ok()["request"].clone();
    assert_eq!(opened["signer"], exported["signer"]);
    assert_eq!(opened["operations"][1]["changes"][0]["to"], "Kaptein");
    assert!(opened["from"].as_str().is_some_and(|from| !from.is_empty()));
    assert_eq!(place.run_elsewhere(&["outbox", "list"]).ok()["items"], json!([]));

    let accepted = place.run_elsewhere(&["outbox", "accept", file]).ok();
    let states: Vec<&Json> = accepted["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["hold"])
        .collect();
    assert_eq!(states, ["review", "review"]);
    assert_eq!(
        place.run_elsewhere(&["outbox", "accept", file]).ok()["items"],
        json!([]),
        "once is enough"
    );
    assert_eq!(place.run_elsewhere(&["outbox", "send"]).code, 4);
    assert_eq!(place.writes(id(&users[0])).len(), 0);
    place.run_elsewhere(&["outbox", "approve", "--all"]).ok();
    assert_eq!(place.run_elsewhere(&["outbox", "send"]).ok()["counts"]["done"], 2);
    for user in &users {
        assert_eq!(place.writes(id(user)).len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_altered_or_is_none_is_refused_and_passwords_stay_here() {
    let place = Place::synced().await;
    let user = place.somebody();
    let title = place.queue_title(&user, "Kaptein");
    let path = place.folder.path().join("request.kontor");
    let file = path.to_str().unwrap();
    place.run(&["outbox", "export", &title, "--to", file]).ok();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("Kaptein", "Admiral")).unwrap();
    for command in ["open", "accept"] {
        assert_eq!(place.run(&["outbox", command, file]).failed(), (2, "invalid".into()));
    }
    std::fs::write(&path, "\u{0}not one").unwrap();
    assert_eq!(place.run(&["outbox", "open", file]).failed(), (2, "invalid".into()));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(place.run(&["outbox", "open", file]).failed(), (2, "usage".into()));
    let reset = ["run", "reset-password", "--id", id(&user), "--password-stdin"];
    let reset = place.run_with("Trollstigen-1936\n", &reset).ok()["item"].clone();
    let with_secret = place.run(&["outbox", "export", &title, id(&reset), "--to", file]);
    assert_eq!(with_secret.failed(), (2, "invalid".into()));
    assert!(!path.exists());
}
