//! Users: everyone in the directory, guests included, with licences and the day the password ends.

mod licenses;

pub use licenses::LicenseOfUser;

use super::field::{flag, flag_cell, text, text_cell, texts, time, time_cell};
use super::password_expiry::expiry_of;
use super::sign_in_activity::{SignInStatus, SignIns, idle, sign_ins};
use super::{Collection, Source, View};
use crate::insights::{Expiry, Facts, Reason, never_expires};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Object;
use kontor_store::{Cell, Column, Derived, Filter, Kind, Order, Shape, fold};
use licenses::{failed_licenses, giving_groups, licenses, products_of, ways};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

/// Graph returns eleven properties unless asked; everything Kontor shows must be named. The list is frozen into the delta
/// token, so that a change here means a full read (sync notices by the link that it stored).
macro_rules! select {
    () => {
        "$select=id,accountEnabled,ageGroup,assignedLicenses,businessPhones,city,companyName,consentProvidedForMinor,country,\
createdDateTime,creationType,department,displayName,employeeHireDate,employeeId,employeeType,externalUserState,\
externalUserStateChangeDateTime,faxNumber,givenName,jobTitle,lastPasswordChangeDateTime,licenseAssignmentStates,mail,\
mailNickname,mobilePhone,officeLocation,onPremisesImmutableId,onPremisesLastSyncDateTime,onPremisesSyncEnabled,\
otherMails,passwordPolicies,postalCode,preferredLanguage,proxyAddresses,showInAddressList,\
signInSessionsValidFromDateTime,state,streetAddress,surname,usageLocation,userPrincipalName,userType"
    };
}

/// What needs no escape in a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An id or a name as a segment of a path, whatever letters it has.
pub(crate) fn segment(text: &str) -> impl std::fmt::Display {
    utf8_percent_encode(text, PLAIN)
}

/// Where one user is read, by id or by sign-in name.
pub(crate) fn by_name(name: &str) -> String {
    format!("/v1.0/users/{}?{}", segment(name), select!())
}

/// Where one deleted user is read.
pub(crate) fn deleted(id: &str) -> String {
    format!("/v1.0/directory/deletedItems/{}", segment(id))
}

pub static USERS: Collection = Collection {
    name: "users",
    source: Source::Delta {
        path: concat!("/v1.0/users/delta?", select!(), ",manager"),
        one: "/v1.0/users/",
        select: concat!("?", select!()),
    },
    scope: Some("User.Read.All"),
    shape: Shape {
        collection: "users",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "upn",
                kind: Kind::Text,
            },
            Column {
                name: "department",
                kind: Kind::Text,
            },
            Column {
                name: "department_key",
                kind: Kind::Text,
            },
            Column {
                name: "enabled",
                kind: Kind::Integer,
            },
            Column {
                name: "user_type",
                kind: Kind::Text,
            },
            Column {
                name: "synced",
                kind: Kind::Integer,
            },
            Column {
                name: "licensed",
                kind: Kind::Integer,
            },
            Column {
                name: "created",
                kind: Kind::Integer,
            },
            Column {
                name: "expiry",
                kind: Kind::Text,
            },
            Column {
                name: "expires",
                kind: Kind::Integer,
            },
            Column {
                name: "notice",
                kind: Kind::Integer,
            },
            Column {
                name: "domain",
                kind: Kind::Text,
            },
            Column {
                name: "products",
                kind: Kind::Text,
            },
            Column {
                name: "license",
                kind: Kind::Texts,
            },
            Column {
                name: "license_group",
                kind: Kind::Texts,
            },
            Column {
                name: "manager",
                kind: Kind::Text,
            },
            Column {
                name: "sign_ins",
                kind: Kind::Text,
            },
            Column {
                name: "last_sign_in",
                kind: Kind::Integer,
            },
            Column {
                name: "reason",
                kind: Kind::Text,
            },
            Column {
                name: "elsewhere",
                kind: Kind::Integer,
            },
            Column {
                name: "own_never",
                kind: Kind::Integer,
            },
            Column {
                name: "changed",
                kind: Kind::Integer,
            },
            Column {
                name: "mfa",
                kind: Kind::Beside {
                    collection: "registration-details",
                    column: "mfa",
                },
            },
            Column {
                name: "own_reset",
                kind: Kind::Beside {
                    collection: "registration-details",
                    column: "capable",
                },
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "upn",
                by: &["upn"],
            },
            Order {
                name: "department",
                by: &["department_key", "name"],
            },
            Order {
                name: "created",
                by: &["created"],
            },
            Order {
                name: "expires",
                by: &["expires"],
            },
            Order {
                name: "last_sign_in",
                by: &["last_sign_in"],
            },
        ],
        revision: 5,
    },
    derive,
    row: |id, object, facts| json!(row(id, object, &[], facts)),
    title: |object| {
        text(object, "displayName")
            .or_else(|| text(object, "userPrincipalName"))
            .unwrap_or_default()
    },
};

