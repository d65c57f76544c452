//! Writes the TypeScript of the command list: every type, one function a command, and what each query provides.

use super::{COMMANDS, Command, Provides};
use crate::collections as rows;
use crate::operations::{
    AddGroupMember, AssignGroupLicenses, AssignLicenses, AssignRole, BuyForCustomer, ChangeLicenseCount,
    ChangePasswordReset, ChangeSeats, CreateUser, DeleteUser, ForcePasswordChange, PasswordNeverExpires,
    PurchaseLicenses, PurgeUser, RemoveGroupMember, RemovePartnerLink, RemoveRole, ReprocessLicenseAssignment,
    ResetPassword, RestoreUser, RevokeSignInSessions, SendMail, SetAutoRenew, SetManager, SetPartnerInformation,
    SetPartnerLink, SetPasswordResetScope, UpdateAuthorizationPolicy, UpdateDomain, UpdateUser,
};
use std::{
    any::TypeId,
    collections::{BTreeMap, BTreeSet},
};
use ts_rs::{Config, TS, TypeVisitor};

/// The declarations that the commands need, by name.
#[derive(Default)]
pub struct Types {
    declarations: BTreeMap<String, (TypeId, String)>,
}

impl Types {
    /// The TypeScript name of a type; its declaration and those it needs are kept.
    pub fn name_of<T: TS + 'static + ?Sized>(&mut self) -> String {
        self.visit::<T>();
        T::name(&Config::default())
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let config = Config::default();
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            T::visit_generics(self);
            return;
        }
        if let Some((known, _)) = self.declarations.get(&T::ident(&config)) {
            assert!(
                *known == TypeId::of::<T>(),
                "two Rust types are called {} in TypeScript",
                T::ident(&config)
            );
            return;
        }
        let documented = T::docs().unwrap_or_default();
        let text = format!("{documented}export {}", T::decl(&config));
        self.declarations.insert(T::ident(&config), (TypeId::of::<T>(), text));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

const HEADER: &str = "// Made by `cargo xtask gen` from the command list in crates/core/src/commands. Do not edit.\n\n";

