//! The cloud itself, without a connection: one request in, one outcome out. The listener answers with it, and so may a test in its
//! own process, as fast as it can ask.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use crate::call::{Answer, Call};
use crate::effect::Effect;
use crate::faults::{Action, Rule};
use crate::http::{Shared, lock};
use crate::login::{App, SignIn};
use crate::password_reset::PasswordResetFor;
use crate::world::{Mail, Rights, World};
use crate::{Endpoints, Options, control, mutate, partnership, route, time};

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Answered(Answer),
    /// The connection ended in the middle of the body: what had arrived by then. `content-length` tells of the whole.
    Cut(Answer),
    /// The connection ended without an answer.
    Reset,
}

/// A simulated cloud. Clones are the same cloud.
#[derive(Clone)]
pub struct Cloud {
    worlds: Arc<[Shared]>,
    /// The place of the tenant that its methods tell of.
    home: usize,
    /// Where links lead when the client named no host.
    pub(crate) base: Arc<str>,
}

impl Cloud {
    /// Serves nothing over the network: `port`, `latency` and `tls` mean nothing here.
    pub fn new(options: Options) -> Cloud {
        let base = options.base.as_deref().unwrap_or("http://127.0.0.1:1");
        let base = base.trim_end_matches('/').into();
        let places = 0..options.tenants.max(1);
        let worlds: Arc<[Shared]> = places
            .map(|place| Arc::new(Mutex::new(World::new(options.clone(), place))))
            .collect();
        partnership::tie(&worlds);
        Cloud { worlds, home: 0, base }
    }