pub static GUEST_USERS: View = View {
    name: "guest-users",
    of: &USERS,
    filters: || vec![super::is("user_type", "guest")],
    timed,
    order: "name",
    row: |id, object, facts| json!(row(id, object, &[], facts)),
    object: |_, object, _| object,
};

/// Where one user is read with their manager, whom a plain reading leaves out.
pub(crate) fn with_manager(id: &str) -> String {
    format!("/v1.0/users/{}?$select=id&$expand=manager($select=id)", segment(id))
}

/// Brings the manager into one form, however it was told: a delta has the changes of the relation (`manager@delta`, with what was
/// removed among them), a reading the person. An object in which nothing is said of it stays as it is.
pub(crate) fn settle_manager(object: &mut Object) {
    let named = |person: &Value| {
        let person = person.as_object().filter(|person| !person.contains_key("@removed"))?;
        Some(json!({ "id": person.get("id")?.as_str()? }))
    };
    let told = match object.remove("manager@delta") {
        Some(entries) => entries.as_array().into_iter().flatten().filter_map(named).next_back(),
        None => match object.get("manager") {
            Some(person) => named(person),
            None => return,
        },
    };
    object.insert("manager".to_owned(), told.unwrap_or(Value::Null));
}

/// The id of the manager.
pub(crate) fn manager(object: &Object) -> Option<String> {
    text(object.get("manager")?.as_object()?, "id")
}

/// A user as lists and the detail panel show one.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    pub id: String,
    pub display_name: Option<String>,
    pub given_name: Option<String>,
    pub surname: Option<String>,
    pub user_principal_name: Option<String>,
    pub mail: Option<String>,
    pub job_title: Option<String>,
    pub department: Option<String>,
    pub company_name: Option<String>,
    pub office_location: Option<String>,
    pub city: Option<String>,
    pub mobile_phone: Option<String>,
    pub business_phones: Vec<String>,
    pub fax_number: Option<String>,
    pub other_mails: Vec<String>,
    pub street_address: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub employee_id: Option<String>,
    pub employee_type: Option<String>,
    pub employee_hire_date: Option<DateTime<Utc>>,
    pub age_group: Option<String>,
    pub consent_provided_for_minor: Option<String>,
    pub mail_nickname: Option<String>,
    /// Who it is, by id; none where there is nobody.
    pub manager: Option<String>,
    pub sign_in_activity: SignIns,
    /// Where a guest's invitation stands (`PendingAcceptance`, `Accepted`), as it came, and since when.
    pub external_user_state: Option<String>,
    pub external_user_state_change_date_time: Option<DateTime<Utc>>,
    /// How the account came about (`Invitation` …); none for one that was simply made.
    pub creation_type: Option<String>,
    /// What only Exchange changes.
    pub show_in_address_list: Option<bool>,
    pub usage_location: Option<String>,
    pub preferred_language: Option<String>,
    pub account_enabled: Option<bool>,
    /// `Member` or `Guest`, as it came.
    pub user_type: Option<String>,
    pub on_premises_sync_enabled: Option<bool>,
    pub created_date_time: Option<DateTime<Utc>>,
    pub last_password_change_date_time: Option<DateTime<Utc>>,
    pub password_policies: Option<String>,
    pub proxy_addresses: Vec<String>,
    pub licenses: Vec<LicenseOfUser>,
    /// What groups are to give and could not.
    pub failed_licenses: Vec<LicenseOfUser>,
    pub expiry: Expiry,
    /// These two are the report's (`registration-details`), under its names; none where it has no line of the user, or does not say.
    pub is_mfa_registered: Option<bool>,
    pub is_sspr_capable: Option<bool>,
}

