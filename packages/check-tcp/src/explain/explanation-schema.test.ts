import { expectTypeOf, it } from 'vitest'
import type { Described, Frozen } from '../../test/support/described.js'
import type { FINDING_SCHEMAS } from '../core/wire/finding-schemas.js'
import type { Evidence, ProbeName } from './evidence.js'
import type { Explanation, Reason } from './explanation.js'
import type { explanationSchema, reasonSchema } from './explanation-schema.js'

type Findings = { [N in ProbeName]: Described<(typeof FINDING_SCHEMAS)[N]> }
type Whole = Omit<Described<typeof explanationSchema>, 'evidence' | 'result'>
type Declared = Frozen<Omit<Explanation, 'evidence' | 'result'>>

it('has each key of the types of an explanation, as they have it, and no other', () => {
  expectTypeOf<Described<typeof reasonSchema>>().toEqualTypeOf<Frozen<Reason>>()
  expectTypeOf<keyof typeof FINDING_SCHEMAS>().toEqualTypeOf<ProbeName>()
  expectTypeOf<Frozen<Findings>>().toEqualTypeOf<Frozen<Required<Evidence>>>()
  expectTypeOf<Whole>().toEqualTypeOf<Declared>()
})
