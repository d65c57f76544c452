//! What an operation is to the outbox: pure rules; reading and sending is the outbox's work.

use super::{Call, Cart, Secrets};
use crate::collections::Collection;
use crate::insights::Facts;
use crate::mail::About;
use chrono::{DateTime, Utc};
use kontor_model::{Code, Conflict, Error, FieldChange, Object, Operation, Result, Target};
use kontor_store::Filter;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// What reading the target just before sending says.
#[derive(Debug, PartialEq)]
pub enum Precondition {
    Go,
    /// The wish is fulfilled already.
    AlreadySo,
    Conflict(Vec<Conflict>),
    /// The target is not there.
    Gone,
    /// It cannot succeed any more.
    Refused(Error),
}

/// Where the target of an operation is read.
#[derive(Debug, PartialEq)]
pub enum Reading {
    /// In the operation's collection, by the target's id.
    Target,
    /// At this path.
    At(String),
    /// At the first path or, when it is not there, at the second.
    Either(String, String),
    /// In the operation's collection, and besides at this path, where something stands if the target is linked to another object.
    With(String),
    /// Nowhere: what was sent cannot be read back.
    Nowhere,
}

/// Whom an operation concerns.
#[derive(Debug, PartialEq)]
pub enum Reach {
    /// Its target alone.
    Target,
    /// Everybody whose password follows the policy of this domain.
    UsersOf(String),
}

/// What the server shows of a target.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    pub object: Option<Object>,
    /// What the second path of [`Reading::Either`] gave, or that of [`Reading::With`].
    pub elsewhere: Option<Object>,
}

/// What the reading of a target says of an object of another collection.
pub struct Beside {
    pub collection: &'static Collection,
    pub id: String,
    /// None: it is gone.
    pub object: Option<Object>,
}

/// The rows of another collection that show what a person has done elsewhere: at least one meets `some`, and none meets `none`.
pub struct ShownBy {
    pub collection: &'static Collection,
    pub some: Vec<Filter>,
    pub none: Vec<Filter>,
    /// The property that says when a row was made: one must be newer than the wish, or they tell of what was before it.
    pub as_of: &'static str,
}

/// An operation to queue: the kind, the id of the target and the input, secrets among it.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    pub operation: String,
    /// Empty for an operation that makes its target.
    pub id: String,
    pub input: Value,
}

/// What is known of an attempt when its effect is looked for.
pub struct Sent<'a> {
    /// What [`Change::base`] gave for the object read just before sending; empty when that is not known.
    pub before: &'a Object,
    /// When, by the server's clock.
    pub at: Option<DateTime<Utc>>,
    /// The server has answered that it took the change.
    pub accepted: bool,
}

/// Something the admin should know before queueing. Each has a sentence in the message catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// The field is mastered in the directory on the premises; Microsoft will refuse.
    MasteredOnPremises,
    /// The domain is federated: the password is kept elsewhere.
    FederatedDomain,
    /// A guest's password is kept in the guest's own organisation.
    GuestPassword,
    /// No free licence at the moment.
    NoSeatFree,
    /// Inherited from a group: it can only be taken away there.
    InheritedFromGroup,
    /// Each member of the group takes one.
    SeatForEachMember,
    /// Members who have it by this group alone lose it.
    MembersLoseIt,
    /// The group gives licences, and the new member takes one of each.
    MemberTakesSeat,
    /// The group gives licences, which the member loses unless they come in another way too.
    MemberLosesIt,
    /// Roles can be given to the group: only few may change who is in it.
    GroupForRoles,
    /// Another operation for the same object stands before it in the outbox.
    OthersPending,
    /// Its licences become free and it can be restored for 30 days only.
    DeletedForGood,
    /// Nothing brings it back.
    NeverBack,
    /// It applies to everybody in the domain.
    WholeDomain,
    /// More licences are bought: they are charged.
    CostsMore,
    /// Licences can be given back only within days of buying or renewing them.
    FewerLicenses,
    /// At the end of the term it is paid for once more.
    PaidAgain,
    /// At the end of the term its users lose it.
    EndsWithTerm,
    /// A Global Administrator may do everything.
    GivesEverything,
    /// A guest's sign-in is kept safe by another organisation.
    GuestAdministrator,
    /// Nobody would be left who may do everything.
    LastGlobalAdministrator,
    /// An administrator who has forgotten the password needs another one.
    AdministratorsLockedOut,
    /// The account that is signed in would lose a role of its own.
    OwnRole,
}

impl Warning {
    /// Whether Microsoft refuses it as things stand here: of many targets, such a one is left out.
    pub fn foretells_refusal(self) -> bool {
        use Warning::{FederatedDomain, GuestPassword, InheritedFromGroup, MasteredOnPremises, NoSeatFree};
        matches!(
            self,
            MasteredOnPremises | FederatedDomain | GuestPassword | NoSeatFree | InheritedFromGroup
        )
    }
}

