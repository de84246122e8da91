import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../core/clock.js'
import { type RuntimeDirectory, runtimeDirectory } from '../limits/runtime-directory.js'
import { SharedSightings } from './shared-sightings.js'
import { ownSightings, type Sightings } from './sightings.js'

/**
 * What all processes of this person see in this network, or what this process sees where that is not available. Nothing
 * is opened before it is needed.
 *
 * @param directory where all processes of this person share things
 */
export function openSightings(
  clock: Clock,
  directory: () => RuntimeDirectory = runtimeDirectory,
): Sightings {
  if (clock !== systemClock) return ownSightings
  let opened: Sightings | undefined
  const shared = <T>(use: (sightings: Sightings) => T): T => {
    try {
      opened ??= open(clock, directory())
      return use(opened)
    } catch {
      // A full disk, or a folder that is gone, must not fail checks; what this process sees still counts.
      opened = ownSightings
      return use(opened)
    }
  }
  return {
    news: (nowMs) => shared((sightings) => sightings.news(nowMs)),
    add: (sighting) => shared((sightings) => sightings.add(sighting)),
    close() {
      opened?.close()
    },
  }
}

function open(clock: Clock, directory: RuntimeDirectory): Sightings {
  if ('unavailable' in directory) return ownSightings
  // The same address is another machine in another network (namespaces(7)).
  const network = readlinkSync('/proc/self/ns/net').replaceAll(/\D/g, '')
  return new SharedSightings(join(directory.path, `seen-${network}`), clock)
}
