import { SERVICE_NAMES } from '../../core/target/services.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { MAX_SINGLE_SUCCESSES } from '../human/single-successes.js'
import type { Paint } from '../text/colors.js'
import { cutToWidth, padToWidth, textWidth } from '../text/text-width.js'
import { wrapList } from '../text/wrap-list.js'
import type { MatrixRow } from './matrix-rows.js'
import { hostRanges } from './ranges.js'
import { ResultGroup } from './result-group.js'

const GAP = '  '

const COLUMNS_BESIDE_PORTS = ['answer', 'connectTime', 'service'] as const

/** The narrowest that a list of ports may become. */
const MIN_PORTS_COLUMNS = 12

/** More lines of ranges help nobody. */
const MAX_LIST_LINES = 8

interface Line {
  readonly ports: string
  readonly answer: string
  /** Of the handshake; a failure has none. */
  readonly connectTime: string
  readonly service: string
  readonly isGood: boolean
}

/** Ports down the page, for a host with more of them than fit side by side: a line for each open one, failures gathered. */
export function portTable({ hosts, entries }: MatrixRow, columns: number, paint: Paint): string[] {
  const groups = new Map<string, ResultGroup>()
  const good = entries.filter(({ kind }) => kind.isGood).length
  for (const { entry, kind, result } of entries) {
    const isSingle = kind.isGood && good <= MAX_SINGLE_SUCCESSES
    const key = isSingle ? `${kind.key}\n${result.port}` : kind.key
    const group = groups.get(key) ?? new ResultGroup(kind, entry)
    groups.set(key, group)
    group.add(result)
  }
  const sorted = [...groups.values()].sort((a, b) => Number(b.kind.isGood) - Number(a.kind.isGood))
  const whole = withHead(sorted.map((group) => lineOf(group)))
  const isNarrow = columns - widthBesidePorts(whole) < MIN_PORTS_COLUMNS
  const all = isNarrow ? withHead(sorted.map((group) => shortLineOf(group))) : whole
  const room = Math.max(MIN_PORTS_COLUMNS, columns - widthBesidePorts(all))
  const wrapped = all.map((line) => wrapList(line.ports, room, MAX_LIST_LINES))
  const portsWidth = Math.max(...wrapped.flat().map(textWidth))
  const text = all.flatMap((line, at) => {
    const [first = '', ...more] = wrapped[at] ?? []
    const cells = [
      padToWidth(first, portsWidth),
      padToWidth(line.answer, widthOf(all, 'answer')),
      padToWidth(line.connectTime, widthOf(all, 'connectTime')),
      line.service,
    ]
    const colour = at === 0 ? 'dim' : line.isGood ? 'green' : 'red'
    return [paint(colour, cells.join(GAP).trimEnd()), ...more]
  })
  const title = escapeControl(hostRanges(hosts).join(', '))
  return [...wrapList(title, columns, MAX_LIST_LINES), ...text]
}

/** No head where nothing is below it. */
function withHead(lines: readonly Line[]): readonly Line[] {
  const connectTime = lines.some((line) => line.connectTime !== '') ? 'connect time' : ''
  return [{ ports: 'port', answer: 'answer', connectTime, service: '', isGood: true }, ...lines]
}

function widthBesidePorts(lines: readonly Line[]): number {
  const widths = COLUMNS_BESIDE_PORTS.map((column) => widthOf(lines, column))
  return widths.reduce((sum, width) => sum + (width > 0 ? GAP.length + width : 0), 0)
}

function widthOf(lines: readonly Line[], column: (typeof COLUMNS_BESIDE_PORTS)[number]): number {
  return Math.max(...lines.map((line) => textWidth(line[column])))
}

function lineOf(group: ResultGroup): Line {
  const { kind, ports, times } = group
  return {
    ports,
    answer: cutToWidth(escapeControl(kind.text), 40),
    connectTime: kind.isConnected ? times.text : '',
    service: group.count === 1 && kind.isGood ? (SERVICE_NAMES[Number(ports)] ?? '') : '',
    isGood: kind.isGood,
  }
}

/** For a narrow screen. */
function shortLineOf(group: ResultGroup): Line {
  return { ...lineOf(group), answer: escapeControl(group.kind.short), service: '' }
}
