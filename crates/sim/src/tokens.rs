//! Who has which token, what they may do with it, and until when.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::call::Call;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Audience {
    Any,
    Graph,
    Arm,
    Partner,
}

/// Who a token speaks for.
#[derive(Clone, Debug)]
pub enum Party {
    /// A person who signed in, by user id.
    Person(Uuid),
    /// Somebody of the partner, with the roles that the tenant delegates to it.
    Delegate { person: Uuid, roles: Vec<&'static str> },
    /// By client id.
    Application(String),
}

#[derive(Clone, Debug)]
pub struct Token {
    pub audience: Audience,
    /// `None`: all of them.
    pub scopes: Option<Vec<String>>,
    pub party: Party,
    pub expires: i64,
    /// Whether it was asked for with claims: a service that challenges calls is content with it.
    pub claims: bool,
}

pub struct Tokens {
    /// The tenant's administrator, who signs in.
    pub admin: Uuid,
    /// Accepted by every service, with every scope, for ever: the administrator's.
    pub master: String,
    secret: [u8; 32],
    count: u64,
    /// What was handed out and nobody else may learn, and the proofs that were brought.
    pub secrets: Vec<String>,
    pub access: HashMap<String, Token>,
    /// Tokens that no sign-in gave, and that do not run out.
    given: HashMap<String, Token>,
    /// Refused for the time being.
    expired: HashSet<String>,
    /// What people may have at most; who is not named here may have every scope.
    consents: HashMap<Uuid, Vec<String>>,
}

impl Tokens {
    pub fn new(seed: u64, tenant: Uuid, admin: Uuid) -> Tokens {
        let secret: [u8; 32] = Sha256::digest(format!("tokens {seed} {tenant}")).into();
        let mut tokens = Tokens {
            admin,
            master: format!("sim.{}", hex::encode(Sha256::digest([&secret[..], b"master"].concat()))),
            secret,
            count: 0,
            secrets: Vec::new(),
            access: HashMap::new(),
            given: HashMap::new(),
            expired: HashSet::new(),
            consents: HashMap::new(),
        };
        tokens.given.insert(tokens.master.clone(), standing(admin));
        tokens
    }

    pub fn opaque(&mut self, kind: &str) -> String {
        self.count += 1;
        let text = [&self.secret[..], kind.as_bytes(), &self.count.to_be_bytes()].concat();
        let opaque = format!("{kind}.{}", hex::encode(Sha256::digest(text)));
        self.secrets.push(opaque.clone());
        opaque
    }

    /// The token of a call, if it is known, not expired and meant for this service; its scopes are those that its owner has.
    pub fn check(&self, call: &Call, audience: Audience, now: i64) -> Option<Token> {
        let bearer = bearer(call)?;
        let mut token = self.find(bearer).filter(|_| !self.expired.contains(bearer))?.clone();
        if let Party::Person(id) = &token.party
            && let Some(consent) = self.consents.get(id)
        {
            token.scopes = Some(match token.scopes {
                None => consent.clone(),
                Some(asked) => asked.into_iter().filter(|s| holds(consent, s)).collect(),
            });
        }
        let fits = token.audience == Audience::Any || token.audience == audience;
        (fits && token.expires > now).then_some(token)
    }

    fn find(&self, bearer: &str) -> Option<&Token> {
        self.given.get(bearer).or_else(|| self.access.get(bearer))
    }

    /// Whether a call brings a token of this tenant, expired or not.
    pub fn knows(&self, call: &Call) -> bool {
        bearer(call).and_then(|b| self.find(b)).is_some()
    }

    /// Who sends this request, as the log of effects names them; empty for who is not known.
    pub fn actor(&self, call: &Call) -> String {
        match bearer(call).and_then(|b| self.find(b)).map(|t| &t.party) {
            Some(Party::Person(id) | Party::Delegate { person: id, .. }) => id.to_string(),
            Some(Party::Application(client)) => format!("app:{client}"),
            None => String::new(),
        }
    }

    /// Whether the token of a call was asked for with claims.
    pub fn answers_claims(&self, call: &Call) -> bool {
        bearer(call).and_then(|b| self.find(b)).is_some_and(|t| t.claims)
    }

    /// A token for a person, with every scope that the person has.
    pub fn give(&mut self, to: Uuid) -> String {
        let token = self.opaque("account");
        self.given.insert(token.clone(), standing(to));
        token
    }

    /// Whom this token speaks for, if it is a person's.
    pub fn person(&self, token: &str) -> Option<Uuid> {
        match self.find(token)?.party {
            Party::Person(id) => Some(id),
            Party::Delegate { .. } | Party::Application(_) => None,
        }
    }

    /// People that a token was given to.
    pub fn owners(&self) -> impl Iterator<Item = Uuid> {
        self.given.keys().filter_map(|t| self.person(t))
    }

    /// What a person may have at most; `None`: everything.
    pub fn consent(&mut self, person: Uuid, scopes: Option<Vec<String>>) {
        match scopes {
            Some(scopes) => self.consents.insert(person, scopes),
            None => self.consents.remove(&person),
        };
    }

    /// Whether a person may have a scope at all.
    pub fn may_have(&self, person: Uuid, scope: &str) -> bool {
        self.consents
            .get(&person)
            .is_none_or(|all| scope == ".default" || holds(all, scope))
    }

    /// Refuses one token from now on, or accepts it again. False when there is no such token.
    pub fn expire(&mut self, token: &str, expired: bool) -> bool {
        let known = self.find(token).is_some();
        if known && expired {
            self.expired.insert(token.to_owned());
        } else {
            self.expired.remove(token);
        }
        known
    }

    /// Accepts no access token of a sign-in any more.
    pub fn revoke(&mut self) {
        self.access.clear();
    }
}

fn standing(person: Uuid) -> Token {
    Token {
        audience: Audience::Any,
        scopes: None,
        party: Party::Person(person),
        expires: i64::MAX,
        claims: false,
    }
}

fn bearer(call: &Call) -> Option<&str> {
    let value = call.header("authorization")?;
    let bearer = value
        .strip_prefix("Bearer ")
        .or_else(|| value.strip_prefix("bearer "))?;
    Some(bearer.trim())
}

/// Whether a scope is among these.
pub fn holds(scopes: &[String], scope: &str) -> bool {
    scopes.iter().any(|s| s.eq_ignore_ascii_case(scope))
}
