// Made by `cargo xtask gen` from the command list in crates/core/src/commands. Do not edit.

/**
 * What is known of the account and of what it may do.
 */
export type Access = { auth: AuthKind, 
/**
 * None for an application, or before the first sync.
 */
account: Account | null, 
/**
 * Names of the Entra roles that the account holds in the whole tenant; none when that is not known.
 */
roles: Array<string> | null, 
/**
 * Roles it holds in a part of the tenant (an administrative unit) only.
 */
rolesInPart: Array<string>, isGlobalAdministrator: boolean, 
/**
 * The delegated permissions that were given; none when that is not known.
 */
scopes: Array<string> | null, operations: Array<MayDo>, 
/**
 * What reads each collection of Graph, and whether it was given.
 */
reading: Array<MayRead>, };

export type Account = { id: string, userPrincipalName: string | null, displayName: string | null, };

/**
 * What can be done with an operation.
 */
export type Action = "send" | "discard" | "retry" | "approve" | "resolve" | "edit" | "undo" | "acknowledge" | "tell";

/**
 * A user by id.
 */
export type AddGroupMember = { memberId: string, };

export type AdminWithoutEnd = { id: string, displayName: string | null, userPrincipalName: string | null, accountEnabled: boolean | null, roles: Array<string>, };

/**
 * Something the admin should know. It is told once for the same facts.
 */
export type Alert = { 
/**
 * The same for the same matter, for good: `password-ends/{user id}`.
 */
id: string, kind: AlertKind, severity: AlertSeverity, 
/**
 * Where to look.
 */
collection: string, objectId: string | null, 
/**
 * What people call the object.
 */
name: string, 
/**
 * When it happens or happened.
 */
at: string | null, 
/**
 * Values for the sentence in the message catalogues.
 */
args: Record<string, string | number>, };

export type AlertKind = "password-ends" | "password-ended" | "license-shortage" | "subscription-ends" | "subscription-in-trouble" | "invoice-overdue" | "incident" | "operation-needs-person";

export type AlertSeverity = "info" | "warning" | "critical";

export type AllowedMethod = { 
/**
 * As it came, such as `MicrosoftAuthenticator`.
 */
id: string, 
/**
 * `enabled`, `disabled`, or what Microsoft adds.
 */
state: string | null, 
/**
 * Ids of groups, or `all_users`.
 */
includeTargets: Array<string>, excludeTargets: Array<string>, };

/**
 * An amount of money as ARM gives it.
 */
export type Amount = { currency: string | null, 
/**
 * A decimal number, exact as a text.
 */
value: string | null, };

/**
 * What the window needs to draw its frame.
 */
export type AppState = { version: string, tenants: Array<TenantInfo>, settings: Settings, 
/**
 * The id of Microsoft's own public client, which signs people in who have no app registration.
 */
sharedApp: string, 
/**
 * Nothing is shown, and no tenant is named here, until the passphrase is typed.
 */
locked: boolean, 
/**
 * How it locks; none where no passphrase was chosen.
 */
lock: LockSettings | null, 
/**
 * The system asks the person for the keychain's password; until it is given, tenants whose files are not open wait.
 */
keychainAsks: boolean, };

/**
 * As for one user.
 */
export type AssignGroupLicenses = AssignLicenses;

/**
 * Products by `skuId`.
 */
export type AssignLicenses = { addLicenses: Array<LicenseToAdd>, removeLicenses: Array<string>, };

export type AssignRole = RoleInput;

/**
 * How Kontor gets its access tokens.
 */
export type AuthKind = "browser" | "device-code" | "token" | "client-secret" | "client-certificate";

/**
 * The policy, as far as Kontor shows it.
 */
export type AuthenticationMethodsPolicyRow = { id: string, displayName: string | null, 
/**
 * Whether the same methods count for resetting a password: `preMigration`, `migrationInProgress`, `migrationComplete`.
 */
policyMigrationState: string | null, 
/**
 * None where the answer had none in it.
 */
methods: Array<AllowedMethod> | null, campaign: RegistrationCampaign | null, };

/**
 * The policy, as far as Kontor shows it.
 */
export type AuthorizationPolicyRow = { id: string, 
/**
 * Administrators may reset a forgotten password themselves. The name is Graph's, whatever it sounds like.
 */
allowedToUseSSPR: boolean | null, };

export type AutoRenew = "on" | "off" | "unknown";

/**
 * A product in the basket, and how many licenses of it.
 */
export type BasketLine = { 
/**
 * Its `skuId`, as in the catalogue.
 */
id: string, quantity: number, 
/**
 * What people call it; given by Kontor.
 */
name: string, };

/**
 * A billing account.
 */
export type BillingAccountRow = { id: string, 
/**
 * Its number.
 */
name: string | null, displayName: string | null, 
/**
 * `MicrosoftCustomerAgreement`, `MicrosoftOnlineServicesProgram` …, as it came.
 */
agreementType: string | null, accountStatus: string | null, hasReadAccess: boolean | null, 
/**
 * Its bills are on Microsoft's pages only: an account from before the customer agreement, whose bills ARM does not list.
 */
billsElsewhere: boolean, };

/**
 * A billing profile.
 */
export type BillingProfileRow = { id: string, displayName: string | null, currency: string | null, 
/**
 * The day of the month on which it is billed.
 */
invoiceDay: number | null, status: string | null, poNumber: string | null, 
/**
 * The organisation that the bills are made out to.
 */
billTo: string | null, };

/**
 * A subscription as it is billed.
 */
export type BillingSubscriptionRow = { id: string, displayName: string | null, 
/**
 * What Graph calls `commerceSubscriptionId`.
 */
subscriptionId: string | null, 
/**
 * What the lines of a bill call the product.
 */
productTypeId: string | null, status: string | null, quantity: number | null, 
/**
 * `On` or `Off`, as it came.
 */
autoRenew: string | null, 
/**
 * `P1M`, `P1Y` …, as it came.
 */
termDuration: string | null, billingFrequency: string | null, termStartDate: string | null, termEndDate: string | null, billingProfileDisplayName: string | null, };

export type BlankImport = { 
/**
 * Of the headings.
 */
language: Language, 
/**
 * Between them, as the reader's spreadsheet has it.
 */
separator: string, };

/**
 * Operations that were queued in one step.
 */
export type Bulk = { 
/**
 * That of the first.
 */
id: OperationId, 
/**
 * The kind of the first.
 */
operation: string, 
/**
 * How many there are of each kind: somebody new comes with licences, groups and a manager.
 */
kinds: Array<OfKind>, who: string, queuedAt: string, 
/**
 * When the first of those that wait goes, as far as it is known.
 */
notBefore: string, count: number, states: Array<InState>, holds: Array<HeldFor>, 
/**
 * What the first one changes, and what the first few targets are called.
 */
changes: Array<FieldChange>, names: Array<string>, 
/**
 * What can be done with at least one of them now, and with how many.
 */
steps: Array<Stepped>, };

/**
 * What is done with all of a bulk for which it can be done.
 */
export type BulkStep = "discard" | "approve" | "retry" | "acknowledge" | "undo";

/**
 * One line: what is bought, how many of it, for what term and how it is billed.
 */
export type BuyForCustomer = { 
/**
 * What the subscription will be called.
 */
friendlyName?: string, quantity: number, termDuration?: string, billingCycle?: string, 
/**
 * As the partner's catalogue names it.
 */
catalogItemId: string, };

export type CalendarFile = { tenant: TenantId, 
/**
 * Ends from this moment on.
 */
from: string, per: EventPer, 
/**
 * Of the words in it.
 */
language: Language, };

export type CalendarOf = { tenant: TenantId, 
/**
 * The moments at which the reader's days begin, in order, and the one at which the last of them is over.
 */
begins: Array<string>, };

/**
 * A product that can be bought.
 */
export type CatalogRow = { 
/**
 * Its `skuId`.
 */
id: string, name: string, skuPartNumber: string | null, 
/**
 * Licenses that the tenant has of it; none when that cannot be read.
 */
totalLicenses: number | null, };

/**
 * The wished quantity, of all licences of the subscription.
 */
export type ChangeLicenseCount = { totalLicenses: number, };

export type ChangePasswordReset = { isSsprEnabled: boolean, };

/**
 * A request as its reader sees it.
 */
export type ChangeRequest = { 
/**
 * Who made it, as they say.
 */
from: string, madeAt: string, 
/**
 * The fingerprint of the key that signed it: compare it with what the maker reads out.
 */
signer: string, operations: Array<Requested>, };

/**
 * All the seats that there should be.
 */
