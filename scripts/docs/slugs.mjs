/** The anchors of one page, as GitHub makes them of headings, so that links work in both places. */
export function slugger() {
  const seen = new Map()
  return (heading) => {
    const base = heading
      .toLowerCase()
      .trim()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(base) ?? 0
    seen.set(base, times + 1)
    return times === 0 ? base : `${base}-${times}`
  }
}
