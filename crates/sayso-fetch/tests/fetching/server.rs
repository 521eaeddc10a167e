//! A web server on this machine that does as a test tells it, however ill.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// No answer goes on for longer, whatever it is told to do.
const PATIENCE: Duration = Duration::from_secs(8);

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: Vec<(String, String)>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What writes an answer.
type Answer = dyn Fn(&Asked, &mut Reply) + Send + Sync;

/// Where an answer is written to.
pub struct Reply {
    stream: TcpStream,
    closed: Arc<AtomicBool>,
    started: std::time::Instant,
}

impl Reply {
    /// Writes bytes; false once nobody listens.
    pub fn raw(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        !self.is_over() && self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// A whole answer.
    pub fn answer(&mut self, status: &str, headers: &str, body: impl AsRef<[u8]>) {
        let body = body.as_ref();
        self.raw(format!(
            "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        ));
        self.raw(body);
    }

    pub fn html(&mut self, body: &str) {
        self.answer("200 OK", "Content-Type: text/html\r\n", body);
    }

    pub fn is_over(&self) -> bool {
        self.closed.load(Ordering::Relaxed) || self.started.elapsed() > PATIENCE
    }
}

/// A running server; gone when dropped.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    closed: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn new(answer: impl Fn(&Asked, &mut Reply) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let closed = Arc::new(AtomicBool::new(false));
        let answer: Arc<Answer> = Arc::new(answer);
        let thread = std::thread::spawn({
            let (asked, closed) = (asked.clone(), closed.clone());
            move || {
                let mut answering = Vec::new();
                for stream in listener.incoming() {
                    if closed.load(Ordering::Relaxed) {
                        break;
                    }
                    let Ok(stream) = stream else { continue };
                    let (asked, closed, answer) = (asked.clone(), closed.clone(), answer.clone());
                    answering.push(std::thread::spawn(move || serve(stream, &asked, closed, &*answer)));
                }
                for thread in answering {
                    thread.join().expect("an answer");
                }
            }
        });
        Self {
            address,
            asked,
            closed,
            thread: Some(thread),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked for so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("the list").clone()
    }

    /// The paths that were asked for so far, without `robots.txt`.
    pub fn paths(&self) -> Vec<String> {
        let asked = self.asked().into_iter().map(|asked| asked.path);
        asked.filter(|path| path != "/robots.txt").collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // Wakes the listener.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server failed");
        }
    }
}

fn serve(stream: TcpStream, asked: &Mutex<Vec<Asked>>, closed: Arc<AtomicBool>, answer: &Answer) {
    stream
        .set_read_timeout(Some(Duration::from_secs(2)))
        .expect("a time limit");
    stream
        .set_write_timeout(Some(Duration::from_secs(2)))
        .expect("a time limit");
    let mut reader = BufReader::new(stream.try_clone().expect("the stream"));
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).is_err() || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    let request = Asked { path, headers };
    asked.lock().expect("the list").push(request.clone());
    let started = std::time::Instant::now();
    answer(
        &request,
        &mut Reply {
            stream,
            closed,
            started,
        },
    );
}