export type ChangeSeats = { quantity: number, };

/**
 * Operations that are queued together because of one person, all of them or none.
 */
export type Checklist = { tenant: TenantId, 
/**
 * The user whom they are about.
 */
id: string, 
/**
 * In the order in which they are to be done.
 */
steps: Array<ChecklistStep>, };

export type ChecklistStep = { 
/**
 * As in [`Draft`].
 */
operation: string, id: string, input: OperationInput, };

/**
 * Stable names of what can go wrong. One is added only when a caller acts on it or a text explains it.
 */
export type Code = "offline" | "untrusted-tls" | "sign-in-needed" | "wrong-tenant" | "denied" | "role-missing" | "not-found" | "refused" | "throttled" | "resync-needed" | "malformed" | "conflict" | "invalid" | "usage" | "wrong-key" | "key-missing" | "keychain-unavailable" | "newer-file" | "corrupt" | "not-saved" | "not-private" | "maybe-saved" | "cipher-missing" | "busy" | "cancelled" | "tenant-unknown" | "tenant-exists" | "locked" | "wrong-state" | "internal";

export type CollectionStatus = { collection: string, count: number, asOf: string | null, 
/**
 * Whether everything was read once. Until then the list is only a part.
 */
complete: boolean, error: Error | null, };

/**
 * A field whose value on the server is neither the base nor the wish.
 */
export type Conflict = { field: string, base: unknown, theirs: unknown, yours: unknown, };

/**
 * A customer to connect by what it delegates.
 */
export type ConnectCustomer = { 
/**
 * The partner, which is connected.
 */
partner: TenantId, 
/**
 * Entra's id of the customer's organisation.
 */
tenantId: string, 
/**
 * What to call it here.
 */
name: string, };

export type Connection = "unknown" | "online" | "offline" | "work-offline" | "sign-in-needed";

/**
 * A customer of this tenant.
 */
export type ContractRow = { id: string, displayName: string | null, defaultDomainName: string | null, 
/**
 * Entra's id of the customer's organisation.
 */
customerId: string | null, 
/**
 * `ResellerPartner`, `SyndicationPartner` …, as it came.
 */
contractType: string | null, };

export type CopyAs = { tenant: TenantId, id: OperationId, format: CopyFormat, };

/**
 * What it is written for.
 */
export type CopyFormat = "graph-request" | "power-shell" | "cli-microsoft365";

/**
 * Money in a currency for a period.
 */
export type Cost = { amount: Amount, period: PricePeriod, };

/**
 * What Microsoft needs stands by itself; the rest goes by Graph's names. The password is a secret and travels apart.
 */
export type CreateUser = { userPrincipalName: string, displayName: string, 
/**
 * The part before `@` when it is not given.
 */
mailNickname?: string, accountEnabled?: boolean, forceChangePasswordNextSignIn?: boolean, };

/**
 * An organisation that delegates, or has delegated, roles to a partner.
 */
export type Customer = { 
/**
 * Entra's id of the organisation.
 */
tenantId: string, name: string, 
/**
 * The tenant that it is connected as.
 */
connected: TenantId | null, 
/**
 * What is delegated now; a role that is not known here goes by its id.
 */
roles: Array<string>, 
/**
 * When the last of the relationships that hold now ends.
 */
ends: string | null, };

/**
 * A customer of this partner; `id` is Entra's id of its organisation.
 */
export type CustomerRow = { id: string, name: string | null, domain: string | null, 
/**
 * Two letters, of the address that it is billed at.
 */
country: string | null, 
/**
 * `reseller` …, as it came.
 */
relationshipToPartner: string | null, };

/**
 * A subscription of a customer.
 */
export type CustomerSubscriptionRow = { id: string, customerId: string, customerName: string | null, 
/**
 * Graph calls it `commerceSubscriptionId` in the customer's own tenant.
 */
subscriptionId: string, name: string, offerId: string | null, 
/**
 * `active`, `suspended`, `deleted` …, as it came.
 */
status: string | null, quantity: number | null, autoRenewEnabled: boolean | null, isTrial: boolean | null, 
/**
 * `P1M`, `P1Y` …, as it came.
 */
termDuration: string | null, 
/**
 * `monthly`, `annual` …, as it came.
 */
billingCycle: string | null, effectiveStartDate: string | null, commitmentEndDate: string | null, 
/**
 * Until when seats can be given back, where that is known.
 */
reduceUntil: string | null, 
/**
 * The Partner Network ID of the reseller, where one stands between.
 */
partnerId: string | null, };

export type DayCount = { 
/**
 * Accounts that may sign in.
 */
count: number, 
/**
 * Accounts that are blocked, which nobody waits for.
 */
blocked: number, };

/**
 * What one customer delegates, for how long.
 */
export type DelegatedAdminRelationshipRow = { id: string, displayName: string | null, customer: string | null, customerTenantId: string | null, 
/**
 * `active`, `expired`, `approvalPending` …, as it came.
 */
status: string | null, 
/**
 * A role that is not known here goes by its id.
 */
roles: Array<string>, activatedDateTime: string | null, endDateTime: string | null, };

export type DeleteUser = Record<string, never>;

/**
 * A user that can be restored.
 */
export type DeletedUserRow = { id: string, displayName: string | null, 
/**
 * Microsoft puts the id before the name while the user is deleted; this is the name it had.
 */
userPrincipalName: string | null, mail: string | null, userType: string | null, deletedDateTime: string | null, 
/**
 * When it is gone for good.
 */
restorableUntil: string | null, };

/**
 * One object with everything that is known of it.
 */
export type Detail = { id: string, row: unknown, 
/**
 * Every mirrored property under Graph's own name, with the outbox laid over it.
 */
object: Record<string, unknown>, pending: Array<PendingField>, asOf: string | null, 
/**
 * Its address, for a colleague or a note: `kontor://…`.
 */
link: string, };

/**
 * The features that matter for passwords.
 */
export type DirectorySyncRow = { id: string, passwordSyncEnabled: boolean | null, passwordWritebackEnabled: boolean | null, cloudPasswordPolicyForPasswordSyncedUsersEnabled: boolean | null, };

export type DocumentContent = { 
/**
 * What it is saved as.
 */
name: string, base64: string, };

/**
 * A file of a bill that was asked for.
 */
export type DocumentState = { 
/**
 * Of the bill.
 */
id: string, name: string, 
/**
 * The next sync fetches it.
 */
wanted: boolean, 
/**
 * Why it could not be fetched.
 */
error: Error | null, fetchedAt: string | null, 
/**
 * In bytes.
 */
size: number | null, };

export type DomainGap = { id: string, 
/**
 * What it is taken for meanwhile.
 */
means: ExpiryReason, users: number, };

/**
 * A domain. Its id is its name.
 */
export type DomainRow = { id: string, 
/**
 * `Managed` or `Federated`, as it came.
 */
authenticationType: string | null, isDefault: boolean | null, isInitial: boolean | null, isRoot: boolean | null, isVerified: boolean | null, supportedServices: Array<string>, 
/**
 * Days; 2147483647 means never, none means that Microsoft's default applies.
 */
passwordValidityPeriodInDays: number | null, passwordNotificationWindowInDays: number | null, };

/**
 * An operation that is not queued yet.
 */
export type Draft = { tenant: TenantId, 
/**
 * Its kind (`reset-password`).
 */
operation: string, 
/**
 * The id of the target; empty for one that is to be made.
 */
id: string, 
/**
 * By the kind; secrets (`password`) stand among the rest and are taken out at once.
 */
input: OperationInput, 
/**
 * The operation whose place it takes, if any: one that was not sent, or failed.
 */
replaces?: OperationId, };

/**
 * Nothing goes in, or nothing comes out.
 */
export type Empty = Record<string, never>;

/**
 * How the file was written.
 */
export type Encoding = "UTF-8" | "UTF-16" | "Windows-1252";

/**
 * What went wrong, for a person and for a script.
 */
export type Error = { code: Code, 
/**
 * One plain English sentence that says what to do next. Never holds a secret.
 */
message: string, 
/**
 * Microsoft's `request-id` of the answer, to give to its support.
 */
requestId?: string, 
/**
 * The input that was refused, by Graph's name.
 */
field?: string, 
/**
 * Microsoft's own code, as it came.
 */
serverCode?: string, };

/**
 * What an event stands for.
 */
export type EventPer = "day" | "person";

/**
 * What the server has shown of an operation's effect.
 */
export type Evidence = { kind: EvidenceKind, 
/**
 * By the server's clock.
 */
at: string, 
/**
 * Microsoft's `request-id` of the answer.
 */
requestId: string | null, };

