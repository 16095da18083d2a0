//! A steady load: GET requests at a given rate, each counted from when it was due, so that a server that stalls is charged
//! for all who would have come meanwhile. The standard library alone, one thread a connection: setup.sh compiles it with
//! `rustc`, and it takes less of the machine, which is the server's too, than a client in JavaScript.
//!
//! `steady HOST:PORT PATH CONNECTIONS RATE SECONDS ['NAME: VALUE'…]` prints milliseconds as JSON.

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use std::{env, thread};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [host, path, connections, rate, seconds, headers @ ..] = args.as_slice() else {
        return Err("usage: steady HOST:PORT PATH CONNECTIONS RATE SECONDS ['NAME: VALUE'…]".into());
    };
    let (connections, rate, seconds): (u32, f64, f64) = (connections.parse()?, rate.parse()?, seconds.parse()?);
    let fields: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{fields}\r\n").into_bytes();
    let period = Duration::from_secs_f64(f64::from(connections) / rate);
    let count = (rate * seconds / f64::from(connections)) as u32;
    // All are connected by then, and their turns are spread over a period.
    let begin = Instant::now() + Duration::from_millis(200);
    let clients: Vec<_> = (0..connections)
        .map(|n| {
            let (host, request, begin) = (host.clone(), request.clone(), begin + period * n / connections);
            thread::spawn(move || client(&host, &request, begin, period, count))
        })
        .collect();
    let mut late = Vec::new();
    for client in clients {
        late.extend(client.join().map_err(|_| "a client panicked")??);
    }
    let seconds = begin.elapsed().as_secs_f64();
    late.sort_unstable();
    let at = |share: f64| late[((late.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    let [p50, p99, p999] = [0.5, 0.99, 0.999].map(at);
    let reached = late.len() as f64 / seconds;
    println!(r#"{{"perSecond": {reached:.1}, "p50": {p50:.3}, "p99": {p99:.3}, "p999": {p999:.3}}}"#);
    Ok(())
}

/// Sends its requests one after the other, none before it is due; tells how long after that each was answered.
fn client(host: &str, request: &[u8], begin: Instant, period: Duration, count: u32) -> Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 1 << 18];
    let mut late = Vec::with_capacity(count as usize);
    for n in 0..count {
        let due = begin + period * n;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        stream.write_all(request)?;
        read(&mut stream, &mut buffer)?;
        late.push(due.elapsed());
    }
    Ok(late)
}

/// Reads an answer to its end; anything but a success of known length is an error.
fn read(stream: &mut TcpStream, buffer: &mut [u8]) -> Result<()> {
    let (mut filled, mut length) = (0, None);
    while length.is_none_or(|length| filled < length) {
        let more = stream.read(&mut buffer[filled..])?;
        if more == 0 {
            return Err("the answer ended early, or is larger than 256 KiB".into());
        }
        filled += more;
        let head = buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n");
        if let (None, Some(head)) = (length, head) {
            length = Some(head + 4 + body(std::str::from_utf8(&buffer[..head])?)?);
        }
    }
    Ok(())
}

fn body(head: &str) -> Result<usize> {
    let mut lines = head.lines();
    if lines.next().is_none_or(|line| !line.starts_with("HTTP/1.1 200 ")) {
        return Err(head.into());
    }
    let length =
        lines.filter_map(|line| line.split_once(": ")).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    Ok(length.ok_or("the answer has no length")?.1.parse()?)
}
