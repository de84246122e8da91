import { McpServer, type ServerParts } from './mcp-server.js'
import { messageLines } from './protocol/message-lines.js'

/**
 * Serves one client until it closes the stream.
 *
 * @param chunks what the client writes
 */
export async function serveMcp(
  chunks: AsyncIterable<string | Buffer>,
  parts: ServerParts,
): Promise<void> {
  const server = new McpServer(parts)
  const underWay = new Set<Promise<void>>()
  for await (const line of messageLines(chunks)) {
    const answered = server.receive(line).finally(() => underWay.delete(answered))
    underWay.add(answered)
  }
  server.close()
  await Promise.all(underWay)
}
