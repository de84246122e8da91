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
