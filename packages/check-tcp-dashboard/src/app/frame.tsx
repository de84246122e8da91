import type { ComponentChildren } from 'preact'
import { useWords } from '../parts/reader.js'
import type { Section } from './routes.js'

interface FrameProps {
  readonly section: Section | undefined
  /** What stands at the end of the bar: connection, keys, session. */
  readonly aside?: ComponentChildren
  readonly children: ComponentChildren
}

const LINKS: readonly (readonly [Section, string])[] = [
  ['overview', '/'],
  ['incidents', '/incidents'],
  ['locations', '/locations'],
  ['monitor', '/monitor'],
]

/** What stands around every page. */
export function Frame({ section, aside, children }: FrameProps) {
  const { nav } = useWords().t
  return (
    <>
      <a class="skip" href="#content">
        {nav.skip}
      </a>
      <header class="bar">
        <a class="brand" href="/" data-page>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 6h12.200L12 2.800 13.400 1.400 19 7l-5.600 5.600L12 11.200 15.200 8H3Zm18 12H8.800l3.200 3.200-1.400 1.400L5 17l5.600-5.600 1.400 1.400L8.800 16H21Z" />
          </svg>
          check-tcp
        </a>
        <nav aria-label={nav.label}>
          {LINKS.map(([name, href]) => (
            <a
              key={name}
              href={href}
              data-page
              aria-current={name === section ? 'page' : undefined}
            >
              {nav[name]}
            </a>
          ))}
        </nav>
        <div class="aside">{aside}</div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}
