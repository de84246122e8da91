/**
 * Kinds of addresses that a policy may name instead of writing their networks: IANA's registries of special-purpose
 * addresses (RFC 6890), and the addresses at which clouds hand out credentials.
 */
export const ADDRESS_CLASSES: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  broadcast: ['255.255.255.255'],
  unspecified: ['0.0.0.0/8', '::'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  'shared-address-space': ['100.64.0.0/10'],
  metadata: ['169.254.169.254', '169.254.170.2', '100.100.100.200', 'fd00:ec2::254'],
}
