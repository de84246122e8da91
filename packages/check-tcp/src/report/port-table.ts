import { escapeControl } from '../core/escape-control.js'
import { SERVICE_NAMES } from '../core/services.js'
import type { Paint } from './colors.js'
import type { MatrixRow } from './matrix-rows.js'
import { hostRanges } from './ranges.js'
import { ResultGroup } from './result-group.js'
import { MOST_SINGLE_SUCCESSES } from './single-successes.js'
import { cutToWidth, padToWidth, textWidth } from './text-width.js'
import { wrapList } from './wrap-list.js'

const GAP = '  '

/** The narrowest that a list of ports may become. */
const LEAST_PORTS_COLUMNS = 12

/** More lines of ranges help nobody. */
const MOST_LIST_LINES = 8

interface Line {
  readonly ports: string
  readonly answer: string
  readonly time: string
  readonly service: string
  readonly isGood: boolean
}

/** Ports down the page, for a host with more of them than fit side by side: a line for each open one, failures gathered. */
export function portTable({ hosts, entries }: MatrixRow, columns: number, paint: Paint): string[] {
  const groups = new Map<string, ResultGroup>()
  const good = entries.filter(({ kind }) => kind.isGood).length
  for (const { entry, kind, result } of entries) {
    const isSingle = kind.isGood && good <= MOST_SINGLE_SUCCESSES
    const key = isSingle ? `${kind.key}\n${result.port}` : kind.key
    const group = groups.get(key) ?? new ResultGroup(kind, entry)
    groups.set(key, group)
    group.add(result)
  }
  const lines = [...groups.values()]
    .map((group) => lineOf(group))
    .sort((a, b) => Number(b.isGood) - Number(a.isGood))
  const head = { ports: 'port', answer: 'answer', time: 'time', service: '', isGood: true }
  const all = [head, ...lines]
  const widthOf = (key: 'answer' | 'time' | 'service') =>
    Math.max(...all.map((line) => textWidth(line[key])))
  const rest = widthOf('answer') + widthOf('time') + widthOf('service') + 3 * GAP.length
  const room = Math.max(LEAST_PORTS_COLUMNS, columns - rest)
  const wrapped = all.map((line) => wrapList(line.ports, room, MOST_LIST_LINES))
  const portsWidth = Math.max(...wrapped.flat().map(textWidth))
  const text = all.flatMap((line, at) => {
    const [first = '', ...more] = wrapped[at] ?? []
    const cells = [
      padToWidth(first, portsWidth),
      padToWidth(line.answer, widthOf('answer')),
      padToWidth(line.time, widthOf('time')),
      line.service,
    ]
    const colour = at === 0 ? 'dim' : line.isGood ? 'green' : 'red'
    return [paint(colour, cells.join(GAP).trimEnd()), ...more]
  })
  const title = escapeControl(hostRanges(hosts).join(', '))
  return [...wrapList(title, columns, MOST_LIST_LINES), ...text.map((line) => line)]
}

function lineOf(group: ResultGroup): Line {
  const { kind, ports, times } = group
  return {
    ports,
    answer: cutToWidth(escapeControl(kind.text), 40),
    time: times.text,
    service: group.count === 1 && kind.isGood ? (SERVICE_NAMES[Number(ports)] ?? '') : '',
    isGood: kind.isGood,
  }
}
