import { escapeControl } from '../../core/text/escape-control.js'

/** Half surrogates and the two non-characters that XML 1.0 (section 2.2) and YAML 1.2.2 (section 5.1) forbid. */
const FORBIDDEN =
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g

/** Text that XML and YAML can hold: control characters shown as escapes, what neither allows as U+FFFD. */
export function writableText(text: string): string {
  return escapeControl(text).replace(FORBIDDEN, '\ufffd')
}
