import { parentPort, workerData } from 'node:worker_threads'
import { openLibc } from './kernel/libc.js'
import { Mailbox } from './mailbox.js'
import { ConnectLoop, type LoopDescriptors } from './thread/connect-loop.js'

/** What the engine gives its worker, by the first message; every later one wakes it. */
export interface WorkerOrders {
  readonly buffer: SharedArrayBuffer
  readonly descriptors: LoopDescriptors
}

/** What the worker says to its engine: it can work now; look at the outcomes; nothing to do, wake me by a message. */
export type WorkerMessage = 'ready' | 'outcomes' | 'parked'

const port = parentPort
const opened = openLibc()
const libc = 'libc' in opened ? opened.libc : undefined
/** Loading is over, for good or ill: see engine-thread.ts. */
const isLoaded: Int32Array = workerData
Atomics.store(isLoaded, 0, 1)
Atomics.notify(isLoaded, 0)
if (!port || !libc) throw new Error('the worker of the native engine needs its engine and koffi')

const say = (message: WorkerMessage) => port.postMessage(message)

let loop: ConnectLoop | undefined
port.on('message', (orders: WorkerOrders) => {
  if (loop) {
    loop.run()
    say('parked')
  } else {
    const mailbox = new Mailbox(orders.buffer)
    loop = new ConnectLoop(mailbox, libc, orders.descriptors, () => say('outcomes'))
    say('ready')
  }
})
