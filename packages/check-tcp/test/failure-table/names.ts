import { addHostNames, type Lab, type NameRule, startDnsmasq, useNameServers } from 'check-tcp-lab'
import { expectFailure, type LabServices, PORT, type Row } from './row.js'

const lookedUp = () => ({ host: 'name.test', port: PORT, timeout: 3 })

/** A name server on the target that follows `rules`. */
function served(...rules: readonly NameRule[]) {
  return async ({ prober, target }: Lab, { onTarget }: LabServices) => {
    await onTarget.serveNames(rules)
    await useNameServers(prober, [target.ipv4])
  }
}

export const NAMES: readonly Row[] = [
  {
    title: 'the name does not exist',
    arrange: async ({ prober, target }) => {
      await startDnsmasq(target, { 'other.test': [target.ipv4] })
      await useNameServers(prober, [target.ipv4])
    },
    parameters: lookedUp,
    oneByOne: true,
    expected: expectFailure('host_not_found', { code: 'ENOTFOUND' }),
  },
  {
    title: 'the name has no address of the IP version asked for',
    arrange: async ({ prober, target }) => {
      await startDnsmasq(target, { 'name.test': [target.ipv6] })
      await useNameServers(prober, [target.ipv4])
    },
    parameters: () => ({ ...lookedUp(), family: 4 }),
    oneByOne: true,
    expected: expectFailure('host_not_found', {
      code: 'ENODATA',
      cause: 'no_address_of_the_family',
    }),
  },
  {
    title: 'the hosts file has the name in the other family only',
    arrange: ({ prober, target }) => addHostNames(prober, { 'name.test': [target.ipv4] }),
    parameters: () => ({ ...lookedUp(), family: 6 }),
    oneByOne: true,
    expected: expectFailure('host_not_found', {
      code: 'ENODATA',
      cause: 'no_address_of_the_family',
    }),
  },
  {
    title: 'the name server fails (SERVFAIL)',
    arrange: served({ name: 'name.test', answer: 'SERVFAIL' }),
    parameters: lookedUp,
    oneByOne: true,
    expected: expectFailure('dns_unavailable', { code: 'ESERVFAIL', cause: 'name_server_failed' }),
  },
  {
    title: 'the name server will not answer (REFUSED)',
    arrange: served({ name: 'name.test', answer: 'REFUSED' }),
    parameters: lookedUp,
    oneByOne: true,
    expected: expectFailure('dns_unavailable', { code: 'EREFUSED', cause: 'name_server_refused' }),
  },
  {
    title: 'the name server is silent until the timeout is over',
    arrange: served({ name: 'name.test', answer: 'silence' }),
    parameters: () => ({ ...lookedUp(), timeout: 0.3 }),
    expected: expectFailure('dns_unavailable', { code: 'ETIMEOUT', cause: 'name_server_silent' }),
  },
  {
    title: 'the name server answers too late',
    arrange: served({ name: 'name.test', answer: ['192.0.2.2'], delayMs: 600 }),
    parameters: () => ({ ...lookedUp(), timeout: 0.3 }),
    expected: expectFailure('dns_unavailable', { code: 'ETIMEOUT', cause: 'name_server_silent' }),
  },
  {
    title: 'the answer is forged: it bears the number of another query',
    arrange: served({ name: 'name.test', answer: 'wrong_id' }),
    parameters: () => ({ ...lookedUp(), timeout: 0.3 }),
    expected: expectFailure('dns_unavailable', { code: 'ETIMEOUT', cause: 'name_server_silent' }),
  },
  {
    title: 'nothing listens on the name server',
    arrange: ({ prober, target }) => useNameServers(prober, [target.ipv4]),
    parameters: lookedUp,
    oneByOne: true,
    expected: expectFailure('dns_unavailable', {
      code: 'ECONNREFUSED',
      cause: 'name_server_not_listening',
    }),
  },
  {
    title: 'the name server knows IPv4, is silent on IPv6, and nothing listens on the target',
    arrange: served(
      { name: 'name.test', type: 'A', answer: ['192.0.2.2'] },
      { name: 'name.test', type: 'AAAA', answer: 'silence' },
    ),
    parameters: () => ({ ...lookedUp(), timeout: 0.5 }),
    expected: expectFailure('refused', { code: 'ECONNREFUSED' }),
  },
]