    /// Every tenant of the cloud, the partner first. What one of them does or tells is its tenant's, but the clock and the keys
    /// are everybody's.
    pub fn tenants(&self) -> Vec<Cloud> {
        let at = |home| Cloud { home, ..self.clone() };
        (0..self.worlds.len()).map(at).collect()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.worlds[self.home])
    }

    fn each(&self) -> impl Iterator<Item = MutexGuard<'_, World>> {
        self.worlds.iter().map(lock)
    }

    /// Carries out one request and answers as the network would. `target` is path and query, as in a request line, or a whole address,
    /// whose host the links of the answer then lead to. Neither [`Action::Delay`] nor the latency is waited for.
    pub fn answer(&self, method: &str, target: &str, headers: &[(String, String)], body: &[u8]) -> Outcome {
        let headers = headers
            .iter()
            .map(|(n, v)| (n.to_ascii_lowercase(), v.clone()))
            .collect();
        let (base, target) = match target.split_once("://") {
            Some((scheme, rest)) if !scheme.contains(['/', '?']) => {
                let at = rest.find(['/', '?']).unwrap_or(rest.len());
                (format!("{scheme}://{}", &rest[..at]), &rest[at..])
            }
            _ => (self.base.to_string(), target),
        };
        let mut call = Call::new(method, target, headers, body.to_vec(), &base);
        let rule = self.receive(&mut call);
        self.carry_out(&call, rule.as_ref())
    }

    /// Takes a request in: gives it its number, and finds the rule that acts on it.
    pub(crate) fn receive(&self, call: &mut Call) -> Option<Rule> {
        call.place = route::place(&self.worlds, self.home, call);
        let mut world = self.of(call);
        world.admit(call);
        if call.path.starts_with("/_sim/") {
            return None;
        }
        world.faults.next(call)
    }

    /// Does what the request asks, as far as the rule lets it.
    pub(crate) fn carry_out(&self, call: &Call, rule: Option<&Rule>) -> Outcome {
        let Some(rule) = rule else {
            return Outcome::Answered(self.finish(call, route::answer(&self.worlds, call.place, call)));
        };
        let now = self.of(call).clock.seconds();
        let instead = rule.answer(now, call);
        let truth = rule.let_through(|| route::answer(&self.worlds, call.place, call));
        let told = |status| self.of(call).answered(|e| e.exchange == call.exchange, status);
        if rule.action == Action::Reset {
            told(0);
            return Outcome::Reset;
        }
        let spoilt = instead.is_some() || rule.action == Action::Duplicate;
        let answer = instead
            .or_else(|| truth.map(|t| rule.spoil(t)))
            .unwrap_or_else(|| Answer::empty(500));
        let mut answer = self.finish(call, answer);
        if spoilt {
            told(answer.status);
        }
        if rule.action != Action::Cut || answer.body.is_empty() {
            return Outcome::Answered(answer);
        }
        let length = answer.body.len();
        answer.headers.push(("content-length", length.to_string()));
        answer.body.truncate(length / 2);
        Outcome::Cut(answer)
    }

    /// The tenant that a request is for.
    fn of(&self, call: &Call) -> MutexGuard<'_, World> {
        lock(&self.worlds[call.place])
    }

    fn finish(&self, call: &Call, answer: Answer) -> Answer {
        let now = self.of(call).clock.seconds();
        complete(call, answer, now).with("date", time::http_date(now))
    }

    pub fn endpoints(&self) -> Endpoints {
        let base = self.base.to_string();
        Endpoints {
            login: base.clone(),
            graph: base.clone(),
            arm: base.clone(),
            partner_center: base,
        }
    }

    /// A bearer that every service accepts, of the administrator who also signs in: with every scope and role unless
    /// [`Cloud::set_rights`] takes them.
    pub fn token(&self) -> String {
        self.world().tokens.master.clone()
    }

    pub fn tenant_id(&self) -> String {
        self.world().tenant.id.to_string()
    }

    pub fn tenant_name(&self) -> String {
        self.world().tenant.name.to_string()
    }

    /// The tenant's default domain.
    pub fn domain(&self) -> String {
        self.world().tenant.main.clone()
    }

    /// Every user with every property, as the server holds them, replication lag or not.
    pub fn users_json(&self) -> Vec<Json> {
        control::users_json(&self.world(), false)
    }

    /// The same for users that can be restored.
    pub fn deleted_users_json(&self) -> Vec<Json> {
        control::users_json(&self.world(), true)
    }

    /// Every domain, as the server holds it.
    pub fn domains_json(&self) -> Vec<Json> {
        let world = self.world();
        world.tenant.domains.iter().cloned().map(Json::Object).collect()
    }

    /// Every group with its `members`, as the server holds them.
    pub fn groups_json(&self) -> Vec<Json> {
        control::groups_json(&self.world())
    }

    /// Every subscription, as the server holds it.
    pub fn subscriptions_json(&self) -> Vec<Json> {
        let world = self.world();
        world.tenant.shown().map(|one| one.json()).collect()
    }

    /// Every write that was applied, in order.
    pub fn effects(&self) -> Vec<Effect> {
        self.world().effects.clone()
    }

    /// Every mail that was accepted, in order.
    pub fn mails(&self) -> Vec<Mail> {
        self.world().mails.clone()
    }

    /// Makes one more member an administrator. Returns a token of theirs, which does not run out.
    ///
    /// # Errors
    /// A role is not known, or every member is an account already.
    pub fn add_account(&self, rights: Rights) -> Result<String, String> {
        self.world().add_account(rights)
    }

    /// Sets what the owner of a token may do from now on, with every token of theirs. [`Cloud::token`] and all sign-ins are one person's.
    ///
    /// # Errors
    /// The token is not known or an application's, or a role is not known.
    pub fn set_rights(&self, token: &str, rights: Rights) -> Result<(), String> {
        self.world().set_rights(token, rights)
    }

    /// Refuses this token with 401 until it is revived. False when there is no such token.
    pub fn expire_token(&self, token: &str) -> bool {
        self.world().tokens.expire(token, true)
    }

    /// Accepts an expired token again. False when there is no such token.
    pub fn revive_token(&self, token: &str) -> bool {
        self.world().tokens.expire(token, false)
    }

    /// Makes `count` random changes as another admin would; they are visible at once. Returns how many were made.
    pub fn mutate(&self, seed: u64, count: usize) -> usize {
        mutate::run(&mut self.world(), seed, count)
    }

    /// Changes `licenseAssignmentStates` of `count` users, and nothing else: no delta round tells of it. Returns how many were touched.
    pub fn provision(&self, count: usize) -> usize {
        mutate::provision(&mut self.world(), count)
    }

    /// Buys or gives back licences of a subscription, as a person does in the admin center. False when there is no such subscription.
    pub fn buy(&self, subscription: &str, seats: u32) -> bool {
        mutate::buy(&mut self.world(), subscription, seats)
    }

    /// Lets a subscription that was cancelled go for good. False when there is no such subscription.
    pub fn end_subscription(&self, subscription: &str) -> bool {
        mutate::end_subscription(&mut self.world(), subscription)
    }

    /// Lets everybody, nobody or some reset a forgotten password, as a person does on Entra's page. The next report shows it.
    pub fn set_password_reset(&self, who: PasswordResetFor) {
        let mut world = self.world();
        let now = world.clock.seconds();
        world.tenant.password_reset.set(who, now);
    }

    /// Moves the simulator's clock forward.
    pub fn advance(&self, by: Duration) {
        self.each().for_each(|mut world| world.advance(by));
    }

    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.world().clock.millis()).unwrap_or_default()
    }

    /// Replaces the fault rules.
    pub fn set_faults(&self, rules: Vec<Rule>) {
        self.world().faults.set(rules);
    }

    /// How long a replica lags behind a write; a second unless told otherwise.
    pub fn set_lag(&self, lag: Duration) {
        self.world().lag = i64::try_from(lag.as_millis()).unwrap_or(i64::MAX);
    }

    /// How long Partner Center works on every order from now on: it says at once that it was taken, and where it will show.
    pub fn set_order_time(&self, takes: Duration) {
        self.world().partner_center.takes = i64::try_from(takes.as_millis()).ok();
    }

    /// Ends all sessions: access and refresh tokens of sign-ins are refused from now on.
    pub fn revoke_tokens(&self) {
        self.world().revoke();
    }

    /// Every token, code and number of a sign-in that was handed out, and every proof that was brought, in order: what nobody
    /// but the two who talk may learn.
    pub fn secrets(&self) -> Vec<String> {
        self.world().tokens.secrets.clone()
    }

    /// Sets how the sign-in service behaves.
    pub fn set_sign_in(&self, behaviour: SignIn) {
        self.world().login.behaviour = behaviour;
    }

    /// Registers an app, or replaces its registration. Until the first, every client is known and every secret good; from then on only
    /// what is registered.
    ///
    /// # Errors
    /// One of its certificates cannot be read.
    pub fn register_app(&self, app: App) -> Result<(), String> {
        self.world().login.register(app)
    }

    /// This tenant ends what it delegates to its partner.
    pub fn end_delegation(&self) {
        partnership::end(&self.worlds, self.home);
    }

    /// The six digits that the sign-in page asks for next, where [`crate::Policy::Mfa`] is set.
    pub fn mfa_number(&self) -> String {
        self.world().login.number()
    }

    /// Signs ID tokens with another key from now on, and publishes that alone.
    pub fn rotate_keys(&self) {
        self.each().for_each(|mut world| world.login.keys.rotate());
    }
}

/// Adds what every answer carries: the ids of the request, in the headers and inside an error.
pub fn complete(call: &Call, mut answer: Answer, now: i64) -> Answer {
    let client = call.header("client-request-id").unwrap_or(&call.id).to_owned();
    if answer.status >= 400
        && let Ok(mut body) = serde_json::from_slice::<Json>(&answer.body)
        && let Some(error) = body.get_mut("error").and_then(|e| e.as_object_mut())
        && call.path.starts_with("/v1.0")
    {
        let date = time::stamp(now);
        let inner =
            serde_json::json!({"date": date.trim_end_matches('Z'), "request-id": call.id, "client-request-id": client});
        error.insert("innerError".to_owned(), inner);
        answer.body = body.to_string().into_bytes();
    }
    answer.headers.push(("request-id", call.id.clone()));
    answer.headers.push(("client-request-id", client));
    if call.path.starts_with("/v1.0") {
        answer.headers.push((
            "x-ms-resource-unit",
            if call.method == "GET" { "2" } else { "1" }.to_owned(),
        ));
    } else {
        answer.headers.push(("x-ms-request-id", call.id.clone()));
    }
    answer
}
