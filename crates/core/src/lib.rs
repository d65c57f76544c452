//! Kontor's rules: what is mirrored, what can be changed, how both travel, and what an admin should know.
//!
//! Hosts (the desktop shell, the command line, the development host) open a [`Kontor`] and hand it a clock, a key store,
//! randomness and a way to reach the network. Nothing here names a window.

pub mod access;
pub mod alerts;
mod background;
pub mod basket;
pub mod collections;
pub mod commands;
mod connect;
mod customers;
mod derivation;
mod folder;
mod host;
mod html;
pub mod import;
pub mod insights;
mod keychain;
mod kontor;
mod leave;
mod link;
mod lock;
pub mod mail;
pub mod money;
mod opened;
pub mod operations;
pub mod outbox;
pub mod pages;
pub mod passwords;
pub mod selection;
mod service;
mod session;
mod sign_in;
pub mod sync;
pub mod templates;
mod text;
mod work;

pub use background::tell_alerts;
pub use connect::{Connect, Credential, DemoCloud};
pub use customers::Customer;
pub use folder::{Folder, Settings};
pub use host::{Host, Notice};
pub use kontor::{Changed, Connector, Kontor, Options, Random};
pub use link::Link;
pub use lock::LockSettings;
pub use service::Service;
pub use session::{Connection, Session};
pub use sign_in::{Again, GRAPH_COMMAND_LINE_TOOLS, How, NewTenant, Prompt};
pub use text::Language;
