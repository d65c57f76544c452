// Made by `cargo xtask gen` from the command list in crates/core/src/commands. Do not edit.

import { call } from '../host';
import type { Access, Alert, AppState, BasketLine, BlankImport, Bulk, CalendarFile, CalendarOf, ChangeRequest, Checklist, ConnectCustomer, CopyAs, Customer, DayCount, Detail, DocumentContent, DocumentState, Draft, Empty, ExportRequest, FoundIn, GeneratedPassword, Home, ImportPreview, ImportUsers, Imported, IssuePost, JournalCheck, JournalStep, LetterTo, Likeness, LinkText, List, MailLetter, MailTemplates, MailToMany, Many, MoveDomain, NamedPage, NamedTemplate, NewUser, OfIssue, OfObject, OfTenant, OfUser, Offboarding, OneDocument, OneOperation, OperationKind, OperationView, OutboxOf, Overview, Page, Permission, Place, PolicyDraft, PolicyGaps, PolicyPreview, Preview, Progress, QueuedMany, RemoveTenant, Removed, Renewals, RequestText, Resolve, SaveTemplate, Search, SendPolicy, SetBasket, SetDemoCloud, SetLock, SetMailLanguage, SetMailTemplate, SetSendPolicy, SetWorkOffline, Settings, SeveralOperations, Show, SignIn, SigningIn, Spending, StandingChecklist, Status, StepBulk, Stepped, Survey, Sync, Tally, TallyOf, TenantInfo, Text, Unlock, UserTemplate, WantDocuments, Waste, WhoLeaves } from './types';

