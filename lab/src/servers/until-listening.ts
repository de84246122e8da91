import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'

const LOOK_EVERY_MS = 50

/** Resolves when a server of this machine takes connections. @throws when it ends before */
export async function untilListening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const connected = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (connected) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`the server ended with ${child.exitCode} before it listened`)
}
