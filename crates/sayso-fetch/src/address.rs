//! Which addresses may be asked. What a page or a feed names is not trusted to lie on the public internet: a link to
//! `localhost` or to a cloud's metadata service would have this program hand out what only this machine may see.
//! Names are looked up once, what they stand for is checked, and the connection goes to the checked address, so that a
//! name server that answers differently the second time gains nothing.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};

use ipnet::IpNet;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::error::FetchError;

/// How many of a name's addresses are looked at; as many as the client holds.
const ADDRESSES: usize = 16;

/// Networks that are not the public internet, from IANA's registries of special-purpose addresses, and two more:
/// 168.63.129.16 is Azure's metadata service, and what tunnels IPv4 in IPv6 could hide any of the others.
static NOT_PUBLIC: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    ]
    .iter()
    .filter_map(|network| network.parse().ok())
    .collect()
});

/// Whether an address is on the public internet. IPv4 inside IPv6 (`::ffff:10.0.0.1`, and `64:ff9b::10.0.0.1`, as
/// networks without IPv4 write it) counts as what it stands for.
pub fn is_public(address: IpAddr) -> bool {
    let address = plain(address);
    !NOT_PUBLIC.iter().any(|network| network.contains(&address))
}

fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else { return address };
    let segments = six.segments();
    if segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [a, b] = segments[6].to_be_bytes();
        let [c, d] = segments[7].to_be_bytes();
        return IpAddr::V4(Ipv4Addr::new(a, b, c, d));
    }
    address.to_canonical()
}

/// Reads a network that a user allows: `10.1.0.0/16`, `fd00::/8`, or one address.
///
/// # Errors
/// Says what it expected if it is neither.
pub fn parse_network(text: &str) -> Result<IpNet, FetchError> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| FetchError::NotNetwork { given: text.to_owned() })
}

/// Looks up what addresses a host's name stands for.
pub trait Names: fmt::Debug + Send + Sync {
    /// The addresses of `host`, each with `port`.
    ///
    /// # Errors
    /// If there are none, or none could be asked for.
    fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// A resolver that lets only permitted addresses through.
#[derive(Debug)]
pub(crate) struct CheckedResolver {
    /// Networks allowed although they are not public.
    pub allowed: Vec<IpNet>,
    /// Asked instead of the system, where a test wants it.
    pub names: Option<Arc<dyn Names>>,
}

/// What the resolver's error carries through the client.
#[derive(Debug, thiserror::Error)]
#[error("{host} is {address}")]
pub(crate) struct PrivateAddress {
    pub host: String,
    pub address: IpAddr,
}

impl CheckedResolver {
    fn permits(&self, address: IpAddr) -> bool {
        let address = plain(address);
        is_public(address) || self.allowed.iter().any(|network| network.contains(&address))
    }

    fn all(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
        let Some(names) = &self.names else {
            return Ok(DefaultResolver::default()
                .resolve(uri, config, timeout)?
                .iter()
                .copied()
                .collect());
        };
        let port = uri
            .port_u16()
            .unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let host = uri.host().unwrap_or_default();
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(address) => Ok(vec![SocketAddr::new(address, port)]),
            Err(_) => Ok(names.look_up(host, port)?),
        }
    }
}

impl Resolver for CheckedResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let all = self.all(uri, config, timeout)?;
        let mut permitted = self.empty();
        for address in all.iter().filter(|address| self.permits(address.ip())).take(ADDRESSES) {
            permitted.push(*address);
        }
        if !permitted.is_empty() {
            return Ok(permitted);
        }
        Err(match all.first() {
            Some(address) => ureq::Error::Other(Box::new(PrivateAddress {
                host: uri.host().unwrap_or_default().to_owned(),
                address: address.ip(),
            })),
            None => ureq::Error::HostNotFound,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_network_of_the_list_parses() {
        assert_eq!(NOT_PUBLIC.len(), 28);
    }

    #[test]
    fn tells_public_from_private() {
        for private in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "2001:0:7f00:1::",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().expect("an address")), "{private}");
        }
        for public in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(public.parse().expect("an address")), "{public}");
        }
    }

    #[test]
    fn networks_are_read_or_explained() {
        assert_eq!(
            parse_network("127.0.0.1").expect("an address").to_string(),
            "127.0.0.1/32"
        );
        assert_eq!(parse_network(" fd00::/8 ").expect("a network").to_string(), "fd00::/8");
        let error = parse_network("localhost").expect_err("a name").to_string();
        assert!(error.contains("`localhost`") && error.contains("10.0.0.0/8"), "{error}");
    }
}
