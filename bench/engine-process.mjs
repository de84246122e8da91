// Makes connects with one engine when told to, and says how long they took.
import { createEngine } from '../packages/check-tcp/dist/index.js'
import { loopbackAddress } from './contestants.mjs'

const engine = await createEngine(process.argv[2])
const ADDRESSES = Array.from({ length: 16_384 }, (_, index) => ({
  text: loopbackAddress(index),
  family: 4,
}))

process.on('message', async ({ port, connects, atOnce, addresses }) => {
  let next = 0
  let failed = 0
  const work = async () => {
    while (next < connects) {
      const address = ADDRESSES[next++ % addresses]
      const outcome = await engine.connect({
        address,
        port,
        timeoutMs: 10_000,
        sourcePort: undefined,
      })
      if (outcome.kind !== 'connected') failed++
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: atOnce }, work))
  const seconds = (performance.now() - begun) / 1_000
  await engine.close()
  process.send({ seconds, failed })
})
