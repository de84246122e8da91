import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../../test/support/virtual-clock.js'
import { LinkError, type LinkErrorCode } from '../../../core/link/agent-link.js'
import { StoreError } from '../../../core/store/store-error.js'
import { AloneWatch } from './alone-watch.js'

const failed = (code: LinkErrorCode) => new LinkError(code, 'no')

function watched() {
  const clock = new VirtualClock()
  const said: boolean[] = []
  const watch = new AloneWatch({ clock, afterMs: 60_000, onChange: (is) => said.push(is) })
  return { clock, said, watch }
}

describe('an agent is alone', () => {
  it('once no hub has answered for so long, counted from the first failure, and from a start', async () => {
    const { clock, said, watch } = watched()
    watch.start()
    await clock.advance(59_000)
    watch.note(failed('LINK_UNREACHABLE'))
    expect(said).toEqual([])
    await clock.advance(1_000)
    expect(said).toEqual([true])
    watch.note(failed('LINK_BUSY'))
    await clock.advance(600_000)
    expect(said).toEqual([true])
  })

  it('no more as soon as a hub answers, and again after as long as before', async () => {
    const { clock, said, watch } = watched()
    watch.start()
    await clock.advance(60_000)
    watch.note(undefined)
    expect(said).toEqual([true, false])
    await clock.advance(600_000)
    watch.note(failed('LINK_NOT_THE_HUB'))
    await clock.advance(59_999)
    expect(watch.isAlone).toBe(false)
    await clock.advance(1)
    expect(said).toEqual([true, false, true])
  })

  it.each([
    ['takes what it received', undefined],
    ['does not let it in', failed('LINK_REVOKED')],
    ['refuses what it sends', failed('LINK_REFUSED')],
    ['answers, and its own store fails', new StoreError('STORE_DISK_FULL', 'full')],
  ])('not while a hub %s', async (_what, problem) => {
    const { clock, said, watch } = watched()
    watch.start()
    watch.note(problem)
    await clock.advance(600_000)
    expect(said).toEqual([])
  })

  it('not once it is stopped', async () => {
    const { clock, said, watch } = watched()
    watch.start()
    watch.stop()
    await clock.advance(600_000)
    expect(said).toEqual([])
  })
})
