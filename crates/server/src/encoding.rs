//! Which compression a request would have its answer in (`Accept-Encoding`).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// Of the codings on offer, the smallest form first, the one that suits the request best; `None` is no coding at all.
pub fn choose(headers: &HeaderMap, offered: &[&'static str]) -> Option<&'static str> {
    let accepted = Accepted::of(headers);
    let mut best = (accepted.identity(), None);
    // From the largest form to the smallest, so that of two equally welcome ones the smaller is taken.
    for &name in offered.iter().rev() {
        let weight = accepted.coding(name);
        if weight > 0 && weight >= best.0 {
            best = (weight, Some(name));
        }
    }
    best.1
}

/// What `Accept-Encoding` allows (RFC 9110, 12.5.3), with weights in thousandths.
struct Accepted<'a>(Vec<(&'a str, u16)>);

impl<'a> Accepted<'a> {
    fn of(headers: &'a HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
        Self(values.flat_map(|value| value.split(',')).filter_map(Self::one).collect())
    }

    fn one(item: &'a str) -> Option<(&'a str, u16)> {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight = weight.map_or(Some(1.0), |text| text.trim().parse::<f32>().ok())?;
        // In range after the clamp, and NaN becomes 0.
        Some((name, (weight.clamp(0.0, 1.0) * 1000.0) as u16))
    }

    fn named(&self, name: &str) -> Option<u16> {
        self.0.iter().find(|(named, _)| named.eq_ignore_ascii_case(name)).map(|(_, weight)| *weight)
    }

    fn coding(&self, name: &str) -> u16 {
        self.named(name).or_else(|| self.named("*")).unwrap_or(0)
    }

    /// Allowed unless it is ruled out, but liked less than any coding that is asked for, unless it is weighted itself.
    fn identity(&self) -> u16 {
        self.named("identity").unwrap_or_else(|| u16::from(self.named("*") != Some(0)))
    }
}
