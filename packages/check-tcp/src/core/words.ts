/**
 * `check-tcp/words`: how check-tcp writes what it tells people, so that others say it alike, and a hash of texts.
 *
 * @module
 */
export { causeInWords } from './failure/cause-words.js'
export { hostAndPort } from './target/host-and-port.js'
export { escapeControl, escapeInJson } from './text/escape-control.js'
export { fnv1a } from './text/fnv1a.js'
export { jsonText } from './text/json-text.js'
export { nearestSpelling } from './text/nearest-spelling.js'
export { describeOption, optionParts, parserMessage } from './text/option-words.js'
export { quote, showValue } from './text/show-value.js'
export { expiryWords } from './tls/expiry-words.js'
