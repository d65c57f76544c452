//! The way between Kontor and the cloud, on which everything goes wrong that can: the seam of HTTP, with faults from a seed.

use crate::disk::Ended;
use crate::time::Time;
use async_trait::async_trait;
use fastrand::Rng;
use kontor_cloud::{Broken, Request, Response, Transport};
use kontor_sim::{Cloud, Outcome};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Clones are the same wire.
#[derive(Clone)]
pub struct Wire(Arc<Shared>);

struct Shared {
    cloud: Cloud,
    time: Time,
    /// The programs have ended: nothing goes out any more.
    ended: Ended,
    state: Mutex<State>,
    crashed: Notify,
}

struct State {
    rng: Rng,
    /// Chance of a fault for each request, 0 to 1.
    faults: f64,
    /// Requests until the program dies, if it is to, and whether that one still reaches the cloud.
    crash_in: Option<(u64, bool)>,
    /// So many were sent.
    requests: u64,
    /// Requests that arrive long after whoever sent them gave up.
    late: Vec<(Duration, Request)>,
    /// Every write that was sent.
    writes: Vec<Sent>,
    /// When a reading was last answered.
    looked_at: i64,
    /// What the other admin does between two requests.
    meddler: Option<Meddler>,
}

pub type Meddler = Box<dyn FnMut(&mut Rng) + Send>;

/// A write that Kontor sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: String,
    /// When the last reading before it was answered: milliseconds since 1970 by the cloud's clock.
    pub looked_at: i64,
}

/// What happens to one request.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// No connection: surely not sent.
    NotSent,
    /// Lost on the way there.
    LostBefore,
    /// Applied; the answer is lost.
    LostAfter,
    /// No answer; it is applied within the next minute and a half.
    Late,
    /// Applied twice by a proxy that resends.
    Twice,
    /// A server error, with or without having applied it.
    Error {
        status: u16,
        applied: bool,
    },
    Throttled,
    /// A sign-in page of the network.
    Portal {
        applied: bool,
    },
    /// Applied; the answer breaks off.
    Truncated,
    /// Something on the way says that it was taken, and it never arrives.
    Pretended,
}

impl Wire {
    pub fn new(cloud: Cloud, time: Time, ended: Ended, rng: Rng) -> Self {
        Self(Arc::new(Shared {
            cloud,
            time,
            ended,
            crashed: Notify::new(),
            state: Mutex::new(State {
                rng,
                faults: 0.0,
                crash_in: None,
                requests: 0,
                late: Vec::new(),
                writes: Vec::new(),
                looked_at: 0,
                meddler: None,
            }),
        }))
    }

    pub fn set_faults(&self, chance: f64) {
        self.state().faults = chance;
    }

    pub fn set_meddler(&self, meddler: Option<Meddler>) {
        self.state().meddler = meddler;
    }

    /// The program dies at the so-many-th request from now: after the cloud has worked on it, or before.
    pub fn crash_in(&self, when: Option<(u64, bool)>) {
        self.state().crash_in = when;
    }

    /// Requests so far.
    pub fn requests(&self) -> u64 {
        self.state().requests
    }

    /// Waits until the program is to die.
    pub async fn crashed(&self) {
        self.0.crashed.notified().await;
    }

    /// Delivers everything that is still on its way.
    pub fn deliver_late(&self) {
        let late = std::mem::take(&mut self.state().late);
        for (_, request) in late {
            self.ask(&request);
        }
    }

    pub fn writes(&self) -> Vec<Sent> {
        self.state().writes.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn deliver_due(&self) {
        let now = self.0.time.elapsed();
        let (due, later) = std::mem::take(&mut self.state().late)
            .into_iter()
            .partition(|(at, _)| *at <= now);
        self.state().late = later;
        for (_, request) in due {
            self.ask(&request);
        }
    }

    fn ask(&self, request: &Request) -> Outcome {
        let body = request.body.as_deref().unwrap_or_default();
        self.0
            .cloud
            .answer(request.method.as_str(), request.url.as_str(), &request.headers, body)
    }

    fn answer(&self, request: &Request) -> Result<Response, Broken> {
        match self.ask(request) {
            Outcome::Answered(answer) => Ok(Response {
                status: answer.status,
                headers: answer
                    .headers
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect(),
                body: answer.body,
            }),
            Outcome::Cut(_) | Outcome::Reset => Err(lost()),
        }
    }

    fn note(&self, request: &Request) {
        let id = request
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("client-request-id"));
        let mut state = self.state();
        let sent = Sent {
            id: id.map(|(_, id)| id.clone()).unwrap_or_default(),
            looked_at: state.looked_at,
        };
        state.writes.push(sent);
    }

