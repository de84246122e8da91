import { quote } from './show-value.js'

/** What is told of an option, as the parser of command lines has it. */
interface OptionFacts {
  /** May end in `(default: 10 s)`, where the program has no value for what is left out. */
  readonly description: string
  readonly argChoices?: readonly string[] | undefined
  readonly defaultValue?: unknown
  readonly defaultValueDescription?: string | undefined
}

interface OptionParts {
  readonly description: string
  readonly choices: readonly string[]
  /** With its unit. */
  readonly default: string | undefined
}

/** What an option is for, what it may be, and what it is where it is left out. */
export function optionParts(option: OptionFacts): OptionParts {
  const { argChoices = [], defaultValue, defaultValueDescription } = option
  const [, description = option.description, written] =
    /^(.*) \(default: (.*)\)$/.exec(option.description) ?? []
  const value = defaultValue === undefined ? undefined : String(defaultValue)
  return { description, choices: argChoices, default: defaultValueDescription ?? value ?? written }
}

/** An option in the help: `IP version (any, 4, 6; default: any)`. */
export function describeOption(option: OptionFacts): string {
  const { description, choices, default: preset } = optionParts(option)
  const facts = [
    ...(choices.length > 0 ? [choices.join(', ')] : []),
    ...(preset === undefined ? [] : [`default: ${preset}`]),
  ]
  return facts.length === 0 ? description : `${description} (${facts.join('; ')})`
}

const MESSAGES: readonly (readonly [RegExp, (...groups: string[]) => string])[] = [
  [
    /^option '([^']*)' argument '(.*)' is invalid\. Allowed choices are (.*?)\.(?: Did you mean (.*)\?)?$/s,
    (flags, value, choices, meant) =>
      `${longOf(flags)} must be one of ${choices}, got ${quote(value ?? '')}${meant ? `; did you mean ${meant}?` : ''}`,
  ],
  [/^option '([^']*)' argument missing$/, (flags) => `${longOf(flags)} needs a value: ${flags}`],
  [
    /^missing required argument '(.*)'$/,
    (name) => (name === 'target' ? 'no target was given' : `missing: <${name}>`),
  ],
  [
    /^too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    (name, most, got) => {
      const command = name === '' ? 'this command' : name
      const some = most === '1' ? '1 argument' : `${most} arguments`
      return most === '0'
        ? `${command} takes no arguments, only options`
        : `${command} takes ${some}, got ${got}`
    },
  ],
  [
    /^unknown option '(.*)' \(Did you mean (.*)\?\)$/,
    (flag, meant) => `unknown option '${flag}'; did you mean ${meant}?`,
  ],
]

/** The message of the parser of command lines in one line, in our words. */
export function parserMessage(text: string): string {
  const message = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
  for (const [pattern, words] of MESSAGES) {
    const [whole, ...groups] = pattern.exec(message) ?? []
    if (whole !== undefined) return words(...groups.map((group) => group ?? ''))
  }
  return message
}

/** `-o, --output <format>` is called `--output`. */
function longOf(flags = ''): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags
}
