import { Registry } from 'prom-client'
import type { HttpOptions } from '../http-options.js'
import { createAgentMetrics } from './agent-metrics.js'
import { CheckMetrics } from './check-metrics.js'
import { CheckTimes } from './check-times.js'
import { createDeliveryMetrics } from './delivery-metrics.js'
import { createFigureMetrics } from './figure-metrics.js'
import { createProcessMetrics } from './process-metrics.js'
import { ResultMetrics } from './result-metrics.js'
import { type MetricsPart, Series } from './series.js'
import { createStoreMetrics } from './store-metrics.js'

/** Everything that `/metrics` tells, in a registry of its own. */
export class MonitorMetrics {
  readonly registry = new Registry()
  readonly #results: ResultMetrics
  readonly #checks: CheckMetrics
  readonly #times: CheckTimes
  readonly #parts: readonly MetricsPart[]
  #reading: Promise<string> | undefined

  /** @param streams readers of events now */
  constructor(options: HttpOptions, streams: () => number) {
    const { monitor, config, deliveries, version, clock } = options
    const series = new Series(this.registry)
    this.#results = new ResultMetrics(series, monitor.events)
    this.#times = new CheckTimes(monitor.events, clock)
    this.#checks = new CheckMetrics(series, monitor, this.#times)
    this.#parts = [
      this.#results,
      this.#checks,
      createFigureMetrics(series, monitor, config),
      createStoreMetrics(series, options),
      createDeliveryMetrics(series, deliveries),
      createAgentMetrics(series, options.fleet),
      createProcessMetrics(series, { version, clock, streams }),
    ]
  }

  /** The text format 0.0.4. Those who ask meanwhile get the same text: many scrapes cost no more than one. */
  text(): Promise<string> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  close(): void {
    this.#results.close()
    this.#times.close()
    this.registry.clear()
  }

  async #read(): Promise<string> {
    for (const part of this.#parts) await part.collect()
    const registered = await this.registry.metrics()
    return `${registered}\n${this.#checks.text()}`
  }
}