export type EvidenceKind = "accepted" | "seen" | "already-so" | "told";

/**
 * The answer for one user. Whether `at` has passed depends on the clock and is left to the reader.
 */
export type Expiry = { status: ExpiryStatus, reason: ExpiryReason, at: string | null, 
/**
 * When warning starts.
 */
noticeFrom: string | null, 
/**
 * The number of days that was used, where one was.
 */
days: number | null, };

/**
 * Why the answer is what it is. Each has a sentence in the message catalogues.
 */
export type ExpiryReason = "domain-policy" | "assumed-ninety-days" | "user-never-expires" | "domain-never-expires" | "on-premises" | "no-policy-since-twenty-twenty-one" | "guest" | "federated-domain" | "sync-feature-unknown" | "domain-unknown" | "never-changed" | "value-out-of-range";

/**
 * What kind of answer it is.
 */
export type ExpiryStatus = "dated" | "never" | "probably-never" | "not-applicable" | "unknown";

export type ExportRequest = { tenant: TenantId, ids: Array<OperationId>, };

export type FailedPayment = { date: string | null, 
/**
 * `CardExpired` …, as it came.
 */
failedPaymentReason: string | null, };

/**
 * One field as it was and as it will be. Secret values are never here: `secret` says that there is one.
 */
export type FieldChange = { 
/**
 * Graph's own name.
 */
field: string, from: unknown, to: unknown, secret: boolean, };

/**
 * A password that Kontor has made for somebody new.
 */
export type FirstPassword = { userPrincipalName: string, displayName: string, password: string, };

export type ForcePasswordChange = Record<string, never>;

/**
 * What was found in one tenant. Tenants without a hit are left out.
 */
export type FoundIn = { tenant: TenantId, name: string, hits: Array<Hit>, 
/**
 * Why it could not be searched.
 */
error: Error | null, };

export type GeneratedPassword = { password: string, };

/**
 * An operation of a step. A password is still to be put into its input.
 */
export type Going = { operation: string, id: string, input: OperationInput, preview: Preview, };

/**
 * Those that have something in common.
 */
export type Group = { why: LeftOrTold, 
/**
 * They are left alone.
 */
leftOut: boolean, count: number, 
/**
 * What some of them are called.
 */
names: Array<string>, };

/**
 * What can be in it and who reaches it, as the admin center names it.
 */
export type GroupKind = "security" | "microsoft365" | "mail-enabled-security" | "distribution";

export type GroupRow = { id: string, displayName: string | null, description: string | null, mail: string | null, 
/**
 * None when it does not say enough of itself.
 */
kind: GroupKind | null, membership: Membership, membershipRule: string | null, 
/**
 * Members of it can hold Entra roles by it: few may change who they are.
 */
isAssignableToRole: boolean, createdDateTime: string | null, licenses: Array<LicenseOfGroup>, 
/**
 * `ProcessingComplete`, `QueuedForProcessing` …, as it came when all groups were read last.
 */
processing: string | null, };

export type HeldFor = { hold: Hold, count: number, };

export type Hit = { collection: string, id: string, title: string, 
/**
 * What tells two of the same title apart: a sign-in name, an address, a number.
 */
detail: string | null, };

/**
 * Why an operation is held.
 */
export type Hold = "outcome-unknown" | "denied" | "age" | "other-tenant" | "target-gone" | "exported" | "secret-gone" | "review" | "destructive" | "money" | "dependency" | "name-taken";

/**
 * A user who holds a role, as far as it matters for one.
 */
export type Holder = { displayName: string | null, userPrincipalName: string | null, accountEnabled: boolean | null, userType: string | null, 
/**
 * None while it is not known: the report was not read, or does not name the user.
 */
isMfaRegistered: boolean | null, };

/**
 * The first screen: the organisation, and what needs attention today.
 */
export type Home = { organization: OrganizationRow | null, attention: Array<Alert>, asOf: string | null, };

/**
 * How a person signs in.
 */
export type How = "browser" | "device-code";

/**
 * What would come of a file.
 */
export type ImportPreview = { encoding: Encoding, separator: string, 
/**
 * Headings that nobody knows: what stands below them is left out.
 */
unknown: Array<string>, 
/**
 * Rows with something in them.
 */
total: number, 
/**
 * How many users would be made.
 */
goes: number, 
/**
 * Of those, how many get a password that Kontor makes.
 */
generated: number, 
/**
 * All that are wrong, in the order of the file.
 */
wrong: Array<WrongRow>, products: Array<Needed>, 
/**
 * What the admin should know.
 */
groups: Array<Group>, 
/**
 * Some of those that go, field by field.
 */
sample: Array<Told>, 
/**
 * Why each will be held until somebody has approved it, if it will.
 */
hold: Hold | null, };

/**
 * A file of users.
 */
export type ImportUsers = { tenant: TenantId, 
/**
 * As it stands on the disk, in base64. It may have passwords in it.
 */
file: string, 
/**
 * The template that gives what a row leaves open, by name.
 */
template?: string, 
/**
 * How many users the preview told; another number is refused.
 */
expected?: number, };

/**
 * What was queued. The passwords that Kontor made are told here and nowhere else.
 */
export type Imported = { bulk: OperationId | null, 
/**
 * Users that will be made.
 */
count: number, passwords: Array<FirstPassword>, };

export type InState = { state: State, count: number, };

/**
 * A file that Microsoft has of an invoice.
 */
export type InvoiceDocument = { name: string, 
/**
 * `Invoice`, `TaxReceipt` …, as it came.
 */
kind: string | null, };

/**
 * An invoice as "Bills & payments" shows one.
 */
export type InvoiceRow = { id: string, 
/**
 * The invoice number.
 */
name: string | null, 
/**
 * `Due`, `OverDue`, `Paid` …, as it came.
 */
status: string | null, documentType: string | null, invoiceDate: string | null, dueDate: string | null, invoicePeriodStartDate: string | null, invoicePeriodEndDate: string | null, totalAmount: Amount | null, amountDue: Amount | null, subTotal: Amount | null, taxAmount: Amount | null, purchaseOrderNumber: string | null, billedAmount: Amount | null, creditAmount: Amount | null, azurePrepaymentApplied: Amount | null, freeAzureCreditApplied: Amount | null, billingProfileDisplayName: string | null, 
/**
 * Of a credit note: the bill that it takes back.
 */
creditForDocumentId: string | null, 
/**
 * Of a void bill: the one that took its place.
 */
billedDocumentId: string | null, payments: Array<Payment>, failedPayments: Array<FailedPayment>, 
/**
 * The bills and credit notes that corrected it, the first one first.
 */
rebills: Array<Rebill>, documents: Array<InvoiceDocument>, };

/**
 * What Microsoft wrote about an issue at one time.
 */
export type IssuePost = { createdDateTime: string | null, 
/**
 * HTML that can do no harm: text with paragraphs, lists and links.
 */
html: string, };

/**
 * What is or was wrong with a service.
 */
export type IssueRow = { 
/**
 * Microsoft's number, such as EX1234567.
 */
id: string, title: string | null, service: string | null, feature: string | null, featureGroup: string | null, 
/**
 * `incident` or `advisory`, as it came.
 */
classification: string | null, 
/**
 * `investigating`, `serviceDegradation` …, as it came.
 */
status: string | null, 
/**
 * `microsoft`, `thirdParty`, `customer`, as it came.
 */
origin: string | null, isResolved: boolean | null, impactDescription: string | null, startDateTime: string | null, endDateTime: string | null, lastModifiedDateTime: string | null, };

/**
 * An object of a list, as its collection shows one.
 */
export type Item = { id: string, 
/**
 * One of `Rows`, by the collection.
 */
row: unknown, pending: Array<PendingField>, };

/**
 * Whether the journal is as it was written.
 */
export type JournalCheck = { entries: number, 
/**
 * The hash of the last entry. Who notes it down sees later whether the end was cut off.
 */
head: string | null, 
/**
 * The first entry that is not as it was written.
 */
brokenAt: number | null, };

/**
 * One step in the life of an operation.
 */
export type JournalStep = { operation: OperationId, at: string, 
/**
 * The person at this computer and the program.
 */
who: string, 
/**
 * What happened (`attempt`, `accepted`, `confirmed`).
 */
step: string, 
/**
 * Whatever helps to explain it; never a secret.
 */
detail: unknown, requestId: string | null, };

/**
 * Whose value stays in a conflict.
 */
export type Keep = "mine" | "theirs";

/**
 * How well a collection is known, which a figure stands on.
 */
