/**
 * What cannot be seen, or steers what can: the insides of a character class under the flag `u`, without the C0 controls.
 * DEL and C1 controls, format characters (zero-width, bidirectional, tags), every separator but the space, whatever else
 * Unicode says is shown as nothing, and the blank of Braille.
 */
const UNSEEN = String.raw`\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800`

/** Shown as nothing too, but for a variation selector where it makes an emoji of a sign or a keycap of a digit. */
const IGNORED = String.raw`(?!\ufe0f)\p{Default_Ignorable_Code_Point}|(?<!\p{Extended_Pictographic})\ufe0f(?!\u20e3)`

const UNSEEN_OR_C0 = new RegExp(String.raw`[\0-\x1f${UNSEEN}]|${IGNORED}`, 'gu')
/** All that is unseen in JSON is among it. Without the flags `g`, which remembers, and `u`, which is slower. */
const BEYOND_ASCII = /[\x7f-\uffff]/
const UNSEEN_IN_JSON = new RegExp(`[${UNSEEN}]|${IGNORED}`, 'gu')

/**
 * Shows what cannot be seen as `\x1b`, `\u202e` or `\u{e0041}`, so that no text from outside steers a terminal or hides
 * in a log (CWE-150). Control, format and separator characters of Unicode; the space and visible text stay.
 */
export function escapeControl(text: string): string {
  return text.replace(UNSEEN_OR_C0, (char) => {
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    const digits = (char.codePointAt(0) ?? 0).toString(16)
    if (digits.length <= 2) return `\\x${digits.padStart(2, '0')}`
    return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`
  })
}

/** JSON text with the same characters escaped as JSON has it: another text, and the same value. */
export function escapeInJson(json: string): string {
  // Looking is far cheaper than replacing nothing, and most text is ASCII, where half of the looking is enough.
  if (!BEYOND_ASCII.test(json)) return json
  if (json.search(UNSEEN_IN_JSON) < 0) return json
  return json.replace(UNSEEN_IN_JSON, (char) => {
    const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}
