//! A user as the directory holds it: the table of Graph's user properties, and a record of their values.

use std::sync::Arc;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::{products, time};

/// How a property is held and who may write it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Text,
    Bool,
    Time,
    Texts,
    /// Computed when it is asked for (ids, licences, sign-in activity).
    Derived,
    /// Another object: it comes with `$expand`, and in a delta as the changes of the relation.
    Relation,
    /// In the type, but nobody in this tenant has a value.
    Null,
    Empty,
    /// Held outside the directory: selecting it on the collection is refused with 501.
    Outside,
}

macro_rules! properties {
    ($($variant:ident $name:literal $kind:ident,)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Prop { $($variant,)* }

        impl Prop {
            pub const ALL: &[Prop] = &[$(Prop::$variant,)*];

            /// Graph's name of the property.
            pub fn name(self) -> &'static str {
                match self { $(Prop::$variant => $name,)* }
            }

            pub fn kind(self) -> Kind {
                match self { $(Prop::$variant => Kind::$kind,)* }
            }
        }
    };
}

// Values that are stored come first: their discriminant is their place in `User::values`.
properties! {
    AccountEnabled "accountEnabled" Bool,
    AgeGroup "ageGroup" Text,
    BusinessPhones "businessPhones" Texts,
    City "city" Text,
    CompanyName "companyName" Text,
    ConsentProvidedForMinor "consentProvidedForMinor" Text,
    Country "country" Text,
    CreatedDateTime "createdDateTime" Time,
    CreationType "creationType" Text,
    Department "department" Text,
    DisplayName "displayName" Text,
    EmployeeHireDate "employeeHireDate" Time,
    EmployeeId "employeeId" Text,
    EmployeeType "employeeType" Text,
    ExternalUserState "externalUserState" Text,
    ExternalUserStateChangeDateTime "externalUserStateChangeDateTime" Time,
    FaxNumber "faxNumber" Text,
    GivenName "givenName" Text,
    JobTitle "jobTitle" Text,
    LastPasswordChangeDateTime "lastPasswordChangeDateTime" Time,
    Mail "mail" Text,
    MailNickname "mailNickname" Text,
    MobilePhone "mobilePhone" Text,
    OfficeLocation "officeLocation" Text,
    OnPremisesDistinguishedName "onPremisesDistinguishedName" Text,
    OnPremisesDomainName "onPremisesDomainName" Text,
    OnPremisesImmutableId "onPremisesImmutableId" Text,
    OnPremisesLastSyncDateTime "onPremisesLastSyncDateTime" Time,
    OnPremisesSamAccountName "onPremisesSamAccountName" Text,
    OnPremisesSecurityIdentifier "onPremisesSecurityIdentifier" Text,
    OnPremisesSyncEnabled "onPremisesSyncEnabled" Bool,
    OnPremisesUserPrincipalName "onPremisesUserPrincipalName" Text,
    OtherMails "otherMails" Texts,
    PasswordPolicies "passwordPolicies" Text,
    PostalCode "postalCode" Text,
    PreferredLanguage "preferredLanguage" Text,
    ProxyAddresses "proxyAddresses" Texts,
    SecurityIdentifier "securityIdentifier" Text,
    ShowInAddressList "showInAddressList" Bool,
    SignInSessionsValidFromDateTime "signInSessionsValidFromDateTime" Time,
    State "state" Text,
    StreetAddress "streetAddress" Text,
    Surname "surname" Text,
    UsageLocation "usageLocation" Text,
    UserPrincipalName "userPrincipalName" Text,
    UserType "userType" Text,
    // From here on nothing is stored.
    Id "id" Derived,
    DeletedDateTime "deletedDateTime" Derived,
    AssignedLicenses "assignedLicenses" Derived,
    LicenseAssignmentStates "licenseAssignmentStates" Derived,
    SignInActivity "signInActivity" Derived,
    Manager "manager" Relation,
    PasswordProfile "passwordProfile" Null,
    EmployeeLeaveDateTime "employeeLeaveDateTime" Null,
    EmployeeOrgData "employeeOrgData" Null,
    IsManagementRestricted "isManagementRestricted" Null,
    IsResourceAccount "isResourceAccount" Null,
    LegalAgeGroupClassification "legalAgeGroupClassification" Null,
    OnPremisesExtensionAttributes "onPremisesExtensionAttributes" Null,
    PreferredDataLocation "preferredDataLocation" Null,
    AssignedPlans "assignedPlans" Empty,
    ProvisionedPlans "provisionedPlans" Empty,
    Identities "identities" Empty,
    ImAddresses "imAddresses" Empty,
    OnPremisesProvisioningErrors "onPremisesProvisioningErrors" Empty,
    ServiceProvisioningErrors "serviceProvisioningErrors" Empty,
    AboutMe "aboutMe" Outside,
    Birthday "birthday" Outside,
    HireDate "hireDate" Outside,
    Interests "interests" Outside,
    MailboxSettings "mailboxSettings" Outside,
    MySite "mySite" Outside,
    PastProjects "pastProjects" Outside,
    PreferredName "preferredName" Outside,
    Responsibilities "responsibilities" Outside,
    Schools "schools" Outside,
    Skills "skills" Outside,
}

