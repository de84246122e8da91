// Every measurement, one after the other, or those that are named; each writes its table to results/, and the last step the
// reference of speed.
const ALL = [
  ...[
    'cli-start',
    'library-start',
    'node-engine',
    'connects',
    'mass',
    'audit',
    'policy',
    'scale',
    'latency',
  ],
  ...['history', 'monitor', 'monitor-cost', 'status-page'],
  ...['dashboard', 'dashboard-1000', 'dashboard-hour'],
  // Writes a reference of its own.
  'wait-tools',
]

const named = process.argv.slice(2)
const unknown = named.filter((name) => !ALL.includes(name))
if (unknown.length > 0) {
  console.error(`there is no measurement ${unknown.join(', ')} (there are: ${ALL.join(', ')})`)
  process.exit(2)
}
for (const name of named.length > 0 ? named : ALL) await import(`./${name}.mjs`)
// Which takes a folder to write to.
process.argv.length = 2
await import('../scripts/bench-docs.mjs')
