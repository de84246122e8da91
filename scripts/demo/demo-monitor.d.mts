import type { Monitor, MonitorConfig } from 'check-tcp-monitor'

/** One that the demo watches. */
export interface DemoService {
  readonly name: string
  readonly host: string
  readonly port: number
  /** Its usual response time, milliseconds. */
  readonly ms: number
  readonly tags: readonly string[]
  readonly description?: string
  readonly canary?: boolean
}

export type DemoState = 'refused' | 'silent' | 'slow' | 'nameless'

export interface Demo {
  readonly url: string
  readonly monitor: Monitor
  readonly world: {
    /** Makes a service so from now on; undefined: fine. */
    set(name: string, state: DemoState | undefined): void
  }
  close(): Promise<void>
}

export interface DemoOptions {
  readonly services?: readonly DemoService[]
  readonly seed?: number
  /** Of history. */
  readonly days?: number
  /** Of which all is checked, and nothing made up. */
  readonly minutes?: number
  readonly token?: string
  readonly tokens?: NonNullable<MonitorConfig['http']>['tokens']
  readonly everyMs?: number
  /** Whether some services are seen from three locations. */
  readonly fleet?: boolean
  /** Whether alerts are sent, to programs that take them all. */
  readonly channels?: boolean
}

export function startDemo(options?: DemoOptions): Promise<Demo>
