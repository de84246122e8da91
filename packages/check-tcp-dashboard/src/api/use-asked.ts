import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from './desk.js'

/** What the API said, so far. */
interface Asked<T> {
  /** Of the path that was asked last with success. */
  readonly data: T | undefined
  readonly error: unknown
  readonly reload: () => void
}

interface Options {
  /** Asked again when it changes, at most every two seconds; what is there stays meanwhile. */
  readonly after?: unknown
  /** Asked again so often, milliseconds. */
  readonly every?: number
}

/** Many changes within so long are asked about once. */
const QUIET_MS = 2_000

/** Asks the API, again when the path is another one or something has happened. @param path absent: nothing yet */
export function useAsked<T>(path: string | undefined, { after, every }: Options = {}): Asked<T> {
  const { ask, access } = useDesk()
  const [state, setState] = useState<{ path?: string | undefined; data?: T; error?: unknown }>({})
  const [turn, setTurn] = useState(0)
  const askedAt = useRef(0)

  useEffect(() => {
    if (path === undefined) return undefined
    const ending = new AbortController()
    const load = async () => {
      askedAt.current = performance.now()
      try {
        const data = await ask<T>(path, { signal: ending.signal })
        setState({ path, data })
      } catch (error) {
        if (ending.signal.aborted) return
        access.noteRefusal(error)
        setState((before) => ({ ...before, error }))
      }
    }
    const isNew = state.path !== path
    const waited = performance.now() - askedAt.current
    const wait = isNew || turn !== 0 ? 0 : Math.max(0, QUIET_MS - waited)
    const timer = setTimeout(() => void load(), wait)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [path, after, turn])

  useEffect(() => {
    if (every === undefined) return undefined
    const timer = setInterval(() => {
      if (!document.hidden) setTurn((before) => before + 1)
    }, every)
    return () => clearInterval(timer)
  }, [every])

  const isCurrent = state.path === path
  return {
    data: isCurrent ? state.data : undefined,
    error: state.error,
    reload: () => setTurn((before) => before + 1),
  }
}
