/** Names of colours in the style sheet, for curves beside each other. */
export const LINES = [
  ...(['line-1', 'line-2', 'line-3', 'line-4', 'line-5', 'line-6', 'line-7', 'line-8'] as const),
] as const

/** Strokes, by which curves differ without their colour too. */
export const DASHES: readonly (readonly number[])[] = [
  ...[[], [8, 4], [2, 3], [8, 3, 2, 3]],
  ...[
    [14, 4],
    [4, 4],
    [1, 5],
    [14, 3, 2, 3, 2, 3],
  ],
]
