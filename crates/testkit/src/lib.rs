//! What tests of several crates need: a clock they drive, a host that remembers, and Kontor beside a simulated cloud.

mod clock;
mod host;
mod house;

pub use clock::TestClock;
pub use host::Recorder;
pub use house::{FixedKey, House};
