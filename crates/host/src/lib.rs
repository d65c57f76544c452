//! What the programs with a window share: Kontor opened on this machine, and the demo cloud that runs inside them.

mod changes;
mod demo;
mod open;

pub use changes::next_change;
pub use demo::Demo;
pub use open::{open, usual_data_dir};