pub trait Change: Send + Sync {
    /// What Microsoft would refuse, as far as it can be known here.
    fn check(&self, current: &Object, facts: &Facts, secrets: &Secrets) -> Vec<Error>;

    /// What Microsoft would refuse at this moment only, as far as it can be known here.
    fn refused_at(&self, _current: &Object, _now: DateTime<Utc>) -> Option<Error> {
        None
    }

    /// What the admin should know before queueing.
    fn warnings(&self, _current: &Object, _facts: &Facts) -> Vec<Warning> {
        Vec::new()
    }

    /// The products, by `skuId` in lower case, of which it takes a seat.
    fn takes_seats(&self, _current: &Object) -> Vec<String> {
        Vec::new()
    }

    /// Whether Microsoft refuses it where the target holds a role that the account does not reach.
    fn is_sensitive(&self) -> bool {
        false
    }

    /// Field by field, what it will do. Empty: nothing would change.
    fn changes(&self, current: &Object) -> Vec<FieldChange>;

    /// The same in words for people, where that takes what other collections say.
    fn told(&self, current: &Object, _facts: &Facts) -> Vec<FieldChange> {
        self.changes(current)
    }

    /// The values it is decided on, kept to notice what others change meanwhile. `before` stand before it in the outbox.
    fn base(&self, current: &Object, before: &[Operation]) -> Object;

    /// What is known before it is sent, by which its effect is recognised afterwards.
    fn before(&self, server: &Server) -> Object {
        self.base(&server.object.clone().unwrap_or_default(), &[])
    }

    /// Properties that the server changes along with those of [`Change::base`].
    fn moves_along(&self) -> &'static [&'static str] {
        &[]
    }

    /// Its effect, laid over the server's object.
    fn project(&self, object: &mut Object);

    /// The request. `server` is what was read just before. What a person does elsewhere has none.
    ///
    /// # Errors
    /// A secret that it needs is not among `secrets`; [`Code::Invalid`] where there is no request.
    fn call(&self, _operation: &Operation, _server: &Server, _secrets: &Secrets) -> Result<Call> {
        let why = "Microsoft has no public API for this: it is done on the page that the outbox names.";
        Err(Error::new(Code::Invalid, why))
    }

    /// What is made at the service just before, so that [`Change::call`] can name it.
    ///
    /// # Errors
    /// A target that cannot stand in a path.
    fn cart(&self, _operation: &Operation) -> Result<Option<Cart>> {
        Ok(None)
    }

    fn reading(&self, _operation: &Operation) -> Reading {
        Reading::Target
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition;

    /// Whether what was read after sending shows the effect.
    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool;

    /// Whether the server may have nothing new to show: then its word is enough, once all replicas had their time.
    fn may_show_nothing(&self) -> bool {
        false
    }

    /// Whether nothing that can be read ever shows it: then the server's word is the evidence, at once.
    fn is_never_shown(&self) -> bool {
        false
    }

    /// What shows it, where no object of its own does.
    fn shown_by(&self) -> Option<ShownBy> {
        None
    }

    /// What the confirming reading says of another collection than the target's.
    fn beside(&self, _operation: &Operation, _server: &Server) -> Option<Beside> {
        None
    }

    /// Whether a refusal may pass by itself because something written moments ago is not visible everywhere yet.
    fn is_refused_for_now(&self, _error: &Error) -> bool {
        false
    }

    /// Whether a refusal may be the echo of its own success, delivered twice on the way.
    fn is_maybe_echo(&self, _error: &Error) -> bool {
        false
    }

    /// Whether what was sent is seen to be worked on: it came through, and its effect is still to come.
    fn is_under_way(&self, _sent: &Sent, _server: &Server) -> bool {
        false
    }

    /// The refusal in an answer that is a success as a whole.
    fn refused_in(&self, _answer: &Value) -> Option<Error> {
        None
    }

    /// The collection that shows what it has made, which is read again soon.
    fn shows_in(&self) -> Option<&'static Collection> {
        None
    }

    /// Whom it concerns.
    fn reach(&self, _target: &Target) -> Reach {
        Reach::Target
    }

    /// The part of its target that it is about, where that has parts that are nothing to each other: what is about another part
    /// neither waits for it nor holds it up.
    fn part(&self) -> Option<String> {
        None
    }

    /// Whether it can only succeed after `other`, which stands before it on the same target.
    fn needs(&self, _other: &Operation) -> bool {
        false
    }

    /// What it tells its target, of which once is enough, however often it is asked for.
    fn about(&self) -> Option<&About> {
        None
    }

    /// What takes it back once it is done, from the values it was decided on. None: it cannot be taken back.
    fn inverse(&self, _done: &Operation) -> Option<Wish> {
        None
    }
}
