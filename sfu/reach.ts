// Where media may be sent that nothing encrypts: to this host, or within a private network.
import { BlockList, isIPv6 } from 'node:net'

const host = new BlockList()
host.addSubnet('127.0.0.0', 8, 'ipv4')
host.addAddress('::1', 'ipv6')

/** RFC 1918, RFC 6598 (as overlay networks use it), RFC 4193. */
const network = new BlockList()
for (const [address, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  network.addSubnet(address, bits, 'ipv4')
network.addSubnet('fc00::', 7, 'ipv6')

export type Reach = 'host' | 'network' | 'public'

export function reachOf(ip: string): Reach {
  const family = isIPv6(ip) ? 'ipv6' : 'ipv4'
  if (host.check(ip, family)) return 'host'
  return network.check(ip, family) ? 'network' : 'public'
}
