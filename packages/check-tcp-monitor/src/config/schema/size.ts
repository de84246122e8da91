import * as v from 'valibot'

const UNITS = { B: 1, KiB: 1_024, MiB: 1_024 ** 2, GiB: 1_024 ** 3, TiB: 1_024 ** 4 } as const

const SIZE = /^(\d{1,12}(?:\.\d{1,6})?) ?(B|KiB|MiB|GiB|TiB)$/

/** A size within limits, as texts such as `64KiB`; what comes out is bytes. */
export function size(min: string, max: string) {
  const [least, most] = [bytesOf(min) ?? 0, bytesOf(max) ?? 0]
  const allowed = `a size from ${min} to ${max} (a text such as 500MiB, 2GiB)`
  return v.pipe(
    v.string(allowed),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const bytes = bytesOf(dataset.value)
      if (bytes !== undefined && bytes >= least && bytes <= most) return bytes
      addIssue({ message: allowed })
      return NEVER
    }),
  )
}

/** Bytes as the config has sizes: `64KiB`, `1.5GiB`. */
export function writeSize(bytes: number): string {
  const units = Object.entries(UNITS).reverse()
  const [name, unit] = units.find(([, size]) => bytes >= size) ?? ['B', 1]
  return `${Number((bytes / unit).toFixed(2))}${name}`
}

function bytesOf(text: string): number | undefined {
  const [, amount, unit] = SIZE.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  return Math.round(Number(amount) * UNITS[unit as keyof typeof UNITS])
}
