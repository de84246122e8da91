import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from '../../test/code-blocks.js'

const fileText = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

interface Instruction {
  readonly word: string
  readonly rest: string
}

/** The instructions of a Containerfile, without comments, with continued lines as one. */
function instructionsOf(text: string): Instruction[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
  return [...lines.matchAll(/^([A-Z]+)\s+(.*)$/gm)].map(([, word = '', rest = '']) => ({
    word,
    rest,
  }))
}

const instructions = instructionsOf(fileText('Containerfile'))
const restsOf = (word: string) =>
  instructions.filter((one) => one.word === word).map(({ rest }) => rest)

describe('the Containerfile', () => {
  it('runs no shell, adds nothing from elsewhere, and names the base with its version', () => {
    expect(restsOf('RUN')).toEqual([])
    expect(restsOf('ADD')).toEqual([])
    expect(restsOf('FROM')).toEqual([expect.stringMatching(/^\$\{BASE\}$/)])
    const [base = ''] = restsOf('ARG')
    expect(base).toMatch(/^BASE=[a-z0-9./-]+:\d[\w.-]*$/)
  })

  it('copies as root what is run, so that its user cannot change it', () => {
    expect(restsOf('COPY')).toEqual([
      'program/ /usr/lib/check-tcp/',
      '--chown=65532:65532 data/ /data/',
    ])
  })

  it('has a user with a number, a signal, a volume and a health check, none by a shell', () => {
    expect(restsOf('USER')).toEqual(['65532:65532'])
    expect(restsOf('STOPSIGNAL')).toEqual(['SIGTERM'])
    expect(restsOf('VOLUME')).toEqual(['["/data"]'])
    const commands = [
      ...restsOf('ENTRYPOINT'),
      ...restsOf('CMD'),
      ...restsOf('HEALTHCHECK').map((rest) => rest.slice(rest.indexOf('['))),
    ]
    expect(commands).toHaveLength(3)
    for (const command of commands) {
      expect(JSON.parse(command).every((word: unknown) => typeof word === 'string')).toBe(true)
    }
  })
})

describe('the compose file', () => {
  const { services, volumes } = parse(fileText('compose.yaml'), { merge: true })

  it('has a hub and two agents, each with as little as it needs', () => {
    expect(Object.keys(services)).toEqual(['hub', 'agent-fra', 'agent-nyc'])
    for (const service of Object.values<Record<string, unknown>>(services)) {
      expect(service).toMatchObject({
        image: expect.stringMatching(/^check-tcp:\d+\.\d+\.\d+$/),
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      })
    }
  })

  it('has every volume that a service mounts, and every file', () => {
    const mounts = Object.values<{ volumes: string[] }>(services).flatMap(
      (service) => service.volumes,
    )
    for (const mount of mounts) {
      const [from = ''] = mount.split(':')
      const isThere = from.startsWith('.')
        ? existsSync(join(import.meta.dirname, from))
        : from in volumes
      expect(isThere, mount).toBe(true)
    }
  })

  it('names the locations of the hub, and a config that holds', () => {
    const { locations } = parse(fileText('hub.yaml'))
    expect(Object.keys(services).slice(1)).toEqual(
      Object.keys(locations).map((location) => `agent-${location}`),
    )
    const config = join(import.meta.dirname, 'hub.yaml')
    const { status, stderr } = spawnSync('npx', ['check-tcp', 'monitor', '--check', config], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, CHECK_TCP_TOKEN: 'correct horse battery' },
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })
})
