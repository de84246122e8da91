import { describe, expect, it } from 'vitest'
import { describeLook } from './describe-look.js'

const SILENT = {
  reason: '192.0.2.7 does not answer at all: it is off, or a firewall drops everything',
  reason_name: 'host_is_silent',
  certainty: 'likely',
}
const FILTERED = {
  reason: 'The host is up, but a firewall silently drops packets to db:5432',
  reason_name: 'port_is_filtered',
  certainty: 'likely',
}
const HERE = { hop: 0, address: '192.0.2.1' }
const ROUTER = { hop: 1, address: '192.0.2.254' }
const QUIET = { hop: 2 }
const END = { hop: 3, address: '198.51.100.7', says: 'no answer' }

describe('what a look from a location found', () => {
  it('says after whom packets vanish, and nothing that the other locations prove wrong', () => {
    expect(describeLook('nyc', { ...SILENT, path: [HERE, ROUTER, QUIET, END] })).toBe(
      'from nyc packets vanish after 192.0.2.254, 1 hop away',
    )
    expect(describeLook('nyc', { ...SILENT, path: [HERE, END] })).toBe(
      'from nyc nothing on the way answers',
    )
    expect(describeLook('nyc', SILENT)).toBe('from nyc nothing on the way answers')
  })

  it('says why, where the host shows that it is there', () => {
    const way = [HERE, ROUTER, { hop: 2, address: '198.51.100.254' }, END]
    expect(describeLook('nyc', { ...FILTERED, path: way })).toBe(
      'from nyc packets vanish after 198.51.100.254, 2 hops away: The host is up, but a firewall silently drops packets to db:5432 (likely)',
    )
    expect(describeLook('nyc', { ...FILTERED, path: [HERE, END] })).toBe(
      'nyc: The host is up, but a firewall silently drops packets to db:5432 (likely)',
    )
  })

  it('says why, where somebody on the way says so', () => {
    const look = { reason: 'No route to it', reason_name: 'no_route', certainty: 'certain' }
    const path = [
      { ...HERE, says: 'no route' },
      { hop: 1, address: '192.0.2.7' },
    ]
    expect(describeLook('nyc', { ...look, path })).toBe('nyc: No route to it (certain)')
  })
})
