//! `mail`: templates, what a mail reads like, and many at once from the command line.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn those_whose_password_ends_soon_are_told_once_in_the_tenants_own_words() {
    let place = Place::synced().await;
    let expiring = ["mail", "expiring", "--within", "30"];
    let shown = place.run(&[&expiring[..], &["--dry-run"]].concat()).ok()["preview"].clone();
    let goes = shown["goes"].as_u64().unwrap();
    assert!(goes > 0 && goes < shown["total"].as_u64().unwrap(), "{shown}");

    let template = ["mail", "template", "password-expiry"];
    let wrong = place.run(&[&template[..], &["en", "--subject", "x", "--body", "{{name}}"]].concat());
    assert_eq!(wrong.failed(), (2, "invalid".into()));
    for language in ["en", "nb"] {
        let words = [
            language,
            "--subject",
            "Soon: {{date}}",
            "--body",
            "Hello {{displayName}}, {{daysLeft}}",
        ];
        place.run(&[&template[..], &words].concat()).ok();
    }
    let templates = place.run(&["mail", "templates"]).ok()["item"]["templates"].clone();
    let edited = templates
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["edited"] == true)
        .count();
    assert_eq!(edited, 2);

    let queued = place.run(&expiring).ok();
    assert_eq!(queued["survey"]["goes"].as_u64(), Some(goes));
    assert!(queued["bulk"].is_string());
    let to = queued["survey"]["sample"][0]["target"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let letter = place.run(&["mail", "letter", "password-expiry", "--id", &to]).ok()["item"].clone();
    assert!(letter["subject"].as_str().unwrap().starts_with("Soon: "), "{letter}");
    assert!(
        letter["whyNot"]["message"]
            .as_str()
            .unwrap()
            .contains("stands in the outbox"),
        "{letter}"
    );
    let again = place.run(&expiring).ok();
    assert_eq!(
        (again["survey"]["goes"].as_u64(), &again["bulk"]),
        (Some(0), &serde_json::Value::Null)
    );
    assert_eq!(place.run(&["mail", "expiring"]).code, 2);
    assert_eq!(place.run(&["mail", "template", "registration", "en"]).code, 2);
    place.run(&["mail", "language", "nb"]).ok();
    let own = place.run(&["mail", "template", "password-expiry", "en", "--own"]).ok();
    assert_eq!(own["item"]["defaultLanguage"], "nb");
}
