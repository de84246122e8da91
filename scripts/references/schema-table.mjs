/** A table of the keys of a JSON Schema, those of mappings within mappings below them. */
export function schemaTable(schema, definitions = {}) {
  return [
    row('key', 'value', 'default', 'meaning'),
    row('---', '---', '---', '---'),
    ...rowsOf(schema, definitions, ''),
    '',
  ].join('\n')
}

export function row(...cells) {
  return `| ${cells.join(' | ')} |`
}

function rowsOf(schema, definitions, prefix) {
  const { properties = {}, required = [] } = schema
  return Object.entries(properties).flatMap(([key, given]) => {
    const value = resolved(given, definitions)
    const path = `${prefix}${key}`
    const { default: preset, description = '' } = { ...value, ...given }
    const isRequired = required.includes(key)
    const shown = isRequired ? 'required' : preset === undefined ? '' : code(JSON.stringify(preset))
    // What is told of elsewhere is only referred to.
    const inner = given.$ref === undefined ? innerOf(value, definitions, path) : []
    return [row(code(path), kindOf(given, definitions), shown, plain(description)), ...inner]
  })
}

function innerOf(value, definitions, path) {
  return alternatives(value, definitions).flatMap((each) => {
    if (each.$ref !== undefined) return []
    if (each.properties) return rowsOf(each, definitions, `${path}.`)
    if (each.items) return innerOf(resolved(each.items, {}), definitions, `${path}[]`)
    const others = each.additionalProperties
    return typeof others === 'object' ? innerOf(others, definitions, `${path}.NAME`) : []
  })
}

/** What a value may be, in a few words. */
export function kindOf(given, definitions) {
  if (given.$ref !== undefined) return `a ${given.$ref.split('/').at(-1)}`
  const kinds = alternatives(given, definitions).map((each) => oneKind(each, definitions))
  const all = [...new Set(kinds)]
  if (all.length === 2 && all.includes('number') && all.includes('text'))
    return 'seconds, or text such as `5m`'
  return all.join(', or ')
}

function oneKind(schema, definitions) {
  const { enum: values, const: only, type, items, properties, additionalProperties } = schema
  if (schema.$ref !== undefined) return kindOf(schema, definitions)
  if (values) return values.map((value) => code(String(value))).join(', ')
  if (only !== undefined) return code(String(only))
  if (items) return `a list: ${kindOf(items, definitions)}`
  if (properties || type === 'object') {
    const isNamed = typeof additionalProperties === 'object' && !properties
    return isNamed ? 'a mapping by name' : 'a mapping'
  }
  if (type === 'integer' || type === 'number') return numberOf(schema)
  if (type === 'boolean') return '`true`, `false`'
  if (schema.format === 'date-time') return 'a time'
  return type === 'string' ? 'text' : 'anything'
}

function numberOf({ type, minimum, exclusiveMinimum, maximum }) {
  const kind = type === 'integer' ? 'whole number' : 'number'
  const from = minimum ?? exclusiveMinimum
  if (from === undefined && maximum === undefined) return kind
  if (maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER) {
    return from === undefined ? kind : `${kind} ${minimum === undefined ? 'above' : 'from'} ${from}`
  }
  return `${kind}, ${from ?? 'any'} to ${maximum}`
}

/** Each thing that a value may be, without a reference to the environment in its place. */
function alternatives(schema, definitions) {
  const { anyOf } = schema
  if (!anyOf) return [schema]
  return anyOf
    .filter(({ type, pattern }) => !(type === 'string' && pattern === '\\$\\{'))
    .flatMap((each) => alternatives(each, definitions))
}

function resolved(schema, definitions) {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (definitions[name] ?? {})
}

function code(text) {
  return `\`${text}\``
}

/** A description on one line of a table. */
function plain(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
