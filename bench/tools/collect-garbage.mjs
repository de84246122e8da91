// Loaded into every thread of a process: collects its garbage again and again, and tells what is kept and what V8 holds for it.
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { threadId } from 'node:worker_threads'

const EVERY_MS = 15_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const channel = new BroadcastChannel('heaps')
channel.unref()
setInterval(() => {
  collect()
  const { used_heap_size: used, total_physical_size: size } = getHeapStatistics()
  channel.postMessage({ threadId, used, size })
}, EVERY_MS).unref()
