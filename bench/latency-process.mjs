// Makes connects with one engine when told to, and sends back what it reported of each.
import { createEngine } from '../packages/check-tcp/dist/index.js'

const engine = await createEngine(process.argv[2])

process.on('message', async ({ targets, port, atOnce }) => {
  const reports = []
  let next = 0
  const work = async () => {
    while (next < targets.length) {
      const text = targets[next++]
      const request = { address: { text, family: 4 }, port, timeoutMs: 10_000 }
      const outcome = await new Promise((resolve) =>
        engine.connect({ ...request, sourcePort: undefined }, resolve),
      )
      reports.push({ target: text, ...outcome })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await engine.close()
  process.send(reports)
})
process.send('ready')
