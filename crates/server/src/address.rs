//! Who is asking: the client's address behind the proxies that the operator trusts, and no others.
//!
//! A forwarding header is anybody's to write. Of `X-Forwarded-For` counts the right-most hop that is no trusted proxy,
//! and only when the request itself came from one.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;
use weerwoord_protocol::CommentId;

use crate::state::App;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address that a request came from, to be counted and then forgotten: it is never kept or logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        Ok(Self(client(peer(&parts.extensions), &parts.headers, &app.trusted_proxies)))
    }
}

/// The other end of the connection; the unspecified address where there is no connection, as in a test.
pub fn peer(extensions: &Extensions) -> IpAddr {
    ip(extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| *address))
}

/// The address of an end of a connection, if there is one.
pub fn ip(peer: Option<SocketAddr>) -> IpAddr {
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip()).to_canonical()
}

/// Whether the address is one of the operator's proxies.
pub fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|net| net.contains(&address))
}

fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    if !is_trusted(peer, trusted) {
        return peer;
    }
    let values: Vec<&str> = headers.get_all(FORWARDED_FOR).iter().map(|value| value.to_str().unwrap_or("?")).collect();
    let mut nearest = peer;
    for hop in values.iter().flat_map(|value| value.split(',')).rev() {
        // What stands left of something unreadable was not written by a trusted proxy.
        let Some(address) = hop_address(hop.trim()) else { break };
        nearest = address;
        if !is_trusted(address, trusted) {
            break;
        }
    }
    nearest
}

/// Reads `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let bare = || hop.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    hop.parse::<IpAddr>().ok().or_else(bare).or_else(with_port).map(|address| address.to_canonical())
}

/// What a limit is counted by: an IPv4 address, or an IPv6 network of 64 bits, which is one customer's.
pub fn counted(address: IpAddr) -> [u8; 8] {
    match address.to_canonical() {
        // The top byte marks IPv4: no IPv6 network starts like that.
        IpAddr::V4(v4) => (0xffff_ff00_0000_0000 | u64::from(v4.to_bits())).to_be_bytes(),
        IpAddr::V6(v6) => ((v6.to_bits() >> 64) as u64).to_be_bytes(),
    }
}

/// Whether an address may be that of one reader: this machine's own is that of a proxy, or of whoever tries the server out.
pub fn is_a_readers(address: IpAddr) -> bool {
    !address.is_loopback() && !address.is_unspecified()
}

/// Tells the addresses at a comment apart without keeping them: by a hash whose key is made anew at every start, and is in no
/// file. What is kept of an address after that tells nobody anything.
#[derive(Default)]
pub struct Marks(RandomState);

impl Marks {
    /// The mark of an address at a comment: another one at every comment.
    pub fn mark(&self, address: IpAddr, id: &CommentId) -> Vec<u8> {
        let half = |half: u8| self.0.hash_one((half, counted(address), id)).to_be_bytes();
        [half(0), half(1)].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_forwarding_header_from_a_stranger_does_not_count() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn behind_a_trusted_proxy_the_right_most_stranger_is_the_client() {
        let trusted = ["10.0.0.0/8", "2001:db8:1::/48"];
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"], &trusted), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.2.3.4, 198.51.100.1, 10.9.9.9"], &trusted), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.2.3.4", "198.51.100.1:4711", "[2001:db8:1::5]:80"], &trusted), "198.51.100.1");
    }

    #[test]
    fn what_cannot_be_read_hides_nobody() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(seen("10.0.0.1", &["198.51.100.1, unknown, 10.0.0.2"], &trusted), "10.0.0.2");
        assert_eq!(seen("10.0.0.1", &[], &trusted), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[""], &trusted), "10.0.0.1");
    }

    #[test]
    fn an_ipv4_address_written_as_ipv6_is_the_same_client() {
        assert_eq!(seen("10.0.0.1", &["::ffff:198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
        let counted = |text: &str| counted(text.parse().unwrap());
        assert_eq!(counted("::ffff:198.51.100.1"), counted("198.51.100.1"));
        assert_ne!(counted("198.51.100.2"), counted("198.51.100.1"));
    }

    #[test]
    fn a_mark_tells_addresses_apart_at_one_comment_and_until_the_next_start() {
        let [one, other] = ["198.51.100.1", "198.51.100.2"].map(|text| text.parse().unwrap());
        let [here, there] = [1, 2].map(|n| CommentId::v7(n, [0; 10]));
        let marks = Marks::default();
        assert_eq!(marks.mark(one, &here), marks.mark(one, &here));
        assert_ne!(marks.mark(one, &here), marks.mark(other, &here));
        assert_ne!(marks.mark(one, &here), marks.mark(one, &there));
        assert_ne!(marks.mark(one, &here), Marks::default().mark(one, &here));
    }

    #[test]
    fn ipv6_addresses_of_one_network_are_counted_together() {
        let counted = |text: &str| counted(text.parse().unwrap());
        assert_eq!(counted("2001:db8:1:2:3::4"), counted("2001:db8:1:2:ffff::1"));
        assert_ne!(counted("2001:db8:1:2::1"), counted("2001:db8:1:3::1"));
    }
}
