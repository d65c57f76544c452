//! Service health: what is shown when, in which pages, to whom.

use reqwest::Method;
use serde_json::json;

use crate::Cloud;

const ISSUES: &str = "/v1.0/admin/serviceAnnouncement/issues";
const OVERVIEWS: &str = "/v1.0/admin/serviceAnnouncement/healthOverviews";

#[tokio::test]
async fn an_open_incident_shows_on_its_service_and_ends_with_time() {
    let cloud = Cloud::with(20).await;
    let open = format!("{ISSUES}?$filter=isResolved eq false and classification eq 'incident'");
    let (found, ..) = cloud.walk(&open).await;
    let incident = found.first().expect("there is always one at the start").clone();
    assert_eq!(incident["endDateTime"], json!(null));
    assert_eq!(
        incident["posts"].as_array().unwrap().len(),
        3,
        "every two hours since five hours ago"
    );
    let name = incident["service"].as_str().unwrap();
    let service = cloud.get(&format!("{OVERVIEWS}/{name}")).await.json();
    assert_eq!(service["status"], incident["status"]);
    let expanded = cloud.get(&format!("{OVERVIEWS}?$expand=issues")).await.json();
    let within = expanded["value"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["service"] == name);
    assert!(
        within.unwrap()["issues"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == incident["id"])
    );

    let since = incident["lastModifiedDateTime"].as_str().unwrap().to_owned();
    cloud.post("/_sim/advance?seconds=36000", json!({})).await;
    let one = cloud
        .get(&format!("{ISSUES}/{}", incident["id"].as_str().unwrap()))
        .await
        .json();
    assert_eq!(
        (&one["isResolved"], &one["status"]),
        (&json!(true), &json!("serviceRestored"))
    );
    let (changed, ..) = cloud
        .walk(&format!("{ISSUES}?$filter=lastModifiedDateTime ge {since}"))
        .await;
    assert!(changed.iter().any(|other| other["id"] == incident["id"]));
    assert!(changed.len() < cloud.walk(ISSUES).await.0.len());
}

#[tokio::test]
async fn what_has_been_over_for_thirty_days_is_shown_no_more() {
    let cloud = Cloud::with(20).await;
    let (before, ..) = cloud.walk(ISSUES).await;
    let over = before.iter().find(|one| one["isResolved"] == true).unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    cloud.post("/_sim/advance?seconds=2678400", json!({})).await;
    let (after, ..) = cloud.walk(ISSUES).await;
    assert!(after.iter().all(|one| one["id"] != *over));
    assert!(
        after
            .iter()
            .any(|one| before.iter().all(|other| other["id"] != one["id"])),
        "new ones come"
    );
    assert_eq!(cloud.get(&format!("{ISSUES}/{over}")).await.status, 404);
}

#[tokio::test]
async fn pages_follow_each_other_and_keep_what_was_asked_for() {
    let cloud = Cloud::with(20).await;
    let (all, ..) = cloud.walk(ISSUES).await;
    let (few, sizes, _) = cloud.walk(&format!("{ISSUES}?$top=4&$select=title")).await;
    assert_eq!(few.len(), all.len());
    assert!(sizes.len() > 1 && sizes[0] == 4, "{sizes:?}");
    assert!(few.iter().all(|one| one["posts"].is_null() && one["title"].is_string()));
    assert_eq!(cloud.get(&format!("{ISSUES}?$skip=x")).await.status, 400);
}

#[tokio::test]
async fn it_takes_a_permission_of_its_own_and_an_administrators_role() {
    let cloud = Cloud::with(20).await;
    for (rights, status) in [
        (json!({"roles": ["Helpdesk Administrator"]}), 200),
        (json!({"roles": ["Directory Readers"]}), 403),
        (
            json!({"roles": ["Global Administrator"], "scopes": ["Directory.Read.All"]}),
            403,
        ),
    ] {
        let account = cloud.post("/_sim/accounts", rights.clone()).await.json();
        let bearer = format!("Bearer {}", account["token"].as_str().unwrap());
        let answer = cloud
            .call(Method::GET, ISSUES, &[("authorization", &bearer)], None)
            .await;
        assert_eq!(answer.status, status, "{rights}");
    }
}
