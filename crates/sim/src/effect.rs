//! The log of writes that were applied: who, what, and what stood there before and after. It is the truth that tests compare with.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::people;
use crate::user::{Prop, User};

/// The actor of what [`crate::Cloud::mutate`] did.
pub const ANOTHER_ADMIN: &str = "another admin";
/// The actor of what the directory does by itself: it purges what was deleted thirty days ago.
pub const DIRECTORY: &str = "the directory";

/// One write that was applied, whether or not its caller was told so. One that changed nothing is told with `before` and `after` alike.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// 1 for the first.
    pub number: u64,
    /// Milliseconds since 1970, the simulator's clock.
    pub at: i64,
    /// The user id of the account that wrote, `app:` and the client id of an application, `another admin` or `the directory`.
    pub actor: String,
    pub method: String,
    pub path: String,
    /// Passwords are replaced by `sha256:` and their hash.
    pub body: Json,
    pub object_id: String,
    /// As its answer had it. Empty, as the next, for changes that no request made.
    pub request_id: String,
    pub client_request_id: String,
    /// What the caller got: the fault's where a rule spoilt the answer, 0 when the connection ended without one. Of several in one
    /// `$batch`, each has its own unless the batch's answer was spoilt.
    pub status: u16,
    /// The properties that were named or changed, as they stood; null when there was no such object.
    pub before: Json,
    /// The same as they stand now; null when the object is gone.
    pub after: Json,
    /// The request over the network that it came with.
    #[serde(skip)]
    pub(crate) exchange: u64,
}

/// What stood there, and what stands there now.
pub struct Change {
    pub before: Json,
    pub after: Json,
}

impl Change {
    /// Of something that has no state to be read: a mail.
    pub const NONE: Change = Change {
        before: Json::Null,
        after: Json::Null,
    };

    /// Of one user, as far as it was named in the request or changed.
    pub fn of_user(before: Option<&User>, after: Option<&User>, body: &Json) -> Change {
        let (Some(b), Some(a)) = (before, after) else {
            return Change {
                before: before.map_or(Json::Null, whole),
                after: after.map_or(Json::Null, whole),
            };
        };
        let props = touched(b, a, body);
        let password = b.password != a.password || body.get("passwordProfile").is_some();
        Change {
            before: shown(b, &props, password),
            after: shown(a, &props, password),
        }
    }

    /// Of one object held as JSON.
    pub fn of_object(before: &Map<String, Json>, after: &Map<String, Json>, body: &Map<String, Json>) -> Change {
        let named = |name: &String| body.contains_key(name) || before.get(name) != after.get(name);
        let part = |of: &Map<String, Json>| {
            let kept = of.iter().filter(|(n, _)| named(n));
            Json::Object(kept.map(|(n, v)| (n.clone(), v.clone())).collect())
        };
        Change {
            before: part(before),
            after: part(after),
        }
    }
}

fn touched(before: &User, after: &User, body: &Json) -> Vec<Prop> {
    let changed = match people::changed(Some(before), Some(after)) {
        // It went to the deleted ones, or came back.
        u128::MAX => Prop::DeletedDateTime.bit() | Prop::UserPrincipalName.bit(),
        some => some,
    };
    let licences = body.get("addLicenses").is_some() || before.licences != after.licences;
    let named = |prop: Prop| match prop {
        Prop::AssignedLicenses | Prop::LicenseAssignmentStates => licences,
        Prop::PasswordProfile => false,
        _ => body.get(prop.name()).is_some(),
    };
    let all = Prop::ALL.iter().copied();
    all.filter(|p| changed & p.bit() != 0 || named(*p)).collect()
}

/// Every property that has a value.
fn whole(user: &User) -> Json {
    let props: Vec<Prop> = Prop::ALL.iter().copied().filter(|p| !user.is_null(*p)).collect();
    shown(user, &props, user.password.is_some())
}

fn shown(user: &User, props: &[Prop], password: bool) -> Json {
    let mut json = user.json(props);
    if password && let Some(map) = json.as_object_mut() {
        map.insert(
            "passwordProfile".to_owned(),
            json!({"password": user.password.as_deref()}),
        );
    }
    json
}

/// What stands in the log for a secret.
pub fn hashed(secret: &str) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(secret)))
}

pub fn without_passwords(body: &Json) -> Json {
    match body {
        Json::Object(map) => Json::Object(
            map.iter()
                .map(|(name, value)| match value.as_str() {
                    Some(secret) if name.to_lowercase().contains("password") && name != "passwordPolicies" => {
                        (name.clone(), hashed(secret).into())
                    }
                    _ => (name.clone(), without_passwords(value)),
                })
                .collect(),
        ),
        Json::Array(all) => Json::Array(all.iter().map(without_passwords).collect()),
        other => other.clone(),
    }
}
