import { parentPort, workerData } from 'node:worker_threads'
import { ConnectLoop, type LoopDescriptors } from './connect-loop.js'
import { loadFfi } from './ffi.js'
import { Mailbox } from './mailbox.js'
import { openSyscalls } from './syscalls.js'

/** What the engine gives its worker. */
export interface WorkerData {
  readonly buffer: SharedArrayBuffer
  readonly descriptors: LoopDescriptors
}

/** What the worker says to its engine: look at the outcomes; or: nothing to do, wake me by a message. */
export type WorkerMessage = 'outcomes' | 'parked'

const { buffer, descriptors }: WorkerData = workerData
const port = parentPort
const loaded = loadFfi()
if (!port || !('ffi' in loaded))
  throw new Error('the worker of the native engine needs its engine and koffi')

const say = (message: WorkerMessage) => port.postMessage(message)
const loop = new ConnectLoop(new Mailbox(buffer), openSyscalls(loaded.ffi), descriptors, () =>
  say('outcomes'),
)
port.on('message', () => {
  loop.run()
  say('parked')
})
