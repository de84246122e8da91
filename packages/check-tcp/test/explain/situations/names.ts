import { addHostNames, type Lab, type NameRule, startDnsmasq, useNameServers } from 'check-tcp-lab'
import { type LabServices, PORT, type Situation, toName } from '../situation.js'

/** A name server on the target that follows `rules`. */
function served(...rules: readonly NameRule[]) {
  return async ({ prober, target }: Lab, { onTarget }: LabServices) => {
    await onTarget.serveNames(rules)
    await useNameServers(prober, [target.ipv4])
  }
}

const WRONG = '192.0.2.77'

export const NAMES: readonly Situation[] = [
  {
    title: 'the name does not exist',
    arrange: async ({ prober, target }) => {
      await startDnsmasq(target, { 'other.test': [target.ipv4] })
      await useNameServers(prober, [target.ipv4])
    },
    parameters: toName,
    right: ['name_does_not_exist'],
    fault: 'dns',
  },
  {
    title: 'the name has no address of the IP version asked for',
    arrange: async ({ prober, target }) => {
      await startDnsmasq(target, { 'name.test': [target.ipv6] })
      await useNameServers(prober, [target.ipv4])
    },
    parameters: () => ({ ...toName(), family: 4 as const }),
    right: ['no_address_of_the_family'],
    fault: 'dns',
  },
  {
    title: 'the name server fails (SERVFAIL)',
    arrange: served({ name: 'name.test', answer: 'SERVFAIL' }),
    parameters: toName,
    right: ['name_server_fails'],
    fault: 'dns',
  },
  {
    title: 'the name server will not answer this machine (REFUSED)',
    arrange: served({ name: 'name.test', answer: 'REFUSED' }),
    parameters: toName,
    right: ['name_server_refuses'],
    fault: 'dns',
  },
  {
    title: 'the name server is silent',
    arrange: served({ name: 'name.test', answer: 'silence' }),
    parameters: toName,
    right: ['name_server_silent'],
    fault: 'dns',
  },
  {
    title: 'the name server answers too late',
    arrange: served({ name: 'name.test', answer: [WRONG], delayMs: 1_500 }),
    parameters: () => ({ ...toName(), timeout: 1 }),
    right: ['name_server_too_slow'],
    fault: 'dns',
  },
  {
    title: 'the answers are forged: they carry the ID of another query',
    arrange: served({ name: 'name.test', answer: 'wrong_id' }),
    parameters: toName,
    right: ['name_server_silent'],
    fault: 'dns',
  },
  {
    title: 'nothing listens on the name server',
    arrange: ({ prober, target }) => useNameServers(prober, [target.ipv4]),
    parameters: toName,
    right: ['name_server_not_listening'],
    fault: 'dns',
  },
  {
    title: 'the name server blocks the name: it answers with 0.0.0.0 or ::',
    arrange: served({ name: 'name.test', answer: ['0.0.0.0'] }),
    parameters: toName,
    right: ['name_server_blocks_the_name'],
    fault: 'dns',
  },
  {
    title: 'the name server lies: the name has another address than the service',
    arrange: async (lab, services) => {
      await served({ name: 'name.test', type: 'A', answer: [WRONG] })(lab, services)
      await services.onTarget.listen({ port: PORT })
    },
    parameters: toName,
    options: ({ target }) => ({ address: target.ipv4 }),
    right: ['name_gives_another_address'],
    fault: 'dns',
  },
  {
    title: 'the hosts file has an old address of the name',
    arrange: async (lab, services) => {
      const answer = [lab.target.ipv4]
      await served({ name: 'name.test', type: 'A', answer })(lab, services)
      await services.onTarget.listen({ port: PORT })
      await addHostNames(lab.prober, { 'name.test': [WRONG] })
    },
    parameters: toName,
    right: ['hosts_file_overrides_the_name_server'],
    fault: 'local',
  },
]
