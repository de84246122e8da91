import type { ComponentChildren } from 'preact'

interface CardProps {
  readonly title: string
  /** Stands beside the title, such as buttons. */
  readonly aside?: ComponentChildren
  readonly class?: string
  readonly children: ComponentChildren
}

/** A part of a page, with its title. */
export function Card({ title, aside, class: name = '', children }: CardProps) {
  return (
    <section class={`card ${name}`}>
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

interface FactsProps {
  /** Those without a value are left out. */
  readonly facts: readonly (readonly [name: string, value: ComponentChildren])[]
}

/** Names and values. */
export function Facts({ facts }: FactsProps) {
  const known = facts.filter(([, value]) => Boolean(value))
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
