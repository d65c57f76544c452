//! Users from a file: told row by row, queued in one step, made with all that belongs to them.

use crate::life::{free_product, items, managed_domain};
use crate::outbox::{member, now, send};
use crate::sync::{run, settle, synced};
use kontor_core::Session;
use kontor_core::collections::{DELETED_USERS, DOMAINS, GROUPS, LICENSES, USERS};
use kontor_core::import::{ImportPreview, read};
use kontor_core::outbox::{BulkStep, bulks, discard, step_bulk};
use kontor_core::templates::UserTemplate;
use kontor_model::{Code, Operation, State};
use kontor_store::Which;
use kontor_testkit::House;
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

fn preview(session: &Session, text: &str) -> ImportPreview {
    read(session, text.as_bytes(), &UserTemplate::default()).unwrap().told()
}

fn all(session: &Session) -> Vec<Operation> {
    session.store.operations(Which::All).unwrap()
}

/// For each wrong row its number and what is wrong first.
fn wrong(told: &ImportPreview) -> Vec<(u32, &str)> {
    told.wrong
        .iter()
        .map(|row| (row.row, row.errors[0].message.as_str()))
        .collect()
}

/// A product that is free, by the name people know, and its `skuId`.
async fn product(house: &House) -> (String, String) {
    let sku_id = free_product(house, &member(house).await.id)
        .await
        .as_str()
        .unwrap()
        .to_owned();
    let licenses = items(house, &LICENSES).await;
    let product = licenses
        .iter()
        .find(|one| one.server["skuId"] == sku_id.as_str())
        .unwrap();
    ((LICENSES.title)(&product.server), sku_id)
}

#[tokio::test]
async fn case_42_of_300_rows_the_7_that_are_wrong_are_named_and_nothing_is_queued_until_the_admin_says_so() {
    let house = synced(120).await;
    let session: Arc<Session> = house.session().await;
    let domain = managed_domain(&house).await.id;
    let (name, _) = product(&house).await;
    let taken = member(&house).await.server["userPrincipalName"]
        .as_str()
        .unwrap()
        .to_owned();
    let deleted = items(&house, &DELETED_USERS).await[0].server["userPrincipalName"]
        .as_str()
        .unwrap()[32..]
        .to_owned();
    let mut text = "\u{feff}Brukernavn;Visningsnavn;Bruksland;Lisenser;Notat\r\n".to_owned();
    for row in 2..=301 {
        let line = match row {
            11 => ";Uten Navn;NO;;".to_owned(),
            20 => format!("ny5@{domain};Samme Igjen;NO;;"),
            44 => format!("{taken};Opptatt;NO;;"),
            101 => format!("{deleted};Slettet;NO;;"),
            150 => "kari@nowhere.example;Fremmed;NO;;".to_owned(),
            222 => format!("ny222@{domain};Ukjent;NO;Drue 365;"),
            301 => format!("ny301@{domain};Uten Land;;{name};"),
            _ => format!("ny{row}@{domain};\"Ny; nummer\n{row}\";no;;x"),
        };
        write!(text, "{line}\r\n").unwrap();
    }
    let told = preview(&session, &text);
    assert_eq!((told.total, told.goes, told.separator), (300, 293, ';'));
    assert_eq!(
        (told.generated, told.unknown.as_slice()),
        (293, ["Notat".to_owned()].as_slice())
    );
    assert_eq!(
        wrong(&told),
        [
            (11, "The row has no sign-in name."),
            (20, "Row 5 of the file has this sign-in name already."),
            (44, "Another user has this sign-in name."),
            (
                101,
                "A deleted user has this sign-in name, and would want it back. Restore that one, or choose another."
            ),
            (150, "nowhere.example is not a domain of this tenant."),
            (222, "The tenant has no product called Drue 365."),
            (
                301,
                "A license is asked for and no usage location; Microsoft needs one first."
            ),
        ]
    );
    assert!(all(&session).is_empty(), "nothing is queued");

    let import = || read(&session, text.as_bytes(), &UserTemplate::default()).unwrap();
    let refused = import().queue(Some(300)).err().unwrap();
    assert_eq!((refused.code, all(&session).len()), (Code::WrongState, 0));
    let queued = import().queue(Some(293)).unwrap();
    assert_eq!((queued.count, queued.passwords.len()), (293, 293));
    let operations = all(&session);
    assert_eq!(operations.len(), 293);
    assert!(
        operations
            .iter()
            .all(|one| one.bulk == queued.bulk && one.state == State::Queued)
    );
    assert_eq!(
        operations[0].changes[1].to,
        json!("Ny; nummer 2"),
        "{:?}",
        operations[0].changes
    );
    let password = session.store.secret(operations[0].id, "password").unwrap().unwrap();
    assert_eq!(password.expose(), queued.passwords[0].password);
    assert!(!format!("{operations:?}").contains(password.expose()));
    let again = preview(&session, &text);
    assert_eq!(again.goes, 0, "they stand in the outbox");
    assert_eq!(
        again.wrong[0].errors[0].message,
        "A user of this sign-in name stands in the outbox, still to be made."
    );
    assert_eq!(import().queue(None).err().unwrap().code, Code::Invalid);
    let back = step_bulk(&session, queued.bulk.unwrap(), BulkStep::Discard).unwrap();
    assert_eq!((back.count, preview(&session, &text).goes), (293, 293));
}

