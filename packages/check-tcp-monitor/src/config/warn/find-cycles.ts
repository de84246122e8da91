/** Every node's edges; edges that lead to no node are passed over. */
type Graph = ReadonlyMap<string, readonly string[]>

/**
 * Circles in the graph, each as its nodes from the first one met and back to it. Every node is visited once, so that
 * of circles that share nodes some are found, and none is found only where there is none.
 */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  const done = new Set<string>()
  const cycles: string[][] = []
  for (const start of graph.keys()) {
    if (done.has(start)) continue
    const path: string[] = [start]
    const onPath = new Set(path)
    const edges = [iterate(graph, start)]
    while (path.length > 0) {
      const next = edges.at(-1)?.next()
      if (!next || next.done) {
        const left = path.pop()
        edges.pop()
        if (left !== undefined) {
          onPath.delete(left)
          done.add(left)
        }
      } else if (onPath.has(next.value)) {
        cycles.push([...path.slice(path.indexOf(next.value)), next.value])
      } else if (!done.has(next.value) && graph.has(next.value)) {
        path.push(next.value)
        onPath.add(next.value)
        edges.push(iterate(graph, next.value))
      }
    }
  }
  return cycles
}

function iterate(graph: Graph, node: string): Iterator<string> {
  return (graph.get(node) ?? [])[Symbol.iterator]()
}
