import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import {
  addHostNames,
  createSwitchedLab,
  type Host,
  labRequirements,
  type Services,
  type SwitchedLab,
  servicesOn,
} from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks, ROOT } from './code-blocks.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

const GUIDE = 'docs/guide/fleet.md'
const LOCATIONS = ['fra', 'nyc', 'ams'] as const
const HOSTS = ['hub', ...LOCATIONS, 'database', 'intranet'] as const
const JOIN_STRING = /ctj1:\S+/

/** The command of the guide that says so, as somebody copies it, and what the guide shows below it. */
function commandOf(guide: string): { readonly line: string; readonly shown: string } {
  for (const { code } of codeBlocks(GUIDE)) {
    const [, line, shown] = new RegExp(`^\\$ (${guide}.*)\\n([^$]*)`, 'm').exec(code) ?? []
    if (line !== undefined && shown !== undefined) return { line, shown: shown.trimEnd() }
  }
  throw new Error(`the guide has no command that begins with ${guide}`)
}

describe.runIf(labs.available)(`the guide to checks from many locations${leftOut}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-guide-'))
  const children: ChildProcess[] = []
  const services: Services[] = []
  let lab: SwitchedLab<(typeof HOSTS)[number]>

  /** A shell at a host, in a folder of its own, with `check-tcp` on its path. */
  const shell = (name: (typeof HOSTS)[number], line: string) => {
    const cwd = join(folder, name)
    mkdirSync(cwd, { recursive: true })
    const child = spawn('ip', ['netns', 'exec', lab.hosts[name].namespace, 'sh', '-c', line], {
      cwd,
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
        TOKEN: 'a secret of your own, 16 characters or more',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    return child
  }

  const outputOf = async (name: (typeof HOSTS)[number], line: string) => {
    const child = shell(name, line)
    const texts = { stdout: '', stderr: '' }
    child.stdout.on('data', (text) => (texts.stdout += text))
    child.stderr.on('data', (text) => (texts.stderr += text))
    await once(child, 'close')
    return texts
  }

  /** Starts what goes on running, until it has said something. */
  const untilSaid = async (name: (typeof HOSTS)[number], line: string, text: string) => {
    const child = shell(name, `exec ${line}`)
    const lines: string[] = []
    for await (const said of createInterface({ input: child.stderr })) {
      lines.push(said)
      if (said.includes(text)) break
    }
    expect(lines.at(-1), lines.join('\n')).toContain(text)
    child.stderr.resume()
    return child
  }

  const end = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    await exit
  }

  beforeAll(async () => {
    const bin = join(folder, 'bin', 'check-tcp')
    mkdirSync(join(folder, 'bin'))
    const command = resolve(ROOT, 'packages/check-tcp/bin/check-tcp.cjs')
    writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`)
    chmodSync(bin, 0o755)
    lab = await createSwitchedLab(HOSTS)
    const { hub, database, intranet } = lab.hosts
    for (const host of Object.values(lab.hosts)) {
      await addHostNames(host, {
        'hub.example.com': [hub.ipv4],
        'db.example.com': [database.ipv4],
        'intranet.example.com': [intranet.ipv4],
      })
    }
    await listen(database, 5432)
    await listen(intranet, 443)
  })

  const listen = async (host: Host, port: number) => {
    const made = servicesOn(host)
    services.push(made)
    await made.listen({ port })
  }

  afterAll(async () => {
    for (const child of children) await end(child)
    for (const each of services) await each.close()
    await lab?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  it('leads from nothing to three locations that see every target', async () => {
    const config = codeBlocks(GUIDE).find(({ language }) => language === 'yaml')?.code ?? ''
    mkdirSync(join(folder, 'hub'), { recursive: true })
    writeFileSync(join(folder, 'hub', 'hub.yaml'), config)
    await untilSaid('hub', 'check-tcp monitor hub.yaml', 'the monitor runs')

    const add = commandOf('check-tcp monitor location add fra')
    const joinCommand = commandOf('check-tcp monitor agent --join')
    for (const location of LOCATIONS) {
      const added = await outputOf('hub', add.line.replace('fra', location))
      expect(added.stderr).toContain(
        `on the machine at ${location}: check-tcp monitor agent --join`,
      )
      const string = JOIN_STRING.exec(added.stdout)?.[0] ?? ''
      expect(string).toMatch(/^ctj1:hub\.example\.com:9117:/)
      const agent = await untilSaid(
        location,
        joinCommand.line.replace(JOIN_STRING, string),
        'the hub has given',
      )
      if (location !== 'fra') continue
      await end(agent)
      // "From then on `check-tcp monitor agent` is enough."
      await untilSaid('fra', 'check-tcp monitor agent', 'the agent runs')
    }

    const checks = commandOf('curl')
    await expect
      .poll(async () => {
        const { stdout } = await outputOf('hub', `${checks.line} --silent`)
        return (JSON.parse(stdout) as { checks: SeenCheck[] }).checks.map(seen)
      })
      .toEqual([
        { id: 'orders_db', verdict: 'up', up: ['ams', 'fra', 'nyc'] },
        { id: 'intranet', verdict: 'up', up: ['ams', 'fra'] },
      ])
    const list = await outputOf('hub', 'check-tcp monitor location list --config hub.yaml')
    for (const location of LOCATIONS)
      expect(list.stdout).toMatch(new RegExp(`^${location}\\b`, 'm'))
  })

  it('shows the fleet as it answers when one location does not reach a target', async () => {
    const { database, nyc } = lab.hosts
    await database.nft(`add rule inet lab input ip saddr ${nyc.ipv4} drop`)
    const { line, shown } = commandOf('check-tcp db.example.com:5432 --from')
    const hub = commandOf('export CHECK_TCP_HUB').line.replace(/…$/, '"$TOKEN"')
    const { stdout, stderr } = await outputOf('hub', `${hub}; ${line}`)
    expect(stderr).toBe('')
    expect(masked(stdout)).toBe(masked(shown))
  })
})

interface SeenCheck {
  readonly id: string
  readonly verdict: string
  readonly locations?: readonly { readonly location: string; readonly verdict: string }[]
}

function seen({ id, verdict, locations = [] }: SeenCheck) {
  const up = locations.filter((each) => each.verdict === 'up').map(({ location }) => location)
  return { id, verdict, up: up.sort() }
}

/** Times and addresses differ from machine to machine. */
function masked(text: string): string {
  return text
    .trimEnd()
    .replace(/ *[\d.]+ (µs|ms|s)\b/g, ' TIME')
    .replace(/192\.0\.2\.\d+/g, 'ADDRESS')
}
