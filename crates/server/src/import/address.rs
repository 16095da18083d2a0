//! The thread that a line names, in a file of many threads.

use std::sync::Arc;

use serde::Deserialize;

use super::record::{Text, parse};
use crate::sites::Site;
use crate::store::Place;

/// What a line says of its article. The rest of the line is read by [`Record`](super::record::Record).
#[derive(Deserialize)]
struct Written<'a> {
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
    #[serde(default, borrow)]
    thread: Option<Text<'a>>,
    #[serde(default, borrow)]
    title: Option<Text<'a>>,
}

/// A place, and the address, key and title that lines name it by.
pub(super) struct Address {
    names: [Option<String>; 3],
    place: Arc<Place>,
}

/// The place of a line, if its article is one of the site's. `last` is that of a line before it, and then this one's.
pub(super) fn place(
    line: &str,
    site: &Site,
    own_origin: &str,
    last: &mut Option<Address>,
) -> Result<Arc<Place>, String> {
    let Written { url, thread, title } = parse(line)?;
    let names = [&url, &thread, &title].map(|name| name.as_ref().map(|Text(name)| name.as_ref()));
    if let Some(known) = last
        && known.names.each_ref().map(Option::as_deref) == names
    {
        return Ok(known.place.clone());
    }
    let [url, thread, title] = names;
    let place = crate::post::place(site, own_origin, thread, url, title).map_err(|problem| problem.detail)?;
    let place = Arc::new(place);
    *last = Some(Address { names: names.map(|name| name.map(str::to_owned)), place: place.clone() });
    Ok(place)
}
