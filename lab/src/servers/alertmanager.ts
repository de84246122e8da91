import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type Availability, isInstalled } from '../packages/requirements.js'
import { endProcess } from '../processes/host-process.js'

/** A real Alertmanager on a free port of loopback, alone and with nothing in its memory. */
export interface Alertmanager extends AsyncDisposable {
  readonly url: string
}

/** Needs no root: only the program. */
export function alertmanagerRequirements(): Availability {
  if (isInstalled('prometheus-alertmanager')) return { available: true }
  return {
    available: false,
    because: "the program prometheus-alertmanager is missing (Debian's prometheus-alertmanager)",
  }
}

/** @param config the text of its configuration file */
export async function startAlertmanager(config: string): Promise<Alertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-alertmanager-'))
  const file = join(folder, 'alertmanager.yml')
  await writeFile(file, config)
  const child = spawn(
    'prometheus-alertmanager',
    [
      ...[`--config.file=${file}`, `--storage.path=${join(folder, 'data')}`],
      // It looks for no others, which would want a private address.
      ...['--web.listen-address=127.0.0.1:0', '--cluster.listen-address='],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const close = async () => {
    await endProcess(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const url = `http://${await addressOf(child, child.stderr)}`
    return { url, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Its log names the port that the system chose. */
function addressOf(child: ChildProcess, log: Readable): Promise<string> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    createInterface({ input: log }).on('line', (line) => {
      lines.push(line)
      const address = /msg="Listening on" address=(\S+)/.exec(line)?.[1]
      if (address) resolve(address)
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(`Alertmanager did not start: ${lines.join('; ')}`)))
  })
}
