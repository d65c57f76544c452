//! What stands between a program and the cloud: it passes bytes on both ways, knows each request as it comes by, and says when
//! the one has come at which the program is to die.

use crate::Result;
use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The program has sent it; the cloud has not seen it.
    Sent,
    /// The cloud has it.
    PassedOn,
    /// The cloud has answered; the program has not heard it.
    Answered,
    /// The program has at least the beginning of the answer.
    Heard,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Sent, Self::PassedOn, Self::Answered, Self::Heard];
}

/// A moment, told by what goes over the wire.
#[derive(Clone, Copy, Debug)]
pub struct Trap {
    /// Only writes count.
    pub writes: bool,
    /// 1 for the first.
    pub number: usize,
    pub stage: Stage,
    /// So long after it, where it need not be that very moment.
    pub after: Duration,
}

/// The moment, when it comes. Until this is dropped the request goes no further.
pub struct Sprung {
    pub now: oneshot::Receiver<()>,
    _held: oneshot::Sender<()>,
}

/// One request that came by.
pub struct Request {
    line: String,
    pub stage: Stage,
}

impl Request {
    /// Whether it is to change something in the directory.
    pub fn is_write(&self) -> bool {
        !self.line.starts_with("GET ") && self.line.contains(" /v1.0/")
    }
}

pub struct Wire {
    pub port: u16,
    log: Arc<Mutex<Log>>,
    listens: JoinHandle<()>,
}

#[derive(Default)]
struct Log {
    requests: Vec<Request>,
    /// Where the requests of the program begin that runs now.
    from: usize,
    armed: Option<Armed>,
}

struct Armed {
    trap: Trap,
    now: oneshot::Sender<()>,
    released: oneshot::Receiver<()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.listens.abort();
    }
}

impl Wire {
    pub async fn to(cloud: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let log = Arc::<Mutex<Log>>::default();
        let here = log.clone();
        let listens = tokio::spawn(async move {
            while let Ok((program, _)) = listener.accept().await {
                // A connection that breaks is no news here: its program was killed.
                tokio::spawn(carry(program, cloud, here.clone()));
            }
        });
        Ok(Self { port, log, listens })
    }

    /// From here on requests count anew, for the program that is started next.
    pub fn arm(&self, trap: Option<Trap>) -> Option<Sprung> {
        let mut log = lock(&self.log);
        log.from = log.requests.len();
        log.armed = None;
        let trap = trap?;
        let (now, told) = oneshot::channel();
        let (held, released) = oneshot::channel();
        log.armed = Some(Armed { trap, now, released });
        Some(Sprung { now: told, _held: held })
    }

    /// What has come by since.
    pub fn seen<T>(&self, read: impl FnOnce(&[Request]) -> T) -> T {
        let log = lock(&self.log);
        read(&log.requests[log.from..])
    }
}

fn lock(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection. HTTP/1.1 has one request under way on each.
async fn carry(mut program: TcpStream, cloud: u16, log: Arc<Mutex<Log>>) -> io::Result<()> {
    let mut cloud = TcpStream::connect(("127.0.0.1", cloud)).await?;
    program.set_nodelay(true)?;
    cloud.set_nodelay(true)?;
    let (mut asked, mut told) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut open = None;
    loop {
        tokio::select! {
            read = program.read(&mut asked) => {
                let Some(length @ 1..) = read.ok() else {
                    // What a dead program has sent is on its way all the same.
                    if open.is_some() {
                        cloud.readable().await?;
                    }
                    return Ok(());
                };
                let begun = request_line(&asked[..length]).map(|line| enter(&log, line));
                open = begun.or(open);
                if reached(&log, begun, Stage::Sent).await {
                    return Ok(());
                }
                cloud.write_all(&asked[..length]).await?;
                reached(&log, begun, Stage::PassedOn).await;
            }
            read = cloud.read(&mut told) => {
                let length @ 1.. = read? else { return Ok(()) };
                let answered = open.take();
                reached(&log, answered, Stage::Answered).await;
                program.write_all(&told[..length]).await?;
                reached(&log, answered, Stage::Heard).await;
            }
        }
    }
}

/// Method and path, where a request begins.
fn request_line(bytes: &[u8]) -> Option<String> {
    let line = bytes.split(|byte| *byte == b'\r').next()?;
    let line = std::str::from_utf8(line).ok()?.strip_suffix(" HTTP/1.1")?;
    Some(line.to_owned())
}

fn enter(log: &Mutex<Log>, line: String) -> usize {
    let mut log = lock(log);
    log.requests.push(Request {
        line,
        stage: Stage::Sent,
    });
    log.requests.len() - 1
}

/// Notes how far a request has come. Says whether the program was to die at just this, and is dead by now.
async fn reached(log: &Mutex<Log>, request: Option<usize>, stage: Stage) -> bool {
    let Some(request) = request else { return false };
    let Some(armed) = note(&mut lock(log), request, stage) else {
        return false;
    };
    let holds = matches!(stage, Stage::Sent | Stage::Answered);
    let spring = async move {
        tokio::time::sleep(armed.trap.after).await;
        // Who waited may have given up.
        let _ = armed.now.send(());
        let _ = armed.released.await;
    };
    if holds {
        spring.await;
    } else {
        tokio::spawn(spring);
    }
    holds
}

/// The trap, if this is what it waits for.
fn note(log: &mut Log, request: usize, stage: Stage) -> Option<Armed> {
    log.requests.get_mut(request)?.stage = stage;
    let trap = log.armed.as_ref()?.trap;
    let counts = |one: &&Request| !trap.writes || one.is_write();
    let this = log.requests.get(request).filter(counts)?;
    let number = log.requests.get(log.from..=request)?.iter().filter(counts).count();
    (this.stage == trap.stage && number == trap.number).then(|| log.armed.take())?
}
