// Writes docs/reference/speed.md and speed.svg from bench/results/*.json: `node scripts/bench-docs.mjs [FOLDER]`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { markdownTable, measuredOn } from '../bench/tools/markdown-table.mjs'
import { median } from '../bench/tools/median.mjs'
import { barChart } from './bar-chart.mjs'

const RESULTS = new URL('../bench/results/', import.meta.url)
const DOCS = fileURLToPath(new URL('../docs/reference/', import.meta.url))

const INTRODUCTION = `# Speed

Generated from \`bench/results/\` by \`node scripts/bench-docs.mjs\`.

Each table was measured in one run, with the contestants alternating; each figure is the median of the rounds. Ratios within
a table carry over to other machines much better than the figures themselves. Compare figures from two tables only
if both name the same machine. \`npm run bench\` measures everything again on your machine, and says what
it skips and how to install it.`

/** Results in the order in which people ask: how many, at what cost, how true, how soon. */
const ORDER = [
  'mass',
  'mass-many',
  'audit',
  'policy',
  'connects',
  'node-engine',
  'scale',
  'latency',
  'latency-delayed',
  'cli-start',
  'library-start',
]
const rank = ({ name }) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)

const results = readdirSync(RESULTS)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => JSON.parse(readFileSync(new URL(file, RESULTS), 'utf8')))
  .sort((a, b) => rank(a) - rank(b))
const mass = results.find(({ name }) => name === 'mass')

const folder = process.argv[2] ?? DOCS
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'speed.md'), `${[INTRODUCTION, ...results.map(section)].join('\n\n')}\n`)
if (mass) writeFileSync(join(folder, 'speed.svg'), speedChart(mass))

function section(result) {
  const { title, explanation, columns, rows } = result
  const plot = result === mass ? [`![${title}](speed.svg)`] : []
  const table = markdownTable(columns, rows)
  return [`## ${title}`, explanation, ...plot, table, measuredOn(result)].join('\n\n')
}

function speedChart({ title, numbers, ...origin }) {
  return barChart({
    title,
    description: `${origin.explanation} ${measuredOn(origin)}`,
    bars: numbers.map(({ name, perSecond }) => ({ name, value: median(perSecond) })),
  })
}