/// `ui/src/gen/types.ts` and `ui/src/gen/commands.ts`.
pub fn files() -> [(&'static str, String); 2] {
    let mut types = Types::default();
    let row_types = [
        ("users", types.name_of::<rows::UserRow>()),
        ("guest-users", types.name_of::<rows::UserRow>()),
        ("password-expiry", types.name_of::<rows::PasswordExpiryRow>()),
        ("deleted-users", types.name_of::<rows::DeletedUserRow>()),
        ("groups", types.name_of::<rows::GroupRow>()),
        ("licenses", types.name_of::<rows::LicenseRow>()),
        ("subscriptions", types.name_of::<rows::SubscriptionRow>()),
        ("billing-accounts", types.name_of::<rows::BillingAccountRow>()),
        ("billing-profiles", types.name_of::<rows::BillingProfileRow>()),
        ("billing-subscriptions", types.name_of::<rows::BillingSubscriptionRow>()),
        ("transactions", types.name_of::<rows::TransactionRow>()),
        ("invoices", types.name_of::<rows::InvoiceRow>()),
        ("domains", types.name_of::<rows::DomainRow>()),
        ("organization", types.name_of::<rows::OrganizationRow>()),
        ("roles", types.name_of::<rows::RoleAssignmentRow>()),
        ("role-definitions", types.name_of::<rows::RoleDefinitionRow>()),
        ("authorization-policy", types.name_of::<rows::AuthorizationPolicyRow>()),
        (
            "authentication-methods-policy",
            types.name_of::<rows::AuthenticationMethodsPolicyRow>(),
        ),
        ("registration-details", types.name_of::<rows::RegistrationDetailsRow>()),
        ("service-health", types.name_of::<rows::ServiceHealthRow>()),
        ("issues", types.name_of::<rows::IssueRow>()),
        ("sign-in-activity", types.name_of::<rows::SignInActivityRow>()),
        ("catalog", types.name_of::<rows::CatalogRow>()),
        ("partners", types.name_of::<rows::PartnerRow>()),
        ("partner-link", types.name_of::<rows::PartnerLinkRow>()),
        (
            "delegated-admin-relationships",
            types.name_of::<rows::DelegatedAdminRelationshipRow>(),
        ),
        ("contracts", types.name_of::<rows::ContractRow>()),
        (
            "customer-subscriptions",
            types.name_of::<rows::CustomerSubscriptionRow>(),
        ),
        ("customers", types.name_of::<rows::CustomerRow>()),
        ("partner-catalog", types.name_of::<rows::PartnerCatalogRow>()),
        ("directory-sync", types.name_of::<rows::DirectorySyncRow>()),
    ];
    let inputs = [
        types.name_of::<CreateUser>(),
        types.name_of::<UpdateUser>(),
        types.name_of::<DeleteUser>(),
        types.name_of::<RestoreUser>(),
        types.name_of::<PurgeUser>(),
        types.name_of::<RevokeSignInSessions>(),
        types.name_of::<ResetPassword>(),
        types.name_of::<ForcePasswordChange>(),
        types.name_of::<PasswordNeverExpires>(),
        types.name_of::<AssignLicenses>(),
        types.name_of::<ReprocessLicenseAssignment>(),
        types.name_of::<AssignGroupLicenses>(),
        types.name_of::<AddGroupMember>(),
        types.name_of::<RemoveGroupMember>(),
        types.name_of::<UpdateDomain>(),
        types.name_of::<SendMail>(),
        types.name_of::<SetManager>(),
        types.name_of::<ChangeLicenseCount>(),
        types.name_of::<AssignRole>(),
        types.name_of::<RemoveRole>(),
        types.name_of::<UpdateAuthorizationPolicy>(),
        types.name_of::<ChangePasswordReset>(),
        types.name_of::<PurchaseLicenses>(),
        types.name_of::<SetPartnerLink>(),
        types.name_of::<RemovePartnerLink>(),
        types.name_of::<SetPartnerInformation>(),
        types.name_of::<SetPasswordResetScope>(),
        types.name_of::<ChangeSeats>(),
        types.name_of::<SetAutoRenew>(),
        types.name_of::<BuyForCustomer>(),
    ]
    .join(" | ");
    let functions: String = COMMANDS.iter().map(|command| function(command, &mut types)).collect();
    let words: BTreeSet<&str> = functions.split(|letter: char| !letter.is_alphanumeric()).collect();
    let imports: Vec<&str> = types
        .declarations
        .keys()
        .map(String::as_str)
        .filter(|name| words.contains(name))
        .collect();
    let imports = format!(
        "import {{ call }} from '../host';\nimport type {{ {} }} from './types';\n\n",
        imports.join(", ")
    );
    let rows: String = row_types
        .iter()
        .map(|(name, row)| format!("  '{name}': {row};\n"))
        .collect();
    let rows = format!("/** What `list` and `show` give for each collection. */\nexport interface Rows {{\n{rows}}}\n");
    let declarations: String = types
        .declarations
        .values()
        .map(|(_, text)| format!("{text}\n\n"))
        .collect();
    let inputs = format!(
        "/** What an operation asks for, by its kind; secrets stand among the rest. */\nexport type OperationInput = ({inputs}) & {{ password?: string }};\n\n"
    );
    [
        ("types.ts", format!("{HEADER}{declarations}{inputs}{rows}")),
        ("commands.ts", format!("{HEADER}{imports}{functions}{}", provides())),
    ]
}

fn function(command: &Command, types: &mut Types) -> String {
    let (input, output) = (command.signature)(types);
    let name = command.name;
    let camel = camel(name);
    if input == "Empty" {
        format!("export const {camel} = (): Promise<{output}> => call('{name}', {{}});\n")
    } else {
        format!("export const {camel} = (input: {input}): Promise<{output}> => call('{name}', input);\n")
    }
}

fn provides() -> String {
    let mut text = String::from(
        "\n/** Tags whose change makes a query stale; `null` stands for the collection that the input names. */\n",
    );
    text.push_str("export const provides = {\n");
    for command in COMMANDS {
        let tags = match command.provides {
            Provides::Nothing => continue,
            Provides::Collection => "null".to_owned(),
            Provides::Tags(tags) => format!("{tags:?}").replace('"', "'"),
        };
        text.push_str(&format!("  {}: {tags},\n", camel(command.name)));
    }
    text + "} as const;\n"
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + &part[..1].to_uppercase() + &part[1..])
}
