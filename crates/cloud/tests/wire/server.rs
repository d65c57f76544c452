//! A server of scripted bytes, a clock that never waits, and a client of both.

use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Cloud, Https, TokenGiven, Tokens};
use kontor_model::{Clock, Endpoints, Secret, Sleep};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
};
use url::Url;

/// What the server does with the next request.
pub enum Say {
    Bytes(Vec<u8>),
    /// Closes without a word.
    Nothing,
    /// Keeps the connection open and silent.
    Silence,
    /// Sends this many bytes of body, and no length.
    Flood(usize),
}

/// A whole answer, `Content-Length` included.
pub fn answer(status: u16, headers: &str, body: &str) -> Say {
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    Say::Bytes(
        format!(
            "{head}{}\r\n{body}",
            headers.lines().map(|line| format!("{line}\r\n")).collect::<String>()
        )
        .into(),
    )
}

pub fn ok(body: &str) -> Say {
    answer(200, "content-type: application/json", body)
}

/// One request as it arrived: request line, headers with lower-case names, body.
#[derive(Clone, Debug)]
pub struct Seen {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

pub struct Server {
    pub url: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
    arrived: Arc<Notify>,
}

impl Server {
    pub async fn start(script: impl IntoIterator<Item = Say>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let mut script: VecDeque<Say> = script.into_iter().collect();
        let (seen, arrived) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Notify::new()));
        let (log, bell) = (seen.clone(), arrived.clone());
        tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let Some(request) = receive(&mut stream).await else {
                    continue;
                };
                log.lock().unwrap().push(request);
                bell.notify_one();
                match script.pop_front() {
                    Some(Say::Bytes(bytes)) => drop(stream.write_all(&bytes).await),
                    Some(Say::Nothing) => {}
                    Some(Say::Silence) => silent.push(stream),
                    Some(Say::Flood(size)) => flood(stream, size).await,
                    None => drop(
                        stream
                            .write_all(b"HTTP/1.1 418 End\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                            .await,
                    ),
                }
            }
        });
        Self { url, seen, arrived }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Ends when a request has arrived.
    pub async fn arrival(&self) {
        self.arrived.notified().await;
    }

    pub fn endpoints(&self) -> Endpoints {
        let url = || self.url.clone();
        Endpoints {
            login: url(),
            graph: url(),
            arm: url(),
            partner_center: url(),
            ca: None,
        }
    }

    pub fn cloud(&self, clock: &Arc<TestClock>) -> Cloud {
        self.cloud_with(clock, Arc::new(TokenGiven::new(Secret::new("given-token"))))
    }

    pub fn cloud_with(&self, clock: &Arc<TestClock>, tokens: Arc<dyn Tokens>) -> Cloud {
        Cloud::new(
            self.endpoints(),
            Arc::new(Https::new(None).unwrap()),
            tokens,
            clock.clone(),
            7,
        )
    }
}

async fn receive(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.lines();
    let line = lines.next()?.to_owned();
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap());
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen {
        line,
        headers,
        body: String::from_utf8(bytes[head + 4..].to_vec()).unwrap(),
    })
}

async fn flood(mut stream: TcpStream, size: usize) {
    let block = vec![b' '; 1 << 20];
    if stream
        .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
        .await
        .is_ok()
    {
        for _ in 0..size.div_ceil(block.len()) {
            if stream.write_all(&block).await.is_err() {
                return;
            }
        }
    }
}

/// An address where nothing listens.
pub async fn nowhere() -> Server {
    let mut server = Server::start([]).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    server.url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    server
}

/// Waiting moves the time and takes none; or, when stopped, never ends.
pub struct TestClock {
    now: Mutex<DateTime<Utc>>,
    slept: Mutex<Vec<Duration>>,
    stopped: bool,
    asleep: Arc<Notify>,
}

impl TestClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self::build(false))
    }

    pub fn stopped() -> Arc<Self> {
        Arc::new(Self::build(true))
    }

    fn build(stopped: bool) -> Self {
        let now = Mutex::new("2026-11-22T12:00:00Z".parse().unwrap());
        Self {
            now,
            slept: Mutex::default(),
            stopped,
            asleep: Arc::default(),
        }
    }

    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }

    pub fn pass(&self, seconds: i64) {
        *self.now.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    /// Ends when somebody has begun to wait.
    pub async fn sleeper(&self) {
        self.asleep.notified().await;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.slept.lock().unwrap().push(duration);
        *self.now.lock().unwrap() += TimeDelta::from_std(duration).unwrap();
        self.asleep.notify_one();
        if self.stopped {
            Box::pin(std::future::pending())
        } else {
            Box::pin(tokio::task::yield_now())
        }
    }
}
