import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { prometheusRequirements, startPrometheus } from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { PluginFolder } from '../plugin-folder.js'
import { expressionsOf, metricsOf } from './expressions.js'

const COMMAND = resolve(import.meta.dirname, '../../packages/check-tcp/bin/check-tcp.cjs')
const requirements = prometheusRequirements()
const leftOut = requirements.available ? '' : ` (left out: ${requirements.because})`

const textOf = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

describe('a monitor that runs', () => {
  const folder = new PluginFolder()
  const server = createServer((socket) => socket.on('error', () => {}).resume())
  let monitor: ChildProcess
  let url: URL

  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const check = (name: string, port: number) => ({
      ...{ name, plugin: 'check_tcp_connection', every: '1s' },
      parameters: { host: '127.0.0.1', port, timeout: 3 },
    })
    const config = { http: { listen: '127.0.0.1:0' }, checks: [check('web', port), check('db', 1)] }
    const path = folder.write('monitor.yaml', stringify(config))
    monitor = spawn(process.execPath, [COMMAND, 'monitor', path, '--log-format', 'json'], {
      cwd: folder.path,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    url = await addressOf(monitor)
  })

  afterAll(async () => {
    const ended = once(monitor, 'close')
    monitor.kill('SIGTERM')
    await ended
    server.close()
    folder[Symbol.dispose]()
  })

  const metrics = async () => (await fetch(new URL('/metrics', url))).text()

  it('serves every metric that the rules and the dashboard name, of the kind that they take it for', async () => {
    await expect.poll(metrics).toMatch(/^check_tcp_failures_total\{.*\} [1-9]/m)
    const served = new Map(
      [...(await metrics()).matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, kind]) => [
        name,
        kind,
      ]),
    )
    const expressions = expressionsOf(textOf)
    expect(expressions.length).toBeGreaterThan(10)
    for (const expression of expressions) {
      for (const name of metricsOf(expression)) expect([...served.keys()]).toContain(name)
      for (const [, name = ''] of expression.matchAll(/\brate\((check_tcp_\w+?)(_bucket)?\[/g)) {
        expect(served.get(name), name).toMatch(/^(counter|histogram)$/)
      }
    }
  })

  it.skipIf(!requirements.available)(
    `gives values to the rules and to every panel, scraped as a Collector does it${leftOut}`,
    async () => {
      const { config: scraped } = parse(textOf('otel-collector.yaml')).receivers.prometheus
      scraped.scrape_configs[0].scrape_interval = '1s'
      scraped.scrape_configs[0].static_configs[0].targets = [url.host]
      const rules = folder.write('rules.yml', textOf('check-tcp.rules.yml'))
      const global = { evaluation_interval: '1s' }
      await using prometheus = await startPrometheus(
        stringify({ global, rule_files: [rules], ...scraped }),
      )
      const valuesOf = async (expression: string) => (await prometheus.query(expression)).length
      await expect.poll(() => valuesOf('up == 1')).toBe(1)
      for (const expression of expressionsOf(textOf)) {
        const values = expect.poll(() => valuesOf(expression), { message: expression })
        // What counts retransmissions, or asks for a fault of the monitor itself, has nothing to show here.
        const isQuiet = /syn_retransmits|isolated == 1|store_up == 0/.test(expression)
        await values.toBeGreaterThanOrEqual(isQuiet ? 0 : 1)
      }
      await expect.poll(() => valuesOf('ALERTS{alertname="TcpTargetDown", check="db"}')).toBe(1)
    },
  )
})

describe('the example of an OpenTelemetry Collector', () => {
  const { receivers, exporters, service } = parse(textOf('otel-collector.yaml'))

  it('has pipelines of receivers and exporters that it defines, of kinds that a Collector has', () => {
    const kinds = (parts: object) => Object.keys(parts).map((name) => name.replace(/\/.*/, ''))
    expect(kinds(receivers)).toEqual(['prometheus'])
    expect(kinds(exporters)).toEqual(['otlphttp'])
    for (const pipeline of Object.values<Record<string, string[]>>(service.pipelines)) {
      for (const name of pipeline.receivers ?? []) expect(Object.keys(receivers)).toContain(name)
      for (const name of pipeline.exporters ?? []) expect(Object.keys(exporters)).toContain(name)
    }
    expect(Object.keys(receivers.prometheus)).toEqual(['config'])
    expect(new URL(exporters.otlphttp.endpoint).protocol).toBe('http:')
  })
})

/** Where it says that it serves. */
async function addressOf(monitor: ChildProcess): Promise<URL> {
  const lines: string[] = []
  for await (const line of createInterface({ input: monitor.stderr as NodeJS.ReadableStream })) {
    lines.push(line)
    const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (found !== undefined) {
      monitor.stderr?.resume()
      return new URL(found)
    }
  }
  throw new Error(`the monitor did not start: ${lines.join('; ')}`)
}
