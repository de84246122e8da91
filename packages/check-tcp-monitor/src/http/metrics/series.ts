import { escapeControl } from 'check-tcp/words'
import { Counter, Gauge, type Registry } from 'prom-client'

/** A part of the metrics, which brings its numbers up to date before they are read. */
export interface MetricsPart {
  collect(): void | Promise<void>
}

/** Makes gauges and counters of one registry. */
export class Series {
  readonly registry: Registry

  constructor(registry: Registry) {
    this.registry = registry
  }

  gauge<const L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) {
    return new Gauge<L>({ name, help, labelNames: [...labelNames], registers: [this.registry] })
  }

  counter<const L extends string = never>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
  ) {
    return new Counter<L>({ name, help, labelNames: [...labelNames], registers: [this.registry] })
  }
}

/** Brings a counter to a number that is counted elsewhere. */
export function setCounter(counter: Counter<never>, value: number): void {
  counter.reset()
  counter.inc(value)
}

/** A label's value: a name in the config may have any characters in it. */
export function labelOf(text: string): string {
  return escapeControl(text)
}
