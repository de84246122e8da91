import { EXIT } from './exit-codes.js'

/** What libuv's thread pool is at: reading files, asking the system for names. */
const POOL_WORK = /^(FSReq|GetAddrInfo)/i

/**
 * Ends the process after Ctrl-C. `process.exit` waits for the thread pool (`uv_library_shutdown` joins its threads),
 * which may wait for ever, as for somebody to write to a pipe. The process then ends by the signal itself, which a
 * shell reports as 130 just the same.
 */
export function exitInterrupted(): void {
  if (process.getActiveResourcesInfo().some((name) => POOL_WORK.test(name))) {
    process.removeAllListeners('SIGINT')
    process.kill(process.pid, 'SIGINT')
  }
  process.exit(EXIT.interrupted)
}
