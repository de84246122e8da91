import { readFileSync, writeFileSync } from 'node:fs'
import type { Explanation } from 'check-tcp'
import type { PeersSay } from './peers.js'
import type { Situation } from './situation.js'
import { SITUATIONS } from './situations.js'

const FILE = new URL('../../../../docs/reference/explained-situations.md', import.meta.url)

/** Set to 1, the suite writes the table; that takes nc, curl and nmap. */
export const WRITES_TABLE = process.env.CHECK_TCP_WRITE_SITUATIONS === '1'

export interface TableRow {
  readonly asRoot: Explanation
  readonly withoutRoot: Explanation
  readonly peers: PeersSay
}

const COLUMNS = [
  'situation',
  'first reason',
  'fault',
  'without root',
  '`nc -zv`',
  '`curl`',
  '`nmap --reason`',
]

/** The first reasons, with and without root, that the table has for a situation. */
export function reasonsInTable(title: string): readonly (string | undefined)[] {
  const line = readFileSync(FILE, 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`| ${title} |`))
  const cells = line?.split(' | ') ?? []
  return [cells[1], cells[3]].map((cell) => /`(\w+)`/.exec(cell ?? '')?.[1])
}

export function writeTable(rows: ReadonlyMap<Situation, TableRow>): void {
  const groups = Object.entries(SITUATIONS).map(([group, situations]) => {
    const lines = situations.flatMap((situation) => {
      const row = rows.get(situation)
      return row ? [lineOf(situation, row)] : []
    })
    const head = [`| ${COLUMNS.join(' | ')} |`, `|${' --- |'.repeat(COLUMNS.length)}`]
    return [`## Problems with ${group}`, '', ...head, ...lines, ''].join('\n')
  })
  const all = [...rows]
  const count = (
    of: (row: TableRow) => Explanation,
    right: (situation: Situation) => readonly string[],
  ) => all.filter(([situation, row]) => right(situation).includes(firstOf(of(row)).reason)).length
  const asRoot = count(
    ({ asRoot }) => asRoot,
    ({ right }) => right,
  )
  const without = count(
    ({ withoutRoot }) => withoutRoot,
    ({ right }) => right,
  )
  const total = all.length
  writeFileSync(
    FILE,
    `# Explained situations

Each row is a situation that the tests create with real kernels, firewalls, servers and name servers in network
namespaces, and the first reason that \`check-tcp explain\` gives for it. The first reason is right in ${asRoot} of
${total} as root and in ${without} of ${total} without root. The last columns show what other programs say about the
same situation. The suite writes this page with CHECK_TCP_WRITE_SITUATIONS=1, and checks the reasons against it.

${groups.join('\n')}`,
  )
}

function lineOf(situation: Situation, { asRoot, withoutRoot, peers }: TableRow): string {
  const { reason, fault, confidence } = firstOf(asRoot)
  const other = firstOf(withoutRoot)
  const miss = situation.right.includes(reason) ? '' : ` (correct: ${situation.right.join(', ')})`
  const cells = [
    situation.title,
    `\`${reason}\`, ${confidence}${miss}`,
    fault,
    other.reason === reason && other.confidence === confidence
      ? `the same: \`${other.reason}\``
      : `\`${other.reason}\`, ${other.confidence}`,
    ...[peers.nc, peers.curl, peers.nmap].map((text) => text.replaceAll('|', '\\|')),
  ]
  return `| ${cells.join(' | ')} |`
}

function firstOf({ reasons }: Explanation) {
  return reasons[0] ?? { reason: 'none', fault: 'none', confidence: 'possible' }
}
