import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { buildConnector } from "undici";

/** Thrown when a feed's address leads to a machine that no feed should reach. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  readonly code = "ADDRESS_REFUSED";

  constructor(address: string) {
    super(`${address} is not a public address; if this feed may live there, add it to fetch.allowAddresses`);
  }
}

/** Which addresses may be reached: public ones and `allowed` ("10.1.2.3", "10.1.0.0/16"; throws on others). */
export function createAddressGuard(allowed: readonly string[]) {
  const ranges = allowed.map((text) => {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address.kind() === "ipv4" ? 32 : 128] as const;
  });

  function isAllowed(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    // IPv6 addresses of the obsolete ::/96 carry an IPv4 address that the system may connect to.
    const embedsAnother = "parts" in address && address.parts.slice(0, 6).every((part) => part === 0);
    if (address.range() === "unicast" && !embedsAnother) return true;
    return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range as never, bits));
  }

  /** Throws AddressRefused unless the literal IP may be reached. */
  function checkAddress(text: string): void {
    if (!isAllowed(text)) throw new AddressRefused(text);
  }

  /** Resolves a host name and checks every address it has; the connection goes to those and no others. */
  const lookup: LookupFunction = (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, "");
      const refused = addresses.find(({ address }) => !isAllowed(address));
      if (refused) return callback(new AddressRefused(refused.address), "");
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
  return { checkAddress, lookup };
}

/** The host of a URL as resolvers know it: an IPv6 address without its brackets. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** A connector for undici that also checks literal addresses, which never pass by the lookup, at each hop. */
export function guardedConnector(
  { checkAddress, lookup }: ReturnType<typeof createAddressGuard>,
  timeoutMs: number,
): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, lookup });
  return (options, callback) => {
    const host = bareHost(options.hostname);
    if (isIP(host) !== 0) {
      try {
        checkAddress(host);
      } catch (error) {
        return callback(error as Error, null);
      }
    }
    connect(options, callback);
  };
}
