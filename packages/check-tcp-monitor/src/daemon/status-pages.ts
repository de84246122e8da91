import type { StatusPageConfig } from '../core/config/status-page.js'
import type { Log } from '../core/log.js'
import type { PublishedFile } from '../core/published-file.js'
import type { Store } from '../core/store/store.js'
import type { Clock } from '../core/time/clock.js'
import { type OpenedHttp, openListener } from '../http/listener.js'
import type { Monitor } from '../monitor/monitor.js'
import type { PageSource } from '../status-page/page-source.js'
import { pageFiles } from '../status-page/publish/page-files.js'
import { PageServer } from '../status-page/publish/serve-page.js'
import { writePage } from '../status-page/publish/write-page.js'
import { StatusPage } from '../status-page/status-page.js'

interface StatusPagesOptions {
  /** Of the config now. */
  readonly pages: () => readonly StatusPageConfig[]
  readonly monitor: Monitor
  readonly store: Pick<Store, 'queries'>
  readonly clock: Clock
  readonly log: Log
}

interface OpenedPage {
  readonly config: StatusPageConfig
  readonly page: StatusPage
  readonly listener: OpenedHttp | undefined
  close(): Promise<void>
}

/** The pages for everybody: each with its listener and its export. */
export class StatusPages {
  readonly #options: StatusPagesOptions
  readonly #source: PageSource
  readonly #opened = new Map<string, OpenedPage>()
  #taking: Promise<void> = Promise.resolve()

  private constructor(options: StatusPagesOptions) {
    const { monitor, store, clock } = options
    this.#options = options
    this.#source = {
      ...{ clock, status: monitor, queries: store.queries },
      checks: () => monitor.config.checks,
      planned: () => monitor.plannedMaintenance(),
    }
  }

  /** @throws {HttpListenError} (as a rejection) where one cannot listen where the config says */
  static async open(options: StatusPagesOptions): Promise<StatusPages> {
    const pages = new StatusPages(options)
    try {
      for (const config of options.pages()) await pages.#open(config)
      return pages
    } catch (error) {
      await pages.close()
      throw error
    }
  }

  /** Where each page listens, by its name. */
  get urls(): ReadonlyMap<string, string> {
    const listening = [...this.#opened].filter(([, { listener }]) => listener)
    return new Map(listening.map(([name, { listener }]) => [name, listener?.url ?? '']))
  }

  /** Opens and closes what another config has and has not. One that cannot be opened is reported to the log. */
  take(): void {
    this.#taking = this.#taking.then(() => this.#take())
  }

  /** The files of a page as it is now; undefined where there is none of the name. */
  async files(name: string): Promise<readonly PublishedFile[] | undefined> {
    const opened = this.#opened.get(name)
    return opened && pageFiles((await opened.page.page()).model)
  }

  async close(): Promise<void> {
    await this.#taking
    await Promise.all([...this.#opened.values()].map((each) => each.close()))
    this.#opened.clear()
  }

  async #take(): Promise<void> {
    const { pages, log } = this.#options
    const wanted = new Map(pages().map((page) => [page.name, page]))
    for (const [name, opened] of this.#opened) {
      const page = wanted.get(name)
      if (page && isKept(opened.config, page)) continue
      this.#opened.delete(name)
      await opened.close()
    }
    for (const page of wanted.values()) {
      if (this.#opened.has(page.name)) continue
      await this.#open(page).catch((error: unknown) => {
        log.error({ page: page.name, error: String(error) }, 'a status page is not served')
      })
    }
  }

  async #open(config: StatusPageConfig): Promise<void> {
    const { pages, log } = this.#options
    const source = this.#source
    const { name, listen } = config
    const now = () => pages().find((each) => each.name === name) ?? config
    let isClosed = false
    const page = new StatusPage(now, source, (error) => {
      // What was being made meanwhile finds the history closed, and nobody waits for it.
      if (!isClosed) log.error({ page: name, error: String(error) }, 'a status page cannot be made')
    })
    const serve = () => ({ hono: new PageServer(page), close: async () => {} })
    const onUnreadable = () => {}
    const listener = listen && (await openListener({ ...listen, serve, onUnreadable }))
    if (listener) log.info({ page: name, url: listener.url }, 'a status page is served')
    const stopExport = this.#startExport(config, page)
    const close = async () => {
      isClosed = true
      await stopExport()
      await listener?.close()
    }
    this.#opened.set(name, { config, page, listener, close })
    // Its first reading of the history takes longest.
    page.page().catch(() => {})
  }

  #startExport({ name, export: exported }: StatusPageConfig, page: StatusPage) {
    if (!exported) return async () => {}
    const { clock, log } = this.#options
    let isOver = false
    let failure: string | undefined
    let cancel = () => {}
    const write = async () => {
      try {
        await writePage(exported.directory, pageFiles((await page.page()).model))
        failure = undefined
      } catch (error) {
        const problem = String(error)
        if (problem !== failure)
          log.error({ page: name, error: problem }, 'a status page cannot be exported')
        failure = problem
      }
      if (!isOver) cancel = clock.setTimer(exported.everyMs, start)
    }
    let writing = Promise.resolve()
    const start = () => {
      writing = write()
    }
    start()
    return async () => {
      isOver = true
      cancel()
      await writing
    }
  }
}

/** What another config changes of it, and cannot be changed while it is open. */
function isKept(before: StatusPageConfig, after: StatusPageConfig): boolean {
  const fixed = ({ listen, export: exported }: StatusPageConfig) =>
    JSON.stringify([listen?.host, listen?.port, exported?.directory, exported?.everyMs])
  return fixed(before) === fixed(after)
}
