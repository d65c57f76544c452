//! What holds for every command: one JSON object, exit codes, and nothing that panics.

use super::*;
use std::io::Read;

#[tokio::test(flavor = "multi_thread")]
async fn arguments_that_cannot_be_are_usage_errors_in_both_forms() {
    let place = Place::synced().await;
    for arguments in [
        vec![],
        vec!["frobnicate"],
        vec!["list"],
        vec!["list", "unicorns"],
        vec!["list", "users", "--filter", "city"],
        vec!["list", "users", "--limit", "-1"],
        vec!["list", "users", "--csv"],
        vec!["sync", "--only", "users,unicorns"],
        vec!["run", "fly", "--id", "1"],
        vec!["run", "update-user", "--job-title", "x"],
        vec!["run", "update-user", "--id", "1", "--shoe-size", "44"],
        vec!["run", "reset-password", "--id", "1", "--password", "x"],
        vec!["outbox", "show", "not-an-id"],
        vec!["changes", "list", "--since", "yesterday"],
        vec!["export", "users", "--to", "users.xlsx"],
    ] {
        let ran = place.run(&arguments);
        assert_eq!(ran.failed(), (2, "usage".into()), "{arguments:?}");
        if !arguments.contains(&"--csv") {
            let said = place.say(&arguments);
            assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{arguments:?}");
            assert!(!said.stderr.is_empty(), "{arguments:?}");
        }
    }
    let refused = place.run(&[
        "run",
        "update-user",
        "--id",
        id(&place.somebody()),
        "--usage-location",
        "Norge",
    ]);
    assert_eq!(refused.failed(), (2, "invalid".into()));
    assert_eq!(refused.json()["error"]["field"], "usageLocation");
}

#[tokio::test(flavor = "multi_thread")]
async fn global_flags_stand_before_or_after_and_help_is_an_answer() {
    let place = Place::synced().await;
    let before = ran(place.command(&place.data(), &["--json", "--tenant", "Fjordlys", "list", "domains"]));
    let after = ran(place.command(&place.data(), &["list", "domains", "--tenant", "Fjordlys", "--json"]));
    assert_eq!(before.ok(), after.ok());
    assert!(
        place.run(&["--help"]).ok()["help"]
            .as_str()
            .unwrap()
            .contains("KONTOR_KEY")
    );
    assert!(
        place.run(&["run", "update-user", "--help"]).ok()["help"]
            .as_str()
            .unwrap()
            .contains("--job-title")
    );
    assert_eq!(place.run(&["--version"]).ok()["version"], env!("CARGO_PKG_VERSION"));
    assert!(place.say(&["--help"]).stdout.contains("Exit codes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_or_with_another_nothing_opens() {
    let place = Place::synced().await;
    let with = |key: Option<&str>| {
        let mut command = place.command(&place.data(), &["list", "users", "--json"]);
        match key {
            Some(key) => command.env("KONTOR_KEY", key),
            None => command.env_remove("KONTOR_KEY"),
        };
        ran(command)
    };
    let none = with(None);
    assert_eq!(none.failed(), (1, "keychain-unavailable".into()));
    assert!(none.stdout.contains("KONTOR_KEY"));
    assert_eq!(with(Some(&"0".repeat(64))).failed(), (1, "wrong-key".into()));
    for bad in ["", "beef", &"g".repeat(64)] {
        let ran = with(Some(bad));
        assert_eq!(ran.failed(), (1, "wrong-key".into()));
        assert!(bad.is_empty() || !ran.stdout.contains(bad));
    }
    place.assert_same_users(&[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_or_a_broken_file_is_left_alone() {
    let place = Place::synced().await;
    let tenant = std::fs::read_dir(place.data().join("tenants"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let ledger = rusqlite::Connection::open(tenant.join("ledger.db")).unwrap();
    ledger
        .execute_batch(&format!(
            "PRAGMA key = \"x'{KEY}'\"; PRAGMA user_version = 9999; PRAGMA wal_checkpoint"
        ))
        .unwrap();
    drop(ledger);
    let bytes = std::fs::read(tenant.join("ledger.db")).unwrap();
    for arguments in [vec!["list", "users"], vec!["sync"], vec!["outbox", "send"]] {
        assert_eq!(place.run(&arguments).failed(), (1, "newer-file".into()));
    }
    assert_eq!(std::fs::read(tenant.join("ledger.db")).unwrap(), bytes);
    std::fs::write(tenant.join("tenant.json"), "{").unwrap();
    assert_eq!(place.run(&["tenant", "list"]).failed(), (1, "corrupt".into()));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_has_seen_enough_is_no_panic() {
    let place = Place::new(Options {
        users: 2_000,
        ..Options::default()
    })
    .await;
    place.connect("Fjordlys");
    place.run(&["sync"]).ok();
    for form in ["--csv", "--json"] {
        let mut child = place.command(&place.data(), &["list", "users", form]).spawn().unwrap();
        let mut first = [0; 100];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
    }
}
