import type { Signal } from '@preact/signals'
import type { Reader } from '../parts/reader.js'

const LOOK_MS = 10_000

/** Lets the time go on. */
export function keepTime(now: Signal<number>): void {
  setInterval(() => {
    now.value = Date.now()
  }, LOOK_MS)
}

/** Takes the place from the address, whenever the reader goes back, or follows a link to another page of ours. */
export function followPlace(place: Signal<URL>): Reader['go'] {
  addEventListener('popstate', () => {
    place.value = new URL(location.href)
  })
  const go: Reader['go'] = (to, how = 'push') => {
    const url = new URL(to, location.href)
    if (how === 'replace') history.replaceState(null, '', url)
    else history.pushState(null, '', url)
    const isAnotherPage = url.pathname !== place.value.pathname
    place.value = url
    if (isAnotherPage) scrollTo(0, 0)
  }
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || event.defaultPrevented || event.button !== 0 || link.target !== '') return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const url = new URL(link.href)
    if (url.origin !== location.origin || link.dataset.page === undefined) return
    event.preventDefault()
    go(url)
  })
  return go
}
