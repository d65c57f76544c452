//! CSV and exported files.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn case_37_csv_holds_every_field_and_nothing_that_a_spreadsheet_would_run() {
    let place = Place::synced().await;
    let user = place.somebody();
    place.queue_title(&user, "=HYPERLINK(\"http://evil.example\")");
    let printed = place.say(&["list", "users", "--csv"]);
    assert_eq!(printed.code, 0);
    let mut csv = csv::Reader::from_reader(printed.stdout.as_bytes());
    let head = csv.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().unwrap();
    let users = place.items(&["list", "users"]);
    assert_eq!((head.get(0), rows.len()), (Some("id"), users.len()));
    for (row, user) in rows.iter().zip(&users) {
        for (name, written) in head.iter().zip(row) {
            assert!(
                !written.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{name}: {written}"
            );
            let expected = match user.get(name).unwrap_or(&Json::Null) {
                Json::Null => String::new(),
                Json::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(written.strip_prefix('\'').unwrap_or(written), expected, "{name}");
        }
    }
    assert!(printed.stdout.contains("'=HYPERLINK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_the_list_in_a_file_and_replaces_the_older_one() {
    let place = Place::synced().await;
    let (csv, json) = (place.folder.path().join("u.csv"), place.folder.path().join("u.JSON"));
    for path in [&csv, &json] {
        std::fs::write(path, "an older one").unwrap();
        let done = place
            .run(&[
                "export",
                "users",
                "--filter",
                "userType=Guest",
                "--to",
                path.to_str().unwrap(),
            ])
            .ok();
        assert_eq!(done["count"], place.items(&["list", "guest-users"]).len());
    }
    let list = place
        .say(&["list", "users", "--filter", "userType=Guest", "--csv"])
        .stdout;
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), list);
    let file: Json = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!(file, place.run(&["list", "users", "--filter", "userType=Guest"]).ok());

    let nowhere = place.folder.path().join("no/such/folder/u.csv");
    let failed = place.run(&["export", "users", "--to", nowhere.to_str().unwrap()]);
    assert_eq!(failed.failed(), (1, "not-saved".into()));
    let left: Vec<_> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

/// Opens a file by noting which.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_opened_by_the_systems_program_from_a_copy_that_is_deleted_when_asked() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::synced().await;
    let bill = place.items(&["list", "invoices"])[0].clone();
    let number = bill["name"].as_str().unwrap();
    assert_eq!(
        place.run(&["invoice", "open", number]).failed(),
        (1, "not-found".into())
    );
    place.run(&["invoice", "fetch", number]).ok();
    place.run(&["sync"]).ok();
    let open = |programs: &Path| {
        let mut command = place.command(&place.data(), &["invoice", "open", number, "--json"]);
        command.env("PATH", programs);
        ran(command)
    };
    assert!(
        open(place.folder.path()).failed() == (1, "not-found".into()),
        "nothing opens it"
    );
    let opened = place.data().join("opened");
    assert!(!opened.exists());

    let programs = place.folder.path().join("programs");
    std::fs::create_dir(&programs).unwrap();
    let (viewer, shown) = (programs.join("xdg-open"), place.folder.path().join("shown"));
    std::fs::write(&viewer, format!("#!/bin/sh\necho \"$1\" > '{}'\n", shown.display())).unwrap();
    std::fs::set_permissions(&viewer, std::fs::Permissions::from_mode(0o755)).unwrap();
    let file = PathBuf::from(open(&programs).ok()["file"].as_str().unwrap());
    assert_eq!(
        std::fs::read_to_string(&shown).unwrap().trim(),
        file.display().to_string()
    );
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    place.run(&["invoice", "close"]).ok();
    assert!(!opened.exists());
}
