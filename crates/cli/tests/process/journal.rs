//! The journal: shown, checked, exported.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn every_step_is_in_the_chain_and_in_the_file_with_its_hash() {
    let place = Place::synced().await;
    let check = || place.run(&["journal", "check"]).ok();
    assert_eq!(check(), json!({"entries": 0, "head": null, "brokenAt": null}));
    let user = place.somebody();
    let reset = ["run", "reset-password", "--id", id(&user), "--password-stdin"];
    place.run_with("Trollstigen-1936\n", &reset).ok();
    place.queue_title(&place.people().nth(1).unwrap(), "=1+1");
    place.run(&["outbox", "send"]).ok();

    let (json, csv) = (place.folder.path().join("j.json"), place.folder.path().join("j.csv"));
    for path in [&json, &csv] {
        let done = place.run(&["journal", "export", "--to", path.to_str().unwrap()]).ok();
        assert_eq!(done["count"], check()["entries"]);
    }
    let text = std::fs::read_to_string(&json).unwrap();
    let file: Json = serde_json::from_str(&text).unwrap();
    let entries = file["items"].as_array().unwrap();
    assert_eq!(
        (json!(entries.len()), &entries.last().unwrap()["hash"]),
        (check()["entries"].clone(), &check()["head"])
    );
    let seqs: Vec<u64> = entries.iter().map(|entry| entry["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs, (1..=entries.len() as u64).collect::<Vec<_>>());
    assert!(text.contains("requestId") && !text.contains("Trollstigen"));

    let mut rows = csv::Reader::from_path(&csv).unwrap();
    assert_eq!(
        rows.headers().unwrap(),
        &["seq", "at", "operation", "who", "step", "detail", "requestId", "hash"][..]
    );
    for (row, entry) in rows.records().zip(entries) {
        let row = row.unwrap();
        assert_eq!(
            (row[2].to_owned(), row[7].to_owned()),
            (text_of(&entry["operation"]), text_of(&entry["hash"]))
        );
    }

    let of_user = place.items(&["journal", "show", "users", id(&user)]);
    assert!(of_user.len() > 2 && of_user.len() < entries.len(), "{of_user:?}");
    assert_eq!(of_user[0]["step"], "queued");
    assert_eq!(place.items(&["journal", "show", "users", "nobody"]), Vec::<Json>::new());
    let wrong = place.run(&["journal", "export", "--to", "journal.txt"]);
    assert_eq!(wrong.failed(), (2, "usage".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_was_altered_is_found() {
    let place = Place::synced().await;
    let operation = place.queue_title(&place.somebody(), "Kaptein");
    place.run(&["outbox", "discard", &operation]).ok();
    let tenants = place.data().join("tenants");
    let tenant = std::fs::read_dir(tenants).unwrap().next().unwrap().unwrap().path();
    let ledger = rusqlite::Connection::open(tenant.join("ledger.db")).unwrap();
    let unlocked = format!("PRAGMA key = \"x'{KEY}'\"; DROP TRIGGER journal_is_not_rewritten");
    ledger.execute_batch(&unlocked).unwrap();
    ledger
        .execute("UPDATE journal SET who = 'somebody else' WHERE seq = 1", [])
        .unwrap();
    drop(ledger);
    let check = place.run(&["journal", "check"]);
    assert_eq!(check.failed(), (1, "corrupt".into()));
    assert_eq!(
        (&check.json()["brokenAt"], &check.json()["entries"]),
        (&json!(1), &json!(2))
    );
    assert!(place.say(&["journal", "check"]).stderr.contains("entry 1"));
}

fn text_of(value: &Json) -> String {
    value.as_str().unwrap().to_owned()
}
