import {
  addHostNames,
  drop,
  dropFirstSyns,
  type Lab,
  type Rejection,
  reject,
  setLinkDown,
} from 'check-tcp-lab'
import { PORT, type Situation, toName, toTarget, toTarget6 } from '../situation.js'

const ON_THE_WAY = { lab: { router: true }, parameters: toTarget } as const
/** Where a router of the lab answers for everybody. */
const CATCH_ALL = 9000

const TWO_HOPS_AWAY = { lab: { farRouter: true }, parameters: toTarget } as const

const farRouterRejects =
  (how: Rejection) =>
  async ({ farRouter }: Lab) =>
    farRouter && reject(farRouter, { port: PORT, chain: 'forward' }, how)

const routerRejects =
  (how: Rejection) =>
  async ({ router }: Lab) =>
    router && reject(router, { port: PORT, chain: 'forward' }, how)

export const NETWORK: readonly Situation[] = [
  {
    title: "the target's firewall drops what comes to the port",
    arrange: ({ target }) => drop(target, { port: PORT }),
    parameters: toTarget,
    right: ['port_is_filtered'],
    fault: 'network',
  },
  {
    title: 'a firewall on the way drops what goes to the port',
    ...ON_THE_WAY,
    arrange: async ({ router }) => router && drop(router, { port: PORT, chain: 'forward' }),
    right: ['port_is_filtered'],
    fault: 'network',
  },
  {
    title: 'a firewall on the way drops what goes to the port, in IPv6',
    lab: { router: true },
    arrange: async ({ router }) => router && drop(router, { port: PORT, chain: 'forward' }),
    parameters: toTarget6,
    right: ['port_is_filtered'],
    fault: 'network',
  },
  {
    title: 'a firewall on the way refuses the port with a RST',
    ...ON_THE_WAY,
    arrange: routerRejects('tcp-reset'),
    right: ['firewall_resets'],
    fault: 'network',
  },
  {
    title: 'a firewall on the way refuses the port with a RST, in IPv6',
    lab: { router: true },
    arrange: routerRejects('tcp-reset'),
    parameters: toTarget6,
    right: ['firewall_resets'],
    fault: 'network',
  },
  {
    title: 'a firewall on the way answers admin-prohibited',
    ...ON_THE_WAY,
    arrange: routerRejects('admin-prohibited'),
    right: ['firewall_rejects'],
    fault: 'network',
  },
  {
    title: 'a firewall on the way answers admin-prohibited, in IPv6',
    lab: { router: true },
    arrange: routerRejects('admin-prohibited'),
    parameters: toTarget6,
    right: ['firewall_rejects'],
    fault: 'network',
  },
  {
    title: 'a firewall on the way answers port-unreachable',
    ...ON_THE_WAY,
    arrange: routerRejects('port-unreachable'),
    right: ['firewall_rejects'],
    fault: 'network',
  },
  {
    title: 'a firewall two hops away drops what goes to the port',
    ...TWO_HOPS_AWAY,
    arrange: async ({ farRouter }) =>
      farRouter && drop(farRouter, { port: PORT, chain: 'forward' }),
    right: ['port_is_filtered'],
    fault: 'network',
  },
  {
    title: 'a firewall two hops away refuses the port with a RST',
    ...TWO_HOPS_AWAY,
    arrange: farRouterRejects('tcp-reset'),
    right: ['firewall_resets'],
    fault: 'network',
  },
  {
    title: 'a firewall two hops away answers admin-prohibited',
    ...TWO_HOPS_AWAY,
    arrange: farRouterRejects('admin-prohibited'),
    right: ['firewall_rejects'],
    fault: 'network',
  },
  {
    title: "the target's own firewall answers admin-prohibited",
    arrange: ({ target }) => reject(target, { port: PORT }, 'admin-prohibited'),
    parameters: toTarget,
    right: ['firewall_rejects'],
    fault: 'network',
  },
  {
    title: 'the router has no route to the address',
    lab: { router: true },
    parameters: ({ elsewhere }) => ({ host: elsewhere.ipv4, port: PORT, timeout: 2 }),
    right: ['router_has_no_way'],
    fault: 'network',
  },
  {
    title: 'no machine behind the router has the address',
    lab: { router: true },
    // The router asks for the neighbour three times, a second apart, before it says so.
    parameters: () => ({ host: '198.51.100.99', port: PORT, timeout: 5 }),
    right: ['host_is_down_behind_router'],
    fault: 'target',
  },
  {
    title: 'no machine on the local network has the address',
    parameters: ({ absent }) => ({ host: absent.ipv4, port: PORT, timeout: 5 }),
    right: ['no_such_neighbour'],
    fault: 'target',
  },
  {
    title:
      'no machine on the local network has the address, and the timeout is over before the kernel knows',
    parameters: ({ absent }) => ({ host: absent.ipv4, port: PORT, timeout: 0.5 }),
    right: ['no_such_neighbour'],
    fault: 'target',
  },
  {
    title: 'the uplink is dead: the gateway does not answer',
    arrange: ({ prober, absent }) => prober.ip('route', 'add', 'default', 'via', absent.ipv4),
    parameters: ({ elsewhere }) => ({ host: elsewhere.ipv4, port: PORT, timeout: 2 }),
    right: ['gateway_does_not_answer'],
    fault: 'local',
  },
  {
    title: 'the link between router and target is cut',
    ...ON_THE_WAY,
    arrange: async ({ target }) => setLinkDown(target),
    right: ['host_is_silent', 'host_is_down_behind_router', 'router_has_no_way'],
    fault: 'network',
  },
  {
    title: 'the host is there and drops everything',
    arrange: ({ target }) => target.nft('add rule inet lab input drop'),
    parameters: toTarget,
    right: ['host_is_silent'],
    fault: 'network',
  },
  {
    title: 'a black hole in IPv6 behind a name with both families',
    lab: { router: true },
    arrange: async ({ prober, target, router }, { onTarget }) => {
      await router?.nft('add rule inet lab forward meta nfproto ipv6 drop')
      await onTarget.listen({ port: PORT })
      await addHostNames(prober, { 'name.test': [target.ipv6, target.ipv4] })
    },
    parameters: toName,
    right: ['one_family_is_a_black_hole'],
    fault: 'network',
  },
  {
    title: 'a middlebox accepts any connection for the host',
    lab: { router: true },
    arrange: async ({ target, router }) => {
      await router?.nft(`table ip catch_all {
        chain prerouting {
          type nat hook prerouting priority dstnat;
          ip daddr ${target.ipv4} meta l4proto tcp redirect to :${CATCH_ALL}
        }
      }`)
    },
    parameters: toTarget,
    right: ['middlebox_answers_for_the_host'],
    fault: 'network',
  },
  {
    title: 'the first SYN of every connection is lost',
    arrange: async ({ target }, { onTarget }) => {
      await onTarget.listen({ port: PORT })
      await dropFirstSyns(target, { port: PORT }, 1)
    },
    parameters: toTarget,
    right: ['packets_are_lost'],
    fault: 'network',
  },
  {
    title: 'the first SYN of every connection is lost, and the timeout is over before the second',
    arrange: async ({ target }, { onTarget }) => {
      await onTarget.listen({ port: PORT })
      await dropFirstSyns(target, { port: PORT }, 1)
    },
    parameters: (lab) => ({ ...toTarget(lab), timeout: 0.5 }),
    right: ['packets_are_lost'],
    fault: 'network',
  },
]