const STORED: usize = Prop::UserType as usize + 1;

impl Prop {
    /// What `GET /users` answers without `$select`.
    pub const DEFAULT: [Prop; 11] = [
        Prop::BusinessPhones,
        Prop::DisplayName,
        Prop::GivenName,
        Prop::JobTitle,
        Prop::Mail,
        Prop::MobilePhone,
        Prop::OfficeLocation,
        Prop::PreferredLanguage,
        Prop::Surname,
        Prop::UserPrincipalName,
        Prop::Id,
    ];

    pub fn find(name: &str) -> Option<Prop> {
        Prop::ALL.iter().copied().find(|p| p.name() == name)
    }

    /// This property's bit in the set of properties that a change touched.
    pub fn bit(self) -> u128 {
        1 << (self as u32)
    }

    pub fn stored(self) -> bool {
        (self as usize) < STORED
    }
}

#[derive(Clone, PartialEq, Debug, Default)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    /// Seconds since 1970, UTC: the directory keeps whole seconds.
    Time(i64),
    Text(Arc<str>),
    Texts(Arc<[Arc<str>]>),
}

impl Value {
    pub fn text(s: impl AsRef<str>) -> Value {
        Value::Text(Arc::from(s.as_ref()))
    }

    pub fn texts<S: AsRef<str>>(all: &[S]) -> Value {
        Value::Texts(all.iter().map(|s| Arc::from(s.as_ref())).collect())
    }
}

/// One product on one user, given directly or by a group.
#[derive(Clone, PartialEq, Debug)]
pub struct Licence {
    /// Place in [`products::all`].
    pub product: u8,
    pub group: Option<Uuid>,
    pub disabled_plans: Arc<[Uuid]>,
    pub state: &'static str,
    pub error: &'static str,
    pub updated: i64,
}

#[derive(Clone, Debug)]
pub struct User {
    pub id: Uuid,
    pub deleted: Option<i64>,
    pub last_sign_in: Option<i64>,
    pub manager: Option<Uuid>,
    /// Who it was before the last change of it.
    pub manager_before: Option<Uuid>,
    pub licences: Vec<Licence>,
    /// Its hash as the log shows it; `None` when it was set before the simulator started.
    pub password: Option<Arc<str>>,
    values: [Value; STORED],
}

impl User {
    pub fn new(id: Uuid) -> User {
        User {
            id,
            deleted: None,
            last_sign_in: None,
            manager: None,
            manager_before: None,
            licences: Vec::new(),
            password: None,
            values: std::array::from_fn(|_| Value::Null),
        }
    }

    /// The stored value; `Null` for a property that is not stored.
    pub fn get(&self, prop: Prop) -> &Value {
        self.values.get(prop as usize).unwrap_or(&Value::Null)
    }

    pub fn set(&mut self, prop: Prop, value: Value) {
        if let Some(place) = self.values.get_mut(prop as usize) {
            *place = value;
        }
    }

    pub fn text(&self, prop: Prop) -> &str {
        match self.get(prop) {
            Value::Text(s) => s,
            _ => "",
        }
    }

    pub fn is(&self, prop: Prop) -> bool {
        matches!(self.get(prop), Value::Bool(true))
    }

    /// The part of the user principal name after the last `@`, lower case.
    pub fn domain(&self) -> String {
        let upn = self.text(Prop::UserPrincipalName);
        upn.rsplit_once('@').map(|(_, d)| d.to_lowercase()).unwrap_or_default()
    }

    /// Appends `"name":value` pairs for `props` as a JSON object.
    pub fn write(&self, props: &[Prop], out: &mut Vec<u8>) {
        self.write_if(props, out, |_| true);
    }

    /// As [`User::write`], leaving out the properties for which `keep` says no.
    pub fn write_if(&self, props: &[Prop], out: &mut Vec<u8>, keep: impl Fn(Prop) -> bool) {
        out.push(b'{');
        let mut first = true;
        for &prop in props {
            if !keep(prop) {
                continue;
            }
            if !first {
                out.push(b',');
            }
            first = false;
            out.push(b'"');
            out.extend_from_slice(prop.name().as_bytes());
            out.extend_from_slice(b"\":");
            self.write_value(prop, out);
        }
        out.push(b'}');
    }

