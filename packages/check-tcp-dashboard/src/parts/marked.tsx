/** What is said to people, with names of the config as code where it stands in backticks. */
export function Marked({ text }: { readonly text: string }) {
  const parts = text.split('`')
  // One that is alone is a backtick.
  if (parts.length % 2 === 0) return <>{text}</>
  return (
    <>{parts.map((part, place) => (place % 2 === 0 ? part : <code key={place}>{part}</code>))}</>
  )
}
