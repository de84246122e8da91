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

/** What the worker says to its engine: it can work now; look at the outcomes; nothing to do, wake me by a message. */
export type WorkerMessage = 'loaded' | 'outcomes' | 'parked'

const { buffer, descriptors }: WorkerData = workerData
const port = parentPort
const loaded = loadFfi()
if (!port || !('ffi' in loaded))
  throw new Error('the worker of the native engine needs its engine and koffi')

const say = (message: WorkerMessage) => port.postMessage(message)
const mailbox = new Mailbox(buffer)
const loop = new ConnectLoop(mailbox, openSyscalls(loaded.ffi), descriptors, () => say('outcomes'))
mailbox.loaded()
say('loaded')
port.on('message', () => {
  loop.run()
  say('parked')
})