fn derive(_: &str, object: &Object, facts: &Facts) -> Derived {
    let expiry = expiry_of(object, facts);
    let own_policies = text(object, "passwordPolicies");
    let department = text(object, "department");
    let activity = sign_ins(object);
    let cells = vec![
        text_cell(text(object, "displayName").map(|name| facts.sort_key(&name))),
        text_cell(text(object, "userPrincipalName").map(|upn| fold(&upn))),
        text_cell(department.clone()),
        text_cell(department.map(|name| facts.sort_key(&name))),
        flag_cell(flag(object, "accountEnabled")),
        text_cell(text(object, "userType").map(|kind| kind.to_lowercase())),
        Cell::Integer(i64::from(flag(object, "onPremisesSyncEnabled") == Some(true))),
        flag_cell(
            object
                .get("assignedLicenses")
                .and_then(Value::as_array)
                .map(|list| !list.is_empty()),
        ),
        time_cell(time(object, "createdDateTime")),
        Cell::Text(expiry.status.name().to_owned()),
        time_cell(expiry.at),
        time_cell(expiry.notice_from),
        text_cell(text(object, "userPrincipalName").and_then(|upn| Some(upn.rsplit_once('@')?.1.to_lowercase()))),
        text_cell(products_of(object)),
        Cell::Texts(ways(object)),
        Cell::Texts(giving_groups(object)),
        text_cell(manager(object).map(|id| id.to_lowercase())),
        Cell::Text(activity.status.name().to_owned()),
        time_cell(activity.last),
        Cell::Text(expiry.reason.name().to_owned()),
        flag_cell(Some(expiry.reason == Reason::Guest)),
        flag_cell(Some(never_expires(own_policies.as_deref()))),
        time_cell(time(object, "lastPasswordChangeDateTime")),
        Cell::Null,
        Cell::Null,
    ];
    Derived {
        cells,
        search: search_text(object),
    }
}

/// Whatever an admin may have in hand: names, addresses, phone numbers as written and as digits alone, place of work.
fn search_text(object: &Object) -> String {
    let mut words: Vec<String> = Vec::new();
    for name in [
        "displayName",
        "userPrincipalName",
        "mail",
        "givenName",
        "surname",
        "department",
        "jobTitle",
        "employeeId",
    ] {
        words.extend(text(object, name));
    }
    words.extend(text(object, "officeLocation"));
    let phones = texts(object, "businessPhones")
        .into_iter()
        .chain(text(object, "mobilePhone"));
    words.extend(phones.map(|phone| phone.chars().filter(char::is_ascii_digit).collect()));
    words.extend(texts(object, "otherMails"));
    words.join(" ")
}

