/** What no text of people needs: it cannot stand in XML (section 2.2), or it turns around what stands beside it. */
const UNWANTED =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g

/** A text that can stand in any document: without control characters, but line breaks and tabs. */
export function cleanText(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, '\n').replaceAll(UNWANTED, '')
  // Half of a pair is no character.
  return lines.replaceAll(/\p{Surrogate}/gu, '\ufffd')
}
