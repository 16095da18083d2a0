//! How much one address or one thread may ask of the server.
//!
//! Addresses and threads are counted under a hash with a key that is made anew at every start, so nothing here tells
//! who wrote. What has been quiet is forgotten, and under a flood from everywhere strangers share their counters.

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use weerwoord_protocol::{CommentId, ErrorCode, Problem};

use crate::address::counted;
use crate::config::Limits;
use crate::error::Refusal;
use crate::thread_key::ThreadKey;

/// Counters kept at once; beyond that, new ones share [`SHARED`] counters.
const COUNTERS_MAX: usize = 100_000;
/// The counters that strangers share under a flood; a power of two.
const SHARED: u64 = 1 << 14;
/// Quiet counters are looked for once in so many requests.
const SWEEP_EVERY: u32 = 1024;

/// Votes on one comment that come from one address within a minute, whoever casts them: a household's, or an office's.
const VOTES_ON_A_COMMENT: u32 = 10;
/// Attempts to sign in to the desk that one address has a minute, and at once.
const SIGN_INS_PER_MINUTE: u32 = 10;

/// Counts writes, previews, votes, reports and attempts to sign in.
pub struct Limiter {
    key: RandomState,
    writes_by_address: Counters,
    writes_by_thread: Counters,
    previews_by_address: Counters,
    votes_by_address: Counters,
    votes_by_comment: Counters,
    reports_by_address: Counters,
    sign_ins_by_address: Counters,
}

impl Limiter {
    /// Starts counting from nothing.
    pub fn new(limits: &Limits) -> Self {
        let writes = limits.writes_per_minute_per_address;
        let burst = limits.writes_burst_per_address;
        let (by_thread, previews) = (limits.writes_per_minute_per_thread, limits.previews_per_minute_per_address);
        let (votes, reports) = (limits.votes_per_minute_per_address, limits.reports_per_minute_per_address);
        Self {
            key: RandomState::new(),
            writes_by_address: Counters::new(writes, burst),
            writes_by_thread: Counters::new(by_thread, by_thread),
            previews_by_address: Counters::new(previews, previews),
            votes_by_address: Counters::new(votes, votes),
            votes_by_comment: Counters::new(VOTES_ON_A_COMMENT, VOTES_ON_A_COMMENT),
            reports_by_address: Counters::new(reports, reports),
            sign_ins_by_address: Counters::new(SIGN_INS_PER_MINUTE, SIGN_INS_PER_MINUTE),
        }
    }

    /// Counts a write by this address.
    pub fn write(&self, address: IpAddr) -> Result<(), Refusal> {
        self.writes_by_address.count(self.hash(counted(address)), "This address has posted")
    }

    /// Counts a write in this thread.
    pub fn write_in(&self, site: &str, key: &ThreadKey) -> Result<(), Refusal> {
        self.writes_by_thread.count(self.hash((site, key.as_str())), "This thread was given")
    }

    /// Counts a preview for this address.
    pub fn preview(&self, address: IpAddr) -> Result<(), Refusal> {
        self.previews_by_address.count(self.hash(counted(address)), "This address has asked for")
    }

    /// Counts a vote by this address on a comment: tokens cost nothing, so that a reader may have many of them.
    pub fn vote(&self, address: IpAddr, id: &CommentId) -> Result<(), Refusal> {
        let address = counted(address);
        self.votes_by_address.count(self.hash(address), "This address has voted")?;
        self.votes_by_comment.count(self.hash((address, id)), "On this comment this address has voted")
    }

    /// Counts a report by this address.
    pub fn report(&self, address: IpAddr) -> Result<(), Refusal> {
        self.reports_by_address.count(self.hash(counted(address)), "This address has reported")
    }

    /// Counts a reaction by this address to an article, as a vote.
    pub fn react(&self, address: IpAddr, site: &str, key: &ThreadKey) -> Result<(), Refusal> {
        let address = counted(address);
        self.votes_by_address.count(self.hash(address), "This address has voted")?;
        self.votes_by_comment.count(self.hash((address, site, key.as_str())), "On this article this address has voted")
    }

    /// Counts an attempt to sign in by this address.
    pub fn sign_in(&self, address: IpAddr) -> Result<(), Refusal> {
        self.sign_ins_by_address.count(self.hash(counted(address)), "This address has tried to sign in")
    }

