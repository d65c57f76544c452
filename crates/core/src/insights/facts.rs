//! What the derived values of an object depend on besides the object itself.

use super::Policies;
use crate::collections::roles::{Held, Holder};
use crate::collections::{directory_sync, domains, licenses, organization, role_definitions, roles};
use crate::text::role_in_norwegian;
use kontor_model::Object;
use kontor_store::fold;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Read once from the small collections; rows derived with other facts are stale and are derived again.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    pub policies: Policies,
    /// `skuPartNumber` by `skuId` in lower case: the name of last resort for a product.
    #[serde(skip)]
    pub part_numbers: BTreeMap<String, String>,
    /// Free seats by `skuId` in lower case, where they are known.
    #[serde(skip)]
    pub free: BTreeMap<String, i64>,
    /// The Entra roles of each holder, by id in lower case.
    #[serde(skip)]
    pub roles: BTreeMap<String, Vec<Held>>,
    /// Names of the roles that there are, by id in lower case. Empty before they were read once.
    #[serde(skip)]
    pub role_names: BTreeMap<String, String>,
    /// The users among the holders of roles, by id in lower case.
    #[serde(skip)]
    pub holders: BTreeMap<String, Holder>,
    /// The id of the account that is signed in, in lower case.
    #[serde(skip)]
    pub own: Option<String>,
    /// `en` or `nb`: names sort as the reader's language does.
    pub locale: String,
}

impl Facts {
    /// Takes up what an object of another collection says.
    pub fn learn(&mut self, collection: &str, id: &str, object: &Object) {
        match collection {
            "domains" => {
                self.policies.domains.insert(id.to_lowercase(), domains::policy(object));
            }
            "directory-sync" => self.policies.synced_users = directory_sync::synced_users(object),
            "organization" => self.policies.tenant_created = organization::created(object),
            "roles" => {
                if let Some((holder, role)) = roles::held(object) {
                    self.roles.entry(holder).or_default().push(role);
                }
            }
            "role-definitions" => {
                let name = role_definitions::row(id, object).name;
                self.role_names.insert(id.to_lowercase(), name);
            }
            "licenses" => {
                self.part_numbers.extend(licenses::part_number(object));
                let row = licenses::row(id, object);
                self.free
                    .extend(row.sku_id.map(|sku_id| sku_id.to_lowercase()).zip(row.available));
            }
            _ => {}
        }
    }

    /// Free seats of a product; none when they are not known.
    pub fn free_seats(&self, sku_id: &str) -> Option<i64> {
        self.free.get(&sku_id.to_lowercase()).copied()
    }

    /// A fingerprint of what derived columns of a collection depend on.
    pub fn fingerprint(&self, collection: &str) -> String {
        let mut text = serde_json::to_string(self).unwrap_or_default();
        if collection == roles::ROLES.name {
            text += &serde_json::to_string(&self.holders).unwrap_or_default();
        }
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Where a role stands among others, by what it is called in the reader's language.
    pub fn role_key(&self, role: &str) -> String {
        let own = (self.locale == "nb").then(|| role_in_norwegian(role)).flatten();
        self.sort_key(own.unwrap_or(role))
    }

    /// A text whose byte order is the alphabetical order of the reader's language: in Norwegian æ, ø and å follow z.
    pub fn sort_key(&self, name: &str) -> String {
        if self.locale != "nb" {
            return fold(name);
        }
        let mut key = String::with_capacity(name.len());
        for letter in name.nfc().flat_map(char::to_lowercase) {
            match letter {
                'æ' | 'ä' => key.push_str("{a"),
                'ø' | 'ö' => key.push_str("{b"),
                'å' => key.push_str("{c"),
                other => key.push_str(&fold(other.encode_utf8(&mut [0; 4]))),
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_the_language_does() {
        let sorted = |locale: &str| {
            let facts = Facts {
                locale: locale.to_owned(),
                ..Facts::default()
            };
            let mut names = vec!["Åse", "Ærlig", "Zoe", "Anne", "Øyvind", "anders"];
            names.sort_by_key(|name| facts.sort_key(name));
            names
        };
        let norwegian = Facts {
            locale: "nb".to_owned(),
            ..Facts::default()
        };
        assert_eq!(
            norwegian.sort_key("A\u{30a}se"),
            norwegian.sort_key("Åse"),
            "composed or not"
        );
        assert_eq!(sorted("nb"), ["anders", "Anne", "Zoe", "Ærlig", "Øyvind", "Åse"]);
        assert_eq!(sorted("en"), ["Ærlig", "anders", "Anne", "Åse", "Øyvind", "Zoe"]);
    }
}
