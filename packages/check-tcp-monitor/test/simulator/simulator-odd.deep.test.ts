import { expect, it } from 'vitest'
import { sweep } from './sweep.js'

it('keeps every invariant over the odd seeds', async () => {
  expect(await sweep(1)).toEqual([])
})