#[tokio::test]
async fn licences_groups_and_a_manager_who_is_new_too_follow_each_user_to_the_cloud() {
    let house = synced(100).await;
    let session = house.session().await;
    let domain = managed_domain(&house).await.id;
    let (name, sku_id) = product(&house).await;
    let gives = |group: &&kontor_store::Item| {
        let none = |name: &str| {
            group
                .server
                .get(name)
                .is_none_or(|value| value.is_null() || *value == json!([]) || *value == json!(false))
        };
        group.server["securityEnabled"] == true
            && none("mailEnabled")
            && none("groupTypes")
            && none("onPremisesSyncEnabled")
            && none("isAssignableToRole")
    };
    let groups = items(&house, &GROUPS).await;
    let group = groups.iter().find(gives).unwrap();
    let title = group.server["displayName"].as_str().unwrap();
    let text = format!(
        "Username,Display name,Usage location,Licenses,Manager,Groups,Password,Block sign in\n\
         under@{domain},Under,NO,\"{name}; {sku_id}\",over@{domain},{title},Fjord-4711-sti,no\n\
         over@{domain},Over,NO,,{boss},,,yes\n\
         lost@{domain},Lost,NO,,wrong@{domain},,,\n\
         wrong@{domain},Wrong,Norge,,,,,\n",
        boss = member(&house).await.server["userPrincipalName"].as_str().unwrap(),
    );
    let told = preview(&session, &text);
    assert_eq!((told.goes, told.generated), (2, 1), "{:?}", wrong(&told));
    assert_eq!(
        wrong(&told)[0],
        (4, "Its manager is another row, which cannot be added.")
    );
    assert_eq!(told.wrong[1].errors[0].field.as_deref(), Some("usageLocation"));
    assert_eq!(told.products.len(), 1);
    assert_eq!((told.products[0].needed, &told.products[0].name), (1, &name));
    assert!(told.products[0].free.is_some_and(|free| free > 0));
    let told: Vec<&str> = told.sample[0]
        .changes
        .iter()
        .map(|change| change.field.as_str())
        .collect();
    for field in ["displayName", "password", "assignedLicenses", "manager", "groups"] {
        assert!(told.contains(&field), "{field} in {told:?}");
    }

    let import = read(&session, text.as_bytes(), &UserTemplate::default()).unwrap();
    let queued = import.queue(None).unwrap();
    assert_eq!(queued.passwords[0].user_principal_name, format!("over@{domain}"));
    let operations = all(&session);
    let kinds: Vec<&str> = operations.iter().map(|one| one.operation.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "create-user",
            "assign-licenses",
            "set-manager",
            "add-group-member",
            "create-user",
            "set-manager"
        ]
    );
    let card = &bulks(&session).unwrap()[0];
    assert_eq!(
        (card.count, card.names.as_slice()),
        (6, ["Under".to_owned(), title.to_owned(), "Over".to_owned()].as_slice())
    );

    let kinds: Vec<(&str, u64)> = card
        .kinds
        .iter()
        .map(|kind| (kind.operation.as_str(), kind.count))
        .collect();
    assert_eq!(
        kinds,
        [
            ("create-user", 2),
            ("assign-licenses", 1),
            ("set-manager", 2),
            ("add-group-member", 1)
        ]
    );

    send(&house).await;
    for one in &operations {
        let one = now(&house, one).await;
        assert_eq!(
            one.state,
            State::Done,
            "{} {:?} {:?}",
            one.operation,
            one.error,
            one.hold
        );
    }
    settle(&house).await;
    run(&house, false).await;
    let users = items(&house, &USERS).await;
    let made = |name: &str| {
        let upn = format!("{name}@{domain}");
        users
            .iter()
            .find(|user| user.server.get("userPrincipalName") == Some(&json!(upn)))
            .unwrap()
            .clone()
    };
    let (under, over) = (made("under"), made("over"));
    assert_eq!(under.server["manager"]["id"], over.id.as_str());
    assert_eq!(over.server["manager"]["id"], member(&house).await.id.as_str());
    assert_eq!(over.server["accountEnabled"], false);
    let has = under.server["assignedLicenses"].to_string();
    assert!(has.contains(&sku_id), "{has}");
    let joined = now(&house, &operations[3]).await;
    assert_eq!(
        joined.input,
        json!({ "memberId": under.id }),
        "by the id that the server gave"
    );
    let journal = format!("{:?}", session.store.journal_of(operations[0].id).unwrap());
    assert!(!journal.contains("Fjord-4711-sti"));
}