export type Known = { 
/**
 * It was read whole at least once.
 */
read: boolean, asOf: string | null, 
/**
 * Why it could not be read the last time.
 */
error: Error | null, };

export type Language = "en" | "nb";

export type LeftOrTold = { "kind": "error", error: Error, } | { "kind": "warning", warning: Warning, } | { "kind": "access", access: MayDo, };

export type LeftOutDomain = { id: string, reason: PolicyLeftOut, 
/**
 * The domain that it follows.
 */
follows: string | null, };

export type LetterTo = { tenant: TenantId, kind: MailKind, 
/**
 * Of the user.
 */
id: string, 
/**
 * Left out: the user's own.
 */
language?: string, };

/**
 * A product that a group gives.
 */
export type LicenseOfGroup = { skuId: string, name: string, disabledPlans: Array<string>, };

/**
 * A licence as a user has it.
 */
export type LicenseOfUser = { skuId: string, name: string, 
/**
 * The group it is inherited from; none when it is assigned directly.
 */
assignedByGroup: string | null, 
/**
 * `Active`, `Error` …, as it came. None when the directory reports no state for it yet.
 */
state: string | null, error: string | null, disabledPlans: Array<string>, };

/**
 * A product with its seats.
 */
export type LicenseRow = { id: string, skuId: string | null, skuPartNumber: string | null, 
/**
 * The name people know.
 */
name: string, 
/**
 * `User` or `Company`, as it came. Only those for users can be assigned.
 */
appliesTo: string | null, 
/**
 * `Enabled`, `Warning` …, as it came.
 */
capabilityStatus: string | null, enabled: number | null, 
/**
 * In the grace period after the end: still usable.
 */
warning: number | null, suspended: number | null, lockedOut: number | null, assigned: number | null, 
/**
 * Seats that can be used: enabled + warning.
 */
bought: number | null, 
/**
 * Bought less assigned. Negative when more are assigned than bought, which Microsoft allows for a time.
 */
available: number | null, servicePlans: Array<ServicePlan>, };

/**
 * A product to assign. On the command line a `skuId` alone will do.
 */
export type LicenseToAdd = { skuId: string, 
/**
 * Service plans that stay off. The list replaces the one in force.
 */
disabledPlans: Array<string>, };

/**
 * What somebody new would have who is to be like another.
 */
export type Likeness = { template: UserTemplate, 
/**
 * Names of groups that give the other licences and take nobody from here: a rule, the directory on the premises or Exchange
 * decides who is in them.
 */
leftOut: Array<string>, };

export type LinkText = { 
/**
 * `kontor://ORGANISATION/COLLECTION/ID`.
 */
text: string, };

/**
 * A page of a list. Everything but tenant and collection may be left out.
 */
export type List = { tenant: TenantId, 
/**
 * A collection or a view of one (`users`, `guest-users` …).
 */
collection: string, 
/**
 * Words, each of which must be found.
 */
search?: string, 
/**
 * Column → accepted values; `password-expiry` also knows `phase` (`ended`, `ended-lately`, `notice`, `later`) and `ends` (`FROM/UNTIL`, two moments), and `invoices` `payment` (`late`). Numbers and flags are written as text (`"1"`); an empty text accepts "no value".
 */
filters?: { [key in string]: Array<string> }, 
/**
 * A named order of the collection.
 */
order?: string, descending?: boolean, 
/**
 * `next` of the page before.
 */
after?: string, 
/**
 * At most this many items, 1 to 1,000; 100 unless told.
 */
limit?: number, };

/**
 * How this person's Kontor locks.
 */
export type LockSettings = { 
/**
 * Minutes without use after which the window locks itself, 1 to 1,440; none when it locks by key only.
 */
afterMinutes: number | null, 
/**
 * While it is locked, the keys are out of memory too: nothing is synced and nothing is sent.
 */
full: boolean, };

/**
 * What one mail tells. The same matter, once more, is told to nobody who may have been told before.
 */
export type MailAbout = { "kind": "password-expiry", at: string, } | { "kind": "registration" };

/**
 * A mail to many that is not queued yet.
 */
export type MailDraft = { kind: MailKind, 
/**
 * To those whose password ends within so many days; only of that kind of mail, and not of a selection.
 */
within?: number, 
/**
 * To these; without it, to everybody whom it concerns.
 */
of?: Selection, 
/**
 * The mailbox that it comes from; without one, that of whoever is signed in.
 */
from?: string, };

/**
 * What there are templates for.
 */
export type MailKind = "password-expiry" | "registration";

/**
 * A mail as one person would get it.
 */
export type MailLetter = { language: string, to: string | null, subject: string, body: string, 
/**
 * What `send-mail` is given, so that it is told once. None where the person was told already: another mail, by a person's own
 * choice, is about nothing that is counted.
 */
about: MailAbout | null, 
/**
 * Why the person gets no such mail when it goes to many.
 */
whyNot: Error | null, };

/**
 * The words of one matter in one language.
 */
export type MailTemplate = { kind: MailKind, 
/**
 * Such as `nb` or `pt-br`.
 */
language: string, subject: string, body: string, 
/**
 * The admin has written it.
 */
edited: boolean, 
/**
 * Kontor has words of its own for it, to which one can go back.
 */
hasOwn: boolean, };

export type MailTemplates = { templates: Array<MailTemplate>, 
/**
 * For whoever's own language is not known, or has no template.
 */
defaultLanguage: string, 
/**
 * What may stand in double braces, by the matter.
 */
placeholders: Record<MailKind, string[]>, };

export type MailToMany = { tenant: TenantId, draft: MailDraft, 
/**
 * As of many.
 */
evenIfRefused?: boolean, expected?: number, };

export type MailWords = { subject: string, body: string, };

/**
 * One wish for many.
 */
export type Many = { tenant: TenantId, of: Selection, operation: string, input: OperationInput, 
/**
 * The group that each becomes a member of, or leaves, where the operation is about members; the input is nothing then.
 */
group?: string, 
/**
 * Queue also what would be refused, by all that is known here.
 */
evenIfRefused?: boolean, 
/**
 * How many the preview told; another number is refused.
 */
expected?: number, };

/**
 * Whether a kind of operation will work.
 */
export type MayDo = { operation: string, verdict: Verdict, 
/**
 * The permission that the app lacks. Signing in again asks for it once such a change waits.
 */
missingScope: string | null, 
/**
 * What a step of its own asks for the permission; none where any sign-in does.
 */
service: Service | null, 
/**
 * The account holds none of these roles, each of which would do, the least first.
 */
missingRoles: Array<string>, 
/**
 * Roles of the target that are out of the account's reach.
 */
outOfReach: Array<string>, };

export type MayRead = { collection: string, scope: string, 
/**
 * None when it is not known which permissions were given.
 */
given: boolean | null, };

/**
 * Who decides who is a member.
 */
export type Membership = "assigned" | "dynamic" | "synced";

/**
 * Sign-in names that go to another domain.
 */
export type MoveDomain = { tenant: TenantId, of: Selection, domain: string, 
/**
 * As in [`Many`].
 */
evenIfRefused?: boolean, expected?: number, };

/**
 * A page of Microsoft's by its name.
 */
export type NamedPage = { name: string, address: string, 
/**
 * One of the admin centers, or where licences are bought.
 */
center: boolean, };

export type NamedTemplate = { tenant: TenantId, name: string, };

/**
 * Seats of a product that the new users take.
 */
export type Needed = { skuId: string, name: string, needed: number, 
/**
 * None when it is not known.
 */
free: number | null, };

/**
 * Somebody new, with all that a template gives besides properties of the user.
 */
export type NewUser = { tenant: TenantId, input: OperationInput, template: UserTemplate, };

export type OfIssue = { tenant: TenantId, id: string, };

export type OfKind = { operation: string, count: number, };

export type OfObject = { tenant: TenantId, collection: string, id: string, };

export type OfTenant = { tenant: TenantId, };

export type OfUser = { tenant: TenantId, id: string, };

/**
 * A step, as it would be done now.
 */
export type Offboarding = { step: OffboardingStep, goes: Array<Going>, 
/**
 * What is left as it is.
 */
stays: Array<Staying>, 
/**
 * How many more there are than are done in one go.
 */
more: number, };

/**
 * What is done when somebody leaves, in the order in which it is done.
 */
export type OffboardingStep = "block" | "sign-out" | "password" | "licenses" | "groups" | "manager" | "reports" | "roles" | "delete";

export type OfferTerm = { 
/**
 * `P1M`, `P1Y` …, as it came.
 */
termDuration: string, 
/**
 * `monthly`, `annual` …, as it came.
 */
billingCycle: string, };

