//! What an event's id is: the versions of the stream's threads, in the order of the request.

use crate::store::ThreadVersion;

/// A version as text: the thread's mark, and how often it has changed. `0` where there is no thread yet.
pub fn version(version: ThreadVersion) -> String {
    let ThreadVersion { created_at, changes } = version;
    if version == ThreadVersion::default() { "0".into() } else { format!("{created_at:x}.{changes}") }
}

/// The id of these versions.
pub fn write(versions: impl IntoIterator<Item = ThreadVersion>) -> String {
    versions.into_iter().map(version).collect::<Vec<_>>().join("_")
}

/// The versions that an id names; `None` where it never was one.
pub fn parse(id: &str) -> Option<Vec<ThreadVersion>> {
    id.split('_').map(parse_one).collect()
}

fn parse_one(text: &str) -> Option<ThreadVersion> {
    let parsed = match text.split_once('.') {
        None => ThreadVersion::default(),
        Some((created_at, changes)) => {
            ThreadVersion { created_at: i64::from_str_radix(created_at, 16).ok()?, changes: changes.parse().ok()? }
        }
    };
    // One way of writing each.
    (parsed.created_at >= 0 && parsed.changes >= 0 && version(parsed) == text).then_some(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_the_versions_that_it_was_made_of() {
        let versions = vec![ThreadVersion { created_at: 0xb57a5, changes: 12 }, ThreadVersion::default()];
        let id = write(versions.clone());
        assert_eq!(id, "b57a5.12_0");
        assert_eq!(parse(&id), Some(versions));
    }

    #[test]
    fn what_was_never_written_is_no_id() {
        for text in
            ["", "_", "1", "0.0", "00", "-1.2", "1.-2", "+1.2", "1.+2", "A.1", "1.01", "1.2.3", "x.1", "1.", ".1"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
