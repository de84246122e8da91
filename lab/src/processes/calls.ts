import type { ChildProcess } from 'node:child_process'

/** What a process of the lab can be asked for: names to functions whose arguments and results are plain data. */
type Methods<M> = {
  readonly [N in keyof M]: (...args: never[]) => Promise<unknown>
}

export type Call<M extends Methods<M>> = <N extends keyof M & string>(
  name: N,
  ...args: Parameters<M[N]>
) => ReturnType<M[N]>

interface Request {
  readonly id: number
  readonly name: string
  readonly args: readonly never[]
}

type Reply =
  | { readonly id: number; readonly value?: unknown }
  | { readonly id: number; readonly error: string }

/** Answers the requests of the parent process until it is gone, then ends. */
export function serveCalls<M extends Methods<M>>(methods: M): void {
  const send = (reply: Reply) => process.send?.(reply)
  process.on('message', async (message) => {
    const { id, name, args } = asRequest(message)
    try {
      const method = methods[name as keyof M]
      send({ id, value: await method(...args) })
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', () => process.exit())
  send({ id: READY })
}

const READY = -1

/** Resolves when the child serves, with the function that calls it. Calls fail when the child ends before its reply. */
export function callsTo<M extends Methods<M>>(child: ChildProcess): Promise<Call<M>> {
  let lastId = 0
  const waiting = new Map<number, (reply: Reply) => void>()
  const request = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, (reply) =>
        'error' in reply ? reject(new Error(`${name}: ${reply.error}`)) : resolve(reply.value),
      )
      child.send({ id, name, args }, (error) => error && reject(error))
    })
  return new Promise((resolve, reject) => {
    waiting.set(READY, () => resolve(asCall<M>(request)))
    child.on('message', (message) => {
      const reply = asReply(message)
      const settle = waiting.get(reply.id)
      waiting.delete(reply.id)
      settle?.(reply)
    })
    child.once('error', reject)
    child.once('exit', (status, signal) => {
      const ended = `the process ended with ${status ?? signal}`
      reject(new Error(ended))
      for (const [id, settle] of waiting) settle({ id, error: ended })
    })
  })
}

/** Only `callsTo` sends to a process that serves, in this shape. */
function asRequest(message: unknown): Request {
  return message as Request
}

/** Only `serveCalls` sends to the parent, in this shape. */
function asReply(message: unknown): Reply {
  return message as Reply
}

/** Both ends are compiled against the same `M`, so what comes back has the type that `M` says. */
function asCall<M extends Methods<M>>(
  request: (name: string, args: readonly unknown[]) => Promise<unknown>,
): Call<M> {
  const call: unknown = (name: string, ...args: readonly unknown[]) => request(name, args)
  return call as Call<M>
}
