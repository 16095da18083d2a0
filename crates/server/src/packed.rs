//! An answer that is kept: compressed once, when it is made, and sent in the form that each request asks for.

use std::io::{self, Read, Write};

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
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
    tag: HeaderValue,
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
        Ok(Self { content_type, tag, brotli: tight(brotli), gzip: tight(gzip.finish()?) })
    }

    /// How many bytes it holds.
    pub fn weight(&self) -> usize {
        self.brotli.len() + self.gzip.len()
    }

    /// The answer to a request: the form that it likes best, or that what it has still holds.
    pub fn answer(&self, headers: &HeaderMap) -> Result<Response, Refusal> {
        let mut response = Response::default();
        response.headers_mut().reserve(FIELDS);
        if is_fresh(headers, self.tag.to_str().unwrap_or_default()) {
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
        fields.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        fields.insert(ETAG, self.tag.clone());
        fields.insert(VARY, HeaderValue::from_static("accept-encoding"));
        Ok(response)
    }

    fn plain(&self) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        GzDecoder::new(self.gzip.as_ref()).read_to_end(&mut plain)?;
        Ok(plain)
    }
}

/// Without the room to grow that an encoder leaves, which nobody would count.
fn tight(bytes: Vec<u8>) -> Bytes {
    Bytes::from(bytes.into_boxed_slice())
}
