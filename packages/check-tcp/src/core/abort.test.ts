import { describe, expect, it } from 'vitest'
import { abortable, onAbort } from './abort.js'

describe('onAbort', () => {
  it('calls once, and not where it was taken back', () => {
    const { signal, abort } = controller()
    let calls = 0
    onAbort(signal, () => calls++)
    onAbort(signal, () => (calls += 10))()
    onAbort(undefined, () => (calls += 100))()
    abort()
    expect(calls).toBe(1)
  })
})

describe('a wait that can be aborted', () => {
  it('comes to what it is settled with, and tidies up once', async () => {
    const { signal, abort } = controller()
    let tidied = 0
    const wait = abortable(
      signal,
      () => 'aborted',
      (settle) => {
        setImmediate(() => {
          settle('done')
          settle('again')
        })
        return () => tidied++
      },
    )
    expect(await wait).toBe('done')
    abort()
    expect(tidied).toBe(1)
  })

  it('ends at the abort, and tidies up', async () => {
    const { signal, abort } = controller()
    let tidied = 0
    const wait = abortable<string>(
      signal,
      () => 'aborted',
      () => () => tidied++,
    )
    abort()
    expect(await wait).toBe('aborted')
    expect(tidied).toBe(1)
  })

  it('tidies up where it is settled before it has begun to wait', async () => {
    let tidied = 0
    const wait = abortable<number>(
      undefined,
      () => 0,
      (settle) => {
        settle(1)
        return () => tidied++
      },
    )
    expect(await wait).toBe(1)
    expect(tidied).toBe(1)
  })

  it('begins nothing where the signal has aborted already', async () => {
    const begin = () => {
      throw new Error('begun')
    }
    expect(await abortable(AbortSignal.abort(), () => 'aborted', begin)).toBe('aborted')
  })
})

function controller() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}
