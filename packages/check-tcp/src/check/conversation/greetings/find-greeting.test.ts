import { describe, expect, it } from 'vitest'
import { checkTcpConnectionSchema } from '../../../core/parameters/parameters.js'
import { validate } from '../../../core/parameters/validate.js'
import { SERVICES, TLS_SERVICES } from '../../../core/target/services.js'
import { findGreeting } from './find-greeting.js'

const parametersOf = (parameters: object) =>
  validate(checkTcpConnectionSchema, { host: 'db.example', banner: true, ...parameters })

describe('findGreeting', () => {
  it.each(SERVICES)('%s is known by more than that it says something', (service) => {
    const { recognise } = findGreeting(parametersOf({ service }))
    expect(recognise(Buffer.from('something else\r\n'))).toBeUndefined()
  })

  it.each(SERVICES)('%s begins with TLS if it is one of those that do', (service) => {
    expect(findGreeting(parametersOf({ service })).tls).toBe(TLS_SERVICES.has(service))
  })

  it('takes the usual service of a port, and anything at others', () => {
    expect(findGreeting(parametersOf({ port: 993 }))).toMatchObject({ tls: true })
    const redis = findGreeting(parametersOf({ port: 6379 }))
    expect(redis.tls).toBe(false)
    expect(redis.recognise(Buffer.from('+PONG\r\n'))).toBe('+PONG')
    expect(findGreeting(parametersOf({ port: 7 })).recognise(Buffer.from('x'))).toBe('x')
  })
})
