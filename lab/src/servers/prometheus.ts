import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type Availability, isInstalled } from '../packages/requirements.js'
import { endProcess } from '../processes/host-process.js'

/** A real Prometheus on a free port of 127.0.0.1. */
export interface Prometheus extends AsyncDisposable {
  readonly url: string
  /** Asks its own API for the newest values of an expression, with their labels. */
  query(expression: string): Promise<readonly PrometheusSample[]>
  /** Ends it and removes its data. */
  close(): Promise<void>
}

export interface PrometheusSample {
  readonly metric: Readonly<Record<string, string>>
  readonly value: number
}

/** Both are in Debian's package. */
const PROGRAMS = ['prometheus', 'promtool']

export function prometheusRequirements(): Availability {
  const missing = PROGRAMS.find((program) => !isInstalled(program))
  if (missing === undefined) return { available: true }
  return {
    available: false,
    because: `the program ${missing} is missing (Debian's prometheus)`,
  }
}

/** @param config the text of its configuration file */
export async function startPrometheus(config: string): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-prometheus-'))
  let child: ChildProcess | undefined
  const close = async () => {
    if (child) await endProcess(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const file = join(folder, 'prometheus.yml')
    await writeFile(file, config)
    const server = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    child = server
    const url = await urlOnceReady(server, server.stderr)
    return {
      url,
      query: (expression) => query(url, expression),
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What promtool has to say of metrics in the text format; empty where it has no complaint. */
export function lintMetrics(text: string): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  })
  if (status === 0) return stderr.trim()
  return error?.message ?? (`${stdout}${stderr}`.trim() || `promtool ended with ${status}`)
}

/** It says where it listens and that it serves, in either order. */
function urlOnceReady(server: ChildProcess, log: Readable): Promise<string> {
  const lines: string[] = []
  let url: string | undefined
  let serves = false
  return new Promise((resolve, reject) => {
    createInterface({ input: log }).on('line', (line) => {
      lines.push(line)
      const address = /msg="Listening on" address=(\S+)/.exec(line)?.[1]
      if (address !== undefined) url = `http://${address}`
      serves ||= line.includes('ready to receive web requests')
      if (url !== undefined && serves) resolve(url)
    })
    server.once('error', reject)
    server.once('close', () => reject(new Error(`Prometheus did not start: ${lines.join('; ')}`)))
  })
}

interface QueryAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>
      readonly value: readonly [number, string]
    }[]
  }
}

async function query(url: string, expression: string): Promise<readonly PrometheusSample[]> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`)
  if (!response.ok) throw new Error(`Prometheus answered ${response.status}`)
  // Prometheus' HTTP API, version 1, for expressions that give instant vectors.
  const { data } = (await response.json()) as QueryAnswer
  return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
}
