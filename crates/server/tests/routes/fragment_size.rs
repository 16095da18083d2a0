//! The budget of what every reader waits for: the fragment of a thread against the bare comments as JSON.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use weerwoord_server::import::{Import, Options};

use crate::server::{ARTICLE, QUERY, Server};

/// The fragment may be this many times as large as the comments in it, both compressed by brotli at level 11.
const BUDGET: f64 = 1.5;

#[tokio::test]
async fn a_fragment_is_at_most_one_and_a_half_times_its_comments() {
    let server = Server::start().await;
    let site = server.app.sites.get("gazette").unwrap();
    let lines = lines();
    let file = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let import = Import::new(site, "https://comments.example", None, Some(ARTICLE), None, Options::default()).unwrap();
    import.run(&server.app.store, Cursor::new(file)).await.unwrap();

    let fragment = server.get(&format!("/embed/thread?{QUERY}&lang=nl")).await;
    let snapshot: Value = serde_json::from_str(&server.get(&format!("/api/v1/thread?{QUERY}")).await.text()).unwrap();
    let comments = snapshot["comments"].as_array().unwrap();
    assert!(comments.len() > 30, "a page of {} comments is none", comments.len());
    let bare: Vec<_> = comments
        .iter()
        .map(|comment| {
            let line = lines.iter().find(|line| line["posted_at"] == comment["posted_at"]).unwrap();
            json!({
                "id": comment["id"], "parent": comment["parent"], "name": comment["author"]["name"],
                "time": comment["posted_at"], "body": line["body"],
            })
        })
        .collect();
    let (fragment, bare) = (compressed(&fragment.bytes), compressed(Value::from(bare).to_string().as_bytes()));
    println!("fragment {fragment} bytes, comments {bare} bytes");
    #[expect(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
    let times = fragment as f64 / bare as f64;
    assert!(times <= BUDGET, "the fragment is {times:.2} times its comments ({fragment} and {bare} bytes)");
}

/// A hundred comments, most of them replies, whose words follow each other as in the demo's thread. No sentence stands
/// there as a whole, so that nothing compresses as repeated text would.
fn lines() -> Vec<Value> {
    let demo = include_str!("../../demo/thread.jsonl");
    let bodies =
        demo.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["body"].as_str().unwrap().to_owned());
    let words: Vec<String> =
        bodies.flat_map(|body| body.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    // Knuth's linear congruential generator: the same comments in every run.
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    (0..100)
        .map(|n| {
            let mut at = random(words.len());
            let mut body = Vec::new();
            for _ in 0..10 + random(70) {
                body.push(words[at].as_str());
                // What follows another place where the same word stands.
                let next: Vec<usize> = (0..words.len() - 1).filter(|&other| words[other] == words[at]).collect();
                at = if next.is_empty() { random(words.len()) } else { next[random(next.len())] + 1 };
            }
            let parent = (n > 0 && n % 4 != 0).then(|| format!("c{}", n - 1 - random(n.min(6))));
            json!({
                "id": format!("c{n}"), "parent": parent, "name": format!("{} {}", words[random(words.len())], n % 40),
                "posted_at": format!("2026-11-{:02}T{:02}:{:02}:{:02}Z", 1 + n / 5, random(24), random(60), n % 60),
                "body": body.join(" "),
            })
        })
        .collect()
}

fn compressed(bytes: &[u8]) -> usize {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    writer.write_all(bytes).unwrap();
    writer.flush().unwrap();
    writer.into_inner().len()
}
