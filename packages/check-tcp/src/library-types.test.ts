import type * as v from 'valibot'
import { describe, expectTypeOf, it } from 'vitest'
import type { CheckParameters } from './core/parameters/check-parameters.js'
import type { TargetParameters } from './core/parameters/check-tcp-connection-parameters.js'
import type { checkTcpConnectionSchema } from './core/parameters/parameters.js'
import type {
  CheckResult,
  CheckTcpConnectionParameters,
  checkTcpConnection,
  Fault,
} from './index.js'

type Call = typeof checkTcpConnection

describe('the types of the library', () => {
  it('have exactly the parameters of the schema, each explained where it is declared', () => {
    expectTypeOf<TargetParameters>().toEqualTypeOf<v.InferInput<typeof checkTcpConnectionSchema>>()
  })

  it('have exactly what the schema makes of them', () => {
    expectTypeOf<CheckParameters>().toEqualTypeOf<v.InferOutput<typeof checkTcpConnectionSchema>>()
  })

  it('ask for a port or a service', () => {
    expectTypeOf<{ host: string; port: number }>().toExtend<CheckTcpConnectionParameters>()
    expectTypeOf<{ host: string; service: string }>().toExtend<CheckTcpConnectionParameters>()
    expectTypeOf<{ host: string }>().not.toExtend<CheckTcpConnectionParameters>()
    expectTypeOf<{ port: number }>().not.toExtend<CheckTcpConnectionParameters>()
    expectTypeOf<{ host: string; port: string }>().not.toExtend<CheckTcpConnectionParameters>()
    expectTypeOf<Call>().parameter(0).toEqualTypeOf<CheckTcpConnectionParameters>()
  })

  it('let the error be read where there is no connection, and tell status apart', () => {
    function read(result: CheckResult) {
      if (result.connected) return result.response_time
      expectTypeOf(result.error).toEqualTypeOf<string | undefined>()
      expectTypeOf(result.details.fault).toEqualTypeOf<Fault | undefined>()
      expectTypeOf(result.details.advice).toEqualTypeOf<readonly string[] | undefined>()
      if (result.error !== undefined) {
        expectTypeOf(result.status).toEqualTypeOf<'error'>()
        expectTypeOf(result.details.fault).toEqualTypeOf<Fault>()
      }
      if (result.status === 'error') expectTypeOf(result.error).toEqualTypeOf<string>()
      return result.details.advice
    }
    expectTypeOf(read).toBeFunction()
  })
})
