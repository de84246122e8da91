export function MonitorPage({ name }: { readonly name: string }) {
  return <h1>{name}</h1>
}
