import fc from 'fast-check'

/** An address as somebody may write it. */
export interface SpelledAddress {
  readonly spelling: string
  /** The one long spelling that nobody can misread: four decimal parts, or eight groups of four digits. */
  readonly canonical: string
  /** The IPv4 address that packets end up at, where there is one: its own, or the one that it carries. */
  readonly ipv4: readonly number[] | undefined
}

type Bytes = readonly number[]

const byte = fc.integer({ min: 0, max: 255 })

/** Many of them where policies look. */
const ipv4: fc.Arbitrary<Bytes> = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 224, 255), byte, byte, byte),
  fc.constantFrom([169, 254, 169, 254], [127, 0, 0, 1], [192, 168, 0, 1], [172, 16, 0, 1]),
  fc.tuple(byte, byte, byte, byte),
)

const zeros = (length: number): Bytes => Array.from({ length }, () => 0)

/** RFC 4291 section 2.5.5.2, RFC 6052, RFC 3056, and RFC 4291 section 2.5.5.1: where an IPv4 address stands in an IPv6 one. */
const CARRIERS: readonly ((address: Bytes) => Bytes)[] = [
  (address) => [...zeros(10), 0xff, 0xff, ...address],
  (address) => [0x00, 0x64, 0xff, 0x9b, ...zeros(8), ...address],
  (address) => [0x20, 0x02, ...address, ...zeros(10)],
  (address) => [...zeros(12), ...address],
]

const carrying = fc.tuple(fc.constantFrom(...CARRIERS), ipv4).map(([carry, address]) => ({
  bytes: carry(address),
  ipv4: address,
}))

const plainIpv6 = fc
  .tuple(
    fc.constantFrom([0xfc, 0x00], [0xfd, 0x00], [0xfe, 0x80], [0xff, 0x02], [0x20, 0x01]),
    fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: byte }), {
      minLength: 14,
      maxLength: 14,
    }),
  )
  .map(([prefix, rest]) => ({ bytes: [...prefix, ...rest], ipv4: undefined }))
  // Teredo carries an address as well, which is not this arbitrary's business.
  .filter(({ bytes }) => !(bytes[0] === 0x20 && bytes[2] === 0 && bytes[3] === 0))

/** How one IPv6 address is written: digits padded, in capitals, a run of zeros left out, the end as IPv4, in brackets. */
const style = fc.record({
  pads: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 8, maxLength: 8 }),
  capitals: fc.boolean(),
  run: fc.option(fc.nat(7)),
  dottedEnd: fc.boolean(),
  brackets: fc.boolean(),
})

type Style = typeof style extends fc.Arbitrary<infer T> ? T : never

const ipv6Spelled: fc.Arbitrary<SpelledAddress> = fc
  .tuple(fc.oneof(carrying, plainIpv6), style)
  .map(([{ bytes, ipv4 }, how]) => ({
    spelling: spell(bytes, how),
    canonical: isMapped(bytes) ? bytes.slice(12).join('.') : groupsOf(bytes).map(padded).join(':'),
    ipv4,
  }))

const ipv4Spelled: fc.Arbitrary<SpelledAddress> = ipv4.map((bytes) => ({
  spelling: bytes.join('.'),
  canonical: bytes.join('.'),
  ipv4: bytes,
}))

/** Addresses in all the spellings that RFC 4291 section 2.2 allows. */
export const spelledAddress = fc.oneof(
  { weight: 1, arbitrary: ipv4Spelled },
  { weight: 4, arbitrary: ipv6Spelled },
)

/** What the C library (inet_aton(3)) or UTS 46 would quietly turn into an IPv4 address. */
export const legacySpelling: fc.Arbitrary<string> = fc
  .tuple(ipv4, fc.nat(6), fc.array(fc.constantFrom('d', 'o', 'x'), { minLength: 4, maxLength: 4 }))
  .map(([bytes, form, bases]) => {
    const number = bytes.reduce((sum, one) => sum * 256 + one, 0)
    const [first = 0, second = 0, third = 0, fourth = 0] = bytes
    const based = (value: number, base: string | undefined) =>
      base === 'x' ? `0x${value.toString(16)}` : base === 'o' ? `0${value.toString(8)}` : `${value}`
    switch (form) {
      case 0:
        return `${number}`
      case 1:
        return `0x${number.toString(16)}`
      case 2:
        return `0${number.toString(8)}`
      case 3:
        return `${first}.${second * 65_536 + third * 256 + fourth}`
      case 4:
        return `${first}.${second}.${third * 256 + fourth}`
      case 5:
        return `${bytes.join('.')}.`
      default:
        return `0${bytes.map((value, index) => based(value, bases[index])).join('.')}`
    }
  })

function spell(bytes: Bytes, { pads, capitals, run, dottedEnd, brackets }: Style): string {
  const end = dottedEnd ? bytes.slice(12).join('.') : undefined
  const groups = groupsOf(bytes).slice(0, dottedEnd ? 6 : 8)
  const written = groups.map((group, index) => group.toString(16).padStart(pads[index] ?? 1, '0'))
  let from = run ?? groups.length
  while (from < groups.length && groups[from] !== 0) from++
  let to = from
  while (to < groups.length && groups[to] === 0) to++
  const head = written.slice(0, from)
  const tail = [...written.slice(to), ...(end === undefined ? [] : [end])]
  // A run of zeros, wherever it stands, may be left out once.
  const text = to > from ? `${head.join(':')}::${tail.join(':')}` : [...head, ...tail].join(':')
  const cased = capitals ? text.toUpperCase() : text
  return brackets ? `[${cased}]` : cased
}

function groupsOf(bytes: Bytes): number[] {
  return Array.from({ length: 8 }, (_, at) => (bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0))
}

function padded(group: number): string {
  return group.toString(16).padStart(4, '0')
}

function isMapped(bytes: Bytes): boolean {
  return bytes.slice(0, 12).join() === [...zeros(10), 0xff, 0xff].join()
}
