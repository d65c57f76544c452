//! How a command ends: the exit codes that scripts rely on.

use kontor_model::{Code, Error};
use std::io;
use std::process::ExitCode;

/// What `kontor` tells its caller with its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    SignIn = 3,
    /// Something in the outbox is held, in conflict, not done yet, or would be lost.
    Attention = 4,
    Offline = 5,
}

/// The same for people, at the end of `--help`.
pub const EXPLAINED: &str = "\
Exit codes:
  0  done
  1  failed: refused by Microsoft, not found, busy, no such tenant, wrong or missing key …
  2  usage: an argument or a value that cannot be accepted
  3  a person must sign in (the token is dead, or belongs to another organisation)
  4  something in the outbox is held or in conflict, or would be lost
  5  offline: Microsoft cannot be reached safely (wins over 1 and 4)

Environment:
  KONTOR_KEY            64 hex digits: the key of the files, in place of the keychain
  KONTOR_ACCESS_TOKEN   the token of tenants with --auth token; a newer one is stored once it is proved
  KONTOR_CLIENT_SECRET  the same for --auth client-secret
  KONTOR_CLIENT_CERTIFICATE
                        the same for --auth client-certificate: a PEM file with the certificate and its private key";

/// What ended a command before its time.
pub enum Stop {
    Said(Error),
    /// Standard output cannot be written.
    Output(io::Error),
}

pub type Done = Result<Exit, Stop>;

impl Exit {
    pub fn of(error: &Error) -> Self {
        match error.code {
            Code::Usage | Code::Invalid => Self::Usage,
            Code::SignInNeeded | Code::WrongTenant => Self::SignIn,
            Code::Offline | Code::UntrustedTls => Self::Offline,
            Code::Conflict => Self::Attention,
            _ => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
