// The monitor in a process of its own: runs the config of its first argument and reports its figures every second.
import { Daemon } from '../packages/check-tcp-monitor/dist/daemon/daemon.js'

const silent = { info() {}, warn() {}, error: (data, message) => console.error(message, data) }
const daemon = await Daemon.start({ path: process.argv[2], environment: process.env, log: silent })
const lateness = []
daemon.monitor.events.subscribe(({ type, data }) => {
  if (type === 'result') lateness.push(data.latenessMs)
})
/** What every thread keeps of its heap, as it was told last. */
const heaps = new Map()
const channel = new BroadcastChannel('heaps')
channel.onmessage = ({ data }) => heaps.set(data.threadId, data)
channel.unref()
const timer = setInterval(async () => {
  const { rss } = process.memoryUsage()
  const kept = [...heaps.values()].reduce((sum, { used, size }) => sum - size + used, rss)
  const late = Float64Array.from(lateness.splice(0)).sort()
  const { stored } = await daemon.store.admin.health()
  const { begun, missed, overrun, held, dropped, observations } = daemon.monitor.figures()
  const p99 = late[Math.max(0, Math.ceil(late.length * 0.99) - 1)] ?? 0
  process.send({ rss, kept, stored, begun, missed, overrun, held, dropped, p99, observations })
}, 1_000)
process.on('disconnect', async () => {
  clearInterval(timer)
  await daemon.stop()
  process.exit()
})
