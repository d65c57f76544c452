//! Password policies and the calendar of expiries on the command line.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_for_all_is_previewed_queued_and_takes_effect_in_each_domain() {
    let place = Place::synced().await;
    let policy = ["--password-validity-period-in-days", "60"];
    let shown = place.run(&[&["policy", "preview"][..], &policy].concat()).ok()["item"].clone();
    let targets: Vec<&str> = shown["targets"].as_array().unwrap().iter().map(id).collect();
    assert!(
        targets.len() > 1 && shown["impact"]["atOnce"].as_u64() > Some(0),
        "{shown}"
    );
    assert_eq!(place.items(&["outbox", "list"]).len(), 0, "a preview queues nothing");
    let set = place.run(&[&["policy", "set"][..], &policy].concat()).ok();
    assert_eq!(set["items"].as_array().unwrap().len(), targets.len());
    assert_eq!(
        (&set["leftOut"], &set["impact"]["atOnce"]),
        (&shown["leftOut"], &shown["impact"]["atOnce"])
    );
    place.run(&["outbox", "send"]).ok();
    for target in targets {
        assert_eq!(
            place.writes(target)[0].body,
            json!({"passwordValidityPeriodInDays": 60})
        );
    }
    assert_eq!(place.run(&["policy", "preview"]).code, 2);
    let never = place.run(&["policy", "preview", "--never"]).ok()["item"]["impact"].clone();
    assert!(
        never["newlyNever"].as_u64() > Some(0) && never["atOnce"] == 0,
        "{never}"
    );
    assert_eq!(
        place
            .run(&["policy", "set", "--password-validity-period-in-days", "5"])
            .failed(),
        (2, "invalid".into())
    );
    let gaps = place.run(&["policy", "gaps"]).ok()["item"].clone();
    assert!(gaps["policies"].is_array() && gaps["admins"].is_array(), "{gaps}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_has_every_date_and_only_passwords_have_one() {
    let place = Place::synced().await;
    let file = place.folder.path().join("ends.ics");
    let to = file.display().to_string();
    let wanted = [
        "export",
        "password-expiry",
        "--filter",
        "accountEnabled=true",
        "--to",
        &to,
    ];
    let written = place.run(&wanted).ok()["count"].as_u64().unwrap();
    let dated = place.items(&[
        "list",
        "password-expiry",
        "--filter",
        "accountEnabled=true",
        "--filter",
        "status=dated",
    ]);
    assert_eq!(written, dated.len() as u64);
    let events = |text: &str| text.matches("BEGIN:VEVENT\r\n").count() as u64;
    assert_eq!(events(&std::fs::read_to_string(&file).unwrap()), written);
    place.run(&[&wanted[..], &["--per", "day"]].concat()).ok();
    let days = events(&std::fs::read_to_string(&file).unwrap());
    assert!(days > 5 && days < written, "{days} of {written}");
    assert_eq!(
        place.run(&["export", "users", "--to", &to]).failed(),
        (2, "usage".into())
    );
}
