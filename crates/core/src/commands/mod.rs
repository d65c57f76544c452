//! The one list of commands: what the window, the development host and the command line may ask for.
//!
//! The list makes the router and the TypeScript functions of `ui/src/gen`. A command reads the store, queues an operation,
//! or nudges sync and outbox; those that connect a tenant, sign in to it or ask for customers call the cloud, and no other does.

mod app;
mod basket;
mod bulk;
mod customers;
mod health;
mod import;
mod journal;
mod link;
mod lists;
mod lock;
mod mail;
mod money;
mod outbox;
mod passwords;
mod sign_in;
mod status;
mod templates;
mod tenants;
pub mod typescript;

pub use app::*;
pub use basket::*;
pub use bulk::*;
pub use customers::*;
pub use health::*;
pub use import::*;
pub use journal::*;
pub use link::*;
pub use lists::*;
pub use lock::*;
pub use mail::*;
pub use money::*;
pub use outbox::*;
pub use passwords::*;
pub use sign_in::*;
pub use status::*;
pub use templates::*;
pub use tenants::*;

use crate::folder::Settings;
use crate::import::{ImportPreview, Imported};
use crate::lock::locked;
use crate::outbox::{Bulk, ChangeRequest, Offboarding, Preview, QueuedMany, SendPolicy, Stepped, Survey};
use crate::passwords::{DayCount, Gaps, PolicyPreview};
use crate::session::Progress;
use crate::templates::{Likeness, UserTemplate};
use crate::{Host, Kontor};
use kontor_model::{Code, Error, Result};
use serde_json::Value;

/// A command's name in the catalogue of commands, with what its caller must know.
pub struct Command {
    pub name: &'static str,
    /// TypeScript names of what goes in and what comes out.
    pub signature: fn(&mut typescript::Types) -> (String, String),
    /// The tags whose change makes the answer stale; none for a command that changes something.
    pub provides: Provides,
}

/// What a query provides, for the cache of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provides {
    /// It changes something and provides nothing.
    Nothing,
    Tags(&'static [&'static str]),
    /// The tag of the collection that its input names, and the outbox, whose projections lie over it.
    Collection,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($input:ty) -> $output:ty = $handler:path, $provides:expr;)*) => {
        /// Every command, in the order of the list.
        pub static COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            signature: |types| (types.name_of::<$input>(), types.name_of::<$output>()),
            provides: $provides,
        }),*];

        /// Runs one command.
        ///
        /// # Errors
        /// [`Code::Usage`] for an unknown name or an input of another shape; [`Code::Locked`] while Kontor is locked; otherwise
        /// what the command says.
        pub async fn dispatch(kontor: &Kontor, host: &dyn Host, name: &str, input: Value) -> Result<Value> {
            if kontor.is_locked() && !lock::WHILE_LOCKED.contains(&name) {
                return Err(locked());
            }
            match name {
                $(stringify!($name) => {
                    let input: $input = serde_json::from_value(input)
                        .map_err(|error| Error::new(Code::Usage, format!("The input of {name} is not right: {error}.")))?;
                    let output: $output = $handler(kontor, host, input).await?;
                    serde_json::to_value(output).map_err(|error| Error::new(Code::Internal, error.to_string()))
                })*
                _ => Err(Error::new(Code::Usage, format!("There is no command {name}."))),
            }
        }
    };
}

use Provides::{Collection, Nothing, Tags};