    /// Whether the property has no value: what a delta round leaves out.
    pub fn is_null(&self, prop: Prop) -> bool {
        match prop {
            Prop::Id => false,
            Prop::DeletedDateTime => self.deleted.is_none(),
            Prop::SignInActivity => self.last_sign_in.is_none(),
            Prop::Manager => self.manager.is_none(),
            Prop::AssignedLicenses | Prop::LicenseAssignmentStates => false,
            _ if prop.stored() => matches!(self.get(prop), Value::Null) && prop.kind() != Kind::Texts,
            _ => prop.kind() != Kind::Empty,
        }
    }

    fn write_value(&self, prop: Prop, out: &mut Vec<u8>) {
        match prop {
            Prop::Id => text(out, &self.id.to_string()),
            Prop::DeletedDateTime => match self.deleted {
                Some(at) => text(out, &time::stamp(at)),
                None => out.extend_from_slice(b"null"),
            },
            Prop::AssignedLicenses => self.write_assigned_licences(out),
            Prop::LicenseAssignmentStates => self.write_licence_states(out),
            Prop::SignInActivity => match self.last_sign_in {
                Some(at) => {
                    let at = time::stamp(at);
                    let text = format!(
                        r#"{{"lastSignInDateTime":"{at}","lastSignInRequestId":"{id}","lastNonInteractiveSignInDateTime":"{at}","lastNonInteractiveSignInRequestId":"{id}","lastSuccessfulSignInDateTime":"{at}","lastSuccessfulSignInRequestId":"{id}"}}"#,
                        id = Uuid::from_u128(self.id.as_u128() ^ 0x5151)
                    );
                    out.extend_from_slice(text.as_bytes());
                }
                None => out.extend_from_slice(b"null"),
            },
            Prop::Manager => match self.manager {
                Some(id) => out.extend_from_slice(format!(r#"{{"id":"{id}"}}"#).as_bytes()),
                None => out.extend_from_slice(b"null"),
            },
            // A deleted user's name is freed: the directory puts the id before it.
            Prop::UserPrincipalName if self.deleted.is_some() => {
                text(out, &format!("{}{}", self.id.simple(), self.text(prop)));
            }
            _ => match self.get(prop) {
                Value::Null if matches!(prop.kind(), Kind::Texts | Kind::Empty) => out.extend_from_slice(b"[]"),
                Value::Null => out.extend_from_slice(b"null"),
                Value::Bool(b) => out.extend_from_slice(if *b { b"true" } else { b"false" }),
                Value::Time(at) => text(out, &time::stamp(*at)),
                Value::Text(s) => text(out, s),
                Value::Texts(all) => {
                    out.push(b'[');
                    for (i, s) in all.iter().enumerate() {
                        if i > 0 {
                            out.push(b',');
                        }
                        text(out, s);
                    }
                    out.push(b']');
                }
            },
        }
    }

    /// One entry a product: several assignments of it (direct, by groups) are merged.
    fn write_assigned_licences(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        let mut seen = Vec::new();
        for licence in self.licences.iter().filter(|l| l.state == "Active") {
            if seen.contains(&licence.product) {
                continue;
            }
            if !seen.is_empty() {
                out.push(b',');
            }
            seen.push(licence.product);
            out.extend_from_slice(br#"{"disabledPlans":"#);
            ids(out, &licence.disabled_plans);
            out.extend_from_slice(br#","skuId":"#);
            text(out, &products::all()[licence.product as usize].sku_id.to_string());
            out.push(b'}');
        }
        out.push(b']');
    }

    fn write_licence_states(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (i, licence) in self.licences.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            out.extend_from_slice(br#"{"skuId":"#);
            text(out, &products::all()[licence.product as usize].sku_id.to_string());
            out.extend_from_slice(br#","disabledPlans":"#);
            ids(out, &licence.disabled_plans);
            out.extend_from_slice(br#","lastUpdatedDateTime":"#);
            text(out, &time::stamp(licence.updated));
            out.extend_from_slice(br#","state":"#);
            text(out, licence.state);
            out.extend_from_slice(br#","error":"#);
            text(out, licence.error);
            out.extend_from_slice(br#","assignedByGroup":"#);
            match licence.group {
                Some(group) => text(out, &group.to_string()),
                None => out.extend_from_slice(b"null"),
            }
            out.push(b'}');
        }
        out.push(b']');
    }

    pub fn json(&self, props: &[Prop]) -> Json {
        let mut out = Vec::new();
        self.write(props, &mut out);
        serde_json::from_slice(&out).unwrap_or(Json::Null)
    }
}

/// Appends a JSON string.
pub fn text(out: &mut Vec<u8>, s: &str) {
    // Writing to memory cannot fail.
    let _ = serde_json::to_writer(&mut *out, s);
}

fn ids(out: &mut Vec<u8>, all: &[Uuid]) {
    out.push(b'[');
    for (i, id) in all.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        text(out, &id.to_string());
    }
    out.push(b']');
}
