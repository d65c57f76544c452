//! Connecting, listing and forgetting tenants; credentials; the network at its worst.

use super::secrets::{bytes, holds};
use super::*;
use kontor_sim::App;

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_is_connected_listed_and_forgotten() {
    let place = Place::new(Options::default()).await;
    assert_eq!(place.run(&["tenant", "list"]).ok(), json!({"items": []}));
    assert_eq!(place.run(&["list", "users"]).failed(), (1, "tenant-unknown".into()));
    let added = place.connect("Fjordlys");
    assert_eq!(added["item"]["tenantId"], place.sim.tenant_id());
    let again = place.run(&[
        "tenant",
        "add",
        "fjordlys",
        "--auth",
        "token",
        "--cloud",
        &place.cloud(),
    ]);
    assert_eq!(again.failed(), (1, "tenant-exists".into()));
    place.connect("Second");
    assert_eq!(place.items(&["tenant", "list"]).len(), 2);
    assert_eq!(place.run(&["list", "users"]).failed(), (2, "usage".into()));
    assert_eq!(
        place.run(&["--tenant", "second", "list", "users"]).ok()["asOf"],
        Json::Null
    );
    assert_eq!(
        place.run(&["--tenant", "third", "list", "users"]).failed(),
        (1, "tenant-unknown".into())
    );
    place.run(&["tenant", "remove", "Second"]).ok();
    let left = place.items(&["tenant", "list"]);
    assert_eq!((left.len(), &left[0]["name"]), (1, &json!("Fjordlys")));
    assert_eq!(std::fs::read_dir(place.data().join("tenants")).unwrap().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_whose_changes_are_not_over_is_kept_unless_that_is_wanted() {
    let place = Place::synced().await;
    let user = place.somebody();
    let operation = place.queue_title(&user, "Kaptein");
    let kept = place.run(&["tenant", "remove", "Fjordlys"]);
    assert_eq!(kept.failed(), (4, "wrong-state".into()));
    assert_eq!(kept.json()["items"], json!(place.items(&["outbox", "list"])));
    let name = user["displayName"].as_str().unwrap();
    let said = place.say(&["tenant", "remove", "Fjordlys"]);
    assert_eq!(said.code, 4);
    for part in [name, "update-user", "queued", "--discard-unsent"] {
        assert!(said.stderr.contains(part), "{}", said.stderr);
    }
    assert!(said.stdout.contains(&operation), "{}", said.stdout);

    // With a key that opens nothing nobody can know what waits there.
    let other = |arguments: &[&str]| {
        let mut command = place.command(&place.data(), &[&["tenant", "remove", "Fjordlys"], arguments].concat());
        command.env("KONTOR_KEY", "0".repeat(64)).arg("--json");
        ran(command)
    };
    let unknown = other(&[]);
    assert_eq!(unknown.failed(), (1, "wrong-key".into()));
    assert!(unknown.stdout.contains("--discard-unsent"), "{}", unknown.stdout);
    assert_eq!(place.items(&["outbox", "list"]).len(), 1);
    assert_eq!(other(&["--discard-unsent"]).ok()["item"]["name"], "Fjordlys");
    assert_eq!(place.items(&["tenant", "list"]), Vec::<Json>::new());

    // What is over is no reason to keep it.
    place.connect("Again");
    place.run(&["sync"]).ok();
    let operation = place.queue_title(&user, "Kaptein");
    place.run(&["outbox", "discard", &operation]).ok();
    place.run(&["tenant", "remove", "Again"]).ok();
    assert_eq!(place.writes(id(&user)).len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_tenant_needs_is_asked_for_before_the_network() {
    let place = Place::new(Options::default()).await;
    let cloud = place.cloud();
    for (arguments, word) in [
        (vec!["--auth", "client-secret", "--tenant-id", "x"], "--client-id"),
        (vec!["--auth", "client-secret", "--client-id", "x"], "--tenant-id"),
        (
            vec!["--auth", "client-secret", "--client-id", "x", "--tenant-id", "y"],
            "KONTOR_CLIENT_SECRET",
        ),
        (vec!["--auth", "client-certificate", "--tenant-id", "x"], "--client-id"),
        (
            vec!["--auth", "client-certificate", "--client-id", "x", "--tenant-id", "y"],
            "KONTOR_CLIENT_CERTIFICATE",
        ),
    ] {
        let ran = place.run(&[&["tenant", "add", "A", "--cloud", &cloud], arguments.as_slice()].concat());
        assert_eq!(ran.failed(), (2, "usage".into()));
        assert!(ran.stdout.contains(word), "{}", ran.stdout);
    }
    let mars = place.run(&["tenant", "add", "A", "--auth", "token", "--cloud", "mars"]);
    assert_eq!(mars.failed(), (2, "invalid".into()));
    assert_eq!(place.run(&["tenant", "list"]).ok(), json!({"items": []}));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_signs_in_with_its_secret() {
    let place = Place::new(Options::default()).await;
    let (tenant, cloud) = (place.sim.tenant_id(), place.cloud());
    let client = "11111111-2222-3333-4444-555555555555";
    let add = [
        "tenant",
        "add",
        "App",
        "--auth",
        "client-secret",
        "--tenant-id",
        &tenant,
        "--client-id",
        client,
    ];
    let mut command = place.command(&place.data(), &[&add[..], &["--cloud", &cloud, "--json"]].concat());
    command.env("KONTOR_CLIENT_SECRET", "s3cret");
    assert_eq!(ran(command).ok()["item"]["clientId"], client);
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);
}

/// The files of certificates that the sign-in's own tests have.
fn certificate(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../cloud/tests/certificates/{name}.pem"))
}

/// Takes one certificate from the application and gives it another.
fn register(place: &Place, name: &str) {
    let certificate = std::fs::read_to_string(certificate(name)).unwrap();
    let app = App {
        client_id: "app".into(),
        certificates: vec![certificate],
        ..App::default()
    };
    place.sim.register_app(app).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_signs_in_with_its_certificate_and_later_with_another() {
    let place = Place::new(Options::default()).await;
    let (tenant, cloud) = (place.sim.tenant_id(), place.cloud());
    let with = |file: &Path, arguments: &[&str]| {
        let mut command = place.command(&place.data(), &[arguments, &["--json"]].concat());
        command.env("KONTOR_CLIENT_CERTIFICATE", file);
        ran(command)
    };
    let add = [
        "tenant",
        "add",
        "App",
        "--auth",
        "client-certificate",
        "--client-id",
        "app",
    ];
    let add = [&add[..], &["--tenant-id", &tenant, "--cloud", &cloud]].concat();
    register(&place, "first");
    let only_key = place.folder.path().join("key.pem");
    let whole = std::fs::read_to_string(certificate("first")).unwrap();
    std::fs::write(&only_key, &whole[whole.rfind("-----BEGIN").unwrap()..]).unwrap();
    for (file, failure, word) in [
        (
            place.folder.path().join("nowhere.pem"),
            (2, "invalid"),
            "cannot be read",
        ),
        (only_key, (2, "invalid"), "no certificate"),
        (
            certificate("expired"),
            (3, "sign-in-needed"),
            "has expired on 2021-01-01",
        ),
        (certificate("second"), (3, "sign-in-needed"), "AADSTS700027"),
    ] {
        let refused = with(&file, &add);
        assert_eq!(refused.failed(), (failure.0, failure.1.into()));
        assert!(refused.stdout.contains(word), "{}", refused.stdout);
        assert_eq!(
            place.items(&["tenant", "list"]),
            Vec::<Json>::new(),
            "nothing is stored"
        );
    }
    let added = with(&certificate("first"), &add).ok();
    assert_eq!(added["item"]["auth"], "client-certificate");
    // The file is needed once.
    place.run(&["sync"]).ok();
    place.assert_same_users(&[]);
    let key = whole.lines().rev().nth(1).unwrap();
    assert!(
        !holds(&bytes(&place.data()), key),
        "the key is in no file that can be read"
    );

    register(&place, "second");
    assert_eq!(place.run(&["sync"]).failed(), (3, "sign-in-needed".into()));
    let still = with(&certificate("first"), &["sync"]);
    assert_eq!(still.failed(), (3, "sign-in-needed".into()));
    with(&certificate("second"), &["sync"]).ok();
    place.run(&["sync"]).ok();
    let kept = certificate("expired");
    assert_eq!(with(&kept, &["sync"]).failed(), (3, "sign-in-needed".into()));
    place.run(&["sync"]).ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_token_from_the_environment_takes_over_once_it_is_proved() {
    let place = Place::synced().await;
    let with = |token: &str, arguments: &[&str]| {
        let mut command = place.command(&place.data(), arguments);
        command.env("KONTOR_ACCESS_TOKEN", token);
        ran(command)
    };
    let dead = with("dead-token", &["sync", "--json"]);
    assert_eq!(dead.failed(), (3, "sign-in-needed".into()));
    // The dead one was not stored: without the variable the good one still serves.
    assert_eq!(with("", &["sync", "--json"]).code, 0);
    place.faults("[[rule]]\nmatch = '*'\naction = 'unauthorized'\n");
    assert_eq!(place.run(&["sync"]).failed(), (3, "sign-in-needed".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_of_a_cloud_is_copied() {
    let place = Place::new(Options {
        tls: true,
        ..Options::default()
    })
    .await;
    let original = place.folder.path().join("ca-to-remove.pem");
    std::fs::copy(place.sim.ca().unwrap(), &original).unwrap();
    let at = place.sim.endpoints().graph;
    let cloud = place.folder.path().join("tls.toml");
    let text =
        format!("login = '{at}'\ngraph = '{at}'\narm = '{at}'\npartner_center = '{at}'\nca = 'ca-to-remove.pem'\n");
    std::fs::write(&cloud, text).unwrap();
    let cloud = cloud.display().to_string();
    place
        .run(&["tenant", "add", "Safe", "--auth", "token", "--cloud", &cloud])
        .ok();
    std::fs::remove_file(original).unwrap();
    std::fs::remove_file(cloud).unwrap();
    let moved = place.folder.path().join("moved");
    std::fs::rename(place.data(), &moved).unwrap();
    let synced = ran(place.command(&moved, &["sync", "--json"]));
    assert_eq!(synced.code, 0, "{}", synced.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_lists_answer_and_the_rest_says_so() {
    let mut place = Place::synced().await;
    let users = place.items(&["list", "users"]);
    place.sim.stop().await;
    assert_eq!(place.items(&["list", "users"]), users);
    assert_eq!(place.run(&["sync"]).failed(), (5, "offline".into()));
    let add = place.run(&["tenant", "add", "B", "--auth", "token", "--cloud", &place.cloud()]);
    assert_eq!(add.failed(), (5, "offline".into()));
    let said = place.say(&["sync"]);
    assert!(
        said.code == 5 && said.stderr.starts_with("kontor: Microsoft cannot be reached"),
        "{}",
        said.stderr
    );
}
