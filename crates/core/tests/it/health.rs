//! Service health: what Microsoft forgets stays, a round costs what changed, and one that may not be read fails alone.

use crate::sync::{rule, run, synced};
use kontor_core::alerts::{Alert, Kind, alerts};
use kontor_core::collections::ISSUES;
use kontor_core::commands::{dispatch, overview_of};
use kontor_model::Code;
use kontor_sim::{Action, Rights, Rule};
use kontor_store::Query;
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

/// The issues of the mirror by number, and whether each is over.
async fn issues(house: &House) -> BTreeMap<String, bool> {
    let session = house.session().await;
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let listed = session.store.list(&session.rules(&ISSUES).unwrap(), &query).unwrap();
    let over = |object: &kontor_model::Object| object["isResolved"] != false;
    listed
        .items
        .into_iter()
        .map(|item| (item.id, over(&item.object)))
        .collect()
}

async fn incidents(house: &House) -> Vec<Alert> {
    let session = house.session().await;
    let mut found = alerts(&session, session.now()).unwrap();
    found.retain(|alert| alert.kind == Kind::Incident);
    found
}

fn refused(pattern: &str) -> Rule {
    Rule {
        status: Some(400),
        ..rule(pattern, Action::Status)
    }
}

#[tokio::test]
async fn what_microsoft_has_forgotten_stays_also_with_a_new_mirror() {
    let mut house = synced(20).await;
    let before = issues(&house).await;
    house.pass(40 * DAY).await;
    run(&house, false).await;
    let after = issues(&house).await;
    assert!(after.len() > before.len(), "new ones come");
    let forgotten: Vec<&String> = before.keys().filter(|id| !after.contains_key(*id)).collect();
    assert_eq!(forgotten, Vec::<&String>::new());
    let open = incidents(&house).await;
    assert!(
        open.iter()
            .all(|alert| !before.contains_key(alert.object_id.as_ref().unwrap())),
        "how the old one ended nobody knows: {open:?}"
    );

    house = house.restart();
    for name in ["mirror.db", "mirror.db-wal", "mirror.db-shm"] {
        let removed = std::fs::remove_file(house.files().join(name));
        assert!(removed.is_ok() || name != "mirror.db", "{removed:?}");
    }
    assert!(issues(&house).await.is_empty());
    run(&house, false).await;
    assert_eq!(issues(&house).await, after);
}

#[tokio::test]
async fn a_round_asks_for_what_changed_and_once_a_day_for_everything() {
    let house = synced(20).await;
    let whole = "GET /v1.0/admin/serviceAnnouncement/issues?";
    house.cloud.lock().await.set_faults(vec![refused(whole)]);
    house.pass(Duration::from_secs(10 * 3600)).await;
    run(&house, false).await;
    let state = |session: std::sync::Arc<kontor_core::Session>| session.store.sync_state("issues").unwrap();
    assert_eq!(state(house.session().await).error, None);
    assert_eq!(incidents(&house).await, Vec::new(), "it ended meanwhile");
    house.pass(DAY).await;
    run(&house, false).await;
    assert!(
        state(house.session().await).error.is_some(),
        "all of it is asked for again"
    );
}

#[tokio::test]
async fn a_server_that_takes_no_filter_is_read_whole() {
    let house = synced(20).await;
    assert_eq!(incidents(&house).await.len(), 1);
    let filtered = "GET /v1.0/admin/serviceAnnouncement/issues?$filter*";
    house.cloud.lock().await.set_faults(vec![refused(filtered)]);
    house.pass(Duration::from_secs(10 * 3600)).await;
    run(&house, false).await;
    assert_eq!(incidents(&house).await, Vec::new());
}

#[tokio::test]
async fn an_open_incident_is_news_in_the_alerts_and_in_the_overview_and_its_posts_do_no_harm() {
    let house = House::new(20).await;
    let body = json!({"contentType": "html", "content": "<p>Fixed <script>alert(1)</script><img src=\"https://example.org/x\"></p>"});
    let set = json!({"posts": [
        {"createdDateTime": "2026-01-01T10:00:00Z", "postType": "regular", "description": body},
        {"createdDateTime": "2026-01-02T10:00:00Z", "postType": "regular", "description": {"contentType": "text", "content": "a < b"}},
    ]});
    let Value::Object(set) = set else { unreachable!() };
    let posted = Rule {
        set,
        ..rule("GET /v1.0/admin/serviceAnnouncement/issues*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![posted]);
    run(&house, false).await;
    let session = house.session().await;
    let incident = incidents(&house).await.remove(0);
    assert!(incident.args["service"].is_string());
    assert_eq!(overview_of(&session).unwrap().incidents, Some(1));
    let asked = json!({"tenant": house.tenant.id, "id": incident.object_id});
    let posts = dispatch(&house.kontor, &Recorder::default(), "issue_posts", asked)
        .await
        .unwrap();
    assert_eq!(posts[0]["html"], "<pre>a&#32;&lt;&#32;b</pre>", "the newest first");
    assert_eq!(posts[1]["html"], "<p>Fixed </p>");
}

#[tokio::test]
async fn without_the_permission_service_health_alone_is_denied_and_no_figure_is_shown() {
    let house = House::new(20).await;
    let rights = Rights {
        scopes: Some(vec!["Directory.Read.All".into(), "User.Read.All".into()]),
        roles: vec!["Global Administrator".into()],
    };
    let cloud = house.cloud.lock().await;
    let token = cloud.token();
    cloud.set_rights(&token, rights).unwrap();
    drop(cloud);
    run(&house, false).await;
    let session = house.session().await;
    for name in ["issues", "service-health"] {
        let error = session.store.sync_state(name).unwrap().error.unwrap();
        assert_eq!(error.code, Code::Denied, "{name}");
    }
    assert!(session.store.sync_state("domains").unwrap().complete);
    assert_eq!(overview_of(&session).unwrap().incidents, None);
}
