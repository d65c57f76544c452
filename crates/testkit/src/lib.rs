//! What tests of several crates need: a clock they drive, a host that remembers, and Kontor beside a simulated cloud.

mod browser;
mod clock;
mod host;
mod house;

pub use browser::{Answer, enter_code, sign_in_at};
pub use clock::TestClock;
pub use host::Recorder;
pub use house::{FixedKey, House, endpoints};
