//! What the desktop, the development host and the command line share: Kontor opened on this machine, its work while a window
//! is open, what happens when something panics, and the demo cloud that runs inside a window's program.

mod background;
mod call;
mod changes;
mod demo;
mod open;
mod panic;
mod viewer;

pub use background::{Background, asked_to_end};
pub use call::call;
pub use changes::next_change;
pub use demo::Demo;
pub use open::{open, system_language, usual_data_dir};
pub use panic::{caught, keep_secrets_out_of_crashes};
pub use viewer::open_file;
