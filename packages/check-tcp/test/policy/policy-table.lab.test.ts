import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PolicyOptions } from 'check-tcp'
import {
  addHostNames,
  countPackets,
  createLab,
  type Lab,
  labRequirements,
  startProber,
} from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'
import { type TemporaryFolder, temporaryFolder } from '../cli/support/temporary-folder.js'

const PORT = 2000
const NAME = 'secret.test'
const TAGS = ['secret']
const CALLER = 'stranger'

/** Every kind of rule that can deny; the target is the same. */
const KINDS: Readonly<Record<string, (lab: Lab) => PolicyOptions>> = {
  address: ({ target }) => ({ rules: [{ deny: { networks: [target.ipv4, target.ipv6] } }] }),
  hosts: () => ({ rules: [{ deny: { hosts: [NAME] } }] }),
  'hosts below a name': () => ({ rules: [{ deny: { hosts: ['*.test'] } }] }),
  ports: () => ({ rules: [{ deny: { ports: [PORT] } }] }),
  'default deny': () => ({
    rules: [{ allow: { hosts: ['other.test'] } }],
    default: 'deny',
  }),
}

/** Those that only a program can be denied by: the command line has no tags and no callers. */
const KINDS_OF_PROGRAMS: typeof KINDS = {
  tags: () => ({ rules: [{ deny: { tags: TAGS } }] }),
  callers: () => ({ rules: [{ deny: { callers: [CALLER] } }] }),
  'hosts and tags': () => ({ rules: [{ deny: { hosts: [NAME], tags: TAGS } }] }),
}

const TARGET = `${NAME}:${PORT}`
const TASK = 'task.yaml'
const EXPLAINED_TASK = 'explained-task.yaml'

/** Every command that makes checks, as words for a shell that runs in the folder with the files. */
const COMMANDS: Readonly<Record<string, (command: string) => string>> = {
  check: (command) => `${command} ${TARGET} --timeout 1 --attempts 2 --retry-delay 0.1`,
  'check of many': (command) => `printf '${TARGET}\n${TARGET}\n' | ${command} --targets -`,
  run: (command) => `${command} run ${TASK}`,
  'run with explain': (command) => `${command} run ${EXPLAINED_TASK}`,
  wait: (command) => `${command} wait ${TARGET} --for 1`,
  watch: (command) => `${command} watch ${TARGET} --count 2 --interval 0.1`,
  explain: (command) => `${command} explain ${TARGET} --ports 22,80`,
  'explain, spelled otherwise': (command) => `${command} explain SECRET.test.:${PORT}`,
  plugin: (command) =>
    `echo '{"host":"${NAME}","port":${PORT}}' | ${command} plugin check_tcp_connection`,
}

/** The exit code where the policy alone let nothing be checked. */
const DENIED = 3

function taskText(explain: boolean): string {
  return JSON.stringify([
    {
      name: 'secret',
      plugin: 'check_tcp_connection',
      ...(explain ? { explain } : {}),
      parameters: { host: NAME, port: PORT, timeout: 1 },
    },
  ])
}

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available)(`what a rule denies gets no packet${leftOut}`, () => {
  let lab: Lab
  let folder: TemporaryFolder
  let packets: () => Promise<number>

  beforeAll(async () => {
    lab = await createLab()
    folder = await temporaryFolder()
    await addHostNames(lab.prober, { [NAME]: [lab.target.ipv4, lab.target.ipv6] })
    await writeFile(join(folder.path, TASK), taskText(false))
    await writeFile(join(folder.path, EXPLAINED_TASK), taskText(true))
    packets = await countPackets(lab.prober, 'meta l4proto { tcp, udp, icmp }')
  })
  afterAll(async () => {
    await lab.dispose()
    await folder[Symbol.asyncDispose]()
  })

  describe.each(Object.entries(KINDS))('by %s', (kind, readPolicyFlag) => {
    it.each(Object.entries(COMMANDS))('in %s', async (_, wordsOf) => {
      const file = join(folder.path, `${kind.replaceAll(' ', '-')}.yaml`)
      const { rules, default: otherwise = 'allow' } = readPolicyFlag(lab)
      await writeFile(file, JSON.stringify({ rules, default: otherwise }))
      const command = `${process.execPath} ${COMMAND}`
      const env = `export CHECK_TCP_POLICY=${file}`
      const words = `cd ${folder.path}; ${env}; { ${wordsOf(command)}; } 2>&1; echo "exit $?"`
      const said = await lab.prober.run('sh', ['-c', words])
      expect(said).toMatch(/Denied by policy|policy denies|policy of this program/)
      expect(said.trim()).toMatch(`exit ${DENIED}`)
      expect(await packets()).toBe(0)
    })
  })

  it.each(Object.entries({ ...KINDS, ...KINDS_OF_PROGRAMS }))(
    'by %s in a program',
    async (_, readPolicyFlag) => {
      await using prober = await startProber(lab.prober, { policy: readPolicyFlag(lab) })
      const parameters = { host: NAME, port: PORT, timeout: 1 }
      const asked = { tags: TAGS, caller: CALLER }
      const { details } = await prober.check(parameters, asked)
      expect(details.failure).toBe('denied_by_policy')
      const explanation = await prober.explain(parameters, { ...asked, ports: [22] })
      expect(explanation.reasons[0]?.reason).toBe('denied_by_policy')
      expect(explanation.evidence).toEqual({})
      expect(await packets()).toBe(0)
    },
  )

  it('while the same packets are counted where no rule denies them', async () => {
    await using prober = await startProber(lab.prober, { policy: { rules: [] } })
    await prober.check({ host: NAME, port: PORT, timeout: 1 })
    expect(await packets()).toBeGreaterThan(0)
  })
})
