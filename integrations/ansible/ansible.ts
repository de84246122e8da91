import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface AnsibleRan {
  readonly status: number
  readonly output: string
  /** What the tasks registered, by name. */
  readonly registered: Readonly<Record<string, Registered>>
}

export interface Registered {
  readonly failed: boolean
  readonly changed: boolean
  readonly msg?: string
  readonly [key: string]: unknown
}

export function hasAnsible(): boolean {
  return spawnSync('ansible-playbook', ['--version']).status === 0
}

/** Builds the collection and installs it as a user does, into a folder of its own. */
export function installCollection(folder: string): void {
  const galaxy = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync('ansible-galaxy', ['collection', ...args], {
      encoding: 'utf8',
      env: environmentOf(folder),
    })
    if (status !== 0) throw new Error(`ansible-galaxy ${args[0]} failed: ${stderr}`)
  }
  const built = join(folder, 'built')
  mkdirSync(built)
  galaxy('build', import.meta.dirname, '--output-path', built)
  const [tarball = ''] = readdirSync(built)
  galaxy('install', '--offline', '--collections-path', collections(folder), join(built, tarball))
}

/** Runs plays on this machine; `register` names what tasks registered. The test goes on meanwhile, and may listen. */
export async function runPlays(
  folder: string,
  {
    tasks,
    register,
    args = [],
  }: {
    readonly tasks: readonly unknown[]
    readonly register: readonly string[]
    readonly args?: readonly string[]
  },
): Promise<AnsibleRan> {
  const playbook = join(folder, 'playbook.json')
  const found = join(folder, 'registered.json')
  writeFileSync(found, '{}')
  const values = register.map((name) => `'${name}': ${name} | default({})`).join(', ')
  // In check mode too, so that it can be seen what was registered.
  const keep = {
    name: 'Keep what was registered',
    copy: { content: `{{ {${values}} | to_json }}`, dest: found },
    check_mode: false,
    no_log: true,
  }
  // YAML contains JSON.
  const play = {
    hosts: 'localhost',
    connection: 'local',
    gather_facts: false,
    tasks: [...tasks, keep],
  }
  writeFileSync(playbook, JSON.stringify([play]))
  const { status, output } = await new Promise<{ status: number; output: string }>((resolve) => {
    const all = ['--inventory', 'localhost,', playbook, ...args]
    const child = execFile(
      'ansible-playbook',
      all,
      { env: environmentOf(folder) },
      (_, out, err) => {
        resolve({ status: child.exitCode ?? -1, output: out + err })
      },
    )
  })
  return { status, output, registered: JSON.parse(readFileSync(found, 'utf8')) }
}

function collections(folder: string): string {
  return join(folder, 'collections')
}

/** Nothing of who runs the test: neither settings nor collections. */
function environmentOf(folder: string): NodeJS.ProcessEnv {
  return {
    PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
    HOME: folder,
    LANG: 'C.UTF-8',
    ANSIBLE_COLLECTIONS_PATH: collections(folder),
    ANSIBLE_LOCALHOST_WARNING: 'false',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  }
}
