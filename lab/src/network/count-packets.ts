import type { Host } from './host.js'

/** Counts the packets that leave a host and fit, as its kernel sees them; the function returned gives the count so far. */
export async function countPackets(
  host: Host,
  fitting: string,
  name = 'seen',
): Promise<() => Promise<number>> {
  await host.nft(`add counter inet lab ${name}
    insert rule inet lab output oifname != "lo" ${fitting} counter name ${name}`)
  return async () => {
    const listed = await host.run('nft', ['list', 'counter', 'inet', 'lab', name])
    return Number(/packets (\d+)/.exec(listed)?.[1])
  }
}

/**
 * Counts the connects that leave a host, as its kernel sees their SYNs: one that it sends again, since nobody answered or
 * the process that waits stood still, counts once.
 */
export async function countConnects(host: Host): Promise<() => Promise<number>> {
  await host.nft(`add set inet lab syns { typeof tcp sport . tcp dport . tcp sequence; flags dynamic; size 65535; }
    insert rule inet lab output oifname != "lo" tcp flags & (syn | ack) == syn add @syns { tcp sport . tcp dport . tcp sequence }`)
  return async () => {
    const listed = JSON.parse(await host.run('nft', ['-j', 'list', 'set', 'inet', 'lab', 'syns']))
    const sets: readonly { set?: { elem?: readonly unknown[] } }[] = listed.nftables
    return sets.reduce((sum, { set }) => sum + (set?.elem?.length ?? 0), 0)
  }
}
