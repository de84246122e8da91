import type { LocationWire } from 'check-tcp-monitor/http-api'
import type { Row } from '../model/row.js'
import { Card, Facts } from '../parts/card.js'
import { VerdictMark } from '../parts/icon.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'

/** Above this an agent counts as lost; seconds. */
const LOST_AFTER = 30

/** A clock that is further off is worth a look; seconds. */
const SKEWED = 2

interface LocationCardProps {
  readonly location: LocationWire
  readonly rows: readonly Row[]
}

/** One place: its agent, its link, its clock, what it keeps back, and how many checks it sees. */
export function LocationCard({ location, rows }: LocationCardProps) {
  const { t, lasting, number } = useWords()
  const { locations: texts } = useMore()
  const { location: name, state, silent_for: silent, isolated, clock_skew: skew, lost } = location
  const isLost = state === 'joined' && (silent === undefined || silent > LOST_AFTER)
  const verdict = state !== 'joined' ? 'pending' : isLost ? 'down' : isolated ? 'unknown' : 'up'
  const word = isLost ? texts.lost : isolated ? texts.isolated : texts.states[state]
  const own = rows.filter(({ from }) => from.includes(name))
  const down = own.filter(({ from, votes }) => votes[from.indexOf(name)] === 'down').length
  return (
    <Card title={name} aside={<VerdictMark verdict={verdict} word={word} />}>
      <Facts
        facts={[
          [texts.coverage, own.length > 0 && texts.covers(number(own.length), down)],
          [texts.heard, silent !== undefined && t.time.ago(lasting(silent))],
          [
            texts.skew,
            skew !== undefined && (
              <span class={Math.abs(skew) > SKEWED ? 'is-over' : ''}>
                {texts.skewed(lasting(Math.abs(skew)), skew)}
              </span>
            ),
          ],
          [texts.spool, location.spooled !== undefined && texts.spooled(location.spooled)],
          [texts.overdue, location.overdue ? number(location.overdue) : undefined],
          [
            texts.lostResults,
            lost && (
              <>
                {number(lost.results)} <Moment at={Date.parse(lost.from)} /> –{' '}
                <Moment at={Date.parse(lost.until)} />
              </>
            ),
          ],
          [texts.version, location.version],
          [texts.agent, location.agent && <code>{location.agent}</code>],
          [
            texts.joined,
            location.joined_at && <Moment key="joined" at={Date.parse(location.joined_at)} />,
          ],
        ]}
      />
      {location.tags.length > 0 && (
        <ul class="tags">
          {location.tags.map((tag) => (
            <li key={tag} class="tag">
              {tag}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