#[tokio::test]
async fn who_depends_on_a_user_that_is_not_made_waits_for_a_person() {
    let house = synced(60).await;
    let session = house.session().await;
    let domain = managed_domain(&house).await.id;
    let text = format!("upn;navn;leder\nunder@{domain};Under;over@{domain}\nover@{domain};Over;\n");
    read(&session, text.as_bytes(), &UserTemplate::default())
        .unwrap()
        .queue(None)
        .unwrap();
    let operations = all(&session);
    discard(&session, operations[2].id).unwrap();
    send(&house).await;
    let states: Vec<State> = all(&session).into_iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Done, State::Held, State::Discarded]);
}

#[tokio::test]
async fn a_domain_that_is_not_verified_and_products_of_the_whole_company_are_refused() {
    let house = synced(100).await;
    let session = house.session().await;
    let domain = managed_domain(&house).await.id;
    let open = items(&house, &DOMAINS)
        .await
        .into_iter()
        .find(|one| one.server["isVerified"] == false);
    let open = open.map_or_else(|| "nowhere.example".to_owned(), |one| one.id);
    let address = |item: kontor_store::Item| Some(item.server.get("mail")?.as_str()?.to_owned());
    let alias = items(&house, &USERS).await.into_iter().find_map(|item| {
        let name = item.server.get("userPrincipalName").cloned();
        address(item).filter(|mail| name != Some(Value::from(mail.as_str())))
    });
    let alias = alias.unwrap_or_else(|| "nobody@nowhere.example".to_owned());
    let text = format!(
        "sep=;\nupn;navn;produkter;passord;leder\na@{open};A;;;\n{alias};B;;;\nc@{domain};C;;kort;\nd@{domain};D;;;d@{domain}\ne@{domain};E;;;Ingen Slik\nf;F;;;\ng@{domain};G;;;;for mye\n"
    );
    let told = preview(&session, &text);
    let rows: Vec<u32> = told.wrong.iter().map(|row| row.row).collect();
    assert_eq!((told.goes, rows), (0, vec![3, 4, 5, 6, 7, 8, 9]), "{:?}", wrong(&told));
    let why = wrong(&told);
    assert_eq!(why[2].1, "The password must have 8 to 256 characters.");
    assert_eq!(why[3].1, "Nobody can be their own manager.");
    assert_eq!(
        why[4].1,
        "There is no user Ingen Slik to be the manager. Give the manager's sign-in name."
    );
}