/**
 * A file of a bill, by the bill and the name that Microsoft gave the file.
 */
export type OneDocument = { tenant: TenantId, id: string, name: string, };

export type OneOperation = { tenant: TenantId, id: OperationId, };

/**
 * Chosen when the operation is queued; never reused.
 */
export type OperationId = string;

/**
 * A kind of operation, as forms and `kontor run` need it.
 */
export type OperationKind = { name: string, 
/**
 * The collection that its target is in.
 */
collection: string, 
/**
 * The least Entra role, if it needs one, and the delegated scope that sending it needs.
 */
leastRole: string | null, scope: string | null, 
/**
 * Microsoft's page on which a person does it, where there is no public API.
 */
page: string | null, };

/**
 * An operation as the outbox shows it.
 */
export type OperationView = { id: OperationId, operation: string, target: Target, state: State, changes: Array<FieldChange>, queuedAt: string, 
/**
 * The undo hold, or the next attempt.
 */
notBefore: string, attempts: number, sentAt: string | null, finishedAt: string | null, hold: Hold | null, conflicts: Array<Conflict>, error: Error | null, evidence: Evidence | null, 
/**
 * What was asked for, without secrets: what a form starts from that edits it.
 */
input: Record<string, unknown>, who: string, approvedAt: string | null, 
/**
 * The bulk that it was queued with.
 */
bulk: OperationId | null, undoes: OperationId | null, replacedBy: OperationId | null, acknowledged: boolean, 
/**
 * The first of those that were queued together as a checklist.
 */
checklist: OperationId | null, 
/**
 * The operation that it waits for, if any.
 */
waitsFor: OperationId | null, 
/**
 * How many people it concerns, where that is more than its target. Counted while it is not over.
 */
reach: number | null, 
/**
 * Whether the account may do it; told while it is not over.
 */
access: MayDo | null, 
/**
 * What the admin can do with it now.
 */
actions: Array<Action>, };

/**
 * The organisation as Home shows it.
 */
export type OrganizationRow = { id: string, displayName: string | null, countryLetterCode: string | null, createdDateTime: string | null, 
/**
 * None: never synced with a directory on the premises; false: it once was.
 */
onPremisesSyncEnabled: boolean | null, onPremisesLastSyncDateTime: string | null, };

/**
 * Operations by what they wait for.
 */
export type OutboxCounts = { 
/**
 * Will go by themselves.
 */
pending: number, 
/**
 * Need a person: held, in conflict, or to be done elsewhere.
 */
attention: number, 
/**
 * Refused by the server, and not acknowledged since.
 */
failed: number, };

export type OutboxOf = { tenant: TenantId, 
/**
 * Only those that are not over.
 */
active?: boolean, 
/**
 * Only those that were queued alone: the others stand in `bulks`.
 */
alone?: boolean, 
/**
 * Only those of this bulk.
 */
bulk?: OperationId, };

/**
 * What the overview of all tenants shows of one, from its mirror and outbox alone. The figures are those of its alerts; none
 * where what they count was never read whole, or may not be.
 */
export type Overview = { connection: Connection | null, error: Error | null, 
/**
 * The oldest as-of time of what may be read; none before all of it was loaded once.
 */
asOf: string | null, users: number | null, 
/**
 * Passwords that end within the days of notice.
 */
passwordsEnding: number | null, 
/**
 * Passwords that have ended.
 */
passwordsEnded: number | null, 
/**
 * Products with more licences assigned than bought.
 */
licenseShortages: number | null, 
/**
 * Subscriptions that end or renew soon, and the soonest day of these.
 */
subscriptionsEnding: number | null, nextSubscriptionEnd: string | null, 
/**
 * Subscriptions in warning, suspended or locked.
 */
subscriptionsInTrouble: number | null, invoicesOverdue: number | null, 
/**
 * Open incidents of the tenant's services.
 */
incidents: number | null, outbox: OutboxCounts, };

/**
 * A page of a list.
 */
export type Page = { items: Array<Item>, 
/**
 * For the next page; none at the end.
 */
next: string | null, 
/**
 * How many there are in all, on the first page only.
 */
total: number | null, 
/**
 * When the server last confirmed the list; none before the first load has ended.
 */
asOf: string | null, };

/**
 * What can be ordered in a country.
 */
export type PartnerCatalogRow = { id: string, country: string, name: string, description: string | null, 
/**
 * What an order names.
 */
catalogItemId: string, 
/**
 * For what term it can be had and how it is billed; empty when Partner Center does not say.
 */
terms: Array<OfferTerm>, minimumQuantity: number | null, maximumQuantity: number | null, isTrial: boolean | null, 
/**
 * The currency that it is charged in.
 */
currency: string | null, 
/**
 * `commercial`, `education` …, as it came.
 */
segment: string | null, };

/**
 * The link of the account that is signed in.
 */
export type PartnerLinkRow = { id: string, 
/**
 * The Partner Network ID; none when there is no link.
 */
partnerId: string | null, partnerName: string | null, 
/**
 * `Active` …, as it came.
 */
state: string | null, createdDateTime: string | null, updatedDateTime: string | null, };

/**
 * An organisation that owns subscriptions of the tenant.
 */
export type PartnerRow = { 
/**
 * Entra's id of the organisation.
 */
id: string, displayName: string | null, defaultDomainName: string | null, 
/**
 * Why there is no name, in Microsoft's words.
 */
unnamedBecause: string | null, 
/**
 * Names of the products that it sold.
 */
products: Array<string>, subscriptions: number, };

/**
 * A user as the list of ending passwords shows one.
 */
export type PasswordExpiryRow = { id: string, displayName: string | null, userPrincipalName: string | null, department: string | null, accountEnabled: boolean | null, lastPasswordChangeDateTime: string | null, passwordPolicies: string | null, status: ExpiryStatus, reason: ExpiryReason, at: string | null, 
/**
 * When warning starts.
 */
noticeFrom: string | null, 
/**
 * The number of days that was used, where one was.
 */
days: number | null, };

export type PasswordNeverExpires = { neverExpires: boolean, };

/**
 * The words of Microsoft's page.
 */
export type PasswordResetFor = "none" | "selected" | "all";

export type Payment = { date: string | null, amount: Amount | null, 
/**
 * `CreditCard`, `CheckWire` …, as it came.
 */
paymentMethodFamily: string | null, };

/**
 * A field that an operation in the outbox changes.
 */
export type PendingField = { operationId: OperationId, operation: string, state: State, field: string, from: unknown, to: unknown, secret: boolean, };

/**
 * A delegated permission of Graph, and all that needs it.
 */
export type Permission = { scope: string, 
/**
 * Collections that it reads. They are what the first sign-in asks for.
 */
collections: Array<string>, 
/**
 * Operations that are sent with it.
 */
operations: Array<string>, };

/**
 * Where a link leads.
 */
export type Place = { tenant: TenantId, collection: string, id: string, };

/**
 * A password policy that is not queued yet.
 */
export type PolicyDraft = { tenant: TenantId, 
/**
 * Left out or empty: every verified and managed one.
 */
domains?: Array<string>, input: UpdateDomain, 
/**
 * The operation whose place it takes, if any.
 */
replaces?: OperationId, };

export type PolicyGaps = { 
/**
 * Verified and managed domains that state no number of days, nor does one above them.
 */
withoutPolicy: Array<DomainGap>, 
/**
 * The policies in force, those that most people are under first. More than one: the domains differ.
 */
policies: Array<PolicyInForce>, 
/**
 * Holders of roles whose own policy says that their password never ends; none when the roles are not known.
 */
admins: Array<AdminWithoutEnd> | null, 
/**
 * Users whose date is unknown, by the reason.
 */
unknown: Array<UnknownDates>, 
/**
 * When the server last confirmed the users; none before the first load has ended.
 */
asOf: string | null, };

/**
 * Somebody whose answer changes.
 */
export type PolicyHit = { id: string, displayName: string | null, userPrincipalName: string | null, accountEnabled: boolean | null, from: Expiry, to: Expiry, };

/**
 * What the change makes of the users of the domains it is about.
 */