export const state = (): Promise<AppState> => call('state', {});
export const saveSettings = (input: Settings): Promise<Empty> => call('save_settings', input);
export const openDemo = (): Promise<TenantInfo> => call('open_demo', {});
export const setDemoCloud = (input: SetDemoCloud): Promise<Empty> => call('set_demo_cloud', input);
export const lock = (): Promise<Empty> => call('lock', {});
export const unlock = (input: Unlock): Promise<Empty> => call('unlock', input);
export const setLock = (input: SetLock): Promise<Empty> => call('set_lock', input);
export const overview = (input: OfTenant): Promise<Overview> => call('overview', input);
export const openLink = (input: LinkText): Promise<Place> => call('open_link', input);
export const search = (input: Search): Promise<Array<FoundIn>> => call('search', input);
export const removeTenant = (input: RemoveTenant): Promise<Removed> => call('remove_tenant', input);
export const signIn = (input: SignIn): Promise<TenantInfo> => call('sign_in', input);
export const signInState = (): Promise<SigningIn | null> => call('sign_in_state', {});
export const openSignInPage = (): Promise<Empty> => call('open_sign_in_page', {});
export const cancelSignIn = (): Promise<Empty> => call('cancel_sign_in', {});
export const customers = (input: OfTenant): Promise<Array<Customer>> => call('customers', input);
export const connectCustomer = (input: ConnectCustomer): Promise<TenantInfo> => call('connect_customer', input);
export const status = (input: OfTenant): Promise<Status> => call('status', input);
export const setWorkOffline = (input: SetWorkOffline): Promise<Empty> => call('set_work_offline', input);
export const sync = (input: Sync): Promise<Empty> => call('sync', input);
export const cancelSync = (input: OfTenant): Promise<Empty> => call('cancel_sync', input);
export const home = (input: OfTenant): Promise<Home> => call('home', input);
export const alerts = (input: OfTenant): Promise<Array<Alert>> => call('alerts', input);
export const access = (input: OfTenant): Promise<Access> => call('access', input);
export const list = (input: List): Promise<Page> => call('list', input);
export const show = (input: Show): Promise<Detail> => call('show', input);
export const tally = (input: Tally): Promise<Array<TallyOf>> => call('tally', input);
export const renewals = (input: OfTenant): Promise<Renewals> => call('renewals', input);
export const waste = (input: OfTenant): Promise<Waste> => call('waste', input);
export const spending = (input: OfTenant): Promise<Spending> => call('spending', input);
export const documents = (input: OfTenant): Promise<Array<DocumentState>> => call('documents', input);
export const wantDocuments = (input: WantDocuments): Promise<Empty> => call('want_documents', input);
export const document = (input: OneDocument): Promise<DocumentContent> => call('document', input);
export const openDocument = (input: OneDocument): Promise<Empty> => call('open_document', input);
export const issuePosts = (input: OfIssue): Promise<Array<IssuePost>> => call('issue_posts', input);
export const pages = (): Promise<Array<NamedPage>> => call('pages', {});
export const basket = (input: OfTenant): Promise<Array<BasketLine>> => call('basket', input);
export const setBasket = (input: SetBasket): Promise<Empty> => call('set_basket', input);
export const orderBasket = (input: OfTenant): Promise<Array<OperationView>> => call('order_basket', input);
export const permissions = (): Promise<Array<Permission>> => call('permissions', {});
export const operations = (): Promise<Array<OperationKind>> => call('operations', {});
export const preview = (input: Draft): Promise<Preview> => call('preview', input);
export const queue = (input: Draft): Promise<OperationView> => call('queue', input);
export const queueChecklist = (input: Checklist): Promise<Array<OperationView>> => call('queue_checklist', input);
export const checklists = (input: OfTenant): Promise<Array<StandingChecklist>> => call('checklists', input);
export const offboarding = (input: WhoLeaves): Promise<Array<Offboarding>> => call('offboarding', input);
export const generatePassword = (): Promise<GeneratedPassword> => call('generate_password', {});
export const outbox = (input: OutboxOf): Promise<Array<OperationView>> => call('outbox', input);
export const operation = (input: OneOperation): Promise<OperationView> => call('operation', input);
export const previewMany = (input: Many): Promise<Survey> => call('preview_many', input);
export const queueMany = (input: Many): Promise<QueuedMany> => call('queue_many', input);
export const previewMoveDomain = (input: MoveDomain): Promise<Survey> => call('preview_move_domain', input);
export const queueMoveDomain = (input: MoveDomain): Promise<QueuedMany> => call('queue_move_domain', input);
export const work = (input: OfTenant): Promise<Progress | null> => call('work', input);
export const cancelWork = (input: OfTenant): Promise<Empty> => call('cancel_work', input);
export const bulks = (input: OfTenant): Promise<Array<Bulk>> => call('bulks', input);
export const stepBulk = (input: StepBulk): Promise<Stepped> => call('step_bulk', input);
export const previewImport = (input: ImportUsers): Promise<ImportPreview> => call('preview_import', input);
export const queueImport = (input: ImportUsers): Promise<Imported> => call('queue_import', input);
export const blankImport = (input: BlankImport): Promise<Text> => call('blank_import', input);
export const queueNewUser = (input: NewUser): Promise<OperationView> => call('queue_new_user', input);
export const userTemplates = (input: OfTenant): Promise<Array<UserTemplate>> => call('user_templates', input);
export const templateOf = (input: OfUser): Promise<Likeness> => call('template_of', input);
export const saveUserTemplate = (input: SaveTemplate): Promise<Empty> => call('save_user_template', input);
export const deleteUserTemplate = (input: NamedTemplate): Promise<Empty> => call('delete_user_template', input);
export const send = (input: OfTenant): Promise<Empty> => call('send', input);
export const discard = (input: OneOperation): Promise<OperationView> => call('discard', input);
export const retry = (input: OneOperation): Promise<OperationView> => call('retry', input);
export const approve = (input: OneOperation): Promise<OperationView> => call('approve', input);
export const approveAll = (input: SeveralOperations): Promise<Empty> => call('approve_all', input);
export const undo = (input: OneOperation): Promise<OperationView> => call('undo', input);
export const tell = (input: OneOperation): Promise<OperationView> => call('tell', input);
export const acknowledge = (input: OneOperation): Promise<OperationView> => call('acknowledge', input);
export const sendPolicy = (input: OfTenant): Promise<SendPolicy> => call('send_policy', input);
export const setSendPolicy = (input: SetSendPolicy): Promise<Empty> => call('set_send_policy', input);
export const resolve = (input: Resolve): Promise<OperationView> => call('resolve', input);
export const copyAs = (input: CopyAs): Promise<Text> => call('copy_as', input);
export const previewPolicy = (input: PolicyDraft): Promise<PolicyPreview> => call('preview_policy', input);
export const queuePolicy = (input: PolicyDraft): Promise<Array<OperationView>> => call('queue_policy', input);
export const policyGaps = (input: OfTenant): Promise<PolicyGaps> => call('policy_gaps', input);
export const expiryCalendar = (input: CalendarOf): Promise<Array<DayCount>> => call('expiry_calendar', input);
export const calendarFile = (input: CalendarFile): Promise<Text> => call('calendar_file', input);
export const mailTemplates = (input: OfTenant): Promise<MailTemplates> => call('mail_templates', input);
export const setMailTemplate = (input: SetMailTemplate): Promise<Empty> => call('set_mail_template', input);
export const setMailLanguage = (input: SetMailLanguage): Promise<Empty> => call('set_mail_language', input);
export const mailLetter = (input: LetterTo): Promise<MailLetter> => call('mail_letter', input);
export const previewMail = (input: MailToMany): Promise<Survey> => call('preview_mail', input);
export const queueMail = (input: MailToMany): Promise<QueuedMany> => call('queue_mail', input);
export const journal = (input: OneOperation): Promise<Array<JournalStep>> => call('journal', input);
export const history = (input: OfObject): Promise<Array<JournalStep>> => call('history', input);
export const checkJournal = (input: OfTenant): Promise<JournalCheck> => call('check_journal', input);
export const exportJournal = (input: OfTenant): Promise<Text> => call('export_journal', input);
export const exportRequest = (input: ExportRequest): Promise<Text> => call('export_request', input);
export const openRequest = (input: RequestText): Promise<ChangeRequest> => call('open_request', input);
export const acceptRequest = (input: RequestText): Promise<Array<OperationView>> => call('accept_request', input);
export const ownFingerprint = (input: OfTenant): Promise<Text> => call('own_fingerprint', input);

