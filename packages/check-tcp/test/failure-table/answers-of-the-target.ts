import { drop, reject, resetAfterHandshake, setSynRetries } from 'check-tcp-lab'
import { expectFailure, inBothFamilies, PORT, type Row, targetIn } from './row.js'

export const ANSWERS_OF_THE_TARGET: readonly Row[] = [
  ...inBothFamilies((family) => ({
    title: `nothing listens on the port (IPv${family})`,
    parameters: targetIn(family),
    expected: expectFailure('refused', { code: 'ECONNREFUSED' }),
  })),
  ...inBothFamilies((family) => ({
    title: `the target's firewall rejects with a TCP reset (IPv${family})`,
    arrange: ({ target }) => reject(target, { port: PORT, family }, 'tcp-reset'),
    parameters: targetIn(family),
    expected: expectFailure('refused', { code: 'ECONNREFUSED' }),
  })),
  ...inBothFamilies((family) => ({
    title: `the target's firewall rejects with port-unreachable (IPv${family})`,
    arrange: ({ target }) => reject(target, { port: PORT, family }, 'port-unreachable'),
    parameters: targetIn(family),
    expected: expectFailure('refused', { code: 'ECONNREFUSED' }),
  })),
  ...inBothFamilies((family) => ({
    title: `the target's firewall drops the packets (IPv${family})`,
    arrange: ({ target }) => drop(target, { port: PORT, family }),
    parameters: (lab) => ({ ...targetIn(family)(lab), timeout: 0.3 }),
    expected: expectFailure('timeout'),
  })),
  ...inBothFamilies((family) => ({
    title: `the target's accept queue is full (IPv${family})`,
    arrange: (_, { onTarget }) => onTarget.listenStopped(PORT, { full: true }),
    parameters: (lab) => ({ ...targetIn(family)(lab), timeout: 0.3 }),
    expected: expectFailure('timeout'),
  })),
  ...inBothFamilies((family) => ({
    title: `the kernel gives up before the timeout is over (IPv${family})`,
    arrange: async ({ prober, target }) => {
      await drop(target, { port: PORT, family })
      await setSynRetries(prober, 1)
    },
    parameters: (lab) => ({ ...targetIn(family)(lab), timeout: 20 }),
    expected: expectFailure('timeout', { code: 'ETIMEDOUT' }),
  })),
  ...inBothFamilies((family) => ({
    title: `the target resets the connection as soon as it is established (IPv${family})`,
    arrange: async ({ target }, { onTarget }) => {
      await onTarget.listen({ port: PORT })
      await resetAfterHandshake(target, { port: PORT, family })
    },
    parameters: targetIn(family),
    // At once, and on a busy machine, some are seen before the reset is there: those are connected first, and rightly so.
    oneByOne: true,
    mayBeConnectedFirst: true,
    expected: expectFailure('connection_reset', { code: 'ECONNRESET' }),
  })),
]