export type PolicyImpact = { 
/**
 * Everybody with a sign-in name in these domains, guests among them.
 */
users: number, 
/**
 * Those of them whose password follows the policy.
 */
under: number, 
/**
 * How those stand now, and with the new policy.
 */
before: PolicyStanding, after: PolicyStanding, 
/**
 * Ended by the new policy and not by the old one: they must choose a new password at the next sign-in.
 */
atOnce: number, 
/**
 * How many of those are blocked from signing in.
 */
atOnceBlocked: number, 
/**
 * Ended until now, and valid again.
 */
validAgain: number, newlyNever: number, 
/**
 * Without an end until now.
 */
newlyDated: number, 
/**
 * In the time of notice with the new policy and not with the old one.
 */
newlyNoticed: number, 
/**
 * Those who are not under the policy, by the reason, most first.
 */
untouched: Array<PolicyUntouched>, 
/**
 * Some of those whose answer changes: who is hit at once first, then who is hit soonest.
 */
sample: Array<PolicyHit>, };

export type PolicyInForce = { 
/**
 * Days; none where nothing is stated.
 */
validityDays: number | null, noticeDays: number | null, domains: Array<string>, users: number, };

/**
 * Why a domain has no part in a policy for all.
 */
export type PolicyLeftOut = "not-verified" | "federated" | "follows" | "already-so";

/**
 * What a new policy would do, before it is queued.
 */
export type PolicyPreview = { 
/**
 * The domains that are changed, each with an operation of its own.
 */
targets: Array<PolicyTarget>, leftOut: Array<LeftOutDomain>, 
/**
 * None where nothing would change, or the policy would be refused.
 */
impact: PolicyImpact | null, 
/**
 * When the server last confirmed the users that were counted; none before the first load has ended.
 */
asOf: string | null, };

/**
 * How many passwords stand where.
 */
export type PolicyStanding = { ended: number, 
/**
 * In the next 7 days, 14 days, 30 days: each among the next.
 */
within7: number, within14: number, within30: number, later: number, never: number, probablyNever: number, unknown: number, };

export type PolicyTarget = { id: string, changes: Array<FieldChange>, errors: Array<Error>, access: MayDo, hold: Hold | null, 
/**
 * Domains below it that state nothing of their own and follow it.
 */
followers: Array<string>, };

export type PolicyUntouched = { reason: ExpiryReason, count: number, };

/**
 * What an operation would do, before it is queued.
 */
export type Preview = { target: Target, changes: Array<FieldChange>, 
/**
 * What would refuse it. Nothing can be queued while there is one.
 */
errors: Array<Error>, 
/**
 * What the admin should know and may accept.
 */
warnings: Array<Warning>, 
/**
 * How many people it concerns, where that is more than its target.
 */
reach: number | null, 
/**
 * Whether the account may do it.
 */
access: MayDo, 
/**
 * Why it will be held until somebody has approved it, if it will.
 */
hold: Hold | null, };

/**
 * What a price is for.
 */
export type PricePeriod = "month" | "year";

/**
 * Why the price of a seat is not known.
 */
export type PriceUnknown = "no-bills" | "not-billed" | "several";

export type Progress = { collection: string, 
/**
 * Objects read so far, and how many there are if the server said so.
 */
done: number, total: number | null, };

/**
 * What the person does now.
 */
export type Prompt = { "how": "browser", url: string, } | { "how": "device-code", address: string, code: string, };

/**
 * How many licenses to buy.
 */
export type PurchaseLicenses = { quantity: number, };

export type PurgeUser = Record<string, never>;

/**
 * What was queued.
 */
export type QueuedMany = { 
/**
 * By which they go together; none when nothing was to be done.
 */
bulk: OperationId | null, survey: Survey, };

export type Rebill = { invoiceDocumentId: string | null, creditNoteDocumentId: string | null, };

/**
 * What is known of taking seats back.
 */
export type Reduce = "partner-now" | "partner-after-renewal" | "partner-unknown" | "not-told";

/**
 * Whether people are asked at sign-in to register a better method.
 */
export type RegistrationCampaign = { 
/**
 * `default` leaves it to Microsoft.
 */
state: string | null, snoozeDurationInDays: number | null, };

/**
 * What a user has registered. The id is the user's own.
 */
export type RegistrationDetailsRow = { id: string, userDisplayName: string | null, userPrincipalName: string | null, userType: string | null, isAdmin: boolean | null, 
/**
 * The tenant lets this user reset a forgotten password.
 */
isSsprEnabled: boolean | null, 
/**
 * The user has registered as many methods as that takes.
 */
isSsprRegistered: boolean | null, 
/**
 * Both: it would work.
 */
isSsprCapable: boolean | null, isMfaRegistered: boolean | null, isMfaCapable: boolean | null, 
/**
 * As they came, such as `mobilePhone`, `microsoftAuthenticatorPush`.
 */
methodsRegistered: Array<string>, lastUpdatedDateTime: string | null, };

/**
 * A user by id.
 */
export type RemoveGroupMember = { memberId: string, };

/**
 * There is nothing to choose.
 */
export type RemovePartnerLink = Record<string, never>;

export type RemoveRole = RoleInput;

export type RemoveTenant = { tenant: TenantId, 
/**
 * Its operations that are not over may be lost.
 */
discardUnsent?: boolean, };

/**
 * What became of it.
 */
export type Removed = { 
/**
 * What would be lost: the tenant was kept. Empty when it is gone.
 */
unsent: Array<OperationView>, };

/**
 * A subscription at its next date.
 */
export type Renewal = { 
/**
 * Of the subscription.
 */
id: string, name: string, skuId: string | null, 
/**
 * `Enabled`, `Warning` …, as it came.
 */
status: string | null, seats: number | null, isTrial: boolean | null, 
/**
 * When it renews, ends, or moves to its next state.
 */
at: string | null, term: Term, autoRenew: AutoRenew, billingFrequency: string | null, 
/**
 * The tenant of the partner that sold it; none when Microsoft did.
 */
soldBy: string | null, reduce: Reduce, 
/**
 * Until when seats can be taken back, where that is known.
 */
reduceUntil: string | null, 
/**
 * Of a seat, on the newest bill.
 */
price: UnitPrice | null, };

/**
 * What renews or ends, soonest first.
 */
export type Renewals = { items: Array<Renewal>, subscriptions: Known, 
/**
 * Where auto-renewal and terms come from.
 */
billing: Known, };

export type ReprocessLicenseAssignment = Record<string, never>;

/**
 * A change request as it stands in its file.
 */
export type RequestText = { tenant: TenantId, text: string, };

/**
 * An operation as it was queued. Target and base stay those that it was decided on.
 */
export type Requested = { id: OperationId, operation: string, target: Target, input: unknown, base: Record<string, unknown>, changes: Array<FieldChange>, };

/**
 * The password itself is a secret and travels apart.
 */
export type ResetPassword = { forceChangePasswordNextSignIn?: boolean, };

export type Resolve = { tenant: TenantId, id: OperationId, keep: Keep, };

export type RestoreUser = Record<string, never>;

export type RevokeSignInSessions = Record<string, never>;

/**
 * One role of one principal.
 */
export type RoleAssignmentRow = { id: string, 
/**
 * The role's name, in English as Microsoft names it; its id where it has none.
 */
role: string, roleDefinitionId: string | null, 
/**
 * The user, group or application that holds it.
 */
principalId: string | null, 
/**
 * Who that is, where it is a user of the offline copy.
 */
holder: Holder | null, 
/**
 * It is the account that is signed in here.
 */
isOwn: boolean, 
/**
 * `/` for the whole tenant.
 */
directoryScopeId: string | null, };

/**
 * A role that can be assigned.
 */
export type RoleDefinitionRow = { id: string, 
/**
 * In English as Microsoft names it; its id where it has none.
 */
name: string, description: string | null, 
/**
 * Microsoft's own; otherwise made in this tenant.
 */
isBuiltIn: boolean | null, 
/**
 * None that is switched off can be assigned.
 */
isEnabled: boolean | null, };

/**
 * A role, in the whole tenant or in a part of it.
 */
export type RoleInput = { roleDefinitionId: string, 
/**
 * `/` unless told.
 */
directoryScopeId?: string, };

export type SaveTemplate = { tenant: TenantId, template: UserTemplate, 
/**
 * The name of the one whose place it takes, if any.
 */
insteadOf?: string, };

/**
 * A search across all tenants.
 */
export type Search = { 
/**
 * Words, each of which must be found.
 */
text: string, 
/**
 * Hits of each collection of a tenant, 1 to 50; 5 unless told.
 */
limit?: number, };

/**
 * Either `ids`, or everything that search and filters find, less `except`.
 */
export type Selection = { 
/**
 * A collection or a view of one.
 */
collection: string, ids?: Array<string>, search?: string, filters?: { [key in string]: Array<string> }, except?: Array<string>, };