/** Tags whose change makes a query stale; `null` stands for the collection that the input names. */
export const provides = {
  state: ['tenants', 'settings', 'keychain'],
  overview: ['status', 'alerts', 'users', 'licenses', 'subscriptions', 'invoices', 'issues', 'domains', 'outbox'],
  openLink: ['tenants'],
  signInState: ['sign-in'],
  customers: ['tenants'],
  status: ['status', 'outbox', 'alerts'],
  home: ['alerts', 'users', 'licenses', 'subscriptions', 'invoices', 'issues', 'domains', 'organization', 'outbox'],
  alerts: ['alerts', 'users', 'licenses', 'subscriptions', 'invoices', 'issues', 'domains', 'outbox'],
  access: ['roles', 'settings', 'status'],
  list: null,
  show: null,
  tally: null,
  renewals: ['subscriptions', 'billing-subscriptions', 'transactions', 'status'],
  waste: ['users', 'licenses', 'subscriptions', 'billing-subscriptions', 'transactions', 'outbox', 'status'],
  spending: ['invoices', 'subscriptions', 'billing-subscriptions', 'transactions', 'status'],
  documents: ['invoices'],
  issuePosts: ['issues'],
  pages: [],
  basket: ['settings'],
  permissions: [],
  operations: [],
  checklists: ['outbox'],
  offboarding: ['users', 'groups', 'roles', 'licenses', 'outbox'],
  outbox: ['outbox'],
  operation: ['outbox'],
  work: ['status'],
  bulks: ['outbox'],
  blankImport: [],
  userTemplates: ['settings'],
  templateOf: ['users', 'groups', 'outbox'],
  sendPolicy: ['settings'],
  previewPolicy: ['users', 'domains', 'directory-sync', 'organization', 'outbox'],
  policyGaps: ['users', 'domains', 'directory-sync', 'organization', 'roles', 'outbox'],
  expiryCalendar: ['users', 'domains', 'directory-sync', 'organization', 'outbox'],
  mailTemplates: ['settings'],
  mailLetter: ['users', 'domains', 'directory-sync', 'organization', 'settings', 'outbox'],
  journal: ['outbox'],
  history: ['outbox'],
  checkJournal: ['outbox'],
  ownFingerprint: [],
} as const;