commands! {
    state(Empty) -> AppState = app::state, Tags(&["tenants", "settings", "keychain"]);
    save_settings(Settings) -> Empty = app::save_settings, Nothing;
    open_demo(Empty) -> TenantInfo = app::open_demo, Nothing;
    set_demo_cloud(SetDemoCloud) -> Empty = app::set_demo_cloud, Nothing;

    lock(Empty) -> Empty = lock::lock, Nothing;
    unlock(Unlock) -> Empty = lock::unlock, Nothing;
    set_lock(SetLock) -> Empty = lock::set_lock, Nothing;

    overview(OfTenant) -> Overview = tenants::overview, Tags(&["status", "alerts", "users", "licenses", "subscriptions", "invoices", "issues", "domains", "outbox"]);
    open_link(LinkText) -> Place = link::open_link, Tags(&["tenants"]);
    search(Search) -> Vec<FoundIn> = tenants::search, Nothing;
    remove_tenant(RemoveTenant) -> Removed = tenants::remove_tenant, Nothing;

    sign_in(SignIn) -> TenantInfo = sign_in::sign_in, Nothing;
    sign_in_state(Empty) -> Option<SigningIn> = sign_in::sign_in_state, Tags(&["sign-in"]);
    open_sign_in_page(Empty) -> Empty = sign_in::open_sign_in_page, Nothing;
    cancel_sign_in(Empty) -> Empty = sign_in::cancel_sign_in, Nothing;
    customers(OfTenant) -> Vec<crate::Customer> = customers::customers, Tags(&["tenants"]);
    connect_customer(ConnectCustomer) -> TenantInfo = customers::connect_customer, Nothing;

    status(OfTenant) -> Status = status::status, Tags(&["status", "outbox", "alerts"]);
    set_work_offline(SetWorkOffline) -> Empty = status::set_work_offline, Nothing;
    sync(Sync) -> Empty = status::sync, Nothing;
    cancel_sync(OfTenant) -> Empty = status::cancel_sync, Nothing;

    home(OfTenant) -> Home = status::home, Tags(&["alerts", "users", "licenses", "subscriptions", "invoices", "issues", "domains", "organization", "outbox"]);
    alerts(OfTenant) -> Vec<crate::alerts::Alert> = status::alerts, Tags(&["alerts", "users", "licenses", "subscriptions", "invoices", "issues", "domains", "outbox"]);
    access(OfTenant) -> crate::access::Access = status::access, Tags(&["roles", "settings", "status"]);
    list(List) -> Page = lists::list, Collection;
    show(Show) -> Detail = lists::show, Collection;
    tally(Tally) -> Vec<TallyOf> = lists::tally, Collection;

    renewals(OfTenant) -> crate::money::Renewals = money::renewals, Tags(&["subscriptions", "billing-subscriptions", "transactions", "status"]);
    waste(OfTenant) -> crate::money::Waste = money::waste, Tags(&["users", "licenses", "subscriptions", "billing-subscriptions", "transactions", "outbox", "status"]);
    spending(OfTenant) -> crate::money::Spending = money::spending, Tags(&["invoices", "subscriptions", "billing-subscriptions", "transactions", "status"]);
    documents(OfTenant) -> Vec<DocumentState> = money::documents, Tags(&["invoices"]);
    want_documents(WantDocuments) -> Empty = money::want_documents, Nothing;
    document(OneDocument) -> DocumentContent = money::document, Nothing;
    open_document(OneDocument) -> Empty = money::open_document, Nothing;

    issue_posts(OfIssue) -> Vec<crate::collections::IssuePost> = health::issue_posts, Tags(&["issues"]);

    pages(Empty) -> Vec<NamedPage> = app::pages, Tags(&[]);
    basket(OfTenant) -> Vec<crate::basket::BasketLine> = basket::basket, Tags(&["settings"]);
    set_basket(SetBasket) -> Empty = basket::set_basket, Nothing;
    order_basket(OfTenant) -> Vec<OperationView> = basket::order_basket, Nothing;

    permissions(Empty) -> Vec<crate::access::Permission> = status::permissions, Tags(&[]);
    operations(Empty) -> Vec<OperationKind> = outbox::operations, Tags(&[]);
    preview(Draft) -> Preview = outbox::preview, Nothing;
    queue(Draft) -> OperationView = outbox::queue, Nothing;
    queue_checklist(Checklist) -> Vec<OperationView> = outbox::queue_checklist, Nothing;
    checklists(OfTenant) -> Vec<StandingChecklist> = outbox::checklists, Tags(&["outbox"]);
    offboarding(WhoLeaves) -> Vec<Offboarding> = outbox::offboarding, Tags(&["users", "groups", "roles", "licenses", "outbox"]);
    generate_password(Empty) -> GeneratedPassword = outbox::generate_password, Nothing;
    outbox(OutboxOf) -> Vec<OperationView> = outbox::outbox, Tags(&["outbox"]);
    operation(OneOperation) -> OperationView = outbox::operation, Tags(&["outbox"]);
    preview_many(Many) -> Survey = bulk::preview_many, Nothing;
    queue_many(Many) -> QueuedMany = bulk::queue_many, Nothing;
    preview_move_domain(MoveDomain) -> Survey = bulk::preview_move_domain, Nothing;
    queue_move_domain(MoveDomain) -> QueuedMany = bulk::queue_move_domain, Nothing;
    work(OfTenant) -> Option<Progress> = bulk::work, Tags(&["status"]);
    cancel_work(OfTenant) -> Empty = bulk::cancel_work, Nothing;
    bulks(OfTenant) -> Vec<Bulk> = bulk::bulks, Tags(&["outbox"]);
    step_bulk(StepBulk) -> Stepped = bulk::step_bulk, Nothing;
    preview_import(ImportUsers) -> ImportPreview = import::preview_import, Nothing;
    queue_import(ImportUsers) -> Imported = import::queue_import, Nothing;
    blank_import(BlankImport) -> Text = import::blank_import, Tags(&[]);
    queue_new_user(NewUser) -> OperationView = import::queue_new_user, Nothing;
    user_templates(OfTenant) -> Vec<UserTemplate> = templates::user_templates, Tags(&["settings"]);
    template_of(OfUser) -> Likeness = templates::template_of, Tags(&["users", "groups", "outbox"]);
    save_user_template(SaveTemplate) -> Empty = templates::save_user_template, Nothing;
    delete_user_template(NamedTemplate) -> Empty = templates::delete_user_template, Nothing;
    send(OfTenant) -> Empty = outbox::send, Nothing;
    discard(OneOperation) -> OperationView = outbox::discard, Nothing;
    retry(OneOperation) -> OperationView = outbox::retry, Nothing;
    approve(OneOperation) -> OperationView = outbox::approve, Nothing;
    approve_all(SeveralOperations) -> Empty = outbox::approve_all, Nothing;
    undo(OneOperation) -> OperationView = outbox::undo, Nothing;
    tell(OneOperation) -> OperationView = outbox::tell, Nothing;
    acknowledge(OneOperation) -> OperationView = outbox::acknowledge, Nothing;
    send_policy(OfTenant) -> SendPolicy = outbox::send_policy, Tags(&["settings"]);
    set_send_policy(SetSendPolicy) -> Empty = outbox::set_send_policy, Nothing;
    resolve(Resolve) -> OperationView = outbox::resolve, Nothing;
    copy_as(CopyAs) -> Text = journal::copy_as, Nothing;

    preview_policy(PolicyDraft) -> PolicyPreview = passwords::preview_policy, Tags(&["users", "domains", "directory-sync", "organization", "outbox"]);
    queue_policy(PolicyDraft) -> Vec<OperationView> = passwords::queue_policy, Nothing;
    policy_gaps(OfTenant) -> Gaps = passwords::policy_gaps, Tags(&["users", "domains", "directory-sync", "organization", "roles", "outbox"]);
    expiry_calendar(CalendarOf) -> Vec<DayCount> = passwords::expiry_calendar, Tags(&["users", "domains", "directory-sync", "organization", "outbox"]);
    calendar_file(CalendarFile) -> Text = passwords::calendar_file, Nothing;

    mail_templates(OfTenant) -> crate::mail::MailTemplates = mail::mail_templates, Tags(&["settings"]);
    set_mail_template(SetMailTemplate) -> Empty = mail::set_mail_template, Nothing;
    set_mail_language(SetMailLanguage) -> Empty = mail::set_mail_language, Nothing;
    mail_letter(LetterTo) -> crate::mail::Letter = mail::mail_letter, Tags(&["users", "domains", "directory-sync", "organization", "settings", "outbox"]);
    preview_mail(MailToMany) -> Survey = mail::preview_mail, Nothing;
    queue_mail(MailToMany) -> QueuedMany = mail::queue_mail, Nothing;

    journal(OneOperation) -> Vec<JournalStep> = journal::journal, Tags(&["outbox"]);
    history(OfObject) -> Vec<JournalStep> = journal::history, Tags(&["outbox"]);
    check_journal(OfTenant) -> JournalCheck = journal::check_journal, Tags(&["outbox"]);
    export_journal(OfTenant) -> Text = journal::export_journal, Nothing;
    export_request(ExportRequest) -> Text = journal::export_request, Nothing;
    open_request(RequestText) -> ChangeRequest = journal::open_request, Nothing;
    accept_request(RequestText) -> Vec<OperationView> = journal::accept_request, Nothing;
    own_fingerprint(OfTenant) -> Text = journal::own_fingerprint, Tags(&[]);
}