export type SendMail = { subject: string, 
/**
 * Plain text.
 */
body: string, 
/**
 * The mailbox it comes from, by id or address. An app that signs in by itself has none of its own and must name one.
 */
from?: string, 
/**
 * What it tells, where that is told once only: another mail to the same person about the same is not sent.
 */
about?: MailAbout, };

/**
 * Set for each tenant.
 */
export type SendPolicy = { "kind": "by-itself" } | { "kind": "after-review" } | { "kind": "window", from: string, to: string, };

export type Service = "bills" | "partner" | "customers" | "contracts";

/**
 * A service that the tenant has.
 */
export type ServiceHealthRow = { id: string, 
/**
 * Its name as Microsoft shows it.
 */
service: string | null, 
/**
 * `serviceOperational`, `serviceDegradation` …, as it came.
 */
status: string | null, };

/**
 * A part of a product that can be switched off for one user.
 */
export type ServicePlan = { servicePlanId: string, servicePlanName: string | null, appliesTo: string | null, };

/**
 * Whether it renews by itself.
 */
export type SetAutoRenew = { autoRenewEnabled: boolean, };

export type SetBasket = { tenant: TenantId, 
/**
 * All of it: what is not named is taken out.
 */
lines: Array<BasketLine>, };

export type SetDemoCloud = { running: boolean, };

export type SetLock = { 
/**
 * None: it locks no more.
 */
lock: LockSettings | null, 
/**
 * A new one; without it the old one stays.
 */
passphrase?: string, 
/**
 * The one in force, if there is one.
 */
current?: string, };

export type SetMailLanguage = { tenant: TenantId, 
/**
 * For whoever's own language is not known, or has no template.
 */
language: string, };

export type SetMailTemplate = { tenant: TenantId, kind: MailKind, language: string, 
/**
 * Left out: Kontor's own words again, or none where it has none.
 */
words?: MailWords, };

export type SetManager = { 
/**
 * A user's id; null or empty for nobody.
 */
managerId: string | null, };

/**
 * The partner of record.
 */
export type SetPartnerInformation = { partnerNetworkId: string, };

/**
 * The partner, by its Partner Network ID.
 */
export type SetPartnerLink = { partnerId: string, };

export type SetPasswordResetScope = { passwordResetFor: PasswordResetFor, 
/**
 * The name of the group, as it is looked for on the page; with `selected` only.
 */
group?: string, };

export type SetSendPolicy = { tenant: TenantId, policy: SendPolicy, };

export type SetWorkOffline = { tenant: TenantId, workOffline: boolean, };

/**
 * Settings of this person on this machine. `None` follows the operating system.
 */
export type Settings = { language: Language | null, theme: Theme | null, };

export type SeveralOperations = { tenant: TenantId, ids: Array<OperationId>, };

export type Show = { tenant: TenantId, collection: string, id: string, };

/**
 * Whom to sign in, where and how.
 */
export type SignIn = { 
/**
 * A connected tenant, to sign in to it again; what is not given then comes from it.
 */
tenant: TenantId | null, 
/**
 * What to call a new one.
 */
name: string, 
/**
 * Entra's id of the organisation or one of its domains; none for that of the account.
 */
tenantId: string | null, 
/**
 * The app registration; none for Microsoft's own public client.
 */
clientId: string | null, 
/**
 * `global`, `usgov`, `usgov-high`, `china`, or the path of a `FILE.toml`.
 */
cloud: string, how: How, 
/**
 * Asks whoever is signed in to a connected tenant for leave to this service as well.
 */
service?: Service, };

/**
 * One user's, by the user's id.
 */
export type SignInActivityRow = { id: string, status: SignInStatus, 
/**
 * The latest of those below.
 */
last: string | null, 
/**
 * By the person, whether it succeeded or not.
 */
interactive: string | null, 
/**
 * By an app in the person's name.
 */
nonInteractive: string | null, successful: string | null, };

/**
 * What is known of somebody's sign-ins.
 */
export type SignInStatus = "dated" | "never" | "unknown";

/**
 * The last sign-ins of one user. Microsoft keeps them from April 2020 on.
 */
export type SignIns = { status: SignInStatus, 
/**
 * The latest of those below.
 */
last: string | null, 
/**
 * By the person, whether it succeeded or not.
 */
interactive: string | null, 
/**
 * By an app in the person's name.
 */
nonInteractive: string | null, successful: string | null, };

/**
 * A sign-in that is under way.
 */
export type SigningIn = { 
/**
 * What the person does now; none while it is being prepared.
 */
prompt: Prompt | null, };

export type Spending = { currencies: Array<SpendingIn>, 
/**
 * Bills whose date or amount is not known: they are in no figure.
 */
leftOut: number, invoices: Known, lines: Known, };

/**
 * What was spent in one currency.
 */
export type SpendingIn = { currency: string, 
/**
 * `2026-09`, without a gap.
 */
months: Array<string>, 
/**
 * Of each month, exact.
 */
totals: Array<string>, total: string, 
/**
 * The dearest first.
 */
products: Array<SpendingOf>, };

/**
 * What was spent on one product.
 */
export type SpendingOf = { 
/**
 * As the bills name it; none for what no line explains.
 */
name: string | null, skuId: string | null, 
/**
 * Of each month, exact.
 */
byMonth: Array<string>, total: string, };

/**
 * A checklist as it stands in the outbox.
 */
export type StandingChecklist = { 
/**
 * That of the first of its steps.
 */
id: OperationId, about: Target, steps: Array<OperationView>, };

/**
 * Where an operation stands. See "Life of an operation" in ARCHITECTURE.md.
 */
export type State = "queued" | "sending" | "unknown" | "waiting" | "held" | "conflict" | "guided" | "done" | "failed" | "discarded" | "replaced";

/**
 * Everything the frame of the window shows of a tenant.
 */
export type Status = { connection: Connection, 
/**
 * Why it is offline, or must sign in.
 */
error: Error | null, 
/**
 * The oldest as-of time of all collections; none before each was loaded once.
 */
asOf: string | null, 
/**
 * What sync is doing; none when it rests.
 */
syncing: Progress | null, collections: Array<CollectionStatus>, outbox: OutboxCounts, alerts: number, };

export type Staying = { id: string, name: string, why: LeftOrTold, };

export type StepBulk = { tenant: TenantId, 
/**
 * Of the bulk.
 */
id: OperationId, step: BulkStep, };

/**
 * A step, and of how many operations.
 */
export type Stepped = { step: BulkStep, count: number, };

/**
 * A subscription as "Your products" shows one.
 */
export type SubscriptionRow = { id: string, name: string, skuId: string | null, skuPartNumber: string | null, commerceSubscriptionId: string | null, 
/**
 * `Enabled`, `Warning`, `Suspended` …, as it came.
 */
status: string | null, totalLicenses: number | null, isTrial: boolean | null, createdDateTime: string | null, 
/**
 * When it moves to the next state if it is not renewed. Graph does not say whether it renews by itself.
 */
nextLifecycleDateTime: string | null, 
/**
 * The tenant of the partner that sold it.
 */
ownerTenantId: string | null, };

/**
 * What a wish for many would do.
 */
export type Survey = { 
/**
 * How many were looked at.
 */
total: number, 
/**
 * How many would be queued.
 */
goes: number, 
/**
 * Who is left out, and what the admin should know of those that go, the most of them first.
 */
groups: Array<Group>, 
/**
 * Some of those that go, field by field.
 */
sample: Array<Told>, 
/**
 * Why each will be held until somebody has approved it, if it will.
 */
hold: Hold | null, };

export type Sync = { tenant: TenantId, 
/**
 * Read everything again rather than what changed.
 */
full?: boolean, };

/**
 * How many objects there are for each value of a column, for filters.
 */
export type Tally = { tenant: TenantId, collection: string, column: string, };

export type TallyOf = { 
/**
 * As filters take it; an empty text stands for "no value".
 */
value: string, count: number, };

/**
 * The object that an operation changes. Its id is fixed when the operation is queued.
 */
export type Target = { collection: string, id: string, 
/**
 * What people call it, as it was when the operation was queued.
 */
name: string, };

/**
 * Kontor's own id of a connected tenant: the name of its folder and of its key.
 */
export type TenantId = string;

/**
 * A connected tenant.
 */
export type TenantInfo = { id: TenantId, name: string, 
/**
 * Entra's id of the organisation.
 */
tenantId: string, 
/**
 * How Kontor gets its access tokens.
 */
auth: AuthKind, 
/**
 * The app registration that it signs in to; none for a token.
 */
clientId: string | null, demo: boolean, 
/**
 * Whether the demo cloud is switched on; always true for a real tenant.
 */
demoCloudRunning: boolean, };

/**
 * How long a subscription is bought for at a time.
 */