    fn hash(&self, value: impl Hash) -> u64 {
        self.key.hash_one(value)
    }
}

/// The counters of one kind, each refilled evenly.
struct Counters {
    governor: DefaultKeyedRateLimiter<u64>,
    clock: DefaultClock,
    per_minute: u32,
    counted: AtomicU32,
}

impl Counters {
    fn new(per_minute: u32, burst: u32) -> Self {
        // Nothing at all cannot be configured: one a minute is the least.
        let at_least_one = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst));
        Self { governor: RateLimiter::keyed(quota), clock: DefaultClock::default(), per_minute, counted: 0.into() }
    }

    fn count(&self, hash: u64, who: &str) -> Result<(), Refusal> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.governor.retain_recent();
        }
        let hash = if self.governor.len() < COUNTERS_MAX { hash } else { hash % SHARED };
        self.governor.check_key(&hash).map_err(|full| {
            let wait = full.wait_time_from(self.clock.now());
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            let detail = format!("{who} more than {} a minute; wait {seconds} s.", self.per_minute);
            let problem = Problem::new(ErrorCode::RateLimited, detail).limit(self.per_minute.into());
            Refusal::from(problem).retry_after(seconds.max(1))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter() -> Limiter {
        Limiter::new(&Limits {
            writes_per_minute_per_address: 6,
            writes_burst_per_address: 2,
            writes_per_minute_per_thread: 3,
            previews_per_minute_per_address: 1,
            votes_per_minute_per_address: 12,
            reports_per_minute_per_address: 1,
        })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_that_writes_too_much_is_told_how_long_to_wait() {
        let limiter = limiter();
        let writer = address("198.51.100.1");
        assert!(limiter.write(writer).is_ok());
        assert!(limiter.write(writer).is_ok());
        let refusal = limiter.write(writer).unwrap_err();
        assert_eq!(refusal.problem().code, ErrorCode::RateLimited);
        assert_eq!(refusal.problem().limit, Some(6));
        assert_eq!(refusal.seconds(), Some(10), "a sixth of a minute, rounded up");
        assert!(limiter.write(address("198.51.100.2")).is_ok(), "others write on");
    }

    #[test]
    fn one_network_of_ipv6_addresses_is_one_writer() {
        let limiter = limiter();
        assert!(limiter.write(address("2001:db8::1")).is_ok());
        assert!(limiter.write(address("2001:db8::2")).is_ok());
        assert!(limiter.write(address("2001:db8::3")).is_err());
        assert!(limiter.write(address("2001:db8:0:1::1")).is_ok());
    }

    #[test]
    fn previews_take_nothing_from_writes() {
        let limiter = limiter();
        let writer = address("198.51.100.1");
        assert!(limiter.preview(writer).is_ok());
        assert!(limiter.preview(writer).is_err());
        assert!(limiter.write(writer).is_ok());
    }

    #[test]
    fn one_address_cannot_vote_a_comment_up_by_many_readers() {
        let limiter = limiter();
        let [one, other] = [1, 2].map(|n| CommentId::v7(n, [0; 10]));
        for _ in 0..VOTES_ON_A_COMMENT {
            assert!(limiter.vote(address("198.51.100.1"), &one).is_ok());
        }
        assert!(limiter.vote(address("198.51.100.1"), &one).is_err());
        assert!(limiter.vote(address("198.51.100.2"), &one).is_ok(), "another address may");
        assert!(limiter.vote(address("198.51.100.1"), &other).is_ok(), "and this one on another comment");
        assert!(limiter.vote(address("198.51.100.1"), &other).is_err(), "until it has voted too much altogether");
    }

    #[test]
    fn a_thread_has_a_limit_of_its_own_in_each_site() {
        let limiter = limiter();
        let key = ThreadKey::resolve(Some("one"), None).unwrap();
        for _ in 0..3 {
            assert!(limiter.write_in("gazette", &key).is_ok());
        }
        assert!(limiter.write_in("gazette", &key).is_err());
        assert!(limiter.write_in("herald", &key).is_ok());
    }

    #[test]
    fn a_flood_of_addresses_does_not_fill_the_memory() {
        let counters = Counters::new(1, 1);
        for hash in 0..COUNTERS_MAX as u64 * 2 {
            let _ = counters.count(hash << 20, "");
        }
        assert!(counters.governor.len() <= COUNTERS_MAX + SHARED as usize);
    }
}
