import { useEffect, useState } from 'preact/hooks'
import { useDesk } from './desk.js'

interface AskedAll<T> {
  /** In the order of the paths; undefined until all have been answered. */
  readonly data: readonly T[] | undefined
  readonly error: unknown
  readonly reload: () => void
}

/** Asks the API for several things of one kind, which are of use together alone. */
export function useAskedAll<T>(paths: readonly string[]): AskedAll<T> {
  const { ask, access } = useDesk()
  const key = paths.join('\n')
  const [state, setState] = useState<{ key?: string; data?: readonly T[]; error?: unknown }>({})
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const ending = new AbortController()
    Promise.all(paths.map((path) => ask<T>(path, { signal: ending.signal }))).then(
      (data) => setState({ key, data }),
      (error: unknown) => {
        if (ending.signal.aborted) return
        access.noteRefusal(error)
        setState({ key, error })
      },
    )
    return () => ending.abort()
  }, [key, turn])
  return { data: state.data, error: state.error, reload: () => setTurn(turn + 1) }
}