export type Term = "month" | "longer" | "unknown";

export type Text = { text: string, };

export type Theme = "light" | "dark" | "high-contrast";

/**
 * What is done to one target.
 */
export type Told = { 
/**
 * Whom it is about.
 */
target: Target, changes: Array<FieldChange>, };

/**
 * A line of a bill.
 */
export type TransactionRow = { id: string, 
/**
 * The number of the bill.
 */
invoice: string | null, date: string | null, product: string | null, productTypeId: string | null, 
/**
 * `Purchase`, `Credit` …, as it came.
 */
transactionType: string | null, quantity: number | null, 
/**
 * For one seat and the service period, after discounts, without tax.
 */
effectivePrice: Amount | null, subTotal: Amount | null, tax: Amount | null, transactionAmount: Amount | null, servicePeriodStartDate: string | null, servicePeriodEndDate: string | null, };

/**
 * The price of a seat on the newest bill that has the product.
 */
export type UnitPrice = { 
/**
 * Without tax.
 */
amount: Amount, period: PricePeriod, 
/**
 * The number of the bill.
 */
invoice: string | null, };

export type UnknownDates = { reason: ExpiryReason, count: number, };

export type Unlock = { passphrase: string, };

export type UpdateAuthorizationPolicy = { allowedToUseSSPR: boolean, };

/**
 * The wished values, in days, by Graph's own names.
 */
export type UpdateDomain = { passwordValidityPeriodInDays?: number, passwordNotificationWindowInDays?: number };

/**
 * The wished values by Graph's own names.
 */
export type UpdateUser = Record<string, unknown>;

/**
 * A user as lists and the detail panel show one.
 */
export type UserRow = { id: string, displayName: string | null, givenName: string | null, surname: string | null, userPrincipalName: string | null, mail: string | null, jobTitle: string | null, department: string | null, companyName: string | null, officeLocation: string | null, city: string | null, mobilePhone: string | null, businessPhones: Array<string>, faxNumber: string | null, otherMails: Array<string>, streetAddress: string | null, state: string | null, postalCode: string | null, country: string | null, employeeId: string | null, employeeType: string | null, employeeHireDate: string | null, ageGroup: string | null, consentProvidedForMinor: string | null, mailNickname: string | null, 
/**
 * Who it is, by id; none where there is nobody.
 */
manager: string | null, signInActivity: SignIns, 
/**
 * Where a guest's invitation stands (`PendingAcceptance`, `Accepted`), as it came, and since when.
 */
externalUserState: string | null, externalUserStateChangeDateTime: string | null, 
/**
 * How the account came about (`Invitation` …); none for one that was simply made.
 */
creationType: string | null, 
/**
 * What only Exchange changes.
 */
showInAddressList: boolean | null, usageLocation: string | null, preferredLanguage: string | null, accountEnabled: boolean | null, 
/**
 * `Member` or `Guest`, as it came.
 */
userType: string | null, onPremisesSyncEnabled: boolean | null, createdDateTime: string | null, lastPasswordChangeDateTime: string | null, passwordPolicies: string | null, proxyAddresses: Array<string>, licenses: Array<LicenseOfUser>, 
/**
 * What groups are to give and could not.
 */
failedLicenses: Array<LicenseOfUser>, expiry: Expiry, 
/**
 * These two are the report's (`registration-details`), under its names; none where it has no line of the user, or does not say.
 */
isMfaRegistered: boolean | null, isSsprCapable: boolean | null, };

/**
 * What a new user gets who is given nothing else. Never a name, an address or a password.
 */
export type UserTemplate = { 
/**
 * Empty for one that is used once.
 */
name: string, department?: string, officeLocation?: string, companyName?: string, country?: string, usageLocation?: string, licenses: Array<LicenseToAdd>, 
/**
 * Groups by id: those that give licences.
 */
groups: Array<string>, 
/**
 * The id of a user.
 */
manager?: string, };

export type Verdict = "works" | "needs-permission" | "needs-role" | "unknown";

/**
 * Bills whose files are to be fetched.
 */
export type WantDocuments = { tenant: TenantId, ids: Array<string>, };

/**
 * Something the admin should know before queueing. Each has a sentence in the message catalogues.
 */
export type Warning = "mastered-on-premises" | "federated-domain" | "guest-password" | "no-seat-free" | "inherited-from-group" | "seat-for-each-member" | "members-lose-it" | "member-takes-seat" | "member-loses-it" | "group-for-roles" | "others-pending" | "deleted-for-good" | "never-back" | "whole-domain" | "costs-more" | "fewer-licenses" | "paid-again" | "ends-with-term" | "gives-everything" | "guest-administrator" | "last-global-administrator" | "administrators-locked-out" | "own-role";

/**
 * What is not used, what is known to cost most first.
 */
export type Waste = { items: Array<Wasted>, 
/**
 * Of those whose price is known, by currency and period.
 */
costs: Array<Cost>, 
/**
 * Whether anything at all is known of when people signed in.
 */
signInsKnown: boolean, users: Known, signIns: Known, licenses: Known, 
/**
 * Where prices come from.
 */
bills: Known, };

/**
 * A product with its seats that serve nobody. A person counts once: blocked before anything else.
 */
export type Wasted = { 
/**
 * Of the product among the licences.
 */
id: string, skuId: string, name: string, bought: number | null, assigned: number | null, unassigned: number | null, 
/**
 * Assigned to accounts that cannot sign in.
 */
blocked: number, 
/**
 * Assigned to accounts that are not new and never signed in. Unknown when nothing is known of sign-ins.
 */
never: number | null, 
/**
 * Assigned to people who have not signed in for long.
 */
longAgo: number | null, 
/**
 * Assigned to accounts of which nobody knows.
 */
signInUnknown: number, 
/**
 * All of them that are known.
 */
seats: number, price: UnitPrice | null, priceUnknown: PriceUnknown | null, 
/**
 * What these seats cost, in the currency and for the period of the price.
 */
cost: string | null, };

/**
 * Somebody who leaves.
 */
export type WhoLeaves = { tenant: TenantId, id: string, 
/**
 * Who leads the reports from then on; the manager unless told.
 */
successor?: string, };

export type WrongRow = { 
/**
 * As a spreadsheet counts: the headings are mostly row 1.
 */
row: number, 
/**
 * The sign-in name or else the name, as far as the row has one.
 */
name: string, errors: Array<Error>, };

/** What an operation asks for, by its kind; secrets stand among the rest. */
export type OperationInput = (CreateUser | UpdateUser | DeleteUser | RestoreUser | PurgeUser | RevokeSignInSessions | ResetPassword | ForcePasswordChange | PasswordNeverExpires | AssignLicenses | ReprocessLicenseAssignment | AssignGroupLicenses | AddGroupMember | RemoveGroupMember | UpdateDomain | SendMail | SetManager | ChangeLicenseCount | AssignRole | RemoveRole | UpdateAuthorizationPolicy | ChangePasswordReset | PurchaseLicenses | SetPartnerLink | RemovePartnerLink | SetPartnerInformation | SetPasswordResetScope | ChangeSeats | SetAutoRenew | BuyForCustomer) & { password?: string };

/** What `list` and `show` give for each collection. */
export interface Rows {
  'users': UserRow;
  'guest-users': UserRow;
  'password-expiry': PasswordExpiryRow;
  'deleted-users': DeletedUserRow;
  'groups': GroupRow;
  'licenses': LicenseRow;
  'subscriptions': SubscriptionRow;
  'billing-accounts': BillingAccountRow;
  'billing-profiles': BillingProfileRow;
  'billing-subscriptions': BillingSubscriptionRow;
  'transactions': TransactionRow;
  'invoices': InvoiceRow;
  'domains': DomainRow;
  'organization': OrganizationRow;
  'roles': RoleAssignmentRow;
  'role-definitions': RoleDefinitionRow;
  'authorization-policy': AuthorizationPolicyRow;
  'authentication-methods-policy': AuthenticationMethodsPolicyRow;
  'registration-details': RegistrationDetailsRow;
  'service-health': ServiceHealthRow;
  'issues': IssueRow;
  'sign-in-activity': SignInActivityRow;
  'catalog': CatalogRow;
  'partners': PartnerRow;
  'partner-link': PartnerLinkRow;
  'delegated-admin-relationships': DelegatedAdminRelationshipRow;
  'contracts': ContractRow;
  'customer-subscriptions': CustomerSubscriptionRow;
  'customers': CustomerRow;
  'partner-catalog': PartnerCatalogRow;
  'directory-sync': DirectorySyncRow;
}
