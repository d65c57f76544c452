//! What the account may do is told before it is queued, and Microsoft then says the same.

use crate::outbox::{PASSWORD, member, now, send};
use crate::sync::{run, synced};
use kontor_core::access::{MayDo, Verdict, access};
use kontor_core::collections::{ROLES, USERS};
use kontor_core::operations::Wish;
use kontor_core::outbox::{discard, preview, queue};
use kontor_model::{Hold, State};
use kontor_sim::Rights;
use kontor_store::Query;
use kontor_testkit::House;
use serde_json::{Value, json};

const READ: [&str; 6] = [
    "User.Read.All",
    "Organization.Read.All",
    "Domain.Read.All",
    "LicenseAssignment.Read.All",
    "RoleManagement.Read.Directory",
    "User.Read",
];

/// Gives the administrator these rights and lets Kontor read them.
async fn with_rights(house: &House, roles: &[&str], scopes: Option<&[&str]>) {
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let rights = Rights {
        scopes: scopes.map(own),
        roles: own(roles),
    };
    {
        let cloud = house.cloud.lock().await;
        cloud.set_rights(&cloud.token(), rights).unwrap();
    }
    run(house, false).await;
}

/// Somebody who holds that role.
async fn holder(house: &House, role: &str) -> String {
    let session = house.session().await;
    let query = Query {
        limit: 100,
        ..Query::default()
    };
    let roles = session
        .store
        .list(&session.rules(&ROLES).unwrap(), &query)
        .unwrap()
        .items;
    let own = access(&session).unwrap().account.unwrap().id;
    let held = roles
        .into_iter()
        .map(|item| item.server)
        .filter(|one| one["principalId"] != json!(own));
    let mut held = held.filter(|one| one["roleDefinition"]["displayName"] == json!(role));
    held.next().unwrap()["principalId"].as_str().unwrap().to_owned()
}

fn wish(operation: &str, id: &str, input: Value) -> Wish {
    Wish {
        operation: operation.to_owned(),
        id: id.to_owned(),
        input,
    }
}

#[tokio::test]
async fn what_is_foretold_for_a_role_and_a_target_is_what_microsoft_then_says() {
    let house = synced(250).await;
    let plain = member(&house).await.id;
    let [global, helpdesk] = [
        holder(&house, "Global Administrator").await,
        holder(&house, "Helpdesk Administrator").await,
    ];
    let title = |n: usize| json!({ "jobTitle": format!("Los {n}") });
    let phone = |n: usize| json!({ "mobilePhone": format!("+47 400 00 0{n:02}") });
    let (mut n, mut refused) = (0, 0);
    for role in [
        "Global Administrator",
        "User Administrator",
        "Helpdesk Administrator",
        "Password Administrator",
        "Privileged Authentication Administrator",
        "License Administrator",
        "Global Reader",
    ] {
        with_rights(&house, &[role], None).await;
        let session = house.session().await;
        for target in [&plain, &helpdesk, &global] {
            n += 1;
            for (operation, input) in [
                ("update-user", title(n)),
                ("update-user", phone(n)),
                ("reset-password", json!({ "password": format!("{PASSWORD}-{n}") })),
            ] {
                let asked = wish(operation, target, input.clone());
                let foretold = preview(&session, asked.clone(), None).unwrap().access;
                let queued = queue(&session, asked).unwrap();
                send(&house).await;
                let said = now(&house, &queued).await;
                let what = format!("{role}: {operation} {input} of {target}: {foretold:?}, {:?}", said.hold);
                match foretold.verdict {
                    Verdict::Works => assert_eq!(said.state, State::Done, "{what}"),
                    Verdict::NeedsRole => {
                        assert_eq!((said.state, said.hold), (State::Held, Some(Hold::Denied)), "{what}");
                        discard(&session, queued.id).unwrap();
                        refused += 1;
                    }
                    other => panic!("{what}: {other:?}"),
                }
            }
        }
    }
    assert!(
        (20..=50).contains(&refused),
        "both happened often: {refused} of 63 were refused"
    );
}

#[tokio::test]
async fn the_account_its_roles_and_what_it_lacks_are_told() {
    let house = synced(250).await;
    let told = access(&*house.session().await).unwrap();
    assert!(told.is_global_administrator);
    assert!(told.account.unwrap().user_principal_name.unwrap().contains('@'));
    assert_eq!(told.roles.unwrap(), ["Global Administrator"]);
    assert!(
        told.operations.iter().all(|one| one.verdict == Verdict::Works),
        "{:?}",
        told.operations
    );

    with_rights(&house, &["Helpdesk Administrator"], None).await;
    let session = house.session().await;
    let told = access(&session).unwrap();
    let of = |operation: &str| told.operations.iter().find(|one| one.operation == operation).unwrap();
    assert_eq!(of("reset-password").verdict, Verdict::Works);
    assert_eq!(of("send-mail").verdict, Verdict::Works, "no role is needed");
    assert_eq!(
        (of("delete-user").verdict, of("delete-user").missing_roles),
        (Verdict::NeedsRole, &["User Administrator"][..])
    );
    let global = holder(&house, "Global Administrator").await;
    let asked = wish("reset-password", &global, json!({ "password": PASSWORD }));
    let foretold: MayDo = preview(&session, asked, None).unwrap().access;
    assert_eq!(
        (foretold.verdict, &foretold.out_of_reach[..]),
        (Verdict::NeedsRole, &["Global Administrator".to_owned()][..])
    );
    assert!(
        foretold.missing_roles.is_empty(),
        "the role is held; the target is out of its reach"
    );
}

#[tokio::test]
async fn what_cannot_be_known_is_not_foretold() {
    let house = House::new(100).await;
    let session = house.session().await;
    let told = access(&session).unwrap();
    assert_eq!(
        (told.account, told.roles, told.scopes),
        (None, None, None),
        "nothing was read yet"
    );
    assert!(told.operations.iter().all(|one| one.verdict == Verdict::Unknown));

    // Roles may not be read: what the account holds stays unknown, and everything can be queued and sent as ever.
    let scopes: Vec<&str> = READ
        .into_iter()
        .filter(|scope| !scope.starts_with("Role"))
        .chain(["User.ReadWrite.All"])
        .collect();
    with_rights(&house, &["User Administrator"], Some(&scopes)).await;
    let told = access(&session).unwrap();
    assert_eq!(told.roles, None);
    assert!(told.account.is_some());
    let query = Query {
        limit: 1,
        ..Query::default()
    };
    let user = session
        .store
        .list(&session.rules(&USERS).unwrap(), &query)
        .unwrap()
        .items
        .remove(0)
        .id;
    let asked = wish("update-user", &user, json!({ "jobTitle": "Los" }));
    assert_eq!(
        preview(&session, asked.clone(), None).unwrap().access.verdict,
        Verdict::Unknown
    );
    let queued = queue(&session, asked).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &queued).await.state, State::Done);
}
