//! The thread that a line names, in a file of many threads.

use std::sync::Arc;

use serde::Deserialize;

use super::record::parse;
use crate::sites::Site;
use crate::store::Place;

/// What a line says of its article. The rest of the line is read by [`Record`](super::record::Record).
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Address {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    thread: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

/// The place of a line, if its article is one of the site's. `last` is that of a line before it, and then this one's.
pub(super) fn place(
    line: &str,
    site: &Site,
    own_origin: &str,
    last: &mut Option<(Address, Arc<Place>)>,
) -> Result<Arc<Place>, String> {
    let address: Address = parse(line)?;
    if let Some((known, place)) = last
        && *known == address
    {
        return Ok(place.clone());
    }
    let (thread, url, title) = (address.thread.as_deref(), address.url.as_deref(), address.title.as_deref());
    let place = crate::post::place(site, own_origin, thread, url, title).map_err(|problem| problem.detail)?;
    let place = Arc::new(place);
    *last = Some((address, place.clone()));
    Ok(place)
}
