import { type ComponentType, createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { MoreTexts } from '../texts/en-more.js'
import { useReader } from './reader.js'

interface LazyProps<P> {
  /** Must always be the same. */
  readonly load: () => Promise<ComponentType<P>>
  readonly props: P
}

interface Loaded<P> {
  readonly Loaded: ComponentType<P>
  readonly texts: MoreTexts
}

const MoreContext = createContext<MoreTexts | undefined>(undefined)

/** What is loaded when it is first needed, with what it says; nothing until then. */
export function Lazy<P extends object>({ load, props }: LazyProps<P>) {
  const { more } = useReader()
  const [loaded, setLoaded] = useState<Loaded<P>>()
  const [failure, setFailure] = useState<{ readonly error: unknown }>()
  useEffect(() => {
    Promise.all([load(), more()]).then(
      ([Loaded, texts]) => setLoaded({ Loaded, texts }),
      (error: unknown) => setFailure({ error }),
    )
  }, [load])
  if (failure) throw failure.error
  if (!loaded) return null
  const { Loaded, texts } = loaded
  return (
    <MoreContext.Provider value={texts}>
      <Loaded {...props} />
    </MoreContext.Provider>
  )
}

/** The texts of what was loaded later. */
export function useMore(): MoreTexts {
  const texts = useContext(MoreContext)
  if (!texts) throw new Error('these texts are there within `Lazy` alone')
  return texts
}