    /// The other admin may come in between.
    fn meddle(&self) {
        let (meddler, mut rng) = {
            let mut state = self.state();
            (state.meddler.take(), state.rng.fork())
        };
        if let Some(mut meddler) = meddler {
            meddler(&mut rng);
            self.state().meddler = Some(meddler);
        }
    }

    /// Tells that the program is dead, which hears nothing any more.
    async fn dies(&self) {
        self.0.crashed.notify_one();
        std::future::pending::<()>().await;
    }

    fn draw(&self, is_write: bool) -> Option<Fault> {
        let mut state = self.state();
        let chance = state.faults;
        if state.rng.f64() >= chance {
            return None;
        }
        let applied = state.rng.bool();
        Some(match state.rng.u32(..if is_write { 11 } else { 7 }) {
            0 => Fault::NotSent,
            1 => Fault::LostBefore,
            2 => Fault::LostAfter,
            3 | 4 => Fault::Error {
                status: [500, 502, 503, 504][state.rng.usize(..4)],
                applied,
            },
            5 => Fault::Throttled,
            6 => Fault::Portal { applied },
            7 => Fault::Late,
            8 => Fault::Twice,
            9 => Fault::Pretended,
            _ => Fault::Truncated,
        })
    }

    fn suffer(&self, fault: Fault, request: &Request) -> Result<Response, Broken> {
        let said = |status: u16, headers: Vec<(String, String)>, body: &str| {
            Ok(Response {
                status,
                headers,
                body: body.as_bytes().to_vec(),
            })
        };
        let html = || vec![("content-type".to_owned(), "text/html".to_owned())];
        match fault {
            Fault::NotSent => Err(Broken::NotSent("refused".to_owned())),
            Fault::LostBefore => Err(lost()),
            Fault::LostAfter => {
                self.ask(request);
                Err(lost())
            }
            Fault::Late => {
                let wait = Duration::from_secs(self.state().rng.u64(1..90));
                let due = self.0.time.elapsed() + wait;
                self.state().late.push((due, request.clone()));
                Err(lost())
            }
            Fault::Twice => {
                self.ask(request);
                self.answer(request)
            }
            Fault::Error { status, applied } => {
                if applied {
                    self.ask(request);
                }
                said(status, html(), "<html>gateway</html>")
            }
            Fault::Throttled => {
                let wait = self.state().rng.u32(1..40).to_string();
                said(
                    429,
                    vec![("retry-after".to_owned(), wait)],
                    r#"{"error":{"code":"TooManyRequests","message":"m"}}"#,
                )
            }
            Fault::Portal { applied } => {
                if applied {
                    self.ask(request);
                }
                said(200, html(), "<!DOCTYPE html><html>guest network</html>")
            }
            Fault::Pretended => said(204, Vec::new(), ""),
            Fault::Truncated => self.answer(request).map(|mut answer| {
                answer.body.truncate(answer.body.len() / 2);
                answer
            }),
        }
    }
}

fn lost() -> Broken {
    Broken::Lost("the connection ended".to_owned())
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: Request) -> Result<Response, Broken> {
        if self.0.ended.is_so() {
            self.dies().await;
        }
        let is_write = request.method != kontor_cloud::Method::GET;
        let travel = Duration::from_millis(self.state().rng.u64(20..800));
        if is_write {
            self.note(&request);
        }
        self.0.time.pass(travel);
        self.deliver_due();
        self.meddle();
        let dies = {
            let mut state = self.state();
            state.requests += 1;
            let left = state.crash_in.map(|(left, arrives)| (left.saturating_sub(1), arrives));
            state.crash_in = left.filter(|(left, _)| *left > 0);
            left.filter(|(left, _)| *left == 0).map(|(_, arrives)| arrives)
        };
        if let Some(arrives) = dies {
            if arrives {
                self.ask(&request);
            }
            self.dies().await;
        }
        let answer = match self.draw(is_write) {
            Some(fault) => self.suffer(fault, &request),
            None => self.answer(&request),
        };
        if !is_write {
            self.state().looked_at = self.0.cloud.now().timestamp_millis();
        }
        // Whoever waits for the other half of the world gets a turn.
        tokio::task::yield_now().await;
        answer
    }
}
