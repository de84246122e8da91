const WORDS: Readonly<Record<string, string>> = {
  self_connect:
    'nothing listens there: the connection reached its own source port, as can happen on this machine',
  privileged_port: 'a source port below 1024 needs a privilege to bind it',
  prohibited_by_route_or_firewall: 'a route or firewall of this machine prohibits it',
  prohibited_by_a_firewall_on_the_way: 'a firewall on the way answered that it is prohibited',
  source_port_taken: 'another program listens on the source port, or a connection uses it',
  same_connection_still_open:
    'a connection from this source port to this target is still open, or was until a moment ago',
  source_address_not_local: 'the source address does not belong to this machine',
  no_source_address: 'this machine has no address of that IP version',
  nsswitch_leaves_out_dns:
    'the name servers were not asked: the hosts line of /etc/nsswitch.conf leaves them out',
  no_aaaa_is_set: '/etc/resolv.conf has `options no-aaaa`, so IPv6 addresses are not asked for',
  no_thread_left:
    'no thread could be started for the native engine: see `ulimit -u`, and pids.max of the container',
  no_route: 'this machine has no route to the target, so no packet was sent',
  unreachable_route: 'a route of this machine says unreachable, so no packet was sent',
  route_discards: 'a blackhole route of this machine discards it, so no packet was sent',
  own_firewall: "this machine's own firewall answered, not the target",
  dropped_by_this_machine:
    "this machine dropped the packets itself: look at its firewall's output rules",
  gateway_silent:
    'the gateway does not answer on the local network, so no packet left this machine',
  link_down: 'the network interface of this machine is down or has no cable',
  ephemeral_ports_exhausted: 'every source port is in use towards this target',
  name_server_silent: 'the name server did not answer in time',
  name_server_failed: 'the name server answered that it failed',
  name_server_refused: 'the name server refused to answer',
  name_server_not_listening: 'nothing listens where the name server should be',
  name_server_blocks_the_name: 'the name server blocks this name',
  no_address_of_the_family: 'the name exists, but has no address of the IP version asked for',
  closed_in_tls_handshake: 'the target closed the connection in the TLS handshake',
  'wrong version number': 'the target answered in plain text, not in TLS',
  'tlsv13 alert certificate required': 'the target requires a client certificate',
  'tlsv1 alert unknown ca': 'the target does not trust the client certificate',
  'sslv3 alert bad certificate': 'the target does not accept the client certificate',
  'sslv3 alert certificate expired': 'the client certificate has expired',
  'sslv3 alert handshake failure':
    'the target refused the handshake: it may ask for a client certificate, or for other ciphers or versions of TLS',
  'tlsv1 alert protocol version': 'the target supports no TLS version that this machine allows',
  'unsupported protocol': 'the target supports no TLS version that this machine allows',
  'tlsv1 unrecognized name': 'the target does not know the requested name',
  another_address_connected: 'another address connected first',
  closed_before_answer: 'the service closed the connection before it had answered',
  closed_within_hold: 'the target closed the connection, which should have stayed open for longer',
  no_answer: 'the service accepted the connection and sent nothing before the timeout',
  answer_does_not_match: 'the answer of the service is not the expected one',
  no_tls_answer: 'the service did not answer the TLS handshake before the timeout',
}

/** A result's cause in words, name servers by their addresses; one that is words already, such as a policy's rule, as it is. */
export function causeInWords(cause: string, nameServers: readonly string[] = []): string {
  const words = (Object.hasOwn(WORDS, cause) ? WORDS[cause] : undefined) ?? cause
  if (nameServers.length === 0) return words
  const which = `the name server${nameServers.length > 1 ? 's' : ''} ${nameServers.join(' and ')}`
  return words.replace('the name server', which)
}
