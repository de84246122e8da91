import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { openApiSchema } from '../../../../scripts/monitor-openapi.mjs'
import { AGENT_SCHEMAS, describeAgentsApi } from '../../src/http/openapi/describe-agents-api.js'
import { describeApi, NAMED_SCHEMAS } from '../../src/http/openapi/describe-api.js'

/** Says what of an answer is not as the OpenAPI document has it. */
type OpenApiChecker = (request: Request, response: Response) => Promise<string | undefined>

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema?: object }>> }>
  >
}

/** @param document as the sources give it, whatever was built */
function checkerOf(described: Readonly<Record<string, unknown>>): OpenApiChecker {
  const document = described as unknown as Document
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  // CommonJS, whose default export is the module itself to some loaders.
  const addFormats = formats as unknown as (validator: Ajv2020) => void
  addFormats(ajv)
  ajv.addSchema({ $id: 'api', ...document })
  const validators = new Map<string, ValidateFunction>()

  return async (request, response) => {
    const found = operationOf(request, document)
    if (!found) return undefined
    const { path, method, operation } = found
    const media = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
    const content = operation.responses[response.status]?.content[media]
    const name = `${operation.operationId} ${response.status} ${media}`
    if (!content) return `${name} is not documented`
    if (!content.schema) return undefined
    const place = [path, method, 'responses', `${response.status}`, 'content', media, 'schema']
    const $ref = `api#/paths/${place.map(pointer).join('/')}`
    const validate = validators.get($ref) ?? ajv.compile({ $ref })
    validators.set($ref, validate)
    if (validate(await response.clone().json())) return undefined
    return `${name}: ${ajv.errorsText(validate.errors)}`
  }
}

/** The monitor's API. */
export const againstOpenApi = checkerOf(
  describeApi('0.0.0', (schema, mode) => openApiSchema(schema, mode, NAMED_SCHEMAS)),
)

/** What a hub serves to its agents. */
export const againstAgentApi = checkerOf(
  describeAgentsApi('0.0.0', (schema, mode) => openApiSchema(schema, mode, AGENT_SCHEMAS)),
)

function operationOf({ url, method }: Request, document: Document) {
  const { pathname } = new URL(url)
  for (const [path, operations] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
    const operation = operations[method.toLowerCase()]
    if (operation && pattern.test(pathname))
      return { path, method: method.toLowerCase(), operation }
  }
  return undefined
}

/** RFC 6901 section 3, and section 6 for what stands in a URI. */
function pointer(token: string): string {
  return encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))
}
