import { expect, it } from 'vitest'
import { sweep } from './sweep.js'

it('keeps every invariant over the even seeds', async () => {
  expect(await sweep(0)).toEqual([])
})
