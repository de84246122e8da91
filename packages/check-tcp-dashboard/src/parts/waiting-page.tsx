import { Waiting } from './waiting.js'

interface WaitingPageProps {
  readonly title: string
  readonly error: unknown
  readonly reload: () => void
}

/** A page of which nothing is there yet but its name, or that could not be loaded. */
export function WaitingPage({ title, error, reload }: WaitingPageProps) {
  return (
    <article class="page">
      <h1>{title}</h1>
      <Waiting error={error} reload={reload} />
    </article>
  )
}
