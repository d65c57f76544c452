//! A person signs in from the command line: with the browser, with a code, and again.

use super::{Place, read};
use kontor_sim::Options;
use kontor_testkit::{Answer, sign_in_at};
use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader};
use url::Url;

/// Runs `kontor`, which asks for the browser, and signs in there. Its answer, and what it said to the person.
async fn at_the_browser(place: &Place, arguments: &[&str], consent: Answer) -> (i32, Json, String) {
    let mut child = place
        .command(&place.data(), &[arguments, &["--json"]].concat())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let (url, told) = tokio::task::spawn_blocking(move || {
        let mut told = String::new();
        while !told.contains("http") {
            assert_ne!(said.read_line(&mut told).unwrap(), 0, "{told}");
        }
        (told.lines().last().unwrap_or_default().to_owned(), told)
    })
    .await
    .unwrap();
    sign_in_at(Url::parse(&url).unwrap(), "", consent).await;
    let ran = tokio::task::spawn_blocking(move || read(child.wait_with_output().unwrap()))
        .await
        .unwrap();
    (ran.code, ran.json(), told)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_the_browser_reads_and_signs_in_again() {
    let place = Place::new(Options::default()).await;
    let cloud = place.cloud();
    let add = ["tenant", "add", "Fjordlys", "--auth", "browser", "--cloud", &cloud];
    let (code, added, told) = at_the_browser(&place, &add, Answer::Accept).await;
    assert_eq!((code, &added["item"]["auth"]), (0, &json!("browser")), "{added}");
    assert_eq!(added["item"]["tenantId"], place.sim.tenant_id());
    assert!(told.contains("If none opens"), "{told}");
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);

    place.sim.revoke_tokens();
    let asked = place.run(&["sync"]);
    assert_eq!(asked.failed(), (3, "sign-in-needed".into()), "{}", asked.stdout);
    let (code, again, _) = at_the_browser(&place, &["tenant", "sign-in", "Fjordlys"], Answer::Accept).await;
    assert_eq!((code, &again["item"]["name"]), (0, &json!("Fjordlys")), "{again}");
    place.run(&["sync"]).ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_declined_in_the_browser_connects_nothing() {
    let place = Place::new(Options::default()).await;
    place.sim.set_sign_in(kontor_sim::SignIn {
        consent: true,
        pick: true,
        ..kontor_sim::SignIn::default()
    });
    let cloud = place.cloud();
    let add = ["tenant", "add", "Fjordlys", "--auth", "browser", "--cloud", &cloud];
    let (code, refused, _) = at_the_browser(&place, &add, Answer::Cancel).await;
    assert_eq!(
        (code, &refused["error"]["code"]),
        (3, &json!("sign-in-needed")),
        "{refused}"
    );
    assert!(
        refused["error"]["message"].as_str().unwrap().contains("AADSTS65004"),
        "{refused}"
    );
    assert_eq!(place.run(&["tenant", "list"]).ok(), json!({ "items": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_a_code_and_the_answer_stays_one_object() {
    let place = Place::new(Options::default()).await;
    let cloud = place.cloud();
    let ran = place.run(&["tenant", "add", "Fjordlys", "--auth", "device-code", "--cloud", &cloud]);
    assert_eq!(ran.code, 0, "{} {}", ran.stdout, ran.stderr);
    let added: Json = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(added["item"]["auth"], "device-code");
    assert!(
        ran.stderr.contains("enter the code"),
        "what the person must do stands beside the answer: {}",
        ran.stderr
    );
    place.run(&["sync"]).ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_for_the_bills_is_a_step_of_its_own() {
    let place = Place::new(Options::default()).await;
    let cloud = place.cloud();
    let add = ["tenant", "add", "Fjordlys", "--auth", "browser", "--cloud", &cloud];
    place.sim.set_sign_in(kontor_sim::SignIn {
        consent: true,
        ..kontor_sim::SignIn::default()
    });
    let (code, added, _) = at_the_browser(&place, &add, Answer::Accept).await;
    assert_eq!(code, 0, "{added}");
    let bills = || {
        let synced = place.run(&["sync", "--only", "invoices,users"]).json();
        let mut all = synced["collections"].as_array().unwrap().iter();
        let bills = all.find(|one| one["collection"] == "invoices").unwrap();
        bills["error"]["code"].clone()
    };
    assert_eq!(bills(), "denied");
    let step = ["tenant", "sign-in", "Fjordlys", "--for", "bills"];
    let (code, refused, _) = at_the_browser(&place, &step, Answer::Cancel).await;
    assert_eq!((code, &refused["error"]["code"]), (1, &json!("denied")), "{refused}");
    assert_eq!(bills(), "denied");
    let (code, done, _) = at_the_browser(&place, &step, Answer::Accept).await;
    assert_eq!((code, &done["item"]["name"]), (0, &json!("Fjordlys")), "{done}");
    assert_eq!(bills(), Json::Null);
    assert_ne!(place.items(&["list", "invoices"]), Vec::<Json>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_signs_in_once_and_adds_a_customer() {
    let place = Place::new(Options {
        tenants: 3,
        users: 60,
        ..Options::default()
    })
    .await;
    let customers = place.sim.tenants();
    let cloud = place.cloud();
    let add = ["tenant", "add", "Partner", "--auth", "browser", "--cloud", &cloud];
    let (code, added, _) = at_the_browser(&place, &add, Answer::Accept).await;
    assert_eq!(code, 0, "{added}");
    let listed = place.items(&["tenant", "customers", "Partner"]);
    let (first, second) = (customers[1].tenant_id(), customers[2].tenant_id());
    assert_eq!(
        (&listed[0]["tenantId"], &listed[1]["tenantId"]),
        (&json!(first), &json!(second))
    );
    assert!(
        place
            .say(&["tenant", "customers", "Partner"])
            .stdout
            .contains(&customers[1].tenant_name())
    );

    let alone = place.run(&["tenant", "add", "A", "--customer", &first]);
    assert_eq!(alone.failed(), (2, "usage".into()));
    let add = [
        "tenant",
        "add",
        "Customer",
        "--customer",
        &first,
        "--partner",
        "Partner",
    ];
    assert_eq!(place.run(&add).ok()["item"]["tenantId"], json!(first));
    let mut theirs: Vec<Json> = customers[1].users_json();
    place.run(&["--tenant", "Customer", "sync", "--only", "users"]).ok();
    let mut ours = place.items(&["--tenant", "Customer", "list", "users"]);
    let by_id = |a: &Json, b: &Json| a["id"].as_str().cmp(&b["id"].as_str());
    theirs.sort_by(by_id);
    ours.sort_by(by_id);
    let ids = |users: &[Json]| users.iter().map(|user| user["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&ours), ids(&theirs));
}
