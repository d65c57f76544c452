//! What new users have in common: taken from somebody, kept under a name, given to the next.

use crate::life::{free_product, items, managed_domain};
use crate::outbox::{PASSWORD, now, send};
use crate::sync::{run, settle, synced};
use kontor_core::collections::{GROUPS, USERS};
use kontor_core::import::{queue_one, read};
use kontor_core::operations::LicenseToAdd;
use kontor_core::templates::{UserTemplate, delete_template, save_template, template, template_of, templates};
use kontor_model::{Code, State};
use kontor_store::{Item, Which};
use serde_json::{Value, json};

fn has(item: &Item, name: &str) -> bool {
    item.server
        .get(name)
        .is_some_and(|value| !value.is_null() && *value != json!([]))
}

/// Whether an admin decides who is in a group.
fn takes(group: &Item) -> bool {
    let is = |name: &str| group.server.get(name).and_then(Value::as_bool) == Some(true);
    let kinds = group.server["groupTypes"].to_string();
    !kinds.contains("DynamicMembership")
        && !is("onPremisesSyncEnabled")
        && (!is("mailEnabled") || kinds.contains("Unified"))
}

#[tokio::test]
async fn somebody_new_is_like_another_in_all_but_name_address_and_password() {
    let house = synced(250).await;
    let session = house.session().await;
    let all = items(&house, &USERS).await;
    let of = |id: &str| template_of(&session, id).unwrap();
    let by_rule = all.iter().find(|item| !of(&item.id).left_out.is_empty()).unwrap();
    let named = items(&house, &GROUPS).await;
    let left = &of(&by_rule.id).left_out[0];
    let left = named
        .iter()
        .find(|group| group.server["displayName"] == left.as_str())
        .unwrap();
    assert!(!takes(left), "{left:?}");
    let fits = |item: &&Item| {
        !of(&item.id).template.groups.is_empty()
            && has(item, "department")
            && has(item, "manager")
            && item.server["usageLocation"].is_string()
    };
    let direct = |item: &&Item| fits(item) && !of(&item.id).template.licenses.is_empty();
    let old = all.iter().find(direct).or(all.iter().find(fits)).unwrap();
    let mut like = template_of(&session, &old.id).unwrap().template;
    assert_eq!(like.department.as_deref(), old.server["department"].as_str());
    assert_eq!(like.manager.as_deref(), old.server["manager"]["id"].as_str());
    assert!(named.iter().filter(|group| like.groups.contains(&group.id)).all(takes));
    let text = serde_json::to_string(&like).unwrap();
    for name in [
        "displayName",
        "givenName",
        "surname",
        "userPrincipalName",
        "mail",
        "mobilePhone",
    ] {
        let own = old
            .server
            .get(name)
            .and_then(Value::as_str)
            .filter(|own| !own.is_empty());
        assert!(own.is_none_or(|own| !text.contains(own)), "{name} in {text}");
    }

    let had = old.server["assignedLicenses"].to_string();
    assert!(like.licenses.iter().all(|one| had.contains(&one.sku_id)));
    // One of which a seat is free.
    let free = free_product(&house, &old.id).await.as_str().unwrap().to_owned();
    like.licenses = vec![LicenseToAdd {
        sku_id: free.clone(),
        disabled_plans: Vec::new(),
    }];
    let upn = format!("lik@{}", managed_domain(&house).await.id);
    let mut input = like.fields();
    input.extend([
        ("userPrincipalName".to_owned(), json!(upn)),
        ("displayName".to_owned(), json!("Lik")),
    ]);
    input.insert("password".to_owned(), json!(PASSWORD));
    let queued = queue_one(&session, Value::Object(input.clone()), &like).unwrap();
    assert_eq!(queued.bulk, Some(queued.id));
    send(&house).await;
    let operations = session.store.operations(Which::All).unwrap();
    assert!(operations.len() >= 3);
    for one in &operations {
        let one = now(&house, one).await;
        assert_eq!(one.state, State::Done, "{} {:?}", one.operation, one.error);
    }
    settle(&house).await;
    run(&house, false).await;
    let made = items(&house, &USERS)
        .await
        .into_iter()
        .find(|item| item.server["userPrincipalName"] == upn.as_str());
    let made = made.unwrap();
    for name in [
        "department",
        "officeLocation",
        "companyName",
        "country",
        "usageLocation",
    ] {
        assert_eq!(
            made.server.get(name).and_then(Value::as_str),
            old.server.get(name).and_then(Value::as_str),
            "{name}"
        );
    }
    assert_eq!(made.server["manager"]["id"], old.server["manager"]["id"]);
    assert!(made.server["assignedLicenses"].to_string().contains(&free));
    let refused = queue_one(&session, Value::Object(input), &like).unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("userPrincipalName"));
}

#[tokio::test]
async fn templates_are_saved_renamed_used_and_deleted() {
    let house = synced(60).await;
    let session = house.session().await;
    let named = |name: &str| UserTemplate {
        name: name.to_owned(),
        department: Some("Havn".to_owned()),
        usage_location: Some("NO".to_owned()),
        ..UserTemplate::default()
    };
    save_template(&session, named(" Havne  folk "), None).unwrap();
    save_template(&session, named("Akkord"), None).unwrap();
    let names = || {
        templates(&session)
            .unwrap()
            .into_iter()
            .map(|one| one.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(), ["Akkord", "Havne folk"]);
    let field = |result: kontor_model::Result<()>| result.unwrap_err().field;
    assert_eq!(
        field(save_template(&session, named("HAVNE FOLK"), None)).as_deref(),
        Some("name")
    );
    assert_eq!(
        field(save_template(&session, named(" "), None)).as_deref(),
        Some("name")
    );
    let wrong = UserTemplate {
        usage_location: Some("Norge".to_owned()),
        ..named("Land")
    };
    assert_eq!(
        field(save_template(&session, wrong, None)).as_deref(),
        Some("usageLocation")
    );
    save_template(&session, named("Kai"), Some("havne folk")).unwrap();
    assert_eq!(names(), ["Akkord", "Kai"]);
    delete_template(&session, "akkord").unwrap();
    assert_eq!(delete_template(&session, "akkord").unwrap_err().code, Code::NotFound);
    assert_eq!(
        save_template(&session, named("X"), Some("Akkord")).unwrap_err().code,
        Code::NotFound
    );

    let domain = managed_domain(&house).await.id;
    let file = format!("upn,name,department\na@{domain},A,\nb@{domain},B,Kontor\n");
    let kai = template(&session, "KAI").unwrap();
    read(&session, file.as_bytes(), &kai).unwrap().queue(None).unwrap();
    let operations = session.store.operations(Which::All).unwrap();
    let departments: Vec<&Value> = operations.iter().map(|one| &one.input["department"]).collect();
    assert_eq!(departments, ["Havn", "Kontor"], "what a row leaves open");
}
