import { expect, it } from 'vitest'
import { systemClock } from '../../core/clock.js'
import { expandTargets } from '../../core/target/expand-targets.js'
import { allowAll } from '../policy.js'
import { foreseeScan } from './foresee-scan.js'

it.each(['127.0.0.1:1-65535', '127.0.0.0/8:1'])('foresees no scan in %s', (words) => {
  const expanded = expandTargets(words)
  if ('problem' in expanded) throw new Error(expanded.problem)
  const options = { clock: systemClock, policy: allowAll }
  expect(foreseeScan(expanded.targets, options)).toBeUndefined()
})