/// `beside` is what stands in the report of registrations, as the last columns of the shape have it.
pub(super) fn row(id: &str, object: &Object, beside: &[Cell], facts: &Facts) -> UserRow {
    let reported = |place: usize| match beside.get(place) {
        Some(Cell::Integer(flag)) => Some(*flag == 1),
        _ => None,
    };
    UserRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        given_name: text(object, "givenName"),
        surname: text(object, "surname"),
        user_principal_name: text(object, "userPrincipalName"),
        mail: text(object, "mail"),
        job_title: text(object, "jobTitle"),
        department: text(object, "department"),
        company_name: text(object, "companyName"),
        office_location: text(object, "officeLocation"),
        city: text(object, "city"),
        mobile_phone: text(object, "mobilePhone"),
        business_phones: texts(object, "businessPhones"),
        fax_number: text(object, "faxNumber"),
        other_mails: texts(object, "otherMails"),
        street_address: text(object, "streetAddress"),
        state: text(object, "state"),
        postal_code: text(object, "postalCode"),
        country: text(object, "country"),
        employee_id: text(object, "employeeId"),
        employee_type: text(object, "employeeType"),
        employee_hire_date: time(object, "employeeHireDate"),
        age_group: text(object, "ageGroup"),
        consent_provided_for_minor: text(object, "consentProvidedForMinor"),
        mail_nickname: text(object, "mailNickname"),
        manager: manager(object),
        sign_in_activity: sign_ins(object),
        external_user_state: text(object, "externalUserState"),
        external_user_state_change_date_time: time(object, "externalUserStateChangeDateTime"),
        creation_type: text(object, "creationType"),
        show_in_address_list: flag(object, "showInAddressList"),
        usage_location: text(object, "usageLocation"),
        preferred_language: text(object, "preferredLanguage"),
        account_enabled: flag(object, "accountEnabled"),
        user_type: text(object, "userType"),
        on_premises_sync_enabled: flag(object, "onPremisesSyncEnabled"),
        created_date_time: time(object, "createdDateTime"),
        last_password_change_date_time: time(object, "lastPasswordChangeDateTime"),
        password_policies: text(object, "passwordPolicies"),
        proxy_addresses: texts(object, "proxyAddresses"),
        licenses: licenses(object, facts),
        failed_licenses: failed_licenses(object, facts),
        expiry: expiry_of(object, facts),
        is_mfa_registered: reported(0),
        is_sspr_capable: reported(1),
    }
}

/// Whoever has not signed in for so long is asked about.
const LONG: TimeDelta = TimeDelta::days(90);

/// Whoever is so new may not have begun yet.
const NEW: TimeDelta = TimeDelta::days(30);

/// What a filter that depends on the time means.
pub(crate) fn timed(filter: &str, value: &str, now: DateTime<Utc>) -> Option<Vec<Filter>> {
    idle(filter, value, now).or_else(|| seat(filter, value, now))
}

/// `seat=blocked|never|long-ago|unknown`: whose licences serve nobody at `now`, each person
/// under one of these; `unknown` are those of whom only a sign-in could tell.
fn seat(filter: &str, value: &str, now: DateTime<Utc>) -> Option<Vec<Filter>> {
    let column = |column: &str, value| Filter::In {
        column: column.into(),
        cells: vec![value],
    };
    let blocked = column("enabled", Cell::Integer(0));
    let enabled = Filter::Not(Box::new(blocked.clone()));
    let licensed = column("licensed", Cell::Integer(1));
    let sign_ins = |status: SignInStatus| column("sign_ins", Cell::Text(status.name().to_owned()));
    match (filter, value) {
        ("seat", "blocked") => Some(vec![licensed, blocked]),
        ("seat", "never") => Some(vec![
            licensed,
            enabled,
            sign_ins(SignInStatus::Never),
            at_most("created", now - NEW),
        ]),
        ("seat", "long-ago") => Some(vec![licensed, enabled, at_most("last_sign_in", now - LONG)]),
        ("seat", "unknown") => Some(vec![licensed, enabled, sign_ins(SignInStatus::Unknown)]),
        _ => None,
    }
}

pub(super) fn at_most(column: &str, now: DateTime<Utc>) -> Filter {
    Filter::AtMost {
        column: column.into(),
        cell: Cell::Integer(now.timestamp()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manager_is_told_in_any_way_and_nothing_said_is_nothing_known() {
        let told = |value: Value| {
            let mut object = value.as_object().cloned().unwrap();
            settle_manager(&mut object);
            object
        };
        let person = json!({"id": "m", "@odata.type": "#microsoft.graph.user", "displayName": "Kari"});
        let gone = json!({"id": "old", "@removed": {"reason": "changed"}});
        let is = |value: Value, wanted: Value| assert_eq!(told(value).get("manager"), Some(&wanted));
        is(json!({ "manager": person }), json!({"id": "m"}));
        is(json!({ "manager@delta": [gone, person] }), json!({"id": "m"}));
        is(json!({ "manager@delta": [person, gone] }), json!({"id": "m"}));
        is(json!({ "manager@delta": [gone] }), Value::Null);
        is(json!({ "manager@delta": "odd" }), Value::Null);
        assert!(!told(json!({"id": "x"})).contains_key("manager"));
        assert!(!told(json!({ "manager@delta": [person] })).contains_key("manager@delta"));
    }
}
