import { type CheckState, newCheckState } from '../../src/verdict/check-state.js'
import { type Step, step, type VerdictEvent, type VerdictSettings } from '../../src/verdict/step.js'

export const SETTINGS: VerdictSettings = { confirm: 3, recover: 2, slowConfirm: 4 }

type Told = VerdictEvent extends infer Event
  ? Event extends VerdictEvent
    ? Omit<Event, 'at'>
    : never
  : never

/** Each letter of a story, and what it stands for. */
const LETTERS: Readonly<Record<string, Told>> = {
  g: { kind: 'observed', outcome: 'good' },
  s: { kind: 'observed', outcome: 'slow' },
  b: { kind: 'observed', outcome: 'bad' },
  '?': { kind: 'observed', outcome: 'unknown' },
  // Quiet: good by silence.
  q: { kind: 'observed', outcome: 'good', silent: true },
  // The location is online.
  o: { kind: 'online' },
  // It is isolated.
  x: { kind: 'isolated' },
  // Alone: nobody else could be asked.
  a: { kind: 'unwitnessed' },
}

/** The events of a story, a second apart, the first one at 0. */
export function eventsOf(story: string): VerdictEvent[] {
  return [...story].map((letter, index) => {
    const told = LETTERS[letter]
    if (!told) throw new RangeError(`no event is written ${letter}`)
    return { ...told, at: index * 1_000 }
  })
}

/** What each event of a story did. */
export function play(story: string, settings = SETTINGS, from = newCheckState(0)): Step[] {
  let state = from
  return eventsOf(story).map((event) => {
    const result = step(state, event, settings)
    state = result.state
    return result
  })
}

/** What the last event of a story did. */
export function last(story: string, settings = SETTINGS, from?: CheckState): Step {
  const step = play(story, settings, from).at(-1)
  if (!step) throw new RangeError('an empty story')
  return step
}
