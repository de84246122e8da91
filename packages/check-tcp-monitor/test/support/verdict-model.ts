import type { Verdict } from '../../src/core/verdict.js'
import type { VerdictEvent, VerdictSettings } from '../../src/verdict/step.js'

/**
 * The rules of the verdict once more, told another way: nothing is carried from event to event but what is believed;
 * every count is made again from the whole story. Slow, and easy to read against the guide.
 */
export function modelVerdicts(
  events: readonly VerdictEvent[],
  { confirm, recover, slowConfirm }: VerdictSettings,
): { readonly verdict: Verdict; readonly incident: 'none' | 'degraded' | 'down' }[] {
  let verdict: Verdict = 'pending'
  let incident: 'none' | 'degraded' | 'down' = 'none'
  let becauseOfFlapping = false
  let asked = false
  let seen = false
  /** Known outcomes since which bad ones count; isolation wipes the bad ones before it, or ends the row of others. */
  let story: ('good' | 'slow' | 'bad' | 'void' | 'shut')[] = []
  let silent = 0

  const trailing = (counts: (each: string) => boolean, passes: (each: string) => boolean) => {
    let count = 0
    for (const each of [...story].reverse()) {
      if (counts(each)) count++
      else if (!passes(each)) break
    }
    return count
  }

  return events.map((event) => {
    if (event.kind === 'online') {
      if (asked) seen = true
      asked = false
    } else if (event.kind === 'unwitnessed') {
      if (asked) seen = story.at(-1) === 'bad'
      asked = false
    } else if (event.kind === 'isolated') {
      if (asked) {
        verdict = 'unknown'
        story = [...voided(story), 'shut']
      }
      asked = false
    } else if (event.outcome === 'unknown') {
      silent++
      seen = false
      if (silent >= confirm && verdict !== 'unknown') {
        verdict = 'unknown'
        asked = false
      }
    } else {
      silent = 0
      const before = story.at(-1)
      story.push(event.outcome)
      const bad = trailing(
        (each) => each === 'bad',
        () => false,
      )
      const ok = trailing(
        (each) => each === 'good' || each === 'slow',
        () => false,
      )
      const slow = trailing(
        (each) => each === 'slow',
        (each) => each !== 'good',
      )
      const good = trailing(
        (each) => each === 'good',
        (each) => each !== 'slow',
      )
      const flaps = flapping(story)
      if (bad === 1) asked = seen = false
      if (bad > 0) {
        if (bad >= (flaps ? Math.max(15, confirm) : confirm)) {
          if (incident === 'down') verdict = 'down'
          else if (seen) {
            verdict = incident = 'down'
            seen = false
          } else asked = true
        } else if (flaps) {
          verdict = incident = 'degraded'
          becauseOfFlapping = true
        }
      } else {
        const quiet = event.silent === true && (before === 'good' || before === 'slow')
        if (!quiet) asked = seen = false
        const back = incident === 'down' ? ok >= recover : true
        if (back && flaps) {
          verdict = incident = 'degraded'
          becauseOfFlapping = true
        } else if (back && slow >= slowConfirm) {
          verdict = incident = 'degraded'
          becauseOfFlapping = false
        } else if (
          back &&
          incident === 'degraded' &&
          !(becauseOfFlapping ? ok >= recover : good >= slowConfirm)
        ) {
          verdict = 'degraded'
        } else if (back && event.silent && incident !== 'none' && !seen) {
          asked = true
        } else if (back) {
          if (incident !== 'none') seen = false
          verdict = 'up'
          incident = 'none'
          becauseOfFlapping = false
        }
      }
      if (incident !== 'degraded') becauseOfFlapping = false
    }
    return { verdict, incident }
  })
}

/** Bad ones at the end count for nothing any more, though flapping still sees that they were there. */
function voided<T extends string>(story: readonly T[]): (T | 'void')[] {
  const lastOk = story.findLastIndex((each) => !['bad', 'void', 'shut'].includes(each))
  return story.map((each, index) => (index > lastOk && each !== 'shut' ? 'void' : each))
}

/** From the whole story: begins at 6 changes within 21, ends at 1 or none. */
function flapping(story: readonly string[]): boolean {
  let flaps = false
  const outcomes = story.filter((each) => each !== 'shut')
  for (let end = 1; end <= outcomes.length; end++) {
    const last = outcomes.slice(Math.max(0, end - 21), end)
    const bad = last.map((each) => each === 'bad' || each === 'void')
    let changes = 0
    for (let i = 1; i < bad.length; i++) if (bad[i] !== bad[i - 1]) changes++
    flaps = flaps ? changes > 1 : changes >= 6
  }
  return flaps
}
