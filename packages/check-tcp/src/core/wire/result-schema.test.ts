import { expectTypeOf, it } from 'vitest'
import type { Described, Frozen } from '../../../test/support/described.js'
import type {
  AddressResult,
  AttemptResult,
  ErrorResult,
  SuccessResult,
  TlsResult,
} from './result.js'
import type {
  addressSchema,
  attemptSchema,
  errorSchema,
  successSchema,
  tlsSchema,
} from './result-schema.js'

/** Only that an error is absent. */
type Success = Omit<SuccessResult, 'error'>

it('has each key of the types of a result, as they have it, and no other', () => {
  expectTypeOf<Described<typeof addressSchema>>().toEqualTypeOf<Frozen<AddressResult>>()
  expectTypeOf<Described<typeof attemptSchema>>().toEqualTypeOf<Frozen<AttemptResult>>()
  expectTypeOf<Described<typeof tlsSchema>>().toEqualTypeOf<Frozen<TlsResult>>()
  expectTypeOf<Described<typeof successSchema>>().toEqualTypeOf<Frozen<Success>>()
  expectTypeOf<Described<typeof errorSchema>>().toEqualTypeOf<Frozen<ErrorResult>>()
})
