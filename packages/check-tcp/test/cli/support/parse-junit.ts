import { execFileSync } from 'node:child_process'

const PARSER = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps({**root.attrib, "root": root.tag, "cases": [
  {**case.attrib, "problems": [{"tag": part.tag, **part.attrib} for part in case]} for case in root.iter("testcase")]}))
`

/** What Python's XML parser makes of a JUnit report; throws where the XML is not well-formed. */
export function parseJunit(xml: string) {
  return JSON.parse(execFileSync('python3', ['-c', PARSER], { input: xml, encoding: 'utf8' }))
}
