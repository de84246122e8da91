import { isAbsolute, normalize, sep } from 'node:path'
import { escapeControl } from 'check-tcp/words'
import type { PublishedFile } from '../../core/published-file.js'
import { writePage } from '../../status-page/publish/write-page.js'
import { EXIT, type Terminal, UsageError } from '../terminal.js'
import { askByConfig } from './ask-by-config.js'

export interface PageFlags {
  readonly config: string
  readonly page?: string
}

const PATH = '/api/v1/status-pages'

/** `check-tcp monitor page export DIR`: writes a page of the running monitor to a folder. */
export async function exportPage(
  directory: string,
  { config, page }: PageFlags,
  terminal: Terminal,
): Promise<number> {
  const name = page ?? (await onlyPage(config, terminal))
  const path = `${PATH}/${encodeURIComponent(name)}/files`
  const { files } = await askByConfig<{ readonly files: readonly PublishedFile[] }>(
    config,
    terminal,
    {
      method: 'GET',
      path,
    },
  )
  for (const file of files) refuseOutside(file)
  try {
    await writePage(directory, files)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`the page cannot be written to ${escapeControl(directory)}: ${why}`)
  }
  await terminal.out(`${files.length} files are in ${escapeControl(directory)}\n`)
  return EXIT.ok
}

async function onlyPage(config: string, terminal: Terminal): Promise<string> {
  const asked = { method: 'GET', path: PATH }
  const { status_pages: pages } = await askByConfig<{
    readonly status_pages: readonly { readonly name: string }[]
  }>(config, terminal, asked)
  const [first, second] = pages
  if (!first) throw new UsageError('the config has no status page: add `status_pages`')
  if (!second) return first.name
  const names = pages.map(({ name }) => name).join(', ')
  throw new UsageError(`say which with --page: the config has ${names}`)
}

/** What is written stays in the folder, whoever answers at that address. */
function refuseOutside({ path }: PublishedFile): void {
  const isWithin = !isAbsolute(path) && !normalize(path).split(sep).includes('..')
  if (isWithin && !path.includes('\\')) return
  throw new UsageError(
    `what answers is no check-tcp monitor: it wants to write ${escapeControl(path)}`,
  )
}
