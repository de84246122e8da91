import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

interface VirtualListProps<T> {
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly draw: (item: T, place: number) => ComponentChildren
  /** The place of an item that is to be on the screen, and be focused. */
  readonly active: number | undefined
  readonly onShown: (items: readonly T[]) => void
}

/** Drawn beyond what is on the screen, so that a quick scroll shows no gap. */
const BEYOND = 8

/** Before the first row is measured. */
const GUESSED_HEIGHT = 44

/** Draws of many items of one height those that are on the screen. It scrolls with the page. */
export function VirtualList<T>({ items, keyOf, draw, active, onShown }: VirtualListProps<T>) {
  const box = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(GUESSED_HEIGHT)
  const [[from, until], setRange] = useState<readonly [number, number]>([0, 50])

  useLayoutEffect(() => {
    const look = () => {
      const { current } = box
      if (!current) return
      const row = current.querySelector('[role=row]')?.getBoundingClientRect().height
      if (row && Math.abs(row - height) > 0.5) setHeight(row)
      const top = -current.getBoundingClientRect().top
      const first = Math.max(0, Math.floor(top / (row ?? height)) - BEYOND)
      const count = Math.ceil(innerHeight / (row ?? height)) + 2 * BEYOND
      setRange((before) =>
        before[0] === first && before[1] === first + count ? before : [first, first + count],
      )
    }
    look()
    addEventListener('scroll', look, { passive: true })
    addEventListener('resize', look)
    return () => {
      removeEventListener('scroll', look)
      removeEventListener('resize', look)
    }
  }, [height, items.length])

  useLayoutEffect(() => {
    const { current } = box
    if (active === undefined || !current) return
    const top = current.getBoundingClientRect().top + active * height
    const margin = 2 * height
    if (top < margin) scrollBy(0, top - margin)
    else if (top + height > innerHeight - margin) scrollBy(0, top + height + margin - innerHeight)
    const focus = () =>
      current
        .querySelector<HTMLElement>(`[aria-rowindex="${active + 2}"] a`)
        ?.focus({ preventScroll: true })
    // A row far away is drawn after the scroll alone.
    requestAnimationFrame(() => requestAnimationFrame(focus))
    focus()
  }, [active])

  const end = Math.min(items.length, until)
  const begin = Math.min(from, Math.max(0, end - 1))
  const drawn = items.slice(begin, end)
  useEffect(() => onShown(drawn), [begin, end, items])
  return (
    <div ref={box} role="rowgroup" class="virtual" style={{ height: `${items.length * height}px` }}>
      <div role="presentation" style={{ transform: `translateY(${begin * height}px)` }}>
        {drawn.map((item, more) => (
          <div role="presentation" key={keyOf(item)}>
            {draw(item, begin + more)}
          </div>
        ))}
      </div>
    </div>
  )
}
