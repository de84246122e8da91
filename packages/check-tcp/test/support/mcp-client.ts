import { fileURLToPath } from 'node:url'
import { Client, type ClientOptions } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const COMMAND = fileURLToPath(new URL('../../bin/check-tcp.cjs', import.meta.url))

/** The protocol's own client, with `check-tcp mcp` as its server. */
export async function mcpClient(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options: ClientOptions = {},
): Promise<{ readonly client: Client } & AsyncDisposable> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [COMMAND, 'mcp', ...args],
    env: { PATH: process.env.PATH ?? '', ...env },
    stderr: 'ignore',
  })
  const client = new Client({ name: 'tests', version: '1.0.0' }, options)
  await client.connect(transport)
  return { client, [Symbol.asyncDispose]: () => client.close() }
}
