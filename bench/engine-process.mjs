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
  let ended = 0
  let failed = 0
  const begun = performance.now()
  await new Promise((resolve) => {
    const start = () => {
      if (next === connects) return
      const address = ADDRESSES[next++ % addresses]
      engine.connect({ address, port, timeoutMs: 10_000, sourcePort: undefined }, settle)
    }
    const settle = ({ kind }) => {
      if (kind !== 'connected') failed++
      if (++ended === connects) resolve()
      else start()
    }
    for (let index = 0; index < atOnce; index++) start()
  })
  const seconds = (performance.now() - begun) / 1_000
  process.send({ seconds, failed })
})
