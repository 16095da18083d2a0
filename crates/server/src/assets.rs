//! The built widget, as `build.rs` put it into the binary: which file stands under which address, and which of its
//! compressed forms a request gets.

use axum::http::HeaderMap;

use crate::encoding;

/// One file of the built widget.
#[derive(Debug)]
pub struct Asset {
    /// The path under which it is served.
    pub address: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// The beginning of its SHA-256.
    pub tag: &'static str,
    /// Whether its name changes with its content.
    pub immutable: bool,
    /// The file as it is.
    pub identity: &'static [u8],
    /// The file compressed by brotli, where that is smaller.
    pub brotli: Option<&'static [u8]>,
    /// The file compressed by gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
}

/// The files of the built widget.
#[derive(Debug)]
pub struct Assets {
    /// The address of the widget's JavaScript module.
    pub module: &'static str,
    /// All files.
    pub all: &'static [Asset],
}

/// The files in this binary.
pub static ASSETS: Assets = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

impl Assets {
    /// The file at this address.
    pub fn find(&self, address: &str) -> Option<&'static Asset> {
        self.all.iter().find(|asset| asset.address == address)
    }

    /// The address of what the widget says in a language; empty where the language is not there.
    pub fn messages(&self, lang: &str) -> &'static str {
        self.beginning(&format!("/assets/messages-{lang}-"))
    }

    /// The address of the script for emoji reactions.
    pub fn reactions(&self) -> &'static str {
        self.beginning("/assets/reactions-")
    }

    /// The address of the script that follows what others do.
    pub fn live(&self) -> &'static str {
        self.beginning("/assets/live-")
    }

    fn beginning(&self, prefix: &str) -> &'static str {
        self.all.iter().find(|asset| asset.address.starts_with(prefix)).map_or("", |asset| asset.address)
    }

    /// The stylesheet of lists outside an article, as text.
    pub fn lists(&self) -> &'static str {
        self.find("/lists.css").and_then(|asset| std::str::from_utf8(asset.identity).ok()).unwrap_or_default()
    }

    /// The widget's own stylesheet as text, for an element that has it inside its shadow root: the first line of
    /// `embed.css`, after which comes what the hosted page has around the widget.
    pub fn stylesheet(&self) -> &'static str {
        let sheets = self.find("/embed.css").and_then(|asset| std::str::from_utf8(asset.identity).ok());
        sheets.and_then(|sheets| sheets.lines().next()).unwrap_or_default()
    }
}

impl Asset {
    /// The form that suits the request best: its encoding's name, if it has one, and its bytes.
    pub fn negotiate(&self, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
        let forms = [("br", self.brotli), ("gzip", self.gzip)];
        let offered: Vec<_> = forms.iter().filter(|(_, bytes)| bytes.is_some()).map(|(name, _)| *name).collect();
        let chosen = encoding::choose(headers, &offered);
        let bytes = forms.into_iter().find(|(name, _)| chosen == Some(name)).and_then(|(_, bytes)| bytes);
        (chosen, bytes.unwrap_or(self.identity))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::ACCEPT_ENCODING;

    use super::*;

    const FILE: Asset = Asset {
        address: "/file.js",
        content_type: "text/javascript",
        tag: "0",
        immutable: false,
        identity: b"identity",
        brotli: Some(b"br"),
        gzip: Some(b"gzip"),
    };

    fn chosen(accept: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, accept.parse().unwrap());
        FILE.negotiate(&headers).0.unwrap_or("identity")
    }

    #[test]
    fn the_smallest_form_of_those_most_welcome_is_sent() {
        assert_eq!(chosen("gzip, deflate, br, zstd"), "br");
        assert_eq!(chosen("gzip, deflate"), "gzip");
        assert_eq!(chosen("*"), "br");
        assert_eq!(chosen("br;q=0.1, gzip;q=0.01"), "br");
    }

    #[test]
    fn weights_decide_over_size() {
        assert_eq!(chosen("br;q=0.5, gzip;q=0.8"), "gzip");
        assert_eq!(chosen("identity, br;q=0.5"), "identity");
        assert_eq!(chosen("BR;Q=0.9 , gzip; q=0.2"), "br");
    }

    #[test]
    fn a_form_that_is_ruled_out_is_not_sent() {
        assert_eq!(chosen("br;q=0, gzip"), "gzip");
        assert_eq!(chosen("br;q=0, *"), "gzip");
        assert_eq!(chosen("br;q=0, gzip;q=0.000"), "identity");
        assert_eq!(chosen(""), "identity");
        assert_eq!(chosen("deflate"), "identity");
        assert_eq!(chosen("br;q=much"), "identity");
    }

    #[test]
    fn without_the_header_the_file_is_sent_as_it_is() {
        assert_eq!(FILE.negotiate(&HeaderMap::new()).0, None);
    }

    #[test]
    fn the_binary_holds_the_script_the_stylesheet_and_the_module() {
        for address in ["/embed.js", "/embed.css", "/lists.js", "/lists.css", "/index.html", ASSETS.module] {
            assert!(ASSETS.find(address).is_some(), "{address}");
        }
    }

    #[test]
    fn the_element_gets_the_widgets_sheet_alone() {
        let sheet = ASSETS.stylesheet();
        assert!(sheet.contains(".weerwoord") && !sheet.contains(".page-title"), "{sheet}");
    }
}
