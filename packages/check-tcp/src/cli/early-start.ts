import { startEarlyThread } from '../engine/native/early-thread.js'
import { expectsMany } from './flags/expects-many.js'

/** What is started before the command is loaded, since it takes as long as that does. */
export function earlyStart(): void {
  if (expectsMany(process.argv.slice(2))) startEarlyThread(new URL('./worker.cjs', import.meta.url))
}
