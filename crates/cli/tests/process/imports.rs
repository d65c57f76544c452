//! Users from a file: told first, queued when the admin says so, their passwords in one place.

use super::*;

fn domain(place: &Place) -> String {
    let managed = |domain: &Json| domain["isVerified"] == true && domain["authenticationType"] == "Managed";
    let domains = place.items(&["list", "domains"]);
    id(domains.iter().find(|one| managed(one)).unwrap()).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_users_is_told_row_by_row_and_queued_only_with_yes() {
    let place = Place::synced().await;
    let domain = domain(&place);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (file, passwords) = (path("new.csv"), path("passwords.csv"));
    let text = format!(
        "Brukernavn;Visningsnavn;Leder;Notat\r\nkari@{domain};Kari;;x\r\nola;Ola;;\r\nper@{domain};Per;kari@{domain};\r\n"
    );
    std::fs::write(&file, text).unwrap();
    let told = place.run(&["import", "users", &file]).ok()["preview"].clone();
    assert_eq!(
        (&told["total"], &told["goes"], &told["unknown"][0]),
        (&json!(3), &json!(2), &json!("Notat"))
    );
    assert_eq!(
        (&told["wrong"][0]["row"], &told["wrong"][0]["name"]),
        (&json!(3), &json!("ola"))
    );
    let said = place.say(&["import", "users", &file, "--dry-run"]).stdout;
    assert!(
        said.contains("wrong: row 3 (ola)") && said.contains("Nothing was queued"),
        "{said}"
    );
    let homeless = place.run(&["import", "users", &file, "--yes"]);
    assert_eq!(homeless.failed(), (2, "invalid".into()));
    assert!(place.items(&["outbox", "list"]).is_empty());

    let done = place
        .run(&["import", "users", &file, "--yes", "--passwords-to", &passwords])
        .ok();
    assert_eq!(
        (&done["count"], done["wrong"].as_array().unwrap().len()),
        (&json!(2), 1)
    );
    let written = std::fs::read_to_string(&passwords).unwrap();
    let first = written.lines().nth(1).unwrap().rsplit(',').next().unwrap().to_owned();
    assert!(
        written.starts_with("userPrincipalName,displayName,password\n") && first.len() >= 16,
        "{written}"
    );
    assert!(!done.to_string().contains(&first) && !place.run(&["outbox", "list"]).ok().to_string().contains(&first));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&passwords).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads it");
    }
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], 3);
    let users = place.items(&["list", "users", "--filter", "displayName=Per"]);
    let manager = place.items(&["list", "users", "--filter", "displayName=Kari"]);
    assert_eq!(users[0]["manager"]["id"], manager[0]["id"]);

    let again = place.run(&["import", "users", &file, "--yes", "--passwords-to", &passwords]);
    assert_eq!(again.failed(), (1, "not-saved".into()), "an older file is kept");
    assert_eq!(std::fs::read_to_string(&passwords).unwrap(), written);
    let other = path("other.csv");
    let nobody = place.run(&["import", "users", &file, "--yes", "--passwords-to", &other]);
    assert_eq!(nobody.failed(), (2, "invalid".into()));
    assert!(!std::path::Path::new(&other).exists(), "passwords of nobody");
    let missing = place.run(&["import", "users", &path("none.csv")]);
    assert_eq!(missing.failed(), (1, "not-found".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_made_after_somebody_and_gives_what_a_row_leaves_open() {
    let place = Place::synced().await;
    let domain = domain(&place);
    let folder = tempfile::tempdir().unwrap();
    let blank = folder.path().join("blank.csv").display().to_string();
    place.run(&["import", "blank", "--to", &blank, "--language", "nb"]).ok();
    let headings = std::fs::read_to_string(&blank).unwrap();
    assert!(
        headings.starts_with("\u{feff}Brukernavn;Visningsnavn;Fornavn;"),
        "{headings}"
    );
    let person = place.somebody();
    let saved = place
        .run(&["template", "save", "Kai", "--like", id(&person), "--department", "Havn"])
        .ok();
    assert_eq!(
        (&saved["item"]["department"], &saved["item"]["country"]),
        (&json!("Havn"), &person["country"])
    );
    let twice = place.run(&["template", "save", "kai"]);
    assert_eq!(twice.failed(), (2, "invalid".into()));
    place
        .run(&["template", "save", "kai", "--replace", "--department", "Brygge"])
        .ok();
    place.run(&["template", "rename", "kai", "Brygga"]).ok();
    let all = place.items(&["template", "list"]);
    assert_eq!(
        (all.len(), &all[0]["name"], &all[0]["department"]),
        (1, &json!("Brygga"), &json!("Brygge"))
    );
    std::fs::write(
        &blank,
        format!("{headings}ny@{domain};Ny\r\n").replace("Ny\r\n", "Ny;;;;;;;;;;;;;;;;;Fjord-4711-sti\r\n"),
    )
    .unwrap();
    let told = place
        .run(&["import", "users", &blank, "--template", "Brygga", "--yes"])
        .ok();
    assert_eq!(told["count"], 1, "{told}");
    let queued = place.items(&["outbox", "list"]);
    assert_eq!(queued[0]["input"]["department"], "Brygge");
    place.run(&["template", "delete", "Brygga"]).ok();
    assert_eq!(
        place.run(&["template", "delete", "Brygga"]).failed(),
        (1, "not-found".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_is_made_like_another_or_by_a_template_with_all_that_belongs_to_it() {
    let place = Place::synced().await;
    let domain = domain(&place);
    let users = place.items(&["list", "users"]);
    let licensed =
        |user: &&Json| !user["assignedLicenses"].as_array().unwrap().is_empty() && user["department"].is_string();
    let person = users.iter().find(licensed).unwrap();
    let name = person["userPrincipalName"].as_str().unwrap();
    let (anna, bo) = (format!("anna@{domain}"), format!("bo@{domain}"));
    let create = |upn: &str, display: &str, more: &[&str]| {
        let nickname = upn.split('@').next().unwrap();
        let wish = [
            "run",
            "create-user",
            "--user-principal-name",
            upn,
            "--display-name",
            display,
            "--mail-nickname",
            nickname,
        ];
        place.run_with("Fjord-4711-sti\n", &[&wish[..], &["--password-stdin"], more].concat())
    };
    let like = create(&anna, "Anna", &["--like", name]).ok();
    assert_eq!(like["item"]["input"]["department"], person["department"]);
    let queued = place.items(&["outbox", "list"]);
    assert!(queued.len() > 1, "licences or groups wait for the user: {queued:#?}");

    place
        .run(&[
            "template",
            "save",
            "Kai",
            "--department",
            "Havn",
            "--usage-location",
            "NO",
        ])
        .ok();
    let made = create(&bo, "Bo", &["--template", "kai", "--department", "Brygge"]).ok();
    let input = &made["item"]["input"];
    assert_eq!(
        (&input["department"], &input["usageLocation"]),
        (&json!("Brygge"), &json!("NO")),
        "what is said wins"
    );
    assert_eq!(
        create(&bo, "Bo", &["--template", "nothing"]).failed(),
        (1, "not-found".into())
    );
    assert_eq!(create(&bo, "Bo", &["--template", "kai", "--like", name]).failed().0, 2);
}
