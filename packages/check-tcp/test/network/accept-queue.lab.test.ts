import { createLab, labRequirements, servicesOn, startProber } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available).each(ENGINES)(
  `the accept queue, %s engine${leftOut}`,
  (engine) => {
    it('connects for a server whose process is stopped, until the queue is full', async () => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await using prober = await startProber(lab.prober, { engine })
      await services.listenStopped(2000, { full: false })
      const check = { host: lab.target.ipv4, port: 2000, timeout: 0.3 }
      const results = await prober.checkAll([check, check, check], 1)
      expect(results.map(({ connected }) => connected)).toEqual([true, true, false])
    })
  },
)
