//! An answer that is kept: compressed once, when it is made, and sent in the form that each request asks for.

use std::io::{self, Read, Write};

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::encoding;
use crate::error::Refusal;
use crate::routes::assets::is_fresh;

/// Up to here each level pays; the highest quick one, 9, takes nearly four times as long for one byte in a hundred.
const BROTLI_QUALITY: i32 = 5;
/// As a power of two: more than a page has, and a sixteenth of the memory that the largest window takes.
const BROTLI_WINDOW: i32 = 18;

/// Room for the header fields of an answer, with those that are added on its way out.
const FIELDS: usize = 16;

/// A text to answer with, in every form but the plain one, which is rarely asked for and quickly made.
#[derive(Debug)]
pub struct Packed {
    content_type: &'static str,
    caching: &'static str,
    tag: HeaderValue,
    /// When it was made, in seconds since 1970, where it says so.
    made_at: Option<i64>,
    brotli: Bytes,
    gzip: Bytes,
}

impl Packed {
    /// Compresses a text. Takes a while: not to be done where requests are served.
    pub fn new(content_type: &'static str, text: &str) -> io::Result<Self> {
        let hash = Sha256::digest(text.as_bytes());
        // Weak, since the same tag goes with every form.
        let tag = hash.iter().take(8).fold(String::from("W/\""), |tag, byte| tag + &format!("{byte:02x}")) + "\"";
        let tag = HeaderValue::try_from(tag).map_err(io::Error::other)?;
        let mut brotli = Vec::new();
        let params = BrotliEncoderParams { quality: BROTLI_QUALITY, lgwin: BROTLI_WINDOW, ..Default::default() };
        brotli::BrotliCompress(&mut text.as_bytes(), &mut brotli, &params)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(text.as_bytes())?;
        let (caching, made_at) = ("no-cache", None);
        Ok(Self { content_type, caching, tag, made_at, brotli: tight(brotli), gzip: tight(gzip.finish()?) })
    }

    /// Lets others keep it for a while: the value of `Cache-Control`.
    #[must_use]
    pub fn lasting(self, caching: &'static str) -> Self {
        Self { caching, ..self }
    }

    /// Says when it was made, in microseconds since 1970. It is as new as that and no newer: what is dated after its newest
    /// part would not tell that a part was taken away.
    #[must_use]
    pub fn made_at(self, now: i64) -> Self {
        Self { made_at: Some(now.div_euclid(1_000_000)), ..self }
    }

    /// How many bytes it holds.
    pub fn weight(&self) -> usize {
        self.brotli.len() + self.gzip.len()
    }

    /// The answer to a request: the form that it likes best, or that what it has still holds.
    pub fn answer(&self, headers: &HeaderMap) -> Result<Response, Refusal> {
        let mut response = Response::default();
        response.headers_mut().reserve(FIELDS);
        if is_fresh(headers, self.tag.to_str().unwrap_or_default()) || self.is_unmodified(headers) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            let coding = encoding::choose(headers, &["br", "gzip"]);
            *response.body_mut() = match coding {
                Some("br") => Body::from(self.brotli.clone()),
                Some(_) => Body::from(self.gzip.clone()),
                None => Body::from(self.plain().map_err(|error| Refusal::internal(&error))?),
            };
            response.headers_mut().extend(coding.map(|name| (CONTENT_ENCODING, HeaderValue::from_static(name))));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        let fields = response.headers_mut();
        fields.insert(CACHE_CONTROL, HeaderValue::from_static(self.caching));
        fields.extend(self.made_at.and_then(http_date).map(|date| (LAST_MODIFIED, date)));
        fields.insert(ETAG, self.tag.clone());
        fields.insert(VARY, HeaderValue::from_static("accept-encoding"));
        Ok(response)
    }

    /// Whether the asker, who has no tag, has what was made no earlier (RFC 9110, 13.1.3).
    fn is_unmodified(&self, headers: &HeaderMap) -> bool {
        let since = || {
            let date = headers.get(IF_MODIFIED_SINCE)?.to_str().ok()?;
            Some(jiff::fmt::rfc2822::parse(date).ok()?.timestamp().as_second())
        };
        let made_at = self.made_at.filter(|_| !headers.contains_key(IF_NONE_MATCH));
        made_at.is_some_and(|made_at| since().is_some_and(|since| since >= made_at))
    }

    fn plain(&self) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        GzDecoder::new(self.gzip.as_ref()).read_to_end(&mut plain)?;
        Ok(plain)
    }
}

fn http_date(seconds: i64) -> Option<HeaderValue> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    HeaderValue::try_from(time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

/// Without the room to grow that an encoder leaves, which nobody would count.
fn tight(bytes: Vec<u8>) -> Bytes {
    Bytes::from(bytes.into_boxed_slice())
}
