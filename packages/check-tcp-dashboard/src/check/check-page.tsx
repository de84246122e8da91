export function CheckPage({ name }: { readonly name: string }) {
  return <h1>{name}</h1>
}
