//! Puts the built widget (`dist/`) and the locales into the binary: every file as it is, and compressed by brotli and
//! gzip, in a generated table that `assets.rs` and `locales.rs` include.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// The files whose names the outside knows; everything else carries a hash in its name and is served below `/assets/`.
const STABLE: [&str; 9] = [
    "embed.js",
    "embed.css",
    "lists.js",
    "lists.css",
    "index.html",
    "custom-elements.json",
    "studio.css",
    "studio.js",
    "studio/widget.css",
];

fn main() {
    if let Err(sentence) = generate() {
        println!("cargo::error={sentence}");
    }
}

fn generate() -> Result<(), String> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| format!("OUT_DIR cannot be read: {error}"))?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (dist, locales) = (root.join("dist"), root.join("locales"));
    for folder in [&dist, &locales] {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    write(&out.join("locales.rs"), locale_table(&locales)?.as_bytes())?;
    write(&out.join("assets.rs"), asset_table(&dist, &out)?.as_bytes())
}

/// `LOCALES`: each language's name and its messages as JSON.
fn locale_table(locales: &Path) -> Result<String, String> {
    let mut table = String::from("&[");
    for path in files_below(locales)?.iter().filter(|path| path.extension().is_some_and(|it| it == "json")) {
        let lang = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let json = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let _ = write!(table, "({lang:?}, {json:?}), ");
    }
    table.push(']');
    Ok(table)
}

/// `ASSETS`: each file's address, type, tag and bytes, and the address of the widget's module.
fn asset_table(dist: &Path, out: &Path) -> Result<String, String> {
    const MISSING: &str = "the widget is not built: run `make widget` first (it fills dist/)";
    let files = files_below(dist).map_err(|_| MISSING.to_owned())?;
    let (mut assets, mut modules) = (String::new(), Vec::new());
    for path in &files {
        let name = path.strip_prefix(dist).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let stable = STABLE.contains(&name.as_str()) || name.starts_with("themes/");
        let address = if stable { format!("/{name}") } else { format!("/assets/{name}") };
        if !stable && name.starts_with("weerwoord-") && name.ends_with(".js") && !name.contains('/') {
            modules.push(address.clone());
        }
        let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
        let tag = Sha256::digest(&bytes).iter().take(8).fold(String::new(), |tag, byte| tag + &format!("{byte:02x}"));
        write(&out.join(&tag), &bytes)?;
        let _ = writeln!(
            assets,
            "Asset {{ address: {address:?}, content_type: {:?}, tag: {tag:?}, immutable: {}, \
             identity: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{tag}\")), brotli: {}, gzip: {} }},",
            content_type(&name),
            !stable,
            compressed(&out.join(format!("{tag}.br")), &bytes, brotli(&bytes))?,
            compressed(&out.join(format!("{tag}.gz")), &bytes, gzip(&bytes))?,
        );
    }
    if let Some(name) = STABLE.iter().find(|name| !dist.join(name).exists()) {
        return Err(format!("dist/{name} is missing: run `make widget` first"));
    }
    let [module] = modules.as_slice() else {
        return Err(format!("dist/ holds {} modules weerwoord-*.js instead of one: run `make widget`", modules.len()));
    };
    Ok(format!("Assets {{ module: {module:?}, all: &[{assets}] }}"))
}

/// Keeps the compressed form if it is the smaller one, and says how the table names it.
fn compressed(path: &Path, plain: &[u8], packed: io::Result<Vec<u8>>) -> Result<String, String> {
    let packed = packed.map_err(|error| format!("{} cannot be made: {error}", path.display()))?;
    if packed.len() >= plain.len() {
        return Ok("None".to_owned());
    }
    write(path, &packed)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(format!("Some(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")))"))
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // The best quality takes a second for the WASM; while developing, nobody waits for it.
    let quality = if env::var("PROFILE").is_ok_and(|profile| profile == "release") { 11 } else { 5 };
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        _ => "application/octet-stream",
    }
}

/// All files in a folder and its folders, in the order of their names.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if path.is_dir() { files.extend(files_below(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("{} cannot be read: {error}", path.display())
}
