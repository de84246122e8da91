import type { Environment } from 'check-tcp/files'
import { type LoadedConfig, loadMonitorConfig } from '../config/load-config.js'
import type { LocalServicePool } from '../config/read/local-service-pool.js'
import {
  type ConfigWatch,
  type FilesBefore,
  lookAtFiles,
  watchConfig,
} from '../config/watch/watch-config.js'
import type { Log } from '../core/log.js'
import type { Clock } from '../core/time/clock.js'
import { warnOfConfig } from './warn-of-config.js'

export interface ConfigReloaderOptions {
  /** The config's main file. */
  readonly path: string
  readonly environment: Environment
  /** Has the local services of the config that runs. @default another config has its own */
  readonly services?: LocalServicePool
  readonly clock: Clock
  readonly log: Log
  /** Takes another config: all of it, or nothing where it throws. */
  readonly take: (loaded: LoadedConfig) => void
  /** Called with why a newer config was not taken; the one that runs goes on. */
  readonly onProblem: (problem: string) => void
}

/** Watches the files of the config, and reads it again when they change or when it is asked to: one reload at a time. */
export class ConfigReloader {
  readonly #options: ConfigReloaderOptions
  /** The files of the config that runs. */
  #files: readonly string[]
  #watched: readonly string[]
  #patterns: readonly string[] | undefined
  #watch: ConfigWatch
  #reloading: Promise<string | undefined> = Promise.resolve(undefined)
  #isStopping = false

  /** @param before how the files were before they were read */
  constructor(
    options: ConfigReloaderOptions,
    { files, patterns }: Pick<LoadedConfig, 'files' | 'patterns'>,
    before: FilesBefore,
  ) {
    this.#options = options
    this.#files = files
    this.#watched = files
    this.#patterns = patterns
    this.#watch = this.#watchFiles(before)
  }

  /** No reload begins before `begun` is over, however it ends. */
  waitFor(begun: Promise<unknown>): void {
    this.#reloading = begun.then(
      () => undefined,
      () => undefined,
    )
  }

  /** Takes the config as its files are now, or goes on with the one before. @returns why it was not taken; never rejects */
  reload(): Promise<string | undefined> {
    const reloaded = this.#reloading.then(() => this.#reload())
    this.#reloading = reloaded
    return reloaded
  }

  /** No reload begins from now on. */
  refuse(): void {
    this.#isStopping = true
  }

  /** Resolves when no reload is under way. */
  async settle(): Promise<void> {
    await this.#reloading
  }

  /** Ends the watch over the files. */
  close(): void {
    this.#watch.close()
  }

  async #reload(): Promise<string | undefined> {
    if (this.#isStopping) return 'the monitor stops'
    const { path, environment, services, clock, log, take, onProblem } = this.#options
    const before = await lookAtFiles(this.#watched, clock)
    this.#watch.close()
    const tried = new Set<string>()
    const onFile = (file: string) => tried.add(file)
    try {
      const loaded = await loadMonitorConfig(path, {
        ...{ environment, onFile },
        ...(services && { services }),
      })
      try {
        warnOfConfig(loaded, log)
        take(loaded)
      } catch (error) {
        await loaded.close()
        throw error
      }
      this.#files = loaded.files
      this.#watched = loaded.files
      this.#patterns = loaded.patterns
      return undefined
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      onProblem(text)
      log.error({}, `the config stays as it was: ${text}`)
      // What is wrong may be mended in a file that the config before did not have.
      this.#watched = [...new Set([...this.#files, ...tried])]
      this.#patterns = undefined
      return text
    } finally {
      this.#watch = this.#watchFiles(before)
    }
  }

  #watchFiles(before: FilesBefore): ConfigWatch {
    const { clock } = this.#options
    const patterns = this.#patterns
    return watchConfig(this.#watched, () => void this.reload(), { clock, before, patterns })
  }
}
