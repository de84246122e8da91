import { beforeEach, expect, it } from 'vitest'
import { DenialWatch } from './denial-watch.js'

let told: unknown[][]
let watch: DenialWatch

beforeEach(() => {
  told = []
  watch = new DenialWatch({ warn: (...words) => void told.push(words) })
})

const denied = (checkId: string) =>
  watch.note({ checkId, failure: 'denied_by_policy', error: 'Denied by policy: deny loopback' })

const MESSAGE =
  'are denied by the policy of this agent: to allow more, name a policy file by --policy'

it('says once for a config how many of its checks are denied, when each was made', () => {
  watch.begin([{ id: 'a' }, { id: 'b' }])
  denied('a')
  denied('a')
  expect(told).toEqual([])
  denied('b')
  denied('a')
  const because = ['Denied by policy: deny loopback']
  expect(told).toEqual([[{ because }, `2 of 2 checks ${MESSAGE}`]])
  watch.begin([{ id: 'a' }])
  denied('a')
  expect(told.at(-1)?.[1]).toBe(`1 of 1 check ${MESSAGE.replace('are', 'is')}`)
})

it('says nothing where all are allowed, and of checks that are none of the hub', () => {
  watch.begin([{ id: 'a' }])
  denied('own canary')
  watch.note({ checkId: 'a' })
  denied('a')
  expect(told).toEqual([])
})
