/** Widths of the characters from space to `~` in Verdana, in 1/2048 of the font's size. */
const WIDTHS: readonly number[] = [
  ...[720, 806, 940, 1676, 1302, 2204, 1488, 550, 930, 930, 1302, 1676, 745, 930, 745, 930],
  ...[1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 930, 930, 1676, 1676, 1676, 1117],
  ...[2048, 1400, 1404, 1430, 1578, 1295, 1177, 1588, 1539, 862, 931, 1419, 1140, 1726, 1532, 1612],
  ...[1235, 1612, 1424, 1400, 1262, 1499, 1400, 2025, 1403, 1260, 1403, 930, 930, 930, 1676, 1302],
  ...[1302, 1230, 1276, 1067, 1276, 1220, 720, 1276, 1296, 562, 705, 1212, 562, 1992, 1296, 1243],
  ...[1276, 1276, 874, 1067, 807, 1296, 1212, 1676, 1212, 1212, 1076, 1300, 930, 1300, 1676],
]

/** Of letters beside those of English. */
const OTHER = 1_400

/** Of Chinese, Japanese and Korean, and of pictures. */
const WIDE = 2_048

/** Pixels that a text takes in a size of 11 pixels: from a table, since nobody knows the reader's fonts. */
export function textWidth(text: string): number {
  const units = [...text].reduce((sum, character) => sum + widthOf(character), 0)
  return Math.round((units / 2_048) * 11)
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  return WIDTHS[code - 32] ?? (code >= 0x1100 ? WIDE : OTHER)
}
