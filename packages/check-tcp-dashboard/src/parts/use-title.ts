import { useEffect } from 'preact/hooks'
import { useReader } from './reader.js'

/** Names the page in its title, for as long as it is shown. */
export function useTitle(name: string): void {
  const { named } = useReader()
  useEffect(() => {
    named.value = name
    return () => {
      named.value = ''
    }
  }, [name])
}
