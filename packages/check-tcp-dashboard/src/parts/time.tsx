import { useReader } from './reader.js'

/** How long something has lasted; the absolute time on hover, and to those who hear the page. */
export function Since({ at }: { readonly at: number }) {
  const { words, now } = useReader()
  const { t, lasting, absolute } = words
  const seconds = (now.value - at) / 1_000
  return (
    <time dateTime={new Date(at).toISOString()} title={t.time.since(absolute(at))}>
      {t.time.for(lasting(seconds))}
    </time>
  )
}

/** A time, short; the whole of it on hover or focus. @param exact to the second */
export function Moment({ at, exact = false }: { readonly at: number; readonly exact?: boolean }) {
  const { words, now } = useReader()
  const whole = words.absolute(at)
  return (
    <time class="moment" dateTime={new Date(at).toISOString()} tabIndex={0} data-whole={whole}>
      {exact ? words.shortWithSeconds(at, now.value) : words.short(at, now.value)}
    </time>
  )
}
